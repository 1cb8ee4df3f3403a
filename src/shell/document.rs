//! The document around the page: its language, theme, title and focus.

use wasm_bindgen::JsCast;
use web_sys::{
    Document, Element, HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition,
};
use workbench::settings::Settings;

/// Tells the document its language, theme and title.
pub fn dress(settings: Settings, title: &str) {
    let Some(document) = document() else { return };
    if document.title() != title {
        document.set_title(title);
    }
    if let Some(root) = document.document_element() {
        put(&root, "lang", settings.lang.tag());
        put(&root, "data-theme", settings.theme.id());
    }
}

/// Says in the document that the page is ready and needs no network: tests and people's tools wait for it.
pub fn mark_ready(ready: bool) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        put(&root, "data-ready", if ready { "true" } else { "false" });
    }
}

/// Sets an attribute that says something else now. Browsers look through all styles when the root element changes, and
/// this is asked after every message.
fn put(root: &Element, name: &str, value: &str) {
    if root.get_attribute(name).as_deref() != Some(value) {
        let _ = root.set_attribute(name, value);
    }
}

/// Moves the focus to the element with this id, if it is there.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus to where a link has led; on a telephone the window begins with what that controls, which stands far below it there.
pub fn focus_led(id: &str) {
    focus(id);
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(shows) = element.and_then(|element| element.get_attribute("aria-controls"))
        && !is_wide()
    {
        begin_with_drawn(&shows);
    }
}

/// The same as `focus` when the element is drawn in the turn that runs now, or is a part of a drawing.
pub fn focus_drawn(id: &str) {
    let id = id.to_owned();
    wasm_bindgen_futures::spawn_local(async move {
        let element = document().and_then(|document| document.get_element_by_id(&id));
        if let Some(element) = element {
            let _ = element.unchecked_into::<web_sys::SvgElement>().focus();
        }
    });
}

/// Scrolls no further than is needed for the element with this id to be seen, once it is drawn in the turn that runs now.
pub fn show_drawn(id: &str) {
    scroll_to_drawn(id, ScrollLogicalPosition::Nearest);
}

/// Scrolls until the window begins with the element with this id, once it is drawn in the turn that runs now.
pub fn begin_with_drawn(id: &str) {
    scroll_to_drawn(id, ScrollLogicalPosition::Start);
}

fn scroll_to_drawn(id: &str, block: ScrollLogicalPosition) {
    let id = id.to_owned();
    wasm_bindgen_futures::spawn_local(async move {
        let element = document().and_then(|document| document.get_element_by_id(&id));
        if let Some(element) = element {
            scroll_to(&element, block);
        }
    });
}

/// Scrolls no further than is needed for an element to be seen.
pub fn show(element: &Element) {
    scroll_to(element, ScrollLogicalPosition::Nearest);
}

fn scroll_to(element: &Element, block: ScrollLogicalPosition) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(block);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Scrolls each child of an element, and nothing else, until the first of what a selector finds in it is seen, once it is drawn in the
/// turn that runs now. The children are what their contents are placed by (`position`).
pub fn show_in_each_drawn(boxes: Element, selector: &'static str) {
    wasm_bindgen_futures::spawn_local(async move {
        let mut next = boxes.first_element_child();
        while let Some(it) = next {
            if let Ok(Some(found)) = it.query_selector(selector) {
                let found: HtmlElement = found.unchecked_into();
                let below = found.offset_top() - it.scroll_top();
                if below < 0 || below + found.offset_height() > it.client_height() {
                    // a third of the way down: what stands before it is seen as well
                    it.set_scroll_top(it.scroll_top() + below - it.client_height() / 3);
                }
            }
            next = it.next_element_sibling();
        }
    });
}

/// Whether what is chosen and what it shows stand beside each other (app.css).
#[must_use]
pub fn is_wide() -> bool {
    let width = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64());
    width.is_none_or(|width| width >= 760.0)
}

/// Whether a field with this id is drawn and something stands in it.
#[must_use]
pub fn is_filled(id: &str) -> bool {
    let field = document().and_then(|document| document.get_element_by_id(id));
    field.is_some_and(|field| !field.unchecked_into::<HtmlInputElement>().value().is_empty())
}

/// Whether the focus was lost with the element that had it.
#[must_use]
pub fn is_unfocused() -> bool {
    document().is_none_or(|document| document.active_element() == document.body().map(Element::from))
}

/// Moves the focus to the first field that is wrong in the part of the page with this class, or to the button that adds
/// what is missing (WCAG 2.2, technique SCR32). The fold around it is opened: nothing folded can have the focus.
pub fn focus_wrong(class: &'static str) {
    // what is wrong is drawn in the turn that runs now
    wasm_bindgen_futures::spawn_local(async move {
        let wrong = [".", class, " :is([aria-invalid],.field__error~.actions button)"].concat();
        let Some(Ok(Some(wrong))) = document().map(|document| document.query_selector(&wrong)) else {
            return;
        };
        if let Ok(Some(fold)) = wrong.closest("details") {
            put(&fold, "open", "");
        }
        if let Ok(wrong) = wrong.dyn_into::<HtmlElement>() {
            let _ = wrong.focus();
        }
    });
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
