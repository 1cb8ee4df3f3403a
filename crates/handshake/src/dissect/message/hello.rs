//! ClientHello, ServerHello and HelloRetryRequest (RFC 8446 section 4.1; RFC 5246 section 7.4.1).

use super::{Kind, KindShown, Knowledge};
use crate::dissect::extension::{self, Place};
use crate::dissect::field::{About, Reader, hex, plain, why};
use crate::dissect::names;
use crate::dissect::suite;
use crate::dissect::why::Why;

/// SHA-256 of "HelloRetryRequest" (RFC 8446 section 4.1.3).
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2,
    0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// Octets of a random.
const RANDOM: usize = 32;

pub(super) fn client(reader: &mut Reader<'_>, known: &mut Knowledge) {
    let ahead = Ahead::of(reader.left(), |rest| skip(skip(rest, 2)?, 1));
    known.offers_share = ahead.types.contains(&KEY_SHARE);
    let names = ahead.names(CLIENT);
    let section = names.section;
    reader.number(names.version.0, 2, names.version.1, names::version);
    let random = reader.octets("random", RANDOM, why(section, Why::ClientRandom), hex);
    known.client_random = (random.len() == RANDOM).then(|| random.to_vec());
    reader.vector(names.session, 1, why(section, Why::LegacySessionId), |inner| {
        known.session_id = inner.rest(names.session_id, plain(section), hex).to_vec();
    });
    reader.vector("cipher_suites", 2, why(section, Why::CipherSuites), |inner| {
        while !inner.is_empty() {
            let section = suite::section(inner.left());
            inner.number("cipher_suite", 2, plain(section), names::suite);
        }
    });
    reader.vector(names.compression, 1, why(section, Why::Compression), |inner| {
        while !inner.is_empty() {
            inner.number("compression_method", 1, plain(section), compression);
        }
    });
    // older clients send none
    if !reader.is_empty() {
        let seen = extension::list(reader, Place::ClientHello);
        known.early_data = seen.early_data;
    }
}

pub(super) fn server(reader: &mut Reader<'_>, known: &mut Knowledge) -> Kind {
    let is_retry = reader.left().get(2..34) == Some(RETRY.as_slice());
    // behind the session's name stand suite and compression
    let names = Ahead::of(reader.left(), |rest| rest.get(3..)).names(SERVER);
    let section = names.section;
    let version = reader.number(names.version.0, 2, names.version.1, names::version);
    let about = why(section, if is_retry { Why::RetryRandom } else { Why::ServerRandom });
    let random = reader.octets("random", RANDOM, about, hex);
    let about = why(section, session_why(&names, reader.left(), known));
    reader.vector(names.session, 1, about, |inner| {
        inner.rest(names.session_id, plain(section), hex);
    });
    let number = reader.number("cipher_suite", 2, why(section, Why::CipherSuite), names::suite);
    reader.number(names.compression, 1, why(section, Why::Compression), compression);
    let place = if is_retry { Place::HelloRetryRequest } else { Place::ServerHello };
    let seen = if reader.is_empty() { extension::Seen::default() } else { extension::list(reader, place) };
    known.version = Some(seen.version.unwrap_or(u16::try_from(version).unwrap_or_default()));
    known.suite = suite::find(number);
    known.suite_number = Some(number);
    if is_retry {
        known.retried = true;
        return Kind::HelloRetryRequest;
    }
    known.server_random = Some(random.to_vec());
    known.pre_shared = seen.pre_shared_key;
    known.answers_share = seen.key_share;
    // TLS 1.3 says it in EncryptedExtensions
    known.kinds_shown = KindShown::chosen(seen.bare_keys, reader.is_sound() && !known.is_13());
    known.extended_master_secret = seen.extended_master_secret;
    Kind::ServerHello
}

/// What the session's name says in a ServerHello: a server that takes a session up says the client's name for it again (RFC 5246 section
/// 7.4.1.3), and where a ticket stands for it as well (RFC 5077 section 3.4).
fn session_why(names: &Names, left: &[u8], known: &Knowledge) -> Why {
    let session_id = left.split_first().and_then(|(length, rest)| rest.get(..usize::from(*length)));
    match session_id {
        Some(_) if names.session != SERVER[1].session => Why::SessionIdEcho,
        Some([]) => Why::SessionUnnamed,
        Some(named) if named == known.session_id => Why::SessionTakenUp,
        Some(_) => Why::SessionNamed,
        None => Why::SessionIdEcho,
    }
}

const SUPPORTED_VERSIONS: u16 = 43;
const KEY_SHARE: u16 = 51;

/// What a hello calls its fields, and where: TLS 1.3 has put most of them aside.
#[derive(Clone, Copy)]
struct Names {
    section: &'static str,
    version: (&'static str, About),
    session: &'static str,
    session_id: &'static str,
    compression: &'static str,
}

/// A ClientHello's: with supported_versions, without it, and where it cannot be told whether it is there.
const CLIENT: [Names; 3] = {
    const SECTION: &str = "RFC 8446, 4.1.2";
    const OLD: &str = "RFC 5246, 7.4.1.2";
    let new = Names {
        section: SECTION,
        version: ("legacy_version", why(SECTION, Why::LegacyVersion)),
        session: "legacy_session_id",
        session_id: "session_id",
        compression: "legacy_compression_methods",
    };
    let old = Names {
        section: OLD,
        version: ("client_version", why(OLD, Why::ClientVersion)),
        session: "session_id",
        session_id: "SessionID",
        compression: "compression_methods",
    };
    [new, old, Names { version: ("legacy_version", why(SECTION, Why::ClientVersion)), ..new }]
};

/// A ServerHello's, likewise.
const SERVER: [Names; 3] = {
    const SECTION: &str = "RFC 8446, 4.1.3";
    const OLD: &str = "RFC 5246, 7.4.1.3";
    let new = Names {
        section: SECTION,
        version: ("legacy_version", why(SECTION, Why::LegacyVersion)),
        session: "legacy_session_id_echo",
        session_id: "session_id",
        compression: "legacy_compression_method",
    };
    let old = Names {
        section: OLD,
        version: ("server_version", why(OLD, Why::VersionChosen)),
        session: "session_id",
        session_id: "SessionID",
        compression: "compression_method",
    };
    [new, old, Names { version: ("legacy_version", plain(SECTION)), ..new }]
};

/// A hello's extensions: what stands before them is explained by them.
struct Ahead {
    /// Their types, as far as they are there.
    types: Vec<u16>,
    /// Whether the list is there to its end.
    is_whole: bool,
}

impl Ahead {
    /// `between` goes from behind the session's name to the extensions.
    fn of(hello: &[u8], between: impl FnOnce(&[u8]) -> Option<&[u8]>) -> Ahead {
        // version and random stand first
        let behind = hello.get(2 + RANDOM..).and_then(|rest| skip(rest, 1)).and_then(between);
        // older hellos end there
        let is_whole = behind.is_some_and(|list| list.is_empty() || skip(list, 2).is_some());
        let mut left = behind.and_then(|list| list.get(2..)).unwrap_or_default();
        let mut types = Vec::new();
        while let [high, low, rest @ ..] = left {
            types.push(u16::from_be_bytes([*high, *low]));
            left = skip(rest, 2).unwrap_or_default();
        }
        Ahead { types, is_whole }
    }

    fn names(&self, [new, old, unknown]: [Names; 3]) -> Names {
        match (self.types.contains(&SUPPORTED_VERSIONS), self.is_whole) {
            (true, _) => new,
            (false, true) => old,
            (false, false) => unknown,
        }
    }
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
