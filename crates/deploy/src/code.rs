//! Source in the languages in which a service is called: lines of this program's own, and values as string literals of each
//! language, quoted in this one place. What the source does is said by [`crate::recipient`]. The Flask application has
//! [`crate::python`].

use std::fmt::Write as _;

use crate::unwritable::{Unwritable, is_treacherous, plain};
use crate::wrap::wrap;

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the variants are the languages' own names")]
pub enum Language {
    CSharp,
    Go,
    Java,
    JavaScript,
    PowerShell,
    Python,
    Rust,
    Toml,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 8] = [
        Language::CSharp,
        Language::Go,
        Language::Java,
        Language::JavaScript,
        Language::PowerShell,
        Language::Python,
        Language::Rust,
        Language::Toml,
    ];

    /// A literal that the language reads back as exactly `value`.
    ///
    /// # Errors
    /// [`Unwritable`] for control characters in PowerShell, which has no way to write them between single quotes.
    pub fn string(self, value: &str) -> Result<String, Unwritable> {
        match self {
            Language::PowerShell => powershell(value),
            Language::Python => Ok(crate::python::string(value)),
            _ => Ok(self.double_quoted(value)),
        }
    }

    /// Between double quotes, which all but PowerShell share. What ends a line, controls a terminal or misleads the eye is
    /// escaped, and `\` and `"` are; these languages give no other character a meaning there.
    fn double_quoted(self, value: &str) -> String {
        let mut out = String::from("\"");
        for character in value.chars() {
            let code = u32::from(character);
            match character {
                '"' | '\\' => {
                    out.push('\\');
                    out.push(character);
                }
                _ if !is_treacherous(character) => out.push(character),
                _ => self.escape(code, &mut out),
            }
        }
        out.push('"');
        out
    }

    fn escape(self, code: u32, out: &mut String) {
        match self {
            // Java replaces \u000a by a line end before it looks for strings (JLS 3.3); octal escapes come after (3.10.7)
            Language::Java if code < 0x100 => write!(out, "\\{code:03o}"),
            Language::Java => char::from_u32(code)
                .map(|character| character.encode_utf16(&mut [0; 2]).to_vec())
                .into_iter()
                .flatten()
                .try_for_each(|unit| write!(out, "\\u{unit:04x}")),
            // ECMA-262 12.9.4; Rust Reference, "Unicode escapes"
            Language::JavaScript | Language::Rust => write!(out, "\\u{{{code:x}}}"),
            // C# 6.4.5.6, Go "String literals", TOML 1.0 "String": eight digits, whatever follows
            _ => write!(out, "\\U{code:08x}"),
        }
        .expect("a String takes everything");
    }

    fn comment_mark(self) -> &'static str {
        match self {
            Language::PowerShell | Language::Python | Language::Toml => "#",
            _ => "//",
        }
    }
}

/// Between single quotes nothing has a meaning but the quote itself, doubled; PowerShell takes the typographic ones for it
/// too (its specification, 2.3.5.2: single-quote-character).
fn powershell(value: &str) -> Result<String, Unwritable> {
    let mut out = String::from("'");
    for character in plain(value)?.chars() {
        out.push(character);
        if matches!(character, '\'' | '\u{2018}'..='\u{201b}') {
            out.push(character);
        }
    }
    out.push('\'');
    Ok(out)
}

/// Source while it is being put together.
#[derive(Debug)]
pub struct Code {
    language: Language,
    text: String,
}

impl Code {
    /// Nothing yet.
    #[must_use]
    pub fn new(language: Language) -> Code {
        Code { language, text: String::new() }
    }

    /// Lines of code as they stand, one or more.
    pub fn lines(&mut self, lines: &'static str) -> &mut Code {
        self.text.push_str(lines);
        self.text.push('\n');
        self
    }

    /// A text for people, `indent` columns in, wrapped as needed.
    ///
    /// # Errors
    /// [`Unwritable`] when the text holds what no file of ours may hold.
    pub fn comment(&mut self, indent: usize, text: &str) -> Result<&mut Code, Unwritable> {
        let mark = self.language.comment_mark();
        for line in wrap(text) {
            let line = plain(&line)?;
            // Java would replace \u000a by a line end here too, unless another backslash stands before it (JLS 3.3)
            let line =
                if self.language == Language::Java { line.replace('\\', "\\\\") } else { line.to_owned() };
            writeln!(self.text, "{:indent$}{mark} {line}", "").expect("a String takes everything");
        }
        Ok(self)
    }

    /// A line with a value between code.
    ///
    /// # Errors
    /// As [`Language::string`].
    pub fn value(
        &mut self,
        before: &'static str,
        value: &str,
        after: &'static str,
    ) -> Result<&mut Code, Unwritable> {
        let literal = self.language.string(value)?;
        writeln!(self.text, "{before}{literal}{after}").expect("a String takes everything");
        Ok(self)
    }

    /// What was put together.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Language};

    #[test]
    fn strings_are_quoted_as_each_language_reads_them() {
        use Language as L;
        for (language, value, written) in [
            (L::CSharp, "a\"b\\c", r#""a\"b\\c""#),
            (L::CSharp, "a\u{2028}1", r#""a\U000020281""#),
            (L::Go, "`${x}`\n1", r#""`${x}`\U0000000a1""#),
            (L::Java, "a\n1\u{202e}", r#""a\0121\u202e""#),
            (L::Java, r"\u0022", r#""\\u0022""#),
            (L::JavaScript, "${x}\u{2028}", r#""${x}\u{2028}""#),
            (L::PowerShell, "it's ’$x`", "'it''s ’’$x`'"),
            (L::Python, "it's", r"'it\'s'"),
            (L::Rust, "{x}\u{202e}", r#""{x}\u{202e}""#),
            (L::Toml, "a\"\u{7f}", r#""a\"\U0000007f""#),
        ] {
            assert_eq!(language.string(value).as_deref(), Ok(written), "{language:?}");
        }
        assert!(Language::PowerShell.string("a\nb").is_err());
    }

    #[test]
    fn a_comment_stays_one() {
        let commented = |language, text: &str| {
            let mut code = Code::new(language);
            code.comment(0, text).map(|_| ()).map(|()| code.finish())
        };
        assert_eq!(commented(Language::Java, r"a\u000aSystem").as_deref(), Ok("// a\\\\u000aSystem\n"));
        assert_eq!(commented(Language::Go, "a\nb").as_deref(), Ok("// a b\n"));
        assert!(commented(Language::JavaScript, "a\u{1}b").is_err());
    }
}
