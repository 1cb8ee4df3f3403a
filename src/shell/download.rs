//! Handing files to the browser's downloads, from memory.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};
use workbench::effect::Download;

/// How long the browser may take to fetch the file from memory before its address is revoked.
const KEEP_MILLISECONDS: u32 = 60_000;

/// Saves a file under its name.
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
    anchor.click();
    gloo_timers::callback::Timeout::new(KEEP_MILLISECONDS, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(())
}
