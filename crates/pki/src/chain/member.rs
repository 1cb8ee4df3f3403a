//! A certificate as chains are judged by it: everything that some verifier looks at, read once. What people see of it is
//! `inspect`'s; whether it is right is `verify`'s.

use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{GeneralName, GeneralSubtree, ParsedExtension};
use x509_parser::prelude::FromDer;
use x509_parser::x509::X509Name;

use super::name::Name;
use crate::certificate::{attributes, called, common_name, name_text};
use crate::digest::sha256;
use crate::inspect::der::{self, tag};
use crate::inspect::key::PublicKeyFacts;
use crate::inspect::serial_text;
use crate::inspect::signature::Signed;
use crate::moment::Moment;

/// One certificate among those that are judged.
#[derive(Debug, Clone)]
pub struct Member {
    /// The subject as RFC 4514 text, or the common name where it is nothing else; without one its first alternative name, without
    /// any its serial number.
    pub title: String,
    /// The subject as RFC 4514 text.
    pub subject: String,
    /// The issuer as RFC 4514 text.
    pub issuer: String,
    /// First second of validity.
    pub not_before: Moment,
    /// Last second of validity.
    pub not_after: Moment,
    /// SHA-256 of the DER.
    pub sha256: [u8; 32],
    /// The public key.
    pub key: PublicKeyFacts,
    pub(crate) der: Vec<u8>,
    pub(crate) version: u32,
    pub(crate) serial: Vec<u8>,
    pub(crate) subject_name: Name,
    pub(crate) issuer_name: Name,
    /// The names' DER: who compares octets sees differences that others do not.
    pub(crate) subject_der: Vec<u8>,
    pub(crate) issuer_der: Vec<u8>,
    pub(crate) common_names: Vec<String>,
    pub(crate) mailboxes: Vec<String>,
    pub(crate) signed: Signed,
    pub(crate) inner_algorithm: String,
    pub(crate) basic: Option<Basic>,
    /// Bit 0 is digitalSignature (RFC 5280 section 4.2.1.3).
    pub(crate) key_usage: Option<u16>,
    /// Dotted identifiers.
    pub(crate) purposes: Option<Vec<String>>,
    pub(crate) authority: Option<AuthorityKey>,
    pub(crate) subject_key: Option<Vec<u8>>,
    pub(crate) names: Vec<Named>,
    pub(crate) permitted: Vec<Named>,
    pub(crate) excluded: Vec<Named>,
    pub(crate) has_constraints: bool,
    /// Extensions that are marked critical, in their order.
    pub(crate) critical: Vec<String>,
    /// An extension that cannot be read, or stands in it twice.
    pub(crate) broken: Option<String>,
}

/// basicConstraints (RFC 5280 section 4.2.1.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Basic {
    pub(crate) authority: bool,
    pub(crate) path_length: Option<u32>,
}

/// authorityKeyIdentifier (RFC 5280 section 4.2.1.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AuthorityKey {
    pub(crate) key: Option<Vec<u8>>,
    pub(crate) issuer: Option<Name>,
    pub(crate) serial: Option<Vec<u8>>,
}

impl AuthorityKey {
    pub(crate) fn of(found: &x509_parser::extensions::AuthorityKeyIdentifier<'_>) -> AuthorityKey {
        let directory = |name: &GeneralName<'_>| match name {
            GeneralName::DirectoryName(name) => Some(Name::of(name)),
            _ => None,
        };
        AuthorityKey {
            key: found.key_identifier.as_ref().map(|key| key.0.to_vec()),
            issuer: found.authority_cert_issuer.iter().flatten().find_map(directory),
            serial: found.authority_cert_serial.map(|serial| without_zeros(serial).to_vec()),
        }
    }
}

/// One alternative name, or the base of a subtree (RFC 5280 sections 4.2.1.6 and 4.2.1.10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    Dns(String),
    Email(String),
    Uri(String),
    /// An address, or in subtrees an address with its mask.
    Ip(Vec<u8>),
    Directory(Name),
    /// Any other kind, by its tag.
    Other(u32),
}

