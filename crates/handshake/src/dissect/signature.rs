//! Whether a signature of a handshake fits the key of the certificate that was shown, or the key that was shown bare, or why that
//! cannot be asked here. The key is taken out of the certificate as it is: whether the certificate itself is accepted is another
//! question.

use pki::chain::Member;
use pki::inspect::PublicKeyFacts;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use rustls::SignatureScheme;
use rustls::crypto::ring::default_provider;
use rustls_pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, SubjectPublicKeyInfoDer, alg_id,
};
use serde::{Deserialize, Serialize};
use text::Lang;
use text::handshake as say;
use webpki::RawPublicKeyEntity;

use super::names;

/// Why nothing can be said of a signature or a checksum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unchecked {
    /// Not everything that it goes over can be read.
    MessagesMissing,
    /// The certificate with the key that made it is not among what can be read.
    NoCertificate,
    /// The key that was shown cannot be read.
    KeyUnread,
    /// The key is shorter or longer than those that are checked here.
    KeyLength {
        /// How long it is.
        bits: usize,
    },
    /// The key is on a curve whose signatures are not checked here.
    Curve {
        /// Its kind in words.
        key: String,
    },
    /// A kind of signature that is not checked here.
    Scheme {
        /// Its number in the registry.
        scheme: u16,
    },
    /// A secret that both sides have from before, and that no key log tells.
    SecretUnknown,
    /// Before TLS 1.2 signatures go over MD5 and SHA-1 at once (RFC 4346 section 7.4.3), which are not checked here.
    OlderVersion,
}

impl Unchecked {
    /// It in a sentence.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Unchecked::MessagesMissing => say::unchecked_messages_missing(lang).to_owned(),
            Unchecked::NoCertificate => say::unchecked_no_certificate(lang).to_owned(),
            Unchecked::KeyUnread => say::unchecked_key_unread(lang).to_owned(),
            Unchecked::KeyLength { bits } => say::unchecked_key_length(lang, *bits),
            Unchecked::Curve { key } => say::unchecked_curve(lang, key),
            Unchecked::Scheme { scheme } => say::unchecked_scheme(lang, &names::scheme(u64::from(*scheme))),
            Unchecked::SecretUnknown => say::unchecked_secret_unknown(lang).to_owned(),
            Unchecked::OlderVersion => say::unchecked_older_version(lang).to_owned(),
        }
    }
}

/// What a side shows of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// Its own certificate, DER.
    Certificate(Vec<u8>),
    /// SubjectPublicKeyInfo (RFC 7250 section 3).
    BareKey(Vec<u8>),
}

impl Shown {
    fn key(&self) -> Option<PublicKeyFacts> {
        match self {
            Shown::Certificate(der) => Member::read(der).map(|member| member.key),
            Shown::BareKey(der) => PublicKeyFacts::read(der),
        }
    }
}

/// Whether the key that was shown has made this signature over these octets. A scheme of 0 is none, as before TLS 1.2.
pub(super) fn fits(shown: &Shown, scheme: u16, made: &[u8], octets: &[u8]) -> Result<bool, Unchecked> {
    if scheme == 0 {
        return Err(Unchecked::OlderVersion);
    }
    let key = shown.key().ok_or(Unchecked::KeyUnread)?;
    let algorithms = algorithms(scheme, key.rsa_bits())?;
    // in TLS 1.2 the scheme names a hash alone, whatever the curve (RFC 8422 section 5.1.3)
    let curves = [alg_id::ECDSA_P256, alg_id::ECDSA_P384];
    let elliptic = algorithms.iter().any(|algorithm| curves.contains(&algorithm.public_key_alg_id()));
    match key.on_another_curve() {
        Some(kind) if elliptic => return Err(Unchecked::Curve { key: kind.to_owned() }),
        // ring takes no compressed points (SEC 1 section 2.3.3)
        None if elliptic && key.der.len() < SHORTEST_POINT => return Err(Unchecked::KeyUnread),
        _ => {}
    }
    let der = SubjectPublicKeyInfoDer::from(key.der.as_slice());
    let key = RawPublicKeyEntity::try_from(&der).map_err(|_| Unchecked::KeyUnread)?;
    Ok(algorithms.iter().any(|algorithm| key.verify_signature(*algorithm, octets, made).is_ok()))
}

