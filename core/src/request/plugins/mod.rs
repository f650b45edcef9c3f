//! The plugins on a request's way: which run, in which order, and what those do whose effect is certain.

mod access;
mod authentication;
mod cors;
mod headers;
mod known;
mod template;
mod transformer;

use serde_json::Value;

use super::client::Client;
use super::decision::{Answer, Effect, PluginRun};
use super::entities::{Found, flag, is_named, list, text, texts};
use crate::ordered::Ordered as _;
use crate::router::{Subsystem, Upstream};

/// A plugin with what it is bound to.
#[derive(Clone, Debug)]
struct Bound<'a> {
    plugin: &'a Value,
    pointer: String,
    scope: Scope<'a>,
}

/// What a plugin is bound to; names or ids.
#[derive(Clone, Copy, Debug, Default)]
struct Scope<'a> {
    route: Option<&'a str>,
    service: Option<&'a str>,
    consumer: Option<&'a str>,
    consumer_group: Option<&'a str>,
}

/// All plugins of a configuration.
#[derive(Clone, Debug)]
pub(super) struct Plugins<'a> {
    config: &'a Value,
    bound: Vec<Bound<'a>>,
}

/// A request on its way through the plugins.
pub(super) struct Exchange<'a> {
    pub(super) client: &'a Client,
    /// What the client's address is for Kong; `None` where it is not given.
    pub(super) address: Option<&'a str>,
    /// Headers for the upstream, without Host.
    pub(super) headers: Vec<(String, String)>,
    /// A Host header that a plugin sets.
    pub(super) host: Option<String>,
    /// The path for the upstream, escaped, without the query.
    pub(super) path: String,
    /// The query for the upstream.
    pub(super) query: Option<String>,
    pub(super) method: String,
    pub(super) consumer: Option<&'a Value>,
    /// What the router says.
    pub(super) matched: &'a Upstream,
    config: &'a Value,
}

/// What a plugin does at its turn.
enum Turn {
    Runs(String),
    Passes(String),
    Changes(String),
    Answers(Answer, String),
}

impl<'a> Exchange<'a> {
    pub(super) fn new(client: &'a Client, matched: &'a Upstream, config: &'a Value) -> Self {
        let headers = client.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("host"));
        Self {
            client,
            address: client.address.as_deref(),
            headers: headers.cloned().collect(),
            host: None,
            path: matched.escaped_path().unwrap_or_default(),
            query: crate::router::uri::query_of(&client.target).map(str::to_owned),
            method: client.method.clone(),
            consumer: None,
            matched,
            config,
        }
    }

    const fn config(&self) -> &'a Value {
        self.config
    }
}

impl<'a> Plugins<'a> {
    pub(super) fn of(config: &'a Value) -> Self {
        let mut bound = Vec::new();
        let mut add = |plugin: &'a Value, pointer: String, scope: Scope<'a>| {
            bound.push(Bound { plugin, pointer, scope });
        };
        for (number, plugin) in list(config, "plugins").iter().enumerate() {
            let of = |field| text(plugin, field);
            let scope = Scope {
                route: of("route"),
                service: of("service"),
                consumer: of("consumer"),
                consumer_group: of("consumer_group"),
            };
            add(plugin, format!("/config/plugins/{number}"), scope);
        }
        for (at, service) in list(config, "services").iter().enumerate() {
            let scope = Scope { service: text(service, "name"), ..Scope::default() };
            for (number, plugin) in list(service, "plugins").iter().enumerate() {
                add(plugin, format!("/config/services/{at}/plugins/{number}"), scope);
            }
            for (route_at, route) in list(service, "routes").iter().enumerate() {
                let scope = Scope { route: text(route, "name"), ..Scope::default() };
                for (number, plugin) in list(route, "plugins").iter().enumerate() {
                    add(plugin, format!("/config/services/{at}/routes/{route_at}/plugins/{number}"), scope);
                }
            }
        }
        Self { config, bound }
    }

