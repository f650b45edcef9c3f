//! The flavors with expressions: matchers by priority, the first that holds wins.

use std::borrow::Cow;
use std::cmp::Reverse;

use uuid::Uuid;

use super::entity::{Route, Subsystem};
use super::expression::{Context, Expression, Fault, Matched, Schema, Value};
use super::host::split_number;
use super::request::Request;
use super::trail::{Attribute, Candidate, Miss, Rank, Verdict};
use super::transform::{parts, transform};
use super::upstream::{Upstream, joined_v0, sanitized};
use super::{Flavor, Match, Outcome, uri};

/// Matchers in the order in which they are tried.
#[derive(Debug)]
pub(super) struct Matchers {
    taken: Vec<Matcher>,
    /// Those that the engine did not take.
    refused: Vec<(usize, Option<String>, Fault)>,
    /// All fields that the matchers use, sorted.
    fields: Vec<String>,
    subsystem: Subsystem,
}

#[derive(Debug)]
struct Matcher {
    priority: u64,
    id: Uuid,
    route: usize,
    /// The paths of this part, where the route has some.
    paths: Option<String>,
    expression: Expression,
    text: String,
}

impl Matchers {
    /// Source: Kong 3.9 kong/router/atc.lua:new_from_scratch
    pub(super) fn new(routes: &[Route<'_>], flavor: Flavor, subsystem: Subsystem) -> Result<Self, &'static str> {
        let schema = match subsystem {
            Subsystem::Http => Schema::Http,
            Subsystem::Stream => Schema::Stream,
        };
        let (mut matchers, mut refused): (Vec<Matcher>, Vec<_>) = (Vec::new(), Vec::new());
        for (index, route) in routes.iter().enumerate() {
            if route.id.is_empty() {
                return Err("could not categorize route");
            }
            for part in parts(route, subsystem) {
                let part_of = Route { paths: part.paths.clone(), ..route.clone() };
                let transformed = transform(&part_of, flavor);
                let paths = part.paths.map(|paths| paths.join(" "));
                match Expression::new(&transformed.expression, schema) {
                    Ok(expression) => matchers.push(Matcher {
                        priority: transformed.priority.interpreted,
                        id: Uuid::try_parse(&part.id).unwrap_or_default(),
                        route: index,
                        paths,
                        expression,
                        text: transformed.expression,
                    }),
                    Err(fault) => refused.push((index, paths, fault)),
                }
            }
        }
        matchers.sort_by_key(|matcher| Reverse((matcher.priority, matcher.id)));
        let predicates = matchers.iter().flat_map(|matcher| matcher.expression.predicates());
        let mut fields: Vec<String> = predicates.map(|predicate| predicate.field.clone()).collect();
        fields.sort_unstable();
        fields.dedup();
        Ok(Self { taken: matchers, refused, fields, subsystem })
    }

    pub(super) fn find(&self, routes: &[Route<'_>], request: &Request<'_>) -> Outcome {
        let path = uri::path_of(request.target);
        let context = match self.context(request, &path) {
            Ok(context) => context,
            Err(error) => return Outcome::Failed(error),
        };
        for (candidate, matcher) in self.taken.iter().enumerate() {
            match matcher.expression.matches(&context) {
                Ok(None) => {}
                Ok(Some(matched)) => {
                    let Some(route) = routes.get(matcher.route) else { return Outcome::NotFound };
                    let upstream = self.upstream(route, request, &path, matched);
                    return self.unless_unknown(Match { route: matcher.route, candidate, upstream });
                }
                Err(why) => return Outcome::Undecided { route: matcher.route, why },
            }
        }
        match self.unknown() {
            Some((route, why)) => Outcome::Undecided { route, why },
            None => Outcome::NotFound,
        }
    }

    fn unknown(&self) -> Option<(usize, &'static str)> {
        self.refused.iter().find_map(|(route, _, fault)| match fault {
            Fault::Unknown(why) => Some((*route, *why)),
            Fault::Refused(_) => None,
        })
    }

    /// An expression that cannot be read here might hold and come first.
    fn unless_unknown(&self, found: Match) -> Outcome {
        match self.unknown() {
            Some((route, why)) => Outcome::Undecided { route, why },
            None => Outcome::Matched(found),
        }
    }

    fn asks_for_sni(&self) -> bool {
        self.fields.binary_search_by(|field| field.as_str().cmp("tls.sni")).is_ok()
    }

    /// The values of the fields in use.
    ///
    /// Source: Kong 3.9 kong/router/fields.lua
    fn context<'r>(&'r self, request: &'r Request<'r>, path: &'r [u8]) -> Result<Context<'r>, String> {
        let (host, port) = request.host.map_or((None, None), |host| {
            let (name, port) = split_number(host);
            (Some(name), port)
        });
        let is_http = self.subsystem == Subsystem::Http;
        let mut context = Context::default();
        let mut segments: Option<Vec<&str>> = None;
        let mut arguments: Option<Vec<(String, String)>> = None;
        for field in &self.fields {
            let field = field.as_str();
            let text = |value: Option<&'r str>| value.map(|value| Value::Text(Cow::Borrowed(value)));
            let address = |ip: Option<&str>| ip.and_then(|ip| ip.parse().ok()).map(Value::Address);
            let value = match field {
                // Kong looks for a server name only where a matcher asks for it, and takes TLS for TCP otherwise.
                "net.protocol" if request.scheme == "tls" && !self.asks_for_sni() => text(Some("tcp")),
                "net.protocol" => text(Some(request.scheme)),
                "tls.sni" => text(request.sni),
                "net.src.ip" => address(request.source.ip),
                "net.dst.ip" => address(request.destination.ip),
                "net.src.port" => request.source.port.map(Value::Int),
                "net.dst.port" => port.filter(|_| is_http).or(request.destination.port).map(Value::Int),
                "http.method" => text(Some(request.method)),
                "http.host" => text(host),
                "http.path" => text(Some(utf8(path)?)),
                _ => match field.split_at_checked("http.headers.".len()) {
                    Some(("http.headers.", name)) => {
                        for value in request.header(name) {
                            context.add(field, Value::Text(Cow::Borrowed(value)));
                        }
                        None
                    }
                    Some(("http.queries.", name)) => {
                        let all = arguments.get_or_insert_with(|| {
                            uri::query_of(request.target).map(uri::arguments).unwrap_or_default()
                        });
                        for (_, value) in all.iter().filter(|(argument, _)| argument == name) {
                            context.add(field, Value::Text(Cow::Owned(value.clone())));
                        }
                        None
                    }
                    _ => {
                        if segments.is_none() {
                            segments = Some(split_segments(utf8(path)?));
                        }
                        let range = field.strip_prefix("http.path.segments.");
                        range.and_then(|range| segment(segments.as_deref().unwrap_or_default(), range))
                    }
                },
            };
            if let Some(value) = value {
                context.add(field, value);
            }
        }
        Ok(context)
    }

    /// Source: Kong 3.9 kong/router/atc.lua:matching, set_upstream_uri
    fn upstream(&self, route: &Route<'_>, request: &Request<'_>, path: &[u8], matched: Matched) -> Upstream {
        let mut upstream = Upstream::of(route.service.as_ref());
        if self.subsystem == Subsystem::Stream {
            let sni = request.sni.filter(|_| route.preserve_host && self.asks_for_sni());
            upstream.preserved_host = sni.map(str::to_owned);
            return upstream;
        }
        let prefix = matched.path.filter(|_| route.strip_path).map(String::into_bytes);
        let cut = prefix.as_ref().map_or(1, Vec::len);
        let postfix = sanitized(path.get(cut..).unwrap_or_default());
        upstream.path = Some(joined_v0(route, postfix, path));
        upstream.prefix = prefix;
        upstream.preserved_host = request.host.filter(|_| route.preserve_host).map(str::to_owned);
        if matched.captures.len() > 1 {
            upstream.uri_captures = matched.captures;
        }
        upstream
    }

    pub(super) fn trail(&self, request: &Request<'_>, winner: Option<usize>) -> Vec<Candidate> {
        let path = uri::path_of(request.target);
        let context = self.context(request, &path).unwrap_or_default();
        let won = winner.and_then(|winner| self.taken.get(winner));
        let tried = self.taken.iter().enumerate().map(|(index, matcher)| {
            let verdict = if winner == Some(index) {
                Verdict::Won
            } else {
                match matcher.expression.matches(&context) {
                    Err(why) => Verdict::Unknown(why),
                    Ok(None) => Verdict::Misses(matcher.misses(&context)),
                    Ok(Some(_)) => Verdict::Outranked(match won {
                        Some(won) if won.priority == matcher.priority => Rank::Id,
                        Some(won) => Rank::Priority { own: matcher.priority, winner: won.priority },
                        None => Rank::Undecided,
                    }),
                }
            };
            Candidate { route: matcher.route, paths: matcher.paths.clone(), verdict }
        });
        let refused = self.refused.iter().map(|(route, paths, fault)| {
            let verdict = match fault {
                Fault::Refused(error) => Verdict::Refused(error.clone()),
                Fault::Unknown(why) => Verdict::Unknown(why),
            };
            Candidate { route: *route, paths: paths.clone(), verdict }
        });
        tried.chain(refused).collect()
    }
}

impl Matcher {
    /// The parts joined by `&&` that do not hold, each by the fields that it looks at.
    fn misses(&self, context: &Context<'_>) -> Vec<Miss> {
        let mut parts = Vec::new();
        conjuncts(&self.expression, &mut parts);
        let fails = |part: &&Expression| part.matches(context).is_ok_and(|held| held.is_none());
        parts.into_iter().filter(fails).map(|part| self.miss(part, context)).collect()
    }

    fn miss(&self, part: &Expression, context: &Context<'_>) -> Miss {
        let predicates = part.predicates();
        let start = predicates.iter().map(|predicate| predicate.place.start).min().unwrap_or_default();
        let end = predicates.iter().map(|predicate| predicate.place.end).max().unwrap_or_default();
        let mut fields: Vec<&str> = predicates.iter().map(|predicate| predicate.field.as_str()).collect();
        fields.dedup();
        let found = fields.iter().flat_map(|field| context.values(field)).map(|value| match value {
            Value::Text(text) => text.to_string(),
            Value::Int(number) => number.to_string(),
            Value::Address(address) => address.to_string(),
        });
        let found: Vec<String> = found.collect();
        Miss {
            attribute: Attribute::Field(fields.join(", ")),
            wanted: self.text.get(start..end).unwrap_or_default().to_owned(),
            found: (!found.is_empty()).then(|| found.join(", ")),
        }
    }
}

fn conjuncts<'e>(expression: &'e Expression, parts: &mut Vec<&'e Expression>) {
    if let Expression::And(sides) = expression {
        sides.iter().for_each(|side| conjuncts(side, parts));
    } else {
        parts.push(expression);
    }
}

/// The engine takes nothing but UTF-8.
fn utf8(path: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(path).map_err(|error| error.to_string())
}

/// Without the first slash, and without empty segments at the end.
fn split_segments(path: &str) -> Vec<&str> {
    let mut segments: Vec<&str> = path.get(1..).unwrap_or_default().split('/').collect();
    while segments.last().is_some_and(|segment| segment.is_empty()) {
        segments.pop();
    }
    segments
}

/// `0`, `0_2` or `len`.
fn segment<'v>(segments: &[&'v str], range: &str) -> Option<Value<'v>> {
    if range == "len" {
        return i64::try_from(segments.len()).ok().map(Value::Int);
    }
    let Some((first, last)) = range.split_once('_') else {
        let segment = segments.get(range.parse::<usize>().ok()?)?;
        return Some(Value::Text(Cow::Borrowed(segment)));
    };
    let (first, last) = (first.parse::<usize>().ok()?, last.parse::<usize>().ok()?);
    let range = segments.get(first..=last).filter(|_| first < last)?;
    Some(Value::Text(Cow::Owned(range.join("/"))))
}
