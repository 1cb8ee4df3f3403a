//! The server's certificate and its key: whose they are and how the key is kept; and what callers are told of the authorities.

use serde::{Deserialize, Serialize};

use super::{Choice, ChoiceError};

/// Whose certificate the server shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServerCertificate {
    /// One of our own authority, with its key in this form.
    Ours(KeyForm),
    /// One of a public authority, which certbot fetches and renews; in this folder, or in the one that it makes by itself.
    Public(Option<CertbotFolder>),
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateKind {
    /// One of our own authority.
    Ours,
    /// One of a public authority.
    Public,
}

impl Choice for CertificateKind {
    const ALL: &'static [CertificateKind] = &[CertificateKind::Ours, CertificateKind::Public];

    fn id(self) -> &'static str {
        match self {
            CertificateKind::Ours => "ours",
            CertificateKind::Public => "public",
        }
    }
}

/// How the server's key lies on the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyForm {
    /// As it is, for root alone.
    Plain,
    /// Encrypted, its password in a file of its own (`ssl_password_file`).
    Encrypted,
}

impl Choice for KeyForm {
    const ALL: &'static [KeyForm] = &[KeyForm::Plain, KeyForm::Encrypted];

    fn id(self) -> &'static str {
        match self {
            KeyForm::Plain => "plain",
            KeyForm::Encrypted => "encrypted",
        }
    }
}

/// Whether the server tells callers whose certificates it takes (`certificate_authorities`, RFC 8446 section 4.2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthorityNames {
    /// Yes: `ssl_client_certificate`.
    Sent,
    /// No: `ssl_trusted_certificate`, which nginx takes alone since 1.27.2.
    Kept,
}

impl Choice for AuthorityNames {
    const ALL: &'static [AuthorityNames] = &[AuthorityNames::Sent, AuthorityNames::Kept];

    fn id(self) -> &'static str {
        match self {
            AuthorityNames::Sent => "sent",
            AuthorityNames::Kept => "kept",
        }
    }
}

/// A folder in which certbot keeps the newest certificate of one name (certbot's manual, "Where are my certificates?").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertbotFolder(String);

impl CertbotFolder {
    /// Where certbot has them all.
    pub const ALL: &'static str = "/etc/letsencrypt/live/";

    /// Bytes of the longest name: Linux takes file names of 255 (`NAME_MAX`).
    const LONGEST: usize = 255;

    /// Checks what was typed: the whole path, or nothing for the folder that certbot makes by itself.
    ///
    /// # Errors
    /// [`ChoiceError::Certbot`].
    pub fn parse(typed: &str) -> Result<Option<CertbotFolder>, ChoiceError> {
        let path = typed.trim_matches(' ');
        if path.is_empty() {
            return Ok(None);
        }
        let path = path.strip_suffix('/').unwrap_or(path);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        let name = path.strip_prefix(CertbotFolder::ALL).filter(|name| {
            let begins = name.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric());
            begins && name.len() <= CertbotFolder::LONGEST && name.bytes().all(plain)
        });
        name.map(|name| Some(CertbotFolder(name.to_owned())))
            .ok_or_else(|| ChoiceError::Certbot(typed.to_owned()))
    }

    /// What certbot calls it (`--cert-name`).
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{CertbotFolder, ChoiceError};

    #[test]
    fn folders_of_certbot_are_taken_and_others_refused() {
        let long = |length: usize| format!("/etc/letsencrypt/live/{}", "a".repeat(length));
        for (typed, name) in [
            ("/etc/letsencrypt/live/api.example.com", Some("api.example.com")),
            (" /etc/letsencrypt/live/api.example.com-0001/ ", Some("api.example.com-0001")),
            (&long(255), Some(&long(255)[22..])),
            (&long(256), None),
            ("/etc/letsencrypt/live/", None),
            ("/etc/letsencrypt/live/.", None),
            ("/etc/letsencrypt/live/..", None),
            ("/etc/letsencrypt/live/-a", None),
            ("/etc/letsencrypt/live/a/b", None),
            ("/etc/letsencrypt/live/a//", None),
            ("/etc/letsencrypt/live/a b", None),
            ("/etc/letsencrypt/live/a;b", None),
            ("/etc/letsencrypt/live/$host", None),
            ("/etc/letsencrypt/live/결제", None),
            ("/etc/letsencrypt/archive/a", None),
            ("/etc/ssl/certs", None),
            ("api.example.com", None),
        ] {
            let found =
                CertbotFolder::parse(typed).map(|folder| folder.map(|folder| folder.name().to_owned()));
            let expected =
                name.map(|name| Some(name.to_owned())).ok_or(ChoiceError::Certbot(typed.to_owned()));
            assert_eq!(found, expected, "{typed:?}");
        }
        assert_eq!(CertbotFolder::parse(" "), Ok(None));
    }
}
