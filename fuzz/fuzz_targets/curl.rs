//! Any text is read as a command of curl, and as the commands of a guide. Whether they are read rightly is asked by
//! `crates/diagnose/tests`.
#![no_main]

use diagnose::finding::commands::of_commands;
use libfuzzer_sys::fuzz_target;
use text::Lang;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    match diagnose::curl::read(&text) {
        Ok(command) => assert!(!command.urls.is_empty(), "a command without an address"),
        Err(error) => assert!(!error.message(Lang::En).problem.contains('\u{202e}'), "a word turns text"),
    }
    let lines = text.lines().count().max(1);
    assert!(diagnose::curl::calls(&text).iter().all(|(line, _)| *line <= lines), "a call beyond the text");
    assert!(of_commands(&text, &[]).iter().all(|advice| advice.line <= lines), "a line beyond the text");
});
