//! Cipher suites: their names, how the keys are exchanged, and how records are sealed, as far as they can be opened here.

mod table;

use ring::{aead, digest, hkdf, hmac};

/// A suite as IANA's registry has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Suite {
    pub(super) number: u16,
    pub(super) name: &'static str,
    pub(super) exchange: Exchange,
    /// How records are sealed; `None` for what is not opened here (CBC, CCM, RC4).
    pub(super) seal: Option<Seal>,
    pub(super) hash: Hash,
}

/// How the keys of a suite are agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exchange {
    /// By extensions of the hellos: TLS 1.3.
    Extensions,
    /// Ephemeral Diffie-Hellman on a curve (RFC 8422).
    Ecdhe,
    /// Ephemeral Diffie-Hellman in a field (RFC 5246 section 7.4.3).
    Dhe,
    /// The client encrypts the secret for the server's RSA key (RFC 5246 section 7.4.7.1).
    Rsa,
    /// It is a signal and no suite.
    Signal,
}

/// The algorithms that seal records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seal {
    Aes128Gcm,
    Aes256Gcm,
    Chacha20Poly1305,
}

impl Seal {
    pub(super) fn algorithm(self) -> &'static aead::Algorithm {
        match self {
            Seal::Aes128Gcm => &aead::AES_128_GCM,
            Seal::Aes256Gcm => &aead::AES_256_GCM,
            Seal::Chacha20Poly1305 => &aead::CHACHA20_POLY1305,
        }
    }

    /// Octets of the nonce that stand in each record of TLS 1.2 (RFC 5288 section 3, RFC 7905 section 2).
    pub(super) fn explicit_nonce(self) -> usize {
        match self {
            Seal::Aes128Gcm | Seal::Aes256Gcm => 8,
            Seal::Chacha20Poly1305 => 0,
        }
    }
}

/// The hash of a suite's key schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
}

impl Hash {
    pub(super) fn digest(self) -> &'static digest::Algorithm {
        match self {
            Hash::Sha256 => &digest::SHA256,
            Hash::Sha384 => &digest::SHA384,
        }
    }

    pub(super) fn hkdf(self) -> hkdf::Algorithm {
        match self {
            Hash::Sha256 => hkdf::HKDF_SHA256,
            Hash::Sha384 => hkdf::HKDF_SHA384,
        }
    }

    pub(super) fn hmac(self) -> hmac::Algorithm {
        match self {
            Hash::Sha256 => hmac::HMAC_SHA256,
            Hash::Sha384 => hmac::HMAC_SHA384,
        }
    }

    pub(super) fn length(self) -> usize {
        self.digest().output_len()
    }

    /// As openssl's commands call it.
    pub(super) fn openssl(self) -> &'static str {
        match self {
            Hash::Sha256 => "SHA256",
            Hash::Sha384 => "SHA384",
        }
    }
}

/// Where the suite is defined with whose number these octets begin.
pub(super) fn section(octets: &[u8]) -> &'static str {
    match octets {
        [0x00, 0xff, ..] => "RFC 5746, 3.3",
        [0x56, 0x00, ..] => "RFC 7507, 2",
        [0x13, 0x01..=0x05, ..] => "RFC 8446, B.4",
        [0x00, 0x9c..=0x9f, ..] => "RFC 5288, 3",
        [0x00, 0x01..=0x6d, ..] => "RFC 5246, A.5",
        // RC4 went with the first form of the suites on curves
        [0xc0, 0x07 | 0x11, ..] => "RFC 4492, 6",
        [0xc0, 0x06..=0x14, ..] => "RFC 8422, 6",
        [0xc0, 0x23..=0x28 | 0x2b | 0x2c | 0x2f | 0x30, ..] => "RFC 5289, 3",
        [0xc0, 0x9c..=0xa3, ..] => "RFC 6655, 3",
        [0xc0, 0xac..=0xaf, ..] => "RFC 7251, 2",
        [0xcc, 0xa8..=0xaa, ..] => "RFC 7905, 2",
        [high, low, ..] if high == low && high & 0x0f == 0x0a => "RFC 8701, 3",
        // the list alone is defined there
        _ => "RFC 8446, 4.1.2",
    }
}

pub(super) fn find(number: u64) -> Option<&'static Suite> {
    table::SUITES.iter().find(|suite| u64::from(suite.number) == number)
}
