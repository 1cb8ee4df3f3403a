//! Issuing more from the authority at hand: one more server, or more clients.

use workbench::form::MoreKind;
use workbench::form::Which;
use workbench::msg::Msg;
use workbench::rooms::create::{self, More};
use yew::{Html, html};

use crate::pages::create::form::FormView;
use crate::pages::create::{Submit, on_submit, submit};
use crate::shared::Shared;
use crate::shell::document;
use crate::widgets::button::{Button, Weight};
use crate::widgets::glyph::Icon;
use crate::widgets::limit::Limit;

/// The form, between the set's buttons and its certificates.
pub(super) fn more(shared: &Shared, more: &More, limit: &Limit) -> Html {
    let lang = shared.state.settings.lang;
    let view = FormView {
        which: Which::More,
        form: &more.form,
        report: &more.report,
        choices: &more.choices,
        lang,
        dispatch: &shared.dispatch,
        limit,
    };
    let (title, fields) = match more.kind {
        MoreKind::Clients => (text::create::more_clients(lang), view.clients()),
        MoreKind::Server => (text::create::more_server(lang), view.services()),
    };
    let issue = Submit {
        label: text::create::issue(lang),
        weight: Weight::Primary,
        doing: text::create::issuing(lang),
        test: "issue",
    };
    let close =
        Button::new(text::frame::close(lang), "close-more").icon(Icon::Close).small().weight(Weight::Quiet);
    html! {
        <section class="more" aria-labelledby="more-title" data-test="more-form">
            <div class="panel__head">
                <h3 id="more-title">{ title }</h3>
                { close.draw(shared.dispatch.reform(|()| Msg::Create(create::Msg::CloseMore))) }
            </div>
            <form class="form" onsubmit={on_submit(shared, create::Msg::IssueMore)} novalidate=true>
                { fields }
                { view.more_choices(shared) }
                { submit(shared, issue, &more.issuing, more.report.problems.len()) }
            </form>
        </section>
    }
}

/// Moves the focus into the form when it has just opened, and back to the button that opened it when the form is gone, unless
/// something else has the focus by then.
pub(super) fn focus([field, button]: [&'static str; 2]) -> impl FnOnce() {
    document::focus(field);
    move || {
        if document::is_unfocused() {
            document::focus(button);
        }
    }
}
