//! Where the nodes and edges of a map stand.
//!
//! Columns are fixed. Inside a column the order is found by barycentres: each node goes to the mean of its neighbours, from
//! left to right and back, and of all rounds the one with the fewest crossings is kept. Then everything is moved towards
//! its neighbours as far as the order lets it. An edge over several columns has a free place in each, so that it runs
//! through no node. Whole numbers only: the same graph gives the same picture everywhere.

use std::collections::BTreeMap;

use super::graph::{Graph, Kind};
use crate::ordered::Ordered as _;

/// How many columns there are.
pub const COLUMNS: usize = 6;
/// The words above the columns.
pub const TITLES: [&str; COLUMNS] = ["Service port", "Kong listens", "Listeners", "Routes", "Kong services", "Targets"];
/// Widths of the columns.
const WIDTHS: [i64; COLUMNS] = [80, 108, 148, 186, 176, 138];
/// Between columns.
const GAP: i64 = 34;
/// Around everything.
const MARGIN: i64 = 8;
/// Above the nodes, for the titles.
const HEAD: i64 = 28;
/// Between two nodes of a column.
const BETWEEN: i64 = 10;
/// How often the order is improved.
const ROUNDS: usize = 12;
/// With more edges than this the crossings are not counted.
const COUNTED: usize = 1500;

/// A rectangle; whole pixels from the top left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Placed {
    /// Left.
    pub x: i64,
    /// Top.
    pub y: i64,
    /// Width.
    pub width: i64,
    /// Height.
    pub height: i64,
}

/// Where everything stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Layout {
    /// Of the whole.
    pub width: i64,
    /// Of the whole.
    pub height: i64,
    /// By number of the node.
    pub nodes: Vec<Placed>,
    /// By number of the edge: from the right border of one node to the left border of the other, in pairs of points
    /// between which it is straight.
    pub edges: Vec<Vec<(i64, i64)>>,
    /// Left border and width of each column.
    pub columns: [(i64, i64); COLUMNS],
}

/// What is ordered: a node with those inside of it, or the free place of an edge.
#[derive(Clone, Debug, Default)]
struct Block {
    column: usize,
    height: i64,
    /// The node and those inside; none: a free place.
    nodes: Vec<usize>,
    left: Vec<usize>,
    right: Vec<usize>,
    top: i64,
}

/// Blocks that press against each other: the sum of their wishes, how many they are, and the blocks with their offsets from
/// the top of the first.
type Pool = (i64, i64, Vec<(usize, i64)>);

/// The layout of a graph.
pub fn layout(graph: &Graph) -> Layout {
    let mut drawing = Drawing::of(graph);
    drawing.order();
    drawing.align();
    drawing.finish(graph)
}

struct Drawing {
    blocks: Vec<Block>,
    /// Blocks of each column, from top to bottom.
    columns: Vec<Vec<usize>>,
    /// The blocks that an edge runs through between its ends, by number of the edge.
    ways: Vec<Vec<usize>>,
}

const fn height_of(kind: Kind) -> i64 {
    match kind {
        Kind::Listener | Kind::Entrance | Kind::Object | Kind::Namespace => 38,
        Kind::Route => 22,
        Kind::ServicePort | Kind::KongListen | Kind::Service | Kind::Target => 26,
    }
}

impl Drawing {
    fn of(graph: &Graph) -> Self {
        let mut drawing = Self { blocks: Vec::new(), columns: vec![Vec::new(); COLUMNS], ways: Vec::new() };
        let mut block_of: BTreeMap<usize, usize> = BTreeMap::new();
        for (number, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.parent.is_none()) {
            let block = drawing.add(node.column, height_of(node.kind));
            block_of.insert(number, block);
            if let Some(block) = drawing.blocks.get_mut(block) {
                block.nodes.push(number);
            }
        }
        for (number, node) in graph.nodes.iter().enumerate() {
            let parent = node.parent.and_then(|parent| block_of.get(&parent).copied());
            let Some((id, block)) = parent.and_then(|id| Some((id, drawing.blocks.get_mut(id)?))) else { continue };
            block.nodes.push(number);
            block.height += height_of(node.kind);
            block_of.insert(number, id);
        }
        for edge in &graph.edges {
            let mut way = Vec::new();
            if let Some((from, to)) = block_of.get(&edge.from).copied().zip(block_of.get(&edge.to).copied()) {
                let column = |block: usize, drawing: &Self| drawing.blocks.get(block).map_or(0, |block| block.column);
                let (first, last) = (column(from, &drawing), column(to, &drawing));
                let mut before = from;
                for column in first + 1..last {
                    let free = drawing.add(column, 0);
                    drawing.join(before, free);
                    way.push(free);
                    before = free;
                }
                drawing.join(before, to);
            }
            drawing.ways.push(way);
        }
        drawing
    }

