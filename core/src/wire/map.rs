//! The map: what the page draws.

use serde::{Deserialize, Serialize};

use super::{Origin, Places, Span};
use crate::map::layout::TITLES;
use crate::map::{Graph, fold, layout};
use crate::report;
use crate::text::Sources;

/// How the map is wanted.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Namespaces that are drawn the other way round than the size of the map suggests.
    pub toggled: Vec<String>,
}

/// The map. Lengths are pixels of a drawing with letters of 12 pixels.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Map {
    /// Width of the drawing.
    pub width: i64,
    /// Height of the drawing.
    pub height: i64,
    /// From left to right.
    pub columns: Vec<Column>,
    /// All nodes; those inside of another one after it.
    pub nodes: Vec<Node>,
    /// All edges.
    pub edges: Vec<Edge>,
    /// The namespaces, by name.
    pub namespaces: Vec<Namespace>,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Column {
    /// The words above it.
    pub title: String,
    /// Left border.
    pub x: i64,
}

/// A node.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Node {
    /// `service-port`, `kong-listen`, `listener`, `entrance`, `object`, `route`, `service`, `target` or `namespace`.
    pub kind: String,
    /// Number of its column.
    pub column: usize,
    /// What it is called.
    pub text: String,
    /// What else there is to say; may be empty.
    pub note: String,
    /// Its namespace; empty where there is none.
    pub namespace: String,
    /// JSON pointer of its entity in `{"config": …}`.
    pub pointer: Option<String>,
    /// Where it is in the inputs.
    pub span: Option<Span>,
    /// Number of the node that it stands inside of.
    pub parent: Option<usize>,
    /// Nothing reaches it, or nothing goes on from it.
    pub cut: bool,
    /// Why, where it is this node that is in the way.
    pub why: Option<String>,
    /// Left border.
    pub x: i64,
    /// Upper border.
    pub y: i64,
    /// Width.
    pub width: i64,
    /// Height.
    pub height: i64,
}

/// An edge.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Edge {
    /// Number of the node on the left.
    pub from: usize,
    /// Number of the node on the right.
    pub to: usize,
    /// Why nothing passes; null: it passes.
    pub why: Option<String>,
    /// From border to border; it is straight from each second point to the next.
    pub points: Vec<(i64, i64)>,
}

/// A namespace.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Namespace {
    /// Its name.
    pub name: String,
    /// How many nodes belong to it.
    pub nodes: usize,
    /// Whether they are drawn one by one.
    pub open: bool,
}

/// The map of a run. `sources` are those of the run.
pub fn map(report: &report::Report, sources: &Sources<'_>, wanted: &Wanted) -> Map {
    let places = Places::new(sources);
    let (graph, namespaces) = fold(&Graph::of(report), &wanted.toggled);
    let layout = layout(&graph);
    let columns = TITLES.into_iter().zip(layout.columns);
    let nodes = graph.nodes.into_iter().zip(layout.nodes).map(|(node, at)| Node {
        kind: node.kind.name().to_owned(),
        column: node.column,
        text: node.text,
        note: node.note,
        namespace: node.namespace,
        pointer: node.pointer,
        span: node.place.and_then(|place| match places.origin(place) {
            Origin::At(span) => Some(span),
            Origin::Rule { .. } => None,
        }),
        parent: node.parent,
        cut: node.cut,
        why: node.why,
        x: at.x,
        y: at.y,
        width: at.width,
        height: at.height,
    });
    let edges = graph.edges.into_iter().zip(layout.edges);
    let namespaces = namespaces.into_iter();
    Map {
        width: layout.width,
        height: layout.height,
        columns: columns.map(|(title, (x, _))| Column { title: title.to_owned(), x }).collect(),
        nodes: nodes.collect(),
        edges: edges.map(|(edge, points)| Edge { from: edge.from, to: edge.to, why: edge.why, points }).collect(),
        namespaces: namespaces
            .map(|folded| Namespace { name: folded.name, nodes: folded.nodes, open: folded.open })
            .collect(),
    }
}
