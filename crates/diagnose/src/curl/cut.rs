//! Where a shell ends a command that was meant to go on: what stands behind it does not reach curl.

use super::Note;
use super::line::is_variable;

/// What ended a command too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cut {
    /// An `&` of an address that stands in no quotes.
    Ampersand,
    /// The same in PowerShell: 5 refuses the line, and 7 has what stands before run by itself (about_Operators, "Background operator").
    PowerShellAmpersand,
    /// Another sign of an address that stands in no quotes and ends commands: `;`, `|`.
    Sign(char),
    /// `&&` and `||` in PowerShell: 5 refuses the line, 7 runs what stands behind by itself (about_Pipeline_Chain_Operators).
    PowerShellChain,
    /// A blank behind the mark with which a line was to go on.
    Blank(char),
    /// The end of a line that bears no such mark.
    LineEnd,
}

impl Cut {
    /// Whether a single `&` cuts: options stand behind it, or the rest of the query that `word`, written before it without a quote, began.
    pub(super) fn by_ampersand(word: Option<&str>, rest: &str) -> Option<Cut> {
        let next = rest.split([' ', '\t', '\r', '\n', '&', ';', '|']).next().unwrap_or_default();
        let names = names(next);
        let query = word.is_some_and(|word| !next.is_empty() && (word.contains('?') || names));
        (query || begins_as_option(rest.trim_start_matches([' ', '\t']))).then_some(Cut::Ampersand)
    }

    /// Whether `;`, `|` or `&&` cuts: options stand behind it, or a parameter, where the sign stands `within` an address.
    pub(super) fn by_sign(sign: char, within: bool, rest: &str) -> Option<Cut> {
        let cut = if sign == '&' { Cut::Ampersand } else { Cut::Sign(sign) };
        (within && names(rest) || begins_as_option(rest.trim_start_matches([' ', '\t']))).then_some(cut)
    }

    /// Whether nothing but blanks stands between here and the end of the line, and something behind it.
    pub(super) fn by_blank(mark: char, rest: &str) -> Option<Cut> {
        let behind = rest.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n')?;
        (!behind.trim().is_empty()).then_some(Cut::Blank(mark))
    }

    /// Whether the next line begins as none of its own does.
    pub(super) fn by_line_end(rest: &str) -> Option<Cut> {
        begins_as_option(rest.trim_start_matches([' ', '\t'])).then_some(Cut::LineEnd)
    }

    /// The sign that stands between what it cut.
    pub(super) const fn sign(self) -> char {
        match self {
            Cut::Sign(sign) | Cut::Blank(sign) => sign,
            _ => '&',
        }
    }
}

/// Whether something begins as a parameter of a query does: `name=`.
fn names(rest: &str) -> bool {
    rest.split_once('=').is_some_and(|(name, _)| is_variable(name))
}

fn begins_as_option(text: &str) -> bool {
    let dashes = text.len() - text.trim_start_matches('-').len();
    (1..=2).contains(&dashes) && text[dashes..].starts_with(|letter: char| letter.is_ascii_alphabetic())
}

/// What is told of a command behind curl's: that the shell has it, or that it was meant for curl.
pub(super) fn rest(notes: &mut Vec<Note>, source: &str, cut: Option<Cut>) {
    let source = on_one_line(source);
    match (cut, notes.last_mut()) {
        (None, _) => notes.push(Note::RestOfLine(source)),
        // one address may have several
        (
            Some(by @ (Cut::Ampersand | Cut::PowerShellAmpersand | Cut::Sign(_))),
            Some(Note::CutOff { by: before, text }),
        ) if *before == by => {
            text.push(by.sign());
            text.push_str(&source);
        }
        (Some(by), _) => notes.push(Note::CutOff { by, text: source }),
    }
}

/// Text without the marks with which its lines go on.
fn on_one_line(source: &str) -> String {
    let mut lines = source.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, next| match text.strip_suffix(['\\', '`', '^']) {
        Some(before) => format!("{} {}", before.trim_end(), next.trim_start()),
        None => format!("{text}\n{next}"),
    })
}