    fn add(&mut self, column: usize, height: i64) -> usize {
        let number = self.blocks.len();
        self.blocks.push(Block { column, height, ..Block::default() });
        if let Some(column) = self.columns.get_mut(column) {
            column.push(number);
        }
        number
    }

    fn join(&mut self, left: usize, right: usize) {
        if let Some(block) = self.blocks.get_mut(left) {
            block.right.push(right);
        }
        if let Some(block) = self.blocks.get_mut(right) {
            block.left.push(left);
        }
    }

    /// Places in their columns, by number of the block.
    fn ranks(&self) -> Vec<i64> {
        let mut ranks = vec![0; self.blocks.len()];
        for column in &self.columns {
            for (rank, block) in (0_i64..).zip(column) {
                if let Some(own) = ranks.get_mut(*block) {
                    *own = rank;
                }
            }
        }
        ranks
    }

    fn order(&mut self) {
        let joins: usize = self.blocks.iter().map(|block| block.right.len()).sum();
        let counts = joins <= COUNTED;
        let mut best = (self.crossings(counts), self.columns.clone());
        for round in 0..ROUNDS {
            let forward = round % 2 == 0;
            for step in 0..COLUMNS {
                self.sort_column(if forward { step } else { COLUMNS - 1 - step }, forward);
            }
            let crossings = self.crossings(counts);
            if crossings < best.0 || !counts {
                best = (crossings, self.columns.clone());
            }
        }
        self.columns = best.1;
    }

    /// Puts each block of a column at the mean of its neighbours; those without stay where they are.
    fn sort_column(&mut self, column: usize, by_left: bool) {
        let ranks = self.ranks();
        let Some(own) = self.columns.get(column) else { return };
        let mut sorted: Vec<(i64, usize)> = (0_i64..)
            .zip(own)
            .map(|(rank, number)| {
                let block = self.blocks.get(*number);
                let neighbours = block.map_or(&[][..], |block| if by_left { &block.left } else { &block.right });
                let of = neighbours.iter().filter_map(|neighbour| ranks.get(*neighbour).copied());
                let total: i64 = of.sum();
                let count = i64::try_from(neighbours.len()).unwrap_or(i64::MAX);
                (total.saturating_mul(1000).checked_div(count).unwrap_or(rank * 1000), *number)
            })
            .collect();
        sorted.order_by_key(|(mean, _)| *mean);
        if let Some(column) = self.columns.get_mut(column) {
            *column = sorted.into_iter().map(|(_, number)| number).collect();
        }
    }

    fn crossings(&self, counts: bool) -> usize {
        if !counts {
            return 0;
        }
        let ranks = self.ranks();
        let rank = |block: usize| ranks.get(block).copied().unwrap_or_default();
        let mut crossings = 0;
        for column in &self.columns {
            let joins: Vec<(i64, i64)> = column
                .iter()
                .filter_map(|number| Some((*number, self.blocks.get(*number)?)))
                .flat_map(|(number, block)| block.right.iter().map(move |right| (number, *right)))
                .map(|(from, to)| (rank(from), rank(to)))
                .collect();
            for (number, one) in joins.iter().enumerate() {
                let later = joins.iter().skip(number + 1);
                crossings += later.filter(|other| (one.0 - other.0) * (one.1 - other.1) < 0).count();
            }
        }
        crossings
    }

