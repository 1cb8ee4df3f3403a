//! HTTP/2 inside TLS: frames (RFC 9113 section 4) down to their fields, over records, and the header fields in them. How these are
//! compressed is loona-hpack's; here it is said which octets each is made of.

mod names;
mod packed;

use loona_hpack::Decoder;

use super::{Kind, Read};
use crate::dissect::field::{About, Reader, hex, plain, text, why};
use crate::dissect::why::Why;
use crate::transcript::Side;
use names::{error, flags_told, identifier, name, section, setting, told};
use packed::{integer, representation};

/// What a client says first (RFC 9113 section 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Octets of a frame's header (RFC 9113 section 4.1).
const HEADER: usize = 9;

/// Octets that one side's table of header fields may have, and all that its fields come to: one octet can stand for thousands.
const MOST_TABLE: usize = 1 << 16;
const MOST_FIELDS: usize = 4 << 20;

/// What unpacking a field that stands in no table costs beside its octets, reckoned in octets: the decoder begins anew for each.
const EACH_LITERAL: usize = 512;

/// Changes of the table's size before a header field: two make sense (RFC 7541 section 4.2).
const MOST_SIZES: usize = 8;

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
    /// What of a frame with header fields is still to come.
    inside: Option<Inside>,
    /// A header field that ends in a later record or frame.
    field_begun: Vec<u8>,
    /// Octets that its header fields may still come to.
    left: usize,
    has_spoken: bool,
    /// Something is missing, so that frames and tables are not known.
    is_lost: bool,
}

/// What of a frame with header fields is still to come.
#[derive(Debug, Clone, Copy)]
struct Inside {
    kind: u8,
    flags: u8,
    /// Octets of header fields.
    fields: usize,
    /// Octets of padding behind them.
    pad: usize,
}

