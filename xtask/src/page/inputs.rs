//! A digest of everything that the page is made of: when it is unchanged, the page is up to date.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use super::environment;
use crate::workspace::Workspace;

/// Files and folders that the page is made of, and the programs that make it.
const INPUTS: [&str; 11] = [
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo",
    "Trunk.toml",
    "index.html",
    "static",
    "src",
    "crates",
    "xtask/src/page",
    "xtask/src/page.rs",
];

/// Members that are not part of the page.
const NOT_IN_THE_PAGE: [&str; 2] = ["crates/gateway", "crates/testkit"];

/// SHA-256 over names and contents, in hexadecimal.
pub(super) fn digest(workspace: &Workspace) -> anyhow::Result<String> {
    let mut files = Vec::new();
    for input in INPUTS {
        collect(&workspace.root, Path::new(input), &mut files)?;
    }
    files.sort();
    let mut digest = Sha256::new();
    digest.update(environment());
    for file in files {
        let bytes = fs::read(workspace.root.join(&file))
            .with_context(|| format!("{} cannot be read", file.display()))?;
        digest.update(file.to_string_lossy().as_bytes());
        digest.update([0]);
        digest.update(Sha256::digest(&bytes));
    }
    Ok(hexadecimal(&digest.finalize()))
}

/// Lower-case hexadecimal.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn collect(root: &Path, below: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let path = root.join(below);
    let tests = below.components().count() == 3 && below.ends_with("tests");
    if tests || NOT_IN_THE_PAGE.iter().any(|room| below == Path::new(room)) {
        return Ok(());
    }
    if path.is_file() {
        files.push(below.to_path_buf());
    } else if path.is_dir() {
        for entry in fs::read_dir(&path).with_context(|| format!("{} cannot be read", path.display()))? {
            collect(root, &below.join(entry?.file_name()), files)?;
        }
    }
    Ok(())
}
