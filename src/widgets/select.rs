//! A choice of one among a few, by the browser's own control.

use text::{Lang, Message};
use web_sys::{Event, HtmlSelectElement};
use yew::{AttrValue, Callback, Html, TargetCast as _, html};

use crate::widgets::field::{described_by, notes};

/// A drop-down choice.
#[derive(Debug, Clone, Default)]
pub struct Select {
    /// Unique in the document; its name in tests too.
    pub id: AttrValue,
    /// What is chosen.
    pub label: AttrValue,
    /// Value and words of each choice.
    pub options: Vec<(AttrValue, AttrValue)>,
    /// The chosen value.
    pub value: AttrValue,
    /// One sentence on the choice.
    pub hint: Option<AttrValue>,
    /// What is wrong and what to try.
    pub error: Option<Message>,
    /// What is allowed but should be known.
    pub cautions: Vec<Message>,
    /// For the marks' words.
    pub lang: Lang,
}

impl Select {
    /// The control; the value of what is chosen is told.
    pub fn draw(self, onchoose: &Callback<String>) -> Html {
        let Select { id, label, options, value, hint, error, cautions, lang } = self;
        let onchange =
            onchoose.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
        let described = described_by(&id, hint.is_some(), error.is_some(), !cautions.is_empty());
        html! {
            <div class="field">
                <label class="field__label" for={&id}>{ label }</label>
                <select id={&id} class="select" {onchange} data-test={&id} aria-invalid={error.is_some().then_some("true")} aria-describedby={described}>
                    { for options.into_iter().map(|(choice, words)| html! {
                        <option value={&choice} selected={choice == value}>{ words }</option>
                    }) }
                </select>
                { notes(&id, hint.as_ref(), error.as_ref(), &cautions, lang) }
            </div>
        }
    }
}
