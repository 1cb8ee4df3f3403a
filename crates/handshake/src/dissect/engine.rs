//! What both sides sent, octet by octet: records are cut, opened with the keys of the moment, and put together to messages, and
//! each message changes what is known for those after it.

mod early;
mod handshake;
mod older;
mod opening;
mod resumed;
pub(in crate::dissect) mod stream;

use super::cipher::Cipher;
use super::field::{Reader, hex, plain, why};
use super::finding::{Finding, Found};
use super::memory::Memory;
use super::message::http2::Speech;
use super::message::{self, Kind, Knowledge, Read};
use super::names;
use super::schedule::Schedule;
use super::taken::contradictions;
use super::transcript_hash::TranscriptHash;
use super::why::Why;
use super::{Computed, Dissection, Keys, Message, Opened, Piece, Record};
use crate::transcript::{Flight, Side};
use early::EARLY_SECRET;
use handshake::Progress;
use stream::{Cut, Stream};

/// More records or messages than anybody looks at: a recording of one long download.
const MOST: usize = 100_000;

pub(super) struct Engine<'a> {
    streams: [Stream; 2],
    known: Knowledge,
    transcript: TranscriptHash,
    schedule: Schedule<'a>,
    /// What earlier connections have left.
    memory: &'a Memory,
    progress: Progress,
    /// What each side said in HTTP/2.
    speech: [Speech; 2],
    is_http2: bool,
    records: Vec<Record>,
    messages: Vec<Message>,
    findings: Vec<Found>,
    /// The first message of each side since which it speaks no TLS.
    silent_since: [Option<usize>; 2],
    /// By side: it has spoken TLS.
    speaks: [bool; 2],
    /// Something encrypted came before the ServerHello that says how it is encrypted.
    too_early: bool,
    full: bool,
}

