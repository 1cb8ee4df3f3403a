//! Faults of private keys. What is said about their public halves stands with the certificates.

use serde::{Deserialize, Serialize};
use text::Lang;
use text::finding as say;

use super::{Rank, Told, told};

/// What is wrong with a private key, or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the values that the sentences name")]
pub enum KeyFault {
    /// A key without a passphrase.
    Open,
    /// PKCS#1 or SEC1; the label of its PEM.
    OldForm { label: String },
    /// A passphrase in OpenSSL's old form.
    OldEncryption { cipher: String },
    /// An Ed25519 key as PKCS#8 version 2.
    SecondVersion,
    /// A key whose parts contradict each other.
    Broken { words: String },
    /// RSA below 2048 bits.
    Weak { key: String },
    /// Under a passphrase.
    PassphraseWanted,
}

impl KeyFault {
    /// Its words.
    #[must_use]
    pub fn told(&self, lang: Lang) -> Told {
        use KeyFault as F;
        use Rank::{Danger, Doubt, Note, Refused};
        match self {
            F::Open => {
                told("key-open", Note, "RFC 5958 section 3", say::key_open(lang), say::key_open_why(lang))
            }
            F::OldForm { label } => told(
                "key-old-form-found",
                Note,
                "RFC 5958",
                say::key_old_form_found(lang, label),
                say::key_old_form_found_why(lang),
            ),
            F::OldEncryption { cipher } => told(
                "key-old-encryption",
                Danger,
                "OpenSSL, PEM_read_bio_PrivateKey(3)",
                say::key_old_encryption(lang, cipher),
                say::key_old_encryption_why(lang),
            ),
            F::SecondVersion => told(
                "key-second-version",
                Doubt,
                "RFC 5958 section 2; RFC 8410 section 7",
                say::key_second_version(lang),
                say::key_second_version_why(lang),
            ),
            F::Broken { words } => told(
                "key-broken",
                Refused,
                "RFC 5958; RFC 8017 section 3.2; RFC 5915",
                say::key_broken(lang, words),
                say::key_broken_why(lang),
            ),
            F::Weak { key } => told(
                "key-weak",
                Refused,
                "NIST SP 800-131A",
                say::key_weak(lang, key),
                say::key_weak_why(lang),
            ),
            F::PassphraseWanted => told(
                "passphrase-wanted",
                Note,
                "RFC 8018",
                say::passphrase_wanted(lang),
                say::passphrase_wanted_why(lang),
            ),
        }
    }
}
