//! Protocols of the Kong routes of HTTPRoutes.

use std::collections::BTreeMap;

use super::grouping::RuleGroup;
use crate::kong::{Flavor, Text};
use crate::provenance::{Origin, Sourced};
use crate::translate::draft::ruled;
use crate::translate::input::Input;
use crate::translate::{TranslateSettings, listeners};

/// `http` and `https` as far as listeners of the HTTPRoutes' Gateways have them; nothing where none is found.
///
/// Computed for all HTTPRoutes of a group together.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:protocolsFromHTTPRoutesGatewayListeners;
/// spec/gateway-routes.md 5.6.
pub(super) fn of_routes<'a>(input: Input<'a>, group: &RuleGroup<'_, 'a>) -> Vec<Text<'a>> {
    if !input.settings.kic.listener_protocols_on_routes() {
        return plain(input.settings);
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

/// What routes of the releases have that do not ask the listeners.
///
/// Source: KIC v3.3.1 internal/dataplane/translator/translate_httproute.go:generateKongstateHTTPRoute.
pub(in crate::translate) fn plain<'a>(settings: &TranslateSettings) -> Vec<Text<'a>> {
    const RULE: &str = "KIC before 3.4.14 and 3.5.7: Kong routes have the protocols `http` and `https`";
    if settings.flavor == Flavor::Traditional || settings.kic.plain_protocols_on_routes() {
        vec![ruled("http", RULE), ruled("https", RULE)]
    } else {
        Vec::new()
    }
}
