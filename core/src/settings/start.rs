//! What keeps Kong or the controller from starting.

use crate::provenance::Place;

/// One of the two programs that are told settings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Program {
    /// Kong Gateway.
    Kong,
    /// Kong Ingress Controller.
    Controller,
}

impl Program {
    /// The name used in reports: `kong`, `controller`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kong => "kong",
            Self::Controller => "controller",
        }
    }
}

/// A program refuses its settings and ends at once: there is no configuration and no status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StartError {
    /// Which program.
    pub who: Program,
    /// The message of the program, word for word.
    pub error: String,
    /// The setting that it is about, or the rule that wants one.
    pub place: Place,
}
