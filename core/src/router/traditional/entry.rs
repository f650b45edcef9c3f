//! A route, or one path of it, and its place among the others.

use std::cmp::Ordering;

use super::attributes::Attributes;
use super::rules;
use crate::router::compiled::Compiled;
use crate::router::entity::Route;
use crate::router::trail::Rank;

/// What makes an entry come before others whatever else they have.
mod kinds {
    pub(super) const REGEX: u8 = 1;
    pub(super) const PLAIN_HOSTS: u8 = 2;
    pub(super) const WILDCARD_WITH_PORT: u8 = 4;
}

/// One path of a route, or a route without paths.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) route: usize,
    pub(super) path: Option<Path>,
    /// What it is matched on.
    pub(super) rules: u8,
    kinds: u8,
    headers: usize,
    regex_priority: i64,
    created_at: Option<i64>,
}

/// A path.
#[derive(Debug)]
pub(super) struct Path {
    /// Without the `~` of a pattern.
    pub(super) value: String,
    pub(super) regex: Option<Regex>,
}

/// A pattern, alone and followed by a group that takes the rest.
#[derive(Debug)]
pub(super) struct Regex {
    pub(super) pattern: Compiled,
    pub(super) with_rest: Compiled,
}

impl Entry {
    /// The entries of a route: one for each path.
    pub(super) fn of(number: usize, route: &Route<'_>, attributes: &Attributes) -> Vec<Self> {
        let entry = |path: Option<Path>| {
            let regex = path.as_ref().is_some_and(|path| path.regex.is_some());
            let mut kinds = 0;
            for (kind, present) in [
                (kinds::REGEX, regex),
                (kinds::PLAIN_HOSTS, attributes.plain_hosts),
                (kinds::WILDCARD_WITH_PORT, attributes.wildcard_with_port),
            ] {
                if present {
                    kinds |= kind;
                }
            }
            Self {
                route: number,
                rules: attributes.rules | if path.is_some() { rules::PATH } else { 0 },
                path,
                kinds,
                headers: attributes.headers.len(),
                regex_priority: if regex { route.regex_priority } else { 0 },
                created_at: route.created_at,
            }
        };
        match route.paths.as_deref() {
            None | Some([]) => vec![entry(None)],
            Some(paths) => paths.iter().map(|path| entry(Some(Path::of(path)))).collect(),
        }
    }

    /// The order of entries, and the rule that decides it.
    ///
    /// Source: Kong 3.9 kong/router/traditional.lua:sort_routes
    pub(super) fn compare(&self, other: &Self) -> (Ordering, Rank) {
        let age = match (self.created_at, other.created_at) {
            (Some(own), Some(other)) => own.cmp(&other),
            _ => Ordering::Equal,
        };
        let steps = [
            (other.kinds.cmp(&self.kinds), Rank::Kind),
            (other.headers.cmp(&self.headers), Rank::Headers),
            (other.regex_priority.cmp(&self.regex_priority), Rank::RegexPriority),
            (other.length().cmp(&self.length()), Rank::PathLength),
            (age, Rank::Age),
        ];
        steps.into_iter().find(|(order, _)| order.is_ne()).unwrap_or((Ordering::Equal, Rank::Undefined))
    }

    /// Of a plain path; patterns count as empty.
    fn length(&self) -> usize {
        self.path.as_ref().filter(|path| path.regex.is_none()).map_or(0, |path| path.value.len())
    }
}

impl Path {
    fn of(path: &str) -> Self {
        match path.strip_prefix('~') {
            None => Self { value: path.to_owned(), regex: None },
            Some(pattern) => Self {
                value: pattern.to_owned(),
                regex: Some(Regex {
                    pattern: Compiled::new(pattern),
                    with_rest: Compiled::new(&format!("{pattern}(?<uri_postfix>.*)")),
                }),
            },
        }
    }
}
