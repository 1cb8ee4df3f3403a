//! What pictures have in common (SVG 1.1): light colours, nothing from outside, and texts that never become markup. Which
//! picture is drawn is its room's.

use serde::{Deserialize, Serialize};

use crate::role::Role;

/// What a picture is saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics; the browser draws it from the SVG.
    Png,
}

/// Ink, and that of what is said beside; the ground, and thin lines. What is refused, and what is to be known.
pub(crate) const INK: &str = "#14171c";
pub(crate) const MUTED: &str = "#566072";
pub(crate) const GROUND: &str = "#ffffff";
pub(crate) const LINE: &str = "#788292";
pub(crate) const REFUSED: &str = "#b91c1c";
pub(crate) const CAUTION: &str = "#8a5a00";
/// The backend, behind a server.
pub(crate) const BEHIND: &str = "#92400e";

/// A picture of this size around what is drawn in it.
pub(crate) fn picture(width: i32, height: i32, drawn: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"{GROUND}\"/>\n{drawn}</svg>\n"
    )
}

/// The colour of a role.
pub(crate) fn colour(role: Role) -> &'static str {
    match role {
        Role::Authority => "#6d28d9",
        Role::Server => "#1d4ed8",
        Role::Client => "#0f766e",
    }
}

/// A text as character data (XML 1.0 section 2.4); what XML cannot hold at all is left out (section 2.2).
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_a_certificate_says_never_becomes_markup() {
        assert_eq!(
            escaped("</text><script>\"a\" & b\u{0}"),
            "&lt;/text&gt;&lt;script&gt;&quot;a&quot; &amp; b"
        );
        assert_eq!(escaped("가나 b"), "가나 b");
    }
}
