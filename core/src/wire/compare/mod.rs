//! The contract of comparing: what differs between two reports, how much it hurts, and what made it.

mod lines;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use lines::Sign;

use super::input::options;
use super::{Input, Span, sources};
use crate::compare::{Explain, Run, compare};

/// What a report is held against, asked beside it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Against {
    /// The other state; it is the one before, the report's own the one after.
    pub input: Input,
    /// Say which rule made each difference: some more runs.
    pub explain: bool,
}

/// What differs between two runs.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Comparison {
    /// What the run before modelled.
    pub before: Setting,
    /// What the run after modelled.
    pub after: Setting,
    /// Whether the two runs had the same texts. Then the places are places in both.
    pub same_texts: bool,
    /// Only what differs: by [`Hurt`], within it what gets worse first, then by kind, object and path.
    pub differences: Vec<Difference>,
    /// The rules that [`Difference::rules`] means, each once.
    pub rules: Vec<Rule>,
    /// Whether it was looked for the rules that made the differences; it is not where only the text differs.
    pub explained: bool,
}

impl Comparison {
    /// How many differences have this effect.
    pub fn count(&self, effect: Effect) -> usize {
        self.differences.iter().filter(|difference| difference.effect == effect).count()
    }
}

/// The programs that a run modelled.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Setting {
    /// Release of the controller.
    pub kic: String,
    /// Version of Kong.
    pub kong: String,
    /// The router flavor that Kong has.
    pub router_flavor: String,
}

/// One thing that differs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Difference {
    /// Which part of the report it is in.
    pub part: Part,
    /// How much such a thing hurts.
    pub hurt: Hurt,
    /// Whether it gets worse.
    pub effect: Effect,
    /// What it is of: `Gateway default/kong`, `route httproute.default.echo.0.0`, `listener default/kong tls-9903`.
    pub object: String,
    /// The field inside, for example `plugins[cors].config.max_age` or `conditions[Programmed]`; empty for the whole.
    pub path: String,
    /// The value before; null where there was none.
    pub before: Value,
    /// The value after; null where there is none.
    pub after: Value,
    /// JSON pointer into `{"config": …, "status": …}` of the report before; null for other parts and where nothing was.
    pub pointer_before: Option<String>,
    /// The same in the report after.
    pub pointer_after: Option<String>,
    /// The lines of the input that it comes from: of the text after where they are there, else of the text before.
    pub places: Vec<Span>,
    /// The places are in the text before, which differs from the text after.
    pub places_before: bool,
    /// What made it: numbers in [`Comparison::rules`]. Several are needed together, or each of them has a part in it.
    pub rules: Vec<usize>,
}

/// A part of the report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Whether the programs start.
    Start,
    /// The listeners with their readiness.
    Listener,
    /// Documents that never reach the controller, and answers of its webhook.
    Admission,
    /// The configuration of Kong.
    Config,
    /// The statuses.
    Status,
    /// The events.
    Event,
    /// The problems.
    Problem,
}

/// How much something hurts that differs, worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hurt {
    /// A program starts or does not.
    Start,
    /// A listener is ready or is not.
    Listener,
    /// A route or another object is taken or is not: refused, not accepted, not programmed.
    Object,
    /// Something is not in the configuration any more.
    Lost,
    /// The configuration is another one.
    Changed,
    /// Something is new in the configuration.
    New,
    /// A status says it in other words.
    Words,
    /// An event is recorded or is not.
    Event,
    /// There is a problem or there is not.
    Problem,
}

impl Hurt {
    /// The words over the differences of this kind.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::Listener => "Listeners",
            Self::Object => "Routes and other objects",
            Self::Lost => "No longer in the Kong config",
            Self::Changed => "Other values in the Kong config",
            Self::New => "New in the Kong config",
            Self::Words => "Other words in a status",
            Self::Event => "Events",
            Self::Problem => "Problems",
        }
    }
}

/// Whether something gets worse.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// It does.
    Worse,
    /// It is only different.
    Neutral,
    /// It gets better.
    Better,
}

impl Effect {
    /// `worse`, `different`, `better`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Neutral => "different",
            Self::Better => "better",
        }
    }
}

/// What makes a difference: a behaviour of a release, of Kong, of a router flavor, or the text itself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Rule {
    /// `KIC 3.4.0`, `Kong 3.9`, `router flavor`, `the text`.
    pub what: String,
    /// The rule, in one sentence.
    pub text: String,
    /// Where it is decided or written down; empty for a text.
    pub source: String,
}

impl Difference {
    /// The same difference seen from the other side, without rules.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            before: self.after.clone(),
            after: self.before.clone(),
            pointer_before: self.pointer_after.clone(),
            pointer_after: self.pointer_before.clone(),
            ..self.clone()
        }
    }
}

/// What differs between another state and a run that was made.
pub(super) fn held_against(after: &Run<'_, '_>, against: &Against) -> Comparison {
    let explain = if against.explain { Explain::Rules } else { Explain::No };
    let before = crate::Input { sources: sources(&against.input), options: options(&against.input) };
    compare(&Run::of(&before), after, explain)
}
