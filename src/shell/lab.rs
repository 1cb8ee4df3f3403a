//! The page's side of the lab: it is mounted when one of its rooms is first entered, and told what is on show ever after.
//! Its program was loaded by `static/boot/boot.js`; no network is needed to mount it.

use gloo_events::EventListener;
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, CustomEventInit, Element, EventTarget};
use workbench::lab::told::Told;
use workbench::msg::Msg;
use workbench::problem::Problem;
use workbench::sight::handshake::kit::Issued;
use yew::Callback;

use crate::shell::worker::words;
use crate::wire;

/// The id of the element that the lab is mounted in; the page draws nothing inside.
pub const HOST: &str = "lab";
/// The event that brings what the page tells.
const TOLD: &str = "handfast-told";
/// The event that tells the page what was made below its authority.
const ISSUED: &str = "handfast-issued";

/// Shows a room of the lab.
pub fn show(told: Told, dispatch: Callback<Msg>) {
    wasm_bindgen_futures::spawn_local(async move {
        if let Err(reason) = tell(&told).await {
            dispatch.emit(Msg::LabFailed(Problem::WorkerNotLoaded(words(&reason))));
        }
    });
}

async fn tell(told: &Told) -> Result<(), JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"handfast".into())?;
    let mount: Function = Reflect::get(&boot, &"mountLab".into())?.dyn_into()?;
    let mounted: Promise = mount.call0(&boot)?.dyn_into()?;
    JsFuture::from(mounted).await?;
    let host = host().ok_or(JsValue::UNDEFINED)?;
    send(&host, TOLD, &wire::write(told))
}

fn send(to: &EventTarget, name: &str, octets: &[u8]) -> Result<(), JsValue> {
    let event = CustomEventInit::new();
    event.set_detail(&Uint8Array::from(octets));
    let event = CustomEvent::new_with_event_init_dict(name, &event)?;
    to.dispatch_event(&event).map(drop)
}

/// In the lab: tells the page what was made below its authority.
pub fn record(issued: &Issued) {
    // the page listens as long as it lives
    drop(web_sys::window().map(|window| send(&window, ISSUED, &wire::write(issued))));
}

/// Hands on what the lab tells of what it made, as long as the page lives.
pub fn listen_to_lab(dispatch: Callback<Msg>) {
    let Some(window) = web_sys::window() else { return };
    hear(&window, ISSUED, move |issued| dispatch.emit(Msg::Issued(Box::new(issued))));
}

fn hear<T: for<'a> serde::Deserialize<'a>>(at: &EventTarget, name: &'static str, take: impl Fn(T) + 'static) {
    EventListener::new(at, name, move |event| {
        let octets = Uint8Array::new(&event.unchecked_ref::<CustomEvent>().detail());
        if let Some(told) = wire::read(&octets.to_vec()) {
            take(told);
        }
    })
    .forget();
}

/// The element that the lab is mounted in.
#[must_use]
pub fn host() -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id(HOST)
}

/// In the lab: hands on what the page tells, as long as the page lives.
pub fn listen(host: &Element, take: impl Fn(Told) + 'static) {
    hear(host, TOLD, take);
}
