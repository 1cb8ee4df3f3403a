//! Encryption by a passphrase: what encrypted PKCS#8 and PKCS#12 have in common, and what a passphrase may cost. It is
//! password-based encryption scheme 2 (RFC 8018 section 6.2), or the 3DES of PKCS#12 (RFC 7292 appendix C) for systems that
//! read nothing newer. The derivation is `ring`'s, the cipher `cbc`'s, the ASN.1 `yasna`'s, which
//! `rcgen` brings anyway. `pkcs5` would join them: it links AES-GCM, a second SHA-2 and a second reader of DER into the
//! worker for it, and does not say the name of an algorithm that it refuses.
//! Written with PBKDF2-HMAC-SHA-256 and AES-256-CBC, or with 3DES; read with PBKDF2 or scrypt and AES-CBC or 3DES-CBC, or with
//! PKCS#12's 3DES and RC2, under which old tools hid certificates. RC4 and DES are named and refused.

mod keys;
mod parameters;
pub(crate) mod pkcs12;

use std::num::NonZeroU32;

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockCipherDecrypt, BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit};
use pki::entropy::{Entropy, NoEntropy};
use pki::secret::Secret;
use ring::pbkdf2;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub(crate) use keys::Keys;
use parameters::{Cipher, Function, Old, Parameters, Pbes2, Scrypt};
use pkcs12::{Hash, Purpose};

/// How something is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// PBKDF2-HMAC-SHA-256 with a salt of 16 octets, and AES-256-CBC.
    Aes,
    /// `pbeWithSHAAnd3-KeyTripleDES-CBC`. The salt has 8 octets, as OpenSSL and Java write it: some old readers take no other.
    TripleDes,
}

/// How a key is derived from a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Derivation {
    /// PBKDF2 (RFC 8018 section 5.2); its cost is counted in rounds.
    Pbkdf2,
    /// The derivation of PKCS#12 (RFC 7292 appendix B.2); its cost is counted in rounds.
    Pkcs12,
    /// scrypt (RFC 7914); its cost is counted in blocks: N times r times p.
    Scrypt,
}

impl std::fmt::Display for Derivation {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Derivation::Pbkdf2 => "PBKDF2",
            Derivation::Pkcs12 => "PKCS#12",
            Derivation::Scrypt => "scrypt",
        })
    }
}

/// Why something encrypted was not decrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Not the structure of RFC 8018.
    Unreadable,
    /// An algorithm that is not taken; its name, or its object identifier.
    Unsupported(String),
    /// The derivation would take too long.
    TooCostly { derivation: Derivation, demanded: u32, allowed: u32 },
    /// The padding is wrong: another passphrase, or changed bytes.
    WrongPassphrase,
}

/// What one file may cost. OpenSSL writes 2,048 rounds and careful people 600,000, which take the browser one to two
/// seconds: five million are more than anyone uses, and end before people take the page for hung.
const ROUNDS: u32 = 5_000_000;

/// A block of scrypt takes the browser about as long as so many rounds of PBKDF2: 131,072 of them, OpenSSL's default, half a second.
const ROUNDS_OF_A_BLOCK: u32 = 3;
/// The memory that scrypt may take, in blocks of 128 octets: 128 MiB, eight times what OpenSSL's default needs.
const MOST_MEMORY: u32 = 1 << 20;

/// What is left of the time that one file may take.
#[derive(Debug)]
pub(crate) struct Budget {
    rounds: u32,
}

impl Budget {
    pub(crate) fn new() -> Budget {
        Budget { rounds: ROUNDS }
    }

    /// Takes scrypt's blocks from the budget before they are computed, if their memory can be had.
    fn spend_scrypt(&mut self, cost: Scrypt) -> Result<(), Failure> {
        let at_once =
            1_u64.checked_shl(u32::from(cost.log_n)).unwrap_or(u64::MAX).saturating_mul(u64::from(cost.r));
        let blocks = u32::try_from(at_once.saturating_mul(u64::from(cost.p))).unwrap_or(u32::MAX);
        let allowed = (self.rounds / ROUNDS_OF_A_BLOCK).min(MOST_MEMORY);
        if blocks > allowed {
            return Err(Failure::TooCostly { derivation: Derivation::Scrypt, demanded: blocks, allowed });
        }
        self.spend(Derivation::Scrypt, blocks * ROUNDS_OF_A_BLOCK)
    }

