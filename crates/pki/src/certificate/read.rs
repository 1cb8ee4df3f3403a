//! Reads the facts of a certificate with x509-parser. Only the worker and native programs call this; the page shows what it found.

use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::{Tag, ToDer};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::{SubjectPublicKeyInfo, X509Name, X509Version};

use super::distinguished_name::{self, Attribute};
use super::{AlternativeName, CertificateError, Facts, hex};
use crate::key::KeyAlgorithm;
use crate::moment::Moment;

/// The facts and the public key (SubjectPublicKeyInfo) of exactly one certificate.
pub(super) fn facts(der: &[u8]) -> Result<(Facts, Vec<u8>), CertificateError> {
    let certificate = whole(der)?;
    let subject = attributes(certificate.subject());
    let names = certificate.subject_alternative_name().map_err(unreadable)?;
    let names = names.map(|found| found.value.general_names.iter().map(alternative_name).collect());
    let basic_constraints = certificate.basic_constraints().map_err(unreadable)?;
    let extended = certificate.extended_key_usage().map_err(unreadable)?;
    let sha256 = ring::digest::digest(&ring::digest::SHA256, der);
    let serial = certificate.raw_serial();
    let leading_zeros = serial.iter().take_while(|octet| **octet == 0).count();
    let facts = Facts {
        common_name: subject
            .iter()
            .find(|attribute| attribute.oid == "2.5.4.3")
            .and_then(|attribute| attribute.value.clone()),
        subject: distinguished_name::text(&subject),
        issuer: name_text(certificate.issuer()),
        names: names.unwrap_or_default(),
        not_before: Moment::from_unix_seconds(certificate.validity().not_before.timestamp()),
        not_after: Moment::from_unix_seconds(certificate.validity().not_after.timestamp()),
        serial: serial[leading_zeros..].to_vec(),
        sha256: sha256.as_ref().try_into().expect("SHA-256 has 32 octets"),
        key: key_label(certificate.public_key()),
        is_authority: basic_constraints.is_some_and(|found| found.value.ca) || is_old_root(&certificate),
        for_servers: extended.as_ref().is_some_and(|found| found.value.server_auth),
        for_clients: extended.as_ref().is_some_and(|found| found.value.client_auth),
    };
    Ok((facts, certificate.public_key().raw.to_vec()))
}

/// Whether it is of version 1, which had no extensions to say that it is a CA's, and by its names its own issuer: OpenSSL
/// takes such a certificate for a CA's, as RFC 5280 section 6.1.4 (k) leaves to everybody.
fn is_old_root(certificate: &X509Certificate<'_>) -> bool {
    certificate.version() == X509Version::V1
        && certificate.subject().as_raw() == certificate.issuer().as_raw()
}

/// Whom a certificate is about and who issued it.
pub(crate) struct DistinguishedNames {
    pub(crate) subject: Vec<Attribute>,
    pub(crate) issuer: Vec<Attribute>,
}

/// A name as RFC 4514 text.
pub(crate) fn name_text(name: &X509Name<'_>) -> String {
    distinguished_name::text(&attributes(name))
}

/// Both names' attributes.
pub(super) fn distinguished_names(der: &[u8]) -> Result<DistinguishedNames, CertificateError> {
    let certificate = whole(der)?;
    Ok(DistinguishedNames {
        subject: attributes(certificate.subject()),
        issuer: attributes(certificate.issuer()),
    })
}

fn whole(der: &[u8]) -> Result<X509Certificate<'_>, CertificateError> {
    let (rest, certificate) = X509Certificate::from_der(der).map_err(unreadable)?;
    if rest.is_empty() {
        Ok(certificate)
    } else {
        Err(CertificateError::Unreadable(format!("{} bytes follow the certificate", rest.len())))
    }
}

fn unreadable(error: impl std::fmt::Display) -> CertificateError {
    CertificateError::Unreadable(error.to_string())
}

