//! The verdict of each annotation and label found, from the catalogue and the recorded effects.

use std::collections::BTreeMap;

use super::catalogue::{self, CATALOGUE, Form, Row};
use super::effect::{Effect, Entity, Outcome};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::{annotations as catalog, releases};
use crate::k8s::{Kind, Object};
use crate::report::{AnnotationView, ChangeView};
use crate::settings::KicVersion;
use crate::text::Span;
use crate::yaml::Entry;

/// Keys of other programs that users bring along and that this controller never reads.
const FOREIGN_PREFIXES: &[&str] = &["nginx.ingress.kubernetes.io/", "traefik.ingress.kubernetes.io/", "haproxy.org/"];

/// Names that the controller read before 1.0, and what they are called now.
const OLD_KEYS: &[(&str, &str)] = &[
    ("configuration.konghq.com", "konghq.com/override"),
    ("plugins.konghq.com", "konghq.com/plugins"),
    ("configuration.konghq.com/protocols", "konghq.com/protocols"),
    ("configuration.konghq.com/protocol", "konghq.com/protocol"),
    ("configuration.konghq.com/client-cert", "konghq.com/client-cert"),
    ("konghq.com/gateway-unmanaged", "konghq.com/gatewayclass-unmanaged"),
];

/// Finds the JSON pointer of an entity's field in the rendered output.
pub type Locate<'l> = &'l dyn Fn(&Entity, &str) -> Option<String>;

