//! Problems of backendRefs and of the Services behind them.

use super::translation::on;
use crate::diagnostic::remedy::Guard;
use crate::diagnostic::{Change, Code, Diagnostic, Fix, Remedy};
use crate::k8s::gateway::ObjectRef;
use crate::k8s::route::BackendRef;
use crate::k8s::service::Service;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::provenance::{Place, Placed};
use crate::resolve::Store;
use crate::resolve::grants::Target;
use crate::suggest::did_you_mean;
use crate::yaml::Node;

const FOLLOW: &str = "KIC v3.5.13 internal/dataplane/translator/backendref.go:backendRefsToKongStateBackends";
const AGREEMENT: &str = "KIC v3.5.13 internal/dataplane/translator/ingressrules.go:collectInconsistentAnnotations";
const UPSTREAMS: &str = "KIC v3.5.13 internal/dataplane/translator/translate_upstreams.go:getUpstreams";
const UPSTREAM_OVERRIDES: &str = "KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:FillUpstreamOverrides";

/// `kind` of a backendRef is absent, which only objects as stored by hand can be.
pub fn kind_missing(route: &Object<'_>, target: &ObjectRef<'_>) -> Diagnostic {
    let message = format!("the controller skips the backendRef `{}`: it has no `kind`", target.name.value);
    on(Code::BackendKindMissing, route, target.node.place, message, FOLLOW).with_help("write `kind: Service`")
}

/// `kind` of a backendRef is not `Service`.
pub fn kind_unsupported(route: &Object<'_>, target: &ObjectRef<'_>, kind: Placed<&str>) -> Diagnostic {
    let message = format!("the controller cannot send requests to the {} `{}`", kind.value, target.name.value);
    on(Code::BackendKindUnsupported, route, kind.place, message, FOLLOW).with_help("name a Service: `kind: Service`")
}

/// The Service of a backendRef does not exist.
pub fn service_missing(
    route: &Object<'_>,
    target: &ObjectRef<'_>,
    key: ObjectKey<'_>,
    store: &Store<'_>,
) -> Diagnostic {
    let problem = on(
        Code::BackendServiceMissing,
        route,
        target.name.place,
        format!("there is no Service `{}` in namespace `{}`", key.name, key.namespace),
        FOLLOW,
    );
    let elsewhere = store.services().find(|service| service.object.key().name == key.name);
    let in_namespace = store.services().map(|service| service.object.key()).filter(|of| of.namespace == key.namespace);
    let similar = did_you_mean(key.name, in_namespace.map(|of| of.name));
    match (similar, elsewhere, target.name.place.span()) {
        (Some(name), _, Some(span)) => problem.with_help(format!("did you mean `{name}`?")).with_fix(Fix::replace(
            format!("Use the Service `{name}`"),
            span,
            name,
        )),
        (_, Some(service), _) => {
            let namespace = service.object.key().namespace;
            problem
                .with_help(format!(
                    "write `namespace: {namespace}` where the Service is, and allow it with a ReferenceGrant there"
                ))
                .with_remedy(from_namespace(route, target, namespace))
        }
        _ => problem
            .with_help(format!("create the Service `{}` in namespace `{}`", key.name, key.namespace))
            .with_remedy(if has_special_company(route, target, key.namespace, store) {
                None
            } else {
                Some(new_service(
                    key,
                    PortName::Number(target.node.int_at("port").map_or(80, |port| port.value)),
                    route.kind() == Kind::UDPRoute,
                ))
            }),
    }
}

/// A Service beside it in the rule has annotations of Kong, which a new one would have to have as well.
fn has_special_company(route: &Object<'_>, target: &ObjectRef<'_>, namespace: &str, store: &Store<'_>) -> bool {
    let rules = route.spec().and_then(|spec| spec.get("rules")).map_or(&[][..], Node::items);
    let mut rules = rules.iter().map(BackendRef::list);
    let own = rules.find(|backends| backends.iter().any(|backend| backend.target.node.place == target.node.place));
    own.into_iter().flatten().any(|backend| {
        let key = ObjectKey::new(backend.target.namespace_or(namespace), backend.target.name.value);
        let service = store.services().find(|service| service.object.key() == key);
        service
            .is_some_and(|service| service.object.annotations().iter().any(|entry| entry.key.starts_with("konghq.com")))
    })
}

