//! What follows in the Handshake room for the whole catalogue.

use std::rc::Rc;

use text::Message;

use crate::lab::{Effect, State};
use crate::rooms::handshake::round::{Msg, PLAY_TITLE, Shown, TITLE, row};
use crate::sight::Sight;
use crate::sight::handshake::Wanted;
use crate::sight::handshake::round::{Order, Round};
use crate::task::{Progress, Task, TaskId};

pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let room = &mut state.handshake;
    room.round.shown = Shown::Round;
    match (msg, &room.wanted) {
        // on a narrow screen the table is far below the button
        (Msg::Play, _) => vec![play(state), Effect::Focus(TITLE.to_owned())],
        // it has no line of its own
        (Msg::Return, wanted) if wanted.is_deployed() => vec![Effect::Focus(TITLE.to_owned())],
        // to the line that one came from
        (Msg::Return, Wanted::Scenario(id)) => vec![Effect::Focus(row(id))],
        (Msg::Return, Wanted::Recordings(_)) => Vec::new(),
    }
}

fn play(state: &mut State) -> Effect {
    let order = Order { ours: state.ours.clone(), at: state.moment(), lang: state.lang };
    let id = state.next_task();
    state.handshake.round.playing = Task::Running(id, Progress::default());
    Effect::Look(id, Box::new(Sight::Catalogue(Box::new(order))))
}

/// Playing it was stopped: the focus goes to what is on show.
pub(super) fn cancelled(state: &State) -> Effect {
    let title = match state.handshake.round.shown {
        Shown::Round => TITLE,
        Shown::Play => PLAY_TITLE,
    };
    Effect::Focus(title.to_owned())
}

/// One play is on show from here on. What was pressed in the table goes with it, so the focus goes to what is there instead.
pub(super) fn leave(state: &mut State) -> Option<Effect> {
    let before = std::mem::take(&mut state.handshake.round.shown);
    (before == Shown::Round).then(|| Effect::Focus(PLAY_TITLE.to_owned()))
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
pub(super) fn seen(state: &mut State, id: TaskId, round: Result<Box<Round>, Message>) -> Vec<Effect> {
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
