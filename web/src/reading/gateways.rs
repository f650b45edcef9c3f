//! The listeners of one Gateway, with what its status says.

use kic_core::wire::{self, Listener};
use serde_json::Value;

/// The listeners of one Gateway.
#[derive(Clone, PartialEq, Debug)]
pub struct GatewayGroup<'a> {
    /// `namespace/name`.
    pub name: &'a str,
    /// Whether the status has `Programmed=True`; `None` when the controller writes no such condition.
    pub programmed: Option<bool>,
    /// Why not, as the condition has it.
    pub reason: Option<&'a str>,
    /// The addresses of the status.
    pub addresses: Vec<&'a str>,
    /// The listeners, in the order of the report.
    pub listeners: Vec<&'a Listener>,
}

/// The Gateways of the report, in the order of their first listener; those without a listener follow.
pub fn gateway_groups(report: &wire::Report) -> Vec<GatewayGroup<'_>> {
    let statuses = report.status.get("gateways").and_then(Value::as_object);
    let mut groups: Vec<GatewayGroup<'_>> = Vec::new();
    for listener in &report.listeners {
        if let Some(known) = groups.iter_mut().find(|group| group.name == listener.gateway) {
            known.listeners.push(listener);
        } else {
            let status = statuses.and_then(|statuses| statuses.get(&listener.gateway));
            groups.push(GatewayGroup { listeners: vec![listener], ..group(&listener.gateway, status) });
        }
    }
    for (name, status) in statuses.into_iter().flatten() {
        if !groups.iter().any(|group| group.name == name) {
            groups.push(group(name, Some(status)));
        }
    }
    groups
}

fn group<'a>(name: &'a str, status: Option<&'a Value>) -> GatewayGroup<'a> {
    let programmed = status.and_then(|status| condition(status, "Programmed"));
    let addresses = status.and_then(|status| status.get("addresses")).and_then(Value::as_array);
    GatewayGroup {
        name,
        programmed: programmed.and_then(|condition| text(condition, "status")).map(|status| status == "True"),
        reason: programmed.and_then(|condition| text(condition, "reason")),
        addresses: addresses.into_iter().flatten().filter_map(|address| text(address, "value")).collect(),
        listeners: Vec::new(),
    }
}

fn condition<'a>(status: &'a Value, name: &str) -> Option<&'a Value> {
    let conditions = status.get("conditions")?.as_array()?;
    conditions.iter().find(|condition| text(condition, "type") == Some(name))
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn gateways_without_listeners_are_shown_too() {
        let status = json!({"gateways": {"default/a": {
            "addresses": [{"type": "IPAddress", "value": "10.0.0.1"}],
            "conditions": [{"type": "Programmed", "status": "False", "reason": "Pending"}],
        }}});
        let report = wire::Report { status, ..wire::Report::default() };
        let groups = gateway_groups(&report);
        assert_eq!(groups.len(), 1);
        assert_eq!((groups[0].programmed, groups[0].reason), (Some(false), Some("Pending")));
        assert_eq!(groups[0].addresses, ["10.0.0.1"]);
    }
}
