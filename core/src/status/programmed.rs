//! `Programmed` of the objects whose reconciler only reports what became of them in Kong's configuration.
//!
//! Source: KIC v3.5.13 internal/controllers/utils/conditions.go:EnsureProgrammedCondition.

use super::ConfigurationState;
use super::condition::{self, Condition, PROGRAMMED, Truth};
use crate::k8s::Object;
use crate::provenance::{Origin, Tree, TreeMap};
use crate::yaml::Node;

/// What an object that nobody could tell anything of is said to be, unless its kind has words of its own.
pub(super) const PENDING: &str = "Object is pending configuration in Kong.";

/// The conditions that the object has before a reconciler looks at it: those of the manifest, or the CRD's default. A
/// status that the CRD fills in as a whole is there already.
pub(super) fn stored<'a>(object: &'a Object<'a>) -> Vec<Condition<'a>> {
    const RULE: &str = "default of the CRD: `Programmed` is Unknown until a controller says something";
    match object.node.get("status").filter(|status| status.map().is_some()) {
        Some(status) if status.get("conditions").is_some() => Condition::list_stored(status),
        Some(_) => vec![Condition::default_of_crd(PROGRAMMED, RULE)],
        None => Vec::new(),
    }
}

/// The conditions after the reconciler has looked at the object. `pending` are the words for the state Unknown, which
/// does not change a condition that is there.
pub(super) fn ensure<'a>(
    object: &'a Object<'a>,
    mut conditions: Vec<Condition<'a>>,
    state: ConfigurationState,
    pending: &'static str,
) -> Vec<Condition<'a>> {
    const RULE: &str = "KIC: `Programmed` says whether the translation used the object";
    let (status, reason, message) = match state {
        ConfigurationState::Succeeded => (Truth::True, "Programmed", "Object was successfully configured in Kong."),
        ConfigurationState::Failed => (
            Truth::False,
            "Invalid",
            "Object failed to be configured in Kong - see its attached Events for more information.",
        ),
        ConfigurationState::Unknown => (Truth::False, "Pending", pending),
    };
    let generation = object.generation();
    if condition::check(&conditions, PROGRAMMED, status, reason, generation) {
        return conditions;
    }
    let origin = Origin::from(object.name().place).and(Origin::rule(RULE));
    let wanted = Condition::new(PROGRAMMED, status, reason, generation, origin.clone()).with_message(message, origin);
    match conditions.iter_mut().find(|condition| condition.kind == PROGRAMMED) {
        None => conditions.push(wanted),
        Some(_) if state == ConfigurationState::Unknown => {}
        Some(condition) => *condition = wanted,
    }
    conditions
}

/// A status that consists of conditions.
pub(super) fn status(object: &Object<'_>, conditions: &[Condition<'_>]) -> Tree {
    const NOBODY: &str = "KIC: the object is not the controller's, hence no condition is written";
    let list = match conditions {
        [] => Tree::Null(Origin::from(object.name().place).and(Origin::rule(NOBODY))),
        conditions => condition::list_to_tree(conditions),
    };
    let fields = TreeMap::from([("conditions", list)]);
    Tree::Map(fields, object.node.get("status").map_or(object.name().place, |status: &Node<'_>| status.place).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s::load::{self, Stored};
    use crate::settings::KicVersion;
    use crate::text::{Pane, SourceFile, Sources};
    use crate::yaml::{self, Limits};

    fn outcome(manifest: &str, state: ConfigurationState) -> Vec<(Truth, String, String)> {
        let sources = Sources::new([SourceFile { pane: Pane::Manifests, name: "m.yaml", text: manifest }]);
        let documents = sources
            .of(Pane::Manifests)
            .flat_map(|(file, source)| yaml::parse(file, source.text, &Limits::default(), &mut Vec::new()))
            .collect();
        let loaded = load::load(documents, Stored::AsPasted, KicVersion::default(), "default", &mut Vec::new());
        let object = &loaded.objects[0];
        let conditions = ensure(object, stored(object), state, PENDING);
        let shown = conditions.iter().map(|condition| {
            (condition.status, condition.reason.to_owned(), condition.message.value.as_ref().to_owned())
        });
        shown.collect()
    }

    const CONSUMER: &str =
        "apiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {name: c}\nusername: c\n";

    const PLUGIN: &str =
        "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {name: p}\nplugin: cors\n";

    /// A default of the CRD stays while the controller knows nothing; without one the condition is appended.
    #[test]
    fn nothing_known_does_not_change_a_condition_that_is_there() {
        let unknown = ConfigurationState::Unknown;
        let waiting = (Truth::Unknown, "Pending".to_owned(), "Waiting for controller".to_owned());
        assert_eq!(outcome(CONSUMER, unknown), [waiting]);
        let pending = (Truth::False, "Pending".to_owned(), PENDING.to_owned());
        assert_eq!(outcome(PLUGIN, unknown), [pending]);
    }

    #[test]
    fn a_condition_that_says_the_same_keeps_its_message() {
        let stored = format!(
            "{CONSUMER}status:\n  conditions:\n  - {{type: Programmed, status: \"True\", reason: Programmed, message: mine, observedGeneration: 1}}\n"
        );
        let mine = (Truth::True, "Programmed".to_owned(), "mine".to_owned());
        assert_eq!(outcome(&stored, ConfigurationState::Succeeded), [mine]);
        let failed = outcome(&stored, ConfigurationState::Failed);
        assert_eq!((failed[0].0, failed[0].1.as_str()), (Truth::False, "Invalid"));
    }
}
