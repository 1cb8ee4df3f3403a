//! The Inspect room: what was given at the left, with what came of it; at the right what is wrong, then one thing down to its octets.

use pki::secret::Secret;
use text::Lang;
use web_sys::FileList;
use workbench::lab::Msg;
use workbench::room::Room;
use workbench::rooms::inspect::{LIMIT_MIB, Msg as Inspecting};
use workbench::sight::overview::{Head, Overview};
use yew::{Callback, Html, SubmitEvent, component, html};

use crate::looking::{Looking, RoomProps};
use crate::pages::chain::elsewhere;
use crate::pages::titled;
use crate::pages::words::mark;
use crate::shared::LAB_TITLE_ID;
use crate::shell::files;
use crate::widgets::button::{Button, Weight};
use crate::widgets::document::{self, blocks, document};
use crate::widgets::field::Field;
use crate::widgets::file_drop::files_drop;
use crate::widgets::finding::finding;
use crate::widgets::glyph::{Mark, bare};
use crate::widgets::limit::{Limit, use_limit};
use crate::widgets::progress::busy;
use crate::widgets::tree::Tree;

/// More files at once than anybody looks at.
const MOST_FILES: usize = 200;

/// The Inspect room.
#[component]
pub fn Inspect(props: &RoomProps) -> Html {
    let shared = &props.shared;
    let lang = shared.state.lang;
    let room = &shared.state.inspect;
    let overview = room.overview.as_deref();
    let limit = use_limit(overview.map_or(0, |overview| overview.heads.len()));
    html! {
        <div class="room">
            { titled(LAB_TITLE_ID, text::frame::inspect(lang), text::frame::inspect_for(lang)) }
            { elsewhere(shared) }
            <div class="room__columns">
                <section class="room__choices" aria-label={text::examine::things(lang)}>
                    { given(shared) }
                    // one place whether it is there or not: what stands before it would be drawn anew, and lose the focus
                    <>{ overview.map(|overview| things(shared, overview, &limit)) }</>
                </section>
                <section class="room__results" aria-label={text::examine::findings(lang)}>
                    { match overview {
                        Some(overview) => seen(shared, overview),
                        None if room.looking.progress().is_none() => nothing(lang),
                        None => Html::default(),
                    } }
                </section>
            </div>
        </div>
    }
}

fn given(shared: &Looking) -> Html {
    let lang = shared.state.lang;
    let room = &shared.state.inspect;
    let dispatch = shared.dispatch.clone();
    let onfiles = Callback::from(move |given: FileList| {
        let dispatch = dispatch.clone();
        files::read(files::listed(&given, MOST_FILES), LIMIT_MIB, move |read| {
            dispatch.emit(Msg::Inspect(read.map_or_else(Inspecting::Refused, Inspecting::File)));
        });
    });
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
    let onmade = shared.dispatch.reform(|_: yew::Event| Msg::Inspect(Inspecting::WithMade));
    html! {
        <form class="form" {onsubmit} novalidate=true>
            { files_drop("inspect-file", text::examine::choose(lang).into(), html! { drop }, onfiles) }
            { paste.draw(&text(&room.pasted), &typing(Inspecting::Pasted)) }
            { passphrase.draw(&text(&room.passphrase), &typing(Inspecting::Passphrase)) }
            if !shared.state.made.is_empty() {
                <label class="check">
                    <input type="checkbox" checked={room.with_made} onchange={onmade} data-test="inspect-made" />
                    <span>{ text::examine::made(lang) }</span>
                </label>
            }
            <div class="actions">
                { Button::new(text::examine::open(lang), "inspect-open").submit() }
                { Button::new(text::examine::forget(lang), "inspect-forget").weight(Weight::Quiet).draw(send(shared, Inspecting::Forget)) }
            </div>
            // one element whatever comes and goes: without it the fields before would change places while people type
            <div>
                { room.looking.progress().map(|progress| busy(text::examine::looking(lang), progress, lang, cancel)) }
                { room.looking.fault().map(|fault| finding(Mark::Refused, &fault.message(lang), Html::default(), lang)) }
            </div>
        </form>
    }
}

/// A callback that tells this room something.
fn send(shared: &Looking, msg: Inspecting) -> Callback<()> {
    shared.dispatch.reform(move |()| Msg::Inspect(msg.clone()))
}

fn things(shared: &Looking, overview: &Overview, limit: &Limit) -> Html {
    let lang = shared.state.lang;
    html! {<>
        <ul class="things">
            { for overview.heads.iter().enumerate().take(limit.shown).map(|(place, head)| thing(shared, place, head)) }
        </ul>
        { limit.button(lang, "things-show-more") }
    </>}
}

fn thing(shared: &Looking, place: usize, head: &Head) -> Html {
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

fn nothing(lang: Lang) -> Html {
    html! {
        <div class="empty">
            <h2>{ text::examine::nothing(lang) }</h2>
            <p>{ text::examine::nothing_why(lang) }</p>
            <div class="actions"><a class="button" href={Room::Create.address()}>{ text::frame::create(lang) }</a></div>
        </div>
    }
}

fn seen(shared: &Looking, overview: &Overview) -> Html {
    let lang = shared.state.lang;
    let room = &shared.state.inspect;
    html! {<>
        <section class="panel" data-test="inspect-findings">
            <div class="panel__head">
                <h2>{ text::examine::findings(lang) }</h2>
                <span class="small muted">{ overview.summary.join(" · ") }</span>
                { Button::new(text::examine::save(lang), "inspect-save").small().draw(send(shared, Inspecting::SaveReport)) }
            </div>
            { blocks(&overview.findings, &shared.reader()) }
        </section>
        { document(&room.closer.document, &shared.reader()) }
        if !room.closer.open && !room.closer.tree.is_empty() {
            { Button::new(text::examine::reveal(lang), "inspect-reveal").weight(Weight::Secret).draw(send(shared, Inspecting::Reveal)) }
        }
        { Tree {
            prefix: "",
            title: text::examine::tree(lang),
            values: &room.closer.tree,
            octets: room.octets(),
            reasons: &[],
            pointing: &room.pointing,
            lang,
        }.draw(&shared.dispatch.reform(|msg| Msg::Inspect(Inspecting::Tree(msg))), send(shared, Inspecting::CopyHex)) }
    </>}
}
