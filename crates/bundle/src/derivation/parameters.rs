//! The AlgorithmIdentifier before everything that is encrypted by a passphrase, in ASN.1: the parameters of PBES2
//! (RFC 8018 appendix A) and of PKCS#12's 3DES (RFC 7292 appendix C). What they cost and whether they are allowed is judged elsewhere.

#![allow(
    clippy::redundant_closure_for_method_calls,
    reason = "the path of a method is not general enough in its lifetime for the callbacks of yasna"
)]

use ring::pbkdf2;
use yasna::models::ObjectIdentifier;
use yasna::{ASN1Result, BERReaderSeq, DERWriter};

use super::{Failure, name};

/// What the identifier says.
pub(super) enum Parameters {
    Pbes2(Pbes2),
    /// A scheme of PKCS#12's own: key and initialization vector are both derived.
    Pkcs12 {
        cipher: Old,
        salt: Vec<u8>,
        rounds: u32,
    },
}

/// How a key is derived, and what is encrypted with it.
pub(super) struct Pbes2 {
    pub(super) salt: Vec<u8>,
    pub(super) function: Function,
    pub(super) cipher: Cipher,
    /// The initialization vector, as long as the cipher's block.
    pub(super) vector: Vec<u8>,
}

/// What a key is derived by.
pub(super) enum Function {
    /// PBKDF2 with this function and so many rounds.
    Pbkdf2(pbkdf2::Algorithm, u32),
    /// scrypt (RFC 7914), which `openssl pkcs8 -scrypt` writes. It is read, and never written.
    Scrypt(Scrypt),
}

/// What scrypt costs (RFC 7914 section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scrypt {
    /// The cost N as the power of two that it is.
    pub(super) log_n: u8,
    /// The block size r.
    pub(super) r: u32,
    /// The parallelization p.
    pub(super) p: u32,
}

/// A block cipher in CBC mode.
#[derive(Clone, Copy)]
pub(super) enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    /// What `openssl genrsa -des3` writes, which many guides say. It is read, and never written.
    TripleDes,
}

/// A cipher of PKCS#12's own schemes, in CBC mode (RFC 7292 appendix C).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Old {
    /// `pbeWithSHAAnd3-KeyTripleDES-CBC`.
    TripleDes,
    /// `pbeWithSHAAnd40BitRC2-CBC`, which hides nothing from anybody. It is read, and never written.
    Rc2With40,
    /// `pbeWithSHAAnd128BitRC2-CBC`. It is read, and never written.
    Rc2With128,
}

impl Old {
    /// In octets.
    pub(super) fn key_length(self) -> usize {
        match self {
            Old::TripleDes => 24,
            Old::Rc2With40 => 5,
            Old::Rc2With128 => 16,
        }
    }
}

/// Reads the DER of an AlgorithmIdentifier.
pub(super) fn read(algorithm: &[u8]) -> Result<Parameters, Failure> {
    let (scheme, parameters) = parsed(algorithm, algorithm_identifier)?;
    let cipher = match scheme.as_slice() {
        PBES2 => return pbes2(&parameters).map(Parameters::Pbes2),
        TRIPLE_DES => Old::TripleDes,
        RC2_40 => Old::Rc2With40,
        RC2_128 => Old::Rc2With128,
        unknown => return Err(unsupported(unknown)),
    };
    let (salt, rounds) = parsed(&parameters, |all| Ok((all.next().read_bytes()?, all.next().read_u32()?)))?;
    if salt.len() > LONGEST_SALT {
        Err(Failure::Unreadable)
    } else {
        Ok(Parameters::Pkcs12 { cipher, salt, rounds })
    }
}

/// More octets than anybody writes; OpenSSL's has 8 or 16.
const LONGEST_SALT: usize = 1024;

