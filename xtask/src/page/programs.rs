//! The four programs of the page, compiled by Trunk and made small by Binaryen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context as _, bail};

use super::script;
use crate::run::{Show, step};
use crate::workspace::Workspace;
use crate::{system, tools};

/// How much care the programs get.
#[derive(Debug, Clone, Copy)]
pub(super) enum Finish {
    /// As they are released.
    Release,
    /// Large and slow, but there within a minute of a change.
    Quick,
}

/// What cargo is told for [`Finish::Quick`], in place of the profile `page`.
const QUICK: [(&str, &str); 4] = [
    ("CARGO_PROFILE_PAGE_LTO", "off"),
    ("CARGO_PROFILE_PAGE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_PAGE_CODEGEN_UNITS", "64"),
    ("CARGO_PROFILE_PAGE_INCREMENTAL", "true"),
];

/// What the compiler made.
pub(super) struct Programs {
    /// What paints.
    pub(super) app: Program,
    /// What makes and what looks, off the main thread.
    pub(super) workers: [Program; 2],
    /// The rooms that look.
    pub(super) lab: Program,
}

/// A WebAssembly program and the JavaScript that ties it to the browser.
pub(super) struct Program {
    /// The glue of wasm-bindgen: a module for the app, a plain script for the others.
    pub(super) glue: String,
    /// The program.
    pub(super) wasm: Vec<u8>,
}

impl Programs {
    /// Compiles them.
    pub(super) fn build(workspace: &Workspace, finish: Finish) -> anyhow::Result<Self> {
        let trunk = tools::trunk(workspace)?;
        let bindgen = tools::wasm_bindgen(workspace)?;
        let binaryen = match finish {
            Finish::Release => Some(tools::binaryen(workspace)?),
            Finish::Quick => None,
        };
        let made = match finish {
            Finish::Release => workspace.page().join("trunk"),
            Finish::Quick => workspace.page().join("quick"),
        };
        fs::create_dir_all(&made).with_context(|| format!("{} cannot be made", made.display()))?;

        let mut command = workspace.command(trunk);
        command.args(["build", "--offline", "--skip-version-check", "--color", "never", "--dist"]).arg(&made);
        command.env("PATH", system::path_with(Some(bindgen))?);
        command.env("CARGO_ENCODED_RUSTFLAGS", compiler_flags(workspace));
        // Trunk reads these as settings of its own and refuses other values than true and false
        command.env_remove("NO_COLOR");
        if matches!(finish, Finish::Quick) {
            command.envs(QUICK);
        }
        let advice = "The compiler's words above tell where. When clang is named, ring's C part did not compile: is clang 14 or later installed?";
        step("Compiling the page and its workers", Show::Progress, &mut command, advice)?;

        Ok(Self {
            app: Program::read(workspace, &made, "app", binaryen.as_deref())?,
            workers: [
                Program::read(workspace, &made, "worker", binaryen.as_deref())?,
                Program::read(workspace, &made, "examiner", binaryen.as_deref())?,
            ],
            lab: Program::read(workspace, &made, "lab", binaryen.as_deref())?,
        })
    }
}

impl Program {
    fn read(workspace: &Workspace, made: &Path, name: &str, binaryen: Option<&Path>) -> anyhow::Result<Self> {
        if made.join("snippets").exists() {
            bail!(
                "A dependency brings JavaScript files of its own (target/handfast/trunk/snippets), which the single file cannot hold. Use one without."
            );
        }
        let glue = made.join(format!("{name}.js"));
        let glue = fs::read_to_string(&glue).with_context(|| format!("{} cannot be read", glue.display()))?;
        let plain = made.join(format!("{name}_bg.wasm"));
        let mut wasm = plain;
        if let Some(binaryen) = binaryen {
            if SIGN_NOTHING.contains(&name) {
                let called = made.join(format!("{name}.called.wasm"));
                prune(workspace, name, binaryen, &glue, &wasm, &called)?;
                wasm = called;
            }
            let small = made.join(format!("{name}.small.wasm"));
            optimize(workspace, name, binaryen, &wasm, &small)?;
            wasm = small;
        }
        let mut wasm = fs::read(&wasm).with_context(|| format!("{} cannot be read", wasm.display()))?;
        let glue = script::plain_imports(&glue, &mut wasm);
        Ok(Self { glue, wasm })
    }
}

