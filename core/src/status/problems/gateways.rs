//! Problems of Gateways as a whole.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::gateways as catalog;
use crate::k8s::gateway::GatewayClass;
use crate::provenance::Placed;
use crate::resolve::Store;
use crate::settings::ControllerSettings;
use crate::status::gateway::publish_service::WhyUnresolved;
use crate::status::gateway::{Failure, GatewayStatus, Management};

pub(super) fn report<'a>(
    status: &GatewayStatus<'a>,
    store: &'a Store<'a>,
    controller: &'a ControllerSettings,
    problems: &mut Vec<Diagnostic>,
) {
    let gateway = status.gateway;
    let class = store.class(gateway.class_name.value);
    match (status.management, class) {
        (Management::ClassMissing, _) => {
            let names = store.classes().map(|class| class.object.key().name);
            problems.push(catalog::class_missing(gateway, names, controller));
        }
        (Management::ForeignClass, Some(class)) => {
            let own = &controller.gateway_api_controller_name;
            problems.push(catalog::class_foreign(gateway, class, Placed::new(own.value.as_str(), own.place)));
        }
        (Management::Managed, Some(class)) if !status.is_accepted() => {
            problems.push(catalog::not_unmanaged(gateway, class));
        }
        (Management::Skipped, _) => {
            problems.extend(controller.gateway_to_reconcile.as_ref().map(|only| catalog::skipped(gateway, only)));
        }
        (Management::Unmanaged, _) => {
            let addresses = gateway.object.spec().and_then(|spec| spec.get("addresses"));
            if let Some(addresses) = addresses.filter(|addresses| !addresses.items().is_empty()) {
                let shown = status.services.first().map(|service| service.object.name().place);
                problems.push(catalog::addresses_ignored(gateway, addresses.place, shown));
            }
            unmanaged(status, controller, problems);
        }
        _ => {}
    }
}

fn unmanaged(status: &GatewayStatus<'_>, controller: &ControllerSettings, problems: &mut Vec<Diagnostic>) {
    let (gateway, Some(annotation)) = (status.gateway, &status.publish_service) else { return };
    match &status.error {
        Some((Failure::PublishService(unresolved), _)) => problems.push(match unresolved.why {
            WhyUnresolved::NotConfigured => {
                catalog::publish_service_mismatch(gateway, annotation, unresolved, controller)
            }
            WhyUnresolved::Missing => catalog::publish_service_missing(gateway, annotation, unresolved, controller),
        }),
        Some((Failure::NoClusterIps(index), _)) => {
            problems.extend(status.services.get(*index).map(|service| catalog::no_cluster_ips(gateway, service)));
        }
        None if status.addresses.is_empty() => addressless(status, problems),
        // Kong's listens are reported where they are read, `allowedRoutes` with the route that needs them.
        Some((Failure::DataPlane | Failure::AllowedRoutes, _)) | None => {}
    }
}

fn addressless(status: &GatewayStatus<'_>, problems: &mut Vec<Diagnostic>) {
    let pending = status.services.iter().find(|service| service.service_type().value == "LoadBalancer");
    match (pending, status.services.first()) {
        (Some(service), _) => problems.push(catalog::load_balancer_pending(status.gateway, service)),
        (None, Some(service)) => problems.push(catalog::no_load_balancer(status.gateway, service)),
        (None, None) => {}
    }
}

/// GatewayClasses of this controller whose annotation has another value than `true`.
pub(super) fn report_class(class: &GatewayClass<'_>, controller: &ControllerSettings, problems: &mut Vec<Diagnostic>) {
    let odd = class.unmanaged().filter(|value| value.value != "true");
    if class.controller_name.value == controller.gateway_api_controller_name.value {
        problems.extend(odd.map(|value| catalog::unmanaged_value(class, value)));
    }
}
