//! What page and worker tell each other, as JSON text.

use kic_core::wire;
use serde::{Deserialize, Serialize};

/// Page to worker: translate this.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Job {
    /// Comes back with the answer.
    pub id: u64,
    /// The inputs.
    pub input: wire::Input,
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
    },
    /// The engine panicked; this worker does nothing any more.
    Panic(String),
}