impl Named {
    fn of(name: &GeneralName<'_>) -> Named {
        match name {
            GeneralName::DNSName(text) => Named::Dns((*text).to_owned()),
            GeneralName::RFC822Name(text) => Named::Email((*text).to_owned()),
            GeneralName::URI(text) => Named::Uri((*text).to_owned()),
            GeneralName::IPAddress(octets) => Named::Ip(octets.to_vec()),
            GeneralName::DirectoryName(name) => Named::Directory(Name::of(name)),
            GeneralName::OtherName(..) => Named::Other(0),
            GeneralName::X400Address(_) => Named::Other(3),
            GeneralName::EDIPartyName(_) => Named::Other(5),
            GeneralName::RegisteredID(_) => Named::Other(8),
            GeneralName::Invalid(tag, _) => Named::Other(tag.0),
        }
    }
}

impl Member {
    /// Whether its signature is too large a number for the RSA key of `issuer` to have made it (RFC 8017 section 5.2.2, step 1).
    #[must_use]
    pub fn exceeds(&self, issuer: &Member) -> bool {
        issuer.key.is_exceeded_by(&self.signed.signature)
    }

    /// Reads one; `None` when it is no certificate that can be read.
    #[must_use]
    pub fn read(der: &[u8]) -> Option<Member> {
        let (rest, parsed) = X509Certificate::from_der(der).ok()?;
        let der = &der[..der.len() - rest.len()];
        let serial = parsed.raw_serial();
        let text = name_text(parsed.subject());
        let mut member = Member {
            title: String::new(),
            issuer: name_text(parsed.issuer()),
            not_before: Moment::from_unix_seconds(parsed.validity().not_before.timestamp()),
            not_after: Moment::from_unix_seconds(parsed.validity().not_after.timestamp()),
            sha256: sha256(der),
            key: PublicKeyFacts::new(parsed.public_key()),
            version: parsed.version().0.saturating_add(1),
            serial: without_zeros(serial).to_vec(),
            subject_name: Name::of(parsed.subject()),
            issuer_name: Name::of(parsed.issuer()),
            subject_der: parsed.subject().as_raw().to_vec(),
            issuer_der: parsed.issuer().as_raw().to_vec(),
            common_names: texts_of(parsed.subject(), "2.5.4.3"),
            mailboxes: texts_of(parsed.subject(), "1.2.840.113549.1.9.1"),
            signed: Signed::new(der, &parsed.signature_algorithm, &parsed.signature_value),
            inner_algorithm: parsed.signature.algorithm.to_id_string(),
            basic: None,
            key_usage: None,
            purposes: None,
            authority: None,
            subject_key: None,
            names: Vec::new(),
            permitted: Vec::new(),
            excluded: Vec::new(),
            has_constraints: false,
            critical: Vec::new(),
            broken: None,
            der: der.to_vec(),
            subject: text,
        };
        member.extensions(&parsed);
        member.title = match member.names.iter().find_map(|name| match name {
            Named::Dns(text) | Named::Email(text) | Named::Uri(text) => Some(text.clone()),
            _ => None,
        }) {
            _ if !member.subject.is_empty() => called(&member.subject).to_owned(),
            Some(name) => crate::name::visible(&name),
            None => serial_text(serial),
        };
        Some(member)
    }

