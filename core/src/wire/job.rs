//! What a page and its engine tell each other, as JSON text.

use serde::{Deserialize, Serialize};

use super::{Asked, Input, Question, Report};

/// Page to engine: translate this.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Job {
    /// Comes back with the answer.
    pub id: u64,
    /// The inputs.
    pub input: Input,
    /// What is asked about requests beside the report.
    #[serde(default)]
    pub question: Option<Question>,
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
        /// The answer to the question of the job.
        #[serde(default)]
        asked: Option<Box<Asked>>,
    },
    /// The engine panicked; this instance does nothing any more.
    Panic(String),
}
