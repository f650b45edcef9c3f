//! The page's state: one value, one [`reduce`] function, and no web types, so that it is tested natively.
//!
//! What can be computed from the state (marks, counts, traces) is not in it; see [`crate::reading`].

mod action;
mod compare;
mod edits;
mod inputs;
mod opened;
mod persist;
mod reduce;
mod requests;
mod view;

use std::rc::Rc;

use kic_core::wire;
use kic_core::wire::code::Window;
use kic_core::wire::compare::Against;
use kic_core::wire::job::Job;

pub use action::Action;
pub use compare::{Base, Compare, Found, Mark, Pinned};
pub use edits::{TextEdit, apply_edits};
pub use inputs::{Inputs, KIC_LINES, KIC_RELEASES, KONG_RELEASES, Pane, Router, Versions};
pub use opened::Opened;
pub use persist::Saved;
pub use reduce::reduce;
pub use requests::{Requests, Wish};
pub use view::{Format, OutputTab, Side, Split, Theme, View};

use crate::examples::Example;
use crate::reading::{Asked, Place, Report};

/// Everything that the page shows.
#[derive(Clone, PartialEq, Debug)]
pub struct State {
    /// The three texts.
    pub inputs: Inputs,
    /// The releases and the router flavor that are modelled.
    pub versions: Versions,
    /// What is asked about requests.
    pub requests: Requests,
    /// What the page is held against.
    pub compare: Compare,
    /// Counts the changes of `inputs`, `versions` and of what is asked; a report carries the number that it belongs to.
    pub revision: u64,
    /// Counts the changes of `inputs` that did not come from typing; editors take their text from the state only then.
    pub replaced: u64,
    /// The newest answer of the engine.
    pub outcome: Outcome,
    /// Tabs, theme, sizes.
    pub view: View,
    /// A line for the user, with a way back where there is one.
    pub notice: Option<Notice>,
    /// The last thing that replaced the texts. It can be taken back as long as nothing else replaces them, also when the
    /// notice is gone.
    pub last: Option<Replacement>,
    /// The place that an editor is to show next.
    pub reveal: Option<Reveal>,
    /// What the user points at: a line of an output or a place of an input.
    pub trace: Trace,
    /// The lines of a large config or status that are looked at.
    pub lines: LinesShown,
    /// Why the text is not kept across a reload, if it is not.
    pub not_kept: Option<Rc<str>>,
    /// When the page was opened, in seconds since 1970: certificates are judged by it.
    pub now: Option<i64>,
}

/// The newest answer of the engine.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Outcome {
    /// The newest report; it stays while a later run fails.
    pub report: Option<Report>,
    /// The answer to what was asked with it.
    pub asked: Option<Asked>,
    /// [`State::revision`] of the report.
    pub revision: u64,
    /// How long the translation took; none where the report was made when the page was built.
    pub millis: Option<f64>,
    /// Why there is no report for the newest input.
    pub failure: Option<Failure>,
}

/// Why the engine gave no report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// It panicked with this message.
    Panic(Rc<str>),
    /// It was ended after this many milliseconds.
    TooSlow(u32),
    /// Its answer cannot be read.
    Unreadable(Rc<str>),
}

/// Lines of a large config or status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinesShown {
    /// Index of the first.
    pub from: u32,
    /// Index behind the last.
    pub to: u32,
    /// The JSON pointer that is to be among them.
    pub at: Option<Rc<str>>,
}

impl Default for LinesShown {
    fn default() -> Self {
        Self { from: 0, to: 300, at: None }
    }
}

/// A line for the user.
#[derive(Clone, PartialEq, Debug)]
pub struct Notice {
    /// What happened.
    pub text: Rc<str>,
    /// What was before it happened.
    pub undo: Option<Before>,
}

/// What is brought back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Before {
    /// The texts.
    pub inputs: Inputs,
    /// The releases and the request, where they were replaced as well.
    pub with: Option<(Versions, Rc<str>)>,
}

impl Before {
    /// Texts, releases and request of a state.
    pub fn of(state: &State) -> Self {
        let with = (state.versions.clone(), Rc::clone(&state.requests.line));
        Self { inputs: state.inputs.clone(), with: Some(with) }
    }
}

impl From<Inputs> for Before {
    fn from(inputs: Inputs) -> Self {
        Self { inputs, with: None }
    }
}

/// Something that replaced the texts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replacement {
    /// What it was.
    pub text: Rc<str>,
    /// The other side of it: what was before, or after it was taken back, what it had made.
    pub other: Before,
    /// Whether it was taken back.
    pub is_undone: bool,
}

/// A place that an editor is to show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reveal {
    /// Grows with each request: the same place can be asked for twice.
    pub number: u64,
    /// Where.
    pub place: Place,
    /// Whether the user goes there, or only looks from an output.
    pub focus: Focus,
}

