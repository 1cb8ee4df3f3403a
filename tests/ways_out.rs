//! What no Content-Security-Policy bars, the page has no code for: leading a tab to another address, a new window, WebRTC.
//! The rooms About and SECURITY.md say so. Read from the sources, for what is not written there cannot be called.

use std::fs;
use std::path::{Path, PathBuf};

/// How such a way is written, in Rust by web-sys and in JavaScript. A link of the page's own leads to `#/room`.
const WAYS_OUT: [&str; 12] = [
    "RtcPeer",
    "RTCPeer",
    "window.open",
    ".open_with_url",
    "location.assign",
    "location.replace",
    "location.href =",
    ".set_location",
    "location().assign",
    "location().replace",
    "location().set_href",
    "href=\"http",
];

#[test]
fn the_page_has_no_code_for_ways_out_that_no_policy_bars() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("index.html"), root.join("Cargo.toml")];
    for folder in ["src", "static/boot"] {
        collect(&root.join(folder), &mut files);
    }
    assert!(files.len() > 60, "the page's sources are elsewhere: {files:?}");
    for file in files {
        let text = fs::read_to_string(&file).expect("a text");
        for way in WAYS_OUT {
            assert!(!text.contains(way), "{way} stands in {}", file.display());
        }
    }
}

/// A browser that translates a page sends its texts to a service, names and revealed passphrases among them, and what stands there
/// instead does not follow the program any more.
#[test]
fn browsers_are_asked_to_send_no_text_away_for_translation() {
    let page = include_str!("../index.html");
    assert!(page.contains("<html lang=\"en\" translate=\"no\">"), "HTML, section 3.2.6.3");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the page") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
