//! The rule about style sheets: colours and sizes stand in `static/tokens.css` and nowhere else.

use super::{Finding, Source};

/// The one style sheet that may name a colour.
const TOKENS: &str = "static/tokens.css";

/// Colours written outside the tokens: `#abc`, `rgb(…)`, `hsl(…)`, `oklch(…)`.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    if !source.path.ends_with(".css") || source.path == TOKENS {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        if let Some(colour) = colour(line) {
            findings.push(Finding {
                place: source.path.clone(),
                line: index + 1,
                what: format!("the colour `{colour}` belongs into {TOKENS}: use its custom property"),
            });
        }
    }
    findings
}

fn colour(line: &str) -> Option<String> {
    let hexadecimal = line.match_indices('#').find_map(|(at, _)| {
        let rest = &line[at + 1..];
        let digits = rest.chars().take_while(char::is_ascii_hexdigit).count();
        let ends = !rest[digits..].starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
        // `#add {` is a selector: a colour stands after the property's colon
        ([3, 4, 6, 8].contains(&digits) && ends && line[..at].contains(':'))
            .then(|| format!("#{}", &rest[..digits]))
    });
    let function = || {
        ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab("]
            .iter()
            .find(|name| line.contains(**name))
            .map(|name| format!("{name}…)"))
    };
    hexadecimal.or_else(function)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_outside_the_tokens_is_found() {
        let cases = [
            ("static/app.css", "a { color: var(--ink); }", 0),
            ("static/app.css", "a { color: #fff; }", 1),
            ("static/app.css", "a { color: #14171c; }", 1),
            ("static/app.css", "a { color: rgb(1 2 3); }", 1),
            ("static/app.css", "#add { margin: 0; }", 0),
            ("static/tokens.css", ":root { --ink: #14171c; }", 0),
            ("src/a.rs", "let x = \"a: #fff\";", 0),
        ];
        for (path, text, expected) in cases {
            let source = Source { path: path.to_owned(), text: text.to_owned() };
            assert_eq!(check(&source).len(), expected, "{path}: {text}");
        }
    }
}
