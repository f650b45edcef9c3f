//! A request on its whole way: from a client through the Service and Kong's listen, the router, the plugins and the load
//! balancer to an upstream, with the reason for every turn.
//!
//! Stands on a configuration as it is sent and on what Kong listens on; knows no controller and no manifests. What depends
//! on more than that (a certificate's trust, a plugin of Lua code, DNS) is named and not guessed.

mod balance;
mod certificate;
mod client;
mod decision;
pub mod derive;
mod entities;
mod entrance;
mod http;
mod plugins;
mod shadows;
mod stream;
pub mod table;
mod trail;
mod words;

use std::collections::BTreeMap;

use serde_json::Value;

pub use client::{Client, LineError, Scheme, Version};
pub use decision::{
    Answer, Certificate, Decision, Effect, Lost, Outcome, PluginRun, RouteAt, Sent, Share, State, Station, Step,
};
pub use entrance::{Entrance, PublishPort, PublishService};
pub use shadows::Shadow;

use crate::listens::{Flag, Subsystem};
use crate::router;
use entities::Routes;
use entrance::{Door, Stop};
use plugins::Plugins;

/// A Kong with a configuration: built once, asked many times.
#[derive(Debug)]
pub struct Proxy<'a> {
    config: &'a Value,
    entrance: &'a Entrance,
    http: Routes<'a>,
    stream: Routes<'a>,
    upstreams: BTreeMap<&'a str, usize>,
    plugins: Plugins<'a>,
}

impl<'a> Proxy<'a> {
    /// `config` is the body that the controller posts to Kong, as `kicplay translate --output config` prints it.
    pub fn new(config: &'a Value, entrance: &'a Entrance) -> Self {
        let routes = |subsystem| Routes::new(config, entrance.flavor, subsystem);
        Self {
            config,
            entrance,
            http: routes(router::Subsystem::Http),
            stream: routes(router::Subsystem::Stream),
            upstreams: entities::by_name(config, "upstreams"),
            plugins: Plugins::of(config),
        }
    }

    /// What becomes of a request. `losers` asks for the routes that lost and why: it looks at all of them.
    pub fn send(&self, client: &Client, losers: Losers) -> Decision {
        let mut decision = Decision::new(client);
        if let Err(stop) = self.go(client, losers, &mut decision) {
            decision.outcome = stop.outcome;
            decision.summary = stop.summary;
        }
        decision
    }

    fn go(&self, client: &Client, losers: Losers, decision: &mut Decision) -> Result<(), Stop> {
        let door = self.entrance.open(client, &mut decision.steps)?;
        proxy_protocol(client, &door, decision)?;
        if decision.outcome == Outcome::Answered {
            return Ok(());
        }
        match door.subsystem {
            Subsystem::Http => self.http(client, &door, losers, decision),
            Subsystem::Stream => self.stream(client, &door, losers, decision),
        }
    }

    const fn routes(&self, subsystem: router::Subsystem) -> &Routes<'a> {
        match subsystem {
            router::Subsystem::Http => &self.http,
            router::Subsystem::Stream => &self.stream,
        }
    }
}

/// Whether the routes that lost are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Losers {
    /// Each with its reason.
    Named,
    /// No.
    LeftOut,
}

impl Decision {
    fn new(client: &Client) -> Self {
        Self {
            request: client.line(),
            outcome: Outcome::Undecided,
            summary: String::new(),
            steps: Vec::new(),
            certificate: None,
            route: None,
            lost: Vec::new(),
            plugins: Vec::new(),
            consumer: None,
            targets: Vec::new(),
            upstream: None,
            answer: None,
        }
    }

    fn step(&mut self, station: Station, state: State, text: impl Into<String>, why: Option<String>) {
        self.steps.push(Step { station, state, text: text.into(), why, pointer: None, places: Vec::new() });
    }

    /// Kong answers; the way ends.
    fn answered(&mut self, answer: Answer) {
        let message = answer.message.as_deref().map_or_else(String::new, |message| format!(": {message}"));
        self.summary = format!("Kong answers {}{message}", answer.status);
        self.outcome = Outcome::Answered;
        self.answer = Some(answer);
    }
}

fn answer(status: i64, message: &str) -> Answer {
    Answer { status, message: Some(message.to_owned()), headers: Vec::new() }
}

/// The way ends without an answer.
fn closed(summary: impl Into<String>) -> Stop {
    Stop { outcome: Outcome::Closed, summary: summary.into() }
}

/// nginx reads the header of the PROXY protocol where its listen says so, and nowhere else.
///
/// Source: nginx, `listen … proxy_protocol`; spec/listens-and-helm.md, section 2
fn proxy_protocol(client: &Client, door: &Door<'_>, decision: &mut Decision) -> Result<(), Stop> {
    match (door.has(Flag::ProxyProtocol), client.proxy_protocol) {
        (true, false) => {
            let why = "put a load balancer in front that sends it, or take `proxy_protocol` from the listen";
            let text = "the listen wants the PROXY protocol first, and the client does not speak it";
            decision.step(Station::Listen, State::End, text, Some(why.to_owned()));
            Err(closed("the connection is closed: the PROXY protocol is missing"))
        }
        (false, true) if door.subsystem == Subsystem::Http || door.has(Flag::Ssl) => {
            let why = "add `proxy_protocol` to the listen, or do not send it";
            let text = "the client speaks the PROXY protocol first, and the listen does not expect it";
            decision.step(Station::Listen, State::End, text, Some(why.to_owned()));
            if door.has(Flag::Ssl) {
                return Err(closed("the connection is closed: the PROXY protocol is not expected"));
            }
            decision.answered(answer(400, "Bad Request"));
            Ok(())
        }
        (false, true) => {
            let text = "the header of the PROXY protocol goes to the upstream as data";
            decision.step(Station::Listen, State::Warning, text, Some("the listen has no `proxy_protocol`".to_owned()));
            Ok(())
        }
        _ => Ok(()),
    }
}
