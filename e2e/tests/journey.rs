//! From a click in a real browser to real nginx, the real gateway and real curl. The page comes from the gateway, which is stopped as soon as
//! the page says that it is ready, before the first click.

use std::collections::BTreeSet;
use std::fs;
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};
use e2e::browser::Browser;
use e2e::cases::{Case, case, run};
use e2e::journey::{CLIENT, Layout, SERVICES, Unpacked, Way, arrive, find, walk};
use e2e::openssl::Purpose;
use e2e::page::{Language, Page, Settings, Wanted};
use e2e::site::Site;
use e2e::wait::PATIENCE;
use e2e::webdriver::key;
use e2e::{archive, openssl, tool};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Every algorithm, and both languages with a fast and a slow one each; all layouts, each with both languages.
const WAYS: [Way; 6] = [
    Way { algorithm: "p256", key: "ASN1 OID: prime256v1", language: Language::Korean, layout: Layout::Alone },
    Way { algorithm: "p384", key: "ASN1 OID: secp384r1", language: Language::English, layout: Layout::Alone },
    Way {
        algorithm: "ed25519",
        key: "Public Key Algorithm: ED25519",
        language: Language::English,
        layout: Layout::System,
    },
    Way {
        algorithm: "rsa2048",
        key: "Public-Key: (2048 bit)",
        language: Language::Korean,
        layout: Layout::System,
    },
    Way {
        algorithm: "p256",
        key: "ASN1 OID: prime256v1",
        language: Language::English,
        layout: Layout::Gateway,
    },
    Way {
        algorithm: "p256",
        key: "ASN1 OID: prime256v1",
        language: Language::Korean,
        layout: Layout::Gateway,
    },
];