impl<'a> Engine<'a> {
    pub(super) fn new(keys: Keys<'a>, memory: &'a Memory) -> Engine<'a> {
        Engine {
            streams: [Stream::new(), Stream::new()],
            known: Knowledge::default(),
            transcript: TranscriptHash::default(),
            schedule: Schedule::new(keys),
            memory,
            progress: Progress::default(),
            speech: [Speech::new(), Speech::new()],
            is_http2: false,
            records: Vec::new(),
            messages: Vec::new(),
            findings: Vec::new(),
            silent_since: [None, None],
            speaks: [false, false],
            too_early: false,
            full: false,
        }
    }

    /// The next octets of one side.
    pub(super) fn take(&mut self, number: usize, flight: &Flight) {
        self.stream(flight.side).add(number, &flight.octets);
        while !self.full {
            let longest = self.longest(flight.side);
            match self.stream(flight.side).cut(longest) {
                Cut::Nothing => break,
                Cut::Record { flight: at, offset, octets } => self.record(flight.side, at, offset, octets),
                Cut::TooLong { flight: at, offset, octets, most } => {
                    self.too_long(flight.side, at, offset, octets, most);
                }
                Cut::NotTls { flight: at, offset, octets } => self.not_tls(flight.side, at, offset, octets),
                Cut::Rest { flight: at, offset, octets } => self.rest(flight.side, at, offset, octets),
            }
        }
    }

    /// Nothing more comes from this side: what is left of it is no whole record, or no whole message.
    pub(super) fn end(&mut self, side: Side) {
        if self.full {
            return;
        }
        if let Some(message) = self.silent_since[side as usize].take() {
            let spoke = self.speaks[side as usize];
            let finding = if spoke { Finding::NoLongerTls { side } } else { Finding::NotTls { side } };
            self.find(Some(message), finding);
        }
        let rest = self.stream(side).rest();
        let cut_off = rest.is_some();
        if let Some((flight, offset, octets)) = rest {
            let finding = Finding::RecordCutOff { side, octets: octets.len() };
            self.record_cut_off(side, finding, (flight, offset, octets));
        }
        let pending = self.stream(side).take_pending();
        if let Some((octets, pieces, encrypted)) = pending {
            if !cut_off {
                let finding = Finding::MessageCutOff { side, octets: octets.len() };
                self.find(Some(self.messages.len()), finding);
            }
            self.beginning(side, octets, pieces, encrypted);
        }
    }

    /// All of it.
    pub(super) fn finish(mut self) -> Dissection {
        let is_closed = |message: &Message| message.kind == Kind::Sealed;
        if self.too_early || self.known.version.is_none() && self.messages.iter().any(is_closed) {
            self.missing(Finding::HelloMissing { side: Side::Server });
        }
        self.end_early();
        Side::ALL.into_iter().for_each(|side| self.tell_why_closed(side));
        if self.known.version.is_some_and(|version| version < 0x0304) {
            older::rename(&mut self.records, &mut self.messages, self.known.suite);
        }
        self.findings.extend(contradictions(&self.messages));
        Dissection {
            records: self.records,
            messages: self.messages,
            schedule: self.schedule.values,
            findings: self.findings,
        }
    }

    /// Whatever stays closed has its reason told.
    fn tell_why_closed(&mut self, side: Side) {
        let closed = |message: &Message| message.side == side && message.kind == Kind::Sealed;
        let Some(first) = self.messages.iter().position(closed) else {
            return;
        };
        if self.full || self.findings.iter().any(|found| found.finding.says_why_closed(side)) {
            return;
        }
        let finding = match self.may_be_early(side) || self.early_was_refused() {
            _ if self.schedule.keys.log.entries.is_empty() => Finding::NoKeys,
            true if side == Side::Client && self.early_was_refused() => Finding::EarlyRefused,
            true => Finding::KeysMissing { label: EARLY_SECRET.into() },
            false => Finding::NotOpened { side },
        };
        self.find(Some(first), finding);
    }

    /// A record that ends too early: what of a handshake in clear is there is shown all the same.
    fn record_cut_off(
        &mut self,
        side: Side,
        finding: Finding,
        (flight, offset, octets): (usize, usize, Vec<u8>),
    ) {
        self.find(None, finding);
        let (header, fragment) = octets.split_at(stream::HEADER.min(octets.len()));
        let outer = header.first().copied().unwrap_or_default();
        let is_sealed = self.is_sealed(side, outer, fragment);
        let (fields, _) = record_fields(&octets, if is_sealed { Fragment::Closed } else { Fragment::Clear });
        let content = if outer == 22 && !is_sealed { fragment.to_vec() } else { Vec::new() };
        let contents = if content.is_empty() { 0..0 } else { stream::HEADER..stream::HEADER + content.len() };
        let record =
            self.push_record(Record { side, flight, offset, octets, fields, opened: None, contents });
        self.found_last(record, None);
        self.content(side, record, 22, content, false);
    }

    fn stream(&mut self, side: Side) -> &mut Stream {
        &mut self.streams[side as usize]
    }

    fn not_tls(&mut self, side: Side, flight: usize, offset: usize, octets: Vec<u8>) {
        let mut reader = Reader::new(&octets);
        reader.rest("data", why("RFC 8446, 5.1", Why::NotTls), super::field::text);
        let (fields, _) = reader.finish();
        let count = octets.len();
        let record = self.push_record(Record {
            side,
            flight,
            offset,
            octets: octets.clone(),
            fields,
            opened: None,
            contents: 0..count,
        });
        self.silent_since[side as usize].get_or_insert(self.messages.len());
        let pieces = vec![Piece { record, range: 0..count }];
        let read = message::application_data(&octets, Kind::NotTls);
        self.push_message(side, false, octets, pieces, read, None);
    }

    fn record(&mut self, side: Side, flight: usize, offset: usize, octets: Vec<u8>) {
        self.silent_since[side as usize] = None;
        self.speaks[side as usize] = true;
        let (header, fragment) = octets.split_at(stream::HEADER);
        let outer = header[0];
        self.look_for_lost_spec(side, header, fragment);
        let opened = self.open(side, header, fragment);
        let fragment_is = match &opened {
            Inside::Clear => Fragment::Clear,
            Inside::Opened { explicit, .. } => Fragment::Sealed { explicit: *explicit },
            Inside::Closed(fragment_is) => *fragment_is,
        };
        let is_sealed = fragment_is != Fragment::Clear;
        let (fields, _) = record_fields(&octets, fragment_is);
        let (kind, content, inside) = match opened {
            Inside::Clear => (outer, fragment.to_vec(), None),
            Inside::Opened { octets: plaintext, .. } => {
                self.note_early();
                let (kind, content, fields) = inner(outer, &plaintext, self.known.takes_no_spec());
                (kind, content, Some(Opened { octets: plaintext, fields }))
            }
            Inside::Closed(_) => {
                if outer == 23 && self.may_be_early(side) {
                    self.progress.early.closed.get_or_insert(self.messages.len());
                }
                self.not_opened(side);
                self.speech[side as usize].interrupt();
                let number = self.records.len();
                let fragment = fragment.to_vec();
                let contents = stream::HEADER..octets.len();
                self.push_record(Record { side, flight, offset, octets, fields, opened: None, contents });
                let read = closed(&fragment, fragment_is);
                let pieces = vec![Piece { record: number, range: 0..fragment.len() }];
                self.push_message(side, true, fragment, pieces, read, None);
                // in TLS 1.2 it says from outside that it changes the keys
                let has_keys = self.stream(side).opening.cipher.is_some();
                if outer == 20 && has_keys && !self.known.is_13() {
                    self.change_cipher_spec(side);
                }
                return;
            }
        };
        if outer == 23 && self.known.version.is_some() && !self.known.is_13() {
            self.finished_unread(side);
        }
        let number = self.records.len();
        let start = if inside.is_some() { 0 } else { stream::HEADER };
        let contents = start..start + content.len();
        self.push_record(Record { side, flight, offset, octets, fields, opened: inside, contents });
        self.content(side, number, kind, content, is_sealed);
    }

    /// The inside of a record, if it can be had.
    fn open(&mut self, side: Side, header: &[u8], fragment: &[u8]) -> Inside {
        if !self.is_sealed(side, header[0], fragment) {
            return Inside::Clear;
        }
        let is_early_data = self.known.early_data && side == Side::Client;
        let stream = &mut self.streams[side as usize];
        let cipher = stream.opening.cipher.as_ref();
        let explicit = cipher.map(Cipher::explicit_nonce).or_else(|| self.known.explicit_nonce());
        if let Some(plain) = stream.opening.open(header, fragment, is_early_data) {
            return Inside::Opened {
                octets: self.opened(side, plain),
                explicit: explicit.unwrap_or_default(),
            };
        }
        if self.known.version.is_none() && !is_early_data {
            self.too_early = true;
        }
        // the reason for a missing key is told once, where the key is wanted
        if let Some(finding) = stream.lacks.take() {
            self.missing(finding);
        }
        Inside::Closed(explicit.map_or(Fragment::Closed, |explicit| Fragment::Sealed { explicit }))
    }

    /// Whether a record is encrypted. What applications say always is, and in TLS 1.3 its type stands outside for all that is; before,
    /// everything behind ChangeCipherSpec is.
    fn is_sealed(&self, side: Side, outer: u8, fragment: &[u8]) -> bool {
        let seals = self.streams[side as usize].seals;
        match (self.known.version, outer) {
            (_, 23) => true,
            (Some(_), _) => seals && !self.known.is_13(),
            // without a ServerHello: an alert in clear has two octets and an encrypted one more, in TLS 1.3 with another type outside (RFC
            // 8446 sections 5.2 and 6), and a hello may be a second one
            (None, 21) => fragment.len() > 2,
            (None, _) => seals && !is_client_hello(fragment),
        }
    }

    /// What a record carries.
    fn content(&mut self, side: Side, record: usize, kind: u8, content: Vec<u8>, encrypted: bool) {
        let whole = || vec![Piece { record, range: 0..content.len() }];
        match kind {
            22 => {
                if self.stream(side).in_doubt {
                    return self.in_doubt(side, record, content, encrypted);
                }
                self.handshake_octets(side, record, 0, &content, encrypted);
            }
            20 => {
                let read = message::change_cipher_spec(&content, self.known.takes_no_spec());
                let pieces = whole();
                self.push_message(side, encrypted, content, pieces, read, None);
                if !self.known.is_13() {
                    self.change_cipher_spec(side);
                }
            }
            21 => {
                let (read, pieces) = (message::alert(&content), whole());
                self.push_message(side, encrypted, content, pieces, read, None);
            }
            23 => {
                let (read, pieces) = (self.said(side, &content), whole());
                self.push_message(side, encrypted, content, pieces, read, None);
            }
            other => {
                let (read, pieces) = (message::unknown(&content, Kind::OtherRecord(other)), whole());
                self.push_message(side, encrypted, content, pieces, read, None);
            }
        }
    }

    /// What an application says: in HTTP/2 where both agreed on it or the client begins so, and does not go on otherwise all the same.
    fn said(&mut self, side: Side, content: &[u8]) -> Read {
        self.is_http2 |= message::http2::is_preface(content);
        let speech = &mut self.speech[side as usize];
        if self.is_http2 && (speech.is_heard() || !message::is_http(content)) {
            speech.read(content, side)
        } else {
            message::application_data(content, Kind::ApplicationData)
        }
    }

    /// More octets of a handshake, from this place in their record.
    fn handshake_octets(&mut self, side: Side, record: usize, at: usize, content: &[u8], encrypted: bool) {
        self.stream(side).gather(record, at, content, encrypted);
        while let Some((octets, pieces)) = self.stream(side).next_message() {
            if self.full {
                break;
            }
            self.handshake(side, octets, pieces, encrypted);
        }
    }

    fn push_record(&mut self, record: Record) -> usize {
        self.stream(record.side).records += 1;
        self.records.push(record);
        self.look_at_size();
        self.records.len() - 1
    }

    fn push_message(
        &mut self,
        side: Side,
        encrypted: bool,
        octets: Vec<u8>,
        pieces: Vec<Piece>,
        read: Read,
        computed: Option<Computed>,
    ) {
        let message = Some(self.messages.len());
        let record = pieces.first().map(|piece| piece.record);
        let found = read.findings.into_iter().map(|finding| Found { record, message, finding });
        self.findings.extend(found);
        let Read { kind, fields, .. } = read;
        let why = message::reason(kind, side, &octets, &self.known);
        if matches!(kind, Kind::EncryptedExtensions | Kind::ServerHello) {
            let chosen = fields.iter().find_map(|field| field.find("ProtocolName"));
            self.is_http2 |= chosen.is_some_and(|chosen| chosen.value == "h2");
        }
        self.messages.push(Message { side, kind, why, encrypted, octets, pieces, fields, computed });
        self.look_at_size();
    }

    fn look_at_size(&mut self) {
        if !self.full && (self.records.len() >= MOST || self.messages.len() >= MOST) {
            self.full = true;
            self.find(None, Finding::TooMuch);
        }
    }

    fn find(&mut self, message: Option<usize>, finding: Finding) {
        self.findings.push(Found { record: None, message, finding });
    }

    /// The last finding is about this record.
    fn found_last(&mut self, record: usize, message: Option<usize>) {
        if let Some(found) = self.findings.last_mut() {
            (found.record, found.message) = (Some(record), message);
        }
    }
}

