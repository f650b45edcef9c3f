//! One verdict per object: does anything come of it?

use std::collections::BTreeSet;

use crate::k8s::load::{Foreign, LeftOut, Stage};
use crate::k8s::{Kind, Object};
use crate::ordered::Ordered as _;
use crate::provenance::{Place, Tree};
use crate::report::ObjectView;
use crate::webhook::Answer;

/// The documents of the manifests, by what became of them.
#[derive(Clone, Copy, Debug)]
pub struct Documents<'d, 'a> {
    /// Objects that the controller sees.
    pub objects: &'d [Object<'a>],
    /// Objects of namespaces that it does not watch.
    pub unseen: &'d [Object<'a>],
    /// Those that were refused.
    pub left_out: &'d [LeftOut],
    /// Those of kinds that nobody here reads.
    pub foreign: &'d [Foreign],
    /// The answers of an installed admission webhook, in order of their objects' titles.
    pub webhook: &'d [Answer],
}

/// One view per object of the manifests, in the order of the text.
///
/// An object is used when a value of the configuration or of another object's status comes from it; that is read off
/// the recorded origins.
pub fn views(documents: Documents<'_, '_>, config: Option<&Tree>, status: &Tree) -> Vec<ObjectView> {
    let Documents { objects, unseen, left_out, foreign, webhook } = documents;
    let in_config = config.map(|config| objects_of(config, objects)).unwrap_or_default();
    let in_status = objects_of(status, objects);
    let mut views: Vec<ObjectView> = objects
        .iter()
        .enumerate()
        .filter(|(_, object)| object.node.span().is_some())
        .map(|(index, object)| {
            let (verdict, why) = verdict(object.kind(), in_config.contains(&index), in_status.contains(&index));
            let (object, span) = (object.title(), object.name_span());
            let refusal = webhook.binary_search_by(|answer| answer.object.cmp(&object)).ok();
            match refusal.and_then(|at| webhook.get(at)?.refusal.as_ref()) {
                Some(refusal) => {
                    let words = refusal.words();
                    let why = format!("the controller's admission webhook refuses it: {words}");
                    ObjectView { object, verdict: "refused", why, span }
                }
                None => ObjectView { object, verdict, why: why.to_owned(), span },
            }
        })
        .collect();
    views.extend(unseen.iter().map(|object| ObjectView {
        object: object.title(),
        verdict: "unused",
        why: format!("the controller does not watch the namespace `{}`", object.namespace()),
        span: object.name_span(),
    }));
    views.extend(foreign.iter().map(|foreign| ObjectView {
        object: foreign.object.clone(),
        verdict: "unused",
        why: "the controller does not read objects of this kind".to_owned(),
        span: foreign.span,
    }));
    views.extend(left_out.iter().filter_map(|left_out| {
        let (verdict, by) = match left_out.stage {
            Stage::Kic => ("unknown-kind", "the controller does not know this kind"),
            Stage::Yaml => ("refused", "it is no YAML object"),
            Stage::Api | Stage::Schema => ("refused", "the API server refuses it"),
            Stage::Decode => ("refused", "it cannot be decoded"),
        };
        let why = match left_out.why.first() {
            Some(first) if left_out.stage != Stage::Kic => format!("{by}: {first}"),
            _ => by.to_owned(),
        };
        Some(ObjectView { object: left_out.object.clone()?, verdict, why, span: left_out.span })
    }));
    views.order_by(|a, b| (a.span, &a.object).cmp(&(b.span, &b.object)));
    views
}

fn verdict(kind: Kind, in_config: bool, in_status: bool) -> (&'static str, &'static str) {
    match (in_config, in_status) {
        (true, _) => ("used", "values of Kong's configuration come from it"),
        (false, true) if matches!(kind, Kind::GatewayClass | Kind::Gateway | Kind::Service | Kind::ReferenceGrant) => {
            ("used", "statuses come from it")
        }
        (false, true) => ("unused", "the controller writes its status, but nothing of it reaches Kong"),
        (false, false) => ("unused", "nothing refers to it, or what does is not read"),
    }
}

/// Indexes of the objects from which a value of the tree comes.
fn objects_of(tree: &Tree, objects: &[Object<'_>]) -> BTreeSet<usize> {
    let mut by_start: Vec<(crate::text::Span, usize)> =
        objects.iter().enumerate().filter_map(|(index, object)| Some((object.node.span()?, index))).collect();
    by_start.order_by_key(|(span, _)| *span);
    let mut found = BTreeSet::new();
    // Most values come from the same object as the one before them.
    let mut last: Option<crate::text::Span> = None;
    tree.each_place(&mut |place| {
        let Place::At(span) = place else { return };
        if last.is_some_and(|last| last.file == span.file && last.start <= span.start && span.end <= last.end) {
            return;
        }
        let after = by_start.partition_point(|(start, _)| (start.file, start.start) <= (span.file, span.start));
        let Some((around, index)) = after.checked_sub(1).and_then(|at| by_start.get(at)) else { return };
        if around.file == span.file && span.end <= around.end {
            found.insert(*index);
            last = Some(*around);
        }
    });
    found
}