    fn extensions(&mut self, parsed: &X509Certificate<'_>) {
        let mut seen: Vec<String> = Vec::new();
        let bases = |trees: &Option<Vec<GeneralSubtree<'_>>>| {
            trees.iter().flatten().map(|tree| Named::of(&tree.base)).collect::<Vec<_>>()
        };
        for extension in parsed.extensions() {
            let oid = extension.oid.to_id_string();
            if extension.critical {
                self.critical.push(oid.clone());
            }
            let unreadable = matches!(extension.parsed_extension(), ParsedExtension::ParseError { .. });
            if (unreadable || seen.contains(&oid)) && self.broken.is_none() {
                self.broken = Some(oid.clone());
            }
            match extension.parsed_extension() {
                ParsedExtension::BasicConstraints(found) => {
                    self.basic = Some(Basic { authority: found.ca, path_length: found.path_len_constraint });
                }
                ParsedExtension::KeyUsage(found) => self.key_usage = Some(found.flags),
                ParsedExtension::ExtendedKeyUsage(_) => self.purposes = Some(purposes(extension.value)),
                ParsedExtension::SubjectKeyIdentifier(found) => self.subject_key = Some(found.0.to_vec()),
                ParsedExtension::AuthorityKeyIdentifier(found) => {
                    self.authority = Some(AuthorityKey::of(found));
                }
                ParsedExtension::SubjectAlternativeName(found) => {
                    self.names = found.general_names.iter().map(Named::of).collect();
                }
                ParsedExtension::NameConstraints(found) => {
                    self.has_constraints = true;
                    self.permitted = bases(&found.permitted_subtrees);
                    self.excluded = bases(&found.excluded_subtrees);
                }
                _ => {}
            }
            seen.push(oid);
        }
    }

    /// The subject as it stands in the certificate, DER.
    #[must_use]
    pub fn subject_der(&self) -> &[u8] {
        &self.subject_der
    }

    /// The content octets of the serial number.
    #[must_use]
    pub fn serial_number(&self) -> &[u8] {
        &self.serial
    }

    /// The subjectKeyIdentifier (RFC 5280 section 4.2.1.2), if there is one.
    #[must_use]
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.subject_key.as_deref()
    }

    /// The certificate itself.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether subject and issuer are the same name.
    #[must_use]
    pub fn names_itself(&self) -> bool {
        self.subject_name == self.issuer_name
    }

    /// Whether basicConstraints says CA.
    #[must_use]
    pub fn is_authority(&self) -> bool {
        self.basic.is_some_and(|basic| basic.authority)
    }

    /// How many authorities may stand below it, as it says itself (pathLenConstraint, RFC 5280 section 4.2.1.9).
    #[must_use]
    pub fn path_length(&self) -> Option<u32> {
        self.basic.and_then(|basic| basic.path_length)
    }

    /// Whether keyUsage names keyCertSign (bit 5, RFC 5280 section 4.2.1.3): who makes an authority on purpose says so.
    #[must_use]
    pub fn made_to_issue(&self) -> bool {
        self.key_usage.is_some_and(|usage| usage >> 5 & 1 == 1)
    }

    /// The purposes that extKeyUsage names, as dotted identifiers; `None` without the extension (RFC 5280 section 4.2.1.12).
    #[must_use]
    pub fn purposes(&self) -> Option<&[String]> {
        self.purposes.as_deref()
    }

    /// Whether keyUsage lets its key sign messages: it names digitalSignature (bit 0, RFC 5280 section 4.2.1.3), or is not there.
    #[must_use]
    pub fn may_sign(&self) -> bool {
        !self.usage_lacks(&[0])
    }

    /// The common names of its subject, in their order.
    #[must_use]
    pub fn common_names(&self) -> &[String] {
        &self.common_names
    }

    /// Its common name, for where there is little room; without one its title.
    #[must_use]
    pub fn short(&self) -> &str {
        common_name(&self.subject).unwrap_or(&self.title)
    }

    /// Whether keyUsage is there and lacks all of these bits.
    pub(crate) fn usage_lacks(&self, bits: &[u32]) -> bool {
        self.key_usage.is_some_and(|usage| bits.iter().all(|bit| usage >> bit & 1 == 0))
    }

    /// Whether extKeyUsage is there and names none of these purposes.
    pub(crate) fn purposes_lack(&self, oids: &[&str]) -> bool {
        self.purposes
            .as_ref()
            .is_some_and(|found| !found.iter().any(|purpose| oids.contains(&purpose.as_str())))
    }
}

/// Bits of keyUsage (RFC 5280 section 4.2.1.3).
pub(crate) mod usage {
    pub(crate) const DIGITAL_SIGNATURE: u32 = 0;
    pub(crate) const KEY_ENCIPHERMENT: u32 = 2;
    pub(crate) const KEY_AGREEMENT: u32 = 4;
    pub(crate) const CERTIFICATE_SIGNING: u32 = 5;
    pub(crate) const LIST_SIGNING: u32 = 6;
}

/// Purposes of extKeyUsage (RFC 5280 section 4.2.1.12).
pub(crate) mod purpose {
    pub(crate) const SERVER: &str = "1.3.6.1.5.5.7.3.1";
    pub(crate) const CLIENT: &str = "1.3.6.1.5.5.7.3.2";
}

/// An INTEGER's octets without the zeros that lead them.
pub(crate) fn without_zeros(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    &octets[zeros..]
}

fn purposes(value: &[u8]) -> Vec<String> {
    let Ok(outer) = der::first(value) else { return Vec::new() };
    der::children(&outer)
        .iter()
        .filter(|piece| piece.is(tag::OID))
        .filter_map(|piece| der::oid_text(piece.content))
        .collect()
}

fn texts_of(name: &X509Name<'_>, oid: &str) -> Vec<String> {
    attributes(name)
        .into_iter()
        .filter(|attribute| attribute.oid == oid)
        .filter_map(|attribute| attribute.value)
        .collect()
}
