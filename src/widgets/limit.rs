//! How much of a long list is drawn: the first entries, and more on request. A thousand clients must not freeze the page.

use text::Lang;
use yew::{AttrValue, Callback, Html, hook, html, use_state};

use crate::widgets::button::Button;

/// How many entries are drawn at first.
const FIRST: usize = 20;

/// How many entries of a list are drawn now.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// At most this many.
    pub shown: usize,
    /// Draws four times as many.
    pub more: Callback<()>,
}

/// The limit of one list, kept by the component that draws it.
#[hook]
pub fn use_limit() -> Limit {
    let shown = use_state(|| FIRST);
    let more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown * 4))
    };
    Limit { shown: *shown, more }
}

impl Limit {
    /// The button for more, where there is more.
    pub fn button(&self, total: usize, lang: Lang, test: impl Into<AttrValue>) -> Html {
        let rest = total.saturating_sub(self.shown);
        if rest == 0 {
            return Html::default();
        }
        html! {
            <p class="rest">
                { Button::new(text::frame::show_more(lang, rest.min(self.shown * 3)), test).small().draw(self.more.clone()) }
                <span class="small muted">{ text::frame::shown(lang, self.shown, total) }</span>
            </p>
        }
    }
}
