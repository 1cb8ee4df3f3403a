//! Password-based encryption scheme 2 (RFC 8018 section 6.2): what encrypted PKCS#8 and PKCS#12 have in common.
//! Written with PBKDF2-HMAC-SHA-256 and AES-256-CBC; read with PBKDF2 or scrypt and AES-CBC, at a bounded cost.
//! The older schemes (RC2, DES, 3DES) are named and refused.

use std::num::NonZeroU32;

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use pki::entropy::{Entropy, NoEntropy};
use pki::secret::Secret;
use ring::pbkdf2;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::tlv::{self, Reader};

/// How a key is derived from a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Derivation {
    /// PBKDF2 (RFC 8018 section 5.2); its cost is counted in rounds.
    Pbkdf2,
    /// scrypt (RFC 7914); its cost is counted as N x r x p, the number of 128-byte blocks mixed.
    Scrypt,
    /// The derivation of PKCS#12 (RFC 7292 appendix B.2); its cost is counted in rounds.
    Pkcs12,
}

impl std::fmt::Display for Derivation {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Derivation::Pbkdf2 => "PBKDF2",
            Derivation::Scrypt => "scrypt",
            Derivation::Pkcs12 => "PKCS#12",
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

/// The same for scrypt: N = 2^14, r = 8 takes 0.45 s in the browser; this is N = 2^17, r = 8, which needs 128 MiB.
const SCRYPT_BLOCKS: u32 = 1 << 20;

/// What is left of the time that one file may take.
#[derive(Debug)]
pub(crate) struct Budget {
    rounds: u32,
}

impl Budget {
    pub(crate) fn new() -> Budget {
        Budget { rounds: ROUNDS }
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

    fn spend_scrypt(&mut self, blocks: u32) -> Result<(), Failure> {
        if blocks > SCRYPT_BLOCKS {
            let derivation = Derivation::Scrypt;
            return Err(Failure::TooCostly { derivation, demanded: blocks, allowed: SCRYPT_BLOCKS });
        }
        // Both limits stand for about the same time, so one block is worth about five rounds.
        self.spend(Derivation::Scrypt, blocks.saturating_mul(ROUNDS / SCRYPT_BLOCKS))
    }
}

/// Encrypts; gives the AlgorithmIdentifier and the ciphertext.
pub(crate) fn encrypt(
    plaintext: &[u8],
    passphrase: &str,
    rounds: NonZeroU32,
    entropy: &mut dyn Entropy,
) -> Result<(Vec<u8>, Vec<u8>), NoEntropy> {
    let mut salt = [0; 16];
    let mut iv = [0; 16];
    entropy.fill(&mut salt)?;
    entropy.fill(&mut iv)?;
    let mut key = Zeroizing::new([0; 32]);
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, &salt, passphrase.as_bytes(), &mut *key);
    let ciphertext =
        cbc::Encryptor::<aes::Aes256>::new(&(*key).into(), &iv.into()).encrypt_padded_vec::<Pkcs7>(plaintext);

    let pseudo_random =
        tlv::wrap(tlv::SEQUENCE, &[&tlv::wrap(tlv::OID, &[HMAC_SHA256]), &tlv::wrap(tlv::NULL, &[])]);
    let parameters = tlv::wrap(
        tlv::SEQUENCE,
        &[&tlv::wrap(tlv::OCTETS, &[&salt]), &tlv::integer(rounds.get()), &pseudo_random],
    );
    let derivation = tlv::wrap(tlv::SEQUENCE, &[&tlv::wrap(tlv::OID, &[PBKDF2]), &parameters]);
    let scheme =
        tlv::wrap(tlv::SEQUENCE, &[&tlv::wrap(tlv::OID, &[AES_256_CBC]), &tlv::wrap(tlv::OCTETS, &[&iv])]);
    let both = tlv::wrap(tlv::SEQUENCE, &[&derivation, &scheme]);
    Ok((tlv::wrap(tlv::SEQUENCE, &[&tlv::wrap(tlv::OID, &[PBES2]), &both]), ciphertext))
}

/// Decrypts what an AlgorithmIdentifier (its contents, without tag and length) describes.
pub(crate) fn decrypt(
    algorithm: Reader<'_>,
    ciphertext: &[u8],
    passphrase: &str,
    budget: &mut Budget,
) -> Result<Secret, Failure> {
    let parameters = read(algorithm)?;
    let mut key = Zeroizing::new(vec![0; parameters.cipher.key_length()]);
    parameters.derivation.derive(passphrase.as_bytes(), &mut key, budget)?;
    parameters
        .cipher
        .decrypt(&key, parameters.iv, ciphertext)
        .ok_or(Failure::WrongPassphrase)
        .map(Secret::new)
}

struct Parameters<'a> {
    derivation: KeyDerivation<'a>,
    cipher: Cipher,
    iv: [u8; 16],
}

