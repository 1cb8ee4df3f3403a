//! Keys derived from one passphrase. What was written is read again before it is handed out, and asks for the same keys: deriving
//! each of them once is half of the time. Whatever a file names differently, be it one bit of a salt, is derived anew, so a
//! mistake in what was written is found as before.

use std::num::NonZeroU32;

use ring::pbkdf2;
use zeroize::Zeroizing;

use super::parameters::Scrypt;
use super::pkcs12::{self, Hash, Purpose};

/// The keys of one passphrase, as far as they were asked for.
pub(crate) struct Keys<'p> {
    passphrase: &'p str,
    derived: Vec<(Asked, Zeroizing<Vec<u8>>)>,
}

/// Everything but the passphrase on which a key depends.
#[derive(PartialEq, Eq)]
struct Asked {
    how: How,
    salt: Vec<u8>,
    rounds: NonZeroU32,
    octets: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Pbkdf2(pbkdf2::Algorithm),
    Pkcs12(Hash, Purpose),
}

impl<'p> Keys<'p> {
    /// None so far.
    pub(crate) fn of(passphrase: &'p str) -> Keys<'p> {
        Keys { passphrase, derived: Vec::new() }
    }

    /// So many octets of PBKDF2 (RFC 8018 section 5.2).
    pub(super) fn pbkdf2(
        &mut self,
        function: pbkdf2::Algorithm,
        salt: &[u8],
        rounds: NonZeroU32,
        octets: usize,
    ) -> Zeroizing<Vec<u8>> {
        self.key(How::Pbkdf2(function), salt, rounds, octets)
    }

    /// So many octets of the derivation of PKCS#12 (RFC 7292 appendix B.2).
    pub(crate) fn pkcs12(
        &mut self,
        hash: Hash,
        purpose: Purpose,
        salt: &[u8],
        rounds: NonZeroU32,
        octets: usize,
    ) -> Zeroizing<Vec<u8>> {
        self.key(How::Pkcs12(hash, purpose), salt, rounds, octets)
    }

    /// So many octets of scrypt (RFC 7914 section 6); `None` for what it does not allow. Nothing of ours is written with it, so it is
    /// not asked for twice.
    pub(super) fn scrypt(&self, cost: Scrypt, salt: &[u8], octets: usize) -> Option<Zeroizing<Vec<u8>>> {
        let parameters = scrypt::Params::new(cost.log_n, cost.r, cost.p).ok()?;
        let mut key = Zeroizing::new(vec![0; octets]);
        scrypt::scrypt(self.passphrase.as_bytes(), salt, &parameters, &mut key).ok()?;
        Some(key)
    }

    fn key(&mut self, how: How, salt: &[u8], rounds: NonZeroU32, octets: usize) -> Zeroizing<Vec<u8>> {
        let asked = Asked { how, salt: salt.to_vec(), rounds, octets };
        if let Some((_, key)) = self.derived.iter().find(|(before, _)| *before == asked) {
            return key.clone();
        }
        let key = match how {
            How::Pbkdf2(function) => {
                let mut key = Zeroizing::new(vec![0; octets]);
                pbkdf2::derive(function, rounds, salt, self.passphrase.as_bytes(), &mut key);
                key
            }
            How::Pkcs12(hash, purpose) => {
                pkcs12::derive(hash, purpose, self.passphrase, salt, rounds, octets)
            }
        };
        self.derived.push((asked, key.clone()));
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUNDS: NonZeroU32 = NonZeroU32::MIN;

    #[test]
    fn a_key_is_kept_for_the_same_question_alone() {
        let mut keys = Keys::of("passphrase");
        let one = keys.pbkdf2(pbkdf2::PBKDF2_HMAC_SHA256, b"salt", ROUNDS, 20);
        assert_eq!(keys.pbkdf2(pbkdf2::PBKDF2_HMAC_SHA256, b"salt", ROUNDS, 20), one);
        assert_eq!(keys.derived.len(), 1);
        let two = ROUNDS.saturating_add(1);
        let others = [
            keys.pbkdf2(pbkdf2::PBKDF2_HMAC_SHA1, b"salt", ROUNDS, 20),
            keys.pbkdf2(pbkdf2::PBKDF2_HMAC_SHA256, b"sald", ROUNDS, 20),
            keys.pbkdf2(pbkdf2::PBKDF2_HMAC_SHA256, b"salt", two, 20),
            keys.pbkdf2(pbkdf2::PBKDF2_HMAC_SHA256, b"salt", ROUNDS, 19),
            keys.pkcs12(Hash::Sha1, Purpose::Encryption, b"salt", ROUNDS, 20),
            keys.pkcs12(Hash::Sha256, Purpose::Encryption, b"salt", ROUNDS, 20),
            keys.pkcs12(Hash::Sha256, Purpose::CheckValue, b"salt", ROUNDS, 20),
        ];
        for other in &others {
            assert_ne!(*other, one);
        }
        assert_eq!(keys.derived.len(), 1 + others.len());
    }
}
