//! Any file is inspected and told in both languages, the ASN.1 included. What is wrong is a finding, never a panic, and what
//! is said hides and turns no text. Whether the findings are right is asked by `crates/pki/tests`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pki::inspect::{Asn1, Input, inspect};
use pki::moment::Moment;
use text::Lang;

/// 2026-11-23T00:00:00Z, the moment of all tests.
const NOW: Moment = Moment::from_unix_seconds(1_795_392_000);

fuzz_target!(|bytes: &[u8]| {
    let report = inspect(&[Input { name: "fuzz", bytes }], NOW);
    for lang in Lang::ALL {
        let json = report.to_json(Asn1::Included, lang);
        assert!(!json.contains(['\u{202e}', '\u{200b}']), "a name turns or hides text");
    }
});
