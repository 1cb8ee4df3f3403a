//! How WinZip's AE-2 encrypts one entry (winzip.com/en/support/aes-encryption): keys, counter mode, authentication code.
//! The container around it is not known here.

use std::num::NonZeroU32;

use aes::cipher::{BlockCipherEncrypt, KeyInit};
use ring::{hmac, pbkdf2};
use zeroize::Zeroizing;

/// Octets of the authentication code after the data: HMAC-SHA-1, cut to 80 bits.
pub(super) const CODE_LENGTH: usize = 10;
/// Octets of the value by which a wrong passphrase is noticed at once, 65,535 times in 65,536.
pub(super) const VERIFIER_LENGTH: usize = 2;
/// Rounds of PBKDF2-HMAC-SHA-1, fixed by the format.
const ROUNDS: NonZeroU32 = NonZeroU32::new(1_000).expect("above zero");

/// The length of an AES key, as the format numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Aes128,
    Aes192,
    Aes256,
}

impl Size {
    /// The size for the number in the extra field.
    pub(super) fn from_number(number: u8) -> Option<Size> {
        match number {
            1 => Some(Size::Aes128),
            2 => Some(Size::Aes192),
            3 => Some(Size::Aes256),
            _ => None,
        }
    }

    fn key_length(self) -> usize {
        match self {
            Size::Aes128 => 16,
            Size::Aes192 => 24,
            Size::Aes256 => 32,
        }
    }

    /// Octets of the salt before the data: half the key.
    pub(super) fn salt_length(self) -> usize {
        self.key_length() / 2
    }
}

/// The three values derived from a passphrase and a salt.
pub(super) struct Keys {
    size: Size,
    derived: Zeroizing<Vec<u8>>,
}

impl Keys {
    pub(super) fn derive(size: Size, passphrase: &str, salt: &[u8]) -> Keys {
        let mut derived = Zeroizing::new(vec![0; size.key_length() * 2 + VERIFIER_LENGTH]);
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA1, ROUNDS, salt, passphrase.as_bytes(), &mut derived);
        Keys { size, derived }
    }

    pub(super) fn verifier(&self) -> &[u8] {
        &self.derived[self.size.key_length() * 2..]
    }

    /// The authentication code over encrypted data.
    pub(super) fn code(&self, ciphertext: &[u8]) -> [u8; CODE_LENGTH] {
        let key = &self.derived[self.size.key_length()..self.size.key_length() * 2];
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key), ciphertext);
        let mut code = [0; CODE_LENGTH];
        code.copy_from_slice(&tag.as_ref()[..CODE_LENGTH]);
        code
    }

    /// Encrypts or decrypts in place: counter mode, the counter little-endian and starting with 1.
    pub(super) fn apply(&self, data: &mut [u8]) {
        let key = &self.derived[..self.size.key_length()];
        match self.size {
            Size::Aes128 => counter_mode::<aes::Aes128>(key, data),
            Size::Aes192 => counter_mode::<aes::Aes192>(key, data),
            Size::Aes256 => counter_mode::<aes::Aes256>(key, data),
        }
    }
}

fn counter_mode<C>(key: &[u8], data: &mut [u8])
where
    C: KeyInit + BlockCipherEncrypt<BlockSize = aes::cipher::typenum::U16>,
{
    let cipher = C::new_from_slice(key).expect("the key has the length of its size");
    for (chunk, counter) in data.chunks_mut(16).zip(1_u128..) {
        let mut block = counter.to_le_bytes().into();
        cipher.encrypt_block(&mut block);
        for (octet, mask) in chunk.iter_mut().zip(block) {
            *octet ^= mask;
        }
    }
}
