//! The drawing of the graph, with the words that stand in it and those for people who hear it.

use pki::chain::layout::{Layout, size};
use pki::chain::{Graph, Place, Pool, Proof, Twin};
use pki::moment::Moment;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::chain_room as say;

use super::minute;
use crate::document::Verdict;

/// A drawing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// The size of every node.
    pub node: (i32, i32),
    /// The certificates.
    pub nodes: Vec<Node>,
    /// From issuers to what they issued.
    pub edges: Vec<Edge>,
    /// The nodes in the order in which they are read.
    pub order: Vec<usize>,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its upper left corner.
    pub at: (i32, i32),
    /// How many authorities stand above it.
    pub layer: usize,
    /// Its name.
    pub title: String,
    /// What it is, its key, from when to when.
    pub lines: Vec<String>,
    /// What is special about it: twins, circles, revocation.
    pub marks: Vec<String>,
    /// Whether it is trusted.
    pub trusted: bool,
    /// First second of validity, for the chosen moment.
    pub not_before: Moment,
    /// Last second of validity.
    pub not_after: Moment,
}

/// From an issuer to what it issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// The issuer.
    pub issuer: usize,
    /// What it issued.
    pub subject: usize,
    /// Its corners.
    pub points: Vec<(i32, i32)>,
    /// Whether it is the one by which the subject found its place.
    pub main: bool,
    /// Fine when the signature is right, a caution when it cannot be verified, refused when it is another's.
    pub verdict: Verdict,
    /// The same in words.
    pub words: String,
}

pub(super) fn draw(pool: &Pool, graph: &Graph, trusted: &[usize], lang: Lang) -> Drawing {
    let layout = Layout::of(graph);
    let mut marks: Vec<Vec<String>> = vec![Vec::new(); graph.nodes.len()];
    let title = |node: usize| graph.nodes[node].title.as_str();
    for twin in &graph.twins {
        let (words, one, other): (fn(Lang, &dyn core::fmt::Display) -> String, _, _) = match *twin {
            Twin::SameName(one, other) => (say::twin_name, one, other),
            Twin::SameKey(one, other) => (say::twin_key, one, other),
            Twin::Again(one, other) => (say::twin_again, one, other),
        };
        marks[one].push(words(lang, &title(other)));
        marks[other].push(words(lang, &title(one)));
    }
    for group in &graph.loops {
        for member in group {
            marks[*member].push(say::in_a_circle(lang, group.len()));
        }
    }
    let node = |(index, node): (usize, &pki::chain::Node)| {
        let place = match node.place {
            Place::Root => say::place_root(lang),
            Place::Authority => say::place_authority(lang),
            Place::Leaf => say::place_leaf(lang),
        };
        let mut own = core::mem::take(&mut marks[index]);
        if node.cross_signed {
            own.push(say::cross_signed(lang).to_owned());
        }
        own.extend(node.revoked.map(|(since, _)| say::revoked(lang, &minute(since, lang))));
        own.extend(node.missing_issuer.as_ref().map(|issuer| say::issuer_missing(lang, issuer)));
        let spot = layout.nodes[index];
        Node {
            at: (spot.x, spot.y),
            layer: spot.layer,
            title: node.title.clone(),
            lines: vec![
                format!("{place} · {}", node.key),
                say::span(lang, &minute(node.not_before, lang), &minute(node.not_after, lang)),
            ],
            marks: own,
            trusted: trusted.contains(&index),
            not_before: pool.members[index].not_before,
            not_after: pool.members[index].not_after,
        }
    };
    let nodes = graph.nodes.iter().enumerate().map(node).collect();
    let edges = graph
        .edges
        .iter()
        .zip(layout.edges)
        .map(|(edge, route)| {
            let (issuer, subject) = (title(edge.issuer), title(edge.subject));
            let (verdict, words) = match edge.proof {
                Proof::Proven => (Verdict::Fine, say::edge_proven(lang, &issuer, &subject)),
                Proof::Claimed => (Verdict::Caution, say::edge_claimed(lang, &subject, &issuer)),
                Proof::Refuted => (Verdict::Refused, say::edge_refuted(lang, &subject, &issuer)),
            };
            Edge {
                issuer: edge.issuer,
                subject: edge.subject,
                points: route.points,
                main: route.main,
                verdict,
                words,
            }
        })
        .collect();
    Drawing {
        width: layout.width,
        height: layout.height,
        node: (size::NODE_WIDTH, size::NODE_HEIGHT),
        nodes,
        edges,
        order: layout.order,
    }
}
