//! What follows in the Export room.

use std::rc::Rc;

use deploy::recipient::Recipient;
use pki::secret::Secret;

use super::{bundles, opening, revocation};
use crate::clip::Clip;
use crate::download::Download;
use crate::effect::Effect;
use crate::job::Job;
use crate::job::seal::{Material, Seal};
use crate::notice::Said;
use crate::problem::Problem;
use crate::rooms::export::{Msg, OnDisk, Passphrase};
use crate::sealed::{BundleId, Judgement, Sealed};
use crate::set::SignedList;
use crate::state::State;
use crate::task::{Progress, Task, TaskId};

/// What follows from a message of this room.
pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Generate(id) => run(state, Job::Generate(id)),
        Msg::Type(id, secret) => own_passphrase(state, id, secret),
        Msg::Recipient(item, id) => {
            if let Some(recipient) = Recipient::from_id(&id) {
                state.export.recipients.retain(|(known, _)| *known != item);
                state.export.recipients.push((item, recipient));
                // the authority's record tells who opens it too
                bundles::outdate(state, item);
            }
            Vec::new()
        }
        Msg::Seal(id) => seal(state, id),
        Msg::SealAll => {
            let ids: Vec<BundleId> = state.export.bundles.keys().copied().collect();
            ids.into_iter().flat_map(|id| seal(state, id)).collect()
        }
        Msg::Save(id) => save(state, id),
        Msg::SaveAll => {
            let ids: Vec<BundleId> = state.export.bundles.keys().copied().collect();
            ids.into_iter().flat_map(|id| save(state, id)).collect()
        }
        Msg::Shown(id) => {
            if let Some(bundle) = state.export.bundles.get_mut(&id) {
                bundle.taken = true;
            }
            Vec::new()
        }
        Msg::CopyPassphrase(id) => {
            let Some(bundle) = state.export.bundles.get_mut(&id) else { return Vec::new() };
            bundle.taken = true;
            vec![Effect::Copy(Clip(bundle.passphrase.expose().to_owned()))]
        }
        Msg::Opening(msg) => opening::update(state, msg),
    }
}

fn own_passphrase(state: &mut State, id: BundleId, secret: Secret) -> Vec<Effect> {
    let context = context(state);
    let task = state.next_task();
    let Some(bundle) = state.export.bundles.get_mut(&id) else { return Vec::new() };
    if secret.expose().is_empty() {
        bundle.change_passphrase(Passphrase::Unset);
        return Vec::new();
    }
    bundle.change_passphrase(Passphrase::Own(secret.clone(), None));
    bundle.judging = Some(task);
    vec![Effect::Run(task, Box::new(Job::Judge { bundle: id, typed: secret, context }))]
}

/// The user's own words, which make a passphrase weak: names of the set.
fn context(state: &State) -> Vec<String> {
    let form = &state.create.form;
    let labels = state.set.iter().flat_map(|set| set.items()).map(|item| item.label.clone());
    form.services
        .iter()
        .cloned()
        .chain([form.organization.clone(), form.unit.clone()])
        .chain(labels)
        .take(200)
        .collect()
}

/// Takes the judgement of an own passphrase over if it is about what is typed now.
pub(super) fn judged(
    state: &mut State,
    task: TaskId,
    id: BundleId,
    result: Result<Judgement, Problem>,
) -> Vec<Effect> {
    if let Some(bundle) = state.export.bundles.get_mut(&id)
        && bundle.judging == Some(task)
        && let Passphrase::Own(_, judgement) = &mut bundle.passphrase
    {
        *judgement = Some(result);
    }
    Vec::new()
}

/// Takes a generated passphrase over.
pub(super) fn generated(state: &mut State, id: BundleId, result: Result<Secret, Problem>) -> Vec<Effect> {
    let Some(bundle) = state.export.bundles.get_mut(&id) else { return Vec::new() };
    match result {
        Ok(secret) => bundle.change_passphrase(Passphrase::Generated(secret)),
        Err(problem) => bundle.sealing = Task::Failed(problem),
    }
    Vec::new()
}

