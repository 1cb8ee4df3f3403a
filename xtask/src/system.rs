//! Programs that the system must bring: says what is missing and why, and has apt install it after asking.
//! Tools that cargo and npm build or fetch are in `tools.rs`.

use std::env;
use std::io::{IsTerminal as _, Write as _, stdin, stdout};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::run::{Show, step};
use crate::workspace::{WASM, Workspace};

/// A program that a system package brings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Need {
    /// How it is found: a program on the PATH, or a file or folder with its whole path.
    pub(crate) found_as: &'static str,
    /// Debian's and Ubuntu's package.
    pub(crate) apt: &'static str,
    /// What it is called elsewhere: Fedora's package, Homebrew's formula.
    pub(crate) elsewhere: &'static str,
    /// What it is for.
    pub(crate) why: &'static str,
}

/// What building the page takes.
pub(crate) const TO_BUILD: &[Need] = &[
    need(
        "cc",
        "build-essential",
        "gcc (Fedora), Xcode's command line tools (macOS)",
        "linking, and ring's native part",
    ),
    need("clang", "clang", "clang (Fedora), llvm (Homebrew)", "compiling ring's C part for WebAssembly"),
    need(
        "node",
        "nodejs",
        "nodejs (Fedora), node (Homebrew)",
        "running wasm-opt, which makes the page smaller",
    ),
    need("npm", "npm", "npm (Fedora), node (Homebrew)", "fetching wasm-opt in its pinned version"),
];

/// What the tests take besides: the foreign programs that judge our output, and a real browser.
pub(crate) const TO_TEST: &[Need] = &[
    need("openssl", "openssl", "openssl", "judging certificates, keys and .p12 files"),
    need("curl", "curl", "curl", "asking real servers with real client certificates"),
    need("nginx", "nginx-light", "nginx", "accepting and refusing what the page made"),
    need("7z", "p7zip-full", "p7zip (Fedora), sevenzip (Homebrew)", "opening the bundles"),
    need("bsdtar", "libarchive-tools", "bsdtar (Fedora), libarchive (Homebrew)", "opening the bundles"),
    need(
        "/usr/lib/python3/dist-packages/flask",
        "python3-flask",
        "python3-flask, or Flask by pip",
        "running the exported backend",
    ),
    need("chromium", "chromium", "chromium", "the browser of the tests"),
    need("chromedriver", "chromium-driver", "chromedriver", "driving the browser"),
    need(
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "fonts-noto-cjk",
        "Noto Sans CJK",
        "Korean text in screenshots",
    ),
];

const fn need(found_as: &'static str, apt: &'static str, elsewhere: &'static str, why: &'static str) -> Need {
    Need { found_as, apt, elsewhere, why }
}

/// Installs what is missing, asking first when a person sits at a terminal.
pub(crate) fn provide(needs: &[&[Need]]) -> anyhow::Result<()> {
    let missing: Vec<&Need> =
        needs.iter().copied().flatten().filter(|need| find(need.found_as).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("These programs are missing:");
    for need in &missing {
        println!("  {:18} {}", need.apt, need.why);
    }
    if find("apt-get").is_none() {
        let names: Vec<String> =
            missing.iter().map(|need| format!("  {}: {}", need.found_as, need.elsewhere)).collect();
        bail!(
            "This system has no apt-get, so the programs named above have to be installed by hand. \
             Install these packages and run the same command again:\n{}",
            names.join("\n")
        );
    }
    let mut packages: Vec<&str> = missing.iter().map(|need| need.apt).collect();
    packages.dedup();
    if stdin().is_terminal() && env::var_os("CI").is_none() && !agreed(&packages)? {
        bail!(
            "Nothing was installed. To do it by hand: sudo apt-get install --no-install-recommends {}",
            packages.join(" ")
        );
    }
    let advice = "Run `apt-get update` by hand and read its answer: without network or with a broken source list nothing can be installed.";
    step("Reading the package lists", Show::Progress, as_root("apt-get")?.args(["update"]), advice)?;
    let mut install = as_root("apt-get")?;
    install
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "--yes", "--no-install-recommends"])
        .args(&packages);
    let advice = "Run the command by hand; when a package is unknown, the system is older or newer than Debian 12 and Ubuntu 24.04.";
    step("Installing system packages", Show::Progress, &mut install, advice)?;
    for need in missing {
        find(need.found_as).with_context(|| {
            format!(
                "{} was installed, but {} is still not there. Look for it with `dpkg -L {}` and put its folder on the PATH.",
                need.apt, need.found_as, need.apt
            )
        })?;
    }
    Ok(())
}

/// Has rustup add the compiler's part for WebAssembly. With rustup it is there already, by rust-toolchain.toml.
pub(crate) fn provide_wasm_target(workspace: &Workspace) -> anyhow::Result<()> {
    let answer = workspace.command("rustc").args(["--print", "target-libdir", "--target", WASM]).output();
    let folder =
        answer.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    if !folder.is_empty() && PathBuf::from(folder).is_dir() {
        return Ok(());
    }
    let mut command = workspace.command("rustup");
    command.args(["target", "add", WASM]);
    let advice = "Install Rust by rustup (https://rustup.rs): a distribution's own Rust lacks this target.";
    step("Adding Rust's WebAssembly target", Show::Progress, &mut command, advice).map(drop)
}

/// Where a program is, by the PATH or by its whole path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    if program.contains('/') {
        let path = PathBuf::from(program);
        return path.exists().then_some(path);
    }
    let path = env::var_os("PATH")?;
    // Debian keeps servers such as nginx where only root's PATH looks
    let folders = env::split_paths(&path).chain([PathBuf::from("/usr/sbin"), PathBuf::from("/sbin")]);
    folders.map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Whether this process runs as root.
pub(crate) fn is_root() -> bool {
    let answer = Command::new("id").arg("-u").output();
    answer.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn as_root(program: &str) -> anyhow::Result<Command> {
    if is_root() {
        return Ok(Command::new(program));
    }
    if find("sudo").is_none() {
        bail!(
            "Installing packages needs root, and there is no sudo. Run the same command as root once, or install the packages named above."
        );
    }
    // sudo asks for the password on the terminal itself
    let refreshed = Command::new("sudo").arg("--validate").status().context("sudo could not be started")?;
    if !refreshed.success() {
        bail!("sudo refused. Run the same command as root once, or install the packages named above.");
    }
    let mut command = Command::new("sudo");
    command.args(["DEBIAN_FRONTEND=noninteractive", program]);
    Ok(command)
}

fn agreed(packages: &[&str]) -> anyhow::Result<bool> {
    print!("Install them with apt-get ({})? [Y/n] ", packages.join(" "));
    stdout().flush()?;
    let mut answer = String::new();
    stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_there_and_nothing_else() {
        assert!(find("sh").is_some());
        assert!(find("/bin/sh").is_some());
        assert!(find("no-such-program-of-handfast").is_none());
        assert!(find("/no/such/file").is_none());
    }
}
