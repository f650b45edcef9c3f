//! Problems of routes: parents that do not take them, backends that are not there, hostnames that get lost.

use crate::diagnostic::remedy::quoted;
use crate::diagnostic::{Change, Code, Diagnostic, Fix, Remedy};
use crate::k8s::gateway::Listener;
use crate::k8s::kinds::Kind;
use crate::k8s::route::{ParentRef, Route};
use crate::k8s::{Object, ObjectKey};
use crate::provenance::{Place, Placed};
use crate::status::route::supported_gateways::{self, Attachment, Reason, Step, Trial};

const PARENTS: &str = "KIC v3.5.13 gw/route_utils.go:getSupportedGatewayForRoute; spec/gateway-status.md 10.2 and 10.6";
const STATUS: &str = "KIC v3.5.13 gw/route_parent_status.go; spec/gateway-status.md 10.7";
const HOSTNAMES: &str = "KIC v3.5.13 gw/route_utils.go:filterHostnames; spec/gateway-status.md 10.6";
const SWITCHES: &str = "KIC v3.5.13 internal/manager/controllerdef.go:setupControllers; spec/gateway-status.md 13";

fn at(
    object: &Object<'_>,
    path: String,
    code: Code,
    place: Place,
    message: String,
    source: &'static str,
) -> Diagnostic {
    Diagnostic::new(code, place.span().unwrap_or_else(|| object.name_span()), message, source)
        .with_object(object.title())
        .with_path(path)
}

fn title(route: &Route<'_>) -> String {
    format!("{} `{}`", route.object.info.name, route.object.key())
}

fn parent_path(index: usize) -> String {
    format!("spec.parentRefs[{index}]")
}

/// The controller of the kind does not run.
pub fn kind_off(object: &Object<'_>, switch: Place) -> Diagnostic {
    let kind = object.info.name;
    let alpha = matches!(object.kind(), Kind::TCPRoute | Kind::UDPRoute | Kind::TLSRoute | Kind::BackendTLSPolicy);
    let why = if alpha { "the feature gate GatewayAlpha is off" } else { "its controller is switched off" };
    let message = format!("{kind} `{}` is not read: {why}", object.key());
    let problem = at(object, "kind".to_owned(), Code::RouteKindOff, object.name().place, message, SWITCHES);
    let problem = if alpha {
        problem
            .with_help("set CONTROLLER_FEATURE_GATES to `GatewayAlpha=true`")
            .with_remedy(Remedy::open_gate("GatewayAlpha"))
    } else {
        let variable = format!("CONTROLLER_ENABLE_CONTROLLER_GWAPI_{}", kind.to_uppercase());
        problem.with_help(format!("set {variable} to `true`")).with_remedy(Remedy::set(&variable, "true"))
    };
    problem.with_label_at(switch, "switched off here")
}

/// A parentRef that is no Gateway spoils the route.
pub fn parent_kind(route: &Route<'_>, place: Place, error: &str) -> Diagnostic {
    let message = format!("{} is ignored as a whole: a parentRef of it is no Gateway", title(route));
    at(route.object, "spec.parentRefs".to_owned(), Code::RouteParentKind, place, message, PARENTS)
        .with_help("remove that parentRef, or put it into a route of its own")
        .with_help(format!("the controller says: {error}"))
}

/// A listener's `allowedRoutes` cannot be tested.
pub fn policy_error(route: &Route<'_>, place: Place, error: &str) -> Diagnostic {
    let message = format!("{} is never processed: `allowedRoutes` of a listener cannot be tested", title(route));
    let namespace = route.object.namespace();
    at(route.object, "spec.parentRefs".to_owned(), Code::RoutePolicyError, place, message, PARENTS)
        .with_help(format!("add the Namespace `{namespace}` with its labels to the manifests"))
        .with_help(format!("the controller says: {error}"))
}

/// Why a parentRef leads to no Gateway of this controller.
#[derive(Clone, Copy, Debug)]
pub enum NoParent<'a> {
    /// There is no such Gateway; maybe one in this namespace is meant.
    Missing(Option<ObjectKey<'a>>),
    /// The Gateway has no GatewayClass.
    NoClass,
    /// The Gateway is another controller's.
    Foreign,
    /// `--gateway-to-reconcile` names another one.
    Skipped,
}

