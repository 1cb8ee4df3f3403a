//! Handshake messages, alerts and what else records carry, read into fields. What a message leads to (keys, hashes) is `engine`'s.

mod certificate;
mod hello;
pub(in crate::dissect) mod http2;
mod legacy;
mod listed;
mod other;
mod reason;

use serde::{Deserialize, Serialize};

use super::field::{Field, Reader, plain, why};
use super::finding::Finding;
use super::names;
use super::signature::Shown;
use super::suite::Suite;
use super::why::Why;
use crate::transcript::Side;

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// RFC 5246 section 7.4.1.1.
    HelloRequest,
    /// RFC 8446 section 4.1.2.
    ClientHello,
    /// RFC 8446 section 4.1.3.
    ServerHello,
    /// RFC 8446 section 4.1.4: a ServerHello by form, told by its random.
    HelloRetryRequest,
    /// RFC 8446 section 4.3.1.
    EncryptedExtensions,
    /// RFC 8446 section 4.3.2.
    CertificateRequest,
    /// RFC 8446 section 4.4.2.
    Certificate,
    /// RFC 8446 section 4.4.3.
    CertificateVerify,
    /// RFC 8446 section 4.4.4.
    Finished,
    /// RFC 8446 section 4.6.1.
    NewSessionTicket,
    /// RFC 8446 section 4.6.3.
    KeyUpdate,
    /// RFC 8446 section 4.5.
    EndOfEarlyData,
    /// RFC 5246 section 7.4.3.
    ServerKeyExchange,
    /// RFC 5246 section 7.4.5.
    ServerHelloDone,
    /// RFC 5246 section 7.4.7.
    ClientKeyExchange,
    /// RFC 6066 section 8.
    CertificateStatus,
    /// A handshake message that is not read here, by its type.
    Handshake(u8),
    /// RFC 5246 section 7.1; in TLS 1.3 for the sake of old boxes in between alone (RFC 8446 appendix D.4).
    ChangeCipherSpec,
    /// RFC 8446 section 6.
    Alert,
    /// RFC 8446 section 5.1.
    ApplicationData,
    /// A record of another content type.
    OtherRecord(u8),
    /// A record that could not be opened.
    Sealed,
    /// Octets that are no records.
    NotTls,
    /// The rest of a record or a message whose beginning is missing.
    Remainder,
}

impl Kind {
    /// Its name, the same in every language.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Kind::HelloRequest => "HelloRequest",
            Kind::ClientHello => "ClientHello",
            Kind::ServerHello => "ServerHello",
            Kind::HelloRetryRequest => "HelloRetryRequest",
            Kind::EncryptedExtensions => "EncryptedExtensions",
            Kind::CertificateRequest => "CertificateRequest",
            Kind::Certificate => "Certificate",
            Kind::CertificateVerify => "CertificateVerify",
            Kind::Finished => "Finished",
            Kind::NewSessionTicket => "NewSessionTicket",
            Kind::KeyUpdate => "KeyUpdate",
            Kind::EndOfEarlyData => "EndOfEarlyData",
            Kind::ServerKeyExchange => "ServerKeyExchange",
            Kind::ServerHelloDone => "ServerHelloDone",
            Kind::ClientKeyExchange => "ClientKeyExchange",
            Kind::CertificateStatus => "CertificateStatus",
            Kind::Handshake(_) => "Handshake",
            Kind::ChangeCipherSpec => "ChangeCipherSpec",
            Kind::Alert => "Alert",
            Kind::ApplicationData => "ApplicationData",
            Kind::OtherRecord(_) => "Record",
            Kind::Sealed => "EncryptedRecord",
            Kind::NotTls => "NotTLS",
            Kind::Remainder => "Remainder",
        }
    }

    /// Whether it is a message of the handshake protocol, which the hashes of the transcript go over.
    #[must_use]
    pub fn is_handshake(self) -> bool {
        !matches!(
            self,
            Kind::ChangeCipherSpec
                | Kind::Alert
                | Kind::ApplicationData
                | Kind::OtherRecord(_)
                | Kind::Sealed
                | Kind::NotTls
                | Kind::Remainder
        )
    }
}

/// What is known of a connection while it is read: later messages are read by what earlier ones said.
#[derive(Debug, Clone, Default)]
pub(super) struct Knowledge {
    pub(super) client_random: Option<Vec<u8>>,
    pub(super) server_random: Option<Vec<u8>>,
    pub(super) version: Option<u16>,
    pub(super) suite: Option<&'static Suite>,
    /// The suite's number, whether or not it is one that is known here.
    pub(super) suite_number: Option<u64>,
    /// The server has asked for another ClientHello (RFC 8446 section 4.1.4).
    pub(super) retried: bool,
    /// It is a new handshake inside the connection that stands (RFC 5246 section 7.4.1.1).
    pub(super) is_renegotiation: bool,
    /// The ClientHello brings shares of the key exchange along.
    pub(super) offers_share: bool,
    /// The server has asked for a certificate.
    pub(super) asked: bool,
    /// Both sides have sent their Finished.
    pub(super) is_over: bool,
    /// The session's name that the client says.
    pub(super) session_id: Vec<u8>,
    /// The client offers data before the handshake is over.
    pub(super) early_data: bool,
    /// The server took a secret that both had (RFC 8446 section 4.2.11).
    pub(super) pre_shared: bool,
    /// The server has added its half of the key exchange to its ServerHello.
    pub(super) answers_share: bool,
    /// Both hash the handshake into the master secret (RFC 7627).
    pub(super) extended_master_secret: bool,
    /// By side: what it shows to say who it is.
    pub(super) kinds_shown: [KindShown; 2],
    /// What each side showed: the client, the server.
    pub(super) shown: [Option<Shown>; 2],
    /// The signature that the message just read carries, with its scheme.
    pub(super) signature: Option<(u16, Vec<u8>)>,
}

