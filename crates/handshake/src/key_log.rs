//! The secrets of connections as NSS and all who followed it write them (draft-ietf-tls-keylogfile): one line each, with the
//! random of the ClientHello that it belongs to. Whoever has them reads everything, so they are kept as secrets.

use std::borrow::Cow;

use data_encoding::HEXLOWER_PERMISSIVE;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};

/// Secrets of any number of connections.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KeyLog {
    /// In the order in which they were written.
    pub entries: Vec<Entry>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What it is: `CLIENT_HANDSHAKE_TRAFFIC_SECRET`, `CLIENT_RANDOM` (the master secret of TLS 1.2) and so on.
    pub label: String,
    /// The random of the connection's ClientHello.
    pub client_random: Vec<u8>,
    /// The secret.
    pub secret: Secret,
}

impl KeyLog {
    /// Reads a key log. Comments, empty lines and lines that are no such thing are passed over.
    #[must_use]
    pub fn parse(text: &str) -> KeyLog {
        KeyLog { entries: text.lines().filter_map(Entry::parse).collect() }
    }

    /// Reads a key log as it lies in a file, in UTF-8 or in UTF-16 with a mark at its beginning, as programs of Windows write it.
    #[must_use]
    pub fn parse_octets(octets: &[u8]) -> KeyLog {
        KeyLog::parse(&decoded(octets))
    }

    /// The text of a key log.
    #[must_use]
    pub fn to_text(&self) -> Secret {
        let mut text = Vec::new();
        for entry in &self.entries {
            text.extend_from_slice(entry.label.as_bytes());
            text.push(b' ');
            text.extend_from_slice(HEXLOWER_PERMISSIVE.encode(&entry.client_random).as_bytes());
            text.push(b' ');
            text.extend_from_slice(HEXLOWER_PERMISSIVE.encode(entry.secret.expose()).as_bytes());
            text.push(b'\n');
        }
        Secret::new(text)
    }

    /// The secret of this kind for the connection whose ClientHello had this random.
    #[must_use]
    pub fn find(&self, label: &str, client_random: &[u8]) -> Option<&Secret> {
        let fits = |entry: &&Entry| entry.label == label && entry.client_random == client_random;
        self.entries.iter().find(fits).map(|entry| &entry.secret)
    }
}

/// Octets of the random by which a secret finds its connection (RFC 8446 section 4.1.2).
const RANDOM: usize = 32;

/// Why a file that looks like a key log opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Void {
    /// It has no line, or comments alone.
    Empty,
    /// None of its lines is as key logs have them.
    Unusable,
}

impl Void {
    /// Of a file without a single secret; `None` where it has one, or is nothing that looks like a key log.
    #[must_use]
    pub fn of(octets: &[u8]) -> Option<Void> {
        let text = decoded(octets);
        let names_connection = |entry: Entry| entry.client_random.len() == RANDOM;
        if text.lines().filter_map(Entry::parse).any(names_connection) {
            return None;
        }
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let Some(first) = lines.next() else {
            return Some(Void::Empty);
        };
        let looks = is_alike(first) || lines.any(is_alike);
        looks.then_some(Void::Unusable)
    }
}

/// Whether a line would be of a key log: by its label, however it is written, or by two secrets behind it. So are those of the old form,
/// which name the encrypted secret of an RSA key exchange (`RSA`).
fn is_alike(line: &str) -> bool {
    /// The fewest digits of what stands behind a label.
    const DIGITS: usize = 16;
    let mut words = line.split_ascii_whitespace();
    let label = words.next().unwrap_or_default().to_ascii_uppercase().replace('-', "_");
    let is_secret = |word: &str| word.len() >= DIGITS && word.bytes().all(|octet| octet.is_ascii_hexdigit());
    let beginnings = ["CLIENT_", "SERVER_", "EXPORTER_", "EARLY_EXPORTER_"];
    beginnings.iter().any(|beginning| label.starts_with(beginning))
        || words.clone().count() == 2 && words.all(is_secret)
}

