//! How much of a long list is drawn: the first entries, and more on request. A thousand clients must not freeze the page,
//! so even those are drawn in portions, each a task of its own.

use gloo_timers::callback::Timeout;
use text::Lang;
use yew::{AttrValue, Callback, Html, hook, html, use_effect_with, use_state};

use crate::widgets::button::{Button, Weight};

/// How many entries a list shows unasked.
const FIRST: usize = 20;
/// How many are drawn in one task.
const PORTION: usize = 8;

/// How many entries of a list are drawn now.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// At most this many.
    pub shown: usize,
    /// At most this many when all portions are drawn.
    wanted: usize,
    /// How many there are.
    total: usize,
    /// Draws four times as many.
    more: Callback<()>,
}

/// The limit of a list of this length, kept by the component that draws it.
#[hook]
pub fn use_limit(total: usize) -> Limit {
    let shown = use_state(|| PORTION);
    let wanted = use_state(|| FIRST);
    let goal = total.min(*wanted).max(PORTION);
    {
        let shown = shown.clone();
        use_effect_with((*shown, goal), move |&(now, goal)| {
            let next = goal.min(now + PORTION);
            let timer = (next != now).then(|| Timeout::new(0, move || shown.set(next)));
            move || drop(timer)
        });
    }
    let more = {
        let wanted = wanted.clone();
        Callback::from(move |()| wanted.set(*wanted * 4))
    };
    Limit { shown: *shown, wanted: *wanted, total, more }
}

impl Limit {
    /// The button that empties the list, where taking out one entry after the other would be tedious.
    pub fn clear(&self, lang: Lang, test: impl Into<AttrValue>, onclear: Callback<()>) -> Html {
        if self.total <= PORTION {
            return Html::default();
        }
        let label = text::frame::clear_all(lang, self.total);
        Button::new(label, test).small().weight(Weight::Quiet).draw(onclear)
    }

    /// The button for more, where there is more.
    pub fn button(&self, lang: Lang, test: impl Into<AttrValue>) -> Html {
        let rest = self.total.saturating_sub(self.wanted);
        if rest == 0 {
            return Html::default();
        }
        html! {
            <p class="rest">
                { Button::new(text::frame::show_more(lang, rest.min(self.wanted * 3)), test).small().draw(self.more.clone()) }
                <span class="small muted">{ text::frame::shown(lang, self.wanted, self.total) }</span>
            </p>
        }
    }
}
