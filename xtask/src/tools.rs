//! Tools in pinned versions, each in its own folder of the user's cache and never on the user's PATH.
//! What the system itself must bring is in `system.rs`.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;

use crate::run::{Show, step};
use crate::workspace::Workspace;

/// Newer ones want a newer compiler than rust-toolchain.toml names.
const TRUNK: &str = "0.21.14";

/// Must be the version of the `wasm-bindgen` crate, which Cargo.toml pins for the same reason.
const WASM_BINDGEN: &str = "0.2.130";

/// Binaryen, which brings wasm-opt and wasm-metadce; runs under node 18 (Debian 12) and later.
const BINARYEN: &str = "132.0.0";

/// Makes JavaScript small; runs under node 18 as well.
const TERSER: &str = "5.51.4";

/// The accessibility judge of the browser tests.
const AXE: &str = "4.14.1";

/// nginx's own parser of its configuration in Python; its tables end with nginx 1.15, and what is newer stands beside the test
/// that asks it.
const CROSSPLANE: &str = "0.5.8";

/// Opens ZIP files with AES in Python.
const PYZIPPER: &str = "0.4.0";

/// A tool that cargo builds, in the quickest profile and without debug information.
struct Cargo {
    name: &'static str,
    /// What it does, after "which".
    does: &'static str,
    package: &'static str,
    version: &'static str,
    /// Whether the lock file that the package ships is used.
    locked: bool,
}

/// The bundler.
pub(crate) fn trunk(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let tool = Cargo {
        name: "trunk",
        does: "has the page compiled for the browser",
        package: "trunk",
        version: TRUNK,
        locked: true,
    };
    Ok(tool.folder(workspace)?.join(program("trunk")))
}

/// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`.
pub(crate) fn wasm_bindgen(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    // its own lock file asks for crates that this compiler refuses
    let tool = Cargo {
        name: "wasm-bindgen",
        does: "ties the page to JavaScript",
        package: "wasm-bindgen-cli",
        version: WASM_BINDGEN,
        locked: false,
    };
    tool.folder(workspace)
}

/// The folder with the scripts that node runs as wasm-opt and wasm-metadce.
pub(crate) fn binaryen(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    Ok(npm(workspace, "binaryen", BINARYEN, "makes the page smaller")?.join("bin"))
}

/// The script that node runs as terser.
pub(crate) fn terser(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    Ok(npm(workspace, "terser", TERSER, "makes the page's JavaScript smaller")?.join("bin/terser"))
}

/// The script that the browser tests put into the page to judge its accessibility.
pub(crate) fn axe(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    Ok(npm(workspace, "axe-core", AXE, "judges whether the page is accessible")?.join("axe.min.js"))
}

/// The folder with the Python module that reads nginx's configuration as a judge of ours.
pub(crate) fn crossplane(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    python(workspace, "crossplane", CROSSPLANE, "judges nginx's configuration")
}

/// The folder with the Python module that opens our ZIP files.
pub(crate) fn pyzipper(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    python(workspace, "pyzipper", PYZIPPER, "opens the bundles")
}

/// The folder of a Python module, fetched when it is not there yet. What it needs itself are the system's packages.
fn python(workspace: &Workspace, module: &str, version: &str, does: &str) -> anyhow::Result<PathBuf> {
    let root = cache()?.join(format!("{module}-{version}"));
    if root.join(module).join("__init__.py").is_file() {
        return Ok(root);
    }
    let mut command = workspace.command("/usr/bin/python3");
    command.args(["-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--target"]);
    command.arg(&root).arg(format!("{module}=={version}"));
    let title = format!("Fetching {module} {version}, which {does} (once)");
    let advice = format!(
        "pip needs its registry once; try `python3 -m pip download {module}`, and set PIP_INDEX_URL and https_proxy as your network wants them."
    );
    step(&title, Show::Progress, &mut command, &advice)?;
    Ok(root)
}

/// The versions that a built page depends on.
pub(crate) fn versions() -> String {
    format!("trunk {TRUNK}, wasm-bindgen {WASM_BINDGEN}, binaryen {BINARYEN}, terser {TERSER}")
}

/// Downloads the libraries of every program here: a step of its own, so that a missing network is told as what it is.
/// A test, too, asks cargo about the page without network.
pub(crate) fn libraries(workspace: &Workspace) -> anyhow::Result<()> {
    let mut command = workspace.cargo(["fetch", "--locked"]);
    let advice = "Run the command by hand. Without network it cannot succeed the first time; behind a proxy set https_proxy, or `http.proxy` in ~/.cargo/config.toml.";
    step("Downloading the libraries that Cargo.lock names", Show::Progress, &mut command, advice).map(drop)
}

impl Cargo {
    /// The folder with its programs, built when it is not there yet.
    fn folder(&self, workspace: &Workspace) -> anyhow::Result<PathBuf> {
        let cache = cache()?;
        let root = cache.join(format!("{}-{}", self.name, self.version));
        let programs = root.join("bin");
        if programs.join(program(self.name)).is_file() {
            return Ok(programs);
        }
        // kept until it succeeds, so that an interrupted build goes on where it was
        let scratch = cache.join(format!("{}-{}-build", self.name, self.version));
        let mut command =
            workspace.cargo(["install", self.package, "--version", self.version, "--debug", "--force"]);
        if self.locked {
            command.arg("--locked");
        }
        command.arg("--root").arg(&root).arg("--target-dir").arg(&scratch);
        command.env("CARGO_PROFILE_DEV_DEBUG", "0").env_remove("RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
        let title =
            format!("Building {} {}, which {} (once; some minutes)", self.name, self.version, self.does);
        let advice = "Run the same command again: it goes on where it stopped. Without network or on a full disk it cannot succeed.";
        step(&title, Show::Progress, &mut command, advice)?;
        // only saves room: a folder that stays does no harm
        drop(fs::remove_dir_all(&scratch));
        Ok(programs)
    }
}

/// The folder of an npm package, fetched when it is not there yet.
fn npm(workspace: &Workspace, package: &str, version: &str, does: &str) -> anyhow::Result<PathBuf> {
    let root = cache()?.join(format!("{package}-{version}"));
    let folder = root.join("node_modules").join(package);
    if folder.join("package.json").is_file() {
        return Ok(folder);
    }
    fs::create_dir_all(&root).with_context(|| format!("{} cannot be made", root.display()))?;
    let mut command = workspace.command("npm");
    command.args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]);
    command.arg(&root).arg(format!("{package}@{version}"));
    let title = format!("Fetching {package} {version}, which {does} (once)");
    let advice = "npm needs its registry once; try `npm ping`, and set npm's `registry` and `proxy` as your network wants them.";
    step(&title, Show::Progress, &mut command, advice)?;
    Ok(folder)
}

/// The folder of all tools: `handfast/tools` in the user's cache.
fn cache() -> anyhow::Result<PathBuf> {
    let given = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = given("XDG_CACHE_HOME")
        .or_else(|| given("HOME").map(|home| home.join(".cache")))
        .or_else(|| given("LOCALAPPDATA"))
        .context("There is neither XDG_CACHE_HOME nor HOME, so nothing tells where tools can be kept. Set XDG_CACHE_HOME to a folder.")?;
    let tools = cache.join("handfast/tools");
    fs::create_dir_all(&tools).with_context(|| {
        format!("{} cannot be made. Set XDG_CACHE_HOME to a folder that can be written.", tools.display())
    })?;
    Ok(tools)
}

/// A program's file name on this system.
fn program(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}
