//! Tabs: one of several things on show. Arrow keys move between them, Tab leaves (WAI-ARIA tabs pattern).

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::{AttrValue, Callback, Html, html};

use crate::widgets::glyph::{self, Mark};

/// One tab.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Its word.
    pub label: AttrValue,
    /// Drawn before the word.
    pub marks: Vec<Mark>,
    /// The element's name in tests.
    pub test: AttrValue,
}

/// A row of tabs; what they show is drawn by the caller.
#[derive(Debug, Clone)]
pub struct Tabs {
    /// Unique in the document; the tabs are `<id>-<number>`, the panel below must be `<id>-panel`.
    pub id: AttrValue,
    /// What they are tabs of.
    pub label: AttrValue,
    /// In the order in which they are used.
    pub tabs: Vec<Tab>,
    /// For the marks' words.
    pub lang: text::Lang,
    /// The one on show.
    pub selected: usize,
}

impl Tabs {
    /// The row; the number of a newly chosen tab is told.
    pub fn draw(self, onselect: &Callback<usize>) -> Html {
        let Tabs { id, label, tabs, lang, selected } = self;
        let count = tabs.len();
        let onkeydown = {
            let onselect = onselect.clone();
            Callback::from(move |event: KeyboardEvent| {
                let next = match event.key().as_str() {
                    "ArrowRight" => (selected + 1) % count.max(1),
                    "ArrowLeft" => (selected + count.max(1) - 1) % count.max(1),
                    "Home" => 0,
                    "End" => count.saturating_sub(1),
                    _ => return,
                };
                event.prevent_default();
                focus_tab(&event, next);
                onselect.emit(next);
            })
        };
        html! {
            <div class="tabs" role="tablist" aria-label={label} {onkeydown}>
                { for tabs.iter().enumerate().map(|(index, tab)| {
                    let chosen = index == selected;
                    let onclick = onselect.reform(move |_| index);
                    html! {
                        <button type="button" role="tab" id={format!("{id}-{index}")} {onclick}
                            aria-selected={if chosen { "true" } else { "false" }} aria-controls={format!("{id}-panel")}
                            tabindex={if chosen { "0" } else { "-1" }} data-test={tab.test.clone()}>
                            { for tab.marks.iter().map(|mark| glyph::mark(*mark, lang)) }
                            { &tab.label }
                        </button>
                    }
                }) }
            </div>
        }
    }
}

/// Moves the focus to the tab with that number in the row where the event happened.
fn focus_tab(event: &KeyboardEvent, number: usize) {
    let row = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let row = row.and_then(|tab| tab.parent_element());
    let tab = row.and_then(|row| row.children().item(u32::try_from(number).unwrap_or_default()));
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
        tab.focus().ok();
    }
}
