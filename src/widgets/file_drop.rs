//! A place that takes files: chosen with a button, or dropped on it.

use wasm_bindgen::JsCast as _;
use web_sys::{DragEvent, Element, File, FileList, HtmlInputElement};
use yew::{AttrValue, Callback, Event, Html, TargetCast as _, html};

/// The place, for one file after the other. It gives on each of the files, at most so many.
pub fn file_drop(id: &'static str, most: u32, label: AttrValue, hint: Html, onfile: &Callback<File>) -> Html {
    let onfile = onfile.clone();
    let each = move |files: FileList| {
        for file in (0..files.length().min(most)).filter_map(|place| files.item(place)) {
            onfile.emit(file);
        }
    };
    place(id, most > 1, label, hint, each.into())
}

/// The place, for files that belong together or have an order. It gives them on at once.
pub fn files_drop(id: &'static str, label: AttrValue, hint: Html, onfiles: Callback<FileList>) -> Html {
    place(id, true, label, hint, onfiles)
}

/// Its id is its name in tests too.
fn place(
    id: &'static str,
    multiple: bool,
    label: AttrValue,
    hint: Html,
    onfiles: Callback<FileList>,
) -> Html {
    let chosen = onfiles.clone();
    let onchange = Callback::from(move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        if let Some(files) = field.files() {
            chosen.emit(files);
        }
        // what is given is remembered elsewhere, and the same file may be chosen again after it was changed
        field.set_value("");
    });
    let ondragover = Callback::from(|event: DragEvent| {
        event.prevent_default();
        mark(&event, true);
    });
    let ondragleave = Callback::from(|event: DragEvent| mark(&event, false));
    let ondrop = Callback::from(move |event: DragEvent| {
        event.prevent_default();
        mark(&event, false);
        if let Some(files) = event.data_transfer().and_then(|data| data.files()) {
            onfiles.emit(files);
        }
    });
    let described = format!("{id}-hint");
    html! {
        <div class="drop" {ondragover} {ondragleave} {ondrop}>
            // the browser's own words on its button follow the browser's language, not the page's
            <input class="unseen" {id} type="file" {multiple} {onchange} aria-describedby={described.clone()} data-test={id} />
            <label class="button" for={id}><span>{ label }</span></label>
            <p class="field__hint" id={described}>{ hint }</p>
        </div>
    }
}

/// Shows where the file will be taken as long as it is held over the place.
fn mark(event: &DragEvent, over: bool) {
    if let Some(place) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
        place.class_list().toggle_with_force("drop--over", over).ok();
    }
}
