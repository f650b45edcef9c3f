//! Where Kong's load balancer sends a request.

use std::collections::BTreeMap;

use serde_json::Value;

use super::decision::{Share, State, Station, Step};
use super::entities::{list, text};
use crate::ordered::Ordered as _;
use crate::router::Upstream;

/// What the load balancer has to choose from.
pub(super) struct Balanced {
    pub(super) targets: Vec<Share>,
    /// The name that becomes the Host header, without port.
    pub(super) host: String,
    /// The port of the target, which becomes part of the Host header.
    pub(super) port: Option<i64>,
    /// Address and port for the URL.
    pub(super) address: String,
}

/// The targets of a service's host, or what Kong answers where there is none: status and message.
///
/// Source: Kong 3.9.3 kong/runloop/balancer/init.lua:execute
pub(super) fn balance(
    config: &Value,
    upstreams: &BTreeMap<&str, usize>,
    to: &Upstream,
    steps: &mut Vec<Step>,
) -> Result<Balanced, (i64, &'static str)> {
    let host = to.host.clone().unwrap_or_default();
    let step =
        |state, text, why, pointer| Step { station: Station::Balancer, state, text, why, pointer, places: Vec::new() };
    let number = upstreams.get(host.as_str()).filter(|_| to.host_type == "name");
    let Some((number, upstream)) = number.and_then(|number| Some((*number, list(config, "upstreams").get(*number)?)))
    else {
        let address = with_port(&host, to.port);
        let text = if to.host_type == "name" {
            format!("the name `{host}` is looked up in DNS")
        } else {
            format!("the address {address}")
        };
        steps.push(step(State::Ok, text, None, None));
        let target = Share { target: address.clone(), weight: 100, share: 1.0, pointer: None };
        return Ok(Balanced { targets: vec![target], host, port: to.port, address });
    };
    let pointer = format!("/config/upstreams/{number}");
    let entries = list(upstream, "targets").iter().enumerate();
    let weighed: Vec<(usize, &str, i64)> = entries
        .map(|(at, target)| {
            let weight = target.get("weight").and_then(Value::as_i64).unwrap_or(100);
            (at, text(target, "target").unwrap_or_default(), weight)
        })
        .collect();
    let total: i64 = weighed.iter().map(|(_, _, weight)| weight.max(&0)).sum();
    if total == 0 {
        let why = if weighed.is_empty() {
            "its Service has no endpoints that are ready"
        } else {
            "all its targets have the weight 0"
        };
        let text = format!("the upstream `{host}` has no target");
        steps.push(step(State::End, text, Some(why.to_owned()), Some(pointer)));
        return Err((503, "failure to get a peer from the ring-balancer"));
    }
    let share = |weight: i64| {
        let (weight, total) = (i32::try_from(weight).unwrap_or(i32::MAX), i32::try_from(total).unwrap_or(i32::MAX));
        f64::from(weight.max(0)) / f64::from(total)
    };
    let targets: Vec<Share> = weighed
        .iter()
        .map(|(at, target, weight)| Share {
            target: (*target).to_owned(),
            weight: *weight,
            share: share(*weight),
            pointer: Some(format!("{pointer}/targets/{at}")),
        })
        .collect();
    let algorithm = text(upstream, "algorithm").unwrap_or("round-robin");
    let count = targets.iter().filter(|target| target.weight > 0).count();
    let words = if count == 1 { "target" } else { "targets" };
    steps.push(step(State::Ok, format!("{count} {words} of `{host}`, {algorithm}"), None, Some(pointer)));
    let mut order: Vec<&Share> = targets.iter().collect();
    order.order_by(|a, b| b.weight.cmp(&a.weight));
    let address = order.first().map_or_else(String::new, |first| first.target.clone());
    let (name, port) = address.rsplit_once(':').unwrap_or((&address, ""));
    let (name, port) = (name.to_owned(), port.parse().ok());
    let host = text(upstream, "host_header").map_or(name, str::to_owned);
    Ok(Balanced { targets, host, port, address })
}

fn with_port(host: &str, port: Option<i64>) -> String {
    let host = if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() };
    port.map_or(host.clone(), |port| format!("{host}:{port}"))
}
