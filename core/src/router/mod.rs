//! Kong's router: which route a request or a connection reaches, why the others lost, and where it goes from there.
//!
//! A [`Router`] is built once for a list of routes and asked many times. It has no caches, where Kong's has two: the same
//! question always has the same answer. It knows nothing of the controller; routes come as [`Route`] from a
//! configuration.
//!
//! Source: Kong 3.9.3 kong/router/, atc-router 1.6.2; spec/kong-router.md

mod address;
mod compiled;
mod entity;
pub mod expression;
mod host;
mod lines;
mod matchers;
pub mod pattern;
mod request;
mod traditional;
mod trail;
pub mod transform;
mod upstream;
pub mod uri;

use matchers::Matchers;
use traditional::Traditional;

pub use crate::settings::RouterFlavor as Flavor;
pub use address::Cidr;
pub use entity::{Endpoint, PathHandling, Route, Service, Subsystem};
pub use lines::answer;
pub use request::{Peer, Request};
pub use trail::{Attribute, Candidate, Miss, Rank, Verdict};
pub use upstream::Upstream;

/// A router of one subsystem.
#[derive(Debug)]
pub struct Router<'a> {
    routes: Vec<Route<'a>>,
    engine: Engine,
}

#[derive(Debug)]
enum Engine {
    Traditional(Traditional),
    Expressions(Matchers),
}

/// What a router says to a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// A route was found.
    Matched(Match),
    /// None was found: 404, or the connection is closed.
    NotFound,
    /// Kong logs this error and does as if none was found.
    Failed(String),
    /// It cannot be decided here.
    Undecided {
        /// The route whose pattern cannot be evaluated.
        route: usize,
        /// Why not.
        why: &'static str,
    },
}

/// The route that a request reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Match {
    /// Its number in [`Router::routes`].
    pub route: usize,
    /// The number of the candidate in [`Router::trail`]: a route with several paths is several candidates.
    pub candidate: usize,
    /// Where the request goes.
    pub upstream: Upstream,
}

