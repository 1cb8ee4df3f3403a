//! Bad input in the real page: each gets two sentences at its place, and nothing that was typed or made is lost.
//! Every rule behind the sentences has its own tests in the crate that owns it; here is one of each kind, as people meet it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use e2e::archive::{self, Encryption};
use e2e::browser::Browser;
use e2e::cases::{Case, case, run};
use e2e::journey::arrive;
use e2e::page::{Bundle, Language, Page, Settings};
use e2e::site::Site;
use e2e::wait::PATIENCE;
use e2e::{openssl, tool};
use serde_json::json;
use tempfile::TempDir;

/// One thing that is typed into a field and cannot be used.
struct Typed {
    room: &'static str,
    /// What has to be unfolded first.
    fold: Option<&'static str>,
    field: &'static str,
    text: &'static str,
    /// A part of the sentence, so that it is the right one.
    says: &'static str,
}

const fn typed(
    room: &'static str,
    fold: Option<&'static str>,
    field: &'static str,
    text: &'static str,
    says: &'static str,
) -> Typed {
    Typed { room, fold, field, text, says }
}

const MORE: Option<&str> = Some("more-choices");
const CLIENT: Option<&str> = Some("client-more-0");

/// Fields of one text. What is said holds in both languages: the value that was typed, or a number.
const FIELDS: &[Typed] = &[
    typed("create", MORE, "country", "KOR", "KOR"),
    typed("create", MORE, "country", "K1", "K1"),
    typed(
        "create",
        MORE,
        "organization",
        "oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo",
        "64",
    ),
    typed("create", MORE, "unit", "a\u{202E}b", "U+202E"),
    typed("create", MORE, "authority-name", "a\u{200F}b", "U+200F"),
    typed("create", MORE, "lifetime-server", "0", ""),
    typed("create", MORE, "lifetime-client", "soon", "soon"),
    typed("create", MORE, "lifetime-authority", "9999999", "9999"),
    typed("create", MORE, "lifetime-server", "1949-12-31", "1949"),
    typed("create", MORE, "lifetime-server", "2020-02-30", "2020-02-30"),
    typed("create", CLIENT, "client-email-0", "nobody", "nobody"),
    typed("create", CLIENT, "client-uri-0", "spiffe://Example.com/a b", "spiffe://Example.com/a b"),
    typed("create", None, "client-name-0", "", ""),
    typed("deploy", None, "base-folder", "relative", "relative"),
    typed("deploy", None, "base-folder", "/srv/a;rm -rf", "/srv/a;rm -rf"),
    typed("deploy", None, "base-folder", "/srv/$HOME", "/srv/$HOME"),
    typed("deploy", None, "base-folder", "/srv/../etc", ".."),
    typed("deploy", None, "base-folder", "/etc", "/etc"),
    typed("deploy", None, "listen-address", "fe80::1%eth0", "fe80::1%eth0"),
    typed("deploy", None, "listen-port", "0", "0"),
    typed("deploy", None, "listen-port", "65536", "65536"),
    typed("deploy", None, "flask-port", "443", "443"),
];

/// Names of a server that are none. A comma or blank would part them, so those are not among them.
const NAMES: &[&str] = &[
    "*.",
    "*",
    "a.*.test",
    "a..b",
    "-a.test",
    "a_b.test",
    "fe80::1%eth0",
    "999.1.2.3",
    "{a}.test",
    "a$b.test",
    "\"a\".test",
    "a\u{202E}b.test",
    "xn--a.test",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test",
];

fn main() -> ExitCode {
    let mut cases: Vec<Case> = Vec::new();
    for language in Language::ALL {
        let tag = language.tag();
        cases.push(case(format!("fields-{tag}"), move |browser| fields(browser, language)));
    }
    // each sentence has its tests in both languages where it is made; what is looked at here is the page around it
    cases.push(case("server-names", |browser| names(browser, Language::Korean)));
    cases.push(case("bundles", |browser| bundles(browser, Language::English)));
    cases.push(case("passphrases", |browser| passphrases(browser, Language::Korean)));
    cases.push(case("worker-killed", |browser| worker_killed(browser, Language::English, BREAKS)));
    cases.push(case("worker-ended", |browser| worker_killed(browser, Language::Korean, ENDS)));
    cases.push(case("ten-thousand-names", ten_thousand));
    cases.push(case("no-web-crypto", no_web_crypto));
    cases.push(case("storage-refused", storage_refused));
    cases.push(case("download-refused", download_refused));
    cases.push(case("page-broken", page_broken));
    cases.push(case("page-broken-later", page_broken_later));
    run(cases)
}

