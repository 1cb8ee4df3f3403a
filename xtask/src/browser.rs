//! What runs against the built page in a real browser: the end-to-end tests, the bench, the screenshots.
//! The programs themselves are in `e2e`; here they are given what they need.

use std::process::Command;

use crate::build::{self, Built};
use crate::run::{Show, step};
use crate::size;
use crate::system::{self, TO_BROWSE, TO_BUILD, TO_JUDGE};
use crate::tools;
use crate::workspace::Workspace;

/// Words that are passed on to the program.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Passed on to the program
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    more: Vec<String>,
}

impl Arguments {
    /// The words.
    pub(crate) fn words(&self) -> &[String] {
        &self.more
    }
}

/// `cargo xtask bench`: the browser against openssl on the same machine.
pub(crate) fn bench(workspace: &Workspace, arguments: &Arguments) -> anyhow::Result<()> {
    program(workspace, "bench", arguments, |built, command| {
        println!("\nWhat the browser fetches, plain and as brotli:");
        let sizes = size::check(workspace, &built.page)?;
        command.env("HANDFAST_SIZES", serde_json::to_string(&sizes)?);
        Ok(())
    })?;
    natively(workspace)
}

/// What inspecting and chains take outside any browser, beside OpenSSL.
fn natively(workspace: &Workspace) -> anyhow::Result<()> {
    for (bench, what) in [("inspect", "inspecting, natively"), ("chain", "chains, natively")] {
        let mut command = workspace.cargo(["bench", "--quiet", "--package", "pki", "--bench", bench]);
        step(what, Show::Lines, &mut command, "Its words are above.")?;
    }
    Ok(())
}

/// `cargo xtask shots`: every room in every dress, as pictures in `target/shots/`.
pub(crate) fn shots(workspace: &Workspace, arguments: &Arguments) -> anyhow::Result<()> {
    program(workspace, "shots", arguments, |_, _| Ok(()))
}

/// The end-to-end tests.
pub(crate) fn test(workspace: &Workspace, built: &Built) -> anyhow::Result<()> {
    let mut command = workspace.cargo(["test", "--package", "e2e", "--no-fail-fast"]);
    equip(workspace, built, &mut command)?;
    step(
        "end-to-end tests",
        Show::Lines,
        &mut command,
        "One alone: cargo xtask test e2e, or the command above with the test's name.",
    )
    .map(drop)
}

fn program(
    workspace: &Workspace,
    name: &str,
    arguments: &Arguments,
    prepare: impl FnOnce(&Built, &mut Command) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    system::provide(&[TO_BUILD, TO_JUDGE, TO_BROWSE])?;
    let built = build::everything(workspace)?;
    let mut command = workspace.cargo(["run", "--release", "--package", "e2e", "--bin", name, "--"]);
    command.args(&arguments.more);
    equip(workspace, &built, &mut command)?;
    prepare(&built, &mut command)?;
    step(name, Show::Lines, &mut command, "Its words are above.").map(drop)
}

/// Tells where the built parts are, and where pictures and figures go.
fn equip(workspace: &Workspace, built: &Built, command: &mut Command) -> anyhow::Result<()> {
    command
        .env("HANDFAST_GATEWAY", &built.gateway)
        .env("HANDFAST_HTML", &built.page.single)
        .env("HANDFAST_AXE", tools::axe(workspace)?)
        .env("CARGO_TARGET_DIR", &workspace.target)
        .env("PATH", system::path_with(None)?);
    Ok(())
}
