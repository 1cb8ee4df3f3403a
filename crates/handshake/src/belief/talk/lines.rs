//! Requests and answers of HTTP/1.1 octet by octet: heads, and bodies by their length, their chunks or the connection's end (RFC 9112
//! section 6).

use std::collections::VecDeque;

use super::Said;
use crate::dissect::field::Field;
use crate::dissect::message::{Kind, application_data, is_http};
use crate::transcript::Side;

/// Octets of a head, or of a line between chunks, that are kept until its end has come.
const MOST_HEAD: usize = 1 << 16;

/// What a request wants of its answer, where that decides how the answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Wants {
    #[default]
    Answer,
    /// HEAD: the answer has no body.
    Head,
    /// CONNECT: behind an answer that agrees something else is said.
    Connection,
}

/// Both sides of a connection.
#[derive(Debug, Default)]
pub(super) struct Lines {
    sides: [Part; 2],
    /// What the requests want whose answers are to come.
    wanted: VecDeque<Wants>,
}

/// What of one side's message is still to come.
#[derive(Debug, Default)]
enum Part {
    /// The next message.
    #[default]
    Next,
    /// The rest of the head, behind these octets.
    Head(Vec<u8>),
    /// So many octets of the body.
    Body(u64),
    Chunks(Chunk),
    /// All until the connection ends.
    UntilEnd,
    /// It is no longer HTTP/1.1, or cannot be followed.
    Else,
}

/// What of a body in chunks is still to come (RFC 9112 section 7.1).
#[derive(Debug)]
enum Chunk {
    /// The line with the next one's size, behind these octets.
    Size(Vec<u8>),
    Data(u64),
    /// The end of the line behind the data.
    End,
    /// Fields behind the last one, and the empty line that ends them: a line behind these octets.
    Trailer(Vec<u8>),
}

impl Lines {
    /// The contents of a record that one side sent.
    pub(super) fn hear(&mut self, side: Side, octets: &[u8]) -> Said {
        let mut said = Said::Other;
        let mut rest = octets;
        let mut part = std::mem::take(&mut self.sides[side as usize]);
        while !rest.is_empty() {
            let heard;
            (part, heard) = match part {
                Part::Next if is_http(rest) => {
                    let is_interim = rest.starts_with(b"HTTP/1.1 1") && !rest.starts_with(b"HTTP/1.1 101");
                    (Part::Head(Vec::new()), if is_interim { Said::Other } else { Said::Begun })
                }
                Part::Head(begun) => self.head(side, begun, &mut rest),
                Part::Body(left) => body(left, &mut rest),
                Part::Chunks(chunk) => chunks(chunk, &mut rest),
                Part::Next | Part::UntilEnd | Part::Else => break,
            };
            said = said.or(heard);
        }
        self.sides[side as usize] = part;
        said
    }

    /// This side says nothing more: whether that is the end of what it was saying (RFC 9112 section 6.3).
    pub(super) fn ends(&mut self, side: Side) -> bool {
        matches!(std::mem::take(&mut self.sides[side as usize]), Part::UntilEnd)
    }

    /// More of a head: once it is whole it tells what comes behind it.
    fn head(&mut self, side: Side, mut head: Vec<u8>, rest: &mut &[u8]) -> (Part, Said) {
        let joint = head.len().saturating_sub(3);
        let before = head.len();
        head.extend_from_slice(rest);
        let Some(end) = end_of_head(&head, joint) else {
            *rest = &[];
            return (if head.len() > MOST_HEAD { Part::Else } else { Part::Head(head) }, Said::Other);
        };
        *rest = &rest[end - before..];
        let fields = application_data(&head[..end], Kind::ApplicationData).fields;
        let Some((first, fields)) = fields.split_first() else { return (Part::Else, Said::Other) };
        match side {
            Side::Client => {
                let wants = match first.value.split(' ').next() {
                    Some("HEAD") => Wants::Head,
                    Some("CONNECT") => Wants::Connection,
                    _ => Wants::Answer,
                };
                self.wanted.push_back(wants);
                bodied(fields, Part::Next)
            }
            Side::Server => self.answer(first, fields),
        }
    }

    fn answer(&mut self, first: &Field, fields: &[Field]) -> (Part, Said) {
        let status = first.value.split(' ').nth(1).unwrap_or_default();
        if status.starts_with('1') && status != "101" {
            return (Part::Next, Said::Interim);
        }
        let wants = self.wanted.pop_front().unwrap_or_default();
        let agrees = wants == Wants::Connection && status.starts_with('2');
        match status {
            _ if agrees => (Part::Else, Said::Whole),
            "101" => (Part::Else, Said::Whole),
            "204" | "304" => (Part::Next, Said::Whole),
            _ if wants == Wants::Head => (Part::Next, Said::Whole),
            _ => bodied(fields, Part::UntilEnd),
        }
    }
}

