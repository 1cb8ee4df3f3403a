//! A private key that leaves by itself, unencrypted. Bundles, which carry keys under a passphrase, are the Export room's.

use std::rc::Rc;

use pki::secret::Secret;

use crate::download::Download;
use crate::effect::Effect;
use crate::file_name::stem;
use crate::job::Job;
use crate::role::Role;
use crate::set::{Item, ItemId};
use crate::state::State;

/// A private key leaves the page unencrypted: only after the question was answered with yes. The worker writes it, which keeps
/// PEM out of the page.
pub(super) fn save(state: &mut State, id: ItemId) -> Vec<Effect> {
    let Some(key) = state.item(id).and_then(|item| item.key.clone()) else { return Vec::new() };
    vec![Effect::Run(state.next_task(), Box::new(Job::WriteKey(id, key)))]
}

/// Hands the key that the worker wrote to the browser's downloads. A leaf's is saved with that; an authority is more than its
/// key: without the record in its bundle nobody goes on from it.
pub(super) fn written(state: &mut State, id: ItemId, pem: &Secret) -> Vec<Effect> {
    let Some(item) = state.item(id).filter(|item| item.key.is_some()) else { return Vec::new() };
    let name = format!("{}.key", stem(item.role, &item.label));
    state.change_set(|set| set.change(id, |item| item.saved |= item.role != Role::Authority));
    vec![Effect::Download(Download::pem(name, pem.expose().to_vec()))]
}

/// The browser did not take a file of this name: a key that was in it is not saved.
pub(super) fn not_saved(state: &mut State, name: &str) {
    let Some(set) = &mut state.set else { return };
    let refused = |item: &&Rc<Item>| format!("{}.key", stem(item.role, &item.label)) == name;
    if let Some(id) = set.leaves.iter().find(refused).map(|item| item.id) {
        let saved = state.export.is_on_disk(id);
        Rc::make_mut(set).change(id, |item| item.saved = saved);
    }
}