enum KeyDerivation<'a> {
    Pbkdf2 { salt: &'a [u8], rounds: u32, hash: pbkdf2::Algorithm, key_length: Option<u32> },
    Scrypt { salt: &'a [u8], n: u32, r: u32, p: u32, key_length: Option<u32> },
}

#[derive(Clone, Copy)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
}

fn read(mut algorithm: Reader<'_>) -> Result<Parameters<'_>, Failure> {
    let oid = algorithm.expect(tlv::OID).ok_or(Failure::Unreadable)?;
    if oid != PBES2 {
        return Err(Failure::Unsupported(name(oid)));
    }
    let mut both = algorithm.inner(tlv::SEQUENCE).ok_or(Failure::Unreadable)?;
    let derivation = read_derivation(both.inner(tlv::SEQUENCE).ok_or(Failure::Unreadable)?)?;
    let mut scheme = both.inner(tlv::SEQUENCE).ok_or(Failure::Unreadable)?;
    let oid = scheme.expect(tlv::OID).ok_or(Failure::Unreadable)?;
    let cipher = match oid {
        AES_128_CBC => Cipher::Aes128,
        AES_192_CBC => Cipher::Aes192,
        AES_256_CBC => Cipher::Aes256,
        _ => return Err(Failure::Unsupported(name(oid))),
    };
    let iv = scheme.expect(tlv::OCTETS).and_then(|iv| iv.try_into().ok()).ok_or(Failure::Unreadable)?;
    Ok(Parameters { derivation, cipher, iv })
}

fn read_derivation(mut derivation: Reader<'_>) -> Result<KeyDerivation<'_>, Failure> {
    let oid = derivation.expect(tlv::OID).ok_or(Failure::Unreadable)?;
    match oid {
        PBKDF2 => {
            let mut parameters = derivation.inner(tlv::SEQUENCE).ok_or(Failure::Unreadable)?;
            // The salt may also name a source (RFC 8018 appendix A.2); nobody writes that.
            let salt = parameters.expect(tlv::OCTETS).ok_or(Failure::Unreadable)?;
            let rounds = parameters.number().ok_or(Failure::Unreadable)?;
            let key_length = match parameters.peek() {
                Some(tlv::INTEGER) => Some(parameters.number().ok_or(Failure::Unreadable)?),
                _ => None,
            };
            let hash = match parameters.peek() {
                None => pbkdf2::PBKDF2_HMAC_SHA1,
                Some(_) => {
                    let mut function = parameters.inner(tlv::SEQUENCE).ok_or(Failure::Unreadable)?;
                    match function.expect(tlv::OID).ok_or(Failure::Unreadable)? {
                        HMAC_SHA1 => pbkdf2::PBKDF2_HMAC_SHA1,
                        HMAC_SHA256 => pbkdf2::PBKDF2_HMAC_SHA256,
                        HMAC_SHA384 => pbkdf2::PBKDF2_HMAC_SHA384,
                        HMAC_SHA512 => pbkdf2::PBKDF2_HMAC_SHA512,
                        unknown => return Err(Failure::Unsupported(name(unknown))),
                    }
                }
            };
            Ok(KeyDerivation::Pbkdf2 { salt, rounds, hash, key_length })
        }
        SCRYPT => {
            let mut parameters = derivation.inner(tlv::SEQUENCE).ok_or(Failure::Unreadable)?;
            let salt = parameters.expect(tlv::OCTETS).ok_or(Failure::Unreadable)?;
            let mut number = || parameters.number().ok_or(Failure::Unreadable);
            let (n, r, p) = (number()?, number()?, number()?);
            let key_length = match parameters.peek() {
                Some(_) => Some(parameters.number().ok_or(Failure::Unreadable)?),
                None => None,
            };
            Ok(KeyDerivation::Scrypt { salt, n, r, p, key_length })
        }
        _ => Err(Failure::Unsupported(name(oid))),
    }
}

impl KeyDerivation<'_> {
    fn derive(&self, passphrase: &[u8], key: &mut [u8], budget: &mut Budget) -> Result<(), Failure> {
        let (KeyDerivation::Pbkdf2 { key_length, .. } | KeyDerivation::Scrypt { key_length, .. }) = self;
        if key_length.is_some_and(|length| length as usize != key.len()) {
            return Err(Failure::Unreadable);
        }
        match *self {
            KeyDerivation::Pbkdf2 { salt, rounds, hash, .. } => {
                budget.spend(Derivation::Pbkdf2, rounds)?;
                let rounds = NonZeroU32::new(rounds).ok_or(Failure::Unreadable)?;
                pbkdf2::derive(hash, rounds, salt, passphrase, key);
            }
            KeyDerivation::Scrypt { salt, n, r, p, .. } => {
                if !n.is_power_of_two() || n < 2 || r == 0 || p == 0 {
                    return Err(Failure::Unreadable);
                }
                budget.spend_scrypt(n.saturating_mul(r).saturating_mul(p))?;
                let log_n = u8::try_from(n.trailing_zeros()).expect("a u32 has at most 31 trailing zeros");
                let parameters = scrypt::Params::new(log_n, r, p).map_err(|_| Failure::Unreadable)?;
                scrypt::scrypt(passphrase, salt, &parameters, key).map_err(|_| Failure::Unreadable)?;
            }
        }
        Ok(())
    }
}

impl Cipher {
    fn key_length(self) -> usize {
        match self {
            Cipher::Aes128 => 16,
            Cipher::Aes192 => 24,
            Cipher::Aes256 => 32,
        }
    }

    fn decrypt(self, key: &[u8], iv: [u8; 16], ciphertext: &[u8]) -> Option<Vec<u8>> {
        let iv = iv.into();
        match self {
            Cipher::Aes128 => cbc::Decryptor::<aes::Aes128>::new(key.try_into().ok()?, &iv)
                .decrypt_padded_vec::<Pkcs7>(ciphertext),
            Cipher::Aes192 => cbc::Decryptor::<aes::Aes192>::new(key.try_into().ok()?, &iv)
                .decrypt_padded_vec::<Pkcs7>(ciphertext),
            Cipher::Aes256 => cbc::Decryptor::<aes::Aes256>::new(key.try_into().ok()?, &iv)
                .decrypt_padded_vec::<Pkcs7>(ciphertext),
        }
        .ok()
    }
}

/// The name that people search for, or the identifier with dots.
pub(crate) fn name(oid: &[u8]) -> String {
    let dotted = tlv::dotted(oid);
    let known = match dotted.as_str() {
        "1.2.840.113549.1.5.1" => "pbeWithMD2AndDES-CBC",
        "1.2.840.113549.1.5.3" => "pbeWithMD5AndDES-CBC",
        "1.2.840.113549.1.5.10" => "pbeWithSHA1AndDES-CBC",
        "1.2.840.113549.1.12.1.1" => "pbeWithSHAAnd128BitRC4",
        "1.2.840.113549.1.12.1.2" => "pbeWithSHAAnd40BitRC4",
        "1.2.840.113549.1.12.1.3" => "pbeWithSHAAnd3-KeyTripleDES-CBC",
        "1.2.840.113549.1.12.1.5" => "pbeWithSHAAnd128BitRC2-CBC",
        "1.2.840.113549.1.12.1.6" => "pbeWithSHAAnd40BitRC2-CBC",
        "1.2.840.113549.1.5.14" => "PBMAC1",
        "1.2.840.113549.3.7" => "DES-EDE3-CBC",
        "1.2.840.113549.2.8" => "hmacWithSHA224",
        "2.16.840.1.101.3.4.1.46" => "AES-256-GCM",
        _ => return dotted,
    };
    known.to_owned()
}

/// 1.2.840.113549.1.5.13 (RFC 8018 appendix A.4).
const PBES2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d];
/// 1.2.840.113549.1.5.12 (RFC 8018 appendix A.2).
const PBKDF2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0c];
/// 1.3.6.1.4.1.11591.4.11 (RFC 7914 section 7).
const SCRYPT: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x04, 0x0b];
/// 1.2.840.113549.2.7 and following (RFC 8018 appendix B.1.2).
const HMAC_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x07];
const HMAC_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x09];
const HMAC_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x0a];
const HMAC_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x0b];
/// 2.16.840.1.101.3.4.1.2, .22 and .42 (RFC 8018 appendix B.2.5).
const AES_128_CBC: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x02];
const AES_192_CBC: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x16];
const AES_256_CBC: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a];
