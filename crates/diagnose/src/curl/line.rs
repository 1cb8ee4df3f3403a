//! The words of a command line, as the shell that it was written for makes them: a POSIX shell (with bash's `$'…'`), cmd.exe, or
//! PowerShell; and which of the commands of a line is curl's. Nothing is substituted: variables stay as they are written.
//!
//! Sources: POSIX.1-2024 "Shell Command Language" 2.2; bash(1) QUOTING; Microsoft's "Parsing C command-line arguments";
//! PowerShell's about_Quoting_Rules and about_Special_Characters.

mod posix;
mod windows;

use super::cut::{Cut, rest};
use super::document::Ends;
use super::prompt::{behind_prompt, shell_of, without_continuation_prompts};
use super::{Note, ReadError};

/// Whose rules a command was written by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shell {
    /// sh, bash, zsh: Linux and macOS.
    #[default]
    Posix,
    /// Windows' cmd.exe.
    Cmd,
    /// PowerShell.
    PowerShell,
}

/// The command of curl in a text.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) shell: Shell,
    pub(super) environment: Vec<(String, String)>,
    /// The words behind `curl`.
    pub(super) words: Vec<String>,
    pub(super) notes: Vec<Note>,
}

/// Reads the first command of a text that calls curl.
pub(super) fn read(text: &str) -> Result<Line, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let text = &*without_continuation_prompts(text);
    let (start, prompt) = behind_prompt(text);
    let shell = prompt.unwrap_or_else(|| shell_of(&text[start..]));
    let mut splitter = Splitter::new(text, start, shell);
    splitter.split()?;
    let mut notes = splitter.notes;
    let mut found = None;
    let mut first: Option<String> = None;
    let mut refused = splitter.refused;
    for (place, Part { words, source, cut }) in splitter.commands.into_iter().enumerate() {
        match (calls_curl(&words, shell), found.is_some()) {
            (Some((environment, at)), false) => {
                if let Some((_, error)) = refused.take_if(|(of, _)| *of == place) {
                    return Err(error);
                }
                if shell == Shell::PowerShell && words[at] == "curl" {
                    notes.push(Note::PowerShellAlias);
                }
                found = Some((environment, words[at + 1..].to_vec()));
            }
            (_, true) => rest(&mut notes, &source, cut),
            (None, false) => first = first.or(words.into_iter().next()),
        }
    }
    let quote = text.chars().find(|letter| matches!(letter, '“' | '”' | '‘' | '’' | '„' | '\u{a0}'));
    // what was `--` before a word processor made a dash of it
    let dash = |dash: &char| text.split_whitespace().any(|word| word.starts_with(*dash));
    let quote = quote.or_else(|| ['–', '—'].into_iter().find(dash));
    notes.extend(quote.map(Note::TypographicQuote));
    match found {
        Some((environment, words)) => Ok(Line { shell, environment, words, notes }),
        None => Err(first.map_or(ReadError::Empty, ReadError::NotCurl)),
    }
}

/// The commands of a shell script, each with its words and the text that it was written as; what stands behind a quote that is
/// never closed is left out.
pub(crate) fn commands(text: &str) -> Vec<(Vec<String>, String)> {
    let mut splitter = Splitter::new(text, 0, Shell::Posix);
    // the commands before the open quote are kept
    drop(splitter.split());
    splitter.commands.into_iter().map(|part| (part.words, part.source)).collect()
}

/// The variables set before curl and the place of `curl` among the words.
fn calls_curl(words: &[String], shell: Shell) -> Option<(Vec<(String, String)>, usize)> {
    let mut environment = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
        let bare = name.strip_suffix(".exe").unwrap_or(name);
        if bare == "curl" || (shell != Shell::Posix && bare.eq_ignore_ascii_case("curl")) {
            return Some((environment, at));
        }
        match word.split_once('=') {
            Some((name, value)) if is_variable(name) => {
                environment.push((name.to_owned(), value.to_owned()));
            }
            _ if ["sudo", "env", "time", "command", "exec", "nohup", "&", "call"]
                .contains(&word.as_str()) => {}
            _ => return None,
        }
    }
    None
}

