//! Before there is a set: what one press of the button makes, and the way back to a set that was saved.

use text::Lang;
use workbench::rooms::Room;
use yew::{Html, classes, html};

use crate::widgets::glyph::Mark;

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
            <path class="line" d="M240 60v24M72 112V84h336v28M240 84v28" />
            { sketched(Mark::Authority, 168, 12, text::frame::authority(lang)) }
            { sketched(Mark::Server, 0, 112, text::frame::server(lang)) }
            { sketched(Mark::Client, 168, 112, text::frame::client(lang)) }
            { sketched(Mark::Client, 336, 112, text::frame::client(lang)) }
        </svg>
    }
}

fn sketched(mark: Mark, x: u16, y: u16, word: &'static str) -> Html {
    let round = if mark == Mark::Client { "12" } else { "1.5" };
    let letter = match mark {
        Mark::Authority => "A",
        Mark::Server => "S",
        _ => "C",
    };
    html! {
        <svg x={x.to_string()} y={y.to_string()} width="144" height="48" viewBox="0 0 144 48">
            <rect class="box" x="0.5" y="0.5" width="143" height="47" rx="4" />
            <g class={classes!("sketch__mark", mark.class())}>
                if mark == Mark::Authority {
                    <circle cx="24" cy="24" r="12" /><circle cx="24" cy="24" r="9" />
                } else {
                    <rect x="12" y="12" width="24" height="24" rx={round} />
                }
                <text class="sketch__letter" x="24" y="28.5">{ letter }</text>
            </g>
            <text x="46" y="29">{ word }</text>
        </svg>
    }
}
