//! Regular expressions as configurations have them. nginx gives them to PCRE (pcre2pattern(3)); here regex-lite tries those that mean the
//! same to both. What goes beyond it (looking around, references, possessive repeats) is not tried, and whoever asks is told so.

use regex_lite::{Regex, RegexBuilder};

/// An expression that can be tried.
#[derive(Debug)]
pub(crate) struct Expression(Regex);

/// What a match captured: the whole, then group after group.
pub(crate) type Captures = Vec<Option<String>>;

/// A repeat behind a repeat: possessive to PCRE, or an error, and once more around it to regex-lite.
const REPEATED: [&str; 12] = ["*+", "++", "?+", "}+", "**", "+*", "?*", "}*", "*{", "+{", "?{", "}{"];

impl Expression {
    /// Reads one; `None` where it goes beyond what is tried here.
    pub(crate) fn read(pattern: &str, caseless: bool) -> Option<Expression> {
        if REPEATED.iter().any(|repeat| pattern.contains(repeat)) {
            return None;
        }
        RegexBuilder::new(pattern).case_insensitive(caseless).build().ok().map(Expression)
    }

    /// The names of its groups, the whole first.
    pub(crate) fn names(&self) -> impl Iterator<Item = Option<&str>> {
        self.0.capture_names()
    }

    /// What the first match captures; the outer `None` where that cannot be said here.
    pub(crate) fn find(&self, text: &str) -> Option<Option<Captures>> {
        // `$` of PCRE is before the last line feed as well
        if text.ends_with('\n') {
            return None;
        }
        let whole = |captures: regex_lite::Captures<'_>| {
            captures.iter().map(|group| group.map(|group| group.as_str().to_owned())).collect()
        };
        Some(self.0.captures(text).map(whole))
    }
}

/// Whether an expression is found in a text; `None` where that cannot be said here.
pub(crate) fn fits(pattern: &str, text: &str, caseless: bool) -> Option<bool> {
    Some(Expression::read(pattern, caseless)?.find(text)?.is_some())
}

#[cfg(test)]
mod tests {
    use super::{Expression, fits};

    #[test]
    fn plain_expressions_are_tried_and_others_are_not() {
        for (pattern, text, expected) in [
            ("CN=alice", "O=Lab,CN=alice", Some(true)),
            ("^CN=alice", "O=Lab,CN=alice", Some(false)),
            (r"\.php$", "/a/b.php", Some(true)),
            (r"\.php$", "/a/bxphp", Some(false)),
            (r"^\/api\/", "/api/x", Some(true)),
            ("^/(api|v[12])/", "/v2/x", Some(true)),
            ("^/(api|v[12])/", "/v3/x", Some(false)),
            ("^/a/.*/z$", "/a/b/c/z", Some(true)),
            (r"^\w+@example\.(?:com|test)$", "me@example.test", Some(true)),
            (r"^\d+$", "12a", Some(false)),
            (r"^\d{2,3}$", "12", Some(true)),
            (r"^\d{2,3}$", "1", Some(false)),
            ("^[^/]+$", "a/b", Some(false)),
            ("^[a-c-]+$", "a-b", Some(true)),
            ("a*b?c", "xc", Some(true)),
            ("(a*)*b", "aaaa", Some(false)),
            ("a+?", "a", Some(true)),
            ("(?i)x", "X", Some(true)),
            (r"\bx", "x", Some(true)),
            ("^$", "", Some(true)),
            ("", "x", Some(true)),
            ("a$", "a\n", None),
            ("a++", "a", None),
            ("a**", "a", None),
            ("(?!x)", "y", None),
            (r"(a)\1", "aa", None),
            (r"\p{L}", "a", None),
            ("[[:alpha:]]", "a", Some(true)),
            ("[a&&b]", "a", None),
            ("(", "", None),
            (")", "", None),
            ("[", "", None),
            ("*", "", None),
        ] {
            assert_eq!(fits(pattern, text, false), expected, "{pattern} in {text}");
        }
        assert_eq!(fits("Ab", "xaB", true), Some(true));
        assert_eq!(fits("Ab", "xaB", false), Some(false));
        // PCRE without UTF knows no capital letters but those of ASCII
        assert_eq!(fits("É", "é", true), Some(false));
    }

    #[test]
    fn groups_capture() {
        let find = |pattern: &str, text: &str| Expression::read(pattern, true)?.find(text)?;
        let texts = |found: Option<Vec<Option<String>>>| -> Vec<String> {
            found.into_iter().flatten().map(Option::unwrap_or_default).collect()
        };
        assert_eq!(texts(find("^/old/(.*)$", "/Old/A/b")), ["/Old/A/b", "A/b"]);
        assert_eq!(texts(find("(?<x>a)|(b)", "cb")), ["b", "", "b"]);
        assert_eq!(texts(find("(a|ab)(c|bcd)", "abcd")), ["abcd", "a", "bcd"]);
        assert!(find("x", "y").is_none());
    }
}
