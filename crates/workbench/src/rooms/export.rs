//! The Export room: encrypted bundles out, and whatever was given in again.

mod bundles;
pub mod opening;

use std::rc::Rc;

use deploy::choices::ChoiceField;
use deploy::recipient::Recipient;
use pki::secret::Secret;

pub use bundles::{Bundle, Bundles, OnDisk, Passphrase};
pub use opening::{Awaits, Opening};

use crate::effect::{Clip, Download, Effect};
use crate::job::Job;
use crate::job::seal::{Material, Seal};
use crate::problem::Problem;
use crate::role::Role;
use crate::rooms::create;
use crate::sealed::{BundleId, Judgement, Sealed};
use crate::set::ItemId;
use crate::state::{Said, State};
use crate::task::{Progress, Task, TaskId};

/// What the Export room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Export {
    /// The bundles by what they are for; there is one for each server and client whose key is here, and the authority's.
    pub bundles: Bundles,
    /// Who opens the bundles of clients, where the user said so.
    pub recipients: Vec<(ItemId, Recipient)>,
    /// Opening a bundle, a key, or an authority that was made elsewhere.
    pub opening: Opening,
}

impl Export {
    /// Who opens the bundle of a client.
    #[must_use]
    pub fn recipient(&self, client: ItemId) -> Recipient {
        let chosen = self.recipients.iter().find(|(item, _)| *item == client);
        chosen.map_or_else(Recipient::default, |(_, recipient)| *recipient)
    }
}

/// What can happen in the Export room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A new passphrase shall be generated for a bundle.
    Generate(BundleId),
    /// An own passphrase was typed; an empty one takes it back.
    Type(BundleId, Secret),
    /// Who opens the bundle of a client was chosen, by its id.
    Recipient(ItemId, String),
    /// A bundle shall be made.
    Seal(BundleId),
    /// All bundles that are not ready shall be made.
    SealAll,
    /// A finished bundle shall be saved.
    Save(BundleId),
    /// All finished bundles shall be saved.
    SaveAll,
    /// The passphrase of a bundle is being shown.
    Shown(BundleId),
    /// The passphrase of a bundle shall go to the clipboard.
    CopyPassphrase(BundleId),
    /// Something about opening.
    Opening(opening::Msg),
}

/// The largest file that is taken for opening, in MiB. An authority bundle with thousands of records has a few.
pub const OPEN_LIMIT_MIB: usize = 64;

