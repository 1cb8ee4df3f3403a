//! Names and digests of the files that people download. Writing them to a disk is the shell's.

use pki::moment::Moment;
use ring::digest;
use serde::{Deserialize, Serialize};

/// What a downloaded file holds, as its name says it. Numbers are those of the certificates in their set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BundleKind {
    /// `server`, and its number unless it is the first certificate that the authority issued.
    Server(u32),
    /// `client-<name>`, and its number where the file name cannot carry the whole name.
    Client(String, u32),
    /// `client-<name>_<place>`: a client of a list, with its place there, so that no two of a list are the same wherever letter
    /// case or the way in which letters are composed does not count.
    Listed(String, usize),
    /// `clients`: the bundles of a list.
    Clients,
    /// `passphrases`: those of the bundles of a list.
    Passphrases,
    /// `authority`.
    Authority,
    /// `test-kit`.
    TestKit,
}

/// `handfast-<service>-<kind>-<YYYY-MM-DD>.zip`, which every file system takes: letters (those of ASCII small) and digits
/// of any script, `.`, `-` and `_`, at most 180 octets. Different clients of a service get different names. The day is UTC's.
#[must_use]
pub fn name(service: &str, kind: &BundleKind, at: Moment) -> String {
    let service = part(&service.replace('*', "wildcard")).unwrap_or_else(|| "service".to_owned());
    let kind = match kind {
        BundleKind::Server(1) => "server".to_owned(),
        BundleKind::Server(number) => format!("server_{number}"),
        BundleKind::Client(name, number) => match part(name) {
            Some(whole) if whole == *name => format!("client-{whole}"),
            Some(rest) => format!("client-{rest}_{number}"),
            None => format!("client_{number}"),
        },
        BundleKind::Listed(name, place) => match part(name) {
            Some(name) => format!("client-{name}_{place}"),
            None => format!("client_{place}"),
        },
        BundleKind::Clients => "clients".to_owned(),
        BundleKind::Passphrases => "passphrases".to_owned(),
        BundleKind::Authority => "authority".to_owned(),
        BundleKind::TestKit => "test-kit".to_owned(),
    };
    let day = at.civil();
    format!("handfast-{service}-{kind}-{:04}-{:02}-{:02}.zip", day.year, day.month, day.day)
}

/// Letters and digits with what combines with them, and single hyphens; dots between them stay. `None` when nothing usable is left.
fn part(text: &str) -> Option<String> {
    const LONGEST: usize = 56;
    let mut out = String::new();
    for character in text.chars() {
        let character = character.to_ascii_lowercase();
        let separator = matches!(out.chars().last(), None | Some('-' | '.'));
        if character.is_alphanumeric() || (!separator && is_mark(character)) {
            out.push(character);
        } else if !separator {
            out.push(if character == '.' { '.' } else { '-' });
        }
        if out.len() >= LONGEST {
            break;
        }
    }
    let out = out.trim_end_matches(['-', '.']);
    (!out.is_empty()).then(|| out.to_owned())
}

/// Marks without which words of many scripts fall apart: the combining diacritics, as file systems of Apple's write them.
fn is_mark(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
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
            ("api.example.com", BundleKind::Server(1), "handfast-api.example.com-server-2026-11-23.zip"),
            ("API.Example.com", BundleKind::Authority, "handfast-api.example.com-authority-2026-11-23.zip"),
            ("*.example.com", BundleKind::Server(1), "handfast-wildcard.example.com-server-2026-11-23.zip"),
            ("2001:db8::1", BundleKind::Server(1), "handfast-2001-db8-1-server-2026-11-23.zip"),
            ("../../etc", BundleKind::Server(1), "handfast-etc-server-2026-11-23.zip"),
            ("a\\b/c:d", BundleKind::Server(1), "handfast-a-b-c-d-server-2026-11-23.zip"),
            ("한글.kr", BundleKind::Authority, "handfast-한글.kr-authority-2026-11-23.zip"),
            ("/", BundleKind::Authority, "handfast-service-authority-2026-11-23.zip"),
            ("", BundleKind::Authority, "handfast-service-authority-2026-11-23.zip"),
            ("a", BundleKind::Server(7), "handfast-a-server_7-2026-11-23.zip"),
            ("a", BundleKind::Client("partner-2".into(), 3), "handfast-a-client-partner-2-2026-11-23.zip"),
            ("a", BundleKind::Client("partner 2".into(), 4), "handfast-a-client-partner-2_4-2026-11-23.zip"),
            (
                "a",
                BundleKind::Client("Kim, Min su".into(), 2),
                "handfast-a-client-kim-min-su_2-2026-11-23.zip",
            ),
            ("a", BundleKind::Client("파트너".into(), 5), "handfast-a-client-파트너-2026-11-23.zip"),
            (
                "a",
                BundleKind::Client("홍길동 & Co*".into(), 6),
                "handfast-a-client-홍길동-co_6-2026-11-23.zip",
            ),
            (
                "a",
                BundleKind::Client("e\u{301}te\u{301}".into(), 7),
                "handfast-a-client-e\u{301}te\u{301}-2026-11-23.zip",
            ),
            (
                "a",
                BundleKind::Client("x\u{202e}y\u{200b}z".into(), 8),
                "handfast-a-client-x-y-z_8-2026-11-23.zip",
            ),
            ("a", BundleKind::Client("***".into(), 9), "handfast-a-client_9-2026-11-23.zip"),
            ("a", BundleKind::Listed("partner-2".into(), 1), "handfast-a-client-partner-2_1-2026-11-23.zip"),
            ("a", BundleKind::Listed("e\u{301}".into(), 2), "handfast-a-client-e\u{301}_2-2026-11-23.zip"),
            ("a", BundleKind::Listed("../con".into(), 3), "handfast-a-client-con_3-2026-11-23.zip"),
            ("a", BundleKind::Listed("مرحبا\u{202e}".into(), 4), "handfast-a-client-مرحبا_4-2026-11-23.zip"),
            ("a", BundleKind::Listed("🙂".into(), 5), "handfast-a-client_5-2026-11-23.zip"),
            ("a", BundleKind::TestKit, "handfast-a-test-kit-2026-11-23.zip"),
            ("a", BundleKind::Clients, "handfast-a-clients-2026-11-23.zip"),
            ("a", BundleKind::Passphrases, "handfast-a-passphrases-2026-11-23.zip"),
        ] {
            assert_eq!(name(service, &kind, at), expected, "{service}");
        }
        for letter in ["a", "가", "𠀀"] {
            let long = name(&letter.repeat(300), &BundleKind::Client(letter.repeat(300), u32::MAX), at);
            assert!(long.len() <= 180, "{long}");
            let long = name(&letter.repeat(300), &BundleKind::Listed(letter.repeat(300), usize::MAX), at);
            assert!(long.len() <= 185, "{long}");
        }
    }

    #[test]
    fn digests_are_the_known_ones() {
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
