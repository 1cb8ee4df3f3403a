//! What follows in the Handshake room, for one play, one recording or a test kit.

use std::rc::Rc;

use text::Message;

use super::round;
use crate::clip::Clip;
use crate::deployed::Packed;
use crate::download::Download;
use crate::hexadecimal;
use crate::lab::{self, Effect, State};
use crate::room::Room;
use crate::rooms::handshake::round::{PLAY_TITLE, Shown};
use crate::rooms::handshake::{HandshakeRoom, Msg, Receipt, element, sent};
use crate::rooms::inspect::Way;
use crate::sight::Sight;
use crate::sight::handshake::kit::{Kit, Order};
use crate::sight::handshake::{Contents, File, Link, Look, PICTURE, Play, Versions, Wanted};
use crate::task::{Progress, Task, TaskId};

/// What follows from a message of this room.
pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let room = &mut state.handshake;
    match msg {
        Msg::Scenario(name) => {
            room.wanted = Wanted::Scenario(name);
            room.receipt = Receipt::default();
            room.refused.clear();
            anew(state)
        }
        Msg::Files(files) => {
            if room.give(files) {
                anew(state)
            } else {
                Vec::new()
            }
        }
        Msg::Round(msg) => round::update(state, msg),
        Msg::Again => {
            room.return_to_shown();
            play(state)
        }
        Msg::Choose(connection, message) => {
            room.choose(connection, message);
            vec![Effect::Address(room.address())]
        }
        Msg::Step(forward) => {
            let (connection, message) = room.neighbour(forward);
            room.choose(connection, message);
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
            anew(state)
        }
        Msg::Tree(msg) => {
            if let Some(play) = room.play.clone()
                && let Some(sent) = sent(&play, room.chosen)
            {
                room.pointing.note(&sent.tree, msg);
            }
            Vec::new()
        }
        Msg::CopyHex => copy(room.sent().and_then(|sent| room.pointing.octets(&sent.tree, &sent.octets))),
        Msg::Raw(msg) => {
            if let Some(play) = room.play.clone()
                && let Some(raw) = sent(&play, room.chosen).and_then(|sent| play.raws.get(sent.raw))
            {
                room.pointing_raw.note(&raw.tree, msg);
            }
            Vec::new()
        }
        Msg::CopyRaw => copy(room.raw().and_then(|raw| room.pointing_raw.octets(&raw.tree, &raw.octets))),
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

/// Something else is wanted: it is on show from its first message.
fn anew(state: &mut State) -> Vec<Effect> {
    state.handshake.show_whole();
    let mut effects = vec![Effect::Address(state.handshake.address())];
    effects.extend(play(state));
    effects.extend(round::leave(state));
    effects
}

fn copy(octets: Option<&[u8]>) -> Vec<Effect> {
    octets.map(|octets| Effect::Copy(Clip(hexadecimal::digits(octets)))).into_iter().collect()
}

fn play(state: &mut State) -> Vec<Effect> {
    let HandshakeRoom { wanted, shown, is_outdated, .. } = &state.handshake;
    let instead = (*is_outdated && shown != wanted).then(|| shown.clone());
    let deployed = [Some(wanted), instead.as_ref()].into_iter().flatten().any(Wanted::is_deployed);
    let look = Look {
        ours: state.ours.clone(),
        wanted: wanted.clone(),
        instead,
        versions: state.handshake.versions,
        link: state.handshake.link,
        keys: state.handshake.keys.clone(),
        deployed: state.deployed.clone().filter(|_| deployed),
        made: if deployed { state.made.clone() } else { Vec::new() },
        now: state.now,
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

/// The place of what is no number from 1: nothing is there.
const NOWHERE: usize = usize::MAX >> 1;

/// Somebody came in, perhaps by an address that names a message, and the scenario that it is of.
pub(super) fn enter(
    state: &mut State,
    arrived: bool,
    outdated: bool,
    chosen_anew: bool,
    way: &Way,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    if way.is_named {
        effects = follow(&mut state.handshake, arrived, way);
    } else {
        // the room's own button says nothing of what is on show
        effects.push(Effect::Address(state.handshake.address()));
    }
    // what is chosen in Deploy comes once its files are rendered
    let waits = state.handshake.wanted.is_deployed() && state.deployed.is_none();
    state.handshake.is_outdated |= outdated;
    let due =
        outdated || chosen_anew || state.handshake.play.is_none() || state.handshake.link != Link::Nothing;
    if due && !waits {
        effects.extend(play(state));
    }
    if outdated {
        effects.extend(round::renew(state));
    }
    effects
}

/// A link named a message: what is not on show yet is played, and the focus goes to the message once it is there. One that names
/// a play alone shows it from its beginning, and the focus stays.
fn follow(room: &mut HandshakeRoom, arrived: bool, way: &Way) -> Vec<Effect> {
    let named = (way.thing.unwrap_or(NOWHERE), way.value.unwrap_or(NOWHERE));
    let place = if way.is_whole { (0, 0) } else { named };
    let versions = if way.both { Versions::Both } else { Versions::Agreed };
    let is_scenario = |name| matches!(&room.wanted, Wanted::Scenario(wanted) if wanted == name);
    let other = match &way.scenario {
        Some(name) => !is_scenario(name) || versions != room.versions,
        None => matches!(room.wanted, Wanted::Scenario(_)),
    };
    // whoever follows the address of what is on show stays where he is
    let moves = place != room.chosen || room.is_named == way.is_whole;
    if !(arrived || other || moves || room.play.is_none()) {
        return Vec::new();
    }
    room.round.shown = Shown::Play;
    if other && way.scenario.is_none() {
        let Some(recordings) = room.recordings.clone() else {
            room.link = Link::Recording;
            return Vec::new();
        };
        room.wanted = Wanted::Recordings(recordings);
    }
    if let Some(name) = &way.scenario {
        (room.wanted, room.versions) = (Wanted::Scenario(name.clone()), versions);
    }
    if way.is_whole {
        room.show_whole();
    } else {
        room.choose(place.0, place.1);
    }
    room.link = Link::Message(place.0, place.1);
    if other || room.sent().is_none() { Vec::new() } else { focus(room) }
}

/// The link has led to where it leads: to its message, if it names one.
fn focus(room: &mut HandshakeRoom) -> Vec<Effect> {
    room.link = Link::Nothing;
    room.is_named.then(|| Effect::Focus(element(room.chosen))).into_iter().collect()
}

/// Takes over what the examiner saw, if somebody waits for it.
pub(super) fn seen(state: &mut State, id: TaskId, play: Result<Box<Play>, Vec<Message>>) -> Vec<Effect> {
    let here = state.room == Room::Handshake;
    let room = &mut state.handshake;
    if !room.playing.awaits(id) {
        return Vec::new();
    }
    room.playing = Task::Idle;
    let link = std::mem::take(&mut room.link);
    let play = match play {
        Ok(play) => *play,
        Err(messages) => {
            room.refused = messages;
            return Vec::new();
        }
    };
    room.refused.clone_from(&play.refused);
    room.is_outdated = false;
    if link != Link::Nothing {
        room.versions = play.versions;
        if let Wanted::Scenario(name) = &mut room.wanted {
            name.clone_from(&play.scenario);
        }
    }
    if room.refused.is_empty() {
        room.shown = room.wanted.clone();
    }
    if let Wanted::Recordings(recordings) = &room.shown {
        room.recordings = Some(recordings.clone());
    }
    let missed = play.missed.clone();
    room.play = Some(Rc::new(play));
    // another play has other fields
    let (connection, message) = room.chosen;
    if link == Link::Nothing {
        let last = room.messages(connection).len().saturating_sub(1);
        room.show(connection, message.min(last));
        return Vec::new();
    }
    if link == Link::Recording || room.sent().is_none() {
        room.show_whole();
    }
    let mut effects = match missed {
        // what is said stands at the title
        Some(_) => vec![Effect::Focus(PLAY_TITLE.to_owned())],
        None => focus(room),
    };
    room.link = Link::Nothing;
    room.missed = missed;
    effects.push(Effect::Address(room.address()));
    effects.retain(|_| here);
    effects
}
