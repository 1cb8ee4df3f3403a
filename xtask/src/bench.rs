//! `cargo xtask bench`: what is measured, and what that takes. The measuring is `e2e`'s and `load`'s.

use crate::browser::{self, Arguments};
use crate::page;
use crate::run::{Show, step};
use crate::system::{self, TO_COMPARE};
use crate::workspace::Workspace;

/// The page, or with the first word `gateway` the gateway; all other words are passed on.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> anyhow::Result<()> {
    match arguments.words().split_first() {
        Some((first, more)) if first == "gateway" => gateway(workspace, more),
        _ => browser::bench(workspace, arguments),
    }
}

fn gateway(workspace: &Workspace, more: &[String]) -> anyhow::Result<()> {
    system::provide(&[TO_COMPARE])?;
    let mut build =
        workspace.cargo(["build", "--release", "--package", "handfast-gateway", "--package", "load"]);
    // the program that `build` left here keeps its page
    let built = page::served(workspace);
    if built.join("index.html").is_file() {
        build.env("HANDFAST_DIST", built);
    }
    let advice = "The compiler's words above tell where.";
    step("Compiling the gateway and its load", Show::Progress, &mut build, advice)?;
    let release = workspace.target.join("release");
    let program = |name: &str| release.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let mut bench = std::process::Command::new(program("load"));
    bench.arg("--gateway").arg(program("handfast-gateway")).args(more);
    let advice = "`cargo xtask bench gateway --help` tells what can be left out.";
    step("bench of the gateway", Show::Lines, &mut bench, advice).map(drop)
}
