//! Reads PKCS#8 (RFC 5958) of either version and writes it as version 1. The key's arithmetic is the provider's.

use pkcs8::der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef, UintRef};
use pkcs8::der::{Decode, Encode, Reader, SliceReader, Tag};
use pkcs8::{AlgorithmIdentifierRef, PrivateKeyInfoRef};

use super::{KeyAlgorithm, KeyError};
use crate::secret::Secret;

const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

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
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| KeyError::NotPkcs8)?;
    let algorithm = algorithm(&info)?;
    let claimed_public_bits = info.public_key.map(|bits| bits.raw_bytes().to_vec());
    let info = PrivateKeyInfoRef { public_key: None, ..info };
    let pkcs8 = Secret::new(info.to_der().map_err(|_| KeyError::NotPkcs8)?);
    Ok(Version1 { algorithm, pkcs8, claimed_public_bits })
}

fn algorithm(info: &PrivateKeyInfoRef<'_>) -> Result<KeyAlgorithm, KeyError> {
    let AlgorithmIdentifierRef { oid, parameters } = info.algorithm;
    match oid {
        EC_PUBLIC_KEY => {
            let curve = parameters.and_then(|any: AnyRef<'_>| any.decode_as::<ObjectIdentifier>().ok());
            let algorithm = match curve {
                Some(P256) => KeyAlgorithm::EcdsaP256,
                Some(P384) => KeyAlgorithm::EcdsaP384,
                Some(other) => return Err(KeyError::UnsupportedAlgorithm(other.to_string())),
                None => return Err(KeyError::UnsupportedAlgorithm(oid.to_string())),
            };
            if has_public_half(info.private_key).ok_or(KeyError::NotPkcs8)? {
                Ok(algorithm)
            } else {
                Err(KeyError::WithoutPublicHalf)
            }
        }
        ED25519 => Ok(KeyAlgorithm::Ed25519),
        RSA => match rsa_bits(info.private_key).ok_or(KeyError::NotPkcs8)? {
            2048 => Ok(KeyAlgorithm::Rsa2048),
            3072 => Ok(KeyAlgorithm::Rsa3072),
            4096 => Ok(KeyAlgorithm::Rsa4096),
            bits => Err(KeyError::RsaBits(bits)),
        },
        other => Err(KeyError::UnsupportedAlgorithm(other.to_string())),
    }
}

/// Whether an ECPrivateKey (RFC 5915 section 3) has its `[1] publicKey`. `None` when it is none.
fn has_public_half(key: &OctetStringRef) -> Option<bool> {
    let mut reader = SliceReader::new(key.as_bytes()).ok()?;
    let found = reader.sequence(|inner: &mut SliceReader<'_>| {
        UintRef::decode(inner)?;
        <&OctetStringRef>::decode(inner)?;
        let mut found = false;
        while !inner.is_finished() {
            let tag = AnyRef::decode(inner)?;
            found |= matches!(pkcs8::der::Tagged::tag(&tag), Tag::ContextSpecific { number, .. } if number.value() == 1);
        }
        Ok::<bool, pkcs8::der::Error>(found)
    });
    found.ok()
}

/// The bits of the modulus of an RSAPrivateKey (RFC 8017 appendix A.1.2). `None` when it is none.
fn rsa_bits(key: &OctetStringRef) -> Option<usize> {
    let mut reader = SliceReader::new(key.as_bytes()).ok()?;
    let modulus = reader.sequence(|inner: &mut SliceReader<'_>| {
        UintRef::decode(inner)?;
        let modulus = UintRef::decode(inner)?;
        while !inner.is_finished() {
            AnyRef::decode(inner)?;
        }
        Ok::<UintRef<'_>, pkcs8::der::Error>(modulus)
    });
    let octets = modulus.ok()?.as_bytes();
    let first = octets.first()?;
    Some(octets.len() * 8 - first.leading_zeros() as usize)
}
