//! Fallback configuration: what the controller takes away with an object that Kong refuses.
//!
//! Everything that depends on a refused object goes with it; the rest is translated anew. Of a last valid configuration
//! nothing is known here, so nothing is put back.
//!
//! Source: KIC v3.5.13 internal/dataplane/fallback/graph_dependencies.go, generator.go;
//! spec/ingress-and-kong-crds.md 9.

use std::collections::{BTreeMap, BTreeSet};

use super::plugins::named_plainly;
use crate::k8s::ingress::Ingress;
use crate::k8s::l4_ingress::L4IngressRule;
use crate::k8s::route::BackendRef;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::resolve::Store;
use crate::yaml::Node;

const CLASS: &str = "kubernetes.io/ingress.class";
const POLICY: &str = "konghq.com/upstream-policy";
const FACADES: &str = "incubator.ingress-controller.konghq.com";

/// A vertex of the graph.
pub type Vertex<'a> = (Kind, ObjectKey<'a>);

/// The objects that are taken away: the refused ones and, directly or not, what depends on them.
pub fn affected<'a>(store: &Store<'a>, refused: impl IntoIterator<Item = Vertex<'a>>) -> BTreeSet<Vertex<'a>> {
    let mut dependants: BTreeMap<Vertex<'a>, Vec<Vertex<'a>>> = BTreeMap::new();
    for object in store.objects() {
        for dependency in dependencies(store, object) {
            if store.get(dependency.0, dependency.1).is_some() {
                dependants.entry(dependency).or_default().push((object.kind(), object.key()));
            }
        }
    }
    let mut affected = BTreeSet::new();
    let mut next: Vec<Vertex<'a>> = refused.into_iter().collect();
    while let Some(vertex) = next.pop() {
        if affected.insert(vertex) {
            next.extend(dependants.get(&vertex).into_iter().flatten());
        }
    }
    affected
}

/// What an object depends on. Not all references count: not a default backend, not the Service of a facade, no
/// certificates, no KongIngress, no plugin of a named namespace, no Gateway.
fn dependencies<'a>(store: &Store<'a>, object: &'a Object<'a>) -> Vec<Vertex<'a>> {
    let namespace = object.key().namespace;
    let here = |kind: Kind, name: &'a str| (kind, ObjectKey::new(namespace, name));
    let mut found = Vec::new();
    match object.kind() {
        Kind::Ingress => {
            let ingress = Ingress::new(object);
            let class = ingress.class_name.or_else(|| object.annotation(CLASS));
            found.extend(class.map(|class| (Kind::IngressClass, ObjectKey::new("", class.value))));
            for path in ingress.rules.iter().flat_map(|rule| &rule.paths) {
                found.extend(
                    path.backend.service.as_ref().map(|service| here(Kind::Service, service.target.name.value)),
                );
                let facade = path.backend.resource.filter(|resource| {
                    resource.group.is_some_and(|group| group.value == FACADES)
                        && resource.kind.value == "KongServiceFacade"
                });
                found.extend(facade.map(|facade| here(Kind::KongServiceFacade, facade.name.value)));
            }
            found.extend(policy(object));
            found.extend(plugins(store, object));
        }
        Kind::HTTPRoute | Kind::GRPCRoute | Kind::TCPRoute | Kind::UDPRoute | Kind::TLSRoute => {
            if let Some(route) = store.route(object.kind(), object.key()) {
                for backend in route.rule_nodes().iter().flat_map(BackendRef::list) {
                    if backend.target.kind.is_none_or(|kind| kind.value == "Service")
                        && backend.target.group.is_none_or(|group| matches!(group.value, "" | "core"))
                    {
                        let namespace = backend.target.namespace_or(namespace);
                        found.push((Kind::Service, ObjectKey::new(namespace, backend.target.name.value)));
                    }
                }
            }
            found.extend(plugins(store, object));
        }
        Kind::TCPIngress | Kind::UDPIngress => {
            found.extend(L4IngressRule::list(object).iter().map(|rule| here(Kind::Service, rule.target.name.value)));
            found.extend(plugins(store, object));
        }
        Kind::Service | Kind::KongServiceFacade => {
            found.extend(policy(object));
            found.extend(plugins(store, object));
        }
        Kind::KongPlugin | Kind::KongClusterPlugin => found.extend(secrets(object)),
        Kind::KongConsumer => {
            let credentials = object.node.get("credentials").map_or(&[][..], Node::items);
            found.extend(credentials.iter().filter_map(|name| Some(here(Kind::Secret, name.text()?))));
            found.extend(plugins(store, object));
        }
        Kind::KongConsumerGroup => found.extend(plugins(store, object)),
        Kind::KongCustomEntity => found.extend(parent(object)),
        _ => {}
    }
    found
}

/// The KongUpstreamPolicy that the annotation names.
fn policy<'a>(object: &'a Object<'a>) -> Option<Vertex<'a>> {
    let policy = object.annotation(POLICY)?;
    Some((Kind::KongUpstreamPolicy, ObjectKey::new(object.key().namespace, policy.value)))
}

/// The plugins that the annotation names without a namespace: of the object's namespace, or else cluster plugins.
fn plugins<'a>(store: &Store<'a>, object: &'a Object<'a>) -> Vec<Vertex<'a>> {
    let find = |name: &'a str| {
        let own = ObjectKey::new(object.key().namespace, name);
        match store.get(Kind::KongPlugin, own) {
            Some(_) => (Kind::KongPlugin, own),
            None => (Kind::KongClusterPlugin, ObjectKey::new("", name)),
        }
    };
    named_plainly(object).into_iter().map(find).collect()
}

/// The Secrets of `configFrom` and `configPatches`; a KongClusterPlugin names their namespace.
fn secrets<'a>(object: &'a Object<'a>) -> Vec<Vertex<'a>> {
    let patches = object.node.get("configPatches").map_or(&[][..], Node::items).iter();
    let sources = object.node.get("configFrom").into_iter().chain(patches.filter_map(|patch| patch.get("valueFrom")));
    let references = sources.filter_map(|source| source.get("secretKeyRef"));
    let own = object.key().namespace;
    references
        .filter_map(|reference| {
            let namespace = match object.kind() {
                Kind::KongPlugin => own,
                _ => reference.text_at("namespace")?.value,
            };
            Some((Kind::Secret, ObjectKey::new(namespace, reference.text_at("name")?.value)))
        })
        .collect()
}

/// The plugin of a KongCustomEntity: group and kind must be written out, a KongPlugin must be of the own namespace.
fn parent<'a>(object: &'a Object<'a>) -> Option<Vertex<'a>> {
    let reference = object.spec()?.get("parentRef")?;
    let name = reference.text_at("name")?.value;
    if reference.text_at("group")?.value != "configuration.konghq.com" {
        return None;
    }
    let own = object.key().namespace;
    match reference.text_at("kind")?.value {
        "KongPlugin" if reference.text_at("namespace").is_none_or(|named| named.value == own) => {
            Some((Kind::KongPlugin, ObjectKey::new(own, name)))
        }
        "KongClusterPlugin" => Some((Kind::KongClusterPlugin, ObjectKey::new("", name))),
        _ => None,
    }
}
