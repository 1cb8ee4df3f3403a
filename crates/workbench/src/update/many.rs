//! What follows for a list of many clients.

use std::rc::Rc;

use super::{bundles, deploy};
use crate::clip::Clip;
use crate::download::Download;
use crate::effect::Effect;
use crate::job::Job;
use crate::job::many::{Face, Look, Made, Order, Portion};
use crate::job::render::Subject;
use crate::notice::Said;
use crate::problem::Problem;
use crate::role::Role;
use crate::rooms::create::many::{Many, Msg, Ready};
use crate::sealed::Sealed;
use crate::set::{Item, ItemId};
use crate::state::State;
use crate::task::{Progress, Task, TaskId};
use crate::worker::Worker;

const ZIP: &str = "application/zip";

/// What follows from a message about the list.
pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let many = &mut state.create.many;
    match msg {
        Msg::Open(open) => {
            many.open = open;
            look(state)
        }
        Msg::Edit(_) if many.making.is_running() => Vec::new(),
        Msg::Edit(text) => {
            many.text = text;
            many.making.settle();
            look(state)
        }
        Msg::Refused(problem) => {
            many.making = Task::Failed(problem);
            Vec::new()
        }
        Msg::Make => make(state),
        Msg::SaveBundles => {
            let ready = &mut many.ready;
            ready.saved = ready.before.count;
            let end = Rc::new(ready.before.directory.octets().to_vec());
            let file = Download::new(ready.name.clone(), ZIP, end);
            vec![Effect::Download(Download { before: ready.portions.clone(), ..file })]
        }
        Msg::SaveSheet => {
            let ready = &mut many.ready;
            ready.sheet_saved = ready.before.count;
            let file = |sheet: &Rc<Sealed>| Download::new(sheet.name.clone(), ZIP, Rc::clone(&sheet.bytes));
            ready.sheet.iter().map(|sheet| Effect::Download(file(sheet))).collect()
        }
        Msg::Shown => {
            many.ready.taken = true;
            Vec::new()
        }
        Msg::CopyPassphrase => {
            many.ready.taken = true;
            vec![Effect::Copy(Clip(many.ready.passphrase().to_owned()))]
        }
    }
}

/// Has the worker look at the list, if it is on show.
pub(super) fn look(state: &mut State) -> Vec<Effect> {
    let many = &state.create.many;
    if state.worker != Worker::Ready || !many.open || many.making.is_running() {
        return Vec::new();
    }
    let Some(set) = &state.set else { return Vec::new() };
    let order = Order::new(Rc::clone(&many.text), set, state.settings.lang, state.now);
    let job = Job::Look(Box::new(Look { order, made: many.ready.before.count }));
    let id = state.next_task();
    state.create.many.looking = Some(id);
    vec![Effect::Run(id, Box::new(job))]
}

/// Takes over what the worker says of the list, if it is about what stands there now.
pub(super) fn looked(state: &mut State, id: TaskId, face: Face) -> Vec<Effect> {
    let many = &mut state.create.many;
    if many.looking == Some(id) {
        many.looking = None;
        many.face = Some(Rc::new(face));
    }
    Vec::new()
}

fn make(state: &mut State) -> Vec<Effect> {
    let many = &mut state.create.many;
    // not before the worker has found nothing wrong with what stands there now
    let good = many.looking.is_none() && many.face.as_ref().is_some_and(|face| face.make.is_some());
    if !good || many.making.is_running() {
        return Vec::new();
    }
    if many.ready.unsaved() == 0 && many.ready.passphrases_at_risk() == 0 {
        many.ready = Ready::default();
    }
    many.rest = Rc::clone(&many.text);
    many.began = state.now.unix_seconds();
    many.done = 0;
    many.pace = String::new();
    next(state, Progress::default())
}

/// Sends the next portion.
fn next(state: &mut State, progress: Progress) -> Vec<Effect> {
    let Some(set) = state.set.clone() else { return Vec::new() };
    let Some(key) = set.authority.key.clone() else { return Vec::new() };
    let id = state.next_task();
    let many = &mut state.create.many;
    many.making = Task::Running(id, progress);
    let portion = Portion {
        order: Order::new(Rc::clone(&many.rest), &set, state.settings.lang, state.now),
        key,
        // what else there is to expire is no concern of a client's
        subject: Subject { expiries: Vec::new(), ..Subject::of_set(&set) },
        draft: state.deploy.draft.clone(),
        before: many.ready.before.clone(),
        done: many.done,
        seconds: state.now.unix_seconds() - many.began,
    };
    vec![Effect::Run(id, Box::new(Job::Many(Box::new(portion))))]
}

/// Takes a portion over, and sends the next one.
pub(super) fn made(state: &mut State, id: TaskId, result: Result<Box<Made>, Problem>) -> Vec<Effect> {
    let many = &mut state.create.many;
    if !many.making.awaits(id) {
        return Vec::new();
    }
    let made = match result {
        Ok(made) => *made,
        Err(problem) => {
            many.stop(Some(&problem));
            // the set may have changed since the list was looked at
            return look(state);
        }
    };
    let Made { rest, clients, name, octets, after, sheet, progress, pace } = made;
    many.rest = rest;
    many.done = progress.done;
    many.pace = pace;
    let ready = &mut many.ready;
    ready.name = name;
    ready.portions.push(octets);
    ready.sheet = Some(Rc::new(sheet));
    ready.before = after;
    let Some(set) = &mut state.set else { return Vec::new() };
    let set = Rc::make_mut(set);
    for client in clients {
        let id = ItemId(set.next_id);
        set.next_id += 1;
        state.export.recipients.push((id, client.recipient));
        set.leaves.push(Rc::new(Item {
            id,
            role: Role::Client,
            label: client.label,
            certificate: client.certificate,
            pem: client.pem,
            // it is in the bundle alone
            key: None,
            saved: true,
            issued_at: None,
            removed_at: None,
            revoked: None,
        }));
    }
    bundles::outdate_authority(state);
    let many = &mut state.create.many;
    if !many.rest.is_empty() {
        return next(state, progress);
    }
    many.stop(None);
    let count = many.ready.before.count;
    state.say(Said::BundlesReady(count));
    let mut effects = look(state);
    effects.extend(deploy::render_again(state));
    effects
}

/// The set is another one, or none: its list goes with it.
pub(super) fn forget(state: &mut State) -> Option<Effect> {
    let running = state.create.many.making.is_running();
    state.create.many = Many::default();
    // nobody waits for it any more, and it would hold up what comes next
    running.then(|| state.restart_worker(None))
}
