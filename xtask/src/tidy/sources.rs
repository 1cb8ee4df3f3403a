//! Rules about single Rust and script files: the opening words, the length, the powers that only a shell has, raw HTML.

use super::{Finding, Source};

/// A file longer than this is split, or stands in [`LONG_FOR_A_REASON`].
const MOST_LINES: usize = 500;

/// Files that may be longer, each with the reason.
const LONG_FOR_A_REASON: [(&str, &str); 0] = [];

/// Rooms that act: they may ask the clock, files, sockets, the environment. All others get such things as arguments.
const SHELLS: [&str; 6] = ["crates/gateway/", "crates/testkit/", "xtask/", "load/", "e2e/", "fuzz/"];

/// Modules of `std` that act, and what to do instead.
const ACTING: [(&str, &str); 5] = [
    ("time", "take a `pki::moment::Moment` as an argument; a span is `core::time::Duration`"),
    ("fs", "take the bytes as an argument"),
    ("net", "pass in what was received; addresses alone are fine"),
    ("env", "take the value as an argument"),
    ("process", "return an error"),
];

/// Every rule about one file.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(opens_with_its_purpose(source));
    findings.extend(is_short(source));
    findings.extend(does_not_act(source));
    findings.extend(has_no_raw_html(source));
    findings
}

/// A Rust file begins by saying what lives in it and what deliberately does not.
fn opens_with_its_purpose(source: &Source) -> Option<Finding> {
    let opens =
        source.text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| line.starts_with("//! "));
    (is_rust(source) && !opens).then(|| {
        finding(source, 0, "begin the file with `//!`: what lives here, and what deliberately does not")
    })
}

fn is_short(source: &Source) -> Option<Finding> {
    let lines = source.text.lines().count();
    let excused = LONG_FOR_A_REASON.iter().any(|(path, _)| *path == source.path);
    (lines > MOST_LINES && !excused).then(|| {
        let what = format!(
            "{lines} lines, more than {MOST_LINES}: split it by noun, or give a reason in LONG_FOR_A_REASON of xtask/src/tidy/sources.rs"
        );
        finding(source, 0, &what)
    })
}

/// Outside the shells nothing asks the clock, the file system, the network or the environment. Tests may.
fn does_not_act(source: &Source) -> Vec<Finding> {
    let path = &source.path;
    let test = path.contains("/tests/") || path.contains("/benches/") || path.starts_with("tests/");
    let shell = SHELLS.iter().any(|room| path.starts_with(room));
    if !is_rust(source) || test || shell || path.ends_with("build.rs") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (number, line) in code_before_tests(&source.text) {
        for (module, instead) in ACTING {
            if uses_std(line, module) && !(module == "net" && only_addresses(line)) {
                findings.push(finding(
                    source,
                    number,
                    &format!("std::{module} belongs to a shell: {instead}"),
                ));
            }
        }
    }
    findings
}

/// Text reaches the page as text, so that nothing a user typed can become markup.
fn has_no_raw_html(source: &Source) -> Vec<Finding> {
    // this file names the words, and the tests read the page as it is
    if source.path.starts_with("xtask/src/tidy/") || source.path.starts_with("e2e/") {
        return Vec::new();
    }
    let raw = [
        "innerHTML",
        "inner_html",
        "outerHTML",
        "outer_html",
        "insertAdjacentHTML",
        "from_html_unchecked",
        "document.write",
    ];
    source
        .text
        .lines()
        .enumerate()
        .flat_map(|(index, line)| {
            raw.iter().filter(move |word| line.contains(**word)).map(move |word| (index, word))
        })
        .map(|(index, word)| {
            finding(
                source,
                index + 1,
                &format!("`{word}` could turn typed text into markup: build nodes instead"),
            )
        })
        .collect()
}

/// Whether it is Rust of ours; what the tests compare rendered files with is the user's.
fn is_rust(source: &Source) -> bool {
    source.path.ends_with(".rs") && !source.path.contains("/tests/golden/")
}

/// Numbered lines without comments, up to the tests that end a file.
fn code_before_tests(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .map(|(index, line)| (index + 1, line.split("//").next().unwrap_or_default()))
}

/// Whether a line names `std::MODULE`, alone or in a group (`use std::{fmt, MODULE::…}`).
fn uses_std(line: &str, module: &str) -> bool {
    let is_module = |rest: &str| {
        rest.strip_prefix(module)
            .is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    line.match_indices("std::").any(|(at, _)| {
        let rest = &line[at + "std::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => group.split(',').any(|item| is_module(item.trim())),
            None => is_module(rest),
        }
    })
}

/// `std::net` also holds plain addresses, which do nothing.
fn only_addresses(line: &str) -> bool {
    let sockets = ["Tcp", "Udp", "ToSocketAddrs", "std::net;", "net as ", "net::*"];
    !sockets.iter().any(|word| line.contains(word))
}

fn finding(source: &Source, line: usize, what: &str) -> Finding {
    Finding { place: source.path.clone(), line, what: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_rust_file_opens_with_its_purpose() {
        assert_eq!(opens_with_its_purpose(&source("a.rs", "//! One thing.\n")), None);
        assert!(opens_with_its_purpose(&source("a.rs", "use std::fmt;\n")).is_some());
        assert!(opens_with_its_purpose(&source("a.rs", "")).is_some());
        assert_eq!(opens_with_its_purpose(&source("a.css", "")), None);
    }

    #[test]
    fn a_file_of_501_lines_is_too_long() {
        assert_eq!(is_short(&source("a.rs", &"x\n".repeat(500))), None);
        assert!(is_short(&source("a.rs", &"x\n".repeat(501))).is_some());
    }

    #[test]
    fn only_shells_act() {
        let cases = [
            ("crates/pki/src/a.rs", "use std::fmt;", 0),
            ("crates/pki/src/a.rs", "use std::fs;", 1),
            ("crates/pki/src/a.rs", "use std::{fmt, fs, time::Instant};", 2),
            ("crates/pki/src/a.rs", "let now = std::time::SystemTime::now();", 1),
            ("crates/pki/src/a.rs", "use core::net::IpAddr;", 0),
            ("crates/pki/src/a.rs", "use std::net::{IpAddr, Ipv4Addr};", 0),
            ("crates/pki/src/a.rs", "use std::net::{IpAddr, TcpStream};", 1),
            ("crates/pki/src/a.rs", "use std::net;", 1),
            ("crates/pki/src/a.rs", "use std::environment;", 0),
            ("crates/pki/src/a.rs", "// std::fs is not used", 0),
            ("crates/pki/src/a.rs", "#[cfg(test)]\nmod tests { use std::fs; }", 0),
            ("crates/pki/tests/a.rs", "use std::fs;", 0),
            ("crates/pki/tests/golden/a.rs", "use std::fs;", 0),
            ("crates/text/build.rs", "use std::fs;", 0),
            ("crates/gateway/src/a.rs", "use std::fs;", 0),
            ("src/shell/clock.rs", "use std::time::Instant;", 1),
        ];
        for (path, text, expected) in cases {
            assert_eq!(does_not_act(&source(path, text)).len(), expected, "{path}: {text}");
        }
    }

    #[test]
    fn raw_html_is_found() {
        assert_eq!(has_no_raw_html(&source("src/a.rs", "node.set_text_content(Some(text));")), []);
        assert_eq!(has_no_raw_html(&source("src/a.rs", "node.set_inner_html(text);")).len(), 1);
        assert_eq!(has_no_raw_html(&source("static/a.js", "x.innerHTML = y")).len(), 1);
    }
}
