//! The one writer of systemd's unit files (systemd.syntax(7), systemd.service(5) "Command lines").
//! Which settings a unit has is known to the module named after it.

use crate::shell::Command;
use crate::unwritable::{Unwritable, plain};
use crate::wrap::remark;

/// A unit file while it is written.
#[derive(Debug, Default)]
pub(crate) struct Unit {
    text: String,
}

impl Unit {
    /// A text for people; long ones are wrapped.
    pub(crate) fn comment(&mut self, text: &str) -> Result<&mut Unit, Unwritable> {
        self.text.push_str(&remark(0, text)?);
        Ok(self)
    }

    /// The start of a section.
    pub(crate) fn section(&mut self, name: &'static str) -> &mut Unit {
        if self.text.contains("\n[") || self.text.starts_with('[') {
            self.text.push('\n');
        }
        self.text.push_str(&format!("[{name}]\n"));
        self
    }

    /// A setting whose value means itself: a percent sign would start a specifier, so it is doubled.
    pub(crate) fn set(&mut self, key: &'static str, value: &str) -> Result<&mut Unit, Unwritable> {
        let value = plain(value)?.replace('%', "%%");
        self.text.push_str(&format!("{key}={value}\n"));
        Ok(self)
    }

    /// A setting whose value is a command, its program by its whole path.
    pub(crate) fn run(&mut self, key: &'static str, command: &Command) -> Result<&mut Unit, Unwritable> {
        let words: Vec<String> = command.words.iter().map(|word| quoted(word)).collect::<Result<_, _>>()?;
        self.text.push_str(&format!("{key}={}\n", words.join(" ")));
        Ok(self)
    }

    /// The whole text.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// One word of a command line: quoted where systemd would part or change it. `$` and `%` are doubled inside quotes too.
fn quoted(word: &str) -> Result<String, Unwritable> {
    let word = plain(word)?;
    let bare = |character: char| character.is_alphanumeric() || "_-./:@+=,".contains(character);
    if !word.is_empty() && word.chars().all(bare) {
        return Ok(word.to_owned());
    }
    let escaped = word.replace('\\', r"\\").replace('"', "\\\"").replace('$', "$$").replace('%', "%%");
    Ok(format!("\"{escaped}\""))
}

#[cfg(test)]
mod tests {
    use super::{Unit, quoted};

    #[test]
    fn words_mean_themselves() {
        for (word, written) in [
            ("/usr/sbin/nginx", "/usr/sbin/nginx"),
            ("/srv/결제", "/srv/결제"),
            ("", "\"\""),
            ("a b", "\"a b\""),
            ("50%", "\"50%%\""),
            ("$HOME", "\"$$HOME\""),
            ("a\"b\\", r#""a\"b\\""#),
            (";", "\";\""),
        ] {
            assert_eq!(quoted(word).as_deref(), Ok(written), "{word}");
        }
        assert!(quoted("a\nExecStart=/bin/sh").is_err());
    }

    #[test]
    fn a_value_starts_no_setting_and_no_specifier() {
        let mut unit = Unit::default();
        unit.section("Service").set("Description", "100 %i").expect("plain");
        assert!(unit.set("Description", "a\nUser=root").is_err());
        assert_eq!(unit.finish(), "[Service]\nDescription=100 %%i\n");
    }
}
