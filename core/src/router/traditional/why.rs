//! Why each entry won or lost.

use super::attributes::{Attributes, Range};
use super::entry::Entry;
use super::find::{Found, holds};
use super::index::{Hits, Question};
use super::{Traditional, rules};
use crate::router::compiled::Failure;
use crate::router::entity::{Route, Subsystem};
use crate::router::request::Request;
use crate::router::trail::{Attribute, Candidate, Miss, Rank, Verdict};
use crate::router::uri;

impl Traditional {
    /// The entries in the order of the search.
    pub(in crate::router) fn trail(
        &self,
        routes: &[Route<'_>],
        request: &Request<'_>,
        winner: Option<usize>,
    ) -> Vec<Candidate> {
        let path = uri::path_of(request.target);
        let question = Question::new(request, &path, self.subsystem == Subsystem::Http);
        let (hits, broken) = match self.hits(&question) {
            Ok(hits) => (hits, None),
            Err(stop) => (Hits::default(), Some(stop)),
        };
        let start = self.start(&hits);
        let mut candidates = Vec::new();
        for (number, category) in self.categories.iter().enumerate() {
            for index in &category.entries {
                let Some(entry) = self.entries.get(*index) else { continue };
                let Some(attributes) = self.attributes.get(entry.route) else { continue };
                let verdict = match &broken {
                    Some((route, Failure::Refused(error))) if *route == entry.route => Verdict::Refused(error.clone()),
                    Some((route, Failure::Unknown(why))) if *route == entry.route => Verdict::Unknown(why),
                    _ if winner == Some(*index) => Verdict::Won,
                    _ => match misses(entry, attributes, routes, &hits, &question) {
                        Err(Failure::Refused(error)) => Verdict::Refused(error),
                        Err(Failure::Unknown(why)) => Verdict::Unknown(why),
                        Ok(misses) if !misses.is_empty() => Verdict::Misses(misses),
                        Ok(_) => Verdict::Outranked(self.rank(entry, *index, number, start, winner)),
                    },
                };
                let paths = entry
                    .path
                    .as_ref()
                    .map(|path| if path.regex.is_some() { format!("~{}", path.value) } else { path.value.clone() });
                candidates.push(Candidate { route: entry.route, paths, verdict });
            }
        }
        candidates
    }

    /// Why an entry that fits comes behind the winner.
    fn rank(&self, entry: &Entry, index: usize, category: usize, start: usize, winner: Option<usize>) -> Rank {
        if category < start {
            return Rank::NotTried;
        }
        let Some(winner_index) = winner else { return Rank::Undecided };
        let Some(won) = self.entries.get(winner_index) else { return Rank::Undecided };
        if won.rules != entry.rules {
            let (own, winner) = (entry.rules.count_ones(), won.rules.count_ones());
            return if own == winner { Rank::Weight } else { Rank::Attributes { own, winner } };
        }
        if index < winner_index { Rank::List } else { won.compare(entry).1 }
    }
}

fn misses(
    entry: &Entry,
    attributes: &Attributes,
    routes: &[Route<'_>],
    hits: &Hits<'_>,
    question: &Question<'_>,
) -> Result<Vec<Miss>, Failure> {
    let mut misses = Vec::new();
    for rule in rules::ALL.into_iter().filter(|rule| entry.rules & rule != 0) {
        if !holds(rule, entry, attributes, hits, question, &mut Found::default())? {
            misses.extend(routes.get(entry.route).map(|route| miss(rule, entry, attributes, route, question)));
        }
    }
    Ok(misses)
}

fn miss(rule: u8, entry: &Entry, attributes: &Attributes, route: &Route<'_>, question: &Question<'_>) -> Miss {
    let request = question.request;
    let texts = |list: &Option<Vec<&str>>| list.iter().flatten().copied().collect::<Vec<&str>>().join(", ");
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let (attribute, wanted, found) = match rule {
        rules::HOST => (Attribute::Hosts, texts(&route.hosts), request.host.map(str::to_owned)),
        rules::HEADER => {
            let wanted = route.headers.iter().flatten().map(|(name, values)| format!("{name}: {}", values.join(" | ")));
            let mut found = Vec::new();
            for header in &attributes.headers {
                found.extend(request.header(&header.name).into_iter().map(|value| format!("{}: {value}", header.name)));
            }
            (Attribute::Headers, wanted.collect::<Vec<_>>().join(", "), some(&found.join(", ")))
        }
        rules::PATH => {
            let wanted = entry.path.as_ref().map_or("", |path| path.value.as_str());
            (Attribute::Paths, wanted.to_owned(), some(&String::from_utf8_lossy(question.path)))
        }
        rules::METHOD => (Attribute::Methods, texts(&route.methods), some(request.method)),
        rules::SNI => (Attribute::Snis, texts(&route.snis), some(question.sni)),
        rules::SOURCE => (Attribute::Sources, ranges(&attributes.sources), peer(question.source)),
        _ => (Attribute::Destinations, ranges(&attributes.destinations), peer(question.destination)),
    };
    Miss { attribute, wanted, found }
}

fn ranges(ranges: &[Range]) -> String {
    let text = |range: &Range| address(range.ip.as_deref().unwrap_or_default(), range.port);
    ranges.iter().map(text).collect::<Vec<_>>().join(", ")
}

fn peer((ip, port): (&str, Option<i64>)) -> Option<String> {
    Some(address(ip, port)).filter(|text| !text.is_empty())
}

fn address(ip: &str, port: Option<i64>) -> String {
    match port {
        Some(port) => format!("{ip}:{port}"),
        None => ip.to_owned(),
    }
}
