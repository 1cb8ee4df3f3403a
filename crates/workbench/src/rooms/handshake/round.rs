//! The whole catalogue in the Handshake room: playing it, and the way from its table to one scenario and back.

use std::rc::Rc;

use text::Message;

use crate::problem::Problem;
use crate::sight::handshake::round::Round;
use crate::task::Task;

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

impl RoundRoom {
    /// Ends what waits for the examiner. Where nothing is there to be shown, one play is on show again.
    pub(crate) fn abandon(&mut self, fault: Option<&Problem>) {
        self.playing.abandon(fault);
        if self.round.is_none() && self.playing == Task::Idle {
            self.shown = Shown::Play;
        }
    }
}
