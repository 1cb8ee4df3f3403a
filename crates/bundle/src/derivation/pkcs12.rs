//! The derivation of PKCS#12 (RFC 7292 appendix B.2), which the check value of every `.p12` takes, and the encryption of the
//! older ones. It is the `pkcs12` crate's; what stands here is how a passphrase goes in.

use std::num::NonZeroU32;

use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use zeroize::Zeroizing;

/// The hash function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha1,
    Sha256,
}

/// What the derived octets are for (appendix B.3).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Encryption,
    InitialVector,
    CheckValue,
}

/// The `pkcs12` crate's derivation with one of the hashes: passphrase, salt, purpose, rounds, octets of the key.
type Derive = fn(&[u8], &[u8], Pkcs12KeyType, i32, usize) -> Vec<u8>;

/// So many octets, derived from a passphrase. The rounds are within the [`super::Budget`].
pub(super) fn derive(
    hash: Hash,
    purpose: Purpose,
    passphrase: &str,
    salt: &[u8],
    rounds: NonZeroU32,
    octets: usize,
) -> Zeroizing<Vec<u8>> {
    // The passphrase is a BMPString that ends with a null character (appendix B.1). Characters beyond the Basic
    // Multilingual Plane become surrogates, as OpenSSL has them; the crate's own conversion would refuse them.
    let mut password: Zeroizing<Vec<u8>> = Zeroizing::new(Vec::with_capacity(passphrase.len() * 2 + 2));
    password.extend(passphrase.encode_utf16().chain([0]).flat_map(u16::to_be_bytes));
    let derive: Derive = match hash {
        Hash::Sha1 => derive_key::<sha1::Sha1>,
        Hash::Sha256 => derive_key::<sha2::Sha256>,
    };
    let purpose = match purpose {
        Purpose::Encryption => Pkcs12KeyType::EncryptionKey,
        Purpose::InitialVector => Pkcs12KeyType::Iv,
        Purpose::CheckValue => Pkcs12KeyType::Mac,
    };
    let rounds = i32::try_from(rounds.get()).expect("the budget allows far less than 2^31");
    Zeroizing::new(derive(&password, salt, purpose, rounds, octets))
}
