//! Whether something was signed by a key: certificates, requests and lists alike. The arithmetic is ring's.

use core::ops::Range;

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ED25519,
    RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA384, RSA_PSS_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, UnparsedPublicKey, VerificationAlgorithm,
};
use x509_parser::der_parser::asn1_rs::BitString;
use x509_parser::x509::AlgorithmIdentifier;

use super::der;
use super::key::PublicKeyFacts;
use super::oid::name_or_dotted;

/// What was signed and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signed {
    /// Where the signed part stands, with its header.
    pub(crate) body: Range<usize>,
    /// The algorithm's identifier, dotted.
    pub(crate) algorithm: String,
    /// Its parameters as DER: they tell the digest of RSASSA-PSS.
    pub(crate) parameters: Vec<u8>,
    /// The signature.
    pub(crate) signature: Vec<u8>,
}

/// What came of verifying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// This key has signed it.
    Right,
    /// This key has not.
    Wrong,
    /// The algorithm is none that can be verified here.
    Unknown,
}

impl Signed {
    /// The first of the three parts that certificates, requests and lists have alike (RFC 5280 section 4.1.1).
    pub(crate) fn new(der: &[u8], algorithm: &AlgorithmIdentifier<'_>, signature: &BitString<'_>) -> Signed {
        let outer = der::first(der).ok();
        let inner =
            outer.and_then(|outer| der::first(outer.content).ok().map(|body| (outer.header, body.raw.len())));
        let (start, length) = inner.unwrap_or_default();
        Signed {
            body: start..start + length,
            algorithm: algorithm.algorithm.to_id_string(),
            parameters: algorithm.parameters.as_ref().map(|any| any.data.to_vec()).unwrap_or_default(),
            signature: signature.data.to_vec(),
        }
    }

    /// The algorithm's name.
    pub(crate) fn algorithm_name(&self) -> &str {
        name_or_dotted(&self.algorithm)
    }

    /// The digest, when it is one that must not be used any more (RFC 8446 section 4.4.2.4).
    pub(crate) fn weak_digest(&self) -> Option<&'static str> {
        match self.algorithm.as_str() {
            "1.2.840.113549.1.1.2" => Some("MD2"),
            "1.2.840.113549.1.1.4" => Some("MD5"),
            "1.2.840.113549.1.1.5" | "1.2.840.10045.4.1" | "1.2.840.10040.4.3" => Some("SHA-1"),
            // without parameters RSASSA-PSS means SHA-1 (RFC 8017 appendix A.2.3)
            RSA_PSS if self.parameters.is_empty() => Some("SHA-1"),
            _ => None,
        }
    }

    /// Whether this key has signed it.
    pub(crate) fn verify(&self, der: &[u8], key: &PublicKeyFacts) -> Verdict {
        let Some(algorithm) = self.verification(key) else { return Verdict::Unknown };
        let Some(body) = der.get(self.body.clone()) else { return Verdict::Unknown };
        match UnparsedPublicKey::new(algorithm, &key.bits).verify(body, &self.signature) {
            Ok(()) => Verdict::Right,
            Err(_) => Verdict::Wrong,
        }
    }

    fn verification(&self, key: &PublicKeyFacts) -> Option<&'static dyn VerificationAlgorithm> {
        let kind = key.label.as_str();
        let rsa = key.rsa_bits();
        let algorithm: &dyn VerificationAlgorithm = match (self.algorithm.as_str(), rsa) {
            ("1.2.840.113549.1.1.5", Some(1024..=8192)) => &RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
            ("1.2.840.113549.1.1.11", Some(1024..=8192)) => &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
            ("1.2.840.113549.1.1.12", Some(2048..=8192)) => &RSA_PKCS1_2048_8192_SHA384,
            ("1.2.840.113549.1.1.13", Some(1024..=8192)) => &RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
            (RSA_PSS, Some(2048..=8192)) => return self.pss(),
            ("1.2.840.10045.4.3.2", None) if kind == "ECDSA P-256" => &ECDSA_P256_SHA256_ASN1,
            ("1.2.840.10045.4.3.3", None) if kind == "ECDSA P-256" => &ECDSA_P256_SHA384_ASN1,
            ("1.2.840.10045.4.3.2", None) if kind == "ECDSA P-384" => &ECDSA_P384_SHA256_ASN1,
            ("1.2.840.10045.4.3.3", None) if kind == "ECDSA P-384" => &ECDSA_P384_SHA384_ASN1,
            ("1.3.101.112", None) if kind == "Ed25519" => &ED25519,
            _ => return None,
        };
        Some(algorithm)
    }

    /// The usual parameters of RSASSA-PSS: the digest stands first in them, in `[0]`.
    fn pss(&self) -> Option<&'static dyn VerificationAlgorithm> {
        let first = der::pieces(&self.parameters).0.into_iter().find(|piece| piece.is_context(0))?;
        let algorithm = der::children(&first).first().map(der::children)?;
        let algorithm: &dyn VerificationAlgorithm = match der::oid_text(algorithm.first()?.content)?.as_str()
        {
            "2.16.840.1.101.3.4.2.1" => &RSA_PSS_2048_8192_SHA256,
            "2.16.840.1.101.3.4.2.2" => &RSA_PSS_2048_8192_SHA384,
            "2.16.840.1.101.3.4.2.3" => &RSA_PSS_2048_8192_SHA512,
            _ => return None,
        };
        Some(algorithm)
    }
}

const RSA_PSS: &str = "1.2.840.113549.1.1.10";
