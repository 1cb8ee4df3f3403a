//! The authority's revocation list on its card: what it says, until when it is good, and the file to install.

use pki::crl::CrlLifetime;
use workbench::msg::Msg;
use workbench::rooms::create;
use workbench::set::CertificateSet;
use yew::{AttrValue, Html, html};

use crate::pages::words::day;
use crate::shared::Shared;
use crate::widgets::button::{Button, Weight};
use crate::widgets::facts::facts;
use crate::widgets::finding::finding;
use crate::widgets::glyph::{Icon, Mark};
use crate::widgets::select::Select;

/// The list that was signed last, and the way to the next one.
pub(super) fn list(shared: &Shared, set: &CertificateSet) -> Html {
    let state = &shared.state;
    let lang = state.settings.lang;
    let send = |msg: create::Msg| shared.dispatch.reform(move |()| Msg::Create(msg.clone()));
    let button = |label: &'static str, test: &'static str| Button::new(label, test).small();
    let sign = button(text::create::list_sign(lang), "list-sign").weight(Weight::Quiet);
    let row = |name: &'static str, value: Html| (AttrValue::Static(name), value);
    let lifetimes: [(u32, &'static str, &'static str); 4] = [
        (7, "7", text::create::list_week(lang)),
        (30, "30", text::create::list_month(lang)),
        (90, "90", text::create::list_quarter(lang)),
        (365, "365", text::create::list_year(lang)),
    ];
    let chosen = lifetimes.iter().find(|(days, ..)| *days == set.list_lifetime.to_days());
    let lifetime = Select {
        id: "list-lifetime".into(),
        label: text::create::list_lifetime(lang).into(),
        options: lifetimes.iter().map(|(_, value, words)| ((*value).into(), (*words).into())).collect(),
        value: chosen.map_or("", |(_, value, _)| value).into(),
        lang,
        ..Select::default()
    };
    let choose = shared.dispatch.reform(move |value: String| {
        let days = lifetimes.iter().find(|(_, choice, _)| *choice == value).map(|(days, ..)| *days);
        let lifetime = days.and_then(|days| CrlLifetime::days(days).ok()).unwrap_or_default();
        Msg::Create(create::Msg::ListLifetime(lifetime))
    });
    html! {
        <div class="revocations" data-test="list">
            { facts(vec![row(text::create::list(lang), match &set.list {
                Some(list) => html! {
                    <span data-test="list-facts">{ text::create::list_facts(lang, list.entries, &list.number.0, &day(lang, list.next_update)) }</span>
                },
                None => html! {<span class="muted">{ text::create::list_none(lang) }</span>},
            })]) }
            <p class="field__hint">{ text::create::list_why(lang) }</p>
            if let Some(fault) = state.create.listing.fault() {
                { finding(Mark::Refused, &fault.message(lang), Html::default(), lang) }
            } else if set.revoked() > 0 && set.current_list(state.now).is_none() {
                <p class={Mark::Caution.class()} role="status">{ text::create::list_old(lang) }</p>
            }
            <div class="actions">
                if set.list.is_some() {
                    { button(text::create::list_copy(lang), "list-copy").icon(Icon::Copy).draw(send(create::Msg::CopyList)) }
                    { button(text::create::list_save(lang), "list-save").icon(Icon::Save).draw(send(create::Msg::SaveList)) }
                }
                { sign.draw(send(create::Msg::SignList)) }
                { lifetime.draw(&choose) }
            </div>
        </div>
    }
}
