//! The Doctor room in a real browser, with the server gone before it is first entered: what is pasted is recognised and explained, and
//! what openssl and an editor made is tried out before it is deployed.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::ensure;
use e2e::axe::Axe;
use e2e::browser::Browser;
use e2e::cases::{Case, case, run};
use e2e::journey::arrive;
use e2e::page::{Language, Page};
use e2e::site::Site;
use e2e::tool;
use e2e::wait::PATIENCE;
use e2e::webdriver::key;
use tempfile::TempDir;

/// What nginx logs of a client whose authority it does not know, with something that would be markup if anything took it for such.
const SYMPTOM: &str = "curl: (99) <img src=x onerror=alert(1)> failed\n[info] 1#1: *2 client SSL certificate verify error: (21:unable to verify the first certificate) while reading";

fn main() -> ExitCode {
    let mut cases: Vec<Case> = Vec::new();
    for language in Language::ALL {
        let name = |what: &str| format!("{what}-{}", language.tag());
        cases.push(case(name("a-symptom-is-explained"), move |browser| symptom(browser, language)));
        cases.push(case(name("a-dry-run-is-made"), move |browser| dry_run(browser, language)));
        cases.push(case(name("doctor-by-keyboard-alone"), move |browser| keyboard(browser, language)));
    }
    cases.push(case("doctor-in-one-file", in_one_file));
    run(cases)
}

/// What is pasted is recognised, the rest is named, and both stay when rooms and language change.
fn symptom(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "doctor", language)?;
    page.element("symptom")?;
    page.paste("symptom", SYMPTOM)?;
    page.until("the message to be recognised", PATIENCE, || {
        Ok((page.count("[data-test=symptom-answer] .panel")? == 3).then_some(()))
    })?;
    let told = page.text("symptom-answer")?;
    ensure!(told.contains("<img src=x onerror=alert(1)>"), "what is not known is named, as text: {told}");
    ensure!(page.count("img")? == 0, "nothing becomes markup");
    // there is a set now, and its certificates count
    page.enter("create")?;
    page.make_set()?;
    page.enter("doctor")?;
    page.until("something to be loaded", PATIENCE, || {
        Ok((page.count("[data-test=symptom-answer] .panel")? == 2).then_some(()))
    })?;
    ensure!(page.value("symptom")? == SYMPTOM, "what was pasted stays");
    let other = if language == Language::Korean { Language::English } else { Language::Korean };
    page.speak(other)?;
    page.until("the other language", PATIENCE, || Ok((page.text("symptom-answer")? != told).then_some(())))?;
    page.fill("symptom", "it does not work")?;
    page.until("it to ask on", PATIENCE, || {
        Ok((page.count("[data-test=symptom-answer] .steps > li")? == 5).then_some(()))
    })?;
    page.click("symptom-example")?;
    page.until("the example to be recognised", PATIENCE, || {
        Ok((page.count("[data-test=symptom-answer] .steps")? == 2).then_some(()))
    })?;
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");
    page.click("symptom-forget")?;
    page.until("nothing to be said", PATIENCE, || {
        Ok((page.count("[data-test=symptom-answer]")? == 0).then_some(()))
    })?;
    page.faultless(&site)
}

