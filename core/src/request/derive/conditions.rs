//! What an expression wants of a request.

use crate::router::expression::{Expression, Literal, Predicate, Test};

/// How many texts are tried for one condition.
pub(super) const VARIANTS: u32 = 4;

/// A conjunction of alternatives.
pub(super) struct Conditions<'e> {
    alternatives: Vec<Vec<Vec<&'e Predicate>>>,
}

/// What one request must have.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub(super) path: Option<Pick>,
    pub(super) method: Option<Pick>,
    pub(super) headers: Vec<(String, Pick)>,
    pub(super) queries: Vec<(String, Pick)>,
    pub(super) sni: Option<Pick>,
    /// The port that the router sees.
    pub(super) port: Option<i64>,
    /// The client's address.
    pub(super) address: Option<String>,
    host: Option<Pick>,
}

/// Texts that a condition takes.
#[derive(Clone, Debug)]
pub(super) enum Pick {
    /// This one.
    Exactly(String),
    /// What starts with it.
    Starting(String),
    /// What ends with it.
    Ending(String),
    /// Samples of a pattern, by how often repetitions are taken.
    Samples(Vec<String>),
}

impl Pick {
    /// One of the texts; small numbers give the simplest ones.
    pub(super) fn text(&self, variant: u32) -> String {
        let more = match variant {
            0 => "",
            1 => "x",
            2 => "x/y",
            _ => "any-1",
        };
        match self {
            Self::Exactly(text) => text.clone(),
            Self::Starting(text) if more.is_empty() || text.ends_with('/') => format!("{text}{more}"),
            Self::Starting(text) if text.starts_with('/') && variant == 2 => format!("{text}/x"),
            Self::Starting(text) => format!("{text}{more}"),
            Self::Ending(text) => format!("{}{text}", if more.is_empty() { "www" } else { more }.replace('/', "-")),
            Self::Samples(samples) => {
                let at = usize::try_from(variant).unwrap_or_default().min(samples.len().saturating_sub(1));
                samples.get(at).cloned().unwrap_or_default()
            }
        }
    }
}

impl Wanted {
    /// The host of the request.
    pub(super) fn host(&self, variant: u32) -> Option<String> {
        let host = self.host.as_ref()?;
        Some(match host {
            // `example.` is continued by a domain.
            Pick::Starting(text) => format!("{text}com"),
            other => other.text(variant),
        })
    }

    fn add(&mut self, predicate: &Predicate) {
        let field = predicate.field.as_str();
        let pick = match &predicate.test {
            Test::Equals(Literal::Text(text)) | Test::Contains(Literal::Text(text)) => {
                Some(Pick::Exactly(text.clone()))
            }
            Test::Prefix(Literal::Text(text)) => Some(Pick::Starting(text.clone())),
            Test::Postfix(Literal::Text(text)) => Some(Pick::Ending(text.clone())),
            Test::Regex(pattern) => {
                let samples: Vec<String> = (0..VARIANTS).filter_map(|more| pattern.sample(more)).collect();
                (!samples.is_empty()).then_some(Pick::Samples(samples))
            }
            _ => None,
        };
        match (field, &predicate.test, pick) {
            ("net.dst.port", Test::Equals(Literal::Int(port)), _) => self.port = Some(*port),
            ("net.src.ip", Test::Equals(Literal::Address(address)), _) => self.address = Some(address.to_string()),
            ("net.src.ip", Test::In(Literal::Network(network)), _) => self.address = Some(network.address.to_string()),
            ("http.path", _, Some(pick)) => self.path = Some(pick),
            ("http.method", _, Some(pick)) => self.method = Some(pick),
            ("http.host", _, Some(pick)) => self.host = Some(pick),
            ("tls.sni", _, Some(pick)) => self.sni = Some(pick),
            (_, _, Some(pick)) => {
                if let Some(name) = field.strip_prefix("http.headers.") {
                    self.headers.push((name.to_owned(), pick));
                } else if let Some(name) = field.strip_prefix("http.queries.") {
                    self.queries.push((name.to_owned(), pick));
                }
            }
            _ => {}
        }
    }
}

impl<'e> Conditions<'e> {
    pub(super) fn of(expression: &'e Expression) -> Self {
        let mut alternatives = Vec::new();
        split(expression, &mut alternatives);
        Self { alternatives }
    }

    /// So many wants that each alternative is in at least one.
    pub(super) fn covering(&self) -> Vec<Wanted> {
        let count = self.alternatives.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let wanted = (0..count).map(|number| {
            let mut wanted = Wanted::default();
            for alternatives in &self.alternatives {
                let chosen = number.checked_rem(alternatives.len()).and_then(|at| alternatives.get(at));
                chosen.into_iter().flatten().for_each(|predicate| wanted.add(predicate));
            }
            wanted
        });
        wanted.collect()
    }
}

/// The parts of a conjunction, each with its alternatives; an alternative is a conjunction again.
fn split<'e>(expression: &'e Expression, all: &mut Vec<Vec<Vec<&'e Predicate>>>) {
    match expression {
        Expression::And(sides) => sides.iter().for_each(|side| split(side, all)),
        other => {
            let mut alternatives = Vec::new();
            branches(other, &mut alternatives);
            // Conditions about the protocol are met by the scheme.
            alternatives
                .retain(|branch: &Vec<&Predicate>| branch.iter().any(|predicate| predicate.field != "net.protocol"));
            if !alternatives.is_empty() {
                all.push(alternatives);
            }
        }
    }
}

/// The alternatives of a disjunction.
fn branches<'e>(expression: &'e Expression, all: &mut Vec<Vec<&'e Predicate>>) {
    match expression {
        Expression::Or(sides) => sides.iter().for_each(|side| branches(side, all)),
        other => {
            let mut predicates = Vec::new();
            conjunction(other, &mut predicates);
            all.push(predicates);
        }
    }
}

/// The predicates of one alternative; of a disjunction inside of it the first branch.
fn conjunction<'e>(expression: &'e Expression, predicates: &mut Vec<&'e Predicate>) {
    match expression {
        Expression::And(sides) => sides.iter().for_each(|side| conjunction(side, predicates)),
        Expression::Or(sides) => conjunction(&sides[0], predicates),
        Expression::Not(_) => {}
        Expression::Predicate(predicate) => predicates.push(predicate),
    }
}
