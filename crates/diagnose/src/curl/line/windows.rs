//! What cmd.exe and PowerShell alone have: quotes that the called program takes off, variables, and PowerShell's mark behind which it
//! reads nothing.

use super::{Note, ReadError, Splitter, is_variable};

impl Splitter<'_> {
    /// cmd.exe hands quotes through; the C library of the called program takes them off: `\"` is a quote, and so is `""`
    /// within quotes. `opener` tells whether a caret stands before each character (what browsers copy).
    pub(super) fn cmd_quoted(&mut self, opener: char) -> Result<(), ReadError> {
        let opened = self.at - 1;
        self.word.get_or_insert_default();
        loop {
            let mut letter = self.take().ok_or_else(|| self.unclosed('"', opened))?;
            if letter == '^' && opener == '^' {
                letter = self.take().ok_or_else(|| self.unclosed('"', opened))?;
            }
            match letter {
                '\\' => self.backslashes(opener),
                '"' if self.peek() == Some('"') => {
                    self.skip();
                    self.push('"');
                }
                '"' => return Ok(()),
                '%' => self.cmd_variable(),
                other => self.push(other),
            }
        }
    }

    /// Backslashes stand for themselves unless a quote follows: then two are one, and an odd one takes the quote.
    pub(super) fn backslashes(&mut self, opener: char) {
        let rest = &self.text[self.at..];
        let more = rest.bytes().take_while(|octet| *octet == b'\\').count();
        let count = more + 1;
        let mut after = &rest[more..];
        let caret = opener == '^' && after.starts_with('^');
        if caret {
            after = &after[1..];
        }
        if !after.starts_with('"') {
            self.at += more;
            (0..count).for_each(|_| self.push('\\'));
            return;
        }
        (0..count / 2).for_each(|_| self.push('\\'));
        self.at += more;
        if count % 2 == 1 {
            self.at += usize::from(caret) + 1;
            self.push('"');
        }
    }

    pub(super) fn cmd_variable(&mut self) {
        let rest = &self.text[self.at..];
        let name = rest.split('%').next().unwrap_or_default();
        if rest.len() > name.len() && is_variable(name) {
            self.notes.push(Note::Variable(format!("%{name}%")));
            self.word.get_or_insert_default().push_str(&format!("%{name}%"));
            self.at += name.len() + 1;
        } else {
            self.push('%');
        }
    }

    pub(super) fn power_shell_double(&mut self) -> Result<(), ReadError> {
        let opened = self.at - 1;
        self.word.get_or_insert_default();
        loop {
            match self.take() {
                None => return Err(self.unclosed('"', opened)),
                Some('"') if self.peek() == Some('"') => {
                    self.skip();
                    self.push('"');
                }
                Some('"') => return Ok(()),
                Some('`') => {
                    let letter = self.take().ok_or_else(|| self.unclosed('"', opened))?;
                    self.push(match letter {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        other => other,
                    });
                }
                Some('$') => {
                    self.push('$');
                    self.variable();
                }
                Some(letter) => self.push(letter),
            }
        }
    }

    /// What stands behind `--%`, up to the end of the line or a pipe: it is handed on as it is written, with the variables of
    /// cmd.exe replaced (about_Parsing, "The stop-parsing token"), and the called program takes quotes off.
    pub(super) fn verbatim(&mut self) -> Result<(), ReadError> {
        while let Some(letter) = self.peek().filter(|letter| !['\n', '|'].contains(letter)) {
            self.skip();
            match letter {
                ' ' | '\t' | '\r' => self.end_word(),
                '"' => self.cmd_quoted('"')?,
                '\\' => self.backslashes('"'),
                '%' => self.cmd_variable(),
                other => self.push(other),
            }
        }
        Ok(())
    }
}