/// A parentRef that leads to no Gateway of this controller is passed over.
pub fn no_parent(route: &Route<'_>, index: usize, reference: &ParentRef<'_>, why: NoParent<'_>) -> Diagnostic {
    let target = &reference.target;
    let namespace = target.namespace_or(route.object.namespace());
    let name = format!("{namespace}/{}", target.name.value);
    let fact = match why {
        NoParent::Missing(_) => "there is no such Gateway",
        NoParent::NoClass => "its GatewayClass does not exist",
        NoParent::Foreign => "its GatewayClass is another controller's",
        NoParent::Skipped => "the controller only looks at another Gateway",
    };
    let message = format!("{} has no parent in Gateway `{name}`: {fact}", title(route));
    let code = match why {
        NoParent::Missing(_) | NoParent::NoClass => Code::RouteParentMissing,
        NoParent::Foreign | NoParent::Skipped => Code::RouteParentForeign,
    };
    let problem = at(route.object, parent_path(index), code, target.name.place, message, PARENTS);
    match why {
        NoParent::Missing(Some(other)) if other.name == target.name.value => problem
            .with_help(format!("write the `namespace:` of the Gateway: one of this name is not in `{namespace}`"))
            .with_remedy(if is_named(route, other) {
                None
            } else {
                let title = format!("Write `namespace: {}` in the parentRef", other.namespace);
                Remedy::write(target.node, &["namespace"], other.namespace, title)
            }),
        NoParent::Missing(Some(key)) => {
            let other = key.name;
            let problem = problem.with_help(format!("did you mean `{other}`?"));
            match target.name.place.span().filter(|_| !is_named(route, key)) {
                Some(span) => problem.with_fix(Fix::replace(format!("Use the Gateway `{other}`"), span, other)),
                None => problem,
            }
        }
        NoParent::Missing(None) => problem
            .with_help("check name and namespace of the parentRef, or add the Gateway")
            .with_remedy(behind(&name)),
        NoParent::NoClass => problem.with_help("add the GatewayClass of the Gateway").with_remedy(behind(&name)),
        NoParent::Foreign => problem.with_help("name a Gateway whose GatewayClass has this controller's name"),
        NoParent::Skipped => problem.with_help("unset CONTROLLER_GATEWAY_TO_RECONCILE, or name that Gateway"),
    }
}

/// A parentRef of the route names the Gateway already.
fn is_named(route: &Route<'_>, gateway: ObjectKey<'_>) -> bool {
    let own = route.object.namespace();
    let mut targets = route.parent_refs.iter().map(|reference| &reference.target);
    targets.any(|target| ObjectKey::new(target.namespace_or(own), target.name.value) == gateway)
}

/// What mends the Gateway of this name mends its routes.
fn behind(gateway: &str) -> Remedy {
    Remedy::new("", Change::Follow { object: format!("Gateway {gateway}"), within: None })
}

/// No route is processed before all its Gateways are programmed.
pub fn parent_waits(route: &Route<'_>, index: usize, attachment: &Attachment<'_>) -> Diagnostic {
    let gateway = attachment.gateway.object;
    let message = format!("{} waits: Gateway `{}` is not programmed", title(route), gateway.key());
    let place = attachment.parent_ref.target.name.place;
    let problem = at(route.object, parent_path(index), Code::RouteWaits, place, message, PARENTS)
        .with_help("mend the Gateway first; until then the route has no status and Kong does not get it")
        .with_remedy(Remedy::follow(gateway, None));
    problem.with_label_at(gateway.name().place, "the Gateway")
}

/// A Gateway does not accept the route.
pub fn not_accepted(route: &Route<'_>, index: usize, attachment: &Attachment<'_>) -> Diagnostic {
    let reference = &attachment.parent_ref;
    let gateway = attachment.gateway.object.key();
    let reason = attachment.reason.as_str();
    let best = best(attachment);
    let code = match (attachment.reason, best) {
        (Reason::NoMatchingListenerHostname, _) => Code::RouteHostnameMismatch,
        (Reason::NotAllowedByListeners, _) => Code::RouteNotAllowed,
        (_, None) if attachment.section().is_some() => Code::RouteSectionMissing,
        (_, Some((_, Step::Port))) => Code::RoutePortMismatch,
        (_, Some((trial, Step::Protocol))) if is_tls_of_tls_route(route, trial.listener) => Code::RouteTlsTerminated,
        (Reason::NoMatchingParent | Reason::Accepted, _) => Code::RouteNoListener,
    };
    let fact = match best {
        None => match attachment.section() {
            Some(section) => format!("it has no listener `{}`", section.value),
            None => "it has no listener".to_owned(),
        },
        Some((trial, step)) => fact(route, reference, trial.listener, step),
    };
    let message = format!("Gateway `{gateway}` does not accept {}: {fact} ({reason})", title(route));
    let place = match (best, attachment.section(), reference.port) {
        (None, Some(section), _) => section.place,
        (Some((_, Step::Port)), _, Some(port)) => port.place,
        (Some((_, Step::Hostname)), _, _) => {
            route.hostnames.first().map_or(reference.target.name.place, |hostname| hostname.place)
        }
        _ => reference.target.name.place,
    };
    let problem = at(route.object, parent_path(index), code, place, message, PARENTS);
    match best {
        None => no_section(problem, route, attachment),
        Some((trial, step)) => {
            let problem = advise(problem, route, trial.listener, step);
            let problem = mend(problem, route, attachment, trial, step);
            problem.with_label_at(
                step.place(trial.listener, reference),
                format!("listener `{}`", trial.listener.name.value),
            )
        }
    }
}