/// What a side shows to say who it is (RFC 7250 section 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum KindShown {
    /// The message in which the server has chosen was not read, or not to its end.
    #[default]
    Unsaid,
    /// A certificate.
    Certificate,
    /// A bare key in its place, as the server has chosen.
    BareKey,
    /// A bare key in its place: its octets alone tell it.
    BareKeyUnsaid,
}

impl KindShown {
    /// What the server has chosen for each side, where all that it said was read.
    fn chosen(bare_keys: [bool; 2], is_whole: bool) -> [KindShown; 2] {
        bare_keys.map(|is_bare| match (is_bare, is_whole) {
            (true, _) => KindShown::BareKey,
            (false, true) => KindShown::Certificate,
            (false, false) => KindShown::Unsaid,
        })
    }

    /// Whether it is no certificate.
    pub(super) fn is_bare(self) -> bool {
        matches!(self, KindShown::BareKey | KindShown::BareKeyUnsaid)
    }
}

impl Knowledge {
    pub(super) fn is_13(&self) -> bool {
        self.version == Some(0x0304)
    }

    /// The suite that was chosen is none that is known here.
    pub(super) fn unknown_suite(&self) -> Option<Finding> {
        let number = self.suite_number.filter(|_| self.suite.is_none())?;
        Some(Finding::SuiteNotOpened { suite: names::suite(number) })
    }

    /// Octets of the nonce that stand in each record, where version and suite tell: then the tag is known too.
    pub(super) fn explicit_nonce(&self) -> Option<usize> {
        let seal = self.version.and(self.suite)?.seal?;
        Some(if self.is_13() { 0 } else { seal.explicit_nonce() })
    }

    /// Whether a ChangeCipherSpec does nothing: data before the handshake is over are of TLS 1.3 alone.
    pub(super) fn takes_no_spec(&self) -> bool {
        self.is_13() || self.version.is_none() && self.early_data
    }

    /// Whether another ClientHello begins a new handshake on the same connection, which TLS 1.3 has done away with.
    pub(super) fn renegotiates(&self) -> bool {
        self.is_over && self.version.is_some_and(|version| version < 0x0304)
    }
}

/// A message in fields.
pub(crate) struct Read {
    pub(super) kind: Kind,
    pub(crate) fields: Vec<Field>,
    pub(super) findings: Vec<Finding>,
}

/// Reads one handshake message with its header (RFC 8446 section 4).
pub(super) fn handshake(octets: &[u8], side: Side, known: &mut Knowledge) -> Read {
    let mut reader = Reader::new(octets);
    known.signature = None;
    let number = reader.number("msg_type", 1, why("RFC 8446, 4", Why::MessageType), names::handshake_type);
    let there = octets.len().saturating_sub(4);
    let length =
        reader.number("length", 3, why("RFC 8446, 4", Why::MessageLength), |length| length.to_string());
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length > there {
        reader.finds(Finding::LengthLies { field: "length".into(), told: length, there });
    }
    let kind = match (number, side) {
        (0, _) => Kind::HelloRequest,
        (1, _) => {
            hello::client(&mut reader, known);
            Kind::ClientHello
        }
        (2, _) => hello::server(&mut reader, known),
        (4, _) => {
            other::ticket(&mut reader, known);
            Kind::NewSessionTicket
        }
        (5, _) => Kind::EndOfEarlyData,
        (8, _) => {
            other::encrypted_extensions(&mut reader, known);
            Kind::EncryptedExtensions
        }
        (11, _) => {
            certificate::certificate(&mut reader, side, known);
            Kind::Certificate
        }
        (12, _) => {
            legacy::server_key_exchange(&mut reader, known);
            Kind::ServerKeyExchange
        }
        (13, _) => {
            known.asked = true;
            certificate::request(&mut reader, known);
            Kind::CertificateRequest
        }
        (14, _) => Kind::ServerHelloDone,
        (15, _) => {
            certificate::verify(&mut reader, known);
            Kind::CertificateVerify
        }
        (16, _) => {
            legacy::client_key_exchange(&mut reader, known);
            Kind::ClientKeyExchange
        }
        (20, _) => {
            other::finished(&mut reader, known);
            Kind::Finished
        }
        (22, _) => {
            certificate::status(&mut reader);
            Kind::CertificateStatus
        }
        (24, _) => {
            other::key_update(&mut reader);
            Kind::KeyUpdate
        }
        (number, _) => {
            reader.rest("body", plain("RFC 8446, 4"), super::field::hex);
            // the type is one octet; what is cut short before it has none
            Kind::Handshake(u8::try_from(number).unwrap_or_default())
        }
    };
    let (fields, findings) = reader.finish();
    Read { kind, fields, findings }
}

pub(super) use other::{alert, change_cipher_spec, unknown};
pub(crate) use other::{application_data, is_http};
pub(super) use reason::reason;
