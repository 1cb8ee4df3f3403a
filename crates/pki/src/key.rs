//! Private keys: their algorithms, how they are made, read and written (PKCS#8 version 1, RFC 5958 section 2).
//! Encrypted keys are `bundle`'s.

mod pkcs8_form;
mod signer;

pub(crate) use signer::Signer;

use std::future::Future;

use serde::{Deserialize, Serialize};
use text::pki as say;
use text::{Lang, Message};

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

    /// The hash follows the key's strength: SHA-256 for P-256 and RSA, SHA-384 for P-384; Ed25519 has its own.
    pub(crate) fn signature_algorithm(self) -> &'static rcgen::SignatureAlgorithm {
        match self {
            KeyAlgorithm::EcdsaP256 => &rcgen::PKCS_ECDSA_P256_SHA256,
            KeyAlgorithm::EcdsaP384 => &rcgen::PKCS_ECDSA_P384_SHA384,
            KeyAlgorithm::Ed25519 => &rcgen::PKCS_ED25519,
            KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => &rcgen::PKCS_RSA_SHA256,
        }
    }

    /// The size of an RSA key in bits; `None` for all else.
    #[must_use]
    pub fn rsa_bits(self) -> Option<usize> {
        match self {
            KeyAlgorithm::EcdsaP256 | KeyAlgorithm::EcdsaP384 | KeyAlgorithm::Ed25519 => None,
            KeyAlgorithm::Rsa2048 => Some(2048),
            KeyAlgorithm::Rsa3072 => Some(3072),
            KeyAlgorithm::Rsa4096 => Some(4096),
        }
    }
}

/// A private key in memory: PKCS#8 version 1, DER, with its public half beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateKey {
    algorithm: KeyAlgorithm,
    pkcs8: Secret,
    public_key: Vec<u8>,
}

