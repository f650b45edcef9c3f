//! What page and worker tell each other, as JSON text.

use kic_core::wire;
use serde::{Deserialize, Serialize};

use crate::clock;

/// Page to worker: translate this.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Job {
    /// Comes back with the answer.
    pub id: u64,
    /// The inputs.
    pub input: wire::Input,
    /// What is asked about requests beside the report.
    #[serde(default)]
    pub question: Option<wire::Question>,
}

impl Job {
    /// Translates, and answers the question if there is one: what the worker does, and the page where there is none.
    pub(crate) fn answer(&self) -> Reply {
        let start = clock::millis();
        let (report, asked) = match &self.question {
            Some(question) => {
                let (report, asked) = wire::ask(&self.input, question);
                (report, Some(Box::new(asked)))
            }
            None => (wire::run(&self.input), None),
        };
        Reply::Done { id: self.id, millis: clock::millis() - start, report: Box::new(report), asked }
    }
}

/// Worker to page.
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
        report: Box<wire::Report>,
        /// The answer to the question of the job.
        #[serde(default)]
        asked: Option<Box<wire::Asked>>,
    },
    /// The engine panicked; this worker does nothing any more.
    Panic(String),
}