/// The listener that gets furthest, of those that the parentRef can mean.
fn best<'t, 'a>(attachment: &'t Attachment<'a>) -> Option<(&'t Trial<'a>, Step)> {
    let mut best: Option<(&Trial<'a>, Step)> = None;
    for trial in attachment.relevant() {
        let Some(step) = trial.stopped else { continue };
        if best.is_none_or(|(_, furthest)| step > furthest) {
            best = Some((trial, step));
        }
    }
    best
}

fn fact(route: &Route<'_>, reference: &ParentRef<'_>, listener: &Listener<'_>, step: Step) -> String {
    let name = listener.name.value;
    let kind = route.object.info.name;
    match step {
        Step::AllowedKinds => format!("`allowedRoutes.kinds` of listener `{name}` does not list {kind}"),
        Step::AllowedNamespaces => {
            format!("listener `{name}` takes no routes of namespace `{}`", route.object.namespace())
        }
        Step::SupportedKinds => format!("listener `{name}` does not support {kind}"),
        Step::Programmed => format!("listener `{name}` is not programmed"),
        Step::SectionName => format!("listener `{name}` is not the section that is named"),
        Step::Port => {
            let port = reference.port.map_or(0, |port| port.value);
            format!("listener `{name}` has port {}, not {port}", listener.port.value)
        }
        Step::Protocol => match listener.tls.as_ref().and_then(|tls| tls.mode) {
            Some(mode) => format!(
                "listener `{name}` has protocol {} with TLS mode {}, which is not for {kind}",
                listener.protocol.value, mode.value
            ),
            None => format!("listener `{name}` has protocol {}, which is not for {kind}", listener.protocol.value),
        },
        Step::Hostname => {
            format!("no hostname of it meets `{}` of listener `{name}`", listener.hostname_text())
        }
    }
}

fn advise(problem: Diagnostic, route: &Route<'_>, listener: &Listener<'_>, step: Step) -> Diagnostic {
    let kind = route.object.info.name;
    match step {
        Step::AllowedKinds => problem.with_help(format!("add {kind} to `allowedRoutes.kinds`, or remove `kinds`")),
        Step::AllowedNamespaces => problem.with_help(
            "write `allowedRoutes: {namespaces: {from: All}}` at the listener, or move the route to its namespace",
        ),
        Step::SupportedKinds => problem.with_help(format!("use a listener whose protocol is for {kind}")),
        Step::Programmed => problem.with_help(format!("mend listener `{}` first", listener.name.value)),
        Step::SectionName => problem.with_help(format!("write `sectionName: {}`", listener.name.value)),
        Step::Port => problem
            .with_help("use `sectionName` instead of `port`: the controller's status does not settle with a port"),
        Step::Protocol if is_tls_of_tls_route(route, listener) => {
            problem.with_help("write `mode: Passthrough` at the listener: TLSRoutes only pass TLS through")
        }
        Step::Protocol => problem.with_help(format!("name a listener whose protocol is for {kind}")),
        Step::Hostname => problem.with_help(format!(
            "add a hostname that `{}` covers, or remove `hostnames` from the route",
            listener.hostname_text()
        )),
    }
}

/// A TLSRoute meets a TLS listener; where the protocol still does not fit, it is the mode.
fn is_tls_of_tls_route(route: &Route<'_>, listener: &Listener<'_>) -> bool {
    route.kind() == Kind::TLSRoute && listener.protocol.value == "TLS"
}

/// The edits for a listener that turns the route away at a step.
fn mend(
    problem: Diagnostic,
    route: &Route<'_>,
    attachment: &Attachment<'_>,
    trial: &Trial<'_>,
    step: Step,
) -> Diagnostic {
    let (reference, listener) = (&attachment.parent_ref, trial.listener);
    let name = listener.name.value;
    let is_last = trial.next.is_none();
    // A listener of the Gateway that takes the route as soon as it is named.
    let other = attachment.trials.iter().map(|trial| trial.listener).find(|other| would_take(attachment, route, other));
    let elsewhere = |problem: Diagnostic| match other {
        Some(other) => problem.with_remedy(name_section(reference, other.name.value)),
        None => problem,
    };
    match step {
        Step::AllowedKinds if is_last => {
            let title = format!("Remove `kinds` of listener `{name}`");
            let allowed = listener.node.get("allowedRoutes");
            problem.with_remedy(allowed.and_then(|allowed| Remedy::remove_field(allowed, "kinds", title)))
        }
        Step::AllowedNamespaces if is_last => {
            let title = format!("Let listener `{name}` take routes of all namespaces");
            problem.with_remedy(Remedy::write(listener.node, &["allowedRoutes", "namespaces", "from"], "All", title))
        }
        Step::Programmed if is_last => {
            problem.with_remedy(Remedy::follow(attachment.gateway.object, listener.node.span()))
        }
        Step::Port => {
            let problem = elsewhere(problem);
            problem.with_remedy(Remedy::remove_field(reference.target.node, "port", "Remove `port` of the parentRef"))
        }
        Step::Protocol => {
            let passes = is_tls_of_tls_route(route, listener);
            let title = format!("Write `mode: Passthrough` at listener `{name}`");
            let mode = passes.then(|| Remedy::write(listener.node, &["tls", "mode"], "Passthrough", title)).flatten();
            elsewhere(problem).with_remedy(mode)
        }
        Step::Hostname => {
            let hostname = listener.hostname_text();
            let title = format!("Add the hostname `{hostname}` to the route");
            let list = route.object.spec().and_then(|spec| spec.get("hostnames"));
            elsewhere(problem).with_remedy(list.and_then(|list| Remedy::add_item(list, &quoted(hostname), title)))
        }
        Step::AllowedKinds | Step::AllowedNamespaces | Step::Programmed | Step::SupportedKinds | Step::SectionName => {
            elsewhere(problem)
        }
    }
}

/// Whether nothing but its name keeps a listener from taking the route, which does not name it anyway.
fn would_take(attachment: &Attachment<'_>, route: &Route<'_>, listener: &Listener<'_>) -> bool {
    let reference = ParentRef { section_name: None, port: None, ..attachment.parent_ref };
    let stopped = attachment.trials.iter().find(|trial| std::ptr::eq(trial.listener, listener));
    let is_ready = stopped.is_some_and(|trial| trial.stopped.is_none_or(|step| step > Step::Programmed));
    let own = route.object.namespace();
    let gateway = |of: &ParentRef<'_>| (of.target.namespace_or(own).to_owned(), of.target.name.value.to_owned());
    let is_named = route.parent_refs.iter().any(|other| {
        other.section().is_some_and(|section| section.value == listener.name.value)
            && gateway(other) == gateway(&reference)
    });
    is_ready && !is_named && supported_gateways::try_reference(route, &reference, listener).is_none()
}

/// The parentRef names a listener, in place of another one or of a port.
fn name_section(reference: &ParentRef<'_>, name: &str) -> Option<Remedy> {
    let title = format!("Write `sectionName: {name}` in the parentRef");
    let node = reference.target.node;
    match (reference.port, node.map().and_then(|map| map.entry("port"))) {
        (Some(port), Some(entry)) if reference.section().is_none() => {
            let span = entry.key_place.span()?.to(port.place.span()?);
            Some(Remedy::new(title, Change::Replace(span, format!("sectionName: {name}"))))
        }
        (Some(_), _) => None,
        (None, _) => Remedy::write(node, &["sectionName"], name, title),
    }
}

fn no_section(problem: Diagnostic, route: &Route<'_>, attachment: &Attachment<'_>) -> Diagnostic {
    let names: Vec<&str> = attachment.gateway.listeners.iter().map(|listener| listener.name.value).collect();
    let Some(section) = attachment.section() else { return problem.with_help("add a listener to the Gateway") };
    let meant = crate::suggest::did_you_mean(section.value, names.iter().copied());
    if let (Some(meant), Some(span)) = (meant, section.place.span()) {
        let fix = Fix::replace(format!("Use the listener `{meant}`"), span, meant);
        return problem.with_help(format!("did you mean `{meant}`?")).with_fix(fix);
    }
    let other = attachment.gateway.listeners.iter().find(|other| would_take(attachment, route, other));
    problem
        .with_help(format!("write one of `{}` as `sectionName`", names.join("`, `")))
        .with_remedy(other.and_then(|other| name_section(&attachment.parent_ref, other.name.value)))
}

/// The status alternates because of a `port` in a parentRef.
///
/// `references` are its parentRefs with a port, each with the name of the listener that has it.
pub fn alternates(route: &Route<'_>, place: Place, references: &[(&ParentRef<'_>, &str)]) -> Diagnostic {
    let message = format!(
        "the status of {} never settles: the controller writes the entry of a parentRef with `port` and removes it again",
        title(route)
    );
    at(route.object, "spec.parentRefs".to_owned(), Code::RouteStatusAlternates, place, message, STATUS)
        .with_help("use `sectionName` instead of `port`")
        .with_remedy(without_ports(references))
}

