//! HTTP/2 inside TLS: frames (RFC 9113 section 4) down to their fields, over records, and the header fields in them. How these are
//! compressed is loona-hpack's; here it is said which octets each is made of.

mod names;

use loona_hpack::Decoder;

use super::{Kind, Read};
use crate::dissect::field::{About, Reader, hex, plain, text, why};
use crate::dissect::why::Why;
use crate::transcript::Side;
use names::{error, flags_told, identifier, name, section, setting, told};

/// What a client says first (RFC 9113 section 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Octets of a frame's header (RFC 9113 section 4.1).
const HEADER: usize = 9;

/// Octets that one side's table of header fields may have, and all that its fields come to: one octet can stand for thousands.
const MOST_TABLE: usize = 1 << 16;
const MOST_FIELDS: usize = 4 << 20;

/// What unpacking a field that stands in no table costs beside its octets, reckoned in octets: the decoder begins anew for each.
const EACH_LITERAL: usize = 512;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const PUSH_PROMISE: u8 = 5;
const CONTINUATION: u8 = 9;

const ACK: u8 = 0x1;
const END_HEADERS: u8 = 0x4;
const PADDED: u8 = 0x8;
const PRIORITY: u8 = 0x20;

/// What one side has said so far, as far as what follows is read by it.
pub(in crate::dissect) struct Speech {
    decoder: Decoder<'static>,
    /// Octets of a frame that ends in a later record.
    begun: Vec<u8>,
    /// A header block that ends in a later frame.
    block: Vec<u8>,
    /// Octets that its header fields may still come to.
    left: usize,
    has_spoken: bool,
    /// Something is missing, so that frames and tables are not known.
    is_lost: bool,
}

impl Speech {
    pub(in crate::dissect) fn new() -> Speech {
        let mut decoder = Decoder::new();
        decoder.set_max_allowed_table_size(MOST_TABLE);
        Speech {
            decoder,
            begun: Vec::new(),
            block: Vec::new(),
            left: MOST_FIELDS,
            has_spoken: false,
            is_lost: false,
        }
    }

    /// Whether it is HTTP/2 so far.
    pub(in crate::dissect) fn is_heard(&self) -> bool {
        self.has_spoken && !self.is_lost
    }

    /// Something of this side cannot be read.
    pub(in crate::dissect) fn interrupt(&mut self) {
        self.is_lost |= self.has_spoken;
    }

    /// The contents of the next record.
    pub(in crate::dissect) fn read(&mut self, octets: &[u8], side: Side) -> Read {
        let mut reader = Reader::new(octets);
        if !std::mem::replace(&mut self.has_spoken, true) {
            // the server begins with its settings, on no stream
            self.is_lost |= match side {
                Side::Client => !octets.starts_with(PREFACE),
                Side::Server => !matches!(octets, [_, _, _, SETTINGS, _, 0, 0, 0, 0, ..]),
            };
            if side == Side::Client && !self.is_lost {
                let about = why("RFC 9113, 3.4", Why::Http2Preface);
                reader.octets("connection preface", PREFACE.len(), about, text);
            }
        }
        if !self.is_lost {
            self.rest_of_frame(&mut reader);
        }
        while !self.is_lost && !reader.is_empty() {
            self.frame(&mut reader);
        }
        reader.rest("data", why("RFC 8446, 5.2", Why::ApplicationOctets), text);
        let (fields, findings) = reader.finish();
        Read { kind: Kind::ApplicationData, fields, findings }
    }

    /// What is left of a frame that began in an earlier record.
    fn rest_of_frame(&mut self, reader: &mut Reader<'_>) {
        if self.begun.is_empty() {
            return;
        }
        let before = self.begun.len();
        let there = reader.left();
        self.begun.extend(there.iter().take(HEADER.saturating_sub(before)));
        let taken = self.begun.len() - before;
        let whole = length(&self.begun).unwrap_or(usize::MAX);
        let more = there.get(taken..).unwrap_or_default();
        let more = &more[..more.len().min(whole.saturating_sub(self.begun.len()))];
        self.begun.extend_from_slice(more);
        let count = taken + more.len();
        let kind = self.begun.get(3).copied();
        let is_whole = self.begun.len() >= whole;
        let value = if is_whole { self.fields_of(kind) } else { None };
        if is_whole {
            self.begun.clear();
        }
        let about = why("RFC 9113, 4.1", Why::Http2Rest);
        reader.octets("(rest of the frame)", count, about, |octets| value.unwrap_or_else(|| text(octets)));
    }

