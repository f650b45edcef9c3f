//! The statuses as the report prints them: DESIGN section 4, `--output status`.

use super::Reconciled;
use super::condition;
use super::gateway::publish_service::ANNOTATION;
use super::ingress::Settled;
use super::route::{ConfigurationState, ParentStatus, Parents};
use crate::k8s::kinds::Kind;
use crate::k8s::{Object, ObjectKey};
use crate::ordered::Ordered as _;
use crate::provenance::{Origin, Tree, TreeMap};

/// The statuses by their key in the report; other stages add those of their kinds.
pub type Statuses = TreeMap;

const NO_ERRORS: &str = "no reconciler fails";

impl Reconciled<'_> {
    /// Adds what the controller learns from the translation, and prints everything.
    ///
    /// `configured` says what it knows of a route in Kong's configuration. Keys without an entry are left out; there
    /// are no diagnostics.
    pub fn finish(&self, configured: &dyn Fn(Kind, ObjectKey<'_>) -> ConfigurationState) -> Statuses {
        let mut statuses = Statuses::new();
        let classes = self.classes.iter().map(|status| {
            let fields = TreeMap::from([("conditions", condition::list_to_tree(&status.conditions))]);
            (status.class.object, Tree::Map(fields, status.class.object.name().place.into()))
        });
        add(&mut statuses, classes);
        add(&mut statuses, self.gateways.iter().map(|status| (status.gateway.object, status.to_tree())));
        let mut errors = self.gateway_errors();
        for (kind, routes) in &self.routes {
            let settled = routes.iter().map(|status| {
                let object = status.route.object;
                let parents = status.settle(configured(*kind, object.key()));
                if let Some(error) = status.error.as_ref() {
                    errors.push((object.title(), Tree::text(error.value.as_str(), &error.origin)));
                } else if let Some(error) = parents.error {
                    errors.push((object.title(), Tree::text(error, object.name().place)));
                }
                (object, parents_to_tree(&parents, object))
            });
            add(&mut statuses, settled);
        }
        add(&mut statuses, self.policies.iter().map(|status| (status.object, status.to_tree())));
        let settled: Vec<_> = self.ingresses.settle(configured).collect();
        let written = settled.iter().filter_map(|(object, settled)| match settled {
            Settled::Status(status) => Some((*object, status.clone())),
            Settled::Error(error) => {
                errors.push((object.title(), Tree::text(error.value.as_str(), &error.origin)));
                None
            }
            Settled::Nothing => None,
        });
        add(&mut statuses, written);
        add(&mut statuses, self.resources.settle(configured));
        let policies = self.upstream_policies.iter();
        add(&mut statuses, policies.map(|status| (status.object, status.to_tree(configured))));
        self.add_annotations(&mut statuses);
        if !errors.is_empty() {
            // As texts `object: message` are sorted.
            errors.order_by(|(a, _), (b, _)| a.bytes().chain(*b":").cmp(b.bytes().chain(*b":")));
            let errors = errors.into_iter().map(|(object, message)| error_to_tree(&object, message)).collect();
            statuses.insert("errors", Tree::List(errors, Origin::rule(NO_ERRORS)));
        }
        statuses
    }

    fn gateway_errors(&self) -> Vec<(String, Tree)> {
        self.gateways
            .iter()
            .filter_map(|status| {
                let (_, error) = status.error.as_ref()?;
                Some((status.gateway.object.title(), Tree::text(error.value.as_str(), &error.origin)))
            })
            .collect()
    }

    /// The publish-service annotation of each Gateway that has one in the end, whoever wrote it.
    fn add_annotations(&self, statuses: &mut Statuses) {
        let mut annotations = TreeMap::new();
        for status in &self.gateways {
            let object = status.gateway.object;
            let value = match (&status.publish_service, object.annotation(ANNOTATION)) {
                (Some(written), _) => Tree::text(written.value.value.as_str(), &written.value.origin),
                (None, Some(stored)) => Tree::text(stored.value, stored.place),
                (None, None) => continue,
            };
            let origin = Origin::from(object.name().place);
            let entry = Tree::Map(TreeMap::from([(ANNOTATION.to_owned(), value)]), origin);
            annotations.insert(format!("gateways/{}", object.key()), entry);
        }
        if !annotations.is_empty() {
            statuses.insert("annotations", Tree::Map(annotations, Origin::rule("no annotations")));
        }
    }
}

/// Puts the statuses of one kind under its key.
fn add<'o>(statuses: &mut Statuses, entries: impl Iterator<Item = (&'o Object<'o>, Tree)>) {
    for (object, tree) in entries {
        let Some(key) = object.info.status_key else { continue };
        let empty = || Tree::Map(TreeMap::new(), Origin::rule("no objects of the kind"));
        if let Some(Tree::Map(fields, _)) = statuses.get_or_insert_with(key, empty) {
            fields.insert(object.key().to_string(), tree);
        }
    }
}

fn parents_to_tree(parents: &Parents<'_>, object: &Object<'_>) -> Tree {
    const NOBODY: &str = "KIC: the route has no parent of this controller, hence no status is written";
    let place = Origin::from(object.name().place);
    let entries = match &parents.entries {
        None => Tree::Null(place.and(Origin::rule(NOBODY))),
        Some(entries) => Tree::List(entries.iter().map(ParentStatus::to_tree).collect(), place.clone()),
    };
    Tree::Map(TreeMap::from([("parents", entries)]), place)
}

/// One entry of `errors`.
pub fn error_to_tree(object: &str, message: Tree) -> Tree {
    let origin = Origin::rule("KIC: the reconciler returns an error and is tried again");
    let fields = TreeMap::from([("object", Tree::text(object, origin.clone())), ("message", message)]);
    Tree::Map(fields, origin)
}
