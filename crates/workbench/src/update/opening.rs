//! What follows when something is opened.

use std::rc::Rc;

use pki::secret::Secret;

use super::{bundles, check, deploy};
use crate::download::Download;
use crate::effect::Effect;
use crate::job::Job;
use crate::job::open::{Convert, Open};
use crate::notice::Said;
use crate::opened::{Contents, Given, Opened, OpenedFile, Secrecy};
use crate::problem::Problem;
use crate::room::Room;
use crate::rooms::create::many::Many;
use crate::rooms::export::opening::{Awaits, Msg, Opening};
use crate::rooms::export::{Export, OnDisk};
use crate::sealed::BundleId;
use crate::state::{Loss, Question, State};
use crate::task::{Progress, Task, TaskId};

/// What follows from a message about opening.
pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let opening = &mut state.export.opening;
    match msg {
        Msg::File(file) => {
            let is_archive = |file: &Given| file.bytes.starts_with(b"PK");
            // what comes after a refusal takes the place of what was refused
            let refused = opening.task().is_some_and(|task| task.fault().is_some());
            if refused || opening.unpacked().is_some() || is_archive(&file) {
                opening.files.clear();
            }
            opening.files.retain(|known| known.name != file.name && !is_archive(known));
            opening.files.push(file);
            opening.awaits = Awaits::default();
        }
        Msg::Refused(problem) => {
            // whoever chose another file means that one: the one before must not open in its place
            if let Awaits::Input(_) = opening.awaits {
                opening.files.clear();
            }
            opening.fails(problem);
        }
        Msg::Pasted(text) => {
            opening.pasted = text;
            opening.awaits = Awaits::default();
        }
        Msg::Passphrase(typed) => {
            opening.passphrase = typed;
            if let Some(task) = opening.task_mut().filter(|task| !task.is_running()) {
                *task = Task::Idle;
            }
        }
        Msg::Open => return open(state),
        Msg::Forget => *opening = Opening::default(),
        Msg::Save(place) => return save(state, place),
        Msg::Adopt => return adopt(state),
    }
    Vec::new()
}

fn open(state: &mut State) -> Vec<Effect> {
    if state.export.opening.is_running() {
        return Vec::new();
    }
    let task = state.next_task();
    let opening = &mut state.export.opening;
    opening.awaits = Awaits::Input(Task::Running(task, Progress::default()));
    let job = Open {
        files: opening.files.clone(),
        pasted: opening.pasted.clone(),
        passphrase: opening.passphrase.clone(),
        form: state.create.form.clone(),
        now: state.now,
    };
    vec![Effect::Run(task, Box::new(Job::Open(Box::new(job))))]
}

/// Something was opened. A set with unsaved keys is not replaced without a question.
pub(super) fn opened(state: &mut State, task: TaskId, result: Result<Opened, Problem>) -> Vec<Effect> {
    let opening = &mut state.export.opening;
    if !opening.task().is_some_and(|awaited| awaited.awaits(task)) {
        return Vec::new();
    }
    match result {
        Err(problem) => opening.fails(problem),
        Ok(Opened::Authority(authority)) => {
            opening.awaits = Awaits::Answer(Rc::new(*authority));
            return may_replace(state);
        }
        Ok(Opened::Unpacked(unpacked)) => {
            let count = unpacked.files.len();
            opening.awaits = Awaits::Choice(Rc::new(*unpacked), Task::Idle);
            state.say(Said::Unpacked(count));
        }
    }
    Vec::new()
}

fn adopt(state: &mut State) -> Vec<Effect> {
    match state.export.opening.unpacked() {
        Some(unpacked) if unpacked.authority.is_some() => may_replace(state),
        _ => Vec::new(),
    }
}

fn may_replace(state: &mut State) -> Vec<Effect> {
    if state.loss() == Loss::Nothing {
        replace_set(state)
    } else {
        state.question = Some(Question::ReplaceSet);
        Vec::new()
    }
}

