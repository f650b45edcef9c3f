//! Why each route won or lost.

/// A route, or one of its paths, in the order in which Kong looks at them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The number of the route in [`Router::routes`](super::Router::routes).
    pub route: usize,
    /// The paths that this candidate stands for, where its route has some; blanks between them.
    pub paths: Option<String>,
    /// What came of it.
    pub verdict: Verdict,
}

/// What came of a candidate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The request goes here.
    Won,
    /// The router does not have it; Kong's error.
    Refused(String),
    /// These attributes do not fit; never empty.
    Misses(Vec<Miss>),
    /// All fits, but another one comes first.
    Outranked(Rank),
    /// It cannot be evaluated here.
    Unknown(&'static str),
}

/// An attribute that does not fit the request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Miss {
    /// Which one.
    pub attribute: Attribute,
    /// What the route wants, as it is written.
    pub wanted: String,
    /// What the request has; `None` where it has none.
    pub found: Option<String>,
}

/// Something of a request that routes look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Attribute {
    /// The Host header.
    Hosts,
    /// A header.
    Headers,
    /// The path.
    Paths,
    /// The method.
    Methods,
    /// The server name.
    Snis,
    /// Where it comes from.
    Sources,
    /// Where it goes to.
    Destinations,
    /// Fields of an expression.
    Field(String),
}

/// The first rule by which the winner comes before a candidate that fits as well.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rank {
    /// Expressions: the winner's priority is higher.
    Priority {
        /// Of the candidate.
        own: u64,
        /// Of the winner.
        winner: u64,
    },
    /// Expressions: priorities are equal, and the winner's id is greater.
    Id,
    /// Traditional: the winner has more attributes.
    Attributes {
        /// Of the candidate.
        own: u32,
        /// Of the winner.
        winner: u32,
    },
    /// Traditional: as many, but the winner's weigh more: host, header, path, method, SNI, source, destination.
    Weight,
    /// Traditional: the search started behind this combination of attributes, because the request hits fewer.
    NotTried,
    /// Traditional: the winner is in the shortest list of candidates, which is tried first.
    List,
    /// Traditional: the winner has a regular expression, only plain hosts, or a wildcard with a port.
    Kind,
    /// Traditional: the winner has more headers.
    Headers,
    /// Traditional: the winner's `regex_priority` is higher.
    RegexPriority,
    /// Traditional: the winner's plain path is longer.
    PathLength,
    /// Traditional: the winner is older.
    Age,
    /// Traditional: nothing tells them apart, and Kong's order is not defined.
    Undefined,
    /// There is no winner to compare with.
    Undecided,
}
