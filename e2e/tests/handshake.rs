//! The Handshake room in a real browser: the prediction beside what was played, two versions beside each other, everything open,
//! what links name, the record as it was sent, the pictures, and the test kit, which is taken apart and whose script says what it takes.

use std::fs;
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
use serde_json::json;
use tempfile::TempDir;

fn main() -> ExitCode {
    let mut cases: Vec<Case> = Vec::new();
    for language in Language::ALL {
        let name = |what: &str| format!("{what}-{}", language.tag());
        cases.push(case(name("what-nginx-and-curl-do-stands-beside"), move |it| predicted(it, language)));
        cases.push(case(name("two-versions-a-run-and-everything-open"), move |it| shown(it, language)));
        cases.push(case(name("a-link-leads-to-a-message-and-its-record"), move |it| linked(it, language)));
        cases.push(case(name("what-is-chosen-in-deploy-is-played"), move |it| deployed(it, language)));
        cases.push(case(name("the-whole-catalogue-by-keyboard"), move |it| round(it, language)));
        cases.push(case(name("a-test-kit-is-saved"), move |it| kit(it, language)));
    }
    run(cases)
}

fn predicted(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.make_set()?;
    page.enter("handshake")?;
    page.element("message-0-5")?;
    ensure!(page.text("prediction")?.contains("nginx -t"), "{}", page.text("prediction")?);
    // what a message says is in sight with it, beside it or on a telephone below the sequence, and stays while one goes on
    for (width, beside) in [(1440, true), (390, false)] {
        browser.resize(width, 900)?;
        page.click("message-0-5")?;
        in_sight(&page, "message-0-5", beside)?;
        page.click("step-next")?;
        in_sight(&page, "message-0-6", beside)?;
    }
    // while one goes on there, the window begins with what each says
    page.click("step-next")?;
    at_the_top(&page, "message")?;
    // on a telephone what is chosen begins at its title, and of all that is open what is chosen is in sight
    page.click("open")?;
    page.click("message-0-7")?;
    at_the_top(&page, "open-message-0-7")?;
    page.click("open")?;
    page.unfold("theme-2")?;
    page.click("scenario-no-client-certificate")?;
    at_the_top(&page, "play-title")?;
    browser.resize(1440, 900)?;
    page.click("scenario-no-client-certificate")?;
    page.until("the answer that is predicted", PATIENCE, || {
        Ok(page.text("prediction")?.contains("400 No required SSL certificate was sent").then_some(()))
    })?;
    page.click("scenario-client-expired")?;
    page.until("another one", PATIENCE, || {
        Ok(page.text("prediction")?.contains("FAILED:certificate has expired").then_some(()))
    })?;
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");
    page.faultless(&site)
}

/// Waits until what a message says can be seen whole, and where it stands beside the sequence the message's line too.
fn in_sight(page: &Page<'_>, line: &str, beside: bool) -> anyhow::Result<()> {
    let script = format!(
        "const [line, words] = ['{line}', 'message'].map(it => document.querySelector(`[data-test=${{it}}]`).getBoundingClientRect());
         const seen = it => it.top >= 0 && it.bottom <= innerHeight;
         return [seen(words), seen(line) && words.right <= line.left]"
    );
    page.until(&format!("what {line} says to be in sight"), PATIENCE, || {
        let seen = page.ask(&script)?;
        Ok((seen[0] == true && (!beside || seen[1] == true)).then_some(()))
    })
}

/// Waits until the window begins with the element of this id.
fn at_the_top(page: &Page<'_>, id: &str) -> anyhow::Result<()> {
    let script = format!("return document.getElementById('{id}').getBoundingClientRect().top / innerHeight");
    page.until(&format!("the window to begin with {id}"), PATIENCE, || {
        Ok(page.ask(&script)?.as_f64().is_some_and(|top| (0.0..0.25).contains(&top)).then_some(()))
    })
}

