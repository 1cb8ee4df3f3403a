//! Certificates and lists as nobody should make them: for tests and for trying out what programs say to them. The one place
//! that can write what the profiles refuse; issuing does not know it. Whether something is wrong is not asked here.

pub mod extension;

use rcgen::SigningKey as _;
use yasna::models::ObjectIdentifier;
use yasna::{DERWriter, Tag};

pub use extension::ExtensionDraft;

use crate::key::{KeyAlgorithm, KeyError, PrivateKey, Signer};
use crate::moment::Moment;

/// A certificate as it will be written, field by field (RFC 5280 section 4.1). Nothing is checked.
#[derive(Debug, Clone)]
pub struct CertificateDraft {
    /// The version as it is written: 2 means version 3; `None` leaves it out, which means version 1.
    pub version: Option<u8>,
    /// The content octets of the serial number, in two's complement.
    pub serial: Vec<u8>,
    /// The algorithm that the signed part names, by its OID; `None` takes that of the key.
    pub inner_algorithm: Option<&'static [u64]>,
    /// The algorithm that stands beside the signature; `None` takes that of the key.
    pub outer_algorithm: Option<&'static [u64]>,
    /// Who issued it.
    pub issuer: Vec<NamePart>,
    /// notBefore.
    pub not_before: Time,
    /// notAfter.
    pub not_after: Time,
    /// Whom it is about.
    pub subject: Vec<NamePart>,
    /// SubjectPublicKeyInfo, DER.
    pub public_key: Vec<u8>,
    /// The extensions in their order.
    pub extensions: Vec<ExtensionDraft>,
}

/// A revocation list as it will be written (RFC 5280 section 5.1). Nothing is checked.
#[derive(Debug, Clone)]
pub struct ListDraft {
    /// The version as it is written: 1 means version 2; `None` leaves it out.
    pub version: Option<u8>,
    /// The algorithm's OID; `None` takes that of the key.
    pub algorithm: Option<&'static [u64]>,
    /// Whose list it is.
    pub issuer: Vec<NamePart>,
    /// thisUpdate.
    pub this_update: Time,
    /// nextUpdate, if it has one.
    pub next_update: Option<Time>,
    /// Serial numbers' content octets and when they were revoked.
    pub entries: Vec<(Vec<u8>, Time)>,
    /// The list's extensions.
    pub extensions: Vec<ExtensionDraft>,
}

/// One attribute of a name, in a set of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePart {
    /// The attribute's type.
    pub oid: &'static [u64],
    /// The universal tag of its string: 12 is UTF8String, 19 PrintableString.
    pub tag: u8,
    /// The string's content octets.
    pub value: Vec<u8>,
}

impl NamePart {
    /// A common name as UTF8String.
    #[must_use]
    pub fn common_name(text: &str) -> NamePart {
        NamePart { oid: &[2, 5, 4, 3], tag: 12, value: text.as_bytes().to_vec() }
    }

    /// A whole name as it stands elsewhere, DER: alone it is written as it is, so that what is made bears the very name of an
    /// authority that is there.
    #[must_use]
    pub fn whole(der: &[u8]) -> Vec<NamePart> {
        vec![NamePart { oid: &[], tag: 0, value: der.to_vec() }]
    }
}

/// A date as it will be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Time {
    /// UTCTime with this text.
    Utc(String),
    /// GeneralizedTime with this text.
    Generalized(String),
}

impl Time {
    /// As RFC 5280 section 4.1.2.5 wants it.
    #[must_use]
    pub fn of(moment: Moment) -> Time {
        let at = moment.civil();
        let rest = format!("{:02}{:02}{:02}{:02}{:02}Z", at.month, at.day, at.hour, at.minute, at.second);
        match at.year {
            1950..=2049 => Time::Utc(format!("{:02}{rest}", at.year % 100)),
            year => Time::Generalized(format!("{year:04}{rest}")),
        }
    }

    fn write(&self, writer: DERWriter<'_>) {
        let (tag, text) = match self {
            Time::Utc(text) => (23, text),
            Time::Generalized(text) => (24, text),
        };
        primitive(writer, tag, text.as_bytes());
    }
}

