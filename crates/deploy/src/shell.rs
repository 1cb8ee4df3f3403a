//! Commands as data, and the one place that quotes them for a POSIX shell (POSIX.1-2017, Shell Command Language, 2.2).
//! What a command is for is said by the modules that make it.

use serde::{Deserialize, Serialize};

use crate::unwritable::{Unwritable, plain};
use crate::wrap::remark;

/// A program and its arguments, each exactly as the program will see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// The program, then its arguments.
    pub words: Vec<String>,
}

impl Command {
    /// A program by its name, without arguments yet.
    #[must_use]
    pub fn new(program: &str) -> Command {
        Command { words: vec![program.to_owned()] }
    }

    /// With one more argument.
    #[must_use]
    pub fn arg(mut self, argument: impl Into<String>) -> Command {
        self.words.push(argument.into());
        self
    }

    /// With more arguments.
    #[must_use]
    pub fn args<A: Into<String>>(mut self, arguments: impl IntoIterator<Item = A>) -> Command {
        self.words.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// One line to paste into a POSIX shell (sh, bash, zsh).
    ///
    /// # Errors
    /// [`Unwritable`] for control characters: a terminal acts on them while they are pasted, quotes or not.
    pub fn to_posix(&self) -> Result<String, Unwritable> {
        let words: Result<Vec<_>, _> = self.words.iter().map(|word| quoted(word)).collect();
        Ok(words?.join(" "))
    }

    /// As [`Command::to_posix`], broken after about 90 columns with ` \\` at the ends of lines. An option keeps its value beside it.
    fn to_posix_lines(&self) -> Result<String, Unwritable> {
        const COLUMNS: usize = 90;
        let words: Vec<String> = self.words.iter().map(|word| quoted(word)).collect::<Result<_, _>>()?;
        let is_option = |at: usize| words.get(at).is_some_and(|word| word.starts_with('-'));
        let mut out = String::new();
        let mut column = 0;
        for (at, word) in words.iter().enumerate() {
            let beside = words.get(at + 1).filter(|_| is_option(at) && !is_option(at + 1));
            let width = word.len() + beside.map_or(0, |value| value.len() + 1);
            let is_value = at > 0 && is_option(at - 1) && !is_option(at);
            if at > 0 && column + 1 + width > COLUMNS && !is_value {
                out.push_str(" \\\n    ");
                column = 4;
            } else if at > 0 {
                out.push(' ');
                column += 1;
            }
            column += word.len();
            out.push_str(word);
        }
        Ok(out)
    }
}

/// One part of a shell script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// An empty line.
    Blank,
    /// A text for people, wrapped as needed.
    Comment(String),
    /// What is run.
    Run(Command),
    /// A variable of the script and its value, exactly as the script will see it.
    Assign(&'static str, String),
    /// A function that calls the command in its arguments once for each of these lists of words, after what is there already.
    ForEach(&'static str, Vec<Vec<String>>),
    /// What could be run, in a comment of its own that can be copied whole.
    Suggest(Command),
}

/// A whole script file.
///
/// # Errors
/// As [`write`].
pub(crate) fn script(lines: &[Line]) -> Result<String, Unwritable> {
    Ok(format!("#!/bin/sh\n{}", write(lines)?))
}

/// A whole script file that begins with values and texts for people and goes on with a body of its own. The texts have
/// typographic quotes, which shellcheck would take for quotes that went wrong.
///
/// # Errors
/// As [`write`].
pub(crate) fn program(lines: &[Line], body: &str) -> Result<String, Unwritable> {
    Ok(format!("#!/bin/sh\n# shellcheck disable=SC1112\n{}{body}", write(lines)?))
}

/// Writes lines for a POSIX shell; the first line of a script file is not among them.
///
/// # Errors
/// [`Unwritable`] when a comment or a command holds a control character.
pub fn write(lines: &[Line]) -> Result<String, Unwritable> {
    let mut out = String::new();
    for line in lines {
        match line {
            Line::Blank => {}
            Line::Comment(text) => out.push_str(remark(0, text)?.trim_end()),
            Line::Run(command) => out.push_str(&command.to_posix_lines()?),
            Line::Assign(name, value) => {
                out.push_str(name);
                out.push('=');
                out.push_str(&quoted(value)?);
            }
            Line::ForEach(name, lists) => {
                out.push_str(name);
                out.push_str("() {\n");
                if lists.is_empty() {
                    // a function without a command is none (POSIX.1-2017, Shell Command Language, 2.9.5)
                    out.push_str("    :\n");
                }
                for words in lists {
                    let words: Vec<String> =
                        words.iter().map(|word| quoted(word)).collect::<Result<_, _>>()?;
                    out.push_str(&format!("    \"$@\" {}\n", words.join(" ")));
                }
                out.push('}');
            }
            Line::Suggest(command) => {
                out.push_str("#   ");
                out.push_str(&command.to_posix()?);
            }
        }
        out.push('\n');
    }
    Ok(out)
}

/// One word of a command line. Within single quotes every character means itself, and a single quote cannot stand there.
fn quoted(word: &str) -> Result<String, Unwritable> {
    let word = plain(word)?;
    // `=` would make the first word an assignment and `~` at a start a home folder: both are quoted
    let bare = |character: char| character.is_ascii_alphanumeric() || "_-./:@%+,".contains(character);
    if !word.is_empty() && word.chars().all(bare) {
        return Ok(word.to_owned());
    }
    Ok(format!("'{}'", word.replace('\'', r"'\''")))
}

#[cfg(test)]
mod tests {
    use super::{Command, Line, write};

    #[test]
    fn words_are_quoted_only_where_the_shell_would_change_them() {
        for (word, written) in [
            ("server.crt", "server.crt"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$HOME", "'$HOME'"),
            ("`id`", "'`id`'"),
            ("~", "'~'"),
            ("A=1", "'A=1'"),
            ("!!", "'!!'"),
            ("#x", "'#x'"),
            ("결제", "'결제'"),
        ] {
            let command = Command { words: vec![word.to_owned()] };
            assert_eq!(command.to_posix().as_deref(), Ok(written), "{word}");
        }
        for word in ["a\nb", "a\u{1b}[31m", "a\0", "a\u{202e}b"] {
            assert!(Command::new("echo").arg(word).to_posix().is_err(), "{word:?}");
        }
    }

    #[test]
    fn a_comment_cannot_become_a_command() {
        let lines = [Line::Comment("one two".to_owned()), Line::Run(Command::new("true"))];
        assert_eq!(write(&lines).as_deref(), Ok("# one two\ntrue\n"));
        assert_eq!(write(&[Line::Comment("a\nrm b".to_owned())]).as_deref(), Ok("# a rm b\n"));
        assert!(write(&[Line::Comment("a\u{1b}b".to_owned())]).is_err());
    }
}
