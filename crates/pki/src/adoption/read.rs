//! Reads with x509-parser what an authority's certificate says of itself. What follows from it is judged elsewhere.

use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{KeyUsage, ParsedExtension};
use x509_parser::prelude::FromDer;
use x509_parser::x509::X509Version;

use crate::certificate::{Certificate, CertificateError};
use crate::finding::CertificateFault;

/// What an authority's certificate says of itself.
pub(super) struct Particulars {
    pub(super) is_version_1: bool,
    /// Whether it is signed by its own key, as its names and key identifiers tell.
    pub(super) is_root: bool,
    pub(super) constraints_critical: bool,
    pub(super) path_length: Option<u32>,
    pub(super) key_usage: Option<Usage>,
    pub(super) purposes: Option<Purposes>,
    pub(super) has_key_identifier: bool,
    pub(super) has_name_constraints: bool,
    /// Object identifiers of critical extensions that are none of those above.
    pub(super) unknown_critical: Vec<String>,
    /// The digest of its signature, if it is a broken one.
    pub(super) weak_digest: Option<&'static str>,
    /// What is wrong with its serial number.
    pub(super) serial: Option<CertificateFault>,
}

/// What its keyUsage says.
pub(super) struct Usage {
    pub(super) critical: bool,
    pub(super) signs_lists: bool,
    /// The usages by their names in RFC 5280.
    pub(super) names: String,
}

/// The purposes that its extendedKeyUsage names, outright or by naming any.
#[derive(Clone, Copy)]
pub(super) struct Purposes {
    pub(super) server: bool,
    pub(super) client: bool,
}

impl Particulars {
    pub(super) fn read(certificate: &Certificate) -> Result<Particulars, CertificateError> {
        let unreadable = |words: String| CertificateError::Unreadable(words);
        let (_, parsed) =
            X509Certificate::from_der(certificate.der()).map_err(|error| unreadable(error.to_string()))?;
        let mut of = Particulars {
            is_version_1: parsed.version() == X509Version::V1,
            is_root: parsed.subject().as_raw() == parsed.issuer().as_raw(),
            constraints_critical: false,
            path_length: None,
            key_usage: None,
            purposes: None,
            has_key_identifier: false,
            has_name_constraints: false,
            unknown_critical: Vec::new(),
            weak_digest: weak_digest(&parsed.signature_algorithm.algorithm.to_id_string()),
            serial: serial(parsed.raw_serial()),
        };
        let (mut own, mut issuers) = (None, None);
        for extension in parsed.extensions() {
            match extension.parsed_extension() {
                ParsedExtension::BasicConstraints(found) => {
                    of.constraints_critical = extension.critical;
                    of.path_length = found.path_len_constraint;
                }
                ParsedExtension::KeyUsage(found) => {
                    of.key_usage = Some(Usage {
                        critical: extension.critical,
                        signs_lists: found.crl_sign(),
                        names: usages(found),
                    });
                }
                ParsedExtension::ExtendedKeyUsage(found) => {
                    let purposes = Purposes {
                        server: found.any || found.server_auth,
                        client: found.any || found.client_auth,
                    };
                    of.purposes = Some(purposes);
                }
                ParsedExtension::SubjectKeyIdentifier(found) => own = Some(found.0),
                ParsedExtension::AuthorityKeyIdentifier(found) => {
                    issuers = found.key_identifier.as_ref().map(|identifier| identifier.0);
                }
                ParsedExtension::NameConstraints(_) => of.has_name_constraints = true,
                ParsedExtension::ParseError { .. } => {
                    return Err(unreadable(format!("extension {}", extension.oid.to_id_string())));
                }
                _ if extension.critical => of.unknown_critical.push(extension.oid.to_id_string()),
                _ => {}
            }
        }
        of.has_key_identifier = own.is_some();
        // Cross-signed: its issuer has the same name and another key. OpenSSL looks at the same two.
        of.is_root &= own.is_none() || issuers.is_none() || own == issuers;
        Ok(of)
    }
}

/// The digest behind an algorithm of signatures (RFC 4055, RFC 8017 appendix A.2.4, RFC 5758), if it is broken.
fn weak_digest(algorithm: &str) -> Option<&'static str> {
    match algorithm {
        "1.2.840.113549.1.1.2" => Some("MD2"),
        "1.2.840.113549.1.1.4" => Some("MD5"),
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" | "1.2.840.10045.4.1" => Some("SHA-1"),
        _ => None,
    }
}

/// What is wrong with a serial number (RFC 5280 section 4.1.2.2), given as the octets of its INTEGER.
fn serial(integer: &[u8]) -> Option<CertificateFault> {
    let octets = integer.strip_prefix(&[0]).unwrap_or(integer).len();
    if integer.first().is_some_and(|first| *first >= 0x80) {
        let serial = integer.iter().map(|octet| format!("{octet:02X}")).collect();
        Some(CertificateFault::SerialNegative { serial })
    } else if integer.iter().all(|octet| *octet == 0) {
        Some(CertificateFault::SerialZero)
    } else if octets > 20 {
        Some(CertificateFault::SerialLong { octets })
    } else {
        None
    }
}

/// The usages by their names (RFC 5280 section 4.2.1.3).
fn usages(usage: &KeyUsage) -> String {
    let all = [
        (usage.digital_signature(), "digitalSignature"),
        (usage.non_repudiation(), "nonRepudiation"),
        (usage.key_encipherment(), "keyEncipherment"),
        (usage.data_encipherment(), "dataEncipherment"),
        (usage.key_agreement(), "keyAgreement"),
        (usage.key_cert_sign(), "keyCertSign"),
        (usage.crl_sign(), "cRLSign"),
    ];
    let named: Vec<&str> = all.into_iter().filter(|(has, _)| *has).map(|(_, name)| name).collect();
    named.join(", ")
}
