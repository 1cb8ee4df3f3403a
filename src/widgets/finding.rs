//! A verdict outside any field: its mark, what is wrong, what to try, and the way on.

use text::{Lang, Message};
use yew::{Html, classes, html};

use crate::widgets::glyph::{self, Mark};

/// A finding with what can be done about it below.
pub fn finding(mark: Mark, message: &Message, way_on: Html, lang: Lang) -> Html {
    html! {
        <div class={classes!("finding", mark.class())} role={if mark == Mark::Refused { "alert" } else { "status" }} data-test="finding">
            { glyph::mark(mark, lang) }
            <div>
                <p><strong>{ &*message.problem }</strong></p>
                <p>{ &*message.remedy }</p>
            </div>
            { way_on }
        </div>
    }
}
