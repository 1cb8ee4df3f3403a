//! This machine, as a configuration asks for it: its files, keys that aws-lc can sign with, and where a log can be written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use diagnose::gateway::Machine;
use tokio_rustls::rustls::crypto::aws_lc_rs::sign::any_supported_type;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, SignatureVerificationAlgorithm};
use tokio_rustls::rustls::sign::SigningKey;

use crate::config::seen::Seen;
use crate::tls;

/// This machine.
#[derive(Debug, Clone, Copy)]
pub struct Disk<'a> {
    /// Which files are asked for.
    pub seen: &'a Seen,
}

impl Machine for Disk<'_> {
    type Key = Arc<dyn SigningKey>;

    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        self.seen.note(path);
        std::fs::read(path).map_err(|error| error.to_string())
    }

    fn key(&self, pem: &[u8]) -> Option<(Self::Key, Option<Vec<u8>>)> {
        let key = any_supported_type(&PrivateKeyDer::from_pem_slice(pem).ok()?).ok()?;
        let public = key.public_key()?.as_ref().to_vec();
        Some((key, Some(public)))
    }

    fn appends(&self, path: &Path) -> Result<(), String> {
        open_log(path).map(drop).map_err(|error| error.to_string())
    }

    fn credentials(&self) -> Option<PathBuf> {
        crate::systemd::credentials()
    }

    fn algorithms(&self) -> &'static [&'static dyn SignatureVerificationAlgorithm] {
        tls::algorithms().all
    }
}

/// Opens a log for adding to it.
///
/// # Errors
/// The system's own.
pub fn open_log(path: &Path) -> std::io::Result<std::fs::File> {
    std::fs::OpenOptions::new().append(true).create(true).open(path)
}
