//! Protocols of the Kong routes of HTTPRoutes.

use std::collections::BTreeMap;

use super::grouping::RuleGroup;
use crate::kong::{Flavor, Text};
use crate::provenance::{Origin, Sourced};
use crate::translate::draft::ruled;
use crate::translate::input::Input;
use crate::translate::listeners;

/// `http` and `https` as far as listeners of the HTTPRoutes' Gateways have them; nothing where none is found.
///
/// Computed for all HTTPRoutes of a group together.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:protocolsFromHTTPRoutesGatewayListeners;
/// spec/gateway-routes.md 5.6.
pub(super) fn of_routes<'a>(input: Input<'a>, group: &RuleGroup<'_, 'a>) -> Vec<Text<'a>> {
    const BEFORE: &str = "KIC before 3.5.7: traditional Kong routes have the protocols `http` and `https`";
    if !input.settings.kic.listener_protocols_on_routes() {
        return match input.settings.flavor {
            Flavor::Traditional => vec![ruled("http", BEFORE), ruled("https", BEFORE)],
            Flavor::Expressions => Vec::new(),
        };
    }
    let mut found: BTreeMap<&'static str, Origin> = BTreeMap::new();
    for route in group.routes() {
        for (parent, listener) in listeners::selected(input, route) {
            let protocol = match listener.protocol.value {
                "HTTP" => "http",
                "HTTPS" => "https",
                _ => continue,
            };
            let origin = Origin::from(listener.protocol.place).and(parent.target.node.place);
            found.entry(protocol).and_modify(|all| *all = all.and(&origin)).or_insert(origin);
        }
    }
    found.into_iter().map(|(protocol, origin)| Sourced { value: protocol.into(), origin }).collect()
}
