//! Any text is looked through for known messages. Whether they are recognised is asked by `crates/diagnose/tests`.
#![no_main]

use diagnose::doctor::{Loaded, doctor};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.lines().count().max(1);
    for one in doctor(&text, &Loaded::nothing()).recognised {
        assert!(one.line <= lines, "a line beyond the text");
    }
});
