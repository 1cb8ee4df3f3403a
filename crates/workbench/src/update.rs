//! What follows from what happened. Pure: the same state and message give the same state and effects.

mod bare_key;
mod bundles;
mod check;
mod create;
mod deploy;
mod export;
mod many;
mod opening;
mod openssl;
mod revocation;

use std::rc::Rc;

use crate::clip::Clip;
use crate::download::Download;
use crate::effect::Effect;
use crate::fields::Place;
use crate::form::Edit;
use crate::job::Output;
use crate::lab::told;
use crate::lab::told::{Coming, Told};
use crate::msg::Msg;
use crate::notice::Said;
use crate::problem::Problem;
use crate::reading;
use crate::room::Room;
use crate::rooms;
use crate::rooms::create::openssl::Openssl;
use crate::state::{Question, State};
use crate::task::{Progress, TaskId};
use crate::worker::Worker;

/// Applies one message to the state and tells what the browser shall do next.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let mut effects = answer(state, msg);
    // no worker will ever take these: whoever would wait for them learns why at once
    if let Worker::Failed(problem) = &state.worker {
        let problem = problem.clone();
        effects.retain(|effect| !matches!(effect, Effect::Run(..)));
        state.abandon(Some(&problem));
    }
    let mut files = effects.iter().filter_map(|effect| match effect {
        Effect::Download(file) => Some(&file.name),
        _ => None,
    });
    if let Some(first) = files.next() {
        state.say(match files.count() {
            0 => Said::Saved(first.clone()),
            more => Said::SavedAll(more + 1),
        });
    }
    effects
}

fn answer(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Tick(now) => {
            state.now = now;
            Vec::new()
        }
        Msg::Entered(room) => {
            let before = std::mem::replace(&mut state.room, room);
            show(state, if before == room { Coming::Within } else { Coming::FromElsewhere })
        }
        Msg::Language(lang) => {
            state.settings.lang = lang;
            let mut effects = vec![Effect::Store(state.settings)];
            effects.extend(show(state, Coming::Not));
            effects.extend(check::check(state));
            effects.extend(openssl::again(state));
            effects.extend(many::look(state));
            effects
        }
        Msg::Theme(theme) => {
            state.settings.theme = theme;
            vec![Effect::Store(state.settings)]
        }
        Msg::Create(msg) => create::update(state, msg),
        Msg::Deploy(msg) => deploy::update(state, msg),
        Msg::Typed(Place::Create(which, field), text) => {
            create::update(state, rooms::create::Msg::Edit(which, Edit::Text(field, text)))
        }
        Msg::Typed(Place::Deploy(field), text) => {
            deploy::update(state, rooms::deploy::Msg::Edit(field, text))
        }
        Msg::Export(msg) => export::update(state, msg),
        Msg::Confirm => match state.question.take() {
            None => Vec::new(),
            Some(Question::ReplaceSet) => opening::replace_set(state),
            Some(Question::SaveOpenedUnencrypted(place)) => opening::confirmed(state, place),
            Some(question) => create::confirmed(state, question),
        },
        Msg::Dismiss => {
            if state.question.take() == Some(Question::ReplaceSet) {
                opening::keep_set(state);
            }
            Vec::new()
        }
        Msg::Cancel => {
            state.say(Said::Cancelled);
            vec![state.restart_worker(None)]
        }
        Msg::Reading(reading::Msg::Copy(text)) => vec![Effect::Copy(Clip(text))],
        Msg::Reading(reading::Msg::Save(name, text)) => vec![Effect::Download(Download::text(&name, &text))],
        Msg::Reading(msg) => {
            // ticks are kept in the authority's bundle
            if let reading::Msg::Ticked(_) = msg {
                bundles::outdate_authority(state);
            }
            state.reading.note(msg);
            view(state)
        }
        Msg::Issued(issued) => {
            create::recorded(state, *issued);
            vec![tell_lab(state, Coming::Not)]
        }
        Msg::LabFailed(problem) => {
            state.lab.fault = Some(problem);
            Vec::new()
        }
        Msg::WorkerReady => {
            state.worker = Worker::Ready;
            let mut effects = check::check(state);
            effects.extend(many::look(state));
            effects.extend(show(state, Coming::Not));
            effects
        }
        Msg::WorkerFailed(problem) => worker_failed(state, problem),
        Msg::Progress(id, progress) => {
            note_progress(state, id, progress);
            Vec::new()
        }
        Msg::Done(id, output) => done(state, id, *output),
        Msg::Viewed(id, blocks) => {
            state.reading.viewed(id, blocks);
            Vec::new()
        }
        Msg::ExaminerFailed(problem) => {
            state.reading.not_viewed(&problem.message(state.settings.lang));
            Vec::new()
        }
        Msg::Copied => {
            state.say(Said::Copied);
            Vec::new()
        }
        Msg::Refused(problem) => {
            if let Problem::DownloadRefused(name) = &problem {
                bundles::not_saved(state, name);
                bare_key::not_saved(state, name);
                state.create.many.not_saved(name);
            }
            state.say(Said::Trouble(problem));
            Vec::new()
        }
    }
}

