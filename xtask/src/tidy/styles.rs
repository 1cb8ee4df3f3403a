//! The rule about style sheets: colours and sizes stand in `static/tokens.css` and nowhere else. Sizes are lengths in `px` and
//! `rem`, a hairline among them; `em`, `ch`, `%`, `fr` and the window's units are proportions and may stand anywhere.

use super::{Finding, Source};

/// The one style sheet that may name a colour or a size.
const TOKENS: &str = "static/tokens.css";

/// Colours (`#abc`, `rgb(…)`, `hsl(…)`, `oklch(…)`) and sizes (`2px`, `1.5rem`) written outside the tokens.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    if !source.path.ends_with(".css") || source.path == TOKENS {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in without_remarks(&source.text).lines().enumerate() {
        let named = |what: &str| Finding {
            place: source.path.clone(),
            line: index + 1,
            what: format!("the {what} belongs into {TOKENS}: use its custom property"),
        };
        findings.extend(colour(line).map(|colour| named(&format!("colour `{colour}`"))));
        findings.extend(size(line).map(|size| named(&format!("size `{size}`"))));
    }
    findings
}

/// The style sheet with its remarks blanked out, line by line.
fn without_remarks(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("/*") {
        let (remark, after) = after.split_once("*/").unwrap_or((after, ""));
        kept.push_str(before);
        kept.extend(remark.chars().filter(|character| *character == '\n'));
        rest = after;
    }
    kept + rest
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

/// The first length in `px` or `rem`. What stands in a condition may stay: custom properties mean nothing there
/// (CSS Custom Properties 1, section 3).
fn size(line: &str) -> Option<String> {
    let condition = ["@media", "@container"].iter().any(|rule| line.trim_start().starts_with(rule));
    let declarations = if condition { line.split_once('{').map_or("", |(_, rest)| rest) } else { line };
    let words = declarations.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_')));
    words
        .filter(|word| {
            let number = word.strip_suffix("px").or_else(|| word.strip_suffix("rem"));
            number.is_some_and(|number| number.parse::<f64>().is_ok())
        })
        .map(str::to_owned)
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> usize {
        check(&Source { path: path.to_owned(), text: text.to_owned() }).len()
    }

    #[test]
    fn a_colour_outside_the_tokens_is_found() {
        let cases = [
            ("static/app.css", "a { color: var(--ink); }", 0),
            ("static/app.css", "a { color: #fff; }", 1),
            ("static/app.css", "a { color: #14171c; }", 1),
            ("static/app.css", "a { color: rgb(1 2 3); }", 1),
            ("static/app.css", "#add { margin: 0; }", 0),
            ("static/app.css", "/* once: #fff */ a { margin: 0; }", 0),
            ("static/tokens.css", ":root { --ink: #14171c; }", 0),
            ("src/a.rs", "let x = \"a: #fff\";", 0),
        ];
        for (path, text, expected) in cases {
            assert_eq!(findings(path, text), expected, "{path}: {text}");
        }
    }

    #[test]
    fn a_size_outside_the_tokens_is_found() {
        let cases = [
            ("static/app.css", "a { width: var(--s4); }", 0),
            ("static/app.css", "a { width: 16px; }", 1),
            ("static/app.css", "a { margin: -1px; }", 1),
            ("static/app.css", "a { margin: calc(-1 * var(--hair)); }", 0),
            ("static/app.css", "a { padding: calc(var(--s1) + .5rem) 0; }", 1),
            ("static/app.css", "a { width: min(20rem,100%); }", 1),
            ("static/app.css", "a { margin: 0; width: 60%; height: 100dvh; flex: 1 1 0; }", 0),
            ("static/app.css", "a { letter-spacing: -0.01em; margin-right: 0.6ch; }", 0),
            ("static/app.css", "@media (max-width: 559px) {", 0),
            ("static/app.css", "@media (max-width: 559px) { a { width: 4px; } }", 1),
            ("static/app.css", "@container (max-width: 34rem) {", 0),
            ("static/app.css", ".w2px, #a16rem { margin: 0; }", 0),
            ("static/app.css", "/* two lines,\n 28px */\na { margin: 0; }", 0),
            ("static/tokens.css", ":root { --hair: 1px; }", 0),
        ];
        for (path, text, expected) in cases {
            assert_eq!(findings(path, text), expected, "{path}: {text}");
        }
    }

    #[test]
    fn a_remark_moves_no_line() {
        let text = "/* one\ntwo */\na { width: 2px; }";
        let found = check(&Source { path: "static/app.css".to_owned(), text: text.to_owned() });
        assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [3]);
    }
}
