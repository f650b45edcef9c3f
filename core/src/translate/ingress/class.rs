//! Which Ingresses are this controller's, and the parameters of its class.

use crate::diagnostic::catalog::ingress as catalog;
use crate::findings::Findings;
use crate::k8s::ingress::{Ingress, ParametersRef, is_default_class};
use crate::k8s::{Kind, Object, ObjectKey};
use crate::ordered::Ordered as _;
use crate::provenance::Place;
use crate::translate::input::Input;

/// Annotation that names the class.
pub(in crate::translate) const CLASS: &str = "kubernetes.io/ingress.class";

/// What decides that an object without class belongs to the controller: its class is the default one.
fn default_class(input: Input<'_>) -> bool {
    let class = input.store.get(Kind::IngressClass, ObjectKey::new("", &input.settings.ingress_class));
    class.is_some_and(|class| input.cache.has(class) && is_default_class(class))
}

/// The annotation of the object names the controller's class; without one, the controller's class is the default.
///
/// Source: KIC v3.5.13 internal/annotations/annotations.go:IngressClassValidatorFuncFromObjectMeta;
/// spec/annotations.md 7.
pub(in crate::translate) fn is_ours(input: Input<'_>, object: &Object<'_>) -> bool {
    names_our_class(input, object.annotation(CLASS).map_or("", |class| class.value))
}

/// The class is the controller's; the empty one is, if the controller's is the default.
pub(in crate::translate) fn names_our_class(input: Input<'_>, class: &str) -> bool {
    match class {
        "" => default_class(input),
        class => class == input.settings.ingress_class,
    }
}

/// An Ingress may also name its class in `spec.ingressClassName`; the annotation goes before it.
///
/// Source: KIC v3.5.13 internal/store/store.go:ListIngressesV1.
pub(super) fn is_our_ingress(input: Input<'_>, ingress: &Ingress<'_>) -> bool {
    let annotated = ingress.object.annotation(CLASS).is_some_and(|class| !class.value.is_empty());
    match ingress.class_name {
        Some(class) if !annotated => class.value == input.settings.ingress_class,
        _ => is_ours(input, ingress.object),
    }
}

/// Objects of a kind in the order of the controller: by the text `namespace/name`, then the older first.
///
/// Source: spec/ingress-and-kong-crds.md 2.1.
pub(super) fn ordered<'a>(input: Input<'a>, kind: Kind) -> Vec<&'a Object<'a>> {
    let mut objects: Vec<&'a Object<'a>> = input.store.of_kind(kind).filter(|object| input.cache.has(object)).collect();
    let text = |object: &Object<'_>| format!("{}/{}", object.key().namespace, object.key().name);
    let created = |object: &Object<'_>| object.metadata("creationTimestamp").map(|created| created.value.to_owned());
    objects.order_by_cached_key(|object| (created(object), text(object)));
    objects
}

/// The parameters of the controller's class: those that the IngressClass of its name refers to, in a namespace.
///
/// Source: KIC v3.5.13 internal/store/store.go:GetIngressClassParametersV1Alpha1; spec/ingress-and-kong-crds.md 2.2.
fn parameters(input: Input<'_>) -> Option<&Object<'_>> {
    let class = input.store.get(Kind::IngressClass, ObjectKey::new("", &input.settings.ingress_class))?;
    if !input.cache.has(class) {
        return None;
    }
    let reference = ParametersRef::of_class(class)?;
    let group = reference.group.is_some_and(|group| group.value == "configuration.konghq.com");
    let ours = group && reference.kind.value == "IngressClassParameters" && reference.has_scope;
    let parameters = input.store.get(Kind::IngressClassParameters, reference.key.filter(|_| ours)?)?;
    input.cache.has(parameters).then_some(parameters)
}

/// What makes every Service its own target: `serviceUpstream` of the parameters.
pub(in crate::translate) fn service_upstream(input: Input<'_>) -> Option<Place> {
    switch(input, "serviceUpstream")
}

/// What makes paths with unusual characters regular expressions: `enableLegacyRegexDetection` of the parameters.
pub(super) fn legacy_regex_detection(input: Input<'_>) -> Option<Place> {
    switch(input, "enableLegacyRegexDetection")
}

fn switch(input: Input<'_>, key: &str) -> Option<Place> {
    let switch = parameters(input)?.spec()?.bool_at(key)?;
    switch.value.then_some(switch.place)
}

/// Reports what the controller's class refers to without effect; upstream only logs it.
pub(super) fn report_parameters<'a>(input: Input<'a>, findings: &mut Findings<'a>) {
    let class = input.store.get(Kind::IngressClass, ObjectKey::new("", &input.settings.ingress_class));
    let Some(class) = class.filter(|class| input.cache.has(class)) else { return };
    if let Some(reference) = ParametersRef::of_class(class).filter(|_| parameters(input).is_none()) {
        findings.problem(catalog::parameters_unusable(class, &reference));
    }
}
