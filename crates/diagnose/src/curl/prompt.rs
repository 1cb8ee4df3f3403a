//! What a terminal writes before a command and before each of its further lines, which people copy with it, and whose shell that tells.

use std::borrow::Cow;

use super::line::Shell;

/// Where the command begins behind a prompt that was copied with it, and whose prompt it is where it tells.
pub(super) fn behind_prompt(text: &str) -> (usize, Option<Shell>) {
    let lead = text.len() - text.trim_start().len();
    let line = text[lead..].lines().next().unwrap_or_default();
    if let Some((shell, end)) = windows_prompt(line) {
        return (lead + end, Some(shell));
    }
    let Some(at) = line.find("curl") else { return (lead, None) };
    let prompt = line[..at].trim_end();
    let quiet = !prompt.contains(['\'', '"', ';', '|', '=']);
    let ends = prompt.ends_with(['$', '%', '#', '>', '❯', '➜']);
    if quiet && ends && !prompt.is_empty() { (lead + at, None) } else { (lead, None) }
}

/// The shell whose prompt names a folder of Windows at the beginning of a line, and where the command behind it begins.
fn windows_prompt(line: &str) -> Option<(Shell, usize)> {
    let (prompt, rest) = line.split_once('>')?;
    let (shell, folder) = match prompt.strip_prefix("PS ") {
        Some(folder) => (Shell::PowerShell, folder),
        None => (Shell::Cmd, prompt),
    };
    let mut begin = folder.chars();
    let drive =
        begin.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && begin.as_str().starts_with(":\\");
    let end = line.len() - rest.trim_start().len();
    (drive && !folder.contains(['"', '\''])).then_some((shell, end))
}

/// Whose rules a line without a prompt follows, by what only one of them writes.
pub(super) fn shell_of(text: &str) -> Shell {
    // another line follows, and the mark has no partner on its own line
    let continued = |mark: char| {
        let mut lines = text.trim_end().lines().rev().skip(1);
        lines.any(|line| {
            line.trim_end().ends_with(mark) && (mark == '^' || line.matches(mark).count() % 2 == 1)
        })
    };
    let windows_path = text.as_bytes().windows(5).any(|at| {
        matches!(at[0], b' ' | b'"' | b'\'')
            && at[1].is_ascii_alphabetic()
            && at[2] == b':'
            && at[3] == b'\\'
            && at[4].is_ascii_alphanumeric()
    });
    let exe = text.contains("curl.exe");
    // PowerShell alone has this mark
    let stops_reading = text.split_whitespace().any(|word| word == "--%");
    if continued('^') || text.contains("^\"") || text.contains("^%") {
        Shell::Cmd
    } else if continued('`')
        || escapes_quotes(text)
        || stops_reading
        || (exe && text.contains(['\'', '`', '$']))
    {
        Shell::PowerShell
    } else if exe || windows_path {
        Shell::Cmd
    } else {
        Shell::Posix
    }
}

/// Whether PowerShell's mark stands before a quote; in a POSIX shell the second of a pair may end there what a command prints.
fn escapes_quotes(text: &str) -> bool {
    let pieces: Vec<&str> = text.split('`').collect();
    let paired = pieces.len() % 2 == 1;
    // behind a mark that opens a pair stands a command
    let opens = |(place, piece): (usize, &&str)| place % 2 == 0 || !piece.starts_with('"');
    text.contains("`\"") && !(paired && pieces.iter().enumerate().all(opens))
}

/// What marks for each shell that a line goes on, at its end, and what it writes before the next one.
const CONTINUED: [(Shell, char, &str); 3] =
    [(Shell::Posix, '\\', "> "), (Shell::PowerShell, '`', ">> "), (Shell::Cmd, '^', "More? ")];

/// A text without what a terminal wrote before the further lines of its commands. Without a prompt before the first line such a
/// mark may be a redirection: there it is taken off before an option or an address alone.
pub(super) fn without_continuation_prompts(text: &str) -> Cow<'_, str> {
    if !CONTINUED.iter().any(|(.., prompt)| text.contains(prompt)) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut prompted = None;
    // where the present command begins in what is kept, and which quotes are open in it
    let mut began = 0;
    let mut open = [false; 2];
    for line in text.split_inclusive('\n') {
        let before = kept[began..].trim_end();
        let marked = CONTINUED.iter().find(|(_, mark, _)| before.ends_with(*mark));
        let own = || CONTINUED.iter().find(|(shell, ..)| open != [false; 2] && prompted == Some(*shell));
        let bare = match marked.or_else(own) {
            Some((.., prompt)) => {
                let rest = line.strip_prefix(prompt);
                rest.filter(|rest| prompted.is_some() || is_of_a_call(rest)).unwrap_or(line)
            }
            None => {
                let lead = line.len() - line.trim_start().len();
                let (start, shell) = behind_prompt(line);
                prompted = (start > lead).then_some(shell.unwrap_or_default());
                (began, open) = (kept.len(), [false; 2]);
                line
            }
        };
        for (open, quote) in open.iter_mut().zip(['\'', '"']) {
            *open ^= bare.matches(quote).count() % 2 == 1;
        }
        kept.push_str(bare);
    }
    Cow::Owned(kept)
}

/// Whether something begins as an option or an address does.
fn is_of_a_call(rest: &str) -> bool {
    let word = rest.split_whitespace().next().unwrap_or_default();
    let bare = word.trim_start_matches(['\'', '"']);
    let scheme = bare.split_once("://").map_or("", |(scheme, _)| scheme);
    word.starts_with('-') || ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str())
}