/// One view per annotation and label that is in the catalogue or seems meant for the controller, in order of
/// objects and text. Adds a problem for each that does nothing.
pub fn views(
    kic: KicVersion,
    objects: &[Object<'_>],
    effects: &[Effect<'_>],
    locate: Locate<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<AnnotationView> {
    let mut by_place: BTreeMap<(Span, &str), Vec<&Effect<'_>>> = BTreeMap::new();
    for effect in effects {
        by_place.entry((effect.found.object.span, effect.found.key)).or_default().push(effect);
    }
    let mut views = Vec::new();
    for object in objects {
        let found = object.annotations().iter().map(|entry| (entry, Form::Annotation));
        let labels = object.labels().iter().map(|entry| (entry, Form::Label));
        for (entry, form) in found.chain(labels) {
            let recorded = by_place.get(&(object.span, entry.key.as_ref())).map_or(&[][..], Vec::as_slice);
            let Some((view, problem)) = view(kic, object, entry, form, recorded, locate) else { continue };
            views.push(view);
            problems.extend(problem);
        }
    }
    views
}

fn view(
    kic: KicVersion,
    object: &Object<'_>,
    entry: &Entry<'_>,
    form: Form,
    recorded: &[&Effect<'_>],
    locate: Locate<'_>,
) -> Option<(AnnotationView, Option<Diagnostic>)> {
    let key = entry.key.as_ref();
    let span = entry.key_place.span().unwrap_or_else(|| object.name_span());
    let value_span = entry.value.span().unwrap_or(span);
    let value = entry.value.text().unwrap_or_default();
    let make = |verdict, changes, why: String| AnnotationView {
        object: object.title(),
        key: key.to_owned(),
        value: value.to_owned(),
        verdict,
        changes,
        why,
        span: span.to(value_span),
    };
    let Some(row) = catalogue::find(key, form) else {
        return unknown(object, key, form, span)
            .map(|(why, problem)| (make("unknown", Vec::new(), why), Some(problem)));
    };
    if !row.kinds.contains(&object.kind()) {
        let why = format!("it is read on {}, not on a {}", kinds_in_words(row.kinds), object.info.name);
        let problem = catalog::misplaced(object, key, span, &why);
        return Some((make("misplaced", Vec::new(), why), Some(problem)));
    }
    if let Some(brought_by) = row.brought_by().filter(|behaviour| !kic.has(*behaviour)) {
        let why = format!("KIC {kic} does not read it; the first release that does is {}", row.since);
        let problem = releases::annotation_lacking(object, key, span, kic, brought_by);
        return Some((make("unsupported", Vec::new(), why), Some(problem)));
    }
    if recorded.is_empty() {
        let (verdict, why) = unrecorded(row, object.kind());
        return Some((make(verdict, Vec::new(), why), None));
    }
    let changes: Vec<ChangeView> = recorded.iter().filter_map(|effect| change(effect, locate)).collect();
    if changes.is_empty() {
        return Some(ineffective(object, row, key, value_span, recorded, &make));
    }
    let repeats = changes.iter().all(|change| change.before == change.after);
    let why = if repeats { format!("{}; the default is the same", row.effect) } else { row.effect.to_owned() };
    Some((make(if repeats { "default" } else { "applied" }, changes, why), None))
}

fn ineffective(
    object: &Object<'_>,
    row: &Row,
    key: &str,
    value_span: Span,
    recorded: &[&Effect<'_>],
    make: &dyn Fn(&'static str, Vec<ChangeView>, String) -> AnnotationView,
) -> (AnnotationView, Option<Diagnostic>) {
    for effect in recorded {
        match &effect.outcome {
            Outcome::Invalid(why) => {
                let problem = catalog::invalid(object, key, value_span, why, row.value);
                return (make("invalid", Vec::new(), why.clone()), Some(problem));
            }
            Outcome::Overridden(why) => {
                let problem = catalog::overridden(object, key, value_span, why);
                return (make("overridden", Vec::new(), why.clone()), Some(problem));
            }
            Outcome::Unsupported(why) => {
                let problem = catalog::unsupported(object, key, value_span, why);
                return (make("unsupported", Vec::new(), why.clone()), Some(problem));
            }
            Outcome::Changed { .. } => {}
        }
    }
    (make("default", Vec::new(), "it changes nothing".to_owned()), None)
}

/// In the catalogue, on a right kind, but no code met it: the object takes no part, or the key changes no entity.
fn unrecorded(row: &Row, kind: Kind) -> (&'static str, String) {
    let switches = matches!(kind, Kind::IngressClass | Kind::EndpointSlice | Kind::GatewayClass | Kind::Gateway)
        || row.form == Form::Label
        || row.key == "kubernetes.io/ingress.class";
    if switches {
        ("applied", row.effect.to_owned())
    } else {
        ("overridden", format!("{}, but this {} is not part of Kong's configuration", row.effect, kind.name()))
    }
}

fn change(effect: &Effect<'_>, locate: Locate<'_>) -> Option<ChangeView> {
    let Outcome::Changed { entity, field, before, after } = &effect.outcome else { return None };
    Some(ChangeView {
        entity: in_words(entity),
        field: (*field).to_owned(),
        pointer: locate(entity, field),
        before: before.clone(),
        after: after.clone(),
    })
}

fn in_words(entity: &Entity) -> String {
    match entity {
        Entity::Service(name) => format!("service {name}"),
        Entity::Route(name) => format!("route {name}"),
        Entity::Upstream(name) => format!("upstream {name}"),
        Entity::Plugin(name) => format!("plugin {name}"),
        Entity::Consumer(name) => format!("consumer {name}"),
        Entity::ConsumerGroup(name) => format!("consumer group {name}"),
        Entity::Other(kind, name) => format!("{kind} {name}"),
        Entity::Status(title) => title.clone(),
    }
}

fn kinds_in_words(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")
}

/// A key that is not in the catalogue but seems meant: of Kong's prefix, an old name, or another controller's.
fn unknown(object: &Object<'_>, key: &str, form: Form, span: Span) -> Option<(String, Diagnostic)> {
    let other_form = if form == Form::Label { Form::Annotation } else { Form::Label };
    if let Some(row) = catalogue::find(key, other_form) {
        let right = if row.form == Form::Label { "labels" } else { "annotations" };
        let why = format!("it belongs under `metadata.{right}`");
        return Some((why.clone(), catalog::misplaced(object, key, span, &why)));
    }
    if let Some((_, now)) = OLD_KEYS.iter().find(|(old, _)| *old == key) {
        let why = format!("the controller does not read this name any more; it is now `{now}`");
        return Some((why, catalog::unknown(object, key, span, Some(now))));
    }
    if FOREIGN_PREFIXES.iter().any(|prefix| key.starts_with(prefix)) {
        let why = "it is meant for another ingress controller; Kong's controller does not read it".to_owned();
        return Some((why, catalog::foreign(object, key, span)));
    }
    let ours =
        key.starts_with("konghq.com") || key.contains(".konghq.com") || key.starts_with("ingress.kubernetes.io/");
    if !ours || key.starts_with("test.konghq.com/") || key == "konghq.com/instance-id" {
        return None;
    }
    let candidates = CATALOGUE.iter().filter(|row| row.form == form).map(|row| row.key);
    let meant = crate::suggest::did_you_mean(key, candidates);
    let why = match meant {
        Some(meant) => format!("the controller does not know this key; did you mean `{meant}`?"),
        None => "the controller does not know this key".to_owned(),
    };
    Some((why, catalog::unknown(object, key, span, meant)))
}
