//! A file or a command to be read and copied, with the deeds that belong to it.

use yew::{AttrValue, Callback, Html, Properties, classes, component, html};

use crate::widgets::button::Button;
use crate::widgets::glyph::{self, Icon, Mark};

/// What a [`Code`] is given.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CodeProps {
    /// What it is, as the heading and for those who hear it: a path, or the name of a command.
    pub title: AttrValue,
    /// Beside the title: mode and owner, for instance.
    #[prop_or_default]
    pub note: Option<AttrValue>,
    /// The text.
    pub text: AttrValue,
    /// Whether it holds a secret.
    #[prop_or_default]
    pub secret: bool,
    /// Whether it is a command below a heading of its own: without a head, and with long lines broken.
    #[prop_or_default]
    pub command: bool,
    /// Copies it.
    pub oncopy: Callback<()>,
    /// Saves it; without it there is no such button.
    #[prop_or_default]
    pub onsave: Option<Callback<()>>,
    /// The element's name in tests; its buttons are `copy-<name>` and `save-<name>`.
    pub test: AttrValue,
    /// The language.
    pub lang: text::Lang,
}

/// A file with its head, or a command.
#[component]
pub fn Code(props: &CodeProps) -> Html {
    let lang = props.lang;
    let title = &props.title;
    let deeds = html! {
        <div class="actions actions--tight">
            <Button label={text::frame::copy(lang)} spoken={text::frame::copy_of(lang, title)} icon={Icon::Copy}
                onclick={props.oncopy.clone()} small=true test={format!("copy-{}", props.test)} />
            { props.onsave.clone().map(|onsave| html! {
                <Button label={text::frame::save(lang)} spoken={text::frame::save_of(lang, title)} icon={Icon::Save}
                    onclick={onsave} small=true test={format!("save-{}", props.test)} />
            }) }
        </div>
    };
    // a scrolling area must be reachable by keyboard (WCAG 2.1.1)
    let text = html! {
        <pre class={classes!("code", props.command.then_some("code--wrap"))} tabindex="0" role="group" aria-label={title.clone()}>
            <code>{ lines(&props.text) }</code>
        </pre>
    };
    if props.command {
        return html! {
            <div class="file file--command" data-test={props.test.clone()}>{ text }{ deeds }</div>
        };
    }
    html! {
        <div class={classes!("file", props.secret.then_some("file--secret"))} data-test={props.test.clone()}>
            <div class="file__head">
                if props.secret { { glyph::mark(Mark::Secret, lang) } }
                <span class="file__path">{ title }</span>
                { props.note.as_ref().map(|note| html! {<span class="small muted">{ note }</span>}) }
                { deeds }
            </div>
            { text }
        </div>
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
