//! `gateway.toml` as `handfast-gateway` takes it: every value checked, every file that it names read ([`settle`]), which server a
//! handshake is for ([`Servers`]), and who is refused with which words ([`Standing`], [`Refusal`]). The gateway itself goes by this;
//! `predict` says by the same what it will do. Sockets, signing and answering are the gateway's own.

mod host;
mod page;
mod path;
mod refusal;
mod server;
mod settle;
mod standing;

use std::path::{Path, PathBuf};

use rustls_pki_types::SignatureVerificationAlgorithm;

pub use host::host;
pub use page::Page;
pub use path::{Ambiguous, Plain};
pub use refusal::{Flaw, Refusal, plain_http};
pub use server::{Name, Server, Servers, find};
pub use settle::{Address, Backend, BackendTls, Clients, Identity, Settled, Shown, Speech, settle};
pub use standing::Standing;

/// What a configuration needs of the machine that it is for.
pub trait Machine {
    /// A private key that can sign.
    type Key;

    /// The contents of a file, or the system's words why it cannot be read.
    ///
    /// # Errors
    /// The words.
    fn read(&self, path: &Path) -> Result<Vec<u8>, String>;

    /// The contents of a file with a private key.
    ///
    /// # Errors
    /// The system's words why it cannot be read.
    fn read_key(&self, path: &Path) -> Result<Vec<u8>, String> {
        self.read(path)
    }

    /// The first private key of a PEM file (RFC 7468), if it is of a kind that is used, with its public half as SubjectPublicKeyInfo;
    /// `None` in its place is a key that nobody handed over and that is taken to be the right one.
    fn key(&self, pem: &[u8]) -> Option<(Self::Key, Option<Vec<u8>>)>;

    /// Whether a log can be written at this place.
    ///
    /// # Errors
    /// The system's words why not.
    fn appends(&self, path: &Path) -> Result<(), String>;

    /// The folder with the files that systemd hands over to the service (systemd.exec(5), `LoadCredential=`), if somebody named it.
    fn credentials(&self) -> Option<PathBuf>;

    /// The signatures that are verified.
    fn algorithms(&self) -> &'static [&'static dyn SignatureVerificationAlgorithm];
}
