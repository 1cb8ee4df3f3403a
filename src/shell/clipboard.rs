//! The clipboard, for writing only.

use wasm_bindgen_futures::JsFuture;
use workbench::problem::Problem;
use yew::Callback;

/// Puts a text on the clipboard and tells how that went.
pub fn write(text: String, tell: Callback<Result<(), Problem>>) {
    wasm_bindgen_futures::spawn_local(async move {
        // Without a secure context there is no `navigator.clipboard`, and asking for it would throw.
        let window = web_sys::window().filter(web_sys::Window::is_secure_context);
        let written = match window {
            Some(window) => JsFuture::from(window.navigator().clipboard().write_text(&text)).await.is_ok(),
            None => false,
        };
        tell.emit(if written { Ok(()) } else { Err(Problem::ClipboardRefused) });
    });
}
