//! What the gateway shows of itself in a handshake: a certificate for each of its names, versions, groups and the protocols above.
//! Names that are nobody's get no certificate.

use std::sync::Arc;

use tokio_rustls::rustls::crypto::aws_lc_rs::{Ticketer, default_provider, kx_group};
use tokio_rustls::rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms};
use tokio_rustls::rustls::server::{NoServerSessionStorage, ServerConfig, danger::ClientCertVerifier};
use tokio_rustls::rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio_rustls::rustls::{Error, KeyLogFile, SupportedProtocolVersion};

/// A certificate, the names for which it is shown, and how it speaks TLS.
pub type Server = diagnose::gateway::Server<Arc<ServerConfig>>;

/// All of them.
pub type Servers = diagnose::gateway::Servers<Arc<ServerConfig>>;

/// What every server speaks.
pub struct Speech {
    /// Versions of TLS.
    pub versions: Vec<&'static SupportedProtocolVersion>,
    /// Names of protocols (RFC 7301), the preferred first.
    pub alpn: Vec<Vec<u8>>,
    /// Whether sessions go on.
    pub resumption: bool,
    /// Whether secrets are written to the file that SSLKEYLOGFILE names.
    pub key_log: bool,
}

/// aws-lc with these groups: the hybrid one first (draft-ietf-tls-ecdhe-mlkem), then the usual ones.
#[must_use]
pub fn provider() -> CryptoProvider {
    let kx_groups =
        vec![kx_group::X25519MLKEM768, kx_group::X25519, kx_group::SECP256R1, kx_group::SECP384R1];
    CryptoProvider { kx_groups, ..default_provider() }
}

/// The signatures that are verified.
#[must_use]
pub fn algorithms() -> WebPkiSupportedAlgorithms {
    default_provider().signature_verification_algorithms
}

/// How a server with this certificate and key speaks TLS.
///
/// Tickets are encrypted with keys of this configuration alone (RFC 8446 section 4.6.1, RFC 5077), so that nothing of before a
/// reload can be resumed after it; what is resumed is judged again all the same.
///
/// # Errors
/// rustls' own.
pub fn config(
    speech: &Speech,
    key: Arc<CertifiedKey>,
    clients: Arc<dyn ClientCertVerifier>,
) -> Result<ServerConfig, Error> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(provider()))
        .with_protocol_versions(&speech.versions)?
        .with_client_cert_verifier(clients)
        .with_cert_resolver(Arc::new(SingleCertAndKey::from(key)));
    config.alpn_protocols.clone_from(&speech.alpn);
    if speech.key_log {
        config.key_log = Arc::new(KeyLogFile::new());
    }
    config.session_storage = Arc::new(NoServerSessionStorage {});
    if speech.resumption {
        config.ticketer = Ticketer::new()?;
        config.send_tls13_tickets = 1;
    } else {
        config.send_tls13_tickets = 0;
    }
    Ok(config)
}