/// Where the focus is after a place was shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Focus {
    /// In the editor.
    Moves,
    /// Where it was.
    Stays,
}

/// What the user points at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Trace {
    /// Nothing.
    #[default]
    Nothing,
    /// A line of the config or status: its JSON pointer. The inputs mark where it comes from.
    Output(Rc<str>),
    /// The caret in an input, in UTF-16 units. The outputs mark what it made.
    Input(Pane, u32),
}

impl State {
    /// A page that shows `inputs` and has not run yet.
    pub fn new(inputs: Inputs, versions: Versions, view: View) -> Self {
        Self {
            inputs,
            versions,
            requests: Requests::default(),
            compare: Compare::default(),
            revision: 1,
            replaced: 0,
            outcome: Outcome::default(),
            view,
            notice: None,
            last: None,
            reveal: None,
            trace: Trace::Nothing,
            lines: LinesShown::default(),
            not_kept: None,
            now: None,
        }
    }

    /// What the engine is asked.
    pub fn engine_input(&self) -> wire::Input {
        self.input_of(&self.inputs, &self.versions)
    }

    fn input_of(&self, inputs: &Inputs, versions: &Versions) -> wire::Input {
        wire::Input {
            manifests: inputs.manifests.to_string(),
            environment: inputs.environment.to_string(),
            helm: inputs.helm.to_string(),
            kic: Some(versions.kic.to_string()),
            kong: Some(versions.kong.to_string()),
            router_flavor: versions.router.wire_name().map(str::to_owned),
            assume: true,
            now: self.now,
            ..wire::Input::default()
        }
    }

    /// The job of this revision.
    pub fn job(&self) -> Job {
        let sections = self.view.output.sections();
        let window = self.view.output.text(self.view.format).map(|text| {
            let LinesShown { from, to, at } = self.lines.clone();
            Window { text, from, to, at: at.map(|pointer| pointer.to_string()) }
        });
        Job { id: self.revision, input: self.engine_input(), question: self.question(), sections, window }
    }

    /// Whether the report has what the open tab shows.
    pub fn has_what_is_shown(&self, report: &Report) -> bool {
        let text = self.view.output.text(self.view.format);
        report.holds(self.view.output.sections()) && text.is_none_or(|text| report.shows(text))
    }

    /// What the engine is asked beside the report: about requests and about another state while their tabs are open, and
    /// once about the versions before, when they were changed.
    pub fn question(&self) -> Option<wire::Question> {
        let requests = (self.view.output == OutputTab::Request).then(|| wire::Question {
            line: self.requests.line.to_string(),
            derived: self.derives(),
            table: self.requests.table.to_string(),
            against: None,
        });
        match self.against() {
            Some(against) => Some(wire::Question { against: Some(against), ..requests.unwrap_or_default() }),
            None => requests,
        }
    }

    /// The state that the page is held against; nothing while the tab is closed, or while nothing is pinned.
    fn against(&self) -> Option<Against> {
        let (inputs, versions, explain) = match (&self.compare, self.view.output) {
            (Compare { base: Base::Versions, other, .. }, OutputTab::Compare) => (&self.inputs, other, self.explains()),
            (Compare { base: Base::Pinned, pinned, .. }, OutputTab::Compare) => {
                let Pinned { inputs, versions } = pinned.as_ref()?;
                (inputs, versions, self.explains())
            }
            (Compare { mark: Some(Mark { from, found: None }), .. }, _) => (&self.inputs, from, false),
            _ => return None,
        };
        Some(Against { input: self.input_of(inputs, versions), explain })
    }

    /// Whether the rules are looked for: each of them is some runs more. Before the first report nobody knows how long
    /// that takes.
    pub fn explains(&self) -> bool {
        let routes = self.outcome.report.as_ref().map(|report| report.totals().routes);
        routes.is_some_and(|routes| self.compare.explains_many || routes <= FEW)
    }

    /// Whether requests are made from the routes. Of many routes only when the user wants it: each of their requests
    /// is held against each route. Before the first report nobody knows how many there are.
    pub fn derives(&self) -> bool {
        let routes = self.outcome.report.as_ref().map(|report| report.totals().routes);
        routes.is_some_and(|routes| self.requests.derives_many || routes <= FEW)
    }

    /// Whether this is a first visit as it begins, whose report was made when the page was built.
    pub fn is_opening(&self) -> bool {
        let is_plain = self.versions == Versions::default() && self.question().is_none();
        self.revision == 1 && is_plain && self.inputs == Example::opening().inputs
    }

    /// Whether the report belongs to the inputs as they are: only then do its places mean this text.
    pub fn is_fresh(&self) -> bool {
        self.outcome.report.is_some() && self.outcome.revision == self.revision
    }
}

/// So many routes are made into requests at every keystroke.
const FEW: u32 = 250;
