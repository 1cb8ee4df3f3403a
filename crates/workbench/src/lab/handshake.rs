//! What follows in the Handshake room, for one play, one recording or a test kit.

use std::rc::Rc;

use text::Message;

use super::round;
use crate::clip::Clip;
use crate::deployed::Packed;
use crate::download::Download;
use crate::hexadecimal;
use crate::lab::{self, Effect, State};
use crate::rooms::handshake::{Msg, sent};
use crate::rooms::inspect::Way;
use crate::sight::Sight;
use crate::sight::handshake::kit::{Kit, Order};
use crate::sight::handshake::{Contents, File, Look, PICTURE, Play, Wanted};
use crate::task::{Progress, Task, TaskId};

/// What follows from a message of this room.
pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let room = &mut state.handshake;
    match msg {
        Msg::Scenario(name) => {
            room.wanted = Wanted::Scenario(name);
            room.choose(0, 0);
            let address = Effect::Address(room.address());
            let mut effects = play(state);
            effects.push(address);
            effects.extend(round::leave(state));
            effects
        }
        Msg::Recording(file) => {
            room.wanted = Wanted::Recording(file);
            room.choose(0, 0);
            let mut effects = play(state);
            effects.extend(round::leave(state));
            effects
        }
        Msg::Round(msg) => round::update(state, msg),
        Msg::Refused(problem) => {
            room.playing = Task::Failed(problem);
            Vec::new()
        }
        Msg::Again => play(state),
        Msg::Choose(connection, message) => {
            room.choose(connection, message);
            vec![Effect::Address(room.address())]
        }
        Msg::Step(forward) => {
            let (connection, message) = room.chosen;
            let last = room.messages(connection).len().saturating_sub(1);
            let to = if forward { (message + 1).min(last) } else { message.saturating_sub(1) };
            room.choose(connection, to);
            vec![Effect::Address(room.address())]
        }
        Msg::Run => {
            if room.running.take().is_some() {
                return Vec::new();
            }
            let (connection, message) = room.chosen;
            let last = room.messages(connection).len().saturating_sub(1);
            // from the end it begins again
            room.choose(connection, if message < last { message } else { 0 });
            room.runs += 1;
            room.running = Some(room.runs);
            vec![Effect::Address(room.address()), Effect::Later(lab::Msg::Handshake(Msg::Advance(room.runs)))]
        }
        Msg::Advance(run) => {
            let (connection, message) = room.chosen;
            let last = room.messages(connection).len().saturating_sub(1);
            if room.running != Some(run) {
                return Vec::new();
            }
            room.choose(connection, (message + 1).min(last));
            let mut effects = vec![Effect::Address(room.address())];
            if message + 1 < last {
                room.running = Some(run);
                effects.push(Effect::Later(lab::Msg::Handshake(Msg::Advance(run))));
            }
            effects
        }
        Msg::Open(open) => {
            room.open = open;
            Vec::new()
        }
        Msg::Versions(versions) => {
            room.versions = versions;
            room.choose(0, 0);
            play(state)
        }
        Msg::Tree(msg) => {
            if let Some(play) = room.play.clone()
                && let Some(sent) = sent(&play, room.chosen)
            {
                room.pointing.note(&sent.tree, msg);
            }
            Vec::new()
        }
        Msg::CopyHex => {
            let octets = room.sent().and_then(|sent| room.pointing.octets(&sent.tree, &sent.octets));
            octets.map(|octets| vec![Effect::Copy(Clip(hexadecimal::digits(octets)))]).unwrap_or_default()
        }
        Msg::Save(place) => {
            let file = room.play.as_ref().and_then(|play| play.files.get(place)).cloned();
            file.map(|file| save(state, file)).into_iter().collect()
        }
        Msg::SavePng => {
            let file = room.play.iter().flat_map(|play| &play.files).find(|file| file.name == PICTURE);
            let svg = file.and_then(|file| match &file.contents {
                Contents::Written(svg) => Some(String::from_utf8_lossy(svg).into_owned()),
                Contents::Json(_) => None,
            });
            svg.map(|svg| vec![Effect::Picture("handshake.png".to_owned(), svg)]).unwrap_or_default()
        }
        Msg::Pack => pack(state),
        Msg::CopyPassphrase => {
            let kit = room.kit.as_ref();
            kit.map(|kit| vec![Effect::Copy(Clip(kit.passphrase()))]).unwrap_or_default()
        }
    }
}

