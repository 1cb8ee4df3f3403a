//! Reads PKCS#8 (RFC 5958) of either version and writes it as version 1, around the older forms too. The key's arithmetic is
//! the provider's.
//! The `pkcs8` crate would read it too, with a reader of DER of its own that weighs 6 KiB in the worker.

#![allow(
    clippy::redundant_closure_for_method_calls,
    reason = "the path of a method is not general enough in its lifetime for the callbacks of yasna"
)]

use yasna::models::ObjectIdentifier;
use yasna::{ASN1Error, ASN1ErrorKind, ASN1Result, BERReader, BERReaderSeq, DERWriter, Tag};
use zeroize::Zeroizing;

use super::{KeyAlgorithm, KeyError};
use crate::secret::Secret;

/// A key as version 1, with what version 2 said beside it.
pub(super) struct Version1 {
    pub(super) algorithm: KeyAlgorithm,
    /// PKCS#8 version 1 without attributes.
    pub(super) pkcs8: Secret,
    /// The public key's bits as version 2 gives them; the provider's must be the same.
    pub(super) claimed_public_bits: Option<Vec<u8>>,
}

/// Reads either version.
pub(super) fn version_1(der: &[u8]) -> Result<Version1, KeyError> {
    let info = PrivateKeyInfo::read(der).ok_or(KeyError::NotPkcs8)?;
    Ok(Version1 {
        algorithm: algorithm(&info)?,
        pkcs8: info.version_1(),
        claimed_public_bits: info.public_bits,
    })
}

/// PKCS#8 version 1 around an RSAPrivateKey. Whether it is one is seen when that is read.
pub(super) fn around_pkcs1(der: &[u8]) -> Secret {
    around(der, RSA, |parameters| parameters.write_null())
}

/// PKCS#8 version 1 around an ECPrivateKey; `None` when it is none, or does not name its curve. The curve moves to where PKCS#8
/// has it, so that the same key is the same octets.
pub(super) fn around_sec1(der: &[u8]) -> Option<Secret> {
    let (key, curve, public) = sequence(der, |parts| {
        parts.next().read_u8()?;
        let key = Zeroizing::new(parts.next().read_bytes()?);
        let curve = parts.next().read_tagged(Tag::context(0), |curve| curve.read_oid())?;
        let public =
            parts.read_optional(|public| public.read_tagged(Tag::context(1), |bits| bits.read_der()))?;
        Ok((key, curve, public))
    })?;
    let key = Secret::new(yasna::construct_der(|writer| {
        writer.write_sequence(|parts| {
            parts.next().write_u8(1);
            parts.next().write_bytes(&key);
            if let Some(public) = &public {
                parts.next().write_tagged(Tag::context(1), |bits| bits.write_der(public));
            }
        });
    }));
    Some(around(key.expose(), EC_PUBLIC_KEY, |parameters| parameters.write_oid(&curve)))
}

