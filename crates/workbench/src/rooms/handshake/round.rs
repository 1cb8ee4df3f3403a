//! The whole catalogue in the Handshake room: playing it, and the way from its table to one scenario and back.

use std::rc::Rc;

use text::Message;

use crate::lab::{Effect, State};
use crate::problem::Problem;
use crate::sight::Sight;
use crate::sight::handshake::Wanted;
use crate::sight::handshake::round::{Order, Round};
use crate::task::{Progress, Task, TaskId};

/// The element that tells what one play is.
pub const PLAY_TITLE: &str = "play-title";

/// The element that tells of the whole catalogue.
pub const TITLE: &str = "round-title";

/// What the room knows of the whole catalogue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RoundRoom {
    /// Playing it.
    pub playing: Task<Problem>,
    /// What came of it last.
    pub round: Option<Rc<Round>>,
    /// Why the last one could not be played.
    pub refused: Option<Message>,
    /// What is on show.
    pub shown: Shown,
}

/// What is on show at the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// One play.
    #[default]
    Play,
    /// What came of the whole catalogue.
    Round,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// All scenarios shall be played.
    Play,
    /// What came of them shall be shown again.
    Return,
}

/// The name of the element that leads from the table to a scenario.
#[must_use]
pub fn row(id: &str) -> String {
    format!("round-{id}")
}

pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let room = &mut state.handshake;
    room.round.shown = Shown::Round;
    match (msg, &room.wanted) {
        // on a narrow screen the table is far below the button
        (Msg::Play, _) => vec![play(state), Effect::Focus(TITLE.to_owned())],
        // to the line that one came from
        (Msg::Return, Wanted::Scenario(id)) => vec![Effect::Focus(row(id))],
        (Msg::Return, Wanted::Recording(_)) => Vec::new(),
    }
}

fn play(state: &mut State) -> Effect {
    let order = Order { ours: state.ours.clone(), at: state.moment(), lang: state.lang };
    let id = state.next_task();
    state.handshake.round.playing = Task::Running(id, Progress::default());
    Effect::Look(id, Box::new(Sight::Catalogue(Box::new(order))))
}

/// One play is on show from here on. What was pressed in the table goes with it, so the focus goes to what is there instead.
pub(super) fn leave(state: &mut State) -> Option<Effect> {
    let before = std::mem::take(&mut state.handshake.round.shown);
    (before == Shown::Round).then(|| Effect::Focus(PLAY_TITLE.to_owned()))
}

/// Ends what waits for the examiner. Where nothing is there to be shown, one play is on show again.
pub(super) fn abandon(room: &mut RoundRoom, fault: Option<&Problem>) {
    room.playing.abandon(fault);
    if room.round.is_none() && room.playing == Task::Idle {
        room.shown = Shown::Play;
    }
}

/// What came of it is in another language, or of another set: it is played again if it is on show, and forgotten otherwise.
pub(super) fn renew(state: &mut State) -> Vec<Effect> {
    let room = &mut state.handshake.round;
    room.round = None;
    match room.shown {
        Shown::Round => vec![play(state)],
        Shown::Play => Vec::new(),
    }
}

/// Takes over what came of it, if somebody waits for it.
pub(crate) fn seen(state: &mut State, id: TaskId, round: Result<Box<Round>, Message>) -> Vec<Effect> {
    let room = &mut state.handshake.round;
    if room.playing.awaits(id) {
        room.playing = Task::Idle;
        (room.round, room.refused) = match round {
            Ok(round) => (Some(Rc::new(*round)), None),
            Err(message) => (room.round.take(), Some(message)),
        };
    }
    Vec::new()
}
