//! `[[server]]`: certificates, keys that belong to them, and names of which none is taken twice.

use std::path::Path;

use deploy::gateway::Problem;
use deploy::gateway::file::{self, File};
use pki::certificate::Certificate;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;

use super::{Desk, texts};
use crate::gateway::{Machine, Name, Server};

/// What every server speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    /// Versions of TLS.
    pub versions: Vec<file::Version>,
    /// Versions of HTTP, the preferred first.
    pub http: Vec<file::Http>,
    /// Whether sessions go on.
    pub resumption: bool,
    /// Whether the secrets of connections are written down.
    pub key_log: bool,
}

pub(super) fn settle<M: Machine>(file: &File, desk: &mut Desk<'_, M>) -> (Vec<Server<M::Key>>, Speech) {
    if file.server.get_ref().is_empty() {
        desk.fault(&file.server.span(), Problem::Empty { key: "server" });
    }
    let speech = speech(&file.tls, desk);
    let mut servers: Vec<Server<M::Key>> = Vec::new();
    for written in file.server.get_ref() {
        let Some((chain, key)) = certified(&written.certificate, &written.key, desk) else { continue };
        let certificate = chain[0].clone();
        let names = names(written, &certificate, &servers, desk);
        servers.push(Server {
            names,
            default: written.default,
            certificate,
            chain,
            certificate_file: desk.path(&written.certificate),
            key_file: desk.path(&written.key),
            key,
        });
    }
    (servers, speech)
}

fn speech<M: Machine>(written: &file::Tls, desk: &mut Desk<'_, M>) -> Speech {
    let versions = match &written.versions {
        None => vec![file::Version::Tls13, file::Version::Tls12],
        Some(versions) => {
            if versions.get_ref().is_empty() {
                desk.fault(&versions.span(), Problem::Empty { key: "versions" });
            }
            versions.get_ref().clone()
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
    Speech {
        versions,
        http,
        resumption: written.resumption.unwrap_or(true),
        key_log: written.dangerous_key_log,
    }
}

/// The certificate, what is shown beside it, and its key.
pub(super) fn certified<M: Machine>(
    named: &file::Text,
    key_named: &file::Text,
    desk: &mut Desk<'_, M>,
) -> Option<(Vec<Certificate>, M::Key)> {
    let certificate = desk.read(named);
    let key = desk.read_key(key_named);
    let (certificate_file, octets) = certificate?;
    let chain =
        chain(&certificate_file, &octets).map_err(|problem| desk.fault(&named.span(), problem)).ok()?;
    let (key_file, octets) = key?;
    let Some((key, public)) = desk.machine.key(&octets) else {
        desk.fault(&key_named.span(), Problem::NoKey { file: key_file });
        return None;
    };
    if public.is_some_and(|public| public != chain[0].public_key_der()) {
        let problem = Problem::KeyOfAnother { key: key_file, certificate: certificate_file };
        desk.fault(&key_named.span(), problem);
        return None;
    }
    Some((chain, key))
}

/// The certificates of a file.
pub(super) fn chain(file: &Path, octets: &[u8]) -> Result<Vec<Certificate>, Problem> {
    let unusable = |words: String| Problem::Certificate { file: file.to_owned(), words };
    let ders: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(octets)
        .collect::<Result<_, _>>()
        .map_err(|error| unusable(error.to_string()))?;
    if ders.is_empty() {
        return Err(Problem::NoCertificate { file: file.to_owned() });
    }
    let read = |der: &CertificateDer<'static>| {
        Certificate::from_der(der)
            .map_err(|error| unusable(error.message(text::Lang::En).problem.into_owned()))
    };
    ders.iter().map(read).collect()
}

/// The names for which it is shown: given, or its own.
fn names<M: Machine>(
    written: &file::Server,
    certificate: &Certificate,
    others: &[Server<M::Key>],
    desk: &mut Desk<'_, M>,
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
