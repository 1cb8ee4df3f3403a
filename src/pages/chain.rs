//! The Chain room: what is asked at the left, with one certificate of the drawing; at the right the drawing, the time line, the
//! verdicts and the steps.

mod drawing;
mod line;
mod node;

use text::Lang;
use text::chain_room as say;
use web_sys::Element;
use workbench::lab::Msg;
use workbench::room::Room;
use workbench::rooms::chain::Msg as Chaining;
use workbench::sight::chain::{Aim, Chain as Seen};
use yew::{AttrValue, Callback, Event, Html, SubmitEvent, component, html, use_effect_with, use_node_ref};

use crate::looking::{Looking, RoomProps};
use crate::pages::titled;
use crate::shared::LAB_TITLE_ID;
use crate::widgets::document::blocks;
use crate::widgets::field::Field;
use crate::widgets::finding::finding;
use crate::widgets::glyph::Mark;
use crate::widgets::limit::use_limit;
use crate::widgets::progress::busy;
use crate::widgets::select::Select;

/// The Chain room.
#[component]
pub fn Chain(props: &RoomProps) -> Html {
    let shared = &props.shared;
    let lang = shared.state.lang;
    let chain = shared.state.chain.chain.as_deref();
    let limit = use_limit(chain.map_or(0, |chain| chain.bars.len()));
    let sheet = use_node_ref();
    // the drawing opens at what is judged; from then on it stays where it was moved to
    let judged_at = chain.and_then(|chain| drawing::middle(shared, chain));
    let opened = chain.map(|chain| (chain.leaf, chain.drawing.width, chain.drawing.height));
    let moved = sheet.clone();
    use_effect_with(opened, move |_| {
        if let (Some(sheet), Some((x, y))) = (moved.cast::<Element>(), judged_at) {
            sheet.set_scroll_left(x - sheet.client_width() / 2);
            sheet.set_scroll_top(y - sheet.client_height() / 2);
        }
    });
    html! {
        <div class="room">
            { titled(LAB_TITLE_ID, text::frame::chain(lang), text::frame::chain_for(lang)) }
            <div class="room__columns">
                <section class="room__choices" aria-label={say::asked(lang)}>
                    { asked(shared) }
                    // one place whether it is there or not: what stands before it would be drawn anew, and lose the focus
                    <>{ chain.map(|chain| node::node(shared, chain)) }</>
                </section>
                <section class="room__results" aria-label={say::verdicts(lang)}>
                    { match chain {
                        Some(chain) => html! {<>
                            { drawing::drawing(shared, chain, &sheet) }
                            { line::line(shared, chain, &limit) }
                            { judged(shared, chain) }
                        </>},
                        None if shared.state.chain.looking.is_running() => Html::default(),
                        None => nothing(lang),
                    } }
                </section>
            </div>
        </div>
    }
}

/// A callback that tells this room something.
fn send(shared: &Looking, msg: Chaining) -> Callback<()> {
    shared.dispatch.reform(move |()| Msg::Chain(msg.clone()))
}

fn asked(shared: &Looking) -> Html {
    let lang = shared.state.lang;
    let room = &shared.state.chain;
    let asked = &room.asked;
    let known = room.chain.as_ref().map(|chain| chain.aim.clone());
    let aimed = asked.aim.clone().or(known).unwrap_or_default();
    let aim = Select {
        id: AttrValue::Static("aim"),
        label: say::aim(lang).into(),
        options: vec![
            ("client".into(), say::aim_client(lang).into()),
            ("server".into(), say::aim_server(lang).into()),
        ],
        value: if aimed == Aim::Client { "client" } else { "server" }.into(),
        lang,
        ..Select::default()
    };
    let onaim = shared.dispatch.reform(|value: String| {
        let aim = if value == "client" { Aim::Client } else { Aim::Server(String::new()) };
        Msg::Chain(Chaining::Aim(aim))
    });
    // nginx limits the depth for clients; curl compares names of servers
    let of_aim = match &aimed {
        Aim::Client => {
            let ondepth = shared.dispatch.reform(|typed: String| {
                Msg::Chain(Chaining::Depth(
                    typed
                        .bytes()
                        .filter(u8::is_ascii_digit)
                        .take(2)
                        .fold(0, |depth, digit| depth * 10 + usize::from(digit - b'0')),
                ))
            });
            let field = Field::new("depth", say::depth(lang), lang);
            let field = field.kind("numeric").hint(say::depth_hint(lang));
            html! { <div key="depth">{ field.draw(&asked.depth.to_string(), &ondepth) }</div> }
        }
        Aim::Server(name) => {
            let onname = shared.dispatch.reform(|name| Msg::Chain(Chaining::Aim(Aim::Server(name))));
            let field = Field::new("server-name", say::server_name(lang), lang);
            let field = field.mono().hint(say::server_name_hint(lang));
            html! { <div key="server-name">{ field.draw(name, &onname) }</div> }
        }
    };
    let onlists = shared.dispatch.reform(|_: Event| Msg::Chain(Chaining::Lists));
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    let cancel = shared.dispatch.reform(|()| Msg::Cancel);
    html! {
        <form class="form" {onsubmit} novalidate=true>
            { aim.draw(&onaim) }
            { of_aim }
            <label class="check">
                <input type="checkbox" checked={asked.with_lists} onchange={onlists} data-test="with-lists" />
                <span>{ say::with_lists(lang) }</span>
            </label>
            // one element whatever comes and goes: without it the fields before would change places while people type
            <div>
                { room.looking.progress().map(|progress| busy(say::judging(lang), progress, lang, cancel)) }
                { room.looking.fault().map(|fault| finding(Mark::Refused, &fault.message(lang), Html::default(), lang)) }
            </div>
        </form>
    }
}

fn judged(shared: &Looking, chain: &Seen) -> Html {
    let lang = shared.state.lang;
    html! {<>
        <section class="panel" data-test="verdicts">
            <div class="panel__head">
                <h2>{ say::verdicts(lang) }</h2>
                <span class="small muted">{ chain.summary.join(" ") }</span>
            </div>
            { blocks(&chain.verdicts, &shared.reader()) }
        </section>
        if !chain.paths.is_empty() {
            <section class="panel">
                <div class="panel__head"><h2>{ say::paths(lang) }</h2></div>
                { blocks(&chain.paths, &shared.reader()) }
            </section>
        }
    </>}
}

fn nothing(lang: Lang) -> Html {
    html! {
        <div class="empty">
            <h2>{ say::nothing(lang) }</h2>
            <p>{ say::nothing_why(lang) }</p>
            <div class="actions">
                <a class="button button--primary" href={Room::Create.address()}>{ text::frame::create(lang) }</a>
                <a class="button" href={Room::Inspect.address()}>{ text::frame::inspect(lang) }</a>
            </div>
        </div>
    }
}

/// That everything is judged at another moment than now, and the way back.
pub(super) fn elsewhere(shared: &Looking) -> Html {
    let lang = shared.state.lang;
    let Some(at) = shared.state.chain.asked.at else { return Html::default() };
    let back = crate::widgets::button::Button::new(say::now(lang), "moment-now").small();
    html! {
        <p class="field__caution" role="status">
            { crate::widgets::glyph::bare(Mark::Caution) }
            <span>{ say::elsewhere(lang, &at.minute(lang)) }</span>
            { back.draw(send(shared, Chaining::Now)) }
        </p>
    }
}
