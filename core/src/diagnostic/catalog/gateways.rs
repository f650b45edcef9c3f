//! Problems of Gateways as a whole: their class, their publish Services, their addresses.

use crate::diagnostic::{Change, Code, Diagnostic, Fix, Remedy};
use crate::k8s::Object;
use crate::k8s::gateway::{Gateway, GatewayClass};
use crate::k8s::service::Service;
use crate::provenance::{Origin, Place, Placed};
use crate::settings::{ControllerSettings, NamespacedName};
use crate::status::gateway::publish_service::{ANNOTATION, PublishService, Unresolved};

const CLASS: &str = "KIC v3.5.13 gw/gateway_controller.go:Reconcile; spec/gateway-status.md 4.1";
const UNMANAGED: &str = "KIC v3.5.13 gw/gateway_utils.go:isGatewayClassUnmanaged; spec/gateway-status.md 4.6";
const PUBLISH: &str = "KIC v3.5.13 gw/gateway_controller.go:determineServiceForGateway; spec/gateway-status.md 4.4";
const ADDRESSES: &str =
    "KIC v3.5.13 gw/gateway_controller.go:determineL4ListenersFromService; spec/gateway-status.md 5.1";

const POLICIES: &str = "KIC v3.5.13 gw/backendtlspolicy_utils.go:validateBackendTLSPolicy; spec/gateway-status.md 11";

fn at(
    gateway: &Gateway<'_>,
    path: &str,
    code: Code,
    place: Place,
    message: String,
    source: &'static str,
) -> Diagnostic {
    let object = gateway.object;
    Diagnostic::new(code, place.span().unwrap_or_else(|| object.name_span()), message, source)
        .with_object(object.title())
        .with_path(path)
}

fn title(gateway: &Gateway<'_>) -> String {
    gateway.object.key().to_string()
}

/// The GatewayClass does not exist. `classes` are the names of those that do.
pub fn class_missing<'c>(
    gateway: &Gateway<'_>,
    classes: impl Iterator<Item = &'c str>,
    controller: &ControllerSettings,
) -> Diagnostic {
    let name = gateway.class_name;
    let message = format!("Gateway `{}` is nobody's: there is no GatewayClass `{}`", title(gateway), name.value);
    let code = Code::GatewayClassMissing;
    let problem = at(gateway, "spec.gatewayClassName", code, name.place, message, CLASS);
    let names: Vec<&str> = classes.collect();
    if let (Some(meant), Some(span)) =
        (crate::suggest::did_you_mean(name.value, names.iter().copied()), name.place.span())
    {
        return problem.with_help(format!("did you mean `{meant}`?")).with_fix(Fix::replace(
            format!("Use the GatewayClass `{meant}`"),
            span,
            meant,
        ));
    }
    let own = controller.gateway_api_controller_name.value.as_str();
    problem
        .with_help(format!(
            "add a GatewayClass `{}` with `controllerName: {own}` and the annotation \
             `konghq.com/gatewayclass-unmanaged: \"true\"`",
            name.value
        ))
        .with_remedy(new_class(name.value, own))
}

/// A GatewayClass of this controller whose Gateways are unmanaged.
pub(super) fn new_class(name: &str, controller: &str) -> Remedy {
    let document = format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata:\n  name: {name}\n  annotations:\n    \
         konghq.com/gatewayclass-unmanaged: \"true\"\nspec:\n  controllerName: {controller}\n"
    );
    Remedy::new(format!("Add the GatewayClass `{name}`"), Change::AddDocument(document))
}

/// The GatewayClass is another controller's.
pub fn class_foreign(gateway: &Gateway<'_>, class: &GatewayClass<'_>, own: Placed<&str>) -> Diagnostic {
    let (name, theirs) = (gateway.class_name, class.controller_name);
    let message = format!(
        "Gateway `{}` is not this controller's: its GatewayClass `{}` names the controller `{}`",
        title(gateway),
        name.value,
        theirs.value
    );
    let code = Code::GatewayClassForeign;
    let problem = at(gateway, "spec.gatewayClassName", code, name.place, message, CLASS).with_help(format!(
        "write `controllerName: {}` in the GatewayClass if it is meant for this controller",
        own.value
    ));
    let title = format!("Write `controllerName: {}` in the GatewayClass", own.value);
    let rename = theirs.place.span().map(|span| Remedy::new(title, Change::Replace(span, own.value.to_owned())));
    let problem = problem.with_label_at(theirs.place, "the class names its controller here").with_remedy(rename);
    problem.with_label_at(own.place, "this controller's name is set here")
}

