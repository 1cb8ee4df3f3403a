//! Public keys as they stand in certificates, and private keys of every form brought to the same: what kind they are, and
//! which public half they have, by which things that belong together are found. No private number leaves this file.

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;
use zeroize::Zeroizing;

use super::der::{self, Piece, tag};
use super::recognise::Kind;
use crate::certificate::key_label;
use crate::digest::{sha1, sha256};
use crate::finding::KeyFault;
use crate::key::{KeyAlgorithm, KeyError, PrivateKey};

/// What is known of a public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKeyFacts {
    /// Its kind as people write it: `ECDSA P-256`, `RSA 2048`; else its OID.
    pub label: String,
    /// SubjectPublicKeyInfo, DER (RFC 5280 section 4.1.2.7).
    #[serde(with = "serde_bytes")]
    pub der: Vec<u8>,
    /// SHA-256 of that: what HTTP and curl's `--pinnedpubkey` pin (RFC 7469 section 2.4).
    pub sha256: [u8; 32],
    /// SHA-1 of the key's bits (RFC 5280 section 4.2.1.2 method (1)), the usual key identifier.
    pub identifier: [u8; 20],
    /// The bits of subjectPublicKey.
    #[serde(skip)]
    pub(crate) bits: Vec<u8>,
}

impl PublicKeyFacts {
    pub(crate) fn new(key: &SubjectPublicKeyInfo<'_>) -> PublicKeyFacts {
        let bits = key.subject_public_key.data.to_vec();
        PublicKeyFacts {
            label: key_label(key),
            der: key.raw.to_vec(),
            sha256: sha256(key.raw),
            identifier: sha1(&bits),
            bits,
        }
    }

    /// Reads SubjectPublicKeyInfo; `None` where it is something else.
    #[must_use]
    pub fn read(der: &[u8]) -> Option<PublicKeyFacts> {
        SubjectPublicKeyInfo::from_der(der).ok().map(|(_, key)| PublicKeyFacts::new(&key))
    }

    /// Whether a signature is too large a number for this RSA key to have made it (RFC 8017 section 5.2.2, step 1); `false` for all else.
    pub(crate) fn is_exceeded_by(&self, signature: &[u8]) -> bool {
        let Ok((_, key)) = SubjectPublicKeyInfo::from_der(&self.der) else { return false };
        let Ok(PublicKey::RSA(key)) = key.parsed() else { return false };
        let significant = |number: &[u8]| {
            let zeros = number.iter().take_while(|octet| **octet == 0).count();
            number[zeros..].to_vec()
        };
        let (modulus, signature) = (significant(key.modulus), significant(signature));
        (signature.len(), signature) >= (modulus.len(), modulus)
    }

    /// The pin as `curl --pinnedpubkey` takes it: `sha256//…`.
    #[must_use]
    pub fn pin(&self) -> String {
        format!("sha256//{}", BASE64.encode(&self.sha256))
    }

    /// The size of an RSA key in bits; `None` for all else.
    #[must_use]
    pub fn rsa_bits(&self) -> Option<usize> {
        self.label.strip_prefix("RSA ").and_then(|bits| bits.parse().ok())
    }

    /// The kind of an ECDSA key whose curve is neither P-256 nor P-384; `None` for all else.
    #[must_use]
    pub fn on_another_curve(&self) -> Option<&str> {
        let usual = [KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384].map(KeyAlgorithm::label);
        let label = self.label.as_str();
        (label.starts_with("ECDSA") && !usual.contains(&label)).then_some(label)
    }

    /// Whether it is shorter than anybody should accept (NIST SP 800-131A: 112 bits of security).
    pub(super) fn is_weak(&self) -> bool {
        self.rsa_bits().is_some_and(|bits| bits < 2048) || self.label.ends_with("1.2.840.10045.3.1.1")
    }

    /// Whether TLS has a signature scheme for it that most programs implement (RFC 8446 section 4.2.3).
    pub(super) fn is_common(&self) -> bool {
        self.rsa_bits().is_some() || ["ECDSA P-256", "ECDSA P-384", "Ed25519"].contains(&self.label.as_str())
    }
}

/// What is known of a private key that lies open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateKeyFacts {
    /// Its public half, where it could be found.
    pub public: Option<PublicKeyFacts>,
}

