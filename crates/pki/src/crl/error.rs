//! Why a revocation list was not signed or not read, with the words for people.

use serde::{Deserialize, Serialize};
use text::pki as say;
use text::{Lang, Message};

use crate::validity::ValidityError;

/// Why a list was not signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "`subject` and `issuer` are RFC 4514 text")]
pub enum SignError {
    /// The CA's keyUsage lacks cRLSign (RFC 5280 section 4.2.1.3).
    MayNotSign { subject: String },
    /// The CA's distinguished name has a form that cannot be repeated exactly.
    IssuerName { issuer: String },
    /// The authority is over, or has not begun.
    Validity(ValidityError),
    /// What was written could not be read again.
    List(ReadError),
    /// The writer failed; its own words.
    Writer(String),
}

impl SignError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            SignError::MayNotSign { subject } => say::crl_may_not_sign(lang, subject),
            SignError::IssuerName { issuer } => say::issue_issuer_name(lang, issuer),
            SignError::Validity(error) => error.message(lang),
            SignError::List(error) => error.message(lang),
            SignError::Writer(words) => say::crl_writer(lang, words),
        }
    }
}

/// Why bytes are not a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadError {
    /// There is no list in it.
    NotFound,
    /// It cannot be read, or is of another kind; what stood in the way.
    Unreadable(String),
}

impl ReadError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            ReadError::NotFound => say::crl_not_found(lang),
            ReadError::Unreadable(words) => say::crl_unreadable(lang, words),
        }
    }
}
