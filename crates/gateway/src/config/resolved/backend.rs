//! What is made of `[backend]`: TLS as the gateway speaks it with those behind it.

use std::sync::Arc;

use aws_lc_rs::digest;
use diagnose::gateway::Shown;
use pki::certificate::Certificate;
use tokio_rustls::rustls::sign::{SigningKey, SingleCertAndKey};
use tokio_rustls::rustls::{ClientConfig, Error, RootCertStore};

use super::server::{certified, der};
use crate::tls;

/// The backend.
pub type Backend = diagnose::gateway::Backend<BackendTls>;

/// How TLS is spoken with the backend. Two of these are the same when they were made of the same octets.
#[derive(Clone)]
pub struct BackendTls {
    /// For HTTP/1.1 alone.
    pub one: Arc<ClientConfig>,
    /// For HTTP/2, or HTTP/1.1 where the backend does not know it.
    pub two: Arc<ClientConfig>,
    /// By whom the backend's certificate is verified.
    pub authorities: Vec<Certificate>,
    /// What the gateway shows of itself, where the backend wants to see something.
    pub shown: Option<Shown>,
    made_of: [u8; 32],
}

impl PartialEq for BackendTls {
    fn eq(&self, other: &Self) -> bool {
        self.made_of == other.made_of
    }
}

pub(super) fn make(written: diagnose::gateway::BackendTls<Arc<dyn SigningKey>>) -> Result<BackendTls, Error> {
    let mut context = digest::Context::new(&digest::SHA256);
    let mut roots = RootCertStore::empty();
    for authority in &written.authorities {
        context.update(authority.der());
        roots.add(der(authority))?;
    }
    let (shown, identity) = match written.shown {
        None => (None, None),
        Some((shown, key)) => {
            // the key belongs to the certificate, so that this tells it too
            shown.chain.iter().for_each(|certificate| context.update(certificate.der()));
            let identity = Arc::new(certified(&shown.chain, key));
            (Some(shown), Some(identity))
        }
    };
    let config = |alpn: &[&[u8]]| {
        let builder = ClientConfig::builder_with_provider(Arc::new(tls::provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots.clone());
        let mut config = match &identity {
            None => builder.with_no_client_auth(),
            Some(key) => builder.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(key.clone()))),
        };
        config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
        Ok::<_, Error>(Arc::new(config))
    };
    Ok(BackendTls {
        authorities: written.authorities,
        shown,
        one: config(&[b"http/1.1"])?,
        two: config(&[b"h2", b"http/1.1"])?,
        made_of: context.finish().as_ref().try_into().expect("SHA-256 has 32 octets"),
    })
}
