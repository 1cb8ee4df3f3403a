//! What is chosen for the Handfast gateway alone, and what it cannot do that nginx can.

use serde::{Deserialize, Serialize};

use super::{Choice, ChoiceError, Port};

/// What is chosen for the gateway alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gateway {
    /// The headers by which the backend is told who calls.
    pub identity: Identity,
    /// How much callers are told whom it refuses.
    pub reveal: Reveal,
    /// The port of 127.0.0.1 at which it tells how it is; `None` for none.
    pub admin: Option<Port>,
}

/// The headers by which the backend is told who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Identity {
    /// `X-SSL-Client-…`, as nginx.conf has them here.
    Nginx,
    /// `Client-Cert` and `Client-Cert-Chain` (RFC 9440).
    Rfc9440,
    /// Both.
    Both,
}

impl Choice for Identity {
    const ALL: &'static [Identity] = &[Identity::Nginx, Identity::Rfc9440, Identity::Both];

    fn id(self) -> &'static str {
        match self {
            Identity::Nginx => "nginx",
            Identity::Rfc9440 => "rfc9440",
            Identity::Both => "both",
        }
    }
}

impl Identity {
    /// As the gateway names them.
    pub(crate) fn headers(self) -> &'static [&'static str] {
        match self {
            Identity::Nginx => &["nginx"],
            Identity::Rfc9440 => &["rfc9440"],
            Identity::Both => &["nginx", "rfc9440"],
        }
    }
}

/// How much callers are told whom the gateway refuses. The form, text, JSON or HTML, is what each asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reveal {
    /// Why, and what to do about it.
    Reason,
    /// That the certificate is missing, refused or not on the list.
    Little,
}

impl Choice for Reveal {
    const ALL: &'static [Reveal] = &[Reveal::Reason, Reveal::Little];

    fn id(self) -> &'static str {
        match self {
            Reveal::Reason => "reason",
            Reveal::Little => "little",
        }
    }
}

/// What was chosen and nginx can do, and the gateway cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unable {
    /// Answering on port 80 without TLS.
    PlainPort,
    /// Opening an encrypted key.
    EncryptedKey,
    /// Knowing callers by serial numbers.
    Serials,
}

/// The port at which it tells how it is: nothing for none.
///
/// # Errors
/// [`ChoiceError::NotAPort`].
pub(super) fn admin(typed: &str) -> Result<Option<Port>, ChoiceError> {
    if typed.trim().is_empty() { Ok(None) } else { Port::parse(typed).map(Some) }
}
