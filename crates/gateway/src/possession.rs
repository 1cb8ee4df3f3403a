//! Whether a caller has the private key of the certificate that it shows (RFC 8446 section 4.4.3, RFC 5246 section 7.4.8), whatever
//! the certificate is worth. That is judged by [`pki::verify::trust`] after the handshake, so that a refusal can be answered in words,
//! and so that a resumed session is judged again like a new one. Only with style "alert" it is judged in the handshake too; rustls
//! then sends the alert, and the reason, for which it has no room, comes back by [`watched`].

use core::cell::RefCell;
use core::fmt;
use std::sync::Arc;

use pki::verify::trust::{Reason, Trust};
use tokio::task_local;
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
            trust.judge(&chain, clock()).verdict.map_err(refuse)?;
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

task_local! {
    static REFUSED: RefCell<Option<Reason>>;
}

/// Does a handshake, and tells beside what comes of it for which reason a certificate was refused in it.
pub async fn watched<F: Future>(handshake: F) -> (F::Output, Option<Reason>) {
    let refused = RefCell::new(None);
    REFUSED.scope(refused, async { (handshake.await, REFUSED.with(RefCell::take)) }).await
}

/// Keeps the reason for whoever watches, and has rustls send the alert that belongs to it.
fn refuse(reason: Reason) -> Error {
    let error = alert(&reason);
    // nobody has to watch
    let _ = REFUSED.try_with(|refused| refused.replace(Some(reason)));
    error
}

/// The error for which rustls sends the alert of a reason ([`Reason::alert`]).
fn alert(reason: &Reason) -> Error {
    let error = match reason.alert() {
        42 => CertificateError::BadEncoding,
        43 => CertificateError::InvalidPurpose,
        44 => CertificateError::Revoked,
        45 => CertificateError::Expired,
        48 => CertificateError::UnknownIssuer,
        51 => CertificateError::BadSignature,
        // certificate_unknown, with whatever stands in it
        _ => CertificateError::Other(OtherError(Arc::new(fmt::Error))),
    };
    error.into()
}

#[cfg(test)]
mod tests {
    use pki::moment::Moment;
    use tokio_rustls::rustls::AlertDescription;

    use super::{CertificateError, Error, Reason, alert};

    #[test]
    fn rustls_sends_the_alert_of_each_reason() {
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
