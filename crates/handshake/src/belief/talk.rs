//! What is said inside, as far as it tells where a request or an answer begins and where it has come to its end: HTTP/1.1 by its head
//! (RFC 9112 section 6), HTTP/2 by the flags of its frames (RFC 9113 section 8.1).

use std::collections::BTreeSet;

use crate::dissect::field::Field;
use crate::dissect::message::{Kind, application_data};
use crate::transcript::Side;

/// Octets of a head in several records that are kept until its end has come.
const MOST_HEAD: usize = 1 << 16;

/// How a body in chunks ends that has no trailers (RFC 9112 section 7.1).
const LAST_CHUNK: &[u8] = b"\r\n0\r\n\r\n";

/// What the contents of a record bring of requests or answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// A whole one, or the end of one.
    Whole,
    /// The beginning of one.
    Begun,
    /// An interim answer, which stands before the answer (RFC 9110 section 15.2).
    Interim,
    /// Something else.
    Other,
}

/// What both sides have said so far, as far as what follows is read by it.
#[derive(Debug, Default)]
pub(super) struct Talk {
    sides: [Spoken; 2],
    /// The last request wants the head of its answer alone, or a connection to go through.
    wants_no_body: bool,
}

#[derive(Debug, Default)]
struct Spoken {
    lines: Lines,
    frames: Frames,
}

impl Talk {
    /// The contents of a record that one side sent, with their fields.
    pub(super) fn hear(&mut self, side: Side, octets: &[u8], fields: &[Field]) -> Said {
        let spoken = &mut self.sides[side as usize];
        let said = match spoken.frames.hear(fields) {
            Some(said) => said,
            None => spoken.lines.hear(octets, fields, self.wants_no_body),
        };
        if let Some(request) = fields.iter().find(|field| field.name == "request-line") {
            self.wants_no_body = ["HEAD ", "CONNECT "].iter().any(|method| request.value.starts_with(method));
        }
        said
    }

    /// This side says nothing more: whether that is the end of what it was saying (RFC 9112 section 6.3).
    pub(super) fn ends(&mut self, side: Side) -> bool {
        matches!(std::mem::take(&mut self.sides[side as usize].lines), Lines::UntilEnd)
    }
}

/// A message of HTTP/1.1 that has begun, and what of it is still to come.
#[derive(Debug, Default)]
enum Lines {
    #[default]
    Nothing,
    /// The head, so far.
    Head(Vec<u8>),
    /// So many octets of the body.
    Body(u64),
    /// Chunks: the last octets so far.
    Chunks(Vec<u8>),
    /// All until the connection ends.
    UntilEnd,
}

impl Lines {
    fn hear(&mut self, octets: &[u8], fields: &[Field], wants_no_body: bool) -> Said {
        if !matches!(self, Lines::Body(_)) && fields.iter().any(is_first_line) {
            return self.begin(octets, fields, wants_no_body);
        }
        let said = match std::mem::take(self) {
            Lines::Nothing => Said::Other,
            Lines::Head(head) => self.head(head, octets, wants_no_body),
            Lines::Body(left) => self.body(left, octets.len()),
            Lines::Chunks(last) => self.chunks(last, octets),
            Lines::UntilEnd => {
                *self = Lines::UntilEnd;
                Said::Other
            }
        };
        // its beginning was told where it stands
        if said == Said::Begun { Said::Other } else { said }
    }

    /// More of a head.
    fn head(&mut self, mut head: Vec<u8>, octets: &[u8], wants_no_body: bool) -> Said {
        let joint = head.len().saturating_sub(3);
        head.extend_from_slice(octets);
        if head[joint..].windows(4).any(|four| four == b"\r\n\r\n") {
            let read = application_data(&head, Kind::ApplicationData);
            return self.begin(&head, &read.fields, wants_no_body);
        }
        if head.len() <= MOST_HEAD {
            *self = Lines::Head(head);
        }
        Said::Other
    }

    /// Octets with a first line; of several answers the last one counts.
    fn begin(&mut self, octets: &[u8], fields: &[Field], wants_no_body: bool) -> Said {
        *self = Lines::Nothing;
        let first = fields.iter().rposition(is_first_line).unwrap_or_default();
        let (line, rest) = (&fields[first], &fields[first + 1..]);
        let is_answer = line.name == "status-line";
        if !rest.iter().any(|field| field.name == "CRLF") {
            *self = Lines::Head(octets[line.range.start.min(octets.len())..].to_vec());
            return Said::Begun;
        }
        let status = line.value.split(' ').nth(1).unwrap_or_default();
        let is_answer_without_body = is_answer && (wants_no_body || matches!(status, "101" | "204" | "304"));
        if is_answer && status.starts_with('1') && status != "101" {
            return Said::Interim;
        }
        if is_answer_without_body {
            return Said::Whole;
        }
        let body = rest.iter().find(|field| field.name == "message-body");
        let body = body.and_then(|body| octets.get(body.range.clone())).unwrap_or_default();
        let header = |name: &str| {
            let lines = rest.iter().filter(|field| field.name == "field-line");
            let mut pairs = lines.filter_map(|line| line.value.split_once(':'));
            pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
        };
        let is_in_chunks = |value: &str| value.to_ascii_lowercase().ends_with("chunked");
        if header("transfer-encoding").is_some_and(is_in_chunks) {
            return self.chunks(b"\r\n".to_vec(), body);
        }
        match header("content-length").map(str::parse) {
            Some(Ok(length)) => self.body(length, body.len()),
            // nobody knows where it ends
            Some(Err(_)) => Said::Begun,
            None if is_answer => {
                *self = Lines::UntilEnd;
                Said::Begun
            }
            None => Said::Whole,
        }
    }

