//! The authority's revocation list on its card: what it says, until when it is good, and the file to install.

use pki::crl::CrlLifetime;
use workbench::msg::Msg;
use workbench::rooms::create;
use yew::{Html, html};

use crate::pages::words::day;
use crate::shared::Shared;
use crate::widgets::button::Button;
use crate::widgets::finding::finding;
use crate::widgets::fold::Fold;
use crate::widgets::glyph::Mark;

/// The days that are offered for the next list.
const LIFETIMES: [u32; 4] = [7, 30, 90, 365];

/// The list that was signed last, and the way to the next one.
pub(super) fn list(shared: &Shared) -> Html {
    let state = &shared.state;
    let lang = state.settings.lang;
    let Some(set) = &state.set else { return Html::default() };
    let (mark, message) = match (state.create.listing.fault(), &set.list) {
        (Some(fault), _) => (Mark::Refused, fault.message(lang)),
        (None, Some(list)) if set.current_list(state.now).is_some() => {
            let until = day(lang, list.next_update);
            (Mark::Fine, text::create::list(lang, &list.number.0, list.entries, &until))
        }
        (None, Some(_)) => (Mark::Caution, text::create::list_old(lang)),
        (None, None) => (Mark::Fine, text::create::list_none(lang)),
    };
    let days = |days| (text::create::list_sign(lang, days as usize), CrlLifetime::days(days));
    let mut buttons = Vec::new();
    for (label, lifetime) in LIFETIMES.map(days) {
        buttons.extend(lifetime.ok().map(|lifetime| (label, create::Msg::SignList(lifetime))));
    }
    if set.list.is_some() {
        buttons.push((text::create::list_copy(lang).to_owned(), create::Msg::CopyList));
        buttons.push((text::create::list_save(lang).to_owned(), create::Msg::SaveList));
    }
    let mut drawn = Vec::new();
    for (place, (label, msg)) in buttons.into_iter().enumerate() {
        let send = shared.dispatch.reform(move |()| Msg::Create(msg.clone()));
        drawn.push(Button::new(label, format!("list-{place}")).small().draw(send));
    }
    let actions = html! { <div class="actions">{ drawn }</div> };
    if set.list.is_none() && mark == Mark::Fine {
        // most sets never need one: it stays out of the way until then
        let inside = html! {<><p class="prose small muted">{ &*message.remedy }</p>{ actions }</>};
        return Fold::new(message.problem.into_owned(), "list").quiet().draw(inside);
    }
    finding(mark, &message, actions, lang)
}