/// Octets of the SubjectPublicKeyInfo of a key on P-256 whose point stands in full.
const SHORTEST_POINT: usize = 91;

type Algorithm = &'static dyn SignatureVerificationAlgorithm;

/// What checks signatures of this kind, by RSA keys of this length.
fn algorithms(scheme: u16, rsa_bits: Option<usize>) -> Result<Vec<Algorithm>, Unchecked> {
    let mapping = default_provider().signature_verification_algorithms.mapping;
    let usual = mapping.iter().find(|(known, _)| *known == SignatureScheme::from(scheme));
    match (usual, older(scheme), rsa_bits) {
        // ring checks no signature of a longer key
        (_, _, Some(bits @ 8193..)) => Err(Unchecked::KeyLength { bits }),
        (_, Some(older), Some(1024..)) => Ok(vec![older]),
        // and those of a shorter one only of the older kinds
        (_, _, Some(bits @ ..2048)) => Err(Unchecked::KeyLength { bits }),
        (Some((_, usual)), _, _) => Ok(usual.to_vec()),
        (None, ..) => Err(Unchecked::Scheme { scheme }),
    }
}

/// PKCS #1 as old programs use it: with shorter keys, and with SHA-1.
fn older(scheme: u16) -> Option<Algorithm> {
    match SignatureScheme::from(scheme) {
        SignatureScheme::RSA_PKCS1_SHA1 => Some(&SHA1),
        SignatureScheme::RSA_PKCS1_SHA256 => Some(&SHA256),
        SignatureScheme::RSA_PKCS1_SHA512 => Some(&SHA512),
        _ => None,
    }
}

static SHA1: OldRsa = OldRsa {
    algorithm: &signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
    // nobody asks for it, and the one of SHA-1 has no name here
    identifier: alg_id::RSA_ENCRYPTION,
};

static SHA256: OldRsa = OldRsa {
    algorithm: &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    identifier: alg_id::RSA_PKCS1_SHA256,
};

static SHA512: OldRsa = OldRsa {
    algorithm: &signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
    identifier: alg_id::RSA_PKCS1_SHA512,
};

/// One of ring's algorithms that rustls leaves out.
#[derive(Debug)]
struct OldRsa {
    algorithm: &'static dyn VerificationAlgorithm,
    identifier: AlgorithmIdentifier,
}

impl SignatureVerificationAlgorithm for OldRsa {
    fn verify_signature(&self, key: &[u8], octets: &[u8], made: &[u8]) -> Result<(), InvalidSignature> {
        UnparsedPublicKey::new(self.algorithm, key).verify(octets, made).map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_ENCRYPTION
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.identifier
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// openssl 3.0.22: `ecparam -name prime256v1 -genkey`, `ec -pubout`, the same with `-conv_form compressed`, `dgst -sha256 -sign`.
    #[test]
    fn a_compressed_point_is_not_called_wrong() {
        let judged = |key: &str, octets: &[u8]| fits(&Shown::BareKey(read(key)), 0x0403, &read(MADE), octets);
        assert_eq!(judged(FULL, b"what is signed"), Ok(true));
        assert_eq!(judged(FULL, b"what is not"), Ok(false));
        assert_eq!(judged(COMPRESSED, b"what is signed"), Err(Unchecked::KeyUnread));
    }

    fn read(hex: &str) -> Vec<u8> {
        let pairs = (0..hex.len()).step_by(2);
        pairs.map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal")).collect()
    }

    const FULL: &str = "3059301306072a8648ce3d020106082a8648ce3d03010703420004cd379460bbeb3781abe554c30e43c8d5bf196f7bbea369a170156ab17ecc78ad2550ed45b0db12eab623349da40f8cc99453f278465d019d41d1a6c9655a07e6";
    const COMPRESSED: &str = "3039301306072a8648ce3d020106082a8648ce3d03010703220002cd379460bbeb3781abe554c30e43c8d5bf196f7bbea369a170156ab17ecc78ad";
    const MADE: &str = "3045022100fa5699b7d4a3dbb9d12b5d3bea480b6f0b455e9899083fec5286242c02caf124022029fc3aaa1c73ead7d0ac913f080afcb256f5dbe397730f79d80dfbcfa63e8353";
}
