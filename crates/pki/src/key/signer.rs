//! A private key made ready for signing by the crypto provider (ring), as rcgen asks for it. Nothing else signs.

use rcgen::{PublicKeyData, SignatureAlgorithm, SigningKey};
use ring::error::KeyRejected;
use ring::rand::SystemRandom;
use ring::rsa;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
};
use zeroize::Zeroizing;

use super::{KeyAlgorithm, KeyError, pkcs8_form};
use crate::secret::Secret;

/// The start of an Ed25519 key in PKCS#8 version 1; the 32 octets of the seed follow (RFC 8410 section 7).
const ED25519_VERSION_1: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// A key that can sign.
pub(crate) struct Signer {
    algorithm: KeyAlgorithm,
    pair: Pair,
    public: Vec<u8>,
}

enum Pair {
    P256(EcdsaKeyPair),
    P384(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(Box<rsa::KeyPair>),
}

impl Signer {
    /// From PKCS#8 version 1 of this kind; the provider checks that its parts belong together.
    pub(crate) fn new(algorithm: KeyAlgorithm, pkcs8: &Secret) -> Result<Signer, KeyError> {
        let der = pkcs8.expose();
        let pair = match algorithm {
            KeyAlgorithm::EcdsaP256 => Pair::P256(ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING, der)?),
            KeyAlgorithm::EcdsaP384 => Pair::P384(ecdsa(&ECDSA_P384_SHA384_ASN1_SIGNING, der)?),
            KeyAlgorithm::Ed25519 => {
                Pair::Ed25519(Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map_err(contradiction)?)
            }
            KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => {
                Pair::Rsa(Box::new(rsa::KeyPair::from_pkcs8(der).map_err(contradiction)?))
            }
        };
        let public = match &pair {
            Pair::P256(pair) | Pair::P384(pair) => pair.public_key().as_ref().to_vec(),
            Pair::Ed25519(pair) => pair.public_key().as_ref().to_vec(),
            Pair::Rsa(pair) => pair.public_key().as_ref().to_vec(),
        };
        Ok(Signer { algorithm, pair, public })
    }

    /// The public key as it stands in the bit string of SubjectPublicKeyInfo.
    pub(super) fn public_bits(&self) -> &[u8] {
        &self.public
    }

    /// SubjectPublicKeyInfo, DER.
    pub(crate) fn public_key_der(&self) -> Vec<u8> {
        self.subject_public_key_info()
    }
}

/// Makes a new key: its PKCS#8 version 1, and the key ready for signing.
pub(super) fn generate(algorithm: KeyAlgorithm) -> Result<(Secret, Signer), KeyError> {
    let random = SystemRandom::new();
    let failed = |_| KeyError::Provider("the system gave no random bytes".to_owned());
    let pkcs8 = match algorithm {
        KeyAlgorithm::EcdsaP256 => {
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).map_err(failed)?
        }
        KeyAlgorithm::EcdsaP384 => {
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_ASN1_SIGNING, &random).map_err(failed)?
        }
        KeyAlgorithm::Ed25519 => Ed25519KeyPair::generate_pkcs8(&random).map_err(failed)?,
        KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => {
            return Err(KeyError::CannotGenerate(algorithm));
        }
    };
    let pkcs8 = match algorithm {
        KeyAlgorithm::Ed25519 => ed25519_version_1(pkcs8.as_ref()),
        _ => Secret::new(pkcs8.as_ref().to_vec()),
    };
    let signer = Signer::new(algorithm, &pkcs8)?;
    Ok((pkcs8, signer))
}

/// ring writes version 2, with the public key behind the seed.
fn ed25519_version_1(version_2: &[u8]) -> Secret {
    let private_key = pkcs8_form::private_key(version_2).expect("ring writes PKCS#8");
    // CurvePrivateKey ::= OCTET STRING, inside the OCTET STRING of PKCS#8 (RFC 8410 section 7).
    let seed = &private_key[2..];
    let mut out = Zeroizing::new(ED25519_VERSION_1.to_vec());
    out.extend_from_slice(seed);
    Secret::new(std::mem::take(&mut *out))
}

fn ecdsa(kind: &'static EcdsaSigningAlgorithm, der: &[u8]) -> Result<EcdsaKeyPair, KeyError> {
    EcdsaKeyPair::from_pkcs8(kind, der, &SystemRandom::new()).map_err(contradiction)
}

fn contradiction(error: KeyRejected) -> KeyError {
    KeyError::Contradiction(error.to_string())
}

impl PublicKeyData for Signer {
    fn der_bytes(&self) -> &[u8] {
        &self.public
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm.signature_algorithm()
    }
}

impl SigningKey for Signer {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let random = SystemRandom::new();
        let failed = |_| rcgen::Error::RingUnspecified;
        match &self.pair {
            Pair::P256(pair) | Pair::P384(pair) => {
                Ok(pair.sign(&random, message).map_err(failed)?.as_ref().to_vec())
            }
            Pair::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).map_err(failed)?;
                Ok(signature)
            }
        }
    }
}