fn around(der: &[u8], kind: &[u64], parameters: impl FnOnce(DERWriter<'_>)) -> Secret {
    Secret::new(yasna::construct_der(|writer| {
        writer.write_sequence(|info| {
            info.next().write_u8(0);
            info.next().write_sequence(|algorithm| {
                algorithm.next().write_oid(&ObjectIdentifier::from_slice(kind));
                parameters(algorithm.next());
            });
            info.next().write_bytes(der);
        });
    }))
}

/// What stands in the `privateKey` of either version: for Ed25519 its CurvePrivateKey (RFC 8410 section 7).
pub(super) fn private_key(der: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    PrivateKeyInfo::read(der).map(|info| info.private_key)
}

/// OneAsymmetricKey (RFC 5958 section 2), less its attributes.
struct PrivateKeyInfo {
    /// AlgorithmIdentifier as DER.
    algorithm: Vec<u8>,
    private_key: Zeroizing<Vec<u8>>,
    public_bits: Option<Vec<u8>>,
}

impl PrivateKeyInfo {
    fn read(der: &[u8]) -> Option<PrivateKeyInfo> {
        let info = yasna::parse_der(der, |reader| {
            reader.read_sequence(|info| {
                let version = info.next().read_u8()?;
                let algorithm = info.next().read_der()?;
                let private_key = Zeroizing::new(info.next().read_bytes()?);
                info.read_optional(|attributes| {
                    attributes.read_tagged_implicit(Tag::context(0), |attributes| {
                        attributes.read_set_of(|attribute| attribute.read_der().map(drop))
                    })
                })?;
                let public_bits = info.read_optional(|bits| {
                    bits.read_tagged_implicit(Tag::context(1), |bits| bits.read_bitvec_bytes())
                })?;
                match (version, &public_bits) {
                    (0, None) | (1, _) => Ok(PrivateKeyInfo {
                        algorithm,
                        private_key,
                        public_bits: public_bits.map(|(bits, _)| bits),
                    }),
                    _ => Err(ASN1Error::new(ASN1ErrorKind::Invalid)),
                }
            })
        });
        info.ok()
    }

    fn version_1(&self) -> Secret {
        Secret::new(yasna::construct_der(|writer| {
            writer.write_sequence(|info| {
                info.next().write_u8(0);
                info.next().write_der(&self.algorithm);
                info.next().write_bytes(&self.private_key);
            });
        }))
    }
}

fn algorithm(info: &PrivateKeyInfo) -> Result<KeyAlgorithm, KeyError> {
    let (kind, parameters) = sequence(&info.algorithm, |algorithm| {
        let kind = algorithm.next().read_oid()?;
        Ok((kind, algorithm.read_optional(|parameters| parameters.read_der())?))
    })
    .ok_or(KeyError::NotPkcs8)?;
    match kind.components().as_slice() {
        EC_PUBLIC_KEY => {
            let curve = parameters.and_then(|curve| yasna::parse_der(&curve, |curve| curve.read_oid()).ok());
            let curve = curve.unwrap_or(kind);
            let algorithm = match curve.components().as_slice() {
                P256 => KeyAlgorithm::EcdsaP256,
                P384 => KeyAlgorithm::EcdsaP384,
                _ => return Err(unsupported(&curve)),
            };
            if has_public_half(&info.private_key).ok_or(KeyError::NotPkcs8)? {
                Ok(algorithm)
            } else {
                Err(KeyError::WithoutPublicHalf)
            }
        }
        ED25519 => Ok(KeyAlgorithm::Ed25519),
        RSA => match rsa_bits(&info.private_key).ok_or(KeyError::NotPkcs8)? {
            2048 => Ok(KeyAlgorithm::Rsa2048),
            3072 => Ok(KeyAlgorithm::Rsa3072),
            4096 => Ok(KeyAlgorithm::Rsa4096),
            bits => Err(KeyError::RsaBits(bits)),
        },
        _ => Err(unsupported(&kind)),
    }
}

fn unsupported(identifier: &ObjectIdentifier) -> KeyError {
    KeyError::UnsupportedAlgorithm(identifier.to_string())
}

/// Whether an ECPrivateKey (RFC 5915 section 3) has its `[1] publicKey`. `None` when it is none.
fn has_public_half(key: &[u8]) -> Option<bool> {
    sequence(key, |parts| {
        parts.next().read_u8()?;
        part(parts.next())?;
        let mut found = false;
        while let Some(tag) = parts.read_optional(part)? {
            found |= tag == Tag::context(1);
        }
        Ok(found)
    })
}

/// The bits of the modulus of an RSAPrivateKey (RFC 8017 appendix A.1.2). `None` when it is none.
fn rsa_bits(key: &[u8]) -> Option<usize> {
    let (modulus, positive) = sequence(key, |parts| {
        parts.next().read_u8()?;
        let modulus = parts.next().read_bigint_bytes()?;
        while parts.read_optional(part)?.is_some() {}
        Ok(modulus)
    })?;
    let octets = modulus.strip_prefix(&[0]).unwrap_or(&modulus);
    let first = octets.first().filter(|_| positive)?;
    Some(octets.len() * 8 - first.leading_zeros() as usize)
}

/// Reads over one value, which may be secret, and gives its tag.
fn part(reader: BERReader<'_, '_>) -> ASN1Result<Tag> {
    let tag = reader.lookahead_tag()?;
    reader.read_der().map(|value| {
        drop(Zeroizing::new(value));
        tag
    })
}

fn sequence<T>(der: &[u8], inside: impl FnOnce(&mut BERReaderSeq<'_, '_>) -> ASN1Result<T>) -> Option<T> {
    yasna::parse_der(der, |reader| reader.read_sequence(inside)).ok()
}

/// RFC 5480 section 2.1.1, RFC 8410 section 3, RFC 8017 appendix A.
const EC_PUBLIC_KEY: &[u64] = &[1, 2, 840, 10045, 2, 1];
const P256: &[u64] = &[1, 2, 840, 10045, 3, 1, 7];
const P384: &[u64] = &[1, 3, 132, 0, 34];
const ED25519: &[u64] = &[1, 3, 101, 112];
const RSA: &[u64] = &[1, 2, 840, 113_549, 1, 1, 1];
