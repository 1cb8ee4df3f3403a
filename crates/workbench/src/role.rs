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

impl Role {
    /// All roles, the authority first.
    pub const ALL: [Role; 3] = [Role::Authority, Role::Server, Role::Client];

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
