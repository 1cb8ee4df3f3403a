//! rustls's own verifiers with somebody taking notes: what each side found about the other, in order. They judge as they would
//! alone, unless the scenario says that anyone is let in.

use std::sync::{Arc, Mutex, PoisonError};

use pki::verify::webpki;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};

use crate::refusal;
use crate::transcript::{Judged, Judgement};

/// What one side found so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes(Arc<Mutex<Vec<Judgement>>>);

impl Notes {
    pub(super) fn take(&self) -> Vec<Judgement> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note<T>(&self, about: Judged, verdict: Result<T, Error>) -> Result<T, Error> {
        let found = verdict.as_ref().map(|_| ()).map_err(|error| match error {
            Error::InvalidCertificate(error) => refusal::chain(error),
            other => webpki::Refusal::Other { words: other.to_string() },
        });
        let judgement = Judgement { about, verdict: found };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(judgement);
        verdict
    }
}

/// Whom a client trusts.
#[derive(Debug)]
pub(super) enum Trust {
    /// Whoever rustls's verifier accepts.
    Judged(Arc<WebPkiServerVerifier>),
    /// Nobody: it knows no authority.
    Nobody,
    /// Anyone.
    Anyone,
}

/// How a client looks at the server.
#[derive(Debug)]
pub(super) struct OfServer {
    pub(super) trust: Trust,
    pub(super) algorithms: WebPkiSupportedAlgorithms,
    pub(super) notes: Notes,
}

impl ServerCertVerifier for OfServer {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verdict = match &self.trust {
            Trust::Judged(verifier) => {
                verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
            Trust::Nobody => Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)),
            Trust::Anyone => return Ok(ServerCertVerified::assertion()),
        };
        self.notes.note(Judged::Chain, verdict)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let verdict = verify_tls12_signature(message, certificate, signed, &self.algorithms);
        self.notes.note(Judged::Signature, verdict)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let verdict = verify_tls13_signature(message, certificate, signed, &self.algorithms);
        self.notes.note(Judged::Signature, verdict)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// How a server looks at clients.
#[derive(Debug)]
pub(super) struct OfClient {
    /// What judges chains; `None` takes any.
    pub(super) verifier: Option<Arc<dyn ClientCertVerifier>>,
    /// The names of the authorities that clients are told of.
    pub(super) hints: Vec<DistinguishedName>,
    pub(super) mandatory: bool,
    /// What it takes is judged behind the handshake.
    pub(super) judges_afterwards: bool,
    pub(super) algorithms: WebPkiSupportedAlgorithms,
    pub(super) notes: Notes,
}

impl ClientCertVerifier for OfClient {
    fn client_auth_mandatory(&self) -> bool {
        self.mandatory
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let Some(verifier) = &self.verifier else {
            let taken = Ok(ClientCertVerified::assertion());
            return if self.judges_afterwards { self.notes.note(Judged::Afterwards, taken) } else { taken };
        };
        self.notes.note(Judged::Chain, verifier.verify_client_cert(end_entity, intermediates, now))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let verdict = verify_tls12_signature(message, certificate, signed, &self.algorithms);
        self.notes.note(Judged::Signature, verdict)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let verdict = verify_tls13_signature(message, certificate, signed, &self.algorithms);
        self.notes.note(Judged::Signature, verdict)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