/// A worker that had been ready is started anew; one that never came up is not, or this would go on for ever.
fn worker_failed(state: &mut State, problem: Problem) -> Vec<Effect> {
    if state.worker == Worker::Ready {
        let restart = state.restart_worker(Some(&problem));
        state.say(Said::Trouble(problem));
        vec![restart]
    } else {
        state.worker = Worker::Failed(problem);
        Vec::new()
    }
}

/// Has the worker write what the room on show consists of.
fn show(state: &mut State, coming: Coming) -> Vec<Effect> {
    let mut effects = deploy::render(state);
    effects.extend(view(state));
    if state.room.is_lab() {
        effects.push(tell_lab(state, coming));
    }
    effects
}

/// Has the examiner write what the reader wants to see in the room on show.
fn view(state: &mut State) -> Vec<Effect> {
    let wanted = match (state.room, &state.create.openssl) {
        (Room::Deploy, _) => {
            let mut sections = state.deploy.plan.document.0.iter();
            sections.find_map(|section| state.reading.wanted(&section.blocks))
        }
        (Room::Create, Some(Openssl::Ready(files))) => state.reading.wanted(files),
        _ => None,
    };
    let Some(errand) = wanted.cloned() else { return Vec::new() };
    let id = state.next_task();
    state.reading.await_view(id, errand.clone());
    vec![Effect::Examine(id, errand)]
}

/// Tells the lab what is to be on show, and what was made since it was told last.
fn tell_lab(state: &mut State, coming: Coming) -> Effect {
    let known = state.lab.knows.as_ref().map(Rc::as_ptr);
    let made = (known != state.set.as_ref().map(Rc::as_ptr))
        .then(|| state.set.as_deref().map(told::made).unwrap_or_default());
    state.lab.knows = state.set.clone();
    let (room, lang, offset) = (state.room, state.settings.lang, state.offset);
    let deployed = state.deploy.trial.clone();
    Effect::Lab(Box::new(Told { room, coming, lang, offset, made, deployed }))
}

fn note_progress(state: &mut State, id: TaskId, progress: Progress) {
    let more = state.create.more.as_mut().map(|more| &mut more.issuing);
    let sealing = state.export.bundles.values_mut().map(|bundle| &mut bundle.sealing);
    let many = [&mut state.create.making, &mut state.create.many.making];
    let tasks = many.into_iter().chain(more).chain(sealing);
    for task in tasks.chain(state.export.opening.task_mut()) {
        task.note(id, progress);
    }
}

/// Hands a result to the room that waits for it. A late answer that nobody awaits changes nothing.
fn done(state: &mut State, id: TaskId, output: Output) -> Vec<Effect> {
    match output {
        Output::Checked(checked) => check::checked(state, id, *checked),
        Output::Made(result) => create::made(state, id, result),
        Output::Issued(result) => create::issued(state, id, result),
        Output::Looked(face) => many::looked(state, id, *face),
        Output::Many(result) => many::made(state, id, result),
        Output::RevocationList(result) => export::list_signed(state, id, result),
        Output::Openssl(result) => {
            openssl::rendered(state, id, result);
            view(state)
        }
        Output::Rendered(rendering) => {
            deploy::rendered(state, id, rendering);
            if state.room.is_lab() { vec![tell_lab(state, Coming::Not)] } else { view(state) }
        }
        Output::Generated(bundle, result) => export::generated(state, bundle, result),
        Output::Judged(bundle, result) => export::judged(state, id, bundle, result),
        Output::Sealed(bundle, result) => export::sealed(state, id, bundle, result),
        Output::Opened(result) => opening::opened(state, id, result),
        Output::Converted(place, result) => opening::converted(state, id, place, result),
        Output::KeyWritten(item, pem) => bare_key::written(state, item, &pem),
    }
}
