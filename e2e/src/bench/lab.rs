//! How long people wait in the lab: a file of 500 certificates inspected, a chain of 200 drawn and judged.
#![allow(clippy::print_stdout, reason = "the bench prints")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Spread, measure};
use crate::browser::Browser;
use crate::page::{Language, Page, Settings};
use crate::site::Site;
use crate::tool;
use crate::wait::PATIENCE;

/// Certificates in the file that is inspected; with their names it has about a megabyte.
const INSPECTED: usize = 500;
/// Certificates of the chain, the root and the leaf among them.
const DRAWN: usize = 200;

/// Measures in a page of its own.
///
/// # Errors
/// The first thing that is not there in time.
pub fn lab(browser: &Browser, runs: usize) -> anyhow::Result<Value> {
    let folder = TempDir::new()?;
    // each run has files of its own: of those that were looked at before, the verdicts are remembered
    let files = (0..=runs).map(|run| anyhow::Ok((bundle(folder.path(), run)?, chain(folder.path(), run)?)));
    let files: Vec<_> = files.collect::<Result<_, _>>()?;
    let site = Site::served(folder.path())?;
    let page =
        Page::open(browser, &site, "inspect", Settings { language: Language::English, theme: "light" })?;
    page.ready()?;
    page.ask(measure::LISTEN)?;
    page.element("inspect-file")?;

    let (mut inspected, mut drawn, mut again, mut blocked) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    // the first of each is for warming up and does not count
    for (run, (bundle, chain)) in files.iter().enumerate() {
        page.ask(measure::FORGET_TASKS)?;
        let ms = timed(
            &page,
            &give(bundle),
            "document.querySelector('[data-test=inspect-findings]')?.textContent.includes('500')",
        )?;
        let task = measure::longest_task(&page)?;
        page.click("inspect-forget")?;
        page.until("everything to be forgotten", PATIENCE, || {
            Ok(page.find("inspect-findings")?.is_none().then_some(()))
        })?;
        page.ask(&give(chain))?;
        page.element("inspect-findings")?;
        page.ask(measure::FORGET_TASKS)?;
        let enter = "document.querySelector('[data-test=room-chain]').click();";
        let there = format!("document.querySelectorAll('.node').length === {DRAWN}");
        let chained = timed(&page, enter, &there)?;
        // whoever comes back finds everything known: what is left is the drawing
        page.enter("inspect")?;
        let drawn_again = timed(&page, enter, &there)?;
        let task = task.max(measure::longest_task(&page)?);
        page.enter("inspect")?;
        page.click("inspect-forget")?;
        page.until("everything to be forgotten", PATIENCE, || {
            Ok(page.find("inspect-findings")?.is_none().then_some(()))
        })?;
        if run > 0 {
            inspected.push(ms);
            drawn.push(chained);
            again.push(drawn_again);
            blocked.push(task);
        }
    }
    let (inspected, drawn, again) = (Spread::of(inspected), Spread::of(drawn), Spread::of(again));
    let longest = blocked.into_iter().fold(0.0_f64, f64::max);
    let kib = files[0].0.len() / 1024;
    println!(
        "\n{INSPECTED} certificates ({kib} KiB of PEM) inspected: {inspected} ms; a chain of {DRAWN} judged, laid out and drawn: {drawn} ms, drawn again: {again} ms; longest task of the main thread: {longest:.0} ms (0: none above 50)"
    );
    Ok(json!({
        "inspected_ms": inspected.json(), "inspected_kib": kib, "drawn_ms": drawn.json(), "drawn_again_ms": again.json(), "longest_task_ms": longest,
    }))
}

/// Milliseconds from a deed until something is in the document and the next frame is on its way.
pub(super) fn timed(page: &Page<'_>, deed: &str, until: &str) -> anyhow::Result<f64> {
    let script = format!(
        "return new Promise((done, lost) => {{
            const began = performance.now();
            setTimeout(() => lost('not within a minute'), 60000);
            const look = () => {{ if ({until}) {{ watch.disconnect(); requestAnimationFrame(() => done(performance.now() - began)); }} }};
            const watch = new MutationObserver(look);
            watch.observe(document.body, {{ childList: true, subtree: true, characterData: true }});
            {deed}
        }})"
    );
    let ms = page.ask(&script)?;
    // a whole number of milliseconds is no fraction in JSON
    ms.as_f64().with_context(|| ms.to_string())
}

/// The script that gives a file to the Inspect room.
fn give(text: &str) -> String {
    format!(
        "{{ const files = new DataTransfer(); files.items.add(new File([{}], 'given.pem'));
        const field = document.getElementById('inspect-file'); field.files = files.files;
        field.dispatchEvent(new Event('change', {{ bubbles: true }})); }}",
        Value::from(text)
    )
}

/// A megabyte of certificates, self-signed, each with its own name and forty others.
fn bundle(folder: &Path, run: usize) -> anyhow::Result<String> {
    let key = folder.join("key.pem");
    new_key(&key)?;
    let mut all = String::new();
    for number in 0..INSPECTED {
        let mut names = String::from("subjectAltName=");
        for name in 0..40 {
            let comma = if name == 0 { "" } else { "," };
            write!(names, "{comma}DNS:name-{name}.of-{number}.run-{run}.example.com")?;
        }
        let mut command = tool::command("openssl")?;
        command.args(["req", "-x509", "-days", "90", "-subj", &format!("/CN=of-{number}.example.com")]);
        all.push_str(&tool::run(command.args(["-addext", &names]).arg("-key").arg(&key))?);
    }
    Ok(all)
}

/// A root, and below it one authority after the other.
fn chain(folder: &Path, run: usize) -> anyhow::Result<String> {
    let mut all = String::new();
    for number in 0..DRAWN {
        let at = |name: &str, number: usize| folder.join(format!("{name}-{run}-{number}"));
        let (key, certificate) = (at("key", number), at("certificate", number));
        new_key(&key)?;
        let mut command = tool::command("openssl")?;
        command.args(["req", "-x509", "-days", "90", "-subj", &format!("/CN=level {number}")]);
        command.args(["-addext", "keyUsage=critical,keyCertSign,cRLSign,digitalSignature"]);
        command.arg("-key").arg(&key).arg("-out").arg(&certificate);
        if let Some(above) = number.checked_sub(1) {
            command.arg("-CA").arg(at("certificate", above)).arg("-CAkey").arg(at("key", above));
        }
        tool::run(&mut command)?;
        all.push_str(&fs::read_to_string(&certificate)?);
    }
    Ok(all)
}

fn new_key(file: &Path) -> anyhow::Result<()> {
    let mut command = tool::command("openssl")?;
    command.args(["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    tool::run(command.arg("-out").arg(file)).map(drop)
}
