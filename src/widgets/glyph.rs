//! Marks (who is who, how it stands: colour, letter and shape together) and icons (what a button does).
//! All are inline SVG in the colour of their surroundings.

use text::Lang;
use workbench::role::Role;
use yew::{Classes, Html, classes, html};

/// Who or how: always shown with its shape, and its letter where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the variants are the roles' and the verdicts' own names")]
pub enum Mark {
    Authority,
    Server,
    Client,
    Backend,
    Fine,
    Caution,
    Refused,
    /// A private key, a passphrase, or a file that holds one.
    Secret,
}

impl Mark {
    /// The class that sets the mark's colour for itself and what is inside the same element.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Mark::Authority => "is-authority",
            Mark::Server => "is-server",
            Mark::Client => "is-client",
            Mark::Backend => "is-backend",
            Mark::Fine => "is-fine",
            Mark::Caution => "is-caution",
            Mark::Refused => "is-refused",
            Mark::Secret => "is-secret",
        }
    }

    /// Its name as people read it.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Mark::Authority => Role::Authority.word(lang),
            Mark::Server => Role::Server.word(lang),
            Mark::Client => Role::Client.word(lang),
            Mark::Backend => text::frame::backend(lang),
            Mark::Fine => text::frame::fine(lang),
            Mark::Caution => text::frame::caution(lang),
            Mark::Refused => text::frame::refused(lang),
            Mark::Secret => text::frame::secret(lang),
        }
    }

    fn shape(self) -> Html {
        match self {
            Mark::Authority => html! {<>
                <circle cx="12" cy="12" r="11" />
                <circle cx="12" cy="12" r="8.25" />
                { letter("A") }
            </>},
            Mark::Server => {
                html! {<><rect x="1.5" y="1.5" width="21" height="21" rx="1.5" />{ letter("S") }</>}
            }
            Mark::Client => html! {<><circle cx="12" cy="12" r="10.75" />{ letter("C") }</>},
            Mark::Backend => {
                html! {<><path d="M12 .9 21.9 6.4v11.2L12 23.1 2.1 17.6V6.4z" />{ letter("B") }</>}
            }
            Mark::Fine => html! {<path stroke-width="2.5" d="m3.5 12.5 5.5 6L20.5 5" />},
            Mark::Caution => html! {<path d="M12 2.5 22.5 21h-21zM12 9v5.5M12 17v1.5" />},
            Mark::Refused => html! {<path stroke-width="2.5" d="m4.5 4.5 15 15m0-15-15 15" />},
            Mark::Secret => key(),
        }
    }
}

fn letter(letter: &'static str) -> Html {
    html! {<text x="12" y="16" stroke="none">{ letter }</text>}
}

fn key() -> Html {
    html! {<><circle cx="8" cy="16" r="5.25" /><path d="M11.8 12.2 21.5 2.5M16.5 7.5l4 4M13.8 10.2l2.5 2.5" /></>}
}

/// The mark with its word for those who cannot see it. Use [`bare`] where the word stands beside it.
pub fn mark(mark: Mark, lang: Lang) -> Html {
    html! {<>{ bare(mark) }<span class="unseen">{ mark.word(lang) }</span></>}
}

/// The mark alone, for a place where its word is read anyway.
pub fn bare(mark: Mark) -> Html {
    drawing(classes!("glyph", mark.class()), mark.shape())
}

/// What a button does. Icons never stand without a word or a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the variants name the deed")]
pub enum Icon {
    Add,
    Close,
    Copy,
    Save,
    Eye,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    Create,
    Deploy,
    Export,
    Inspect,
    Chain,
    Handshake,
    Doctor,
    About,
    Key,
}

/// The icon, hidden from those who hear the label.
pub fn icon(icon: Icon) -> Html {
    let shape = match icon {
        Icon::Add => html! {<path d="M12 4v16M4 12h16" />},
        Icon::Close => html! {<path d="m5 5 14 14M19 5 5 19" />},
        Icon::Copy => html! {<path d="M8.5 8.5h12v12h-12zM5.5 15.5h-2v-12h12v2" />},
        Icon::Save => html! {<path d="M12 3v12m-5-5 5 5 5-5M4 20.5h16" />},
        Icon::Eye => {
            html! {<><path d="M1.5 12S5.5 5.5 12 5.5 22.5 12 22.5 12 18.5 18.5 12 18.5 1.5 12 1.5 12z" /><circle cx="12" cy="12" r="3" /></>}
        }
        Icon::ThemeSystem => {
            html! {<><circle cx="12" cy="12" r="9" /><path fill="currentColor" d="M12 3a9 9 0 0 1 0 18z" /></>}
        }
        Icon::ThemeLight => {
            html! {<><circle cx="12" cy="12" r="4.5" /><path d="M12 1.5v3m0 15v3M1.5 12h3m15 0h3M4.6 4.6l2.1 2.1m10.6 10.6 2.1 2.1m0-14.8-2.1 2.1M6.7 17.3l-2.1 2.1" /></>}
        }
        Icon::ThemeDark => html! {<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z" />},
        Icon::Create => {
            html! {<path d="M12 9V3.5m0 5.5v3m0 0H5v3m7-3h7v3M9.5 3.5h5M3 15h4v5.5H3zm14 0h4v5.5h-4z" />}
        }
        Icon::Deploy => html! {<path d="M3 4h18v6.5H3zm0 9.5h18V20H3zm4-6.3h.01M7 16.8h.01" />},
        Icon::Export => {
            html! {<path d="M4 9.5h16V20H4zm0 0L6.5 4h11L20 9.5M12 12v5m-2.5-2L12 17.5l2.5-2.5" />}
        }
        Icon::Inspect => html! {<><circle cx="10.5" cy="10.5" r="6.5" /><path d="M15.5 15.5L21 21" /></>},
        Icon::Chain => html! {<path d="M9 3h6v5H9zM3 16h6v5H3zm12 0h6v5h-6zM12 8v4m0 0H6v4m6-4h6v4" />},
        Icon::Handshake => html! {<path d="M3 8h17m-4-4 4 4-4 4M21 16H4m4-4-4 4 4 4" />},
        Icon::Doctor => html! {<path d="M2 12.5h5l2.5-7 5 13 2.5-6h5" />},
        Icon::About => html! {<><circle cx="12" cy="12" r="9.5" /><path d="M12 10.5v6.5m0-10v.5" /></>},
        Icon::Key => key(),
    };
    drawing(classes!("icon"), shape)
}

fn drawing(class: Classes, shape: Html) -> Html {
    html! {
        <svg {class} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"
            stroke-linejoin="round" stroke-linecap="round" aria-hidden="true" focusable="false">
            { shape }
        </svg>
    }
}
