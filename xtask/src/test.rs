//! `cargo xtask test`: every check as a stage with its time, or only the named stages and packages.
//! A stage that fails does not keep the others from running; a missing tool is a failure.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::run::{Show, seconds, step};
use crate::system::{self, Need, TO_BROWSE, TO_BUILD, TO_JUDGE};
use crate::workspace::{WASM, Workspace};
use crate::{browser, build, page, size, tidy, tools};

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Stages (fmt, tidy, clippy, clippy-wasm, native, doc, wasm, page, size, e2e) or packages (pki, deploy, …); all stages when none is named
    names: Vec<String>,
}

/// One stage: its name, what the system must bring for it, and how it checks.
struct Stage {
    name: &'static str,
    needs: &'static [&'static [Need]],
    check: fn(&Workspace) -> anyhow::Result<()>,
}

const STAGES: &[Stage] = &[
    Stage { name: "fmt", needs: &[], check: fmt },
    Stage { name: "tidy", needs: &[], check: tidy::run },
    Stage { name: "clippy", needs: &[], check: clippy },
    Stage { name: "clippy-wasm", needs: &[TO_BUILD], check: clippy_wasm },
    Stage { name: "native", needs: &[TO_JUDGE], check: native },
    Stage { name: "doc", needs: &[], check: doc },
    Stage { name: "wasm", needs: &[TO_BUILD, TO_BROWSE], check: wasm },
    Stage { name: "page", needs: &[TO_BUILD], check: |workspace| build::everything(workspace).map(drop) },
    Stage {
        name: "size",
        needs: &[TO_BUILD],
        check: |workspace| size::check(workspace, &page::build(workspace)?).map(drop),
    },
    Stage {
        name: "e2e",
        needs: &[TO_BUILD, TO_JUDGE, TO_BROWSE],
        check: |workspace| browser::test(workspace, &build::everything(workspace)?),
    },
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
    system::provide(&needs(&arguments.names))?;
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

/// What the system must bring for what is asked for, and no more: `cargo xtask test fmt` asks for no browser.
fn needs(names: &[String]) -> Vec<&'static [Need]> {
    let asked = |stage: &&Stage| names.is_empty() || names.iter().any(|name| name == stage.name);
    let mut needs: Vec<&[Need]> =
        STAGES.iter().filter(asked).flat_map(|stage| stage.needs).copied().collect();
    // of a package nothing tells which programs judge it
    if names.iter().any(|name| !STAGES.iter().any(|stage| stage.name == name)) {
        needs.push(TO_JUDGE);
    }
    needs
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
    for core in ["text", "pki", "handshake", "deploy", "bundle", "diagnose", "workbench"] {
        command.args(["--package", core]);
    }
    command.args(["--", "--deny", "warnings"]);
    shown("clippy, wasm32", &mut command, "Each lint above names its line and its reason.")
}

fn native(workspace: &Workspace) -> anyhow::Result<()> {
    tools::libraries(workspace)?;
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
    command.env("HANDFAST_CROSSPLANE", tools::crossplane(workspace)?);
    command.env("HANDFAST_PYZIPPER", tools::pyzipper(workspace)?);
    shown("native tests", &mut command, "One alone: cargo test --package PACKAGE NAME_OF_THE_TEST")
}

fn doc(workspace: &Workspace) -> anyhow::Result<()> {
    let mut command = workspace.cargo(["test", "--workspace", "--exclude", "e2e", "--doc", "--no-fail-fast"]);
    shown("doc tests", &mut command, "The example in the named doc comment does not do what it says.")
}

/// The page's own tests, in headless Chromium: `#[wasm_bindgen_test]` in src/ and in tests/browser.rs.
fn wasm(workspace: &Workspace) -> anyhow::Result<()> {
    let driver = system::find("chromedriver")
        .context("chromedriver is missing: install the package chromium-driver")?;
    let settings = webdriver_settings(workspace)?;
    let mut command =
        workspace.cargo(["test", "--package", "handfast", "--target", WASM, "--lib", "--test", "browser"]);
    command
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            tools::wasm_bindgen(workspace)?.join("wasm-bindgen-test-runner"),
        )
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings);
    shown(
        "tests in headless Chromium",
        &mut command,
        "NO_HEADLESS=1 before the command keeps the page open at http://127.0.0.1:8000.",
    )
}

/// How chromedriver starts the browser. As root Chromium runs without its sandbox only; the tests load our own pages alone.
fn webdriver_settings(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let mut words = vec![
        "--headless=new",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    if system::is_root() {
        words.push("--no-sandbox");
    }
    let settings = serde_json::json!({ "goog:chromeOptions": { "args": words } });
    let path = workspace.page().join("webdriver.json");
    fs::create_dir_all(workspace.page())
        .and_then(|()| fs::write(&path, settings.to_string()))
        .with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(path)
}

fn package(workspace: &Workspace, name: &str) -> anyhow::Result<()> {
    tools::libraries(workspace)?;
    let mut command = workspace.cargo(["test", "--package", name, "--no-fail-fast"]);
    match name {
        "deploy" => drop(command.env("HANDFAST_CROSSPLANE", tools::crossplane(workspace)?)),
        "bundle" => drop(command.env("HANDFAST_PYZIPPER", tools::pyzipper(workspace)?)),
        _ => {}
    }
    shown(
        &format!("tests of {name}"),
        &mut command,
        "One alone: cargo test --package PACKAGE NAME_OF_THE_TEST",
    )
}

fn shown(title: &str, command: &mut Command, advice: &str) -> anyhow::Result<()> {
    command.env("PATH", system::path_with(None)?);
    step(title, Show::Lines, command, advice).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_asks_for_what_it_uses_alone() {
        let packages = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            needs(&names).concat().iter().map(|need| need.apt).collect::<Vec<_>>()
        };
        assert!(packages(&["fmt", "tidy"]).is_empty());
        assert!(packages(&["pki"]).contains(&"openssl") && !packages(&["pki"]).contains(&"chromium"));
        assert!(packages(&["wasm"]).contains(&"chromium") && !packages(&["native"]).contains(&"chromium"));
        for package in ["clang", "nginx-light", "chromium"] {
            assert!(packages(&[]).contains(&package), "{package}");
        }
    }
}
