//! All that was seen of a server, connection by connection, and the same as a recording.

use handshake::capture::{Sent, write_sent};
use handshake::scenario::{Group, Version};
use pki::moment::Moment;
use pki::secret::Secret;

use super::kit;
use super::shake::{Contact, Unreached};

/// What a connection shows when it is asked for a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shown {
    /// Nothing.
    Nothing,
    /// The certificate.
    Certificate,
    /// Nothing, and the session of the connection before is offered.
    Session,
}

/// One connection with its request.
#[derive(Debug)]
pub struct Run {
    /// The only version that was offered.
    pub version: Version,
    /// What was shown.
    pub shown: Shown,
    /// What came of it.
    pub contact: Contact,
}

/// One connection without a request, in which one group was offered.
#[derive(Debug)]
pub struct Look {
    /// The group.
    pub group: Group,
    /// What came of it.
    pub contact: Contact,
}

/// All that was seen.
#[derive(Debug, Default)]
pub struct Observed {
    /// Connections with a request.
    pub runs: Vec<Run>,
    /// Connections without one.
    pub looks: Vec<Look>,
    /// A connection whose protocol the server does not speak, before it was asked in another.
    pub declined: Option<Contact>,
    /// Connections in which certificates of a kit were shown.
    pub shows: kit::Shows,
    /// Why there are no more, when the server went away in between or was never there.
    pub unreached: Option<Unreached>,
}

impl Observed {
    /// Every connection in its order.
    pub fn contacts(&self) -> impl Iterator<Item = &Contact> {
        let runs = self.declined.iter().chain(self.runs.iter().map(|run| &run.contact));
        let shows = self.shows.iter().flatten().map(|(_, contact)| contact);
        runs.chain(self.looks.iter().map(|look| &look.contact)).chain(shows)
    }

    /// All of it as pcapng, with the secrets that open it.
    #[must_use]
    pub fn recording(&self, at: Moment) -> Secret {
        let mut sent = Vec::new();
        for contact in self.contacts() {
            sent.push(Sent {
                client: contact.client,
                server: contact.server,
                flights: &contact.flights,
                keys: &contact.keys,
            });
        }
        write_sent(&sent, at)
    }
}
