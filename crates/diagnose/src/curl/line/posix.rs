//! What POSIX shells and bash alone have: their quotes, `$'…'`, variables, what other commands print, and files that are read.

use super::super::document::{end_word, runs_input};
use super::{Note, ReadError, Shell, Splitter};

impl Splitter<'_> {
    pub(super) fn posix_double(&mut self) -> Result<(), ReadError> {
        let opened = self.at - 1;
        self.word.get_or_insert_default();
        loop {
            match self.take() {
                None => return Err(self.unclosed('"', opened)),
                Some('"') => return Ok(()),
                Some('\\') => match self.take() {
                    Some('\n') => {}
                    Some(letter @ ('"' | '\\' | '$' | '`')) => self.push(letter),
                    Some(letter) => {
                        self.push('\\');
                        self.push(letter);
                    }
                    None => return Err(self.unclosed('"', opened)),
                },
                Some('$') => {
                    self.push('$');
                    self.variable();
                }
                Some('`') => self.posix_backquote()?,
                Some(letter) => self.push(letter),
            }
        }
    }

    /// `$'…'` of bash, `$NAME`, `${NAME}`, `$(…)`.
    pub(super) fn posix_dollar(&mut self) -> Result<(), ReadError> {
        if self.peek() != Some('\'') {
            self.push('$');
            self.variable();
            return Ok(());
        }
        let opened = self.at;
        self.skip();
        self.word.get_or_insert_default();
        loop {
            match self.take() {
                None => return Err(self.unclosed('\'', opened)),
                Some('\'') => return Ok(()),
                Some('\\') => {
                    let letter = self.take().ok_or_else(|| self.unclosed('\'', opened))?;
                    let letter = match letter {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        'x' => self.hexadecimal(2),
                        'u' => self.hexadecimal(4),
                        'U' => self.hexadecimal(8),
                        other => other,
                    };
                    self.push(letter);
                }
                Some(letter) => self.push(letter),
            }
        }
    }

    pub(super) fn hexadecimal(&mut self, most: usize) -> char {
        let rest = &self.text[self.at..];
        let length = rest.bytes().take(most).take_while(u8::is_ascii_hexdigit).count();
        let number = u32::from_str_radix(&rest[..length], 16).ok();
        self.at += length;
        number.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// What another command would print: it is kept as it is written.
    pub(super) fn posix_backquote(&mut self) -> Result<(), ReadError> {
        let opened = self.at - 1;
        let length = self.text[self.at..].find('`').ok_or_else(|| self.unclosed('`', opened))?;
        let written = &self.text[opened..self.at + length + 1];
        self.at += length + 1;
        self.notes.push(Note::Printed(written.to_owned()));
        self.word.get_or_insert_default().push_str(written);
        Ok(())
    }

    /// The name of a variable, whose `$` has been taken.
    pub(super) fn variable(&mut self) {
        let rest = &self.text[self.at..];
        let length = match rest.chars().next() {
            Some('{') => rest.find('}').map_or(0, |end| end + 1),
            Some('(') => closing(rest).unwrap_or(0),
            Some(letter) if self.shell == Shell::Posix && "@*#?$!-".contains(letter) => 1,
            _ => rest
                .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
                .unwrap_or(rest.len()),
        };
        if length == 0 {
            return;
        }
        let written = format!("${}", &rest[..length]);
        let note = if rest.starts_with('(') { Note::Printed } else { Note::Variable };
        self.notes.push(note(written));
        self.word.get_or_insert_default().push_str(&rest[..length]);
        self.at += length;
    }

    /// Whether a `~` stands for a home directory: at the beginning of a word of curl's (POSIX 2.6.1).
    pub(super) fn is_home(&self) -> bool {
        let alone = |next: char| ['/', ' ', '\t', '\r', '\n'].contains(&next);
        self.word.is_none() && self.peek().is_none_or(alone) && self.is_call()
    }

    /// `<(…)` of bash: a file of what another command prints.
    pub(super) fn substitution(&mut self, mark: char) {
        let rest = &self.text[self.at..];
        let length = closing(rest).unwrap_or(rest.len());
        let written = format!("{mark}{}", &rest[..length]);
        self.at += length;
        self.word.get_or_insert_default().push_str(&written);
        self.notes.push(Note::Printed(written));
    }

    /// `<<`: the lines behind this one are no commands, unless a shell is to run them.
    fn announces_document(&mut self, behind: &str) {
        let mut words = self.words.iter().filter(|word| *word != "sudo");
        if !behind.starts_with('<') && !words.next().is_some_and(|program| runs_input(program)) {
            self.documents.extend(end_word(behind));
        }
    }

    /// What the lines of the documents hold that were announced is passed over.
    pub(super) fn skip_documents(&mut self) {
        for end in core::mem::take(&mut self.documents) {
            let Some(behind) = self.ends.behind(self.at, &end) else { continue };
            self.at = behind;
            self.began = self.at;
        }
    }

    /// What the shell puts in place of a word of curl's, of which braces and wildcards stand in no quotes, is remarkable.
    pub(super) fn is_replaced(&mut self) {
        let live = core::mem::take(&mut self.live);
        let Some(word) = self.word.as_ref().filter(|word| !live.is_empty() && !word.contains("://")) else {
            return;
        };
        if !self.is_call() {
            return;
        }
        let sign = |sign: char| live.iter().find(|(_, live)| *live == sign).map(|(at, _)| *at);
        let inside = |open: usize| {
            let close = live.iter().find(|(at, live)| *live == '}' && *at > open)?.0;
            let comma = live.iter().any(|(at, live)| *live == ',' && (open..close).contains(at));
            let (first, last) = word[open + 1..close].split_once("..").unwrap_or_default();
            let whole = |text: &str| text.parse::<i64>().is_ok();
            let letter =
                |text: &str| text.len() == 1 && text.bytes().all(|octet| octet.is_ascii_alphabetic());
            Some(comma || whole(first) && whole(last) || letter(first) && letter(last))
        };
        let braces = live.iter().any(|(at, live)| *live == '{' && inside(*at) == Some(true));
        let set = sign('[').is_some_and(|at| word[at..].contains(']'));
        if braces {
            self.notes.push(Note::Braces(word.clone()));
        } else if set || sign('*').or(sign('?')).is_some() {
            self.notes.push(Note::Wildcard(word.clone()));
        }
    }

    /// An address that a `<` ends, and a mark such as `<token>` wherever it stands: the shell looks for a file of that name first.
    pub(super) fn reads_a_file(&mut self, mark: char) {
        let rest = &self.text[self.at..];
        if mark != '<' || self.shell != Shell::Posix {
            return;
        }
        if let Some(behind) = rest.strip_prefix('<') {
            return self.announces_document(behind);
        }
        if !self.is_call() {
            return;
        }
        let address = self.word.as_ref().is_some_and(|word| word.contains("://"));
        let end = rest.find(|letter: char| letter.is_whitespace() || ";|&<>".contains(letter));
        let (name, behind) = rest.split_at(end.unwrap_or(rest.len()));
        let closed = behind.strip_prefix('>').is_some_and(|behind| {
            behind.is_empty() || behind.starts_with(|next: char| next.is_whitespace() || ";|&".contains(next))
        });
        if address || closed && !name.is_empty() {
            self.refuse(ReadError::NoSuchInput(name.to_owned()));
        }
    }
}

/// How long what stands in parentheses is, of a text that begins with the first of them.
fn closing(text: &str) -> Option<usize> {
    // longer ones nobody types
    const LONGEST: usize = 4_096;
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices().take(LONGEST) {
        match letter {
            '(' => depth += 1,
            ')' if depth <= 1 => return Some(at + 1),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}