/// The guide's example, the user's own choices, and files from elsewhere, some of which are missing at first.
fn dry_run(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.make_set()?;
    page.enter("doctor")?;
    page.click("trial-guide")?;
    said(&page, "call-2", "curl: (60)")?;
    said(&page, "call-1", "200")?;
    ensure!(page.count("[data-test=trial-remarks] .finding")? >= 16, "{}", page.text("trial-remarks")?);
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");

    page.click("trial-deployed")?;
    for (call, words) in [
        ("call-1", "200"),
        ("call-2", "No required SSL certificate was sent"),
        ("call-3", "The SSL certificate error"),
        ("call-4", "curl: (60)"),
    ] {
        said(&page, call, words)?;
    }
    ensure!(
        page.count("[data-test=trial-remarks] .finding.is-refused")? == 0,
        "{}",
        page.text("trial-remarks")?
    );
    page.click("trial-down")?;
    said(&page, "call-1", "502")?;
    page.click("trial-down")?;
    said(&page, "call-1", "200")?;

    // a site's file, and what openssl made for it
    page.click("trial-forget")?;
    let at = |name: &str| folder.path().join(name);
    let [conf, certificate] = ["api.conf", "api.crt"].map(at);
    fs::write(
        &conf,
        "server {\n    listen 443 ssl;\n    server_name api.test;\n    ssl_certificate tls/api.crt;\n    ssl_certificate_key tls/api.key;\n    root /srv;\n}\n",
    )?;
    page.give("trial-file", &[&conf])?;
    said(&page, "call-0", "/etc/nginx/tls/api.crt")?;
    said(&page, "trial-named", "/etc/nginx/tls/api.crt")?;
    make(&certificate)?;
    page.give("trial-file", &[&certificate])?;
    page.until("nginx to take it", PATIENCE, || {
        let told = page.text("call-0")?;
        Ok((told.contains("nginx -t") && !told.contains("cannot load")).then_some(()))
    })?;
    // the key need not be given; nobody is asked for a certificate, and the line tells where
    said(&page, "trial-named", "/etc/nginx/tls/api.key")?;
    page.fill("trial-commands", "curl -k --resolve api.test:443:127.0.0.1 https://api.test/")?;
    said(&page, "call-1", "HTTP")?;
    page.click("trial-keys")?;
    said(&page, "call-0", "cannot load certificate key")?;
    page.click("trial-remove-api.conf")?;
    page.until("the configuration to be gone", PATIENCE, || {
        Ok((!page.text("call-0")?.contains("nginx -t")).then_some(()))
    })?;
    page.faultless(&site)
}

/// Both instruments by keys alone.
fn keyboard(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "about", language)?;
    page.enter("doctor")?;
    page.until_focus("lab-title")?;
    page.tab_to("symptom")?;
    for letter in "alert unknown ca".chars() {
        browser.driver.press(&[&letter.to_string()])?;
    }
    page.element("symptom-answer")?;
    // Tab leaves the field
    page.tab_to("symptom-example")?;
    browser.driver.press(&[key::ENTER])?;
    page.until("the example to be recognised", PATIENCE, || {
        Ok((page.count("[data-test=symptom-answer] .steps")? == 2).then_some(()))
    })?;
    page.tab_to("trial-guide")?;
    browser.driver.press(&[key::ENTER])?;
    said(&page, "call-2", "curl: (60)")?;
    page.tab_to("trial-commands")?;
    page.faultless(&site)
}

/// The room comes out of the single file too.
fn in_one_file(browser: &Browser) -> anyhow::Result<()> {
    let mut site = Site::file()?;
    let page = arrive(browser, &mut site, "doctor", Language::Korean)?;
    page.click("symptom-example")?;
    page.element("symptom-answer")?;
    page.click("trial-guide")?;
    said(&page, "call-2", "curl: (60)")?;
    // what the worker renders arrives though Deploy was never entered
    page.click("trial-deployed")?;
    said(&page, "call-1", "200")?;
    page.faultless(&site)
}

/// Waits until an element says something.
fn said(page: &Page<'_>, test: &str, words: &str) -> anyhow::Result<()> {
    page.until(&format!("{test} to say {words:?}"), PATIENCE, || {
        let Some(_) = page.find(test)? else { return Ok(None) };
        Ok(page.text(test)?.contains(words).then_some(()))
    })
}

/// A server's certificate that nobody vouches for; its key stays where it is.
fn make(certificate: &Path) -> anyhow::Result<()> {
    let mut command = tool::command("openssl")?;
    command.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "30",
    ]);
    command.args(["-subj", "/CN=api.test", "-addext", "subjectAltName=DNS:api.test", "-keyout"]);
    command.arg(certificate.with_extension("key")).arg("-out").arg(certificate);
    tool::run(&mut command).map(drop)
}
