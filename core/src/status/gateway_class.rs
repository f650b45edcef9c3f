//! GatewayClasses: whose they are, and their one condition.

use super::condition::{self, ACCEPTED, Condition, Truth};
use crate::k8s::gateway::GatewayClass;
use crate::provenance::Origin;
use crate::settings::ControllerSettings;

const MESSAGE: &str = "the gatewayclass has been accepted by the controller";
const MESSAGE_RULE: &str = "KIC v3.5.13 gw/gatewayclass_controller.go:Reconcile: the message of an accepted class";
const CRD_DEFAULT: &str = "Gateway API default: GatewayClass status.conditions";

/// A GatewayClass with its status.
#[derive(Clone, Debug)]
pub struct ClassStatus<'a> {
    /// The class.
    pub class: &'a GatewayClass<'a>,
    /// Its controllerName is that of this controller.
    pub controlled: bool,
    /// `status.conditions`, in the order of the stored list.
    pub conditions: Vec<Condition<'a>>,
}

/// Whether a class belongs to this controller: the names are equal, byte for byte.
///
/// Source: KIC v3.5.13 gw/gateway_utils.go:isGatewayClassControlled.
pub fn is_controlled(class: &GatewayClass<'_>, controller: &ControllerSettings) -> bool {
    class.controller_name.value == controller.gateway_api_controller_name.value
}

/// The class's status once nothing changes any more. `runs` says whether the Gateway controller, which starts the
/// one for classes, is enabled.
///
/// Source: KIC v3.5.13 gw/gatewayclass_controller.go:Reconcile; spec/gateway-status.md 3.
pub fn reconcile<'a>(class: &'a GatewayClass<'a>, controller: &ControllerSettings, runs: bool) -> ClassStatus<'a> {
    let mut conditions = stored(class);
    let ours = is_controlled(class, controller);
    let generation = class.object.generation();
    if ours && runs && !condition::check(&conditions, ACCEPTED, Truth::True, "Accepted", generation) {
        let origin = Origin::from(class.controller_name.place).and(controller.gateway_api_controller_name.place);
        let accepted = Condition::new(ACCEPTED, Truth::True, "Accepted", generation, origin)
            .with_message(MESSAGE, Origin::rule(MESSAGE_RULE));
        condition::set(&mut conditions, accepted);
    }
    ClassStatus { class, controlled: ours, conditions }
}

/// The conditions of the manifest, or those that the CRD puts in.
fn stored<'a>(class: &'a GatewayClass<'a>) -> Vec<Condition<'a>> {
    match class.object.node.at(&["status", "conditions"]) {
        Some(_) => class.object.node.get("status").map_or_else(Vec::new, Condition::list_stored),
        None => vec![Condition::default_of_crd(ACCEPTED, CRD_DEFAULT)],
    }
}
