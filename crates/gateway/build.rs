//! Puts the built page into the binary: the folder that `HANDFAST_DIST` names, or a placeholder that says how to get one,
//! so that tests of the workspace need no browser tools.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-env-changed=HANDFAST_DIST");
    let own = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let folder = env::var_os("HANDFAST_DIST").map_or_else(|| own.join("placeholder"), PathBuf::from);
    println!("cargo::rerun-if-changed={}", folder.display());
    if !folder.join("index.html").is_file() {
        println!(
            "cargo::error=HANDFAST_DIST names {}, which holds no index.html. Build the page first with `cargo xtask build`, which sets it by itself.",
            folder.display()
        );
        return;
    }
    let mut table = String::from("&[\n");
    for name in names(&folder) {
        let form = |ending: &str| {
            let path = folder.join(format!("{name}{ending}"));
            if path.is_file() { format!("Some(include_bytes!({path:?}))") } else { "None".to_owned() }
        };
        let plain = folder.join(&name);
        writeln!(
            table,
            "    Asset {{ name: {name:?}, plain: include_bytes!({plain:?}), brotli: {}, gzip: {} }},",
            form(".br"),
            form(".gz")
        )
        .expect("a String");
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("embedded.rs");
    fs::write(out, table).expect("OUT_DIR can be written");
}

/// The files of the page without their compressed forms, sorted.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the folder holds index.html")
        .map(|entry| entry.expect("a readable folder").file_name().into_string().expect("ASCII file names"))
        .filter(|name| !name.ends_with(".br") && !name.ends_with(".gz"))
        .collect();
    names.sort();
    names
}
