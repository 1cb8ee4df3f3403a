//! What webpki found wrong, as a reason with its values.

use rustls_pki_types::{CertificateDer, UnixTime};
use webpki::Error;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::{Reason, Trust};
use crate::certificate::Certificate;
use crate::moment::Moment;
use crate::verify::webpki::is_of_another_kind;

/// What was asked.
pub(super) struct Question<'a> {
    pub(super) certificate: &'a Certificate,
    pub(super) leaf: &'a CertificateDer<'a>,
    pub(super) sent: &'a [CertificateDer<'a>],
    pub(super) trust: &'a Trust,
    pub(super) now: Moment,
}

impl Question<'_> {
    /// The reason behind an error.
    pub(super) fn reason(&self, error: &Error) -> Reason {
        let facts = self.certificate.facts();
        let issuer = || facts.issuer.clone();
        match error {
            Error::UnknownIssuer => Reason::UnknownIssuer { issuer: issuer() },
            Error::InvalidSignatureForPublicKey => Reason::Signature { issuer: issuer() },
            Error::CertExpired { not_after, .. } if facts.not_after < self.now => {
                Reason::Expired { end: moment(*not_after) }
            }
            Error::CertNotValidYet { not_before, .. } if facts.not_before > self.now => {
                Reason::NotYetValid { start: moment(*not_before) }
            }
            Error::CertExpired { not_after: end, .. } | Error::CertNotValidYet { not_before: end, .. } => {
                Reason::IssuerNotValid { end: moment(*end) }
            }
            Error::CertRevoked => Reason::Revoked,
            Error::UnknownRevocationStatus => self.without_list(),
            Error::CrlExpired { next_update, .. } => Reason::ListEnded { end: moment(*next_update) },
            Error::InvalidCrlSignatureForPublicKey | Error::IssuerNotCrlSigner => {
                Reason::ListUnusable { words: words(error) }
            }
            Error::RequiredEkuNotFoundContext(_) | Error::EmptyEkuExtension => Reason::Purpose,
            Error::CaUsedAsEndEntity => Reason::IsAuthority,
            Error::PathLenConstraintViolated | Error::NameConstraintViolation | Error::EndEntityUsedAsCa => {
                Reason::Constraints
            }
            Error::MaximumPathDepthExceeded
            | Error::MaximumPathBuildCallsExceeded
            | Error::MaximumSignatureChecksExceeded
            | Error::MaximumNameConstraintComparisonsExceeded => {
                Reason::TooDeep { most: self.trust.choices.depth }
            }
            Error::UnsupportedCriticalExtension => Reason::CriticalExtension,
            Error::UnsupportedSignatureAlgorithmForPublicKeyContext(context)
                if is_of_another_kind(&context.signature_algorithm_id, &context.public_key_algorithm_id) =>
            {
                Reason::Signature { issuer: issuer() }
            }
            Error::SignatureAlgorithmMismatch
            | Error::UnsupportedSignatureAlgorithmContext(_)
            | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => Reason::Algorithm,
            Error::UnsupportedCertVersion => self.version(),
            _ => Reason::Malformed { words: words(error) },
        }
    }

    /// webpki reads version 3 alone, and says so of a leaf or of what was sent with it.
    fn version(&self) -> Reason {
        let version = X509Certificate::from_der(self.leaf).map_or(2, |(_, read)| read.version().0);
        match version {
            0 | 1 => Reason::Version { version: version + 1 },
            _ => Reason::Constraints,
        }
    }

    /// Which list is missing: one that is here and has not begun, or the first that is not here.
    fn without_list(&self) -> Reason {
        let chain = core::iter::once(self.leaf).chain(self.sent);
        let issuers: Vec<(Vec<u8>, String)> = chain
            .filter_map(|der| {
                let (_, read) = X509Certificate::from_der(der).ok()?;
                let text = Certificate::from_der(der).ok()?.facts().issuer.clone();
                Some((read.issuer().as_raw().to_vec(), text))
            })
            .collect();
        for list in &self.trust.lists {
            let concerns = issuers.iter().any(|(issuer, _)| issuer == list.issuer());
            if concerns && list.start() > self.now {
                return Reason::ListNotYetValid { start: list.start() };
            }
        }
        let has_list = |issuer: &[u8]| self.trust.lists.iter().any(|list| list.issuer() == issuer);
        let missing = issuers.into_iter().find(|(issuer, _)| !has_list(issuer)).map(|(_, text)| text);
        Reason::ListMissing { issuer: missing.unwrap_or_else(|| self.certificate.facts().issuer.clone()) }
    }
}

fn moment(time: UnixTime) -> Moment {
    Moment::from_unix_seconds(i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
}

/// The name of an error without its values.
fn words(error: &Error) -> String {
    let words = format!("{error:?}");
    words.split(['(', '{', ' ']).next().unwrap_or_default().to_owned()
}
