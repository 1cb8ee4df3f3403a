//! Headers that a command writes itself and that nginx does not take, or leaves out (`ngx_http_parse_header_line`,
//! `ngx_http_process_request_header`). What their values mean is not known here; the host's is `request`'s.

use super::variables::Request;
use super::{Outcome, Reason};
use crate::curl::{Http, written_header};

/// Why a request goes no further.
pub(super) enum Broken {
    /// It is answered with this code.
    Code(u16, Reason),
    /// Its stream is closed, of which curl says so.
    Stream(Reason),
}

/// Headers that may stand once (`ngx_http_headers_in`).
const UNIQUE: [&str; 9] = [
    "if-modified-since",
    "if-unmodified-since",
    "if-match",
    "if-none-match",
    "if-range",
    "content-length",
    "transfer-encoding",
    "expect",
    "authorization",
];

/// The first header that nginx does not take. Those that it leaves out are told of, and of those the last one.
pub(super) fn broken(request: &Request<'_>, outcome: &mut Outcome) -> Option<Broken> {
    let while_reading = |words: String| format!("{words} while reading client request headers");
    let mut seen: Vec<(String, (&str, &str))> = Vec::new();
    let lines = request.command.headers.iter().filter_map(|line| Some((line, written_header(line)?)));
    for (line, (name, value)) in lines {
        let lower = name.to_ascii_lowercase();
        // curl sends one host alone, and with HTTP/2 nothing of pieces
        if lower == "host" || request.http2 && lower == "transfer-encoding" {
            continue;
        }
        let refused = |code| Some(Broken::Code(code, Reason::BadHeader(line.clone())));
        let outside = |octet: &u8| *octet <= b' ' || *octet == 0x7f;
        if let Some(at) = name.bytes().position(|octet| outside(&octet)) {
            if !request.http2 {
                let (before, octet) = (&name[..at], name.as_bytes()[at]);
                let words = format!("client sent invalid header line: \"{before}\\x{octet:02x}...\"");
                outcome.log("info", &while_reading(words));
                return refused(400);
            }
            if at == 0 {
                outcome.fails(27, "Failed sending HTTP request".to_owned());
            } else {
                outcome
                    .fails(92, "HTTP/2 stream 1 was not closed cleanly: PROTOCOL_ERROR (err 1)".to_owned());
                outcome.log("info", &while_reading(format!("client sent invalid header name: \"{lower}\"")));
            }
            return Some(Broken::Stream(Reason::BadHeader(line.clone())));
        }
        if !request.takes_header(name) {
            let words = match request.http2 {
                true => format!("client sent invalid header: \"{lower}\""),
                false => {
                    // a header without a value is written with another sign
                    let sent = if line.contains(':') { line.clone() } else { format!("{name}:") };
                    format!("client sent invalid header line: \"{sent}\"")
                }
            };
            outcome.log("info", &while_reading(words));
            outcome.reasons.push(Reason::HeaderLeftOut(name.to_owned()));
            continue;
        }
        if UNIQUE.contains(&lower.as_str()) {
            if let Some((_, (first, before))) = seen.iter().find(|(known, _)| *known == lower) {
                let (name, first) =
                    if request.http2 { (lower.as_str(), lower.as_str()) } else { (name, *first) };
                let words = format!(
                    "client sent duplicate header line: \"{name}: {value}\", previous value: \"{first}: {before}\""
                );
                outcome.log("info", &while_reading(words));
                return refused(400);
            }
            seen.push((lower, (name, value)));
        }
    }
    let value_of = |name: &str| seen.iter().find(|(known, _)| known == name).map(|(_, (_, value))| *value);
    let (code, name, words) = unreadable(request, value_of("content-length"), value_of("transfer-encoding"))?;
    outcome.log("info", &while_reading(words));
    Some(Broken::Code(code, Reason::BadHeader(name.to_owned())))
}

/// The code of a refusal, the header, and what nginx says.
type Unreadable = Option<(u16, &'static str, String)>;

/// How long the body is that both headers tell of: the code and the words where nginx cannot make it out.
fn unreadable(request: &Request<'_>, length: Option<&str>, encoding: Option<&str>) -> Unreadable {
    const LENGTH: &str = "Content-Length";
    const PIECES: &str = "Transfer-Encoding";
    if length.is_some_and(|length| length.is_empty() || !length.bytes().all(|octet| octet.is_ascii_digit())) {
        return Some((400, LENGTH, "client sent invalid \"Content-Length\" header".to_owned()));
    }
    if request.http2 {
        let short = request.body.is_none() && length.is_some_and(|length| length.parse() != Ok(0_u64));
        return short.then(|| (400, LENGTH, "client prematurely closed stream".to_owned()));
    }
    let encoding = encoding?;
    if request.command.http == Some(Http::V1_0) {
        return Some((
            400,
            PIECES,
            "client sent HTTP/1.0 request with \"Transfer-Encoding\" header".to_owned(),
        ));
    }
    if !encoding.eq_ignore_ascii_case("chunked") {
        return Some((501, PIECES, format!("client sent unknown \"Transfer-Encoding\": \"{encoding}\"")));
    }
    let both = "client sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time";
    length.map(|_| (400, PIECES, both.to_owned()))
}
