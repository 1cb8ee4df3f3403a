//! OpenSSL's configuration syntax (`config(5)`): sections of names and values, and the one place that escapes for it.
//! Which sections are needed is [`crate::openssl`]'s.

use crate::unwritable::{Reason, Unwritable, plain};
use crate::wrap::remark;

/// A part of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A text for people, wrapped as needed.
    Comment(String),
    /// `[ name ]`
    Section(String),
    /// `name = value`; in the value every character means itself.
    Value(String, String),
    /// An empty line.
    Blank,
}

/// Writes a configuration.
///
/// # Errors
/// [`Unwritable`] for control characters, and for a name that is none.
pub fn write(parts: &[Part]) -> Result<String, Unwritable> {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Comment(text) => out.push_str(remark(0, text)?.trim_end()),
            Part::Section(name) => {
                out.push_str("[ ");
                out.push_str(self::name(name)?);
                out.push_str(" ]");
            }
            Part::Value(name, value) => {
                out.push_str(self::name(name)?);
                out.push_str(" = ");
                out.push_str(&escaped(value)?);
            }
            Part::Blank => {}
        }
        out.push('\n');
    }
    Ok(out)
}

fn name(name: &str) -> Result<&str, Unwritable> {
    let fits = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '.');
    if name.is_empty() || !name.chars().all(fits) {
        return Err(Unwritable::new(name, Reason::NotAName));
    }
    Ok(name)
}

/// A backslash before what begins a variable, a comment, a quotation or an escape. Spaces at the ends, which the reader
/// drops, are quoted.
fn escaped(value: &str) -> Result<String, Unwritable> {
    let value = plain(value)?;
    let mut out = String::new();
    for character in value.chars() {
        if matches!(character, '\\' | '$' | '#' | '"' | '\'' | '`') {
            out.push('\\');
        }
        out.push(character);
    }
    if value.starts_with(' ') || value.ends_with(' ') {
        return Ok(format!("\"{out}\""));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{Part, write};

    #[test]
    fn values_are_escaped_and_names_are_names() {
        for (value, written) in [
            ("CA:TRUE,pathlen:0", "a = CA:TRUE,pathlen:0\n"),
            ("$HOME", "a = \\$HOME\n"),
            ("a#b", "a = a\\#b\n"),
            ("it's", "a = it\\'s\n"),
            (" x", "a = \" x\"\n"),
        ] {
            assert_eq!(write(&[Part::Value("a".to_owned(), value.to_owned())]).as_deref(), Ok(written));
        }
        assert!(write(&[Part::Value("a".to_owned(), "x\ny".to_owned())]).is_err());
        assert!(write(&[Part::Value("a b".to_owned(), "x".to_owned())]).is_err());
        assert!(write(&[Part::Section("a]".to_owned())]).is_err());
    }
}
