//! The Create room: the form, making a set, issuing more from it, renaming, removing, revoking, saving.

pub(crate) mod bare_key;
pub mod many;
pub mod openssl;
pub mod revocation;

use std::rc::Rc;

use openssl::Openssl;
use pki::crl::{CrlLifetime, Reason};

use crate::effect::{Clip, Download, Effect};
use crate::fields::Described;
use crate::file_name::stem;
use crate::form::{Edit, Form, MoreKind, Report, Which};
use crate::job::{Job, check};
use crate::problem::Problem;
use crate::rooms::{Room, export};
use crate::set::{CertificateSet, Item, ItemId, LIST_FILE, NewItem};
use crate::sight::handshake::kit::Issued;
use crate::state::{Loss, Question, Said, State, Worker};
use crate::task::{Progress, Task, TaskId};
use crate::update::restart_worker;

/// What the Create room knows besides the set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Create {
    /// The form for a new set.
    pub form: Form,
    /// What the worker last found in the form.
    pub report: Report,
    /// The fields that most people leave alone, as the worker last described them.
    pub choices: Described,
    /// Making the set.
    pub making: Task<Problem>,
    /// The form for one more server or more clients, when it is open.
    pub more: Option<More>,
    /// The commands that would make the set with openssl, when they were asked for.
    pub openssl: Option<Openssl>,
    /// The certificate that was to be renamed last, how, and why it cannot be called so.
    pub renaming: Option<(ItemId, String, Problem)>,
    /// Many clients at once, from a list.
    pub many: many::Many,
    /// Signing the next revocation list.
    pub listing: Task<Problem>,
    /// The number of the check that is awaited.
    pub(crate) checking: Option<TaskId>,
}

/// Issuing more from the authority at hand.
#[derive(Debug, Clone, PartialEq)]
pub struct More {
    /// A server, or clients.
    pub kind: MoreKind,
    /// Of the form only the parts for that kind are used.
    pub form: Form,
    /// What the worker last found in it.
    pub report: Report,
    /// The fields that most people leave alone, as the worker last described them.
    pub choices: Described,
    /// Whether the user has typed in it.
    pub(crate) touched: bool,
    /// Issuing.
    pub issuing: Task<Problem>,
    /// The number of the check that is awaited.
    pub(crate) checking: Option<TaskId>,
}

/// What can happen in the Create room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A form was changed.
    Edit(Which, Edit),
    /// The set shall be made. With unsaved keys about, a question comes first.
    Make,
    /// The form for issuing more shall open.
    OpenMore(MoreKind),
    /// It shall close; what was typed there is dropped.
    CloseMore,
    /// What the form for more asks for shall be issued.
    IssueMore,
    /// Something about the list of many clients.
    Many(many::Msg),
    /// A certificate got another label.
    Rename(ItemId, String),
    /// A certificate shall be removed; a question comes first.
    Remove(ItemId),
    /// A certificate shall be revoked for this reason; a question comes first.
    Revoke(ItemId, Reason),
    /// The revocation list shall be signed anew, with everything that is revoked, for this long; those that follow too.
    SignList(CrlLifetime),
    /// The revocation list's PEM shall go to the clipboard.
    CopyList,
    /// The revocation list shall be saved.
    SaveList,
    /// Everything shall be forgotten; a question comes first.
    StartOver,
    /// A certificate's PEM shall go to the clipboard.
    CopyCertificate(ItemId),
    /// A certificate's PEM shall be saved.
    SaveCertificate(ItemId),
    /// A private key shall be saved unencrypted; a question comes first.
    SaveKey(ItemId),
    /// "The same with openssl" shall be rendered.
    ShowOpenssl,
    /// "The same with openssl" was folded away.
    HideOpenssl,
}

