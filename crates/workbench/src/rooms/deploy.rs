//! The Deploy room: what is chosen for the machine, and the files and commands that follow.

use std::rc::Rc;

use deploy::choices::{ChoiceField, ChoicesDraft};

use crate::effect::Effect;
use crate::fields::Group;
use crate::job::Job;
use crate::job::render::{Render, Rendered, Rendering, Subject};
use crate::problem::Problem;
use crate::rooms::{Room, export};
use crate::sealed::BundleId;
use crate::state::{State, Worker};
use crate::task::TaskId;

/// What the Deploy room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Deploy {
    /// What the user typed and picked.
    pub draft: ChoicesDraft,
    /// The form as the worker described it for some state of the draft; empty until it first did.
    pub form: Rc<Vec<Group>>,
    /// What follows from it; the last good one stays while the fields hold errors.
    pub plan: Rc<Rendered>,
    /// A field holds an error, which the form shows at its place; the files follow the choices before.
    pub outdated: bool,
    /// What is wrong outside any field (the form's names, for instance).
    pub trouble: Option<Problem>,
    /// The number of the rendering that is awaited.
    pub(crate) rendering: Option<TaskId>,
}

/// What can happen in the Deploy room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A field was changed.
    Edit(ChoiceField, String),
}

/// What follows from a message of this room.
pub(crate) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Edit(field, text) => {
            state.deploy.draft.set(field, text);
            export::outdate_all(state);
            render(state)
        }
    }
}

/// Has the worker render files and commands from what is chosen now, while the room is on show, or the one that
/// tries them out: nothing is rendered that nobody sees. Entering the room renders anew, and a bundle renders what goes into it by itself.
pub(crate) fn render(state: &mut State) -> Vec<Effect> {
    if state.worker != Worker::Ready || !matches!(state.room, Room::Deploy | Room::Doctor) {
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
pub(crate) fn rendered(state: &mut State, id: TaskId, rendering: Rendering) {
    if state.deploy.rendering != Some(id) {
        return;
    }
    let deploy = &mut state.deploy;
    deploy.rendering = None;
    deploy.form = Rc::new(rendering.form);
    deploy.outdated = rendering.files.is_none() && rendering.trouble.is_none();
    deploy.trouble = rendering.trouble;
    if let Some(plan) = rendering.files {
        deploy.plan = Rc::new(plan);
    }
}
