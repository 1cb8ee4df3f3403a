//! What the browser remembers between visits: language and theme. Nothing else is ever stored.

use text::Lang;
use web_sys::Storage;
use workbench::settings::{Settings, Theme};

const LANGUAGE: &str = "handfast.language";
const THEME: &str = "handfast.theme";

/// The settings of the last visit; where there are none, the browser's language.
#[must_use]
pub fn load() -> Settings {
    let stored = |key: &str| storage().and_then(|storage| storage.get_item(key).ok().flatten());
    let browser = || web_sys::window().and_then(|window| window.navigator().language()).unwrap_or_default();
    Settings {
        lang: Lang::from_tag(&stored(LANGUAGE).unwrap_or_else(browser)),
        theme: Theme::from_id(&stored(THEME).unwrap_or_default()),
    }
}

/// Remembers the settings; tells whether the browser did.
pub fn store(settings: Settings) -> bool {
    let Some(storage) = storage() else { return false };
    storage.set_item(LANGUAGE, settings.lang.tag()).is_ok()
        && storage.set_item(THEME, settings.theme.id()).is_ok()
}

/// Absent where the user forbade storage: then asking for it throws.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
