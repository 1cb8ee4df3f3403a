//! Opening what was handed over: a partner takes a client's bundle apart in the page, without a server and without 7-Zip, and an
//! authority that openssl made issues there. openssl judges what comes out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use e2e::archive;
use e2e::axe::Axe;
use e2e::browser::Browser;
use e2e::cases::{Case, case, run};
use e2e::journey::arrive;
use e2e::openssl::{self, Purpose};
use e2e::page::{Language, Page};
use e2e::site::Site;
use e2e::tool;
use e2e::wait::PATIENCE;
use serde_json::json;
use tempfile::TempDir;

fn main() -> ExitCode {
    let mut cases: Vec<Case> = Vec::new();
    for language in Language::ALL {
        let name = |what: &str| format!("{what}-{}", language.tag());
        cases.push(case(name("a-partner"), move |browser| partner(browser, language)));
        cases.push(case(name("an-authority-made-elsewhere"), move |browser| adopted(browser, language)));
    }
    run(cases)
}

/// A client's bundle becomes its files, and its key other forms.
fn partner(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.make_set()?;
    page.enter("export")?;
    let bundle = page.export_one("client-2", folder.path())?;
    page.faultless(&site)?;

    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "export", language)?;
    page.reopen(&bundle.file, &bundle.passphrase)?;
    page.element("opened")?;
    let certificate = take(&page, "client.crt", folder.path())?;
    let p12 = take(&page, "client.p12", folder.path())?;
    openssl::p12_holds(&p12, &bundle.passphrase, &certificate)?;
    let legacy = take(&page, "client-3des.p12", folder.path())?;
    openssl::p12_holds(&legacy, &bundle.passphrase, &certificate)?;
    let encrypted = take(&page, "client-encrypted.key", folder.path())?;
    openssl::key_fits(&encrypted, &certificate, Some(&bundle.passphrase))?;

    let place = place(&page, "client.key")?;
    page.click(&format!("take-{place}"))?;
    page.element("question")?;
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");
    page.click("confirm")?;
    let key = browser.downloaded(folder.path())?;
    openssl::key_fits(&key, &certificate, None)?;
    page.faultless(&site)
}

/// The place of a file in the list.
fn place(page: &Page<'_>, path: &str) -> anyhow::Result<u64> {
    let script = format!(
        "return [...document.querySelectorAll('[data-test=opened] li')].findIndex(it =>
            (it.querySelector('summary, code') || it).textContent.trim() === '{path}')"
    );
    let place = page.ask(&script)?;
    place.as_u64().with_context(|| format!("{path} is not in the list"))
}

/// Saves one of the opened files.
fn take(page: &Page<'_>, path: &str, into: &Path) -> anyhow::Result<PathBuf> {
    let place = place(page, path)?;
    page.click(&format!("take-{place}"))?;
    let saved = page.browser.downloaded(into)?;
    ensure!(saved.file_name().is_some_and(|name| name == path), "{path} is called {}", saved.display());
    Ok(saved)
}

/// An authority made by openssl is looked at and issues.
fn adopted(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let (certificate, key) = (folder.path().join("ca.crt"), folder.path().join("ca.key"));
    let mut command = tool::command("openssl")?;
    command.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=TestCA"]);
    command.args(["-addext", "keyUsage=critical,keyCertSign,cRLSign"]).arg("-out").arg(&certificate);
    tool::run(command.arg("-keyout").arg(&key))?;

    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "export", language)?;
    page.give("open-file", &[&certificate, &key])?;
    page.until("both files to be taken", PATIENCE, || {
        Ok((page.count("[data-test=chosen-file]")? == 2).then_some(()))
    })?;
    page.click("open")?;
    page.element("adopt")?;
    let findings = page.count("[data-test=opened] [data-test=finding]")?;
    ensure!(findings >= 2, "it ends soon and its past is not known: {findings} findings");
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");
    page.click("adopt")?;
    page.until("the authority to be open", PATIENCE, || {
        Ok((page.ask("return location.hash")? == json!("#/create")).then_some(()))
    })?;
    page.issue_client("partner-9")?;
    page.enter("export")?;
    let bundle = page.export_one("client-1", folder.path())?;
    let inside = folder.path().join("inside");
    fs::create_dir_all(&inside)?;
    archive::unpack(&bundle.file, &bundle.passphrase, &inside)?;
    openssl::verify(&inside.join("client.crt"), &certificate, Purpose::Client, &[])?;
    openssl::key_fits(&inside.join("client.key"), &inside.join("client.crt"), None)?;
    page.faultless(&site)
}
