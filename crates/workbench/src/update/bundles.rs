//! The bundles follow the set and what was chosen: which there are, and which are still true.

use std::rc::Rc;

use deploy::choices::ChoiceField;

use crate::role::Role;
use crate::rooms::export::{Bundle, Bundles, OnDisk};
use crate::sealed::BundleId;
use crate::set::ItemId;
use crate::state::State;

/// Makes the list of bundles follow the set: one for each leaf whose key is here, and the authority's.
/// The authority's record names every certificate, so it is no longer true after any change.
pub(super) fn follow_set(state: &mut State) {
    match &state.set {
        None => state.export.bundles = Bundles::default(),
        Some(set) => {
            let keyed = |role| set.leaves.iter().filter(move |item| item.role == role && item.key.is_some());
            let servers = keyed(Role::Server).map(|item| BundleId::Server(item.id));
            let clients = keyed(Role::Client).map(|item| BundleId::Client(item.id));
            let authority = set.authority.key.is_some().then_some(BundleId::Authority);
            state.export.bundles.follow(servers.chain(clients).chain(authority));
        }
    }
    outdate_authority(state);
}

/// A certificate got another label: its own bundle and the authority's record are no longer true.
pub(super) fn outdate(state: &mut State, item: ItemId) {
    for (id, bundle) in state.export.bundles.iter_mut() {
        if matches!(id, BundleId::Server(of) | BundleId::Client(of) if *of == item)
            || *id == BundleId::Authority
        {
            bundle.forget_sealed();
        }
    }
}

/// The authority's record is no longer true.
pub(super) fn outdate_authority(state: &mut State) {
    if let Some(bundle) = state.export.bundles.get_mut(&BundleId::Authority) {
        bundle.forget_sealed();
    }
}

/// There is a newer revocation list than the servers' bundles have.
pub(super) fn outdate_lists(state: &mut State) {
    if revokes(state) {
        let servers = state.export.bundles.iter_mut().filter(|(id, _)| matches!(id, BundleId::Server(_)));
        servers.for_each(|(_, bundle)| bundle.forget_sealed());
    }
}

/// Whether the server's bundle holds a revocation list.
pub(super) fn revokes(state: &State) -> bool {
    state.deploy.draft.changed(ChoiceField::Revocation) == Some("on")
}

/// The choices for the machine changed: every bundle carries files or records that follow from them.
pub(super) fn outdate_all(state: &mut State) {
    state.export.bundles.values_mut().for_each(Bundle::forget_sealed);
}

/// Notes whether the key of this bundle is in the browser's downloads.
pub(super) fn mark_saved(state: &mut State, id: BundleId, saved: bool) {
    let item = match id {
        BundleId::Server(item) | BundleId::Client(item) => item,
        BundleId::Authority => ItemId(0),
    };
    if let Some(set) = &mut state.set {
        Rc::make_mut(set).change(item, |item| item.saved = saved);
    }
}

/// The browser did not take a file of this name: what was in it is as unsaved as before.
pub(super) fn not_saved(state: &mut State, name: &str) {
    let refused = |bundle: &Bundle| bundle.sealed.as_ref().is_some_and(|sealed| sealed.name == name);
    let mut found = Vec::new();
    for (id, bundle) in state.export.bundles.iter_mut().filter(|(_, bundle)| refused(bundle)) {
        (bundle.on_disk, bundle.former) = std::mem::take(&mut bundle.before_saving);
        found.push((*id, bundle.on_disk != OnDisk::Nothing));
    }
    for (id, saved) in found {
        mark_saved(state, id, saved);
    }
}
