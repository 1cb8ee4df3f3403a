//! The release page: compiled by Trunk, made small by wasm-opt, named by contents, compressed, and packed into one file.
//! Nothing is done when no source has changed since the last time.

mod html;
mod inputs;
mod licences;
mod pack;
mod programs;
mod script;
mod single;

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;

use crate::run::own;
use crate::system::{self, TO_BUILD};
use crate::tools;
use crate::workspace::Workspace;

use programs::{Finish, Programs};

/// Where the built page lies.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// The folder to serve.
    pub(crate) served: PathBuf,
    /// The one file that needs no server.
    pub(crate) single: PathBuf,
}

/// The folder to serve, whether it is there or not yet.
pub(crate) fn served(workspace: &Workspace) -> PathBuf {
    workspace.page().join("dist")
}

/// Builds the page, unless it is there and nothing has changed.
pub(crate) fn build(workspace: &Workspace) -> anyhow::Result<Page> {
    let folder = workspace.page();
    let page = Page { served: served(workspace), single: folder.join("handfast.html") };
    let stamp = folder.join("inputs.sha256");
    let inputs = inputs::digest(workspace)?;
    if fs::read_to_string(&stamp).is_ok_and(|known| known == inputs) && page.single.is_file() {
        println!("▸ The page is up to date: {}", page.served.display());
        return Ok(page);
    }
    system::provide(&[TO_BUILD])?;
    system::provide_wasm_target(workspace)?;
    tools::libraries(workspace)?;
    // a half-built page must not pass for a built one
    drop(fs::remove_file(&stamp));
    let programs = Programs::build(workspace, Finish::Release)?;
    let source = source(workspace)?;
    let parts = html::Parts::read(workspace, &source, &programs, licences::text(workspace)?)?;
    own("Compressing the page for servers (brotli, gzip)", || pack::write(&page.served, &parts))?;
    own("Packing the page into handfast.html", || {
        let whole = single::page(&parts)?;
        fs::write(&page.single, whole).with_context(|| format!("{} cannot be written", page.single.display()))
    })?;
    fs::write(&stamp, inputs).with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(page)
}

/// Builds the single file as quickly as can be, for trying a change: nothing in it is made small.
pub(crate) fn quick(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    system::provide(&[TO_BUILD])?;
    system::provide_wasm_target(workspace)?;
    tools::libraries(workspace)?;
    let programs = Programs::build(workspace, Finish::Quick)?;
    let source = source(workspace)?;
    let parts = html::Parts::read(workspace, &source, &programs, licences::text(workspace)?)?;
    let file = workspace.page().join("quick.html");
    fs::write(&file, single::page(&parts)?)
        .with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(file)
}

fn source(workspace: &Workspace) -> anyhow::Result<String> {
    fs::read_to_string(workspace.root.join("index.html")).context("index.html cannot be read")
}

/// What of the environment changes the page: for the digest of the inputs.
fn environment() -> String {
    format!("{} {:?}", tools::versions(), std::env::var_os("RUSTFLAGS"))
}
