//! The secrets of connections as NSS and all who followed it write them (draft-ietf-tls-keylogfile): one line each, with the
//! random of the ClientHello that it belongs to. Whoever has them reads everything, so they are kept as secrets.

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
    use super::KeyLog;

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
}
