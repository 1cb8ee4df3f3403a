//! The set: the authority above, a line to each certificate that it issued, all on one scale of time; and issuing more.

use std::rc::Rc;

use text::Lang;
use workbench::msg::Msg;
use workbench::rooms::Room;
use workbench::rooms::create::{self, More, MoreKind, Which};
use workbench::set::{CertificateSet, Role};
use yew::{Html, Properties, component, html};

use crate::app::Shared;
use crate::pages::create::card::Card;
use crate::pages::create::form::FormView;
use crate::pages::create::{Submit, on_submit, submit};
use crate::pages::words::day;
use crate::shell::route;
use crate::widgets::button::{Button, Weight};
use crate::widgets::glyph::Icon;
use crate::widgets::lifeline::Scale;
use crate::widgets::limit::use_limit;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct SetProps {
    pub(super) shared: Shared,
    pub(super) set: Rc<CertificateSet>,
}

/// The set with everything that can be done with it.
#[component]
pub(super) fn Set(props: &SetProps) -> Html {
    let SetProps { shared, set } = props;
    let lang = shared.state.settings.lang;
    let now = shared.state.now;
    let limit = use_limit();
    let spans =
        set.items().map(|item| (item.certificate.facts().not_before, item.certificate.facts().not_after));
    let Some(scale) = Scale::around(spans, now) else { return Html::default() };
    let card = |item: &Rc<workbench::set::Item>| {
        html! { <Card item={Rc::clone(item)} {scale} {now} {lang} dispatch={shared.dispatch.clone()} /> }
    };
    html! {
        <section class="panel" data-test="set">
            <div class="panel__head">
                <h2>{ text::create::set(lang) }</h2>
                <span class="small muted">{ text::create::issued_count(lang, set.leaves.len()) }</span>
                <a class="button button--small button--primary" href={route::address(Room::Deploy)} data-test="next">{ text::create::next(lang) }</a>
            </div>
            { actions(shared, set, lang) }
            { shared.state.create.more.as_ref().map(|more| html! { <MoreForm shared={shared.clone()} more={more.clone()} /> }) }
            <p class="scale" aria-hidden="true"><span>{ day(lang, scale.from) }</span><span class="scale__today">{ text::create::today_is(lang, &day(lang, now)) }</span><span>{ day(lang, scale.to) }</span></p>
            <div class="chain">
                { card(&set.authority) }
                <ul class="chain__issued">
                    { for set.leaves.iter().take(limit.shown).map(|item| html! { <li key={item.id.0}>{ card(item) }</li> }) }
                </ul>
            </div>
            { limit.button(set.leaves.len(), lang, "set-show-more") }
        </section>
    }
}

fn actions(shared: &Shared, set: &CertificateSet, lang: Lang) -> Html {
    let can_issue = set.authority.key.is_some();
    let open = |kind: MoreKind| shared.dispatch.reform(move |()| Msg::Create(create::Msg::OpenMore(kind)));
    let is_open =
        |kind: MoreKind| Some(shared.state.create.more.as_ref().is_some_and(|more| more.kind == kind));
    html! {<>
        <div class="actions set__actions">
            <Button label={text::create::issue_clients(lang)} icon={Icon::Add} small=true disabled={!can_issue}
                expanded={is_open(MoreKind::Clients)} onclick={open(MoreKind::Clients)} test="issue-clients" />
            <Button label={text::create::issue_server(lang)} icon={Icon::Add} small=true disabled={!can_issue}
                expanded={is_open(MoreKind::Server)} onclick={open(MoreKind::Server)} test="issue-server" />
            <Button label={text::create::start_over(lang)} small=true weight={Weight::Quiet} test="start-over"
                onclick={shared.dispatch.reform(|()| Msg::Create(create::Msg::StartOver))} />
        </div>
        if !can_issue { <p class="small muted">{ text::create::no_authority_key(lang) }</p> }
    </>}
}

#[derive(Clone, PartialEq, Properties)]
struct MoreProps {
    shared: Shared,
    more: More,
}

/// One more server, or more clients, from the authority at hand.
#[component]
fn MoreForm(props: &MoreProps) -> Html {
    let MoreProps { shared, more } = props;
    let lang = shared.state.settings.lang;
    let limit = use_limit();
    let view = FormView {
        which: Which::More,
        form: &more.form,
        report: &more.report,
        now: shared.state.now,
        lang,
        dispatch: &shared.dispatch,
        limit: &limit,
    };
    let (title, fields, role) = match more.kind {
        MoreKind::Clients => (text::create::more_clients(lang), view.clients(), Role::Client),
        MoreKind::Server => (text::create::more_server(lang), view.services(), Role::Server),
    };
    let issue = Submit {
        label: text::create::issue(lang),
        weight: Weight::Primary,
        doing: text::create::issuing(lang),
        test: "issue",
    };
    html! {
        <section class="more" aria-labelledby="more-title" data-test="more-form">
            <div class="panel__head">
                <h3 id="more-title">{ title }</h3>
                <Button label={text::frame::close(lang)} icon={Icon::Close} small=true weight={Weight::Quiet} test="close-more"
                    onclick={shared.dispatch.reform(|()| Msg::Create(create::Msg::CloseMore))} />
            </div>
            <form class="form" onsubmit={on_submit(shared, create::Msg::IssueMore)} novalidate=true>
                { fields }
                { view.more_choices_for(role) }
                { submit(shared, issue, &more.issuing, more.report.problems.len()) }
            </form>
        </section>
    }
}
