//! `konghq.com/rewrite`: another path for the Service, by the plugin `request-transformer`.
//!
//! Source: KIC v3.5.13 …/subtranslator/ingress.go:MaybeRewriteURI; spec/annotations.md 3.5.

use crate::annotations::{Entity, Found, Outcome};
use crate::diagnostic::catalog::ingress as catalog;
use crate::findings::Findings;
use crate::kong::Plugin;
use crate::ordered::Ordered as _;
use crate::provenance::{Origin, Tree, TreeMap};
use crate::translate::draft::{RouteDraft, ServiceDraft, ruled};
use crate::translate::input::Input;

const REWRITE: &str = "konghq.com/rewrite";
const PLUGIN: &str = "KIC: `konghq.com/rewrite` becomes the plugin `request-transformer`";

/// Adds the plugin to the routes whose Ingress asks for it. `false` if the Kong service is left out with all its routes:
/// the gate is off, or a template has a mistake. The first such route in order of names decides the failure.
pub(super) fn apply<'a>(input: Input<'a>, draft: &mut ServiceDraft<'a>, findings: &mut Findings<'a>) -> bool {
    let mut order: Vec<usize> = (0..draft.routes.len()).collect();
    order.order_by_cached_key(|index| draft.routes.get(*index).map(|route| route.route.name.value.clone()));
    let parent = draft.parent;
    let name = draft.service.name.value.to_string();
    for index in order {
        let Some(route) = draft.routes.get_mut(index) else { continue };
        let Some(found) = Found::on(route.object, REWRITE) else {
            if input.settings.kic.rewrites_all_ingresses_of_service() {
                continue;
            }
            return true;
        };
        if !input.settings.rewrite_uris {
            let why = "the feature gate `RewriteURIs` is off: the Kong service is left out with all its routes";
            findings.effect(found, Outcome::Unsupported(why.to_owned()));
            findings.failure("konghq.com/rewrite annotation not supported when rewrite uris disabled", [parent]);
            findings.problem(catalog::rewrite_off(found.object, found.value, &name, uri(found.value.value).is_ok()));
            return false;
        }
        match uri(found.value.value) {
            Ok(uri) => rewrite(route, found, uri, findings),
            Err(why) => {
                findings.effect(found, Outcome::Invalid(why.clone()));
                findings.failure(why.clone(), [parent]);
                findings.problem(catalog::rewrite_invalid(found.object, found.value, &why, &name));
                return false;
            }
        }
    }
    true
}

fn rewrite<'a>(route: &mut RouteDraft<'a>, found: Found<'a>, uri: String, findings: &mut Findings<'a>) {
    let origin = Origin::from(found.value.place);
    let entity = Entity::Route(route.route.name.value.to_string());
    findings.changed(found, entity, "plugins", (), format!("request-transformer with replace.uri {uri}"));
    let uri = TreeMap::from([("uri", Tree::text(uri, origin.clone()))]);
    let config = TreeMap::from([("replace", Tree::Map(uri, origin.clone()))]);
    let mut plugin = Plugin::new(ruled("request-transformer", PLUGIN));
    plugin.name.origin = origin.and(Origin::rule(PLUGIN));
    plugin.config = Some(Tree::Map(config, origin));
    route.route.plugins.push(plugin);
}

/// The template with `$1` as Kong writes it. Positions in errors are bytes.
///
/// Source: KIC v3.5.13 …/subtranslator/ingress.go:generateRewriteURIConfig.
fn uri(template: &str) -> Result<String, String> {
    let template = if template.is_empty() { "/" } else { template };
    let mut made = String::with_capacity(template.len());
    let mut characters = template.char_indices().peekable();
    while let Some((_, character)) = characters.next() {
        match character {
            '$' => {
                let mut number = String::new();
                while let Some((_, digit)) = characters.next_if(|(_, next)| next.is_numeric()) {
                    number.push(digit);
                }
                if number.is_empty() {
                    return Err(unexpected(characters.next()));
                }
                made.push_str("$(uri_captures[");
                made.push_str(&number);
                made.push_str("])");
            }
            '\\' => match characters.next() {
                Some((_, '$')) => made.push('$'),
                other => return Err(unexpected(other)),
            },
            other => made.push(other),
        }
    }
    Ok(made)
}

fn unexpected(found: Option<(usize, char)>) -> String {
    match found {
        Some((at, character)) => format!("unexpected {character} at pos {at}"),
        None => "unexpected end of string".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// spec/annotations.md 3.5.
    #[test]
    fn templates_are_those_of_the_table() {
        for (template, expected) in [
            ("/bar/xx/yy", Ok("/bar/xx/yy")),
            ("", Ok("/")),
            ("/bar/$1xx/$12", Ok("/bar/$(uri_captures[1])xx/$(uri_captures[12])")),
            ("/bar/$11$12", Ok("/bar/$(uri_captures[11])$(uri_captures[12])")),
            (r"/bar/xxxx\$12", Ok("/bar/xxxx$12")),
            ("/bar/${}11", Err("unexpected { at pos 6")),
            (r"/bar/xxxx\n", Err("unexpected n at pos 10")),
            ("/bar/xxxx$", Err("unexpected end of string")),
            (r"/bar/xxxx\", Err("unexpected end of string")),
        ] {
            assert_eq!(uri(template), expected.map(str::to_owned).map_err(str::to_owned), "{template}");
        }
    }
}