/// The GatewayClass is ours but not unmanaged: nobody writes the Gateway's status.
pub fn not_unmanaged(gateway: &Gateway<'_>, class: &GatewayClass<'_>) -> Diagnostic {
    let message = format!(
        "Gateway `{}` stays without status: its GatewayClass `{}` has no annotation `konghq.com/gatewayclass-unmanaged`",
        title(gateway),
        gateway.class_name.value
    );
    let code = Code::GatewayNotUnmanaged;
    let problem = at(gateway, "spec.gatewayClassName", code, gateway.class_name.place, message, UNMANAGED)
        .with_help("annotate the GatewayClass with `konghq.com/gatewayclass-unmanaged: \"true\"`; any value but the empty one counts")
        .with_remedy(Remedy::annotate(class.object, "konghq.com/gatewayclass-unmanaged", "true"));
    problem.with_label_at(class.object.name().place, "the GatewayClass")
}

/// `--gateway-to-reconcile` names another Gateway.
pub fn skipped(gateway: &Gateway<'_>, only: &Placed<NamespacedName>) -> Diagnostic {
    let message = format!("Gateway `{}` is passed over: the controller only looks at `{}`", title(gateway), only.value);
    let problem = at(gateway, "metadata.name", Code::GatewaySkipped, gateway.object.name().place, message, CLASS)
        .with_help("unset CONTROLLER_GATEWAY_TO_RECONCILE to look at all Gateways");
    problem.with_label_at(only.place, "set here")
}

/// The annotation names a Service that is none of the controller's.
pub fn publish_service_mismatch(
    gateway: &Gateway<'_>,
    annotation: &PublishService,
    unresolved: &Unresolved,
    controller: &ControllerSettings,
) -> Diagnostic {
    let configured: Vec<String> = controller
        .publish_service
        .iter()
        .chain(&controller.publish_service_udp)
        .map(|name| name.value.to_string())
        .collect();
    let message = format!(
        "Gateway `{}` is never accepted: its annotation names `{}`, the controller publishes `{}`",
        title(gateway),
        unresolved.reference,
        configured.join("` and `")
    );
    let problem = with_annotation(gateway, annotation, Code::PublishServiceMismatch, message);
    let mut problem = match annotation.value.origin.places().first().and_then(|place| place.span()) {
        Some(span) if !annotation.written => problem
            .with_help(format!(
                "write `{ANNOTATION}: {}`, or remove the annotation: the controller writes it",
                configured.join(",")
            ))
            .with_fix(Fix::replace("Name the controller's publish Services", span, configured.join(","))),
        _ => problem,
    };
    problem = problem.with_help(format!("or set CONTROLLER_PUBLISH_SERVICE to `{}`", unresolved.reference));
    for name in controller.publish_service.iter().chain(&controller.publish_service_udp) {
        problem = problem.with_label_at(name.place, "the controller's publish Service is set here");
    }
    problem
}

fn with_annotation(gateway: &Gateway<'_>, annotation: &PublishService, code: Code, message: String) -> Diagnostic {
    let place = annotation.value.origin.places().first().copied();
    let place = place.filter(|_| !annotation.written).unwrap_or(gateway.object.name().place);
    at(gateway, &format!("metadata.annotations[\"{ANNOTATION}\"]"), code, place, message, PUBLISH)
}

/// The publish Service does not exist.
pub fn publish_service_missing(
    gateway: &Gateway<'_>,
    annotation: &PublishService,
    unresolved: &Unresolved,
    controller: &ControllerSettings,
) -> Diagnostic {
    let reference = &unresolved.reference;
    let message = format!("Gateway `{}` is never accepted: there is no Service `{reference}`", title(gateway));
    let mut problem = with_annotation(gateway, annotation, Code::PublishServiceMissing, message).with_help(format!(
        "add the Service of Kong's proxy under the name `{reference}`, or let CONTROLLER_PUBLISH_SERVICE name the one \
         that exists"
    ));
    for name in controller.publish_service.iter().chain(&controller.publish_service_udp) {
        if name.value.to_string() == *reference {
            problem = problem.with_label_at(name.place, "the controller's publish Service is set here");
        }
    }
    problem
}

/// The publish Service has no cluster IP.
pub fn no_cluster_ips(gateway: &Gateway<'_>, service: &Service<'_>) -> Diagnostic {
    let key = service.object.key();
    let service_type = service.service_type();
    let message =
        format!("Gateway `{}` is never programmed: its publish Service `{key}` has no cluster IP", title(gateway));
    let code = Code::PublishServiceNoClusterIp;
    let problem = at(gateway, "metadata.name", code, gateway.object.name().place, message, ADDRESSES);
    let problem = if service_type.value == "ExternalName" {
        problem.with_help("use a Service of type `LoadBalancer`, `NodePort` or `ClusterIP` that selects Kong's pods")
    } else {
        problem.with_help(format!("write `clusterIPs:` into Service `{key}`; a cluster fills it in by itself"))
    };
    problem.with_label_at(service.object.name().place, "the Service")
}

