//! What every room is given, and what all of them agree on.

use std::rc::Rc;

use workbench::msg::Msg;
use workbench::state::State;
use yew::{Callback, Properties};

/// The id of the heading that gets the focus when a room is entered.
pub const ROOM_TITLE_ID: &str = "room-title";

/// What every room is given: the state as it is now, and the way to tell what the user did.
#[derive(Clone)]
pub struct Shared {
    /// The state as it is now.
    pub state: Rc<State>,
    /// Takes what the user did.
    pub dispatch: Callback<Msg>,
}

/// The same state is the same piece of memory: each message makes a new one. Comparing what it holds would take longer
/// than drawing it.
impl PartialEq for Shared {
    fn eq(&self, other: &Shared) -> bool {
        Rc::ptr_eq(&self.state, &other.state) && self.dispatch == other.dispatch
    }
}

/// The properties of a room: nothing but what all share.
#[derive(Clone, PartialEq, Properties)]
pub struct RoomProps {
    /// The state and the way to change it.
    pub shared: Shared,
}
