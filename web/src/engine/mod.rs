//! The engine as the page sees it: jobs in, answers out, newest input wins.
//!
//! It runs in a worker, so that typing never waits for it. [`Queue`] decides what is run when, `link` talks to the
//! worker. Where no worker can be had (a sandboxed frame), the engine is loaded into the page, and jobs run there once
//! typing pauses.

mod link;
mod local;
mod pool;
mod queue;

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use kic_core::wire::code::Lines;
pub use kic_core::wire::job::{Job, Reply};
use kic_core::wire::{self, Sections, Totals};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

pub use pool::{Pool, Seat};
pub use queue::Queue;

use crate::host::Host;
use crate::reading::{Asked, Report};
use crate::state::{Action, Failure};
use link::Link;
use local::LocalEngine;

/// A job that runs longer is ended.
const LIMIT_MILLIS: u32 = 3_000;

/// Without a worker a job waits for this pause in typing.
const PAUSE_MILLIS: u32 = 150;

/// The engine of one page.
#[derive(Clone)]
pub struct Engine(Rc<RefCell<Inner>>);

struct Inner {
    host: Host,
    answer: Callback<Action>,
    queue: Queue,
    place: Place,
    /// Ends a job that runs too long, or starts one after a pause. Dropping it cancels it.
    timer: Option<Timeout>,
}

/// Where jobs run.
enum Place {
    /// No worker has been started, or the last one is gone.
    Nowhere,
    /// In a worker.
    Worker(Link),
    /// On the page, because no worker can be had: with an engine that is loaded there for the first job.
    Page(Option<LocalEngine>),
}

impl Engine {
    /// An engine that tells its answers as [`Action::Finished`] and [`Action::Failed`]. The worker starts at once.
    pub fn new(host: Host, answer: Callback<Action>) -> Self {
        let inner = Inner { host, answer, queue: Queue::default(), place: Place::Nowhere, timer: None };
        let engine = Self(Rc::new(RefCell::new(inner)));
        engine.start();
        engine
    }

    /// Asks for a report. An older job that waits is dropped.
    pub fn submit(&self, job: Job) {
        self.start();
        let job = self.0.borrow_mut().queue.submit(job);
        if matches!(self.0.borrow().place, Place::Page(_)) {
            self.run_here_after_a_pause();
        } else if let Some(job) = job {
            self.post(&job);
        }
    }

    fn start(&self) {
        let mut inner = self.0.borrow_mut();
        if !matches!(inner.place, Place::Nowhere) {
            return;
        }
        let (on_reply, on_loss) = (self.clone(), self.clone());
        let link = Link::start(
            &inner.host,
            Callback::from(move |reply| on_reply.receive(reply)),
            Callback::from(move |message| on_loss.lose(message)),
        );
        inner.place = link.map_or(Place::Page(None), Place::Worker);
    }

    fn post(&self, job: &Job) {
        let engine = self.clone();
        let mut inner = self.0.borrow_mut();
        if let Place::Worker(link) = &inner.place {
            link.post(job);
            inner.timer = Some(Timeout::new(LIMIT_MILLIS, move || engine.end()));
        }
    }

    fn receive(&self, reply: Reply) {
        match reply {
            Reply::Ready => {
                let next = self.0.borrow_mut().queue.ready();
                self.post_next(next);
            }
            Reply::Done { id, millis, report, sections, totals, lines, asked } => {
                let next = self.0.borrow_mut().queue.done();
                self.post_next(next);
                self.finish(id, millis, whole_or_partly(*report, sections, totals, lines), asked);
            }
            Reply::Panic(message) => self.fail(&Failure::Panic(message.into())),
        }
    }

    fn post_next(&self, next: Option<Job>) {
        self.0.borrow_mut().timer = None;
        if let Some(job) = next {
            self.post(&job);
        }
    }

    /// The worker takes too long.
    fn end(&self) {
        self.fail(&Failure::TooSlow(LIMIT_MILLIS));
    }

    /// The worker reports an error that is not an answer.
    fn lose(&self, message: String) {
        let was_ready = self.0.borrow().queue.is_ready();
        if was_ready {
            self.fail(&Failure::Panic(message.into()));
        } else {
            // It never came up: no worker can be had here.
            self.0.borrow_mut().place = Place::Page(None);
            self.run_here_after_a_pause();
        }
    }

    /// Ends the worker, tells why, and goes on with the newest input in a new one.
    fn fail(&self, failure: &Failure) {
        let (lost, waiting) = {
            let mut inner = self.0.borrow_mut();
            inner.timer = None;
            inner.place = Place::Nowhere;
            inner.queue.lose()
        };
        if let Some(revision) = lost {
            self.tell(Action::Failed { revision, failure: failure.clone() });
        }
        if let Some(job) = waiting {
            self.submit(job);
        }
    }

    fn run_here_after_a_pause(&self) {
        let engine = self.clone();
        self.0.borrow_mut().timer = Some(Timeout::new(PAUSE_MILLIS, move || engine.run_here()));
    }

    fn run_here(&self) {
        let engine = self.clone();
        spawn_local(async move {
            let host = engine.0.borrow().host.clone();
            let here = match &engine.0.borrow().place {
                Place::Page(here) => here.clone(),
                Place::Nowhere | Place::Worker(_) => None,
            };
            let here = match here {
                Some(here) => Ok(here),
                None => LocalEngine::load(&host).await,
            };
            // The newest, also of those that came while the engine was loaded.
            let Some(job) = engine.0.borrow_mut().queue.take_newest() else { return };
            let reply = here.and_then(|here| here.run(&job).map(|reply| (here, reply)));
            match reply {
                Ok((here, Reply::Done { id, millis, report, sections, totals, lines, asked })) => {
                    engine.0.borrow_mut().place = Place::Page(Some(here));
                    engine.finish(id, millis, whole_or_partly(*report, sections, totals, lines), asked);
                }
                // A job is answered, or the engine throws.
                Ok((_, Reply::Ready | Reply::Panic(_))) => {}
                Err(message) => {
                    engine.0.borrow_mut().place = Place::Page(None);
                    engine.tell(Action::Failed { revision: job.id, failure: Failure::Panic(message.into()) });
                }
            }
        });
    }

    fn finish(&self, revision: u64, millis: f64, report: Report, asked: Option<Box<wire::Asked>>) {
        let asked = asked.map(|asked| Asked::new(*asked));
        self.tell(Action::Finished { revision, report, asked, millis });
    }

    fn tell(&self, action: Action) {
        let answer = self.0.borrow().answer.clone();
        answer.emit(action);
    }
}

fn whole_or_partly(report: wire::Report, sections: Sections, totals: Option<Totals>, lines: Option<Lines>) -> Report {
    match totals {
        Some(totals) => Report::partly(report, sections, totals, lines),
        None => Report::new(report),
    }
}