/// Whether a record's contents are one whole ClientHello (RFC 8446 section 4).
fn is_client_hello(fragment: &[u8]) -> bool {
    let [1, length @ ..] = fragment else {
        return false;
    };
    let rest = length.get(3..).map(<[u8]>::len);
    length.first_chunk().map(|[a, b, c]| usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c))
        == rest
}

enum Inside {
    Clear,
    Opened { octets: Vec<u8>, explicit: usize },
    Closed(Fragment),
}

/// What a record's fragment is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fragment {
    /// It can be read as it is.
    Clear,
    /// A nonce of so many octets, ciphertext and tag.
    Sealed { explicit: usize },
    /// It is encrypted, and how it is put together is not known: with CBC there is no such tag.
    Closed,
}

/// A record's own fields (RFC 8446 section 5.1 and 5.2).
fn record_fields(octets: &[u8], fragment: Fragment) -> (Vec<super::Field>, Vec<Finding>) {
    const SECTION: &str = "RFC 8446, 5.1";
    let mut reader = Reader::new(octets);
    reader.number("type", 1, why(SECTION, Why::RecordType), names::content_type);
    reader.number("legacy_record_version", 2, why(SECTION, Why::RecordVersion), names::version);
    reader.number("length", 2, why(SECTION, Why::RecordLength), |length| length.to_string());
    match fragment {
        Fragment::Clear => {
            reader.rest("fragment", why(SECTION, Why::Fragment), hex);
        }
        Fragment::Closed | Fragment::Sealed { .. } => sealed_fields(&mut reader, fragment),
    }
    reader.finish()
}

