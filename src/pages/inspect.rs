//! The Inspect room: what was given at the left, with what came of it; at the right what is wrong, then one thing down to its octets.

mod tree;

use pki::secret::Secret;
use web_sys::File;
use workbench::msg::Msg;
use workbench::rooms::Room;
use workbench::rooms::inspect::Msg as Inspecting;
use workbench::sight::overview::{Head, Overview};
use yew::{Callback, Html, SubmitEvent, component, html};

use crate::pages::words::mark;
use crate::pages::{head, inspect::tree::tree};
use crate::shared::{RoomProps, Shared};
use crate::shell::files;
use crate::widgets::button::{Button, Weight};
use crate::widgets::document::{self, blocks, document};
use crate::widgets::field::Field;
use crate::widgets::file_drop::file_drop;
use crate::widgets::finding::finding;
use crate::widgets::glyph::{Mark, bare};
use crate::widgets::limit::{Limit, use_limit};
use crate::widgets::progress::busy;

/// More files at once than anybody looks at.
const MOST_FILES: u32 = 200;

/// The Inspect room.
#[component]
pub fn Inspect(props: &RoomProps) -> Html {
    let shared = &props.shared;
    let lang = shared.state.settings.lang;
    let room = &shared.state.inspect;
    let overview = room.overview.as_deref();
    let limit = use_limit(overview.map_or(0, |overview| overview.heads.len()));
    html! {
        <div class="room">
            { head(Room::Inspect, lang) }
            <div class="room__columns">
                <section class="room__choices" aria-label={text::examine::things(lang)}>
                    { given(shared) }
                    { overview.map(|overview| things(shared, overview, &limit)) }
                </section>
                <section class="room__results" aria-label={text::examine::findings(lang)}>
                    { overview.map(|overview| seen(shared, overview)) }
                </section>
            </div>
        </div>
    }
}

fn given(shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    let room = &shared.state.inspect;
    let dispatch = shared.dispatch.clone();
    let onfile = Callback::from(move |file: File| files::read_for_inspecting(file, dispatch.clone()));
    let onsubmit = shared.dispatch.reform(|event: SubmitEvent| {
        event.prevent_default();
        Msg::Inspect(Inspecting::Look)
    });
    let typing = |msg: fn(Secret) -> Inspecting| {
        shared.dispatch.reform(move |typed: String| Msg::Inspect(msg(Secret::new(typed.into_bytes()))))
    };
    let text = |secret: &Secret| String::from_utf8_lossy(secret.expose()).into_owned();
    let paste = Field::new("inspect-paste", text::examine::paste(lang), lang).lines(true);
    let passphrase = Field::new("inspect-passphrase", text::examine::passphrase(lang), lang).secret("off");
    let drop = text::examine::drop(lang);
    let cancel = shared.dispatch.reform(|()| Msg::Cancel);
    html! {
        <form class="form" {onsubmit} novalidate=true>
            { file_drop("inspect-file", MOST_FILES, text::examine::choose(lang).into(), html! { drop }, &onfile) }
            { paste.draw(&text(&room.pasted), &typing(Inspecting::Pasted)) }
            { passphrase.draw(&text(&room.passphrase), &typing(Inspecting::Passphrase)) }
            <div class="actions">
                { Button::new(text::examine::open(lang), "inspect-open").submit() }
                { Button::new(text::examine::forget(lang), "inspect-forget").weight(Weight::Quiet).draw(send(shared, Inspecting::Forget)) }
            </div>
            { room.looking.progress().map(|progress| busy(text::examine::looking(lang), progress, lang, cancel)) }
            { room.looking.fault().map(|fault| finding(Mark::Refused, &fault.message(lang), Html::default(), lang)) }
        </form>
    }
}

/// A callback that tells this room something.
fn send(shared: &Shared, msg: Inspecting) -> Callback<()> {
    shared.dispatch.reform(move |()| Msg::Inspect(msg.clone()))
}

fn things(shared: &Shared, overview: &Overview, limit: &Limit) -> Html {
    let lang = shared.state.settings.lang;
    html! {<>
        <ul class="things">
            { for overview.heads.iter().enumerate().take(limit.shown).map(|(place, head)| thing(shared, place, head)) }
        </ul>
        { limit.button(lang, "things-show-more") }
    </>}
}

fn thing(shared: &Shared, place: usize, head: &Head) -> Html {
    let onclick = send(shared, Inspecting::Choose(place)).reform(|_: yew::MouseEvent| ());
    let kind = match (head.role, head.secret) {
        (Some(role), _) => bare(mark(role)),
        (None, true) => bare(Mark::Secret),
        (None, false) => bare(document::mark(head.verdict)),
    };
    html! {
        <li key={place}>
            <button type="button" class="thing" {onclick} aria-pressed={if shared.state.inspect.chosen == place { "true" } else { "false" }}
                data-test={format!("thing-{place}")}>
                { kind }
                <span><strong>{ &head.title }</strong>{ for head.lines.iter().map(|line| html! {<span class="small muted">{ line }</span>}) }</span>
                { bare(document::mark(head.verdict)) }
            </button>
        </li>
    }
}

fn seen(shared: &Shared, overview: &Overview) -> Html {
    let lang = shared.state.settings.lang;
    let room = &shared.state.inspect;
    html! {<>
        <section class="panel" data-test="inspect-findings">
            <div class="panel__head">
                <h2>{ text::examine::findings(lang) }</h2>
                <span class="small muted">{ overview.summary.join(" ") }</span>
                { Button::new(text::examine::save(lang), "inspect-save").small().draw(send(shared, Inspecting::SaveReport)) }
            </div>
            { blocks(&overview.findings, shared) }
        </section>
        { document(&room.closer.document, shared) }
        if !room.closer.open && !room.closer.tree.is_empty() {
            { Button::new(text::examine::reveal(lang), "inspect-reveal").weight(Weight::Secret).draw(send(shared, Inspecting::Reveal)) }
        }
        { tree(shared) }
    </>}
}
