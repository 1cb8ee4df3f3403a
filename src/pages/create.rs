//! The Create room: the form at the left, the set that follows from it at the right.

mod card;
mod choices;
mod clients;
mod empty;
mod form;
mod list;
mod many;
mod more;
mod openssl;
mod set;

use workbench::form::{MoreKind, Which};
use workbench::msg::Msg;
use workbench::problem::Problem;
use workbench::room::Room;
use workbench::rooms::create;
use workbench::task::Task;
use yew::{Callback, Html, SubmitEvent, component, html, use_effect_with, use_state};

use crate::pages::create::form::FormView;
use crate::pages::head;
use crate::shared::{RoomProps, Shared};
use crate::shell::document;
use crate::widgets::button::{Button, Weight};
use crate::widgets::finding::finding;
use crate::widgets::glyph::Mark;
use crate::widgets::limit::{Limit, use_limit};
use crate::widgets::progress::busy;

/// The Create room.
#[component]
pub fn Create(props: &RoomProps) -> Html {
    let shared = &props.shared;
    let state = &shared.state;
    let lang = state.settings.lang;
    let limits = [
        use_limit(state.create.form.clients.len()),
        use_limit(state.set.as_ref().map_or(0, |set| set.leaves.len())),
        use_limit(state.create.more.as_ref().map_or(0, |more| more.form.clients.len())),
    ];
    let revealed = use_state(|| false);
    let more = match state.create.more.as_ref().map(|more| more.kind) {
        Some(MoreKind::Clients) => ["more-client-name-0", "issue-clients"],
        Some(MoreKind::Server) => ["more-service-entry", "issue-server"],
        None => [""; 2],
    };
    let many = &state.create.many;
    let many = if many.open && many.face.is_some() { ["many-list", "many-clients"] } else { [""; 2] };
    use_effect_with(more, |ids| more::focus(*ids));
    use_effect_with(many, |ids| more::focus(*ids));
    html! {
        <div class="room">
            { head(Room::Create, lang) }
            <div class="room__columns">
                <section class="room__choices" aria-label={text::create::form_label(lang)}>{ whole_form(shared, &limits[0]) }</section>
                <section class="room__results" aria-label={text::create::set(lang)}>
                    { match &state.set {
                        Some(set) => set::set(shared, set, &limits[1], &limits[2], &revealed),
                        None => empty::empty(lang),
                    } }
                    { openssl::openssl(shared) }
                </section>
            </div>
        </div>
    }
}

fn whole_form(shared: &Shared, limit: &Limit) -> Html {
    let state = &shared.state;
    let create = &state.create;
    let lang = state.settings.lang;
    let view = FormView {
        which: Which::Set,
        form: &create.form,
        report: &create.report,
        choices: &create.choices,
        lang,
        dispatch: &shared.dispatch,
        limit,
    };
    // once there is a set, the next step is elsewhere
    let (label, weight) = match &state.set {
        Some(_) => (text::create::make_again(lang), Weight::Plain),
        None => (text::create::make(lang), Weight::Primary),
    };
    html! {
        <form class="form" onsubmit={on_submit(shared, create::Msg::Make)} novalidate=true>
            { view.services() }
            { view.clients() }
            { view.more_choices(shared) }
            { submit(shared, Submit { label, weight, doing: text::create::making(lang), test: "make-set" }, &create.making, create.report.problems.len()) }
        </form>
    }
}

/// The button of a form.
struct Submit {
    label: &'static str,
    weight: Weight,
    /// What is being done once it was pressed.
    doing: &'static str,
    test: &'static str,
}

/// The button of a form with what belongs to it: the fields that need attention, the work under way, its fault.
fn submit(shared: &Shared, button: Submit, task: &Task<Problem>, problems: usize) -> Html {
    let Submit { label, weight, doing, test } = button;
    let lang = shared.state.settings.lang;
    html! {
        <div class="submit">
            { Button::new(label, test).weight(weight).wide().submit() }
            if let Some(progress) = task.progress() {
                { busy(doing, progress, lang, cancel(shared, test)) }
            }
            if let Some(fault) = task.fault() {
                { finding(Mark::Refused, &fault.message(lang), Html::default(), lang) }
            } else if problems > 0 {
                <p class="field__hint" role="status">{ text::create::mend_first(lang, problems) }</p>
            }
        </div>
    }
}

/// Stops the work that a button began. What stops it goes away with the work: the focus goes back to that button.
pub(super) fn cancel(shared: &Shared, button: &'static str) -> Callback<()> {
    shared.dispatch.reform(move |()| {
        document::focus(button);
        Msg::Cancel
    })
}

/// What a form does when its button or Enter is pressed; the browser itself sends nothing anywhere.
fn on_submit(shared: &Shared, msg: create::Msg) -> Callback<SubmitEvent> {
    shared.dispatch.reform(move |event: SubmitEvent| {
        event.prevent_default();
        Msg::Create(msg.clone())
    })
}