/// Two sentences, and the value in them.
fn two_sentences(said: &str, says: &str) -> anyhow::Result<()> {
    let letters: Vec<char> = said.trim().chars().collect();
    let ends = letters.iter().enumerate().filter(|(place, letter)| {
        matches!(letter, '.' | '?') && letters.get(place + 1).is_none_or(|next| next.is_whitespace())
    });
    ensure!(ends.count() >= 2, "these are not two sentences: {said:?}");
    ensure!(said.contains(says), "{says:?} is not in: {said:?}");
    Ok(())
}

fn fields(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    for Typed { room, fold, field, text, says } in FIELDS {
        page.enter(room)?;
        if let Some(fold) = fold {
            page.unfold(fold)?;
        }
        let before = page.value(field)?;
        page.fill(field, text)?;
        let error = format!("{field}-error");
        let told = page.until(&format!("{field} to be refused with {text:?}"), PATIENCE, || {
            let Some(element) = page.find(&error)? else { return Ok(None) };
            let said = browser.driver.text(&element).unwrap_or_default();
            Ok(two_sentences(&said, says).is_ok().then_some(said))
        });
        told.with_context(|| page.text(&error).unwrap_or_default())?;
        let tied = page.ask(&format!(
            "const field = document.querySelector('[data-test=\"{field}\"]');
            const ids = (field.getAttribute('aria-describedby') ?? '').split(' ');
            return [field.getAttribute('aria-invalid'), ids.some(id => document.getElementById(id)?.textContent)]"
        ))?;
        ensure!(tied == json!(["true", true]), "the sentence is not tied to {field}: {tied}");
        ensure!(page.value(field)? == *text, "{field} lost what was typed: {:?}", page.value(field)?);
        page.fill(field, &before)?;
        page.until(&format!("{field} to be right again"), PATIENCE, || {
            Ok(page.find(&error)?.is_none().then_some(()))
        })?;
    }
    page.faultless(&site)
}

fn names(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    for name in NAMES {
        page.fill_chips("service-entry", &["good.test", name])?;
        let said = page.until(&format!("{name:?} to be refused"), PATIENCE, || {
            let Some(element) = page.find("service-entry-error")? else { return Ok(None) };
            Ok(browser.driver.text(&element).ok().filter(|said| !said.is_empty()))
        })?;
        two_sentences(&said, "").with_context(|| format!("{name:?}"))?;
        page.click("make-set")?;
        page.element("finding").with_context(|| format!("{name:?} was made into a certificate"))?;
        ensure!(page.find("set")?.is_none(), "{name:?} was made into a certificate");
        ensure!(page.chips("service-entry")? == ["good.test", name], "what was typed is gone");
    }
    page.fill_chips("service-entry", &["good.test"])?;
    page.make_set()?;
    page.faultless(&site)
}

