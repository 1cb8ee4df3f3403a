//! The one writer of systemd's unit files (systemd.syntax(7), systemd.service(5) "Command lines").
//! Which settings a unit has is known to the module named after it.

use crate::shell::Command;
use crate::unwritable::{Reason, Unwritable, plain};
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

    /// A setting whose value means itself: a percent sign would start a specifier, so it is doubled. A backslash at the end would
    /// make the next line a part of this one, and cannot be quoted.
    pub(crate) fn set(&mut self, key: &'static str, value: &str) -> Result<&mut Unit, Unwritable> {
        if value.ends_with('\\') {
            return Err(Unwritable::new(value, Reason::Character('\\')));
        }
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

    /// A setting that signals the unit's own process (systemd.service(5), `$MAINPID`).
    pub(crate) fn signal(&mut self, key: &'static str, signal: &'static str) -> &mut Unit {
        self.text.push_str(&format!("{key}=/bin/kill -{signal} $MAINPID\n"));
        self
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
    use proptest::prelude::*;

    use super::{Unit, quoted};
    use crate::shell::Command;

    /// The settings of a unit as systemd.syntax(7) has them read: remarks and headings are left out, a backslash at the end of a line
    /// joins the next one to it.
    fn settings(unit: &str) -> Vec<(String, String)> {
        let joined = unit.replace("\\\n", " ");
        let lines = joined.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with(['#', ';', '[']));
        let parts = lines.map(|line| line.split_once('=').expect("a setting"));
        parts.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).collect()
    }

    /// A value after systemd.unit(5), "Specifiers": `%%` is a percent sign, and whatever else follows one is an expansion.
    fn specified(value: &str) -> String {
        assert!(!value.replace("%%", "").contains('%'), "an expansion: {value}");
        value.replace("%%", "%")
    }

    /// The words of a command after systemd.service(5), "Command lines": blanks part them, quotes hold them together, a backslash
    /// quotes, `$$` is a dollar sign and any other a variable.
    fn words(line: &str) -> Vec<String> {
        let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
        let mut rest = line.chars();
        while let Some(letter) = rest.next() {
            match (letter, quote) {
                ('\\', _) => {
                    let next = rest.next().expect("something is quoted");
                    assert!("\\\"".contains(next), "an escape of another kind: {line}");
                    word.get_or_insert_default().push(next);
                }
                ('"' | '\'', None) => {
                    quote = Some(letter);
                    word.get_or_insert_default();
                }
                (' ', None) => words.extend(word.take()),
                (_, Some(open)) if letter == open => quote = None,
                _ => word.get_or_insert_default().push(letter),
            }
        }
        assert_eq!(quote, None, "a quote stays open: {line}");
        words.extend(word);
        let dollars = |word: &String| assert!(!word.replace("$$", "").contains('$'), "a variable: {word}");
        words.iter().for_each(dollars);
        words.iter().map(|word| word.replace("$$", "$")).collect()
    }

    /// Characters that systemd treats specially, with ordinary ones between.
    fn nasty() -> impl Strategy<Value = String> {
        let special = " \"'\\$%{};#=[]@-:+!|n가é/".chars().collect::<Vec<_>>();
        let letter = prop_oneof![3 => proptest::sample::select(special), 1 => any::<char>()];
        proptest::collection::vec(letter, 0..12).prop_map(|letters| letters.into_iter().collect())
    }

    proptest! {
        /// What is set and what is run comes out as it went in, and nothing becomes a setting; or it is refused.
        #[test]
        fn a_unit_is_read_back_as_it_was(value in nasty(), more in proptest::collection::vec(nasty(), 1..4)) {
            let mut unit = Unit::default();
            let command = Command::new("/usr/bin/true").args(&more);
            let set = unit.section("Service").set("Description", &value).is_ok();
            let run = unit.run("ExecStart", &command).is_ok();
            let text = unit.finish();
            let read = settings(&text);
            prop_assert_eq!(read.len(), usize::from(set) + usize::from(run), "{}", text);
            for (key, found) in &read {
                if key == "Description" {
                    prop_assert_eq!(specified(found), value.trim());
                } else {
                    prop_assert_eq!(words(&specified(found)), &command.words[..]);
                }
            }
            let plain = |text: &String| crate::unwritable::plain(text).is_ok();
            prop_assert_eq!(set, plain(&value) && !value.ends_with('\\'));
            prop_assert_eq!(run, more.iter().all(plain));
        }
    }

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
        assert!(unit.set("Description", "a\\").is_err());
        assert_eq!(unit.finish(), "[Service]\nDescription=100 %%i\n");
    }
}
