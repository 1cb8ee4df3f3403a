//! Opening a bundle, a key, or an authority that was made elsewhere: files, chosen or dropped, or a pasted text, and a passphrase.

use pki::secret::Secret;
use wasm_bindgen::JsCast as _;
use web_sys::{DragEvent, Element, FileList, HtmlInputElement};
use workbench::msg::Msg;
use workbench::rooms::export::{self, opening};
use workbench::task::Task;
use yew::{Callback, Event, Html, SubmitEvent, TargetCast as _, html};

use crate::pages::create::cancel;
use crate::pages::export::opened::{opened, send};
use crate::shared::Shared;
use crate::shell::files;
use crate::widgets::button::{Button, Weight};
use crate::widgets::field::Field;
use crate::widgets::finding::finding;
use crate::widgets::fold::Fold;
use crate::widgets::glyph::Mark;
use crate::widgets::progress::busy;

/// More files at once than anybody's authority has.
const MOST_FILES: u32 = 16;

/// The form that opens it, and what came out.
pub(super) fn reopen(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    let opening = &shared.state.export.opening;
    let onchange = {
        let dispatch = shared.dispatch.clone();
        Callback::from(move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            read(field.files(), &dispatch);
            // what is given is remembered elsewhere, and the same file may be chosen again after it was changed
            field.set_value("");
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
        Msg::Export(export::Msg::Opening(opening::Msg::Open))
    });
    let typing = |msg: fn(Secret) -> opening::Msg| {
        shared.dispatch.reform(move |typed: String| {
            Msg::Export(export::Msg::Opening(msg(Secret::new(typed.into_bytes()))))
        })
    };
    let text = |secret: &Secret| String::from_utf8_lossy(secret.expose()).into_owned();
    let passphrase = Field::new("open-passphrase", text::export::open_passphrase(lang), lang).secret("off");
    let paste = Field::new("open-paste", text::export::open_paste(lang), lang).lines(true);
    let open = Button::new(text::export::open(lang), "open").wide();
    let forget = Button::new(text::export::open_again(lang), "open-again").weight(Weight::Quiet);
    html! {<>
        <div class="panel__head"><h2 id="reopen-title">{ text::export::reopen(lang) }</h2></div>
        <form class="form" {onsubmit} novalidate=true>
            <p class="prose">{ text::export::reopen_why(lang) }</p>
            <div class="drop" {ondragover} {ondragleave} {ondrop}>
                // the browser's own words on its button follow the browser's language, not the page's
                <input class="unseen" id="open-file" type="file" multiple=true {onchange} aria-describedby="open-file-hint" data-test="open-file" />
                <label class="button" for="open-file"><span>{ text::export::choose_file(lang) }</span></label>
                <p class="field__hint" id="open-file-hint">
                    if opening.files.is_empty() { { text::export::drop_file(lang) } }
                    { for opening.files.iter().map(|file| html! {<><span class="mono" data-test="chosen-file">{ &file.name }</span>{ " " }</>}) }
                </p>
            </div>
            { Fold::new(text::export::open_paste(lang), "paste").quiet().draw(
                paste.label_unseen().draw(&text(&opening.pasted), &typing(opening::Msg::Pasted)),
            ) }
            { passphrase.draw(&text(&opening.passphrase), &typing(opening::Msg::Passphrase)) }
            <div class="submit">
                { open.submit() }
                { forget.draw(send(shared, opening::Msg::Forget)) }
                if let Some(progress) = opening.task().and_then(Task::progress) {
                    { busy(text::export::opening(lang), progress, lang, cancel(shared, "open")) }
                }
                if let Some(fault) = opening.task().and_then(Task::fault) {
                    { finding(Mark::Refused, &fault.message(lang), Html::default(), lang) }
                }
            </div>
            <p class="small muted prose">{ text::export::reopen_limits(lang) }</p>
        </form>
        { opening.unpacked().map(|unpacked| opened(shared, unpacked)) }
    </>}
}

/// Reads the files.
fn read(files: Option<FileList>, dispatch: &Callback<Msg>) {
    let Some(files) = files else { return };
    for place in 0..files.length().min(MOST_FILES) {
        if let Some(file) = files.item(place) {
            files::read_for_opening(file, dispatch.clone());
        }
    }
}

/// Shows where the file will be taken as long as it is held over the place.
fn mark(event: &DragEvent, over: bool) {
    if let Some(place) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
        place.class_list().toggle_with_force("drop--over", over).ok();
    }
}
