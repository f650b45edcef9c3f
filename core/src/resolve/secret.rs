//! Data of Secrets and ConfigMaps.

use std::borrow::Cow;

use super::base64;
use crate::k8s::{Kind, Object};
use crate::ordered::Ordered as _;
use crate::provenance::Placed;
use crate::yaml::Node;

/// The decoded value of a key of a Secret or ConfigMap, as text, with its place.
///
/// `stringData` of a Secret wins over `data`, as the API server merges it. `data` of a Secret is base64; white space
/// in it is skipped. Bytes that are no UTF-8 are replaced; keys and certificates are ASCII. `None` for a missing
/// key and for broken base64.
pub fn data<'a>(object: &'a Object<'a>, key: &str) -> Option<Placed<Cow<'a, str>>> {
    if object.kind() != Kind::Secret {
        let value = object.node.get("data")?.text_at(key)?;
        return Some(value.map(Cow::Borrowed));
    }
    if let Some(text) = object.node.get("stringData").and_then(|data| data.text_at(key)) {
        return Some(text.map(Cow::Borrowed));
    }
    let value = object.node.get("data")?.text_at(key)?;
    let bytes = base64::decode(value.value)?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    };
    Some(Placed::new(Cow::Owned(text), value.place))
}

/// Whether the object has this key at all, decodable or not.
pub fn has_key(object: &Object<'_>, key: &str) -> bool {
    ["data", "stringData"].iter().any(|field| object.node.get(field).is_some_and(|data| data.get(key).is_some()))
}

/// The keys of a Secret, sorted, without repetition, each with the place where it is written.
pub fn keys<'a>(object: &'a Object<'a>) -> Vec<Placed<&'a str>> {
    let maps = ["stringData", "data"].into_iter().filter_map(|field| object.node.get(field));
    let mut keys: Vec<Placed<&str>> =
        maps.flat_map(Node::entries).map(|entry| Placed::new(entry.key.as_ref(), entry.key_place)).collect();
    keys.order_by(|a, b| a.value.cmp(b.value));
    keys.dedup_by(|a, b| a.value == b.value);
    keys
}
