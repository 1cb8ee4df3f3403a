//! Characters that no name may hold, and how a refused text is shown again without doing harm.
//! Which further characters a kind of name refuses is its own module's business.

/// How many characters of a refused text are repeated to its writer.
const SHOWN_CHARACTERS: usize = 80;

/// The text as a message may repeat it: at most 80 characters, and what cannot be seen (controls, line ends, marks that
/// turn the writing direction) written as its code point, so that a name cannot disguise the sentence around it.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for (index, character) in text.chars().enumerate() {
        if index == SHOWN_CHARACTERS {
            out.push('…');
            break;
        }
        let idle = joins_nothing(&mut before, character);
        if is_invisible(character) || idle {
            out.push_str(&code_point(character));
        } else {
            out.push(character);
        }
    }
    out
}

/// The whole text, with what cannot be seen written as its code point.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_invisible(character) {
            out.push_str(&code_point(character));
        } else {
            out.push(character);
        }
    }
    out
}

/// One refused character as a message names it: itself when it can be seen, the sign for a space, else its code point.
pub(crate) fn shown_character(character: char) -> String {
    if character == ' ' {
        "␣".to_owned()
    } else if is_invisible(character) || is_joiner(character) || character.is_whitespace() {
        code_point(character)
    } else {
        character.to_string()
    }
}

fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// Controls (Cc), and format characters that hide or reorder text: soft hyphen, zero-width space, word joiners, byte order
/// mark, line and paragraph separators, the bidirectional controls of Unicode UAX #9, interlinear marks, tags, and
/// noncharacters. The zero-width joiners U+200C and U+200D stay where Persian and several Indian scripts write with them.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}'
            | '\u{E0000}'..='\u{E007F}' | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(character) & 0xFFFE == 0xFFFE
}

/// The zero-width non-joiner and joiner.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}')
}

/// Whether it is a joiner that cannot be seen: one after Latin, Greek, Cyrillic and their neighbours. The scripts of the Middle East
/// and South Asia, and pictures that are joined, lie beyond. `before` is the character before it, and becomes this one.
fn joins_nothing(before: &mut char, character: char) -> bool {
    let before = std::mem::replace(before, character);
    is_joiner(character) && before < '\u{600}'
}

/// Characters that mean something in the files and command lines which will carry the name (nginx, shell, OpenSSL's
/// configuration): refused in every name, so that none of those files can be turned against their reader.
pub(crate) fn is_syntax(character: char) -> bool {
    matches!(character, '"' | '\\' | '`' | '$' | ';' | '{' | '}' | '<' | '>' | '|')
}

/// The first character that no name may hold.
pub(crate) fn first_forbidden(text: &str) -> Option<char> {
    let mut before = ' ';
    text.chars().find(|&character| {
        joins_nothing(&mut before, character) || is_invisible(character) || is_syntax(character)
    })
}

/// A value as RFC 4514 section 2.4 writes it; letters beyond ASCII stay as they are.
pub(crate) fn escape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let last = value.chars().count().saturating_sub(1);
    for (index, character) in value.chars().enumerate() {
        let special = matches!(character, '"' | '+' | ',' | ';' | '<' | '>' | '\\')
            || (character == '#' && index == 0)
            || (character == ' ' && (index == 0 || index == last));
        if special {
            out.push('\\');
            out.push(character);
        } else if is_invisible(character) {
            let mut buffer = [0; 4];
            for byte in character.encode_utf8(&mut buffer).bytes() {
                out.push_str(&format!("\\{byte:02X}"));
            }
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{first_forbidden, shown, shown_character};

    #[test]
    fn what_cannot_be_seen_is_spelt_out_and_long_texts_are_cut() {
        assert_eq!(shown("a\u{202e}b\n"), "aU+202EbU+000A");
        assert_eq!(shown("a\u{200d}b می\u{200c}خواهم"), "aU+200Db می\u{200c}خواهم");
        assert_eq!(shown(&"가".repeat(81)), format!("{}…", "가".repeat(80)));
        assert_eq!(shown(&"가".repeat(80)), "가".repeat(80));
        for (character, expected) in
            [('a', "a"), (' ', "␣"), ('\u{a0}', "U+00A0"), ('\n', "U+000A"), ('\u{200d}', "U+200D")]
        {
            assert_eq!(shown_character(character), expected);
        }
    }

    #[test]
    fn letters_of_all_scripts_pass_and_marks_do_not() {
        for fine in ["Ångström & Söhne, O'Neil (3) #1 + =", "한글 주식회사", "می\u{200c}خواهم", "emoji 🙂"]
        {
            assert_eq!(first_forbidden(fine), None, "{fine}");
        }
        for (text, character) in [
            ("a\u{200f}b", '\u{200f}'),
            ("a;b", ';'),
            ("a\u{85}", '\u{85}'),
            ("a\u{feff}", '\u{feff}'),
            ("a\u{200d}b", '\u{200d}'),
        ] {
            assert_eq!(first_forbidden(text), Some(character), "{text}");
        }
    }
}