/// Files that are no authority bundles, and bundles that were tampered with. The set at hand stays what it is.
fn bundles(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.make_set()?;
    page.enter("export")?;
    let made = page.export_all(folder.path())?;
    let find = |start: &str| made.iter().find(|bundle| bundle.end.starts_with(start)).context("a bundle");
    let authority = find("authority")?;
    let counted = page.count("article[data-test^=bundle-]")?;
    let passphrase = authority.passphrase.as_str();
    for (what, file, passphrase) in [
        ("a wrong passphrase", authority.file.clone(), "not-the-passphrase"),
        ("an empty passphrase", authority.file.clone(), ""),
        ("a text", text_file(folder.path())?, passphrase),
        ("a truncated bundle", truncated(authority, folder.path())?, passphrase),
        (
            "ZipCrypto",
            repacked(authority, folder.path(), "crypto", Encryption::ZipCrypto, |_| Ok(()))?,
            passphrase,
        ),
        (
            "a newer record",
            repacked(authority, folder.path(), "newer", Encryption::Aes256, newer)?,
            passphrase,
        ),
        (
            "another authority's certificate",
            repacked(authority, folder.path(), "other", Encryption::Aes256, other)?,
            passphrase,
        ),
        ("a zip bomb", repacked(authority, folder.path(), "bomb", Encryption::Aes256, bomb)?, passphrase),
    ] {
        refused(&page, &file, passphrase).with_context(|| what.to_owned())?;
        ensure!(page.count("article[data-test^=bundle-]")? == counted, "{what} changed the set at hand");
    }
    page.reopen(&authority.file, passphrase)?;
    page.until("the authority to be open", PATIENCE, || {
        Ok((page.ask("return location.hash")? == json!("#/create")).then_some(()))
    })?;
    page.faultless(&site)
}

fn refused(page: &Page<'_>, file: &Path, passphrase: &str) -> anyhow::Result<()> {
    page.reopen(file, passphrase)?;
    let said = page.text("finding")?;
    two_sentences(&said, "")?;
    ensure!(page.value("open-passphrase")? == passphrase, "the passphrase that was typed is gone");
    let name = tool::text(file.file_name().unwrap_or_default());
    ensure!(page.text("chosen-file")? == name, "the chosen file is gone");
    // another try begins with a clean slate, so that its sentence cannot be taken for this one
    page.fill("open-passphrase", "x")?;
    page.until("the finding to go with the next key", PATIENCE, || {
        Ok(page.find("finding")?.is_none().then_some(()))
    })
}

fn text_file(folder: &Path) -> anyhow::Result<PathBuf> {
    let path = folder.join("notes.zip");
    fs::write(&path, "this is no archive at all")?;
    Ok(path)
}

fn truncated(bundle: &Bundle, folder: &Path) -> anyhow::Result<PathBuf> {
    let whole = fs::read(&bundle.file)?;
    let path = folder.join("truncated.zip");
    fs::write(&path, &whole[..whole.len() * 2 / 3])?;
    Ok(path)
}

/// The same bundle after somebody changed something in it and packed it again.
fn repacked(
    bundle: &Bundle,
    folder: &Path,
    name: &str,
    encryption: Encryption,
    change: fn(&Path) -> anyhow::Result<()>,
) -> anyhow::Result<PathBuf> {
    let (inside, path) = (folder.join(name), folder.join(format!("{name}.zip")));
    archive::unpack(&bundle.file, &bundle.passphrase, &inside)?;
    change(&inside)?;
    archive::pack(&inside, &bundle.passphrase, encryption, &path)?;
    Ok(path)
}

fn newer(inside: &Path) -> anyhow::Result<()> {
    let path = inside.join("workspace.json");
    let mut record: serde_json::Value = serde_json::from_str(&tool::read(&path)?)?;
    ensure!(record["version"].is_u64(), "workspace.json has no version: {record}");
    record["version"] = json!(9999);
    Ok(fs::write(&path, record.to_string())?)
}

fn other(inside: &Path) -> anyhow::Result<()> {
    let scratch = TempDir::new()?;
    let (certificate, _) = openssl::stranger(scratch.path())?;
    Ok(fs::copy(certificate, inside.join("ca.crt")).map(drop)?)
}

fn bomb(inside: &Path) -> anyhow::Result<()> {
    const SIZE: u64 = 300 * 1024 * 1024;
    Ok(fs::File::create(inside.join("workspace.json"))?.set_len(SIZE)?)
}

