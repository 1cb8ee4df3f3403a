//! The size budget: what the browser fetches, as brotli, against `size-budget.toml`.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

use crate::page::Page;
use crate::workspace::Workspace;

#[derive(Debug, Deserialize)]
struct Budget {
    page: Allowance,
    worker: Allowance,
    lab: Allowance,
    examiner: Allowance,
}

#[derive(Debug, Deserialize)]
struct Allowance {
    brotli_kib: u64,
}

/// A file of the page, with its octets as it is and as brotli.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Weight {
    name: String,
    plain: u64,
    brotli: u64,
}

/// What the parts weigh as brotli, in KiB.
#[derive(Debug, Serialize)]
pub(crate) struct Sizes {
    page: f64,
    worker: f64,
    lab: f64,
    examiner: f64,
}

/// Prints the table, tells its sums, and fails when a part is too heavy.
pub(crate) fn check(workspace: &Workspace, page: &Page) -> anyhow::Result<Sizes> {
    let budget = fs::read_to_string(workspace.root.join("size-budget.toml"))
        .context("size-budget.toml cannot be read")?;
    let budget: Budget = toml::from_str(&budget).context("size-budget.toml is not what is expected")?;
    let mut paints = weigh(&page.served)?;
    let mut taken = |name: &str| -> Vec<Weight> {
        let (program, others) =
            std::mem::take(&mut paints).into_iter().partition(|file| file.name.starts_with(name));
        paints = others;
        program
    };
    let (worker, lab, examiner) = (taken("worker-"), taken("lab-"), taken("examiner-"));
    let sum = |files: &[Weight]| kib(files.iter().map(|file| file.brotli).sum());
    let sizes = Sizes { page: sum(&paints), worker: sum(&worker), lab: sum(&lab), examiner: sum(&examiner) };
    let parts = [
        ("page", paints, budget.page),
        ("worker", worker, budget.worker),
        ("lab", lab, budget.lab),
        ("examiner", examiner, budget.examiner),
    ];
    let too_heavy: Vec<String> =
        parts.into_iter().filter_map(|(part, files, allowance)| judge(part, &files, &allowance)).collect();
    if !too_heavy.is_empty() {
        bail!(
            "{} Look for what came in with `cargo tree` and `twiggy`, or change the budget and say why.",
            too_heavy.join(" ")
        );
    }
    Ok(sizes)
}

/// Prints a part of the table; a sentence when it is too heavy.
fn judge(part: &str, files: &[Weight], allowance: &Allowance) -> Option<String> {
    for file in files {
        println!("  {:32} {:>10} {:>10}", file.name, shown(file.plain), shown(file.brotli));
    }
    let plain = files.iter().map(|file| file.plain).sum();
    let brotli: u64 = files.iter().map(|file| file.brotli).sum();
    println!("  {part:32} {:>10} {:>10}  of {} KiB", shown(plain), shown(brotli), allowance.brotli_kib);
    (brotli > allowance.brotli_kib * 1024)
        .then(|| format!("The {part} weighs {} of at most {} KiB.", shown(brotli), allowance.brotli_kib))
}

fn weigh(folder: &Path) -> anyhow::Result<Vec<Weight>> {
    let size = |path: &Path| {
        fs::metadata(path)
            .map(|file| file.len())
            .with_context(|| format!("{} cannot be read", path.display()))
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // the licences are fetched by those who want to read them
        if let Some(name) = name.strip_suffix(".br").filter(|name| *name != "licences.txt") {
            files.push(Weight {
                name: name.to_owned(),
                plain: size(&path.with_extension(""))?,
                brotli: size(&path)?,
            });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn kib(octets: u64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "sizes for people, far below 2^52")]
    let octets = octets as f64;
    octets / 1024.0
}

fn shown(octets: u64) -> String {
    format!("{:.1} KiB", kib(octets))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_octet_over_the_budget_is_too_heavy() {
        let file = |brotli| [Weight { name: "app.wasm".to_owned(), plain: 9_999, brotli }];
        let allowance = Allowance { brotli_kib: 2 };
        assert_eq!(judge("page", &file(2_048), &allowance), None);
        let sentence = judge("page", &file(2_049), &allowance).expect("too heavy");
        assert!(sentence.contains("page") && sentence.contains("2 KiB"), "{sentence}");
    }
}
