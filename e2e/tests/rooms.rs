//! Every room, theme, language and width: painted without a server, without anything that axe-core finds, and without
//! anything that has to be scrolled sideways.

use std::process::ExitCode;

use anyhow::ensure;
use e2e::axe::Axe;
use e2e::browser::Browser;
use e2e::cases::{Case, case, run};
use e2e::page::{Language, Page, ROOMS, Settings};
use e2e::site::Site;
use e2e::wait::PATIENCE;
use serde_json::json;
use tempfile::TempDir;

const THEMES: [&str; 2] = ["light", "dark"];
/// CSS pixels: a telephone and a laptop. The narrowest width that the page promises is looked at apart.
const WIDTHS: [u32; 2] = [390, 1440];
const NARROWEST: u32 = 360;
/// And where rooms begin to have two columns, and the bar of the rooms stands above.
const TWO_COLUMNS: u32 = 760;
const HEIGHT: u32 = 1000;

fn main() -> ExitCode {
    let mut cases: Vec<Case> = Vec::new();
    for theme in THEMES {
        for language in Language::ALL {
            let name = format!("axe-{theme}-{}", language.tag());
            cases.push(case(name, move |browser| accessible(browser, Settings { language, theme })));
        }
    }
    for language in Language::ALL {
        cases.push(case(format!("paint-offline-{}", language.tag()), move |browser| {
            paints(browser, language)
        }));
        cases.push(case(format!("narrow-{}", language.tag()), move |browser| narrow(browser, language)));
    }
    cases.push(case("a-notice-covers-no-end", notice));
    cases.push(case("settings-are-remembered-and-nothing-else", remembered));
    cases.push(case("unsaved-keys-are-asked-for", unsaved));
    cases.push(case("pasted-lists-lose-nothing-that-was-typed", pasted));
    cases.push(case("the-focus-comes-back", focus));
    run(cases)
}

/// Opens the page and takes the network away. The folder is the gateway's log's.
fn offline<'a>(
    browser: &'a Browser,
    room: &str,
    settings: Settings,
) -> anyhow::Result<(Page<'a>, Site, TempDir)> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = Page::open(browser, &site, room, settings)?;
    page.ready()?;
    site.stop()?;
    Ok((page, site, folder))
}

/// The controls that show letters in a type of the browser's own and not in one of the page's.
const FOREIGN_TYPE: &str = "
    const code = document.body.appendChild(document.createElement('code'));
    const types = [document.body, code].map(it => getComputedStyle(it).fontFamily);
    code.remove();
    return [...document.querySelectorAll('button, input, select, textarea')]
        .filter(it => !['file', 'range', 'checkbox', 'radio'].includes(it.type))
        .filter(it => !types.includes(getComputedStyle(it).fontFamily))
        .map(it => it.dataset.test || it.outerHTML)";

