//! Opening records (RFC 8446 section 5.2, RFC 5288, RFC 7905), and deriving what opens them. The algorithms are ring's, the PRF of
//! TLS 1.2 is rustls's.

use pki::secret::Secret;
use ring::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::{digest, hkdf, hmac};
use rustls::crypto::ring::cipher_suite::{
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
};

use super::suite::{Hash, Seal};

/// What opens the records of one side for a while.
pub(super) struct Cipher {
    seal: Seal,
    hash: Hash,
    key: LessSafeKey,
    iv: [u8; NONCE_LEN],
    /// The number that the next record is expected to have (RFC 8446 section 5.3).
    sequence: u64,
    /// The first number behind the last record that opened.
    unread: u64,
    kind: Kind,
}

enum Kind {
    /// With the secret that the key came from, for the next one (RFC 8446 section 7.2).
    Tls13 {
        secret: Secret,
        /// How many secrets of this kind came before it.
        generation: u32,
    },
    Tls12,
}

/// A key and what stands beside it in a nonce.
pub(super) struct Keys {
    pub(super) key: Secret,
    pub(super) iv: Secret,
}

impl Keys {
    /// RFC 8446 section 7.3.
    pub(super) fn of_secret(seal: Seal, hash: Hash, secret: &[u8]) -> Keys {
        Keys {
            key: expand_label(hash, secret, "key", &[], seal.algorithm().key_len()),
            iv: expand_label(hash, secret, "iv", &[], NONCE_LEN),
        }
    }
}

impl Cipher {
    pub(super) fn tls13(seal: Seal, hash: Hash, secret: &Secret) -> Option<Cipher> {
        let keys = Keys::of_secret(seal, hash, secret.expose());
        let key = UnboundKey::new(seal.algorithm(), keys.key.expose()).ok()?;
        Some(Cipher {
            seal,
            hash,
            key: LessSafeKey::new(key),
            iv: keys.iv.expose().try_into().ok()?,
            sequence: 0,
            unread: 0,
            kind: Kind::Tls13 { secret: secret.clone(), generation: 0 },
        })
    }

    pub(super) fn tls12(seal: Seal, hash: Hash, keys: &Keys) -> Option<Cipher> {
        let key = UnboundKey::new(seal.algorithm(), keys.key.expose()).ok()?;
        let mut iv = [0; NONCE_LEN];
        iv[..keys.iv.expose().len()].copy_from_slice(keys.iv.expose());
        Some(Cipher { seal, hash, key: LessSafeKey::new(key), iv, sequence: 0, unread: 0, kind: Kind::Tls12 })
    }

    /// The cipher after a KeyUpdate; `None` in TLS 1.2, which has none.
    pub(super) fn updated(&self) -> Option<Cipher> {
        let Kind::Tls13 { secret, generation } = &self.kind else {
            return None;
        };
        let next = expand_label(self.hash, secret.expose(), "traffic upd", &[], self.hash.length());
        let mut updated = Cipher::tls13(self.seal, self.hash, &next)?;
        updated.kind = Kind::Tls13 { secret: next, generation: generation.saturating_add(1) };
        Some(updated)
    }

    /// How records are sealed, and the hash that its keys were made with.
    pub(super) fn suite(&self) -> (Seal, Hash) {
        (self.seal, self.hash)
    }

    /// How many changes of keys came before it (RFC 8446 section 7.2).
    pub(super) fn generation(&self) -> u32 {
        match self.kind {
            Kind::Tls13 { generation, .. } => generation,
            Kind::Tls12 => 0,
        }
    }

    /// The traffic secret that the key came from; `None` in TLS 1.2, where it is none.
    pub(super) fn traffic_secret(&self) -> Option<&Secret> {
        match &self.kind {
            Kind::Tls13 { secret, .. } => Some(secret),
            Kind::Tls12 => None,
        }
    }

    /// How many octets of a record are nonce.
    pub(super) fn explicit_nonce(&self) -> usize {
        match self.kind {
            Kind::Tls13 { .. } => 0,
            Kind::Tls12 => self.seal.explicit_nonce(),
        }
    }

    /// The number that is expected next, and the first one of which no record has opened yet.
    pub(super) fn numbers(&self) -> (u64, u64) {
        (self.sequence, self.unread)
    }

