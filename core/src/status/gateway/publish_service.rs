//! The annotation `konghq.com/publish-service`, and the Services that it names.

use crate::k8s::ObjectKey;
use crate::k8s::gateway::Gateway;
use crate::k8s::service::Service;
use crate::provenance::{Origin, Place, Sourced};
use crate::resolve::Store;
use crate::settings::{ControllerSettings, KicVersion, NamespacedName};

/// The annotation's key.
pub const ANNOTATION: &str = "konghq.com/publish-service";

/// The annotation as it stands when the controller is done with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublishService {
    /// Its value.
    pub value: Sourced<String>,
    /// The controller wrote it; the manifest has none or an empty one.
    pub written: bool,
    /// The references in it, in order, with repetitions.
    pub references: Vec<String>,
}

/// Reads the annotation; where it is missing or names nothing, the controller writes the names of its publish
/// Services. Once it names something it is never rewritten. `None` without a publish Service.
///
/// Source: KIC v3.5.13 gw/gateway_controller.go:reconcileUnmanagedGateway; spec/gateway-status.md 4.2 and 4.3.
pub fn annotation(gateway: &Gateway<'_>, controller: &ControllerSettings) -> Option<PublishService> {
    let stored = gateway.object.annotation(ANNOTATION);
    if let Some(stored) = stored {
        let references = split(controller.kic, stored.value);
        if !references.is_empty() {
            let value = stored.map(ToOwned::to_owned).sourced();
            return Some(PublishService { value, written: false, references });
        }
    }
    let services: Vec<_> = controller.publish_service.iter().chain(&controller.publish_service_udp).collect();
    controller.publish_service.as_ref()?;
    let origin = Origin::all(services.iter().map(|service| service.place))?;
    let references: Vec<String> = services.iter().map(|service| service.value.to_string()).collect();
    Some(PublishService { value: Sourced::new(references.join(","), origin), written: true, references })
}

/// Splits at commas; trims and drops what is empty, but for the releases that only split, for which an empty value is one
/// empty name.
///
/// Source: KIC v3.5.13 internal/annotations/annotations.go:extractCommaDelimitedStrings.
fn split(kic: KicVersion, value: &str) -> Vec<String> {
    let items = value.split(',');
    if kic.trims_annotation_lists() {
        items.map(str::trim).filter(|item| !item.is_empty()).map(ToOwned::to_owned).collect()
    } else {
        items.map(ToOwned::to_owned).collect()
    }
}

/// Why a reference leads to no Service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unresolved {
    /// The controller's error.
    pub error: String,
    /// The reference.
    pub reference: String,
    /// Which test failed.
    pub why: WhyUnresolved,
}

/// See [`Unresolved`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhyUnresolved {
    /// The reference is none of the controller's publish Services.
    NotConfigured,
    /// There is no such Service.
    Missing,
}

/// Finds the Services of the references, in order, with repetitions.
///
/// # Errors
/// The first reference that is none of the publish Services, compared as text, or whose Service does not exist.
///
/// Source: KIC v3.5.13 gw/gateway_controller.go:determineServiceForGateway; spec/gateway-status.md 4.4.
pub fn resolve<'a>(
    store: &'a Store<'a>,
    controller: &'a ControllerSettings,
    references: &[String],
) -> Result<Vec<&'a Service<'a>>, Unresolved> {
    references.iter().map(|reference| resolve_one(store, controller, reference)).collect()
}

fn resolve_one<'a>(
    store: &'a Store<'a>,
    controller: &'a ControllerSettings,
    reference: &str,
) -> Result<&'a Service<'a>, Unresolved> {
    let mut configured = controller.publish_service.iter().chain(&controller.publish_service_udp);
    let Some(name) = configured.find(|name| name.value.to_string() == *reference) else {
        let error = not_configured(controller, reference);
        return Err(Unresolved { error, reference: reference.to_owned(), why: WhyUnresolved::NotConfigured });
    };
    find(store, &name.value).ok_or_else(|| Unresolved {
        error: format!(
            "publish service \"{reference}\" couldn't be found: {}",
            not_found("services", &name.value.name)
        ),
        reference: reference.to_owned(),
        why: WhyUnresolved::Missing,
    })
}

fn find<'a>(store: &'a Store<'a>, name: &'a NamespacedName) -> Option<&'a Service<'a>> {
    store.service(ObjectKey::new(&name.namespace, &name.name))
}

fn not_configured(controller: &ControllerSettings, reference: &str) -> String {
    let mut names: Vec<String> = controller.publish_service.iter().map(|name| format!("\"{}\"", name.value)).collect();
    names.extend(controller.publish_service_udp.iter().map(|name| format!("\"{}\" [udp]", name.value)));
    format!(
        "publish service reference \"{reference}\" from Gateway's annotations did not match configured controller \
         manager's publish services ({})",
        names.join(", ")
    )
}

/// The API server's text for an object that does not exist.
///
/// A controller that reads through its cache says `Service "x" not found`; this is the text of the API server
/// itself, which the oracle has.
pub(crate) fn not_found(resource: &str, name: &str) -> String {
    format!("{resource} \"{name}\" not found")
}

/// The places of the publish Service settings.
pub(crate) fn setting_places(controller: &ControllerSettings) -> impl Iterator<Item = Place> + '_ {
    controller.publish_service.iter().chain(&controller.publish_service_udp).map(|name| name.place)
}
