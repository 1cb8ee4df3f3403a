//! Going on behind what cannot be read: a record that does not open, or octets that are missing. Whatever depends on it is not
//! computed, and no rest of a message is taken for one.

use super::Engine;
use super::opening::Plain;
use super::stream::{HEADER, LONGEST, LONGEST_CONTENTS, LONGEST_OF_13};
use crate::dissect::field::{Reader, hex, why};
use crate::dissect::finding::Finding;
use crate::dissect::message::{self, Kind, Knowledge, Read};
use crate::dissect::names;
use crate::dissect::why::Why;
use crate::dissect::{Piece, Record};
use crate::transcript::Side;

/// Findings about what of one side cannot be read; more of them say nothing new.
const MOST_TOLD: usize = 32;

/// Places at which messages may begin behind the rest of one, that are tried.
const MOST_TRIED: usize = 4;

impl Engine<'_> {
    /// So many octets of this side are missing before what comes next.
    pub(in crate::dissect) fn gap(&mut self, side: Side, lost: usize) {
        if lost == 0 || self.full {
            return;
        }
        let begun = self.stream(side).rest();
        let found = self.findings.len();
        let finding = Finding::OctetsMissing { side, octets: lost };
        let octets = begun.as_ref().map(|(_, _, octets)| octets.clone()).unwrap_or_default();
        match begun {
            Some(begun) => {
                let is_sealed = self.is_sealed(side, octets[0], &octets[HEADER.min(octets.len())..]);
                self.record_cut_off(side, finding, begun);
                if is_sealed {
                    self.stream(side).opening.pass();
                }
            }
            None => self.find(None, finding),
        }
        self.findings[found].message = Some(self.messages.len());
        self.stream(side).lose(lost, &octets);
        self.interrupt(side);
    }

    /// How long a record of this side may be by the type that it has outside, as far as it is known whether it is encrypted and how.
    pub(super) fn longest(&self, side: Side) -> impl Fn(u8) -> usize + use<> {
        let seals = self.streams[side as usize].seals;
        let is_13 = self.known.is_13();
        move |outer| match (outer == 23 || seals, is_13) {
            (true, true) => LONGEST_OF_13,
            (true, false) => LONGEST,
            (false, _) => LONGEST_CONTENTS,
        }
    }

    /// A record with a length that none may have: where the next one begins nobody knows, so that nothing of this side is read any more.
    pub(super) fn too_long(
        &mut self,
        side: Side,
        flight: usize,
        offset: usize,
        octets: Vec<u8>,
        most: usize,
    ) {
        let length =
            octets.get(3..HEADER).map_or(0, |length| usize::from(length[0]) << 8 | usize::from(length[1]));
        self.interrupt(side);
        let at = self.messages.len();
        let (fields, findings) = beyond(&octets).finish();
        let read = Read { kind: Kind::Remainder, fields, findings };
        let record = self.unread(side, flight, offset, octets, read);
        self.find(Some(at), Finding::RecordTooLong { side, length, most });
        self.found_last(record, Some(at));
    }

    /// Octets of a record whose beginning is missing.
    pub(super) fn rest(&mut self, side: Side, flight: usize, offset: usize, octets: Vec<u8>) {
        let read = remainder(&octets);
        self.unread(side, flight, offset, octets, read);
    }

    /// Octets that are no whole record: a message by themselves. The record's place.
    fn unread(&mut self, side: Side, flight: usize, offset: usize, octets: Vec<u8>, read: Read) -> usize {
        let fields = read.fields.clone();
        let contents = 0..octets.len();
        let record = Record { side, flight, offset, octets: octets.clone(), fields, opened: None, contents };
        let record = self.push_record(record);
        let pieces = vec![Piece { record, range: 0..octets.len() }];
        self.push_message(side, self.streams[side as usize].seals, octets, pieces, read, None);
        if let (true, Some(message)) = (self.streams[side as usize].is_beyond, self.messages.last_mut()) {
            message.why = Why::Beyond;
        }
        record
    }

    /// A record was opened: the keys and the order of what follows go by it.
    pub(super) fn opened(&mut self, side: Side, plain: Plain) -> Vec<u8> {
        let stream = self.stream(side);
        if let (Some((at, from)), to) = (stream.not_opened.take(), stream.records) {
            // others with the same keys open, or with other keys alone
            self.findings[at].finding = closed(!plain.is_first, side, from, to);
        }
        if plain.missing > 0 {
            let finding = Finding::RecordsMissing { side, records: plain.missing };
            let record = self.records.len();
            // octets that are missing say so themselves
            if !self.stream(side).is_torn && self.may_tell(side) {
                self.find(Some(self.messages.len()), finding);
                self.found_last(record, Some(self.messages.len()));
            }
            self.interrupt(side);
        }
        if plain.is_later {
            self.interrupt(side);
            self.finished_unread(side);
        }
        plain.octets
    }

    /// The next record of this side does not open: where its keys are there, that is told, and what it cuts in two is cut.
    pub(super) fn not_opened(&mut self, side: Side) {
        let stream = &self.streams[side as usize];
        if !stream.opening.has_keys() {
            return;
        }
        let is_counted = stream.opening.closed() > 0;
        if is_counted {
            self.interrupt(side);
        }
        let number = self.streams[side as usize].records + 1;
        let (record, message) = (Some(self.records.len()), Some(self.messages.len()));
        if !self.streams[side as usize].opening.has_opened() && self.may_be_early(side) {
            return;
        }
        let stream = &mut self.streams[side as usize];
        if let Some((at, _)) = stream.not_opened {
            if let Finding::Damaged { to, .. } | Finding::NoneOpens { to, .. } =
                &mut self.findings[at].finding
            {
                *to = number;
            }
            return;
        }
        let (has_opened, is_proven) = (stream.opening.has_opened(), stream.opening.is_proven);
        if !has_opened && stream.told_not_opened || !self.may_tell(side) {
            return;
        }
        let finding =
            if has_opened { closed(is_proven, side, number, number) } else { Finding::NotOpened { side } };
        let stream = &mut self.streams[side as usize];
        stream.told_not_opened = true;
        stream.not_opened = is_counted.then_some((self.findings.len(), number));
        self.findings.push(super::Found { record, message, finding });
    }

    /// Whether another finding of this kind is worth telling; it counts as told.
    fn may_tell(&mut self, side: Side) -> bool {
        let stream = self.stream(side);
        stream.told += 1;
        stream.told <= MOST_TOLD
    }

    /// Something of this side cannot be read here: a message that it cuts in two ends, and the transcript is not known any more.
    pub(super) fn interrupt(&mut self, side: Side) {
        self.speech[side as usize].interrupt();
        if let Some((octets, pieces, encrypted)) = self.stream(side).take_pending() {
            if self.may_tell(side) {
                let finding = Finding::MessageBroken { side, octets: octets.len() };
                self.find(Some(self.messages.len()), finding);
            }
            self.beginning(side, octets, pieces, encrypted);
        }
        self.transcript.spoil();
        self.stream(side).in_doubt = true;
    }

    /// Octets of a handshake behind something that was not read: from where whole messages begin, they are read.
    pub(super) fn in_doubt(&mut self, side: Side, record: usize, content: Vec<u8>, encrypted: bool) {
        let begins = self.messages_in(side, &content);
        let (rest, messages) = content.split_at(begins);
        if !rest.is_empty() {
            let pieces = vec![Piece { record, range: 0..rest.len() }];
            self.push_message(side, encrypted, rest.to_vec(), pieces, remainder(rest), None);
        }
        if !messages.is_empty() {
            self.stream(side).in_doubt = false;
            self.handshake_octets(side, record, begins, messages, encrypted);
        }
    }

    /// TLS 1.2: where octets of this side are missing, the ChangeCipherSpec may be among them. What applications say is encrypted, and
    /// so is what is longer than a ChangeCipherSpec or an alert; of what is no handshake message the keys tell.
    pub(super) fn look_for_lost_spec(&mut self, side: Side, header: &[u8], fragment: &[u8]) {
        let stream = &self.streams[side as usize];
        let is_12 = self.known.version.is_some() && !self.known.is_13();
        if !is_12 || !stream.is_torn || stream.seals {
            return;
        }
        match header.first() {
            Some(23) => self.change_cipher_spec(side),
            Some(20) if fragment.len() > 1 => self.change_cipher_spec(side),
            Some(21) if fragment.len() > 2 => self.change_cipher_spec(side),
            Some(22) if stream.in_doubt && !self.are_messages(side, fragment) => {
                self.change_cipher_spec(side);
                if !self.streams[side as usize].opening.would_open(header, fragment) {
                    self.take_back_spec(side);
                }
            }
            _ => {}
        }
    }

    /// Where messages begin in octets of a handshake that may begin with the rest of one: from there on each is of a known type and
    /// readable to its end, and the last one ends with the octets, or is one that may be long.
    fn messages_in(&self, side: Side, octets: &[u8]) -> usize {
        if self.are_messages(side, octets) {
            return 0;
        }
        // from the end on: whether messages from here come to the end exactly
        let mut fits = vec![false; octets.len() + 1];
        fits[octets.len()] = true;
        for at in (1..octets.len()).rev() {
            let behind = header(&octets[at..]).filter(|(kind, _)| self.may_come(side, *kind));
            fits[at] = behind.is_some_and(|(_, whole)| fits.get(at + whole) == Some(&true));
        }
        let mut begins = (1..octets.len()).filter(|at| fits[*at]).take(MOST_TRIED);
        begins.find(|at| self.are_messages(side, &octets[*at..])).unwrap_or(octets.len())
    }

    fn are_messages(&self, side: Side, octets: &[u8]) -> bool {
        let mut known: Knowledge = self.known.clone();
        let mut left = octets;
        while !left.is_empty() {
            let Some((kind, whole)) = header(left).filter(|(kind, _)| self.may_come(side, *kind)) else {
                return false;
            };
            let Some((message, rest)) = left.split_at_checked(whole) else {
                return goes_on(kind, whole - 4, &left[4..]);
            };
            if message::handshake(message, side, &mut known).findings.iter().any(Finding::is_of_form) {
                return false;
            }
            left = rest;
        }
        true
    }

    /// Whether this side sends handshake messages of this type (RFC 8446 section 4; RFC 5246 section 7.4).
    fn may_come(&self, side: Side, kind: u8) -> bool {
        match (self.known.is_13(), side) {
            (true, Side::Client) => matches!(kind, 5 | 11 | 15 | 20 | 24),
            (true, Side::Server) => matches!(kind, 4 | 8 | 11 | 13 | 15 | 20 | 24 | 25),
            (false, Side::Client) => matches!(kind, 1 | 11 | 15 | 16 | 20),
            (false, Side::Server) => matches!(kind, 0 | 2 | 4 | 8 | 11 | 12 | 13 | 14 | 20 | 22),
        }
    }
}

