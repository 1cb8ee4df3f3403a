//! What other programs make, to be taken by ours.

use pki::certificate::Certificate;
use pki::issue::{Authority, IssueError};
use pki::key::PrivateKey;

use crate::{TempDir, tool};

/// An authority that OpenSSL makes with this subject (most general part first) and these extensions.
///
/// # Errors
/// [`IssueError`] when ours takes it for none.
pub fn authority(subject: &str, extensions: &[&str]) -> Result<Authority, IssueError> {
    let folder = TempDir::new();
    let mut openssl = tool("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"])
        .args(["-days", "3650", "-keyout", "ca.key", "-out", "ca.pem", "-utf8", "-multivalue-rdn"])
        .args(["-config", "/dev/null", "-subj", subject])
        .in_folder(folder.path());
    for extension in extensions {
        openssl = openssl.args(["-addext", extension]);
    }
    openssl.succeeds();
    let text = |name: &str| String::from_utf8(folder.read(name)).unwrap();
    Authority::new(
        Certificate::from_pem(&text("ca.pem")).unwrap(),
        PrivateKey::from_pem(&text("ca.key")).unwrap(),
    )
}