    /// Takes rounds from the budget before they are computed.
    pub(crate) fn spend(&mut self, derivation: Derivation, demanded: u32) -> Result<(), Failure> {
        match self.rounds.checked_sub(demanded) {
            Some(rounds) => {
                self.rounds = rounds;
                Ok(())
            }
            None => Err(Failure::TooCostly { derivation, demanded, allowed: self.rounds }),
        }
    }
}

/// Encrypts; gives the DER of the AlgorithmIdentifier and the ciphertext.
pub(crate) fn encrypt(
    plaintext: &[u8],
    scheme: Scheme,
    keys: &mut Keys<'_>,
    rounds: NonZeroU32,
    entropy: &mut dyn Entropy,
) -> Result<(Vec<u8>, Vec<u8>), NoEntropy> {
    match scheme {
        Scheme::Aes => {
            let mut salt = [0; 16];
            let mut vector = [0; 16];
            entropy.fill(&mut salt)?;
            entropy.fill(&mut vector)?;
            let key = keys.pbkdf2(pbkdf2::PBKDF2_HMAC_SHA256, &salt, rounds, 32);
            let ciphertext = cbc::Encryptor::<aes::Aes256>::new_from_slices(&key, &vector)
                .expect("32 octets and 16")
                .encrypt_padded_vec::<Pkcs7>(plaintext);
            Ok((parameters::write_aes(&salt, rounds.get(), &vector), ciphertext))
        }
        Scheme::TripleDes => {
            let mut salt = [0; 8];
            entropy.fill(&mut salt)?;
            let (key, vector) = derived(keys, &salt, rounds, Old::TripleDes);
            let ciphertext = cbc::Encryptor::<des::TdesEde3>::new_from_slices(&key, &vector)
                .expect("24 octets and 8")
                .encrypt_padded_vec::<Pkcs7>(plaintext);
            Ok((parameters::write_triple_des(&salt, rounds.get()), ciphertext))
        }
    }
}

/// Key and initialization vector of a cipher of PKCS#12's own (RFC 7292 appendix B and C); all have blocks of 8 octets.
fn derived(
    keys: &mut Keys<'_>,
    salt: &[u8],
    rounds: NonZeroU32,
    cipher: Old,
) -> (Zeroizing<Vec<u8>>, Zeroizing<Vec<u8>>) {
    let mut derived = |purpose, octets| keys.pkcs12(Hash::Sha1, purpose, salt, rounds, octets);
    (derived(Purpose::Encryption, cipher.key_length()), derived(Purpose::InitialVector, 8))
}

/// Decrypts, if the derivation is within the budget. `algorithm` is the DER of an AlgorithmIdentifier.
pub(crate) fn decrypt(
    algorithm: &[u8],
    ciphertext: &[u8],
    keys: &mut Keys<'_>,
    budget: &mut Budget,
) -> Result<Secret, Failure> {
    let at_least_one = |rounds| NonZeroU32::new(rounds).ok_or(Failure::Unreadable);
    let plaintext = match parameters::read(algorithm)? {
        Parameters::Pbes2(Pbes2 { salt, function, cipher, vector }) => {
            let key = match function {
                Function::Pbkdf2(function, rounds) => {
                    let rounds = at_least_one(rounds)?;
                    budget.spend(Derivation::Pbkdf2, rounds.get())?;
                    keys.pbkdf2(function, &salt, rounds, cipher.key_length())
                }
                Function::Scrypt(cost) => {
                    budget.spend_scrypt(cost)?;
                    keys.scrypt(cost, &salt, cipher.key_length()).ok_or(Failure::Unreadable)?
                }
            };
            match cipher {
                Cipher::Aes192 => cbc_decrypt::<aes::Aes192>(&key, &vector, ciphertext),
                Cipher::Aes128 => cbc_decrypt::<aes::Aes128>(&key, &vector, ciphertext),
                Cipher::Aes256 => cbc_decrypt::<aes::Aes256>(&key, &vector, ciphertext),
                Cipher::TripleDes => cbc_decrypt::<des::TdesEde3>(&key, &vector, ciphertext),
            }
        }
        Parameters::Pkcs12 { cipher, salt, rounds } => {
            let rounds = at_least_one(rounds)?;
            // SHA-1 gives 20 octets at a time: at most twice for the key, once for the vector
            budget.spend(Derivation::Pkcs12, rounds.get().saturating_mul(3))?;
            let (key, vector) = derived(keys, &salt, rounds, cipher);
            match cipher {
                Old::TripleDes => cbc_decrypt::<des::TdesEde3>(&key, &vector, ciphertext),
                // its effective bits are those of the key
                Old::Rc2With40 | Old::Rc2With128 => cbc_decrypt::<rc2::Rc2>(&key, &vector, ciphertext),
            }
        }
    };
    plaintext.ok_or(Failure::WrongPassphrase)
}

