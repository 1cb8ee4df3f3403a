//! The last resort: when the page itself breaks, people are told what happened, in both languages, without Yew.

use std::panic::PanicHookInfo;

use text::Lang;
use web_sys::{Document, Element};

/// Paints a message in the place of the page when it panics. The message leaves the browser by nobody's hand but the
/// user's.
pub fn install() {
    install_in(|document| Some(document.body()?.into()));
}

/// The same for a program that has a part of the page: the rest of it goes on. Yew is told, since it puts a hook of its own in the place
/// of any other that it does not know when it mounts an application.
pub fn install_in(place: fn(&Document) -> Option<Element>) {
    yew::set_custom_panic_hook(Box::new(move |info| {
        let _ = paint(info, place);
    }));
}

fn paint(info: &PanicHookInfo<'_>, place: fn(&Document) -> Option<Element>) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let painted = place(&document)?;
    let panel = element(&document, "section", "")?;
    panel.set_class_name("broken");
    panel.set_attribute("role", "alert").ok()?;
    for lang in Lang::ALL {
        let part = element(&document, "div", "")?;
        part.set_attribute("lang", lang.tag()).ok()?;
        part.append_child(&*element(&document, "h1", text::page::broken_title(lang))?).ok()?;
        let message = text::page::broken(lang);
        part.append_child(&*element(&document, "p", &message.problem)?).ok()?;
        part.append_child(&*element(&document, "p", &message.remedy)?).ok()?;
        panel.append_child(&part).ok()?;
    }
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let report = format!("Handfast {} · {place} · {info}", env!("CARGO_PKG_VERSION"));
    panel.append_child(&*element(&document, "pre", &report)?).ok()?;
    painted.replace_children_with_node_1(&panel);
    Some(())
}

fn element(document: &Document, name: &str, text: &str) -> Option<Element> {
    let element = document.create_element(name).ok()?;
    element.set_text_content(Some(text));
    Some(element)
}
