//! Calls of curl among other lines: of a guide, of a session of a terminal. Each is read by `line` afterwards.

use super::prompt::behind_prompt;

/// The calls of curl in a text that may hold other lines too, each with the line on which it begins, counted from 1, as it was
/// written. A call goes on where a line says so at its end, and to the next line that begins a command or a remark.
#[must_use]
pub fn calls(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    let mut goes_on = false;
    for (place, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
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
