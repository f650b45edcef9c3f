//! A pattern of PCRE in a route: Kong compiles it when a request comes, so that a wrong one is found then.

use super::pattern::{Captures, Dialect, Fault, Pattern, Start};

/// A pattern or what is wrong with it.
#[derive(Debug)]
pub(super) struct Compiled(Result<Pattern, Fault>);

/// Why a pattern has no result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Failure {
    /// It is no pattern.
    Refused(String),
    /// It cannot be evaluated here.
    Unknown(&'static str),
}

impl Compiled {
    pub(super) fn new(pattern: &str) -> Self {
        Self(Pattern::new(pattern, Dialect::Pcre))
    }

    /// Source: lua-nginx-module, `ngx.re.match`; [`Start::First`] is its option `a`
    pub(super) fn find(&self, text: &[u8], start: Start) -> Result<Option<Captures>, Failure> {
        match &self.0 {
            Ok(pattern) => pattern.find(text, start).map_err(Failure::Unknown),
            Err(Fault::Refused(error)) => Err(Failure::Refused(error.clone())),
            Err(Fault::Unknown(why)) => Err(Failure::Unknown(why)),
        }
    }

    /// The named groups and their numbers.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, usize)> {
        self.0.iter().flat_map(Pattern::names)
    }
}
