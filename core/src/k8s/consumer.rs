//! KongConsumers.

use super::object::Object;
use crate::provenance::Placed;
use crate::yaml::Node;

/// A KongConsumer. Its fields are at the top level of the object.
///
/// Source: kubernetes-configuration v1.5.2 api/configuration/v1/kongconsumer_types.go.
#[derive(Clone, Debug)]
pub struct KongConsumer<'a> {
    /// The stored object.
    pub object: &'a Object<'a>,
    /// `username`; an empty one counts as absent.
    pub username: Option<Placed<&'a str>>,
    /// `custom_id`; an empty one counts as absent.
    pub custom_id: Option<Placed<&'a str>>,
    /// `consumerGroups`: names of KongConsumerGroups of its namespace, in order, with repetitions.
    pub groups: Vec<Placed<&'a str>>,
    /// `credentials`: names of Secrets of its namespace, in order, with repetitions.
    pub credentials: Vec<Placed<&'a str>>,
}

impl<'a> KongConsumer<'a> {
    /// Reads the object.
    pub fn new(object: &'a Object<'a>) -> Self {
        let filled = |key: &str| object.node.text_at(key).filter(|text| !text.value.is_empty());
        Self {
            object,
            username: filled("username"),
            custom_id: filled("custom_id"),
            groups: texts(object.node.get("consumerGroups")),
            credentials: texts(object.node.get("credentials")),
        }
    }

    /// What Kong's entities call it by: `username`, or else `custom_id`.
    pub fn identifier(&self) -> Option<Placed<&'a str>> {
        self.username.or(self.custom_id)
    }
}

fn texts<'a>(list: Option<&'a Node<'a>>) -> Vec<Placed<&'a str>> {
    let items = list.map_or(&[][..], Node::items).iter();
    items.filter_map(|item| Some(Placed::new(item.text()?, item.place))).collect()
}
