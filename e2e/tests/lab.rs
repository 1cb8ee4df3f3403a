//! Inspect and Chain in a real browser, with the server gone before either is first entered: what was made here, and what
//! openssl's commands make elsewhere, is told apart, drawn and judged; and nothing that a certificate says becomes markup.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use e2e::axe::Axe;
use e2e::browser::Browser;
use e2e::cases::{Case, case, run};
use e2e::journey::arrive;
use e2e::page::{Language, Page};
use e2e::site::Site;
use e2e::tool;
use e2e::wait::PATIENCE;
use e2e::webdriver::key;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A subject that would be markup if anything took it for such.
const MARKUP: &str = "<img src=x onerror=alert(1)>";

fn main() -> ExitCode {
    let mut cases: Vec<Case> = Vec::new();
    for language in Language::ALL {
        let name = |what: &str| format!("{what}-{}", language.tag());
        cases.push(case(name("what-was-made-is-drawn-and-judged"), move |browser| made(browser, language)));
        cases.push(case(name("what-others-made-is-looked-at"), move |browser| others(browser, language)));
        cases.push(case(name("a-handshake-is-played"), move |browser| handshake(browser, language)));
        cases.push(case(name("by-keyboard-alone"), move |browser| keyboard(browser, language)));
    }
    cases.push(case("in-one-file", in_one_file));
    cases.push(case("the-address-leads-to-a-value", addressed));
    run(cases)
}

/// A set of this page: the drawing, the verdicts, the time line, and what is saved of it.
fn made(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.make_set()?;
    page.enter("chain")?;
    page.element("certificate-2")?;
    ensure!(page.count(".node")? == 3 && page.count(".edge")? == 2, "an authority and what it issued");
    ensure!(refused(&page)? == 0, "a set of ours is good: {}", page.text("verdicts")?);
    // for a client the server's certificate is not good, and for another name neither
    page.choose("aim", "client")?;
    accepted(&page, false)?;
    page.choose("aim", "server")?;
    accepted(&page, true)?;
    page.fill("server-name", "www.example.org")?;
    accepted(&page, false)?;
    page.fill("server-name", "")?;
    accepted(&page, true)?;
    // without its authority nobody accepts it
    page.click("certificate-0")?;
    page.click("trust")?;
    accepted(&page, false)?;
    page.click("trust")?;
    accepted(&page, true)?;
    // in a thousand days it has ended, here and in the other room
    page.fill_day("moment-day", 1_000)?;
    accepted(&page, false)?;
    page.enter("inspect")?;
    page.until("the end to be found", PATIENCE, || {
        Ok((page.count("[data-test=inspect-findings] .is-refused")? > 0).then_some(()))
    })?;
    page.click("moment-now")?;
    page.until("nothing to be found", PATIENCE, || {
        Ok((page.count("[data-test=inspect-findings] .is-refused")? == 0).then_some(()))
    })?;
    page.enter("chain")?;
    accepted(&page, true)?;

    page.click("save-svg")?;
    let svg = fs::read_to_string(browser.downloaded(folder.path())?)?;
    // the lab says so itself: what the page says of it comes with another worker
    let said = page.text("notice")?;
    ensure!(said.contains("chain.svg"), "{said:?}");
    ensure!(svg.starts_with("<svg") && svg.matches("<g ").count() == 3, "{svg}");
    page.click("save-png")?;
    let png = fs::read(browser.downloaded(folder.path())?)?;
    ensure!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.len() > 2_000, "{} octets", png.len());
    page.faultless(&site)
}

