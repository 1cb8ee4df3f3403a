//! The About room: a text of the examiner, and the version.

use workbench::worker::Worker;
use yew::{Html, html};

use crate::looking::Looking;
use crate::pages::titled;
use crate::shared::LAB_TITLE_ID;
use crate::widgets::document::document;
use crate::widgets::finding::finding;
use crate::widgets::glyph::Mark;

/// The About room.
pub fn about(shared: &Looking) -> Html {
    let lang = shared.state.lang;
    let fault = match &shared.state.examiner {
        Worker::Failed(problem) => finding(Mark::Refused, &problem.message(lang), Html::default(), lang),
        Worker::Starting | Worker::Ready => Html::default(),
    };
    html! {
        <div class="room room--single">
            { titled(LAB_TITLE_ID, text::frame::about(lang), text::frame::about_for(lang)) }
            { fault }
            { document(&shared.state.about.text, &shared.reader()) }
            <p class="small muted panel" data-test="version">{ text::about::version(lang, &env!("CARGO_PKG_VERSION")) }</p>
        </div>
    }
}