/// The Gateway has no address because its load balancer has none yet.
pub fn load_balancer_pending(gateway: &Gateway<'_>, service: &Service<'_>) -> Diagnostic {
    let key = service.object.key();
    let message = format!(
        "Gateway `{}` has no address: the load balancer of Service `{key}` is pending, and the controller does not look again",
        title(gateway)
    );
    let code = Code::GatewayNoAddress;
    let problem = at(gateway, "status.addresses", code, gateway.object.name().place, message, ADDRESSES).with_help(
        "wait for the load balancer and change the Gateway's spec afterwards, or set CONTROLLER_PUBLISH_STATUS_ADDRESS",
    );
    problem.with_label_at(service.service_type().place, "the Service waits for a load balancer")
}

/// The Gateway has no address because its Service has no load balancer.
pub fn no_load_balancer(gateway: &Gateway<'_>, service: &Service<'_>) -> Diagnostic {
    let (key, service_type) = (service.object.key(), service.service_type());
    let message = format!(
        "Gateway `{}` has no address: Service `{key}` is of type {}, and only load balancers give addresses",
        title(gateway),
        service_type.value
    );
    let code = Code::GatewayAddressless;
    let problem = at(gateway, "status.addresses", code, gateway.object.name().place, message, ADDRESSES)
        .with_help("write `type: LoadBalancer`, or set CONTROLLER_PUBLISH_STATUS_ADDRESS");
    problem.with_label_at(service_type.place, "the Service's type")
}

/// `spec.addresses` is not read.
pub fn addresses_ignored(gateway: &Gateway<'_>, place: Place, overridden_by: Option<Place>) -> Diagnostic {
    let message = format!(
        "Gateway `{}` does not get the addresses of its spec: the controller shows those of the publish Services",
        title(gateway)
    );
    let code = Code::GatewayAddressesIgnored;
    let problem = at(gateway, "spec.addresses", code, place, message, ADDRESSES).with_help(
        "remove `addresses`; set CONTROLLER_PUBLISH_STATUS_ADDRESS to show others than those of the load balancer",
    );
    let spec = gateway.object.spec();
    let problem =
        problem.with_remedy(spec.and_then(|spec| Remedy::remove_field(spec, "addresses", "Remove `addresses`")));
    match overridden_by {
        Some(place) => problem.with_label_at(place, "the addresses that are shown"),
        None => problem,
    }
}

/// A value of the unmanaged annotation that means something else to its reader.
pub fn unmanaged_value(class: &GatewayClass<'_>, value: Placed<&str>) -> Diagnostic {
    let object = class.object;
    let means = if value.value.contains('/') {
        "the controller does not read the name of a Service from it"
    } else {
        "every value but the empty one means yes"
    };
    let message = format!(
        "GatewayClass `{}` is unmanaged although `konghq.com/gatewayclass-unmanaged` is `{}`: {means}",
        object.key(),
        value.value
    );
    let span = value.place.span().unwrap_or_else(|| object.name_span());
    let problem = Diagnostic::new(Code::GatewayClassUnmanagedValue, span, message, UNMANAGED)
        .with_object(object.title())
        .with_path("metadata.annotations[\"konghq.com/gatewayclass-unmanaged\"]");
    let problem = match value.place.span() {
        Some(span) => problem.with_fix(Fix::replace("Write `'true'`", span, "'true'")),
        None => problem,
    };
    if value.value.contains('/') {
        problem.with_help("write `konghq.com/gatewayclass-unmanaged: 'true'`").with_help(format!(
            "the publish Service comes from CONTROLLER_PUBLISH_SERVICE; set it to `{}`",
            value.value
        ))
    } else {
        problem
            .with_help("write `konghq.com/gatewayclass-unmanaged: 'true'` if the controller is to take its Gateways")
            .with_help("remove the annotation if another component is to manage them")
    }
}

/// No HTTPRoute of the controller's Gateways sends to a target of the policy.
pub fn policy_unreached(object: &Object<'_>) -> Diagnostic {
    let message = format!(
        "BackendTLSPolicy `{}` has no effect and no status: no HTTPRoute with resolved backends sends to its targets",
        object.key()
    );
    Diagnostic::new(Code::PolicyUnreached, object.name_span(), message, POLICIES)
        .with_object(object.title())
        .with_path("spec.targetRefs")
        .with_help("check `targetRefs`: kind `Service`, and the name of a Service of the policy's namespace")
}

/// The policy is not accepted, hence not used.
pub fn policy_refused(object: &Object<'_>, reason: &str, words: &str, origin: &Origin) -> Diagnostic {
    let message = format!("BackendTLSPolicy `{}` is not used: {words} ({reason})", object.key());
    let mut spans = origin.places().iter().filter_map(|place| place.span());
    let primary = spans.next().unwrap_or_else(|| object.name_span());
    let mut problem =
        Diagnostic::new(Code::PolicyRefused, primary, message, POLICIES).with_object(object.title()).with_path("spec");
    for span in spans {
        problem = problem.with_label(span, "and here");
    }
    if reason == "Conflicted" {
        problem.with_help("keep one policy for each Service: with several none is used")
    } else {
        problem.with_help(
            "use `caCertificateRefs` of kind ConfigMap or Secret that exist, and nothing else of `validation`",
        )
    }
}
