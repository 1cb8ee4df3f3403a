//! `[clients]`: authorities and revocation lists, read from PEM or DER.

use std::path::Path;

use deploy::gateway::Problem;
use deploy::gateway::file;
use pki::certificate::Certificate;
use pki::verify::trust::{Anchor, Choices, List, ListError, Trust, Unsure};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer};

use super::Desk;
use crate::gateway::Machine;

/// How callers without a good certificate are met.
#[derive(Debug, Clone, Copy)]
pub struct Clients {
    /// Whether everybody needs one.
    pub need: file::Need,
    /// How they are refused.
    pub style: file::Style,
    /// How much they are told.
    pub reveal: file::Reveal,
    /// Whether the names of the authorities are told.
    pub send_authorities: bool,
}

pub(super) fn settle<M: Machine>(written: &file::Clients, desk: &mut Desk<'_, M>) -> (Trust, Clients) {
    let choices = Choices {
        depth: written.depth,
        missing_list: unsure(written.missing_list),
        ended_list: unsure(written.ended_list),
        future_list: unsure(written.future_list),
        ended_authority: unsure(written.ended_authority),
    };
    let algorithms = desk.machine.algorithms();
    let trust = Trust::new(anchors(written, desk), lists(written, desk), choices, algorithms);
    let clients = Clients {
        need: written.certificate,
        style: written.refusal,
        reveal: written.reveal,
        send_authorities: written.send_authorities,
    };
    (trust, clients)
}

fn unsure(written: file::Unsure) -> Unsure {
    match written {
        file::Unsure::Refuse => Unsure::Refuse,
        file::Unsure::DangerousAccept => Unsure::DangerousAccept,
    }
}

fn anchors<M: Machine>(written: &file::Clients, desk: &mut Desk<'_, M>) -> Vec<Anchor> {
    if written.authorities.get_ref().is_empty() {
        desk.fault(&written.authorities.span(), Problem::Empty { key: "authorities" });
    }
    let mut anchors = Vec::new();
    for named in written.authorities.get_ref() {
        let Some((path, octets)) = desk.read(named) else { continue };
        match anchors_of(&path, &octets) {
            Ok(found) => anchors.extend(found),
            Err(problem) => desk.fault(&named.span(), problem),
        }
    }
    anchors
}

fn anchors_of(path: &Path, octets: &[u8]) -> Result<Vec<Anchor>, Problem> {
    let unusable = |words: String| Problem::Certificate { file: path.to_owned(), words };
    let mut anchors = Vec::new();
    for der in CertificateDer::pem_slice_iter(octets) {
        let der = der.map_err(|error| unusable(error.to_string()))?;
        let certificate = Certificate::from_der(&der)
            .map_err(|error| unusable(error.message(text::Lang::En).problem.into_owned()))?;
        let subject = certificate.facts().subject.clone();
        if !certificate.facts().is_authority {
            return Err(Problem::NotAuthority { file: path.to_owned(), subject });
        }
        anchors.push(Anchor::new(certificate).ok_or_else(|| unusable(subject))?);
    }
    if anchors.is_empty() { Err(Problem::NoCertificate { file: path.to_owned() }) } else { Ok(anchors) }
}

fn lists<M: Machine>(written: &file::Clients, desk: &mut Desk<'_, M>) -> Vec<List> {
    let mut lists = Vec::new();
    for named in &written.lists {
        let Some((path, octets)) = desk.read(named) else { continue };
        match lists_of(&octets) {
            Ok(found) => lists.extend(found),
            Err(ListError(words)) => desk.fault(&named.span(), Problem::List { file: path, words }),
        }
    }
    lists
}

fn lists_of(octets: &[u8]) -> Result<Vec<List>, ListError> {
    let pem = |text: &str| ListError(text.to_owned());
    let ders: Vec<CertificateRevocationListDer<'static>> =
        CertificateRevocationListDer::pem_slice_iter(octets)
            .collect::<Result<_, _>>()
            .map_err(|error| pem(&error.to_string()))?;
    if ders.is_empty() {
        // DER begins with a SEQUENCE (X.690 section 8.9)
        return if octets.first() == Some(&0x30) {
            List::from_der(octets).map(|list| vec![list])
        } else {
            Err(pem("PEM"))
        };
    }
    ders.iter().map(|der| List::from_der(der)).collect()
}
