//! Foreign programs and files that the tests need: found and run, or a failure that says how to get them.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context as _, bail};

/// Where Debian keeps servers, which only root's PATH names.
const SERVERS: [&str; 2] = ["/usr/sbin", "/sbin"];

/// Debian's package for each program, for the advice.
const PACKAGES: [(&str, &str); 7] = [
    ("7z", "p7zip-full"),
    ("bsdtar", "libarchive-tools"),
    ("chromedriver", "chromium-driver"),
    ("chromium", "chromium"),
    ("curl", "curl"),
    ("nginx", "nginx-light"),
    ("openssl", "openssl"),
];

/// The whole path of a program.
///
/// # Errors
/// That it is missing, and the package that brings it.
pub fn find(program: &str) -> anyhow::Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(SERVERS.map(PathBuf::from));
    let found = folders.map(|folder| folder.join(program)).find(|file| file.is_file());
    found.with_context(|| {
        let package = PACKAGES.iter().find(|(name, _)| *name == program).map_or(program, |(_, package)| package);
        format!(
            "The program {program} is missing. Run `cargo xtask test e2e`, which installs it, or `apt-get install {package}`."
        )
    })
}

/// A command for a program that must be there.
///
/// # Errors
/// See [`find`].
pub fn command(program: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(find(program)?);
    // the tests read what programs say, and the programs must not read this user's settings
    command.env("LC_ALL", "C.UTF-8").env_remove("OPENSSL_CONF");
    Ok(command)
}

/// Runs a program that must succeed and returns what it wrote to its standard output.
///
/// # Errors
/// The command with everything that it said.
pub fn run(command: &mut Command) -> anyhow::Result<String> {
    let output = output(command)?;
    if !output.status.success() {
        bail!("{}", told(command, &output));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program, however it ends.
///
/// # Errors
/// That it could not be started.
pub fn output(command: &mut Command) -> anyhow::Result<Output> {
    command.output().with_context(|| format!("{command:?} could not be started"))
}

/// A command and everything that it said, for a failure.
#[must_use]
pub fn told(command: &Command, output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    format!("{command:?}\n{}\n{}\n{}", output.status, text(&output.stdout), text(&output.stderr))
}

/// A file that an environment variable names.
///
/// # Errors
/// That the variable or its file is missing, and how to have it set.
pub fn file_from(variable: &str, what: &str) -> anyhow::Result<PathBuf> {
    let path = env::var_os(variable).map(PathBuf::from).with_context(|| {
        format!("{variable} is not set: it names {what}. Run `cargo xtask test e2e`, which builds it and sets the variable.")
    })?;
    if !path.is_file() {
        bail!(
            "{variable} names {}, which is no file: it should be {what}. Run `cargo xtask test e2e`.",
            path.display()
        );
    }
    path.canonicalize().with_context(|| path.display().to_string())
}

/// Reads a text file.
///
/// # Errors
/// With the path.
pub fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// A path as text. All paths here are made by us and are UTF-8.
#[must_use]
pub fn text(path: &(impl AsRef<OsStr> + ?Sized)) -> String {
    path.as_ref().to_string_lossy().into_owned()
}