/// What follows from a message of this room.
pub(crate) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Edit(which, edit) => {
            match (which, &mut state.create.more) {
                (Which::Set, _) => {
                    state.create.form.apply(edit);
                    settle(&mut state.create.making);
                    // commands of the form as it was would be taken for those of the form as it is
                    if state.set.is_none() {
                        state.create.openssl = None;
                    }
                }
                (Which::More, Some(more)) => {
                    more.form.apply(edit);
                    more.touched = true;
                    settle(&mut more.issuing);
                }
                (Which::More, None) => return Vec::new(),
            }
            check_one(state, which)
        }
        Msg::Make if state.create.making.is_running() => Vec::new(),
        Msg::Make if state.loss() != Loss::Nothing => {
            let Create { making, report, checking, .. } = &mut state.create;
            // nobody is asked about a set that cannot be made; but what failed while it was made may go well the next time
            if !report.problems.is_empty() && checking.is_none() && *making == Task::Idle {
                *making = Task::Failed(Problem::FormHasProblems(report.problems.len()));
                return mend(state, Which::Set);
            }
            state.question = Some(Question::MakeAgain);
            Vec::new()
        }
        Msg::Make => make(state),
        Msg::OpenMore(kind) => open_more(state, kind),
        Msg::CloseMore => {
            state.create.more = None;
            Vec::new()
        }
        Msg::IssueMore => issue_more(state),
        Msg::Many(msg) => many::update(state, msg),
        Msg::Rename(id, label) => {
            let problem = state.set.as_ref().and_then(|set| set.label_problem(id, &label));
            if let Some(problem) = problem {
                state.create.renaming = Some((id, label, problem));
            } else {
                state.create.renaming = None;
                state.say(Said::Renamed);
                change_set(state, |set| set.change(id, |item| item.label = label));
                export::outdate(state, id);
            }
            Vec::new()
        }
        Msg::Remove(id) => ask(state, Question::Remove(id)),
        Msg::Revoke(id, reason) => revocation::ask(state, id, reason),
        Msg::SignList(lifetime) => {
            change_set(state, |set| set.list_lifetime = lifetime);
            revocation::sign(state)
        }
        Msg::CopyList => revocation::with_list(state, |list| Effect::Copy(Clip(list.pem.clone()))),
        Msg::SaveList => revocation::with_list(state, |list| {
            Effect::Download(pem_file(LIST_FILE.to_owned(), list.pem.clone().into_bytes()))
        }),
        Msg::StartOver => ask(state, Question::StartOver),
        Msg::SaveKey(id) => ask(state, Question::SaveKeyUnencrypted(id)),
        Msg::CopyCertificate(id) => with_item(state, id, |item| Effect::Copy(Clip(item.pem.clone()))),
        Msg::SaveCertificate(id) => with_item(state, id, |item| {
            let name = format!("{}.crt", stem(item.role, &item.label));
            Effect::Download(pem_file(name, item.pem.clone().into_bytes()))
        }),
        Msg::ShowOpenssl => openssl::render(state),
        Msg::HideOpenssl => {
            state.create.openssl = None;
            Vec::new()
        }
    }
}

/// Carries out what a question of this room was answered with yes.
pub(crate) fn confirmed(state: &mut State, question: Question) -> Vec<Effect> {
    match question {
        Question::MakeAgain => make(state),
        Question::StartOver => {
            let mut effects: Vec<Effect> = many::forget(state).into_iter().collect();
            if state.create.making.is_running() {
                // nobody waits for it any more, and it would hold up what comes next
                effects.push(restart_worker(state, None));
            }
            state.set = None;
            state.reading.ticks.clear();
            state.create.more = None;
            state.create.openssl = None;
            state.create.listing = Task::Idle;
            export::follow_set(state);
            state.say(Said::StartedOver);
            effects.extend(check(state));
            effects.extend(crate::rooms::deploy::render(state));
            effects
        }
        Question::Remove(id) => {
            let Some(label) = item(state, id).map(|item| item.label.clone()) else { return Vec::new() };
            let now = state.now;
            change_set(state, |set| set.remove(id, now));
            export::follow_set(state);
            state.say(Said::Removed(label));
            rendered_again(state)
        }
        Question::Revoke(id, reason) => revocation::confirmed(state, id, reason),
        Question::SaveKeyUnencrypted(id) => bare_key::save(state, id),
        Question::ReplaceSet | Question::SaveOpenedUnencrypted(_) => Vec::new(),
    }
}

/// Has the worker look at the forms.
pub(crate) fn check(state: &mut State) -> Vec<Effect> {
    let mut effects = check_one(state, Which::Set);
    if state.create.more.is_some() {
        effects.extend(check_one(state, Which::More));
    }
    effects
}

