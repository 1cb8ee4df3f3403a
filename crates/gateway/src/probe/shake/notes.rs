//! What is written down while rustls shakes hands: what the server shows, what it asks for, and the secrets. Nothing is judged here,
//! and nothing that the server shows stops the handshake: a probe wants to see what comes next.

use core::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use handshake::key_log::{Entry, KeyLog};
use pki::secret::Secret;
use tokio_rustls::rustls;
use tokio_rustls::rustls::client::ResolvesClientCert;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{DigitallySignedStruct, Error, SignatureScheme};

/// What one connection showed.
#[derive(Default)]
pub(super) struct Notes {
    /// The server's certificates as it sent them.
    pub(super) chain: Vec<Vec<u8>>,
    /// What it sent of OCSP (RFC 6066 section 8), when it did.
    pub(super) staple: Option<Vec<u8>>,
    /// What it asked for, when it did.
    pub(super) asked: Option<Asked>,
    /// The secrets.
    pub(super) keys: KeyLog,
}

/// What a server asks for in its CertificateRequest (RFC 8446 section 4.3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The names of authorities, DER, in the server's order; none where it names none.
    pub authorities: Vec<Vec<u8>>,
    /// The kinds of signature that it takes.
    pub schemes: Vec<SignatureScheme>,
    /// Whether the key at hand can make one of them; `None` where none was to be shown.
    pub can_sign: Option<bool>,
}

/// Who takes notes for one configuration of rustls.
#[derive(Clone, Default)]
pub(super) struct Scribe {
    notes: Arc<Mutex<Notes>>,
    /// What is shown when the server asks.
    shown: Arc<Mutex<Option<Arc<CertifiedKey>>>>,
    schemes: Vec<SignatureScheme>,
}

impl Scribe {
    /// Takes notes, and shows this when it is asked.
    pub(super) fn new(shown: Option<Arc<CertifiedKey>>, schemes: Vec<SignatureScheme>) -> Scribe {
        Scribe { notes: Arc::default(), shown: Arc::new(Mutex::new(shown)), schemes }
    }

    /// From now on nothing is shown.
    pub(super) fn take_away(&self) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The notes of the connection that ends here; the next one begins with an empty page.
    pub(super) fn take(&self) -> Notes {
        core::mem::take(&mut *self.notes())
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// rustls wants it; nothing that is secret is in it.
impl fmt::Debug for Scribe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Scribe").finish_non_exhaustive()
    }
}

impl ServerCertVerifier for Scribe {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        staple: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let mut notes = self.notes();
        notes.chain = core::iter::once(leaf).chain(intermediates).map(|one| one.to_vec()).collect();
        notes.staple = (!staple.is_empty()).then(|| staple.to_vec());
        // judged afterwards by `meaning`, which says more than an error could
        Ok(ServerCertVerified::assertion())
    }

    // whether the server has its key is judged afterwards, too, out of what was sent
    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.clone()
    }
}

impl ResolvesClientCert for Scribe {
    fn resolve(&self, authorities: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let can_sign = shown.as_ref().map(|key| key.key.choose_scheme(schemes).is_some());
        self.notes().asked = Some(Asked {
            authorities: authorities.iter().map(|name| name.to_vec()).collect(),
            schemes: schemes.to_vec(),
            can_sign,
        });
        shown
    }

    fn has_certs(&self) -> bool {
        true
    }
}

impl rustls::KeyLog for Scribe {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        self.notes().keys.entries.push(Entry {
            label: label.to_owned(),
            client_random: client_random.to_vec(),
            secret: Secret::new(secret.to_vec()),
        });
    }
}