/// Each parentRef with a port names the listener that has it, or only loses its port where it names one already.
fn without_ports(references: &[(&ParentRef<'_>, &str)]) -> Option<Remedy> {
    let (_, name) = references.first()?;
    let changes: Option<Vec<Change>> = references
        .iter()
        .map(|(reference, name)| {
            let remedy = if reference.section().is_some() {
                Remedy::remove_field(reference.target.node, "port", "")
            } else {
                name_section(reference, name)
            };
            remedy?.changes.into_iter().next()
        })
        .collect();
    let title = format!("Write `sectionName: {name}` instead of `port`");
    Some(Remedy { title, changes: changes?, guard: None })
}

/// Two parentRefs of an L4 route to one Gateway overwrite each other's status.
pub fn overwritten(route: &Route<'_>, index: usize, first: &ParentRef<'_>, last: &ParentRef<'_>) -> Diagnostic {
    let message = format!(
        "only the last parentRef of {} to Gateway `{}` has a status, and it never becomes Programmed",
        title(route),
        last.target.name.value
    );
    let place = last.target.name.place;
    let problem = at(route.object, parent_path(index), Code::RouteParentsOverwritten, place, message, STATUS)
        .with_help(format!("make one {} for each section", route.object.info.name));
    problem.with_label_at(first.target.name.place, "the status of this one is overwritten")
}

/// A hostname that no listener covers: it does not get to Kong.
pub fn hostname_dropped(route: &Route<'_>, index: usize, hostname: Placed<&str>) -> Diagnostic {
    let message = format!(
        "hostname `{}` of {} does not get to Kong: no listener of its Gateways covers it",
        hostname.value,
        title(route)
    );
    at(route.object, format!("spec.hostnames[{index}]"), Code::RouteHostnameDropped, hostname.place, message, HOSTNAMES)
        .with_help("remove it, or add a listener with a hostname that covers it")
        // Without any hostname the route would take every host.
        .with_remedy(
            (route.hostnames.len() > 1)
                .then(|| Remedy::remove_item_at(hostname.place, format!("Remove the hostname `{}`", hostname.value)))
                .flatten(),
        )
}

/// A hostname that is replaced by the narrower one of a listener.
pub fn hostname_narrowed(route: &Route<'_>, index: usize, hostname: Placed<&str>, by: Placed<&str>) -> Diagnostic {
    let message = format!(
        "hostname `{}` of {} gets to Kong as `{}`, the hostname of the first listener that it covers",
        hostname.value,
        title(route),
        by.value
    );
    let code = Code::RouteHostnameNarrowed;
    let problem = at(route.object, format!("spec.hostnames[{index}]"), code, hostname.place, message, HOSTNAMES)
        .with_help("write each hostname that is meant: only the first listener counts");
    problem.with_label_at(by.place, "the listener's hostname")
}

/// A route is only on HTTPS listeners of Gateways that also have one of HTTP.
pub fn https_only(route: &Route<'_>, index: usize, section: Placed<&str>, plain: &Listener<'_>) -> Diagnostic {
    let message = format!(
        "plain HTTP for {} is answered with 426: it is on HTTPS listeners only, and Kong asks for an upgrade",
        title(route)
    );
    at(route.object, parent_path(index), Code::RouteHttpsOnly, section.place, message, STATUS)
        .with_help(
            "write the annotation `konghq.com/https-redirect-status-code: '301'` on the route to redirect instead",
        )
        .with_help(format!("or add a parentRef with `sectionName: {}` to serve it without TLS", plain.name.value))
        .with_label_at(plain.name.place, "the listener of HTTP".to_owned())
}
