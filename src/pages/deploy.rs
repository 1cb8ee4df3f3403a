//! The Deploy room: what is chosen for the machine at the left; files, commands and their outcomes at the right.

use workbench::room::Room;
use yew::{Callback, Html, html};

use crate::pages::head;
use crate::shared::Shared;
use crate::widgets::document::document;
use crate::widgets::finding::finding;
use crate::widgets::form::groups;
use crate::widgets::glyph::{Mark, bare};

/// The Deploy room.
pub fn deploy(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    html! {
        <div class="room">
            { head(Room::Deploy, lang) }
            <div class="room__columns">
                <section class="room__choices" aria-labelledby="choices-title">
                    <div class="panel__head"><h2 id="choices-title">{ text::deploy_room::choices(lang) }</h2></div>
                    { choices(shared) }
                </section>
                <section class="room__results" aria-label={text::deploy_room::files(lang)}>{ results(shared) }</section>
            </div>
        </div>
    }
}

/// The fields; each change is sent by itself.
fn choices(shared: &Shared) -> Html {
    html! {
        <form class="form" onsubmit={Callback::from(|event: yew::SubmitEvent| event.prevent_default())} novalidate=true>
            { groups(&shared.state.deploy.form, shared) }
        </form>
    }
}

fn results(shared: &Shared) -> Html {
    let deploy = &shared.state.deploy;
    let lang = shared.state.settings.lang;
    let trouble = deploy
        .trouble
        .as_ref()
        .map(|problem| finding(Mark::Refused, &problem.message(lang), Html::default(), lang));
    if deploy.plan.document.0.is_empty() {
        return match trouble {
            Some(trouble) => html! {<>
                <div class="empty">
                    <h2>{ text::deploy_room::nothing(lang) }</h2>
                    <p>{ text::deploy_room::nothing_why(lang) }</p>
                    <div class="actions"><a class="button button--primary" href={Room::Create.address()}>{ text::frame::create(lang) }</a></div>
                </div>
                <div class="panel">{ trouble }</div>
            </>},
            None => Html::default(),
        };
    }
    html! {<>
        { subject(shared) }
        { trouble }
        if deploy.outdated {
            <p class="field__caution" role="status">{ bare(Mark::Caution) }{ text::deploy_room::outdated(lang) }</p>
        }
        { document(&deploy.plan.document, &shared.reader()) }
    </>}
}

/// For whom the files are.
fn subject(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    html! {
        <div class="panel__head">
            <h2>{ text::deploy_room::files(lang) }</h2>
            <span class="small muted">{ &shared.state.deploy.plan.whose }</span>
            <a class="button button--small" href={Room::Export.address()} data-test="next">{ text::deploy_room::to_export(lang) }</a>
        </div>
    }
}
