//! The Deploy room: what is chosen for the machine, and the files and commands that follow.

use std::rc::Rc;

use deploy::choices::{ChoiceField, ChoicesDraft};

use crate::effect::{Clip, Download, Effect};
use crate::job::Job;
use crate::job::render::{Refused, Render, Rendered, Subject};
use crate::problem::Problem;
use crate::rooms::{Room, export};
use crate::state::{State, Worker};
use crate::task::TaskId;

/// What the Deploy room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Deploy {
    /// What the user typed.
    pub draft: ChoicesDraft,
    /// What follows from it; the last good one stays while the fields hold errors.
    pub plan: Rc<Rendered>,
    /// What is wrong at which field.
    pub problems: Vec<(ChoiceField, Problem)>,
    /// What is wrong outside any field (the form's names, for instance).
    pub trouble: Option<Problem>,
    /// The file on show, by its place in the list.
    pub selected: usize,
    /// The number of the rendering that is awaited.
    pub(crate) rendering: Option<TaskId>,
}

/// What can happen in the Deploy room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The choices were changed.
    Edit(ChoicesDraft),
    /// A file was chosen to be shown.
    Select(usize),
    /// A file shall be saved.
    Save(usize),
    /// A file shall go to the clipboard.
    Copy(usize),
}

/// What follows from a message of this room.
pub(crate) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Edit(draft) => {
            state.deploy.draft = draft;
            export::outdate_all(state);
            render(state)
        }
        Msg::Select(index) => {
            state.deploy.selected = index;
            Vec::new()
        }
        Msg::Save(index) => {
            with_file(state, index, |file| Effect::Download(Download::text(&file.name, &file.contents)))
        }
        Msg::Copy(index) => with_file(state, index, |file| Effect::Copy(Clip(file.contents.clone()))),
    }
}

/// Has the worker render files and commands from what is chosen now, while the room is on show: nothing is rendered that
/// nobody sees. Entering the room renders anew, and a bundle renders what goes into it by itself.
pub(crate) fn render(state: &mut State) -> Vec<Effect> {
    if state.worker != Worker::Ready || state.room != Room::Deploy {
        return Vec::new();
    }
    let id = state.next_task();
    state.deploy.rendering = Some(id);
    let subject = match &state.set {
        Some(set) => Subject::of_set(set),
        None => Subject::of_form(&state.create.form),
    };
    let job = Render { draft: state.deploy.draft.clone(), subject, lang: state.settings.lang };
    vec![Effect::Run(id, Box::new(Job::Render(job)))]
}

/// Takes a rendering over if it answers the last request. The last good files stay while a field holds an error.
pub(crate) fn rendered(state: &mut State, id: TaskId, result: Result<Rendered, Refused>) -> Vec<Effect> {
    if state.deploy.rendering != Some(id) {
        return Vec::new();
    }
    state.deploy.rendering = None;
    state.deploy.problems.clear();
    state.deploy.trouble = None;
    match result {
        Ok(plan) => {
            state.deploy.selected = state.deploy.selected.min(plan.files.len().saturating_sub(1));
            state.deploy.plan = Rc::new(plan);
        }
        Err(Refused::Choices(problems)) => state.deploy.problems = problems,
        Err(Refused::Other(problem)) => state.deploy.trouble = Some(problem),
    }
    Vec::new()
}

fn with_file(state: &State, index: usize, effect: impl FnOnce(&deploy::plan::File) -> Effect) -> Vec<Effect> {
    state.deploy.plan.files.get(index).map(effect).into_iter().collect()
}