fn accessible(browser: &Browser, settings: Settings) -> anyhow::Result<()> {
    let axe = Axe::load()?;
    let (page, site, _folder) = offline(browser, "create", settings)?;
    ensure!(
        page.ask("return document.documentElement.dataset.theme")? == json!(settings.theme),
        "the page does not wear the colours {}",
        settings.theme
    );
    let mut found = Vec::new();
    let mut look = |what: &str| -> anyhow::Result<()> {
        for width in WIDTHS {
            browser.resize(width, HEIGHT)?;
            let lines = axe.look(browser)?;
            found.extend(lines.into_iter().map(|line| format!("{what}, {width}: {line}")));
            let sideways = page
                .ask("return document.documentElement.scrollWidth - document.documentElement.clientWidth")?;
            if sideways.as_i64().is_none_or(|pixels| pixels > 0) {
                found.push(format!("{what}, {width}: {sideways} pixels have to be scrolled sideways"));
            }
            let foreign = page.ask(FOREIGN_TYPE)?;
            if foreign != json!([]) {
                found.push(format!("{what}, {width}: {foreign} have the browser's own type"));
            }
        }
        Ok(())
    };
    for room in ROOMS {
        page.enter(room)?;
        look(room)?;
    }
    page.enter("create")?;
    page.unfold("more-choices")?;
    page.unfold("client-more-0")?;
    page.fill("country", "KOR")?;
    page.element("country-error")?;
    look("create, unfolded, with an error")?;
    page.fill("country", "KR")?;
    page.make_set()?;
    page.click("issue-clients")?;
    page.element("more-form")?;
    page.unfold("openssl")?;
    page.element("openssl-file-0")?;
    look("create, with a set")?;
    page.click("start-over")?;
    page.element("question")?;
    look("create, with a question")?;
    page.click("dismiss")?;
    page.enter("deploy")?;
    page.element("check-with-0")?;
    look("deploy, with a set")?;
    // the examiner, which the page starts now, writes these without a server
    page.click("view-1")?;
    page.until("the file to be explained", PATIENCE, || {
        Ok((page.count("[data-test=file] details")? > 10).then_some(()))
    })?;
    page.click("view-2")?;
    page.until("the file to be compared", PATIENCE, || {
        Ok((page.count("[data-test=file] .code__added")? > 0).then_some(()))
    })?;
    page.click("view-0")?;
    page.enter("export")?;
    page.click("make-all")?;
    page.click("reveal-authority")?;
    for fold in ["contents-authority", "how-to-open-authority"] {
        page.unfold(fold)?;
    }
    page.click("own-authority")?;
    look("export, with bundles")?;
    page.enter("inspect")?;
    page.click("thing-1")?;
    page.click("node-5")?;
    look("inspect, with a set")?;
    page.enter("chain")?;
    page.element("certificate-2")?;
    page.unfold("path-0")?;
    look("chain, with a set")?;
    page.enter("handshake")?;
    page.click("message-0-1")?;
    page.click("node-3")?;
    look("handshake, with a set")?;
    page.enter("doctor")?;
    page.click("symptom-example")?;
    page.element("symptom-answer")?;
    page.click("trial-guide")?;
    page.element("call-2")?;
    look("doctor, with an answer and a dry run")?;
    page.enter("create")?;
    page.click("revoke-2")?;
    page.element("question")?;
    look("create, with the question before revoking")?;
    page.click("confirm")?;
    page.element("revoked-2")?;
    page.element("list-5")?;
    look("create, with a revoked client")?;
    ensure!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
    page.faultless(&site)
}

fn paints(browser: &Browser, language: Language) -> anyhow::Result<()> {
    for first in ROOMS {
        let (page, site, _folder) = offline(browser, first, Settings { language, theme: "light" })?;
        let mut titles = Vec::new();
        for room in ROOMS.iter().cycle().skip_while(|room| **room != first).take(ROOMS.len()) {
            page.enter(room)?;
            let title = page.ask("return document.title")?;
            let heading = page.ask("return document.querySelector('main h1').innerText")?;
            ensure!(heading.as_str().is_some_and(|text| !text.trim().is_empty()), "{room} has no heading");
            ensure!(!titles.contains(&title), "two rooms share the title {title}");
            titles.push(title);
        }
        page.ask("history.back()")?;
        let before = ROOMS.iter().cycle().skip_while(|room| **room != first).nth(ROOMS.len() - 2);
        page.until("the room before, by the browser's own way back", PATIENCE, || {
            let current = page.ask("return document.querySelector('[aria-current=page]').dataset.test")?;
            Ok((Some(current) == before.map(|room| json!(format!("room-{room}")))).then_some(()))
        })?;
        page.faultless(&site)?;
    }
    Ok(())
}

