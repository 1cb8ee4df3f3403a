//! The short messages: tickets, Finished, KeyUpdate, alerts, ChangeCipherSpec; and what is said inside.

use super::{Kind, KindShown, Knowledge, Read};
use crate::alert::Alert;
use crate::dissect::extension::{self, Place};
use crate::dissect::field::{Reader, hex, plain, text, why};
use crate::dissect::why::Why;

pub(super) fn encrypted_extensions(reader: &mut Reader<'_>, known: &mut Knowledge) {
    let chosen = extension::list(reader, Place::EncryptedExtensions).bare_keys;
    known.kinds_shown = KindShown::chosen(chosen, reader.is_sound());
}

pub(super) fn ticket(reader: &mut Reader<'_>, known: &Knowledge) {
    let seconds = |number: u64| format!("{number} s");
    if !known.is_13() {
        const SECTION: &str = "RFC 5077, 3.3";
        reader.number("ticket_lifetime_hint", 4, why(SECTION, Why::TicketLifetime), seconds);
        reader.vector("ticket", 2, why(SECTION, Why::Ticket), |inner| {
            inner.rest("ticket", plain(SECTION), hex);
        });
        return;
    }
    const SECTION: &str = "RFC 8446, 4.6.1";
    reader.number("ticket_lifetime", 4, why(SECTION, Why::TicketLifetime), seconds);
    reader.number("ticket_age_add", 4, why(SECTION, Why::TicketAgeAdd), |number| format!("0x{number:08x}"));
    reader.vector("ticket_nonce", 1, why(SECTION, Why::TicketNonce), |inner| {
        inner.rest("nonce", plain(SECTION), hex);
    });
    reader.vector("ticket", 2, why(SECTION, Why::Ticket), |inner| {
        inner.rest("ticket", plain(SECTION), hex);
    });
    extension::list(reader, Place::NewSessionTicket);
}

pub(super) fn finished(reader: &mut Reader<'_>, known: &Knowledge) {
    let section = if known.is_13() { "RFC 8446, 4.4.4" } else { "RFC 5246, 7.4.9" };
    reader.rest("verify_data", why(section, Why::VerifyData), hex);
}

pub(super) fn key_update(reader: &mut Reader<'_>) {
    reader.number("request_update", 1, why("RFC 8446, 4.6.3", Why::RequestUpdate), |number| match number {
        0 => "update_not_requested (0)".to_owned(),
        1 => "update_requested (1)".to_owned(),
        other => other.to_string(),
    });
}

/// An alert (RFC 8446 section 6).
pub(crate) fn alert(octets: &[u8]) -> Read {
    let mut reader = Reader::new(octets);
    reader.number("level", 1, why("RFC 8446, 6", Why::AlertLevel), |number| match number {
        1 => "warning (1)".to_owned(),
        2 => "fatal (2)".to_owned(),
        other => other.to_string(),
    });
    let description = octets.get(1).copied().map(Alert);
    let section = description.and_then(Alert::registered).map_or("RFC 8446, 6", |(_, section)| section);
    let reason =
        if description == Some(Alert::CLOSE_NOTIFY) { Why::CloseNotify } else { Why::AlertDescription };
    reader.number("description", 1, why(section, reason), |number| {
        Alert(u8::try_from(number).unwrap_or(u8::MAX)).to_string()
    });
    let (fields, findings) = reader.finish();
    Read { kind: Kind::Alert, fields, findings }
}

/// ChangeCipherSpec (RFC 5246 section 7.1).
pub(crate) fn change_cipher_spec(octets: &[u8], does_nothing: bool) -> Read {
    let mut reader = Reader::new(octets);
    let about = if does_nothing {
        why("RFC 8446, D.4", Why::CompatibilitySpec)
    } else {
        why("RFC 5246, 7.1", Why::ChangeCipherSpec)
    };
    reader.number("type", 1, about, |number| match number {
        1 => "change_cipher_spec (1)".to_owned(),
        other => other.to_string(),
    });
    let (fields, findings) = reader.finish();
    Read { kind: Kind::ChangeCipherSpec, fields, findings }
}