fn cbc_decrypt<C>(key: &[u8], vector: &[u8], ciphertext: &[u8]) -> Option<Secret>
where
    C: BlockCipherDecrypt + KeyInit,
    cbc::Decryptor<C>: KeyIvInit + BlockModeDecrypt,
{
    let cipher = cbc::Decryptor::<C>::new_from_slices(key, vector).ok()?;
    cipher.decrypt_padded_vec::<Pkcs7>(ciphertext).ok().map(Secret::new)
}

/// The name that people search for, or the identifier with dots as it was.
pub(crate) fn name(dotted: &str) -> String {
    let known = match dotted {
        "1.2.840.113549.1.5.1" => "pbeWithMD2AndDES-CBC",
        "1.2.840.113549.1.5.3" => "pbeWithMD5AndDES-CBC",
        "1.2.840.113549.1.5.10" => "pbeWithSHA1AndDES-CBC",
        "1.2.840.113549.1.12.1.1" => "pbeWithSHAAnd128BitRC4",
        "1.2.840.113549.1.12.1.2" => "pbeWithSHAAnd40BitRC4",
        "1.2.840.113549.1.5.14" => "PBMAC1",
        "1.2.840.113549.2.8" => "hmacWithSHA224",
        "2.16.840.1.101.3.4.1.46" => "AES-256-GCM",
        "2.16.840.1.101.3.4.2.2" => "SHA-384",
        "2.16.840.1.101.3.4.2.3" => "SHA-512",
        _ => dotted,
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Budget, Derivation, Failure, Scrypt};

    #[test]
    fn scrypt_is_refused_before_it_takes_memory_or_time() {
        let too_costly =
            |demanded| Err(Failure::TooCostly { derivation: Derivation::Scrypt, demanded, allowed: 1 << 20 });
        for (log_n, r, p, found) in [
            // OpenSSL's default, and that of RustCrypto's `pkcs8`
            (14, 8, 1, Ok(())),
            (17, 8, 1, Ok(())),
            (18, 8, 1, too_costly(1 << 21)),
            (14, 8, 8, Ok(())),
            (14, 8, 9, too_costly(9 << 17)),
            (1, 1 << 19, 1, Ok(())),
            (1, u32::MAX, 1, too_costly(u32::MAX)),
            (63, 8, 1, too_costly(u32::MAX)),
            (14, 8, u32::MAX, too_costly(u32::MAX)),
        ] {
            assert_eq!(Budget::new().spend_scrypt(Scrypt { log_n, r, p }), found, "{log_n} {r} {p}");
        }
        let mut budget = Budget::new();
        assert_eq!(budget.spend_scrypt(Scrypt { log_n: 17, r: 8, p: 1 }), Ok(()));
        assert!(budget.spend_scrypt(Scrypt { log_n: 17, r: 8, p: 1 }).is_err(), "one file, one budget");
        assert_eq!(budget.spend(Derivation::Pbkdf2, 1_000_000), Ok(()));
    }
}
