//! What is remarkable about a guide beside its commands: its sketches of the handshake, and what it says of an archive.

use super::markdown::{FENCE, stretches};
use super::{Advice, Habit};

/// What a sketch is told by (Mermaid, "Sequence diagrams").
const SKETCH: &str = "sequenceDiagram";

/// What the sketches of a text leave out or get wrong, and encrypted archives whose cipher it does not name.
pub(super) fn remarks(text: &str) -> Vec<Advice> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = sketches(&lines);
    if text.contains(FENCE) {
        found.extend(archive(text));
    }
    found
}

fn sketches(lines: &[&str]) -> Vec<Advice> {
    let mut found = Vec::new();
    let begins = lines.iter().enumerate().filter(|(_, line)| line.trim() == SKETCH);
    for (first, _) in begins {
        let drawn: Vec<&str> =
            lines[first..].iter().copied().take_while(|line| !line.trim_start().starts_with(FENCE)).collect();
        let words = plain(&drawn.join("\n"));
        let is_handshake = ["tls", "handshake", "certificate", "핸드셰이크", "인증서"]
            .iter()
            .any(|word| words.contains(word));
        let is_whole =
            ["certificaterequest", "certificateverify"].iter().all(|message| words.contains(message));
        if is_handshake && !is_whole {
            found.push(Advice { habit: Habit::SketchedHandshake, line: first + 1 });
        }
        let refusal = drawn.iter().position(|line| {
            let line = line.to_lowercase();
            line.contains("ssl certificate problem") || line.contains("local issuer certificate")
        });
        if let Some(offset) = refusal {
            found.push(Advice { habit: Habit::SketchedRefusal, line: first + offset + 1 });
        }
    }
    found
}

/// Letters and digits alone, in lower case: names of messages are written with blanks and without.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The first paragraph of Markdown that speaks of an encrypted ZIP, and not of AES.
fn archive(text: &str) -> Option<Advice> {
    let mut prose = stretches(text).into_iter().filter(|stretch| stretch.code.is_none());
    let line = prose.find_map(|stretch| {
        let mut first = stretch.first;
        stretch.lines.split(|line| line.trim().is_empty()).find_map(|paragraph| {
            let line = first;
            first += paragraph.len() + 1;
            is_archive(&paragraph.join(" ").to_lowercase()).then_some(line)
        })
    })?;
    Some(Advice { habit: Habit::UnnamedCipher, line })
}

fn is_archive(paragraph: &str) -> bool {
    let mut words = paragraph.split(|letter: char| !letter.is_ascii_alphanumeric());
    let is_zip = words.any(|word| word == "zip");
    let is_encrypted = ["encrypt", "password", "passphrase", "암호", "비밀번호", "패스워드"]
        .iter()
        .any(|word| paragraph.contains(word));
    is_zip && is_encrypted && !paragraph.contains("aes")
}
