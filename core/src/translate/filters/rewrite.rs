//! URLRewrite.

use super::merge::{Kind, Transformer};
use super::{Refusal, place_of};
use crate::diagnostic::catalog::translation as catalog;
use crate::k8s::Object;
use crate::k8s::http::Filter;
use crate::kong::{Flavor, Text};
use crate::provenance::{Origin, Place, Placed};
use crate::translate::draft::{made, ruled, text};

/// What a `URLRewrite` becomes.
pub(super) struct Rewritten<'a> {
    /// Parts of the plugin `request-transformer`, that of the path first.
    pub parts: Vec<Transformer<'a>>,
    /// Paths in the place of the route's; only for a replaced prefix in the traditional flavor.
    pub paths: Option<Vec<Text<'a>>>,
}

/// The path modifier `ReplacePrefixMatch` of a `URLRewrite`.
#[derive(Clone, Copy, Debug)]
pub(in crate::translate) struct PrefixRewrite<'a> {
    /// `replacePrefixMatch`.
    pub replacement: Option<Placed<&'a str>>,
}

impl<'a> PrefixRewrite<'a> {
    /// The modifier of a filter, if it has one of this type.
    pub(super) fn of(filter: &Filter<'a>) -> Option<Self> {
        let node = filter.block("urlRewrite")?.get("path")?;
        node.text_at("type").filter(|kind| kind.value == "ReplacePrefixMatch")?;
        Some(Self { replacement: node.text_at("replacePrefixMatch") })
    }
}

/// Translates a `URLRewrite` for a match with this path.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:generateRequestTransformerForURLRewrite;
/// spec/gateway-routes.md 8.5, 8.6.
pub(super) fn translate<'a>(
    route: &'a Object<'a>,
    filter: &Filter<'a>,
    path: Option<Placed<&'a str>>,
    flavor: Flavor,
) -> Result<Rewritten<'a>, Box<Refusal>> {
    let refuse = |why: &str, place: Place| {
        let shown = why.rsplit(": ").next().unwrap_or(why);
        Err(Refusal::new(why, catalog::filter_incomplete(route, place, shown)))
    };
    let Some(block) = filter.block("urlRewrite") else {
        return refuse("URLRewrite is not provided", place_of(filter, "urlRewrite"));
    };
    let (modifier, hostname) = (block.get("path"), block.text_at("hostname"));
    if modifier.is_none() && hostname.is_none() {
        return refuse("URLRewrite missing Path and Hostname", block.place);
    }
    let mut rewritten = Rewritten { parts: Vec::new(), paths: None };
    if let Some(modifier) = modifier {
        let kind = modifier.text_at("type").unwrap_or(Placed::new("", modifier.place));
        let mut part = Transformer::new(Kind::Request, filter.kind.place.into());
        match kind.value {
            "ReplaceFullPath" => {
                let Some(full_path) = modifier.text_at("replaceFullPath") else {
                    let why = "failed to generate request-transformer plugin for Path: failed to generate request-transformer plugin for URLRewrite: URLRewrite missing ReplaceFullPath";
                    return refuse(why, modifier.place);
                };
                part.uri = Some(text(full_path));
            }
            "ReplacePrefixMatch" => {
                let prefix = Prefix::of(path);
                part.uri = Some(prefix.uri(modifier.text_at("replacePrefixMatch"), modifier.place));
                rewritten.paths = match flavor {
                    Flavor::Traditional => Some(prefix.paths(modifier.place)),
                    Flavor::Expressions => None,
                };
            }
            other => {
                let why = format!(
                    "failed to generate request-transformer plugin for Path: unsupported path type {other} for URLRewrite"
                );
                return refuse(&why, kind.place);
            }
        }
        rewritten.parts.push(part);
    }
    if let Some(hostname) = hostname {
        rewritten.parts.push(host_header(filter, hostname));
    }
    Ok(rewritten)
}

