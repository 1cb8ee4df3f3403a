//! A private key as encrypted PKCS#8 in PEM (RFC 5958 section 3, RFC 7468 section 11), which OpenSSL, curl and nginx read.
//! Unencrypted keys are `pki`'s.

#![allow(
    clippy::redundant_closure_for_method_calls,
    reason = "the path of a method is not general enough in its lifetime for the callbacks of yasna"
)]

use std::num::NonZeroU32;

use pki::entropy::Entropy;
use pki::key::{KeyError, PrivateKey};
use pki::secret::Secret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::derivation::{self, Budget, Failure, Keys, Scheme};
use crate::passphrase::Passphrase;

pub use crate::derivation::Derivation;

/// Rounds of PBKDF2-HMAC-SHA-256: what OWASP's Password Storage Cheat Sheet asks for since 2023. This file may lie alone on
/// a disk, unlike the `.p12`; it costs the browser a second or two, and the same to open.
pub const ROUNDS: u32 = 600_000;

/// The largest text that [`read`] looks at: an RSA key of 16,384 bits has 13 KiB.
const LARGEST_TEXT: usize = 64 * 1024;

/// Encrypts a key: PBES2 with PBKDF2-HMAC-SHA-256 ([`ROUNDS`] rounds, salt of 16 octets) and AES-256-CBC.
/// The text is `-----BEGIN ENCRYPTED PRIVATE KEY-----` with line feeds. It was decrypted again and compared.
///
/// # Errors
/// [`WriteError`] when there is no randomness, or what was written does not decrypt to the same key.
pub fn write(
    key: &PrivateKey,
    passphrase: &Passphrase,
    entropy: &mut dyn Entropy,
) -> Result<String, WriteError> {
    let rounds = NonZeroU32::new(ROUNDS).expect("a constant above zero");
    let mut keys = Keys::of(passphrase.expose());
    let text = write_rounds(key.pkcs8_der(), &mut keys, rounds, entropy)?;
    match read_with(&text, &mut keys) {
        Ok(again) if again == *key => Ok(text),
        _ => Err(WriteError::NotTheSame),
    }
}

/// Decrypts the first encrypted PKCS#8 key of a PEM text: PBKDF2 with AES-CBC.
/// A derivation that would take more than some seconds in the browser is refused before it begins.
///
/// # Errors
/// [`ReadError`]: what it is instead, what is not supported, or that the passphrase is another.
pub fn read(pem: &str, passphrase: &str) -> Result<PrivateKey, ReadError> {
    read_with(pem, &mut Keys::of(passphrase))
}

/// Decrypts the DER of EncryptedPrivateKeyInfo to look at it: the octets inside, which may be no key of ours.
///
/// # Errors
/// [`ReadError`]: what is not supported, or that the passphrase is another.
pub fn inside(der: &[u8], passphrase: &str) -> Result<Secret, ReadError> {
    Ok(decrypt(der, &mut Keys::of(passphrase), &mut Budget::new())?)
}

fn read_with(pem: &str, keys: &mut Keys<'_>) -> Result<PrivateKey, ReadError> {
    if pem.len() > LARGEST_TEXT {
        return Err(ReadError::NotFound);
    }
    if pem.contains("Proc-Type: 4,ENCRYPTED") {
        return Err(ReadError::Traditional);
    }
    let blocks = pem::parse_many(pem).map_err(|_| ReadError::NotFound)?;
    let Some(block) = blocks.iter().find(|block| block.tag() == LABEL) else {
        let plain = blocks.iter().any(|block| block.tag().ends_with("PRIVATE KEY"));
        return Err(if plain { ReadError::NotEncrypted } else { ReadError::NotFound });
    };
    let key = decrypt(block.contents(), keys, &mut Budget::new())?;
    PrivateKey::from_pkcs8_der(key.expose()).map_err(ReadError::Key)
}

