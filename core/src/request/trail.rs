//! The router's part of the way: which route wins, and why the others lost.

use super::decision::{Decision, Lost, Outcome, State, Station};
use super::entities::Found;
use super::entrance::{Door, Stop};
use super::{Client, Losers, Proxy, Scheme};
use crate::router::{self, Attribute, Candidate, Miss, Peer, Rank, Request, Upstream, Verdict};

impl<'a> Proxy<'a> {
    /// The route that a request reaches and where it leads; `Ok(None)` where there is none.
    pub(super) fn route(
        &self,
        client: &Client,
        door: &Door<'_>,
        scheme: &str,
        losers: Losers,
        decision: &mut Decision,
    ) -> Result<Option<(Found<'a>, Upstream)>, Stop> {
        let routes = self.routes(door.router());
        let kong = match &routes.router {
            Ok(kong) => kong,
            Err(error) => {
                decision.step(Station::Route, State::End, "Kong refuses all routes", Some((*error).to_owned()));
                let summary = format!("undecided: Kong refuses all routes: {error}");
                return Err(Stop { outcome: Outcome::Undecided, summary });
            }
        };
        let host = client.host_header();
        let headers = client.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut headers: Vec<(&str, &str)> = headers.collect();
        let is_http = door.router() == router::Subsystem::Http;
        if is_http && client.header("host").is_none() {
            headers.push(("Host", &host));
        }
        let request = Request {
            method: &client.method,
            scheme,
            host: is_http.then_some(host.as_str()),
            target: &client.target,
            headers,
            source: Peer { ip: client.address.as_deref(), port: None },
            destination: Peer { ip: None, port: Some(i64::from(door.seen_port)) },
            sni: client.server_name().filter(|_| scheme != "http" && scheme != "tcp"),
        };
        let found = kong.find(&request);
        let winner = if let router::Outcome::Matched(found) = &found { Some(found.route) } else { None };
        if losers == Losers::Named {
            let candidates = kong.trail(&request, &found);
            let lost = candidates.into_iter().filter(|candidate| !matches!(candidate.verdict, Verdict::Won));
            decision.lost.extend(lost.filter_map(|candidate| self.lost(door, &candidate, winner)));
        }
        match found {
            router::Outcome::Matched(matched) => {
                let Some(found) = routes.at(matched.route).and_then(|at| Found::of(self.config, at)) else {
                    return Ok(None);
                };
                let described = found.described();
                let object = described.object.as_ref().map_or_else(String::new, |object| format!(" of {object}"));
                decision.step(Station::Route, State::Ok, format!("`{}`{object}", described.name), None);
                if let Some(step) = decision.steps.last_mut() {
                    step.pointer = Some(described.pointer.clone());
                }
                decision.route = Some(described);
                Ok(Some((found, matched.upstream)))
            }
            router::Outcome::NotFound => {
                let count = routes.places().len();
                let why = match count {
                    0 => "Kong has no routes of this kind".to_owned(),
                    1 => "the one route does not fit".to_owned(),
                    _ => format!("none of {count} routes fits"),
                };
                decision.step(Station::Route, State::End, "no route", Some(why));
                Ok(None)
            }
            router::Outcome::Failed(error) => {
                let why = format!("Kong's router fails on this request: {error}");
                decision.step(Station::Route, State::End, "no route", Some(why));
                Ok(None)
            }
            router::Outcome::Undecided { route, why } => {
                let name = kong.routes().get(route).and_then(|route| route.name).unwrap_or_default();
                decision.step(
                    Station::Route,
                    State::End,
                    format!("`{name}` cannot be judged here"),
                    Some(why.to_owned()),
                );
                let summary = format!("undecided: the route `{name}` cannot be judged here: {why}");
                Err(Stop { outcome: Outcome::Undecided, summary })
            }
        }
    }

    fn lost(&self, door: &Door<'_>, candidate: &Candidate, winner: Option<usize>) -> Option<Lost> {
        let routes = self.routes(door.router());
        let found = Found::of(self.config, routes.at(candidate.route)?)?;
        let (fits, why) = match &candidate.verdict {
            Verdict::Won => return None,
            Verdict::Refused(error) => (false, format!("Kong's router does not have it: {error}")),
            Verdict::Misses(misses) => (false, misses.iter().map(missed).collect::<Vec<_>>().join("; ")),
            Verdict::Outranked(_) if winner == Some(candidate.route) => {
                (true, "another path of the same route comes first".to_owned())
            }
            Verdict::Outranked(rank) => (true, outranked(*rank)),
            Verdict::Unknown(why) => (false, format!("it cannot be judged here: {why}")),
        };
        Some(Lost { route: found.described(), paths: candidate.paths.clone(), fits, why })
    }
}

fn missed(miss: &Miss) -> String {
    let name = match &miss.attribute {
        Attribute::Hosts => "host",
        Attribute::Headers => "header",
        Attribute::Paths => "path",
        Attribute::Methods => "method",
        Attribute::Snis => "server name",
        Attribute::Sources => "source",
        Attribute::Destinations => "destination",
        Attribute::Field(field) => field,
    };
    match &miss.found {
        Some(found) => format!("{name}: wants {}, got {found}", miss.wanted),
        None => format!("{name}: wants {}, got none", miss.wanted),
    }
}

fn outranked(rank: Rank) -> String {
    match rank {
        Rank::Priority { own, winner } => format!("it fits, but its priority {own} is below {winner}"),
        Rank::Id => "it fits with the same priority, but its id comes behind".to_owned(),
        Rank::Attributes { own, winner } => {
            format!("it fits, but has {own} kinds of conditions, and the winner {winner}")
        }
        Rank::Weight => "it fits, but its kinds of conditions weigh less (host, header, path, method)".to_owned(),
        Rank::NotTried => "Kong does not get to it: it looks for routes with fewer kinds of conditions only".to_owned(),
        Rank::List => "it fits, but Kong looks through the shorter list of the winner first".to_owned(),
        Rank::Kind => "it fits, but the winner has a regular expression, or plain hosts".to_owned(),
        Rank::Headers => "it fits, but the winner has more headers".to_owned(),
        Rank::RegexPriority => "it fits, but the winner's regex_priority is higher".to_owned(),
        Rank::PathLength => "it fits, but the winner's path is longer".to_owned(),
        Rank::Age => "it fits, but the winner is older".to_owned(),
        Rank::Undefined => "it fits as well, and nothing tells them apart: Kong's choice is not defined".to_owned(),
        Rank::Undecided => "it fits".to_owned(),
    }
}

/// What Kong calls the protocol of an HTTP request.
pub(super) const fn http_scheme(scheme: Scheme) -> &'static str {
    if scheme.has_tls() { "https" } else { "http" }
}
