//! `cargo xtask build`: the release page, the single file and the native binary with the page inside.

use std::fs;
use std::path::{Path, PathBuf};

use crate::page::{self, Page};
use crate::run::{Show, step};
use crate::workspace::Workspace;

/// What `build` is told.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only target/handfast/quick.html, for trying a change: large and slow, but there within a minute
    #[arg(long)]
    quick: bool,
}

/// What a build made.
pub(crate) struct Built {
    /// The page.
    pub(crate) page: Page,
    /// The native binary with the page inside.
    pub(crate) gateway: PathBuf,
}

/// Builds everything and names it with its size.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> anyhow::Result<()> {
    if arguments.quick {
        let file = page::quick(workspace)?;
        println!("\nBuilt, for trying only: {}", file.display());
        return Ok(());
    }
    let built = everything(workspace)?;
    println!("\nBuilt:");
    for (path, what) in [
        (&built.page.served, "the page, for any server (with .br and .gz beside each file)"),
        (&built.page.single, "the page in one file: open it in a browser, offline"),
        (
            &built.gateway,
            "the native companion with the page inside: copy it anywhere, `handfast-gateway serve`",
        ),
    ] {
        println!("  {:>10}  {}\n              {what}", size(path), path.display());
    }
    Ok(())
}

/// Builds everything.
pub(crate) fn everything(workspace: &Workspace) -> anyhow::Result<Built> {
    let page = page::build(workspace)?;
    let gateway = gateway(workspace, &page)?;
    Ok(Built { page, gateway })
}

fn gateway(workspace: &Workspace, page: &Page) -> anyhow::Result<PathBuf> {
    let mut command = workspace.cargo(["build", "--release", "--package", "handfast-gateway"]);
    command.env("HANDFAST_DIST", &page.served);
    let advice = "The compiler's words above tell where.";
    step("Compiling the native companion", Show::Progress, &mut command, advice)?;
    Ok(workspace.target.join("release").join(format!("handfast-gateway{}", std::env::consts::EXE_SUFFIX)))
}

/// A file's or folder's size for people.
fn size(path: &Path) -> String {
    let bytes = match fs::read_dir(path) {
        Ok(entries) => {
            entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|file| file.len()).sum()
        }
        Err(_) => fs::metadata(path).map(|file| file.len()).unwrap_or_default(),
    };
    format!("{} KiB", bytes.div_ceil(1024))
}
