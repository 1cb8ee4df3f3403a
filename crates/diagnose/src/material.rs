//! Certificates, lists and keys out of files as OpenSSL takes them out: the first block that suits, or all. What they are worth
//! is `pki`'s; what curl or nginx say of a file that has none is theirs.

use bundle::encrypted_key;
use pki::chain::Member;
use pki::key::{KeyError, PrivateKey};
use pki::secret::Secret;

/// One block of PEM (RFC 7468).
struct Block {
    label: String,
    /// The block with its armour.
    text: Secret,
}

/// The blocks of a file in their order, whatever stands between them.
fn blocks(file: &[u8]) -> Vec<Block> {
    let text = String::from_utf8_lossy(file);
    let mut found = Vec::new();
    let mut rest: &str = &text;
    while let Some(start) = rest.find("-----BEGIN ") {
        rest = &rest[start..];
        let Some(label) = rest["-----BEGIN ".len()..].split("-----").next() else { break };
        let end = format!("-----END {label}-----");
        let Some(length) = rest.find(&end).map(|at| at + end.len()) else { break };
        found.push(Block { label: label.to_owned(), text: Secret::new(rest.as_bytes()[..length].to_vec()) });
        rest = &rest[length..];
    }
    found
}

impl Block {
    fn parsed(&self) -> Option<pem::Pem> {
        pem::parse(self.text.expose()).ok()
    }
}

/// The certificates of a PEM file that OpenSSL would load; `None` where one of them cannot be read.
#[must_use]
pub fn certificates(file: &[u8]) -> Option<Vec<Vec<u8>>> {
    let of = blocks(file);
    let wanted = of.iter().filter(|block| {
        ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"].contains(&block.label.as_str())
    });
    wanted
        .map(|block| block.parsed().map(pem::Pem::into_contents).filter(|der| Member::read(der).is_some()))
        .collect()
}

/// The revocation lists of a PEM file.
#[must_use]
pub fn lists(file: &[u8]) -> Vec<Vec<u8>> {
    let of = blocks(file);
    let wanted = of.iter().filter(|block| block.label == "X509 CRL");
    wanted.filter_map(|block| block.parsed().map(pem::Pem::into_contents)).collect()
}

/// What a key in a file is to a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// There is none.
    None,
    /// It is under a password, and none was given.
    WantsPassphrase,
    /// It is under another password.
    WrongPassphrase,
    /// It is there, of this public half.
    Public(Vec<u8>),
    /// It is there, of a kind that cannot be compared here.
    Unknown,
}

impl Key {
    /// Whether it may belong to a certificate with this public key.
    #[must_use]
    pub fn fits(&self, public: &[u8]) -> bool {
        match self {
            Key::Public(found) => found == public,
            Key::Unknown => true,
            Key::None | Key::WantsPassphrase | Key::WrongPassphrase => false,
        }
    }
}

/// Whether two public keys are of one kind: OpenSSL keeps a place for each of RSA, curves and EdDSA, so that a key of another kind
/// is not compared with the certificate.
#[must_use]
pub fn same_kind(one: &[u8], other: &[u8]) -> bool {
    // the object identifier of the algorithm, the first one in SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7)
    fn kind(public: &[u8]) -> Option<&[u8]> {
        let at = public.iter().take(12).position(|octet| *octet == 6)?;
        let length = usize::from(*public.get(at + 1)?);
        public.get(at + 2..at + 2 + length)
    }
    kind(one) == kind(other)
}

/// The first private key of a PEM file.
#[must_use]
pub fn key(file: &[u8], passphrases: &[String]) -> Key {
    let of = blocks(file);
    let Some(block) = of.iter().find(|block| block.label.ends_with("PRIVATE KEY")) else { return Key::None };
    let text = String::from_utf8_lossy(block.text.expose());
    let encrypted = block.label == "ENCRYPTED PRIVATE KEY" || text.contains("Proc-Type: 4,ENCRYPTED");
    if !encrypted {
        return match block.parsed().and_then(PrivateKey::from_pem_block) {
            Some(Ok(key)) => Key::Public(key.public_key().to_vec()),
            Some(Err(KeyError::NotPkcs8)) | None => Key::None,
            Some(Err(_)) => Key::Unknown,
        };
    }
    if passphrases.is_empty() {
        return Key::WantsPassphrase;
    }
    let mut last = Key::WrongPassphrase;
    for passphrase in passphrases {
        match encrypted_key::read(&text, passphrase) {
            Ok(key) => return Key::Public(key.public_key().to_vec()),
            Err(encrypted_key::ReadError::WrongPassphrase) => {}
            Err(_) => last = Key::Unknown,
        }
    }
    last
}

/// The private key of a DER file.
#[must_use]
pub fn key_der(file: &[u8]) -> Key {
    match PrivateKey::from_der(file) {
        Ok(key) => Key::Public(key.public_key().to_vec()),
        Err(KeyError::NotPkcs8) => Key::None,
        Err(_) => Key::Unknown,
    }
}
