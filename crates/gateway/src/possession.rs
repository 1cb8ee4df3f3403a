//! Whether a caller has the private key of the certificate that it shows (RFC 8446 section 4.4.3, RFC 5246 section 7.4.8), whatever
//! the certificate is worth. That is judged by [`pki::verify::trust`] after the handshake, so that a refusal can be answered in words,
//! and so that a resumed session is judged again like a new one. Only with style "alert" it is judged in the handshake too.

use core::fmt;
use std::sync::Arc;

use pki::verify::trust::{Reason, Trust};
use tokio_rustls::rustls::client::danger::HandshakeSignatureValid;
use tokio_rustls::rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls13_signature_with_raw_key};
use tokio_rustls::rustls::pki_types::{CertificateDer, SubjectPublicKeyInfoDer, UnixTime};
use tokio_rustls::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use tokio_rustls::rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, OtherError, PeerMisbehaved,
    SignatureScheme,
};
use webpki::RawPublicKeyEntity;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::clock::Clock;

/// When a certificate is judged.
#[derive(Clone)]
pub enum Judging {
    /// After the handshake: whoever has the key completes it.
    Later,
    /// In the handshake: what does not hold is refused with an alert.
    Now(Arc<Trust>, Clock),
}

/// rustls' question about a caller's certificate.
pub struct Possession {
    hints: Vec<DistinguishedName>,
    mandatory: bool,
    judging: Judging,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Possession {
    /// Asks for a certificate of these authorities. Without one the handshake fails only where certificates are judged in it.
    #[must_use]
    pub fn new(
        hints: Vec<DistinguishedName>,
        mandatory: bool,
        judging: Judging,
        algorithms: WebPkiSupportedAlgorithms,
    ) -> Possession {
        Possession { hints, mandatory, judging, algorithms }
    }
}

impl fmt::Debug for Possession {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Possession").field("mandatory", &self.mandatory).finish_non_exhaustive()
    }
}

impl ClientCertVerifier for Possession {
    fn client_auth_mandatory(&self) -> bool {
        self.mandatory
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn verify_client_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        // without a key that can be read nothing could be proved
        public_key(leaf)?;
        if let Judging::Now(trust, clock) = &self.judging {
            let chain: Vec<CertificateDer<'_>> =
                core::iter::once(leaf.clone()).chain(intermediates.iter().cloned()).collect();
            trust.judge(&chain, clock()).verdict.map_err(|reason| alert(&reason))?;
        }
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let key = public_key(leaf)?;
        let key = RawPublicKeyEntity::try_from(&key).map_err(|_| CertificateError::BadEncoding)?;
        let mapping = self.algorithms.mapping.iter().find(|(scheme, _)| *scheme == signed.scheme);
        let (_, algorithms) = mapping.ok_or(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme)?;
        // in TLS 1.2 a scheme does not bind the curve (RFC 5246 section 7.4.1.4.1): any that fits the key will do
        let holds = algorithms
            .iter()
            .any(|algorithm| key.verify_signature(*algorithm, message, signed.signature()).is_ok());
        if holds {
            Ok(HandshakeSignatureValid::assertion())
        } else {
            Err(CertificateError::BadSignature.into())
        }
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature_with_raw_key(message, &public_key(leaf)?, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// The public key of any certificate, of version 1 too, which webpki does not read.
fn public_key(leaf: &CertificateDer<'_>) -> Result<SubjectPublicKeyInfoDer<'static>, Error> {
    let (_, certificate) = X509Certificate::from_der(leaf).map_err(|_| CertificateError::BadEncoding)?;
    Ok(SubjectPublicKeyInfoDer::from(certificate.public_key().raw.to_vec()))
}

/// The alert that says most about a reason (RFC 8446 section 6.2), as rustls chooses it by its own error.
fn alert(reason: &Reason) -> Error {
    let error = match reason {
        Reason::Expired { .. } | Reason::IssuerNotValid { .. } | Reason::AuthorityNotValid { .. } => {
            CertificateError::Expired
        }
        Reason::NotYetValid { .. } => CertificateError::NotValidYet,
        Reason::Revoked => CertificateError::Revoked,
        Reason::UnknownIssuer { .. } => CertificateError::UnknownIssuer,
        Reason::Signature { .. } => CertificateError::BadSignature,
        Reason::ListMissing { .. } | Reason::ListUnusable { .. } => CertificateError::UnknownRevocationStatus,
        Reason::Purpose => CertificateError::InvalidPurpose,
        Reason::Malformed { .. } => CertificateError::BadEncoding,
        _ => CertificateError::Other(OtherError(Arc::new(Refused(reason.clone())))),
    };
    error.into()
}

/// A reason that rustls has no name for.
#[derive(Debug)]
struct Refused(Reason);

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0.code())
    }
}

impl core::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use pki::moment::Moment;
    use tokio_rustls::rustls::AlertDescription;

    use super::{CertificateError, Error, Reason, alert};

    #[test]
    fn rustls_sends_the_alert_that_is_predicted() {
        let now = Moment::from_unix_seconds(0);
        let issuer = || "CN=A".to_owned();
        for reason in [
            Reason::Version { version: 1 },
            Reason::UnknownIssuer { issuer: issuer() },
            Reason::Signature { issuer: issuer() },
            Reason::Expired { end: now },
            Reason::NotYetValid { start: now },
            Reason::IssuerNotValid { end: now },
            Reason::AuthorityNotValid { start: now, end: now },
            Reason::Revoked,
            Reason::ListMissing { issuer: issuer() },
            Reason::ListEnded { end: now },
            Reason::ListNotYetValid { start: now },
            Reason::ListUnusable { words: issuer() },
            Reason::Purpose,
            Reason::IsAuthority,
            Reason::TooDeep { most: 1 },
            Reason::Constraints,
            Reason::CriticalExtension,
            Reason::Algorithm,
            Reason::Malformed { words: issuer() },
        ] {
            let Error::InvalidCertificate(error) = alert(&reason) else { panic!("{reason:?}") };
            let error: CertificateError = error;
            assert_eq!(u8::from(AlertDescription::from(error)), reason.alert(), "{reason:?}");
        }
    }
}
