//! Opening an authority bundle: a file, chosen or dropped, and its passphrase.

use pki::secret::Secret;
use wasm_bindgen::JsCast as _;
use web_sys::{DragEvent, Element, FileList, HtmlInputElement};
use workbench::msg::Msg;
use workbench::rooms::export;
use yew::{Callback, Event, Html, SubmitEvent, TargetCast as _, html};

use crate::pages::create::cancel;
use crate::shared::Shared;
use crate::shell::files;
use crate::widgets::button::Button;
use crate::widgets::field::Field;
use crate::widgets::finding::finding;
use crate::widgets::glyph::Mark;
use crate::widgets::progress::busy;

/// The form that opens a bundle.
pub(super) fn reopen(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    let opening = &shared.state.export.opening;
    let onchange = {
        let dispatch = shared.dispatch.clone();
        Callback::from(move |event: Event| {
            read(event.target_unchecked_into::<HtmlInputElement>().files(), &dispatch);
        })
    };
    let ondragover = Callback::from(|event: DragEvent| {
        event.prevent_default();
        mark(&event, true);
    });
    let ondragleave = Callback::from(|event: DragEvent| mark(&event, false));
    let ondrop = {
        let dispatch = shared.dispatch.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            mark(&event, false);
            read(event.data_transfer().and_then(|data| data.files()), &dispatch);
        })
    };
    let onsubmit = shared.dispatch.reform(|event: SubmitEvent| {
        event.prevent_default();
        Msg::Export(export::Msg::Open)
    });
    let oninput = shared
        .dispatch
        .reform(|typed: String| Msg::Export(export::Msg::OpenPassphrase(Secret::new(typed.into_bytes()))));
    let typed = std::str::from_utf8(opening.passphrase.expose()).unwrap_or_default();
    let field = Field::new("open-passphrase", text::export::open_passphrase(lang), lang).secret("off");
    let open = Button::new(text::export::open(lang), "open").wide().disabled(opening.file.is_none());
    html! {<>
        <div class="panel__head"><h2 id="reopen-title">{ text::export::reopen(lang) }</h2></div>
        <form class="form" {onsubmit} novalidate=true>
            <p class="prose">{ text::export::reopen_why(lang) }</p>
            <div class="drop" {ondragover} {ondragleave} {ondrop}>
                // the browser's own words on its button follow the browser's language, not the page's
                <input class="unseen" id="open-file" type="file" accept=".zip,application/zip" {onchange} aria-describedby="open-file-hint" data-test="open-file" />
                <label class="button" for="open-file"><span>{ text::export::choose_file(lang) }</span></label>
                <p class="field__hint" id="open-file-hint">
                    { match &opening.file {
                        Some((name, _)) => html! {<span class="mono" data-test="chosen-file">{ name }</span>},
                        None => html! {<>{ text::export::drop_file(lang) }</>},
                    } }
                </p>
            </div>
            { field.draw(typed, &oninput) }
            <div class="submit">
                { open.submit() }
                if let Some(progress) = opening.task.progress() {
                    { busy(text::export::opening(lang), progress, lang, cancel(shared, "open")) }
                }
                if let Some(fault) = opening.task.fault() {
                    { finding(Mark::Refused, &fault.message(lang), Html::default(), lang) }
                }
            </div>
            <p class="small muted prose">{ text::export::reopen_limits(lang) }</p>
        </form>
    </>}
}

/// Reads the first of the files.
fn read(files: Option<FileList>, dispatch: &Callback<Msg>) {
    if let Some(file) = files.and_then(|files| files.item(0)) {
        files::read_for_opening(file, dispatch.clone());
    }
}

/// Shows where the file will be taken as long as it is held over the place.
fn mark(event: &DragEvent, over: bool) {
    if let Some(place) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
        place.class_list().toggle_with_force("drop--over", over).ok();
    }
}
