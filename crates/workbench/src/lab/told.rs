//! What the page tells the lab when one of its rooms is on show.

use std::rc::Rc;

use pki::crl::Revoked;
use pki::moment::Offset;
use serde::{Deserialize, Serialize};
use text::Lang;

use crate::deployed::Packed;
use crate::opened::Given;
use crate::role::Role;
use crate::room::Room;
use crate::set::{CertificateSet, Item};
use crate::sight::handshake::Ours;
use crate::sight::handshake::kit::Revocations;

/// What the page tells the lab when one of its rooms is on show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The room.
    pub room: Room,
    /// Whether somebody comes there.
    pub coming: Coming,
    /// The reader's language.
    pub lang: Lang,
    /// The reader's local time.
    pub offset: Offset,
    /// What was made on this page; `None` when the lab knows it already.
    pub made: Option<Made>,
    /// What was chosen and rendered in Deploy; `None` when nothing was yet.
    pub deployed: Option<Packed>,
}

/// Whether somebody comes to what the address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Coming {
    /// Nobody does: something else is told, and the address is what the room itself wrote there.
    Not,
    /// From within the room, or when the page begins.
    Within,
    /// From another room.
    FromElsewhere,
}

/// What was made on the page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Made {
    /// Certificates and lists.
    pub files: Vec<Given>,
    /// What handshakes need of it, where the keys are at hand.
    pub ours: Option<Box<Ours>>,
}

/// What the page tells of a set: its certificates, the authority's newest list, and what handshakes need.
#[must_use]
pub fn made(set: &CertificateSet) -> Made {
    let file = |name: &str, bytes: &[u8]| Given { name: name.to_owned(), bytes: Rc::new(bytes.to_vec()) };
    let mut files: Vec<Given> = set.items().map(|item| file(&item.label, item.certificate.der())).collect();
    if let Some(list) = &set.list {
        files.push(file(&set.authority.label, list.pem.as_bytes()));
    }
    Made { files, ours: ours(set).map(Box::new) }
}

/// The first server and the first client whose keys are here. What has no key here is made by whoever needs it, where the
/// authority's is.
fn ours(set: &CertificateSet) -> Option<Ours> {
    let with_key = |role: Role| set.leaves_of(role).find(|item| item.key.is_some());
    let leaf = |item: &Rc<Item>| Some((item.certificate.der().to_vec(), item.key.clone()?));
    let (server, client) = (with_key(Role::Server), with_key(Role::Client));
    let names = server.map_or_else(|| set.service_names(), |item| item.service_names());
    let authority_key = set.authority.key.clone();
    let is_enough = authority_key.is_some() || (server.is_some() && client.is_some());
    if names.is_empty() || !is_enough {
        return None;
    }
    let revocations = Revocations {
        revoked: set
            .revoked()
            .filter_map(|item| Some(Revoked::new(&item.certificate, item.revoked?)))
            .collect(),
        number: set.list.as_ref().map(|list| list.number),
        lifetime: set.list_lifetime,
    };
    Some(Ours {
        authority: set.authority.certificate.der().to_vec(),
        authority_key,
        server: server.and_then(leaf),
        client: client.and_then(leaf),
        names,
        revocations,
    })
}
