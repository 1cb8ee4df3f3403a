//! Where requests of HTTP/1.1 begin and end, watched beside hyper: it mends some of what RFC 9112 wants refused and does not tell. Two
//! lengths (section 6.3), lines that end in a bare line feed (section 2.2) and transfer codings besides one `chunked` (section 6.1) are found
//! here. What hyper refuses itself is left to it.

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Content-Length beside Transfer-Encoding, or twice.
    TwoLengths,
    /// A line without carriage return.
    BareLineFeed,
    /// A transfer coding that is not `chunked`, or more than one.
    Coding,
}

/// A connection's requests, octet by octet.
#[derive(Debug)]
pub struct Framing {
    state: State,
    line: Vec<u8>,
    lengths: Lengths,
    /// Heads that have ended since [`Framing::heads`] was asked.
    heads: usize,
    /// Whether an empty line stands where a request is expected.
    blank: bool,
}

/// Octets of a line that are kept: enough for the headers that matter, whose values are short.
const KEPT: usize = 128;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the request line.
    ExpectRequest,
    /// Within the head.
    ExpectHeader,
    /// So many octets of a body are left.
    ExpectBody(u64),
    /// The line with the size of a chunk.
    ExpectSize,
    /// So many octets of a chunk are left, its line end among them.
    ExpectChunk(u64),
    /// Behind the last chunk.
    ExpectTrailer,
    /// Something that hyper will refuse, or that is no longer HTTP.
    Lost,
}

#[derive(Debug, Clone, Copy, Default)]
struct Lengths {
    content_length: Option<u64>,
    several: bool,
    chunked: bool,
    /// Coded otherwise, or several times.
    otherwise: bool,
}

impl Default for Framing {
    fn default() -> Self {
        Framing {
            state: State::ExpectRequest,
            line: Vec::new(),
            lengths: Lengths::default(),
            heads: 0,
            blank: false,
        }
    }
}

impl Framing {
    /// Looks at the next octets of a connection.
    pub fn feed(&mut self, mut octets: &[u8]) -> Option<Found> {
        while !octets.is_empty() {
            match self.state {
                State::Lost => return None,
                State::ExpectBody(left) => {
                    octets = self.skip(left, octets, State::ExpectBody, State::ExpectRequest);
                }
                State::ExpectChunk(left) => {
                    octets = self.skip(left, octets, State::ExpectChunk, State::ExpectSize);
                }
                _ => {
                    let Some(end) = octets.iter().position(|octet| *octet == b'\n') else {
                        self.keep(octets);
                        return None;
                    };
                    self.keep(&octets[..end]);
                    // the octet before the line feed may have come earlier
                    let before = if end > 0 { Some(octets[end - 1]) } else { self.line.last().copied() };
                    octets = &octets[end + 1..];
                    if before != Some(b'\r') {
                        self.state = State::Lost;
                        return Some(Found::BareLineFeed);
                    }
                    let line = core::mem::take(&mut self.line);
                    let found = self.line(line.strip_suffix(b"\r").unwrap_or(&line));
                    self.line = line;
                    self.line.clear();
                    if found.is_some() {
                        self.state = State::Lost;
                        return found;
                    }
                }
            }
        }
        None
    }

    /// How many heads of requests have ended since this was asked the last time.
    pub fn heads(&mut self) -> usize {
        core::mem::take(&mut self.heads)
    }

    /// Whether a request has ended and nothing has come since.
    #[must_use]
    pub fn is_between(&self) -> bool {
        self.state == State::ExpectRequest && self.line.is_empty() && !self.blank
    }

    /// Gives back the room for a line.
    pub fn rest(&mut self) {
        self.line.shrink_to_fit();
    }

    /// Keeps the beginning of a line; its last octet too, which tells how it ends.
    fn keep(&mut self, octets: &[u8]) {
        let room = KEPT.saturating_sub(self.line.len());
        self.line.extend_from_slice(&octets[..octets.len().min(room)]);
        if let (Some(last), true) = (octets.last(), octets.len() > room) {
            self.line.truncate(KEPT - 1);
            self.line.push(*last);
        }
    }

