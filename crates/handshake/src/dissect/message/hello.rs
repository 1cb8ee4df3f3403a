//! ClientHello, ServerHello and HelloRetryRequest (RFC 8446 section 4.1; RFC 5246 section 7.4.1).

use super::{Kind, Knowledge};
use crate::dissect::extension::{self, Place};
use crate::dissect::field::{Reader, hex, plain, why};
use crate::dissect::names;
use crate::dissect::suite;
use crate::dissect::why::Why;

/// SHA-256 of "HelloRetryRequest" (RFC 8446 section 4.1.3).
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2,
    0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

pub(super) fn client(reader: &mut Reader<'_>, known: &mut Knowledge) {
    const SECTION: &str = "RFC 8446, 4.1.2";
    let ahead = extensions_ahead(reader.left(), |rest| skip(skip(rest, 2)?, 1));
    known.offers_share = ahead.contains(&KEY_SHARE);
    if ahead.contains(&SUPPORTED_VERSIONS) {
        reader.number("legacy_version", 2, why(SECTION, Why::LegacyVersion), names::version);
    } else {
        let about = why("RFC 5246, 7.4.1.2", Why::ClientVersion);
        reader.number("client_version", 2, about, names::version);
    }
    let random = reader.octets("random", 32, why(SECTION, Why::ClientRandom), hex);
    known.client_random = Some(random.to_vec());
    reader.vector("legacy_session_id", 1, why(SECTION, Why::LegacySessionId), |inner| {
        inner.rest("session_id", plain(SECTION), hex);
    });
    reader.vector("cipher_suites", 2, why(SECTION, Why::CipherSuites), |inner| {
        while !inner.is_empty() {
            let section = suite::section(inner.left());
            inner.number("cipher_suite", 2, plain(section), names::suite);
        }
    });
    reader.vector("legacy_compression_methods", 1, why(SECTION, Why::Compression), |inner| {
        while !inner.is_empty() {
            inner.number("compression_method", 1, plain(SECTION), compression);
        }
    });
    // older clients send none
    if !reader.is_empty() {
        let seen = extension::list(reader, Place::ClientHello);
        known.early_data = seen.early_data;
    }
}

pub(super) fn server(reader: &mut Reader<'_>, known: &mut Knowledge) -> Kind {
    const SECTION: &str = "RFC 8446, 4.1.3";
    let is_retry = reader.left().get(2..34) == Some(RETRY.as_slice());
    // behind the session's name stand suite and compression
    let ahead = extensions_ahead(reader.left(), |rest| rest.get(3..));
    let (name, about) = if ahead.contains(&SUPPORTED_VERSIONS) {
        ("legacy_version", why(SECTION, Why::LegacyVersion))
    } else {
        ("server_version", why("RFC 5246, 7.4.1.3", Why::VersionChosen))
    };
    let version = reader.number(name, 2, about, names::version);
    let about = why(SECTION, if is_retry { Why::RetryRandom } else { Why::ServerRandom });
    let random = reader.octets("random", 32, about, hex);
    reader.vector("legacy_session_id_echo", 1, why(SECTION, Why::SessionIdEcho), |inner| {
        inner.rest("session_id", plain(SECTION), hex);
    });
    let number = reader.number("cipher_suite", 2, why(SECTION, Why::CipherSuite), names::suite);
    reader.number("legacy_compression_method", 1, why(SECTION, Why::Compression), compression);
    let place = if is_retry { Place::HelloRetryRequest } else { Place::ServerHello };
    let seen = if reader.is_empty() { extension::Seen::default() } else { extension::list(reader, place) };
    known.version = Some(seen.version.unwrap_or(u16::try_from(version).unwrap_or_default()));
    known.suite = suite::find(number);
    if is_retry {
        known.retried = true;
        return Kind::HelloRetryRequest;
    }
    known.server_random = Some(random.to_vec());
    known.pre_shared = seen.pre_shared_key;
    known.extended_master_secret = seen.extended_master_secret;
    Kind::ServerHello
}

const SUPPORTED_VERSIONS: u16 = 43;
const KEY_SHARE: u16 = 51;

/// The types of a hello's extensions, as far as they are there: what stands before them is explained by them. `between` goes from
/// behind the session's name to the extensions.
fn extensions_ahead(hello: &[u8], between: impl FnOnce(&[u8]) -> Option<&[u8]>) -> Vec<u16> {
    // version and random stand first
    let list =
        hello.get(34..).and_then(|rest| skip(rest, 1)).and_then(between).and_then(|rest| rest.get(2..));
    let mut left = list.unwrap_or_default();
    let mut types = Vec::new();
    while let [high, low, rest @ ..] = left {
        types.push(u16::from_be_bytes([*high, *low]));
        left = skip(rest, 2).unwrap_or_default();
    }
    types
}

/// What stands behind a vector whose length has so many octets.
fn skip(octets: &[u8], width: usize) -> Option<&[u8]> {
    let (length, rest) = octets.split_at_checked(width)?;
    rest.get(length.iter().fold(0, |length, octet| length << 8 | usize::from(*octet))..)
}

fn compression(number: u64) -> String {
    match number {
        0 => "null (0)".to_owned(),
        1 => "DEFLATE (1)".to_owned(),
        other => other.to_string(),
    }
}
