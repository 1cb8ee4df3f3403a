//! Where each node and edge of the graph stands in a drawing: layers from the roots down, on a grid, so that a page only draws.
//! The same graph is always drawn in the same way; the cost grows with nodes and edges alone.
//!
//! Below each authority stand first the authorities that it issued, each with all that is below it, and beside them its leaves
//! as a block, so that three hundred leaves are a field and not a line. Edges run in the gaps between columns and rows and never
//! through a node.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::graph::{Graph, Place};
use super::pool::Proof;

/// Sizes of a drawing, in its own unit: a pixel at the size in which it is meant to be read.
pub mod size {
    /// A node.
    pub const NODE_WIDTH: i32 = 216;
    /// A node.
    pub const NODE_HEIGHT: i32 = 72;
    /// Between columns.
    pub const GAP_X: i32 = 28;
    /// Between rows.
    pub const GAP_Y: i32 = 44;
    /// Around everything; lines that go back up run in it.
    pub const MARGIN: i32 = 36;
}

/// A drawing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// Where each node stands, numbered as in the graph.
    pub nodes: Vec<Spot>,
    /// How each edge runs, numbered as in the graph.
    pub edges: Vec<Route>,
    /// The nodes in the order in which they are read: by layer, from left to right.
    pub order: Vec<usize>,
}

/// Where a node stands: its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "x and y are what they are everywhere")]
pub struct Spot {
    pub x: i32,
    pub y: i32,
    /// How many authorities stand above it; 0 is a root.
    pub layer: usize,
    /// Its row of the grid.
    pub row: usize,
    /// Its column of the grid.
    pub column: usize,
}

/// How an edge runs, from the issuer to what it issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Its corners.
    pub points: Vec<(i32, i32)>,
    /// Whether it is the one by which the subject found its place; the others cross.
    pub main: bool,
}

impl Layout {
    /// Of a graph.
    #[must_use]
    pub fn of(graph: &Graph) -> Layout {
        let forest = Forest::of(graph);
        let mut spots = vec![Spot { x: 0, y: 0, layer: 0, row: 0, column: 0 }; graph.nodes.len()];
        forest.place(&mut spots);
        for spot in &mut spots {
            spot.x = size::MARGIN + grid(spot.column) * (size::NODE_WIDTH + size::GAP_X);
            spot.y = size::MARGIN + grid(spot.row) * (size::NODE_HEIGHT + size::GAP_Y);
        }
        let mut main = vec![None; graph.nodes.len()];
        for (index, edge) in graph.edges.iter().enumerate() {
            if forest.parent[edge.subject] == Some(edge.issuer) && main[edge.subject].is_none() {
                main[edge.subject] = Some(index);
            }
        }
        let edges = graph
            .edges
            .iter()
            .enumerate()
            .map(|(index, edge)| Route {
                points: route(spots[edge.issuer], spots[edge.subject], edge.issuer),
                main: main[edge.subject] == Some(index),
            })
            .collect();
        let mut order: Vec<usize> = (0..spots.len()).collect();
        order.sort_by_key(|node| (spots[*node].layer, spots[*node].row, spots[*node].column));
        let width = spots.iter().map(|spot| spot.x + size::NODE_WIDTH).max().unwrap_or(0) + size::MARGIN;
        let height = spots.iter().map(|spot| spot.y + size::NODE_HEIGHT).max().unwrap_or(0) + size::MARGIN;
        Layout { width, height, nodes: spots, edges, order }
    }
}

fn grid(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX / 1_000)
}

/// Lanes of a gap, so that lines of different issuers do not run upon each other.
const LANES: usize = 7;

/// Down from the issuer into the gap below its row, along it to the gap beside the subject's column, along that to the gap above
/// the subject's row, and down into the subject.
fn route(from: Spot, to: Spot, issuer: usize) -> Vec<(i32, i32)> {
    let lane = grid(issuer % LANES) - grid(LANES / 2);
    let start = (from.x + size::NODE_WIDTH / 2, from.y + size::NODE_HEIGHT);
    let end = (to.x + size::NODE_WIDTH / 2, to.y);
    let below = start.1 + size::GAP_Y / 2 + lane * 3;
    let above = end.1 - size::GAP_Y / 2 + lane * 3;
    if to.row == from.row + 1 {
        return tidy(vec![start, (start.0, below), (end.0, below), end]);
    }
    let beside = to.x - size::GAP_X / 2 + lane * 2;
    tidy(vec![start, (start.0, below), (beside, below), (beside, above), (end.0, above), end])
}

/// Without corners that are none.
fn tidy(points: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    let mut kept: Vec<(i32, i32)> = Vec::with_capacity(points.len());
    for point in points {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., one, two] = kept.as_slice()
            && ((one.0 == two.0 && two.0 == point.0) || (one.1 == two.1 && two.1 == point.1))
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}