fn play(state: &mut State) -> Vec<Effect> {
    let look = Look {
        ours: state.ours.clone(),
        wanted: state.handshake.wanted.clone(),
        versions: state.handshake.versions,
        at: state.moment(),
        lang: state.lang,
    };
    let id = state.next_task();
    state.handshake.playing = Task::Running(id, Progress::default());
    vec![Effect::Look(id, Box::new(Sight::Handshake(Box::new(look))))]
}

/// Hands out a file of the play, or has it written.
fn save(state: &mut State, file: File) -> Effect {
    match file.contents {
        Contents::Written(octets) => {
            let known = ["image/svg+xml", "application/x-pcapng"];
            let media = known.into_iter().find(|known| *known == file.media).unwrap_or(known[0]);
            Effect::Download(Download::new(file.name, media, octets))
        }
        Contents::Json(unwritten) => {
            let id = state.next_task();
            state.handshake.writing = Some((id, file.name));
            Effect::Look(id, Box::new(Sight::Transcript(unwritten, state.lang)))
        }
    }
}

/// Takes over the JSON that the examiner wrote, if somebody waits for it.
pub(super) fn written(state: &mut State, id: TaskId, json: Rc<Vec<u8>>) -> Vec<Effect> {
    let wanted = state.handshake.writing.take_if(|(awaited, _)| *awaited == id);
    let download = |(_, name)| Effect::Download(Download::new(name, "application/json", json));
    wanted.map(download).into_iter().collect()
}

/// Has a test kit made. Only of the user's own set: an example's would try no server.
fn pack(state: &mut State) -> Vec<Effect> {
    let Some(ours) = state.ours.clone() else { return Vec::new() };
    let deployed = state.deployed.as_ref().and_then(Packed::unpacked).unwrap_or_default();
    let order = Order { ours, server: deployed.server, at: state.now, lang: state.lang };
    let id = state.next_task();
    state.handshake.packing = Task::Running(id, Progress::default());
    vec![Effect::Look(id, Box::new(Sight::Kit(Box::new(order))))]
}

/// Takes over the kit that the examiner made: it is saved, and what was made below the authority is recorded.
pub(super) fn packed(state: &mut State, id: TaskId, kit: Result<Box<Kit>, Message>) -> Vec<Effect> {
    let room = &mut state.handshake;
    if !room.packing.awaits(id) {
        return Vec::new();
    }
    room.packing = Task::Idle;
    match kit {
        Err(message) => {
            room.unpacked = Some(message);
            Vec::new()
        }
        Ok(kit) => {
            room.unpacked = None;
            let file = Download::new(kit.name.clone(), "application/zip", Rc::clone(&kit.bytes));
            let record = Effect::Record(kit.issued.clone());
            room.kit = Some(Rc::new(*kit));
            // what no record names is not handed out
            vec![record, Effect::Download(file)]
        }
    }
}

/// Somebody came in, perhaps by an address that names a message, and the scenario that it is of.
pub(super) fn enter(state: &mut State, outdated: bool, way: &Way) -> Vec<Effect> {
    if let Some(name) = &way.scenario
        && state.handshake.wanted != Wanted::Scenario(name.clone())
    {
        state.handshake.wanted = Wanted::Scenario(name.clone());
        state.handshake.play = None;
    }
    if let (Some(connection), Some(message)) = (way.thing, way.value) {
        state.handshake.choose(connection, message);
    }
    let mut effects = if outdated || state.handshake.play.is_none() { play(state) } else { Vec::new() };
    if outdated {
        effects.extend(round::renew(state));
    }
    effects
}

/// Takes over what the examiner saw, if somebody waits for it.
pub(super) fn seen(state: &mut State, id: TaskId, play: Result<Box<Play>, Message>) -> Vec<Effect> {
    let room = &mut state.handshake;
    if room.playing.awaits(id) {
        room.playing = Task::Idle;
        match play {
            Ok(play) => {
                room.refused = None;
                room.play = Some(Rc::new(*play));
                // another play has other fields
                let (connection, message) = room.chosen;
                let last = room.messages(connection).len().saturating_sub(1);
                room.choose(connection, message.min(last));
            }
            Err(message) => room.refused = Some(message),
        }
    }
    Vec::new()
}
