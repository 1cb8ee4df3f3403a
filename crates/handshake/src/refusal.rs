//! Why one side of a handshake refuses the other, typed, out of rustls's errors. Its words are in `handshake.ftl`, those about
//! chains in `chain.ftl`.

use pki::verify::webpki;
use rustls::{CertificateError, Error, PeerIncompatible};
use rustls_pki_types::UnixTime;
use serde::{Deserialize, Serialize};
use text::handshake as say;
use text::{Lang, Message};

use pki::moment::Moment;

use crate::transcript::Step;

/// Why.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The chain that the other side showed (RFC 5280 section 6).
    Chain(webpki::Refusal),
    /// The signature made in this handshake: whoever made it has not the key of the certificate (RFC 8446 section 4.4.3).
    Signature,
    /// A certificate was wanted and none came (RFC 8446 section 4.4.2.4).
    NoCertificate,
    /// A certificate's key that is shorter than OpenSSL's security level allows (SSL_CTX_set_security_level(3)); recorded, for rustls
    /// does not come so far.
    KeyTooShort,
    /// No version that both speak (RFC 8446 section 4.2.1).
    NoSharedVersion,
    /// No cipher suite that both take (RFC 8446 section 4.1.1).
    NoSharedSuite,
    /// No group that both take (RFC 8446 section 4.1.1).
    NoSharedGroup,
    /// No kind of signature that both take (RFC 8446 section 4.2.3).
    NoSharedSignature,
    /// No application protocol that both speak (RFC 7301 section 3.2).
    NoSharedProtocol,
    /// What came is not TLS (RFC 8446 section 5.1).
    NotTls,
    /// Any other breach of the protocol.
    Other {
        /// rustls's own words.
        words: String,
    },
}

impl Refusal {
    /// Out of rustls's error. A signature that does not fit is told from a chain whose signature does not fit by `judged`, for
    /// rustls has one word for both.
    #[must_use]
    pub(crate) fn of(error: &Error, signature_failed: bool) -> Refusal {
        match error {
            Error::InvalidCertificate(_) if signature_failed => Refusal::Signature,
            Error::InvalidCertificate(error) => Refusal::Chain(chain(error)),
            Error::NoCertificatesPresented => Refusal::NoCertificate,
            Error::NoApplicationProtocol => Refusal::NoSharedProtocol,
            Error::PeerIncompatible(what) => incompatible(what, error),
            Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType) => Refusal::NotTls,
            _ => Refusal::Other { words: error.to_string() },
        }
    }

    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Refusal::Chain(refusal) => refusal.message(lang),
            Refusal::Signature => say::refusal_signature(lang),
            Refusal::NoCertificate => say::refusal_no_certificate(lang),
            Refusal::KeyTooShort => say::refusal_key_too_short(lang),
            Refusal::NoSharedVersion => say::refusal_no_shared_version(lang),
            Refusal::NoSharedSuite => say::refusal_no_shared_suite(lang),
            Refusal::NoSharedGroup => say::refusal_no_shared_group(lang),
            Refusal::NoSharedSignature => say::refusal_no_shared_signature(lang),
            Refusal::NoSharedProtocol => say::refusal_no_shared_protocol(lang),
            Refusal::NotTls => say::refusal_not_tls(lang),
            Refusal::Other { words } => say::refusal_other(lang, words),
        }
    }

    /// The rule that it enforces.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Refusal::Chain(webpki::Refusal::NameMismatch { .. }) => "RFC 9525, 6",
            Refusal::Chain(refusal) if refusal.is_of_a_list() => "RFC 5280, 6.3",
            Refusal::Chain(_) => "RFC 5280, 6.1",
            Refusal::Signature => "RFC 8446, 4.4.3",
            Refusal::NoCertificate => "RFC 8446, 4.4.2.4",
            Refusal::KeyTooShort => "OpenSSL SECLEVEL 2",
            Refusal::NoSharedVersion => "RFC 8446, 4.2.1",
            Refusal::NoSharedSuite | Refusal::NoSharedGroup => "RFC 8446, 4.1.1",
            Refusal::NoSharedSignature => "RFC 8446, 4.2.3",
            Refusal::NoSharedProtocol => "RFC 7301, 3.2",
            Refusal::NotTls => "RFC 8446, 5.1",
            Refusal::Other { .. } => "RFC 8446, 6.2",
        }
    }

    /// The same of a handshake of TLS 1.2, which has rules of its own, by what was being read.
    #[must_use]
    pub fn rule_of_12(&self, step: Step) -> &'static str {
        match self {
            Refusal::Signature if step == Step::ServerKeyExchange => "RFC 5246, 7.4.3",
            Refusal::Signature => "RFC 5246, 7.4.8",
            Refusal::NoCertificate => "RFC 5246, 7.4.6",
            Refusal::Other { .. } => "RFC 5246, 7.2.2",
            _ => self.rule(),
        }
    }
}

fn incompatible(what: &PeerIncompatible, error: &Error) -> Refusal {
    match what {
        PeerIncompatible::ServerDoesNotSupportTls12Or13
        | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
        | PeerIncompatible::SupportedVersionsExtensionRequired
        | PeerIncompatible::Tls12NotOffered
        | PeerIncompatible::Tls12NotOfferedOrEnabled => Refusal::NoSharedVersion,
        PeerIncompatible::NoCipherSuitesInCommon => Refusal::NoSharedSuite,
        PeerIncompatible::NoKxGroupsInCommon => Refusal::NoSharedGroup,
        PeerIncompatible::NoSignatureSchemesInCommon
        | PeerIncompatible::NoCertificateRequestSignatureSchemesInCommon => Refusal::NoSharedSignature,
        _ => Refusal::Other { words: error.to_string() },
    }
}

/// rustls's word for what webpki said, as webpki's own.
pub(crate) fn chain(error: &CertificateError) -> webpki::Refusal {
    use webpki::Refusal as Chain;
    let words = || error.to_string();
    match error {
        CertificateError::BadEncoding => Chain::Malformed { words: words() },
        CertificateError::ExpiredContext { not_after, .. } => Chain::Expired { end: moment(*not_after) },
        CertificateError::NotValidYetContext { not_before, .. } => {
            Chain::NotYetValid { start: moment(*not_before) }
        }
        CertificateError::Revoked => Chain::Revoked,
        CertificateError::UnhandledCriticalExtension => Chain::CriticalExtension,
        CertificateError::UnknownIssuer => Chain::UnknownIssuer,
        CertificateError::UnknownRevocationStatus => Chain::RevocationUnknown,
        CertificateError::ExpiredRevocationListContext { next_update, .. } => {
            Chain::ListExpired { end: moment(*next_update) }
        }
        CertificateError::BadSignature => Chain::Signature,
        CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext {
            signature_algorithm_id,
            public_key_algorithm_id,
        } if webpki::is_of_another_kind(signature_algorithm_id, public_key_algorithm_id) => {
            Chain::OtherKindOfKey
        }
        CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            Chain::AlgorithmUnsupported
        }
        CertificateError::NotValidForNameContext { expected, .. } => {
            Chain::NameMismatch { target: expected.to_str().into_owned() }
        }
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            Chain::PurposeMissing
        }
        CertificateError::Other(other) => match other.0.downcast_ref::<::webpki::Error>() {
            Some(error) => webpki::refusal(error.clone()),
            None => Chain::Other { words: words() },
        },
        _ => Chain::Other { words: words() },
    }
}

fn moment(time: UnixTime) -> Moment {
    Moment::from_unix_seconds(i64::try_from(time.as_secs()).unwrap_or(Moment::LAST.unix_seconds()))
}
