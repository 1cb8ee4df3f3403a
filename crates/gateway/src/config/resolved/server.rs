//! `[[server]]`: certificates, keys that belong to them, and names of which none is taken twice.

use std::path::Path;
use std::sync::Arc;

use deploy::gateway::Problem;
use deploy::gateway::file::{self, File};
use pki::certificate::Certificate;
use pki::verify::trust::Trust;
use tokio_rustls::rustls::DistinguishedName;
use tokio_rustls::rustls::crypto::aws_lc_rs::sign::any_supported_type;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::version::{TLS12, TLS13};

use super::{Clients, Desk, texts};
use crate::clock::Clock;
use crate::possession::{Judging, Possession};
use crate::tls::{self, Name, Server, Servers, Speech};

pub(super) fn resolve(
    file: &File,
    trust: &Arc<Trust>,
    clients: &Clients,
    clock: Clock,
    desk: &mut Desk<'_>,
) -> Servers {
    if file.server.get_ref().is_empty() {
        desk.fault(&file.server.span(), Problem::Empty { key: "server" });
    }
    let speech = speech(&file.tls, desk);
    let possession = Arc::new(possession(trust, clients, clock));
    let mut servers: Vec<Server> = Vec::new();
    for written in file.server.get_ref() {
        let Some((chain, key)) = certified(&written.certificate, &written.key, desk) else { continue };
        let certificate = chain[0].clone();
        let names = names(written, &certificate, &servers, desk);
        match tls::config(&speech, Arc::new(key), possession.clone()) {
            Ok(config) => {
                let config = Arc::new(config);
                servers.push(Server {
                    names,
                    default: written.default,
                    certificate,
                    chain,
                    certificate_file: desk.path(&written.certificate),
                    key_file: desk.path(&written.key),
                    config,
                });
            }
            Err(error) => {
                desk.fault(&written.certificate.span(), Problem::Tls { words: error.to_string() });
            }
        }
    }
    Servers::new(servers)
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

fn speech(written: &file::Tls, desk: &mut Desk<'_>) -> Speech {
    let versions = match &written.versions {
        None => vec![&TLS13, &TLS12],
        Some(versions) => {
            if versions.get_ref().is_empty() {
                desk.fault(&versions.span(), Problem::Empty { key: "versions" });
            }
            let version = |version: &file::Version| match version {
                file::Version::Tls12 => &TLS12,
                file::Version::Tls13 => &TLS13,
            };
            versions.get_ref().iter().map(version).collect()
        }
    };
    let http = match &written.http {
        None => vec![file::Http::Two, file::Http::One],
        Some(http) => {
            if http.get_ref().is_empty() {
                desk.fault(&http.span(), Problem::Empty { key: "http" });
            }
            http.get_ref().clone()
        }
    };
    let alpn = http.iter().map(|http| match http {
        file::Http::Two => b"h2".to_vec(),
        file::Http::One => b"http/1.1".to_vec(),
    });
    Speech { versions, alpn: alpn.collect(), resumption: written.resumption.unwrap_or(true) }
}

/// The certificate with its key.
pub(super) fn certified(
    named: &file::Text,
    key_named: &file::Text,
    desk: &mut Desk<'_>,
) -> Option<(Vec<Certificate>, CertifiedKey)> {
    let certificate = desk.read(named);
    let key = desk.read(key_named);
    let (certificate_file, octets) = certificate?;
    let (ders, chain) =
        chain(&certificate_file, &octets).map_err(|problem| desk.fault(&named.span(), problem)).ok()?;
    let (key_file, octets) = key?;
    let no_key = || Problem::NoKey { file: key_file.clone() };
    let signing = PrivateKeyDer::from_pem_slice(&octets).ok().and_then(|key| any_supported_type(&key).ok());
    let Some(signing) = signing else {
        desk.fault(&key_named.span(), no_key());
        return None;
    };
    if signing.public_key().is_none_or(|public| public.as_ref() != chain[0].public_key_der()) {
        let problem = Problem::KeyOfAnother { key: key_file, certificate: certificate_file };
        desk.fault(&key_named.span(), problem);
        return None;
    }
    Some((chain, CertifiedKey::new(ders, signing)))
}

/// The certificates of a file, as they are and as they were read.
pub(super) fn chain(
    file: &Path,
    octets: &[u8],
) -> Result<(Vec<CertificateDer<'static>>, Vec<Certificate>), Problem> {
    let unusable = |words: String| Problem::Certificate { file: file.to_owned(), words };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(octets)
        .collect::<Result<_, _>>()
        .map_err(|error| unusable(error.to_string()))?;
    if chain.is_empty() {
        return Err(Problem::NoCertificate { file: file.to_owned() });
    }
    let read = |der: &CertificateDer<'static>| {
        Certificate::from_der(der)
            .map_err(|error| unusable(error.message(text::Lang::En).problem.into_owned()))
    };
    let read = chain.iter().map(read).collect::<Result<_, _>>()?;
    Ok((chain, read))
}

/// The names for which it is shown: given, or its own.
fn names(
    written: &file::Server,
    certificate: &Certificate,
    others: &[Server],
    desk: &mut Desk<'_>,
) -> Vec<Name> {
    let Some(given) = &written.names else {
        let names = Name::of(certificate);
        if names.is_empty() && !written.default {
            let problem = Problem::NoNames { certificate: desk.path(&written.certificate) };
            desk.fault(&written.certificate.span(), problem);
        }
        return names;
    };
    let mut names = Vec::new();
    for (text, span) in texts(given) {
        match Name::parse(text) {
            None => desk.fault(&span, Problem::Name { value: text.clone() }),
            Some(name) => {
                let taken = others.iter().any(|other| other.names.contains(&name)) || names.contains(&name);
                if taken {
                    desk.fault(&span, Problem::Twice { value: text.clone() });
                }
                names.push(name);
            }
        }
    }
    names
}