/// Records do not open and others of this side do, with the same secret or with others alone.
fn closed(is_proven: bool, side: Side, from: usize, to: usize) -> Finding {
    if is_proven { Finding::Damaged { side, from, to } } else { Finding::NoneOpens { side, from, to } }
}

/// The type of a handshake message, and how many octets the whole of it has (RFC 8446 section 4).
fn header(octets: &[u8]) -> Option<(u8, usize)> {
    let [kind, a, b, c, ..] = octets else {
        return None;
    };
    Some((*kind, 4 + (usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c))))
}

/// Whether a message of which more is to come begins as those do that are long: the lengths inside fit the one before them (RFC 8446
/// sections 4.3.2 and 4.4.2; RFC 5246 section 7.4.2).
fn goes_on(kind: u8, length: usize, body: &[u8]) -> bool {
    let number = |octets: Option<&[u8]>| {
        octets.map(|octets| octets.iter().fold(0, |number, octet| number << 8 | usize::from(*octet)))
    };
    let context = body.first().map_or(0, |octet| usize::from(*octet));
    let behind = |context: usize, width: usize| {
        let begins = 1 + context;
        number(body.get(begins..begins + width)).is_some_and(|inner| begins + width + inner == length)
    };
    match kind {
        11 => behind(context, 3) || number(body.get(..3)).is_some_and(|inner| 3 + inner == length),
        13 => behind(context, 2),
        _ => false,
    }
}

/// A record's header with a length that none may have, and all that is behind it.
fn beyond(octets: &[u8]) -> Reader<'_> {
    const SECTION: &str = "RFC 8446, 5.1";
    let mut reader = Reader::new(octets);
    reader.number("type", 1, why(SECTION, Why::RecordType), names::content_type);
    reader.number("legacy_record_version", 2, why(SECTION, Why::RecordVersion), names::version);
    reader.number("length", 2, why(SECTION, Why::RecordTooLong), |length| length.to_string());
    reader.rest("(unread)", why(SECTION, Why::Beyond), hex);
    reader
}

/// The rest of something whose beginning is missing.
fn remainder(octets: &[u8]) -> Read {
    let mut reader = Reader::new(octets);
    reader.rest("fragment", why("RFC 8446, 5.1", Why::Remainder), hex);
    let (fields, findings) = reader.finish();
    Read { kind: Kind::Remainder, fields, findings }
}
