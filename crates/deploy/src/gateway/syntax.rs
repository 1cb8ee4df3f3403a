//! Text -> the configuration as written, or the one place where it cannot be read: line, what stands there, what is meant.
//! serde's sentences are taken apart here, so that people get them in their language and with the nearest key that exists.

use super::fault::{Fault, Problem};
use super::file::File;
use super::place::Places;

/// The file as written.
///
/// # Errors
/// The first place that is not TOML, or not a key or value of this file.
pub fn parse(text: &str, places: &Places) -> Result<File, Fault> {
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map(|span| span.start);
        Fault { place: places.of(offset), problem: problem(error.message()) }
    })
}

/// What one of serde's sentences says. They have stood as they are since serde 1.0 (`serde::de::Error`).
fn problem(sentence: &str) -> Problem {
    let quoted = || sentence.split('`').skip(1).step_by(2).map(str::to_owned);
    if sentence.starts_with("unknown field ") {
        let mut names = quoted();
        let key = names.next().unwrap_or_default();
        return Problem::UnknownKey { nearest: nearest(&key, names), key };
    }
    if sentence.starts_with("unknown variant ") {
        let mut names = quoted();
        let value = names.next().unwrap_or_default();
        return Problem::UnknownValue { value, possible: names.collect() };
    }
    if sentence.starts_with("missing field ") {
        return Problem::MissingKey { key: quoted().next().unwrap_or_default() };
    }
    if let Some(rest) = sentence.strip_prefix("invalid type: ").or(sentence.strip_prefix("invalid value: "))
        && let Some((found, expected)) = rest.split_once(", expected ")
    {
        return Problem::WrongType { found: found.to_owned(), expected: expected.to_owned() };
    }
    Problem::NotToml { words: sentence.replace('\n', ", ") }
}

/// The key that was most probably meant: the one with the fewest letters to change, and no more than a third of them.
fn nearest(key: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let distance = |other: &String| strsim::damerau_levenshtein(key, other);
    known.min_by_key(distance).filter(|other| distance(other) <= key.len().max(other.len()).div_ceil(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_of_the_parser_is_understood() {
        let minimal =
            "listen = []\nserver = []\nclients = { authorities = [] }\nbackend = { address = \"\" }\n";
        let places = |text: &str| Places::new("gateway.toml".into(), text);
        assert!(parse(minimal, &places(minimal)).is_ok());
        let unknown = |key: &str, nearest: Option<&str>| Problem::UnknownKey {
            key: key.to_owned(),
            nearest: nearest.map(str::to_owned),
        };
        let cases = [
            ("worker = 2", 1, unknown("worker", Some("workers"))),
            ("zzz = 2", 1, unknown("zzz", None)),
            ("[tls]\nvesrions = []", 2, unknown("vesrions", Some("versions"))),
            ("[[allow]]\npath = \"/\"\nwhom = \"x\"", 3, unknown("whom", Some("who"))),
            (
                "[log]\naccess = \"xml\"",
                2,
                Problem::UnknownValue {
                    value: "xml".to_owned(),
                    possible: vec!["json".to_owned(), "text".to_owned(), "off".to_owned()],
                },
            ),
            (
                "workers = \"two\"",
                1,
                Problem::WrongType { found: "string \"two\"".to_owned(), expected: "usize".to_owned() },
            ),
            (
                "workers = -1",
                1,
                Problem::WrongType { found: "integer `-1`".to_owned(), expected: "usize".to_owned() },
            ),
        ];
        for (addition, line, expected) in cases {
            // tables end what stands before them
            let text = if addition.starts_with('[') {
                format!("{minimal}{addition}\n")
            } else {
                format!("{addition}\n{minimal}")
            };
            let base = if addition.starts_with('[') { 4 } else { 0 };
            let fault = parse(&text, &places(&text)).map(drop).expect_err(addition);
            assert_eq!((fault.place.line, fault.problem), (Some(base + line), expected), "{addition}");
        }
        let missing =
            parse("listen = []\n", &places("listen = []\n")).map(drop).expect_err("much is missing");
        assert_eq!(missing.problem, Problem::MissingKey { key: "server".to_owned() });
        let broken = parse("listen = [\n", &places("listen = [\n")).map(drop).expect_err("not closed");
        assert!(matches!(broken.problem, Problem::NotToml { .. }), "{broken:?}");
    }
}
