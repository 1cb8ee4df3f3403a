//! Handing files to the browser's downloads, from memory.

use std::cell::Cell;

use gloo_timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};
use workbench::download::Download;

/// How long the browser may take to fetch the file from memory before its address is revoked.
const KEEP_MILLISECONDS: u32 = 60_000;

/// How far apart files are handed over. Chromium takes ten from a page in a second and drops the others without a word: of 25 at once
/// ten came, of 25 in steps of 120 milliseconds all (Chromium 156).
const STEP_MILLISECONDS: u32 = 150;

thread_local! {
    /// How many files wait for their turn.
    static WAITING: Cell<u32> = const { Cell::new(0) };
}

/// Saves a file under its name, when those before it are handed over.
///
/// # Errors
/// The browser's own value when it refuses.
pub fn save(download: &Download) -> Result<(), JsValue> {
    let parts = Array::new();
    for part in download.before.iter().chain([&download.contents]) {
        parts.push(&Uint8Array::from(part.as_slice()));
    }
    let kind = BlobPropertyBag::new();
    kind.set_type(download.media);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(&download.name);
    let turn = WAITING.get() + 1;
    WAITING.set(turn);
    Timeout::new(turn * STEP_MILLISECONDS, move || {
        WAITING.set(WAITING.get() - 1);
        anchor.click();
        Timeout::new(KEEP_MILLISECONDS, move || {
            let _ = Url::revoke_object_url(&address);
        })
        .forget();
    })
    .forget();
    Ok(())
}

/// Whether files are waiting that would be lost with the tab.
#[must_use]
pub fn is_under_way() -> bool {
    WAITING.get() > 0
}
