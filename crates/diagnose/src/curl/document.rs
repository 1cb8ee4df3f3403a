//! Here-documents of POSIX shells: lines behind a command that are its input and no commands (POSIX.1-2024 2.7.4).

use std::collections::HashMap;

/// The word that ends a document, of what stands behind the `<<` that announces it; `None` where it announces none.
pub(super) fn end_word(behind: &str) -> Option<String> {
    let word = behind.strip_prefix('-').unwrap_or(behind).trim_start_matches([' ', '\t']);
    let end = word.find(|letter: char| letter.is_whitespace() || ";|&<>()".contains(letter));
    let bare = word[..end.unwrap_or(word.len())].replace(['\'', '"', '\\'], "");
    (!bare.is_empty()).then_some(bare)
}

/// Where lines of a text stand for the last time, by what is in them.
pub(super) struct Ends<'a> {
    text: &'a str,
    last: HashMap<&'a str, usize>,
}

impl<'a> Ends<'a> {
    pub(super) fn of(text: &'a str) -> Ends<'a> {
        let mut ends = Ends { text, last: HashMap::new() };
        if text.contains("<<") {
            let mut at = 0;
            for line in text.split_inclusive('\n') {
                ends.last.insert(line.trim(), at);
                at += line.len();
            }
        }
        ends
    }

    /// Where the document that begins at a place ends, behind the line that ends it; `None` where none does. Guides indent what a
    /// shell does not.
    pub(super) fn behind(&self, at: usize, end: &str) -> Option<usize> {
        self.last.get(end).filter(|last| **last >= at)?;
        let lines = || {
            self.text[at..].split_inclusive('\n').scan(at, |begin, line| {
                *begin += line.len();
                Some((*begin, line))
            })
        };
        let exactly = lines().find(|(_, line)| line.trim_end_matches(['\r', '\n']) == end);
        let found = exactly.or_else(|| lines().find(|(_, line)| line.trim() == end));
        found.map(|(behind, _)| behind)
    }
}

/// Whether a program takes its input for commands.
pub(super) fn runs_input(program: &str) -> bool {
    let name = program.rsplit('/').next().unwrap_or(program);
    ["bash", "sh", "dash", "zsh", "ksh", "ssh"].contains(&name)
}

/// The word that ends the document that a line announces outside of quotes, unless it is for a program that runs it.
pub(super) fn announced(line: &str) -> Option<String> {
    let at = line.find("<<")?;
    let (before, behind) = (&line[..at], &line[at + 2..]);
    let open = ['\'', '"'].iter().any(|quote| before.matches(*quote).count() % 2 == 1);
    let mut words = before.split_whitespace().filter(|word| !["$", "#", "sudo"].contains(word));
    let runs = words.next().is_some_and(runs_input);
    if open || runs || behind.starts_with('<') { None } else { end_word(behind) }
}
