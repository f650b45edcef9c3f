//! RequestHeaderModifier and ResponseHeaderModifier.

use std::borrow::Cow;

use super::merge::{Kind, Transformer};
use crate::k8s::http::Filter;
use crate::kong::Text;
use crate::provenance::{Origin, Placed, Sourced};
use crate::translate::draft::{made, text};
use crate::yaml::Node;

/// `RequestHeaderModifier`.
pub(super) fn request<'a>(filter: &Filter<'a>) -> Transformer<'a> {
    modifier(Kind::Request, filter, filter.block("requestHeaderModifier"))
}

/// `ResponseHeaderModifier`.
pub(super) fn response<'a>(filter: &Filter<'a>) -> Transformer<'a> {
    modifier(Kind::Response, filter, filter.block("responseHeaderModifier"))
}

/// `set` replaces a header and adds it where it is missing, `add` appends, `remove` removes.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:generateHeaderModifierKongPlugin; spec/gateway-routes.md 8.2.
fn modifier<'a>(kind: Kind, filter: &Filter<'a>, block: Option<&'a Node<'a>>) -> Transformer<'a> {
    let mut part = Transformer::new(kind, filter.kind.place.into());
    let Some(block) = block else { return part };
    let entries =
        |key: &str| -> Option<Vec<Text<'a>>> { Some(block.get(key)?.items().iter().map(header_of).collect()) };
    part.replace = entries("set");
    part.add.clone_from(&part.replace);
    part.append = entries("add");
    part.remove = block.get("remove").map(|names| {
        let names = names.items().iter();
        names.filter_map(|name| Some(text(Placed::new(name.text()?, name.place)))).collect()
    });
    part
}

fn header_of<'a>(node: &'a Node<'a>) -> Text<'a> {
    let missing = Placed::new("", node.place);
    let name = node.text_at("name").unwrap_or(missing);
    let value = node.text_at("value").unwrap_or(missing);
    entry(name, &text(value))
}

/// `<name>:<value>`, without a blank; an empty value leaves the name alone.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:NewHeader.
pub(super) fn entry<'a>(name: Placed<&'a str>, value: &Text<'a>) -> Text<'a> {
    let origin = Origin::from(name.place).and(&value.origin);
    if value.value.is_empty() {
        return Sourced { value: Cow::Borrowed(name.value), origin };
    }
    made(format!("{}:{}", name.value, value.value), origin)
}
