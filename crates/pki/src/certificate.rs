//! A certificate that was issued or read: its DER, its PEM, and the facts that people look for.
//! Judging a chain is not done here.

use serde::{Deserialize, Serialize};

use crate::moment::Moment;

/// An X.509 certificate as DER that x509-parser was able to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    der: Vec<u8>,
    facts: Facts,
}

impl Certificate {
    /// Reads one certificate.
    ///
    /// # Errors
    /// [`CertificateError`] when the bytes are not one whole certificate.
    pub fn from_der(_der: &[u8]) -> Result<Certificate, CertificateError> {
        todo!()
    }

    /// Reads the first certificate of a PEM text.
    ///
    /// # Errors
    /// [`CertificateError`] when there is none, or it cannot be read.
    pub fn from_pem(_pem: &str) -> Result<Certificate, CertificateError> {
        todo!()
    }

    /// The certificate itself.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// `-----BEGIN CERTIFICATE-----` (RFC 7468 section 5), with line feeds.
    #[must_use]
    pub fn to_pem(&self) -> String {
        todo!()
    }

    /// What people look for in it.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }
}

/// What people look for in a certificate, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The subject as RFC 4514 text, most specific part first, as nginx writes it: `CN=api.example.com,O=Example`.
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
    /// The public key's kind as people write it: `ECDSA P-256`, `RSA 2048`.
    pub key: String,
    /// Whether basicConstraints says CA.
    pub is_authority: bool,
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
    pub fn message(&self, _lang: text::Lang) -> text::Message {
        todo!()
    }
}
