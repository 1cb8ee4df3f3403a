//! One side's octets: where records begin and end, what opens them, and the message that is being put together.

use std::collections::VecDeque;

use super::opening::Opening;
use crate::dissect::Piece;
use crate::dissect::finding::Finding;

/// Octets of a record's header (RFC 8446 section 5.1).
pub(super) const HEADER: usize = 5;

/// A handshake message that is not whole yet is kept up to here: 2^24 octets and its header are the most that can be announced.
const MOST_PENDING: usize = (1 << 24) + 4;

/// Octets of the longest contents of a record (RFC 8446 section 5.1).
pub(super) const LONGEST_CONTENTS: usize = 1 << 14;

/// The longest record of any version: contents and what encryption may add (RFC 5246 section 6.2.3).
pub(super) const LONGEST: usize = LONGEST_CONTENTS + 2048;

/// The longest encrypted record of TLS 1.3 (RFC 8446 section 5.2).
pub(super) const LONGEST_OF_13: usize = LONGEST_CONTENTS + 256;

pub(super) struct Stream {
    octets: Vec<u8>,
    /// How much of `octets` was cut off already.
    cut: usize,
    /// Where each flight begins, counted over the whole stream.
    starts: Vec<(usize, usize)>,
    is_not_tls: bool,
    /// Records are encrypted from here on (TLS 1.2).
    pub(super) seals: bool,
    /// What opens its records.
    pub(super) opening: Opening,
    /// The finding about the records of the moment that do not open, and the number of the first of them.
    pub(super) not_opened: Option<(usize, usize)>,
    pub(super) told_not_opened: bool,
    /// Records so far.
    pub(super) records: usize,
    /// Findings about what cannot be read.
    pub(super) told: usize,
    /// Octets are missing since records were in clear.
    pub(super) is_torn: bool,
    /// Something was not read, so that the next octets of a handshake may be the rest of a message.
    pub(super) in_doubt: bool,
    /// Octets that are left of a record whose beginning is missing.
    skip: usize,
    /// Where the next record begins is not known.
    is_lost: bool,
    /// A record had a length that none may have, so that nothing behind it is read.
    pub(super) is_beyond: bool,
    /// What the key log lacks for the next records of this side.
    pub(super) lacks: Option<Finding>,
    pending: Pending,
}

/// The message that is being put together.
#[derive(Default)]
struct Pending {
    octets: Vec<u8>,
    /// Record, first octet in its contents, how many.
    pieces: VecDeque<(usize, usize, usize)>,
    encrypted: bool,
}

/// Where TLS begins: with a record that carries a ClientHello or a ServerHello (RFC 8446 sections 4 and 5.1). Other things may be said
/// before it: to a proxy, by one (the PROXY protocol), or of an application that turns to TLS (STARTTLS).
pub(in crate::dissect) fn hello(octets: &[u8]) -> Option<usize> {
    octets.windows(11).position(|window| matches!(window, [22, 3, 0..=4, _, _, 1 | 2, 0, _, _, 3, 0..=3]))
}

/// Whether octets begin as text of programs does: so many of it in a row are nothing encrypted.
fn is_text(octets: &[u8]) -> bool {
    octets.iter().take(64).all(|octet| matches!(octet, b'\t' | b'\r' | b'\n' | b' '..=b'~'))
}

/// Where the first record begins in octets from the middle of a stream: at a header with another behind it, or with the end.
fn record_in(octets: &[u8]) -> Option<usize> {
    let end = |at: usize| match octets.get(at..at + HEADER)? {
        [20..=24, 3, 0..=4, high, low] => {
            let length = usize::from(u16::from_be_bytes([*high, *low]));
            (1..=LONGEST).contains(&length).then_some(at + HEADER + length)
        }
        _ => None,
    };
    (0..octets.len()).find(|at| match end(*at) {
        Some(behind) if behind < octets.len() => end(behind).is_some() || octets.len() - behind < HEADER,
        Some(behind) => behind == octets.len() || *at == 0,
        None => false,
    })
}

/// What comes next in a stream.
pub(super) enum Cut {
    Nothing,
    Record {
        flight: usize,
        offset: usize,
        octets: Vec<u8>,
    },
    /// All that is there, of a record with a length that none may have, with the most that it may be.
    TooLong {
        flight: usize,
        offset: usize,
        octets: Vec<u8>,
        most: usize,
    },
    NotTls {
        flight: usize,
        offset: usize,
        octets: Vec<u8>,
    },
    /// Of a record whose beginning is missing.
    Rest {
        flight: usize,
        offset: usize,
        octets: Vec<u8>,
    },
}

impl Stream {
    pub(super) fn new() -> Stream {
        Stream {
            octets: Vec::new(),
            cut: 0,
            starts: Vec::new(),
            is_not_tls: false,
            seals: false,
            opening: Opening::new(),
            not_opened: None,
            told_not_opened: false,
            records: 0,
            told: 0,
            is_torn: false,
            in_doubt: false,
            skip: 0,
            is_lost: false,
            is_beyond: false,
            lacks: None,
            pending: Pending::default(),
        }
    }

    pub(super) fn add(&mut self, flight: usize, octets: &[u8]) {
        self.starts.push((self.octets.len(), flight));
        self.octets.extend_from_slice(octets);
    }