fn passphrases(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.make_set()?;
    page.enter("export")?;
    page.click("own-authority")?;
    // short, known, Hangul typed on QWERTY keys, not ASCII, a name of the set
    for weak in ["abc", "password123", "dkssudgktpdy", "비밀번호비밀번호", "api.example.com"] {
        page.fill("own-text-authority", weak)?;
        let said = page.until(&format!("{weak} to be refused"), PATIENCE, || {
            let Some(element) = page.find("own-text-authority-error")? else { return Ok(None) };
            Ok(browser.driver.text(&element).ok().filter(|said| !said.is_empty()))
        })?;
        two_sentences(&said, "").with_context(|| weak.to_owned())?;
        page.click("make-authority")?;
        page.element("finding")?;
        ensure!(page.find("download-authority")?.is_none(), "a bundle was made with {weak}");
        ensure!(page.value("own-text-authority")? == weak, "what was typed is gone");
    }
    let strong = "Kp9-vXw2-mTq7-hLz4-Rc8";
    page.fill("own-text-authority", strong)?;
    let bundle = page.export_one("authority", folder.path())?;
    ensure!(bundle.passphrase == strong, "the bundle was made with another passphrase");
    archive::unpack(&bundle.file, strong, &folder.path().join("own"))?;
    page.faultless(&site)
}

/// A worker that breaks tells the page, in an error on the console too.
const BREAKS: &str = "setTimeout(() => { throw new Error('killed by the test') })";
/// One that ends itself says nothing to anybody.
const ENDS: &str = "self.close()";

fn worker_killed(browser: &Browser, language: Language, die: &str) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", language)?;
    page.fill_chips("service-entry", &["kept.test"])?;
    page.fill("client-name-0", "kept-client")?;
    page.make_set()?;
    let serial = page.text("serial-0")?;
    page.enter("export")?;
    let before = page.export_all(folder.path())?;
    page.enter("create")?;
    page.unfold("more-choices")?;
    for role in ["authority", "server", "client"] {
        // the slowest there is, so that the worker dies at work
        page.choose(&format!("algorithm-{role}"), "rsa4096")?;
    }
    page.click("make-set")?;
    page.element("busy")?;
    let worker = browser.devtools.workers().pop().context("the page has a worker")?;
    let die = json!({ "expression": die });
    browser.devtools.command(Some(&worker), "Runtime.evaluate", die)?;
    let said = page.text("finding")?;
    two_sentences(&said, "")?;
    ensure!(page.chips("service-entry")? == ["kept.test"], "what was typed is gone");
    ensure!(page.value("client-name-0")? == "kept-client", "what was typed is gone");
    ensure!(page.text("serial-0")? == serial, "the set that was there is gone");
    page.ready()?;
    for role in ["authority", "server", "client"] {
        page.choose(&format!("algorithm-{role}"), "p256")?;
    }
    page.click("make-set")?;
    page.until("a new set from a new worker, without any network", PATIENCE, || {
        Ok((page.text("serial-0")? != serial).then_some(()))
    })?;
    ensure!(before.len() == 3, "{before:?}");
    // the death itself is an error on the console, and the only one
    let faults = browser.faults(|url| site.owns(url));
    ensure!(faults.iter().all(|fault| format!("{fault:?}").contains("killed by the test")), "{faults:#?}");
    Ok(())
}

fn ten_thousand(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", Language::English)?;
    let list: Vec<String> = (0..10_000).map(|number| format!("host-{number}.example.com")).collect();
    page.paste("service-entry", &list.join("\n"))?;
    let said = page.text("service-entry-error").or_else(|_| page.text("service-entry-chosen-error"))?;
    two_sentences(&said, "10,001")?;
    page.click("make-set")?;
    page.element("finding")?;
    page.element("service-entry-show-more")?;
    ensure!(
        page.chips("service-entry")?.contains(&"host-3.example.com".to_owned()),
        "what was pasted is gone"
    );
    page.enter("deploy")?;
    page.enter("create")?;
    page.element("service-entry-show-more")?;
    let name = page.element("client-name-0")?;
    browser.driver.clear(&name)?;
    page.paste(
        "client-name-0",
        &(0..10_000).map(|number| format!("client-{number}")).collect::<Vec<_>>().join("\n"),
    )?;
    page.element("client-show-more")?;
    page.faultless(&site)
}

