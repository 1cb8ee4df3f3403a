//! Any DER as a tree with offsets: tag, length, the ranges of header and content, the name that the RFC gives to each part
//! where the structure is known, and the value in short. Nothing is judged here.
//!
//! The tree is a list in the order of the bytes, each node with its depth, so that neither building nor drawing recurses:
//! a hundred thousand levels are as harmless as three.

mod schema;
mod structures;
mod value;

use core::ops::Range;

use serde::{Deserialize, Serialize};
use x509_parser::der_parser::asn1_rs::{Class, FromBer, Header, Length};

use super::der::{self, oid_text, tag};
use schema::{Cursor, Shape};
pub(crate) use value::universal;

/// What the bytes are known to be; it decides the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the variants are the names of the structures")]
pub enum Structure {
    Certificate,
    CertificationRequest,
    CertificateList,
    PrivateKeyInfo,
    EncryptedPrivateKeyInfo,
    RsaPrivateKey,
    EcPrivateKey,
    SubjectPublicKeyInfo,
    Pfx,
    ContentInfo,
    Unknown,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Levels above it.
    pub depth: usize,
    /// Where its identifier begins.
    pub offset: usize,
    /// Octets of identifier and length.
    pub header_length: usize,
    /// Octets of content; of a value that breaks off as many as there are.
    pub content_length: usize,
    /// Its type as ASN.1 writes it: `SEQUENCE`, `[0]`, `UTCTime`.
    pub kind: String,
    /// The name of this part in the RFC's structure; empty where it is unknown.
    pub name: String,
    /// The value in short; empty for what holds further values.
    pub value: String,
    /// Whether it holds further values, by its own tag or encapsulated.
    pub constructed: bool,
    /// Whether it ends later than the bytes do, or its contents cannot be read as its tag demands.
    pub broken: bool,
}

impl Node {
    /// Where identifier and length stand.
    #[must_use]
    pub fn header(&self) -> Range<usize> {
        self.offset..self.offset + self.header_length
    }

    /// Where the content stands.
    #[must_use]
    pub fn content(&self) -> Range<usize> {
        let start = self.offset + self.header_length;
        start..start + self.content_length
    }
}

/// The tree of these bytes, as far as they can be read. What cannot be read becomes one broken node of kind `?` that covers the
/// rest of what it stands in; secret values are not written out when `hide` is set.
#[must_use]
pub fn tree(bytes: &[u8], structure: Structure, hide: Hide) -> Vec<Node> {
    let mut nodes = Vec::new();
    let root = Frame {
        end: bytes.len(),
        indefinite: false,
        cursor: Cursor::within(structures::root(structure)),
        hidden: false,
    };
    let mut stack = vec![root];
    let mut at = 0;
    while let Some(depth) = stack.len().checked_sub(1) {
        let frame = &mut stack[depth];
        if at >= frame.end {
            stack.pop();
            continue;
        }
        let rest = &bytes[at..frame.end];
        if frame.indefinite && rest.starts_with(&[0, 0]) {
            at += 2;
            stack.pop();
            continue;
        }
        let Ok((after, header)) = Header::from_ber(rest) else {
            nodes.push(unreadable(depth, at, rest.len()));
            at = frame.end;
            continue;
        };
        let header_length = rest.len() - after.len();
        let (content_length, indefinite, short) = match header.length() {
            Length::Definite(length) => (length.min(after.len()), false, length > after.len()),
            Length::Indefinite => (after.len(), true, false),
        };
        let content = &after[..content_length];
        let (field, shape) = frame.cursor.next(header.class(), header.tag().0, content);
        let hidden = frame.hidden || (hide == Hide::Secrets && field.is_some_and(|field| field.secret));
        let start = at + header_length;
        let inner = if header.constructed() {
            Some(start)
        } else {
            encapsulated(&header, content, shape).map(|skip| start + skip)
        };
        let value = if inner.is_some() {
            String::new()
        } else if hidden {
            "…".to_owned()
        } else {
            value::text(header.class(), header.tag().0, content)
        };
        nodes.push(Node {
            depth,
            offset: at,
            header_length,
            content_length,
            kind: value::kind(header.class(), header.tag().0),
            name: field.map_or("", |field| field.name).to_owned(),
            value,
            constructed: inner.is_some(),
            broken: short,
        });
        match inner {
            Some(inner) => {
                let end = start + content_length;
                stack.push(Frame { end, indefinite, cursor: Cursor::within(shape), hidden });
                at = inner;
            }
            None => at = start + content_length,
        }
    }
    close_indefinite(&mut nodes, bytes);
    nodes
}

/// Whether values that are secret by their place in the structure are written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hide {
    /// Private numbers of keys become `…`.
    Secrets,
    /// Everything is written out, because somebody asked for it.
    Nothing,
}

/// A value that is being walked through.
struct Frame {
    end: usize,
    indefinite: bool,
    cursor: Cursor,
    hidden: bool,
}

/// A value of indefinite length covers what its children do and its end mark.
fn close_indefinite(nodes: &mut [Node], bytes: &[u8]) {
    for node in nodes.iter_mut().filter(|node| node.constructed && node.header_length == 2) {
        if bytes.get(node.offset + 1) == Some(&0x80) {
            match der::first(&bytes[node.offset..]) {
                Ok(piece) => node.content_length = piece.content.len(),
                Err(_) => node.broken = true,
            }
        }
    }
}

fn unreadable(depth: usize, offset: usize, length: usize) -> Node {
    Node {
        depth,
        offset,
        header_length: 0,
        content_length: length,
        kind: "?".to_owned(),
        name: String::new(),
        value: String::new(),
        constructed: false,
        broken: true,
    }
}

/// How many octets of a string's content stand before the DER in it, if it holds DER: where the structure says so, or where
/// the content is exactly one SEQUENCE or SET.
fn encapsulated(header: &Header<'_>, content: &[u8], shape: &Shape) -> Option<usize> {
    if header.class() != Class::Universal {
        return None;
    }
    let skip = match header.tag().0 {
        tag::OCTET_STRING => 0,
        // the count of unused bits
        tag::BIT_STRING if content.first() == Some(&0) => 1,
        _ => return None,
    };
    let inside = content.get(skip..)?;
    let piece = der::first(inside).ok().filter(|piece| piece.raw.len() == inside.len())?;
    let likely = piece.constructed
        && (piece.is(tag::SEQUENCE) || piece.is(tag::SET))
        && der::pieces(piece.content).1.is_none();
    (matches!(shape, Shape::Inside(_)) || likely).then_some(skip)
}

/// The tree in lines, for terminals and goldens: offset, header and content length, depth, kind, name, value.
#[must_use]
pub fn lines(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        let indent = "  ".repeat(node.depth.min(64));
        let name = if node.name.is_empty() { String::new() } else { format!(" {}", node.name) };
        let value = if node.value.is_empty() { String::new() } else { format!(": {}", node.value) };
        let broken = if node.broken { " ✗" } else { "" };
        out.push_str(&format!(
            "{:>6} {:>2}+{:<5} {indent}{}{name}{value}{broken}\n",
            node.offset, node.header_length, node.content_length, node.kind
        ));
    }
    out
}

/// The dotted object identifier with the name that people know it by: `2.5.29.19 basicConstraints`.
pub(crate) fn oid_with_name(content: &[u8]) -> String {
    let Some(dotted) = oid_text(content) else { return value::hex(content) };
    match super::oid::name(&dotted) {
        Some(name) => format!("{dotted} {name}"),
        None => dotted,
    }
}
