//! Python source from lines of the program's own, with values as literals: the one place that quotes for Python
//! (Language Reference, 2.4.1). What the program does is said by [`crate::flask_app`].

use std::fmt::Write as _;

use crate::unwritable::Unwritable;
use crate::wrap::remark;

/// Source while it is being put together. Code is text of this program; what a user chose enters through [`Source::text`]
/// and [`Source::number`] alone.
#[derive(Debug, Default)]
pub(crate) struct Source(String);

impl Source {
    /// Lines of code as they stand, one or more.
    pub(crate) fn code(&mut self, lines: &'static str) -> &mut Source {
        self.0.push_str(lines);
        self.0.push('\n');
        self
    }

    /// A text for people, `indent` columns in.
    pub(crate) fn comment(&mut self, indent: usize, text: &str) -> Result<&mut Source, Unwritable> {
        self.0.push_str(&remark(indent, text)?);
        Ok(self)
    }

    /// `NAME = 'value'`.
    pub(crate) fn text(&mut self, name: &'static str, value: &str) -> &mut Source {
        writeln!(self.0, "{name} = {}", string(value)).expect("a String takes everything");
        self
    }

    /// `NAME = ('value', 'value')`: what `str.startswith` takes.
    pub(crate) fn texts<'a>(
        &mut self,
        name: &'static str,
        values: impl Iterator<Item = &'a str>,
    ) -> &mut Source {
        let values: String = values.map(|value| format!("{}, ", string(value))).collect();
        writeln!(self.0, "{name} = ({})", values.trim_end_matches(' ')).expect("a String takes everything");
        self
    }

    /// `NAME = 8080`.
    pub(crate) fn number(&mut self, name: &'static str, value: u16) -> &mut Source {
        writeln!(self.0, "{name} = {value}").expect("a String takes everything");
        self
    }

    /// An empty line.
    pub(crate) fn blank(&mut self) -> &mut Source {
        self.0.push('\n');
        self
    }

    /// What was put together.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// A string literal that Python reads back as exactly `value`, whatever it holds.
#[must_use]
pub fn string(value: &str) -> String {
    let mut out = String::from("'");
    for character in value.chars() {
        match character {
            '\'' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            _ if crate::unwritable::is_treacherous(character) => {
                write!(out, "\\U{:08x}", u32::from(character)).expect("a String takes everything");
            }
            _ => out.push(character),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn strings_are_quoted() {
        for (value, written) in [
            ("api.example.com", "'api.example.com'"),
            ("it's", r"'it\'s'"),
            ("\\", r"'\\'"),
            ("a\nb", r"'a\U0000000ab'"),
            ("\u{202e}", r"'\U0000202e'"),
            ("{x} %s", "'{x} %s'"),
        ] {
            assert_eq!(string(value), written);
        }
    }
}
