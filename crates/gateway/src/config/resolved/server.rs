//! What is made of each `[[server]]`: TLS with its certificate and key.

use std::sync::Arc;

use deploy::gateway::file;
use diagnose::gateway::{self, Clients};
use pki::certificate::Certificate;
use pki::verify::trust::Trust;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::sign::{CertifiedKey, SigningKey};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{DistinguishedName, Error};

use crate::clock::Clock;
use crate::possession::{Judging, Possession};
use crate::tls::{self, Servers, Speech};

pub(super) fn make(
    servers: Vec<gateway::Server<Arc<dyn SigningKey>>>,
    written: &gateway::Speech,
    trust: &Arc<Trust>,
    clients: &Clients,
    clock: Clock,
) -> Result<Servers, Error> {
    let speech = speech(written);
    let possession = Arc::new(possession(trust, clients, clock));
    let made = servers.into_iter().map(|server| {
        server.made(|chain, key| {
            tls::config(&speech, Arc::new(certified(chain, key)), possession.clone()).map(Arc::new)
        })
    });
    made.collect::<Result<_, _>>().map(Servers::new)
}

/// A chain with its key, as rustls shows it.
pub(super) fn certified(chain: &[Certificate], key: Arc<dyn SigningKey>) -> CertifiedKey {
    CertifiedKey::new(chain.iter().map(der).collect(), key)
}

/// The octets of a certificate, as rustls takes them.
pub(super) fn der(certificate: &Certificate) -> CertificateDer<'static> {
    CertificateDer::from(certificate.der().to_vec())
}

fn possession(trust: &Arc<Trust>, clients: &Clients, clock: Clock) -> Possession {
    let hints = if clients.send_authorities {
        trust.anchors().iter().map(|anchor| DistinguishedName::in_sequence(anchor.name())).collect()
    } else {
        Vec::new()
    };
    let alert = clients.style == file::Style::Alert;
    let judging = if alert { Judging::Now(trust.clone(), clock) } else { Judging::Later };
    let mandatory = alert && clients.need == file::Need::Required;
    Possession::new(hints, mandatory, judging, tls::algorithms())
}

fn speech(written: &gateway::Speech) -> Speech {
    let version = |version: &file::Version| match version {
        file::Version::Tls12 => &TLS12,
        file::Version::Tls13 => &TLS13,
    };
    let alpn = written.http.iter().map(|http| match http {
        file::Http::Two => b"h2".to_vec(),
        file::Http::One => b"http/1.1".to_vec(),
    });
    Speech {
        versions: written.versions.iter().map(version).collect(),
        alpn: alpn.collect(),
        resumption: written.resumption,
        key_log: written.key_log,
    }
}