    /// The header fields of a frame that came in parts, in words.
    fn fields_of(&mut self, kind: Option<u8>) -> Option<String> {
        let frame = std::mem::take(&mut self.begun);
        kind.filter(|kind| [HEADERS, PUSH_PROMISE, CONTINUATION].contains(kind))?;
        let (flags, payload) = (*frame.get(4)?, frame.get(HEADER..)?);
        let (front, pad) = around(kind?, flags, payload)?;
        let fragment = payload.get(front..payload.len().checked_sub(pad)?)?;
        self.joined(fragment, flags)
    }

    fn frame(&mut self, reader: &mut Reader<'_>) {
        let left = reader.left();
        let whole = length(left).unwrap_or(usize::MAX);
        if left.len() < whole {
            self.begun = left.to_vec();
        }
        let kind = left.get(3).copied().unwrap_or(u8::MAX);
        let about = why(section(kind), Why::Http2Frame);
        reader.group(name(kind).unwrap_or("Frame"), whole.min(left.len()), about, |inner| {
            const SECTION: &str = "RFC 9113, 4.1";
            if inner.left().len() < HEADER {
                inner.rest("(beginning of a frame)", plain(SECTION), hex);
                return String::new();
            }
            inner.number("Length", 3, plain(SECTION), |length| length.to_string());
            inner.number("Type", 1, plain(SECTION), |number| {
                told(number, u8::try_from(number).ok().and_then(name))
            });
            let flags = inner.left().first().copied().unwrap_or_default();
            inner.number("Flags", 1, plain(SECTION), |_| flags_told(kind, flags));
            inner.number("Stream Identifier", 4, why(SECTION, Why::Http2Stream), identifier);
            if left.len() < whole {
                inner.rest("(beginning of the payload)", plain(SECTION), text);
            } else {
                self.payload(inner, kind, flags);
            }
            String::new()
        });
    }

    fn payload(&mut self, inner: &mut Reader<'_>, kind: u8, flags: u8) {
        let about = plain(section(kind));
        match kind {
            DATA | HEADERS | PUSH_PROMISE | CONTINUATION => self.content(inner, kind, flags, about),
            2 => priority(inner, about),
            3 => {
                inner.number("Error Code", 4, about, error);
            }
            SETTINGS => {
                while !inner.is_empty() {
                    inner.group("Setting", 6, about, |one| {
                        let words = |number| told(number, setting(number));
                        let number = one.number("Identifier", 2, about, words);
                        let value = one.number("Value", 4, about, |value| value.to_string());
                        format!("{} = {value}", told(number, setting(number)))
                    });
                }
            }
            7 => {
                inner.number("Last-Stream-ID", 4, about, identifier);
                inner.number("Error Code", 4, about, error);
                inner.rest("Additional Debug Data", about, text);
            }
            8 => {
                let about = why(section(kind), Why::Http2Window);
                inner.number("Window Size Increment", 4, about, identifier);
            }
            6 => {
                inner.rest("Opaque Data", about, hex);
            }
            _ => {
                inner.rest("Frame Payload", about, hex);
            }
        }
    }

    /// What may be padded, and what has header fields (RFC 9113 sections 6.1, 6.2, 6.6 and 6.10).
    fn content(&mut self, inner: &mut Reader<'_>, kind: u8, flags: u8, about: About) {
        let Some((_, pad)) = around(kind, flags, inner.left()) else {
            inner.rest("Frame Payload", about, hex);
            return;
        };
        if kind != CONTINUATION && flags & PADDED != 0 {
            inner.number("Pad Length", 1, about, |length| length.to_string());
        }
        match kind {
            HEADERS if flags & PRIORITY != 0 => priority(inner, about),
            PUSH_PROMISE => {
                inner.number("Promised Stream ID", 4, about, identifier);
            }
            _ => {}
        }
        let count = inner.left().len() - pad;
        if kind == DATA {
            inner.octets("Data", count, about, text);
        } else {
            self.fragment(inner, count, flags, section(kind));
        }
        inner.octets("Padding", pad, about, |octets| octets.len().to_string());
    }

    /// A header block, field by field where it is whole.
    fn fragment(&mut self, inner: &mut Reader<'_>, count: usize, flags: u8, section: &'static str) {
        const NAME: &str = "Field Block Fragment";
        let octets = &inner.left()[..count];
        if flags & END_HEADERS == 0 || !self.block.is_empty() {
            let joined = self.joined(octets, flags);
            let about = why(section, Why::Http2Rest);
            inner.octets(NAME, count, about, |octets| joined.unwrap_or_else(|| hex(octets)));
            return;
        }
        inner.group(NAME, count, plain(section), |block| {
            while let Some(line) = self.field(block.left()) {
                let pseudo = PSEUDO.into_iter().find(|name| name.as_bytes() == line.name);
                let value = if pseudo.is_some() { text(&line.value) } else { line.told() };
                let about = why("RFC 7541, 6", Why::Http2Field);
                block.octets(pseudo.unwrap_or("field-line"), line.length, about, |_| value);
            }
            self.is_lost |= !block.is_empty();
            block.rest("(not decoded)", why("RFC 7541, 6", Why::Http2Undecoded), hex);
            String::new()
        });
    }

