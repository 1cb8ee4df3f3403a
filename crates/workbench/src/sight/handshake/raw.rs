//! The records as they were sent: each message beside those that carry it, header, nonce, ciphertext and tag, and below the
//! ciphertext what stands in the same places once it is opened. A record is written once, however many messages share it.

use std::collections::BTreeMap;

use handshake::dissect::field::Field;
use handshake::dissect::message::Kind;
use handshake::dissect::why::Why;
use handshake::dissect::{Dissection, Message, Record};
use pki::inspect::tree::Node;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::handshake_room as say;

use super::sent::node;

/// The records that carry a message, one behind the other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Raw {
    /// Which messages share them, over how many the message is spread, and how what is inside is to be read.
    pub note: String,
    /// Their fields, from the top.
    pub tree: Vec<Node>,
    /// For each field why it is there.
    pub reasons: Vec<Option<String>>,
    /// Their octets, as they were sent.
    #[serde(with = "serde_bytes")]
    pub octets: Vec<u8>,
}

/// So many are written: of a long recording nobody looks at more, and each is some kilobytes.
const MOST: usize = 10_000;

/// Messages of a record that are named; of more their number says enough.
const NAMED: usize = 8;

/// A part of a message in a record: the message's name, the octets of the record's contents, and the same of the message.
struct Part {
    message: usize,
    at: core::ops::Range<usize>,
    of: core::ops::Range<usize>,
}

/// The records of all messages, behind those that are there already, and for each message the place of its own. What is no record
/// has none.
pub(super) fn all(dissection: &Dissection, raws: &mut Vec<Raw>, lang: Lang) -> Vec<usize> {
    let mut parts: Vec<Vec<Part>> = dissection.records.iter().map(|_| Vec::new()).collect();
    for (number, message) in dissection.messages.iter().enumerate() {
        let mut at = 0;
        for piece in &message.pieces {
            let of = at..at + piece.range.len();
            at = of.end;
            if let Some(parts) = parts.get_mut(piece.record) {
                parts.push(Part { message: number, at: piece.range.clone(), of });
            }
        }
    }
    let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    let of_message = |message: &Message| {
        if message.kind == Kind::NotTls {
            return usize::MAX;
        }
        if raws.len() > MOST {
            return MOST;
        }
        let mut records: Vec<usize> = message.pieces.iter().map(|piece| piece.record).collect();
        records.dedup();
        *known.entry(records).or_insert_with_key(|records| {
            raws.push(if raws.len() == MOST {
                Raw { note: say::raw_too_many(lang, &MOST), ..Raw::default() }
            } else {
                one(records, dissection, &parts, lang)
            });
            raws.len() - 1
        })
    };
    dissection.messages.iter().map(of_message).collect()
}

fn one(records: &[usize], dissection: &Dissection, parts: &[Vec<Part>], lang: Lang) -> Raw {
    let carried: Vec<(&Record, &Vec<Part>)> = records
        .iter()
        .filter_map(|record| Some((dissection.records.get(*record)?, parts.get(*record)?)))
        .collect();
    let mut told: Vec<String> = Vec::new();
    if carried.len() > 1 {
        told.push(say::raw_spread(lang, &carried.len()));
    }
    let mut sharing: Vec<usize> =
        carried.iter().flat_map(|(_, parts)| *parts).map(|part| part.message).collect();
    sharing.dedup();
    let named = sharing.iter().take(NAMED).filter_map(|place| dissection.messages.get(*place));
    let names = named.map(|message| message.kind.label()).collect::<Vec<_>>().join(", ");
    match sharing.len() {
        0 | 1 => {}
        count if count > NAMED => told.push(say::raw_shared_by_many(lang, &count, &names)),
        _ => told.push(say::raw_shared(lang, &names)),
    }
    if carried.iter().any(|(record, _)| record.opened.is_some()) {
        told.push(say::raw_opened(lang).to_owned());
    } else if carried.iter().any(|(record, _)| is_sealed(record)) {
        told.push(say::raw_closed(lang).to_owned());
    }
    let mut raw = Raw { note: told.join(" "), ..Raw::default() };
    for (record, parts) in carried {
        raw.add(record, parts, dissection, lang);
    }
    raw
}

/// The encrypted part of a record, whatever its version calls it: cut into ciphertext and tag, or not.
fn is_encrypted(field: &Field) -> bool {
    matches!(field.why, Some(Why::EncryptedRecord | Why::Sealed))
}

fn is_sealed(record: &Record) -> bool {
    record.fields.iter().any(is_encrypted)
}

impl Raw {
    fn add(&mut self, record: &Record, parts: &[Part], dissection: &Dissection, lang: Lang) {
        let base = self.octets.len();
        let name = if is_sealed(record) { "TLSCiphertext" } else { "TLSPlaintext" };
        let whole = node(0, base, &(0..record.octets.len()));
        self.tree.push(Node { name: name.to_owned(), constructed: true, ..whole });
        self.reasons.push(None);
        for field in &record.fields {
            if is_encrypted(field) && !field.children.is_empty() {
                let place = self.tree.len();
                self.take(&Field { children: Vec::new(), ..field.clone() }, 1, base, lang);
                self.tree[place].constructed = true;
                for part in &field.children {
                    self.part((part, 2, base), record, parts, dissection, lang);
                }
            } else {
                self.part((field, 1, base), record, parts, dissection, lang);
            }
        }
        self.octets.extend_from_slice(&record.octets);
    }

    /// A field of a record at this depth, over octets of which the first has this place, and below it what it carries.
    fn part(
        &mut self,
        (field, depth, base): (&Field, usize, usize),
        record: &Record,
        parts: &[Part],
        dissection: &Dissection,
        lang: Lang,
    ) {
        let place = self.tree.len();
        self.take(field, depth, base, lang);
        // every way of sealing that is opened here encrypts octet by octet, so that what was inside has the ciphertext's places
        let inside = record
            .opened
            .as_ref()
            .filter(|opened| field.why == Some(Why::Ciphertext) && opened.octets.len() == field.range.len());
        let at = base + field.range.start;
        for inner in inside.into_iter().flat_map(|opened| &opened.fields) {
            let place = self.tree.len();
            self.take(inner, depth + 1, at, lang);
            if inner.range == record.contents {
                self.carries(parts, depth + 2, at + record.contents.start, place, dissection, lang);
            }
        }
        if inside.is_some() {
            self.tree[place].constructed = true;
        } else if record.opened.is_none() && field.range == record.contents {
            self.carries(parts, depth + 1, base + record.contents.start, place, dissection, lang);
        }
    }

    /// The messages that a record's contents are made of, below the field in this place.
    fn carries(
        &mut self,
        parts: &[Part],
        depth: usize,
        base: usize,
        below: usize,
        dissection: &Dissection,
        lang: Lang,
    ) {
        for part in parts {
            let Some(message) = dissection.messages.get(part.message) else { continue };
            let value = if part.of.len() == message.octets.len() {
                String::new()
            } else {
                say::raw_part(lang, &(part.of.start + 1), &part.of.end, &message.octets.len())
            };
            let name = message.kind.label().to_owned();
            self.tree.push(Node { name, value, ..node(depth, base, &part.at) });
            self.reasons.push(Some(message.why.sentence(lang).to_owned()));
            self.tree[below].constructed = true;
        }
    }

    fn take(&mut self, field: &Field, depth: usize, base: usize, lang: Lang) {
        super::sent::walk(field, depth, base, lang, &mut self.tree, &mut self.reasons);
    }
}