/// Over plain http from another machine's address the browser has no WebCrypto: RSA keys cannot be made, all others can.
fn no_web_crypto(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let site = Site::served_to_neighbours(folder.path())?;
    let page =
        Page::open(browser, &site, "create", Settings { language: Language::English, theme: "light" })?;
    page.ready()?;
    ensure!(page.ask("return window.isSecureContext")? == json!(false), "this is a secure context");
    page.unfold("more-choices")?;
    page.choose("algorithm-client", "rsa2048")?;
    page.click("make-set")?;
    two_sentences(&page.text("finding").or_else(|_| page.text("algorithm-client-error"))?, "")?;
    ensure!(page.value("algorithm-client")? == "rsa2048", "the choice is gone");
    page.choose("algorithm-client", "p256")?;
    page.make_set()?;
    page.click("copy-pem-0")?;
    page.until("the page to say that it cannot copy", PATIENCE, || {
        Ok(two_sentences(&page.text("notice")?, "").is_ok().then_some(()))
    })?;
    // the browser itself warns that some headers mean nothing without TLS
    browser.faults(|_| true);
    Ok(())
}

fn storage_refused(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let deny = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })";
    let page = Page::open_with(browser, &site, "create", deny)?;
    page.ready()?;
    site.stop()?;
    page.speak(Language::Korean)?;
    page.until("the page to say that it keeps no settings", PATIENCE, || {
        Ok(two_sentences(&page.text("notice")?, "").is_ok().then_some(()))
    })?;
    page.make_set()?;
    page.faultless(&site)
}

/// A fault in the page's own program, here for want of the element that it mounts on: said in both languages.
fn page_broken(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let site = Site::served(folder.path())?;
    let unmount = "new MutationObserver(() => document.getElementById('app')?.removeAttribute('id'))
        .observe(document, { childList: true, subtree: true })";
    let page = Page::open_with(browser, &site, "create", unmount)?;
    for language in [Language::Korean, Language::English] {
        let part = format!("[role=alert] [lang={}] p", language.tag());
        let said = page.until("the page to say that it is broken", PATIENCE, || {
            let sentences = browser.driver.find_all(&part)?;
            let said: anyhow::Result<Vec<String>> =
                sentences.iter().map(|sentence| browser.driver.text(sentence)).collect();
            Ok(Some(said?.join(" ")).filter(|said| !said.is_empty()))
        })?;
        two_sentences(&said, "")?;
    }
    let report = page.ask("return document.querySelector('[role=alert] pre').textContent")?;
    ensure!(
        report
            .as_str()
            .is_some_and(|report| report.contains("src/app.rs") && !report.contains("/src/app.rs")),
        "the report names no place in the sources, or one on the machine that built the page: {report}"
    );
    Ok(())
}

/// A fault that comes long after the start, when the page is drawn: here because a browser extension tore at the document.
fn page_broken_later(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", Language::English)?;
    page.make_set()?;
    page.ask(
        "const insert = Node.prototype.insertBefore;
        Node.prototype.insertBefore = function () { Node.prototype.insertBefore = insert; throw new Error('torn') }",
    )?;
    page.click("room-deploy")?;
    let said = page.until("the page to say that it is broken", PATIENCE, || {
        let Some(part) = browser.driver.find("[role=alert] [lang=en]")? else { return Ok(None) };
        Ok(Some(browser.driver.text(&part)?))
    })?;
    two_sentences(&said, "Handfast")
}

fn download_refused(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = arrive(browser, &mut site, "create", Language::English)?;
    page.make_set()?;
    page.enter("export")?;
    page.click("make-authority")?;
    page.element("download-authority")?;
    let lost = page.text("loss")?;
    page.ask(
        "window.kept = URL.createObjectURL; URL.createObjectURL = () => { throw new Error('refused') }",
    )?;
    page.click("download-authority")?;
    page.until("the page to say that the file was not taken", Duration::from_secs(10), || {
        Ok(two_sentences(&page.text("notice")?, ".zip").is_ok().then_some(()))
    })?;
    ensure!(page.text("loss")? == lost, "what was not taken counts as saved: {:?}", page.text("loss")?);
    page.ask("URL.createObjectURL = window.kept")?;
    page.click("download-authority")?;
    browser.downloaded(folder.path())?;
    page.until("the authority to count as saved", PATIENCE, || {
        Ok((page.text("loss")? != lost).then_some(()))
    })?;
    page.faultless(&site)
}
