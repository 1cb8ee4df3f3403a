//! The header: the name, the rooms (a bar at the bottom of a narrow screen), the switches for language and colours.

use text::Lang;
use workbench::msg::Msg;
use workbench::room::Room;
use workbench::settings::Theme;
use yew::{Html, html};

use crate::frame::name;
use crate::shared::Shared;
use crate::widgets::button::{Button, Weight};
use crate::widgets::glyph::{Icon, icon};

/// The header of every room.
pub(super) fn header(shared: &Shared) -> Html {
    let settings = shared.state.settings;
    let lang = settings.lang;
    html! {
        <header class="header">
            <a class="brand" href={Room::Create.address()}>{ logo() }{ text::frame::name(lang) }</a>
            <nav class="rooms" aria-label={text::frame::rooms(lang)}>
                <ul>{ for Room::ALL.into_iter().map(|room| link(room, shared.state.room, lang)) }</ul>
            </nav>
            <div class="segments" role="group" aria-label={text::frame::language(lang)}>
                { for Lang::ALL.into_iter().map(|choice| language(choice, shared)) }
            </div>
            { theme(settings.theme, shared) }
        </header>
    }
}

fn link(room: Room, current: Room, lang: Lang) -> Html {
    let picture = match room {
        Room::Create => Icon::Create,
        Room::Deploy => Icon::Deploy,
        Room::Export => Icon::Export,
        Room::Inspect => Icon::Inspect,
        Room::Chain => Icon::Chain,
        Room::Handshake => Icon::Handshake,
        Room::Doctor => Icon::Doctor,
        Room::About => Icon::About,
    };
    let word = name(room, lang);
    html! {
        <li key={room.slug()}>
            <a href={room.address()} aria-current={(room == current).then_some("page")} data-test={format!("room-{}", room.slug())}>
                { icon(picture) }
                <span data-word={word}>{ word }</span>
            </a>
        </li>
    }
}

/// Each language is named in itself, whatever the page's language is.
fn language(choice: Lang, shared: &Shared) -> Html {
    let (short, whole) = match choice {
        Lang::Ko => ("한", "한국어"),
        Lang::En => ("EN", "EN, English"),
    };
    let pressed = if shared.state.settings.lang == choice { "true" } else { "false" };
    let onclick = shared.dispatch.reform(move |_| Msg::Language(choice));
    html! {
        <button key={choice.tag()} type="button" lang={choice.tag()} aria-label={whole} aria-pressed={pressed} {onclick}
            data-test={format!("language-{}", choice.tag())}>{ short }</button>
    }
}

fn theme(theme: Theme, shared: &Shared) -> Html {
    let lang = shared.state.settings.lang;
    let (label, picture) = match theme {
        Theme::System => (text::frame::theme_system(lang), Icon::ThemeSystem),
        Theme::Light => (text::frame::theme_light(lang), Icon::ThemeLight),
        Theme::Dark => (text::frame::theme_dark(lang), Icon::ThemeDark),
    };
    let button = Button::new(label, "theme").icon_alone(picture).small().weight(Weight::Quiet);
    button.draw(shared.dispatch.reform(move |()| Msg::Theme(theme.next())))
}

/// Two rings that hold each other: the same drawing as `static/icon.svg`, in the page's colours.
fn logo() -> Html {
    html! {
        <svg viewBox="0 0 32 32" fill="none" stroke-width="3.5" aria-hidden="true" focusable="false">
            <circle class="is-server logo__ring" cx="11.5" cy="16" r="8" />
            <circle class="is-client logo__ring" cx="20.5" cy="16" r="8" />
            <path class="is-server logo__ring" d="M14.9 8.76a8 8 0 0 1 4.28 5.03" />
        </svg>
    }
}
