//! The drawing of the graph, with the words that stand in it and those for people who hear it.

use pki::chain::layout::{Layout, size};
use pki::chain::{Graph, Member, Place, Pool, Proof, Twin};
use pki::moment::Moment;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::chain_room as say;

use crate::document::Verdict;
use crate::hexadecimal;
use crate::role::Role;

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
    /// Its name, without its middle when it is too long to be drawn.
    pub short: String,
    /// Who it is for, if it says.
    pub role: Option<Role>,
    /// What it is and its key, then from which day to which.
    pub lines: [String; 2],
    /// The beginning of its key's SHA-256, where another one could be taken for it.
    pub tag: Option<String>,
    /// What is special about it: twins, circles, revocation.
    pub marks: Vec<String>,
    /// SHA-256 of its DER.
    pub sha256: [u8; 32],
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

/// Half-width letters of a title that fit into a node beside its mark; of a line below it.
const TITLE_CELLS: usize = 20;
/// Twins of one certificate that are named; the others are counted.
const NAMED: usize = 3;
/// Half-width letters of a line that fit into a node.
const LINE_CELLS: usize = 34;

/// Half-width letters of a title's end that stay when its middle is left out: authorities that are named alike differ there.
const TAIL_CELLS: usize = 7;

/// How wide a letter is drawn; those of East Asian scripts are twice as wide.
fn width(letter: char) -> usize {
    1 + usize::from(letter > '\u{10ff}')
}

/// As many letters as fit.
fn taken(letters: impl Iterator<Item = char>, cells: usize) -> Vec<char> {
    let mut left = cells;
    let fits = |letter: &char| {
        let room = left >= width(*letter);
        left = left.saturating_sub(width(*letter));
        room
    };
    letters.take_while(fits).collect()
}

/// As much of a text as fits, with the last `tail` cells of it.
fn fitting(text: &str, cells: usize, tail: usize) -> String {
    if text.chars().map(width).sum::<usize>() <= cells {
        return text.to_owned();
    }
    let end = taken(text.chars().rev(), tail);
    taken(text.chars(), cells - 1 - tail).into_iter().chain(['…']).chain(end.into_iter().rev()).collect()
}

/// A day as in files: it is as long in every language.
fn iso(moment: Moment) -> String {
    let at = moment.civil();
    format!("{:04}-{:02}-{:02}", at.year, at.month, at.day)
}

/// Who a certificate is for, if it says.
pub(super) fn role(member: &Member) -> Option<Role> {
    Role::of(member.is_authority(), member.purposes())
}

pub(super) fn draw(pool: &Pool, graph: &Graph, trusted: &[usize], lang: Lang) -> Drawing {
    let layout = Layout::of(graph);
    let mut marks: Vec<Vec<String>> = vec![Vec::new(); graph.nodes.len()];
    let title = |node: usize| graph.nodes[node].title.as_str();
    let mut twins = vec![0_usize; graph.nodes.len()];
    for twin in &graph.twins {
        let (words, one, other): (fn(Lang, &dyn core::fmt::Display) -> String, _, _) = match *twin {
            Twin::SameName(one, other) => (say::twin_name, one, other),
            Twin::SameKey(one, other) => (say::twin_key, one, other),
            Twin::Again(one, other) => (say::twin_again, one, other),
        };
        for (this, that) in [(one, other), (other, one)] {
            twins[this] += 1;
            // a key that a thousand certificates share has half a million pairs
            if twins[this] <= NAMED {
                marks[this].push(words(lang, &title(that)));
            }
        }
    }
    for (marks, twins) in marks.iter_mut().zip(&twins) {
        if let Some(more) = twins.checked_sub(NAMED).filter(|more| *more > 0) {
            marks.push(text::inspect::label_more(lang, more));
        }
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
        own.extend(node.revoked.map(|(since, _)| say::revoked(lang, &since.minute(lang))));
        own.extend(node.missing_issuer.as_ref().map(|issuer| say::issuer_missing(lang, issuer)));
        let spot = layout.nodes[index];
        Node {
            at: (spot.x, spot.y),
            layer: spot.layer,
            title: node.title.clone(),
            short: fitting(pool.members[index].short(), TITLE_CELLS, TAIL_CELLS),
            role: role(&pool.members[index]),
            lines: [
                fitting(&format!("{place} · {}", node.key), LINE_CELLS, 0),
                format!("{} – {}", iso(node.not_before), iso(node.not_after)),
            ],
            tag: (twins[index] > 0).then(|| hexadecimal::digits(&pool.members[index].key.sha256[..3])),
            marks: own,
            sha256: node.sha256,
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