/// What is said inside, or in clear: HTTP/1.1 by its lines (RFC 9112 section 2.1), all else as it is.
pub(crate) fn application_data(octets: &[u8], kind: Kind) -> Read {
    let mut reader = Reader::new(octets);
    if is_http(octets) {
        http(&mut reader, octets);
    } else {
        let about = if kind == Kind::NotTls {
            why("RFC 8446, 5.1", Why::NotTls)
        } else {
            why("RFC 8446, 5.2", Why::ApplicationOctets)
        };
        reader.rest("data", about, text);
    }
    let (fields, findings) = reader.finish();
    Read { kind, fields, findings }
}

/// A record whose contents are not read here.
pub(crate) fn unknown(octets: &[u8], kind: Kind) -> Read {
    let mut reader = Reader::new(octets);
    reader.rest("data", why("RFC 8446, 5.1", Why::UnknownRecord), hex);
    let (fields, findings) = reader.finish();
    Read { kind, fields, findings }
}

const METHODS: [&[u8]; 8] =
    [b"GET ", b"POST ", b"PUT ", b"HEAD ", b"DELETE ", b"OPTIONS ", b"PATCH ", b"CONNECT "];

/// Whether octets begin as HTTP/1.1 does.
pub(crate) fn is_http(octets: &[u8]) -> bool {
    octets.starts_with(b"HTTP/1.") || METHODS.iter().any(|method| octets.starts_with(method))
}

/// A request, or an answer with the interim ones before it: these have no body (RFC 9110 section 15.2).
fn http(reader: &mut Reader<'_>, octets: &[u8]) {
    let mut is_interim = octets.starts_with(INTERIM);
    head(reader, octets);
    while is_interim && reader.left().starts_with(b"HTTP/1.1 ") {
        let next = reader.left();
        is_interim = next.starts_with(INTERIM);
        head(reader, next);
    }
    reader.rest("message-body", why("RFC 9112, 6", Why::Body), text);
}

/// How interim answers begin.
const INTERIM: &[u8] = b"HTTP/1.1 1";

/// What stands before a body.
fn head(reader: &mut Reader<'_>, octets: &[u8]) {
    let is_answer = octets.starts_with(b"HTTP/");
    let (name, section, about) = if is_answer {
        ("status-line", "RFC 9112, 4", Why::StatusLine)
    } else {
        ("request-line", "RFC 9112, 3", Why::RequestLine)
    };
    line(reader, name, why(section, about));
    // whoever types a request leaves the carriage returns out, and servers take it (RFC 9112 section 2.2)
    let empty =
        |left: &[u8]| if left.starts_with(b"\r\n") { 2 } else { usize::from(left.starts_with(b"\n")) };
    while !reader.is_empty() && empty(reader.left()) == 0 {
        line(reader, "field-line", plain("RFC 9112, 5"));
    }
    let count = empty(reader.left());
    if count > 0 {
        reader.octets("CRLF", count, why("RFC 9112, 2.1", Why::EmptyLine), |_| String::new());
    }
}

fn line(reader: &mut Reader<'_>, name: &'static str, about: crate::dissect::field::About) {
    let left = reader.left();
    let end = left.iter().position(|octet| *octet == b'\n');
    let count = end.map_or(left.len(), |end| end + 1);
    reader.octets(name, count, about, |octets| {
        let line = octets.strip_suffix(b"\n").unwrap_or(octets);
        text(line.strip_suffix(b"\r").unwrap_or(line))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each has its own lines, and the body is that of the answer behind them.
    #[test]
    fn interim_answers_follow_one_another() {
        let octets = [b"HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000), b"HTTP/1.1 200 OK\r\n\r\nin".to_vec()];
        let octets = octets.concat();
        let mut reader = Reader::new(&octets);
        http(&mut reader, &octets);
        let (fields, findings) = reader.finish();
        let count = |name: &str| fields.iter().filter(|field| field.name == name).count();
        assert_eq!((count("status-line"), count("message-body"), findings.len()), (1_001, 1, 0));
    }
}
