//! Extensions for certificates that nobody should make: the common ones in words, all others as octets.

use yasna::models::ObjectIdentifier;
use yasna::{DERWriter, Tag};

/// An extension as it will be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionDraft {
    /// Its identifier.
    pub oid: &'static [u64],
    /// Whether it is marked critical.
    pub critical: bool,
    /// Its contents, DER or not.
    pub value: Vec<u8>,
}

/// Object identifiers of extensions and purposes.
#[allow(missing_docs, reason = "the names are those of RFC 5280")]
pub mod oid {
    pub const SUBJECT_KEY_IDENTIFIER: &[u64] = &[2, 5, 29, 14];
    pub const KEY_USAGE: &[u64] = &[2, 5, 29, 15];
    pub const SUBJECT_ALT_NAME: &[u64] = &[2, 5, 29, 17];
    pub const BASIC_CONSTRAINTS: &[u64] = &[2, 5, 29, 19];
    pub const CRL_NUMBER: &[u64] = &[2, 5, 29, 20];
    pub const NAME_CONSTRAINTS: &[u64] = &[2, 5, 29, 30];
    pub const CERTIFICATE_POLICIES: &[u64] = &[2, 5, 29, 32];
    pub const AUTHORITY_KEY_IDENTIFIER: &[u64] = &[2, 5, 29, 35];
    pub const EXT_KEY_USAGE: &[u64] = &[2, 5, 29, 37];
    pub const TLS_FEATURE: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 1, 24];
    pub const PRECERTIFICATE_POISON: &[u64] = &[1, 3, 6, 1, 4, 1, 11129, 2, 4, 3];
    pub const ANY_PURPOSE: &[u64] = &[2, 5, 29, 37, 0];
    pub const SERVER_AUTH: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 3, 1];
    pub const CLIENT_AUTH: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 3, 2];
    pub const CODE_SIGNING: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 3, 3];
}

/// basicConstraints (RFC 5280 section 4.2.1.9), critical.
#[must_use]
pub fn basic_constraints(authority: bool, path_length: Option<u8>) -> ExtensionDraft {
    let value = yasna::construct_der(|writer| {
        writer.write_sequence(|parts| {
            if authority {
                parts.next().write_bool(true);
            }
            if let Some(length) = path_length {
                parts.next().write_u8(length);
            }
        });
    });
    ExtensionDraft { oid: oid::BASIC_CONSTRAINTS, critical: true, value }
}

/// keyUsage (RFC 5280 section 4.2.1.3), critical; bit 0 is digitalSignature, 2 keyEncipherment, 5 keyCertSign, 6 cRLSign.
#[must_use]
pub fn key_usage(bits: &[u8]) -> ExtensionDraft {
    let octet = bits.iter().fold(0_u8, |octet, bit| octet | 0x80 >> bit);
    let length = bits.iter().max().map_or(0, |bit| usize::from(*bit) + 1);
    let value = yasna::construct_der(|writer| writer.write_bitvec_bytes(&[octet], length));
    ExtensionDraft { oid: oid::KEY_USAGE, critical: true, value }
}

/// extKeyUsage (RFC 5280 section 4.2.1.12).
#[must_use]
pub fn ext_key_usage(purposes: &[&[u64]]) -> ExtensionDraft {
    let value = yasna::construct_der(|writer| {
        writer.write_sequence(|parts| {
            for purpose in purposes {
                parts.next().write_oid(&ObjectIdentifier::from_slice(purpose));
            }
        });
    });
    ExtensionDraft { oid: oid::EXT_KEY_USAGE, critical: false, value }
}

/// subjectAltName (RFC 5280 section 4.2.1.6): tags of GeneralName with their octets; 2 is dNSName, 6 a URI, 7 an address.
#[must_use]
pub fn subject_alt_name(names: &[(u8, &[u8])]) -> ExtensionDraft {
    let value = yasna::construct_der(|writer| {
        writer.write_sequence(|parts| {
            for (tag, octets) in names {
                general_name(parts.next(), *tag, octets);
            }
        });
    });
    ExtensionDraft { oid: oid::SUBJECT_ALT_NAME, critical: false, value }
}

/// nameConstraints (RFC 5280 section 4.2.1.10) that permit these names alone, critical.
#[must_use]
pub fn name_constraints(permitted: &[(u8, &[u8])]) -> ExtensionDraft {
    let value = yasna::construct_der(|writer| {
        writer.write_sequence(|parts| {
            parts.next().write_tagged_implicit(Tag::context(0), |trees| {
                trees.write_sequence(|trees| {
                    for (tag, octets) in permitted {
                        trees.next().write_sequence(|tree| general_name(tree.next(), *tag, octets));
                    }
                });
            });
        });
    });
    ExtensionDraft { oid: oid::NAME_CONSTRAINTS, critical: true, value }
}

/// subjectKeyIdentifier (RFC 5280 section 4.2.1.2).
#[must_use]
pub fn subject_key_identifier(identifier: &[u8]) -> ExtensionDraft {
    let value = yasna::construct_der(|writer| writer.write_bytes(identifier));
    ExtensionDraft { oid: oid::SUBJECT_KEY_IDENTIFIER, critical: false, value }
}

/// authorityKeyIdentifier with a key identifier (RFC 5280 section 4.2.1.1).
#[must_use]
pub fn authority_key_identifier(identifier: &[u8]) -> ExtensionDraft {
    let value = yasna::construct_der(|writer| {
        writer.write_sequence(|parts| general_name(parts.next(), 0, identifier));
    });
    ExtensionDraft { oid: oid::AUTHORITY_KEY_IDENTIFIER, critical: false, value }
}

/// certificatePolicies without qualifiers (RFC 5280 section 4.2.1.4).
#[must_use]
pub fn certificate_policies(policies: &[&[u64]]) -> ExtensionDraft {
    let value = yasna::construct_der(|writer| {
        writer.write_sequence(|parts| {
            for policy in policies {
                parts.next().write_sequence(|policy_parts| {
                    policy_parts.next().write_oid(&ObjectIdentifier::from_slice(policy));
                });
            }
        });
    });
    ExtensionDraft { oid: oid::CERTIFICATE_POLICIES, critical: false, value }
}

/// A small number: cRLNumber, for instance (RFC 5280 section 5.2.3).
#[must_use]
pub fn number(oid: &'static [u64], number: u8) -> ExtensionDraft {
    ExtensionDraft { oid, critical: false, value: yasna::construct_der(|writer| writer.write_u8(number)) }
}

/// A context-specific primitive, as GeneralName has them.
fn general_name(writer: DERWriter<'_>, tag: u8, octets: &[u8]) {
    writer.write_tagged_implicit(Tag::context(tag.into()), |inner| inner.write_bytes(octets));
}

/// The list of extensions.
pub(super) fn write(writer: DERWriter<'_>, extensions: &[ExtensionDraft]) {
    writer.write_sequence(|parts| {
        for extension in extensions {
            parts.next().write_sequence(|parts| {
                parts.next().write_oid(&ObjectIdentifier::from_slice(extension.oid));
                if extension.critical {
                    parts.next().write_bool(true);
                }
                parts.next().write_bytes(&extension.value);
            });
        }
    });
}
