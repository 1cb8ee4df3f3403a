//! Certificates and private keys out of whatever file they stand in: PEM of any age, DER, encrypted PKCS#8, PKCS#12. What belongs
//! together and what it is good for is the caller's; archives are [`crate::zip`]'s.

use pki::certificate::{Certificate, CertificateError};
use pki::key::{KeyError, PrivateKey};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::derivation::{Budget, Failure, Keys};
use crate::{encrypted_key, p12};

/// The largest file that is looked at, in octets: chains, keys and a `.p12` have a few KiB.
pub const LARGEST: usize = 1024 * 1024;

/// What some files hold, each certificate and each key once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Material {
    /// The certificates in the order in which they were met.
    pub certificates: Vec<Certificate>,
    /// The private keys.
    pub keys: Vec<PrivateKey>,
    /// Under which name a `.p12` lists its key; empty when there was none.
    pub friendly_name: String,
}

/// How the private key of a file is kept in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum KeyForm {
    /// There is none.
    None,
    /// Whoever has the file has the key.
    Plain,
    /// Under a passphrase.
    Encrypted,
}

/// How the key in a file is kept, as far as that is seen without a passphrase. What may be a key counts as one.
#[must_use]
pub fn key_form(file: &[u8]) -> KeyForm {
    let has = |needle: &[u8]| file.windows(needle.len()).any(|window| window == needle);
    if file.first() == Some(&SEQUENCE) {
        if p12::begins(file) || encrypted_key::begins(file) {
            KeyForm::Encrypted
        } else if PrivateKey::from_der(file) == Err(KeyError::NotPkcs8) {
            KeyForm::None
        } else {
            KeyForm::Plain
        }
    } else if has(b"BEGIN ENCRYPTED PRIVATE KEY") || has(b"Proc-Type: 4,ENCRYPTED") {
        KeyForm::Encrypted
    } else if has(b"PRIVATE KEY-----") {
        KeyForm::Plain
    } else {
        KeyForm::None
    }
}

impl Material {
    /// Adds what a file holds.
    ///
    /// # Errors
    /// [`ReadError`]: there is nothing in it, or something that cannot be read.
    pub fn add(&mut self, file: &[u8], passphrase: &str) -> Result<(), ReadError> {
        if file.len() > LARGEST {
            return Err(ReadError::TooLarge { size: file.len(), allowed: LARGEST });
        }
        if file.first() == Some(&SEQUENCE) {
            return self.add_der(file, passphrase);
        }
        self.add_pem(&text(file), passphrase)
    }

    fn add_pem(&mut self, text: &str, passphrase: &str) -> Result<(), ReadError> {
        let unreadable = |error: pem::PemError| CertificateError::Unreadable(error.to_string());
        let mut budget = Budget::new();
        let mut found = false;
        for block in pem::parse_many(text).map_err(unreadable)? {
            match block.tag() {
                "CERTIFICATE" | "X509 CERTIFICATE" => {
                    self.certificate(Certificate::from_der(block.contents())?);
                }
                "ENCRYPTED PRIVATE KEY" => self.encrypted(block.contents(), passphrase, &mut budget)?,
                _ if block.headers().get("Proc-Type").is_some() => {
                    return Err(encrypted_key::ReadError::Traditional.into());
                }
                _ => match PrivateKey::from_pem_block(block) {
                    Some(key) => self.key(key?),
                    // requests, curves, revocation lists
                    None => continue,
                },
            }
            found = true;
        }
        if found { Ok(()) } else { Err(ReadError::Nothing) }
    }

    fn add_der(&mut self, der: &[u8], passphrase: &str) -> Result<(), ReadError> {
        if p12::begins(der) {
            let contents = p12::read(der, passphrase).map_err(|error| match error {
                p12::ReadError::WrongPassphrase if passphrase.is_empty() => ReadError::WantsPassphrase,
                error => ReadError::P12(error),
            });
            let p12::Contents { friendly_name, key, certificates } = contents?;
            self.friendly_name = friendly_name;
            self.key(key);
            certificates.into_iter().for_each(|certificate| self.certificate(certificate));
            return Ok(());
        }
        if encrypted_key::begins(der) {
            return self.encrypted(der, passphrase, &mut Budget::new());
        }
        match PrivateKey::from_der(der) {
            Err(KeyError::NotPkcs8) => {
                self.certificate(Certificate::from_der(der).map_err(|_| ReadError::Nothing)?);
            }
            key => self.key(key?),
        }
        Ok(())
    }

    fn encrypted(&mut self, der: &[u8], passphrase: &str, budget: &mut Budget) -> Result<(), ReadError> {
        let key =
            encrypted_key::decrypt(der, &mut Keys::of(passphrase), budget).map_err(
                |failure| match failure {
                    // nobody asked for one yet, so it is not another
                    Failure::WrongPassphrase if passphrase.is_empty() => ReadError::WantsPassphrase,
                    failure => ReadError::EncryptedKey(failure.into()),
                },
            )?;
        self.key(PrivateKey::from_pkcs8_der(key.expose())?);
        Ok(())
    }

    fn certificate(&mut self, certificate: Certificate) {
        if !self.certificates.contains(&certificate) {
            self.certificates.push(certificate);
        }
    }

    fn key(&mut self, key: PrivateKey) {
        // the same key may be written in more than one way
        if self.keys.iter().all(|known| known.public_key() != key.public_key()) {
            self.keys.push(key);
        }
    }
}

/// A file as text. What PowerShell 5 redirects into a file is UTF-16 behind a byte order mark.
fn text(file: &[u8]) -> Zeroizing<String> {
    const UTF_16: &[u8] = &[0xff, 0xfe];
    Zeroizing::new(match file.strip_prefix(UTF_16) {
        Some(units) => {
            let units = units.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
            char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        None => String::from_utf8_lossy(file).into_owned(),
    })
}

/// The first octet of every DER that is looked for here.
const SEQUENCE: u8 = 0x30;

/// Why nothing was taken from a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadError {
    /// Neither a certificate nor a key is in it.
    Nothing,
    /// More octets than are looked at.
    TooLarge {
        /// How many there are.
        size: usize,
        /// How many may be.
        allowed: usize,
    },
    /// The key is under a passphrase, and none was given.
    WantsPassphrase,
    /// A certificate cannot be read.
    Certificate(CertificateError),
    /// A key cannot be used.
    Key(KeyError),
    /// An encrypted key cannot be opened.
    EncryptedKey(encrypted_key::ReadError),
    /// A `.p12` cannot be opened.
    P12(p12::ReadError),
}

impl ReadError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            ReadError::Nothing => text::bundle::material_nothing(lang),
            ReadError::TooLarge { size, allowed } => text::bundle::material_too_large(lang, *size, *allowed),
            ReadError::WantsPassphrase => text::bundle::material_wants_passphrase(lang),
            ReadError::Certificate(error) => error.message(lang),
            ReadError::Key(error) => error.message(lang),
            ReadError::EncryptedKey(error) => error.message(lang),
            ReadError::P12(error) => error.message(lang),
        }
    }
}

impl From<CertificateError> for ReadError {
    fn from(error: CertificateError) -> ReadError {
        ReadError::Certificate(error)
    }
}

impl From<KeyError> for ReadError {
    fn from(error: KeyError) -> ReadError {
        ReadError::Key(error)
    }
}

impl From<encrypted_key::ReadError> for ReadError {
    fn from(error: encrypted_key::ReadError) -> ReadError {
        ReadError::EncryptedKey(error)
    }
}
