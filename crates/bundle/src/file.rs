//! Names and digests of the files that people download. Writing them to a disk is the shell's.

use pki::moment::Moment;
use ring::digest;
use serde::{Deserialize, Serialize};

/// What a downloaded file holds, as its name says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BundleKind {
    /// `server`.
    Server,
    /// `client-<name>`.
    Client(String),
    /// `authority`.
    Authority,
}

/// `handfast-<service>-<kind>-<YYYY-MM-DD>.zip`, which every file system takes: small ASCII letters, digits, `.` and `-`,
/// at most 160 characters. The day is UTC's.
#[must_use]
pub fn name(service: &str, kind: &BundleKind, at: Moment) -> String {
    let service = part(service, "service");
    let kind = match kind {
        BundleKind::Server => "server".to_owned(),
        BundleKind::Client(name) => format!("client-{}", part(name, "client")),
        BundleKind::Authority => "authority".to_owned(),
    };
    let day = at.civil();
    format!("handfast-{service}-{kind}-{:04}-{:02}-{:02}.zip", day.year, day.month, day.day)
}

/// Letters, digits and single hyphens; dots between them stay. `*` becomes `wildcard`; nothing usable becomes `fallback`.
fn part(text: &str, fallback: &str) -> String {
    const LONGEST: usize = 56;
    let mut out = String::new();
    for character in text.replace('*', "wildcard").chars() {
        let character = character.to_ascii_lowercase();
        let separator = matches!(out.chars().last(), None | Some('-' | '.'));
        if character.is_ascii_alphanumeric() {
            out.push(character);
        } else if !separator {
            out.push(if character == '.' { '.' } else { '-' });
        }
        if out.len() >= LONGEST {
            break;
        }
    }
    let out = out.trim_end_matches(['-', '.']);
    if out.is_empty() { fallback.to_owned() } else { out.to_owned() }
}

/// SHA-256 (FIPS 180-4).
#[must_use]
pub fn sha256(octets: &[u8]) -> [u8; 32] {
    digest::digest(&digest::SHA256, octets).as_ref().try_into().expect("SHA-256 has 32 octets")
}

/// SHA-256 as `sha256sum` prints it: 64 small hexadecimal digits.
#[must_use]
pub fn sha256_hex(octets: &[u8]) -> String {
    hex(&sha256(octets))
}

pub(crate) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{BundleKind, name, sha256_hex};
    use pki::moment::Moment;

    #[test]
    fn names_fit_every_file_system() {
        let at = Moment::from_day(2026, 11, 23).expect("a day");
        for (service, kind, expected) in [
            ("api.example.com", BundleKind::Server, "handfast-api.example.com-server-2026-11-23.zip"),
            ("API.Example.com", BundleKind::Authority, "handfast-api.example.com-authority-2026-11-23.zip"),
            ("*.example.com", BundleKind::Server, "handfast-wildcard.example.com-server-2026-11-23.zip"),
            ("2001:db8::1", BundleKind::Server, "handfast-2001-db8-1-server-2026-11-23.zip"),
            ("../../etc", BundleKind::Server, "handfast-etc-server-2026-11-23.zip"),
            ("a\\b/c:d", BundleKind::Server, "handfast-a-b-c-d-server-2026-11-23.zip"),
            ("한글", BundleKind::Authority, "handfast-service-authority-2026-11-23.zip"),
            ("", BundleKind::Authority, "handfast-service-authority-2026-11-23.zip"),
            ("a", BundleKind::Client("Kim, Min su".into()), "handfast-a-client-kim-min-su-2026-11-23.zip"),
            ("a", BundleKind::Client("파트너".into()), "handfast-a-client-client-2026-11-23.zip"),
        ] {
            assert_eq!(name(service, &kind, at), expected, "{service}");
        }
        let long = name(&"a".repeat(300), &BundleKind::Client("b".repeat(300)), at);
        assert!(long.len() <= 160, "{long}");
    }

    #[test]
    fn digests_are_the_known_ones() {
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
