//! Any text is read as a configuration of nginx, written and read again; then a call to it is predicted and what is remarkable is
//! told. Whether that is right is asked by `crates/deploy/tests` and `crates/diagnose/tests`.
#![no_main]

use diagnose::files::Memory;
use diagnose::finding::of_configuration;
use diagnose::predict::{Backends, Question, predict};
use libfuzzer_sys::fuzz_target;
use pki::moment::Moment;
use text::Lang;

/// 2026-11-23T00:00:00Z, the moment of all tests.
const NOW: Moment = Moment::from_unix_seconds(1_795_392_000);

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(tree) = deploy::nginx::read(&text)
        && let Ok(written) = deploy::nginx::write(&tree)
    {
        assert_eq!(deploy::nginx::read(&written), Ok(tree), "what was written is read as something else");
    }
    let files = Memory::new().with("/nginx.conf", bytes);
    let question = Question {
        configuration: "/nginx.conf",
        command: "curl https://127.0.0.1/",
        files: &files,
        caller: &files,
        at: NOW,
        backends: Backends::Answer,
    };
    let outcome = predict(&question).expect("a command of curl");
    for reason in &outcome.reasons {
        assert!(!reason.message(Lang::Ko).problem.contains('\u{202e}'), "a name turns text");
    }
    for finding in of_configuration("/nginx.conf", &files, NOW) {
        assert!(!finding.fault.message(Lang::En).problem.contains('\u{202e}'), "a name turns text");
    }
});
