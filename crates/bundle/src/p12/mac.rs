//! The check value over a whole PKCS#12 file (RFC 7292 section 5.1): which hash, at what cost.
//! The derivation (appendix B.2) is the `pkcs12` crate's. PBMAC1 (RFC 9579) is not taken.

use std::num::NonZeroU32;

use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use pki::entropy::{Entropy, NoEntropy};
use ring::hmac;
use yasna::models::ObjectIdentifier;
use zeroize::Zeroizing;

use super::ReadError;
use super::structure::MacData;
use crate::derivation::{self, Budget, Derivation};

/// MacData over the contents of `authSafe`: HMAC-SHA-256, salt of 16 octets.
pub(super) fn compute(
    safe: &[u8],
    passphrase: &str,
    rounds: NonZeroU32,
    entropy: &mut dyn Entropy,
) -> Result<MacData, NoEntropy> {
    let mut salt = [0; 16];
    entropy.fill(&mut salt)?;
    let value = hmac::sign(&Hash::Sha256.key(passphrase, &salt, count(rounds)), safe);
    Ok(MacData {
        hash: SHA256.to_vec(),
        value: value.as_ref().to_vec(),
        salt: salt.to_vec(),
        rounds: rounds.get(),
    })
}

/// Verifies MacData.
pub(super) fn verify(
    mac: &MacData,
    safe: &[u8],
    passphrase: &str,
    budget: &mut Budget,
) -> Result<(), ReadError> {
    let hash = match mac.hash.as_slice() {
        SHA1 => Hash::Sha1,
        SHA256 => Hash::Sha256,
        unknown => {
            return Err(ReadError::Unsupported(derivation::name(
                &ObjectIdentifier::from_slice(unknown).to_string(),
            )));
        }
    };
    let rounds =
        NonZeroU32::new(mac.rounds).filter(|_| mac.salt.len() <= 1024).ok_or(ReadError::Unreadable)?;
    budget.spend(Derivation::Pkcs12, rounds.get())?;
    let key = hash.key(passphrase, &mac.salt, count(rounds));
    hmac::verify(&key, safe, &mac.value).map_err(|_| ReadError::WrongPassphrase)
}

/// The rounds as the crate counts them; the budget allows far less than 2^31.
fn count(rounds: NonZeroU32) -> i32 {
    i32::try_from(rounds.get()).expect("within the budget")
}

/// The `pkcs12` crate's derivation with one of the hashes: passphrase, salt, purpose, rounds, octets of the key.
type Derive = fn(&[u8], &[u8], Pkcs12KeyType, i32, usize) -> Vec<u8>;

#[derive(Clone, Copy)]
enum Hash {
    Sha1,
    Sha256,
}

impl Hash {
    /// The key of the MAC, as long as the hash.
    fn key(self, passphrase: &str, salt: &[u8], rounds: i32) -> hmac::Key {
        // The passphrase is a BMPString that ends with a null character (appendix B.1). Characters beyond the Basic
        // Multilingual Plane become surrogates, as OpenSSL has them; the crate's own conversion would refuse them.
        let mut password: Zeroizing<Vec<u8>> = Zeroizing::new(Vec::with_capacity(passphrase.len() * 2 + 2));
        password.extend(passphrase.encode_utf16().chain([0]).flat_map(u16::to_be_bytes));
        let (derive, algorithm): (Derive, hmac::Algorithm) = match self {
            Hash::Sha1 => (derive_key::<sha1::Sha1>, hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
            Hash::Sha256 => (derive_key::<sha2::Sha256>, hmac::HMAC_SHA256),
        };
        let length = algorithm.digest_algorithm().output_len();
        let key = Zeroizing::new(derive(&password, salt, Pkcs12KeyType::Mac, rounds, length));
        hmac::Key::new(algorithm, &key)
    }
}

/// RFC 8017 appendix B.1.
const SHA1: &[u64] = &[1, 3, 14, 3, 2, 26];
const SHA256: &[u64] = &[2, 16, 840, 1, 101, 3, 4, 2, 1];
