//! Every text stands in both languages: the keys of `crates/text/locales/en/*.ftl` against those of `ko/`. That arguments agree and
//! the syntax is right is said by the build script of `crates/text`, which reads the files whole.

use super::{Finding, Source};

const LOCALES: &str = "crates/text/locales/";
const LANGUAGES: [&str; 2] = ["en", "ko"];

/// Every file and key that one language has and the other lacks.
pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        for (here, there) in [(LANGUAGES[0], LANGUAGES[1]), (LANGUAGES[1], LANGUAGES[0])] {
            let file =
                source.path.strip_prefix(LOCALES).and_then(|rest| rest.strip_prefix(here)?.strip_prefix('/'));
            let Some(file) = file else { continue };
            let other = format!("{LOCALES}{there}/{file}");
            let known = sources.iter().find(|source| source.path == other).map(|source| keys(&source.text));
            let Some(known) = known else {
                findings.push(finding(&other, format!("the file is missing: {} has it", source.path)));
                continue;
            };
            for (line, key) in keys(&source.text) {
                if !known.iter().any(|(_, other)| *other == key) {
                    let what = format!(
                        "`{key}` is missing: it stands in {}:{line}, and both languages have every text",
                        source.path
                    );
                    findings.push(finding(&other, what));
                }
            }
        }
    }
    findings
}

/// The keys of a file with their lines: messages, and attributes as `message.attribute` (Fluent's syntax 1.0).
fn keys(text: &str) -> Vec<(usize, String)> {
    let mut keys = Vec::new();
    let mut message = "";
    for (index, line) in text.lines().enumerate() {
        let Some((left, _)) = line.split_once('=') else { continue };
        let name = left.trim_end();
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) && is_identifier(name) {
            message = name;
            keys.push((index + 1, name.to_owned()));
        } else if let Some(attribute) = name.trim_start().strip_prefix('.').filter(|name| is_identifier(name))
        {
            keys.push((index + 1, format!("{message}.{attribute}")));
        }
    }
    keys
}

fn is_identifier(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

fn finding(place: &str, what: String) -> Finding {
    Finding { place: place.to_owned(), line: 0, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(en: &str, ko: &str) -> Vec<String> {
        let source = |language: &str, text: &str| Source {
            path: format!("{LOCALES}{language}/create.ftl"),
            text: text.to_owned(),
        };
        check(&[source("en", en), source("ko", ko)]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_key_that_one_language_lacks_is_named() {
        let both = "# words = and more\nmake = Make { $count ->\n    [one] a = b\n   *[other] c\n}\n    .try = Try\n";
        assert_eq!(found(both, &both.replace("Make", "만들기")), [""; 0]);
        for (en, ko, place, key) in [
            (both, "make = 만들기\n", "ko", "`make.try`"),
            (both, "other = 만들기\n    .try = x\n", "ko", "`make`"),
            ("make = a\n", "make = b\nmore = c\n", "en", "`more`"),
            ("make = a\n    .try = b\n", "make = a\n    .why = b\n", "ko", "`make.try`"),
        ] {
            let found = found(en, ko);
            assert!(
                found
                    .iter()
                    .any(|line| line.starts_with(&format!("{LOCALES}{place}/create.ftl"))
                        && line.contains(key)),
                "{en} {ko}: {found:?}"
            );
        }
    }

    #[test]
    fn a_file_that_one_language_lacks_is_named() {
        let only = Source { path: format!("{LOCALES}ko/create.ftl"), text: String::new() };
        assert_eq!(check(&[only])[0].place, format!("{LOCALES}en/create.ftl"));
    }
}
