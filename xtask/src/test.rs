//! `cargo xtask test`: every check as a stage with its time, or only the named stages and packages.
//! A stage that fails does not keep the others from running; a missing tool is a failure.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::bail;

use crate::run::{Show, seconds, step};
use crate::system::{self, TO_BUILD, TO_TEST};
use crate::tidy;
use crate::workspace::Workspace;

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Stages (fmt, clippy, clippy-wasm, native, doc, tidy) or packages (pki, deploy, …); all stages when none is named
    names: Vec<String>,
}

/// One stage: its name, what it checks, and how.
struct Stage {
    name: &'static str,
    check: fn(&Workspace) -> anyhow::Result<()>,
}

const STAGES: &[Stage] = &[
    Stage { name: "fmt", check: fmt },
    Stage { name: "tidy", check: tidy::run },
    Stage { name: "clippy", check: clippy },
    Stage { name: "clippy-wasm", check: clippy_wasm },
    Stage { name: "native", check: native },
    Stage { name: "doc", check: doc },
];

/// What became of a stage.
struct Outcome {
    name: String,
    took: Duration,
    error: Option<anyhow::Error>,
}

/// Runs the stages and prints a line for each.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> anyhow::Result<()> {
    for name in &arguments.names {
        if !STAGES.iter().any(|stage| stage.name == name) && !is_package(workspace, name) {
            let stages: Vec<_> = STAGES.iter().map(|stage| stage.name).collect();
            bail!(
                "`{name}` is neither a stage nor a package. The stages are {}; the packages are the members in Cargo.toml.",
                stages.join(", ")
            );
        }
    }
    system::provide(&[TO_BUILD, TO_TEST])?;
    let mut outcomes = Vec::new();
    if arguments.names.is_empty() {
        for stage in STAGES {
            outcomes.push(measure(stage.name, || (stage.check)(workspace)));
        }
    }
    for name in &arguments.names {
        outcomes.push(match STAGES.iter().find(|stage| stage.name == name) {
            Some(stage) => measure(name, || (stage.check)(workspace)),
            None => measure(name, || package(workspace, name)),
        });
    }
    summary(&outcomes)
}

fn measure(name: &str, check: impl FnOnce() -> anyhow::Result<()>) -> Outcome {
    println!("\n━━ {name} ━━");
    let began = Instant::now();
    let error = check().err();
    if let Some(error) = &error {
        println!("{error:#}");
    }
    Outcome { name: name.to_owned(), took: began.elapsed(), error }
}

fn summary(outcomes: &[Outcome]) -> anyhow::Result<()> {
    println!("\n━━ summary ━━");
    for outcome in outcomes {
        let verdict = if outcome.error.is_none() { "passed" } else { "FAILED" };
        println!("{verdict}  {:12} {}", outcome.name, seconds(outcome.took));
    }
    let failed: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.error.is_some()).collect();
    let total: Duration = outcomes.iter().map(|outcome| outcome.took).sum();
    println!("        {:12} {}", "all", seconds(total));
    println!("{} passed, {} failed", outcomes.len() - failed.len(), failed.len());
    if !failed.is_empty() {
        let names: Vec<&str> = failed.iter().map(|outcome| outcome.name.as_str()).collect();
        bail!("Failed: {}. One alone: cargo xtask test {}", names.join(", "), names[0]);
    }
    Ok(())
}

fn is_package(workspace: &Workspace, name: &str) -> bool {
    workspace.packages.iter().any(|package| package.name == name)
}

fn fmt(workspace: &Workspace) -> anyhow::Result<()> {
    let mut command = workspace.cargo(["fmt", "--all", "--", "--check"]);
    shown("rustfmt", &mut command, "Run `cargo fmt --all`.")
}

fn clippy(workspace: &Workspace) -> anyhow::Result<()> {
    let mut command = workspace.cargo(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]);
    shown("clippy, native", &mut command, "Each lint above names its line and its reason.")
}

/// The page, its worker and every crate that they hold, as the browser will run them.
fn clippy_wasm(workspace: &Workspace) -> anyhow::Result<()> {
    let mut command = workspace.cargo(["clippy", "--package", "handfast", "--target", WASM]);
    for core in ["text", "pki", "deploy", "bundle", "workbench"] {
        command.args(["--package", core]);
    }
    command.args(["--", "--deny", "warnings"]);
    shown("clippy, wasm32", &mut command, "Each lint above names its line and its reason.")
}

fn native(workspace: &Workspace) -> anyhow::Result<()> {
    let mut command = workspace.cargo([
        "test",
        "--workspace",
        "--exclude",
        "e2e",
        "--lib",
        "--bins",
        "--tests",
        "--no-fail-fast",
    ]);
    shown("native tests", &mut command, "One alone: cargo test --package PACKAGE NAME_OF_THE_TEST")
}

fn doc(workspace: &Workspace) -> anyhow::Result<()> {
    let mut command = workspace.cargo(["test", "--workspace", "--exclude", "e2e", "--doc", "--no-fail-fast"]);
    shown("doc tests", &mut command, "The example in the named doc comment does not do what it says.")
}

fn package(workspace: &Workspace, name: &str) -> anyhow::Result<()> {
    let mut command = workspace.cargo(["test", "--package", name, "--no-fail-fast"]);
    shown(
        &format!("tests of {name}"),
        &mut command,
        "One alone: cargo test --package PACKAGE NAME_OF_THE_TEST",
    )
}

fn shown(title: &str, command: &mut Command, advice: &str) -> anyhow::Result<()> {
    step(title, Show::Lines, command, advice).map(drop)
}

/// The target of the page and its worker.
const WASM: &str = "wasm32-unknown-unknown";
