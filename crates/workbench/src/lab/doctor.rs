//! What follows in the Doctor room.

use std::rc::Rc;

use diagnose::doctor;
use pki::secret::Secret;

use crate::deployed::{Deployed, Packed};
use crate::lab::{Effect, State};
use crate::rooms::doctor::{Msg, Trial, Trying};
use crate::sight::dry_run::{self, Foreseen, Source};
use crate::sight::symptom::{self, Diagnosed};
use crate::sight::{Sight, dry_run::guide};
use crate::task::{Progress, Task, TaskId};

/// What follows from a message of this room.
pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let room = &mut state.doctor;
    match msg {
        Msg::Message(message) => room.message = message,
        Msg::Example => room.message = Secret::new(doctor::example().into_bytes()),
        Msg::Forget => room.message = Secret::default(),
        Msg::Trial(msg) => return trying(state, msg),
    }
    look(state)
}

fn trying(state: &mut State, msg: Trying) -> Vec<Effect> {
    let deployed = state.deployed.as_ref().and_then(Packed::unpacked);
    let trial = &mut state.doctor.trial;
    let secret = |text: &str| Secret::new(text.as_bytes().to_vec());
    match msg {
        Trying::Configuration(text) => trial.configuration = text,
        Trying::File(file) => {
            trial.files.retain(|known| known.name != file.name);
            trial.files.push(file);
        }
        Trying::Refused(problem) => {
            trial.running = Task::Failed(problem);
            return Vec::new();
        }
        Trying::Remove(name) => trial.files.retain(|known| known.name != name),
        Trying::Commands(text) => trial.commands = text,
        Trying::KeepKeys => trial.keep_keys = !trial.keep_keys,
        Trying::BackendDown => trial.backend_down = !trial.backend_down,
        Trying::Deployed => {
            let Some(deployed) = deployed else { return Vec::new() };
            show(trial, &deployed);
        }
        Trying::Guide => {
            let (configuration, commands) = guide();
            trial.configuration = secret(configuration);
            trial.commands = secret(commands);
            trial.source = Source::Guide;
        }
        Trying::Forget => {
            let Trial { running, keep_keys, backend_down, outrun, .. } = core::mem::take(trial);
            *trial = Trial { running, keep_keys, backend_down, outrun, ..Trial::default() };
        }
    }
    run(state)
}

/// Something else is chosen in Deploy than before: where what was chosen there is on show as it was, it follows.
pub(super) fn follow(state: &mut State, before: Option<&Packed>) {
    let [before, now] = [before, state.deployed.as_ref()].map(|packed| packed.and_then(Packed::unpacked));
    let (Some(before), Some(now)) = (before, now) else { return };
    let trial = &mut state.doctor.trial;
    let untouched = trial.configuration.expose() == before.configuration.as_bytes()
        && trial.commands.expose() == before.commands().as_bytes();
    if trial.source == Source::Deployed && untouched {
        show(trial, &now);
    }
}

fn show(trial: &mut Trial, deployed: &Deployed) {
    let secret = |text: String| Secret::new(text.into_bytes());
    trial.configuration = secret(deployed.configuration.clone());
    trial.commands = secret(deployed.commands());
    trial.source = Source::Deployed;
}

/// Somebody came in: what was pasted is looked at in the light of what is loaded by now, at the moment that is chosen by now.
pub(super) fn enter(state: &mut State) -> Vec<Effect> {
    let mut effects = look(state);
    effects.extend(run(state));
    effects
}

fn look(state: &mut State) -> Vec<Effect> {
    let room = &mut state.doctor;
    // whoever types fast is answered once for many letters
    if room.looking.is_running() {
        room.outrun = true;
        return Vec::new();
    }
    room.outrun = false;
    if room.message.expose().trim_ascii().is_empty() {
        room.diagnosed = None;
        room.looking = Task::Idle;
        return Vec::new();
    }
    let look = symptom::Look { message: room.message.clone(), loaded: state.everything() };
    let id = state.next_task();
    state.doctor.looking = Task::Running(id, Progress::default());
    vec![Effect::Look(id, Box::new(Sight::Symptom(Box::new(look))))]
}

fn run(state: &mut State) -> Vec<Effect> {
    let trial = &mut state.doctor.trial;
    if trial.running.is_running() {
        trial.outrun = true;
        return Vec::new();
    }
    trial.outrun = false;
    let with_made = trial.source == Source::Deployed;
    let blank = |text: &Secret| text.expose().trim_ascii().is_empty();
    if blank(&trial.configuration) && blank(&trial.commands) && trial.files.is_empty() && !with_made {
        trial.foreseen = None;
        trial.running = Task::Idle;
        return Vec::new();
    }
    let trial = &state.doctor.trial;
    let look = dry_run::Look {
        configuration: trial.configuration.clone(),
        files: trial.files.clone(),
        commands: trial.commands.clone(),
        source: trial.source,
        deployed: state.deployed.clone().filter(|_| with_made),
        ours: state.ours.clone().filter(|_| with_made),
        made: if with_made { state.made.clone() } else { Vec::new() },
        keep_keys: trial.keep_keys,
        backend_down: trial.backend_down,
        now: state.now,
        at: state.moment(),
        lang: state.lang,
    };
    let id = state.next_task();
    state.doctor.trial.running = Task::Running(id, Progress::default());
    vec![Effect::Look(id, Box::new(Sight::DryRun(Box::new(look))))]
}

/// Takes over what the examiner said of a message, if somebody waits for it.
pub(super) fn diagnosed(state: &mut State, id: TaskId, diagnosed: Diagnosed) -> Vec<Effect> {
    let room = &mut state.doctor;
    if !room.looking.awaits(id) {
        return Vec::new();
    }
    room.looking = Task::Idle;
    room.diagnosed = Some(Rc::new(diagnosed));
    if room.outrun { look(state) } else { Vec::new() }
}

/// Takes over what the examiner foresaw, if somebody waits for it.
pub(super) fn foreseen(state: &mut State, id: TaskId, foreseen: Foreseen) -> Vec<Effect> {
    let trial = &mut state.doctor.trial;
    if !trial.running.awaits(id) {
        return Vec::new();
    }
    trial.running = Task::Idle;
    trial.foreseen = Some(Rc::new(foreseen));
    if trial.outrun { run(state) } else { Vec::new() }
}
