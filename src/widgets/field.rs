//! A labelled text field with its hint, its error and its cautions tied to it (WCAG 1.3.1, 3.3.1, 3.3.3).

use text::{Lang, Message};
use wasm_bindgen::JsCast as _;
use web_sys::{ClipboardEvent, HtmlInputElement, InputEvent};
use yew::{AttrValue, Callback, Event, Html, TargetCast as _, html};

use crate::shell::document;
use crate::widgets::glyph::{Mark, bare};

/// A text field that is being described.
#[derive(Debug, Clone, Default)]
pub struct Field {
    id: AttrValue,
    label: AttrValue,
    label_unseen: bool,
    kind: AttrValue,
    placeholder: Option<AttrValue>,
    hint: Option<AttrValue>,
    error: Option<Message>,
    cautions: Vec<Message>,
    mono: bool,
    secret: bool,
    lines: bool,
    autocomplete: AttrValue,
    onpastelist: Option<Callback<String>>,
    lang: Lang,
}

impl Field {
    /// A field with its id, which is its name in tests too, and with what to enter. The hint is `<id>-hint`, the error `<id>-error`.
    #[must_use]
    pub fn new(id: impl Into<AttrValue>, label: impl Into<AttrValue>, lang: Lang) -> Field {
        Field {
            id: id.into(),
            label: label.into(),
            kind: AttrValue::Static("text"),
            autocomplete: AttrValue::Static("off"),
            lang,
            ..Field::default()
        }
    }

    /// The label is only spoken, because what stands around says it.
    #[must_use]
    pub fn label_unseen(self) -> Field {
        Field { label_unseen: true, ..self }
    }

    /// Another kind of text: `email`, `url`, `date`; `numeric` for digits.
    #[must_use]
    pub fn kind(self, kind: &'static str) -> Field {
        Field { kind: AttrValue::Static(kind), ..self }
    }

    /// An example, never the only explanation.
    #[must_use]
    pub fn example(self, example: impl Into<AttrValue>) -> Field {
        Field { placeholder: Some(example.into()), ..self }
    }

    /// One sentence on what is wanted.
    #[must_use]
    pub fn hint(self, hint: impl Into<AttrValue>) -> Field {
        Field { hint: Some(hint.into()), ..self }
    }

    /// What is wrong and what to try; it takes the hint's place.
    #[must_use]
    pub fn error(self, error: Option<Message>) -> Field {
        Field { error, ..self }
    }

    /// What is allowed but should be known.
    #[must_use]
    pub fn cautions(self, cautions: Vec<Message>) -> Field {
        Field { cautions, ..self }
    }

    /// For a name, address or number that is read letter by letter.
    #[must_use]
    pub fn mono(self) -> Field {
        Field { mono: true, ..self }
    }

    /// For a list: several lines.
    #[must_use]
    pub fn lines(self, lines: bool) -> Field {
        Field { lines, ..self }
    }

    /// For a passphrase; `autocomplete` is what browsers' password managers are told.
    #[must_use]
    pub fn secret(self, autocomplete: &'static str) -> Field {
        Field { secret: true, autocomplete: AttrValue::Static(autocomplete), ..self }.kind("password")
    }

    /// Takes a pasted text with more than one line or a comma; without it, pastes go in as they are.
    #[must_use]
    pub fn pastes(self, onpastelist: Callback<String>) -> Field {
        Field { onpastelist: Some(onpastelist), ..self }
    }

    /// The field with its text as typed; every change is told.
    pub fn draw(self, value: &str, oninput: &Callback<String>) -> Html {
        let onpaste = self.onpastelist.map(|onpastelist| {
            let oninput = oninput.clone();
            Callback::from(move |event: Event| {
                let (stays, text) = pasted(&event);
                if text.contains(['\n', '\r', '\t', ',', ';']) {
                    event.prevent_default();
                    if stays.is_empty() {
                        oninput.emit(stays);
                    }
                    onpastelist.emit(text);
                }
            })
        });
        let oninput =
            oninput.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
        let class = match (self.mono, self.secret) {
            (_, true) => "input input--secret",
            (true, false) => "input input--mono",
            (false, false) => "input",
        };
        let (kind, inputmode) = match self.kind.as_str() {
            "numeric" => (AttrValue::Static("text"), Some("numeric")),
            // browsers strip spaces from values of these kinds while people type: only the keyboard is theirs
            "email" => (AttrValue::Static("text"), Some("email")),
            "url" => (AttrValue::Static("text"), Some("url")),
            _ => (self.kind.clone(), None),
        };
        // an empty field is left alone: giving it a value makes the browser build its inside at once. Not so where something stands in it
        // that is to go: Yew 0.23 clears no field that was first drawn without a value
        let value = (!value.is_empty() || document::is_filled(&self.id)).then(|| value.to_owned());
        let described =
            described_by(&self.id, self.hint.is_some(), self.error.is_some(), !self.cautions.is_empty());
        html! {
            <div class="field">
                <label class={if self.label_unseen { "unseen" } else { "field__label" }} for={&self.id}>{ self.label }</label>
                if self.lines {
                    <textarea id={&self.id} class="area area--mono" {value} {oninput} spellcheck="false"
                        aria-invalid={self.error.is_some().then_some("true")} aria-describedby={described} data-test={&self.id} />
                } else {
                    <input id={&self.id} {class} type={kind} {inputmode} {value} placeholder={self.placeholder} {oninput} {onpaste}
                        autocomplete={self.autocomplete} autocapitalize="none" spellcheck="false"
                        aria-invalid={self.error.is_some().then_some("true")} aria-describedby={described} data-test={&self.id} />
                }
                { notes(&self.id, self.hint.as_ref(), self.error.as_ref(), &self.cautions, self.lang) }
            </div>
        }
    }
}

/// What stays in a field into which something is being pasted, and that text. Nothing stays of what is selected as a whole.
pub(super) fn pasted(event: &Event) -> (String, String) {
    let field: HtmlInputElement = event.target_unchecked_into();
    let mut stays = field.value();
    // selections are counted in UTF-16
    let end = u32::try_from(stays.encode_utf16().count()).ok();
    if field.selection_start() == Ok(Some(0)) && field.selection_end() == Ok(end) {
        stays.clear();
    }
    let event: &ClipboardEvent = event.unchecked_ref();
    let text = event.clipboard_data().and_then(|data| data.get_data("text").ok());
    (stays, text.unwrap_or_default())
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
pub fn error(id: &str, error: &Message, lang: Lang) -> Html {
    html! {
        <p class="field__error" id={format!("{id}-error")} data-test={format!("{id}-error")}>
            { bare(Mark::Refused) }
            <span><span class="unseen">{ Mark::Refused.word(lang) }{ ": " }</span>{ &*error.problem }{ " " }{ &*error.remedy }</span>
        </p>
    }
}
