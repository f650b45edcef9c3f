//! From backendRefs to backends: which references the controller follows.

use super::input::Input;
use crate::diagnostic::catalog::backends as catalog;
use crate::findings::Findings;
use crate::k8s::ingress::BackendPort;
use crate::k8s::route::BackendRef;
use crate::k8s::service::Service;
use crate::k8s::{Object, ObjectKey};
use crate::provenance::{Place, Placed};
use crate::resolve::grants::{self, GroupRule, Target};

/// A backendRef that the controller follows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Backend<'a> {
    /// The Kubernetes Service that it leads to.
    pub service: &'a Service<'a>,
    /// The reference.
    pub reference: BackendRef<'a>,
    /// How a backend of an Ingress names its port; `None` for all others.
    pub ingress_port: Option<Placed<BackendPort<'a>>>,
    /// The KongServiceFacade between: its annotations go before those of the Service.
    pub facade: Option<&'a Object<'a>>,
}

impl<'a> Backend<'a> {
    /// The wanted port of the Service; -1 where the reference has none.
    pub(super) fn port(&self) -> Placed<i64> {
        const ABSENT: &str = "KIC: a backendRef without `port` asks for port -1";
        self.reference.port.unwrap_or(Placed::new(-1, Place::Rule(ABSENT)))
    }

    /// The object that gives the tags.
    pub(super) fn tagged(&self) -> &'a Object<'a> {
        self.facade.unwrap_or(self.service.object)
    }

    /// Name of the Service.
    pub(super) fn name(&self) -> &'a str {
        self.service.object.key().name
    }
}

/// The backends of a rule of a route, in order, with repetitions.
///
/// A reference that the controller does not follow is left out with a problem; upstream only logs it.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/backendref.go:backendRefsToKongStateBackends;
/// spec/gateway-routes.md 4.1.
pub(super) fn resolve<'a>(
    input: Input<'a>,
    route: &'a Object<'a>,
    references: &[BackendRef<'a>],
    findings: &mut Findings<'a>,
) -> Vec<Backend<'a>> {
    references.iter().filter_map(|reference| follow(input, route, reference, findings)).collect()
}

fn follow<'a>(
    input: Input<'a>,
    route: &'a Object<'a>,
    reference: &BackendRef<'a>,
    findings: &mut Findings<'a>,
) -> Option<Backend<'a>> {
    let target = reference.target;
    let Some(kind) = target.kind else {
        findings.problem(catalog::kind_missing(route, &target));
        return None;
    };
    if kind.value != "Service" {
        findings.problem(catalog::kind_unsupported(route, &target, kind));
        return None;
    }
    // Here an empty namespace is a namespace, unlike in parentRefs.
    let namespace = target.namespace.map_or(route.key().namespace, |namespace| namespace.value);
    let key = ObjectKey::new(namespace, target.name.value);
    let Some(service) = input.store.service(key) else {
        findings.problem(catalog::service_missing(route, &target, key, input.store));
        return None;
    };
    if !target.is_core_group() {
        findings.problem(catalog::group_unsupported(route, &target));
        return None;
    }
    if namespace != route.namespace() {
        let wanted = Target { group: target.group_text(), kind: kind.value, namespace, name: target.name.value };
        if grants::granted(input.store, route, wanted, GroupRule::Literal).is_none() {
            findings.problem(catalog::not_granted(route, &target, wanted));
            return None;
        }
    }
    Some(Backend { service, reference: *reference, ingress_port: None, facade: None })
}
