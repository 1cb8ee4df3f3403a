//! The question before something that cannot be taken back. Each answer names what it does.

use workbench::role::Role;
use workbench::set::{Item, ItemId};
use workbench::state::{Question, State};
use yew::{AttrValue, Callback, Html, html};

use crate::frame::CONTENT;
use crate::pages::words::day;
use crate::widgets::dialog::Dialog;

/// The question that waits for an answer, if there is one. `answer` is told whether it was yes.
pub(super) fn question(state: &State, answer: &Callback<bool>) -> Html {
    let Some(question) = state.question else { return Html::default() };
    let lang = state.settings.lang;
    let unsaved = state.unsaved_keys();
    let lost = text::frame::ask_replace_why(lang, unsaved);
    let and = |more: &str| AttrValue::from([&*lost, " ", more].concat());
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
        Question::SaveOpenedUnencrypted(place) => {
            let Some(file) = state.export.opening.opened_file(place) else { return Html::default() };
            (
                text::frame::ask_opened(lang, &file.path).into(),
                text::frame::ask_opened_why(lang).into(),
                text::frame::ask_opened_do(lang),
            )
        }
        Question::StartOver => (
            text::frame::ask_start_over(lang).into(),
            and(text::frame::ask_start_over_why(lang)),
            text::frame::ask_start_over_do(lang),
        ),
        Question::ReplaceSet => {
            (text::frame::ask_replace(lang).into(), lost.into(), text::frame::ask_replace_do(lang))
        }
        Question::MakeAgain => (
            text::frame::ask_again(lang).into(),
            and(text::frame::ask_again_why(lang)),
            text::frame::ask_again_do(lang),
        ),
    };
    let dismiss = match question {
        Question::SaveKeyUnencrypted(_) | Question::SaveOpenedUnencrypted(_) => text::frame::cancel(lang),
        _ => text::frame::keep(lang),
    };
    html! {
        <Dialog question={asked} {meaning} {confirm} {dismiss} fallback={CONTENT}
            onconfirm={answer.reform(|()| true)} ondismiss={answer.reform(|()| false)} />
    }
}

fn key_meaning(item: &Item, lang: text::Lang) -> AttrValue {
    match item.role {
        Role::Authority => text::frame::ask_key_authority_why(lang, &item.label).into(),
        Role::Server | Role::Client => text::frame::ask_key_why(lang, &item.label).into(),
    }
}
