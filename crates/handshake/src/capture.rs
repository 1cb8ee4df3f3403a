//! Recordings of network traffic: pcapng and pcap are read to the octets that two sides sent each other, with the secrets that lie
//! in them, and what was said is written as pcapng that Wireshark opens decrypted. What the octets mean is `dissect`'s.

mod file;
mod flow;
mod packet;
mod tunnel;
mod write;

pub use write::{Sent, write, write_sent};

use serde::{Deserialize, Serialize};
use text::handshake as say;
use text::{Lang, Message};

use crate::dissect::has_hello;
use crate::key_log::KeyLog;
use crate::transcript::{Flight, Side};

/// What is in a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// Connections over TCP in which something was said, in the order of their first packets.
    pub connections: Vec<Recorded>,
    /// Secrets that the file brings along (Decryption Secrets Blocks).
    pub keys: KeyLog,
    /// What is wrong with the file or with connections.
    pub findings: Vec<CaptureFinding>,
}

/// One connection as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Address and port of the one who called.
    pub client: String,
    /// Address and port of the one who was called.
    pub server: String,
    /// What was sent, in the order in which it came.
    pub flights: Vec<Flight>,
}

impl Recorded {
    /// Whether its first octets are a TLS record that carries a handshake (RFC 8446 section 5.1), or it turns to TLS later.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        let first = self.flights.iter().find(|flight| !flight.octets.is_empty());
        let begins = first.is_some_and(|flight| begins_as_tls(&flight.octets));
        begins || self.flights.iter().any(|flight| has_hello(&flight.octets))
    }
}

fn begins_as_tls(octets: &[u8]) -> bool {
    octets.first() == Some(&22) && octets.get(1).is_none_or(|major| *major == 3)
}

/// Reads a recording: pcapng or pcap, whatever is in it.
///
/// # Errors
/// [`CaptureError`] when it is neither, or holds nothing that was said over TCP. All else is a finding.
pub fn read(bytes: &[u8]) -> Result<Capture, CaptureError> {
    let file = file::read(bytes).ok_or_else(|| CaptureError::of_octets(bytes))?;
    let mut flows = flow::Flows::default();
    let mut findings = file.findings;
    let mut carrier = None;
    for packet in &file.packets {
        match packet::segment(packet.link, packet.octets) {
            packet::Seen::Segment(segment) => flows.take(&segment, packet.is_short),
            packet::Seen::NotTcp => {}
            packet::Seen::Closed(by) => {
                carrier.get_or_insert(by);
            }
            packet::Seen::Fragment { from, to } => {
                flows.fragment(from, to);
                note(&mut findings, CaptureFinding::Fragments);
            }
            packet::Seen::UnknownLink => {
                note(&mut findings, CaptureFinding::UnknownLink { link: packet.link });
            }
        }
    }
    let (connections, gaps) = flows.finish();
    findings.extend(gaps);
    if connections.is_empty() {
        let error = CaptureError::of_nothing(&findings);
        // what is wrong with the file tells more than what else is in it
        return Err(match carrier {
            Some(carrier) if error == CaptureError::NothingSaid => CaptureError::Carried { carrier },
            _ => error,
        });
    }
    Ok(Capture { connections, keys: file.keys, findings })
}

/// The secrets that a recording brings along; `None` when it is none.
#[must_use]
pub fn secrets(bytes: &[u8]) -> Option<KeyLog> {
    file::read(bytes).map(|file| file.keys)
}

/// Once each.
fn note(findings: &mut Vec<CaptureFinding>, finding: CaptureFinding) {
    if !findings.contains(&finding) {
        findings.push(finding);
    }
}

/// Why there is nothing to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaptureError {
    /// The file is neither pcapng nor pcap.
    NotACapture,
    /// The file is compressed.
    Compressed,
    /// No connection over TCP in which anything was said.
    NothingSaid,
    /// The file is damaged before the first such connection, or ends there.
    Damaged,
    /// There are packets of a kind of network that is not read here, and nothing else was said.
    UnknownLink {
        /// Its number in the registry of link types.
        link: i32,
    },
    /// What was said was cut into fragments of IP, which are not put together here.
    Fragments,
    /// There is something that carries other packets, and they are not read here.
    Carried {
        /// What it is.
        carrier: Carrier,
    },
}

