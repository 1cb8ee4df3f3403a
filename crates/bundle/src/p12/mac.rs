//! The check value over a whole PKCS#12 file (RFC 7292 section 5.1): which hash, at what cost.
//! PBMAC1 (RFC 9579) is not taken.

use std::num::NonZeroU32;

use pki::entropy::{Entropy, NoEntropy};
use ring::hmac;
use yasna::models::ObjectIdentifier;

use super::structure::MacData;
use super::{Algorithms, ReadError};
use crate::derivation::pkcs12::{Hash, Purpose};
use crate::derivation::{self, Budget, Derivation, Keys};

/// MacData over the contents of `authSafe`: HMAC-SHA-256 with a salt of 16 octets, or HMAC-SHA-1 with one of 8.
pub(super) fn compute(
    safe: &[u8],
    algorithms: Algorithms,
    keys: &mut Keys<'_>,
    rounds: NonZeroU32,
    entropy: &mut dyn Entropy,
) -> Result<MacData, NoEntropy> {
    let (hash, identifier, octets) = match algorithms {
        Algorithms::Modern => (Hash::Sha256, SHA256, 16),
        Algorithms::Legacy => (Hash::Sha1, SHA1, 8),
    };
    let mut salt = vec![0; octets];
    entropy.fill(&mut salt)?;
    let value = hmac::sign(&key(hash, keys, &salt, rounds), safe).as_ref().to_vec();
    Ok(MacData { hash: identifier.to_vec(), value, salt, rounds: rounds.get() })
}

/// Verifies MacData.
pub(super) fn verify(
    mac: &MacData,
    safe: &[u8],
    keys: &mut Keys<'_>,
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
    let key = key(hash, keys, &mac.salt, rounds);
    hmac::verify(&key, safe, &mac.value).map_err(|_| ReadError::WrongPassphrase)
}

/// The key of the MAC, as long as the hash.
fn key(hash: Hash, keys: &mut Keys<'_>, salt: &[u8], rounds: NonZeroU32) -> hmac::Key {
    let algorithm = match hash {
        Hash::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        Hash::Sha256 => hmac::HMAC_SHA256,
    };
    let octets = algorithm.digest_algorithm().output_len();
    hmac::Key::new(algorithm, &keys.pkcs12(hash, Purpose::CheckValue, salt, rounds, octets))
}

/// RFC 8017 appendix B.1.
const SHA1: &[u64] = &[1, 3, 14, 3, 2, 26];
const SHA256: &[u64] = &[2, 16, 840, 1, 101, 3, 4, 2, 1];