fn main() -> ExitCode {
    let mut cases: Vec<Case> = WAYS
        .iter()
        .map(|way| {
            let what = if way.layout == Layout::Gateway { "gateway" } else { way.algorithm };
            case(format!("{what}-{}", way.language.tag()), move |browser| walk(browser, *way, Site::served))
        })
        .collect();
    cases.push(case("one-click", one_click));
    cases.push(case("by-keyboard-alone", by_keyboard));
    cases.push(case("led-to-what-is-wrong", led_to_what_is_wrong));
    cases.push(case("the-same-with-openssl", same_with_openssl));
    cases.push(case("two-tabs", two_tabs));
    cases.push(case("fields-show-what-counts", fields_show_what_counts));
    cases.push(case("more-files-than-a-browser-takes-at-once", many_files));
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
        type_letters(&page, name)?;
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
    // what makes a bundle hands it out then, and whoever pressed it is still there
    walk_to(&page, "make-authority")?;
    press(&page, &[key::ENTER])?;
    page.until("the made bundle's button to have the focus", PATIENCE, || {
        Ok((focused(&page)? == "download-authority").then_some(()))
    })?;
    walk_to(&page, "make-all")?;
    press(&page, &[key::SPACE])?;
    let ends = page.bundles()?;
    page.until("all bundles", PATIENCE, || {
        Ok((page.count("[data-test^=download-]")? == ends.len()).then_some(()))
    })?;
    let focused = page.ask("return document.activeElement.dataset.test ?? document.activeElement.tagName")?;
    ensure!(focused == "make-all", "the focus went from what was pressed to {focused}");
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

/// The press of the button leads to the first field that is wrong, into the fold that it lies in, as often as one is: nothing
/// but the keyboard is touched.
fn led_to_what_is_wrong(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", Language::English)?;
    page.ask("document.activeElement.blur(); window.getSelection().removeAllRanges()")?;
    // the later one first, so that the order is the form's and not that of typing
    for (fold, field, text) in
        [("more-choices", "country", "KOR"), ("client-more-0", "client-email-0", "nobody")]
    {
        walk_to(&page, fold)?;
        press(&page, &[key::ENTER])?;
        walk_to(&page, field)?;
        type_letters(&page, text)?;
        page.element(&format!("{field}-error"))?;
        walk_to(&page, fold)?;
        press(&page, &[key::ENTER])?;
        page.until("the fold to be closed", PATIENCE, || Ok((!is_open(&page, fold)?).then_some(())))?;
    }
    walk_to(&page, "make-set")?;
    press(&page, &[key::ENTER])?;
    for (fold, field, delete, text) in
        [("client-more-0", "client-email-0", 0, "@example.com"), ("more-choices", "country", 3, "KR")]
    {
        led_to(&page, field)?;
        ensure!(is_open(&page, fold)?, "{field} has the focus inside a closed fold");
        press(&page, &[key::END])?;
        for _ in 0..delete {
            press(&page, &[key::BACKSPACE])?;
        }
        type_letters(&page, text)?;
        page.until(&format!("{field} to be right"), PATIENCE, || {
            Ok((page.find(&format!("{field}-error"))?.is_none()).then_some(()))
        })?;
        ensure!(page.find("set")?.is_none(), "a set was made although something is wrong");
        press(&page, &[key::ENTER])?;
    }
    page.made()?;
    walk_to(&page, "issue-clients")?;
    press(&page, &[key::ENTER])?;
    walk_to(&page, "issue")?;
    press(&page, &[key::ENTER])?;
    led_to(&page, "more-client-name-0")?;
    // one wrong name far down a long list, of which only the first rows are drawn
    let names: Vec<String> = (2..=61).map(|number| format!("partner-{number}")).collect();
    page.paste("more-client-name-0", &names.join("\n").replace("partner-61", &"x".repeat(65)))?;
    page.element("more-client-show-more")?;
    page.until("the wrong row to be drawn beside the first ones", PATIENCE, || {
        Ok(page.find("more-client-name-59-error")?.is_some().then_some(()))
    })?;
    ensure!(page.find("more-client-name-58")?.is_none(), "every row is drawn");
    walk_to(&page, "issue")?;
    press(&page, &[key::ENTER])?;
    led_to(&page, "more-client-name-59")?;
    page.faultless(&site)
}

fn led_to(page: &Page<'_>, field: &str) -> anyhow::Result<()> {
    page.until(&format!("the focus to be led to {field}"), PATIENCE, || {
        Ok((focused(page)? == json!(field)).then_some(()))
    })
}

/// The commands that the page shows, run by the machine's openssl, make what the page made.
fn same_with_openssl(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", Language::Korean)?;
    page.fill_create(&Wanted { services: &SERVICES, client: "하나 & co", algorithm: "p256" })?;
    page.fill("organization", "결제 'Inc' & Co/Ltd, #1")?;
    page.fill("lifetime-client", "30")?;
    page.unfold("client-more-0")?;
    page.fill("client-email-0", "ops@example.com")?;
    page.fill("client-uri-0", "spiffe://example.com/partner/1")?;
    page.make_set()?;
    page.unfold("openssl")?;
    for file in ["openssl-file-0", "openssl-file-1"] {
        let shown = format!("return document.querySelector('[data-test={file}] .code').textContent");
        page.element(file)?;
        page.click(&format!("save-{file}"))?;
        let saved = browser.downloaded(folder.path())?;
        ensure!(page.ask(&shown)? == json!(tool::read(&saved)?), "{} is not what is shown", saved.display());
    }
    let mut script = tool::command("sh")?;
    script.arg("openssl.sh").current_dir(folder.path());
    tool::run(&mut script)?;
    let key = tool::read(&folder.path().join("authority/ca.key"))?;
    ensure!(tool::run(&mut script).is_err(), "a second run of openssl.sh goes through");
    ensure!(tool::read(&folder.path().join("authority/ca.key"))? == key, "it overwrites the authority's key");
    for (number, theirs) in ["authority/ca.crt", "server/server.crt", "client/client.crt"].iter().enumerate()
    {
        page.click(&format!("save-pem-{number}"))?;
        let ours = browser.downloaded(folder.path())?;
        openssl::same_but_new(&ours, &folder.path().join(theirs))?;
    }
    page.faultless(&site)
}

/// What was taken out or forgotten does not stand in its field any more.
fn fields_show_what_counts(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", Language::English)?;
    let empties = |field: &str| {
        page.until(&format!("{field} to be empty"), PATIENCE, || {
            Ok(page.value(field)?.is_empty().then_some(()))
        })
    };
    page.unfold("client-more-0")?;
    page.fill("client-email-0", "first@example.com")?;
    page.click("client-add")?;
    page.fill("client-name-1", "second")?;
    // the second client takes the place of the first, and has no mailbox
    page.click("client-remove-0")?;
    page.until("the second client to be the first", PATIENCE, || {
        Ok((page.value("client-name-0")? == "second").then_some(()))
    })?;
    empties("client-email-0")?;
    page.make_set()?;
    page.enter("export")?;
    page.fill("open-passphrase", "of another bundle")?;
    page.click("open-again")?;
    empties("open-passphrase")?;
    // what is generated takes the place of an own passphrase
    page.click("own-authority")?;
    page.fill("own-text-authority", "plinth-gargle-83-wombat-qx")?;
    page.click("generate-authority")?;
    empties("own-text-authority")?;
    page.faultless(&site)
}

/// Chromium drops files that come too fast without a word: what counts as saved must all have come.
fn many_files(browser: &Browser) -> anyhow::Result<()> {
    const CLIENTS: usize = 22;
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", Language::English)?;
    let names: Vec<String> = (1..=CLIENTS).map(|number| format!("client-{number}")).collect();
    page.fill("client-name-0", "")?;
    page.paste("client-name-0", &names.join("\n"))?;
    page.make_set()?;
    page.enter("export")?;
    page.click("make-all")?;
    page.click("save-all")?;
    let mut saved = BTreeSet::new();
    for _ in 0..CLIENTS + 2 {
        let file = browser.downloaded(folder.path())?;
        saved.insert(file.file_name().context("a name")?.to_owned());
    }
    ensure!(saved.len() == CLIENTS + 2, "{} files came: {saved:?}", saved.len());
    page.faultless(&site)
}

/// Two tabs each keep and export their own, and what is set in one leaves the other as it is.
fn two_tabs(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let mut tabs = Vec::new();
    for name in ["first.test", "second.test"] {
        let page =
            Page::open(browser, &site, "create", Settings { language: Language::English, theme: "light" })?;
        page.ready()?;
        tabs.push((name, browser.driver.tab()?, page));
    }
    site.stop()?;
    for (name, tab, page) in &tabs {
        browser.driver.show_tab(tab)?;
        ensure!(page.find("set")?.is_none(), "{name} shows a set that was made in the other tab");
        page.fill_chips("service-entry", &[name])?;
        page.make_set()?;
    }
    // the second one is on show
    tabs[1].2.speak(Language::Korean)?;
    tabs[1].2.click("theme")?;
    let mut authorities = Vec::new();
    for ((name, tab, page), wears) in tabs.iter().zip([["en", "light"], ["ko", "dark"]]) {
        browser.driver.show_tab(tab)?;
        let worn =
            page.ask("return [document.documentElement.lang, document.documentElement.dataset.theme]")?;
        ensure!(worn == json!(wears), "{name}: {worn}");
        page.enter("export")?;
        let place = folder.path().join(name);
        fs::create_dir(&place)?;
        let bundles = page.export_all(&place)?;
        for start in ["authority", "server"] {
            let bundle = find(&bundles, start)?;
            archive::unpack(&bundle.file, &bundle.passphrase, &place.join(start))?;
        }
        let authority = place.join("authority/ca.crt");
        openssl::verify(&place.join("server/server.crt"), &authority, Purpose::Server, &[name])?;
        authorities.push(authority);
    }
    let server = folder.path().join("first.test/server/server.crt");
    ensure!(
        openssl::verify(&server, &authorities[1], Purpose::Server, &[]).is_err(),
        "both tabs have the same authority"
    );
    tabs[1].2.faultless(&site)
}

/// Presses the keys of a text.
fn type_letters(page: &Page<'_>, text: &str) -> anyhow::Result<()> {
    text.chars().try_for_each(|letter| press(page, &[&letter.to_string()]))
}

/// The name of what has the focus.
fn focused(page: &Page<'_>) -> anyhow::Result<Value> {
    page.ask("return document.activeElement.dataset.test ?? null")
}

fn is_open(page: &Page<'_>, fold: &str) -> anyhow::Result<bool> {
    Ok(page.count(&format!("[data-test={fold}][open]"))? == 1)
}

/// Presses Tab until the focus is there; on its way the focus must be seen everywhere. (A room's heading has it only to be
/// read aloud, and does nothing.)
fn walk_to(page: &Page<'_>, test: &str) -> anyhow::Result<()> {
    const FARTHEST: usize = 300;
    for _ in 0..FARTHEST {
        let seen = page.ask(
            "const it = document.activeElement, style = getComputedStyle(it), around = getComputedStyle(it.parentElement ?? it);
            const drawn = style => style.outlineStyle !== 'none' || style.boxShadow !== 'none';
            const named = it.localName === 'summary' ? it.parentElement : it;
            return [named.dataset.test ?? '', it === document.body || it.tabIndex < 0 || drawn(style) || drawn(around), it.outerHTML.slice(0, 200)]",
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
