//! The routes, services and targets of a namespace, drawn as one node each, so that a large cluster stays readable.

use std::collections::BTreeMap;

use super::graph::{Edge, Graph, Kind, Node};

/// A map with more nodes than this is drawn by namespace at first.
pub const MANY: usize = 160;

/// More listeners than this are drawn by namespace as well.
const MANY_LISTENERS: usize = 40;

/// A namespace of the map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Folded {
    /// Its name.
    pub name: String,
    /// How many nodes belong to it.
    pub nodes: usize,
    /// They are drawn one by one.
    pub open: bool,
}

/// The graph as it is drawn, and its namespaces by name. `toggled` are those that the user wants the other way round.
pub fn fold(graph: &Graph, toggled: &[String]) -> (Graph, Vec<Folded>) {
    let is_large = graph.nodes.len() > MANY;
    let listeners = graph.nodes.iter().filter(|node| node.kind == Kind::Listener).count();
    let folds = |node: &Node| !node.namespace.is_empty() && (node.kind != Kind::Listener || listeners > MANY_LISTENERS);
    let mut namespaces: BTreeMap<&str, usize> = BTreeMap::new();
    for node in graph.nodes.iter().filter(|node| folds(node)) {
        *namespaces.entry(&node.namespace).or_default() += 1;
    }
    let folded: Vec<Folded> = namespaces
        .into_iter()
        .map(|(name, nodes)| {
            let is_toggled = toggled.iter().any(|toggled| toggled == name);
            Folded { name: name.to_owned(), nodes, open: is_large == is_toggled }
        })
        .collect();
    let is_open = |namespace: &str| {
        let at = folded.binary_search_by(|folded| folded.name.as_str().cmp(namespace));
        at.ok().and_then(|at| folded.get(at)).is_none_or(|folded| folded.open)
    };
    let mut drawn = Graph::default();
    let mut together: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    let mut number_of = Vec::with_capacity(graph.nodes.len());
    let mut counts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for node in &graph.nodes {
        if !folds(node) || is_open(&node.namespace) {
            let parent = node.parent.and_then(|parent| number_of.get(parent).copied());
            number_of.push(drawn.nodes.len());
            drawn.nodes.push(Node { parent, ..node.clone() });
            continue;
        }
        let next = drawn.nodes.len();
        let number = *together.entry((&node.namespace, node.column)).or_insert(next);
        number_of.push(number);
        if number == next {
            let place = None;
            let (text, pointer, parent) = (node.namespace.clone(), None, None);
            drawn.nodes.push(Node { kind: Kind::Namespace, text, pointer, place, parent, why: None, ..node.clone() });
        }
        if node.kind != Kind::Route {
            let (all, cut) = counts.entry(number).or_default();
            *all += 1;
            *cut += usize::from(node.cut);
        }
        if let Some(drawn) = drawn.nodes.get_mut(number) {
            drawn.cut &= node.cut;
        }
    }
    for (number, node) in drawn.nodes.iter_mut().enumerate().filter(|(_, node)| node.kind == Kind::Namespace) {
        let (all, cut) = counts.get(&number).copied().unwrap_or_default();
        node.note = match cut {
            0 => counted(all, node.column),
            cut => format!("{}, {cut} cut off", counted(all, node.column)),
        };
    }
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for edge in &graph.edges {
        let Some((from, to)) = number_of.get(edge.from).copied().zip(number_of.get(edge.to).copied()) else { continue };
        let next = drawn.edges.len();
        let number = *known.entry((from, to)).or_insert(next);
        if number == next {
            drawn.edges.push(Edge { from, to, why: edge.why.clone() });
        } else if let Some(edge) = drawn.edges.get_mut(number).filter(|_| edge.why.is_none()) {
            edge.why = None;
        }
    }
    (drawn, folded)
}

fn counted(count: usize, column: usize) -> String {
    let what = match column {
        2 => "listener",
        3 => "route",
        4 => "service",
        _ => "target",
    };
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
