//! What both sides settle: the host, versions, groups and shares, protocols.

use super::Place;
use crate::dissect::field::{Reader, hex, plain, text, why};
use crate::dissect::names;
use crate::dissect::why::Why;

pub(super) fn server_name(data: &mut Reader<'_>) {
    const SECTION: &str = "RFC 6066, 3";
    // the server's answer has no contents
    if data.is_empty() {
        return;
    }
    data.vector("server_name_list", 2, plain(SECTION), |list| {
        while !list.is_empty() {
            list.number("name_type", 1, plain(SECTION), |number| match number {
                0 => "host_name (0)".to_owned(),
                other => other.to_string(),
            });
            list.vector_told("HostName", 2, plain(SECTION), |inner| {
                text(inner.rest("host", why(SECTION, Why::HostInClear), text))
            });
        }
    });
}

pub(super) fn max_fragment_length(data: &mut Reader<'_>) {
    data.number("MaxFragmentLength", 1, plain("RFC 6066, 4"), |number| match number {
        1..=4 => format!("2^{} ({number})", number + 8),
        other => other.to_string(),
    });
}

pub(super) fn supported_groups(data: &mut Reader<'_>) {
    data.vector("named_group_list", 2, plain("RFC 8446, 4.2.7"), |list| {
        while !list.is_empty() {
            list.number("NamedGroup", 2, plain("RFC 8446, 4.2.7"), names::group);
        }
    });
}

pub(super) fn ec_point_formats(data: &mut Reader<'_>) {
    data.vector("ec_point_format_list", 1, plain("RFC 8422, 5.1.2"), |list| {
        while !list.is_empty() {
            list.number("ECPointFormat", 1, plain("RFC 8422, 5.1.2"), |number| match number {
                0 => "uncompressed (0)".to_owned(),
                1 => "ansiX962_compressed_prime (1)".to_owned(),
                2 => "ansiX962_compressed_char2 (2)".to_owned(),
                other => other.to_string(),
            });
        }
    });
}

pub(super) fn protocols(data: &mut Reader<'_>) {
    const SECTION: &str = "RFC 7301, 3.1";
    data.vector("protocol_name_list", 2, plain(SECTION), |list| {
        while !list.is_empty() {
            list.vector_told("ProtocolName", 1, plain(SECTION), |inner| {
                text(inner.rest("name", plain(SECTION), text))
            });
        }
    });
}

/// The version that the server chose, where it is the server's.
pub(super) fn versions(data: &mut Reader<'_>, place: Place) -> Option<u16> {
    const SECTION: &str = "RFC 8446, 4.2.1";
    if place != Place::ClientHello {
        let number = data.number("selected_version", 2, plain(SECTION), names::version);
        return u16::try_from(number).ok();
    }
    data.vector("versions", 1, plain(SECTION), |list| {
        while !list.is_empty() {
            list.number("ProtocolVersion", 2, plain(SECTION), names::version);
        }
    });
    None
}

pub(super) fn cookie(data: &mut Reader<'_>) {
    data.vector("cookie", 2, plain("RFC 8446, 4.2.2"), |inner| {
        inner.rest("cookie", plain("RFC 8446, 4.2.2"), hex);
    });
}

pub(super) fn key_share(data: &mut Reader<'_>, place: Place) {
    const SECTION: &str = "RFC 8446, 4.2.8";
    match place {
        Place::HelloRetryRequest => {
            data.number("selected_group", 2, plain(SECTION), names::group);
        }
        Place::ClientHello => data.vector("client_shares", 2, plain(SECTION), |list| {
            while !list.is_empty() {
                entry(list);
            }
        }),
        _ => entry(data),
    }
}

fn entry(reader: &mut Reader<'_>) {
    const SECTION: &str = "RFC 8446, 4.2.8";
    let left = reader.left();
    let number =
        |at: usize| left.get(at..at + 2).map_or(0, |pair| usize::from(pair[0]) << 8 | usize::from(pair[1]));
    let (group, length) = (number(0), number(2));
    reader.group("KeyShareEntry", left.len().min(4 + length), plain(SECTION), |inner| {
        let number = inner.number("group", 2, plain(SECTION), names::group);
        let about = if names::is_grease(number, 2) {
            why("RFC 8701, 3", Why::Grease)
        } else {
            why(SECTION, Why::ShareOctets)
        };
        inner.vector("key_exchange", 2, about, |share| {
            // ML-KEM's part stands before X25519's (draft-ietf-tls-ecdhe-mlkem section 4)
            if group == 0x11ec && share.left().len() > 32 {
                let first = share.left().len() - 32;
                share.octets("ML-KEM-768", first, why("FIPS 203, 8", Why::MlKemShare), hex);
                share.octets("X25519", 32, plain("RFC 7748, 6.1"), hex);
            } else {
                share.rest("share", plain(SECTION), hex);
            }
        });
        names::group(number)
    });
}
