//! What a reader does with a tree of values beside their octets: points at either, folds and opens. The tree itself is the examiner's.

use pki::inspect::tree::Node;

/// What is pointed at and what is folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pointing {
    /// The value that is pointed at.
    pub pointed: Option<usize>,
    /// The values that are folded.
    pub folded: Vec<usize>,
}

/// What a reader does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Msg {
    /// A value is pointed at; what it is folded in opens.
    Point(usize),
    /// The octet in this place is pointed at: the innermost value that covers it.
    PointAt(usize),
    /// A value shall be folded or opened.
    Fold(usize),
}

impl Pointing {
    /// Takes it over.
    pub(crate) fn note(&mut self, tree: &[Node], msg: Msg) {
        match msg {
            Msg::Point(value) => self.point(tree, (value < tree.len()).then_some(value)),
            Msg::PointAt(offset) => self.point(tree, at(tree, offset)),
            Msg::Fold(value) => match self.folded.iter().position(|folded| *folded == value) {
                Some(place) => drop(self.folded.swap_remove(place)),
                None => self.folded.push(value),
            },
        }
    }

    /// Points at a value, and opens what it is folded in.
    fn point(&mut self, tree: &[Node], value: Option<usize>) {
        self.pointed = value;
        let Some(mut place) = value else { return };
        while let Some(above) = parent(tree, place) {
            self.folded.retain(|folded| *folded != above);
            place = above;
        }
    }

    /// The values that are to be seen: those in nothing that is folded.
    #[must_use]
    pub fn in_sight(&self, tree: &[Node]) -> Vec<usize> {
        let mut seen = Vec::new();
        let mut folded_at: Option<usize> = None;
        for (place, Node { depth, .. }) in tree.iter().enumerate() {
            if folded_at.is_some_and(|above| *depth > above) {
                continue;
            }
            folded_at = self.folded.contains(&place).then_some(*depth);
            seen.push(place);
        }
        seen
    }

    /// The octets of the value that is pointed at, with its header.
    #[must_use]
    pub(crate) fn octets<'a>(&self, tree: &[Node], octets: &'a [u8]) -> Option<&'a [u8]> {
        let node = tree.get(self.pointed?)?;
        octets.get(node.offset..node.content().end)
    }
}

/// The innermost value that covers an octet.
#[must_use]
pub fn at(tree: &[Node], offset: usize) -> Option<usize> {
    let covers = |node: &Node| node.offset <= offset && offset < node.content().end;
    // an inner value follows the one that it stands in
    tree.iter().rposition(covers)
}

/// What a value stands in.
#[must_use]
pub fn parent(tree: &[Node], place: usize) -> Option<usize> {
    let depth = tree.get(place)?.depth;
    (0..place).rev().find(|above| tree[*above].depth < depth)
}

/// The name of the element of a value.
#[must_use]
pub fn name(value: usize) -> String {
    ["node-", &value.to_string()].concat()
}
