//! What a certificate is for.

use serde::{Deserialize, Serialize};
use text::Lang;

/// Who a certificate is for. Each role keeps its colour, letter and shape everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the variants are the roles' own names")]
pub enum Role {
    Authority,
    Server,
    Client,
}

/// id-kp-serverAuth and id-kp-clientAuth (RFC 5280 section 4.2.1.12).
const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";

impl Role {
    /// All roles, the authority first.
    pub const ALL: [Role; 3] = [Role::Authority, Role::Server, Role::Client];

    /// Who a certificate is for: an authority, or whom its extendedKeyUsage names alone (RFC 5280 section 4.2.1.12), by dotted
    /// identifiers; nobody in particular where it names both or neither.
    pub(crate) fn of(is_authority: bool, purposes: Option<&[String]>) -> Option<Role> {
        if is_authority {
            return Some(Role::Authority);
        }
        let named = |purpose: &str| purposes.is_some_and(|all| all.iter().any(|one| one == purpose));
        match (named(SERVER_AUTH), named(CLIENT_AUTH)) {
            (true, false) => Some(Role::Server),
            (false, true) => Some(Role::Client),
            _ => None,
        }
    }

    /// Its name as people read it.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Role::Authority => text::frame::authority(lang),
            Role::Server => text::frame::server(lang),
            Role::Client => text::frame::client(lang),
        }
    }

    /// The stable name in `workspace.json`, in file names and in element names.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Role::Authority => "authority",
            Role::Server => "server",
            Role::Client => "client",
        }
    }
}