/// Where a head ends: behind an empty line, of which the carriage return may be missing (RFC 9112 section 2.2), or behind the only line
/// of a request without a version. `joint` is where to look from.
fn end_of_head(head: &[u8], joint: usize) -> Option<usize> {
    let line = head.iter().position(|octet| *octet == b'\n')?;
    let is_older = !head.starts_with(b"HTTP/") && !head[..line].windows(5).any(|part| part == b"HTTP/");
    if is_older {
        return Some(line + 1);
    }
    (joint..head.len()).find_map(|at| match &head[at..] {
        [b'\n', b'\r', b'\n', ..] => Some(at + 3),
        [b'\n', b'\n', ..] => Some(at + 2),
        _ => None,
    })
}

/// What comes behind a head; without a length and without chunks it is `other`.
fn bodied(fields: &[Field], other: Part) -> (Part, Said) {
    let header = |name: &str| {
        let mut pairs = fields.iter().filter_map(|line| line.value.split_once(':'));
        pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    if header("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().ends_with("chunked")) {
        return (Part::Chunks(Chunk::Size(Vec::new())), Said::Other);
    }
    let Some(lengths) = header("content-length") else {
        let said = if matches!(other, Part::Next) { Said::Whole } else { Said::Other };
        return (other, said);
    };
    // the same number several times is that number (RFC 9110 section 8.6)
    let mut lengths = lengths.split(',').map(|length| length.trim().parse::<u64>().ok());
    match lengths.next().flatten() {
        Some(length) if lengths.all(|other| other == Some(length)) => match length {
            0 => (Part::Next, Said::Whole),
            length => (Part::Body(length), Said::Other),
        },
        _ => (Part::Else, Said::Other),
    }
}

fn body(left: u64, rest: &mut &[u8]) -> (Part, Said) {
    match passed(left, rest) {
        0 => (Part::Next, Said::Whole),
        left => (Part::Body(left), Said::Other),
    }
}

/// Passes over so many octets, as far as they are there; how many are still to come.
fn passed(left: u64, rest: &mut &[u8]) -> u64 {
    let here = rest.len().min(usize::try_from(left).unwrap_or(usize::MAX));
    *rest = &rest[here..];
    left - here as u64
}

fn chunks(chunk: Chunk, rest: &mut &[u8]) -> (Part, Said) {
    let next = match chunk {
        Chunk::Data(left) => match passed(left, rest) {
            0 => Chunk::End,
            left => Chunk::Data(left),
        },
        Chunk::End => match line(Vec::new(), rest) {
            Ok(_) => Chunk::Size(Vec::new()),
            Err(_) => Chunk::End,
        },
        Chunk::Size(begun) => match line(begun, rest) {
            Ok(line) => match size(&line) {
                Some(0) => Chunk::Trailer(Vec::new()),
                Some(size) => Chunk::Data(size),
                None => return (Part::Else, Said::Other),
            },
            Err(begun) if begun.len() > MOST_HEAD => return (Part::Else, Said::Other),
            Err(begun) => Chunk::Size(begun),
        },
        Chunk::Trailer(begun) => match line(begun, rest) {
            Ok(line) if line.is_empty() => return (Part::Next, Said::Whole),
            Ok(_) => Chunk::Trailer(Vec::new()),
            Err(begun) if begun.len() > MOST_HEAD => return (Part::Else, Said::Other),
            Err(begun) => Chunk::Trailer(begun),
        },
    };
    (Part::Chunks(next), Said::Other)
}

/// The rest of a line behind what has come of it, without its end; what there is of it where the end has not come.
fn line(mut begun: Vec<u8>, rest: &mut &[u8]) -> Result<Vec<u8>, Vec<u8>> {
    let end = rest.iter().position(|octet| *octet == b'\n');
    let (here, behind) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
    *rest = behind;
    begun.extend_from_slice(here);
    if end.is_none() {
        return Err(begun);
    }
    begun.pop();
    if begun.last() == Some(&b'\r') {
        begun.pop();
    }
    Ok(begun)
}

/// The size of a chunk, before what may be said of it behind a semicolon.
fn size(line: &[u8]) -> Option<u64> {
    let digits = line.split(|octet| *octet == b';').next()?;
    u64::from_str_radix(core::str::from_utf8(digits).ok()?.trim(), 16).ok()
}
