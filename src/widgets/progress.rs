//! Work under way: what it is, how far it has come, and the way to stop it.

use text::Lang;
use yew::{AttrValue, Callback, Html, Properties, component, html};

use crate::widgets::button::Button;

/// What [`Busy`] is given.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct BusyProps {
    /// What is being done.
    pub what: AttrValue,
    /// Pieces finished.
    pub done: usize,
    /// Pieces in all; 0 while that is not known.
    pub total: usize,
    /// Stops it.
    pub oncancel: Callback<()>,
    /// The language.
    pub lang: Lang,
}

/// A progress bar with its words and a button that stops the work.
#[component]
pub fn Busy(props: &BusyProps) -> Html {
    let lang = props.lang;
    let known = props.total > 0;
    html! {
        <div class="busy" data-test="busy">
            <span role="status">{ &props.what }</span>
            <progress aria-label={props.what.clone()} value={known.then(|| props.done.to_string())}
                max={known.then(|| props.total.to_string())} />
            if props.total > 1 {
                <span class="small muted">{ text::frame::progress(lang, props.done, props.total) }</span>
            }
            <Button label={text::frame::cancel(lang)} onclick={props.oncancel.clone()} small=true test="cancel" />
        </div>
    }
}
