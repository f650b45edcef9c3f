//! RequestRedirect: the plugin `redirect`, or for older releases of Kong two plugins that act together.

use super::headers;
use super::merge::{Kind, Transformer};
use crate::k8s::http::Filter;
use crate::kong::{Plugin, Text};
use crate::provenance::{Origin, Place, Placed, Tree, TreeMap};
use crate::settings::KicVersion;
use crate::translate::draft::{made, ruled, text};
use crate::yaml::Node;

const NO_STATUS: &str = "KIC: `status_code` is null where `statusCode` is absent";

/// The plugin `redirect`, which Kong has since 3.9.0.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:generateRequestRedirectUsingRedirectKongPlugin;
/// spec/gateway-routes.md 8.4.
pub(super) fn plugin<'a>(filter: &Filter<'a>) -> Plugin<'a> {
    const ROOT: &str = "KIC: a redirect without a full path goes to `/`, the incoming path is kept";
    let block = filter.block("requestRedirect");
    let full_path = block.and_then(full_path);
    let location = location(block, &full_path.map_or(ruled("/", ROOT), text), None);
    let keep = match full_path {
        Some(path) => Tree::bool(false, path.place),
        None => Tree::bool(true, Origin::rule(ROOT)),
    };
    let config = TreeMap::from([
        ("status_code", status_code(block)),
        ("location", Tree::text(location.value, location.origin)),
        ("keep_incoming_path", keep),
    ]);
    with_config("redirect", filter, config)
}

/// The plugin `request-termination`, and the header `Location` for the plugin `response-transformer`.
///
/// A path that replaces a prefix is not looked at: the match's path is used as it is.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:generateRequestRedirectKongPlugin; spec/gateway-routes.md 8.3.
pub(super) fn termination<'a>(
    kic: KicVersion,
    filter: &Filter<'a>,
    path: Option<Placed<&'a str>>,
) -> (Plugin<'a>, Transformer<'a>) {
    const PORT: &str = "KIC before 3.4: a redirect without `port` goes to port 80";
    const NO_PATH: &str = "KIC: a match without path redirects to an empty path";
    let block = filter.block("requestRedirect");
    let path = block.and_then(full_path).or(path).map_or(ruled("", NO_PATH), text);
    let usual = (!kic.tidy_redirect_location()).then_some(Placed::new(80, Place::Rule(PORT)));
    let location = location(block, &path, usual);
    let name = Placed::new("Location", filter.kind.place);
    let location = if kic.tidy_redirect_location() {
        location
    } else {
        Text { value: format!(" {}", location.value).into(), ..location }
    };
    let mut part = Transformer::new(Kind::Response, filter.kind.place.into());
    part.add = Some(vec![headers::entry(name, &location)]);
    let config = TreeMap::from([("status_code", status_code(block))]);
    (with_config("request-termination", filter, config), part)
}

fn with_config<'a>(name: &'static str, filter: &Filter<'a>, config: TreeMap) -> Plugin<'a> {
    let origin = Origin::from(filter.kind.place);
    let mut plugin = Plugin::new(Text { origin: origin.clone(), ..ruled(name, "") });
    plugin.config = Some(Tree::Map(config, origin));
    plugin
}

fn status_code(block: Option<&Node<'_>>) -> Tree {
    match block.and_then(|block| block.int_at("statusCode")) {
        Some(code) => Tree::int(code.value, code.place),
        None => Tree::Null(Origin::rule(NO_STATUS)),
    }
}

/// `path.replaceFullPath`, where the modifier is of that type.
fn full_path<'a>(block: &'a Node<'a>) -> Option<Placed<&'a str>> {
    let path = block.get("path")?;
    path.text_at("type").filter(|kind| kind.value == "ReplaceFullPath")?;
    path.text_at("replaceFullPath")
}

/// Where the client is sent: without a hostname only the path, scheme and port then do not count.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:schemeHostPortFromHTTPPathModifier.
fn location<'a>(block: Option<&'a Node<'a>>, path: &Text<'a>, usual_port: Option<Placed<i64>>) -> Text<'a> {
    const SCHEME: &str = "KIC: a redirect without `scheme` goes to `http`";
    let Some(hostname) = block.and_then(|block| block.text_at("hostname")) else { return path.clone() };
    let scheme = block.and_then(|block| block.text_at("scheme"));
    let scheme = scheme.unwrap_or(Placed::new("http", Place::Rule(SCHEME)));
    let port = block.and_then(|block| block.int_at("port")).or(usual_port);
    let host = port.map_or_else(|| hostname.value.to_owned(), |port| format!("{}:{}", hostname.value, port.value));
    let joined = join([&host, &path.value]);
    let url = if scheme.value.is_empty() { joined } else { format!("{}://{joined}", scheme.value) };
    let mut origin = Origin::from(hostname.place).and(scheme.place);
    if let Some(port) = port {
        origin = origin.and(port.place);
    }
    made(url, origin.and(&path.origin))
}

/// Joins paths as Go's `path.Join` does: empty ones are dropped, the rest is cleaned, a slash at the end is lost.
fn join(parts: [&str; 2]) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let joined = parts.join("/");
    if joined.is_empty() {
        return joined;
    }
    let rooted = joined.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    for segment in joined.split('/') {
        match segment {
            "" | "." => {}
            ".." => match kept.last() {
                Some(&"..") | None if !rooted => kept.push(".."),
                _ => {
                    kept.pop();
                }
            },
            segment => kept.push(segment),
        }
    }
    let path = kept.join("/");
    match (rooted, path.is_empty()) {
        (true, _) => format!("/{path}"),
        (false, true) => ".".to_owned(),
        (false, false) => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// spec/gateway-routes.md 8.3; Go `path.Join`.
    #[test]
    fn paths_are_joined_and_cleaned() {
        for (host, path, expected) in [
            ("example.org", "/test", "example.org/test"),
            ("example.org", "/foo/", "example.org/foo"),
            ("example.org", "/", "example.org"),
            ("example.org", "", "example.org"),
            ("", "/x//y", "/x/y"),
            ("", "", ""),
            ("a", "../../b", "../b"),
            ("a", "./b/../c", "a/c"),
            ("", "/../b", "/b"),
            ("a", "..", "."),
        ] {
            assert_eq!(join([host, path]), expected, "{host} {path}");
        }
    }
}
