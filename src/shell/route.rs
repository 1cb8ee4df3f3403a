//! The address's hash: which room is on show. Back and forward work because the browser keeps them.

use gloo_events::EventListener;
use workbench::msg::Msg;
use workbench::rooms::Room;
use yew::Callback;

/// The room that the address names; the first one for anything else.
#[must_use]
pub fn current() -> Room {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    Room::from_slug(hash.trim_start_matches(['#', '/'])).unwrap_or_default()
}

/// Goes to a room's address.
pub fn go(room: Room) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(&room.address());
    }
}

/// Tells of every change of the address for as long as the listener lives.
#[must_use]
pub fn listen(dispatch: Callback<Msg>) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "hashchange", move |_| dispatch.emit(Msg::Entered(current()))))
}
