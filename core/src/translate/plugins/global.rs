//! Global plugins: KongClusterPlugins with the label `global: "true"`.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:globalKongClusterPlugins;
//! internal/store/store.go:ListGlobalKongClusterPlugins; spec/ingress-and-kong-crds.md 4.9.

use super::object;
use crate::annotations::{Effect, Entity, Found, Outcome};
use crate::diagnostic::catalog::consumers as catalog;
use crate::diagnostic::catalog::translation;
use crate::findings::Findings;
use crate::k8s::{Kind, Object};
use crate::kong::Plugin;
use crate::translate::ingress::{CLASS, is_ours};
use crate::translate::input::Input;

const LABEL: &str = "global";

/// A global plugin that is being made.
struct Draft<'a> {
    object: &'a Object<'a>,
    plugin: Plugin<'a>,
    effects: Vec<Effect<'a>>,
    /// Another global plugin of the same kind.
    rival: Option<&'a Object<'a>>,
}

/// The global plugins of the controller's class, in order of their names.
///
/// Two of one kind are both left out. Upstream only logs that, and what is wrong with a configuration.
pub(in crate::translate) fn global<'a>(input: Input<'a>, findings: &mut Findings<'a>) -> Vec<Plugin<'a>> {
    let mut drafts: Vec<Draft<'a>> = Vec::new();
    let labelled =
        input.store.of_kind(Kind::KongClusterPlugin).filter_map(|object| Some((object, object.label(LABEL)?)));
    for (object, label) in labelled {
        if label.value != "true" || !input.cache.has(object) {
            continue;
        }
        if !is_ours(input, object) {
            let ours = &input.settings.ingress_class;
            findings.problem(catalog::class_foreign(object, object.annotation(CLASS), ours));
            continue;
        }
        let found = Found { object, key: LABEL, value: label };
        let name = object.node.text_at("plugin").map_or("", |name| name.value);
        if name.is_empty() {
            findings.effect(found, Outcome::Overridden("the object names no plugin".to_owned()));
            continue;
        }
        if let Some(first) = drafts.iter_mut().find(|draft| draft.plugin.name.value == name) {
            first.rival.get_or_insert(object);
            findings.problem(catalog::global_repeated(object, name, first.object));
            findings.effect(found, Outcome::Overridden(repeated(name)));
            continue;
        }
        let others = findings.effects.len();
        match object::plugin(input, object, findings) {
            Ok(plugin) => {
                let entity = Entity::Plugin(name.to_owned());
                findings.changed(found, entity, "name", (), name);
                let effects = findings.effects.split_off(others);
                drafts.push(Draft { object, plugin, effects, rival: None });
            }
            Err(invalid) => {
                findings.problem(translation::plugin_config_invalid(object, invalid.place, &invalid.message));
                findings.effect(found, Outcome::Overridden("the configuration cannot be read".to_owned()));
            }
        }
    }
    let mut plugins = Vec::new();
    for draft in drafts {
        let Some(rival) = draft.rival else {
            findings.effects.extend(draft.effects);
            plugins.push(draft.plugin);
            continue;
        };
        let name = draft.plugin.name.value.as_ref();
        findings.problem(catalog::global_repeated(draft.object, name, rival));
        for effect in draft.effects {
            findings.effect(effect.found, Outcome::Overridden(repeated(name)));
        }
    }
    plugins
}

fn repeated(name: &str) -> String {
    format!("there are several global plugins `{name}`: all of them are left out")
}
