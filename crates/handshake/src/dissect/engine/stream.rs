//! One side's octets: where records begin and end, what opens them, and the message that is being put together.

use std::collections::VecDeque;

use crate::dissect::Piece;
use crate::dissect::cipher::Cipher;
use crate::dissect::finding::Finding;

/// Octets of a record's header (RFC 8446 section 5.1).
pub(super) const HEADER: usize = 5;

/// A handshake message that is not whole yet is kept up to here: 2^24 octets and its header are the most that can be announced.
const MOST_PENDING: usize = (1 << 24) + 4;

pub(super) struct Stream {
    octets: Vec<u8>,
    /// How much of `octets` was cut off already.
    cut: usize,
    /// Where each flight begins, counted over the whole stream.
    starts: Vec<(usize, usize)>,
    is_not_tls: bool,
    /// Records are encrypted from here on (TLS 1.2).
    pub(super) seals: bool,
    /// What opens the next record.
    pub(super) cipher: Option<Cipher>,
    /// What may open those after it, when the side has gone on to its next keys.
    pub(super) next: VecDeque<Cipher>,
    pub(super) told_not_opened: bool,
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

/// What comes next in a stream.
pub(super) enum Cut {
    Nothing,
    Record { flight: usize, offset: usize, octets: Vec<u8> },
    NotTls { flight: usize, offset: usize, octets: Vec<u8> },
}

impl Stream {
    pub(super) fn new() -> Stream {
        Stream {
            octets: Vec::new(),
            cut: 0,
            starts: Vec::new(),
            is_not_tls: false,
            seals: false,
            cipher: None,
            next: VecDeque::new(),
            told_not_opened: false,
            lacks: None,
            pending: Pending::default(),
        }
    }

    pub(super) fn add(&mut self, flight: usize, octets: &[u8]) {
        self.starts.push((self.octets.len(), flight));
        self.octets.extend_from_slice(octets);
    }

    pub(super) fn cut(&mut self) -> Cut {
        let offset = self.cut;
        let left = &self.octets[offset..];
        if left.is_empty() {
            return Cut::Nothing;
        }
        let flight = self.flight_at(offset);
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
        let end = HEADER + usize::from(u16::from_be_bytes([*high, *low]));
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

    /// Opens the next record with the keys of the moment, or with those that come after them.
    pub(super) fn open(&mut self, header: &[u8], fragment: &[u8]) -> Option<Vec<u8>> {
        if let Some(octets) = self.cipher.as_mut().and_then(|cipher| cipher.open(header, fragment)) {
            return Some(octets);
        }
        for at in 0..self.next.len() {
            if let Some(octets) = self.next[at].open(header, fragment) {
                self.cipher = self.next.drain(..=at).next_back();
                return Some(octets);
            }
        }
        None
    }

    /// From now on these keys.
    pub(super) fn change_to(&mut self, cipher: Option<Cipher>) {
        self.cipher = cipher;
        self.next.clear();
    }

    /// More of a handshake message.
    pub(super) fn gather(&mut self, record: usize, content: &[u8], encrypted: bool) {
        if content.is_empty() || self.pending.octets.len() > MOST_PENDING {
            return;
        }
        if self.pending.octets.is_empty() {
            self.pending.encrypted = encrypted;
        }
        self.pending.octets.extend_from_slice(content);
        self.pending.pieces.push_back((record, 0, content.len()));
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
