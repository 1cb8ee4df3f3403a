//! Requests and answers of HTTP/2 frame by frame, each on its stream (RFC 9113 section 8.1).

use std::collections::BTreeSet;

use super::Said;
use crate::dissect::field::Field;

/// Requests and answers of HTTP/2, each on its stream.
#[derive(Debug, Default)]
pub(super) struct Frames {
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
    pub(super) fn hear(&mut self, fields: &[Field]) -> Option<Said> {
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