    fn skip<'a>(&mut self, left: u64, octets: &'a [u8], within: fn(u64) -> State, then: State) -> &'a [u8] {
        let taken = usize::try_from(left).unwrap_or(usize::MAX).min(octets.len());
        let left = left - taken as u64;
        self.state = if left == 0 { then } else { within(left) };
        &octets[taken..]
    }

    fn line(&mut self, line: &[u8]) -> Option<Found> {
        match self.state {
            // RFC 9112 section 2.2: empty lines before a request are passed over
            State::ExpectRequest if line.is_empty() => self.blank = true,
            State::ExpectRequest => {
                self.blank = false;
                self.lengths = Lengths::default();
                self.state = State::ExpectHeader;
            }
            State::ExpectHeader if line.is_empty() => return self.head_ends(),
            State::ExpectHeader => self.header(line),
            State::ExpectSize => {
                self.state = match size(line) {
                    Some(0) => State::ExpectTrailer,
                    Some(size) => State::ExpectChunk(size.saturating_add(2)),
                    None => State::Lost,
                };
            }
            State::ExpectTrailer if line.is_empty() => self.state = State::ExpectRequest,
            _ => {}
        }
        None
    }

    fn header(&mut self, line: &[u8]) {
        let Some(colon) = line.iter().position(|octet| *octet == b':') else { return };
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        if name.eq_ignore_ascii_case(b"content-length") {
            self.lengths.several |= self.lengths.content_length.is_some();
            let number = core::str::from_utf8(value).ok().and_then(|digits| digits.parse().ok());
            // what is no number hyper refuses
            self.lengths.content_length = number.or(Some(0));
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            self.lengths.otherwise |= self.lengths.chunked || !value.eq_ignore_ascii_case(b"chunked");
            self.lengths.chunked = true;
        }
    }

    fn head_ends(&mut self) -> Option<Found> {
        let Lengths { content_length, several, chunked, otherwise } = self.lengths;
        if several || (chunked && content_length.is_some()) {
            return Some(Found::TwoLengths);
        }
        if otherwise {
            return Some(Found::Coding);
        }
        self.heads += 1;
        self.state = match content_length {
            _ if chunked => State::ExpectSize,
            Some(length) if length > 0 => State::ExpectBody(length),
            _ => State::ExpectRequest,
        };
        None
    }
}

/// The size of a chunk, behind which extensions may stand (RFC 9112 section 7.1).
fn size(line: &[u8]) -> Option<u64> {
    let digits = line.split(|octet| *octet == b';').next()?.trim_ascii();
    u64::from_str_radix(core::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::{Found, Framing};

    /// What is found, however the octets are cut.
    fn found(text: &str) -> Option<Found> {
        let whole = Framing::default().feed(text.as_bytes());
        let mut framing = Framing::default();
        let single = text.as_bytes().chunks(1).find_map(|octet| framing.feed(octet));
        assert_eq!(whole, single, "{text:?}");
        whole
    }

    #[test]
    fn requests_are_followed_one_after_the_other() {
        let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        let sized = "POST / HTTP/1.1\r\ncontent-length: 9\r\n\r\na\nb\n\n\n\r\n\n";
        let chunked =
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n\n\n\n\n\n\r\n0\r\nT: 1\r\n\r\n";
        let long = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(1_000));
        assert_eq!(found(&[get, sized, chunked, "\r\n", &long, get, sized].concat()), None);
        let two = "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n";
        for before in [get, sized, chunked, long.as_str()] {
            assert_eq!(found(&format!("{before}{two}")), Some(Found::TwoLengths), "{before:?}");
            assert_eq!(found(&format!("{before}GET / HTTP/1.1\nHost: a\r\n\r\n")), Some(Found::BareLineFeed));
        }
    }

    #[test]
    fn it_is_known_when_a_request_has_ended_and_none_has_begun() {
        for (text, heads, between) in [
            ("", 0, true),
            ("\r\n", 0, false),
            ("G", 0, false),
            ("GET / HTTP/1.1\r\n", 0, false),
            ("GET / HTTP/1.1\r\n\r\n", 1, true),
            ("\r\nGET / HTTP/1.1\r\n\r\n", 1, true),
            ("GET / HTTP/1.1\r\n\r\n\r\n", 1, false),
            ("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n", 2, true),
            ("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\na", 1, false),
            ("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab", 1, true),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", 1, false),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 1, true),
        ] {
            let mut framing = Framing::default();
            assert_eq!(framing.feed(text.as_bytes()), None, "{text:?}");
            assert_eq!((framing.heads(), framing.is_between()), (heads, between), "{text:?}");
        }
    }

    #[test]
    fn each_fault_stands_beside_what_is_right() {
        for (head, expected) in [
            ("Content-Length: 3\r\n", None),
            ("Transfer-Encoding: chunked\r\n", None),
            ("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", Some(Found::TwoLengths)),
            ("Content-Length: 3\r\nTRANSFER-ENCODING:chunked\r\n", Some(Found::TwoLengths)),
            ("Content-Length: 3\r\nContent-Length: 3\r\n", Some(Found::TwoLengths)),
            ("X-Content-Length: 3\r\nContent-Length: 3\r\n", None),
            ("Transfer-Encoding: CHUNKED \r\n", None),
            ("Transfer-Encoding: chunked, chunked\r\n", Some(Found::Coding)),
            ("Transfer-Encoding: gzip, chunked\r\n", Some(Found::Coding)),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", Some(Found::Coding)),
            ("Transfer-Encoding: \r\n", Some(Found::Coding)),
            ("X: a\n", Some(Found::BareLineFeed)),
            ("X: a\r\n\n", Some(Found::BareLineFeed)),
        ] {
            assert_eq!(found(&format!("POST / HTTP/1.1\r\n{head}\r\n")), expected, "{head:?}");
        }
        let long = format!("GET / HTTP/1.1\r\nX: {}\n\r\n", "x".repeat(1_000));
        assert_eq!(found(&long), Some(Found::BareLineFeed));
    }
}
