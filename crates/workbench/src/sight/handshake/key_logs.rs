//! Files beside a recording that look like key logs: which of them have secrets, and what is said of those that have none.

use handshake::capture;
use handshake::key_log::Void;
use text::handshake_room as say;
use text::{Lang, Message};

use crate::opened::Given;

/// Those of some files that are more than a key log without secrets, and what is wrong with the others.
pub(super) fn sorted(files: &[Given], lang: Lang) -> (Vec<&Given>, Vec<Message>) {
    let (mut kept, mut told) = (Vec::new(), Vec::new());
    for file in files {
        match void(file, lang) {
            None => kept.push(file),
            Some(message) => told.push(message),
        }
    }
    (kept, told)
}

/// What recordings are called: an empty one of these is no key log.
const RECORDINGS: [&str; 5] = [".pcapng", ".pcap", ".cap", ".dmp", ".gz"];

/// What is wrong with a file that looks like a key log and has no secrets; `None` where it has some, or is something else.
pub(super) fn void(file: &Given, lang: Lang) -> Option<Message> {
    let lower = file.name.to_ascii_lowercase();
    let is_recording = || RECORDINGS.iter().any(|end| lower.ends_with(end));
    if capture::secrets(&file.bytes).is_some() {
        return None;
    }
    match Void::of(&file.bytes)? {
        Void::Empty if is_recording() => None,
        Void::Empty => Some(say::key_log_empty(lang, &file.name)),
        Void::Unusable => Some(say::key_log_unusable(lang, &file.name)),
    }
}