/// Each node below one other, and none in a circle.
struct Forest {
    parent: Vec<Option<usize>>,
    /// Authorities below each node.
    inner: Vec<Vec<usize>>,
    /// Leaves below each node.
    leaves: Vec<Vec<usize>>,
    tops: Vec<usize>,
    /// Parents before children.
    order: Vec<usize>,
}

impl Forest {
    fn of(graph: &Graph) -> Forest {
        let count = graph.nodes.len();
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut above: Vec<Option<usize>> = vec![None; count];
        for edge in &graph.edges {
            below[edge.issuer].push(edge.subject);
            // what is proven comes first; a twin is a parent only of what has no other
            if edge.proof != Proof::Refuted || above[edge.subject].is_none() {
                above[edge.subject].get_or_insert(edge.issuer);
            }
        }
        let mut forest = Forest {
            parent: vec![None; count],
            inner: vec![Vec::new(); count],
            leaves: vec![Vec::new(); count],
            tops: Vec::new(),
            order: Vec::with_capacity(count),
        };
        let mut seen = vec![false; count];
        let is_top = |node: &usize| graph.nodes[*node].place == Place::Root || above[*node].is_none();
        // then what goes round in circles, from its first node on
        let starts = (0..count).filter(is_top).chain(0..count).collect::<Vec<_>>();
        for start in starts {
            if seen[start] {
                continue;
            }
            seen[start] = true;
            forest.tops.push(start);
            let mut queue = VecDeque::from([start]);
            while let Some(node) = queue.pop_front() {
                forest.order.push(node);
                for child in below[node].iter().copied() {
                    if seen[child] || above[child] != Some(node) {
                        continue;
                    }
                    seen[child] = true;
                    forest.parent[child] = Some(node);
                    let is_leaf = below[child].is_empty();
                    let place = if is_leaf { &mut forest.leaves } else { &mut forest.inner };
                    place[node].push(child);
                    queue.push_back(child);
                }
            }
        }
        forest
    }

    fn place(&self, spots: &mut [Spot]) {
        let mut width = vec![1_usize; spots.len()];
        let mut height = vec![1_usize; spots.len()];
        for node in self.order.iter().rev().copied() {
            let columns = block(self.leaves[node].len());
            let inner: usize = self.inner[node].iter().map(|child| width[*child]).sum();
            width[node] = (inner + columns).max(1);
            let rows = if columns == 0 { 0 } else { self.leaves[node].len().div_ceil(columns) };
            let deepest = self.inner[node].iter().map(|child| height[*child]).max().unwrap_or(0);
            height[node] = 1 + deepest.max(rows);
        }
        self.place_tops(spots, &width, &height);
        for node in self.order.iter().copied() {
            let Spot { row, layer, .. } = spots[node];
            // where its columns begin was left in its own spot by its parent
            let mut column = spots[node].column;
            let first = column;
            for child in self.inner[node].iter().copied() {
                spots[child] = Spot { layer: layer + 1, row: row + 1, column, ..spots[child] };
                column += width[child];
            }
            let columns = block(self.leaves[node].len());
            for (at, leaf) in self.leaves[node].iter().copied().enumerate() {
                let (down, along) = (at / columns, at % columns);
                spots[leaf] =
                    Spot { layer: layer + 1, row: row + 1 + down, column: column + along, ..spots[leaf] };
            }
            // a node stands in the middle of its columns
            spots[node].column = first + (width[node] - 1) / 2;
        }
    }

    /// Trees stand side by side; what stands alone is a block below them.
    fn place_tops(&self, spots: &mut [Spot], width: &[usize], height: &[usize]) {
        let is_alone = |node: &usize| self.inner[*node].is_empty() && self.leaves[*node].is_empty();
        let (alone, trees): (Vec<usize>, Vec<usize>) = self.tops.iter().copied().partition(is_alone);
        let total: usize = trees.iter().map(|tree| width[*tree]).sum();
        let widest = total.min(WIDEST).max(trees.iter().map(|tree| width[*tree]).max().unwrap_or(0));
        let (mut column, mut row, mut row_height) = (0, 0, 0);
        for tree in trees {
            // a new line of trees when this one is full
            if column > 0 && column + width[tree] > widest {
                (column, row, row_height) = (0, row + row_height, 0);
            }
            spots[tree] = Spot { row, column, ..spots[tree] };
            column += width[tree];
            row_height = row_height.max(height[tree]);
        }
        let columns = block(alone.len()).max(1);
        for (at, node) in alone.into_iter().enumerate() {
            spots[node] = Spot { row: row + row_height + at / columns, column: at % columns, ..spots[node] };
        }
    }
}

/// Columns of a field of so many leaves: one row up to four, then about twice as wide as high in nodes, whose own shape makes
/// the field broader still.
fn block(leaves: usize) -> usize {
    match leaves {
        0..=4 => leaves,
        _ => leaves.isqrt().clamp(4, WIDEST),
    }
}

/// No field and no line of trees is made wider than this without need.
const WIDEST: usize = 16;