pub(super) fn is_variable(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// A command among others.
struct Part {
    words: Vec<String>,
    /// The text that it was written as.
    source: String,
    /// What cut it off the one before, where that was meant to go on.
    cut: Option<Cut>,
}

/// Cuts a text into commands and their words.
struct Splitter<'a> {
    text: &'a str,
    at: usize,
    shell: Shell,
    commands: Vec<Part>,
    words: Vec<String>,
    /// The word that is being read; `None` between words.
    word: Option<String>,
    began: usize,
    /// What cuts off what is read next.
    cut: Option<Cut>,
    /// Whether the present line was to go on.
    broken: Option<Cut>,
    /// Groups of commands that are open: `(cd certs; curl …)`.
    groups: usize,
    /// The first call of curl that the shell refuses, by its place among the commands, and why.
    refused: Option<(usize, ReadError)>,
    /// What ends the here-documents that the present line announces.
    documents: Vec<String>,
    ends: Ends<'a>,
    /// Braces and wildcards of the present word that stand in no quotes, with their places in it.
    live: Vec<(usize, char)>,
    notes: Vec<Note>,
}

impl<'a> Splitter<'a> {
    fn new(text: &'a str, at: usize, shell: Shell) -> Splitter<'a> {
        Splitter {
            text,
            at,
            shell,
            commands: Vec::new(),
            words: Vec::new(),
            word: None,
            began: at,
            cut: None,
            broken: None,
            groups: 0,
            refused: None,
            documents: Vec::new(),
            ends: Ends::of(text),
            live: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn split(&mut self) -> Result<(), ReadError> {
        while let Some(letter) = self.take() {
            match (self.shell, letter) {
                (Shell::PowerShell, ' ' | '\t') if self.word.as_deref() == Some("--%") => {
                    self.word = None;
                    self.verbatim()?;
                }
                (_, ' ' | '\t' | '\r') => self.end_word(),
                (_, '\n') => self.end_line(),
                (_, '|') | (Shell::Posix | Shell::PowerShell, ';') => self.separator(letter),
                (Shell::PowerShell, '&') if self.words.is_empty() && self.word.is_none() => self.push('&'),
                (_, '&') => match self.peek() {
                    Some('>') if self.shell != Shell::PowerShell => self.redirect(),
                    Some('&') => self.separator('&'),
                    _ => self.ampersand(),
                },
                (Shell::Posix, '>' | '<') if self.peek() == Some('(') => self.substitution(letter),
                (_, '>' | '<') => {
                    self.reads_a_file(letter);
                    self.redirect();
                }
                (Shell::Posix, '(' | ')') => self.parenthesis(letter),
                (Shell::Posix, '~') if self.is_home() => {
                    self.notes.push(Note::Home);
                    self.word.get_or_insert_default().push_str("$HOME");
                }
                (Shell::Posix | Shell::PowerShell, '#') if self.word.is_none() => self.skip_line(),
                (Shell::Posix, '\\') => match self.take() {
                    Some('\n') => {}
                    Some('\r') if self.peek() == Some('\n') => self.skip(),
                    Some(next) => self.marked(letter, next),
                    None => self.push('\\'),
                },
                (Shell::Posix, '\'') | (Shell::PowerShell, '\'') => self.single()?,
                (Shell::Posix, '"') => self.posix_double()?,
                (Shell::Posix, '$') => self.posix_dollar()?,
                (Shell::Posix, '`') => self.posix_backquote()?,
                (Shell::Cmd, '^') => match self.take() {
                    Some('\n') => {}
                    Some('\r') if self.peek() == Some('\n') => self.skip(),
                    Some('"') => self.cmd_quoted('^')?,
                    Some(next) => self.marked(letter, next),
                    None => {}
                },
                (Shell::Cmd, '"') => self.cmd_quoted('"')?,
                (Shell::Cmd, '%') => self.cmd_variable(),
                (Shell::PowerShell, '`') => match self.take() {
                    Some('\n') => {}
                    Some('\r') if self.peek() == Some('\n') => self.skip(),
                    Some(next) => self.marked(letter, next),
                    None => {}
                },
                (Shell::PowerShell, '"') => self.power_shell_double()?,
                (Shell::PowerShell, '$') => {
                    self.push('$');
                    self.variable();
                }
                (Shell::Posix, '{' | '}' | ',' | '*' | '?' | '[') => {
                    self.live.push((self.word.as_ref().map_or(0, String::len), letter));
                    self.push(letter);
                }
                (_, other) => self.push(other),
            }
        }
        self.end_command();
        Ok(())
    }

    fn single(&mut self) -> Result<(), ReadError> {
        let opened = self.at - 1;
        self.word.get_or_insert_default();
        loop {
            match self.take() {
                None => return Err(self.unclosed('\'', opened)),
                Some('\'') if self.shell == Shell::PowerShell && self.peek() == Some('\'') => {
                    self.skip();
                    self.push('\'');
                }
                Some('\'') => return Ok(()),
                Some(letter) => self.push(letter),
            }
        }
    }

    /// Whether the command that is being read calls curl.
    fn is_call(&self) -> bool {
        calls_curl(&self.words, self.shell).is_some()
    }

    /// The call that is being read is none: the shell stops at what it was just given.
    fn refuse(&mut self, error: ReadError) {
        let place = self.commands.len();
        self.refused.get_or_insert((place, error));
    }

    /// A parenthesis opens and closes a group of commands; within a command it is a fault of syntax.
    fn parenthesis(&mut self, sign: char) {
        if self.is_call() && (sign == '(' || self.groups == 0) {
            let (line, column) = self.place(self.at - 1);
            self.refuse(ReadError::Syntax { sign, line, column });
        }
        self.groups = if sign == '(' { self.groups + 1 } else { self.groups.saturating_sub(1) };
        self.end_command();
    }

    /// `> file`, `2>&1`, `&> file`: left out, with the file.
    fn redirect(&mut self) {
        if self.word.as_ref().is_some_and(|word| word.bytes().all(|octet| octet.is_ascii_digit())) {
            self.word = None;
            self.live.clear();
        }
        self.end_word();
        let rest = &self.text[self.at..];
        let marks = rest.len() - rest.trim_start_matches(['>', '<', '&', '|']).len();
        let file = rest[marks..].trim_start_matches([' ', '\t']);
        let start = rest.len() - file.len();
        let length = file.find([' ', '\t', '\n', ';', '|', '&']).unwrap_or(file.len());
        self.at += start + length;
    }

    fn end_word(&mut self) {
        self.is_replaced();
        self.words.extend(self.word.take());
    }

    fn end_command(&mut self) {
        self.end_word();
        if !self.words.is_empty() {
            let source = self.text[self.began..self.at].trim().trim_end_matches(['|', '&', ';']).trim();
            let words = core::mem::take(&mut self.words);
            self.commands.push(Part { words, source: source.to_owned(), cut: self.cut });
            self.cut = None;
        }
        self.began = self.at;
    }

    /// `;`, `|`, `||` and `&&`, of which the first sign was taken: the shell has what stands behind for itself.
    fn separator(&mut self, sign: char) {
        let twice = sign != ';' && self.peek() == Some(sign);
        let rest = &self.text[self.at + usize::from(twice)..];
        let cut = match self.shell {
            Shell::PowerShell if twice => Some(Cut::PowerShellChain),
            _ => {
                let of_address = |word: &String| word.contains("://") || self.cut.is_some();
                Cut::by_sign(sign, self.word.as_ref().is_some_and(of_address), rest)
            }
        };
        self.at += usize::from(twice);
        self.end_command();
        self.cut = cut;
    }

    fn end_line(&mut self) {
        self.end_command();
        self.skip_documents();
        let broken = self.broken.take();
        self.cut = broken.or_else(|| Cut::by_line_end(&self.text[self.at..]));
    }

    /// A single `&`: what is before it runs by itself.
    fn ampersand(&mut self) {
        let before = &self.text[..self.at - 1];
        let word = self.word.take_if(|_| !before.ends_with(['\'', '"']));
        let cut = Cut::by_ampersand(word.as_deref(), &self.text[self.at..]).map(|cut| match self.shell {
            Shell::PowerShell => Cut::PowerShellAmpersand,
            _ => cut,
        });
        self.words.extend(word);
        self.end_command();
        self.cut = cut;
    }

    /// What stands behind the mark with which a line goes on, or which takes a letter for itself.
    fn marked(&mut self, mark: char, next: char) {
        if [' ', '\t'].contains(&next) {
            self.broken = self.broken.or_else(|| Cut::by_blank(mark, &self.text[self.at..]));
        }
        self.push(next);
    }

    fn skip_line(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.find('\n').unwrap_or(rest.len());
        self.began = self.at;
    }

    fn push(&mut self, letter: char) {
        self.word.get_or_insert_default().push(letter);
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip(&mut self) {
        self.take();
    }

    fn take(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += letter.len_utf8();
        Some(letter)
    }

    fn unclosed(&self, quote: char, at: usize) -> ReadError {
        let (line, column) = self.place(at);
        ReadError::UnclosedQuote { quote, line, column }
    }

    /// The line and the character in it, counted from 1.
    fn place(&self, at: usize) -> (usize, usize) {
        let before = &self.text[..at];
        let line = before.matches('\n').count() + 1;
        (line, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
    }
}