/// What openssl's commands make, as the guide has them, beside an error page with the name of a certificate.
fn others(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let [authority, server, p12] = guide(folder.path())?;
    let page_of_error = folder.path().join("error.crt");
    fs::write(&page_of_error, "<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>")?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "inspect", language)?;
    page.give("inspect-file", &[&authority, &server, &p12, &page_of_error])?;
    page.element("thing-2")?;
    let findings = page.text("inspect-findings")?;
    ensure!(findings.contains("error.crt"), "{findings}");
    ensure!(page.count("[data-test=inspect-findings] .is-refused")? > 0, "{findings}");
    // as RFC 4514 writes it
    let shown = MARKUP.replace('<', "\\<").replace('>', "\\>");
    ensure!(page.text("thing-1")?.contains(&shown), "in its place, and as text: {}", page.text("thing-1")?);
    ensure!(page.count("img")? == 0, "nothing becomes markup");

    // RC2-40 and 3DES, as old tools write them, open with their passphrase; the key is shown when it is asked for
    page.fill("inspect-passphrase", "changeit")?;
    page.click("inspect-open")?;
    let key = page.until("the key to be there", PATIENCE, || {
        let script = "return [...document.querySelectorAll('[data-test^=thing-]')].findIndex(it => it.querySelector('.is-secret'))";
        Ok(page.ask(script)?.as_u64())
    })?;
    page.click(&format!("thing-{key}"))?;
    page.element("inspect-reveal")?;
    ensure!(page.count("[data-octet]")? == 0, "a key is not shown unasked");
    page.click("inspect-reveal")?;
    page.until("the key's octets", PATIENCE, || Ok((page.count("[data-octet]")? > 0).then_some(())))?;

    // a pointed octet marks its value, and a pointed value its octets
    page.click("thing-1")?;
    page.until("the certificate's octets", PATIENCE, || {
        Ok((page.count("[data-octet]")? > 300).then_some(()))
    })?;
    page.ask("document.querySelector('[data-octet=\"8\"]').click()")?;
    let marked = "return document.querySelector('[role=treeitem][aria-selected=true]')?.id ?? null";
    page.until("a value to be marked", PATIENCE, || Ok(page.ask(marked)?.as_str().map(str::to_owned)))?;
    // the last octet's value comes into sight in the tree, and its octets beside it; the arrows go on from there; boxes begin
    // between pixels
    let seen = |marked: &str| {
        let script = format!(
            "const it = document.querySelector('{marked}'), place = it.getBoundingClientRect(), around = it.closest('.asn1__panes > *').getBoundingClientRect();
             return place.top >= around.top - 1 && place.bottom <= around.bottom + 1"
        );
        page.until(&format!("{marked} to be in sight"), PATIENCE, || {
            Ok((page.ask(&script)? == true).then_some(()))
        })
    };
    page.ask("[...document.querySelectorAll('[data-octet]')].at(-1).click()")?;
    seen("[role=treeitem][aria-selected=true]")?;
    let last = page.ask(marked)?;
    page.ask("document.querySelector('[data-test=octets]').focus()")?;
    browser.driver.press(&[key::LEFT])?;
    page.until("the value before the last", PATIENCE, || Ok((page.ask(marked)? != last).then_some(())))?;
    browser.driver.press(&[key::RIGHT])?;
    page.until("the last value again", PATIENCE, || Ok((page.ask(marked)? == last).then_some(())))?;
    page.ask("document.querySelector('[data-test=octets]').scrollTop = 0")?;
    page.click("node-1")?;
    page.ask(&format!("document.getElementById({last}).click()"))?;
    seen("[data-octet].is-header")?;
    page.click("node-1")?;
    let inside = "return document.querySelectorAll('[data-octet].is-content').length";
    page.until("its octets to be marked", PATIENCE, || {
        Ok(page.ask(inside)?.as_u64().filter(|count| *count > 100))
    })?;
    page.click("inspect-save")?;
    let report: Value = serde_json::from_slice(&fs::read(browser.downloaded(folder.path())?)?)?;
    ensure!(report.to_string().contains("onerror"), "the report has the name: {report}");

    page.enter("chain")?;
    page.element("certificate-1")?;
    ensure!(page.count("img")? == 0, "nor in the drawing");
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");
    page.enter("inspect")?;
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");
    page.faultless(&site)
}

/// The set shakes hands; a scenario fails where it must; what is saved opens again.
fn handshake(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.make_set()?;
    page.enter("handshake")?;
    page.element("message-0-5")?;
    ensure!(page.count("[data-test=outcome] .is-refused")? == 0, "{}", page.text("outcome")?);
    // message by message, by keys
    page.click("message-0-0")?;
    for (pressed, reached) in
        [(key::DOWN, "message-0-1"), (key::DOWN, "message-0-2"), (key::UP, "message-0-1")]
    {
        browser.driver.press(&[pressed])?;
        page.until_focus(reached)?;
    }
    page.click("step-next")?;
    page.until("the address to follow", PATIENCE, || {
        Ok((page.ask("return location.hash")? == json!("#/handshake/1/3/good")).then_some(()))
    })?;
    page.click("node-0")?;
    page.until("octets to be marked", PATIENCE, || {
        Ok((page.count("[data-octet].is-content")? > 0).then_some(()))
    })?;
    page.click("save-handshake.pcapng")?;
    let recording = browser.downloaded(folder.path())?;
    ensure!(fs::read(&recording)?.starts_with(&[0x0a, 0x0d, 0x0d, 0x0a]), "a section header of pcapng");

    page.unfold("theme-2")?;
    page.click("scenario-client-expired")?;
    page.until("the server to refuse", PATIENCE, || {
        Ok((page.count("[data-test=outcome] .finding.is-refused")? == 1).then_some(()))
    })?;
    ensure!(page.count(".sequence__message .is-refused")? == 1, "the alert is marked");
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");

    page.give("handshake-file", &[&recording])?;
    page.until("the recording to be open", PATIENCE, || {
        Ok(page.text("outcome")?.contains("handshake.pcapng").then_some(()))
    })?;
    page.element("message-0-5")?;
    page.faultless(&site)
}

