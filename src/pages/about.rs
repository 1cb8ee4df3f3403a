//! The About room: what is computed where, what is promised and what is not, how to check it, and whose work is inside.

mod libraries;
mod policy;

use text::Lang;
use workbench::rooms::Room;
use yew::{Html, html};

use crate::pages::head;
use crate::shared::Shared;
use crate::widgets::glyph::{Mark, bare};

/// The About room.
pub fn about(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    html! {
        <div class="room room--single">
            { head(Room::About, lang) }
            { computed(lang) }
            { list(text::about::promised(lang), Mark::Fine, &[
                text::about::promised_offline(lang),
                text::about::promised_key(lang),
                text::about::promised_authority(lang),
                text::about::promised_compared(lang),
                text::about::promised_random(lang),
            ]) }
            { list(text::about::not_promised(lang), Mark::Caution, &[
                text::about::not_host(lang),
                text::about::not_extensions(lang),
                text::about::not_machine(lang),
                text::about::not_memory(lang),
                text::about::not_revoked(lang),
                text::about::not_lost(lang),
            ]) }
            { prove(lang) }
            { policy::policy(lang) }
            { libraries::licences(lang) }
            <p class="small muted panel" data-test="version">{ text::about::version(lang, &env!("CARGO_PKG_VERSION")) }</p>
        </div>
    }
}

fn computed(lang: Lang) -> Html {
    let rows = [
        (text::about::where_tab(lang), text::about::where_tab_what(lang)),
        (text::about::where_browser(lang), text::about::where_browser_what(lang)),
        (text::about::where_server(lang), text::about::where_server_what(lang)),
        (text::about::where_stored(lang), text::about::where_stored_what(lang)),
    ];
    html! {
        <section class="panel" aria-labelledby="where">
            <div class="panel__head"><h2 id="where">{ text::about::r#where(lang) }</h2></div>
            <dl class="places">
                { for rows.into_iter().map(|(place, what)| html! {<><dt>{ place }</dt><dd class="prose">{ what }</dd></>}) }
            </dl>
        </section>
    }
}

fn list(title: &'static str, mark: Mark, points: &[&'static str]) -> Html {
    html! {
        <section class="panel">
            <div class="panel__head"><h2>{ title }</h2></div>
            <ul class="points">
                { for points.iter().map(|point| html! {<li>{ bare(mark) }<p class="prose">{ *point }</p></li>}) }
            </ul>
        </section>
    }
}

fn prove(lang: Lang) -> Html {
    let steps = [
        text::about::prove_1(lang),
        text::about::prove_2(lang),
        text::about::prove_3(lang),
        text::about::prove_4(lang),
        text::about::prove_5(lang),
    ];
    html! {
        <section class="panel" aria-labelledby="how-to-prove">
            <div class="panel__head"><h2 id="how-to-prove">{ text::about::prove(lang) }</h2></div>
            <ol class="steps steps--dense">
                { for steps.into_iter().map(|step| html! {<li><p class="prose">{ step }</p></li>}) }
            </ol>
        </section>
    }
}