/// Puts the opened authority in the place of the present set.
pub(super) fn replace_set(state: &mut State) -> Vec<Effect> {
    let opening = std::mem::take(&mut state.export.opening);
    let authority = match &opening.awaits {
        Awaits::Answer(authority) => Some(&**authority),
        Awaits::Choice(unpacked, _) => unpacked.authority.as_deref(),
        Awaits::Input(_) => None,
    };
    let Some(authority) = authority else { return Vec::new() };
    let set = authority.to_set();
    let count = set.leaves.len();
    state.reading.ticks.clone_from(&authority.ticks);
    state.create.more = None;
    state.create.openssl = None;
    state.create.listing = Task::Idle;
    state.create.many = Many::default();
    state.set = Some(Rc::new(set));
    state.export = Export { recipients: authority.recipients.clone(), ..Export::default() };
    bundles::follow_set(state);
    // with one that was made elsewhere nothing was chosen: what is typed stays, and its bundle is still to be made
    if let Some(draft) = &authority.draft {
        state.create.form = authority.form.clone();
        state.deploy.draft = draft.clone();
        if let Some(bundle) = state.export.bundles.get_mut(&BundleId::Authority) {
            bundle.on_disk = OnDisk::Current;
        }
    }
    state.say(Said::AuthorityOpened(count));
    let mut effects = check::check(state);
    effects.extend(deploy::render(state));
    effects.push(Effect::Go(Room::Create));
    effects
}

/// The user kept the present set; file and passphrase stay as they are, and so does what can be taken out.
pub(super) fn keep_set(state: &mut State) {
    let awaits = &mut state.export.opening.awaits;
    if matches!(awaits, Awaits::Answer(_)) {
        *awaits = Awaits::default();
    }
}

fn save(state: &mut State, place: usize) -> Vec<Effect> {
    match state.export.opening.opened_file(place) {
        Some(file) if file.secrecy == Secrecy::Unencrypted => {
            state.question = Some(Question::SaveOpenedUnencrypted(place));
            Vec::new()
        }
        Some(_) => confirmed(state, place),
        None => Vec::new(),
    }
}

/// Saves one of the opened files, whatever is in it.
pub(super) fn confirmed(state: &mut State, place: usize) -> Vec<Effect> {
    let next = state.next_task();
    let passphrase = state.export.opening.passphrase.clone();
    let Awaits::Choice(unpacked, task) = &mut state.export.opening.awaits else { return Vec::new() };
    let Some(file) = unpacked.files.get(place).filter(|_| !task.is_running()) else { return Vec::new() };
    match (&file.contents, &unpacked.pair) {
        (Contents::Here(octets, _), _) => vec![download(file, octets)],
        (Contents::Made(form), Some(pair)) => {
            *task = Task::Running(next, Progress::default());
            let job = Convert { pair: pair.clone(), form: *form, passphrase };
            vec![Effect::Run(next, Box::new(Job::Convert(place, Box::new(job))))]
        }
        (Contents::Made(_), None) => Vec::new(),
    }
}

/// A file that had to be made is there.
pub(super) fn converted(
    state: &mut State,
    id: TaskId,
    place: usize,
    result: Result<Secret, Problem>,
) -> Vec<Effect> {
    let Awaits::Choice(unpacked, task) = &mut state.export.opening.awaits else { return Vec::new() };
    if !task.awaits(id) {
        return Vec::new();
    }
    match (result, unpacked.files.get(place)) {
        (Ok(octets), Some(file)) => {
            *task = Task::Idle;
            vec![download(file, &octets)]
        }
        (Ok(_), None) => Vec::new(),
        (Err(problem), _) => {
            *task = Task::Failed(problem);
            Vec::new()
        }
    }
}

fn download(file: &OpenedFile, octets: &Secret) -> Effect {
    let contents = Rc::new(octets.expose().to_vec());
    Effect::Download(Download::new(file.name(), "application/octet-stream", contents))
}
