//! A certificate that was issued or read: its DER, its PEM, and the facts that people look for.
//! Judging a chain is not done here.

mod distinguished_name;
mod read;

pub(crate) use distinguished_name::{Attribute, called, common_name, means_the_same};
pub(crate) use read::{DistinguishedNames, alternative_name, attributes, key_label, name_text};

use serde::{Deserialize, Serialize};
use text::pki as say;
use text::{Lang, Message};
use x509_parser::prelude::FromDer as _;
use x509_parser::x509::X509Name;

use crate::digest::sha1;
use crate::moment::Moment;

/// An X.509 certificate as DER that x509-parser was able to read.
///
/// Serialized it carries its facts beside the DER, for the way between page and worker; what comes from a file is read
/// anew by [`Certificate::from_der`] or [`Certificate::from_pem`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    #[serde(with = "serde_bytes")]
    der: Vec<u8>,
    #[serde(with = "serde_bytes")]
    public_key: Vec<u8>,
    facts: Facts,
}

/// A distinguished name as RFC 4514 text; `None` when the octets are not one whole Name in DER.
#[must_use]
pub fn name_of_der(der: &[u8]) -> Option<String> {
    let (rest, name) = X509Name::from_der(der).ok()?;
    rest.is_empty().then(|| name_text(&name))
}

impl Certificate {
    /// Reads one certificate.
    ///
    /// # Errors
    /// [`CertificateError`] when the bytes are not one whole certificate.
    pub fn from_der(der: &[u8]) -> Result<Certificate, CertificateError> {
        let (facts, public_key) = read::facts(der)?;
        Ok(Certificate { der: der.to_vec(), public_key, facts })
    }

    /// Reads the first certificate of a PEM text.
    ///
    /// # Errors
    /// [`CertificateError`] when there is none, or it cannot be read.
    pub fn from_pem(pem: &str) -> Result<Certificate, CertificateError> {
        let found = Certificate::all_from_pem(pem)?;
        found.into_iter().next().ok_or(CertificateError::NotFound)
    }

    /// Reads every certificate of a PEM text, in its order; other blocks and text between them are passed over.
    ///
    /// # Errors
    /// [`CertificateError`] when the text is not PEM, or one certificate cannot be read.
    pub fn all_from_pem(pem: &str) -> Result<Vec<Certificate>, CertificateError> {
        let blocks = pem::parse_many(pem).map_err(|error| CertificateError::Unreadable(error.to_string()))?;
        let ders = blocks.iter().filter(|block| block.tag() == "CERTIFICATE").map(pem::Pem::contents);
        ders.map(Certificate::from_der).collect()
    }

    /// The certificate itself.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The public key as SubjectPublicKeyInfo, DER (RFC 5280 section 4.1.2.7). A private key belongs to the certificate
    /// when its [`crate::key::PrivateKey::public_key`] is the same.
    #[must_use]
    pub fn public_key_der(&self) -> &[u8] {
        &self.public_key
    }

    /// `-----BEGIN CERTIFICATE-----` (RFC 7468 section 5), with line feeds.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
        pem::encode_config(&pem::Pem::new("CERTIFICATE", self.der.as_slice()), config)
    }

    /// The subject's attributes that have X.520 short names, in the order of the certificate (most general first).
    #[must_use]
    pub fn subject_attributes(&self) -> Vec<(String, String)> {
        let names = self.distinguished_names();
        names.map_or_else(|_| Vec::new(), |names| distinguished_name::short(&names.subject))
    }

    /// What people look for in it.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// SHA-1 of the DER as nginx writes it in `$ssl_client_fingerprint`: small letters, without colons.
    #[must_use]
    pub fn sha1_text(&self) -> String {
        hex(&sha1(&self.der), "").to_ascii_lowercase()
    }

    /// The attributes of the subject and of the issuer, for comparing.
    pub(crate) fn distinguished_names(&self) -> Result<DistinguishedNames, CertificateError> {
        read::distinguished_names(&self.der)
    }
}

