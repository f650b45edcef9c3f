//! One engine for several users on one page: each has one job that runs or waits, and the oldest goes first.

use std::cell::RefCell;
use std::rc::Rc;

use yew::Callback;

use super::{Engine, Job};
use crate::host::Host;
use crate::state::Action;

/// An engine that several share. Answers go to who asked, with the number of its own job.
#[derive(Clone)]
pub struct Pool {
    engine: Rc<RefCell<Option<Engine>>>,
    line: Rc<RefCell<Line>>,
}

/// One user of a pool; it hears nothing more once it is dropped.
pub struct Seat {
    pool: Pool,
    number: u64,
}

impl Pool {
    /// A pool whose engine starts at once.
    pub fn new(host: Host) -> Self {
        let pool = Self { engine: Rc::default(), line: Rc::default() };
        let to = pool.clone();
        let engine = Engine::new(host, Callback::from(move |action| to.answer(action)));
        *pool.engine.borrow_mut() = Some(engine);
        pool
    }

    /// Takes a seat, whose answers are told as [`Action::Finished`] and [`Action::Failed`].
    pub fn sit(&self, answer: Callback<Action>) -> Seat {
        Seat { pool: self.clone(), number: self.line.borrow_mut().sit(answer) }
    }

    fn answer(&self, action: Action) {
        let answered = self.line.borrow_mut().answered(action);
        // Who hears it may ask for the next at once: nothing is borrowed any more.
        if let Some((answer, action)) = answered {
            answer.emit(action);
        }
        self.go_on();
    }

    fn go_on(&self) {
        let job = self.line.borrow_mut().next();
        let engine = self.engine.borrow().clone();
        if let (Some(job), Some(engine)) = (job, engine) {
            engine.submit(job);
        }
    }
}

impl Seat {
    /// Asks for a report. An older job of this seat that waits is dropped.
    pub fn submit(&self, job: Job) {
        self.pool.line.borrow_mut().wait(self.number, job);
        self.pool.go_on();
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.pool.line.borrow_mut().leave(self.number);
    }
}

/// Who waits, and whose job runs.
#[derive(Default)]
struct Line {
    /// Counts seats and jobs.
    numbers: u64,
    seats: Vec<(u64, Callback<Action>)>,
    /// Oldest first, at most one of each seat.
    waiting: Vec<(u64, Job)>,
    running: Option<Running>,
}

/// The job that the engine has.
struct Running {
    seat: u64,
    /// What the engine knows the job by.
    number: u64,
    /// What the seat knows it by.
    revision: u64,
}

impl Line {
    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn sit(&mut self, answer: Callback<Action>) -> u64 {
        let number = self.number();
        self.seats.push((number, answer));
        number
    }

    fn leave(&mut self, seat: u64) {
        self.seats.retain(|(number, _)| *number != seat);
        self.waiting.retain(|(number, _)| *number != seat);
    }

    /// A newer job takes the place of the older in the line.
    fn wait(&mut self, seat: u64, job: Job) {
        match self.waiting.iter_mut().find(|(number, _)| *number == seat) {
            Some((_, waiting)) => *waiting = job,
            None => self.waiting.push((seat, job)),
        }
    }

    /// The job to hand over now.
    fn next(&mut self) -> Option<Job> {
        if self.running.is_some() || self.waiting.is_empty() {
            return None;
        }
        let (seat, job) = self.waiting.remove(0);
        let number = self.number();
        self.running = Some(Running { seat, number, revision: job.id });
        Some(Job { id: number, ..job })
    }

    /// Who is told of an answer, and with which number.
    fn answered(&mut self, action: Action) -> Option<(Callback<Action>, Action)> {
        let number = match &action {
            Action::Finished { revision, .. } | Action::Failed { revision, .. } => *revision,
            _ => return None,
        };
        let Running { seat, revision, .. } = self.running.take_if(|running| running.number == number)?;
        let answer = self.seats.iter().find(|(number, _)| *number == seat).map(|(_, answer)| answer.clone())?;
        let action = match action {
            Action::Finished { report, asked, millis, .. } => Action::Finished { revision, report, asked, millis },
            Action::Failed { failure, .. } => Action::Failed { revision, failure },
            other => other,
        };
        Some((answer, action))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Failure;
    use kic_core::wire::{Input, Sections};

    fn job(id: u64) -> Job {
        Job { id, input: Input::default(), question: None, sections: Sections::ALL, window: None }
    }

    fn failed(revision: u64) -> Action {
        Action::Failed { revision, failure: Failure::TooSlow(1) }
    }

    #[test]
    fn each_gets_its_own_answer_and_of_what_waits_the_newest() {
        let mut line = Line::default();
        let (first, second) = (line.sit(Callback::noop()), line.sit(Callback::noop()));
        line.wait(first, job(1));
        let running = line.next().unwrap();
        line.wait(first, job(2));
        line.wait(second, job(1));
        line.wait(first, job(3));
        assert!(line.next().is_none(), "one at a time");
        let (_, action) = line.answered(failed(running.id)).unwrap();
        assert_eq!(action, failed(1));
        let running = line.next().unwrap();
        assert_eq!(line.answered(failed(running.id)).map(|(_, action)| action), Some(failed(3)));
        let running = line.next().unwrap();
        assert_eq!(line.answered(failed(running.id)).map(|(_, action)| action), Some(failed(1)));
    }

    #[test]
    fn who_has_left_is_told_nothing_and_holds_up_nobody() {
        let mut line = Line::default();
        let (first, second) = (line.sit(Callback::noop()), line.sit(Callback::noop()));
        line.wait(first, job(1));
        let running = line.next().unwrap();
        line.wait(second, job(7));
        line.leave(first);
        assert!(line.answered(failed(running.id)).is_none());
        assert!(line.next().is_some());
    }

    #[test]
    fn an_answer_that_nobody_waits_for_changes_nothing() {
        let mut line = Line::default();
        let seat = line.sit(Callback::noop());
        line.wait(seat, job(1));
        let running = line.next().unwrap();
        assert!(line.answered(failed(running.id + 5)).is_none());
        assert!(line.answered(failed(running.id)).is_some());
    }
}
