//! Reading files that the user chose or dropped.

use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;
use workbench::msg::Msg;
use workbench::opened::Given;
use workbench::problem::Problem;
use workbench::rooms::export::{self, opening};
use yew::Callback;

/// Reads a file whole and tells the Export room. Files beyond the room's limit are not read into memory.
pub fn read_for_opening(file: File, dispatch: Callback<Msg>) {
    const MIB: f64 = 1024.0 * 1024.0;
    wasm_bindgen_futures::spawn_local(async move {
        let name = file.name();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a file's size is a whole positive number"
        )]
        let mib = (file.size() / MIB).ceil() as usize;
        if mib > export::OPEN_LIMIT_MIB {
            let problem = Problem::FileTooLarge(name, mib, export::OPEN_LIMIT_MIB);
            dispatch.emit(Msg::Export(export::Msg::Opening(opening::Msg::Refused(problem))));
            return;
        }
        let msg = match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => {
                let bytes = Rc::new(Uint8Array::new(&buffer).to_vec());
                opening::Msg::File(Given { name, bytes })
            }
            Err(_) => opening::Msg::Refused(Problem::FileUnreadable(name)),
        };
        dispatch.emit(Msg::Export(export::Msg::Opening(msg)));
    });
}
