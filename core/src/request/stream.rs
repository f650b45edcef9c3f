//! The way of a connection behind a listen of `KONG_STREAM_LISTEN`.

use super::decision::{Decision, Outcome, Sent, State, Station};
use super::entrance::{Door, Stop};
use super::plugins::Exchange;
use super::{Client, Losers, Proxy, Scheme, balance, closed, http};
use crate::listens::Flag;
use crate::router::Subsystem;

impl Proxy<'_> {
    /// Source: Kong 3.9.3 kong/templates/nginx_kong_stream.lua; kong/runloop/handler.lua, preread; spec/kong-router.md 4
    pub(super) fn stream(
        &self,
        client: &Client,
        door: &Door<'_>,
        losers: Losers,
        decision: &mut Decision,
    ) -> Result<(), Stop> {
        if client.scheme.is_http() {
            let text = "a stream listen takes the connection: HTTP inside of it is data to Kong";
            decision.step(Station::Protocol, State::Warning, text, None);
        }
        let tls_listen = door.has(Flag::Ssl);
        // On a listen without `ssl`, Kong does not look for a ClientHello.
        let has_tls = tls_listen && client.scheme.has_tls();
        let scheme = match (client.scheme, has_tls && client.server_name().is_some()) {
            (Scheme::Udp, _) => "udp",
            (_, true) => "tls",
            (_, false) => "tcp",
        };
        if client.scheme.has_tls() && !tls_listen {
            let why = "the upstream must end it; server names do not choose a route here".to_owned();
            decision.step(
                Station::Tls,
                State::Warning,
                "the listen has no `ssl`: TLS passes through as data",
                Some(why),
            );
        }
        let Some((found, matched)) = self.route(client, door, scheme, losers, decision)? else {
            return Err(closed("the connection is closed: no Route found with those values"));
        };
        if tls_listen {
            let protocols = found.protocols();
            if protocols.contains(&"tls") {
                if !has_tls {
                    let text = "the route ends TLS, and the client starts no handshake";
                    decision.step(Station::Tls, State::End, text, Some("write tls://".to_owned()));
                    return Err(closed("the connection is closed: the TLS handshake fails"));
                }
                self.serve(client, decision);
            } else if protocols.contains(&"tls_passthrough") {
                decision.step(Station::Tls, State::Ok, "TLS passes through to the upstream (tls_passthrough)", None);
            } else {
                let why = format!("its protocols are {}, and a listen with `ssl` wants tls", protocols.join(", "));
                decision.step(Station::Protocol, State::End, "the route is not for TLS", Some(why));
                return Err(closed("the connection is closed: unexpected protocols in matched Route"));
            }
        }
        let mut exchange = Exchange::new(client, &matched, self.plugins.config());
        let (runs, given) = self.plugins.run(&found, Subsystem::Stream, &mut exchange);
        http::describe_plugins(&runs, decision);
        let refused = runs.iter().find(|run| run.effect == super::Effect::Answers).map(|run| run.name.clone());
        decision.plugins = runs;
        if given.is_some() {
            let plugin = refused.unwrap_or_default();
            return Err(closed(format!("the connection is closed by the plugin `{plugin}`")));
        }
        let balanced = balance::balance(self.config, &self.upstreams, &matched, &mut decision.steps)
            .map_err(|(_, message)| closed(format!("the connection is closed: {message}")))?;
        let scheme = matched.scheme.clone().unwrap_or_else(|| "tcp".to_owned());
        let url = format!("{scheme}://{}", balanced.address);
        let host = (scheme == "tls").then(|| matched.preserved_host.clone().unwrap_or(balanced.host));
        decision.step(Station::Upstream, State::Ok, url.clone(), None);
        if let Some(step) = decision.steps.last_mut() {
            step.pointer = Some(found.service_pointer());
        }
        decision.targets = balanced.targets;
        decision.summary = format!("{url} gets the connection");
        decision.outcome = Outcome::Forwarded;
        decision.upstream = Some(Sent { url, host, ..Sent::default() });
        Ok(())
    }
}
