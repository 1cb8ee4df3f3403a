//! The address's hash: which room is on show. Back and forward work because the browser keeps them.

use gloo_events::EventListener;
use wasm_bindgen::JsValue;
use workbench::msg::Msg;
use workbench::room::Room;
use yew::Callback;

/// The room that the address names; the first one for anything else.
#[must_use]
pub fn current() -> Room {
    let hash = hash();
    let mut parts = hash.split('/').skip(1);
    parts.next().and_then(Room::from_slug).unwrap_or_default()
}

/// What the address says behind the room.
#[must_use]
pub fn rest() -> String {
    let parts = hash();
    parts.split('/').skip(2).collect::<Vec<_>>().join("/")
}

/// Lets the address tell what is on show, without going anywhere.
pub fn tell(address: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // refused when it is told too often: then the address is a little behind
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Goes to a room's address.
pub fn go(room: Room) {
    visit(&room.address());
}

/// Goes to an address.
pub fn visit(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(address);
    }
}

/// Tells of every change of the address for as long as the listener lives.
#[must_use]
pub fn listen(dispatch: Callback<Msg>) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "hashchange", move |_| dispatch.emit(Msg::Entered(current()))))
}
