//! The check value over a whole PKCS#12 file (RFC 7292 section 5.1) and its key derivation (appendix B.2).
//! PBMAC1 (RFC 9579) is not taken.

use std::num::NonZeroU32;

use pki::entropy::{Entropy, NoEntropy};
use ring::{digest, hmac};
use zeroize::Zeroizing;

use super::ReadError;
use crate::pbes2::{self, Budget, Derivation};
use crate::tlv::{self, Reader};

/// MacData over the contents of `authSafe`: HMAC-SHA-256, salt of 16 octets.
pub(super) fn compute(
    safe: &[u8],
    passphrase: &str,
    rounds: NonZeroU32,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, NoEntropy> {
    let mut salt = [0; 16];
    entropy.fill(&mut salt)?;
    let key = derive(&digest::SHA256, passphrase, &salt, rounds.get());
    let value = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), safe);
    let algorithm = tlv::wrap(tlv::SEQUENCE, &[&tlv::wrap(tlv::OID, &[SHA256]), &tlv::wrap(tlv::NULL, &[])]);
    let info = tlv::wrap(tlv::SEQUENCE, &[&algorithm, &tlv::wrap(tlv::OCTETS, &[value.as_ref()])]);
    Ok(tlv::wrap(tlv::SEQUENCE, &[&info, &tlv::wrap(tlv::OCTETS, &[&salt]), &tlv::integer(rounds.get())]))
}

/// Verifies MacData, given without its tag and length.
pub(super) fn verify(
    mut mac: Reader<'_>,
    safe: &[u8],
    passphrase: &str,
    budget: &mut Budget,
) -> Result<(), ReadError> {
    let mut info = mac.inner(tlv::SEQUENCE).ok_or(ReadError::Unreadable)?;
    let mut algorithm = info.inner(tlv::SEQUENCE).ok_or(ReadError::Unreadable)?;
    let (hash, code) = match algorithm.expect(tlv::OID).ok_or(ReadError::Unreadable)? {
        SHA1 => (&digest::SHA1_FOR_LEGACY_USE_ONLY, hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
        SHA256 => (&digest::SHA256, hmac::HMAC_SHA256),
        SHA384 => (&digest::SHA384, hmac::HMAC_SHA384),
        SHA512 => (&digest::SHA512, hmac::HMAC_SHA512),
        unknown => return Err(ReadError::Unsupported(pbes2::name(unknown))),
    };
    let value = info.expect(tlv::OCTETS).ok_or(ReadError::Unreadable)?;
    let salt = mac.expect(tlv::OCTETS).ok_or(ReadError::Unreadable)?;
    let rounds = match mac.peek() {
        Some(_) => mac.number().ok_or(ReadError::Unreadable)?,
        None => 1,
    };
    if rounds == 0 || salt.len() > 1024 {
        return Err(ReadError::Unreadable);
    }
    budget.spend(Derivation::Pkcs12, rounds)?;
    let key = derive(hash, passphrase, salt, rounds);
    hmac::verify(&hmac::Key::new(code, &key), safe, value).map_err(|_| ReadError::WrongPassphrase)
}

/// RFC 7292 appendix B.2 for a MAC key (identifier 3) as long as the hash, so that one block is enough.
fn derive(
    hash: &'static digest::Algorithm,
    passphrase: &str,
    salt: &[u8],
    rounds: u32,
) -> Zeroizing<Vec<u8>> {
    let block = hash.block_len();
    // The passphrase is a BMPString that ends with a null character (appendix B.1).
    let mut password: Zeroizing<Vec<u8>> = Zeroizing::new(Vec::with_capacity(passphrase.len() * 2 + 2));
    password.extend(passphrase.encode_utf16().chain([0]).flat_map(u16::to_be_bytes));
    let repeated = |octets: &[u8]| -> Zeroizing<Vec<u8>> {
        let length = octets.len().div_ceil(block) * block;
        Zeroizing::new(octets.iter().copied().cycle().take(length).collect())
    };
    let mut context = digest::Context::new(hash);
    context.update(&vec![3; block]);
    context.update(&repeated(salt));
    context.update(&repeated(&password));
    let mut value = Zeroizing::new(context.finish().as_ref().to_vec());
    for _ in 1..rounds {
        let next = digest::digest(hash, &value);
        value.copy_from_slice(next.as_ref());
    }
    value
}

/// 1.3.14.3.2.26 and 2.16.840.1.101.3.4.2.1 to .3 (RFC 8017 appendix B.1).
const SHA1: &[u8] = &[0x2b, 0x0e, 0x03, 0x02, 0x1a];
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const SHA384: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02];
const SHA512: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03];
