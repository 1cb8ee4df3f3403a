//! What follows in the Create room.

use std::rc::Rc;

use pki::crl::CrlLifetime;

use super::{bare_key, bundles, check, deploy, many, openssl, revocation};
use crate::clip::Clip;
use crate::download::Download;
use crate::effect::Effect;
use crate::fields::Described;
use crate::file_name::stem;
use crate::form::{MoreKind, Report, Which};
use crate::job::Job;
use crate::notice::Said;
use crate::problem::Problem;
use crate::room::Room;
use crate::rooms::create::many::Many;
use crate::rooms::create::{Create, More, Msg};
use crate::rooms::export::Export;
use crate::set::{CertificateSet, Item, ItemId, LIST_FILE, NewItem};
use crate::sight::handshake::kit::Issued;
use crate::state::{Loss, Question, State};
use crate::task::{Progress, Task, TaskId};

/// What follows from a message of this room.
pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Edit(which, edit) => {
            match (which, &mut state.create.more) {
                (Which::Set, _) => {
                    state.create.form.apply(edit);
                    state.create.making.settle();
                    // commands of the form as it was would be taken for those of the form as it is
                    if state.set.is_none() {
                        state.create.openssl = None;
                    }
                }
                (Which::More, Some(more)) => {
                    more.form.apply(edit);
                    more.touched = true;
                    more.issuing.settle();
                }
                (Which::More, None) => return Vec::new(),
            }
            check::check_one(state, which)
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
                state.change_set(|set| set.change(id, |item| item.label = label));
                bundles::outdate(state, id);
            }
            Vec::new()
        }
        Msg::Remove(id) => ask(state, Question::Remove(id)),
        Msg::Revoke(id, reason) => revocation::ask(state, id, reason),
        Msg::SignList(lifetime) => {
            state.change_set(|set| set.list_lifetime = lifetime);
            revocation::sign(state)
        }
        Msg::CopyList => revocation::with_list(state, |list| Effect::Copy(Clip(list.pem.clone()))),
        Msg::SaveList => revocation::with_list(state, |list| {
            Effect::Download(Download::pem(LIST_FILE.to_owned(), list.pem.clone().into_bytes()))
        }),
        Msg::StartOver => ask(state, Question::StartOver),
        Msg::SaveKey(id) => ask(state, Question::SaveKeyUnencrypted(id)),
        Msg::CopyCertificate(id) => with_item(state, id, |item| Effect::Copy(Clip(item.pem.clone()))),
        Msg::SaveCertificate(id) => with_item(state, id, |item| {
            let name = format!("{}.crt", stem(item.role, &item.label));
            Effect::Download(Download::pem(name, item.pem.clone().into_bytes()))
        }),
        Msg::ShowOpenssl => openssl::render(state),
        Msg::HideOpenssl => {
            state.create.openssl = None;
            Vec::new()
        }
    }
}

/// Carries out what a question of this room was answered with yes.
pub(super) fn confirmed(state: &mut State, question: Question) -> Vec<Effect> {
    match question {
        Question::MakeAgain => make(state),
        Question::StartOver => {
            let mut effects: Vec<Effect> = many::forget(state).into_iter().collect();
            if state.create.making.is_running() {
                // nobody waits for it any more, and it would hold up what comes next
                effects.push(state.restart_worker(None));
            }
            state.set = None;
            state.reading.ticks.clear();
            state.create.more = None;
            state.create.openssl = None;
            state.create.listing = Task::Idle;
            bundles::follow_set(state);
            state.say(Said::StartedOver);
            effects.extend(check::check(state));
            effects.extend(deploy::render(state));
            effects
        }
        Question::Remove(id) => {
            let Some(label) = state.item(id).map(|item| item.label.clone()) else { return Vec::new() };
            let now = state.now;
            state.change_set(|set| set.remove(id, now));
            bundles::follow_set(state);
            state.say(Said::Removed(label));
            deploy::render_again(state)
        }
        Question::Revoke(id, reason) => revocation::confirmed(state, id, reason),
        Question::SaveKeyUnencrypted(id) => bare_key::save(state, id),
        Question::ReplaceSet | Question::SaveOpenedUnencrypted(_) => Vec::new(),
    }
}

fn make(state: &mut State) -> Vec<Effect> {
    let id = state.next_task();
    state.create.making = Task::Running(id, Progress::default());
    let job = Job::Make { form: state.create.form.clone(), now: state.now };
    vec![Effect::Run(id, Box::new(job))]
}

/// Takes a new set over.
pub(super) fn made(state: &mut State, id: TaskId, result: Result<Vec<NewItem>, Report>) -> Vec<Effect> {
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
        authority: Rc::new(authority.numbered(ItemId(0))),
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
    state.create.many = Many::default();
    state.export = Export::default();
    bundles::follow_set(state);
    state.say(Said::SetMade(count));
    deploy::render(state)
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
    check::check_one(state, Which::More)
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
pub(super) fn issued(state: &mut State, id: TaskId, result: Result<Vec<NewItem>, Report>) -> Vec<Effect> {
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
            state.change_set(|set| set.extend(items.into_iter()));
            bundles::follow_set(state);
            state.say(Said::Issued(count));
            deploy::render_again(state)
        }
    }
}

/// Records what was made below the authority elsewhere. It stands on no list here and its keys are not here; the authority's
/// record names it, and the next revocation list goes on from its own.
pub(super) fn recorded(state: &mut State, issued: Issued) {
    state.change_set(|set| {
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
                issued_at: Some(issued.at),
                removed_at: Some(issued.at),
                revoked,
            }));
        }
        set.list = Some(Rc::new(issued.list));
    });
    bundles::follow_set(state);
    bundles::outdate_lists(state);
}

fn ask(state: &mut State, question: Question) -> Vec<Effect> {
    state.question = Some(question);
    Vec::new()
}

fn with_item(state: &State, id: ItemId, effect: impl FnOnce(&Item) -> Effect) -> Vec<Effect> {
    state.item(id).map(|item| effect(item)).into_iter().collect()
}