fn seal(state: &mut State, id: BundleId) -> Vec<Effect> {
    let Some(set) = state.set.clone() else { return Vec::new() };
    let task = state.next_task();
    let Some(bundle) = state.export.bundles.get_mut(&id) else { return Vec::new() };
    if bundle.sealing.is_running() || bundle.sealed.is_some() {
        return Vec::new();
    }
    let passphrase = match &bundle.passphrase {
        Passphrase::Unset => None,
        Passphrase::Generated(secret) => Some(secret.clone()),
        Passphrase::Own(_, Some(Err(error))) => {
            bundle.sealing = Task::Failed(error.clone());
            return Vec::new();
        }
        Passphrase::Own(secret, _) => Some(secret.clone()),
    };
    // the authority's record names the list, so it waits too
    let wants_list = !matches!(id, BundleId::Client(_)) && bundles::revokes(state);
    if wants_list && set.authority.key.is_some() && set.current_list(state.now).is_none() {
        return wait_for_list(state, id);
    }
    let Some(material) = Material::of(&set, id, state.now) else { return Vec::new() };
    let Some(bundle) = state.export.bundles.get_mut(&id) else { return Vec::new() };
    bundle.sealing = Task::Running(task, Progress::default());
    let own = matches!(bundle.passphrase, Passphrase::Own(..));
    let job = Seal {
        bundle: id,
        passphrase,
        own,
        context: context(state),
        material,
        recipients: state.export.recipients.clone(),
        draft: state.deploy.draft.clone(),
        lang: state.settings.lang,
        now: state.now,
        offset: state.offset,
        ticks: state.reading.ticks.clone(),
    };
    vec![Effect::Run(task, Box::new(Job::Seal(Box::new(job))))]
}

/// The bundle is sealed once the authority's list is signed.
fn wait_for_list(state: &mut State, id: BundleId) -> Vec<Effect> {
    let effects = match state.create.listing {
        Task::Running(..) => Vec::new(),
        Task::Idle | Task::Failed(_) => revocation::sign(state),
    };
    if let (Some(bundle), Task::Running(task, progress)) =
        (state.export.bundles.get_mut(&id), &state.create.listing)
    {
        bundle.sealing = Task::Running(*task, *progress);
    }
    effects
}

/// Takes a signed revocation list over, or why there is none: what waited for it goes on, and what holds an older one is no longer
/// true. The authority's record names it, so that no number is ever given twice.
pub(super) fn list_signed(
    state: &mut State,
    task: TaskId,
    result: Result<SignedList, Problem>,
) -> Vec<Effect> {
    if !state.create.listing.awaits(task) {
        return Vec::new();
    }
    let ended = result.as_ref().err().cloned().map_or(Task::Idle, Task::Failed);
    let mut waiting = Vec::new();
    for (id, bundle) in state.export.bundles.iter_mut().filter(|(_, bundle)| bundle.sealing.awaits(task)) {
        bundle.sealing = ended.clone();
        waiting.push(*id);
    }
    state.create.listing = ended;
    let Ok(list) = result else { return Vec::new() };
    state.say(Said::ListSigned(list.number.0));
    state.change_set(|set| set.list = Some(list.into()));
    bundles::outdate_authority(state);
    bundles::outdate_lists(state);
    waiting.into_iter().flat_map(|id| seal(state, id)).collect()
}

/// Takes a finished bundle over.
pub(super) fn sealed(
    state: &mut State,
    task: TaskId,
    id: BundleId,
    result: Result<(Secret, Sealed), Problem>,
) -> Vec<Effect> {
    let Some(bundle) = state.export.bundles.get_mut(&id).filter(|bundle| bundle.sealing.awaits(task)) else {
        return Vec::new();
    };
    match result {
        Ok((secret, sealed)) => {
            bundle.sealing = Task::Idle;
            bundle.sealed = Some(Rc::new(sealed));
            if bundle.passphrase == Passphrase::Unset {
                bundle.passphrase = Passphrase::Generated(secret);
            }
            let waiting = state.export.bundles.values().any(|bundle| bundle.sealing.is_running());
            if !waiting {
                let ready = state.export.bundles.values().filter(|bundle| bundle.sealed.is_some()).count();
                state.say(Said::BundlesReady(ready));
            }
        }
        Err(problem) => bundle.sealing = Task::Failed(problem),
    }
    Vec::new()
}

fn save(state: &mut State, id: BundleId) -> Vec<Effect> {
    let Some(bundle) = state.export.bundles.get_mut(&id) else { return Vec::new() };
    let Some(sealed) = bundle.sealed.clone() else { return Vec::new() };
    bundle.before_saving = (bundle.on_disk, bundle.former.take());
    bundle.on_disk = OnDisk::Current;
    bundles::mark_saved(state, id, true);
    let contents = Rc::clone(&sealed.bytes);
    vec![Effect::Download(Download::new(sealed.name.clone(), "application/zip", contents))]
}

fn run(state: &mut State, job: Job) -> Vec<Effect> {
    vec![Effect::Run(state.next_task(), Box::new(job))]
}
