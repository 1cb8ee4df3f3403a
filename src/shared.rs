//! What every room is given, and what all of them agree on.

use std::rc::Rc;

use workbench::msg::Msg;
use workbench::state::State;
use yew::{Callback, Properties};

use crate::widgets::reader::Reader;

/// The id of the heading that gets the focus when a room is entered.
pub const ROOM_TITLE_ID: &str = "room-title";

/// The same in the rooms of the lab, which stay in the document when another room is on show.
pub const LAB_TITLE_ID: &str = "lab-title";

/// What every room is given: the state as it is now, and the way to tell what the user did. The lab's rooms have theirs.
pub struct Shared<S = State, M = Msg> {
    /// The state as it is now.
    pub state: Rc<S>,
    /// Takes what the user did.
    pub dispatch: Callback<M>,
}

impl<S, M> Clone for Shared<S, M> {
    fn clone(&self) -> Shared<S, M> {
        Shared { state: Rc::clone(&self.state), dispatch: self.dispatch.clone() }
    }
}

impl Shared {
    /// What a document on show needs to know of its reader.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            lang: self.state.settings.lang,
            reading: &self.state.reading,
            tell: self.dispatch.reform(Msg::Reading),
        }
    }
}

/// The same state is the same piece of memory: each message makes a new one. Comparing what it holds would take longer
/// than drawing it.
impl<S, M> PartialEq for Shared<S, M> {
    fn eq(&self, other: &Shared<S, M>) -> bool {
        Rc::ptr_eq(&self.state, &other.state) && self.dispatch == other.dispatch
    }
}

/// The properties of a room: nothing but what all share.
#[derive(Clone, PartialEq, Properties)]
pub struct RoomProps {
    /// The state and the way to change it.
    pub shared: Shared,
}
