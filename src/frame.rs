//! What stands around every room: header with the rooms and switches, status bar, notice, question.
//! The rooms themselves are in `pages`.

mod header;
pub(crate) mod notice;
mod question;
mod status;

use text::Lang;
use workbench::msg::Msg;
use workbench::problem::Problem;
use workbench::room::Room;
use workbench::state::State;
use yew::{Html, html};

use crate::pages::create::Create;
use crate::pages::deploy::deploy;
use crate::pages::export::Export;
use crate::shared::Shared;
use crate::shell::{document, lab};
use crate::widgets::finding::finding;
use crate::widgets::glyph::Mark;

/// The id of the main part, where the skip link leads.
const CONTENT: &str = "content";

/// The whole page: the frame and the room on show.
pub fn frame(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    let room = match shared.state.room {
        Room::Create => html! { <Create shared={shared.clone()} /> },
        Room::Deploy => deploy(shared),
        Room::Export => html! { <Export shared={shared.clone()} /> },
        Room::Inspect | Room::Chain | Room::Handshake | Room::Doctor | Room::About => {
            lab_fault(&shared.state)
        }
    };
    // the link's address is a place in this page, not a room: the browser's own jump would change the hash
    let skip = |event: yew::MouseEvent| {
        event.prevent_default();
        document::focus(CONTENT);
    };
    html! {
        <div class="frame">
            <a class="skip" href="#content" onclick={skip}>{ text::frame::skip(lang) }</a>
            { header::header(shared) }
            <main id={CONTENT} tabindex="-1">
                // the lab draws in it, and keeps what it drew while another room is on show
                <div key="lab" id={lab::HOST} hidden={!shared.state.room.is_lab()} />
                { room }
            </main>
            { status::status(shared) }
            { question::question(&shared.state, &shared.dispatch.reform(|yes| if yes { Msg::Confirm } else { Msg::Dismiss })) }
        </div>
    }
}

/// Why the lab is not there.
fn lab_fault(state: &State) -> Html {
    let lang = state.settings.lang;
    let told = |fault: &Problem| finding(Mark::Refused, &fault.message(lang), Html::default(), lang);
    state.lab.fault.as_ref().map_or_else(Html::default, told)
}

/// The document's title.
#[must_use]
pub fn title(state: &State) -> String {
    let lang = state.settings.lang;
    [name(state.room, lang), text::frame::name(lang)].join(" · ")
}

/// A room's name.
#[must_use]
pub fn name(room: Room, lang: Lang) -> &'static str {
    match room {
        Room::Create => text::frame::create(lang),
        Room::Deploy => text::frame::deploy(lang),
        Room::Export => text::frame::export(lang),
        Room::Inspect => text::frame::inspect(lang),
        Room::Chain => text::frame::chain(lang),
        Room::Handshake => text::handshake_room::name(lang),
        Room::Doctor => text::doctor_room::name(lang),
        Room::About => text::frame::about(lang),
    }
}
