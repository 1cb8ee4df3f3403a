//! A button: a verb, perhaps with an icon before it.

use yew::{AttrValue, Callback, Html, MouseEvent, html};

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

/// A button that is being described. It is a plain function in the end and not a component of Yew's: it remembers
/// nothing, and each kind of component weighs kilobytes.
#[derive(Debug, Clone, Default)]
pub struct Button {
    label: AttrValue,
    test: AttrValue,
    spoken: Option<AttrValue>,
    weight: Weight,
    icon: Option<Icon>,
    icon_alone: bool,
    small: bool,
    wide: bool,
    disabled: bool,
    expanded: Option<bool>,
}

impl Button {
    /// A button with a verb, and its element's name in tests, which is its id too.
    #[must_use]
    pub fn new(label: impl Into<AttrValue>, test: impl Into<AttrValue>) -> Button {
        Button { label: label.into(), test: test.into(), ..Button::default() }
    }

    /// The whole sentence for those who do not see what stands around; it contains the label.
    #[must_use]
    pub fn spoken(self, spoken: impl Into<AttrValue>) -> Button {
        Button { spoken: Some(spoken.into()), ..self }
    }

    /// How much it asks to be pressed.
    #[must_use]
    pub fn weight(self, weight: Weight) -> Button {
        Button { weight, ..self }
    }

    /// Drawn before the label.
    #[must_use]
    pub fn icon(self, icon: Icon) -> Button {
        Button { icon: Some(icon), ..self }
    }

    /// Only the icon is drawn; the label is spoken.
    #[must_use]
    pub fn icon_alone(self, icon: Icon) -> Button {
        Button { icon: Some(icon), icon_alone: true, spoken: Some(self.label.clone()), ..self }
    }

    /// Less high, for use inside cards and lists.
    #[must_use]
    pub fn small(self) -> Button {
        Button { small: true, ..self }
    }

    /// As wide as its column.
    #[must_use]
    pub fn wide(self) -> Button {
        Button { wide: true, ..self }
    }

    /// Whether pressing it does nothing now; why must be readable beside it. It keeps the focus, as what was just pressed should: the
    /// browser would take that from a button with the attribute `disabled`.
    #[must_use]
    pub fn disabled(self, disabled: bool) -> Button {
        Button { disabled, ..self }
    }

    /// Whether what it opens is open.
    #[must_use]
    pub fn expanded(self, expanded: bool) -> Button {
        Button { expanded: Some(expanded), ..self }
    }

    /// The button; what happens when it is pressed.
    pub fn draw(self, onclick: Callback<()>) -> Html {
        let onclick = (!self.disabled).then(|| onclick.reform(|_: MouseEvent| ()));
        self.whole("button", onclick)
    }

    /// The button of a form, whose own submit event does the work, so that Enter and click are one way.
    pub fn submit(self) -> Html {
        self.whole("submit", None)
    }

    fn whole(self, kind: &'static str, onclick: Option<Callback<MouseEvent>>) -> Html {
        let weight = match self.weight {
            Weight::Plain => "",
            Weight::Primary => " button--primary",
            Weight::Quiet => " button--quiet",
            Weight::Danger => " button--danger",
            Weight::Secret => " button--secret",
        };
        let mut class = format!("button{weight}");
        for (given, name) in
            [(self.small, " button--small"), (self.wide, " button--wide"), (self.icon_alone, " button--icon")]
        {
            class.push_str(if given { name } else { "" });
        }
        let expanded = self.expanded.map(|open| if open { "true" } else { "false" });
        html! {
            <button id={&self.test} type={kind} {class} {onclick} aria-disabled={self.disabled.then_some("true")} aria-label={self.spoken} aria-expanded={expanded} data-test={self.test}>
                { self.icon.map(icon) }
                if !self.icon_alone { <span>{ self.label }</span> }
            </button>
        }
    }
}
