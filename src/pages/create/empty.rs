//! Before there is a set: what one press of the button makes, and the way back to a set that was saved.

use text::Lang;
use workbench::room::Room;
use yew::{Html, html};

use crate::widgets::glyph::{Mark, bare};

/// What will come.
pub(super) fn empty(lang: Lang) -> Html {
    html! {
        <div class="empty">
            <h2>{ text::create::empty(lang) }</h2>
            <p>{ text::create::empty_why(lang) }</p>
            { sketch(lang) }
            <p class="small"><a href={Room::Export.address()}>{ text::create::or_open(lang) }</a></p>
        </div>
    }
}

fn sketch(lang: Lang) -> Html {
    html! {
        <svg class="sketch" viewBox="0 0 480 172" role="img" aria-label={text::create::sketch(lang)}>
            <path class="line" d="M240 60v24M156 112V84h168v28" />
            { sketched(Mark::Authority, 168, 12, lang) }
            { sketched(Mark::Server, 84, 112, lang) }
            { sketched(Mark::Client, 252, 112, lang) }
        </svg>
    }
}

fn sketched(mark: Mark, x: u16, y: u16, lang: Lang) -> Html {
    html! {
        <svg x={x.to_string()} y={y.to_string()} width="144" height="48">
            <rect class="box" x="0.5" y="0.5" width="143" height="47" rx="4" />
            <svg x="10" y="12" width="24" height="24">{ bare(mark) }</svg>
            <text x="42" y="29">{ mark.word(lang) }</text>
        </svg>
    }
}