impl PrivateKey {
    /// Reads an unencrypted PKCS#8 key (version 1 or 2), and keeps it as version 1 without attributes: OpenSSL 3.0 reads
    /// no Ed25519 key of version 2.
    ///
    /// # Errors
    /// [`KeyError`] when it is not PKCS#8, of another algorithm, or its parts contradict each other.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<PrivateKey, KeyError> {
        let pkcs8_form::Version1 { algorithm, pkcs8, claimed_public_bits } = pkcs8_form::version_1(der)?;
        let signer = Signer::new(algorithm, &pkcs8)?;
        if claimed_public_bits.is_some_and(|claimed| claimed != signer.public_bits()) {
            return Err(KeyError::Contradiction("InconsistentComponents".to_owned()));
        }
        Ok(PrivateKey { algorithm, pkcs8, public_key: signer.public_key_der() })
    }

    /// Reads an RSAPrivateKey (RFC 8017 appendix A.1.2, "PKCS#1"), the form of `BEGIN RSA PRIVATE KEY`.
    ///
    /// # Errors
    /// [`KeyError`] as [`PrivateKey::from_pkcs8_der`].
    pub fn from_pkcs1_der(der: &[u8]) -> Result<PrivateKey, KeyError> {
        PrivateKey::from_pkcs8_der(pkcs8_form::around_pkcs1(der).expose())
    }

    /// Reads an ECPrivateKey that names its curve (RFC 5915 section 3, "SEC1"), the form of `BEGIN EC PRIVATE KEY`.
    ///
    /// # Errors
    /// [`KeyError`] as [`PrivateKey::from_pkcs8_der`].
    pub fn from_sec1_der(der: &[u8]) -> Result<PrivateKey, KeyError> {
        let pkcs8 = pkcs8_form::around_sec1(der).ok_or(KeyError::NotPkcs8)?;
        PrivateKey::from_pkcs8_der(pkcs8.expose())
    }

    /// Reads an unencrypted key in whichever of these forms it is.
    ///
    /// # Errors
    /// [`KeyError::NotPkcs8`] when it is in none of them, or as [`PrivateKey::from_pkcs8_der`].
    pub fn from_der(der: &[u8]) -> Result<PrivateKey, KeyError> {
        [PrivateKey::from_pkcs8_der, PrivateKey::from_pkcs1_der, PrivateKey::from_sec1_der]
            .into_iter()
            .map(|read| read(der))
            .find(|key| *key != Err(KeyError::NotPkcs8))
            .unwrap_or(Err(KeyError::NotPkcs8))
    }

    /// Reads the first private key of a PEM text: PKCS#8, or one of the older forms that name what they are.
    ///
    /// # Errors
    /// [`KeyError`] as [`PrivateKey::from_pkcs8_der`]; [`KeyError::Encrypted`] and [`KeyError::OldForm`] name what to do.
    pub fn from_pem(pem: &str) -> Result<PrivateKey, KeyError> {
        let blocks = pem::parse_many(pem).map_err(|_| KeyError::NotPkcs8)?;
        let key = blocks.into_iter().find_map(PrivateKey::from_pem_block);
        key.unwrap_or(Err(KeyError::NotPkcs8))
    }

    /// Reads one block of a PEM text; `None` when it is no private key's.
    ///
    /// # Errors
    /// As [`PrivateKey::from_pem`].
    pub fn from_pem_block(block: pem::Pem) -> Option<Result<PrivateKey, KeyError>> {
        let label = block.tag().to_owned();
        // OpenSSL's own encryption of the older forms (RFC 1421 section 4.6.1.1)
        let encrypted = block.headers().get("Proc-Type").is_some();
        let der = Secret::new(block.into_contents());
        Some(match label.as_str() {
            "PRIVATE KEY" => PrivateKey::from_pkcs8_der(der.expose()),
            "RSA PRIVATE KEY" if !encrypted => PrivateKey::from_pkcs1_der(der.expose()),
            "EC PRIVATE KEY" if !encrypted => PrivateKey::from_sec1_der(der.expose()),
            "ENCRYPTED PRIVATE KEY" => Err(KeyError::Encrypted),
            "EC PRIVATE KEY" | "RSA PRIVATE KEY" | "DSA PRIVATE KEY" | "OPENSSH PRIVATE KEY" => {
                Err(KeyError::OldForm { label })
            }
            _ => return None,
        })
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
        let lines = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
        let block = pem::Pem::new("PRIVATE KEY", self.pkcs8.expose());
        let text = Secret::new(pem::encode_config(&block, lines).into_bytes());
        // the encoder's copy of the key
        drop(Secret::new(block.into_contents()));
        text
    }

    /// The public half as SubjectPublicKeyInfo, DER (RFC 5280 section 4.1.2.7).
    #[must_use]
    pub fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    /// The public half as [`PrivateKey::public_key`], owned.
    ///
    /// # Errors
    /// None: it was derived when the key was made or read.
    pub fn public_key_der(&self) -> Result<Vec<u8>, KeyError> {
        Ok(self.public_key.clone())
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

impl ProviderKeys {
    /// Makes a new key at once.
    ///
    /// # Errors
    /// [`KeyError::CannotGenerate`] for RSA, [`KeyError::Provider`] when the system gives no randomness.
    pub fn make(self, algorithm: KeyAlgorithm) -> Result<PrivateKey, KeyError> {
        let (pkcs8, signer) = signer::generate(algorithm)?;
        Ok(PrivateKey { algorithm, pkcs8, public_key: signer.public_key_der() })
    }
}

impl KeySource for ProviderKeys {
    async fn generate(&self, algorithm: KeyAlgorithm) -> Result<PrivateKey, KeyError> {
        self.make(algorithm)
    }
}

/// Why a key could not be made or read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyError {
    /// The bytes are not an unencrypted PKCS#8 private key.
    NotPkcs8,
    /// A PKCS#8 key under a passphrase, which only `bundle` opens.
    Encrypted,
    /// A private key in a form other than PKCS#8 that is not read: one of the older forms under OpenSSL's own encryption, or
    /// OpenSSH's; the label of its PEM.
    OldForm {
        /// `RSA PRIVATE KEY` and the like.
        label: String,
    },
    /// An elliptic-curve key without its public half, which the provider needs.
    WithoutPublicHalf,
    /// The private and the public half of the key do not belong together, or a part is out of range.
    Contradiction(String),
    /// An RSA key of another size than those on offer.
    RsaBits(usize),
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
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            KeyError::NotPkcs8 => say::key_not_pkcs8(lang),
            KeyError::Encrypted => say::key_encrypted(lang),
            KeyError::OldForm { label } => say::key_old_form(lang, label),
            KeyError::WithoutPublicHalf => say::key_without_public_half(lang),
            KeyError::Contradiction(words) => say::key_contradiction(lang, words),
            KeyError::RsaBits(bits) => say::key_rsa_bits(lang, bits),
            KeyError::UnsupportedAlgorithm(kind) => say::key_unsupported(lang, kind),
            KeyError::CannotGenerate(algorithm) => say::key_cannot_generate(lang, &algorithm.label()),
            KeyError::NoWebCrypto => say::key_no_web_crypto(lang),
            KeyError::Provider(words) => say::key_provider(lang, words),
        }
    }
}
