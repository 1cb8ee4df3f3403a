//! What `crates/text/sent.txt` lists is not in the page's program until its worker is there, and in no other program at all: only
//! what the page draws of things that a worker made may say it.

use std::fs;
use std::path::{Path, PathBuf};

/// Where it may be said.
const SAYING: [&str; 8] = [
    "src/pages/create.rs",
    "src/pages/create/",
    "src/pages/export.rs",
    "src/pages/export/",
    "src/pages/deploy.rs",
    "src/frame/question.rs",
    "src/frame/status.rs",
    // of problems, those that a worker finds or that are of something made
    "crates/workbench/src/problem.rs",
];

#[test]
fn texts_that_the_worker_sends_are_said_where_the_worker_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = fs::read_to_string(root.join("crates/text/sent.txt")).expect("the list");
    let mut sources = Vec::new();
    for folder in ["src", "crates"] {
        collect(&root.join(folder), &mut sources);
    }
    let mut said = 0;
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace().map(|word| word.replace('-', "_"));
        let room = words.next().expect("a file's name");
        for message in words {
            for (path, source) in &sources {
                let alias = source.contains(&format!("text::{room} as say"))
                    && source.contains(&format!("say::{message}("));
                if alias || source.contains(&format!("text::{room}::{message}(")) {
                    let place = path.strip_prefix(root).expect("below the root").to_string_lossy();
                    assert!(
                        SAYING.iter().any(|known| place.starts_with(known)),
                        "{place} says {room} {message}"
                    );
                    said += 1;
                }
            }
        }
    }
    assert!(said > 50, "only {said} are said at all");
}

fn collect(folder: &Path, sources: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            sources.push((path.clone(), fs::read_to_string(&path).expect("a source")));
        }
    }
}
