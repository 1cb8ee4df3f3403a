//! What a certificate says, whatever it says: every field and every extension. What is wrong with it is `lint`'s.

use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::x509::X509Name;

use super::der;
use super::extension::{self, Extension};
use super::key::PublicKeyFacts;
use super::signature::{Signed, Verdict};
use crate::certificate::{AlternativeName, Attribute, alternative_name, attributes, called, hex, name_text};
use crate::digest::{sha1, sha256};
use crate::moment::Moment;

/// A certificate's fields (RFC 5280 section 4.1).
#[derive(Debug, Clone)]
pub struct CertificateFacts {
    /// 1, 2 or 3, as people count: one more than what is written.
    pub version: u32,
    /// The serial number's content octets, a leading zero included.
    pub serial: Vec<u8>,
    /// The signature's algorithm by name, or its OID.
    pub signature_algorithm: String,
    /// The subject as RFC 4514 text.
    pub subject: String,
    /// The issuer as RFC 4514 text.
    pub issuer: String,
    /// First second of validity.
    pub not_before: Moment,
    /// Last second of validity.
    pub not_after: Moment,
    /// The public key.
    pub key: PublicKeyFacts,
    /// SHA-256 of the DER.
    pub sha256: [u8; 32],
    /// SHA-1 of the DER.
    pub sha1: [u8; 20],
    /// Whether basicConstraints says CA.
    pub is_authority: bool,
    /// Whether its own key has signed it; where the signature cannot be verified here, whether it names itself as issuer.
    pub is_self_signed: bool,
    /// Its extensions in their order.
    pub extensions: Vec<Extension>,
    pub(crate) links: Links,
}

/// What chains are built by.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    pub(crate) subject: Vec<u8>,
    pub(crate) issuer: Vec<u8>,
    pub(crate) authority_key: Option<Vec<u8>>,
    pub(crate) subject_key: Option<Vec<u8>>,
    pub(crate) path_length: Option<u32>,
    pub(crate) names: Vec<AlternativeName>,
    pub(crate) permitted: Vec<AlternativeName>,
    pub(crate) excluded: Vec<AlternativeName>,
    pub(crate) signed: Signed,
}

impl CertificateFacts {
    /// The serial number as most tools write it: `4A:0B:…`, without the leading zero that keeps it positive.
    #[must_use]
    pub fn serial_text(&self) -> String {
        serial_text(&self.serial)
    }

    /// Its subject, or the common name where that is nothing else; without one its first name; without any its serial number.
    #[must_use]
    pub fn title(&self) -> String {
        match self.links.names.first() {
            _ if !self.subject.is_empty() => called(&self.subject).to_owned(),
            Some(name) => name.to_string(),
            None => self.serial_text(),
        }
    }

    /// The purposes that its extendedKeyUsage names, dotted; `None` when it has none (RFC 5280 section 4.2.1.12).
    #[must_use]
    pub fn purposes(&self) -> Option<Vec<String>> {
        let usage = self.extension("2.5.29.37")?;
        let outer = der::first(&usage.value).ok()?;
        let purposes = der::children(&outer).into_iter().filter(|piece| piece.is(der::tag::OID));
        Some(purposes.filter_map(|piece| der::oid_text(piece.content)).collect())
    }

    /// The extension with this identifier.
    #[must_use]
    pub fn extension(&self, oid: &str) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.oid == oid)
    }
}

/// Reads one.
pub(super) fn read(parsed: &X509Certificate<'_>, der: &[u8]) -> CertificateFacts {
    let key = PublicKeyFacts::new(parsed.public_key());
    let signed = Signed::new(der, &parsed.signature_algorithm, &parsed.signature_value);
    let names_itself = parsed.subject().as_raw() == parsed.issuer().as_raw();
    let mut links = Links {
        subject: parsed.subject().as_raw().to_vec(),
        issuer: parsed.issuer().as_raw().to_vec(),
        authority_key: None,
        subject_key: None,
        path_length: None,
        names: Vec::new(),
        permitted: Vec::new(),
        excluded: Vec::new(),
        signed,
    };
    let mut is_authority = false;
    for extension in parsed.extensions() {
        match extension.parsed_extension() {
            ParsedExtension::BasicConstraints(found) => {
                is_authority = found.ca;
                links.path_length = found.path_len_constraint.filter(|_| found.ca);
            }
            ParsedExtension::SubjectKeyIdentifier(found) => links.subject_key = Some(found.0.to_vec()),
            ParsedExtension::AuthorityKeyIdentifier(found) => {
                links.authority_key = found.key_identifier.as_ref().map(|identifier| identifier.0.to_vec());
            }
            ParsedExtension::SubjectAlternativeName(found) => {
                links.names = found.general_names.iter().map(alternative_name).collect();
            }
            ParsedExtension::NameConstraints(found) => {
                let names = |trees: &Option<Vec<x509_parser::extensions::GeneralSubtree<'_>>>| {
                    trees.iter().flatten().map(|tree| constraint(&tree.base)).collect()
                };
                links.permitted = names(&found.permitted_subtrees);
                links.excluded = names(&found.excluded_subtrees);
            }
            _ => {}
        }
    }
    CertificateFacts {
        version: parsed.version().0.saturating_add(1),
        serial: parsed.raw_serial().to_vec(),
        signature_algorithm: links.signed.algorithm_name().to_owned(),
        subject: name_text(parsed.subject()),
        issuer: name_text(parsed.issuer()),
        not_before: Moment::from_unix_seconds(parsed.validity().not_before.timestamp()),
        not_after: Moment::from_unix_seconds(parsed.validity().not_after.timestamp()),
        sha256: sha256(der),
        sha1: sha1(der),
        is_authority,
        is_self_signed: names_itself && links.signed.verify(der, &key) != Verdict::Wrong,
        extensions: parsed.extensions().iter().map(extension::read).collect(),
        key,
        links,
    }
}

/// A range of addresses keeps its mask: [`alternative_name`] knows addresses alone.
fn constraint(base: &GeneralName<'_>) -> AlternativeName {
    match base {
        GeneralName::IPAddress(octets) => AlternativeName::Other(format!("IP:{}", hex(octets, ""))),
        other => alternative_name(other),
    }
}

/// The first common name.
pub(super) fn common_name(name: &X509Name<'_>) -> Option<String> {
    let named = |attribute: Attribute| (attribute.oid == "2.5.4.3").then_some(attribute.value).flatten();
    attributes(name).into_iter().find_map(named)
}

/// A serial number as most tools write it.
pub(crate) fn serial_text(serial: &[u8]) -> String {
    let zeros = serial.iter().take_while(|octet| **octet == 0).count();
    match &serial[zeros.min(serial.len().saturating_sub(1))..] {
        [] => "00".to_owned(),
        rest => hex(rest, ":"),
    }
}
