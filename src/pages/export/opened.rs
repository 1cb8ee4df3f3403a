//! What was opened: what is to be known of it, the authority in it, and its files one by one.

use workbench::document::Code;
use workbench::msg::Msg;
use workbench::opened::{OpenedFile, Secrecy, Unpacked};
use workbench::rooms::export::{self, opening};
use yew::{Callback, Html, html};

use crate::pages::export::size;
use crate::shared::Shared;
use crate::widgets::button::{Button, Weight};
use crate::widgets::code::code;
use crate::widgets::document::mark;
use crate::widgets::finding::finding;
use crate::widgets::fold::Fold;
use crate::widgets::glyph::{self, Icon, Mark};

/// A callback that tells something about what is being opened.
pub(super) fn send(shared: &Shared, msg: opening::Msg) -> Callback<()> {
    shared.dispatch.reform(move |()| Msg::Export(export::Msg::Opening(msg.clone())))
}

/// Everything that came out.
pub(super) fn opened(shared: &Shared, unpacked: &Unpacked) -> Html {
    let lang = shared.state.settings.lang;
    let adopt = Button::new(text::export::adopt(lang), "adopt").weight(Weight::Primary).wide();
    html! {
        <div class="form" data-test="opened">
            { for unpacked.findings.iter().map(|(verdict, told)| {
                finding(mark(*verdict), &told.message(lang), Html::default(), lang)
            }) }
            if unpacked.authority.is_some() {
                <div class="submit">{ adopt.draw(send(shared, opening::Msg::Adopt)) }</div>
            }
            <ul class="contents">
                { for unpacked.files.iter().enumerate().map(|(place, described)| file(shared, place, described)) }
            </ul>
        </div>
    }
}

fn file(shared: &Shared, place: usize, file: &OpenedFile) -> Html {
    let lang = shared.state.settings.lang;
    let secret = file.secrecy != Secrecy::Public;
    let save = Button::new(text::frame::save(lang), format!("take-{place}"))
        .spoken(text::frame::save_of(lang, &file.path))
        .icon(Icon::Save)
        .weight(if secret { Weight::Secret } else { Weight::Plain })
        .small();
    let about = match (&file.about, file.size()) {
        (Some(about), _) => about.text(lang).to_owned(),
        (None, Some(octets)) => size(lang, octets),
        (None, None) => String::new(),
    };
    let shown = file.text().map(|text| {
        let described = Code {
            id: format!("opened-{place}"),
            title: file.path.clone(),
            text: text.to_owned(),
            ..Code::default()
        };
        Fold::new(file.path.clone(), format!("show-{place}")).quiet().draw(code(&described, &shared.reader()))
    });
    html! {
        <li data-test={format!("file-{place}")}>
            if secret { { glyph::mark(Mark::Secret, lang) } } else { <span class="glyph" aria-hidden="true" /> }
            { shown.unwrap_or_else(|| html! {<code>{ &file.path }</code>}) }
            <span class="muted">{ about }</span>
            { save.draw(send(shared, opening::Msg::Save(place))) }
        </li>
    }
}