    /// Lets the plugins of a route do their work, in the order of their priorities. An answer ends the way of the request,
    /// but plugins that change answers still do.
    ///
    /// Source: Kong 3.9.3 kong/runloop/plugins_iterator.lua:lookup_cfg, kong/db/dao/plugins.lua:sort_by_handler_priority
    pub(super) fn run(
        &self,
        found: &Found<'a>,
        subsystem: Subsystem,
        exchange: &mut Exchange<'a>,
    ) -> (Vec<PluginRun>, Option<Answer>) {
        let on_way = |bound: &&Bound<'a>| {
            bound.scope.route.is_none_or(|route| is_named(found.route, route))
                && bound.scope.service.is_none_or(|service| is_named(found.service, service))
                && flag(bound.plugin, "enabled", true)
                && speaks(bound.plugin, subsystem)
        };
        let bound: Vec<&Bound<'a>> = self.bound.iter().filter(on_way).collect();
        let mut names: Vec<&str> = bound.iter().filter_map(|bound| text(bound.plugin, "name")).collect();
        names.order();
        names.dedup();
        // Of equal priorities the later name runs first.
        names.order_by(|a, b| {
            (known::priority(b).unwrap_or_default(), b).cmp(&(known::priority(a).unwrap_or_default(), a))
        });
        let mut runs = Vec::new();
        let mut answer: Option<Answer> = None;
        let mut chosen: Vec<&Bound<'a>> = Vec::new();
        for name in names {
            let of_name = bound.iter().copied().filter(|bound| text(bound.plugin, "name") == Some(name));
            let Some(best) = best(of_name, exchange.consumer) else { continue };
            let turn = match &answer {
                Some(_) => None,
                None => Some(turn(name, best.plugin, exchange)),
            };
            let (effect, text) = match turn {
                None => (Effect::NotReached, "the request was answered before".to_owned()),
                Some(Turn::Runs(text)) => (Effect::Runs, text),
                Some(Turn::Passes(text)) => (Effect::Passes, text),
                Some(Turn::Changes(text)) => (Effect::Changes, text),
                Some(Turn::Answers(given, text)) => {
                    answer = Some(given);
                    (Effect::Answers, text)
                }
            };
            chosen.push(best);
            runs.push(PluginRun {
                name: name.to_owned(),
                priority: known::priority(name),
                scope: best.scope.words(),
                effect,
                text,
                pointer: best.pointer.clone(),
            });
        }
        if let Some(answer) = &mut answer {
            for (bound, run) in chosen.iter().zip(&mut runs) {
                if run.name == "response-transformer" && headers::transform_answer(bound.plugin, answer) {
                    run.effect = Effect::Changes;
                    "it changes the headers of the answer".clone_into(&mut run.text);
                }
            }
        }
        (runs, answer)
    }

    /// Plugins of all requests: also those that reach no route.
    pub(super) fn has_global(&self) -> bool {
        self.bound.iter().any(|bound| bound.scope.is_global())
    }

    pub(super) const fn config(&self) -> &'a Value {
        self.config
    }
}

/// Lets one plugin do its work.
fn turn<'a>(name: &str, plugin: &'a Value, exchange: &mut Exchange<'a>) -> Turn {
    static NONE: Value = Value::Null;
    let config = plugin.get("config").unwrap_or(&NONE);
    match name {
        "request-termination" => access::request_termination(config, exchange),
        "redirect" => access::redirect(config, exchange),
        "ip-restriction" => access::ip_restriction(config, exchange),
        "acl" => authentication::acl(config, exchange),
        "key-auth" => authentication::key_auth(config, exchange),
        "basic-auth" => authentication::basic_auth(config, exchange),
        "cors" => cors::cors(config, exchange),
        "request-transformer" => transformer::request_transformer(config, exchange),
        "response-transformer" => Turn::Runs("it changes the headers of the answer on its way back".to_owned()),
        other => Turn::Runs(known::words(other)),
    }
}

/// Of the plugins of one name the one that counts: the more it is bound to, the better.
fn best<'b, 'a: 'b>(bound: impl Iterator<Item = &'b Bound<'a>>, consumer: Option<&Value>) -> Option<&'b Bound<'a>> {
    let fits = |bound: &&'b Bound<'a>| {
        // Groups count in Kong Enterprise only.
        bound.scope.consumer_group.is_none()
            && bound.scope.consumer.is_none_or(|name| consumer.is_some_and(|consumer| is_named(consumer, name)))
    };
    bound.filter(fits).min_by_key(|bound| bound.scope.rank())
}

/// Whether it runs in this half of Kong.
fn speaks(plugin: &Value, subsystem: Subsystem) -> bool {
    let own = texts(plugin, "protocols");
    if own.is_empty() {
        // The schema of most plugins allows HTTP only.
        return subsystem == Subsystem::Http || known::is_for_streams(text(plugin, "name").unwrap_or_default());
    }
    own.iter().any(|protocol| subsystem.has(protocol))
}

impl Scope<'_> {
    /// The order in which Kong looks for a configuration.
    const fn rank(&self) -> u8 {
        match (self.route.is_some(), self.service.is_some(), self.consumer.is_some()) {
            (true, true, true) => 1,
            (true, false, true) => 2,
            (false, true, true) => 3,
            (true, true, false) => 4,
            (false, false, true) => 5,
            (true, false, false) => 6,
            (false, true, false) => 7,
            (false, false, false) => 8,
        }
    }

    const fn is_global(&self) -> bool {
        self.rank() == 8 && self.consumer_group.is_none()
    }

    fn words(&self) -> String {
        let parts = [("route", self.route), ("service", self.service), ("consumer", self.consumer)];
        let words: Vec<&str> = parts.iter().filter(|(_, name)| name.is_some()).map(|(word, _)| *word).collect();
        if words.is_empty() { "global".to_owned() } else { words.join(" and ") }
    }
}

/// An answer with a message.
fn answer(status: i64, message: impl Into<String>) -> Answer {
    Answer { status, message: Some(message.into()), headers: Vec::new() }
}

/// A number of the configuration.
fn number(config: &Value, field: &str) -> Option<i64> {
    config.get(field).and_then(Value::as_i64)
}
