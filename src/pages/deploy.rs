//! The Deploy room: what is chosen for the machine at the left; files, commands and their outcomes at the right.

mod checks;
mod choices;
mod files;

use workbench::rooms::Room;
use yew::{Html, html};

use crate::pages::head;
use crate::shared::Shared;
use crate::shell::route;
use crate::widgets::finding::finding;
use crate::widgets::glyph::Mark;

/// The Deploy room.
pub fn deploy(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    html! {
        <div class="room">
            { head(Room::Deploy, lang) }
            <div class="room__columns">
                <section class="room__choices" aria-labelledby="choices-title">
                    <div class="panel__head"><h2 id="choices-title">{ text::deploy_room::choices(lang) }</h2></div>
                    { choices::choices(shared) }
                </section>
                <section class="room__results" aria-label={text::deploy_room::files(lang)}>{ results(shared) }</section>
            </div>
        </div>
    }
}

fn results(shared: &Shared) -> Html {
    let deploy = &shared.state.deploy;
    let lang = shared.state.settings.lang;
    let trouble = deploy
        .trouble
        .as_ref()
        .map(|problem| finding(Mark::Refused, &problem.message(lang), Html::default(), lang));
    if deploy.plan.files.is_empty() {
        return match trouble {
            Some(trouble) => html! {<>
                <div class="empty">
                    <h2>{ text::deploy_room::nothing(lang) }</h2>
                    <p>{ text::deploy_room::nothing_why(lang) }</p>
                    <div class="actions"><a class="button button--primary" href={route::address(Room::Create)}>{ text::frame::create(lang) }</a></div>
                </div>
                <div class="panel">{ trouble }</div>
            </>},
            None => Html::default(),
        };
    }
    html! {<>
        { subject(shared) }
        { trouble }
        { for deploy.plan.notices.iter().map(|notice| finding(Mark::Caution, &notice.message(lang), Html::default(), lang)) }
        { files::files(shared) }
        { checks::checks(shared) }
    </>}
}

/// For whom the files are.
fn subject(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    html! {
        <div class="panel__head">
            <h2>{ text::deploy_room::files(lang) }</h2>
            <span class="small muted">{ &shared.state.deploy.plan.whose }</span>
            <a class="button button--small" href={route::address(Room::Export)} data-test="next">{ text::deploy_room::to_export(lang) }</a>
        </div>
    }
}