/// What people look for in a certificate, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The subject as RFC 4514 text, most specific part first: `CN=api.example.com,O=Example`. Letters beyond ASCII stand as they are.
    pub subject: String,
    /// The first common name of the subject, if any.
    pub common_name: Option<String>,
    /// The issuer, written as the subject is.
    pub issuer: String,
    /// The subject alternative names in their order.
    pub names: Vec<AlternativeName>,
    /// First second of validity.
    pub not_before: Moment,
    /// Last second of validity.
    pub not_after: Moment,
    /// The serial number's octets, most significant first, without a leading zero.
    pub serial: Vec<u8>,
    /// SHA-256 of the DER.
    pub sha256: [u8; 32],
    /// The public key's kind as people write it: `ECDSA P-256`, `RSA 2048`; else its OID.
    pub key: String,
    /// Whether basicConstraints says CA, or it is a root of version 1, which could not say so.
    pub is_authority: bool,
    /// Whether extendedKeyUsage names serverAuth.
    pub for_servers: bool,
    /// Whether extendedKeyUsage names clientAuth.
    pub for_clients: bool,
}

impl Facts {
    /// The serial number as most tools write it: `4A:0B:…`.
    #[must_use]
    pub fn serial_text(&self) -> String {
        hex(&self.serial, ":")
    }

    /// The SHA-256 fingerprint as `openssl x509 -fingerprint` writes it: `4A:0B:…`.
    #[must_use]
    pub fn sha256_text(&self) -> String {
        hex(&self.sha256, ":")
    }

    /// The SHA-256 fingerprint in groups of four hexadecimal digits, for reading and comparing by eye.
    #[must_use]
    pub fn sha256_groups(&self) -> String {
        self.sha256.chunks(2).map(|pair| hex(pair, "")).collect::<Vec<_>>().join(" ")
    }

    /// The subject as nginx hands it over in `$ssl_client_s_dn` (OpenSSL's `XN_FLAG_RFC2253`): each octet of UTF-8 beyond
    /// ASCII as `\XX`.
    #[must_use]
    pub fn subject_in_ascii(&self) -> String {
        in_ascii(&self.subject)
    }

    /// The issuer as nginx hands it over in `$ssl_client_i_dn`.
    #[must_use]
    pub fn issuer_in_ascii(&self) -> String {
        in_ascii(&self.issuer)
    }
}

fn in_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            let mut buffer = [0; 4];
            let octets = character.encode_utf8(&mut buffer).as_bytes();
            out.extend(octets.iter().map(|octet| format!("\\{octet:02X}")));
        }
    }
    out
}

/// Upper-case hexadecimal, octet by octet.
pub fn hex(octets: &[u8], between: &str) -> String {
    octets.iter().map(|octet| format!("{octet:02X}")).collect::<Vec<_>>().join(between)
}

/// One subject alternative name as text (RFC 5280 section 4.2.1.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlternativeName {
    /// A host name in A-label form.
    Dns(String),
    /// An IPv4 or IPv6 address.
    Ip(String),
    /// A mailbox.
    Email(String),
    /// A URI, a SPIFFE ID for instance.
    Uri(String),
    /// Any other kind: its tag and bytes as text.
    Other(String),
}

impl std::fmt::Display for AlternativeName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            AlternativeName::Dns(text)
            | AlternativeName::Ip(text)
            | AlternativeName::Email(text)
            | AlternativeName::Uri(text)
            | AlternativeName::Other(text) => out.write_str(text),
        }
    }
}

/// Why bytes are not a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CertificateError {
    /// There is no certificate in it.
    NotFound,
    /// It starts like a certificate and cannot be read; the parser's own words.
    Unreadable(String),
}

impl CertificateError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            CertificateError::NotFound => say::certificate_not_found(lang),
            CertificateError::Unreadable(words) => say::certificate_unreadable(lang, words),
        }
    }
}
