//! The time line: all validities on one scale, the slider that chooses the moment at which everything is judged, and what changes
//! when.

use pki::moment::Moment;
use text::chain_room as say;
use web_sys::HtmlInputElement;
use workbench::lab::Msg;
use workbench::rooms::chain::Msg as Chaining;
use workbench::sight::chain::{Bar, Chain, Stretch};
use yew::{Event, Html, InputEvent, MouseEvent, TargetCast as _, classes, html};

use super::elsewhere;
use crate::looking::Looking;
use crate::pages::words::mark;
use crate::widgets::document::{blocks, mark as verdict_mark};
use crate::widgets::field::Field;
use crate::widgets::glyph::bare;
use crate::widgets::lifeline::{Scale, bar};
use crate::widgets::limit::Limit;

/// Seconds of a day: the slider's step, and a day's last second.
const DAY: i64 = 86_400;

/// The time line.
pub(super) fn line(shared: &Looking, chain: &Chain, limit: &Limit) -> Html {
    let lang = shared.state.lang;
    let room = &shared.state.chain;
    let (from, to) = room.range(shared.state.now);
    let at = shared.state.moment();
    let scale = Scale { from, to };
    html! {
        <section class="panel" data-test="time-line">
            <div class="panel__head">
                <h2>{ say::time(lang) }</h2>
                <span class="small muted">{ say::time_help(lang) }</span>
            </div>
            { slider(shared, from, to, at) }
            { elsewhere(shared) }
            { for room.stretch(shared.state.now).map(|stretch| html! {<div class="stretch">{ blocks(&stretch.words, &shared.reader()) }</div>}) }
            <ul class="bars">{ for chain.bars.iter().take(limit.shown).map(|described| validity(chain, described, scale, at)) }</ul>
            { limit.button(lang, "bars-show-more") }
            if chain.stretches.len() > 1 {
                <h3>{ say::changes(lang) }</h3>
                <ol class="points">{ for chain.stretches.iter().filter_map(|stretch| change(shared, stretch)) }</ol>
            }
        </section>
    }
}

/// The slider, and the day beside it for those who know it.
fn slider(shared: &Looking, from: Moment, to: Moment, at: Moment) -> Html {
    let lang = shared.state.lang;
    let value = |event: &HtmlInputElement| Moment::from_unix_seconds(event.value_as_number() as i64);
    let oninput = shared.dispatch.reform(move |event: InputEvent| {
        Msg::Chain(Chaining::At(value(&event.target_unchecked_into::<HtmlInputElement>())))
    });
    let onchange = shared.dispatch.reform(|_: Event| Msg::Chain(Chaining::Settle));
    let onday = shared.dispatch.reform(|day: String| Msg::Chain(Chaining::Day(day)));
    let civil = at.civil();
    let day = format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
    html! {
        <div class="pair pair--day">
            <div class="field">
                <label class="field__label" for="moment">{ say::moment(lang) }</label>
                <input class="slider" type="range" id="moment" data-test="moment" min={from.unix_seconds().to_string()} max={to.unix_seconds().to_string()}
                    step={(DAY / 4).to_string()} value={at.unix_seconds().to_string()} aria-valuetext={at.minute(lang)} {oninput} {onchange} />
            </div>
            { Field::new("moment-day", say::day(lang), lang).kind("date").draw(&day, &onday) }
        </div>
    }
}

fn validity(chain: &Chain, described: &Bar, scale: Scale, at: Moment) -> Html {
    let role = described.node.and_then(|node| chain.drawing.nodes.get(node)?.role);
    let end = described.to.unwrap_or(scale.to);
    let over = at < described.from || end < at;
    html! {
        <li class={classes!("bar", role.map(|role| mark(role).class()), over.then_some("bar--over"))}>
            <span>{ &described.title }</span>
            <span class="small muted">{ &described.words }</span>
            { bar(scale, described.from, end, at, described.words.clone()) }
        </li>
    }
}

/// A change, as the way to its moment.
fn change(shared: &Looking, stretch: &Stretch) -> Option<Html> {
    let from = stretch.from?;
    let onclick = shared.dispatch.reform(move |_: MouseEvent| Msg::Chain(Chaining::Go(from)));
    let why = [&*stretch.since, &stretch.because.join(" ")].join(" · ");
    Some(html! {
        <li>
            { bare(verdict_mark(stretch.verdict)) }
            <button type="button" class="term" {onclick}>{ why }</button>
        </li>
    })
}
