//! The About room names every library that is linked into the page and its worker, with its licence.
//! After a change of dependencies: `cargo xtask golden --update`.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/crates/workbench/src/sight/about/libraries.txt");

#[test]
fn the_about_room_names_every_library_with_its_licence() {
    let linked = linked();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(LIST, &linked).expect("the list can be written");
    }
    let listed = std::fs::read_to_string(LIST).expect("the list is there");
    assert!(listed == linked, "the libraries changed; run `cargo xtask golden --update`\n{linked}");
}

/// What Cargo links for the browser, our own crates left out: one licence a line, then the names under it.
fn linked() -> String {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--locked",
            "--offline",
            "--package",
            "handfast",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{l}|{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    let mut by_licence: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for line in tree.lines() {
        let (licence, package) = line.trim_end_matches(" (*)").split_once('|').expect("the format has a bar");
        // packages of this workspace are named with their folder
        if package.contains('/') {
            continue;
        }
        let name = package.split(' ').next().expect("a package has a name");
        by_licence.entry(spdx(licence)).or_default().insert(name);
    }
    by_licence
        .into_iter()
        .map(|(licence, names)| format!("{licence}: {}\n", names.into_iter().collect::<Vec<_>>().join(", ")))
        .collect()
}

/// The same licences in one order, and with `OR` in the place of the old slash.
fn spdx(licence: &str) -> String {
    assert!(!licence.is_empty(), "a library without a licence");
    let licence = licence.replace('/', " OR ").replace("  ", " ");
    if licence.contains(['(', ')']) || licence.contains(" AND ") {
        return licence;
    }
    let mut choices: Vec<&str> = licence.split(" OR ").map(str::trim).collect();
    choices.sort_unstable();
    choices.join(" OR ")
}