/// What is chosen in Deploy is played with the set, and anew once something else is chosen.
fn deployed(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.make_set()?;
    page.enter("deploy")?;
    page.fill("listen-port", "8443")?;
    page.choose("revocation", "on")?;
    // Deploy need not have been looked at for longer: entering renders anew
    page.enter("handshake")?;
    page.element("message-0-5")?;
    let refusals = |count: usize| {
        page.until("the outcome to follow", PATIENCE, || {
            Ok((page.count("[data-test=outcome] .finding.is-refused")? == count).then_some(()))
        })
    };
    page.unfold("theme-0")?;
    page.click("scenario-deployed")?;
    page.until("the choices to be told", PATIENCE, || {
        Ok(page.text("outcome")?.contains(":8443/").then_some(()))
    })?;
    refusals(0)?;
    ensure!(page.text("prediction")?.contains("200"), "{}", page.text("prediction")?);
    page.click("scenario-deployed-revoked")?;
    refusals(1)?;
    page.until("the refusal to be predicted", PATIENCE, || {
        Ok(page.text("prediction")?.contains("FAILED:certificate revoked").then_some(()))
    })?;
    let link = "#/handshake/deployed-revoked";
    page.until("the address to follow", PATIENCE, || {
        Ok((page.ask("return location.hash")? == json!(link)).then_some(()))
    })?;
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");

    // without a list nobody notices
    page.enter("deploy")?;
    page.choose("revocation", "off")?;
    page.enter("handshake")?;
    refusals(0)?;
    page.until("nobody to be refused", PATIENCE, || {
        Ok(page.text("prediction")?.contains("200").then_some(()))
    })?;

    // a choice that cannot be used is told, and nothing of before is on show
    page.enter("deploy")?;
    page.choose("allow", "fingerprint")?;
    page.enter("handshake")?;
    refusals(1)?;
    page.until("nothing to be predicted", PATIENCE, || Ok(page.find("prediction")?.is_none().then_some(())))?;
    ensure!(page.find("message-0-0")?.is_none(), "messages of a play that is over");
    page.unfold("theme-0")?;
    page.click("scenario-deployed-stranger")?;
    refusals(1)?;
    page.faultless(&site)
}

fn shown(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.make_set()?;
    page.enter("handshake")?;
    page.element("message-0-5")?;
    page.click("versions")?;
    page.element("message-1-5")?;
    ensure!(page.text("outcome")?.contains("TLS 1.2"), "{}", page.text("outcome")?);
    page.click("open")?;
    let messages = page.count("[data-test^=message-]")?;
    page.until("all of them to be open", PATIENCE, || {
        Ok((page.count("[data-test=open-message]")? == messages).then_some(()))
    })?;
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");
    page.click("open")?;
    page.click("versions")?;
    page.until("one version", PATIENCE, || Ok(page.find("message-1-0")?.is_none().then_some(())))?;

    page.click("save-handshake.svg")?;
    let svg = fs::read_to_string(browser.downloaded(folder.path())?)?;
    ensure!(svg.starts_with("<svg") && svg.matches("<g>").count() > 8, "{svg}");
    page.click("save-png")?;
    let png = fs::read(browser.downloaded(folder.path())?)?;
    ensure!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.len() > 2_000, "{} octets", png.len());

    // a run comes to another message by itself, and stops where it is told to
    page.click("run")?;
    page.until("the next message", PATIENCE, || {
        Ok((page.ask("return location.hash")? == json!("#/handshake/1/2/good")).then_some(()))
    })?;
    page.click("run")?;
    page.faultless(&site)
}

/// A link opens what it names, with the record as it was sent below the fields; one that names what is not here says so.
fn linked(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    let top = "return document.activeElement.getBoundingClientRect().top < innerHeight";
    for (link, message) in [("1/1/client-expired", "message-0-0"), ("2/4/good/both", "message-1-3")] {
        page.ask(&format!("location.hash = '#/handshake/{link}'"))?;
        page.until_focus(message)?;
        ensure!(page.ask(top)? == json!(true), "{link}: it is scrolled to");
    }
    // the same again from another room, where it is on show already
    page.enter("create")?;
    page.ask("location.hash = '#/handshake/2/4/good/both'")?;
    page.until_focus("message-1-3")?;
    // on a telephone what the message says stands far below its row: the window begins with that
    browser.resize(390, 900)?;
    page.ask("location.hash = '#/handshake/2/6/good/both'")?;
    page.until_focus("message-1-5")?;
    at_the_top(&page, "message")?;
    browser.resize(1440, 900)?;
    page.ask("location.hash = '#/handshake/2/4/good/both'")?;
    page.until_focus("message-1-3")?;
    ensure!(
        page.find("raw-node-0")?.is_some() && page.text("raw-node-0")?.is_empty(),
        "the record is folded"
    );
    page.unfold("raw")?;
    let length = page.text("raw-node-3")?;
    let octets = page.count("[data-test=raw-octets] [data-octet]")?;
    ensure!(length.ends_with(&(octets - 5).to_string()), "{length}: {octets} octets behind a header of 5");
    page.click("raw-node-3")?;
    page.until("the octets of the length", PATIENCE, || {
        Ok((page.count("[data-test=raw-octets] .is-content")? == 2).then_some(()))
    })?;
    ensure!(page.count("[data-test=octets] .is-content")? == 0, "the message’s own octets are not marked");
    page.click("open")?;
    page.until("both versions to be open", PATIENCE, || {
        let messages = page.count("[data-test^=message-]")?;
        Ok((messages > 20 && page.count("[data-test=open-message]")? == messages).then_some(()))
    })?;
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");
    page.click("open")?;

    // a recording is on the machine of whoever opened it
    page.ask("location.hash = '#/handshake/1/7'")?;
    page.until("a word about the recording", PATIENCE, || {
        Ok((page.count("[data-test=outcome] [data-test=finding]")? > 0).then_some(()))
    })?;
    ensure!(page.ask("return location.hash")? == json!("#/handshake/good/both"), "what is on show");
    // it stands where the focus is, until somebody goes on
    page.until_focus("play-title")?;
    page.click("message-0-1")?;
    page.until("the word to be gone", PATIENCE, || {
        Ok((page.count("[data-test=outcome] [data-test=finding]")? == 0).then_some(()))
    })?;
    page.faultless(&site)
}

