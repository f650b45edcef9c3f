//! The map of the engine, and the ways through it.

use std::ops::Deref;
use std::rc::Rc;

use kic_core::wire;

/// A map that is cheap to clone and to compare: two are equal when they are the same value in memory.
#[derive(Clone, Debug)]
pub struct Map(Rc<wire::map::Map>);

impl Map {
    /// Wraps an answer.
    pub fn new(map: wire::map::Map) -> Self {
        Self(Rc::new(map))
    }

    /// The nodes that are on a way through this one, in both directions; what passes in front of a cut as well as behind.
    pub fn way(&self, node: usize) -> Vec<bool> {
        let mut lit = vec![false; self.nodes.len()];
        for forward in [true, false] {
            let mut beside = vec![Vec::new(); self.nodes.len()];
            for (from, to) in self.steps(forward) {
                if let Some(beside) = beside.get_mut(from) {
                    beside.push(to);
                }
            }
            let mut seen = vec![false; self.nodes.len()];
            let mut next = vec![node];
            while let Some(number) = next.pop() {
                let Some(seen) = seen.get_mut(number).filter(|seen| !**seen) else { continue };
                *seen = true;
                next.extend(beside.get(number).into_iter().flatten());
            }
            lit.iter_mut().zip(seen).for_each(|(lit, seen)| *lit |= seen);
        }
        lit
    }

    /// The nodes that the way from this one leads to, or comes from. What stands inside of a node comes from it.
    pub fn beside(&self, node: usize, forward: bool) -> impl Iterator<Item = usize> + '_ {
        self.steps(forward).filter(move |(from, _)| *from == node).map(|(_, to)| to)
    }

    fn steps(&self, forward: bool) -> impl Iterator<Item = (usize, usize)> + '_ {
        let ends = self.edges.iter().map(move |edge| if forward { (edge.from, edge.to) } else { (edge.to, edge.from) });
        let inside = self.nodes.iter().enumerate().filter_map(move |(number, own)| {
            own.parent.map(|parent| if forward { (parent, number) } else { (number, parent) })
        });
        ends.chain(inside)
    }

    /// The node above or below, in the same column.
    pub fn near(&self, node: usize, down: bool) -> Option<usize> {
        let own = self.nodes.get(node)?;
        let mut others: Vec<(i64, usize)> = self
            .nodes
            .iter()
            .enumerate()
            .filter(|(number, other)| *number != node && other.column == own.column && (other.y > own.y) == down)
            .map(|(number, other)| ((other.y - own.y).abs(), number))
            .collect();
        others.sort_unstable();
        others.first().map(|(_, number)| *number)
    }

    /// The node that an arrow key leads to.
    pub fn step(&self, node: usize, key: &str) -> Option<usize> {
        match key {
            "ArrowDown" => self.near(node, true),
            "ArrowUp" => self.near(node, false),
            "ArrowRight" => self.across(node, true),
            "ArrowLeft" => self.across(node, false),
            _ => None,
        }
    }

    /// The neighbour in the next column; of several the topmost. A node with others inside goes by them.
    fn across(&self, node: usize, forward: bool) -> Option<usize> {
        let beside: Vec<usize> = self.beside(node, forward).collect();
        beside.into_iter().min_by_key(|number| self.nodes.get(*number).map(|node| node.y))
    }

    /// What a node is, in words: `Listener https, HTTPS 443`.
    pub fn name(&self, node: usize) -> String {
        let Some(node) = self.nodes.get(node) else { return String::new() };
        let kind = match node.kind.as_str() {
            "service-port" => "Service port",
            "kong-listen" => "Kong listen",
            "listener" => "Listener",
            "entrance" => "Kong’s listens for",
            "route" => "Kong route",
            "service" => "Kong service",
            "target" => "Target",
            "namespace" => "Namespace",
            _ => "",
        };
        let words = [kind, node.text.as_str()].into_iter().filter(|word| !word.is_empty());
        let words = words.collect::<Vec<_>>().join(" ");
        if node.note.is_empty() { words } else { format!("{words}, {}", node.note) }
    }

    /// What a screen reader says of a node: its name, whether it is cut off and why, and where it leads.
    pub fn spoken(&self, node: usize) -> String {
        let mut words = self.name(node);
        if let Some(own) = self.nodes.get(node).filter(|own| own.cut) {
            words.push_str(", cut off");
            if let Some(why) = own.why.as_deref().or_else(|| self.in_the_way(node)) {
                words = format!("{words}: {why}");
            }
        }
        let onward: Vec<&str> =
            self.beside(node, true).filter_map(|to| self.nodes.get(to)).map(|node| node.text.as_str()).collect();
        match onward.len() {
            0 => words,
            1..=3 => format!("{words}; leads to {}", onward.join(", ")),
            count => format!("{words}; leads to {count} others"),
        }
    }

    /// Why nothing comes to a node, where an edge says it.
    pub fn in_the_way(&self, node: usize) -> Option<&str> {
        self.edges.iter().find(|edge| edge.to == node && edge.why.is_some())?.why.as_deref()
    }
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Map {
    type Target = wire::map::Map;

    fn deref(&self) -> &wire::map::Map {
        &self.0
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use kic_core::wire::map::{Edge, Map as Wire, Node};

    /// A listener that leads to two routes inside of an object, one of which leads to a service; a listener that is cut.
    pub(crate) fn map() -> Map {
        let node = |kind: &str, column: usize, text: &str, y: i64, parent: Option<usize>| Node {
            kind: kind.to_owned(),
            column,
            text: text.to_owned(),
            note: String::new(),
            namespace: "default".to_owned(),
            pointer: None,
            span: None,
            parent,
            cut: text == "tls",
            why: (text == "tls").then(|| "Kong does not listen on port 9903".to_owned()),
            x: i64::try_from(column).unwrap() * 200,
            y,
            width: 100,
            height: 20,
        };
        let edge = |from: usize, to: usize| Edge { from, to, why: None, points: vec![(100, 10), (200, 10)] };
        Map::new(Wire {
            width: 800,
            height: 200,
            nodes: vec![
                node("listener", 2, "https", 0, None),
                node("object", 3, "echo", 0, None),
                node("route", 3, "/echo", 20, Some(1)),
                node("route", 3, "/other", 40, Some(1)),
                node("service", 4, "echo.0", 0, None),
                node("listener", 2, "tls", 40, None),
            ],
            edges: vec![edge(0, 1), edge(2, 4)],
            ..Wire::default()
        })
    }

    #[test]
    fn a_way_goes_in_both_directions_and_through_what_stands_inside() {
        assert_eq!(map().way(4), [true, true, true, false, true, false]);
        assert_eq!(map().way(0), [true, true, true, true, true, false]);
    }

    #[test]
    fn arrow_keys_walk_along_edges_and_columns() {
        let map = map();
        assert_eq!(map.step(0, "ArrowRight"), Some(1));
        assert_eq!(map.step(4, "ArrowLeft"), Some(2));
        assert_eq!(map.step(0, "ArrowDown"), Some(5));
        assert_eq!(map.step(5, "ArrowUp"), Some(0));
        assert_eq!((map.step(5, "ArrowRight"), map.step(0, "Enter")), (None, None));
    }

    #[test]
    fn a_node_says_where_it_leads_and_what_is_in_the_way() {
        assert_eq!(map().spoken(0), "Listener https; leads to echo");
        assert_eq!(map().spoken(5), "Listener tls, cut off: Kong does not listen on port 9903");
    }
}
