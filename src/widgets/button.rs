//! A button: a verb, perhaps with an icon before it.

use yew::{AttrValue, Callback, Html, MouseEvent, Properties, classes, component, html};

use crate::widgets::glyph::{Icon, icon};

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// One of several.
    #[default]
    Plain,
    /// What most people do next; one in a panel.
    Primary,
    /// Among text, without a border.
    Quiet,
    /// Takes something away for good.
    Danger,
    /// Shows or hands out a secret.
    Secret,
}

/// What a [`Button`] is given.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ButtonProps {
    /// The verb.
    pub label: AttrValue,
    /// The whole sentence for those who do not see what stands around; it contains the label.
    #[prop_or_default]
    pub spoken: Option<AttrValue>,
    /// What happens; a submit button leaves it to its form.
    #[prop_or_default]
    pub onclick: Callback<()>,
    /// The element's name in tests.
    pub test: AttrValue,
    /// How much it asks to be pressed.
    #[prop_or_default]
    pub weight: Weight,
    /// Drawn before the label.
    #[prop_or_default]
    pub icon: Option<Icon>,
    /// Whether only the icon is drawn; the label is then spoken.
    #[prop_or_default]
    pub icon_alone: bool,
    /// Less high, for use inside cards and lists.
    #[prop_or_default]
    pub small: bool,
    /// As wide as its column.
    #[prop_or_default]
    pub wide: bool,
    /// Whether it cannot be pressed now; why must be readable beside it.
    #[prop_or_default]
    pub disabled: bool,
    /// Whether what it opens is open.
    #[prop_or_default]
    pub expanded: Option<bool>,
    /// Whether pressing Enter in its form's fields presses it.
    #[prop_or_default]
    pub submit: bool,
}

/// A button.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let weight = match props.weight {
        Weight::Plain => None,
        Weight::Primary => Some("button--primary"),
        Weight::Quiet => Some("button--quiet"),
        Weight::Danger => Some("button--danger"),
        Weight::Secret => Some("button--secret"),
    };
    let class = classes!(
        "button",
        weight,
        props.small.then_some("button--small"),
        props.wide.then_some("button--wide"),
        props.icon_alone.then_some("button--icon"),
    );
    // a form's own submit event does the work of a submit button, so that Enter and click are one way
    let onclick = (!props.submit).then(|| {
        let onclick = props.onclick.clone();
        Callback::from(move |_: MouseEvent| onclick.emit(()))
    });
    let spoken = props.spoken.clone().or_else(|| props.icon_alone.then(|| props.label.clone()));
    html! {
        <button type={if props.submit { "submit" } else { "button" }} {class} {onclick} disabled={props.disabled}
            aria-label={spoken} aria-expanded={props.expanded.map(|open| if open { "true" } else { "false" })}
            data-test={props.test.clone()}>
            { props.icon.map(icon) }
            if !props.icon_alone { <span>{ &props.label }</span> }
        </button>
    }
}