/// The backendRef names the namespace of the Service, which a ReferenceGrant allows.
fn from_namespace(route: &Object<'_>, target: &ObjectRef<'_>, namespace: &str) -> Option<Remedy> {
    let title = format!("Use the Service of namespace `{namespace}` and allow it with a ReferenceGrant");
    let mut remedy = Remedy::write(target.node, &["namespace"], namespace, title)?;
    let wanted = Target { group: "", kind: "Service", namespace, name: target.name.value };
    // Without a namespace of its own there is nobody else to grant anything to.
    remedy.changes.extend(Remedy::grant(route, wanted).changes);
    (route.namespace() != namespace).then_some(remedy)
}

/// How a backend names the port of its Service.
#[derive(Clone, Copy, Debug)]
pub(super) enum PortName<'a> {
    /// By its number.
    Number(i64),
    /// By its name.
    Name(&'a str),
}

/// A Service of this name, as far as a manifest is needed for it.
pub(super) fn new_service(key: ObjectKey<'_>, port: PortName<'_>, udp: bool) -> Remedy {
    let transport = if udp { "UDP" } else { "TCP" };
    let (number, name) = match port {
        PortName::Number(number) => (number, format!("port-{number}")),
        PortName::Name(name) => (80, name.to_owned()),
    };
    let document = format!(
        "# A stand-in: give it the selector and the ports of your Pods.\napiVersion: v1\nkind: Service\nmetadata:\n  name: {}\n  \
         namespace: {}\nspec:\n  selector:\n    app: {}\n  ports:\n  - name: {name}\n    port: {number}\n    protocol: \
         {transport}\n    targetPort: {number}\n",
        key.name, key.namespace, key.name
    );
    Remedy::new(format!("Add a Service `{key}`"), Change::AddDocument(document))
}

/// `group` of a backendRef is not the core group.
pub fn group_unsupported(route: &Object<'_>, target: &ObjectRef<'_>) -> Diagnostic {
    let place = target.group.map_or(target.node.place, |group| group.place);
    let message = format!(
        "the controller skips the backendRef `{}`: group `{}` has no Services",
        target.name.value,
        target.group_text()
    );
    on(Code::BackendGroupUnsupported, route, place, message, FOLLOW).with_help("write `group: \"\"` or leave it out")
}

/// No ReferenceGrant allows a backendRef into another namespace.
pub fn not_granted(route: &Object<'_>, target: &ObjectRef<'_>, wanted: Target<'_>) -> Diagnostic {
    let place = target.namespace.map_or(target.node.place, |namespace| namespace.place);
    let message = format!(
        "no ReferenceGrant in namespace `{}` lets a {} of namespace `{}` use the Service `{}`",
        wanted.namespace,
        route.info.name,
        route.namespace(),
        wanted.name
    );
    let group = if wanted.group.is_empty() { "\"\"" } else { wanted.group };
    let help = format!(
        "create a ReferenceGrant in namespace `{}` with `from: [{{group: {}, kind: {}, namespace: {}}}]` and `to: [{{group: {group}, kind: {}}}]`",
        wanted.namespace,
        route.info.group,
        route.info.name,
        route.namespace(),
        wanted.kind,
    );
    on(
        Code::BackendNotGranted,
        route,
        place,
        message,
        "KIC v3.5.13 internal/gatewayapi/references.go:IsRefAllowedByGrant",
    )
    .with_help(help)
    .with_remedy(Remedy::grant(route, wanted))
}

