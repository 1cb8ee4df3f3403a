//! Encrypted bundles in the hands of those who receive them: 7-Zip and bsdtar, and whether both find the same.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use anyhow::{Context as _, ensure};

use crate::tool;

/// Unpacks with both programs, makes sure that they agree to the byte and that a wrong passphrase opens nothing, and leaves
/// the files in `into`.
///
/// # Errors
/// With the program's words, or the files that differ.
pub fn unpack(bundle: &Path, passphrase: &str, into: &Path) -> anyhow::Result<()> {
    let scratch = tempfile::tempdir()?;
    let other = scratch.path().join("bsdtar");
    fs::create_dir_all(into)?;
    fs::create_dir_all(&other)?;
    seven_zip(bundle, passphrase, into)?;
    bsdtar(bundle, passphrase, &other)?;
    let (one, two) = (files(into)?, files(&other)?);
    ensure!(!one.is_empty(), "{} is empty", bundle.display());
    ensure!(
        one == two,
        "7z and bsdtar unpack {} differently: {:?} and {:?}",
        bundle.display(),
        one.keys().collect::<Vec<_>>(),
        two.keys().collect::<Vec<_>>()
    );
    let refused = scratch.path().join("refused");
    fs::create_dir_all(&refused)?;
    ensure!(
        seven_zip(bundle, "not the passphrase", &refused).is_err(),
        "7z opens it with a wrong passphrase"
    );
    ensure!(
        bsdtar(bundle, "not the passphrase", &refused).is_err(),
        "bsdtar opens it with a wrong passphrase"
    );
    Ok(())
}

/// What can be read in a bundle without its passphrase.
///
/// # Errors
/// With 7-Zip's words.
pub fn names(bundle: &Path) -> anyhow::Result<Vec<String>> {
    // the technical listing; asked on standard input for a passphrase, 7-Zip would wait
    let listed = tool::run(tool::command("7z")?.args(["l", "-slt", "-p"]).arg(bundle))?;
    let entries = listed.split("----------").nth(1).context("a listing has entries")?;
    Ok(entries.lines().filter_map(|line| line.strip_prefix("Path = ")).map(str::to_owned).collect())
}

/// Every file below a folder with its mode and contents.
///
/// # Errors
/// The operating system's.
pub fn files(folder: &Path) -> anyhow::Result<BTreeMap<String, (u32, Vec<u8>)>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for entry in fs::read_dir(&here)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                open.push(entry.path());
                continue;
            }
            let path = entry.path();
            let mode = entry.metadata()?.permissions().mode() & 0o777;
            found.insert(tool::text(path.strip_prefix(folder)?), (mode, fs::read(&path)?));
        }
    }
    Ok(found)
}

fn seven_zip(bundle: &Path, passphrase: &str, into: &Path) -> anyhow::Result<()> {
    let mut command = tool::command("7z")?;
    command.args(["x", "-y", &format!("-p{passphrase}"), &format!("-o{}", into.display())]);
    tool::run(command.arg(bundle)).map(drop)
}

fn bsdtar(bundle: &Path, passphrase: &str, into: &Path) -> anyhow::Result<()> {
    let mut command = tool::command("bsdtar")?;
    command.args(["--passphrase", passphrase, "-x", "-C"]).arg(into).arg("-f").arg(bundle);
    tool::run(&mut command).map(drop)
}

/// How an archive is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the methods")]
pub enum Encryption {
    Aes256,
    ZipCrypto,
}

/// Packs everything in a folder with 7-Zip, as somebody would who changes a bundle.
///
/// # Errors
/// With 7-Zip's words.
pub fn pack(folder: &Path, passphrase: &str, encryption: Encryption, into: &Path) -> anyhow::Result<()> {
    let method = match encryption {
        Encryption::Aes256 => "-mem=AES256",
        Encryption::ZipCrypto => "-mem=ZipCrypto",
    };
    let mut command = tool::command("7z")?;
    command.args(["a", "-tzip", method, &format!("-p{passphrase}")]).arg(into).args(files(folder)?.keys());
    tool::run(command.current_dir(folder)).map(drop)
}