fn narrow(browser: &Browser, language: Language) -> anyhow::Result<()> {
    let (page, site, _folder) = offline(browser, "create", Settings { language, theme: "light" })?;
    browser.resize(NARROWEST, HEIGHT)?;
    // the longest name that there can be, and one that is too long for its place
    page.fill_chips("service-entry", &[&format!("{}.test", "a".repeat(65))])?;
    page.element("service-entry-error")?;
    fits(&page, "create, with a name that is too long")?;
    page.fill_chips("service-entry", &[&format!("{0}.{0}.{0}.test", "a".repeat(63))])?;
    page.make_set()?;
    page.enter("export")?;
    page.click("make-all")?;
    page.element("download-authority")?;
    for width in [NARROWEST, TWO_COLUMNS] {
        browser.resize(width, HEIGHT)?;
        for room in ROOMS {
            page.enter(room)?;
            fits(&page, room)?;
        }
    }
    page.faultless(&site)
}

/// Makes sure that nothing reaches beyond the window's right edge, but for what scrolls by itself.
fn fits(page: &Page<'_>, what: &str) -> anyhow::Result<()> {
    let widest = page.ask(
        "const wide = [...document.querySelectorAll('main *')].filter(it => it.getBoundingClientRect().right > innerWidth
            && !it.closest('pre, .code, .drawing, .asn1__panes, [role=tablist], .unseen'));
        return [document.documentElement.scrollWidth, innerWidth, wide.slice(0, 3).map(it => it.outerHTML.slice(0, 200))]",
    )?;
    ensure!(
        widest[0].as_u64() <= widest[1].as_u64() && widest[2] == json!([]),
        "{what} is wider than {} pixels: {widest}",
        widest[1]
    );
    Ok(())
}

/// On a telephone the notice about what was just done stands in the bar: the page's end is not below it, and it leaves no gap.
fn notice(browser: &Browser) -> anyhow::Result<()> {
    let (page, site, _folder) =
        offline(browser, "create", Settings { language: Language::Korean, theme: "light" })?;
    browser.resize(WIDTHS[0], HEIGHT)?;
    page.make_set()?;
    page.element("notice")?;
    // About says to wait for these words; of the rest there is no room for here
    let proof = page.text("proof")?;
    ensure!(proof.trim() == "오프라인에서 동작", "on a telephone the bar says {proof:?}");
    // its time is stopped at the beginning, then run to the end
    let look = "const notice = document.querySelector('.notice'), [going] = notice.getAnimations();
        going.pause();
        going.currentTime = arguments[0];
        scrollTo(0, document.documentElement.scrollHeight);
        const box = notice.getBoundingClientRect(), bar = document.querySelector('.status').getBoundingClientRect();
        return [getComputedStyle(notice).visibility, box.height, box.top - document.querySelector('main').getBoundingClientRect().bottom, bar.height]";
    let shown = browser.driver.execute(look, &[json!(0)])?;
    ensure!(shown[0] == json!("visible"), "the notice is not seen: {shown}");
    ensure!(
        shown[2].as_f64().is_some_and(|pixels| pixels >= 0.0),
        "the notice covers the page's end: {shown}"
    );
    let gone = browser.driver.execute(look, &[json!(60_000)])?;
    ensure!(gone[0] == json!("hidden") && gone[1] == json!(0), "the notice does not go: {gone}");
    ensure!(gone[3].as_f64() < shown[3].as_f64(), "the bar keeps the notice's room: {shown}, {gone}");
    page.faultless(&site)
}

fn remembered(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let site = Site::served(folder.path())?;
    let page = Page::open_first(browser, &site, "create", "ko-KR")?;
    page.ready()?;
    ensure!(
        page.ask("return document.documentElement.lang")? == json!("ko"),
        "the browser speaks Korean, the page does not"
    );
    page.speak(Language::English)?;
    page.click("theme")?;
    page.fill("client-name-0", "hidden-name")?;
    page.make_set()?;
    let stored =
        page.ask("return [Object.keys(localStorage).sort(), sessionStorage.length, document.cookie]")?;
    ensure!(stored == json!([["handfast.language", "handfast.theme"], 0, ""]), "stored: {stored}");
    let values = page.ask("return Object.values(localStorage).sort()")?;
    ensure!(values == json!(["en", "light"]), "stored: {values}");
    let databases = page.ask("return indexedDB.databases().then(all => all.length)")?;
    ensure!(databases == json!(0), "{databases} databases");
    page.faultless(&site)?;
    let page = Page::open_first(browser, &site, "about", "ko-KR")?;
    page.ready()?;
    let kept = page.ask("return [document.documentElement.lang, document.documentElement.dataset.theme]")?;
    ensure!(kept == json!(["en", "light"]), "after the second visit: {kept}");
    page.faultless(&site)
}