pub(crate) fn attributes(name: &X509Name<'_>) -> Vec<Attribute> {
    let mut found = Vec::new();
    for (rdn, set) in name.iter().enumerate() {
        for attribute in set.iter() {
            let value = attribute.attr_value();
            let text = match value.tag() {
                Tag::BmpString => {
                    let units: Vec<u16> = value
                        .data
                        .chunks(2)
                        .map(|pair| u16::from_be_bytes([pair[0], *pair.get(1).unwrap_or(&0)]))
                        .collect();
                    String::from_utf16(&units).ok()
                }
                Tag::Utf8String
                | Tag::PrintableString
                | Tag::Ia5String
                | Tag::T61String
                | Tag::NumericString => std::str::from_utf8(value.data).ok().map(str::to_owned),
                _ => None,
            };
            found.push(Attribute {
                oid: attribute.attr_type().to_id_string(),
                value: text,
                raw: value.to_der_vec_raw().unwrap_or_default(),
                rdn,
            });
        }
    }
    found
}

pub(crate) fn alternative_name(name: &GeneralName<'_>) -> AlternativeName {
    match name {
        GeneralName::DNSName(text) => AlternativeName::Dns((*text).to_owned()),
        GeneralName::RFC822Name(text) => AlternativeName::Email((*text).to_owned()),
        GeneralName::URI(text) => AlternativeName::Uri((*text).to_owned()),
        GeneralName::IPAddress(octets) => match ip(octets) {
            Some(address) => AlternativeName::Ip(address.to_string()),
            None => AlternativeName::Other(format!("IP:{}", hex(octets, ""))),
        },
        GeneralName::DirectoryName(name) => {
            AlternativeName::Other(format!("DirName:{}", distinguished_name::text(&attributes(name))))
        }
        GeneralName::RegisteredID(oid) => {
            AlternativeName::Other(format!("RegisteredID:{}", oid.to_id_string()))
        }
        GeneralName::OtherName(oid, value) => {
            AlternativeName::Other(format!("otherName:{}:{}", oid.to_id_string(), hex(value, "")))
        }
        GeneralName::X400Address(any) => AlternativeName::Other(format!("x400Address:{}", hex(any.data, ""))),
        GeneralName::EDIPartyName(any) => {
            AlternativeName::Other(format!("ediPartyName:{}", hex(any.data, "")))
        }
        GeneralName::Invalid(tag, octets) => {
            AlternativeName::Other(format!("[{}]:{}", tag.0, hex(octets, "")))
        }
    }
}

fn ip(octets: &[u8]) -> Option<core::net::IpAddr> {
    if let Ok(four) = <[u8; 4]>::try_from(octets) {
        return Some(four.into());
    }
    <[u8; 16]>::try_from(octets).ok().map(Into::into)
}

/// The key's kind as people write it.
pub(crate) fn key_label(key: &SubjectPublicKeyInfo<'_>) -> String {
    let oid = key.algorithm.algorithm.to_id_string();
    let curve =
        || key.algorithm.parameters.as_ref().and_then(|any| any.as_oid().ok()).map(|oid| oid.to_id_string());
    match (oid.as_str(), key.parsed()) {
        ("1.2.840.113549.1.1.1", Ok(PublicKey::RSA(rsa))) => format!("RSA {}", rsa.key_size()),
        ("1.2.840.10045.2.1", _) => match curve().as_deref() {
            Some("1.2.840.10045.3.1.7") => KeyAlgorithm::EcdsaP256.label().to_owned(),
            Some("1.3.132.0.34") => KeyAlgorithm::EcdsaP384.label().to_owned(),
            Some("1.3.132.0.35") => "ECDSA P-521".to_owned(),
            Some("1.3.132.0.10") => "ECDSA secp256k1".to_owned(),
            Some(other) => format!("ECDSA {other}"),
            None => "ECDSA".to_owned(),
        },
        ("1.3.101.112", _) => KeyAlgorithm::Ed25519.label().to_owned(),
        ("1.3.101.113", _) => "Ed448".to_owned(),
        _ => oid,
    }
}
