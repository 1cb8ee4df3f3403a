//! How long people wait in the Handshake room: a handshake played, by the worker alone and drawn, every scenario of the catalogue, a recording of ten
//! megabytes; and natively, what one prediction takes.
#![allow(clippy::print_stdout, reason = "the bench prints")]

use std::time::Instant;

use anyhow::{Context as _, ensure};
use diagnose::predict::predict;
use diagnose::staging::{Ground, Stage};
use handshake::catalogue::workshop::{Set, Workshop};
use handshake::catalogue::{ENTRIES, Entry, Play};
use handshake::scenario::Credential;
use handshake::transcript::Transcript;
use handshake::{capture, lab};
use pki::certificate::Certificate;
use pki::key::{KeyAlgorithm, PrivateKey};
use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::family::Family;
use testkit::{NOW, SeededEntropy, TestKeys};

use super::Spread;
use super::lab::timed;
use crate::browser::Browser;
use crate::page::{Language, Page, Settings};
use crate::site::Site;

/// Connections in the recording: 10 MB together.
const RECORDED: usize = 480;
/// Handshakes that are played, or as many as there are runs: one takes so little that a single neighbour on the machine shows.
const PLAYED: usize = 25;

/// Has each message to a worker note in `window.answered` when the last answer to it came: everything that the worker does, and the
/// way there and back, without the drawing. An event's own time is that of its arrival, whoever listened to it before
/// (<https://dom.spec.whatwg.org/#dom-event-timestamp>).
const LISTEN_TO_WORKERS: &str = "
    const send = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...message) {
        const sent = performance.now();
        window.heard?.abort();
        window.heard = new AbortController();
        const note = event => { window.answered = event.timeStamp - sent; };
        this.addEventListener('message', note, { signal: window.heard.signal });
        return send.apply(this, message);
    };";

/// Measures in a page of its own.
///
/// # Errors
/// The first thing that is not there in time.
pub fn handshake(browser: &Browser, runs: usize) -> anyhow::Result<Value> {
    let folder = TempDir::new()?;
    let file = folder.path().join("long.pcapng");
    let recording = long_recording()?;
    std::fs::write(&file, &recording)?;
    let site = Site::served(folder.path())?;
    let settings = Settings { language: Language::English, theme: "light" };
    let page = Page::open(browser, &site, "create", settings)?;
    page.ready()?;
    page.make_set()?;
    page.enter("handshake")?;
    page.element("message-0-5")?;
    page.ask(LISTEN_TO_WORKERS)?;

    // another play has other octets: when those on show have changed, it is drawn
    let drawn = "document.querySelector('.asn1')?.textContent !== window.before";
    let deed = |click: &str| {
        format!(
            "window.before = document.querySelector('.asn1')?.textContent;
            document.querySelector('[data-test=\"{click}\"]').click();"
        )
    };
    let (mut played, mut answered, mut all) = (Vec::new(), Vec::new(), Vec::new());
    // the first of each is for warming up and does not count
    for run in 0..=PLAYED.max(runs) {
        let ms = timed(&page, &deed("again"), drawn)?;
        if run > 0 {
            played.push(ms);
            answered.extend(page.ask("return window.answered")?.as_f64());
        }
    }
    ensure!(answered.len() == played.len(), "the worker was not heard");
    for run in 0..=runs.min(2) {
        let mut sum = 0.0;
        for entry in ENTRIES {
            open_theme(&page, entry)?;
            sum += timed(&page, &deed(&format!("scenario-{}", entry.id)), drawn)?;
        }
        if run > 0 {
            all.push(sum);
        }
    }
    // by its one button: the table is there when nothing is under way any more
    let there =
        "document.querySelector('[data-test=round] tbody') && !document.querySelector('[data-test=busy]')";
    let mut round = Vec::new();
    for run in 0..=runs {
        let ms = timed(&page, "document.querySelector('[data-test=play-all]').click();", there)?;
        if run > 0 {
            round.push(ms);
        }
    }
    page.click("round-good")?;
    page.element("outcome")?;
    let field = page.element("handshake-file")?;
    page.ask(
        "const field = document.getElementById('handshake-file');
        field.addEventListener('change', () => { window.began = performance.now(); }, { capture: true, once: true });
        new MutationObserver((_, watch) => {
            if (document.querySelector('[data-test=outcome]').textContent.includes('long.pcapng')) {
                watch.disconnect();
                window.opened = performance.now() - window.began;
            }
        }).observe(document.body, { childList: true, subtree: true, characterData: true });",
    )?;
    browser.driver.type_into(&field, &file.display().to_string())?;
    let opened = page.until("the recording to be open", crate::wait::PATIENCE * 6, || {
        Ok(page.ask("return window.opened ?? null")?.as_f64())
    })?;
    let [played, answered, all, round] = [played, answered, all, round].map(Spread::of);
    let predicted = predictions(runs)?;
    let megabytes = recording.len() as f64 / 1e6;
    println!(
        "\na handshake of the set played, taken apart and ready to draw: {answered} ms from the message to the worker to its answer; drawn as well: {played} ms; the catalogue's {} scenarios by its button: {round} ms, each drawn in turn: {all} ms; a recording of {megabytes:.1} MB opened: {opened:.0} ms; a prediction, natively: {predicted} ms",
        ENTRIES.len()
    );
    Ok(json!({
        "answered_ms": answered.json(), "played_ms": played.json(), "catalogue_ms": round.json(), "catalogue_drawn_ms": all.json(), "recording_ms": opened, "predicted_ms": predicted.json(),
    }))
}

