//! What can go wrong when a bundle is sealed or opened, whatever its format: one enum for each, made of the formats' own.

use serde::{Deserialize, Serialize};

use crate::{authority, encrypted_key, p12, workspace, zip};

/// Why a bundle was not sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SealError {
    /// The archive.
    Zip(zip::SealError),
    /// The `.p12` in a client's bundle.
    P12(p12::WriteError),
    /// A single encrypted key.
    Key(encrypted_key::WriteError),
    /// The record.
    Workspace(workspace::WriteError),
    /// The authority's bundle.
    Authority(authority::SealError),
    /// The system gave no random bytes for a passphrase.
    NoEntropy,
}

/// Why a bundle was not opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpenError {
    /// An archive.
    Zip(zip::OpenError),
    /// A `.p12`.
    P12(p12::ReadError),
    /// A single encrypted key.
    Key(encrypted_key::ReadError),
    /// The record.
    Workspace(workspace::ReadError),
    /// The authority's bundle.
    Authority(authority::OpenError),
}

impl SealError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            SealError::Zip(error) => error.message(lang),
            SealError::P12(error) => error.message(lang),
            SealError::Key(error) => error.message(lang),
            SealError::Workspace(error) => error.message(lang),
            SealError::Authority(error) => error.message(lang),
            SealError::NoEntropy => text::bundle::no_entropy(lang),
        }
    }
}

impl OpenError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            OpenError::Zip(error) => error.message(lang),
            OpenError::P12(error) => error.message(lang),
            OpenError::Key(error) => error.message(lang),
            OpenError::Workspace(error) => error.message(lang),
            OpenError::Authority(error) => error.message(lang),
        }
    }
}

impl From<pki::entropy::NoEntropy> for SealError {
    fn from(_: pki::entropy::NoEntropy) -> SealError {
        SealError::NoEntropy
    }
}

/// `?` takes an error of one format to the error of them all.
macro_rules! from {
    ($($whole:ident::$variant:ident($part:ty);)*) => {$(
        impl From<$part> for $whole {
            fn from(error: $part) -> $whole {
                $whole::$variant(error)
            }
        }
    )*};
}

from! {
    SealError::Zip(zip::SealError);
    SealError::P12(p12::WriteError);
    SealError::Key(encrypted_key::WriteError);
    SealError::Workspace(workspace::WriteError);
    SealError::Authority(authority::SealError);
    OpenError::Zip(zip::OpenError);
    OpenError::P12(p12::ReadError);
    OpenError::Key(encrypted_key::ReadError);
    OpenError::Workspace(workspace::ReadError);
    OpenError::Authority(authority::OpenError);
}
