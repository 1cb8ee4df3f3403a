//! Opening a bundle, a key, or an authority that was made elsewhere: files, chosen or dropped, or a pasted text, and a passphrase.

use pki::secret::Secret;
use web_sys::File;
use workbench::msg::Msg;
use workbench::rooms::export::{self, opening};
use workbench::task::Task;
use yew::{Callback, Html, SubmitEvent, html};

use crate::pages::create::cancel;
use crate::pages::export::opened::{opened, send};
use crate::shared::Shared;
use crate::shell::files;
use crate::widgets::button::{Button, Weight};
use crate::widgets::field::Field;
use crate::widgets::file_drop::file_drop;
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
    let onfile = {
        let dispatch = shared.dispatch.clone();
        Callback::from(move |file: File| files::read_for_opening(file, dispatch.clone()))
    };
    let choose = text::export::choose_file(lang).into();
    let given = html! {<>
        if opening.files.is_empty() { { text::export::drop_file(lang) } }
        { for opening.files.iter().map(|file| html! {<><span class="mono" data-test="chosen-file">{ &file.name }</span>{ " " }</>}) }
    </>};
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
            { file_drop("open-file", MOST_FILES, choose, given, &onfile) }
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
        // one place whether it is there or not: what stands before it would be drawn anew, and lose the focus
        <>{ opening.unpacked().map(|unpacked| opened(shared, unpacked)) }</>
    </>}
}