/// Opens the theme that a scenario stands below, if it is closed.
fn open_theme(page: &Page<'_>, entry: &Entry) -> anyhow::Result<()> {
    let script = format!(
        "const it = document.querySelector('[data-test=\"scenario-{}\"]'); if (it) return true;
        document.querySelectorAll('[data-test^=theme-]:not([open]) > summary').forEach(summary => summary.click());
        return false",
        entry.id
    );
    page.until("the scenario to be on offer", crate::wait::PATIENCE, || {
        Ok((page.ask(&script)? == json!(true)).then_some(()))
    })
}

/// What the model takes for each scenario, in milliseconds.
fn predictions(runs: usize) -> anyhow::Result<Spread> {
    let set = set();
    let mut entropy = SeededEntropy::new(1);
    let mut workshop = Workshop::new(&set, &mut entropy).ok().context("a workshop")?;
    let mut taken = Vec::new();
    for entry in ENTRIES {
        let play = entry.stage(&mut workshop).ok().context(entry.id)?;
        let stage = Stage::of(play.staged(), Ground::USUAL).ok().context(entry.id)?;
        for _ in 0..runs {
            let began = Instant::now();
            ensure!(predict(&stage.question()).is_ok(), entry.id);
            taken.push(began.elapsed().as_secs_f64() * 1e3);
        }
    }
    Ok(Spread::of(taken))
}

fn set() -> Set {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let credential = |(certificate, key): &(Certificate, PrivateKey)| Credential {
        chain: vec![certificate.der().to_vec()],
        key: key.clone(),
    };
    let keys = TestKeys::new();
    Set {
        authority: family.authority.certificate().der().to_vec(),
        authority_key: Some(family.authority.key().clone()),
        server: credential(&family.server),
        client: credential(&family.client),
        host: "api.example.test".to_owned(),
        rsa: vec![keys.make(KeyAlgorithm::Rsa2048), keys.make(KeyAlgorithm::Rsa2048)],
        at: NOW,
    }
}

/// Connections with long answers.
fn long_recording() -> anyhow::Result<Vec<u8>> {
    let set = set();
    let mut entropy = SeededEntropy::new(1);
    let mut workshop = Workshop::new(&set, &mut entropy).ok().context("a workshop")?;
    let Some(Play::Lab(mut staged)) = ENTRIES[0].stage(&mut workshop).ok() else {
        anyhow::bail!("the first is played")
    };
    staged.scenario.talk.answer.push_str(&"0123456789abcdef".repeat(1000));
    let mut connections = Vec::new();
    while connections.len() < RECORDED {
        let mut entropy = SeededEntropy::new(connections.len() as u64);
        connections.extend(lab::run(&staged.scenario, &mut entropy).ok().context("played")?.connections);
    }
    Ok(capture::write(&Transcript { connections }, NOW).expose().to_vec())
}
