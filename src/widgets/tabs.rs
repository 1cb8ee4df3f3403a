//! Tabs: one of several things on show. Arrow keys move between them, Tab leaves (WAI-ARIA tabs pattern).

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use workbench::document::Tabs;
use yew::{Callback, Html, html};

use crate::pages::words;
use crate::widgets::glyph;

/// The row; what the tabs show is drawn by the caller, in a panel `<id>-panel`. The number of a newly chosen tab is told.
pub fn tabs(row: &Tabs, selected: usize, onselect: &Callback<usize>, lang: text::Lang) -> Html {
    let count = row.tabs.len();
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
        <div class="tabs" role="tablist" aria-label={row.label.clone()} {onkeydown}>
            { for row.tabs.iter().enumerate().map(|(index, tab)| {
                let chosen = index == selected;
                let onclick = onselect.reform(move |_| index);
                let name = format!("{}-{index}", row.id);
                html! {
                    <button type="button" role="tab" id={name.clone()} {onclick}
                        aria-selected={if chosen { "true" } else { "false" }} aria-controls={format!("{}-panel", row.id)}
                        tabindex={if chosen { "0" } else { "-1" }} data-test={name}>
                        { tab.role.map(|role| glyph::mark(words::mark(role), lang)) }
                        { &tab.label }
                    </button>
                }
            }) }
        </div>
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
