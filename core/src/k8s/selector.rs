//! Label selectors.

use crate::yaml::{Entry, Node};

/// A Kubernetes label selector. An empty one matches everything.
#[derive(Clone, Copy, Debug)]
pub struct LabelSelector<'a> {
    /// The selector itself.
    pub node: &'a Node<'a>,
}

impl<'a> LabelSelector<'a> {
    /// Reads a selector.
    pub const fn new(node: &'a Node<'a>) -> Self {
        Self { node }
    }

    /// Whether labels satisfy `matchLabels` and every row of `matchExpressions`.
    ///
    /// An unknown operator matches nothing; the API server refuses it.
    ///
    /// Source: Kubernetes apimachinery, `LabelSelectorAsSelector`.
    pub fn matches(&self, labels: &[Entry<'_>]) -> bool {
        let value_of = |key: &str| labels.iter().find(|label| label.key == key).and_then(|label| label.value.text());
        let labels_match = self
            .node
            .get("matchLabels")
            .map_or(&[][..], Node::entries)
            .iter()
            .all(|wanted| wanted.value.text().is_some_and(|text| value_of(&wanted.key) == Some(text)));
        labels_match
            && self.node.get("matchExpressions").map_or(&[][..], Node::items).iter().all(|row| {
                let key = row.text_at("key").map_or("", |key| key.value);
                let values = row.get("values").map_or(&[][..], Node::items);
                let value = value_of(key);
                let listed = value.is_some_and(|value| values.iter().any(|item| item.text() == Some(value)));
                match row.text_at("operator").map_or("", |operator| operator.value) {
                    "In" => listed,
                    "NotIn" => !listed,
                    "Exists" => value.is_some(),
                    "DoesNotExist" => value.is_none(),
                    _ => false,
                }
            })
    }
}
