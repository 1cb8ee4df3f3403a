//! The profiles in rcgen's words: what exactly stands in each kind of certificate, and where rcgen's defaults are not ours.

use core::net::IpAddr;

use rcgen::string::Ia5String;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, DnValue, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyIdMethod, KeyUsagePurpose, PublicKeyData, SanType, SerialNumber, SignatureAlgorithm,
};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{ParsedExtension, X509Extension};
use x509_parser::prelude::FromDer;
use x509_parser::x509::{SubjectPublicKeyInfo, X509Version};

use super::IssueError;
use crate::certificate::{Certificate, CertificateError};
use crate::key::{KeyAlgorithm, PrivateKey, Signer};
use crate::name::client::ClientName;
use crate::name::host::HostName;
use crate::name::subject::Subject;
use crate::profile::authority::AuthorityProfile;
use crate::profile::client::ClientProfile;
use crate::profile::server::ServerProfile;
use crate::serial::Serial;
use crate::validity::Validity;

pub(super) fn authority(
    profile: &AuthorityProfile,
    key: &PrivateKey,
    validity: Validity,
    serial: Serial,
) -> CertificateParams {
    let mut parameters = common(profile.subject(), key, validity, serial);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    // RFC 5280 section 4.2.1.1 lets a self-signed certificate do without an authority key identifier.
    parameters.use_authority_key_identifier_extension = false;
    parameters
}

pub(super) fn server(
    profile: &ServerProfile,
    key: &PrivateKey,
    validity: Validity,
    serial: Serial,
) -> CertificateParams {
    let mut key_usages = vec![KeyUsagePurpose::DigitalSignature];
    if key.algorithm().rsa_bits().is_some() {
        // For the static RSA key exchange of TLS 1.2, which only RSA keys can do.
        key_usages.push(KeyUsagePurpose::KeyEncipherment);
    }
    let name = |name: &HostName| match name {
        HostName::Dns(dns) => SanType::DnsName(ia5(dns.as_str())),
        HostName::Ip(ip) => SanType::IpAddress(IpAddr::from(*ip)),
    };
    let mut parameters = common(profile.subject(), key, validity, serial);
    parameters.subject_alt_names = profile.names().iter().map(name).collect();
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    parameters.key_usages = key_usages;
    parameters
}

pub(super) fn client(
    profile: &ClientProfile,
    key: &PrivateKey,
    validity: Validity,
    serial: Serial,
) -> CertificateParams {
    let name = |name: &ClientName| match name {
        ClientName::Email(email) => SanType::Rfc822Name(ia5(email.as_str())),
        ClientName::Uri(uri) => SanType::URI(ia5(uri.as_str())),
        ClientName::Dns(dns) => SanType::DnsName(ia5(dns.as_str())),
    };
    let mut parameters = common(profile.subject(), key, validity, serial);
    parameters.subject_alt_names = profile.names().as_slice().iter().map(name).collect();
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    parameters
}

/// What all kinds share. A leaf says outright that it is no CA: without that rcgen leaves out the subject key identifier.
fn common(subject: &Subject, key: &PrivateKey, validity: Validity, serial: Serial) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.not_before = validity.not_before().to_date_time();
    parameters.not_after = validity.not_after().to_date_time();
    parameters.serial_number = Some(SerialNumber::from_slice(serial.octets()));
    parameters.distinguished_name = distinguished_name(subject);
    parameters.is_ca = IsCa::ExplicitNoCa;
    parameters.use_authority_key_identifier_extension = true;
    parameters.key_identifier_method = KeyIdMethod::PreSpecified(key_identifier(key));
    parameters
}

fn distinguished_name(subject: &Subject) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    for (short, value) in subject.attributes() {
        let (kind, value) = match short {
            "C" => {
                let letters = value.try_into().expect("a country is two ASCII letters");
                (DnType::CountryName, DnValue::PrintableString(letters))
            }
            "O" => (DnType::OrganizationName, DnValue::Utf8String(value.to_owned())),
            "OU" => (DnType::OrganizationalUnitName, DnValue::Utf8String(value.to_owned())),
            _ => (DnType::CommonName, DnValue::Utf8String(value.to_owned())),
        };
        name.push(kind, value);
    }
    name
}

fn ia5(text: &str) -> Ia5String {
    Ia5String::try_from(text).expect("checked names are ASCII")
}

/// RFC 5280 section 4.2.1.2, method (1): SHA-1 of the public key's bits. It names the key and protects nothing; this method
/// is the one that OpenSSL and most others use, so the same key has the same identifier everywhere.
pub(super) fn key_identifier(key: &PrivateKey) -> Vec<u8> {
    let public_key = PublicKey::of(key);
    ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, public_key.der_bytes()).as_ref().to_vec()
}

/// The public half of a key as rcgen asks for it.
pub(super) struct PublicKey {
    bits: Vec<u8>,
    algorithm: KeyAlgorithm,
}

impl PublicKey {
    pub(super) fn of(key: &PrivateKey) -> PublicKey {
        let bits = match SubjectPublicKeyInfo::from_der(key.public_key()) {
            Ok((_, info)) => info.subject_public_key.data.to_vec(),
            Err(_) => Vec::new(),
        };
        PublicKey { bits, algorithm: key.algorithm() }
    }
}

impl PublicKeyData for PublicKey {
    fn der_bytes(&self) -> &[u8] {
        &self.bits
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm.signature_algorithm()
    }
}

/// Whether a certificate has a subject key identifier.
pub(super) fn has_key_identifier(certificate: &Certificate) -> bool {
    X509Certificate::from_der(certificate.der()).is_ok_and(|(_, parsed)| {
        let mut extensions = parsed.iter_extensions().map(X509Extension::parsed_extension);
        extensions.any(|extension| matches!(extension, ParsedExtension::SubjectKeyIdentifier(_)))
    })
}

/// The authority ready for signing, after a look at whether it may.
pub(super) fn issuer(
    certificate: &Certificate,
    signer: Signer,
) -> Result<Issuer<'static, Signer>, IssueError> {
    let subject = || certificate.facts().subject.clone();
    let unreadable = |words: String| IssueError::Certificate(CertificateError::Unreadable(words));
    let (_, parsed) =
        X509Certificate::from_der(certificate.der()).map_err(|error| unreadable(error.to_string()))?;
    // what version 2 says is nothing that verifiers read
    if !certificate.facts().is_authority || parsed.version() == X509Version::V2 {
        return Err(IssueError::NotAnAuthority { subject: subject() });
    }
    let key_usage = parsed.key_usage().map_err(|error| unreadable(error.to_string()))?;
    if key_usage.is_some_and(|found| !found.value.key_cert_sign()) {
        return Err(IssueError::MayNotSign { subject: subject() });
    }
    // rcgen panics at an empty set, and keeps one value of each kind.
    let mut kinds = std::collections::HashSet::new();
    let simple = parsed.subject().iter().all(|set| {
        set.iter().count() == 1
            && set.iter().all(|attribute| kinds.insert(attribute.attr_type().to_id_string()))
    });
    if !simple || kinds.is_empty() {
        return Err(IssueError::IssuerName { issuer: subject() });
    }
    Issuer::from_ca_cert_der(&certificate.der().into(), signer)
        .map_err(|_| IssueError::IssuerName { issuer: subject() })
}
