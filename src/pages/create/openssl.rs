//! "The same with openssl": the commands that would make this very set, rendered when somebody looks.

use workbench::msg::Msg;
use workbench::rooms::create::{self, openssl::Openssl};
use yew::{Html, html};

use crate::shared::Shared;
use crate::widgets::button::Button;
use crate::widgets::document::blocks;
use crate::widgets::finding::finding;
use crate::widgets::fold::Fold;
use crate::widgets::glyph::Mark;

/// The fold below the set.
pub(super) fn openssl(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    let ontoggle = shared
        .dispatch
        .reform(|open| Msg::Create(if open { create::Msg::ShowOpenssl } else { create::Msg::HideOpenssl }));
    let body = html! {<>
        <p class="prose">{ text::create::openssl_why(lang) }</p>
        { inside(shared) }
    </>};
    html! {<div class="panel">{ Fold::new(text::create::openssl(lang), "openssl").ontoggle(ontoggle).draw(body) }</div>}
}

fn inside(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    let send = |msg: create::Msg| shared.dispatch.reform(move |()| Msg::Create(msg.clone()));
    let show = |label: &'static str| {
        let onclick = send(create::Msg::ShowOpenssl);
        html! {<div class="actions">{ Button::new(label, "openssl-show").draw(onclick) }</div>}
    };
    match &shared.state.create.openssl {
        None => show(text::create::openssl_show(lang)),
        Some(Openssl::Rendering(_)) => {
            html! {<p class="muted" role="status">{ text::create::openssl_rendering(lang) }</p>}
        }
        Some(Openssl::Failed(problem)) => {
            finding(Mark::Refused, &problem.message(lang), show(text::create::openssl_show(lang)), lang)
        }
        Some(Openssl::Ready(files)) => blocks(files, &shared.reader()),
    }
}