    /// Moves blocks towards their neighbours, without changing the order.
    fn align(&mut self) {
        for column in 0..COLUMNS {
            self.settle(column, &|_| None);
        }
        for by_left in [true, false, true, false] {
            for step in 0..COLUMNS {
                let column = if by_left { step } else { COLUMNS - 1 - step };
                let centres: Vec<i64> = self.blocks.iter().map(|block| block.top + block.height / 2).collect();
                let wishes: Vec<Option<i64>> = self
                    .blocks
                    .iter()
                    .map(|block| {
                        let neighbours = if by_left { &block.left } else { &block.right };
                        let of = neighbours.iter().filter_map(|neighbour| centres.get(*neighbour).copied());
                        let count = i64::try_from(neighbours.len()).unwrap_or(i64::MAX);
                        of.sum::<i64>().checked_div(count).map(|mean| mean - block.height / 2)
                    })
                    .collect();
                self.settle(column, &|block| wishes.get(block).copied().flatten());
            }
        }
        let top = self.blocks.iter().map(|block| block.top).min().unwrap_or_default();
        for block in &mut self.blocks {
            block.top += MARGIN + HEAD - top;
        }
    }

    /// Gives the blocks of a column the tops that are nearest to what they wish, in order and without overlap: blocks
    /// that press against each other share the mean of their wishes.
    fn settle(&mut self, column: usize, wish: &dyn Fn(usize) -> Option<i64>) {
        let Some(order) = self.columns.get(column) else { return };
        let mut pools: Vec<Pool> = Vec::new();
        let mut below = 0;
        for number in order {
            let Some(block) = self.blocks.get(*number) else { continue };
            let wished = wish(*number).unwrap_or(block.top) - below;
            pools.push((wished, 1, vec![(*number, below)]));
            below += block.height + BETWEEN;
            while let [.., (sum, count, _), (next_sum, next_count, _)] = &pools[..] {
                if sum * next_count <= next_sum * count {
                    break;
                }
                let Some((sum, count, blocks)) = pools.pop() else { break };
                let Some(last) = pools.last_mut() else { break };
                last.0 += sum;
                last.1 += count;
                last.2.extend(blocks);
            }
        }
        for (sum, count, blocks) in pools {
            for (number, offset) in blocks {
                if let Some(block) = self.blocks.get_mut(number) {
                    block.top = sum.div_euclid(count) + offset;
                }
            }
        }
    }

    fn finish(self, graph: &Graph) -> Layout {
        let mut layout = Layout { nodes: vec![Placed::default(); graph.nodes.len()], ..Layout::default() };
        let mut x = MARGIN;
        for (own, width) in layout.columns.iter_mut().zip(WIDTHS) {
            *own = (x, width);
            x += width + GAP;
        }
        layout.width = x - GAP + MARGIN;
        // Inside of an object its routes stand in the order of their services.
        let mut centre_of_target: BTreeMap<usize, i64> = BTreeMap::new();
        let tops: BTreeMap<usize, i64> =
            self.blocks.iter().flat_map(|block| block.nodes.iter().map(|node| (*node, block.top))).collect();
        for edge in &graph.edges {
            if let Some(top) = tops.get(&edge.to) {
                centre_of_target.entry(edge.from).or_insert(*top);
            }
        }
        for block in &self.blocks {
            let (x, width) = layout.columns.get(block.column).copied().unwrap_or_default();
            let mut nodes = block.nodes.clone();
            if let Some((_, inside)) = nodes.split_first_mut() {
                inside.order_by_key(|node| (centre_of_target.get(node).copied().unwrap_or(i64::MAX), *node));
            }
            let mut y = block.top;
            for number in nodes {
                let Some(node) = graph.nodes.get(number) else { continue };
                let height = height_of(node.kind);
                if let Some(placed) = layout.nodes.get_mut(number) {
                    *placed = Placed { x, y, width, height };
                }
                y += height;
            }
            layout.height = layout.height.max(block.top + block.height + MARGIN);
        }
        layout.height = layout.height.max(HEAD + MARGIN);
        for (edge, way) in graph.edges.iter().zip(&self.ways) {
            let at = |node: usize| layout.nodes.get(node).copied().unwrap_or_default();
            let (from, to) = (at(edge.from), at(edge.to));
            let mut points = vec![(from.x + from.width, from.y + from.height / 2)];
            for free in way.iter().filter_map(|block| self.blocks.get(*block)) {
                let (x, width) = layout.columns.get(free.column).copied().unwrap_or_default();
                points.extend([(x, free.top), (x + width, free.top)]);
            }
            points.push((to.x, to.y + to.height / 2));
            layout.edges.push(points);
        }
        layout
    }
}
