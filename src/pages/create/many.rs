//! Many clients at once: the field for the list, what the worker says of it, and what can be saved. The words are the worker's.

use web_sys::File;
use workbench::job::many::Shown;
use workbench::msg::Msg;
use workbench::rooms::create::{self, many};
use yew::{Callback, Html, UseStateHandle, html};

use crate::pages::create::{cancel, on_submit};
use crate::pages::hidden;
use crate::shared::Shared;
use crate::shell::files;
use crate::widgets::button::{Button, Weight};
use crate::widgets::document::blocks;
use crate::widgets::field::Field;
use crate::widgets::file_drop::file_drop;
use crate::widgets::finding::finding;
use crate::widgets::glyph::{Icon, Mark, bare};
use crate::widgets::progress::busy;

/// The list, between the set's buttons and its certificates, once it is on show and the worker has its words.
pub(super) fn many(shared: &Shared, revealed: &UseStateHandle<bool>) -> Html {
    let lang = shared.state.settings.lang;
    let many = &shared.state.create.many;
    let Some(face) = many.face.as_ref().filter(|_| many.open) else { return Html::default() };
    let close =
        Button::new(text::frame::close(lang), "close-many").icon(Icon::Close).small().weight(Weight::Quiet);
    let inside = match many.making.progress() {
        Some(progress) => html! {<>
            { busy(face.making.clone(), progress, lang, cancel(shared, "many-clients")) }
            <p class="small muted" data-test="pace">{ &many.pace }</p>
        </>},
        None => {
            let oninput = shared.dispatch.reform(|typed: String| message(many::Msg::Edit(typed.into())));
            let field = Field::new("many-list", face.label.clone(), lang).lines(true);
            let dispatch = shared.dispatch.clone();
            let onfile = Callback::from(move |file: File| files::read_list(file, dispatch.clone()));
            let [choose, or_drop] = face.choose.clone();
            let make = |label: &String| Button::new(label.clone(), "make-many").wide().submit();
            html! {<>
                <form class="form" onsubmit={on_submit(shared, create::Msg::Many(many::Msg::Make))} novalidate=true>
                    { blocks(&face.why, &shared.reader()) }
                    { field.draw(&many.text, &oninput) }
                    { file_drop("many-file", 1, choose.into(), html! { or_drop }, &onfile) }
                    { blocks(&face.preview, &shared.reader()) }
                    // one place whether it is there or not: the field would be drawn anew while people type
                    <>{ face.make.as_ref().map(make) }</>
                </form>
                // one place whether it is there or not: what stands before it would be drawn anew, and lose the focus
                <>
                    { many.making.fault().map(|fault| finding(Mark::Refused, &fault.message(lang), Html::default(), lang)) }
                    { face.shown.as_ref().map(|shown| ready(shared, shown, revealed)) }
                </>
            </>}
        }
    };
    html! {
        <section class="more" aria-labelledby="many-title" data-test="many">
            <div class="panel__head">
                <h3 id="many-title">{ &face.title }</h3>
                { close.draw(send(shared, many::Msg::Open(false))) }
            </div>
            { inside }
        </section>
    }
}

/// What was made: the two files, and the passphrase of the sheet.
fn ready(shared: &Shared, shown: &Shown, revealed: &UseStateHandle<bool>) -> Html {
    let lang = shared.state.settings.lang;
    let passphrase = shared.state.create.many.ready.passphrase();
    let (words, show) = if **revealed {
        (html! { passphrase }, text::export::hide(lang))
    } else {
        (hidden(passphrase, text::export::passphrase_hidden(lang)), text::export::reveal(lang))
    };
    let save = |label: &String, test| Button::new(label.clone(), test).icon(Icon::Save);
    let show = Button::new(show, "many-reveal").icon(Icon::Eye).small();
    let copy = Button::new(text::export::copy(lang), "many-copy").icon(Icon::Copy).small();
    let reveal = {
        let (revealed, shown) = (revealed.clone(), send(shared, many::Msg::Shown));
        Callback::from(move |()| {
            revealed.set(!*revealed);
            shown.emit(());
        })
    };
    html! {<>
        { blocks(&shown.what, &shared.reader()) }
        <div class="actions">
            { save(&shown.save_bundles, "save-many").draw(send(shared, many::Msg::SaveBundles)) }
            { save(&shown.save_sheet, "save-sheet").draw(send(shared, many::Msg::SaveSheet)) }
        </div>
        <div class="passphrase" role="group" aria-label={shown.passphrase.clone()}>
            <div class="passphrase__line">
                { bare(Mark::Secret) }
                <span class="small muted">{ &shown.passphrase }</span>
                <span class="passphrase__words" data-test="many-passphrase">{ words }</span>
            </div>
            <div class="actions actions--tight">{ show.draw(reveal) }{ copy.draw(send(shared, many::Msg::CopyPassphrase)) }</div>
            <p class="small muted">{ text::export::other_place(lang) }</p>
        </div>
    </>}
}

fn message(msg: many::Msg) -> Msg {
    Msg::Create(create::Msg::Many(msg))
}

/// What a button does.
pub(super) fn send(shared: &Shared, msg: many::Msg) -> Callback<()> {
    shared.dispatch.reform(move |()| message(msg.clone()))
}
