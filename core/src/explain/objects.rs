//! One verdict per object: does anything come of it? And where a host asks, one per field.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{Judge, Standing};
use crate::admission::Refused;
use crate::k8s::load::{Beside, Foreign, LeftOut, Listed, Stage};
use crate::k8s::{Kind, Object, ObjectKey};
use crate::ordered::Ordered as _;
use crate::provenance::{Place, Tree};
use crate::report::{Fields, ObjectView};
use crate::text::Span;
use crate::webhook::Answer;
use crate::yaml::Node;

/// The documents of the manifests, by what became of them.
#[derive(Clone, Copy, Debug)]
pub struct Documents<'d, 'a> {
    /// Objects that the controller sees.
    pub objects: &'d [Object<'a>],
    /// Objects of namespaces that it does not watch.
    pub unseen: &'d [Object<'a>],
    /// Those that the API server refuses.
    pub refused: &'d [Refused<'a>],
    /// Those that were left out before.
    pub left_out: &'d [LeftOut],
    /// Those of them that are of known kinds, with their numbers in `left_out`.
    pub of_other_versions: &'d [(usize, Object<'a>)],
    /// Those of kinds that nobody here reads.
    pub foreign: &'d [Foreign],
    /// The trees of what is no object of a known kind.
    pub beside: &'d [Beside<'a>],
    /// The answers of an installed admission webhook, in order of their objects' titles.
    pub webhook: &'d [Answer],
}

const UNKNOWN_KIND: &str = "the controller does not know this kind";
const FOREIGN: &str = "the controller does not read objects of this kind";
const REPLACED: &str = "a later document defines the same object";

/// One view per object of the manifests, in the order of the text. `judge` is there where verdicts of fields are wanted.
///
/// An object is used when a value of the configuration or of another object's status comes from it; that is read off
/// the recorded origins.
pub fn views(
    documents: Documents<'_, '_>,
    config: Option<&Tree>,
    status: &Tree,
    judge: Option<&Judge<'_>>,
) -> Vec<ObjectView> {
    let fields = |node: &Node<'_>, kind: Option<Kind>, standing: Standing<'_>| -> Fields {
        judge.map(|judge| judge.fields(node, kind, standing)).unwrap_or_default()
    };
    let mut views = seen(documents, config, status, judge);
    views.extend(documents.unseen.iter().map(|object| {
        let why = format!("the controller does not watch the namespace `{}`", object.namespace());
        let fields = fields(&object.node, Some(object.kind()), Standing::Aside(&why));
        ObjectView { object: object.title(), verdict: "unused", why, span: object.name_span(), fields }
    }));
    let beside: BTreeMap<Listed, &Node<'_>> =
        documents.beside.iter().map(|beside| (beside.listed, &beside.node)).collect();
    views.extend(documents.foreign.iter().enumerate().map(|(number, foreign)| {
        let node = beside.get(&Listed::Foreign(number));
        let fields = node.map(|node| fields(node, None, Standing::Unread(FOREIGN))).unwrap_or_default();
        let (object, span) = (foreign.object.clone(), foreign.span);
        ObjectView { object, verdict: "unused", why: FOREIGN.to_owned(), span, fields }
    }));
    let of_other_versions = documents.of_other_versions.iter();
    let mut nodes: BTreeMap<usize, &Node<'_>> =
        of_other_versions.map(|(number, object)| (*number, &object.node)).collect();
    nodes.extend(beside.iter().filter_map(|(listed, node)| match listed {
        Listed::LeftOut(number) => Some((*number, *node)),
        Listed::Foreign(_) | Listed::List => None,
    }));
    let left_out =
        documents.left_out.iter().enumerate().map(|(number, left_out)| (left_out, nodes.get(&number).copied()));
    let refused = documents.refused.iter().map(|refused| (&refused.left_out, Some(&refused.object.node)));
    views.extend(left_out.chain(refused).filter_map(|(left_out, node)| {
        let (verdict, why) = of_left_out(left_out);
        let standing = if left_out.stage == Stage::Kic { Standing::Unread(&why) } else { Standing::Refused(&why) };
        let fields = node.map(|node| fields(node, None, standing)).unwrap_or_default();
        // A document that is no object is listed for its fields only.
        let title = || (!fields.counts.is_empty()).then(|| format!("document {}", left_out.document + 1));
        let object = left_out.object.clone().or_else(title)?;
        Some(ObjectView { object, verdict, why, span: left_out.span, fields })
    }));
    if judge.is_some() {
        let lists = documents.beside.iter().filter(|beside| beside.listed == Listed::List);
        views.extend(lists.filter_map(|list| {
            let why = "kubectl takes the list apart; its items count".to_owned();
            let fields = fields(&list.node, None, Standing::Aside(&why));
            Some(ObjectView { object: "List".to_owned(), verdict: "used", why, span: list.node.span()?, fields })
        }));
    }
    views.order_by(|a, b| (a.span, &a.object).cmp(&(b.span, &b.object)));
    views
}