    fn body(&mut self, left: u64, come: usize) -> Said {
        match left.saturating_sub(come as u64) {
            0 => Said::Whole,
            left => {
                *self = Lines::Body(left);
                Said::Begun
            }
        }
    }

    fn chunks(&mut self, mut last: Vec<u8>, come: &[u8]) -> Said {
        last.extend_from_slice(&come[come.len().saturating_sub(LAST_CHUNK.len())..]);
        last.drain(..last.len().saturating_sub(LAST_CHUNK.len()));
        if last == LAST_CHUNK {
            return Said::Whole;
        }
        *self = Lines::Chunks(last);
        Said::Begun
    }
}

fn is_first_line(field: &Field) -> bool {
    field.name == "request-line" || field.name == "status-line"
}

/// Requests and answers of HTTP/2, each on its stream.
#[derive(Debug, Default)]
struct Frames {
    /// Streams on which one has begun.
    begun: BTreeSet<String>,
    /// Streams whose header fields are the last of them, where CONTINUATION is to come.
    ending: BTreeSet<String>,
    /// A frame that ends in a later record, and how many octets of it are to come.
    cut: Option<(Frame, usize)>,
}

/// What of a frame tells where a request or an answer ends.
#[derive(Debug, Clone)]
struct Frame {
    stream: String,
    has_fields: bool,
    ends_fields: bool,
    ends_stream: bool,
}

impl Frames {
    /// `None` where it is no HTTP/2.
    fn hear(&mut self, fields: &[Field]) -> Option<Said> {
        let (mut said, mut is_http2) = (Said::Other, false);
        for field in fields {
            let frame = match self.cut.take_if(|_| field.name == REST) {
                Some(cut) => Some(cut),
                None => Frame::read(field),
            };
            is_http2 |= frame.is_some() || field.name == REST;
            let heard = first_field(field);
            said = said.or(heard.unwrap_or(Said::Other));
            // of a frame whose head is divided nobody knows the stream
            let Some((frame, to_come)) = frame else { continue };
            if heard == Some(Said::Begun) {
                self.begun.insert(frame.stream.clone());
            }
            match to_come.saturating_sub(field.range.len()) {
                0 if self.ends(&frame) => said = Said::Whole,
                0 => {}
                left => self.cut = Some((frame, left)),
            }
        }
        is_http2.then_some(said)
    }

    /// Whether what was said on a stream has come to its end with this frame.
    fn ends(&mut self, frame: &Frame) -> bool {
        if frame.has_fields && frame.ends_stream && !frame.ends_fields {
            self.ending.insert(frame.stream.clone());
        }
        let ends = match frame.has_fields {
            true => frame.ends_fields && (frame.ends_stream || self.ending.remove(&frame.stream)),
            false => frame.ends_stream,
        };
        ends && self.begun.remove(&frame.stream)
    }
}

/// What a frame's header fields begin, by the field that stands for a first line (RFC 9113 section 8.3).
fn first_field(frame: &Field) -> Option<Said> {
    if frame.name != "PUSH_PROMISE" && frame.find(":method").is_some() {
        return Some(Said::Begun);
    }
    let status = frame.find(":status")?;
    Some(if status.value.starts_with('1') { Said::Interim } else { Said::Begun })
}

/// What the rest of a frame is called that began in an earlier record.
const REST: &str = "(rest of the frame)";

impl Frame {
    /// A frame, and its octets in all; `None` where it is none, or its head is not whole.
    fn read(field: &Field) -> Option<(Frame, usize)> {
        let told = |name| field.find(name).map(|field| field.value.as_str());
        let flags = told("Flags")?;
        let frame = Frame {
            stream: told("Stream Identifier")?.to_owned(),
            has_fields: matches!(&*field.name, "HEADERS" | "CONTINUATION"),
            ends_fields: flags.contains("END_HEADERS"),
            ends_stream: flags.contains("END_STREAM"),
        };
        let length: usize = told("Length")?.parse().ok()?;
        Some((frame, HEAD + length))
    }
}

/// Octets of a frame's header (RFC 9113 section 4.1).
const HEAD: usize = 9;

impl Said {
    /// Of two things in one record the one that says more.
    fn or(self, other: Said) -> Said {
        match (self, other) {
            (Said::Other, said) | (Said::Interim, said) => said,
            (said, _) => said,
        }
    }
}

#[cfg(test)]
mod tests;
