//! The search: category by category, the short list first, then all entries.

use super::attributes::Attributes;
use super::entry::{Entry, Path};
use super::index::{Hits, Question, Stop};
use super::{Category, Traditional, rules};
use crate::router::compiled::Failure;
use crate::router::entity::{Route, Subsystem};
use crate::router::pattern::Start;
use crate::router::request::Request;
use crate::router::upstream::{Upstream, is_http, joined, sanitized};
use crate::router::{Match, Outcome, uri};

/// What the path of an entry has matched.
#[derive(Default)]
pub(super) struct Found {
    prefix: Option<Vec<u8>>,
    postfix: Option<Vec<u8>>,
    captures: Vec<(String, String)>,
}

impl Traditional {
    pub(in crate::router) fn find(&self, routes: &[Route<'_>], request: &Request<'_>) -> Outcome {
        let path = uri::path_of(request.target);
        let question = Question::new(request, &path, self.subsystem == Subsystem::Http);
        match self.search(&question) {
            Ok(Some((candidate, found))) => {
                let Some(entry) = self.entries.get(candidate) else { return Outcome::NotFound };
                let Some(route) = routes.get(entry.route) else { return Outcome::NotFound };
                let upstream = upstream(route, &question, found);
                Outcome::Matched(Match { route: entry.route, candidate, upstream })
            }
            Ok(None) => Outcome::NotFound,
            Err((_, Failure::Refused(error))) => Outcome::Failed(error),
            Err((route, Failure::Unknown(why))) => Outcome::Undecided { route, why },
        }
    }

    /// The number of the first category that is tried.
    pub(super) fn start(&self, hits: &Hits<'_>) -> usize {
        self.categories.iter().position(|category| category.rules == hits.rules).unwrap_or(0)
    }

    /// Source: Kong 3.9 kong/router/traditional.lua:find_match
    fn search(&self, question: &Question<'_>) -> Result<Option<(usize, Found)>, Stop> {
        let hits = self.hits(question)?;
        if hits.rules == 0 {
            return Ok(None);
        }
        for category in self.categories.iter().skip(self.start(&hits)) {
            let short = self.reduced(category, &hits, question).unwrap_or_default();
            if let Some(found) = self.first(&short, &hits, question)? {
                return Ok(Some(found));
            }
            if let Some(found) = self.first(&category.entries, &hits, question)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn first(
        &self,
        candidates: &[usize],
        hits: &Hits<'_>,
        question: &Question<'_>,
    ) -> Result<Option<(usize, Found)>, Stop> {
        for candidate in candidates {
            let Some(entry) = self.entries.get(*candidate) else { continue };
            let Some(attributes) = self.attributes.get(entry.route) else { continue };
            if let Some(found) = fits(entry, attributes, hits, question).map_err(|failure| (entry.route, failure))? {
                return Ok(Some((*candidate, found)));
            }
        }
        Ok(None)
    }

    /// The shortest list of entries of a category that share a value with the request; those that share the header come
    /// first of all.
    ///
    /// Source: Kong 3.9 kong/router/traditional.lua:reduce
    fn reduced(&self, category: &Category, hits: &Hits<'_>, question: &Question<'_>) -> Option<Vec<usize>> {
        let mut shortest: Option<Vec<usize>> = None;
        for rule in rules::ALL.into_iter().filter(|rule| category.rules & rule != 0) {
            if self.subsystem == Subsystem::Stream && rule > rules::SNI {
                continue;
            }
            if self.subsystem == Subsystem::Http && rule < rules::SNI {
                continue;
            }
            let list = self.listed(category, rule, hits, question);
            if list.is_empty() {
                continue;
            }
            if rule == rules::HEADER {
                return Some(list);
            }
            if shortest.as_ref().is_none_or(|shortest| list.len() < shortest.len()) {
                shortest = Some(list);
            }
        }
        shortest
    }

    /// The entries of a category with the value that was hit.
    fn listed(&self, category: &Category, rule: u8, hits: &Hits<'_>, question: &Question<'_>) -> Vec<usize> {
        let select = |has: &dyn Fn(&Entry, &Attributes) -> bool| -> Vec<usize> {
            let all = category.entries.iter().copied();
            all.filter(|index| {
                let entry = self.entries.get(*index);
                entry.is_some_and(|entry| self.attributes.get(entry.route).is_some_and(|one| has(entry, one)))
            })
            .collect()
        };
        match rule {
            rules::HOST => {
                let host = hits.host.or(question.request.host).unwrap_or_default();
                select(&|_, one| one.hosts.iter().any(|candidate| candidate.value == host))
            }
            rules::HEADER => select(&|_, one| one.headers.iter().any(|header| hits.header == Some(&header.name))),
            rules::PATH => {
                select(&|entry, _| entry.path.as_ref().is_some_and(|path| hits.path == Some(path.value.as_bytes())))
            }
            rules::METHOD => select(&|_, one| one.methods.iter().any(|method| method == question.request.method)),
            rules::SNI => select(&|_, one| one.snis.iter().any(|sni| sni == question.sni)),
            rules::SOURCE | rules::DESTINATION => {
                let is_source = rule == rules::SOURCE;
                let (ip, port) = if is_source { question.source } else { question.destination };
                let ranges = |one: &'_ Attributes| {
                    let ranges = if is_source { &one.sources } else { &one.destinations };
                    let has_ip = ranges.iter().any(|range| range.ip.as_deref() == Some(ip));
                    let has_port = ranges.iter().any(|range| range.port.is_some() && range.port == port);
                    let has_both = ranges.iter().any(|range| range.ip.is_some() && range.port.is_some());
                    (has_ip, has_port, has_both)
                };
                let mut list = select(&|_, one| ranges(one).0);
                if list.is_empty() {
                    list = select(&|_, one| ranges(one).1);
                }
                // Those with an address and a port come first.
                let has_both = |index: &usize| {
                    let entry = self.entries.get(*index);
                    entry.and_then(|entry| self.attributes.get(entry.route)).is_some_and(|one| ranges(one).2)
                };
                let (mut first, rest): (Vec<usize>, Vec<usize>) = list.into_iter().partition(has_both);
                first.extend(rest);
                first
            }
            _ => Vec::new(),
        }
    }
}

/// Whether all attributes of an entry hold.
fn fits(
    entry: &Entry,
    attributes: &Attributes,
    hits: &Hits<'_>,
    question: &Question<'_>,
) -> Result<Option<Found>, Failure> {
    let mut found = Found::default();
    for rule in rules::ALL.into_iter().filter(|rule| entry.rules & rule != 0) {
        if !holds(rule, entry, attributes, hits, question, &mut found)? {
            return Ok(None);
        }
    }
    Ok(Some(found))
}

/// Whether one attribute of an entry holds.
///
/// Source: Kong 3.9 kong/router/traditional.lua:matchers
pub(super) fn holds(
    rule: u8,
    entry: &Entry,
    attributes: &Attributes,
    hits: &Hits<'_>,
    question: &Question<'_>,
    found: &mut Found,
) -> Result<bool, Failure> {
    let request = question.request;
    Ok(match rule {
        rules::HOST => return host_holds(attributes, hits, question),
        rules::HEADER => return headers_hold(attributes, request),
        rules::PATH => match &entry.path {
            Some(path) => return path_holds(path, hits, question.path, found),
            None => false,
        },
        rules::METHOD => attributes.methods.iter().any(|method| method == request.method),
        rules::SNI => request.scheme == "http" || attributes.snis.iter().any(|sni| sni == question.sni),
        rules::SOURCE => attributes.sources.iter().any(|range| range.fits(question.source.0, question.source.1)),
        rules::DESTINATION => {
            attributes.destinations.iter().any(|range| range.fits(question.destination.0, question.destination.1))
        }
        _ => false,
    })
}

fn host_holds(attributes: &Attributes, hits: &Hits<'_>, question: &Question<'_>) -> Result<bool, Failure> {
    let host = hits.host.or(question.request.host).unwrap_or_default();
    let plain = |host: &str| attributes.hosts.iter().any(|one| one.wildcard.is_none() && one.value == host);
    if plain(host) || question.host_without_port().is_some_and(plain) {
        return Ok(true);
    }
    for wildcard in attributes.hosts.iter().filter_map(|host| host.wildcard.as_ref()) {
        match wildcard.find(question.host_with_port().as_bytes(), Start::First) {
            Ok(Some(_)) => return Ok(true),
            Ok(None) => {}
            // Logged, and the route does not match.
            Err(Failure::Refused(_)) => return Ok(false),
            Err(failure) => return Err(failure),
        }
    }
    Ok(false)
}

fn headers_hold(attributes: &Attributes, request: &Request<'_>) -> Result<bool, Failure> {
    for header in &attributes.headers {
        let mut fits = false;
        for value in request.header(&header.name) {
            let value = value.to_ascii_lowercase();
            fits = header.values.contains(&value);
            if let (false, Some(pattern)) = (fits, &header.pattern) {
                // A pattern that does not compile just does not match.
                fits = match pattern.find(value.as_bytes(), Start::Anywhere) {
                    Ok(found) => found.is_some(),
                    Err(Failure::Refused(_)) => false,
                    Err(failure) => return Err(failure),
                };
            }
            if fits {
                break;
            }
        }
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}

fn path_holds(path: &Path, hits: &Hits<'_>, request: &[u8], found: &mut Found) -> Result<bool, Failure> {
    if request.is_empty() {
        return Ok(false);
    }
    let value = path.value.as_bytes();
    if let Some(regex) = &path.regex {
        match regex.with_rest.find(request, Start::First) {
            Ok(Some(captures)) => {
                // With alternatives at the top only the last one is followed by the rest.
                let rest = regex.with_rest.names().find(|(name, _)| *name == "uri_postfix").map(|(_, group)| group);
                let place = rest.and_then(|group| captures.get(group));
                if let Some((start, _)) = place {
                    found.prefix = request.get(..start).map(<[u8]>::to_vec);
                    found.postfix = request.get(start..).map(|postfix| sanitized(postfix).to_vec());
                }
                let all = captures.len().saturating_sub(usize::from(place.is_some()));
                if all > 1 {
                    let text = |group| captures.bytes(group, request).map(|b| String::from_utf8_lossy(b).into_owned());
                    let numbers = (0..all).filter_map(|group| Some((group.to_string(), text(group)?)));
                    let names = regex.with_rest.names().filter(|(_, group)| place.is_none() || Some(*group) != rest);
                    let names = names.filter_map(|(name, group)| Some((name.to_owned(), text(group)?)));
                    found.captures = numbers.chain(names).collect();
                }
                return Ok(true);
            }
            Ok(None) => {}
            Err(Failure::Refused(_)) => return Ok(false),
            Err(failure) => return Err(failure),
        }
    }
    // A pattern that was hit but does not match with the rest behind it counts as a plain path.
    let is_hit = hits.path.unwrap_or(request) == value;
    if !is_hit && (path.regex.is_some() || !request.starts_with(value)) {
        return Ok(false);
    }
    let end = value.len().min(request.len());
    found.prefix = request.get(..end).map(<[u8]>::to_vec);
    found.postfix = request.get(end..).map(|postfix| sanitized(postfix).to_vec());
    Ok(true)
}

fn upstream(route: &Route<'_>, question: &Question<'_>, found: Found) -> Upstream {
    let mut upstream = Upstream::of(route.service.as_ref());
    if is_http(route.service.as_ref()) {
        let postfix = match &found.postfix {
            Some(postfix) => postfix.as_slice(),
            None => question.path.get(1..).unwrap_or_default(),
        };
        upstream.path = Some(joined(route, postfix, question.path));
        upstream.prefix = found.prefix.filter(|_| route.strip_path);
        upstream.preserved_host = question.request.host.filter(|_| route.preserve_host).map(str::to_owned);
    }
    if route.preserve_host && upstream.preserved_host.is_none() {
        upstream.preserved_host = Some(question.sni.to_owned());
    }
    upstream.uri_captures = found.captures;
    upstream
}
