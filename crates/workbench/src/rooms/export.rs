//! The Export room: encrypted bundles out, and whatever was given in again.

mod bundles;
pub mod opening;

use deploy::recipient::Recipient;
use pki::secret::Secret;

pub use bundles::{Bundle, Bundles, OnDisk, Passphrase};
pub use opening::{Awaits, Opening};

use crate::problem::Problem;
use crate::sealed::BundleId;
use crate::set::ItemId;

/// What the Export room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Export {
    /// The bundles by what they are for; there is one for each server and client whose key is here, and the authority's.
    pub bundles: Bundles,
    /// Who opens the bundles of clients, where the user said so.
    pub recipients: Vec<(ItemId, Recipient)>,
    /// Opening a bundle, a key, or an authority that was made elsewhere.
    pub opening: Opening,
}

impl Export {
    /// Who opens the bundle of a client.
    #[must_use]
    pub fn recipient(&self, client: ItemId) -> Recipient {
        let chosen = self.recipients.iter().find(|(item, _)| *item == client);
        chosen.map_or_else(Recipient::default, |(_, recipient)| *recipient)
    }

    /// Whether a bundle with this leaf's key is in the browser's downloads.
    pub(crate) fn is_on_disk(&self, leaf: ItemId) -> bool {
        [BundleId::Server(leaf), BundleId::Client(leaf)]
            .iter()
            .filter_map(|id| self.bundles.get(id))
            .any(|bundle| bundle.on_disk != OnDisk::Nothing)
    }

    /// Ends what waits for the worker, with a fault or quietly.
    pub(crate) fn abandon(&mut self, fault: Option<&Problem>) {
        for bundle in self.bundles.values_mut() {
            bundle.sealing.abandon(fault);
        }
        if let Some(task) = self.opening.task_mut() {
            task.abandon(fault);
        }
    }
}

/// What can happen in the Export room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A new passphrase shall be generated for a bundle.
    Generate(BundleId),
    /// An own passphrase was typed; an empty one takes it back.
    Type(BundleId, Secret),
    /// Who opens the bundle of a client was chosen, by its id.
    Recipient(ItemId, String),
    /// A bundle shall be made.
    Seal(BundleId),
    /// All bundles that are not ready shall be made.
    SealAll,
    /// A finished bundle shall be saved.
    Save(BundleId),
    /// All finished bundles shall be saved.
    SaveAll,
    /// The passphrase of a bundle is being shown.
    Shown(BundleId),
    /// The passphrase of a bundle shall go to the clipboard.
    CopyPassphrase(BundleId),
    /// Something about opening.
    Opening(opening::Msg),
}

/// The largest file that is taken for opening, in MiB. An authority bundle with thousands of records has a few.
pub const OPEN_LIMIT_MIB: usize = 64;
