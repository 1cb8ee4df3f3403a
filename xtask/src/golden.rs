//! `cargo xtask golden`: the files that the renderers are expected to write, checked or written anew.

use crate::run::{Show, step};
use crate::workspace::Workspace;

/// Whether goldens are checked or written.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write what is rendered now; look at the difference with git before it is committed
    #[arg(long)]
    update: bool,
}

/// Runs the tests of the crates that have goldens.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> anyhow::Result<()> {
    let mut command = workspace.cargo([
        "test",
        "--package",
        "deploy",
        "--package",
        "bundle",
        "--package",
        "handfast",
        "--package",
        "handfast-gateway",
        "--no-fail-fast",
    ]);
    if arguments.update {
        command.env("UPDATE_GOLDEN", "1");
    }
    let advice = "When the change is meant: cargo xtask golden --update, then git diff.";
    step("Tests with goldens", Show::Lines, &mut command, advice)?;
    if arguments.update {
        println!("Look at what changed: git diff --stat");
    }
    Ok(())
}