/// What follows from a message of this room.
pub(crate) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Generate(id) => run(state, Job::Generate(id)),
        Msg::Type(id, secret) => own_passphrase(state, id, secret),
        Msg::Recipient(item, id) => {
            if let Some(recipient) = Recipient::from_id(&id) {
                state.export.recipients.retain(|(known, _)| *known != item);
                state.export.recipients.push((item, recipient));
                // the authority's record tells who opens it too
                outdate(state, item);
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
pub(crate) fn judged(
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
pub(crate) fn generated(state: &mut State, id: BundleId, result: Result<Secret, Problem>) -> Vec<Effect> {
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
    let wants_list = !matches!(id, BundleId::Client(_)) && revokes(state);
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

/// Whether the server's bundle holds a revocation list.
fn revokes(state: &State) -> bool {
    state.deploy.draft.changed(ChoiceField::Revocation) == Some("on")
}

/// The bundle is sealed once the authority's list is signed.
fn wait_for_list(state: &mut State, id: BundleId) -> Vec<Effect> {
    let effects = match state.create.listing {
        Task::Running(..) => Vec::new(),
        Task::Idle | Task::Failed(_) => create::revocation::sign(state),
    };
    if let (Some(bundle), Task::Running(task, progress)) =
        (state.export.bundles.get_mut(&id), &state.create.listing)
    {
        bundle.sealing = Task::Running(*task, *progress);
    }
    effects
}

/// The revocation list was signed, or not: what waited for it goes on, and what holds an older one is no longer true.
pub(crate) fn list_signed(state: &mut State, task: TaskId, fault: Option<&Problem>) -> Vec<Effect> {
    let mut waiting = Vec::new();
    for (id, bundle) in state.export.bundles.iter_mut() {
        if bundle.sealing.awaits(task) {
            bundle.sealing = fault.map_or(Task::Idle, |fault| Task::Failed(fault.clone()));
            waiting.push(*id);
        }
    }
    if fault.is_some() {
        return Vec::new();
    }
    outdate_authority(state);
    outdate_lists(state);
    waiting.into_iter().flat_map(|id| seal(state, id)).collect()
}

/// There is a newer revocation list than the servers' bundles have.
pub(crate) fn outdate_lists(state: &mut State) {
    if revokes(state) {
        let servers = state.export.bundles.iter_mut().filter(|(id, _)| matches!(id, BundleId::Server(_)));
        servers.for_each(|(_, bundle)| bundle.forget_sealed());
    }
}

/// Takes a finished bundle over.
pub(crate) fn sealed(
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
    mark_saved(state, id, true);
    let contents = Rc::clone(&sealed.bytes);
    vec![Effect::Download(Download::new(sealed.name.clone(), "application/zip", contents))]
}

/// The browser did not take a file of this name: what was in it is as unsaved as before.
pub(crate) fn not_saved(state: &mut State, name: &str) {
    let refused = |bundle: &Bundle| bundle.sealed.as_ref().is_some_and(|sealed| sealed.name == name);
    let mut found = Vec::new();
    for (id, bundle) in state.export.bundles.iter_mut().filter(|(_, bundle)| refused(bundle)) {
        (bundle.on_disk, bundle.former) = std::mem::take(&mut bundle.before_saving);
        found.push((*id, bundle.on_disk != OnDisk::Nothing));
    }
    for (id, saved) in found {
        mark_saved(state, id, saved);
    }
}

/// Whether a bundle with this leaf's key is in the browser's downloads.
pub(crate) fn is_on_disk(export: &Export, leaf: ItemId) -> bool {
    [BundleId::Server(leaf), BundleId::Client(leaf)]
        .iter()
        .filter_map(|id| export.bundles.get(id))
        .any(|bundle| bundle.on_disk != OnDisk::Nothing)
}

/// Notes whether the key of this bundle is in the browser's downloads.
fn mark_saved(state: &mut State, id: BundleId, saved: bool) {
    let item = match id {
        BundleId::Server(item) | BundleId::Client(item) => item,
        BundleId::Authority => ItemId(0),
    };
    if let Some(set) = &mut state.set {
        Rc::make_mut(set).change(item, |item| item.saved = saved);
    }
}

/// Makes the list of bundles follow the set: one for each leaf whose key is here, and the authority's.
/// The authority's record names every certificate, so it is no longer true after any change.
pub(crate) fn follow_set(state: &mut State) {
    match &state.set {
        None => state.export.bundles = Bundles::default(),
        Some(set) => {
            let keyed = |role| set.leaves.iter().filter(move |item| item.role == role && item.key.is_some());
            let servers = keyed(Role::Server).map(|item| BundleId::Server(item.id));
            let clients = keyed(Role::Client).map(|item| BundleId::Client(item.id));
            let authority = set.authority.key.is_some().then_some(BundleId::Authority);
            state.export.bundles.follow(servers.chain(clients).chain(authority));
        }
    }
    outdate_authority(state);
}

/// A certificate got another label: its own bundle and the authority's record are no longer true.
pub(crate) fn outdate(state: &mut State, item: ItemId) {
    for (id, bundle) in state.export.bundles.iter_mut() {
        if matches!(id, BundleId::Server(of) | BundleId::Client(of) if *of == item)
            || *id == BundleId::Authority
        {
            bundle.forget_sealed();
        }
    }
}

/// The authority's record is no longer true.
pub(crate) fn outdate_authority(state: &mut State) {
    if let Some(bundle) = state.export.bundles.get_mut(&BundleId::Authority) {
        bundle.forget_sealed();
    }
}

/// The choices for the machine changed: every bundle carries files or records that follow from them.
pub(crate) fn outdate_all(state: &mut State) {
    state.export.bundles.values_mut().for_each(Bundle::forget_sealed);
}

/// Ends what waits for the worker, with a fault or quietly.
pub(crate) fn abandon(state: &mut State, fault: Option<&Problem>) {
    for bundle in state.export.bundles.values_mut() {
        bundle.sealing.abandon(fault);
    }
    if let Some(task) = state.export.opening.task_mut() {
        task.abandon(fault);
    }
}

fn run(state: &mut State, job: Job) -> Vec<Effect> {
    vec![Effect::Run(state.next_task(), Box::new(job))]
}
