//! Any text is looked through for known messages. Whether they are recognised is asked by `crates/diagnose/tests`.
#![no_main]

use diagnose::doctor::{Loaded, doctor};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.lines().count().max(1);
    let found = doctor(&text, &Loaded::nothing());
    assert!(found.unrecognised(&text).all(|(line, _)| line <= lines), "a line beyond the text");
    for one in found.recognised {
        assert!(one.line <= one.until && one.until <= lines.max(one.line), "a line beyond the text");
    }
});
