//! The page's side of the lab: it is mounted when one of its rooms is first entered, and told what is on show ever after.
//! Its program was loaded by `static/boot/boot.js`; no network is needed to mount it.

use gloo_events::EventListener;
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, CustomEventInit, Element};
use workbench::lab::Told;
use workbench::msg::Msg;
use workbench::problem::Problem;
use yew::Callback;

use crate::shell::worker::words;
use crate::wire;

/// The id of the element that the lab is mounted in; the page draws nothing inside.
pub const HOST: &str = "lab";
/// The event that brings what the page tells.
const TOLD: &str = "handfast-told";

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
    let event = CustomEventInit::new();
    event.set_detail(&Uint8Array::from(&*wire::write(told)));
    let event = CustomEvent::new_with_event_init_dict(TOLD, &event)?;
    host().ok_or(JsValue::UNDEFINED)?.dispatch_event(&event).map(drop)
}

/// The element that the lab is mounted in.
#[must_use]
pub fn host() -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id(HOST)
}

/// In the lab: hands on what the page tells, as long as the page lives.
pub fn listen(host: &Element, hear: impl Fn(Told) + 'static) {
    EventListener::new(host, TOLD, move |event| {
        let octets = Uint8Array::new(&event.unchecked_ref::<CustomEvent>().detail());
        if let Some(told) = wire::read(&octets.to_vec()) {
            hear(told);
        }
    })
    .forget();
}