/// None of the backendRefs of a rule can be used: Kong answers 500.
pub fn unusable(route: &Object<'_>, rule: Place, answers: bool) -> Diagnostic {
    let what = if answers { "Kong answers 500 to every request" } else { "Kong has nowhere to send connections" };
    on(Code::BackendsUnusable, route, rule, format!("no backendRef of this rule can be used: {what}"), FOLLOW)
        .with_help("mend at least one of the backendRefs of the rule")
        .with_remedy(rule.span().map(|span| Remedy::follow(route, Some(span))))
}

/// The Service has no such port.
pub fn port_unknown(
    route: &Object<'_>,
    backend: &ObjectRef<'_>,
    port: Placed<i64>,
    service: &Service<'_>,
) -> Diagnostic {
    let title = service.object.title();
    let written = port.place.span();
    let message = match written {
        Some(_) => format!("{title} has no port {}", port.value),
        None => format!("the backendRef `{}` has no port", backend.name.value),
    };
    let place = if written.is_some() { port.place } else { backend.node.place };
    let mut problem = on(
        Code::BackendPortUnknown,
        route,
        place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/translate_upstreams.go:findPort",
    );
    let ports: Vec<String> = service.ports.iter().map(|port| port.port.value.to_string()).collect();
    let target =
        service.ports.iter().find(|of| of.target_port.value == crate::k8s::service::TargetPort::Number(port.value));
    problem = problem.with_help(match (target, ports.as_slice()) {
        (Some(of), _) => {
            format!("{} is a target port: write the port of the Service, `port: {}`", port.value, of.port.value)
        }
        (None, []) => format!("give {title} a port"),
        (None, ports) => format!("write one of the ports of the Service: {}", ports.join(", ")),
    });
    let right = target.or(if let [only] = service.ports.as_slice() { Some(only) } else { None });
    let offered: Vec<String> = match right {
        Some(right) => vec![right.port.value.to_string()],
        None => ports.into_iter().take(3).collect(),
    };
    offered.into_iter().fold(problem, |problem, number| match written {
        Some(span) => problem.with_fix(Fix::replace(format!("Use port {number}"), span, number)),
        None => problem,
    })
}

/// No EndpointSlice gives an address for a backend.
pub fn endpoints_missing(
    route: &Object<'_>,
    backend: &ObjectRef<'_>,
    service: &Object<'_>,
    slices: usize,
) -> Diagnostic {
    let title = service.title();
    let message = if slices == 0 {
        format!("{title} has no EndpointSlice: its upstream gets no targets")
    } else {
        format!("no EndpointSlice of {title} has a ready endpoint for the port: its upstream gets no targets")
    };
    on(Code::EndpointsMissing, route, backend.name.place, message, UPSTREAMS)
        .with_help("in a cluster the addresses of the Service's pods stand here; add its EndpointSlices to see them")
}

/// Services behind one Kong service have different annotations.
pub fn annotations_disagree(service: &Object<'_>, key: &str, wanted: Placed<&str>, kong_service: &str) -> Diagnostic {
    let own = service.annotation(key);
    let place = own.map_or(service.name().place, |own| own.place);
    let message = match own {
        Some(own) => format!("`{key}: {}` differs between the Services of `{kong_service}`", own.value),
        None => format!("{} lacks `{key}`, which other Services of `{kong_service}` have", service.title()),
    };
    let mut problem = on(Code::ServiceAnnotationsDisagree, service, place, message, AGREEMENT)
        .with_help(format!("write `{key}: {}` on all Services of the rule, or on none of them", quoted(wanted.value)))
        .with_help("the controller leaves out the whole rule as long as they differ")
        .with_remedy(equal_annotation(service, key, wanted.value));
    if let Some(span) = wanted.place.span().filter(|span| Some(*span) != place.span()) {
        problem = problem.with_label(span, "another Service has this");
    }
    problem
}

/// The annotation of the other Services, if its value can be meant and the Service has no other company.
fn equal_annotation(service: &Object<'_>, key: &str, value: &str) -> Option<Remedy> {
    let is_meant = !value.is_empty() && value.trim() == value && (key != "konghq.com/path" || value.starts_with('/'));
    let of = service.key();
    let guard = Guard::OneRule { service: (of.namespace.to_owned(), of.name.to_owned()) };
    is_meant.then(|| Remedy::annotate(service, key, value)).flatten().map(|remedy| remedy.guarded(guard))
}

