//! The same path from the one file `handfast.html`, opened from disk: no server at all.

use std::process::ExitCode;

use e2e::cases::{case, run};
use e2e::journey::{Layout, Way, walk};
use e2e::page::Language;
use e2e::site::Site;

/// The default, and the algorithm whose keys the browser itself makes (WebCrypto needs a secure context, which a file is).
const WAYS: [Way; 2] = [
    Way {
        algorithm: "p256",
        key: "ASN1 OID: prime256v1",
        language: Language::English,
        layout: Layout::System,
    },
    Way {
        algorithm: "rsa2048",
        key: "Public-Key: (2048 bit)",
        language: Language::Korean,
        layout: Layout::Alone,
    },
];

fn main() -> ExitCode {
    let cases = WAYS.iter().map(|way| {
        case(format!("{}-{}", way.algorithm, way.language.tag()), move |browser| {
            walk(browser, *way, |_| Site::file())
        })
    });
    run(cases.collect())
}
