//! A list of short texts that is typed or pasted: each becomes a chip that can be taken out or edited again.
//! What is typed and not yet entered is this widget's own, purely visual state.

use text::{Lang, Message};
use web_sys::{FocusEvent, HtmlInputElement, InputEvent, KeyboardEvent};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast as _, classes, component, html, use_node_ref, use_state,
};

use crate::widgets::field::{described_by, notes, pasted};
use crate::widgets::glyph::{Icon, Mark, bare, icon};
use crate::widgets::limit::use_limit;

/// One chip.
#[derive(Debug, Clone, PartialEq)]
pub struct Chip {
    /// The text as entered.
    pub text: AttrValue,
    /// What is wrong with it.
    pub error: Option<Message>,
}

/// What [`Chips`] is given.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ChipsProps {
    /// Unique in the document; belongs to the text field.
    pub id: AttrValue,
    /// What is listed.
    pub label: AttrValue,
    /// What the list itself is called for those who hear it.
    pub list_label: AttrValue,
    /// The entries.
    pub chips: Vec<Chip>,
    /// Texts were entered: one, or a pasted list; the receiver splits it.
    pub onadd: Callback<String>,
    /// The entry with that number was taken out.
    pub onremove: Callback<usize>,
    /// All entries were taken out.
    pub onclear: Callback<()>,
    /// An example.
    pub placeholder: AttrValue,
    /// What is wanted.
    pub hint: AttrValue,
    /// What is wrong with the list as a whole.
    #[prop_or_default]
    pub error: Option<Message>,
    /// What is allowed but should be known.
    #[prop_or_default]
    pub cautions: Vec<Message>,
    /// The words for the button that takes an entry out.
    pub remove_label: Callback<AttrValue, AttrValue>,
    /// The text field's name in tests; the chips are `<name>-<number>`, their buttons `<name>-remove-<number>`.
    pub test: AttrValue,
    /// The language.
    pub lang: Lang,
}

/// A list that is typed or pasted.
#[component]
pub fn Chips(props: &ChipsProps) -> Html {
    let typed = use_state(String::new);
    let limit = use_limit(props.chips.len());
    let field = use_node_ref();
    let enter = {
        let (typed, onadd) = (typed.clone(), props.onadd.clone());
        move |text: &str| {
            if !text.trim().is_empty() {
                onadd.emit(text.to_owned());
            }
            typed.set(String::new());
        }
    };
    let oninput = {
        let (typed, enter) = (typed.clone(), enter.clone());
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            if text.ends_with([',', ';']) { enter(&text) } else { typed.set(text) }
        })
    };
    let onkeydown = {
        let (enter, onremove, count) = (enter.clone(), props.onremove.clone(), props.chips.len());
        Callback::from(move |event: KeyboardEvent| {
            // while Hangul is being composed, Enter belongs to the input method
            if event.is_composing() {
                return;
            }
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            match event.key().as_str() {
                "Enter" if !text.trim().is_empty() => {
                    event.prevent_default();
                    enter(&text);
                }
                "Backspace" if text.is_empty() && count > 0 => onremove.emit(count - 1),
                _ => {}
            }
        })
    };
    let onpaste = {
        let enter = enter.clone();
        Callback::from(move |event: yew::Event| {
            let (typed, text) = pasted(&event);
            if text.trim().contains([',', ';', '\n', '\r', '\t', ' ']) {
                event.prevent_default();
                // what is typed there and not yet entered comes first
                enter(&[&*typed, "\n", &*text].concat());
            }
        })
    };
    let onblur = {
        let enter = enter.clone();
        Callback::from(move |event: FocusEvent| {
            enter(&event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let focus = {
        let field = field.clone();
        Callback::from(move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.focus().ok();
            }
        })
    };
    let edit = {
        let (typed, onremove, focus) = (typed.clone(), props.onremove.clone(), focus.clone());
        Callback::from(move |(index, text): (usize, AttrValue)| {
            onremove.emit(index);
            typed.set(text.to_string());
            focus.emit(());
        })
    };
    let wrong: Vec<_> =
        props.chips.iter().filter_map(|chip| Some((&chip.text, chip.error.as_ref()?))).collect();
    let invalid = props.error.is_some() || !wrong.is_empty();
    html! {
        <div class="field">
            <label class="field__label" for={props.id.clone()}>{ &props.label }</label>
            <div class="chips" data-wrong={invalid.then_some("")} onclick={focus.reform(|_| ())}>
                <ul aria-label={props.list_label.clone()}>
                    { for props.chips.iter().enumerate().take(limit.shown).map(|(index, chip)| self::chip(props, index, chip, &edit, &focus)) }
                </ul>
                { limit.button(props.lang, format!("{}-show-more", props.test)) }
                { limit.clear(props.lang, format!("{}-clear", props.test), props.onclear.clone()) }
                <input ref={field} id={props.id.clone()} type="text" value={(*typed).clone()}
                    placeholder={props.chips.is_empty().then(|| props.placeholder.clone())}
                    {oninput} {onkeydown} {onpaste} {onblur}
                    autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="enter"
                    aria-invalid={invalid.then_some("true")}
                    aria-describedby={described_by(&props.id, true, invalid, !props.cautions.is_empty())}
                    data-test={props.test.clone()} />
            </div>
            if props.error.is_none() && !wrong.is_empty() {
                <ul id={format!("{}-error", props.id)} data-test={format!("{}-error", props.test)}>
                    { for wrong.iter().take(5).map(|(text, error)| html! {
                        <li class="field__error">
                            { bare(Mark::Refused) }
                            <span><span class="unseen">{ text }{ ": " }</span>{ &*error.problem }{ " " }{ &*error.remedy }</span>
                        </li>
                    }) }
                </ul>
                { notes(&props.id, None, None, &props.cautions, props.lang) }
            } else {
                { notes(&props.id, Some(&props.hint), props.error.as_ref(), &props.cautions, props.lang) }
            }
        </div>
    }
}

fn chip(
    props: &ChipsProps,
    index: usize,
    chip: &Chip,
    edit: &Callback<(usize, AttrValue)>,
    focus: &Callback<()>,
) -> Html {
    let onedit = {
        let text = chip.text.clone();
        edit.reform(move |event: yew::MouseEvent| {
            event.stop_propagation();
            (index, text.clone())
        })
    };
    let onremove = {
        let focus = focus.clone();
        props.onremove.reform(move |event: yew::MouseEvent| {
            event.stop_propagation();
            // the button goes away with its chip; the focus must not go with it
            focus.emit(());
            index
        })
    };
    html! {
        <li key={format!("{index}-{}", chip.text)} class={classes!("chip", chip.error.is_some().then_some("chip--wrong"))}
            data-test={format!("{}-{index}", props.test)}>
            if chip.error.is_some() { { bare(Mark::Refused) } }
            <span onclick={onedit}>{ &chip.text }</span>
            <button type="button" aria-label={props.remove_label.emit(chip.text.clone())} onclick={onremove}
                data-test={format!("{}-remove-{index}", props.test)}>
                { icon(Icon::Close) }
            </button>
        </li>
    }
}