fn pbes2(parameters: &[u8]) -> Result<Pbes2, Failure> {
    let (derivation, encryption) = parsed(parameters, |both| {
        Ok((
            both.next().read_sequence(algorithm_identifier)?,
            both.next().read_sequence(algorithm_identifier)?,
        ))
    })?;
    let cipher = match encryption.0.as_slice() {
        AES_128_CBC => Cipher::Aes128,
        AES_192_CBC => Cipher::Aes192,
        AES_256_CBC => Cipher::Aes256,
        DES_EDE3_CBC => Cipher::TripleDes,
        unknown => return Err(unsupported(unknown)),
    };
    let vector = yasna::parse_der(&encryption.1, |vector| vector.read_bytes()).ok();
    let vector = vector.filter(|vector| vector.len() == cipher.block_length()).ok_or(Failure::Unreadable)?;
    let (salt, length, function) = match derivation.0.as_slice() {
        PBKDF2 => by_pbkdf2(&derivation.1)?,
        SCRYPT => by_scrypt(&derivation.1)?,
        unknown => return Err(unsupported(unknown)),
    };
    if length.is_some_and(|length| length as usize != cipher.key_length()) {
        return Err(Failure::Unreadable);
    }
    Ok(Pbes2 { salt, function, cipher, vector })
}

/// The salt, the length of the key if it is told, and how it is derived.
type Derived = (Vec<u8>, Option<u32>, Function);

/// `PBKDF2-params` (RFC 8018 appendix A.2).
fn by_pbkdf2(parameters: &[u8]) -> Result<Derived, Failure> {
    // The salt may also name a source; nobody writes that.
    let (salt, rounds, length, function) = parsed(parameters, |all| {
        let (salt, rounds) = (all.next().read_bytes()?, all.next().read_u32()?);
        let length = all.read_optional(|length| length.read_u32())?;
        let function = all.read_optional(|function| function.read_sequence(algorithm_identifier))?;
        Ok((salt, rounds, length, function))
    })?;
    let function = match function.as_ref().map_or(HMAC_SHA1, |(function, _)| function) {
        HMAC_SHA1 => pbkdf2::PBKDF2_HMAC_SHA1,
        HMAC_SHA256 => pbkdf2::PBKDF2_HMAC_SHA256,
        HMAC_SHA384 => pbkdf2::PBKDF2_HMAC_SHA384,
        HMAC_SHA512 => pbkdf2::PBKDF2_HMAC_SHA512,
        unknown => return Err(unsupported(unknown)),
    };
    Ok((salt, length, Function::Pbkdf2(function, rounds)))
}

/// `scrypt-params` (RFC 7914 section 7.1). N is a power of two above 1 (section 2).
fn by_scrypt(parameters: &[u8]) -> Result<Derived, Failure> {
    let (salt, n, r, p, length) = parsed(parameters, |all| {
        let salt = all.next().read_bytes()?;
        let (n, r, p) = (all.next().read_u64()?, all.next().read_u32()?, all.next().read_u32()?);
        Ok((salt, n, r, p, all.read_optional(|length| length.read_u32())?))
    })?;
    let log_n = n.checked_ilog2().filter(|log_n| n.is_power_of_two() && *log_n > 0);
    let log_n = log_n.and_then(|log_n| u8::try_from(log_n).ok()).ok_or(Failure::Unreadable)?;
    if r == 0 || p == 0 {
        return Err(Failure::Unreadable);
    }
    Ok((salt, length, Function::Scrypt(Scrypt { log_n, r, p })))
}

impl Cipher {
    /// In octets.
    pub(super) fn key_length(self) -> usize {
        match self {
            Cipher::Aes128 => 16,
            Cipher::Aes192 | Cipher::TripleDes => 24,
            Cipher::Aes256 => 32,
        }
    }

    /// In octets.
    fn block_length(self) -> usize {
        match self {
            Cipher::Aes128 | Cipher::Aes192 | Cipher::Aes256 => 16,
            Cipher::TripleDes => 8,
        }
    }
}

