//! `cargo xtask tidy`: the rules of the house that the compiler cannot see, each a small function in a file of `tidy/`.

mod edges;
mod sources;
mod styles;
mod texts;

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::workspace::Workspace;

/// A file of the repository.
#[derive(Debug, Clone)]
struct Source {
    /// Its path from the repository's root, with `/` on every system.
    path: String,
    /// What it holds.
    text: String,
}

/// A place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    /// The file, or the edge.
    place: String,
    /// Counted from 1; 0 when it is about the whole file.
    line: usize,
    /// What is wrong and what to do.
    what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.place, self.what),
            line => write!(out, "{}:{line}: {}", self.place, self.what),
        }
    }
}

/// Checks every rule and fails when one is broken.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let sources = read(&workspace.root, &[".rs", ".css", ".js", ".html"])?;
    let mut findings = edges::check(&workspace.packages);
    for source in &sources {
        findings.extend(sources::check(source));
        findings.extend(styles::check(source));
    }
    findings.extend(texts::check(&read(&workspace.root, &[".ftl"])?));
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!(
            "tidy: places that break a rule of ARCHITECTURE.md or CONTRIBUTING.md: {}; each is named above.",
            findings.len()
        );
    }
    println!("tidy: {} files and {} packages keep the rules.", sources.len(), workspace.packages.len());
    Ok(())
}

/// The files with one of these endings.
fn read(root: &Path, endings: &[&str]) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !name.starts_with('.') && !["target", "dist", "node_modules"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let text = fs::read_to_string(&path)
                    .with_context(|| format!("{} cannot be read", path.display()))?;
                let below = path.strip_prefix(root).unwrap_or(&path);
                sources.push(Source { path: below.to_string_lossy().replace('\\', "/"), text });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}
