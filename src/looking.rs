//! What every room of the lab is given.

use workbench::lab::{Msg, State};

use crate::shared::Shared;
use crate::widgets::reader::Reader;

/// The state of the lab and the way to change it.
pub type Looking = Shared<State, Msg>;

/// The properties of a room of the lab.
#[derive(Clone, PartialEq, yew::Properties)]
pub struct RoomProps {
    /// The state and the way to change it.
    pub shared: Looking,
}

impl Looking {
    /// What a document on show needs to know of its reader.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            lang: self.state.lang,
            reading: &self.state.reading,
            tell: self.dispatch.reform(Msg::Reading),
        }
    }
}
