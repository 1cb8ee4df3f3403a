//! The Doctor room: what somebody saw, as pasted, and below it what it means and what to do; then the dry run.

mod trial;

use pki::secret::Secret;
use text::doctor_room as say;
use workbench::lab::Msg;
use workbench::rooms::doctor::Msg as Asking;
use workbench::sight::symptom::Diagnosed;
use yew::{Callback, Html, SubmitEvent, component, html};

use crate::looking::{Looking, RoomProps};
use crate::pages::chain::elsewhere;
use crate::pages::titled;
use crate::shared::LAB_TITLE_ID;
use crate::widgets::button::{Button, Weight};
use crate::widgets::document::document;
use crate::widgets::field::Field;
use crate::widgets::finding::finding;
use crate::widgets::glyph::Mark;
use crate::widgets::progress::busy;

/// The Doctor room.
#[component]
pub fn Doctor(props: &RoomProps) -> Html {
    let shared = &props.shared;
    let lang = shared.state.lang;
    html! {
        <div class="room">
            { titled(LAB_TITLE_ID, say::name(lang), say::purpose(lang)) }
            <div>{ elsewhere(shared) }</div>
            <section class="instrument" aria-labelledby="symptom-title">
                <h2 id="symptom-title">{ say::symptom(lang) }</h2>
                { symptom(shared) }
                // one element whatever comes and goes
                <div>{ shared.state.doctor.diagnosed.as_deref().map(|diagnosed| answer(shared, diagnosed)) }</div>
            </section>
            { trial::trial(shared) }
        </div>
    }
}

/// A callback that tells this room something.
fn send(shared: &Looking, msg: Asking) -> Callback<()> {
    shared.dispatch.reform(move |()| Msg::Doctor(msg.clone()))
}

fn symptom(shared: &Looking) -> Html {
    let lang = shared.state.lang;
    let room = &shared.state.doctor;
    let typed = String::from_utf8_lossy(room.message.expose());
    let oninput =
        shared.dispatch.reform(|typed: String| Msg::Doctor(Asking::Message(Secret::new(typed.into_bytes()))));
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    let field = Field::new("symptom", say::message(lang), lang).lines(true).hint(say::message_hint(lang));
    let cancel = shared.dispatch.reform(|()| Msg::Cancel);
    html! {
        <form class="form" {onsubmit} novalidate=true>
            { field.draw(&typed, &oninput) }
            <div class="actions">
                { Button::new(say::example(lang), "symptom-example").draw(send(shared, Asking::Example)) }
                { Button::new(say::forget(lang), "symptom-forget").weight(Weight::Quiet).draw(send(shared, Asking::Forget)) }
            </div>
            // one element whatever comes and goes: without it the field before would change its place while people type
            <div>
                { room.looking.progress().map(|progress| busy(say::looking(lang), progress, lang, cancel)) }
                { room.looking.fault().map(|fault| finding(Mark::Refused, &fault.message(lang), Html::default(), lang)) }
            </div>
        </form>
    }
}

fn answer(shared: &Looking, diagnosed: &Diagnosed) -> Html {
    let lang = shared.state.lang;
    html! {
        <section class="answer" aria-label={say::answer(lang)} data-test="symptom-answer">
            <p class="small muted" role="status">{ &diagnosed.summary }</p>
            { document(&diagnosed.document, &shared.reader()) }
        </section>
    }
}
