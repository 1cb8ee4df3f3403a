//! What shares its words with TLS and is none of it: connections of SSH, and mail servers that speak in clear before STARTTLS.

use std::borrow::Cow;

/// What OpenSSH alone prints, in small letters.
const SSH: [&str; 7] = [
    "ssh: connect to host",
    "ssh: could not resolve hostname",
    "ssh_exchange_identification:",
    "kex_exchange_identification:",
    "ssh_dispatch_run_fatal:",
    "client_loop: send disconnect",
    "during banner exchange",
];

/// Modules of Python for protocols that begin in clear.
const IN_CLEAR: [&str; 4] = ["smtplib.py\"", "imaplib.py\"", "poplib.py\"", "ftplib.py\""];

/// A message in which blanks stand in place of what is none of TLS's, so that every place stays where it is.
pub(super) fn without_foreign(message: &str) -> Cow<'_, str> {
    let small = message.to_ascii_lowercase();
    let known = SSH.iter().chain(&IN_CLEAR).any(|mark| small.contains(mark));
    if !known && !small.contains(" port ") {
        return Cow::Borrowed(message);
    }
    let mut kept = String::with_capacity(message.len());
    let mut in_clear = false;
    for line in message.split_inclusive('\n') {
        // a log in JSON has many lines in one
        let mut rest = line;
        while !rest.is_empty() {
            let end = rest.find("\\n").map_or(rest.len(), |at| at + 2);
            let (part, after) = rest.split_at(end);
            rest = after;
            let small = part.to_ascii_lowercase();
            in_clear |= small.contains("lib.py")
                && IN_CLEAR.iter().any(|mark| small.replace('\\', "").contains(mark));
            in_clear &= !small.contains("traceback (most");
            let no_tls = in_clear && small.contains("wrong_version_number");
            if no_tls || is_of_ssh(&small) {
                let ending = part.len() - part.trim_end_matches(['\n', '\r']).len();
                kept.extend(core::iter::repeat_n(' ', part.len() - ending));
                kept.push_str(&part[part.len() - ending..]);
            } else {
                kept.push_str(part);
            }
        }
    }
    Cow::Owned(kept)
}

/// Whether a line is OpenSSH's, in small letters.
fn is_of_ssh(line: &str) -> bool {
    // `Connection reset by 10.0.0.3 port 22`, where others say by whom it was: a peer
    let ended = ["connection reset by ", "connection closed by "].iter().any(|words| {
        let by = line.find(words).map(|at| &line[at + words.len()..]);
        by.is_some_and(|by| !by.starts_with("peer") && by.contains(" port "))
    });
    ended || SSH.iter().any(|mark| line.contains(mark))
}
