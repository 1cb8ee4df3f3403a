//! Opening an authority bundle: a file, chosen or dropped, and its passphrase.

use pki::secret::Secret;
use web_sys::{DragEvent, HtmlInputElement};
use workbench::msg::Msg;
use workbench::rooms::export;
use yew::{Callback, Event, Html, SubmitEvent, TargetCast as _, classes, component, html, use_state};

use crate::app::RoomProps;
use crate::shell::files;
use crate::widgets::button::Button;
use crate::widgets::field::Field;
use crate::widgets::finding::finding;
use crate::widgets::glyph::Mark;
use crate::widgets::progress::Busy;

/// The form that opens a bundle.
#[component]
pub(super) fn Reopen(props: &RoomProps) -> Html {
    let shared = &props.shared;
    let lang = shared.state.settings.lang;
    let opening = &shared.state.export.opening;
    let over = use_state(|| false);
    let onchange = {
        let dispatch = shared.dispatch.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlInputElement>().files();
            if let Some(file) = chosen.and_then(|files| files.item(0)) {
                files::read_for_opening(file, dispatch.clone());
            }
        })
    };
    let ondragover = {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(true);
        })
    };
    let ondragleave = {
        let over = over.clone();
        Callback::from(move |_: DragEvent| over.set(false))
    };
    let ondrop = {
        let (over, dispatch) = (over.clone(), shared.dispatch.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            let dropped = event.data_transfer().and_then(|data| data.files());
            if let Some(file) = dropped.and_then(|files| files.item(0)) {
                files::read_for_opening(file, dispatch.clone());
            }
        })
    };
    let onsubmit = shared.dispatch.reform(|event: SubmitEvent| {
        event.prevent_default();
        Msg::Export(export::Msg::Open)
    });
    let oninput = shared
        .dispatch
        .reform(|typed: String| Msg::Export(export::Msg::OpenPassphrase(Secret::new(typed.into_bytes()))));
    let typed = std::str::from_utf8(opening.passphrase.expose()).unwrap_or_default().to_owned();
    html! {<>
        <div class="panel__head"><h2 id="reopen-title">{ text::export::reopen(lang) }</h2></div>
        <form class="form" {onsubmit} novalidate=true>
            <p class="prose">{ text::export::reopen_why(lang) }</p>
            <div class={classes!("drop", over.then_some("drop--over"))} {ondragover} {ondragleave} {ondrop}>
                <label class="field__label" for="open-file">{ text::export::choose_file(lang) }</label>
                <input id="open-file" type="file" accept=".zip,application/zip" {onchange} aria-describedby="open-file-hint" data-test="open-file" />
                <p class="field__hint" id="open-file-hint">
                    { match &opening.file {
                        Some((name, _)) => html! {<span class="mono" data-test="chosen-file">{ name }</span>},
                        None => html! {<>{ text::export::drop_file(lang) }</>},
                    } }
                </p>
            </div>
            <Field id="open-passphrase" test="open-passphrase" label={text::export::open_passphrase(lang)} kind="password" secret=true
                value={typed} {oninput} {lang} />
            <div class="submit">
                <Button label={text::export::open(lang)} submit=true wide=true disabled={opening.file.is_none()} test="open" />
                if let Some(progress) = opening.task.progress() {
                    <Busy what={text::export::opening(lang)} done={progress.done} total={progress.total} {lang}
                        oncancel={shared.dispatch.reform(|()| Msg::Cancel)} />
                }
                if let Some(fault) = opening.task.fault() {
                    { finding(Mark::Refused, &fault.message(lang), Html::default(), lang) }
                }
            </div>
            <p class="small muted prose">{ text::export::reopen_limits(lang) }</p>
        </form>
    </>}
}
