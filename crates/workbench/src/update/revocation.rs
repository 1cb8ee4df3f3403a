//! Revoking in the Create room: a question, the mark in the set, and the authority's next list. Installing the list on a
//! server is nothing that a page can do.

use pki::crl::{Reason, Revocation};

use super::{bundles, deploy};
use crate::effect::Effect;
use crate::job::Job;
use crate::job::revoke::Order;
use crate::role::Role;
use crate::set::{ItemId, SignedList};
use crate::state::{Question, State};
use crate::task::{Progress, Task};

/// Asks before a leaf is revoked. Without the authority's key no list would come of it; what is revoked stays so.
pub(super) fn ask(state: &mut State, id: ItemId, reason: Reason) -> Vec<Effect> {
    let Some(set) = &state.set else { return Vec::new() };
    let good = set.item(id).is_some_and(|item| item.role != Role::Authority && item.revoked.is_none());
    if good && set.authority.key.is_some() {
        state.question = Some(Question::Revoke(id, reason));
    }
    Vec::new()
}

/// The question was answered with yes: the next list follows at once.
pub(super) fn confirmed(state: &mut State, id: ItemId, reason: Reason) -> Vec<Effect> {
    let at = state.now;
    state.change_set(|set| set.revoke(id, Revocation { at, reason }));
    bundles::follow_set(state);
    let mut effects = sign(state);
    effects.extend(deploy::render_again(state));
    effects
}

/// Has the worker sign the next list. What it was signing before is no longer awaited, and its number is given again.
pub(super) fn sign(state: &mut State) -> Vec<Effect> {
    let now = state.now;
    let Some(order) = state.set.as_ref().and_then(|set| Order::of(set, now)) else { return Vec::new() };
    let id = state.next_task();
    state.create.listing = Task::Running(id, Progress::default());
    vec![Effect::Run(id, Box::new(Job::RevocationList(Box::new(order))))]
}

pub(super) fn with_list(state: &State, effect: impl FnOnce(&SignedList) -> Effect) -> Vec<Effect> {
    let list = state.set.as_ref().and_then(|set| set.list.as_ref());
    list.map(|list| effect(list)).into_iter().collect()
}
