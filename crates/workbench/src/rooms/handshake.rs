//! The Handshake room: a handshake of the user's own, played by the examiner, or a recording. What was sent and why is the
//! examiner's to say; here is what is wanted, which message is on show, and what was pointed at in it.

pub mod round;

use std::rc::Rc;

use pki::inspect::tree::Node;
use text::Message;

use crate::effect::{Clip, Download};
use crate::hexadecimal;
use crate::lab::{self, Effect, State};
use crate::opened::Given;
use crate::problem::Problem;
use crate::rooms::Room;
use crate::rooms::inspect::Way;
use crate::rooms::tree::{self, Pointing};
use crate::sight::Sight;
use crate::sight::handshake::kit::{Kit, Order};
use crate::sight::handshake::{Contents, File, Look, PICTURE, Play, Sent, Versions, Wanted};
use crate::task::{Progress, Task, TaskId};

/// The largest recording that is read, in MiB.
pub const LIMIT_MIB: usize = 64;

/// What the Handshake room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HandshakeRoom {
    /// What is wanted.
    pub wanted: Wanted,
    /// Whether it is played over two versions of TLS.
    pub versions: Versions,
    /// Playing it.
    pub playing: Task<Problem>,
    /// What was seen last; it stays while the next is under way.
    pub play: Option<Rc<Play>>,
    /// Why the last one could not be played.
    pub refused: Option<Message>,
    /// The whole catalogue.
    pub round: round::RoundRoom,
    /// A file that is being written to be saved, by its name.
    writing: Option<(TaskId, String)>,
    /// Making a test kit.
    pub packing: Task<Problem>,
    /// The test kit that was made last.
    pub kit: Option<Rc<Kit>>,
    /// Why none could be made.
    pub unpacked: Option<Message>,
    /// The connection and the message on show.
    pub chosen: (usize, usize),
    /// What the reader does with its fields.
    pub pointing: Pointing,
    /// How much of the messages is open.
    pub open: Open,
    /// The number of the run through the messages that goes on, if one does.
    pub running: Option<u32>,
    /// The number of the last run.
    runs: u32,
}

/// How much of the messages is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Open {
    /// The one that is chosen.
    #[default]
    One,
    /// All of its connection, one below the other, to be read and printed.
    All,
}

/// What can happen in the Handshake room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// This scenario shall be played.
    Scenario(String),
    /// This recording shall be taken apart.
    Recording(Given),
    /// A file could not be read.
    Refused(Problem),
    /// The whole catalogue shall be played, or what came of it be shown again.
    Round(round::Msg),
    /// The same again: other keys, other octets.
    Again,
    /// This message of this connection shall be shown.
    Choose(usize, usize),
    /// The next message, or the one before.
    Step(bool),
    /// Message after message shall be shown from here on, or no more.
    Run,
    /// It is time for the next message of this run.
    Advance(u32),
    /// All messages shall be open, or one alone.
    Open(Open),
    /// The scenario shall be played over these versions.
    Versions(Versions),
    /// The reader did something with its fields.
    Tree(tree::Msg),
    /// The octets of the field that is pointed at shall go to the clipboard.
    CopyHex,
    /// A file of the play shall be saved, by its place.
    Save(usize),
    /// The sequence shall be saved as PNG.
    SavePng,
    /// A test kit shall be made.
    Pack,
    /// The kit's passphrase shall go to the clipboard.
    CopyPassphrase,
}

/// What follows from a message of this room.
pub(crate) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let room = &mut state.handshake;
    match msg {
        Msg::Scenario(name) => {
            room.wanted = Wanted::Scenario(name);
            room.choose(0, 0);
            let address = room.address();
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
            vec![room.address()]
        }
        Msg::Step(forward) => {
            let (connection, message) = room.chosen;
            let last = room.messages(connection).len().saturating_sub(1);
            let to = if forward { (message + 1).min(last) } else { message.saturating_sub(1) };
            room.choose(connection, to);
            vec![room.address()]
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
            vec![room.address(), Effect::Later(lab::Msg::Handshake(Msg::Advance(room.runs)))]
        }
        Msg::Advance(run) => {
            let (connection, message) = room.chosen;
            let last = room.messages(connection).len().saturating_sub(1);
            if room.running != Some(run) {
                return Vec::new();
            }
            room.choose(connection, (message + 1).min(last));
            let mut effects = vec![room.address()];
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
pub(crate) fn written(state: &mut State, id: TaskId, json: Rc<Vec<u8>>) -> Vec<Effect> {
    let wanted = state.handshake.writing.take_if(|(awaited, _)| *awaited == id);
    let download = |(_, name)| Effect::Download(Download::new(name, "application/json", json));
    wanted.map(download).into_iter().collect()
}

/// Has a test kit made. Only of the user's own set: an example's would try no server.
fn pack(state: &mut State) -> Vec<Effect> {
    let Some(ours) = state.ours.clone() else { return Vec::new() };
    let order = Order { ours, at: state.now, lang: state.lang };
    let id = state.next_task();
    state.handshake.packing = Task::Running(id, Progress::default());
    vec![Effect::Look(id, Box::new(Sight::Kit(Box::new(order))))]
}

/// Takes over the kit that the examiner made: it is saved, and what was made below the authority is recorded.
pub(crate) fn packed(state: &mut State, id: TaskId, kit: Result<Box<Kit>, Message>) -> Vec<Effect> {
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
pub(crate) fn enter(state: &mut State, outdated: bool, way: &Way) -> Vec<Effect> {
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

/// What is on show is in another language, or of another set.
pub(crate) fn outdate(state: &mut State) {
    state.handshake.play = None;
    state.handshake.round = round::RoundRoom::default();
}

/// Takes over what the examiner saw, if somebody waits for it.
pub(crate) fn seen(state: &mut State, id: TaskId, play: Result<Box<Play>, Message>) -> Vec<Effect> {
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

/// Ends what waits for the examiner.
pub(crate) fn abandon(state: &mut State, fault: Option<&Problem>) {
    state.handshake.playing.abandon(fault);
    state.handshake.packing.abandon(fault);
    state.handshake.writing = None;
    round::abandon(&mut state.handshake.round, fault);
}

fn sent(play: &Play, (connection, message): (usize, usize)) -> Option<&Sent> {
    play.connections.get(connection)?.get(message)
}

impl HandshakeRoom {
    fn choose(&mut self, connection: usize, message: usize) {
        self.chosen = (connection, message);
        // whoever chooses by hand looks for longer
        self.running = None;
        self.pointing = Pointing::default();
    }

    fn address(&self) -> Effect {
        let (connection, message) = self.chosen;
        let mut parts =
            vec![Room::Handshake.address(), (connection + 1).to_string(), (message + 1).to_string()];
        if let Wanted::Scenario(name) = &self.wanted {
            parts.push(name.clone());
        }
        Effect::Address(parts.join("/"))
    }

    /// The messages of a connection.
    #[must_use]
    pub fn messages(&self, connection: usize) -> &[Sent] {
        let connections = self.play.as_ref().map_or(&[][..], |play| &play.connections);
        connections.get(connection).map_or(&[], Vec::as_slice)
    }

    /// The message on show.
    #[must_use]
    pub fn sent(&self) -> Option<&Sent> {
        sent(self.play.as_ref()?, self.chosen)
    }

    /// The fields of the message on show.
    #[must_use]
    pub fn tree(&self) -> &[Node] {
        self.sent().map_or(&[], |sent| &sent.tree)
    }
}
