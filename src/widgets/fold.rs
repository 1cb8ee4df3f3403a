//! Something that is there when it is wanted: the browser's own `details`. Whether it is open is nobody else's concern.

use yew::{
    AttrValue, Callback, Children, Event, Html, Properties, TargetCast as _, classes, component, html,
};

use crate::widgets::glyph::{Mark, bare};

/// What a [`Fold`] is given.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FoldProps {
    /// The line that is always there.
    pub title: AttrValue,
    /// At the end of that line: what is inside, in short.
    #[prop_or_default]
    pub summary: Option<AttrValue>,
    /// Smaller and without lines, for use inside cards.
    #[prop_or_default]
    pub quiet: bool,
    /// Whether something inside needs attention: that must be seen although it is folded.
    #[prop_or_default]
    pub wrong: bool,
    /// Whether it was opened or folded.
    #[prop_or_default]
    pub ontoggle: Option<Callback<bool>>,
    /// The element's name in tests.
    pub test: AttrValue,
    /// What is inside.
    pub children: Children,
}

/// A fold.
#[component]
pub fn Fold(props: &FoldProps) -> Html {
    let ontoggle = props.ontoggle.clone().map(|ontoggle| {
        Callback::from(move |event: Event| {
            ontoggle.emit(event.target_unchecked_into::<web_sys::HtmlDetailsElement>().open());
        })
    });
    html! {
        <details class={classes!("fold", props.quiet.then_some("fold--quiet"))} {ontoggle} data-test={props.test.clone()}>
            <summary>
                { &props.title }
                if props.wrong { { bare(Mark::Refused) } }
                { props.summary.as_ref().map(|summary| html! {<span class="muted small">{ summary }</span>}) }
            </summary>
            <div class="fold__body">{ props.children.clone() }</div>
        </details>
    }
}
