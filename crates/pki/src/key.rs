//! Private keys: their algorithms, how they are made, read and written (PKCS#8 version 1, RFC 5958 section 2).
//! Encrypted keys are `bundle`'s.

use std::future::Future;

use serde::{Deserialize, Serialize};

use crate::secret::Secret;

/// The kinds of key on offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the variants are the algorithms' own names")]
pub enum KeyAlgorithm {
    #[default]
    EcdsaP256,
    EcdsaP384,
    Ed25519,
    Rsa2048,
    Rsa3072,
    Rsa4096,
}

impl KeyAlgorithm {
    /// All of them, in the order in which they are offered.
    pub const ALL: [KeyAlgorithm; 6] = [
        KeyAlgorithm::EcdsaP256,
        KeyAlgorithm::EcdsaP384,
        KeyAlgorithm::Ed25519,
        KeyAlgorithm::Rsa2048,
        KeyAlgorithm::Rsa3072,
        KeyAlgorithm::Rsa4096,
    ];

    /// The name as people of the field write it, the same in every language.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            KeyAlgorithm::EcdsaP256 => "ECDSA P-256",
            KeyAlgorithm::EcdsaP384 => "ECDSA P-384",
            KeyAlgorithm::Ed25519 => "Ed25519",
            KeyAlgorithm::Rsa2048 => "RSA 2048",
            KeyAlgorithm::Rsa3072 => "RSA 3072",
            KeyAlgorithm::Rsa4096 => "RSA 4096",
        }
    }

    /// The stable name in `workspace.json`: `p256`, `p384`, `ed25519`, `rsa2048`, `rsa3072`, `rsa4096`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            KeyAlgorithm::EcdsaP256 => "p256",
            KeyAlgorithm::EcdsaP384 => "p384",
            KeyAlgorithm::Ed25519 => "ed25519",
            KeyAlgorithm::Rsa2048 => "rsa2048",
            KeyAlgorithm::Rsa3072 => "rsa3072",
            KeyAlgorithm::Rsa4096 => "rsa4096",
        }
    }

    /// The algorithm with that stable name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<KeyAlgorithm> {
        KeyAlgorithm::ALL.into_iter().find(|algorithm| algorithm.id() == id)
    }
}

/// A private key in memory: PKCS#8 version 1, DER.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateKey {
    algorithm: KeyAlgorithm,
    pkcs8: Secret,
}

impl PrivateKey {
    /// Reads an unencrypted PKCS#8 key (version 1 or 2), and keeps it as version 1.
    ///
    /// # Errors
    /// [`KeyError`] when it is not PKCS#8, of another algorithm, or its parts contradict each other.
    pub fn from_pkcs8_der(_der: &[u8]) -> Result<PrivateKey, KeyError> {
        todo!()
    }

    /// The kind of key.
    #[must_use]
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// PKCS#8 version 1, DER.
    #[must_use]
    pub fn pkcs8_der(&self) -> &Secret {
        &self.pkcs8
    }

    /// `-----BEGIN PRIVATE KEY-----` (RFC 7468 section 10), ASCII with line feeds.
    #[must_use]
    pub fn to_pem(&self) -> Secret {
        todo!()
    }

    /// The public half as SubjectPublicKeyInfo, DER.
    ///
    /// # Errors
    /// [`KeyError`] when the crypto provider does not take the key.
    pub fn public_key_der(&self) -> Result<Vec<u8>, KeyError> {
        todo!()
    }
}

/// Where new keys come from. In the browser RSA keys come from WebCrypto, all else from [`ProviderKeys`].
pub trait KeySource {
    /// Makes a new key.
    fn generate(&self, algorithm: KeyAlgorithm) -> impl Future<Output = Result<PrivateKey, KeyError>>;
}

/// The crypto provider compiled in (ring): every algorithm but RSA, which it cannot generate.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProviderKeys;

impl KeySource for ProviderKeys {
    async fn generate(&self, _algorithm: KeyAlgorithm) -> Result<PrivateKey, KeyError> {
        todo!()
    }
}

/// Why a key could not be made or read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyError {
    /// The bytes are not an unencrypted PKCS#8 private key.
    NotPkcs8,
    /// The key is of a kind that is not on offer; its OID or what is known of it.
    UnsupportedAlgorithm(String),
    /// The provider at hand cannot make this kind of key.
    CannotGenerate(KeyAlgorithm),
    /// The browser has no WebCrypto here: the page was not loaded from https, localhost or a file.
    NoWebCrypto,
    /// The provider failed; its own words.
    Provider(String),
}

impl KeyError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, _lang: text::Lang) -> text::Message {
        todo!()
    }
}
