//! What no output may contain, whichever its syntax, and the error of a writer that met it.
//! Quoting is not done here: each syntax has its own writer.

use serde::{Deserialize, Serialize};

/// A value that a writer refuses to put into a file, because it could be read back as something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unwritable {
    /// The value as it was given.
    pub value: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// Why a value cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// A control character, line end, or mark that changes the direction or visibility of text.
    Character(char),
    /// The syntax would take this character for the start of a variable, and has no way to quote it.
    Variable(char),
    /// It is longer than the reader of the syntax takes; the limit in bytes.
    Long(usize),
    /// It stands where a name of the syntax is wanted, and is none.
    NotAName,
    /// It is empty where something is needed.
    Empty,
}

impl Unwritable {
    pub(crate) fn new(value: &str, reason: Reason) -> Unwritable {
        Unwritable { value: value.to_owned(), reason }
    }

    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        let value = shown(&self.value);
        match self.reason {
            Reason::Character(character) => {
                text::deploy::unwritable_character(lang, &value, &code_point(character))
            }
            Reason::Variable(character) => text::deploy::unwritable_variable(lang, &value, &character),
            Reason::Long(limit) => text::deploy::unwritable_long(lang, &value, limit),
            Reason::NotAName => text::deploy::unwritable_name(lang, &value),
            Reason::Empty => text::deploy::unwritable_empty(lang),
        }
    }
}

/// Refuses what must stand in no file of ours: control characters (line ends among them), marks that change the
/// direction of text (UAX #9), and invisible characters that make two different texts look alike.
pub(crate) fn plain(value: &str) -> Result<&str, Unwritable> {
    match value.chars().find(|character| is_treacherous(*character)) {
        Some(character) => Err(Unwritable::new(value, Reason::Character(character))),
        None => Ok(value),
    }
}

/// Whether a character ends a line, controls a terminal, or misleads the eye.
#[must_use]
pub fn is_treacherous(character: char) -> bool {
    character.is_control()
        || matches!(character,
            // soft hyphen, Arabic letter mark, zero-width and direction marks, line and paragraph separators
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            // word joiner to deprecated format characters, byte order mark, tags
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A value as a message may show it: treacherous characters by their code point, and not longer than a line.
#[must_use]
pub fn shown(value: &str) -> String {
    const LONGEST: usize = 60;
    let mut out = String::new();
    for (index, character) in value.chars().enumerate() {
        if index == LONGEST {
            out.push('…');
            break;
        }
        if is_treacherous(character) {
            out.push_str(&code_point(character));
        } else {
            out.push(character);
        }
    }
    out
}

/// A character for a message: itself with its code point when it can be seen, its code point alone otherwise.
pub(crate) fn code_point(character: char) -> String {
    if is_treacherous(character) || character.is_whitespace() {
        format!("U+{:04X}", u32::from(character))
    } else {
        character.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{plain, shown};

    #[test]
    fn treacherous_characters_are_refused_and_shown_by_code_point() {
        for (value, allowed) in [
            ("api.example.com", true),
            ("결제 서버", true),
            ("a;{}$\"'\\", true),
            ("a\nb", false),
            ("a\tb", false),
            ("a\0b", false),
            ("a\u{7f}b", false),
            ("a\u{85}b", false),
            ("a\u{202e}b", false),
            ("a\u{200b}b", false),
            ("a\u{2028}b", false),
            ("a\u{feff}b", false),
        ] {
            assert_eq!(plain(value).is_ok(), allowed, "{value:?}");
        }
        assert_eq!(shown("a\u{202e}b\n"), "aU+202EbU+000A");
        assert_eq!(shown(&"x".repeat(61)).chars().count(), 61);
    }
}