/// The objects that the controller sees.
fn seen(
    documents: Documents<'_, '_>,
    config: Option<&Tree>,
    status: &Tree,
    judge: Option<&Judge<'_>>,
) -> Vec<ObjectView> {
    let Documents { objects, webhook, .. } = documents;
    let in_config = config.map(|config| objects_of(config, objects)).unwrap_or_default();
    let in_status = objects_of(status, objects);
    let replaced = if judge.is_some() { replaced(objects) } else { BTreeSet::new() };
    let written = objects.iter().enumerate().filter(|(_, object)| object.node.span().is_some());
    written
        .map(|(index, object)| {
            let (config, status) = (in_config.contains(&index), in_status.contains(&index));
            let (verdict, why) = verdict(object.kind(), config, status);
            let (title, span) = (object.title(), object.name_span());
            let refusal = webhook.binary_search_by(|answer| answer.object.cmp(&title)).ok();
            let refusal = refusal.and_then(|at| webhook.get(at)?.refusal.as_ref());
            let refused = refusal.map(|refusal| {
                let words = refusal.words();
                format!("the controller's admission webhook refuses it: {words}")
            });
            let fields = judge.map(|judge| {
                let standing = match &refused {
                    Some(why) => Standing::Refused(why),
                    None if replaced.contains(&index) => Standing::Aside(REPLACED),
                    None if config => Standing::Configured,
                    None if status || decides_by_itself(object) => Standing::Part(why),
                    None => Standing::Aside(why),
                };
                judge.fields(&object.node, Some(object.kind()), standing)
            });
            let (verdict, why) = refused.map_or((verdict, why.to_owned()), |why| ("refused", why));
            ObjectView { object: title, verdict, why, span, fields: fields.unwrap_or_default() }
        })
        .collect()
}

/// Kinds of which no value of the output comes, but which the controller goes by: it looks for the classes that are its
/// own, and for the Namespace of each route.
fn decides_by_itself(object: &Object<'_>) -> bool {
    matches!(object.kind(), Kind::GatewayClass | Kind::IngressClass | Kind::IngressClassParameters | Kind::Namespace)
}

/// Objects that a later document of the same kind and name replaces.
fn replaced(objects: &[Object<'_>]) -> BTreeSet<usize> {
    let mut last: BTreeMap<(Kind, ObjectKey<'_>), usize> = BTreeMap::new();
    let mut replaced = BTreeSet::new();
    for (index, object) in objects.iter().enumerate() {
        replaced.extend(last.insert((object.kind(), object.key()), index));
    }
    replaced
}

/// Verdict and reason of a document that never reaches the controller.
fn of_left_out(left_out: &LeftOut) -> (&'static str, String) {
    let (verdict, by) = match left_out.stage {
        Stage::Kic => ("unknown-kind", UNKNOWN_KIND),
        Stage::Yaml => ("refused", "it is no YAML object"),
        Stage::Api | Stage::Schema => ("refused", "the API server refuses it"),
        Stage::Decode => ("refused", "it cannot be decoded"),
    };
    let why = match left_out.why.first() {
        Some(first) if left_out.stage != Stage::Kic => format!("{by}: {first}"),
        _ => by.to_owned(),
    };
    (verdict, why)
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
    let mut by_start: Vec<(Span, usize)> =
        objects.iter().enumerate().filter_map(|(index, object)| Some((object.node.span()?, index))).collect();
    by_start.order_by_key(|(span, _)| *span);
    let mut found = BTreeSet::new();
    // Most values come from the same object as the one before them.
    let mut last: Option<Span> = None;
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