    /// The next of what this side sent; `longest` is how long a record with this type outside may be.
    pub(super) fn cut(&mut self, longest: impl Fn(u8) -> usize) -> Cut {
        let offset = self.cut;
        let left = &self.octets[offset..];
        if left.is_empty() {
            return Cut::Nothing;
        }
        let flight = self.flight_at(offset);
        if self.is_beyond {
            let octets = left.to_vec();
            self.cut += octets.len();
            return Cut::Rest { flight, offset, octets };
        }
        if self.is_lost {
            let begins = record_in(left);
            // what never was TLS, and is text, is not the rest of a record either
            let is_rest = self.records > 0 || !is_text(left);
            self.skip = begins.unwrap_or(if is_rest { left.len() } else { 0 });
            self.is_lost = begins.is_none() && is_rest;
        }
        if self.skip > 0 {
            let octets = left[..self.skip.min(left.len())].to_vec();
            self.skip -= octets.len();
            self.cut += octets.len();
            return Cut::Rest { flight, offset, octets };
        }
        let is_header = (20..=24).contains(&left[0]) && left.get(1).is_none_or(|major| *major == 3);
        if self.is_not_tls || !is_header {
            let begins = hello(left);
            self.is_not_tls = begins != Some(0);
            if self.is_not_tls {
                let octets = left[..begins.unwrap_or(left.len())].to_vec();
                self.cut += octets.len();
                return Cut::NotTls { flight, offset, octets };
            }
        }
        let [_, _, _, high, low, ..] = left else {
            return Cut::Nothing;
        };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let most = longest(left[0]);
        if length > most {
            let octets = left.to_vec();
            self.cut += octets.len();
            self.is_beyond = true;
            return Cut::TooLong { flight, offset, octets, most };
        }
        let end = HEADER + length;
        let Some(record) = left.get(..end) else {
            return Cut::Nothing;
        };
        let octets = record.to_vec();
        self.cut += end;
        Cut::Record { flight, offset, octets }
    }

    /// What is left and no whole record: its flight, where it begins, the octets.
    pub(super) fn rest(&mut self) -> Option<(usize, usize, Vec<u8>)> {
        let offset = self.cut;
        let octets = self.octets[offset..].to_vec();
        self.cut = self.octets.len();
        (!octets.is_empty()).then(|| (self.flight_at(offset), offset, octets))
    }

    fn flight_at(&self, offset: usize) -> usize {
        let behind = self.starts.partition_point(|(start, _)| *start <= offset);
        self.starts[behind - 1].1
    }

    /// So many octets are missing before those that come next. `begun` is what was there of a record that is not whole.
    pub(super) fn lose(&mut self, lost: usize, begun: &[u8]) {
        self.is_torn = true;
        if self.is_not_tls || self.is_beyond {
            return;
        }
        self.opening.lose(lost);
        let whole =
            begun.get(3..HEADER).map(|length| HEADER + usize::from(length[0]) * 256 + usize::from(length[1]));
        let left = whole.map(|whole| whole - begun.len()).or(Some(self.skip).filter(|skip| *skip > 0));
        match left.and_then(|left| left.checked_sub(lost)) {
            Some(left) => (self.skip, self.is_lost) = (left, false),
            None => (self.skip, self.is_lost) = (0, true),
        }
    }

    /// More of a handshake message.
    pub(super) fn gather(&mut self, record: usize, at: usize, content: &[u8], encrypted: bool) {
        if content.is_empty() || self.pending.octets.len() > MOST_PENDING {
            return;
        }
        if self.pending.octets.is_empty() {
            self.pending.encrypted = encrypted;
        }
        self.pending.octets.extend_from_slice(content);
        self.pending.pieces.push_back((record, at, content.len()));
    }

    /// A whole message, if there is one, with where it came from.
    pub(super) fn next_message(&mut self) -> Option<(Vec<u8>, Vec<Piece>)> {
        let [_, a, b, c, ..] = self.pending.octets.as_slice() else {
            return None;
        };
        let end = 4 + usize::try_from(u32::from_be_bytes([0, *a, *b, *c])).ok()?;
        if self.pending.octets.len() < end {
            return None;
        }
        let rest = self.pending.octets.split_off(end);
        let octets = std::mem::replace(&mut self.pending.octets, rest);
        let pieces = self.take_pieces(end);
        Some((octets, pieces))
    }

    fn take_pieces(&mut self, mut count: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while count > 0 {
            let Some((record, start, length)) = self.pending.pieces.pop_front() else {
                break;
            };
            let taken = length.min(count);
            pieces.push(Piece { record, range: start..start + taken });
            if taken < length {
                self.pending.pieces.push_front((record, start + taken, length - taken));
            }
            count -= taken;
        }
        pieces
    }

    /// What is left of a message that never became whole.
    pub(super) fn take_pending(&mut self) -> Option<(Vec<u8>, Vec<Piece>, bool)> {
        let octets = std::mem::take(&mut self.pending.octets);
        let pieces = self.take_pieces(octets.len());
        (!octets.is_empty()).then_some((octets, pieces, self.pending.encrypted))
    }
}
