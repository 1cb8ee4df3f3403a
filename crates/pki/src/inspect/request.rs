//! What a certificate signing request says (RFC 2986), and whether the key in it has signed it.

use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::cri_attributes::ParsedCriAttribute;
use x509_parser::extensions::ParsedExtension;
use x509_parser::prelude::FromDer;

use super::certificate::common_name;
use super::extension::{self, Extension};
use super::key::PublicKeyFacts;
use super::lint::could_be_a_host;
use super::signature::{Signed, Verdict};
use crate::certificate::name_text;
use crate::digest::sha256;
use crate::finding::{CertificateFault, Fault, RequestFault};

/// A request's fields.
#[derive(Debug, Clone)]
pub struct RequestFacts {
    /// The subject that is asked for, as RFC 4514 text.
    pub subject: String,
    /// The public key.
    pub key: PublicKeyFacts,
    /// The signature's algorithm by name, or its OID.
    pub signature_algorithm: String,
    /// SHA-256 of the DER.
    pub sha256: [u8; 32],
    /// The extensions that are asked for.
    pub extensions: Vec<Extension>,
}

/// Reads one, with what is wrong with it.
pub(super) fn read(der: &[u8]) -> Result<(RequestFacts, Vec<Fault>), String> {
    let (_, parsed) = X509CertificationRequest::from_der(der).map_err(|error| error.to_string())?;
    let info = &parsed.certification_request_info;
    let key = PublicKeyFacts::new(&info.subject_pki);
    let signed = Signed::new(der, &parsed.signature_algorithm, &parsed.signature_value);
    let asked: Vec<_> = info
        .iter_attributes()
        .filter_map(|attribute| match attribute.parsed_attribute() {
            ParsedCriAttribute::ExtensionRequest(request) => Some(&request.extensions),
            _ => None,
        })
        .flatten()
        .collect();
    let mut faults: Vec<Fault> = Vec::new();
    if signed.verify(der, &key) == Verdict::Wrong {
        faults.push(RequestFault::Signature.into());
    }
    let names = asked.iter().any(|extension| {
        matches!(extension.parsed_extension(), ParsedExtension::SubjectAlternativeName(found) if !found.general_names.is_empty())
    });
    if let Some(name) = common_name(&info.subject).filter(|name| !names && could_be_a_host(name)) {
        faults.push(RequestFault::WithoutNames { name }.into());
    }
    let authority =
        |found: &ParsedExtension<'_>| matches!(found, ParsedExtension::BasicConstraints(found) if found.ca);
    if asked.iter().any(|extension| authority(extension.parsed_extension())) {
        faults.push(RequestFault::ForAuthority.into());
    }
    if key.is_weak() {
        faults.push(CertificateFault::WeakKey { key: key.label.clone() }.into());
    }
    if let Some(digest) = signed.weak_digest() {
        faults.push(CertificateFault::WeakDigest { digest: digest.to_owned() }.into());
    }
    let facts = RequestFacts {
        subject: name_text(&info.subject),
        signature_algorithm: signed.algorithm_name().to_owned(),
        sha256: sha256(der),
        extensions: asked.into_iter().map(extension::read).collect(),
        key,
    };
    Ok((facts, faults))
}
