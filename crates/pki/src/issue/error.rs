//! Why a certificate was not issued, with the words for people.

use serde::{Deserialize, Serialize};
use text::pki as say;
use text::{Lang, Message};

use crate::certificate::CertificateError;
use crate::key::KeyError;
use crate::validity::ValidityError;

/// Why a certificate was not issued, or an authority not taken up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "`subject` and `issuer` are RFC 4514 text")]
pub enum IssueError {
    /// The private key is not that of the authority's certificate.
    KeyOfAnother { subject: String },
    /// The certificate is not a CA's: version 3 with basicConstraints saying CA (RFC 5280 section 4.2.1.9), or a root of version 1.
    NotAnAuthority { subject: String },
    /// The CA's keyUsage lacks keyCertSign (RFC 5280 section 4.2.1.3).
    MayNotSign { subject: String },
    /// The CA's distinguished name has a form that cannot be repeated exactly in what it issues: a part given twice, or several in one.
    IssuerName { issuer: String },
    /// The leaf would carry its issuer's name, and programs would take it for self-signed.
    SubjectOfIssuer { subject: String },
    /// The leaf would have its issuer's key: whoever holds it could issue.
    KeyOfIssuer { issuer: String },
    /// The lifetime cannot be.
    Validity(ValidityError),
    /// The system gave no random bytes.
    NoEntropy,
    /// A key cannot be used.
    Key(KeyError),
    /// What was written could not be read again.
    Certificate(CertificateError),
    /// The writer failed; its own words.
    Writer(String),
}

impl IssueError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            IssueError::KeyOfAnother { subject } => say::issue_key_of_another(lang, subject),
            IssueError::NotAnAuthority { subject } => say::issue_not_an_authority(lang, subject),
            IssueError::MayNotSign { subject } => say::issue_may_not_sign(lang, subject),
            IssueError::IssuerName { issuer } => say::issue_issuer_name(lang, issuer),
            IssueError::SubjectOfIssuer { subject } => say::issue_subject_of_issuer(lang, subject),
            IssueError::KeyOfIssuer { issuer } => say::issue_key_of_issuer(lang, issuer),
            IssueError::Validity(error) => error.message(lang),
            IssueError::NoEntropy => say::no_entropy(lang),
            IssueError::Key(error) => error.message(lang),
            IssueError::Certificate(error) => error.message(lang),
            IssueError::Writer(words) => say::issue_writer(lang, words),
        }
    }

    pub(super) fn writer(error: &rcgen::Error) -> IssueError {
        IssueError::Writer(error.to_string())
    }
}
