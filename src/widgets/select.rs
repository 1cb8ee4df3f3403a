//! A choice of one among a few, by the browser's own control; and a few exclusive choices side by side.

use text::{Lang, Message};
use web_sys::{Event, HtmlSelectElement};
use yew::{AttrValue, Callback, Html, Properties, TargetCast as _, component, html};

use crate::widgets::field::{described_by, notes};

/// What a [`Select`] is given.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SelectProps {
    /// Unique in the document.
    pub id: AttrValue,
    /// What is chosen.
    pub label: AttrValue,
    /// Whether the label is only spoken, because what stands around says it.
    #[prop_or_default]
    pub label_unseen: bool,
    /// Value and words of each choice.
    pub options: Vec<(AttrValue, AttrValue)>,
    /// The chosen value.
    pub value: AttrValue,
    /// A choice was made.
    pub onchoose: Callback<String>,
    /// The element's name in tests.
    pub test: AttrValue,
    /// One sentence on the choice.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What is wrong and what to try.
    #[prop_or_default]
    pub error: Option<Message>,
    /// What is allowed but should be known.
    #[prop_or_default]
    pub cautions: Vec<Message>,
    /// For the marks' words.
    pub lang: Lang,
}

/// A drop-down choice.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let onchange = {
        let onchoose = props.onchoose.clone();
        Callback::from(move |event: Event| {
            onchoose.emit(event.target_unchecked_into::<HtmlSelectElement>().value());
        })
    };
    html! {
        <div class="field">
            <label class={if props.label_unseen { "unseen" } else { "field__label" }} for={props.id.clone()}>
                { &props.label }
            </label>
            <select id={props.id.clone()} class="select" {onchange} data-test={props.test.clone()}
                aria-invalid={props.error.is_some().then_some("true")}
                aria-describedby={described_by(&props.id, props.hint.is_some(), props.error.is_some(), !props.cautions.is_empty())}>
                { for props.options.iter().map(|(value, words)| html! {
                    <option key={value.as_str()} value={value.clone()} selected={*value == props.value}>{ words }</option>
                }) }
            </select>
            { notes(&props.id, props.hint.as_ref(), props.error.as_ref(), &props.cautions, props.lang) }
        </div>
    }
}