fn check_one(state: &mut State, which: Which) -> Vec<Effect> {
    if state.worker != Worker::Ready {
        return Vec::new();
    }
    let id = state.next_task();
    let now = state.now;
    let lang = state.settings.lang;
    let set = state.set.clone();
    let job = match (which, &mut state.create.more) {
        (Which::Set, _) => {
            state.create.checking = Some(id);
            let form = state.create.form.clone();
            check::Check { form, scope: check::Scope::Set, touched: true, lang, now }
        }
        (Which::More, Some(more)) => {
            more.checking = Some(id);
            let Some(set) = set else { return Vec::new() };
            let issuer = Box::new(set.authority.certificate.clone());
            let scope = check::Scope::More { kind: more.kind, issuer, taken: set.labels() };
            check::Check { form: more.form.clone(), scope, touched: more.touched, lang, now }
        }
        (Which::More, None) => return Vec::new(),
    };
    vec![Effect::Run(id, Box::new(Job::Check(job)))]
}

/// Takes a report over if it answers the last check of a form.
pub(crate) fn checked(state: &mut State, id: TaskId, checked: check::Checked) -> Vec<Effect> {
    let check::Checked { report, choices } = checked;
    if state.create.checking == Some(id) {
        state.create.checking = None;
        state.create.report = report;
        state.create.choices = choices;
    } else if let Some(more) = state.create.more.as_mut().filter(|more| more.checking == Some(id)) {
        more.checking = None;
        more.report = report;
        more.choices = choices;
    }
    Vec::new()
}

fn make(state: &mut State) -> Vec<Effect> {
    let id = state.next_task();
    state.create.making = Task::Running(id, Progress::default());
    let job = Job::Make { form: state.create.form.clone(), now: state.now };
    vec![Effect::Run(id, Box::new(job))]
}

/// Takes a new set over.
pub(crate) fn made(state: &mut State, id: TaskId, result: Result<Vec<NewItem>, Report>) -> Vec<Effect> {
    if !state.create.making.awaits(id) {
        return Vec::new();
    }
    let items = match result {
        Ok(items) => items,
        Err(report) => {
            state.create.making = Task::Failed(Problem::FormHasProblems(report.problems.len()));
            state.create.choices.blame(&report, state.settings.lang);
            state.create.report = report;
            return mend(state, Which::Set);
        }
    };
    state.create.making = Task::Idle;
    let mut items = items.into_iter();
    let Some(authority) = items.next() else { return Vec::new() };
    let mut set = CertificateSet {
        authority: Rc::new(numbered(ItemId(0), authority)),
        leaves: Vec::new(),
        removed: Vec::new(),
        made_from: state.create.form.clone(),
        made_at: state.now,
        next_id: 1,
        list_lifetime: CrlLifetime::default(),
        list: None,
    };
    set.extend(items);
    let count = set.leaves.len();
    state.set = Some(Rc::new(set));
    state.create.more = None;
    state.create.openssl = None;
    state.create.listing = Task::Idle;
    state.create.many = many::Many::default();
    state.export = export::Export::default();
    export::follow_set(state);
    state.say(Said::SetMade(count));
    crate::rooms::deploy::render(state)
}

/// Leads to what is wrong in a form, unless the user is elsewhere by now.
fn mend(state: &State, which: Which) -> Vec<Effect> {
    if state.room == Room::Create { vec![Effect::Mend(which)] } else { Vec::new() }
}

fn open_more(state: &mut State, kind: MoreKind) -> Vec<Effect> {
    let Some(set) = &state.set else { return Vec::new() };
    let mut form = set.made_from.clone();
    form.services.clear();
    form.clients = vec![crate::form::ClientRow::default()];
    state.create.more = Some(More {
        kind,
        form,
        report: Report::default(),
        choices: Described::default(),
        touched: false,
        issuing: Task::Idle,
        checking: None,
    });
    check_one(state, Which::More)
}

