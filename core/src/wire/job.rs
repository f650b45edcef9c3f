//! What a page and its engine tell each other, as JSON text.

use serde::{Deserialize, Serialize};

use super::code::{Lines, Window};
use super::{Asked, Input, Question, Report, Sections, Totals};

/// Inputs whose texts are together not longer than this many bytes are answered with the whole report, whatever is wanted
/// of it: what is shown next is then there already.
pub const SMALL: usize = 64 * 1024;

/// Page to engine: translate this. An input that was translated last is not translated again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Job {
    /// Comes back with the answer.
    pub id: u64,
    /// The inputs.
    pub input: Input,
    /// What is asked about requests beside the report.
    #[serde(default)]
    pub question: Option<Question>,
    /// What is wanted of the report.
    #[serde(default)]
    pub sections: Sections,
    /// The lines that are looked at; only of large inputs.
    #[serde(default)]
    pub window: Option<Window>,
}

impl Job {
    /// What is answered: what is wanted, or all of a small input.
    pub fn answered(&self) -> Sections {
        if self.is_small() { Sections::ALL } else { self.sections }
    }

    /// Whether the whole report is answered.
    pub fn is_small(&self) -> bool {
        let Input { manifests, environment, helm, .. } = &self.input;
        manifests.len() + environment.len() + helm.len() <= SMALL
    }
}

/// Engine to page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// Jobs may come.
    Ready,
    /// A job is done.
    Done {
        /// Of the job.
        id: u64,
        /// How long the translation took, without reading and writing JSON.
        millis: f64,
        /// The answer.
        report: Box<Report>,
        /// What it holds.
        #[serde(default)]
        sections: Sections,
        /// How much there is; of the report itself where it is whole.
        #[serde(default)]
        totals: Option<Totals>,
        /// The lines that are looked at; the origins of the report are theirs then.
        #[serde(default)]
        lines: Option<Lines>,
        /// The answer to the question of the job.
        #[serde(default)]
        asked: Option<Box<Asked>>,
    },
    /// The engine panicked; this instance does nothing any more.
    Panic(String),
}
