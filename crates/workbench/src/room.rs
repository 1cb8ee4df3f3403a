//! Which rooms there are, and their addresses.

use serde::{Deserialize, Serialize};

/// The rooms that can be visited, in the order of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Room {
    /// Make the authority, servers and clients.
    #[default]
    Create,
    /// The files for the server's machine, and the commands that test it.
    Deploy,
    /// Encrypted bundles, out and in.
    Export,
    /// What a certificate, a key, a list or a bundle from anywhere is.
    Inspect,
    /// How it hangs together, and who accepts it.
    Chain,
    /// A handshake of one's own, down to the octets.
    Handshake,
    /// From a symptom to the remedy.
    Doctor,
    /// What is computed where, what is promised and what is not.
    About,
}

impl Room {
    /// All rooms in the order of the navigation.
    pub const ALL: [Room; 8] = [
        Room::Create,
        Room::Deploy,
        Room::Export,
        Room::Inspect,
        Room::Chain,
        Room::Handshake,
        Room::Doctor,
        Room::About,
    ];

    /// The room's part of the address: `#/create`.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Room::Create => "create",
            Room::Deploy => "deploy",
            Room::Export => "export",
            Room::Inspect => "inspect",
            Room::Chain => "chain",
            Room::Handshake => "handshake",
            Room::Doctor => "doctor",
            Room::About => "about",
        }
    }

    /// Whether it is one of the lab's, which is a program of its own.
    #[must_use]
    pub fn is_lab(self) -> bool {
        matches!(self, Room::Inspect | Room::Chain | Room::Handshake | Room::Doctor | Room::About)
    }

    /// The room's address, for links.
    #[must_use]
    pub fn address(self) -> String {
        ["#/", self.slug()].concat()
    }

    /// The room at that part of the address, if there is one.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Room> {
        Room::ALL.into_iter().find(|room| room.slug() == slug)
    }
}
