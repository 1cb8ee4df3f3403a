//! A file or a command to be read and copied, with the deeds that belong to it.

use workbench::document::{Code, Ground, Ink, Part};
use workbench::reading::Msg;
use yew::{Html, html};

use crate::widgets::button::Button;
use crate::widgets::glyph::Icon;
use crate::widgets::reader::Reader;

/// The text with a button that copies it, and one that saves it where it is a file.
pub fn code(code: &Code, reader: &Reader<'_>) -> Html {
    let Code { id, title, note, text, parts, command, save } = code;
    let lang = reader.lang;
    let button = |label, deed: &str, spoken, icon| {
        Button::new(label, [deed, "-", id].concat()).spoken(spoken).icon(icon).small()
    };
    let copied = text.clone();
    let oncopy = reader.tell.reform(move |()| Msg::Copy(copied.clone()));
    let copy = button(text::frame::copy(lang), "copy", text::frame::copy_of(lang, title), Icon::Copy);
    let save = save.as_ref().map(|name| {
        let (name, saved) = (name.clone(), text.clone());
        let onsave = reader.tell.reform(move |()| Msg::Save(name.clone(), saved.clone()));
        button(text::frame::save(lang), "save", text::frame::save_of(lang, title), Icon::Save).draw(onsave)
    });
    let deeds = html! {<div class="actions actions--tight">{ copy.draw(oncopy) }{ save }</div>};
    let mut rest = text.as_str();
    let parts: Vec<Html> = parts.iter().map(|described| part(described, &mut rest)).collect();
    // a scrolling area must be reachable by keyboard (WCAG 2.1.1)
    let text = html! {
        <div class={if *command { "code code--wrap" } else { "code" }} tabindex="0" role="group" aria-label={title.clone()}>
            { parts }{ rest.to_owned() }
        </div>
    };
    if *command {
        return html! { <div class="file file--command" data-test={id.clone()}>{ text }{ deeds }</div> };
    }
    html! {
        <div class="file" data-test={id.clone()}>
            <div class="file__head">
                <span class="file__path">{ title }</span>
                <span class="small muted">{ note }</span>
                { deeds }
            </div>
            { text }
        </div>
    }
}

/// A part with its colours; what explains it opens below it.
fn part(part: &Part, rest: &mut &str) -> Html {
    let class = match part.ground {
        Ground::Same => None,
        Ground::Added => Some("code__added"),
        Ground::Removed => Some("code__removed"),
    };
    let mut piece = |(ink, length): &(Ink, usize)| {
        let (text, after) = rest.split_at_checked(*length).unwrap_or((rest, ""));
        *rest = after;
        let class = match ink {
            Ink::Plain => return html! { text.to_owned() },
            Ink::Remark => "code__remark",
            Ink::Word => "code__word",
            Ink::Value => "code__value",
            Ink::Variable => "code__variable",
        };
        html! {<span {class}>{ text.to_owned() }</span>}
    };
    let pieces: Vec<Html> = part.inks.iter().map(&mut piece).collect();
    match (class, &*part.why) {
        (None, []) => html! {<>{ pieces }</>},
        (Some(class), []) => html! {<span {class}>{ pieces }</span>},
        (class, why) => html! {
            <details {class}>
                <summary>{ pieces }</summary>
                { for why.iter().map(|why| html! {<p class="code__why">{ why }</p>}) }
            </details>
        },
    }
}
