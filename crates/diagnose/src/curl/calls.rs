//! Calls of curl among other lines: of a guide, of a session of a terminal. Each is read by `line` afterwards.

use super::document::{Ends, announced};
use super::prompt::behind_prompt;

/// The calls of curl in a text that may hold other lines too, each with the line on which it begins, counted from 1, as it was
/// written. A call goes on where a line says so at its end, and to the next line that begins a command or a remark.
#[must_use]
pub fn calls(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    let mut goes_on = false;
    // the place behind a here-document, whose own lines are no commands
    let mut behind_document = 0;
    let mut behind = 0;
    let text = text.trim_start_matches('\u{feff}');
    let ends = Ends::of(text);
    for (place, whole) in text.split_inclusive('\n').enumerate() {
        let line = whole.trim_end_matches('\n').trim_end_matches('\r');
        let begin = behind;
        behind += whole.len();
        if begin < behind_document {
            (open, goes_on) = (false, false);
            continue;
        }
        let (start, _) = behind_prompt(line);
        let command = line[start..].trim_start();
        let first = |word: &str| {
            let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
            name.eq_ignore_ascii_case("curl") || name.eq_ignore_ascii_case("curl.exe")
        };
        let set = |word: &&str| {
            word.split_once('=').is_some_and(|(name, _)| !name.is_empty() && !name.starts_with('-'))
        };
        let begins = match called_by_path(command) {
            Some(path) => first(path),
            None => command.split_whitespace().find(|word| !set(word)).is_some_and(first),
        };
        let quoted = found.last().is_some_and(|(_, call)| {
            open && ['\'', '"'].iter().any(|quote| call.matches(*quote).count() % 2 == 1)
        });
        if begins && !goes_on {
            found.push((place + 1, line.to_owned()));
            open = true;
        } else if open && (goes_on || quoted) {
            if let Some((_, call)) = found.last_mut() {
                call.push('\n');
                call.push_str(line);
            }
        } else {
            open = false;
        }
        if let Some(end) = announced(line).filter(|_| !quoted) {
            behind_document = ends.behind(behind, &end).unwrap_or(0);
        }
        goes_on = open && line.trim_end().ends_with(['\\', '^', '`']);
    }
    found
}

/// The program that a line calls by a path in quotes, as PowerShell's call operator and cmd.exe have it: `& "C:\curl\curl.exe" …`.
fn called_by_path(command: &str) -> Option<&str> {
    let command = command.strip_prefix('&').unwrap_or(command).trim_start();
    let quote = command.chars().next().filter(|first| ['\'', '"'].contains(first))?;
    let (path, _) = command[1..].split_once(quote)?;
    path.contains(['/', '\\']).then_some(path)
}