/// Both rooms by keys alone.
fn keyboard(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.make_set()?;
    page.enter("chain")?;
    page.element("certificate-2")?;
    page.until_focus("lab-title")?;
    page.tab_to("certificate-1")?;
    for (pressed, reached) in [
        (key::UP, "certificate-0"),
        (key::UP, "certificate-0"),
        (key::DOWN, "certificate-1"),
        (key::RIGHT, "certificate-2"),
        (key::LEFT, "certificate-1"),
        (key::END, "certificate-2"),
    ] {
        browser.driver.press(&[pressed])?;
        page.until_focus(reached)?;
    }
    page.tab_to("moment")?;
    browser.driver.press(&[key::END])?;
    accepted(&page, false)?;
    page.tab_to("moment-now")?;
    browser.driver.press(&[key::ENTER])?;
    accepted(&page, true)?;

    page.enter("inspect")?;
    page.element("thing-2")?;
    page.tab_to("node-0")?;
    browser.driver.press(&[key::DOWN])?;
    page.until_focus("node-1")?;
    let values = page.count("[role=treeitem]")?;
    browser.driver.press(&[key::LEFT])?;
    page.until("it to fold", PATIENCE, || Ok((page.count("[role=treeitem]")? < values).then_some(())))?;
    browser.driver.press(&[key::RIGHT])?;
    page.until("it to open", PATIENCE, || Ok((page.count("[role=treeitem]")? == values).then_some(())))?;
    browser.driver.press(&[key::LEFT])?;
    browser.driver.press(&[key::LEFT])?;
    page.until_focus("node-0")?;
    page.faultless(&site)
}

/// The lab comes out of the single file too.
fn in_one_file(browser: &Browser) -> anyhow::Result<()> {
    let mut site = Site::file()?;
    let page = arrive(browser, &mut site, "chain", Language::Korean)?;
    page.until("the empty room", PATIENCE, || Ok((page.count("#lab .empty")? == 1).then_some(())))?;
    page.enter("create")?;
    page.make_set()?;
    page.enter("chain")?;
    page.element("certificate-2")?;
    page.enter("inspect")?;
    page.element("thing-2")?;
    page.faultless(&site)
}

/// `#/inspect/2/6`: the second thing, the sixth value of its tree.
fn addressed(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", Language::English)?;
    page.make_set()?;
    page.ask("location.hash = '#/inspect/2/6'")?;
    page.until_focus("node-5")?;
    let selected = "return document.querySelector('[aria-selected=true]')?.id ?? null";
    ensure!(page.ask(selected)? == json!("node-5"), "the value is marked");
    page.click("node-7")?;
    page.until("the address to follow", PATIENCE, || {
        Ok((page.ask("return location.hash")? == json!("#/inspect/2/8")).then_some(()))
    })?;
    page.faultless(&site)
}

/// Waits until all that judge accept, or one does not.
fn accepted(page: &Page<'_>, accepted: bool) -> anyhow::Result<()> {
    page.until(&format!("the chain to be accepted: {accepted}"), PATIENCE, || {
        let said = page.count("[data-test=verdicts] .finding, [data-test=verdicts] li")?;
        Ok((said > 0 && (refused(page)? == 0) == accepted).then_some(()))
    })
}

/// How many refuse.
fn refused(page: &Page<'_>) -> anyhow::Result<usize> {
    page.count("[data-test=verdicts] .finding.is-refused")
}

/// An authority, a server's certificate of version 1 whose name would be markup, and a client's `.p12` as old tools write it.
fn guide(folder: &Path) -> anyhow::Result<[PathBuf; 3]> {
    let at = |name: &str| folder.join(name);
    let [authority, authority_key, key, request, certificate, p12] =
        ["ca.crt", "ca.key", "server.key", "server.csr", "server.crt", "old.p12"].map(at);
    let openssl = |words: &[&str], files: &[(&str, &Path)]| -> anyhow::Result<()> {
        let mut command = tool::command("openssl")?;
        command.args(words);
        for (option, file) in files {
            command.arg(option).arg(file);
        }
        tool::run(&mut command).map(drop).with_context(|| words.join(" "))
    };
    openssl(
        &["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=MyTestCA"],
        &[("-keyout", &authority_key), ("-out", &authority)],
    )?;
    let subject = format!("/CN={MARKUP}");
    openssl(
        &["req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", &subject],
        &[("-keyout", &key), ("-out", &request)],
    )?;
    openssl(
        &["x509", "-req", "-CAcreateserial", "-days", "365"],
        &[("-in", &request), ("-CA", &authority), ("-CAkey", &authority_key), ("-out", &certificate)],
    )?;
    openssl(
        &["pkcs12", "-export", "-legacy", "-passout", "pass:changeit"],
        &[("-inkey", &key), ("-in", &certificate), ("-out", &p12)],
    )?;
    Ok([authority, certificate, p12])
}