/// What an encrypted record that stays closed shows of itself.
fn closed(octets: &[u8], fragment: Fragment) -> Read {
    let mut reader = Reader::new(octets);
    sealed_fields(&mut reader, fragment);
    let (fields, findings) = reader.finish();
    Read { kind: Kind::Sealed, fields, findings }
}

fn sealed_fields(reader: &mut Reader<'_>, fragment: Fragment) {
    match fragment {
        Fragment::Clear | Fragment::Closed => {
            reader.rest("encrypted_record", why("RFC 8446, 5.2", Why::Sealed), hex);
        }
        Fragment::Sealed { explicit } => {
            let nonce = explicit.min(reader.left().len());
            reader.octets("nonce_explicit", nonce, why("RFC 5288, 3", Why::ExplicitNonce), hex);
            // all three ways of sealing have a tag of 16 octets (RFC 5116 section 5)
            let count = reader.left().len();
            let tag = count.min(16);
            reader.group("encrypted_record", count, why("RFC 8446, 5.2", Why::EncryptedRecord), |inner| {
                inner.octets("ciphertext", count - tag, why("RFC 5116, 5.1", Why::Ciphertext), hex);
                inner.octets("authentication_tag", tag, why("RFC 5116, 5.1", Why::Tag), hex);
                String::new()
            });
        }
    }
}

/// The type and contents of what was inside an encrypted record, and its fields.
fn inner(outer: u8, plaintext: &[u8], is_13: bool) -> (u8, Vec<u8>, Vec<super::Field>) {
    const SECTION: &str = "RFC 8446, 5.2";
    let mut reader = Reader::new(plaintext);
    if !is_13 {
        reader.rest("content", plain("RFC 5246, 6.2.1"), hex);
        return (outer, plaintext.to_vec(), reader.finish().0);
    }
    // the type is the last octet that is not zero
    let Some(at) = plaintext.iter().rposition(|octet| *octet != 0) else {
        reader.rest("zeros", why("RFC 8446, 5.4", Why::RecordPadding), hex);
        return (0, Vec::new(), reader.finish().0);
    };
    reader.octets("content", at, plain(SECTION), hex);
    reader.number("type", 1, why(SECTION, Why::InnerType), names::content_type);
    let zeros = plaintext.len() - at - 1;
    reader
        .octets("zeros", zeros, why("RFC 8446, 5.4", Why::RecordPadding), |octets| octets.len().to_string());
    (plaintext[at], plaintext[..at].to_vec(), reader.finish().0)
}
