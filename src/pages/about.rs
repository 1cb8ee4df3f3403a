//! The About room: a text of the worker, and the version.

use workbench::rooms::Room;
use yew::{Html, html};

use crate::pages::head;
use crate::shared::Shared;
use crate::widgets::document::document;

/// The About room.
pub fn about(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    html! {
        <div class="room room--single">
            { head(Room::About, lang) }
            { document(&shared.state.about.text.0, &shared.reader()) }
            <p class="small muted panel" data-test="version">{ text::about::version(lang, &env!("CARGO_PKG_VERSION")) }</p>
        </div>
    }
}