/// `konghq.com/protocol` of a Service has a value that is no protocol.
pub fn protocol_invalid(service: &Object<'_>, value: Placed<&str>, protocols: &str) -> Diagnostic {
    let message = format!("`konghq.com/protocol: {}` is no protocol of a Kong service", value.value);
    on(
        Code::ServiceProtocolInvalid,
        service,
        value.place,
        message,
        "KIC v3.5.13 internal/dataplane/kongstate/service.go:override",
    )
    .with_help(format!("write one of {protocols}"))
    .with_remedy(Remedy::remove_metadata(service, "annotations", "konghq.com/protocol"))
}

/// The KongUpstreamPolicy of a Service does not exist.
pub fn upstream_policy_missing(service: &Object<'_>, place: Place, key: ObjectKey<'_>) -> Diagnostic {
    let message = format!("there is no KongUpstreamPolicy `{}` in namespace `{}`", key.name, key.namespace);
    on(Code::UpstreamPolicyMissing, service, place, message, UPSTREAM_OVERRIDES)
        .with_help(format!("create it in namespace `{}`, where the Service is", key.namespace))
        .with_remedy(Remedy::remove_metadata(service, "annotations", "konghq.com/upstream-policy"))
}

/// Kong is too old for the algorithm of a KongUpstreamPolicy.
pub fn sticky_sessions_unsupported(policy: &Object<'_>, place: Place) -> Diagnostic {
    let message = "`algorithm: sticky-sessions` needs Kong 3.11: nothing of the policy is applied";
    on(Code::UpstreamPolicyUnsupported, policy, place, message, UPSTREAM_OVERRIDES)
        .with_help("use Kong 3.11 or newer, or `algorithm: consistent-hashing` with `hashOn.cookie`")
}

/// The KongIngress of a Service does not exist.
pub fn kong_ingress_missing(service: &Object<'_>, place: Place, key: ObjectKey<'_>) -> Diagnostic {
    let message = format!("there is no KongIngress `{}` in namespace `{}`", key.name, key.namespace);
    on(Code::KongIngressMissing, service, place, message, UPSTREAM_OVERRIDES)
        .with_help("take the annotation away: `konghq.com/host-header` has no effect either as long as it is there")
        .with_help("use `konghq.com/upstream-policy` and a KongUpstreamPolicy, KongIngress is deprecated")
        .with_remedy(Remedy::remove_metadata(service, "annotations", "konghq.com/override"))
}

/// A KongIngress does not apply behind a Gateway API route.
pub fn kong_ingress_ignored(service: &Object<'_>, place: Place, route: &Object<'_>) -> Diagnostic {
    let message = format!(
        "`konghq.com/override` has no effect behind {}, and takes `konghq.com/host-header` along",
        route.title()
    );
    on(
        Code::KongIngressIgnored,
        service,
        place,
        message,
        "KIC v3.5.13 internal/dataplane/kongstate/upstream.go:override",
    )
    .with_help("use `konghq.com/upstream-policy` and a KongUpstreamPolicy instead")
    .with_remedy(Remedy::remove_metadata(service, "annotations", "konghq.com/override"))
}

/// Several BackendTLSPolicies target one Service.
pub fn several_backend_tls_policies(service: &Object<'_>, policies: [&Object<'_>; 2]) -> Diagnostic {
    let [first, second] = policies;
    let message = format!("several BackendTLSPolicies target {}: none of them is applied", service.title());
    on(
        Code::BackendTlsPolicyRepeated,
        second,
        second.name().place,
        message,
        "KIC v3.5.13 internal/dataplane/translator/ingressrules.go:handleBackendTLSPolices",
    )
    .with_label(first.name_span(), "this one targets it as well")
    .with_help("let one policy target the Service")
}

fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}
