//! Whether something was signed by a key: certificates, requests and lists alike. The arithmetic is ring's, and what came of it is
//! remembered ([`remembered`]): the same few certificates are looked at again and again.

use core::cell::RefCell;
use core::ops::Range;
use std::collections::HashSet;

use ring::digest::{Context, SHA256};
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
        if self.is_of_another_kind(key) {
            return Verdict::Wrong;
        }
        let Some(algorithm) = self.verification(key) else { return Verdict::Unknown };
        let Some(body) = der.get(self.body.clone()) else { return Verdict::Unknown };
        let asked = [
            self.algorithm.as_bytes(),
            &self.parameters,
            key.label.as_bytes(),
            &key.bits,
            body,
            &self.signature,
        ];
        remembered(&asked, || {
            match UnparsedPublicKey::new(algorithm, &key.bits).verify(body, &self.signature) {
                Ok(()) => Verdict::Right,
                Err(_) => Verdict::Wrong,
            }
        })
    }

    /// Whether keys of this kind make no such signatures at all, whatever can be verified here.
    fn is_of_another_kind(&self, key: &PublicKeyFacts) -> bool {
        let is_known = KINDS.iter().any(|kind| key.label.starts_with(kind));
        is_known && kind_of_key(&self.algorithm).is_some_and(|kind| !key.label.starts_with(kind))
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

/// The kinds of key that sign, as their labels begin.
const KINDS: [&str; 4] = ["RSA", "ECDSA", "Ed25519", "Ed448"];

/// With which kind of key an algorithm works, as labels of keys begin: one of signatures, or the key's own.
pub(crate) fn kind_of_key(algorithm: &str) -> Option<&'static str> {
    match algorithm {
        "1.3.101.112" => Some("Ed25519"),
        "1.3.101.113" => Some("Ed448"),
        _ if algorithm.starts_with("1.2.840.113549.1.1.") => Some("RSA"),
        // id-ecPublicKey (RFC 5480 section 2.1.1) and ECDSA (RFC 5758 section 3.2)
        "1.2.840.10045.2.1" => Some("ECDSA"),
        _ if algorithm.starts_with("1.2.840.10045.4.") => Some("ECDSA"),
        _ => None,
    }
}

/// Questions whose verdict is remembered at most: 32 octets each.
const MOST: usize = 1024;

/// The verdict on exactly these octets, found once on a thread and not again until [`MOST`] others have come. It follows from the
/// octets alone, so nobody can tell but by the clock: in a browser finding it takes half a millisecond, and this a hundredth of that.
/// What is kept are SHA-256 digests of what is public.
fn remembered(asked: &[&[u8]], find: impl FnOnce() -> Verdict) -> Verdict {
    thread_local! {
        /// What was right, and what was wrong.
        static KNOWN: RefCell<[HashSet<[u8; 32]>; 2]> = RefCell::default();
    }
    let mut context = Context::new(&SHA256);
    for part in asked {
        // with its length, so that octets cannot move from one part to the next
        context.update(&part.len().to_le_bytes());
        context.update(part);
    }
    let mut digest = [0; 32];
    digest.copy_from_slice(context.finish().as_ref());
    let known = KNOWN.with_borrow(|known| known.each_ref().map(|set| set.contains(&digest)));
    match known {
        [true, _] => return Verdict::Right,
        [_, true] => return Verdict::Wrong,
        _ => {}
    }
    let verdict = find();
    let place = match verdict {
        Verdict::Right => 0,
        Verdict::Wrong => 1,
        Verdict::Unknown => return verdict,
    };
    KNOWN.with_borrow_mut(|known| {
        if known[place].len() >= MOST {
            known[place].clear();
        }
        known[place].insert(digest);
    });
    verdict
}

const RSA_PSS: &str = "1.2.840.113549.1.1.10";

#[cfg(test)]
mod tests {
    use core::cell::Cell;

    use super::{MOST, Verdict, remembered};

    #[test]
    fn a_verdict_is_found_once_for_the_same_octets_and_for_no_others() {
        let found = Cell::new(0);
        let ask = |asked: &[&[u8]], verdict| {
            remembered(asked, || {
                found.set(found.get() + 1);
                verdict
            })
        };
        assert_eq!(ask(&[b"key", b"right"], Verdict::Right), Verdict::Right);
        assert_eq!(ask(&[b"key", b"wrong"], Verdict::Wrong), Verdict::Wrong);
        assert_eq!(found.get(), 2);
        // whatever would be found now: it is what it was
        assert_eq!(ask(&[b"key", b"right"], Verdict::Wrong), Verdict::Right);
        assert_eq!(ask(&[b"key", b"wrong"], Verdict::Right), Verdict::Wrong);
        assert_eq!(found.get(), 2);
        // the same octets otherwise divided, one changed, one part more
        for (asked, others) in
            [(&[&b"keyr"[..], b"ight"][..], 3), (&[b"key", b"Right"], 4), (&[b"key", b"right", b""], 5)]
        {
            assert_eq!(ask(asked, Verdict::Wrong), Verdict::Wrong);
            assert_eq!(found.get(), others);
        }
    }

    #[test]
    fn what_cannot_be_verified_is_not_remembered() {
        assert_eq!(remembered(&[b"unknown"], || Verdict::Unknown), Verdict::Unknown);
        assert_eq!(remembered(&[b"unknown"], || Verdict::Right), Verdict::Right);
    }

    #[test]
    fn many_verdicts_make_room_for_new_ones() {
        for number in 0..MOST + 2 {
            assert_eq!(remembered(&[b"many", &number.to_le_bytes()], || Verdict::Right), Verdict::Right);
        }
        let forgotten = remembered(&[b"many", &0usize.to_le_bytes()], || Verdict::Wrong);
        assert_eq!(forgotten, Verdict::Wrong);
        let kept = remembered(&[b"many", &(MOST + 1).to_le_bytes()], || Verdict::Wrong);
        assert_eq!(kept, Verdict::Right);
    }
}
