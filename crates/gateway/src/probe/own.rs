//! What the caller brings along: a certificate with its key, and whom it trusts; out of files, read once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use bundle::material::{Material, ReadError};
use pki::certificate::Certificate;
use pki::inspect::{Input, Thing, inspect};
use pki::key::PrivateKey;
use pki::moment::Moment;
use text::gateway_probe as say;
use text::{Lang, Message};
use tokio_rustls::rustls::crypto::aws_lc_rs::sign::any_supported_type;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;

/// Why a file is of no use here.
#[derive(Debug)]
pub enum FileError {
    /// It cannot be read.
    Unreadable(PathBuf, std::io::Error),
    /// There is nothing in it, or nothing that can be used.
    Material(PathBuf, ReadError),
    /// No certificate is in it.
    NoCertificate(PathBuf),
    /// No private key is in it, and none was named beside it.
    NoKey(PathBuf),
    /// TLS does not sign with keys of this kind here.
    KeyKind(PathBuf),
}

impl FileError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            FileError::Unreadable(file, reason) => {
                text::gateway::file_unreadable(lang, &file.display(), reason)
            }
            FileError::Material(file, reason) => {
                let Message { problem, remedy } = reason.message(lang);
                Message { problem: format!("{}: {problem}", file.display()).into(), remedy }
            }
            FileError::NoCertificate(file) => say::no_certificate_in(lang, &file.display()),
            FileError::NoKey(file) => say::no_key_in(lang, &file.display()),
            FileError::KeyKind(file) => say::key_kind(lang, &file.display()),
        }
    }
}

/// A client's certificates and key.
#[derive(Debug, Clone)]
pub struct Own {
    /// As they are shown, the first one first.
    pub chain: Vec<Certificate>,
    /// Whether the key belongs to the first one. What does not is shown all the same: the server finds out.
    pub key_fits: bool,
    /// As rustls takes it.
    pub certified: Arc<CertifiedKey>,
}

impl Own {
    /// Reads a certificate with those above it, and its key out of the same file or another: PEM, DER or PKCS#12.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn read(certificate: &Path, key: Option<&Path>, passphrase: &str) -> Result<Own, FileError> {
        let mut material = Material::default();
        for file in core::iter::once(certificate).chain(key) {
            let octets =
                std::fs::read(file).map_err(|reason| FileError::Unreadable(file.to_owned(), reason))?;
            material
                .add(&octets, passphrase)
                .map_err(|reason| FileError::Material(file.to_owned(), reason))?;
        }
        let key_file = key.unwrap_or(certificate);
        let leaf = material.certificates.first();
        let leaf = leaf.ok_or_else(|| FileError::NoCertificate(certificate.to_owned()))?;
        let fits = |key: &&PrivateKey| key.public_key() == leaf.public_key_der();
        let key = material.keys.iter().find(fits).or_else(|| material.keys.first());
        let key = key.ok_or_else(|| FileError::NoKey(key_file.to_owned()))?;
        let signer = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.pkcs8_der().expose().to_vec()));
        let signer = any_supported_type(&signer).map_err(|_| FileError::KeyKind(key_file.to_owned()))?;
        let ders = material.certificates.iter();
        let ders = ders.map(|certificate| CertificateDer::from(certificate.der().to_vec())).collect();
        Ok(Own {
            key_fits: fits(&key),
            certified: Arc::new(CertifiedKey::new(ders, signer)),
            chain: material.certificates,
        })
    }

    /// The certificate itself.
    ///
    /// # Panics
    /// Never: [`Own::read`] takes none without a certificate.
    #[must_use]
    pub fn leaf(&self) -> &Certificate {
        self.chain.first().expect("read with at least one")
    }
}

/// The authorities in these files, DER: PEM, DER, PKCS#7 and whatever else `inspect` recognises.
///
/// # Errors
/// [`FileError`]: a file cannot be read, or holds no certificate.
pub fn authorities(files: &[PathBuf], at: Moment) -> Result<Vec<Vec<u8>>, FileError> {
    let mut all = Vec::new();
    for file in files {
        let octets = std::fs::read(file).map_err(|reason| FileError::Unreadable(file.clone(), reason))?;
        let report = inspect(&[Input { name: "", bytes: &octets }], at);
        let before = all.len();
        let certificates = report.items.iter().filter(|item| matches!(item.thing, Thing::Certificate(_)));
        all.extend(certificates.map(|item| item.octets.expose().to_vec()));
        if all.len() == before {
            return Err(FileError::NoCertificate(file.clone()));
        }
    }
    Ok(all)
}

/// What this machine trusts, DER, in an order that does not change.
#[must_use]
pub fn authorities_of_this_machine() -> Vec<Vec<u8>> {
    // what cannot be read is left out, as every program does
    let mut all: Vec<Vec<u8>> =
        rustls_native_certs::load_native_certs().certs.into_iter().map(|der| der.to_vec()).collect();
    all.sort();
    all
}

/// SHA-256 of a certificate's DER.
pub(super) fn fingerprint(der: &[u8]) -> [u8; 32] {
    digest(&SHA256, der).as_ref().try_into().expect("SHA-256 has 32 octets")
}
