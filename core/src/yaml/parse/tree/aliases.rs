//! Anchors and aliases: an alias becomes a copy of its anchor's node, within go-yaml's bounds and ours.

use std::borrow::Cow;

use super::{Cause, Stage, Stop, Tree, anchor_name};
use crate::diagnostic::catalog;
use crate::yaml::{Node, Value};

impl<'a> Tree<'a, '_> {
    pub(super) fn anchor(&mut self, anchor: usize, name: Cow<'a, str>, start: usize, end: usize) -> Result<(), Stop> {
        if anchor_name(&name) != Some(&*name) {
            return Err(self.broken(start, end, Cause::AnchorName));
        }
        self.names.insert(anchor, name);
        Ok(())
    }

    pub(super) fn unknown_alias(&mut self, name: &str, start: usize, end: usize) -> Stop {
        let Some(name) = anchor_name(name) else {
            return self.broken(start, end, Cause::AnchorName);
        };
        let span = self.span(start, end);
        self.report(catalog::yaml::unknown_alias(span, name));
        self.refuse(Stage::Parse, format!("yaml: unknown anchor '{name}' referenced"));
        Stop::Refused
    }

    /// Source: go.yaml.in/yaml v2 `decode.go:alias`, `unmarshal`, `allowedAliasRatio`.
    pub(super) fn alias(&mut self, anchor: usize, start: usize, end: usize) -> Result<(), Stop> {
        let cost_before = self.cost;
        self.make()?;
        let span = self.span(start, end);
        let Some(target) = self.anchors.get(&anchor) else {
            let name = self.names.get(&anchor).map_or("", |name| name);
            let error = format!("yaml: anchor '{name}' value contains itself");
            self.report(catalog::yaml::alias_of_itself(span));
            self.refuse(Stage::Decode, error);
            return Err(Stop::Refused);
        };
        let (cost, depth) = (target.cost, target.depth);
        self.cost = self.cost.saturating_add(cost);
        self.alias_cost = self.alias_cost.saturating_add(cost);
        if is_excessive(self.alias_cost, self.cost) {
            self.report(catalog::yaml::excessive_aliases(span));
            self.refuse(Stage::Decode, "yaml: document contains excessive aliasing".to_owned());
            return Err(Stop::Refused);
        }
        if self.stack.len() + depth > self.limits.depth {
            return Err(self.broken(start, end, Cause::Depth));
        }
        self.spend(cost)?;
        let value = self.anchors.get(&anchor).map_or(Value::Null, |target| target.node.value.clone());
        self.complete(Node { value, place: span.into() }, 0, cost_before, depth)
    }
}

/// Source: go.yaml.in/yaml v2 `decode.go:allowedAliasRatio`: 99 % up to 400,000 nodes, then less, 10 % from 4,000,000.
fn is_excessive(aliases: usize, all: usize) -> bool {
    if aliases <= 100 || all <= 1000 {
        return false;
    }
    let count = |nodes: usize| f64::from(u32::try_from(nodes).unwrap_or(u32::MAX));
    let (low, high) = (400_000.0, 4_000_000.0);
    let allowed = 0.99 - 0.89 * ((count(all).clamp(low, high) - low) / (high - low));
    count(aliases) / count(all) > allowed
}
