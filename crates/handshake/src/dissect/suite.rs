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
    /// The server's certificate has the half of the key exchange (RFC 5246 section 7.4.7.2, RFC 8422 section 2).
    Fixed,
    /// A secret that was settled outside TLS, and nothing else (RFC 4279 section 2).
    Psk,
    /// Such a secret, and Diffie-Hellman in a field (RFC 4279 section 3).
    DhePsk,
    /// Such a secret, and Diffie-Hellman on a curve (RFC 5489 section 2).
    EcdhePsk,
    /// Such a secret, and another one encrypted for the server's RSA key (RFC 4279 section 4).
    RsaPsk,
    /// Diffie-Hellman in a field of which nobody is sure with whom (RFC 5246 appendix F.1.1.1).
    DhAnonymous,
    /// The same on a curve (RFC 8422 section 2.4).
    EcdhAnonymous,
    /// It is a signal and no suite.
    Signal,
}

impl Exchange {
    /// Whether both sides have a secret that was settled outside TLS.
    pub(super) fn has_secret(self) -> bool {
        matches!(self, Exchange::Psk | Exchange::DhePsk | Exchange::EcdhePsk | Exchange::RsaPsk)
    }
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
        [0x00, 0x9c..=0xa7, ..] => "RFC 5288, 3",
        [0x00, 0xa8..=0xad, ..] => "RFC 5487, 2",
        [0x00, 0xae..=0xb9, ..] => "RFC 5487, 3",
        [0x00, 0x8a..=0x8d, ..] => "RFC 4279, 2",
        [0x00, 0x8e..=0x91, ..] => "RFC 4279, 3",
        [0x00, 0x92..=0x95, ..] => "RFC 4279, 4",
        [0x00, 0x01..=0x6d, ..] => "RFC 5246, A.5",
        // RC4 went with the first form of the suites on curves
        [0xc0, 0x07 | 0x11, ..] => "RFC 4492, 6",
        [0xc0, 0x06..=0x14, ..] => "RFC 8422, 6",
        // suites without a certificate stayed in the first form too
        [0xc0, 0x15..=0x19, ..] => "RFC 4492, 6",
        [0xc0, 0x23..=0x32, ..] => "RFC 5289, 3",
        [0xc0, 0x33..=0x3b, ..] => "RFC 5489, 3",
        [0xc0, 0x9c..=0xa3, ..] => "RFC 6655, 3",
        [0xc0, 0xa4..=0xab, ..] => "RFC 6655, 4",
        [0xc0, 0xac..=0xaf, ..] => "RFC 7251, 2",
        [0xcc, 0xa8..=0xae, ..] => "RFC 7905, 2",
        [0xd0, 0x01 | 0x02 | 0x03 | 0x05, ..] => "RFC 8442, 3",
        [high, low, ..] if high == low && high & 0x0f == 0x0a => "RFC 8701, 3",
        // the list alone is defined there
        _ => "RFC 8446, 4.1.2",
    }
}

pub(super) fn find(number: u64) -> Option<&'static Suite> {
    table::SUITES.iter().find(|suite| u64::from(suite.number) == number)
}