/// The browser asks before a tab with unsaved keys is left, and does not ask before or after.
fn unsaved(browser: &Browser) -> anyhow::Result<()> {
    let (page, site, folder) =
        offline(browser, "create", Settings { language: Language::English, theme: "light" })?;
    // what `beforeunload` would answer, without leaving
    let asks = || {
        page.ask("const event = new Event('beforeunload', { cancelable: true }); return !window.dispatchEvent(event)")
    };
    ensure!(asks()? == json!(false), "nothing is there to be lost");
    page.make_set()?;
    page.element("save-authority")?;
    ensure!(asks()? == json!(true), "unsaved keys would be lost without a word");
    page.enter("export")?;
    page.export_all(folder.path())?;
    page.until("nothing to be lost", PATIENCE, || Ok((asks()? == json!(false)).then_some(())))?;
    ensure!(page.find("save-authority")?.is_none(), "the bar still says that something is unsaved");
    page.faultless(&site)
}

/// What is typed among chips comes before a pasted list; a name selected as a whole gives way to one, any other does not.
fn pasted(browser: &Browser) -> anyhow::Result<()> {
    let (page, site, _folder) =
        offline(browser, "create", Settings { language: Language::English, theme: "light" })?;
    let names = |expected: &[&str]| {
        page.until(&format!("the clients {expected:?}"), PATIENCE, || {
            let found = page.ask(
                "return [...document.querySelectorAll('[data-test^=client-name-]')].map(it => it.value)",
            )?;
            Ok((found == json!(expected)).then_some(()))
        })
    };
    browser.driver.type_into(&page.element("service-entry")?, "typed.test")?;
    page.paste("service-entry", "a.test, b.test")?;
    page.until("all chips", PATIENCE, || {
        Ok((page.chips("service-entry")? == ["api.example.com", "typed.test", "a.test", "b.test"])
            .then_some(()))
    })?;
    page.ask("document.querySelector('[data-test=client-name-0]').select()")?;
    page.paste("client-name-0", "one\ntwo")?;
    names(&["one", "two"])?;
    page.ask("document.querySelector('[data-test=client-name-0]').setSelectionRange(1, 3)")?;
    page.paste("client-name-0", "three\nfour")?;
    names(&["one", "two", "three", "four"])?;
    page.faultless(&site)
}

/// What had the focus goes away with its form or its work: the button that brought it has it again.
fn focus(browser: &Browser) -> anyhow::Result<()> {
    let (page, site, _folder) =
        offline(browser, "create", Settings { language: Language::English, theme: "light" })?;
    let has = |test: &str| {
        page.until(&format!("the focus on {test}"), PATIENCE, || {
            Ok((page.ask("return document.activeElement.dataset.test")? == json!(test)).then_some(()))
        })
    };
    page.make_set()?;
    page.click("issue-clients")?;
    has("more-client-name-0")?;
    page.fill("more-client-name-0", "second")?;
    page.click("issue")?;
    has("issue-clients")?;
    page.click("rename-2")?;
    has("rename-text-2")?;
    page.fill("rename-text-2", "")?;
    page.click("rename-do-2")?;
    page.element("rename-text-2-error")?;
    page.fill("rename-text-2", "bank")?;
    page.click("rename-do-2")?;
    has("rename-2")?;
    page.unfold("more-choices")?;
    for role in ["authority", "server", "client"] {
        page.choose(&format!("algorithm-{role}"), "rsa4096")?;
    }
    page.click("make-set")?;
    page.click("confirm")?;
    page.click("cancel")?;
    has("make-set")?;
    page.enter("export")?;
    page.click("save-authority")?;
    has("make-authority")?;
    page.faultless(&site)
}
