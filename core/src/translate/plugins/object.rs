//! A KongPlugin or KongClusterPlugin as a plugin of Kong.

use super::config::{self, Invalid};
use crate::annotations::Entity;
use crate::diagnostic::catalog::consumers as catalog;
use crate::findings::Findings;
use crate::k8s::Object;
use crate::kong::Plugin;
use crate::provenance::{Placed, Sourced};
use crate::translate::draft::text;
use crate::translate::input::Input;
use crate::translate::{tags, tree};
use crate::yaml::Node;

/// The plugin that the object describes, without a scope.
///
/// Source: KIC v3.5.13 internal/dataplane/kongstate/plugin.go:kongPluginFromK8SPlugin, toKongPlugin;
/// spec/ingress-and-kong-crds.md 4.6.
pub(super) fn plugin<'a>(
    input: Input<'a>,
    object: &'a Object<'a>,
    findings: &mut Findings<'a>,
) -> Result<Plugin<'a>, Invalid> {
    let node = &object.node;
    let name = node.text_at("plugin").unwrap_or(Placed::new("", node.place));
    let mut plugin = Plugin::new(text(name));
    plugin.config = config::of(input, object)?;
    let filled = |key: &str| node.text_at(key).filter(|value| !value.value.is_empty()).map(text);
    plugin.instance_name = filled("instance_name");
    plugin.run_on = filled("run_on");
    let disabled = node.bool_at("disabled").filter(|disabled| disabled.value);
    plugin.enabled = disabled.map(|disabled| Sourced::new(false, disabled.place));
    let protocols = node.get("protocols").map_or(&[][..], Node::items);
    plugin.protocols = protocols.iter().filter_map(|item| Some(text(Placed::new(item.text()?, item.place)))).collect();
    plugin.ordering = node.get("ordering").map(tree::of);
    if let Some(ignored) = node.get("consumerRef") {
        findings.problem(catalog::consumer_ref_ignored(object, ignored.place));
    }
    let entity = || Entity::Plugin(name.value.to_owned());
    plugin.tags = tags::of(input.settings.kic, object, [], entity, findings);
    Ok(plugin)
}
