//! The question before something that cannot be taken back. Each answer names what it does.

use pki::crl::Reason;
use workbench::msg::Msg;
use workbench::role::Role;
use workbench::rooms::create;
use workbench::set::{Item, ItemId};
use workbench::state::Question;
use yew::{AttrValue, Callback, Html, html};

use crate::frame::CONTENT;
use crate::pages::words::{day, reason};
use crate::shared::Shared;
use crate::widgets::dialog::Dialog;
use crate::widgets::select::Select;

/// The question that waits for an answer, if there is one.
pub(super) fn question(shared: &Shared) -> Html {
    let state = &shared.state;
    let Some(question) = state.question else { return Html::default() };
    let lang = state.settings.lang;
    let unsaved = state.unsaved_keys();
    let item = |id: ItemId| state.set.as_ref().and_then(|set| set.item(id)).map(|item| &**item);
    let (asked, meaning, confirm): (AttrValue, AttrValue, &'static str) = match question {
        Question::Remove(id) => {
            let Some(item) = item(id) else { return Html::default() };
            let until = day(lang, item.certificate.facts().not_after);
            let meaning = match item.revoked {
                Some(_) => text::frame::ask_remove_revoked_why(lang).into(),
                None => text::frame::ask_remove_why(lang, &until).into(),
            };
            (text::frame::ask_remove(lang, &item.label).into(), meaning, text::frame::ask_remove_do(lang))
        }
        Question::Revoke(id, _) => {
            let Some(item) = item(id) else { return Html::default() };
            (
                text::frame::ask_revoke(lang, &item.label).into(),
                text::frame::ask_revoke_why(lang).into(),
                text::frame::ask_revoke_do(lang),
            )
        }
        Question::SaveKeyUnencrypted(id) => {
            let Some(item) = item(id) else { return Html::default() };
            (
                text::frame::ask_key(lang, &item.label).into(),
                key_meaning(item, lang),
                text::frame::ask_key_do(lang),
            )
        }
        Question::StartOver => (
            text::frame::ask_start_over(lang).into(),
            text::frame::ask_start_over_why(lang, unsaved).into(),
            text::frame::ask_start_over_do(lang),
        ),
        Question::ReplaceSet => (
            text::frame::ask_replace(lang).into(),
            text::frame::ask_replace_why(lang, unsaved).into(),
            text::frame::ask_replace_do(lang),
        ),
        Question::MakeAgain => (
            text::frame::ask_again(lang).into(),
            text::frame::ask_again_why(lang, unsaved).into(),
            text::frame::ask_again_do(lang),
        ),
    };
    let dismiss = match question {
        Question::SaveKeyUnencrypted(_) => text::frame::cancel(lang),
        _ => text::frame::keep(lang),
    };
    let inside = {
        let shared = shared.clone();
        Callback::from(move |()| match question {
            Question::Revoke(id, chosen) => reasons(&shared, id, chosen),
            _ => Html::default(),
        })
    };
    html! {
        <Dialog question={asked} {meaning} {inside} {confirm} {dismiss} fallback={CONTENT}
            onconfirm={shared.dispatch.reform(|()| Msg::Confirm)} ondismiss={shared.dispatch.reform(|()| Msg::Dismiss)} />
    }
}

/// Another reason asks the same question anew.
fn reasons(shared: &Shared, id: ItemId, chosen: Reason) -> Html {
    let lang = shared.state.settings.lang;
    let select = Select {
        id: "reason".into(),
        label: text::create::reason(lang).into(),
        shown: true,
        options: Reason::ALL.iter().map(|offered| (offered.id(), reason(*offered, lang))).collect(),
        value: chosen.id(),
        lang,
        ..Select::default()
    };
    let choose = shared.dispatch.reform(move |value: String| {
        Msg::Create(create::Msg::Revoke(id, Reason::from_id(&value).unwrap_or_default()))
    });
    html! { <div class="form">{ select.draw(&choose) }</div> }
}

fn key_meaning(item: &Item, lang: text::Lang) -> AttrValue {
    match item.role {
        Role::Authority => text::frame::ask_key_authority_why(lang, &item.label).into(),
        Role::Server | Role::Client => text::frame::ask_key_why(lang, &item.label).into(),
    }
}