fn issue_more(state: &mut State) -> Vec<Effect> {
    let Some(set) = state.set.clone() else { return Vec::new() };
    let Some(key) = set.authority.key.clone() else { return Vec::new() };
    let id = state.next_task();
    let now = state.now;
    let Some(more) = &mut state.create.more else { return Vec::new() };
    if more.issuing.is_running() {
        return Vec::new();
    }
    more.issuing = Task::Running(id, Progress::default());
    let taken = set.labels();
    let job = Job::Issue {
        kind: more.kind,
        form: more.form.clone(),
        certificate: Box::new(set.authority.certificate.clone()),
        key,
        taken,
        now,
    };
    vec![Effect::Run(id, Box::new(job))]
}

/// Takes newly issued certificates over.
pub(crate) fn issued(state: &mut State, id: TaskId, result: Result<Vec<NewItem>, Report>) -> Vec<Effect> {
    let Some(more) = state.create.more.as_mut().filter(|more| more.issuing.awaits(id)) else {
        return Vec::new();
    };
    match result {
        Err(report) => {
            more.issuing = Task::Failed(Problem::FormHasProblems(report.problems.len()));
            more.choices.blame(&report, state.settings.lang);
            more.report = report;
            more.touched = true;
            mend(state, Which::More)
        }
        Ok(items) => {
            state.create.more = None;
            let count = items.len();
            change_set(state, |set| set.extend(items.into_iter()));
            export::follow_set(state);
            state.say(Said::Issued(count));
            rendered_again(state)
        }
    }
}

/// Records what was made below the authority elsewhere. It stands on no list here and its keys are not here; the authority's
/// record names it, and the next revocation list goes on from its own.
pub(crate) fn recorded(state: &mut State, issued: Issued) {
    let at = state.now;
    change_set(state, |set| {
        for (role, label, certificate, revoked) in issued.leaves {
            let id = ItemId(set.next_id);
            set.next_id += 1;
            set.removed.push(Rc::new(Item {
                id,
                role,
                label,
                certificate,
                pem: String::new(),
                key: None,
                saved: false,
                removed_at: Some(at),
                revoked,
            }));
        }
        set.list = Some(Rc::new(issued.list));
    });
    export::follow_set(state);
    export::outdate_lists(state);
}

/// Renders what follows from the set anew, where it is on show.
fn rendered_again(state: &mut State) -> Vec<Effect> {
    let mut effects = crate::rooms::deploy::render(state);
    effects.extend(openssl::again(state));
    effects
}

/// Ends what waits for the worker, with a fault or quietly.
pub(crate) fn abandon(state: &mut State, fault: Option<&Problem>) {
    state.create.making.abandon(fault);
    state.create.listing.abandon(fault);
    many::abandon(&mut state.create.many, fault);
    if let Some(more) = &mut state.create.more {
        more.issuing.abandon(fault);
    }
    if matches!(state.create.openssl, Some(Openssl::Rendering(_))) {
        state.create.openssl = fault.map(|fault| Openssl::Failed(fault.clone()));
    }
}

fn pem_file(name: String, contents: Vec<u8>) -> Download {
    Download::new(name, "application/x-pem-file", Rc::new(contents))
}

impl CertificateSet {
    fn extend(&mut self, items: impl Iterator<Item = NewItem>) {
        for item in items {
            self.leaves.push(Rc::new(numbered(ItemId(self.next_id), item)));
            self.next_id += 1;
        }
    }
}

fn numbered(id: ItemId, new: NewItem) -> Item {
    let NewItem { role, label, certificate, pem, key } = new;
    Item { id, role, label, certificate, pem, key: Some(key), saved: false, removed_at: None, revoked: None }
}

/// A fault that was shown goes away as soon as the user changes something.
fn settle(task: &mut Task<Problem>) {
    if !task.is_running() {
        *task = Task::Idle;
    }
}

fn ask(state: &mut State, question: Question) -> Vec<Effect> {
    state.question = Some(question);
    Vec::new()
}

fn item(state: &State, id: ItemId) -> Option<&Rc<Item>> {
    state.set.as_ref().and_then(|set| set.item(id))
}

fn with_item(state: &State, id: ItemId, effect: impl FnOnce(&Item) -> Effect) -> Vec<Effect> {
    item(state, id).map(|item| effect(item)).into_iter().collect()
}

fn change_set(state: &mut State, change: impl FnOnce(&mut CertificateSet)) {
    if let Some(set) = &mut state.set {
        change(Rc::make_mut(set));
    }
}
