//! `licences.txt`: the texts of the licences of every library inside the page, which most of them ask to travel along.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::workspace::Workspace;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// A package as `cargo metadata` prints it.
#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    /// As SPDX writes it.
    license: Option<String>,
    manifest_path: PathBuf,
}

/// The text: each licence once, below the libraries that bring it word for word.
pub(super) fn text(workspace: &Workspace) -> anyhow::Result<String> {
    let packages = packages(workspace)?;
    let mut by_text: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, version) in linked(workspace)? {
        let package = packages
            .get(&(name.clone(), version.clone()))
            .with_context(|| format!("cargo metadata does not know {name} {version}"))?;
        let folder = package.manifest_path.parent().context("a manifest lies in a folder")?;
        let texts = texts(folder)?;
        let spdx = package.license.as_deref().unwrap_or_default();
        let texts =
            if texts.is_empty() { vec![format!("{spdx} (the package brings no text)\n")] } else { texts };
        for text in texts {
            by_text.entry(text).or_default().insert(format!("{name} {version}"));
        }
    }
    let mut out = String::from("The libraries inside the page and its worker, and their licences.\n");
    for (text, names) in by_text {
        let names: Vec<String> = names.into_iter().collect();
        out.push_str(&format!("\n{}\n{}\n\n{}\n", "=".repeat(72), names.join(", "), text.trim_end()));
    }
    Ok(out)
}

/// Names and versions of what Cargo links for the browser, our own crates left out.
fn linked(workspace: &Workspace) -> anyhow::Result<BTreeSet<(String, String)>> {
    let tree = printed(workspace.cargo([
        "tree",
        "--locked",
        "--package",
        "handfast",
        "--target",
        "wasm32-unknown-unknown",
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]))?;
    let tree = String::from_utf8(tree).context("cargo tree printed something unexpected")?;
    // packages of this workspace are named with their folder
    let others = tree.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.contains('/'));
    let pairs = others.filter_map(|line| line.split_once(" v"));
    Ok(pairs.map(|(name, version)| (name.to_owned(), version.to_owned())).collect())
}

fn packages(workspace: &Workspace) -> anyhow::Result<HashMap<(String, String), Package>> {
    let json = printed(workspace.cargo(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: Metadata =
        serde_json::from_slice(&json).context("cargo metadata printed something unexpected")?;
    let named = metadata.packages.into_iter();
    Ok(named.map(|package| ((package.name.clone(), package.version.clone()), package)).collect())
}

fn printed(mut command: std::process::Command) -> anyhow::Result<Vec<u8>> {
    let output = command.output().context("cargo could not be started")?;
    if !output.status.success() {
        bail!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.stdout)
}

/// The texts of a package: of several licences to choose from, MIT alone where it is one.
fn texts(folder: &Path) -> anyhow::Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_file() && is_licence(path))
        .collect();
    files.sort();
    let is_mit = |path: &PathBuf| upper_name(path).contains("MIT");
    if files.iter().any(is_mit) {
        files.retain(is_mit);
    }
    let read = |path: &PathBuf| {
        let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n").trim().to_owned() + "\n")
    };
    files.iter().map(read).collect()
}

fn is_licence(path: &Path) -> bool {
    let name = upper_name(path);
    ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"]
        .iter()
        .any(|start| name.starts_with(start))
}

fn upper_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::workspace::Workspace;

    #[test]
    fn every_licence_travels_along() {
        let text = text(&Workspace::find().expect("a workspace")).expect("a text");
        for library in ["yew 0.", "ring 0.17", "zip 9.", "x509-parser 0."] {
            assert!(text.contains(library), "{library}");
        }
        assert!(text.contains("Permission is hereby granted, free of charge"));
        assert!(!text.contains("text 0.1.0"), "our own crates are not among them");
    }
}