/// What the compiler is told besides the profile: panics name their place in the source, and where the sources lie on the
/// building machine is nobody's business and different everywhere.
fn compiler_flags(workspace: &Workspace) -> String {
    let given = env::var("RUSTFLAGS").unwrap_or_default();
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let registries = home.map(|home| home.join("registry/src"));
    // each registry has a folder in it, called after its address; the last that fits is what rustc takes
    let each = registries.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let mut each: Vec<PathBuf> = each.map(|entry| entry.path()).collect();
    each.sort();
    let sources = std::iter::once(workspace.root.clone()).chain(registries.clone()).chain(each);
    let hidden = sources.map(|folder| format!("--remap-path-prefix={}/=", folder.display()));
    let flags: Vec<String> = given.split_whitespace().map(str::to_owned).chain(hidden).collect();
    flags.join("\u{1f}")
}

/// Programs in which nothing of ring is used, and yet linked: it exports a function for C code beside it.
const SIGN_NOTHING: [&str; 2] = ["app", "lab"];

/// Takes away what a program exports and its glue names nowhere, with all that is there for it alone.
fn prune(
    workspace: &Workspace,
    name: &str,
    binaryen: &Path,
    glue: &str,
    from: &Path,
    to: &Path,
) -> anyhow::Result<()> {
    let called = called(glue);
    let exports = called.iter().map(|export| serde_json::json!({ "name": export, "export": export }));
    let glue = serde_json::json!({ "name": "glue", "root": true, "reaches": called });
    let graph: Vec<_> = std::iter::once(glue).chain(exports).collect();
    let file = to.with_extension("json");
    fs::write(&file, serde_json::to_string(&graph)?)
        .with_context(|| format!("{} cannot be written", file.display()))?;
    let mut command = workspace.command("node");
    command.arg(binaryen.join("wasm-metadce")).arg("--graph-file").arg(&file);
    // functions are put in order by their names afterwards
    command.arg("--debuginfo").arg("-o").arg(to).arg(from);
    step(&format!("Taking from {name}.wasm what nobody calls"), Show::Progress, &mut command, NODE).map(drop)
}

/// What the glue names of the program.
fn called(glue: &str) -> BTreeSet<&str> {
    let name = |rest: &'_ str| rest.find(|letter| !script::is_word(letter)).unwrap_or(rest.len());
    glue.split("wasm.").skip(1).map(|rest| &rest[..name(rest)]).filter(|name| !name.is_empty()).collect()
}

/// What to try where a script of Binaryen's does not run.
const NODE: &str = "Is node 18 or later installed (`node --version`)?";

/// What makes a program small as it travels, measured after brotli (`-Oz` is smaller before it, and larger after): a function
/// with one caller stays one of its own, and functions stand by their names, so that those of one crate are neighbours.
/// The lowest addresses are the far end of the stack, where nothing is kept, so an offset can be part of an access.
const SMALL: [&str; 7] = [
    "-O2",
    "--shrink-level=1",
    "--low-memory-unused",
    "--one-caller-inline-max-function-size=1",
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
];

/// Runs wasm-opt. It is given no feature flags: it reads the program's own `target_features` section, and with
/// `--all-features` it would write an encoding that browsers refuse.
fn optimize(
    workspace: &Workspace,
    name: &str,
    binaryen: &Path,
    from: &Path,
    to: &Path,
) -> anyhow::Result<()> {
    let mut command = workspace.command("node");
    command.arg(binaryen.join("wasm-opt")).args(SMALL).arg("-o").arg(to).arg(from);
    step(&format!("Making {name}.wasm small"), Show::Progress, &mut command, NODE).map(drop)
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn what_the_glue_calls_is_what_stands_behind_the_program() {
        let glue = "wasm.__wbindgen_malloc(1); const memory = wasm.memory; wasm = instance.exports; wasm.memory.buffer; 'app_bg.wasm'";
        assert_eq!(called(glue).into_iter().collect::<Vec<_>>(), ["__wbindgen_malloc", "memory"]);
    }
}