impl<'a> Router<'a> {
    /// Builds a router.
    ///
    /// # Errors
    /// Kong's text where it refuses all routes together. A route that only loses itself is told by
    /// [`trail`](Self::trail).
    pub fn new(flavor: Flavor, subsystem: Subsystem, routes: Vec<Route<'a>>) -> Result<Self, &'static str> {
        let engine = match flavor {
            Flavor::Traditional => Engine::Traditional(Traditional::new(&routes, subsystem)?),
            Flavor::TraditionalCompatible | Flavor::Expressions => {
                Engine::Expressions(Matchers::new(&routes, flavor, subsystem)?)
            }
        };
        Ok(Self { routes, engine })
    }

    /// The routes, in the order in which they were given.
    pub fn routes(&self) -> &[Route<'a>] {
        &self.routes
    }

    /// The route that a request reaches.
    pub fn find(&self, request: &Request<'_>) -> Outcome {
        match &self.engine {
            Engine::Traditional(engine) => engine.find(&self.routes, request),
            Engine::Expressions(engine) => engine.find(&self.routes, request),
        }
    }

    /// All candidates in the order in which Kong tries them, each with the reason why it won or lost. Made only when it
    /// is asked for: it looks at every route.
    pub fn trail(&self, request: &Request<'_>, outcome: &Outcome) -> Vec<Candidate> {
        let winner = if let Outcome::Matched(found) = outcome { Some(found.candidate) } else { None };
        match &self.engine {
            Engine::Traditional(engine) => engine.trail(&self.routes, request, winner),
            Engine::Expressions(engine) => engine.trail(request, winner),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Attribute, Flavor, Outcome, Rank, Request, Route, Router, Subsystem, Verdict};

    const TRADITIONAL: [Flavor; 2] = [Flavor::Traditional, Flavor::TraditionalCompatible];

    fn id(number: usize) -> String {
        format!("00000000-0000-4000-8000-{number:012}")
    }

    /// Routes called by their numbers, of equal age.
    fn routes(list: &Value) -> Value {
        let mut list = list.clone();
        for (number, route) in list.as_array_mut().unwrap().iter_mut().enumerate() {
            route["id"] = id(number).into();
            route["name"] = number.to_string().into();
        }
        list
    }

    fn get<'a>(host: &'a str, target: &'a str) -> Request<'a> {
        Request { method: "GET", scheme: "http", host: Some(host), target, ..Request::default() }
    }

    /// The number of the winner and the verdicts by number of the route.
    fn trail(flavor: Flavor, list: &Value, request: &Request<'_>) -> (Option<usize>, Vec<(usize, Verdict)>) {
        let list = routes(list);
        let routes = list.as_array().unwrap().iter().map(|route| Route::from_json(route, None)).collect();
        let built = Router::new(flavor, Subsystem::Http, routes).unwrap();
        let outcome = built.find(request);
        let winner = if let Outcome::Matched(found) = &outcome { Some(found.route) } else { None };
        let candidates = built.trail(request, &outcome);
        (winner, candidates.into_iter().map(|candidate| (candidate.route, candidate.verdict)).collect())
    }

    fn verdict(trail: &[(usize, Verdict)], route: usize) -> &Verdict {
        &trail.iter().find(|(number, _)| *number == route).unwrap().1
    }

    #[test]
    fn the_trail_names_the_attributes_that_do_not_fit() {
        let list = json!([
            {"hosts": ["a.test"], "paths": ["/x"]},
            {"hosts": ["b.test"], "paths": ["/x"]},
            {"hosts": ["a.test"], "methods": ["POST"], "headers": {"X-A": ["1"]}},
        ]);
        for flavor in TRADITIONAL {
            let (winner, trail) = trail(flavor, &list, &get("a.test", "/x/y"));
            assert_eq!(winner, Some(0), "{flavor:?}");
            assert_eq!(*verdict(&trail, 0), Verdict::Won);
            let Verdict::Misses(misses) = verdict(&trail, 1) else { panic!("{flavor:?}") };
            assert_eq!(misses.len(), 1);
            assert_eq!(misses[0].found.as_deref(), Some("a.test"));
            assert!(misses[0].wanted.contains("b.test"), "{}", misses[0].wanted);
            let Verdict::Misses(misses) = verdict(&trail, 2) else { panic!("{flavor:?}") };
            assert_eq!(misses.len(), 2);
            assert!(misses.iter().any(|miss| miss.found.is_none()), "there is no such header");
        }
        let (_, trail) = trail(Flavor::Traditional, &list, &get("a.test", "/x/y"));
        let Verdict::Misses(misses) = verdict(&trail, 1) else { panic!() };
        assert_eq!(misses[0].attribute, Attribute::Hosts);
    }

    /// spec/kong-router.md 3.2, steps 2 and 3.
    #[test]
    fn the_trail_names_the_rule_by_which_the_winner_comes_first() {
        for (list, rank) in [
            (
                json!([{"hosts": ["a.test"], "paths": ["/x"]}, {"hosts": ["a.test"]}]),
                Rank::Attributes { own: 1, winner: 2 },
            ),
            (json!([{"hosts": ["a.test"]}, {"paths": ["/x"]}]), Rank::Weight),
            (json!([{"paths": ["~/x"]}, {"paths": ["/x/y"]}]), Rank::Kind),
            (json!([{"paths": ["/x/y"]}, {"paths": ["/x"]}]), Rank::PathLength),
            (
                json!([{"paths": ["~/x"], "regex_priority": 2}, {"paths": ["~/x/y"], "regex_priority": 1}]),
                Rank::RegexPriority,
            ),
            (json!([{"paths": ["/x"], "created_at": 1}, {"paths": ["/x"], "created_at": 2}]), Rank::Age),
            (json!([{"paths": ["/x"]}, {"paths": ["/x"]}]), Rank::Undefined),
        ] {
            let (winner, trail) = trail(Flavor::Traditional, &list, &get("a.test", "/x/y"));
            assert_eq!(winner, Some(0), "{list}");
            assert_eq!(*verdict(&trail, 1), Verdict::Outranked(rank), "{list}");
        }
    }

    /// spec/kong-router.md 1.3: equal priorities go by id, descending.
    #[test]
    fn expressions_are_outranked_by_priority_and_id() {
        let expression = |priority: u64| json!({"expression": "http.path ^= \"/\"", "priority": priority});
        let list = json!([expression(1), expression(2), expression(2)]);
        let (winner, trail) = trail(Flavor::Expressions, &list, &get("a.test", "/"));
        assert_eq!(winner, Some(2));
        assert_eq!(*verdict(&trail, 1), Verdict::Outranked(Rank::Id));
        let base = 0xff << 56;
        assert_eq!(*verdict(&trail, 0), Verdict::Outranked(Rank::Priority { own: base | 1, winner: base | 2 }));
    }

    /// A pattern that cannot be evaluated is no guess: the winner behind it may be wrong.
    #[test]
    fn what_cannot_be_evaluated_leaves_the_request_undecided() {
        let list = json!([{"paths": ["~/(?R)"]}, {"paths": ["/x"]}]);
        let (winner, traditional) = trail(Flavor::Traditional, &list, &get("a.test", "/x"));
        assert_eq!(winner, None);
        assert!(matches!(verdict(&traditional, 0), Verdict::Unknown(_)));
        let list = json!([{"paths": ["~/\\pL"]}, {"paths": ["/x"]}]);
        let (winner, compatible) = trail(Flavor::TraditionalCompatible, &list, &get("a.test", "/x"));
        assert_eq!(winner, None);
        assert!(matches!(verdict(&compatible, 0), Verdict::Unknown(_)));
    }

    /// A route that the engine refuses only loses itself; in the traditional flavor its pattern fails the request.
    #[test]
    fn refused_patterns_are_in_the_trail() {
        let list = json!([{"paths": ["~/a(b"]}, {"paths": ["/a"]}]);
        for (flavor, expected) in TRADITIONAL.into_iter().zip([None, Some(1)]) {
            let (winner, trail) = trail(flavor, &list, &get("a.test", "/a"));
            assert_eq!(winner, expected, "{flavor:?}");
            assert!(matches!(verdict(&trail, 0), Verdict::Refused(_)), "{flavor:?}");
        }
    }

    #[test]
    fn routes_of_a_configuration_know_their_service_and_subsystem() {
        let configuration = json!({"services": [{"name": "s", "protocol": "http", "host": "h", "routes": [
            {"name": "r", "protocols": ["http"], "paths": ["/"]}, {"name": "t", "protocols": ["tcp"]}
        ]}]});
        let names = |subsystem| {
            let routes = Route::all_from_json(&configuration, subsystem);
            routes.iter().map(|route| (route.name, route.service.and_then(|s| s.host))).collect::<Vec<_>>()
        };
        assert_eq!(names(Subsystem::Http), [(Some("r"), Some("h"))]);
        assert_eq!(names(Subsystem::Stream), [(Some("t"), Some("h"))]);
    }
}
