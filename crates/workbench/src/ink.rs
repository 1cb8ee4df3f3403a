//! Colours for a file that is shown. They are the workers', so that the page need not read any syntax. A scanner that knows each
//! syntax's remarks, quotes, variables and words is enough for the eye; nothing is decided by what it finds.

use deploy::plan::Syntax;

use crate::document::{Ink, Part};

/// The text's colours.
pub(crate) fn parts(syntax: Syntax, text: &str) -> Vec<Part> {
    let mut inks = Vec::new();
    for line in text.split_inclusive('\n') {
        for (ink, length) in self::line(syntax, line) {
            push(&mut inks, ink, length);
        }
    }
    vec![Part { inks, ..Part::default() }]
}

/// One line's colours; together they are as long as the line.
pub(crate) fn line(syntax: Syntax, line: &str) -> Vec<(Ink, usize)> {
    let mut inks = Vec::new();
    let start = line.trim_start();
    let indent = line.len() - start.len();
    push(&mut inks, Ink::Plain, indent);
    let whole = match syntax {
        Syntax::Markdown if start.starts_with('#') => Some(Ink::Word),
        Syntax::Markdown if start.starts_with("```") => Some(Ink::Remark),
        Syntax::Markdown | Syntax::Pem | Syntax::Pkcs12 | Syntax::Calendar => Some(Ink::Plain),
        Syntax::Systemd | Syntax::OpensslConfig | Syntax::Toml if start.starts_with('[') => Some(Ink::Word),
        _ if remark(syntax).is_some_and(|mark| start.starts_with(mark)) => Some(Ink::Remark),
        _ => None,
    };
    if let Some(ink) = whole {
        push(&mut inks, ink, start.len());
        return inks;
    }
    let head = match syntax {
        Syntax::Nginx | Syntax::Logrotate => start.find([' ', ';', '{', '\n']).unwrap_or(start.len()),
        Syntax::Systemd | Syntax::OpensslConfig | Syntax::Toml => start.find('=').unwrap_or(0),
        _ => 0,
    };
    // the value that is looked for in a map stands where directives have their names
    let head = if start.starts_with(['"', '\'', '}']) { 0 } else { head };
    push(&mut inks, Ink::Word, head);
    scan(syntax, &start[head..], &mut inks);
    inks
}

/// What begins a remark.
fn remark(syntax: Syntax) -> Option<&'static str> {
    match syntax {
        Syntax::JavaScript | Syntax::Go | Syntax::Java | Syntax::CSharp | Syntax::Rust => Some("//"),
        Syntax::Json | Syntax::Text | Syntax::PropertyList => None,
        _ => Some("#"),
    }
}

/// Words of a language that are told from names.
fn is_word(syntax: Syntax, word: &str) -> bool {
    let words: &[&str] = match syntax {
        Syntax::Shell => &[
            "if", "then", "else", "elif", "fi", "for", "in", "do", "done", "case", "esac", "while", "return",
            "exit", "set",
        ],
        Syntax::Python => &[
            "def", "return", "if", "not", "or", "and", "else", "import", "from", "with", "as", "None", "in",
            "for",
        ],
        Syntax::JavaScript => &["import", "from", "const", "await", "async", "function", "new"],
        Syntax::Go => &["package", "import", "func", "if", "return", "var", "defer", "nil"],
        Syntax::Java | Syntax::CSharp => {
            &["import", "using", "class", "static", "public", "void", "var", "new", "try"]
        }
        Syntax::Rust => &["use", "fn", "let", "async", "await", "mut", "impl"],
        _ => &[],
    };
    words.contains(&word)
}

/// Quotes, variables, remarks at the end, and words.
fn scan(syntax: Syntax, text: &str, inks: &mut Vec<(Ink, usize)>) {
    let has_variables = matches!(syntax, Syntax::Nginx | Syntax::Shell | Syntax::PowerShell);
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    let mut rest = text;
    let mut after_space = true;
    while let Some(first) = rest.chars().next() {
        let (ink, length) = match first {
            '"' | '\'' => (Ink::Value, quoted(rest, first)),
            '$' if has_variables => {
                let name = rest[1..].find(|character| !is_name(character)).map_or(rest.len(), |end| end + 1);
                (Ink::Variable, name.max(1))
            }
            '#' if after_space && remark(syntax) == Some("#") => (Ink::Remark, rest.len()),
            _ if is_name(first) => {
                let length = rest.find(|character| !is_name(character)).unwrap_or(rest.len());
                let ink = if is_word(syntax, &rest[..length]) { Ink::Word } else { Ink::Plain };
                (ink, length)
            }
            _ => (Ink::Plain, first.len_utf8()),
        };
        push(inks, ink, length);
        after_space = first.is_whitespace();
        rest = &rest[length..];
    }
}

/// The octets of a quoted text, with its quotes; to the end of the line if it does not end there.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        if character == quote && !escaped {
            return at + character.len_utf8();
        }
        escaped = character == '\\' && !escaped;
    }
    text.len()
}

fn push(inks: &mut Vec<(Ink, usize)>, ink: Ink, length: usize) {
    match inks.last_mut() {
        Some((last, before)) if *last == ink => *before += length,
        _ if length > 0 => inks.push((ink, length)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{line, parts};
    use crate::document::Ink::{Plain, Remark, Value, Variable, Word};
    use deploy::plan::Syntax;

    #[test]
    fn each_syntax_has_its_colours() {
        for (syntax, text, inks) in [
            (Syntax::Shell, "  # two\n", vec![(Plain, 2), (Remark, 6)]),
            (Syntax::Shell, "if [ \"$x\" ]", vec![(Word, 2), (Plain, 3), (Value, 4), (Plain, 2)]),
            (
                Syntax::Shell,
                "echo $x 'a # b' # c",
                vec![(Plain, 5), (Variable, 2), (Plain, 1), (Value, 7), (Plain, 1), (Remark, 3)],
            ),
            (
                Syntax::Nginx,
                "proxy_set_header Host $host;",
                vec![(Word, 16), (Plain, 6), (Variable, 5), (Plain, 1)],
            ),
            (Syntax::Nginx, "\"CN=\\\"a\\\"\" 1;", vec![(Value, 10), (Plain, 3)]),
            (Syntax::Nginx, "}\n", vec![(Plain, 2)]),
            (Syntax::Python, "return f'결제'", vec![(Word, 6), (Plain, 2), (Value, 8)]),
            (Syntax::Systemd, "Type=notify", vec![(Word, 4), (Plain, 7)]),
            (Syntax::Systemd, "[Unit]", vec![(Word, 6)]),
            (Syntax::Markdown, "# It's", vec![(Word, 6)]),
            (Syntax::Go, "x // y", vec![(Plain, 6)]),
        ] {
            assert_eq!(line(syntax, text), inks, "{text}");
        }
    }

    #[test]
    fn colours_cover_the_text_and_end_between_characters() {
        let text = "가 '나\n\"다 $라 # 마\n\n\\'\"\\\"x";
        for syntax in
            [Syntax::Shell, Syntax::Nginx, Syntax::Python, Syntax::Systemd, Syntax::Markdown, Syntax::Rust]
        {
            let mut at = 0;
            for (_, length) in &parts(syntax, text)[0].inks {
                at += length;
                assert!(text.is_char_boundary(at), "{syntax:?}: {at}");
            }
            assert_eq!(at, text.len());
        }
    }
}
