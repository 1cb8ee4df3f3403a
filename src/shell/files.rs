//! Reading files that the user chose or dropped.

use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList};
use workbench::msg::Msg;
use workbench::opened::Given;
use workbench::problem::Problem;
use workbench::rooms::create::{self, many};
use workbench::rooms::export::{self, opening};
use yew::Callback;

use crate::shell::decode;

/// Reads a file whole and tells the Export room.
pub fn read_for_opening(file: File, dispatch: Callback<Msg>) {
    wasm_bindgen_futures::spawn_local(async move {
        dispatch.emit(Msg::Export(export::Msg::Opening(match whole(file, export::OPEN_LIMIT_MIB).await {
            Ok(given) => opening::Msg::File(given),
            Err(problem) => opening::Msg::Refused(problem),
        })));
    });
}

/// Reads files whole, one after the other in their order. Files beyond the limit are not read into memory.
pub fn read(files: Vec<File>, limit_mib: usize, tell: impl Fn(Result<Given, Problem>) + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        for file in files {
            tell(whole(file, limit_mib).await);
        }
    });
}

/// The files of a list that the browser keeps, and may empty meanwhile; no more than so many.
#[must_use]
pub fn listed(files: &FileList, most: usize) -> Vec<File> {
    (0..files.length()).filter_map(|place| files.item(place)).take(most).collect()
}

/// Reads files that belong together: what was read of them, in their order, and why others could not be.
pub fn read_all(files: Vec<File>, limit_mib: usize, tell: impl FnOnce((Vec<Given>, Vec<Problem>)) + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        let (mut read, mut unread) = (Vec::new(), Vec::new());
        for file in files {
            match whole(file, limit_mib).await {
                Ok(given) => read.push(given),
                Err(problem) => unread.push(problem),
            }
        }
        tell((read, unread));
    });
}

async fn whole(file: File, limit_mib: usize) -> Result<Given, Problem> {
    const MIB: f64 = 1024.0 * 1024.0;
    let name = file.name();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a file's size is a whole positive number"
    )]
    let mib = (file.size() / MIB).ceil() as usize;
    if mib > limit_mib {
        return Err(Problem::FileTooLarge(name, mib, limit_mib));
    }
    match JsFuture::from(file.array_buffer()).await {
        Ok(buffer) => Ok(Given { name, bytes: Rc::new(Uint8Array::new(&buffer).to_vec()) }),
        Err(_) => Err(Problem::FileUnreadable(name)),
    }
}

/// Reads a list of clients and tells the Create room. Of a file beyond the room's limit no more is read than shows that.
pub fn read_list(file: File, dispatch: Callback<Msg>) {
    const END: i32 = (many::LIMIT_MIB * 1024 * 1024 + 1) as i32;
    wasm_bindgen_futures::spawn_local(async move {
        let octets = match file.slice_with_i32_and_i32(0, END) {
            Ok(part) => JsFuture::from(part.array_buffer()).await.ok(),
            Err(_) => None,
        };
        let msg = match octets.and_then(|octets| decode::text(&Uint8Array::new(&octets))) {
            Some(text) => many::Msg::Edit(text.into()),
            None => many::Msg::Refused(Problem::FileUnreadable(file.name())),
        };
        dispatch.emit(Msg::Create(create::Msg::Many(msg)));
    });
}
