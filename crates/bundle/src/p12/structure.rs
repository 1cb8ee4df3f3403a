//! The ASN.1 structures of PKCS#12 (RFC 7292 section 4, CMS: RFC 5652), as far as a file with one key takes them.
//! Octets in and out: nothing is decrypted, derived or judged here. What cannot be read is `None`.

#![allow(
    clippy::redundant_closure_for_method_calls,
    reason = "the path of a method is not general enough in its lifetime for the callbacks of yasna"
)]

use pki::secret::Secret;
use yasna::models::ObjectIdentifier;
use yasna::{
    ASN1Error, ASN1ErrorKind, ASN1Result, BERReader, BERReaderSeq, DERWriter, DERWriterSeq, DERWriterSet, Tag,
};

/// The whole file (section 4).
pub(super) struct Pfx {
    /// What the check value is over: the DER of AuthenticatedSafe.
    pub(super) safe: Vec<u8>,
    /// The check value; files without one exist.
    pub(super) mac: Option<MacData>,
}

/// The check value and what it takes to compute it (section 4, `MacData`).
pub(super) struct MacData {
    /// The hash function's object identifier.
    pub(super) hash: Vec<u64>,
    pub(super) value: Vec<u8>,
    pub(super) salt: Vec<u8>,
    pub(super) rounds: u32,
}

/// One part of AuthenticatedSafe (section 4.1).
pub(super) enum Content {
    /// SafeContents as they are.
    Plain(Secret),
    /// SafeContents encrypted by a passphrase; the algorithm as DER.
    Encrypted { algorithm: Vec<u8>, ciphertext: Vec<u8> },
    /// Something else; its object identifier.
    Other(String),
}

/// A bag to be written.
pub(super) struct Bag<'a> {
    /// One of the identifiers of section 4.2.
    pub(super) kind: &'static [u64],
    /// The DER of the value.
    pub(super) value: Vec<u8>,
    pub(super) attributes: Option<Attributes<'a>>,
}

/// What is said of what is in a bag.
#[derive(Clone, Copy)]
pub(super) enum Attributes<'a> {
    /// What ties a key to its certificate (RFC 2985 section 5.5); the friendly name is left out when empty.
    Pair { local_key_id: &'a [u8], friendly_name: &'a str },
    /// That a certificate is trusted, whatever for, under this friendly name. The attribute is Java's (`PKCS12KeyStore`):
    /// without it Java takes a certificate for a part of somebody's chain and does not trust it.
    Trusted { friendly_name: &'a str },
}

/// A bag that was read.
pub(super) struct FoundBag {
    /// Its object identifier.
    pub(super) kind: Vec<u64>,
    /// The DER of the value.
    pub(super) value: Secret,
    /// The friendly name among its attributes.
    pub(super) name: Option<String>,
    /// Whether one of its attributes says that it is trusted.
    pub(super) is_trusted: bool,
}

/// An attribute of a bag, as far as it is known here.
enum Attribute {
    FriendlyName(String),
    Trusted,
    Other,
}

impl Pfx {
    /// Reads a file whose authSafe is of the type "data", which is every file that is closed by a passphrase.
    pub(super) fn read(file: &[u8]) -> Option<Pfx> {
        let pfx = yasna::parse_der(file, |file| {
            file.read_sequence(|parts| {
                if parts.next().read_u32()? != VERSION {
                    return Err(ASN1Error::new(ASN1ErrorKind::Invalid));
                }
                let (kind, content) = parts.next().read_sequence(content_info)?;
                let mac = parts.read_optional(mac_data)?;
                Ok((kind, content, mac))
            })
        });
        let (kind, content, mac) = pfx.ok()?;
        (kind == DATA).then_some(())?;
        Some(Pfx { safe: octets(&content)?, mac })
    }

    /// The DER of version 3.
    pub(super) fn write(&self) -> Vec<u8> {
        sequence(|pfx| {
            pfx.next().write_u32(VERSION);
            pfx.next().write_sequence(|info| data(info, &self.safe));
            if let Some(mac) = &self.mac {
                pfx.next().write_sequence(|data| {
                    data.next().write_sequence(|digest| {
                        digest.next().write_sequence(|algorithm| {
                            oid(algorithm.next(), &mac.hash);
                            algorithm.next().write_null();
                        });
                        digest.next().write_bytes(&mac.value);
                    });
                    data.next().write_bytes(&mac.salt);
                    data.next().write_u32(mac.rounds);
                });
            }
        })
    }
}

fn mac_data(reader: BERReader<'_, '_>) -> ASN1Result<MacData> {
    reader.read_sequence(|data| {
        let (hash, value) = data.next().read_sequence(|digest| {
            let hash = digest.next().read_sequence(|algorithm| {
                let hash = algorithm.next().read_oid()?;
                algorithm.read_optional(|value| value.read_der())?;
                Ok(hash.into_components())
            })?;
            Ok((hash, digest.next().read_bytes()?))
        })?;
        let salt = data.next().read_bytes()?;
        let rounds = data.read_optional(|value| value.read_u32())?.unwrap_or(1);
        Ok(MacData { hash, value, salt, rounds })
    })
}