impl Speech {
    pub(in crate::dissect) fn new() -> Speech {
        let mut decoder = Decoder::new();
        decoder.set_max_allowed_table_size(MOST_TABLE);
        Speech {
            decoder,
            begun: Vec::new(),
            inside: None,
            field_begun: Vec::new(),
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
        const NAME: &str = "(rest of the frame)";
        let about = why("RFC 9113, 4.1", Why::Http2Rest);
        if reader.is_empty() {
            return;
        }
        if let Some(inside) = self.inside.take() {
            let count = reader.left().len().min(inside.fields + inside.pad);
            reader.group(NAME, count, about, |inner| {
                self.fields_and_padding(inner, inside);
                String::new()
            });
            return;
        }
        if self.begun.is_empty() {
            return;
        }
        // octets in front of header fields are not many: they are put together, and the fields are read as they come
        let before = self.begun.len();
        self.complete(reader.left(), HEADER);
        if let Some((kind, flags)) = self.head_of_fields() {
            self.complete(&reader.left()[self.begun.len() - before..], HEADER + front(kind, flags));
            let head = self.begun.len() - before;
            let inside = self.inside(kind, flags);
            let fields = inside.map_or(0, |inside| inside.fields + inside.pad);
            let count = head + fields.min(reader.left().len() - head);
            reader.group(NAME, count, about, |inner| {
                inner.octets("(rest of its head)", head, plain("RFC 9113, 4.1"), hex);
                if let Some(inside) = inside {
                    self.begun.clear();
                    self.fields_and_padding(inner, inside);
                }
                String::new()
            });
            return;
        }
        let whole = length(&self.begun).unwrap_or(usize::MAX);
        self.complete(&reader.left()[self.begun.len() - before..], whole);
        let count = self.begun.len() - before;
        if self.begun.len() >= whole {
            self.begun.clear();
        }
        reader.octets(NAME, count, about, text);
    }

    /// Takes octets of a frame that has begun, until there are so many.
    fn complete(&mut self, octets: &[u8], wanted: usize) {
        let missing = wanted.saturating_sub(self.begun.len());
        self.begun.extend(octets.iter().take(missing));
    }

    /// The type and the flags of a frame that has begun, where it has header fields.
    fn head_of_fields(&self) -> Option<(u8, u8)> {
        let (kind, flags) = (*self.begun.get(3)?, *self.begun.get(4)?);
        (self.begun.len() >= HEADER && has_fields(kind)).then_some((kind, flags))
    }

    /// What is to come of a frame with header fields of which all that stands before them has come; a frame whose padding is longer
    /// than itself has none.
    fn inside(&mut self, kind: u8, flags: u8) -> Option<Inside> {
        let payload = self.begun.get(HEADER..HEADER + front(kind, flags))?;
        let length = length(&self.begun)?.checked_sub(HEADER)?;
        let around = around(kind, flags, payload, length);
        self.is_lost |= around.is_none();
        let (front, pad) = around?;
        Some(Inside { kind, flags, fields: length - front - pad, pad })
    }

    fn frame(&mut self, reader: &mut Reader<'_>) {
        let left = reader.left();
        let whole = length(left).unwrap_or(usize::MAX);
        let kind = left.get(3).copied().unwrap_or(u8::MAX);
        let flags = left.get(4).copied().unwrap_or_default();
        // of header fields those are read that are there
        let is_read = left.len() >= whole || (has_fields(kind) && left.len() >= HEADER + front(kind, flags));
        if !is_read {
            self.begun = left.to_vec();
        }
        let about = why(section(kind), Why::Http2Frame);
        // where there are more fields than are shown, nobody knows what they say
        self.is_lost = true;
        reader.group(name(kind).unwrap_or("Frame"), whole.min(left.len()), about, |inner| {
            const SECTION: &str = "RFC 9113, 4.1";
            self.is_lost = false;
            if inner.left().len() < HEADER {
                inner.rest("(beginning of a frame)", plain(SECTION), hex);
                return String::new();
            }
            inner.number("Length", 3, plain(SECTION), |length| length.to_string());
            inner.number("Type", 1, plain(SECTION), |number| {
                told(number, u8::try_from(number).ok().and_then(name))
            });
            inner.number("Flags", 1, plain(SECTION), |_| flags_told(kind, flags));
            inner.number("Stream Identifier", 4, why(SECTION, Why::Http2Stream), identifier);
            if is_read {
                self.payload(inner, kind, flags, whole - HEADER);
            } else {
                inner.rest("(beginning of the payload)", plain(SECTION), text);
            }
            String::new()
        });
    }

    /// What a frame carries, of so many octets in all.
    fn payload(&mut self, inner: &mut Reader<'_>, kind: u8, flags: u8, length: usize) {
        let about = plain(section(kind));
        match kind {
            DATA | HEADERS | PUSH_PROMISE | CONTINUATION => self.content(inner, kind, flags, length),
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
    fn content(&mut self, inner: &mut Reader<'_>, kind: u8, flags: u8, length: usize) {
        let about = plain(section(kind));
        let Some((front, pad)) = around(kind, flags, inner.left(), length) else {
            // where the rest of the frame is in later records, nobody knows what it is
            self.is_lost |= inner.left().len() < length;
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
        let fields = length - front - pad;
        if kind == DATA {
            inner.octets("Data", fields, about, text);
            inner.octets("Padding", pad, about, |octets| octets.len().to_string());
        } else {
            self.fields_and_padding(inner, Inside { kind, flags, fields, pad });
        }
    }

    /// Header fields and the padding behind them, as far as they are there.
    fn fields_and_padding(&mut self, inner: &mut Reader<'_>, inside: Inside) {
        let Inside { kind, flags, fields, pad } = inside;
        let count = fields.min(inner.left().len());
        self.fragment(inner, count, flags & END_HEADERS != 0 && count == fields, section(kind));
        let padding = pad.min(inner.left().len());
        inner.octets("Padding", padding, plain(section(kind)), |octets| octets.len().to_string());
        let inside = Inside { fields: fields - count, pad: pad - padding, ..inside };
        self.inside = (inside.fields + inside.pad > 0).then_some(inside);
    }

    /// A part of a header block, field by field: one that began in an earlier record or frame stands where it ends.
    fn fragment(&mut self, inner: &mut Reader<'_>, count: usize, is_last: bool, section: &'static str) {
        if count == 0 {
            self.is_lost |= is_last && !self.field_begun.is_empty();
            return;
        }
        inner.group("Field Block Fragment", count, plain(section), |block| {
            let mut begun = std::mem::take(&mut self.field_begun);
            let mut earlier = begun.len();
            begun.extend_from_slice(block.left());
            let mut read = 0;
            while let Some(line) = self.field(&begun[read..]) {
                let pseudo = PSEUDO.into_iter().find(|name| name.as_bytes() == line.name);
                let value = if pseudo.is_some() { text(&line.value) } else { line.told() };
                let about = why("RFC 7541, 6", Why::Http2Field);
                let here = line.length.saturating_sub(std::mem::take(&mut earlier));
                block.octets(pseudo.unwrap_or("field-line"), here, about, |_| value);
                read += line.length;
            }
            begun.drain(..read);
            self.is_lost |= is_last && !begun.is_empty();
            if self.is_lost {
                block.rest("(not decoded)", why("RFC 7541, 6", Why::Http2Undecoded), hex);
            } else {
                self.field_begun = begun;
                block.rest("(beginning of a field)", why(section, Why::Http2Begun), hex);
            }
            String::new()
        });
    }

    /// The next header field with how many octets it is made of, and changes of the table's size before it; `None` where its end is
    /// not there, or what is there is none.
    fn field(&mut self, block: &[u8]) -> Option<Line> {
        let mut length = 0;
        for _ in 0..=MOST_SIZES {
            if block.get(length)? & 0xe0 != 0x20 {
                break;
            }
            length += integer(&block[length..], 5)?.1;
        }
        let is_literal = block.get(length)? & 0x80 == 0;
        length += representation(block.get(length..)?)?;
        let line = self.unpacked(block.get(..length)?, is_literal);
        self.is_lost |= line.is_none();
        line
    }

    fn unpacked(&mut self, octets: &[u8], is_literal: bool) -> Option<Line> {
        let mut fields = self.decoder.decode(octets).ok()?;
        let (name, value) = fields.pop()?;
        let cost = if is_literal { EACH_LITERAL } else { 0 };
        self.left = self.left.checked_sub(name.len() + value.len() + cost)?;
        Some(Line { length: octets.len(), name, value })
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

/// Whether such a frame has header fields.
fn has_fields(kind: u8) -> bool {
    [HEADERS, PUSH_PROMISE, CONTINUATION].contains(&kind)
}

/// Octets before what such a frame carries.
fn front(kind: u8, flags: u8) -> usize {
    let is_padded = kind != CONTINUATION && flags & PADDED != 0;
    let more = match kind {
        HEADERS if flags & PRIORITY != 0 => 5,
        PUSH_PROMISE => 4,
        _ => 0,
    };
    usize::from(is_padded) + more
}

/// Octets before and behind what a frame carries, of so many in all; `None` where they are more than that. Its payload is there as far
/// as that tells.
fn around(kind: u8, flags: u8, payload: &[u8], length: usize) -> Option<(usize, usize)> {
    let is_padded = kind != CONTINUATION && flags & PADDED != 0;
    let pad = if is_padded { usize::from(*payload.first()?) } else { 0 };
    let front = front(kind, flags);
    (front + pad <= length).then_some((front, pad))
}

fn priority(inner: &mut Reader<'_>, about: About) {
    inner.number("Stream Dependency", 4, about, identifier);
    // the number that is sent is one less
    inner.number("Weight", 1, about, |weight| (weight + 1).to_string());
}

#[cfg(test)]
mod tests;
