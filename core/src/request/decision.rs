//! What becomes of a request: the trail, and what comes out at its end.

use crate::provenance::Place;

/// The whole way of one request.
#[derive(Clone, PartialEq, Debug)]
pub struct Decision {
    /// The request as it was understood, as a line.
    pub request: String,
    /// How it ends.
    pub outcome: Outcome,
    /// The end in one sentence.
    pub summary: String,
    /// The stations, in the order of the way; the last one that is not [`State::Ok`] decides.
    pub steps: Vec<Step>,
    /// The certificate that is served, where TLS ends at Kong.
    pub certificate: Option<Certificate>,
    /// The route that wins.
    pub route: Option<RouteAt>,
    /// The routes that lost, in the order in which Kong looks at them.
    pub lost: Vec<Lost>,
    /// The plugins, in the order in which they run; those behind one that answers do not.
    pub plugins: Vec<PluginRun>,
    /// The consumer that a plugin found.
    pub consumer: Option<String>,
    /// Where the load balancer sends it, with shares.
    pub targets: Vec<Share>,
    /// What is sent on.
    pub upstream: Option<Sent>,
    /// What Kong answers itself.
    pub answer: Option<Answer>,
}

/// How a request ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Outcome {
    /// Nothing listens: the client sees that the connection is refused or times out.
    Refused,
    /// The connection is closed without an answer.
    Closed,
    /// Kong answers itself.
    Answered,
    /// An upstream gets it.
    Forwarded,
    /// It cannot be decided from what is known here.
    Undecided,
}

impl Outcome {
    /// `refused`, `closed`, `answered`, `forwarded`, `undecided`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Closed => "closed",
            Self::Answered => "answered",
            Self::Forwarded => "forwarded",
            Self::Undecided => "undecided",
        }
    }
}

/// A station of the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Station {
    /// The Service in front of Kong.
    Service,
    /// Kong's listen.
    Listen,
    /// The TLS handshake.
    Tls,
    /// The router.
    Route,
    /// What Kong does with the request before the plugins.
    Protocol,
    /// The plugins.
    Plugins,
    /// The load balancer.
    Balancer,
    /// The upstream.
    Upstream,
}

impl Station {
    /// `service`, `listen`, `tls`, `route`, `protocol`, `plugins`, `balancer`, `upstream`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Listen => "listen",
            Self::Tls => "tls",
            Self::Route => "route",
            Self::Protocol => "protocol",
            Self::Plugins => "plugins",
            Self::Balancer => "balancer",
            Self::Upstream => "upstream",
        }
    }
}

/// What a station does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It lets the request pass.
    Ok,
    /// It lets it pass, but something deserves a look.
    Warning,
    /// The way ends here.
    End,
}

impl State {
    /// `ok`, `warning`, `end`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::End => "end",
        }
    }
}

/// What happens at a station.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Which one.
    pub station: Station,
    /// Whether the way goes on.
    pub state: State,
    /// What happens, in a few words.
    pub text: String,
    /// The reason, or what to do.
    pub why: Option<String>,
    /// JSON pointer to the entity in `{"config": …}`.
    pub pointer: Option<String>,
    /// Inputs that decide it, beside those of the entity.
    pub places: Vec<Place>,
}

/// A certificate that is served.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Certificate {
    /// The server name by which it was found; `None` for Kong's own certificate.
    pub sni: Option<String>,
    /// JSON pointer to the entity in `{"config": …}`.
    pub pointer: Option<String>,
}

/// A route of the configuration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RouteAt {
    /// Its name.
    pub name: String,
    /// The name of its service.
    pub service: String,
    /// JSON pointer in `{"config": …}`.
    pub pointer: String,
    /// The object that it comes from, by its tags: `HTTPRoute default/api`.
    pub object: Option<String>,
}

/// A route that lost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lost {
    /// Which one.
    pub route: RouteAt,
    /// The paths that this part of it stands for.
    pub paths: Option<String>,
    /// It fits as well, and another one comes first.
    pub fits: bool,
    /// Why it lost.
    pub why: String,
}

/// A plugin on the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PluginRun {
    /// Its name.
    pub name: String,
    /// Its priority; `None` for one that Kong does not bring.
    pub priority: Option<i64>,
    /// What it is bound to: `route`, `service`, `consumer`, a combination, or `global`.
    pub scope: String,
    /// What it does.
    pub effect: Effect,
    /// The same in words.
    pub text: String,
    /// JSON pointer in `{"config": …}`.
    pub pointer: String,
}

/// What a plugin does to a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It runs; what it does is not modelled.
    Runs,
    /// It runs and lets this request pass as it is.
    Passes,
    /// It changes the request or the answer.
    Changes,
    /// It answers.
    Answers,
    /// Another one answered before.
    NotReached,
}

impl Effect {
    /// `runs`, `passes`, `changes`, `answers`, `not-reached`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Passes => "passes",
            Self::Changes => "changes",
            Self::Answers => "answers",
            Self::NotReached => "not-reached",
        }
    }
}

/// A target and its part of the requests.
#[derive(Clone, PartialEq, Debug)]
pub struct Share {
    /// Address and port.
    pub target: String,
    /// Its weight.
    pub weight: i64,
    /// Of all requests, from 0 to 1.
    pub share: f64,
    /// JSON pointer in `{"config": …}`; `None` for a host that is looked up in DNS.
    pub pointer: Option<String>,
}

/// What an upstream gets.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sent {
    /// Scheme, address, path and query. The address is that of the first target with the greatest share.
    pub url: String,
    /// Path and query; empty for connections.
    pub target: String,
    /// The Host header; the server name for TLS connections.
    pub host: Option<String>,
    /// The method.
    pub method: String,
    /// All headers that are known, in order, but for Host.
    pub headers: Vec<(String, String)>,
}

/// What Kong answers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// The status of HTTP.
    pub status: i64,
    /// The message of the body, as far as it is fixed.
    pub message: Option<String>,
    /// Headers that matter.
    pub headers: Vec<(String, String)>,
}