/// What carries packets that are not read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are those of the protocols")]
pub enum Carrier {
    Ipsec,
    WireGuard,
    L2tp,
    Pptp,
    Erspan,
    Quic,
}

impl Carrier {
    /// Its name, the same in every language.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Carrier::Ipsec => "IPsec (ESP)",
            Carrier::WireGuard => "WireGuard",
            Carrier::L2tp => "L2TP",
            Carrier::Pptp => "PPTP",
            Carrier::Erspan => "ERSPAN",
            Carrier::Quic => "QUIC",
        }
    }
}

impl CaptureError {
    /// Why it is no recording: Wireshark may compress what it saves, with gzip, zstd or LZ4, and people with ZIP.
    fn of_octets(octets: &[u8]) -> CaptureError {
        match octets {
            [0x1f, 0x8b, ..]
            | [0x28, 0xb5, 0x2f, 0xfd, ..]
            | [0x04, 0x22, 0x4d, 0x18, ..]
            | [b'P', b'K', 3, 4, ..] => CaptureError::Compressed,
            _ => CaptureError::NotACapture,
        }
    }

    /// Why nothing could be read: what was found on the way tells, the most telling first.
    fn of_nothing(findings: &[CaptureFinding]) -> CaptureError {
        let of = |finding: &CaptureFinding| match finding {
            CaptureFinding::UnknownLink { link } => Some((0, CaptureError::UnknownLink { link: *link })),
            CaptureFinding::Fragments => Some((1, CaptureError::Fragments)),
            CaptureFinding::Damaged => Some((2, CaptureError::Damaged)),
            _ => None,
        };
        let told = findings.iter().filter_map(of).min_by_key(|(rank, _)| *rank);
        told.map_or(CaptureError::NothingSaid, |(_, error)| error)
    }

    /// What is wrong and what to try.
    #[must_use]
    pub fn message(self, lang: Lang) -> Message {
        match self {
            CaptureError::NotACapture => say::capture_not_a_capture(lang),
            CaptureError::Compressed => say::capture_compressed(lang),
            CaptureError::NothingSaid => say::capture_nothing_said(lang),
            CaptureError::Damaged => say::capture_damaged_wholly(lang),
            CaptureError::UnknownLink { link } => say::capture_unknown_link(lang, &link),
            CaptureError::Fragments => say::capture_fragments(lang),
            CaptureError::Carried { carrier: Carrier::Quic } => say::capture_quic(lang),
            CaptureError::Carried { carrier } => say::capture_carried(lang, &carrier.label()),
        }
    }
}

/// What is wrong with a recording, of which the rest is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaptureFinding {
    /// The file ends, or is damaged, in the middle.
    Damaged,
    /// Packets were recorded shorter than they were.
    Shortened,
    /// Segments were cut into fragments of IP on the way (RFC 791 section 3.2), which are not put together here.
    Fragments,
    /// Packets of a kind of network that is not read here.
    UnknownLink {
        /// Its number in the registry of link types.
        link: i32,
    },
    /// Octets that one side sent are not in the recording.
    Gap {
        /// Address and port of the client.
        client: String,
        /// Address and port of the server.
        server: String,
        /// Whose octets are missing.
        side: Side,
    },
    /// There are more connections than are shown.
    TooManyConnections,
}

impl CaptureFinding {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            CaptureFinding::Damaged => say::capture_damaged(lang),
            CaptureFinding::Shortened => say::capture_shortened(lang),
            CaptureFinding::Fragments => say::capture_fragments(lang),
            CaptureFinding::UnknownLink { link } => say::capture_unknown_link(lang, link),
            CaptureFinding::Gap { client, server, side } => match side {
                Side::Client => say::capture_gap(lang, client, server),
                Side::Server => say::capture_gap(lang, server, client),
            },
            CaptureFinding::TooManyConnections => say::capture_too_many_connections(lang),
        }
    }
}
