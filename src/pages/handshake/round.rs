//! The whole catalogue by one button: how far it has come, the table of what came of it, and the way to each scenario and back.

use text::handshake_room as say;
use workbench::lab::Msg;
use workbench::rooms::handshake::Msg as Shaking;
use workbench::rooms::handshake::round::{Msg as Asking, TITLE, row};
use workbench::sight::handshake::round::Line;
use yew::{Html, MouseEvent, html};

use super::send;
use crate::looking::Looking;
use crate::widgets::button::{Button, Weight};
use crate::widgets::document::mark;
use crate::widgets::finding::finding;
use crate::widgets::glyph::{self, Mark};
use crate::widgets::progress::busy;

/// The button.
pub(super) fn all(shared: &Looking) -> Html {
    let room = &shared.state.handshake.round;
    let button =
        Button::new(say::play_all(shared.state.lang), "play-all").disabled(room.playing.is_running());
    html! {<div class="actions round__all">{ button.draw(send(shared, Shaking::Round(Asking::Play))) }</div>}
}

/// From a scenario back to the table, where there is one.
pub(super) fn back(shared: &Looking) -> Html {
    if shared.state.handshake.round.round.is_none() {
        return Html::default();
    }
    let button = Button::new(say::back_to_round(shared.state.lang), "back-to-round").small();
    button.weight(Weight::Quiet).draw(send(shared, Shaking::Round(Asking::Return)))
}

/// What came of it.
pub(super) fn round(shared: &Looking) -> Html {
    let lang = shared.state.lang;
    let room = &shared.state.handshake.round;
    let cancel = shared.dispatch.reform(|()| Msg::Cancel);
    let fault = room.playing.fault().map(|fault| fault.message(lang)).or_else(|| room.refused.clone());
    let heads =
        [say::round_scenario(lang), say::round_end(lang), say::round_seen(lang), say::round_rule(lang)];
    html! {
        <section class="panel" data-test="round">
            <div class="panel__head"><h2 id={TITLE} tabindex="-1">{ say::round(lang) }</h2></div>
            // one element of one height, so that the table keeps its place
            <div class="round__state">
                {
                    match (room.playing.progress(), fault, &room.round) {
                        (Some(progress), ..) => busy(say::playing_all(lang), progress, lang, cancel),
                        (None, Some(told), _) => finding(Mark::Refused, &told, Html::default(), lang),
                        (None, None, round) => html! {<p class="prose" role="status">{ round.as_ref().map(|round| round.summary.clone()) }</p>},
                    }
                }
            </div>
            <div>
                if let Some(round) = &room.round {
                    <table class="table table--round">
                        <thead><tr>{ for heads.map(|head| html! {<th scope="col">{ head }</th>}) }</tr></thead>
                        { for round.themes.iter().map(|(theme, lines)| html! {
                            <tbody>
                                <tr><th scope="rowgroup" colspan="4"><strong>{ theme }</strong></th></tr>
                                { for lines.iter().map(|described| line(shared, described)) }
                            </tbody>
                        }) }
                    </table>
                }
            </div>
        </section>
    }
}

fn line(shared: &Looking, line: &Line) -> Html {
    let onclick = send(shared, Shaking::Scenario(line.id.clone())).reform(|_: MouseEvent| ());
    let name = row(&line.id);
    html! {
        <tr>
            <td><button type="button" class="thing marked" id={name.clone()} data-test={name} {onclick}>{ glyph::mark(mark(line.verdict), shared.state.lang) }<span>{ &line.title }</span></button></td>
            <td>{ &line.end }</td>
            <td>{ &line.seen }</td>
            <td class="muted">{ &line.rule }</td>
        </tr>
    }
}
