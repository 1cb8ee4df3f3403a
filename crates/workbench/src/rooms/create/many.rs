//! Many clients at once: the list as typed, what the worker says of it, and what was made of it so far. How a list is read and made
//! is [`crate::job::many`]'s, and so is why nothing half done is lost.

use std::rc::Rc;

use super::settle;
use crate::effect::{Clip, Download, Effect};
use crate::job::Job;
use crate::job::many::{Before, Face, Look, Made, Order, Portion};
use crate::job::render::Subject;
use crate::problem::Problem;
use crate::role::Role;
use crate::rooms::{create, export};
use crate::sealed::Sealed;
use crate::set::{Item, ItemId};
use crate::state::{Said, State, Worker};
use crate::task::{Progress, Task, TaskId};
use crate::update::restart_worker;

/// What the Create room knows of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Many {
    /// Whether it is on show. What was typed and made stays while it is not.
    pub open: bool,
    /// The list; while it is being made, as it was at the beginning.
    pub text: Rc<str>,
    /// What the worker last said of it.
    pub face: Option<Rc<Face>>,
    /// Making it.
    pub making: Task<Problem>,
    /// How fast that goes, in words.
    pub pace: String,
    /// What can be saved.
    pub ready: Ready,
    /// What is left of the list while it is being made.
    rest: Rc<str>,
    /// When the button was pressed, in seconds as Unix counts them.
    began: i64,
    /// How many were made since.
    done: usize,
    /// The number of the look that is awaited.
    looking: Option<TaskId>,
}

/// Bundles and sheet as they can be saved.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ready {
    /// The sheet of passphrases, sealed.
    pub sheet: Option<Rc<Sealed>>,
    /// What the next portion goes on from.
    before: Before,
    /// What the bundles' archive is called.
    name: String,
    /// Its octets but for the directory.
    portions: Vec<Rc<Vec<u8>>>,
    /// How many of the bundles were saved.
    saved: usize,
    /// How many passphrases the saved sheet has.
    sheet_saved: usize,
    /// Whether the passphrase of the sheet was shown or copied.
    taken: bool,
}

/// What can happen to a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// It shall be shown, or no longer.
    Open(bool),
    /// The list is this from now on.
    Edit(Rc<str>),
    /// A file with a list could not be taken.
    Refused(Problem),
    /// The certificates and bundles shall be made.
    Make,
    /// The bundles shall be saved.
    SaveBundles,
    /// The sheet of passphrases shall be saved.
    SaveSheet,
    /// The passphrase of the sheet is being shown.
    Shown,
    /// It shall go to the clipboard.
    CopyPassphrase,
}

/// The largest file that is read as a list, in MiB.
pub const LIMIT_MIB: usize = crate::job::many::LONGEST_OCTETS / 1024 / 1024;

impl Ready {
    /// The passphrase of the sheet.
    #[must_use]
    pub fn passphrase(&self) -> &str {
        std::str::from_utf8(self.before.passphrase.expose()).unwrap_or_default()
    }

    /// Keys that stand in bundles which were not saved.
    pub(crate) fn unsaved(&self) -> usize {
        self.before.count - self.saved
    }

    /// Passphrases that nobody could find again: they are in no saved sheet, or in one whose own passphrase nobody has seen.
    pub(crate) fn passphrases_at_risk(&self) -> usize {
        if self.taken { self.before.count - self.sheet_saved } else { self.before.count }
    }
}

/// The browser did not take a file of this name: nothing in it is saved.
pub(crate) fn not_saved(many: &mut Many, name: &str) {
    let ready = &mut many.ready;
    if ready.name == name {
        ready.saved = 0;
    }
    if ready.sheet.as_ref().is_some_and(|sheet| sheet.name == name) {
        ready.sheet_saved = 0;
    }
}

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
            settle(&mut many.making);
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
pub(crate) fn look(state: &mut State) -> Vec<Effect> {
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
pub(crate) fn looked(state: &mut State, id: TaskId, face: Face) -> Vec<Effect> {
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
pub(crate) fn made(state: &mut State, id: TaskId, result: Result<Box<Made>, Problem>) -> Vec<Effect> {
    let many = &mut state.create.many;
    if !many.making.awaits(id) {
        return Vec::new();
    }
    let made = match result {
        Ok(made) => *made,
        Err(problem) => {
            stop(many, Some(&problem));
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
            removed_at: None,
            revoked: None,
        }));
    }
    export::outdate_authority(state);
    let many = &mut state.create.many;
    if !many.rest.is_empty() {
        return next(state, progress);
    }
    stop(many, None);
    let count = many.ready.before.count;
    state.say(Said::BundlesReady(count));
    let mut effects = look(state);
    effects.extend(create::rendered_again(state));
    effects
}

/// Ends what waits for the worker: what was made can be saved, and what is left stands in the list.
pub(super) fn abandon(many: &mut Many, fault: Option<&Problem>) {
    many.looking = None;
    if many.making.is_running() {
        stop(many, fault);
    }
}

fn stop(many: &mut Many, fault: Option<&Problem>) {
    many.making.abandon(fault);
    many.text = std::mem::take(&mut many.rest);
}

/// The set is another one, or none: its list goes with it.
pub(crate) fn forget(state: &mut State) -> Option<Effect> {
    let running = state.create.many.making.is_running();
    state.create.many = Many::default();
    // nobody waits for it any more, and it would hold up what comes next
    running.then(|| restart_worker(state, None))
}

const ZIP: &str = "application/zip";
