//! What follows in the Deploy room.

use std::rc::Rc;

use super::{bundles, openssl};
use crate::effect::Effect;
use crate::job::Job;
use crate::job::render::{Render, Rendering, Subject};
use crate::room::Room;
use crate::rooms::deploy::Msg;
use crate::sealed::BundleId;
use crate::state::State;
use crate::task::TaskId;
use crate::worker::Worker;

/// What follows from a message of this room.
pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Edit(field, text) => {
            state.deploy.draft.set(field, text);
            bundles::outdate_all(state);
            render(state)
        }
    }
}

/// Has the worker render files and commands from what is chosen now, while the room is on show, or one that
/// tries them out: nothing is rendered that nobody sees. Entering the room renders anew, and a bundle renders what goes into it by itself.
pub(super) fn render(state: &mut State) -> Vec<Effect> {
    if state.worker != Worker::Ready || !matches!(state.room, Room::Deploy | Room::Doctor | Room::Handshake) {
        return Vec::new();
    }
    let id = state.next_task();
    state.deploy.rendering = Some(id);
    let subject = match &state.set {
        Some(set) => Subject::of_set(set),
        None => Subject::of_form(&state.create.form),
    };
    let authority = state.set.as_ref().map(|set| set.authority.certificate.clone());
    let (draft, lang, now) = (state.deploy.draft.clone(), state.settings.lang, state.now);
    let bundle = state.export.bundles.get(&BundleId::Server(subject.server));
    let archive = bundle.and_then(|bundle| bundle.sealed.as_ref()).map(|sealed| sealed.name.clone());
    let job = Render { draft, subject, authority, lang, offset: state.offset, now, archive };
    vec![Effect::Run(id, Box::new(Job::Render(job)))]
}

/// Takes a rendering over if it answers the last request. The last good files stay while a field holds an error.
pub(super) fn rendered(state: &mut State, id: TaskId, rendering: Rendering) {
    if state.deploy.rendering != Some(id) {
        return;
    }
    let deploy = &mut state.deploy;
    deploy.rendering = None;
    deploy.form = Rc::new(rendering.form);
    deploy.outdated = rendering.files.is_none() && rendering.trouble.is_none();
    deploy.trouble = rendering.trouble;
    deploy.trial = Some(rendering.trial);
    if let Some(plan) = rendering.files {
        deploy.plan = Rc::new(plan);
    }
}

/// Renders what follows from the set anew, where it is on show.
pub(super) fn render_again(state: &mut State) -> Vec<Effect> {
    let mut effects = render(state);
    effects.extend(openssl::again(state));
    effects
}
