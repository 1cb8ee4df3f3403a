//! A file or a command to be read and copied, with the deeds that belong to it.

use text::Lang;
use yew::{AttrValue, Callback, Html, html};

use crate::widgets::button::Button;
use crate::widgets::glyph::Icon;

/// A text with what it is.
#[derive(Debug, Clone, Default)]
pub struct Code {
    /// What it is, as the heading and for those who hear it: a path, or the name of a command.
    pub title: AttrValue,
    /// Beside the title: mode and owner, for instance.
    pub note: Option<AttrValue>,
    /// The text.
    pub text: AttrValue,
    /// Whether it is a command below a heading of its own: without a head, and with long lines broken.
    pub command: bool,
    /// The element's name in tests; its buttons are `copy-<name>` and `save-<name>`.
    pub test: AttrValue,
    /// The language.
    pub lang: Lang,
}

impl Code {
    /// The text with a button that copies it, and one that saves it where it is a file.
    pub fn draw(self, oncopy: Callback<()>, onsave: Option<Callback<()>>) -> Html {
        let Code { title, note, text, command, test, lang } = self;
        let copy = Button::new(text::frame::copy(lang), format!("copy-{test}"))
            .spoken(text::frame::copy_of(lang, &title))
            .icon(Icon::Copy)
            .small();
        let save = Button::new(text::frame::save(lang), format!("save-{test}"))
            .spoken(text::frame::save_of(lang, &title))
            .icon(Icon::Save)
            .small();
        let deeds = html! {
            <div class="actions actions--tight">
                { copy.draw(oncopy) }
                { onsave.map(|onsave| save.draw(onsave)) }
            </div>
        };
        // a scrolling area must be reachable by keyboard (WCAG 2.1.1)
        let text = html! {
            <pre class={if command { "code code--wrap" } else { "code" }} tabindex="0" role="group" aria-label={&title}>
                <code>{ lines(&text) }</code>
            </pre>
        };
        if command {
            return html! { <div class="file file--command" data-test={test}>{ text }{ deeds }</div> };
        }
        html! {
            <div class="file" data-test={test}>
                <div class="file__head">
                    <span class="file__path">{ title }</span>
                    { note.map(|note| html! {<span class="small muted">{ note }</span>}) }
                    { deeds }
                </div>
                { text }
            </div>
        }
    }
}

/// Lines, remarks muted. The text stays the same, line ends included.
fn lines(text: &str) -> Html {
    html! {
        { for text.split_inclusive('\n').map(|line| {
            if line.trim_start().starts_with('#') {
                html! {<span class="code__remark">{ line.to_owned() }</span>}
            } else {
                html! { line.to_owned() }
            }
        }) }
    }
}
