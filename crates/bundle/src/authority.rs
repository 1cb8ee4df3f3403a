//! The authority bundle: the CA's certificate, its key, and the record of what was issued. It is the only bundle with the
//! CA's key, and the only one that is opened again. Bundles for servers and clients are [`crate::zip`]'s alone.
//!
//! | name | contents |
//! |---|---|
//! | `ca.crt` | the certificate, PEM |
//! | `ca.key` | the key, encrypted PKCS#8 under the same passphrase, so that it stays encrypted when unpacked |
//! | `workspace.json` | the public record |
//!
//! The caller adds files for people. All names can be read without the passphrase: they must tell nothing.

use pki::certificate::{Certificate, CertificateError};
use pki::entropy::Entropy;
use pki::key::PrivateKey;
use pki::moment::Moment;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};

use crate::passphrase::Passphrase;
use crate::workspace::Workspace;
use crate::zip::Entry;
use crate::{encrypted_key, workspace, zip};

/// The name of the certificate.
pub const CERTIFICATE: &str = "ca.crt";
/// The name of the encrypted key.
pub const KEY: &str = "ca.key";
/// The name of the record.
pub const WORKSPACE: &str = "workspace.json";

/// What an authority bundle holds. The key is the certificate's, and the certificate is a CA's, wherever [`open`] gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorityBundle {
    /// The CA's certificate.
    pub certificate: Certificate,
    /// The CA's key.
    pub key: PrivateKey,
    /// What was issued and chosen.
    pub workspace: Workspace,
}

/// Seals the bundle, with files for people beside it: the archive and what is in it. It is opened again and compared.
///
/// # Errors
/// [`SealError`] when key and certificate are no pair, the record cannot be written, or there is no randomness.
pub fn seal(
    bundle: &AuthorityBundle,
    extra: &[Entry],
    passphrase: &Passphrase,
    at: Moment,
    entropy: &mut dyn Entropy,
) -> Result<(Vec<u8>, Vec<Entry>), SealError> {
    check_pair(&bundle.certificate, &bundle.key).map_err(SealError::Pair)?;
    let key = encrypted_key::write(&bundle.key, passphrase, entropy).map_err(SealError::Key)?;
    let workspace = workspace::write(&bundle.workspace).map_err(SealError::Workspace)?;
    let mut entries = vec![
        Entry::public(CERTIFICATE, bundle.certificate.to_pem()),
        Entry::secret(KEY, Secret::new(key.into_bytes())),
        Entry::public(WORKSPACE, workspace),
    ];
    entries.extend_from_slice(extra);
    // The archive compares its entries itself, the key was decrypted again above: nothing is derived a third time.
    let archive = zip::seal(&entries, passphrase, at, entropy).map_err(SealError::Zip)?;
    Ok((archive, entries))
}

/// Opens a bundle. Other files in the archive are ignored.
///
/// # Errors
/// [`OpenError`]: the archive cannot be opened, is another bundle, or its parts do not belong together.
pub fn open(archive: &[u8], passphrase: &str) -> Result<AuthorityBundle, OpenError> {
    let entries = zip::open(archive, passphrase).map_err(OpenError::Zip)?;
    let entry = |name: &str| {
        let entry = entries.iter().find(|entry| base_name(&entry.path) == name);
        entry.ok_or_else(|| OpenError::Missing { name: name.to_owned() })
    };
    let text = |name: &str| {
        let octets = entry(name)?.contents.expose();
        std::str::from_utf8(octets).map_err(|_| OpenError::NotText { name: name.to_owned() })
    };
    let workspace = workspace::read(entry(WORKSPACE)?.contents.expose()).map_err(OpenError::Workspace)?;
    let certificate = Certificate::from_pem(text(CERTIFICATE)?).map_err(OpenError::Certificate)?;
    let key = encrypted_key::read(text(KEY)?, passphrase).map_err(OpenError::Key)?;
    check_pair(&certificate, &key).map_err(OpenError::Pair)?;
    Ok(AuthorityBundle { certificate, key, workspace })
}

/// The file's own name: who packed the unpacked folder again has the folder before it.
fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn check_pair(certificate: &Certificate, key: &PrivateKey) -> Result<(), PairError> {
    let subject = || certificate.facts().subject.clone();
    if !certificate.facts().is_authority {
        return Err(PairError::NotAuthority { subject: subject() });
    }
    if certificate.public_key_der() != key.public_key() {
        return Err(PairError::OtherKey { subject: subject() });
    }
    Ok(())
}

/// Why a certificate and a key are not a CA together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PairError {
    /// The key belongs to another certificate.
    OtherKey {
        /// The certificate's subject.
        subject: String,
    },
    /// The certificate is no CA's (RFC 5280 section 4.2.1.9).
    NotAuthority {
        /// The certificate's subject.
        subject: String,
    },
}

impl PairError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            PairError::OtherKey { subject } => text::bundle::key_does_not_match(lang, subject),
            PairError::NotAuthority { subject } => text::bundle::not_an_authority(lang, subject),
        }
    }
}

/// Why nothing was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SealError {
    /// Certificate and key are not a CA together.
    Pair(PairError),
    /// The key could not be encrypted.
    Key(encrypted_key::WriteError),
    /// The record could not be written.
    Workspace(workspace::WriteError),
    /// The archive could not be sealed.
    Zip(zip::SealError),
}

impl SealError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            SealError::Pair(error) => error.message(lang),
            SealError::Key(error) => error.message(lang),
            SealError::Workspace(error) => error.message(lang),
            SealError::Zip(error) => error.message(lang),
        }
    }
}

/// Why a bundle was not opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpenError {
    /// The archive could not be opened.
    Zip(zip::OpenError),
    /// It is an encrypted archive without this file: another kind of bundle, or none of ours.
    Missing {
        /// The file's name.
        name: String,
    },
    /// A file is not UTF-8.
    NotText {
        /// The file's name.
        name: String,
    },
    /// The record could not be read.
    Workspace(workspace::ReadError),
    /// The certificate could not be read.
    Certificate(CertificateError),
    /// The key could not be decrypted.
    Key(encrypted_key::ReadError),
    /// Certificate and key are not a CA together.
    Pair(PairError),
}

impl OpenError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            OpenError::Zip(error) => error.message(lang),
            OpenError::Missing { name } => text::bundle::authority_missing(lang, name),
            OpenError::NotText { name } => text::bundle::authority_not_text(lang, name),
            OpenError::Workspace(error) => error.message(lang),
            OpenError::Certificate(error) => error.message(lang),
            OpenError::Key(error) => error.message(lang),
            OpenError::Pair(error) => error.message(lang),
        }
    }
}