impl CertificateDraft {
    /// The certificate, signed with this key whatever it says, DER.
    ///
    /// # Errors
    /// [`KeyError`] when the key cannot sign.
    pub fn sign(&self, key: &PrivateKey) -> Result<Vec<u8>, KeyError> {
        let signer = Signer::new(key.algorithm(), key.pkcs8_der())?;
        let body = yasna::construct_der(|writer| {
            writer.write_sequence(|parts| {
                if let Some(version) = self.version {
                    parts.next().write_tagged(Tag::context(0), |inner| inner.write_u8(version));
                }
                primitive(parts.next(), 2, &self.serial);
                algorithm(parts.next(), key.algorithm(), self.inner_algorithm);
                name(parts.next(), &self.issuer);
                parts.next().write_sequence(|validity| {
                    self.not_before.write(validity.next());
                    self.not_after.write(validity.next());
                });
                name(parts.next(), &self.subject);
                parts.next().write_der(&self.public_key);
                if !self.extensions.is_empty() {
                    parts
                        .next()
                        .write_tagged(Tag::context(3), |inner| extension::write(inner, &self.extensions));
                }
            });
        });
        signed(&signer, key.algorithm(), self.outer_algorithm, &body)
    }
}

impl ListDraft {
    /// The list, signed with this key whatever it says, DER.
    ///
    /// # Errors
    /// [`KeyError`] when the key cannot sign.
    pub fn sign(&self, key: &PrivateKey) -> Result<Vec<u8>, KeyError> {
        let signer = Signer::new(key.algorithm(), key.pkcs8_der())?;
        let body = yasna::construct_der(|writer| {
            writer.write_sequence(|parts| {
                if let Some(version) = self.version {
                    parts.next().write_u8(version);
                }
                algorithm(parts.next(), key.algorithm(), self.algorithm);
                name(parts.next(), &self.issuer);
                self.this_update.write(parts.next());
                if let Some(end) = &self.next_update {
                    end.write(parts.next());
                }
                if !self.entries.is_empty() {
                    parts.next().write_sequence(|entries| {
                        for (serial, since) in &self.entries {
                            entries.next().write_sequence(|entry| {
                                primitive(entry.next(), 2, serial);
                                since.write(entry.next());
                            });
                        }
                    });
                }
                if !self.extensions.is_empty() {
                    parts
                        .next()
                        .write_tagged(Tag::context(0), |inner| extension::write(inner, &self.extensions));
                }
            });
        });
        signed(&signer, key.algorithm(), self.algorithm, &body)
    }
}

/// The three parts that certificates and lists have alike (RFC 5280 section 4.1.1).
fn signed(
    signer: &Signer,
    kind: KeyAlgorithm,
    outer: Option<&'static [u64]>,
    body: &[u8],
) -> Result<Vec<u8>, KeyError> {
    let signature = signer.sign(body).map_err(|error| KeyError::Provider(error.to_string()))?;
    Ok(yasna::construct_der(|writer| {
        writer.write_sequence(|parts| {
            parts.next().write_der(body);
            algorithm(parts.next(), kind, outer);
            parts.next().write_bitvec_bytes(&signature, signature.len() * 8);
        });
    }))
}

/// AlgorithmIdentifier: the one with which keys of this kind sign, or any other; with a NULL where RSA wants one.
fn algorithm(writer: DERWriter<'_>, kind: KeyAlgorithm, other: Option<&[u64]>) {
    let own: &[u64] = match kind {
        KeyAlgorithm::EcdsaP256 => &[1, 2, 840, 10045, 4, 3, 2],
        KeyAlgorithm::EcdsaP384 => &[1, 2, 840, 10045, 4, 3, 3],
        KeyAlgorithm::Ed25519 => &[1, 3, 101, 112],
        KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => {
            &[1, 2, 840, 113_549, 1, 1, 11]
        }
    };
    let oid = other.unwrap_or(own);
    writer.write_sequence(|parts| {
        parts.next().write_oid(&ObjectIdentifier::from_slice(oid));
        if oid.starts_with(&[1, 2, 840, 113_549, 1, 1]) {
            parts.next().write_null();
        }
    });
}

fn name(writer: DERWriter<'_>, parts: &[NamePart]) {
    if let [NamePart { oid: [], value, .. }] = parts {
        return writer.write_der(value);
    }
    writer.write_sequence(|sets| {
        for part in parts {
            sets.next().write_set(|set| {
                set.next().write_sequence(|attribute| {
                    attribute.next().write_oid(&ObjectIdentifier::from_slice(part.oid));
                    primitive(attribute.next(), part.tag, &part.value);
                });
            });
        }
    });
}

/// A primitive value with any content, right or wrong.
fn primitive(writer: DERWriter<'_>, tag: u8, content: &[u8]) {
    writer.write_tagged_implicit(
        Tag { tag_class: yasna::TagClass::Universal, tag_number: tag.into() },
        |inner| {
            inner.write_bytes(content);
        },
    );
}
