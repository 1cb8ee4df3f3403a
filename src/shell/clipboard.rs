//! The clipboard, for writing only.

use wasm_bindgen_futures::JsFuture;
use workbench::msg::Msg;
use workbench::problem::Problem;
use yew::Callback;

/// Puts a text on the clipboard and tells how that went.
pub fn write(text: String, dispatch: Callback<Msg>) {
    wasm_bindgen_futures::spawn_local(async move {
        // Without a secure context there is no `navigator.clipboard`, and asking for it would throw.
        let window = web_sys::window().filter(web_sys::Window::is_secure_context);
        let written = match window {
            Some(window) => JsFuture::from(window.navigator().clipboard().write_text(&text)).await.is_ok(),
            None => false,
        };
        dispatch.emit(if written { Msg::Copied } else { Msg::Refused(Problem::ClipboardRefused) });
    });
}
