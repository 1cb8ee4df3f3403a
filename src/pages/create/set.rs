//! The set: the authority above, a line to each certificate that it issued, all on one scale of time; and issuing more.

use std::rc::Rc;

use text::Lang;
use workbench::form::MoreKind;
use workbench::msg::Msg;
use workbench::room::Room;
use workbench::rooms::create;
use workbench::rooms::create::many::Msg as Many;
use workbench::set::{CertificateSet, Item};
use yew::{Html, UseStateHandle, html};

use crate::pages::create::card::Card;
use crate::pages::create::{many, more};
use crate::pages::words::day;
use crate::shared::Shared;
use crate::widgets::button::{Button, Weight};
use crate::widgets::glyph::Icon;
use crate::widgets::lifeline::Scale;
use crate::widgets::limit::Limit;

/// The set with everything that can be done with it.
pub(super) fn set(
    shared: &Shared,
    set: &Rc<CertificateSet>,
    limit: &Limit,
    more_limit: &Limit,
    revealed: &UseStateHandle<bool>,
) -> Html {
    let lang = shared.state.settings.lang;
    // to the hour, so that the cards stay as they are while the seconds pass
    let now = shared.state.now.plus_seconds(-shared.state.now.unix_seconds().rem_euclid(3600));
    let spans =
        set.items().map(|item| (item.certificate.facts().not_before, item.certificate.facts().not_after));
    let Some(scale) = Scale::around(spans, now) else { return Html::default() };
    let refused = |item: &Item| {
        let refused = shared.state.create.renaming.as_ref().filter(|(id, ..)| *id == item.id);
        refused.map(|(_, typed, problem)| (typed.clone(), problem.message(lang)))
    };
    let card = |item: &Rc<Item>, list: Option<Shared>| {
        html! { <Card item={Rc::clone(item)} refused={refused(item)} {list} {scale} {now} {lang} dispatch={shared.dispatch.clone()} /> }
    };
    html! {
        <section class="panel" data-test="set">
            <div class="panel__head">
                <h2>{ text::create::set(lang) }</h2>
                <span class="small muted">{ text::create::issued_count(lang, set.leaves.len()) }</span>
                <a class="button button--small button--primary" href={Room::Deploy.address()} data-test="next">{ text::create::next(lang) }</a>
            </div>
            { actions(shared, set, lang) }
            // one place whether it is there or not: what stands before it would be drawn anew, and lose the focus
            <>{ shared.state.create.more.as_ref().map(|more| more::more(shared, more, more_limit)) }</>
            { many::many(shared, revealed) }
            <p class="scale" aria-hidden="true"><span>{ day(lang, scale.from) }</span><span class="scale__today">{ text::create::today_is(lang, &day(lang, now)) }</span><span>{ day(lang, scale.to) }</span></p>
            <div class="chain">
                { card(&set.authority, Some(shared.clone())) }
                <ul class="chain__issued">
                    { for set.leaves.iter().take(limit.shown).map(|item| html! { <li key={item.id.0}>{ card(item, None) }</li> }) }
                </ul>
            </div>
            { limit.button(lang, "set-show-more") }
        </section>
    }
}

fn actions(shared: &Shared, set: &CertificateSet, lang: Lang) -> Html {
    let can_issue = set.authority.key.is_some();
    let open = |kind: MoreKind| shared.dispatch.reform(move |()| Msg::Create(create::Msg::OpenMore(kind)));
    let is_open = |kind: MoreKind| shared.state.create.more.as_ref().is_some_and(|more| more.kind == kind);
    let issue = |label: &'static str, kind: MoreKind, test: &'static str| {
        let button =
            Button::new(label, test).icon(Icon::Add).small().disabled(!can_issue).expanded(is_open(kind));
        button.draw(open(kind))
    };
    let open = shared.state.create.many.open;
    let many = Button::new(text::create::many(lang), "many-clients").icon(Icon::Add).small();
    let many = many.disabled(!can_issue).expanded(open).draw(many::send(shared, Many::Open(!open)));
    let start_over = Button::new(text::create::start_over(lang), "start-over").small().weight(Weight::Quiet);
    html! {<>
        <div class="actions set__actions">
            { issue(text::create::issue_clients(lang), MoreKind::Clients, "issue-clients") }
            { many }
            { issue(text::create::issue_server(lang), MoreKind::Server, "issue-server") }
            { start_over.draw(shared.dispatch.reform(|()| Msg::Create(create::Msg::StartOver))) }
        </div>
        if !can_issue { <p class="small muted">{ text::create::no_authority_key(lang) }</p> }
    </>}
}
