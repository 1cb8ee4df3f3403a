//! A labelled text field with its hint, its error and its cautions tied to it (WCAG 1.3.1, 3.3.1, 3.3.3).

use text::{Lang, Message};
use web_sys::{ClipboardEvent, HtmlInputElement, InputEvent};
use yew::{AttrValue, Callback, Html, Properties, TargetCast as _, classes, component, html};

use crate::widgets::glyph::{Mark, bare};

/// What a [`Field`] is given.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FieldProps {
    /// Unique in the document; the hint is `<id>-hint`, the error `<id>-error`.
    pub id: AttrValue,
    /// What to enter.
    pub label: AttrValue,
    /// Whether the label is only spoken, because what stands around says it.
    #[prop_or_default]
    pub label_unseen: bool,
    /// The text as typed.
    pub value: AttrValue,
    /// Every change.
    pub oninput: Callback<String>,
    /// A pasted text with more than one line or a comma; when absent, the field takes pastes as they are.
    #[prop_or_default]
    pub onpastelist: Option<Callback<String>>,
    /// The element's name in tests.
    pub test: AttrValue,
    /// The kind of keyboard: `text`, `email`, `url`, `password`, `date`.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// `numeric` for digits.
    #[prop_or_default]
    pub inputmode: Option<AttrValue>,
    /// An example, never the only explanation.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// One sentence on what is wanted.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What is wrong and what to try; it takes the hint's place.
    #[prop_or_default]
    pub error: Option<Message>,
    /// What is allowed but should be known.
    #[prop_or_default]
    pub cautions: Vec<Message>,
    /// Whether it holds a name, address or number that is read letter by letter.
    #[prop_or_default]
    pub mono: bool,
    /// Whether it holds a secret.
    #[prop_or_default]
    pub secret: bool,
    /// For browsers' password managers; off unless said.
    #[prop_or(AttrValue::Static("off"))]
    pub autocomplete: AttrValue,
    /// For the marks' words.
    pub lang: Lang,
}

/// A text field.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let oninput = {
        let oninput = props.oninput.clone();
        Callback::from(move |event: InputEvent| {
            oninput.emit(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let onpaste = props.onpastelist.clone().map(|onpastelist| {
        Callback::from(move |event: yew::Event| {
            let event: &ClipboardEvent = wasm_bindgen::JsCast::unchecked_ref(&event);
            let text = event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
            if text.contains(['\n', '\r', '\t', ',', ';']) {
                event.prevent_default();
                onpastelist.emit(text);
            }
        })
    });
    let class =
        classes!("input", props.mono.then_some("input--mono"), props.secret.then_some("input--secret"));
    html! {
        <div class="field">
            <label class={if props.label_unseen { "unseen" } else { "field__label" }} for={props.id.clone()}>
                { &props.label }
            </label>
            <input id={props.id.clone()} {class} type={props.kind.clone()} inputmode={props.inputmode.clone()}
                value={props.value.clone()} placeholder={props.placeholder.clone()} {oninput} {onpaste}
                autocomplete={props.autocomplete.clone()} autocapitalize="none" spellcheck="false"
                aria-invalid={props.error.is_some().then_some("true")}
                aria-describedby={described_by(&props.id, props.hint.is_some(), props.error.is_some(), !props.cautions.is_empty())}
                data-test={props.test.clone()} />
            { notes(&props.id, props.hint.as_ref(), props.error.as_ref(), &props.cautions, props.lang) }
        </div>
    }
}

/// The value of `aria-describedby` for a control whose notes are drawn by [`notes`].
#[must_use]
pub fn described_by(id: &str, hint: bool, error: bool, cautions: bool) -> Option<String> {
    let note = if error {
        format!("{id}-error")
    } else if hint {
        format!("{id}-hint")
    } else {
        String::new()
    };
    let cautions = if cautions { format!("{id}-caution") } else { String::new() };
    let all = [note, cautions].into_iter().filter(|id| !id.is_empty()).collect::<Vec<_>>().join(" ");
    (!all.is_empty()).then_some(all)
}

/// Hint or error, then the cautions, below a control.
#[must_use]
pub fn notes(
    id: &str,
    hint: Option<&AttrValue>,
    error: Option<&Message>,
    cautions: &[Message],
    lang: Lang,
) -> Html {
    html! {<>
        { error.map(|error| self::error(id, error, lang)) }
        if error.is_none() {
            { hint.map(|hint| html! {<p class="field__hint" id={format!("{id}-hint")}>{ hint }</p>}) }
        }
        if !cautions.is_empty() {
            <div id={format!("{id}-caution")}>
                { for cautions.iter().map(|caution| html! {
                    <p class="field__caution">
                        { bare(Mark::Caution) }
                        <span><span class="unseen">{ Mark::Caution.word(lang) }{ ": " }</span>{ &*caution.problem }{ " " }{ &*caution.remedy }</span>
                    </p>
                }) }
            </div>
        }
    </>}
}

/// An error at its control: what is wrong, what to try. It is announced when it appears.
#[must_use]
pub fn error(id: &str, error: &Message, lang: Lang) -> Html {
    html! {
        <p class="field__error" id={format!("{id}-error")} data-test={format!("{id}-error")}>
            { bare(Mark::Refused) }
            <span><span class="unseen">{ Mark::Refused.word(lang) }{ ": " }</span>{ &*error.problem }{ " " }{ &*error.remedy }</span>
        </p>
    }
}