/// One button plays everything; the focus goes with what is on show, to the table, to a scenario and back to its line.
fn round(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.make_set()?;
    page.enter("handshake")?;
    page.element("message-0-5")?;
    let press =
        |test: &str| -> anyhow::Result<()> { browser.driver.type_into(&page.element(test)?, key::ENTER) };
    // the choices are the same ones with a play beside them and without
    page.ask("document.querySelector('[data-test=handshake-file]').dataset.kept = 'yes'")?;
    press("play-all")?;
    page.until_focus("round-title")?;
    page.element("round-good")?;
    ensure!(page.count("[data-kept]")? == 1, "drawn anew");
    page.until("no work to be under way", PATIENCE, || Ok(page.find("busy")?.is_none().then_some(())))?;
    let lines = page.count("[data-test=round] tbody button")?;
    ensure!(lines >= 50, "{lines} scenarios");
    let line = page.text("round")?;
    ensure!(line.contains("certificate_required (116) · HTTP 400"), "{line}");
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");
    press("round-tls11")?;
    page.until_focus("play-title")?;
    page.until("what curl says to it", PATIENCE, || {
        Ok(page.text("prediction")?.contains("curl: (35)").then_some(()))
    })?;
    press("back-to-round")?;
    page.until_focus("round-tls11")?;
    page.faultless(&site)
}

fn kit(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.make_set()?;
    page.enter("handshake")?;
    page.element("message-0-5")?;
    page.click("make-kit")?;
    page.element("kit-passphrase")?;
    let passphrase = page.text("kit-passphrase")?;
    let zip = browser.downloaded(folder.path())?;
    let at = folder.path().join("kit");
    let mut unpack = tool::command("7z")?;
    unpack.args(["x", "-y", &format!("-p{passphrase}")]).arg(format!("-o{}", at.display())).arg(&zip);
    tool::run(&mut unpack)?;
    for name in ["matrix.sh", "good.crt", "good.key", "ca.crt", "client-ca.crl", "client-revoked.crt"] {
        ensure!(at.join(name).exists(), "{name} is not in the kit");
    }
    let mut help = tool::command("sh")?;
    let said = tool::run(help.args(["matrix.sh", "--help"]).current_dir(&at))?;
    ensure!(said.contains("--json") && said.contains("443"), "{said}");
    // the page knows of it: the authority's record has changed, and a second kit's list comes after the first one's
    page.element("make-kit")?;
    page.click("make-kit")?;
    page.until("another passphrase", PATIENCE, || {
        Ok((page.text("kit-passphrase")? != passphrase).then_some(()))
    })?;
    let second = folder.path().join("second");
    let mut unpack = tool::command("7z")?;
    let passphrase = page.text("kit-passphrase")?;
    let zip = browser.downloaded(folder.path())?;
    unpack.args(["x", "-y", &format!("-p{passphrase}")]).arg(format!("-o{}", second.display())).arg(&zip);
    tool::run(&mut unpack)?;
    let mut list = tool::command("openssl")?;
    list.args(["crl", "-noout", "-crlnumber", "-in"]).arg(second.join("client-ca.crl"));
    let number = tool::run(&mut list).context("the list's number")?;
    ensure!(number.trim().trim_end_matches('"').ends_with('2'), "{number}");
    let axe = Axe::load()?.look(browser)?;
    ensure!(axe.is_empty(), "{axe:?}");
    page.faultless(&site)
}
