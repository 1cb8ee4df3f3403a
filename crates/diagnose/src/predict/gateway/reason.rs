//! Why a call to the gateway ends as it does, in words for people. What the programs print is `outcome`'s.

use deploy::gateway::Problem;
use deploy::unwritable::shown;
use pki::verify::trust;
use text::gateway_predict as say;
use text::{Lang, Message};

use super::super::reason::offered;
use crate::curl::Tls;
use crate::gateway::Refusal;

/// Why a call ends as it does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of each stand in `message`")]
pub enum Reason {
    /// The configuration cannot be used.
    Refuses(Box<Problem>),
    /// It ends with curl, as it would with any server.
    Caller(Box<super::super::Reason>),
    NobodyListens(u16),
    PlainHttp,
    UnknownName(String),
    NoName,
    NoCommonVersion {
        client: (Tls, Tls),
        server: Vec<Tls>,
    },
    NoCommonCipher {
        rsa: bool,
    },
    NoCommonGroup,
    NoCommonProtocol,
    ServerCurve(String),
    /// The handshake is ended with an alert, for what the certificate is.
    Alerted(Box<trust::Reason>),
    /// The request is answered by the gateway itself.
    Refused(Box<Refusal>),
    Accepted(String),
    WithoutCertificate,
}

impl Reason {
    /// Whether this is how it should be: nothing is to be changed.
    #[must_use]
    pub fn is_good(&self) -> bool {
        matches!(self, Reason::Accepted(_))
    }

    /// What happens, and what to do about it.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Reason::Refuses(problem) => problem.message(lang),
            Reason::Caller(reason) => reason.message(lang),
            Reason::NobodyListens(port) => say::nobody_listens(lang, port),
            Reason::PlainHttp => text::gateway_refusal::plain_http(lang),
            Reason::UnknownName(host) => say::unknown_name(lang, &shown(host)),
            Reason::NoName => say::no_name(lang),
            Reason::NoCommonVersion { client, server } => {
                let server = server.iter().map(|version| version.number()).collect::<Vec<_>>().join(", ");
                say::no_common_version(lang, &offered(*client), &server)
            }
            Reason::NoCommonCipher { rsa } => {
                say::no_common_cipher(lang, &if *rsa { "RSA" } else { "ECDSA" })
            }
            Reason::NoCommonGroup => say::no_common_group(lang),
            Reason::NoCommonProtocol => say::no_common_protocol(lang),
            Reason::ServerCurve(curve) => say::server_curve(lang, curve),
            Reason::Alerted(reason) => reason.message(lang),
            Reason::Refused(refusal) => refusal.message(lang),
            Reason::Accepted(subject) => say::accepted(lang, &shown(subject)),
            Reason::WithoutCertificate => say::without_certificate(lang),
        }
    }
}
