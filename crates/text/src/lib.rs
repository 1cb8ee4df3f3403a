//! Every text that Handfast shows to people, in Korean and English, as one function per message.
//! The texts stand in `locales/<language>/<room>.ftl` (Fluent syntax); no rule about certificates lives here.

mod lang;
mod number;
mod particle;

pub mod date;

pub use lang::Lang;

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::sync::OnceLock;

/// What people are told when something is wrong: two sentences, what is wrong and what to try.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Message {
    /// What is wrong.
    pub problem: Cow<'static, str>,
    /// What to try.
    pub remedy: Cow<'static, str>,
}

impl Display for Message {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}", self.problem, self.remedy)
    }
}

include!(concat!(env!("OUT_DIR"), "/generated.rs"));

/// A number among the arguments of a text.
struct Grouped(usize);

impl Display for Grouped {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&grouped(self.0))
    }
}

/// A template with its arguments: the character U+0001 stands for the first, U+0002 for the second, up to U+0008.
fn fill(template: &str, arguments: &[&dyn Display]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    for letter in template.chars() {
        let place = (letter as usize).wrapping_sub(1);
        match arguments.get(place) {
            Some(argument) => write!(out, "{argument}").expect("writing to a String cannot fail"),
            None => out.push(letter),
        }
    }
    out
}

/// As [`fill`], for a template with Korean particles that depend on the argument before them. It is another function so that programs
/// whose texts have none do not carry it.
fn fill_agreeing(template: &str, arguments: &[&dyn Display]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        let Some(argument) = arguments.get((letter as usize).wrapping_sub(1)) else {
            out.push(letter);
            continue;
        };
        let value = argument.to_string();
        out.push_str(&value);
        if let Some((said, replaced)) = particle::after(&value, rest) {
            out.push_str(&said);
            rest = &rest[replaced..];
        }
    }
    out
}

/// What was sent to this program.
static RECEIVED: OnceLock<Vec<String>> = OnceLock::new();

/// A template that is listed in `sent.txt`: the page starts without it, and nothing that needs it is on show until it is there.
#[cfg(target_family = "wasm")]
fn sent(place: usize) -> &'static str {
    RECEIVED.get().and_then(|received| received.get(place)).map_or("", String::as_str)
}

/// A template that is listed in `sent.txt`. Natively, programs hold what they say.
#[cfg(not(target_family = "wasm"))]
fn sent(place: usize) -> &'static str {
    SENT[place]
}

/// What a worker has for the page, so that the page starts without it: templates of the messages that `sent.txt` lists.
#[must_use]
pub fn to_send() -> &'static [&'static str] {
    SENT
}

/// Takes over what a worker sent ([`to_send`]). What was taken over before stays.
pub fn receive(texts: Vec<String>) {
    if !texts.is_empty() {
        // a worker that is started anew brings the same again
        let _ = RECEIVED.set(texts);
    }
}

pub use number::grouped;

#[cfg(test)]
mod tests {
    use super::{Grouped, fill, fill_agreeing};

    #[test]
    fn templates_are_filled_in_the_order_of_their_places() {
        for (template, filled) in [
            ("plain\n", "plain\n"),
            ("\u{1}", "one"),
            ("“\u{2}”, 그리고 \u{1}\u{1}", "“1,234”, 그리고 oneone"),
        ] {
            assert_eq!(fill(template, &[&"one", &Grouped(1_234)]), filled);
            assert_eq!(fill_agreeing(template, &[&"one", &Grouped(1_234)]), filled);
        }
    }

    #[test]
    fn a_korean_text_says_the_particle_that_its_argument_asks_for() {
        let template = "“\u{1}”은(는) \u{2}(으)로 끝나요.";
        assert_eq!(fill_agreeing(template, &[&"결제 기관", &"20"]), "“결제 기관”은 20으로 끝나요.");
        assert_eq!(fill_agreeing(template, &[&"회사", &"alert"]), "“회사”는 alert(으)로 끝나요.");
        let said = crate::diagnose::row_curl(crate::Lang::Ko, &35);
        assert!(said.contains("35로"), "{said}");
    }
}
