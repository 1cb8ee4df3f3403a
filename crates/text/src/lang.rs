//! The languages, and how one is chosen from what a browser or a user says. Nothing is stored here.

use serde::{Deserialize, Serialize};

/// A language of the product. Korean and English are equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
}

impl Lang {
    /// Both languages, in the order of the language switch.
    pub const ALL: [Lang; 2] = [Lang::Ko, Lang::En];

    /// The BCP 47 tag, as used in `<html lang>`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ko => "ko",
        }
    }

    /// The language for a BCP 47 tag such as `ko-KR`; English when it is neither of ours.
    #[must_use]
    pub fn from_tag(tag: &str) -> Lang {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("ko") { Lang::Ko } else { Lang::En }
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn browser_tags_choose_the_language() {
        for (tag, lang) in [
            ("ko", Lang::Ko),
            ("ko-KR", Lang::Ko),
            ("KO_kr", Lang::Ko),
            ("kok", Lang::En),
            ("en-GB", Lang::En),
            ("", Lang::En),
        ] {
            assert_eq!(Lang::from_tag(tag), lang, "{tag}");
        }
    }
}
