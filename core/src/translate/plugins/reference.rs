//! How objects name plugins, and which names they may use.

use crate::annotations::{Found, Outcome};
use crate::diagnostic::catalog::translation as catalog;
use crate::findings::Findings;
use crate::k8s::Kind;
use crate::k8s::{Object, ObjectKey};
use crate::provenance::Placed;
use crate::resolve::grants::{self, GroupRule, Target};
use crate::translate::input::Input;

pub(in crate::translate) const PLUGINS: &str = "konghq.com/plugins";

/// A plugin that an object names.
#[derive(Clone, Copy, Debug)]
pub(in crate::translate) struct Reference<'a> {
    /// The object.
    pub referrer: &'a Object<'a>,
    /// Namespace, if one is named.
    pub namespace: Option<&'a str>,
    /// Name; what follows a second colon is part of it.
    pub name: Placed<&'a str>,
    /// The annotation; `None` for an ExtensionRef.
    annotation: Option<Found<'a>>,
}

/// The items of `konghq.com/plugins`, in order, with repetitions. An item with a colon at either end is no item.
///
/// Source: kubernetes-configuration v1.5.2 pkg/metadata/plugins.go:ExtractPluginsNamespacedNames;
/// spec/annotations.md 5.
pub(super) fn in_annotation<'a>(referrer: &'a Object<'a>) -> Vec<Reference<'a>> {
    let Some(found) = Found::on(referrer, PLUGINS) else { return Vec::new() };
    let place = found.value.place;
    let items = found.value.value.split(',').filter(|item| !item.trim().is_empty());
    items
        .filter(|item| !item.starts_with(':') && item.find(':') != Some(item.len() - 1))
        .map(|item| {
            let (namespace, name) = match item.split_once(':') {
                // Blanks in front of a colon are no namespace.
                Some((namespace, name)) => (Some(namespace.trim()).filter(|it| !it.is_empty()), name.trim()),
                None => (None, item.trim()),
            };
            Reference { referrer, namespace, name: Placed::new(name, place), annotation: Some(found) }
        })
        .collect()
}

/// The names in the annotation that have no namespace.
pub(in crate::translate) fn named_plainly<'a>(object: &'a Object<'a>) -> Vec<&'a str> {
    let references = in_annotation(object).into_iter();
    references.filter(|reference| reference.namespace.is_none()).map(|reference| reference.name.value).collect()
}

/// The items of the annotation that stands on a Service, or on the facade before it; the Service is the referrer.
pub(super) fn on_service<'a>(annotated: &'a Object<'a>, service: &'a Object<'a>) -> Vec<Reference<'a>> {
    let references = in_annotation(annotated).into_iter();
    references.map(|reference| Reference { referrer: service, ..reference }).collect()
}

/// The namespace, if a ReferenceGrant in it allows the object to name the plugin there; else the controller's words.
///
/// Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:extractReferredPluginNamespaceIfAllowed.
pub(in crate::translate) fn remote_namespace<'a>(
    input: Input<'a>,
    referrer: &'a Object<'a>,
    namespace: &'a str,
    name: &'a str,
) -> Result<&'a str, String> {
    let target = Target { group: "configuration.konghq.com", kind: "KongPlugin", namespace, name };
    match grants::granted(input.store, referrer, target, GroupRule::Literal) {
        Some(_) => Ok(namespace),
        None => Err(format!(
            "no grant found to referenced \"{namespace}:{name}\" plugin in the requested remote KongPlugin bind"
        )),
    }
}

impl<'a> Reference<'a> {
    /// A plugin that a filter of the route names.
    pub(super) const fn by_filter(referrer: &'a Object<'a>, name: Placed<&'a str>) -> Self {
        Self { referrer, namespace: None, name, annotation: None }
    }

    /// The namespace of the plugin: the object's own, or a named one that a ReferenceGrant allows, which the own one
    /// needs as well.
    pub(super) fn allowed_namespace(&self, input: Input<'a>, findings: &mut Findings<'a>) -> Option<&'a str> {
        let Some(namespace) = self.namespace else { return Some(self.referrer.key().namespace) };
        let name = self.name.value;
        let kic = input.settings.kic;
        // The check of such releases sees an Ingress without its kind, which no grant names.
        let is_seen = self.referrer.kind() != Kind::Ingress || kic.grants_plugins_of_ingresses();
        let message = match remote_namespace(input, self.referrer, namespace, name) {
            Ok(namespace) if is_seen => return Some(namespace),
            Ok(_) => String::new(),
            Err(message) => message,
        };
        if kic.reports_missing_plugins() {
            findings.plugin_failure(message, self.referrer);
        }
        let key = ObjectKey::new(namespace, name);
        findings.problem(catalog::plugin_not_granted(self.referrer, self.name.place, key));
        self.effect(Outcome::Invalid(format!("no ReferenceGrant allows the KongPlugin `{key}`")), findings);
        None
    }

    /// Records what the annotation did, if one names the plugin.
    pub(super) fn effect(&self, outcome: Outcome, findings: &mut Findings<'a>) {
        if let Some(found) = self.annotation {
            findings.effect(found, outcome);
        }
    }
}