/// The DER of EncryptedPrivateKeyInfo (RFC 5958 section 3).
pub(crate) fn encrypt(
    pkcs8: &Secret,
    scheme: Scheme,
    keys: &mut Keys<'_>,
    rounds: NonZeroU32,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, pki::entropy::NoEntropy> {
    let (algorithm, ciphertext) = derivation::encrypt(pkcs8.expose(), scheme, keys, rounds, entropy)?;
    Ok(yasna::construct_der(|writer| {
        writer.write_sequence(|info| {
            info.next().write_der(&algorithm);
            info.next().write_bytes(&ciphertext);
        });
    }))
}

/// Whether a file is EncryptedPrivateKeyInfo as far as that is seen without a passphrase.
pub(crate) fn begins(der: &[u8]) -> bool {
    parts(der).is_some()
}

/// The algorithm as DER, and the ciphertext.
fn parts(der: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let parts = yasna::parse_der(der, |info| {
        info.read_sequence(|info| Ok((info.next().read_der()?, info.next().read_bytes()?)))
    });
    parts.ok()
}

/// The PKCS#8 inside EncryptedPrivateKeyInfo.
pub(crate) fn decrypt(der: &[u8], keys: &mut Keys<'_>, budget: &mut Budget) -> Result<Secret, Failure> {
    let (algorithm, ciphertext) = parts(der).ok_or(Failure::Unreadable)?;
    let plaintext = derivation::decrypt(&algorithm, &ciphertext, keys, budget)?;
    // One padding in 256 looks right by chance: what is not even a SEQUENCE was decrypted with another passphrase.
    let sequence = yasna::parse_der(plaintext.expose(), |reader| {
        let tag = reader.lookahead_tag()?;
        reader.read_der().map(|der| (tag, Zeroizing::new(der)))
    });
    match sequence {
        Ok((yasna::tags::TAG_SEQUENCE, _)) => Ok(plaintext),
        _ => Err(Failure::WrongPassphrase),
    }
}

fn write_rounds(
    pkcs8: &Secret,
    keys: &mut Keys<'_>,
    rounds: NonZeroU32,
    entropy: &mut dyn Entropy,
) -> Result<String, WriteError> {
    let der = encrypt(pkcs8, Scheme::Aes, keys, rounds, entropy).map_err(|_| WriteError::NoEntropy)?;
    let lines = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    Ok(pem::encode_config(&pem::Pem::new(LABEL, der), lines))
}

const LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// Why a key could not be encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WriteError {
    /// The system gave no random bytes.
    NoEntropy,
    /// What was written does not decrypt to the same key. It is not handed out.
    NotTheSame,
}

impl WriteError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            WriteError::NoEntropy => text::bundle::no_entropy(lang),
            WriteError::NotTheSame => text::bundle::not_the_same(lang),
        }
    }
}

/// Why an encrypted key could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadError {
    /// There is no `-----BEGIN ENCRYPTED PRIVATE KEY-----` in it.
    NotFound,
    /// There is a key, but it is not encrypted.
    NotEncrypted,
    /// It is encrypted as OpenSSL did before 1.0 (`Proc-Type: 4,ENCRYPTED`, RFC 1421): MD5, one round.
    Traditional,
    /// It is not the structure of RFC 5958 section 3.
    Unreadable,
    /// An algorithm that is not taken; its name or object identifier.
    Unsupported(String),
    /// The derivation would take too long.
    TooCostly {
        /// The derivation, which says what the numbers count.
        derivation: Derivation,
        /// What the file asks for.
        demanded: u32,
        /// What is allowed.
        allowed: u32,
    },
    /// Another passphrase, or changed bytes: the format cannot tell the two apart.
    WrongPassphrase,
    /// It was decrypted, but the key inside is none of ours.
    Key(KeyError),
}

impl From<Failure> for ReadError {
    fn from(failure: Failure) -> ReadError {
        match failure {
            Failure::Unreadable => ReadError::Unreadable,
            Failure::Unsupported(name) => ReadError::Unsupported(name),
            Failure::TooCostly { derivation, demanded, allowed } => {
                ReadError::TooCostly { derivation, demanded, allowed }
            }
            Failure::WrongPassphrase => ReadError::WrongPassphrase,
        }
    }
}

impl ReadError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            ReadError::NotFound => text::bundle::key_not_found(lang),
            ReadError::NotEncrypted => text::bundle::key_not_encrypted(lang),
            ReadError::Traditional => text::bundle::key_traditional(lang),
            ReadError::Unreadable => text::bundle::key_unreadable(lang),
            ReadError::Unsupported(algorithm) => text::bundle::algorithm_unsupported(lang, algorithm),
            ReadError::TooCostly { derivation, demanded, allowed } => {
                text::bundle::derivation_too_costly(lang, *demanded as usize, derivation, *allowed as usize)
            }
            ReadError::WrongPassphrase => text::bundle::key_wrong_passphrase(lang),
            ReadError::Key(error) => error.message(lang),
        }
    }
}
