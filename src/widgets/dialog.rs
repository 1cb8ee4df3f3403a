//! A question that must be answered before anything else: the browser's own modal `dialog`.

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlDialogElement, HtmlElement};
use yew::{AttrValue, Callback, Event, Html, Properties, component, html, use_effect_with, use_node_ref};

use crate::shell::document;
use crate::widgets::button::{Button, Weight};

/// After an answer the page has been drawn anew by then: three frames.
const DRAWN_MILLISECONDS: u32 = 50;

/// What a [`Dialog`] is given.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct DialogProps {
    /// The question.
    pub question: AttrValue,
    /// What each answer means.
    pub meaning: AttrValue,
    /// The answer that cannot be taken back, as a verb that names it.
    pub confirm: AttrValue,
    /// The answer that changes nothing.
    pub dismiss: AttrValue,
    /// It was confirmed.
    pub onconfirm: Callback<()>,
    /// The id of the element that takes the focus when what had it before is gone.
    pub fallback: &'static str,
    /// It was dismissed, by the button or by Escape.
    pub ondismiss: Callback<()>,
}

/// A question in front of the page. The focus comes back to where it was, if that is still there.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let dialog = use_node_ref();
    {
        let (dialog, fallback) = (dialog.clone(), props.fallback);
        use_effect_with((), move |()| {
            let before = web_sys::window()
                .and_then(|window| window.document())
                .and_then(|document| document.active_element())
                .and_then(|element| element.dyn_into::<HtmlElement>().ok());
            let opened = dialog.cast::<HtmlDialogElement>();
            if let Some(dialog) = &opened {
                // it refuses only when it is open already
                dialog.show_modal().ok();
            }
            move || {
                // while it is open, nothing outside it takes the focus
                if let Some(dialog) = opened {
                    dialog.close();
                }
                // what had the focus may go away with the answer; that is known when the page has been drawn
                Timeout::new(DRAWN_MILLISECONDS, move || {
                    match before.filter(|before| before.is_connected()) {
                        Some(before) => drop(before.focus()),
                        None => document::focus(fallback),
                    }
                })
                .forget();
            }
        });
    }
    let oncancel = {
        let ondismiss = props.ondismiss.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            ondismiss.emit(());
        })
    };
    html! {
        <dialog ref={dialog} class="dialog" {oncancel} aria-labelledby="question" aria-describedby="question-meaning" data-test="question">
            <h2 id="question">{ &props.question }</h2>
            <p id="question-meaning">{ &props.meaning }</p>
            <div class="actions">
                { Button::new(props.dismiss.clone(), "dismiss").draw(props.ondismiss.clone()) }
                { Button::new(props.confirm.clone(), "confirm").weight(Weight::Danger).draw(props.onconfirm.clone()) }
            </div>
        </dialog>
    }
}