    /// One record was read that does not open: its sender has counted it all the same.
    pub(super) fn pass(&mut self) {
        self.sequence += 1;
    }

    /// The plaintext of the next record, in TLS 1.3 with its type and padding; `None` when it does not open, and then it is not
    /// counted.
    pub(super) fn open(&mut self, header: &[u8], fragment: &[u8]) -> Option<Vec<u8>> {
        self.open_as(self.sequence, header, fragment)
    }

    /// The same of a record that may have this number; the next one then has the number behind it.
    pub(super) fn open_as(&mut self, number: u64, header: &[u8], fragment: &[u8]) -> Option<Vec<u8>> {
        let octets = self.plaintext(number, header, fragment)?;
        self.sequence = number + 1;
        self.unread = self.sequence;
        Some(octets)
    }

    /// The plaintext of a record of this number, whatever is expected.
    pub(super) fn plaintext(&self, number: u64, header: &[u8], fragment: &[u8]) -> Option<Vec<u8>> {
        let explicit = self.explicit_nonce();
        let (nonce, sealed) = fragment.split_at_checked(explicit)?;
        let length = sealed.len().checked_sub(self.seal.algorithm().tag_len())?;
        let sequence = number.to_be_bytes();
        let mut iv = self.iv;
        if explicit > 0 {
            iv[NONCE_LEN - explicit..].copy_from_slice(nonce);
        } else {
            iv[NONCE_LEN - 8..].iter_mut().zip(sequence).for_each(|(octet, number)| *octet ^= number);
        }
        let additional = match self.kind {
            Kind::Tls13 { .. } => header.to_vec(),
            Kind::Tls12 => {
                let length = u16::try_from(length).ok()?.to_be_bytes();
                [&sequence, header.get(..3)?, &length].concat()
            }
        };
        let mut octets = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(iv);
        let length = self.key.open_in_place(nonce, Aad::from(additional), &mut octets).ok()?.len();
        octets.truncate(length);
        Some(octets)
    }
}

/// HKDF-Extract (RFC 5869 section 2.2): an HMAC whose key is the salt.
pub(super) fn extract(hash: Hash, salt: &[u8], input: &[u8]) -> Secret {
    let tag = hmac::sign(&hmac::Key::new(hash.hmac(), salt), input);
    Secret::new(tag.as_ref().to_vec())
}

/// HKDF-Expand-Label (RFC 8446 section 7.1).
pub(super) fn expand_label(hash: Hash, secret: &[u8], label: &str, context: &[u8], length: usize) -> Secret {
    let info = info(label, context, length);
    let mut out = vec![0; length];
    hkdf::Prk::new_less_safe(hash.hkdf(), secret)
        .expand(&[&info], Length(length))
        .and_then(|expanded| expanded.fill(&mut out))
        .expect("keys and hashes are much shorter than HKDF allows");
    Secret::new(out)
}

/// HkdfLabel (RFC 8446 section 7.1).
pub(super) fn info(label: &str, context: &[u8], length: usize) -> Vec<u8> {
    let short = |length: usize| u8::try_from(length).expect("labels and hashes are short");
    let mut info = u16::try_from(length).expect("keys are short").to_be_bytes().to_vec();
    info.push(short("tls13 ".len() + label.len()));
    info.extend_from_slice(b"tls13 ");
    info.extend_from_slice(label.as_bytes());
    info.push(short(context.len()));
    info.extend_from_slice(context);
    info
}

struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// The PRF of TLS 1.2 (RFC 5246 section 5).
pub(super) fn prf(hash: Hash, secret: &[u8], label: &str, seed: &[u8], length: usize) -> Secret {
    let suite = match hash {
        Hash::Sha256 => TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        Hash::Sha384 => TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    };
    let rustls::SupportedCipherSuite::Tls12(suite) = suite else {
        unreachable!("both are suites of TLS 1.2");
    };
    let mut out = vec![0; length];
    suite.prf_provider.for_secret(&mut out, secret, label.as_bytes(), seed);
    Secret::new(out)
}

/// The checksum of a Finished of TLS 1.3 (RFC 8446 section 4.4.4).
pub(super) fn verify_data(hash: Hash, finished_key: &[u8], transcript: &digest::Digest) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hash.hmac(), finished_key), transcript.as_ref()).as_ref().to_vec()
}
