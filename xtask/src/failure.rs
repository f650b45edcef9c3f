//! What went wrong, in words for a person, and what that person can do about it.

use std::fmt;

/// A step that could not be done.
///
/// `what` is one line without a full stop; `details` are lines that other programs said;
/// `by_hand` holds lines to follow or commands to run, in order. Both lists may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    what: String,
    details: Vec<String>,
    by_hand: Vec<String>,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), details: Vec::new(), by_hand: Vec::new() }
    }

    /// Adds the lines that another program said about it.
    pub(crate) fn detail(mut self, text: &str) -> Self {
        self.details.extend(text.lines().map(str::to_owned));
        self
    }

    /// The same advice for a fact that is told from further away.
    pub(crate) fn within(mut self, what: &str) -> Self {
        self.what = format!("{what}: {}", self.what);
        self
    }

    /// Adds one line of advice, in the order in which it is to be followed.
    pub(crate) fn by_hand(mut self, line: impl Into<String>) -> Self {
        self.by_hand.push(line.into());
        self
    }

    /// The one-line summary, without the advice.
    pub(crate) fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        for line in &self.details {
            write!(f, "\n  | {line}")?;
        }
        if !self.by_hand.is_empty() {
            write!(f, "\n  What to do by hand:")?;
            for line in &self.by_hand {
                write!(f, "\n    {line}")?;
            }
        }
        Ok(())
    }
}

pub(crate) type Result<T> = std::result::Result<T, Failure>;

#[cfg(test)]
mod tests {
    use super::Failure;

    #[test]
    fn advice_follows_the_fact_in_order() {
        let failure = Failure::new("no such version")
            .within("trunk is missing")
            .detail("it said this\nand that")
            .by_hand("first")
            .by_hand("second");
        assert_eq!(
            failure.to_string(),
            "trunk is missing: no such version\n  | it said this\n  | and that\n  What to do by hand:\n    first\n    second"
        );
    }
}