/// Reads a private key of any form.
pub(super) fn private_key(kind: Kind, der: &[u8]) -> (PrivateKeyFacts, Vec<KeyFault>) {
    let mut faults = vec![KeyFault::Open];
    let old_label = match kind {
        Kind::Pkcs1 => Some("RSA PRIVATE KEY"),
        Kind::Sec1 => Some("EC PRIVATE KEY"),
        _ => None,
    };
    faults.extend(old_label.map(|label| KeyFault::OldForm { label: label.to_owned() }));
    let pkcs8 = match kind {
        Kind::Pkcs1 => Some(Zeroizing::new(wrapped(&RSA_ALGORITHM, der))),
        Kind::Sec1 => curve(der).map(|curve| Zeroizing::new(wrapped(&ec_algorithm(&curve), der))),
        _ => Some(Zeroizing::new(der.to_vec())),
    };
    let Some(pkcs8) = pkcs8 else {
        faults.push(KeyFault::Broken { words: "it does not name its curve".to_owned() });
        return (PrivateKeyFacts { public: None }, faults);
    };
    let public = match PrivateKey::from_pkcs8_der(&pkcs8) {
        Ok(key) => PublicKeyFacts::read(key.public_key()),
        Err(error) => {
            if let Some(words) = broken(&error) {
                faults.push(KeyFault::Broken { words });
            }
            // kinds and sizes that are not on offer here have their public half written in them
            public_half(&pkcs8).and_then(|der| PublicKeyFacts::read(&der))
        }
    };
    if let Some(public) = public.as_ref().filter(|public| public.is_weak()) {
        faults.push(KeyFault::Weak { key: public.label.clone() });
    }
    let ed25519 = public.as_ref().is_some_and(|public| public.label == "Ed25519");
    if ed25519 && kind == Kind::Pkcs8 && version(der) == Some(1) {
        faults.push(KeyFault::SecondVersion);
    }
    (PrivateKeyFacts { public }, faults)
}

/// Why a key cannot be used by anybody; what is merely not on offer here is no fault.
fn broken(error: &KeyError) -> Option<String> {
    match error {
        KeyError::NotPkcs8 => Some("PKCS#8".to_owned()),
        KeyError::Contradiction(words) | KeyError::Provider(words) => Some(words.clone()),
        _ => None,
    }
}

fn version(der: &[u8]) -> Option<u8> {
    let outer = der::first(der).ok()?;
    der::children(&outer).first().and_then(|version| version.content.first().copied())
}

/// AlgorithmIdentifier of rsaEncryption with its NULL (RFC 8017 appendix A.1).
const RSA_ALGORITHM: [u8; 15] =
    [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/// The content of id-ecPublicKey (RFC 5480 section 2.1.1).
const EC_PUBLIC_KEY: [u64; 6] = [1, 2, 840, 10045, 2, 1];

fn ec_algorithm(curve: &[u8]) -> Vec<u8> {
    yasna::construct_der(|writer| {
        writer.write_sequence(|parts| {
            parts.next().write_oid(&yasna::models::ObjectIdentifier::from_slice(&EC_PUBLIC_KEY));
            parts.next().write_der(curve);
        });
    })
}

/// PKCS#8 version 1 around an older form.
fn wrapped(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    yasna::construct_der(|writer| {
        writer.write_sequence(|parts| {
            parts.next().write_u8(0);
            parts.next().write_der(algorithm);
            parts.next().write_bytes(key);
        });
    })
}

/// The DER of the curve's identifier in an ECPrivateKey: `[0] parameters`.
fn curve(key: &[u8]) -> Option<Vec<u8>> {
    let outer = der::first(key).ok()?;
    let parameters = der::children(&outer).into_iter().find(|part| part.is_context(0))?;
    Some(parameters.content.to_vec())
}

/// SubjectPublicKeyInfo from what a PKCS#8 key carries beside its private numbers: an RSA key its modulus and exponent, an
/// elliptic-curve key its `[1] publicKey`.
fn public_half(pkcs8: &[u8]) -> Option<Vec<u8>> {
    let outer = der::first(pkcs8).ok()?;
    let parts = der::children(&outer);
    let (algorithm, key) = (parts.get(1)?, parts.get(2)?);
    let inner = der::first(key.content).ok()?;
    let numbers = der::children(&inner);
    let bits = if algorithm.raw == RSA_ALGORITHM {
        let (modulus, exponent) = (numbers.get(1)?, numbers.get(2)?);
        yasna::construct_der(|writer| {
            writer.write_sequence(|parts| {
                parts.next().write_der(modulus.raw);
                parts.next().write_der(exponent.raw);
            });
        })
    } else {
        let public = numbers.iter().find(|part| part.is_context(1))?;
        let bits = der::children(public).into_iter().find(|bits: &Piece<'_>| bits.is(tag::BIT_STRING))?;
        bits.content.get(1..)?.to_vec()
    };
    Some(yasna::construct_der(|writer| {
        writer.write_sequence(|parts| {
            parts.next().write_der(algorithm.raw);
            parts.next().write_bitvec_bytes(&bits, bits.len() * 8);
        });
    }))
}
