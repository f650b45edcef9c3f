//! ReferenceGrants.

use super::object::Object;
use crate::provenance::Placed;
use crate::yaml::Node;

/// A ReferenceGrant. Any entry of `from` goes with any entry of `to`.
#[derive(Clone, Debug)]
pub struct ReferenceGrant<'a> {
    /// The stored object.
    pub object: &'a Object<'a>,
    /// `spec.from`, in order.
    pub from: Vec<GrantFrom<'a>>,
    /// `spec.to`, in order.
    pub to: Vec<GrantTo<'a>>,
}

/// One entry of `spec.from`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GrantFrom<'a> {
    /// `group`; empty where it is missing.
    pub group: &'a str,
    /// `kind`; empty where it is missing.
    pub kind: &'a str,
    /// `namespace`; empty where it is missing.
    pub namespace: &'a str,
}

/// One entry of `spec.to`.
#[derive(Clone, Copy, Debug)]
pub struct GrantTo<'a> {
    /// `group`; empty where it is missing.
    pub group: &'a str,
    /// `kind`; empty where it is missing.
    pub kind: &'a str,
    /// `name`; `None` allows every name.
    pub name: Option<Placed<&'a str>>,
}

impl<'a> ReferenceGrant<'a> {
    /// Reads the object.
    pub fn new(object: &'a Object<'a>) -> Self {
        let list = |key: &str| object.spec().and_then(|spec| spec.get(key)).map_or(&[][..], Node::items);
        let text = |node: &'a Node<'a>, key: &str| node.text_at(key).map_or("", |text| text.value);
        Self {
            object,
            from: list("from")
                .iter()
                .map(|node| GrantFrom {
                    group: text(node, "group"),
                    kind: text(node, "kind"),
                    namespace: text(node, "namespace"),
                })
                .collect(),
            to: list("to")
                .iter()
                .map(|node| GrantTo {
                    group: text(node, "group"),
                    kind: text(node, "kind"),
                    name: node.text_at("name"),
                })
                .collect(),
        }
    }
}