fn host_header<'a>(filter: &Filter<'a>, hostname: Placed<&'a str>) -> Transformer<'a> {
    let name = Placed::new("host", filter.kind.place);
    let header = super::headers::entry(name, &text(hostname));
    let mut part = Transformer::new(Kind::Request, filter.kind.place.into());
    part.replace = Some(vec![header.clone()]);
    part.add = Some(vec![header]);
    part
}

/// The prefix that a match has and that is replaced: without a slash at its end, but for `/` itself.
struct Prefix<'a> {
    path: Placed<&'a str>,
}

impl<'a> Prefix<'a> {
    fn of(path: Option<Placed<&'a str>>) -> Self {
        const ROOT: &str = "KIC: a match without path has the prefix `/`";
        let path = path.unwrap_or(Placed::new("/", Place::Rule(ROOT)));
        let normal = path.map(|value| match value {
            "" | "/" => "/",
            value => value.strip_suffix('/').unwrap_or(value),
        });
        Self { path: normal }
    }

    fn is_root(&self) -> bool {
        self.path.value == "/"
    }

    /// The new path, with what followed the prefix: a Lua expression, because nothing may have followed.
    fn uri(&self, replacement: Option<Placed<&'a str>>, modifier: Place) -> Text<'a> {
        const NONE: &str = "KIC: a prefix that is replaced by nothing leaves `/`";
        let Some(replacement) = replacement else {
            return Text { origin: Origin::from(modifier).and(Origin::rule(NONE)), ..ruled("/", NONE) };
        };
        let new = replacement.value.strip_suffix('/').unwrap_or(replacement.value);
        let uri = match (new.is_empty(), self.is_root()) {
            (true, true) => r#"$(uri_captures[1] == nil and "/" or "/" .. uri_captures[1])"#.to_owned(),
            (true, false) => r#"$(uri_captures[1] == nil and "/" or uri_captures[1])"#.to_owned(),
            (false, true) => format!(r#"{new}$(uri_captures[1] == nil and "" or "/" .. uri_captures[1])"#),
            (false, false) => format!("{new}$(uri_captures[1])"),
        };
        made(uri, Origin::from(replacement.place).and(self.path.place))
    }

    /// The path itself, and what is below it, which is captured.
    fn paths(&self, modifier: Place) -> Vec<Text<'a>> {
        let path = self.path.value;
        let below = if self.is_root() { "~/(.*)".to_owned() } else { format!("~{path}(/.*)") };
        let origin = Origin::from(self.path.place).and(modifier);
        [format!("~{path}$"), below].into_iter().map(|value| made(value, origin.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// spec/gateway-routes.md 8.6.
    #[test]
    fn a_replaced_prefix_keeps_what_followed_it() {
        let at = |value| Placed::new(value, Place::Rule("test"));
        let root_captures = r#"$(uri_captures[1] == nil and "/" or "/" .. uri_captures[1])"#;
        let captures = r#"$(uri_captures[1] == nil and "/" or uri_captures[1])"#;
        let prefixed = r#"/prefix$(uri_captures[1] == nil and "" or "/" .. uri_captures[1])"#;
        for (path, replacement, uri, paths) in [
            (Some("/prefix"), Some("/new"), "/new$(uri_captures[1])", ["~/prefix$", "~/prefix(/.*)"]),
            (Some("/prefix"), Some(""), captures, ["~/prefix$", "~/prefix(/.*)"]),
            (Some("/prefix"), Some("/"), captures, ["~/prefix$", "~/prefix(/.*)"]),
            (None, Some("/prefix"), prefixed, ["~/$", "~/(.*)"]),
            (Some("/"), Some("/"), root_captures, ["~/$", "~/(.*)"]),
            (Some("/prefix/"), Some("/new-prefix"), "/new-prefix$(uri_captures[1])", ["~/prefix$", "~/prefix(/.*)"]),
            (None, None, "/", ["~/$", "~/(.*)"]),
        ] {
            let prefix = Prefix::of(path.map(at));
            assert_eq!(prefix.uri(replacement.map(at), Place::Rule("test")).value, uri);
            let made: Vec<_> = prefix.paths(Place::Rule("test")).into_iter().map(|path| path.value).collect();
            assert_eq!(made, paths);
        }
    }
}