/// The parts of AuthenticatedSafe, in order.
pub(super) fn authenticated_safe(der: &[u8]) -> Option<Vec<Content>> {
    let parts =
        yasna::parse_der(der, |safe| safe.collect_sequence_of(|part| part.read_sequence(content_info)));
    parts.ok()?.into_iter().map(|(kind, content)| self::content(&kind, &content)).collect()
}

fn content(kind: &[u64], content: &[u8]) -> Option<Content> {
    match kind {
        DATA => Some(Content::Plain(Secret::new(octets(content)?))),
        ENCRYPTED_DATA => {
            let encrypted = yasna::parse_der(content, |data| {
                data.read_sequence(|data| {
                    data.next().read_u32()?;
                    let encrypted = data.next().read_sequence(|info| {
                        info.next().read_oid()?;
                        let algorithm = info.next().read_der()?;
                        let ciphertext =
                            info.next().read_tagged_implicit(Tag::context(0), |value| value.read_bytes())?;
                        Ok(Content::Encrypted { algorithm, ciphertext })
                    });
                    data.read_optional(|value| value.read_der())?;
                    encrypted
                })
            });
            encrypted.ok()
        }
        _ => Some(Content::Other(ObjectIdentifier::from_slice(kind).to_string())),
    }
}

/// The DER of AuthenticatedSafe: encrypted SafeContents, then SafeContents as they are, if there are any.
pub(super) fn write_authenticated_safe(algorithm: &[u8], ciphertext: &[u8], plain: Option<&[u8]>) -> Vec<u8> {
    sequence(|safe| {
        safe.next().write_sequence(|info| {
            oid(info.next(), ENCRYPTED_DATA);
            info.next()
                .write_tagged(Tag::context(0), |content| encrypted_data(content, algorithm, ciphertext));
        });
        if let Some(plain) = plain {
            safe.next().write_sequence(|info| data(info, plain));
        }
    })
}

/// ContentInfo of the type "data" (RFC 5652 section 4).
fn data(info: &mut DERWriterSeq<'_>, octets: &[u8]) {
    oid(info.next(), DATA);
    info.next().write_tagged(Tag::context(0), |content| content.write_bytes(octets));
}

/// EncryptedData (RFC 5652 section 8) of version 0.
fn encrypted_data(writer: DERWriter<'_>, algorithm: &[u8], ciphertext: &[u8]) {
    writer.write_sequence(|data| {
        data.next().write_u32(0);
        data.next().write_sequence(|info| {
            oid(info.next(), DATA);
            info.next().write_der(algorithm);
            info.next().write_tagged_implicit(Tag::context(0), |content| content.write_bytes(ciphertext));
        });
    });
}

/// The bags of SafeContents, in order.
pub(super) fn bags(der: &[u8]) -> Option<Vec<FoundBag>> {
    let bags = yasna::parse_der(der, |contents| {
        contents.collect_sequence_of(|bag| {
            bag.read_sequence(|bag| {
                let kind = bag.next().read_oid()?;
                let value = bag.next().read_tagged(Tag::context(0), |value| value.read_der())?;
                let attributes = bag.read_optional(|all| all.collect_set_of(attribute))?;
                let mut found = FoundBag {
                    kind: kind.into_components(),
                    value: Secret::new(value),
                    name: None,
                    is_trusted: false,
                };
                for attribute in attributes.into_iter().flatten() {
                    match attribute {
                        Attribute::FriendlyName(name) => {
                            found.name.get_or_insert(name);
                        }
                        Attribute::Trusted => found.is_trusted = true,
                        Attribute::Other => {}
                    }
                }
                Ok(found)
            })
        })
    });
    bags.ok()
}

fn attribute(reader: BERReader<'_, '_>) -> ASN1Result<Attribute> {
    let (kind, values) = reader.read_sequence(|attribute| {
        let kind = attribute.next().read_oid()?;
        Ok((kind, attribute.next().collect_set_of(|value| value.read_der())?))
    })?;
    let name = |der: &Vec<u8>| yasna::parse_der(der, |value| value.read_bmp_string()).ok();
    Ok(match kind.components().as_slice() {
        FRIENDLY_NAME => values.first().and_then(name).map_or(Attribute::Other, Attribute::FriendlyName),
        TRUSTED_KEY_USAGE => Attribute::Trusted,
        _ => Attribute::Other,
    })
}