    /// A part of a header block; with its last part all of its fields in words.
    fn joined(&mut self, fragment: &[u8], flags: u8) -> Option<String> {
        self.block.extend_from_slice(fragment);
        if flags & END_HEADERS == 0 {
            return None;
        }
        let block = std::mem::take(&mut self.block);
        let mut left = block.as_slice();
        let mut lines = Vec::new();
        while let Some(line) = self.field(left) {
            lines.push(line.told());
            left = &left[line.length..];
        }
        self.is_lost |= !left.is_empty();
        Some(lines.join(" · "))
    }

    /// The next header field with how many octets it is made of, and changes of the table's size before it.
    fn field(&mut self, block: &[u8]) -> Option<Line> {
        let mut length = 0;
        while block.get(length).is_some_and(|first| first & 0xe0 == 0x20) {
            length += integer(&block[length..], 5)?.1;
        }
        let is_literal = block.get(length)? & 0x80 == 0;
        length += representation(block.get(length..)?)?;
        let mut fields = self.decoder.decode(block.get(..length)?).ok()?;
        let (name, value) = fields.pop()?;
        let cost = if is_literal { EACH_LITERAL } else { 0 };
        self.left = self.left.checked_sub(name.len() + value.len() + cost)?;
        Some(Line { length, name, value })
    }
}

/// A header field, and how many octets it is made of.
struct Line {
    length: usize,
    name: Vec<u8>,
    value: Vec<u8>,
}

impl Line {
    fn told(&self) -> String {
        format!("{}: {}", text(&self.name), text(&self.value))
    }
}

/// Whether octets begin as a client of HTTP/2 does.
pub(in crate::dissect) fn is_preface(octets: &[u8]) -> bool {
    octets.starts_with(PREFACE)
}

/// Fields that stand for what HTTP/1.1 has in its first line (RFC 9113 section 8.3).
const PSEUDO: [&str; 5] = [":method", ":scheme", ":authority", ":path", ":status"];

/// Octets of a whole frame, where its length is there.
fn length(octets: &[u8]) -> Option<usize> {
    let [a, b, c, ..] = octets else { return None };
    Some(HEADER + (usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c)))
}

/// Octets before and behind what a frame carries; `None` where they are more than it has, or it carries no header fields nor data.
fn around(kind: u8, flags: u8, payload: &[u8]) -> Option<(usize, usize)> {
    let is_padded = kind != CONTINUATION && flags & PADDED != 0;
    let pad = if is_padded { usize::from(*payload.first()?) } else { 0 };
    let more = match kind {
        HEADERS if flags & PRIORITY != 0 => 5,
        PUSH_PROMISE => 4,
        DATA | HEADERS | CONTINUATION => 0,
        _ => return None,
    };
    let front = usize::from(is_padded) + more;
    (front + pad <= payload.len()).then_some((front, pad))
}

fn priority(inner: &mut Reader<'_>, about: About) {
    inner.number("Stream Dependency", 4, about, identifier);
    // the number that is sent is one less
    inner.number("Weight", 1, about, |weight| (weight + 1).to_string());
}

/// Octets of one header field as it is sent: an index, or a literal whose name may be one (RFC 7541 section 6).
fn representation(octets: &[u8]) -> Option<usize> {
    let first = *octets.first()?;
    if first & 0x80 != 0 {
        return Some(integer(octets, 7)?.1);
    }
    let (index, mut length) = integer(octets, if first & 0x40 != 0 { 6 } else { 4 })?;
    for _ in 0..if index == 0 { 2 } else { 1 } {
        let (octets, own) = integer(octets.get(length..)?, 7)?;
        length += own + octets;
    }
    (length <= octets.len()).then_some(length)
}

/// A number behind a prefix of so many bits, and its octets (RFC 7541 section 5.1).
fn integer(octets: &[u8], prefix: u32) -> Option<(usize, usize)> {
    let most = (1_usize << prefix) - 1;
    let first = usize::from(*octets.first()?) & most;
    if first < most {
        return Some((first, 1));
    }
    // no length has more octets
    let end = octets.iter().skip(1).take(4).position(|octet| octet & 0x80 == 0)?;
    let rest = octets[1..end + 2].iter().rev();
    Some((most + rest.fold(0, |number, octet| number << 7 | usize::from(octet & 0x7f)), end + 2))
}

