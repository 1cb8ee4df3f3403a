//! From a click in a real browser to real nginx and real curl. The page comes from the gateway, which is stopped as soon as
//! the page says that it is ready, before the first click.

use std::process::ExitCode;

use anyhow::{bail, ensure};
use e2e::browser::Browser;
use e2e::cases::{Case, case, run};
use e2e::journey::{CLIENT, SERVICES, Unpacked, Way, arrive, walk};
use e2e::page::{Language, Page};
use e2e::site::Site;
use e2e::wait::PATIENCE;
use e2e::webdriver::key;
use serde_json::json;
use tempfile::TempDir;

/// Every algorithm once, and both languages with a fast and a slow one each.
const WAYS: [Way; 4] = [
    Way { algorithm: "p256", key: "ASN1 OID: prime256v1", language: Language::Korean },
    Way { algorithm: "p384", key: "ASN1 OID: secp384r1", language: Language::English },
    Way { algorithm: "ed25519", key: "Public Key Algorithm: ED25519", language: Language::English },
    Way { algorithm: "rsa2048", key: "Public-Key: (2048 bit)", language: Language::Korean },
];

fn main() -> ExitCode {
    let mut cases: Vec<Case> = WAYS
        .iter()
        .map(|way| {
            case(format!("{}-{}", way.algorithm, way.language.tag()), move |browser| {
                walk(browser, *way, Site::served)
            })
        })
        .collect();
    cases.push(case("one-click", one_click));
    cases.push(case("by-keyboard-alone", by_keyboard));
    run(cases)
}

/// Nothing is typed: the values that stand there make a set that OpenSSL finds right.
fn one_click(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", Language::English)?;
    page.make_set()?;
    ensure!(page.count("[data-test^=card-]")? == 3, "one authority, one server, one client");
    page.faultless(&site)
}

/// Makes and saves a set with the keys of a keyboard, and sees the focus at every step.
fn by_keyboard(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", Language::Korean)?;
    // from the top of the document, as if the page had just been opened
    page.ask("document.activeElement.blur(); window.getSelection().removeAllRanges()")?;
    walk_to(&page, "service-entry")?;
    press(&page, &[key::BACKSPACE])?;
    for name in SERVICES {
        for letter in name.chars() {
            press(&page, &[&letter.to_string()])?;
        }
        press(&page, &[key::ENTER])?;
    }
    ensure!(
        page.chips("service-entry")? == SERVICES,
        "typed {SERVICES:?}, and got {:?}",
        page.chips("service-entry")?
    );
    walk_to(&page, "client-name-0")?;
    ensure!(
        page.value("client-name-0")? == CLIENT,
        "the first client is called {}",
        page.value("client-name-0")?
    );
    walk_to(&page, "make-set")?;
    press(&page, &[key::ENTER])?;
    page.made()?;
    walk_to(&page, "room-export")?;
    press(&page, &[key::ENTER])?;
    walk_to(&page, "make-all")?;
    press(&page, &[key::SPACE])?;
    let ends = page.bundles()?;
    page.until("all bundles", PATIENCE, || {
        Ok((page.count("[data-test^=download-]")? == ends.len()).then_some(()))
    })?;
    let mut bundles = Vec::new();
    for end in ends {
        walk_to(&page, &format!("reveal-{end}"))?;
        press(&page, &[key::ENTER])?;
        walk_to(&page, &format!("download-{end}"))?;
        press(&page, &[key::ENTER])?;
        let file = browser.downloaded(folder.path())?;
        let sha256 =
            page.text(&format!("sha256-{end}"))?.split_whitespace().collect::<String>().to_lowercase();
        bundles.push(e2e::page::Bundle {
            passphrase: page.text(&format!("passphrase-{end}"))?,
            sha256: sha256.replace(':', ""),
            file,
            end,
        });
    }
    page.faultless(&site)?;
    Unpacked::new(&bundles, folder.path())?.judge(WAYS[0])
}

/// Presses Tab until the focus is there; on its way the focus must be seen everywhere. (A room's heading has it only to be
/// read aloud, and does nothing.)
fn walk_to(page: &Page<'_>, test: &str) -> anyhow::Result<()> {
    const FARTHEST: usize = 300;
    for _ in 0..FARTHEST {
        let seen = page.ask(
            "const it = document.activeElement, style = getComputedStyle(it), around = getComputedStyle(it.parentElement ?? it);
            const drawn = style => style.outlineStyle !== 'none' || style.boxShadow !== 'none';
            return [it.dataset.test ?? '', it === document.body || it.tabIndex < 0 || drawn(style) || drawn(around), it.outerHTML.slice(0, 200)]",
        )?;
        ensure!(seen[1] == json!(true), "the focus cannot be seen at {}", seen[2]);
        if seen[0] == json!(test) {
            return Ok(());
        }
        press(page, &[key::TAB])?;
    }
    bail!("Tab does not lead to {test}");
}

fn press(page: &Page<'_>, chord: &[&str]) -> anyhow::Result<()> {
    page.browser.driver.press(chord)
}