/// The DER of SafeContents.
pub(super) fn safe_contents<'a>(bags: impl Iterator<Item = Bag<'a>>) -> Vec<u8> {
    sequence(|contents| {
        for bag in bags {
            contents.next().write_sequence(|parts| {
                oid(parts.next(), bag.kind);
                parts.next().write_tagged(Tag::context(0), |value| value.write_der(&bag.value));
                if let Some(attributes) = bag.attributes {
                    parts.next().write_set_of(|all| write_attributes(all, attributes));
                }
            });
        }
    })
}

fn write_attributes(all: &mut DERWriterSet<'_>, attributes: Attributes<'_>) {
    let (kind, value, friendly_name) = match attributes {
        Attributes::Pair { local_key_id, friendly_name } => {
            (LOCAL_KEY_ID, yasna::construct_der(|w| w.write_bytes(local_key_id)), friendly_name)
        }
        Attributes::Trusted { friendly_name } => {
            (TRUSTED_KEY_USAGE, yasna::construct_der(|w| oid(w, ANY_USAGE)), friendly_name)
        }
    };
    write_attribute(all.next(), kind, &value);
    if !friendly_name.is_empty() {
        let name = yasna::construct_der(|w| w.write_bmp_string(friendly_name));
        write_attribute(all.next(), FRIENDLY_NAME, &name);
    }
}

fn write_attribute(writer: DERWriter<'_>, kind: &[u64], value: &[u8]) {
    writer.write_sequence(|attribute| {
        oid(attribute.next(), kind);
        attribute.next().write_set_of(|values| values.next().write_der(value));
    });
}

/// The X.509 certificate in a certificate bag (section 4.2.3); other kinds of certificates are not taken.
pub(super) fn certificate(bag: &[u8]) -> Option<Vec<u8>> {
    let bag = yasna::parse_der(bag, |bag| {
        bag.read_sequence(|bag| {
            let kind = bag.next().read_oid()?;
            Ok((kind, bag.next().read_tagged(Tag::context(0), |value| value.read_bytes())?))
        })
    });
    bag.ok().filter(|(kind, _)| kind.components() == X509_CERTIFICATE).map(|(_, certificate)| certificate)
}

/// A certificate bag.
pub(super) fn certificate_bag(certificate: &[u8]) -> Vec<u8> {
    sequence(|bag| {
        oid(bag.next(), X509_CERTIFICATE);
        bag.next().write_tagged(Tag::context(0), |value| value.write_bytes(certificate));
    })
}

/// ContentInfo (RFC 5652 section 3): its type and the DER of its content.
fn content_info(info: &mut BERReaderSeq<'_, '_>) -> ASN1Result<(Vec<u64>, Vec<u8>)> {
    let kind = info.next().read_oid()?;
    Ok((kind.into_components(), info.next().read_tagged(Tag::context(0), |value| value.read_der())?))
}

fn octets(der: &[u8]) -> Option<Vec<u8>> {
    yasna::parse_der(der, |value| value.read_bytes()).ok()
}

/// The DER of a SEQUENCE.
fn sequence(parts: impl FnOnce(&mut DERWriterSeq<'_>)) -> Vec<u8> {
    yasna::construct_der(|writer| writer.write_sequence(parts))
}

fn oid(writer: DERWriter<'_>, identifier: &[u64]) {
    writer.write_oid(&ObjectIdentifier::from_slice(identifier));
}

/// The only version of the whole file (section 4).
const VERSION: u32 = 3;
/// RFC 5652 sections 4 and 8.
const DATA: &[u64] = &[1, 2, 840, 113_549, 1, 7, 1];
const ENCRYPTED_DATA: &[u64] = &[1, 2, 840, 113_549, 1, 7, 6];
/// RFC 7292 section 4.2.
pub(super) const KEY_BAG: &[u64] = &[1, 2, 840, 113_549, 1, 12, 10, 1, 1];
pub(super) const ENCRYPTED_KEY_BAG: &[u64] = &[1, 2, 840, 113_549, 1, 12, 10, 1, 2];
pub(super) const CERTIFICATE_BAG: &[u64] = &[1, 2, 840, 113_549, 1, 12, 10, 1, 3];
/// RFC 2985 section 5.5.
const FRIENDLY_NAME: &[u64] = &[1, 2, 840, 113_549, 1, 9, 20];
const LOCAL_KEY_ID: &[u64] = &[1, 2, 840, 113_549, 1, 9, 21];
/// RFC 2985 section 5.6.1, arc `certTypes`.
const X509_CERTIFICATE: &[u64] = &[1, 2, 840, 113_549, 1, 9, 22, 1];
/// `trustedKeyUsage` among Oracle's identifiers, and any purpose (RFC 5280 section 4.2.1.12), as Java writes them.
const TRUSTED_KEY_USAGE: &[u64] = &[2, 16, 840, 1, 113_894, 746_875, 1, 1];
const ANY_USAGE: &[u64] = &[2, 5, 29, 37, 0];
