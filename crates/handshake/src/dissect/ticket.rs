//! Tickets of earlier connections: what one hands out opens the key schedule of the next (RFC 8446 section 4.6.1).

use pki::secret::Secret;

use super::message::Kind;
use super::suite::Hash;
use super::{Dissection, Field, Message};

/// A ticket with what its secret is made of.
pub(super) struct Ticket {
    identity: Vec<u8>,
    /// What makes its secret another one than those of its neighbours.
    pub(super) nonce: Vec<u8>,
    /// The `resumption_master_secret` of its connection.
    pub(super) resumption: Secret,
}

impl Ticket {
    /// Those that were handed out in a connection, where its secret is known.
    pub(super) fn all(dissection: &Dissection) -> Vec<Ticket> {
        let secret = dissection.schedule.iter().find(|value| value.name == "resumption_master_secret");
        let Some(resumption) = secret.map(|value| value.octets.clone()) else {
            return Vec::new();
        };
        let handed_out = dissection.messages.iter().filter(|message| message.kind == Kind::NewSessionTicket);
        let of = |message: &Message| Ticket {
            identity: inside(message, message.field("ticket")),
            nonce: inside(message, message.field("ticket_nonce")),
            resumption: resumption.clone(),
        };
        handed_out.map(of).collect()
    }

    /// Whether a ClientHello, in fields over its octets, names it at this place of its list.
    pub(super) fn is_named(&self, fields: &[Field], octets: &[u8], place: usize) -> bool {
        let mut identities = Vec::new();
        fields.iter().for_each(|field| field.find_all("identity", &mut identities));
        identities.get(place).is_some_and(|field| contents(octets, Some(field)) == self.identity)
    }

    /// The hash of its connection, which its secret goes by as well (RFC 8446 section 4.2.11).
    pub(super) fn hash(&self) -> Option<Hash> {
        [Hash::Sha256, Hash::Sha384].into_iter().find(|hash| hash.length() == self.resumption.expose().len())
    }
}

/// What stands behind a vector's length.
pub(super) fn inside(message: &Message, vector: Option<&Field>) -> Vec<u8> {
    contents(&message.octets, vector)
}

fn contents(octets: &[u8], vector: Option<&Field>) -> Vec<u8> {
    let contents = vector.and_then(|vector| vector.children.get(1));
    contents.and_then(|field| octets.get(field.range.clone())).unwrap_or_default().to_vec()
}