/// The DER of the AlgorithmIdentifier for PBKDF2-HMAC-SHA-256 and AES-256-CBC.
pub(super) fn write_aes(salt: &[u8], rounds: u32, vector: &[u8; 16]) -> Vec<u8> {
    yasna::construct_der(|writer| {
        identified(writer, PBES2, |parameters| {
            parameters.write_sequence(|both| {
                identified(both.next(), PBKDF2, |parameters| {
                    parameters.write_sequence(|all| {
                        all.next().write_bytes(salt);
                        all.next().write_u32(rounds);
                        identified(all.next(), HMAC_SHA256, |none| none.write_null());
                    });
                });
                identified(both.next(), AES_256_CBC, |parameters| parameters.write_bytes(vector));
            });
        });
    })
}

/// The DER of the AlgorithmIdentifier for PKCS#12's 3DES.
pub(super) fn write_triple_des(salt: &[u8], rounds: u32) -> Vec<u8> {
    yasna::construct_der(|writer| {
        identified(writer, TRIPLE_DES, |parameters| {
            parameters.write_sequence(|all| {
                all.next().write_bytes(salt);
                all.next().write_u32(rounds);
            });
        });
    })
}

fn identified(writer: DERWriter<'_>, kind: &[u64], parameters: impl FnOnce(DERWriter<'_>)) {
    writer.write_sequence(|algorithm| {
        algorithm.next().write_oid(&ObjectIdentifier::from_slice(kind));
        parameters(algorithm.next());
    });
}

/// An object identifier and the DER of its parameters, empty when there are none.
fn algorithm_identifier(algorithm: &mut BERReaderSeq<'_, '_>) -> ASN1Result<(Vec<u64>, Vec<u8>)> {
    let kind = algorithm.next().read_oid()?.into_components();
    Ok((kind, algorithm.read_optional(|parameters| parameters.read_der())?.unwrap_or_default()))
}

/// What stands in a SEQUENCE.
fn parsed<T>(
    der: &[u8],
    inside: impl FnOnce(&mut BERReaderSeq<'_, '_>) -> ASN1Result<T>,
) -> Result<T, Failure> {
    yasna::parse_der(der, |reader| reader.read_sequence(inside)).map_err(|_| Failure::Unreadable)
}

fn unsupported(identifier: &[u64]) -> Failure {
    Failure::Unsupported(name(&ObjectIdentifier::from_slice(identifier).to_string()))
}

/// RFC 8018 appendix A.2 and A.4.
const PBES2: &[u64] = &[1, 2, 840, 113_549, 1, 5, 13];
const PBKDF2: &[u64] = &[1, 2, 840, 113_549, 1, 5, 12];
/// RFC 7914 section 7.
const SCRYPT: &[u64] = &[1, 3, 6, 1, 4, 1, 11591, 4, 11];
/// RFC 7292 appendix C.
const TRIPLE_DES: &[u64] = &[1, 2, 840, 113_549, 1, 12, 1, 3];
const RC2_128: &[u64] = &[1, 2, 840, 113_549, 1, 12, 1, 5];
const RC2_40: &[u64] = &[1, 2, 840, 113_549, 1, 12, 1, 6];
/// RFC 8018 appendix B.1.2.
const HMAC_SHA1: &[u64] = &[1, 2, 840, 113_549, 2, 7];
const HMAC_SHA256: &[u64] = &[1, 2, 840, 113_549, 2, 9];
const HMAC_SHA384: &[u64] = &[1, 2, 840, 113_549, 2, 10];
const HMAC_SHA512: &[u64] = &[1, 2, 840, 113_549, 2, 11];
/// RFC 8018 appendix B.2.5.
const AES_128_CBC: &[u64] = &[2, 16, 840, 1, 101, 3, 4, 1, 2];
const AES_192_CBC: &[u64] = &[2, 16, 840, 1, 101, 3, 4, 1, 22];
const AES_256_CBC: &[u64] = &[2, 16, 840, 1, 101, 3, 4, 1, 42];
/// RFC 8018 appendix B.2.2.
const DES_EDE3_CBC: &[u64] = &[1, 2, 840, 113_549, 3, 7];