/// Text by its byte order mark (Unicode 17.0 section 23.8). Without one it is UTF-8.
fn decoded(octets: &[u8]) -> Cow<'_, str> {
    let wide = |octets: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = octets.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let characters = char::decode_utf16(units);
        Cow::Owned(characters.map(|one| one.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
    };
    match octets {
        [0xff, 0xfe, text @ ..] => wide(text, u16::from_le_bytes),
        [0xfe, 0xff, text @ ..] => wide(text, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, text @ ..] | text => String::from_utf8_lossy(text),
    }
}

impl Entry {
    fn parse(line: &str) -> Option<Entry> {
        let mut words = line.split_ascii_whitespace();
        let (label, random, secret) = (words.next()?, words.next()?, words.next()?);
        let is_label = |label: &str| {
            label.bytes().all(|octet| octet.is_ascii_uppercase() || matches!(octet, b'_' | b'0'..=b'9'))
        };
        if words.next().is_some() || !is_label(label) {
            return None;
        }
        let octets = |hex: &str| HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok();
        Some(Entry {
            label: label.to_owned(),
            client_random: octets(random)?,
            secret: Secret::new(octets(secret)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyLog, Void};

    #[test]
    fn what_is_written_is_read_again_and_all_else_passed_over() {
        let text = "# comment\n\nCLIENT_RANDOM 00aF 0b0c\r\nCLIENT_RANDOM 00aF\nclient_random 00 00\nCLIENT_RANDOM 0g 00\n\
                    EXPORTER_SECRET 01 02 03\nSERVER_TRAFFIC_SECRET_0 01 02";
        let log = KeyLog::parse(text);
        let written = log.to_text();
        assert_eq!(written.expose(), b"CLIENT_RANDOM 00af 0b0c\nSERVER_TRAFFIC_SECRET_0 01 02\n");
        assert_eq!(KeyLog::parse("CLIENT_RANDOM 00af 0b0c\nSERVER_TRAFFIC_SECRET_0 01 02\n"), log);
        assert_eq!(
            log.find("CLIENT_RANDOM", &[0, 0xaf]).map(|secret| secret.expose().to_vec()),
            Some(vec![11, 12])
        );
        assert!(log.find("CLIENT_RANDOM", &[0, 0xae]).is_none());
    }

    #[test]
    fn what_looks_like_a_key_log_and_has_no_secret_is_known() {
        const SECRET: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
        for (text, void) in [
            (String::new(), Some(Void::Empty)),
            ("\n # SSL/TLS secrets log file, generated by OpenSSL\n".to_owned(), Some(Void::Empty)),
            ("CLIENT_RANDOM xyz 123\nfoo\n".to_owned(), Some(Void::Unusable)),
            (format!("# secrets\nclient_random {SECRET} {SECRET}"), Some(Void::Unusable)),
            (format!("SERVER-HANDSHAKE-TRAFFIC-SECRET {SECRET} {SECRET}"), Some(Void::Unusable)),
            (format!("RSA 0123456789abcdef {SECRET}"), Some(Void::Unusable)),
            (format!("client_random {SECRET} {SECRET}\nCLIENT_RANDOM {SECRET} {SECRET}"), None),
            ("hello".to_owned(), None),
            ("2026/11/30 10:00:00 [info] client closed connection".to_owned(), None),
        ] {
            assert_eq!(Void::of(text.as_bytes()), void, "{text}");
        }
    }

    #[test]
    fn marks_of_windows_change_nothing() {
        let text = "CLIENT_RANDOM 00af 0b0c\r\nSERVER_TRAFFIC_SECRET_0 01 02\r\n";
        let log = KeyLog::parse(text);
        let wide = |mark: [u8; 2], octets: fn(u16) -> [u8; 2]| {
            mark.into_iter().chain(text.encode_utf16().flat_map(octets)).collect::<Vec<u8>>()
        };
        let marked = [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat();
        let little = wide([0xff, 0xfe], u16::to_le_bytes);
        for octets in [text.as_bytes(), &marked, &little, &wide([0xfe, 0xff], u16::to_be_bytes)] {
            assert_eq!(KeyLog::parse_octets(octets), log, "{octets:02x?}");
        }
        // cut in the middle of a character, or of the wrong order
        assert_eq!(KeyLog::parse_octets(&little[..little.len() - 1]), log);
        assert_eq!(KeyLog::parse_octets(&wide([0xfe, 0xff], u16::to_le_bytes)).entries, []);
    }
}