#[cfg(test)]
mod tests {
    use super::{Speech, integer, representation};
    use crate::capture;
    use crate::dissect::field::Field;
    use crate::dissect::message::Kind;
    use crate::dissect::{Keys, dissect};
    use crate::transcript::Side;

    const FILES: [&[u8]; 2] = [
        include_bytes!("../../../tests/data/http2.pcapng"),
        include_bytes!("../../../tests/data/chromium-http2.pcapng"),
    ];

    /// What one side said, put together.
    fn said(file: &[u8], side: Side) -> Vec<u8> {
        let read = capture::read(file).expect("a recording");
        let dissection = dissect(&read.connections[0].flights, Keys { log: &read.keys, shared_secret: None });
        let messages = dissection.messages.into_iter();
        let mine = messages.filter(|one| (one.side, one.kind) == (side, Kind::ApplicationData));
        mine.flat_map(|message| message.octets).collect()
    }

    fn values(fields: &[Field], name: &str) -> Vec<String> {
        let mut found = Vec::new();
        fields.iter().for_each(|field| field.find_all(name, &mut found));
        found.into_iter().map(|field| field.value.clone()).collect()
    }

    #[test]
    fn wherever_records_end_the_same_is_heard() {
        for (file, side) in FILES.iter().flat_map(|file| Side::ALL.map(|side| (file, side))) {
            let octets = said(file, side);
            let whole = Speech::new().read(&octets, side).fields;
            let name = if side == Side::Client { ":path" } else { ":status" };
            assert!(!values(&whole, name).is_empty() && values(&whole, "(not decoded)").is_empty());
            for at in 24..octets.len() {
                let mut speech = Speech::new();
                let (first, second) = octets.split_at(at);
                let parts = [first, second].map(|part| {
                    let read = speech.read(part, side);
                    assert_eq!(read.findings, [], "{at}");
                    read.fields
                });
                assert!(speech.is_heard(), "{at}");
                // those of the frame that is cut stand together, all others by themselves
                let mut heard = parts.iter().flat_map(|part| values(part, name)).collect::<Vec<_>>();
                let rest = parts.iter().flat_map(|part| values(part, "(rest of the frame)"));
                let begins = format!("{name}: ");
                heard.extend(rest.flat_map(|rest| {
                    let lines = rest.split(" · ").map(str::to_owned).collect::<Vec<_>>();
                    lines.into_iter().filter_map(|line| line.strip_prefix(&begins).map(str::to_owned))
                }));
                heard.sort();
                let mut all = values(&whole, name);
                all.sort();
                assert_eq!(heard, all, "{at}");
            }
        }
    }

    #[test]
    fn behind_what_is_missing_or_damaged_nothing_is_guessed() {
        let octets = said(FILES[0], Side::Client);
        let mut speech = Speech::new();
        speech.interrupt();
        speech.read(&octets[..60], Side::Client);
        speech.interrupt();
        let fields = speech.read(&octets[60..], Side::Client).fields;
        assert_eq!(values(&fields, "data").len(), 1);
        assert!(fields.len() == 1 && !speech.is_heard());
        for at in 0..octets.len() {
            for bit in 0..8 {
                let mut octets = octets.clone();
                octets[at] ^= 1 << bit;
                Speech::new().read(&octets, Side::Client);
            }
        }
    }

    #[test]
    fn of_thousands_of_fields_the_first_are_read() {
        let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        // literals with the name of the path, "a" packed by Huffman's code
        let block = [0x04, 0x81, 0x1f].repeat(4000);
        let header = [&[0, 0x2e, 0xe0, 1, 4, 0, 0, 0, 1], block.as_slice()].concat();
        let mut speech = Speech::new();
        speech.read(&settings, Side::Server);
        let fields = speech.read(&header, Side::Server).fields;
        assert_eq!(values(&fields, ":path"), vec!["a"; 4000]);
        speech.read(&header, Side::Server);
        let fields = speech.read(&header, Side::Server).fields;
        assert!(!speech.is_heard() && values(&fields, "(not decoded)").len() == 1);
    }

    #[test]
    fn numbers_end_where_they_say() {
        // RFC 7541 appendix C.1
        assert_eq!(integer(&[0x0a], 5), Some((10, 1)));
        assert_eq!(integer(&[0x1f, 0x9a, 0x0a], 5), Some((1337, 3)));
        assert_eq!(integer(&[0x1f, 0x9a], 5), None);
        assert_eq!(integer(&[0x1f, 0xff, 0xff, 0xff, 0xff, 0x01], 5), None);
        assert_eq!(representation(&[0x82, 0x86]), Some(1));
        assert_eq!(representation(&[0x04, 0x02, b'/', b'a', 0x82]), Some(4));
        assert_eq!(representation(&[0x04, 0x02, b'/']), None);
    }
}
