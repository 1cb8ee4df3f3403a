//! The language of the terminal, by POSIX's locale variables.

use std::env;

use text::Lang;

/// The language that `LC_ALL`, `LC_MESSAGES` or `LANG` asks for; English when they ask for neither of ours.
#[must_use]
pub fn of_the_terminal() -> Lang {
    let asked = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
    of(&asked.unwrap_or_default())
}

/// The language of a locale such as `ko_KR.UTF-8`.
fn of(locale: &str) -> Lang {
    if locale == "ko" || locale.starts_with("ko_") { Lang::Ko } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_locales_are_told_from_others() {
        for (locale, expected) in [
            ("ko_KR.UTF-8", Lang::Ko),
            ("ko", Lang::Ko),
            ("kok_IN", Lang::En),
            ("en_GB.UTF-8", Lang::En),
            ("C", Lang::En),
            ("", Lang::En),
        ] {
            assert_eq!(of(locale), expected, "{locale:?}");
        }
    }
}
