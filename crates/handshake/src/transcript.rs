//! What came of a scenario: every octet with its side, the secrets, and how it ended for each side. What the octets mean is
//! `dissect`'s to say.

use pki::secret::Secret;
use pki::verify::webpki;
use serde::{Deserialize, Serialize};

use crate::alert::Alert;
use crate::key_log::KeyLog;
use crate::refusal::Refusal;
use crate::scenario::{Group, Suite, Version};

/// A scenario as it was played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// One connection; two when the second takes up the session of the first.
    pub connections: Vec<Connection>,
}

impl Transcript {
    /// The connection that the scenario is about: the last.
    ///
    /// # Panics
    /// Never: the lab plays at least one.
    #[must_use]
    pub fn last(&self) -> &Connection {
        self.connections.last().expect("the lab plays at least one")
    }
}

/// One connection from its first octet to its last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// What went over the wire, in order.
    pub flights: Vec<Flight>,
    /// The secrets that open it.
    pub keys: KeyLog,
    /// What the key exchange came to (RFC 8446 section 7.4), which no key log tells: the first input of the key schedule.
    pub shared_secret: Option<Secret>,
    /// How it ended for the client.
    pub client: Outcome,
    /// How it ended for the server.
    pub server: Outcome,
}

impl Connection {
    /// The outcome of one side.
    #[must_use]
    pub fn outcome(&self, side: Side) -> &Outcome {
        match side {
            Side::Client => &self.client,
            Side::Server => &self.server,
        }
    }

    /// The rule by which somebody ended it, if somebody did: until the ServerHello it is that of TLS 1.3.
    #[must_use]
    pub fn rule(&self) -> Option<&'static str> {
        let End::Stopped { step, refusal, .. } = &self.outcome(self.stopped_by()?).end else { return None };
        let is_early = matches!(step, Step::ClientHello | Step::ServerHello);
        let is_13 = self.keys.entries.iter().any(|entry| entry.label == "SERVER_HANDSHAKE_TRAFFIC_SECRET");
        Some(if is_early || is_13 { refusal.rule() } else { refusal.rule_of_12(*step) })
    }

    /// Who ended it by a decision of its own, if somebody did.
    #[must_use]
    pub fn stopped_by(&self) -> Option<Side> {
        Side::ALL.into_iter().find(|side| matches!(self.outcome(*side).end, End::Stopped { .. }))
    }
}

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "they are the two sides of TLS")]
pub enum Side {
    Client,
    Server,
}

impl Side {
    /// Both.
    pub const ALL: [Side; 2] = [Side::Client, Side::Server];

    /// The one across.
    #[must_use]
    pub fn peer(self) -> Side {
        match self {
            Side::Client => Side::Server,
            Side::Server => Side::Client,
        }
    }
}

/// Octets that one side wrote at once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Flight {
    /// Who wrote them.
    pub side: Side,
    /// How many octets of this side a recording lacks here, before these. A flight may have no others.
    pub lost: usize,
    /// What was written.
    #[serde(with = "serde_bytes")]
    pub octets: Vec<u8>,
}

/// How it went for one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// What was agreed, when the handshake was over as far as this side could see. In TLS 1.3 a client is at this point before
    /// the server has looked at its certificate (RFC 8446 section 4.4.4).
    pub agreed: Option<Agreed>,
    /// What it verified of the other side, in order.
    pub judgements: Vec<Judgement>,
    /// What it was told inside, when something was.
    pub heard: Vec<u8>,
}

/// The end, as one side saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// All was said, and the other said goodbye.
    Completed,
    /// This side ended it.
    Stopped {
        /// What of the other side it was reading.
        step: Step,
        /// Why.
        refusal: Refusal,
        /// The alert that it sent, if it sent one.
        alert: Option<Alert>,
        /// rustls's own words.
        words: String,
    },
    /// The other side ended it with an alert.
    Told {
        /// What this side was waiting for.
        step: Step,
        /// The alert.
        alert: Alert,
    },
    /// The other side went away without a word that this side understands.
    LeftWaiting {
        /// What this side was waiting for.
        step: Step,
    },
    /// This side spoke no TLS.
    NotTls,
}

/// Where in a handshake something happens, by what is read or awaited there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the variants are the messages' own names, but for the last")]
pub enum Step {
    ClientHello,
    ServerHello,
    EncryptedExtensions,
    ServerCertificate,
    ServerKeyExchange,
    ServerCertificateVerify,
    ServerHelloDone,
    ClientCertificate,
    ClientKeyExchange,
    ClientCertificateVerify,
    Finished,
    /// After the handshake, as far as this side could see.
    Application,
}

impl Step {
    /// Its name, the same in every language.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Step::ClientHello => "ClientHello",
            Step::ServerHello => "ServerHello",
            Step::EncryptedExtensions => "EncryptedExtensions",
            Step::ServerCertificate | Step::ClientCertificate => "Certificate",
            Step::ServerKeyExchange => "ServerKeyExchange",
            Step::ServerHelloDone => "ServerHelloDone",
            Step::ClientKeyExchange => "ClientKeyExchange",
            Step::ServerCertificateVerify | Step::ClientCertificateVerify => "CertificateVerify",
            Step::Finished => "Finished",
            Step::Application => "ApplicationData",
        }
    }
}

/// What both sides settled on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// The version.
    pub version: Version,
    /// The cipher suite.
    pub suite: Suite,
    /// The group of the key exchange; `None` where none took place, as in a resumed session of TLS 1.2.
    pub group: Option<Group>,
    /// The application protocol, if one was.
    pub protocol: Option<String>,
    /// How the handshake went.
    pub kind: Kind,
    /// The certificates that the other side showed, the leaf first; none when it showed none.
    pub peer: Vec<Vec<u8>>,
}

/// How a handshake went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// All of it.
    Full,
    /// With a HelloRetryRequest, because the first share was for a group that the server does not take.
    Retried,
    /// With the secret of an earlier one.
    Resumed,
}

/// What one side found about the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// What it looked at.
    pub about: Judged,
    /// What it found.
    pub verdict: Result<(), webpki::Refusal>,
}

/// What one side verifies of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judged {
    /// The chain: who signed it, validity, purpose, revocation, and the server's name.
    Chain,
    /// The signature made in this handshake, which proves that the other side has the key.
    Signature,
    /// Nothing yet: the chain is judged once the handshake is through.
    Afterwards,
}
