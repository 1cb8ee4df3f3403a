//! Something that is there when it is wanted: the browser's own `details`. Whether it is open is nobody else's concern.

use yew::{AttrValue, Callback, Event, Html, TargetCast as _, html};

use crate::widgets::glyph::{Mark, bare};

/// A fold that is being described.
#[derive(Debug, Clone, Default)]
pub struct Fold {
    title: AttrValue,
    test: AttrValue,
    summary: Option<AttrValue>,
    quiet: bool,
    wrong: bool,
    group: Option<AttrValue>,
    ontoggle: Option<Callback<bool>>,
}

impl Fold {
    /// The line that is always there, and the element's name in tests.
    #[must_use]
    pub fn new(title: impl Into<AttrValue>, test: impl Into<AttrValue>) -> Fold {
        Fold { title: title.into(), test: test.into(), ..Fold::default() }
    }

    /// At the end of that line: what is inside, in short.
    #[must_use]
    pub fn summary(self, summary: Option<AttrValue>) -> Fold {
        Fold { summary, ..self }
    }

    /// Smaller and without lines, for use inside cards.
    #[must_use]
    pub fn quiet(self) -> Fold {
        Fold { quiet: true, ..self }
    }

    /// Whether something inside needs attention: that must be seen although it is folded.
    #[must_use]
    pub fn wrong(self, wrong: bool) -> Fold {
        Fold { wrong, ..self }
    }

    /// Of the folds of a group one is open at a time.
    #[must_use]
    pub fn group(self, group: impl Into<AttrValue>) -> Fold {
        Fold { group: Some(group.into()), ..self }
    }

    /// Tells when it was opened or folded.
    #[must_use]
    pub fn ontoggle(self, ontoggle: Callback<bool>) -> Fold {
        Fold { ontoggle: Some(ontoggle), ..self }
    }

    /// The fold with what is inside.
    pub fn draw(self, inside: Html) -> Html {
        let ontoggle = self.ontoggle.map(|ontoggle| {
            ontoggle
                .reform(|event: Event| event.target_unchecked_into::<web_sys::HtmlDetailsElement>().open())
        });
        html! {
            <details class={if self.quiet { "fold fold--quiet" } else { "fold" }} name={self.group} {ontoggle} data-test={self.test}>
                <summary>
                    { self.title }
                    if self.wrong { { bare(Mark::Refused) } }
                    { self.summary.map(|summary| html! {<span class="muted small">{ summary }</span>}) }
                </summary>
                <div class="fold__body">{ inside }</div>
            </details>
        }
    }
}
