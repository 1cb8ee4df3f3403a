//! Work under way: what it is, how far it has come, and the way to stop it.

use text::Lang;
use workbench::task::Progress;
use yew::{AttrValue, Callback, Html, html};

use crate::widgets::button::Button;

/// A progress bar with its words and a button that stops the work.
pub fn busy(what: impl Into<AttrValue>, progress: Progress, lang: Lang, oncancel: Callback<()>) -> Html {
    let what = what.into();
    let Progress { done, total } = progress;
    let known = total > 0;
    html! {
        <div class="busy" data-test="busy">
            <span role="status">{ &what }</span>
            <progress aria-label={what} value={known.then(|| done.to_string())} max={known.then(|| total.to_string())} />
            if total > 1 { <span class="small muted">{ text::frame::progress(lang, done, total) }</span> }
            { Button::new(text::frame::cancel(lang), "cancel").small().draw(oncancel) }
        </div>
    }
}
