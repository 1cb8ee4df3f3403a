//! Many clients at once: a list is pasted, its one mistake is marked and mended, and the bundles open for those who get them.

use std::fs;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use e2e::archive;
use e2e::bench::measure;
use e2e::browser::Browser;
use e2e::cases::{case, run};
use e2e::journey::arrive;
use e2e::openssl::{self, Purpose};
use e2e::page::{Language, Page};
use e2e::site::Site;
use e2e::tool;
use e2e::wait::PATIENCE;
use tempfile::TempDir;

/// How long twenty bundles may take on a machine that does other things too.
const WORK: Duration = Duration::from_mins(5);

fn main() -> ExitCode {
    run(vec![
        case("twenty-from-a-list", twenty),
        case("a-file-and-its-rest", a_file_and_its_rest),
        case("a-hundred-thousand-lines", a_hundred_thousand),
    ])
}

/// A page with a set, and the list on show.
fn opened<'a>(browser: &'a Browser, site: &mut Site, language: Language) -> anyhow::Result<Page<'a>> {
    let page = arrive(browser, site, "create", language)?;
    page.make_set()?;
    page.click("many-clients")?;
    page.until_focus("many-list")?;
    Ok(page)
}

/// What is marked in the list.
fn marked(page: &Page<'_>) -> anyhow::Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('[data-test=many] [data-test=finding]')].map(one => one.innerText)";
    Ok(serde_json::from_value(page.ask(script)?)?)
}

/// Puts a text in the place of the list.
fn put(page: &Page<'_>, text: &str) -> anyhow::Result<()> {
    measure::put(page, "many-list", text)
}

/// Twenty rows are pasted, one of them is wrong; once it is mended all are made, saved and opened.
fn twenty(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = opened(browser, &mut site, Language::Korean)?;
    // what comes up below the field while people type leaves it as it is
    browser.driver.type_into(&page.element("many-list")?, "a")?;
    page.element("make-many")?;
    page.until_focus("many-list")?;
    put(&page, "")?;
    let mut rows: Vec<String> =
        (1..=20).map(|number| format!("파트너 {number};{number}@a.test;;curl;30")).collect();
    rows[6] = "파트너 7;7@a.test;;lynx;30".to_owned();
    page.paste("many-list", &rows.join("\n"))?;
    let one = page.until("the mistake to be marked", PATIENCE, || {
        let marked = marked(&page)?;
        Ok((marked.len() == 1).then_some(marked))
    })?;
    ensure!(one[0].contains('7') && one[0].contains("lynx") && one[0].contains("iphone"), "{one:?}");
    ensure!(page.find("make-many")?.is_none(), "a list with a mistake can be made");
    rows[6] = "파트너 7;7@a.test;;curl;30".to_owned();
    put(&page, &rows.join("\n"))?;
    page.click("make-many")?;
    page.until("the bundles", WORK, || page.find("save-many"))?;
    ensure!(marked(&page)?.is_empty(), "{:?}", marked(&page)?);
    ensure!(page.value("many-list")?.is_empty(), "nothing is left of the list");
    ensure!(page.text("count-client")?.contains("21"), "{}", page.text("count-client")?);

    page.click("save-many")?;
    let bundles = browser.downloaded(folder.path())?;
    page.click("save-sheet")?;
    let sheet = browser.downloaded(folder.path())?;
    page.click("many-reveal")?;
    let passphrase = page.text("many-passphrase")?;
    page.faultless(&site)?;

    let read = folder.path().join("sheet");
    archive::unpack(&sheet, &passphrase, &read)?;
    let sheet = tool::read(&read.join("passphrases.csv"))?;
    let all = folder.path().join("all");
    tool::run(tool::command("7z")?.args(["x", "-y"]).arg(format!("-o{}", all.display())).arg(&bundles))?;
    ensure!(fs::read_dir(&all)?.count() == 20, "one file for each client");
    for number in [7, 20] {
        let line =
            sheet.lines().find(|line| line.starts_with(&format!("파트너 {number},"))).context("its line")?;
        let mut cells = line.trim_end().rsplit(',');
        let (passphrase, file) = cells.next().zip(cells.next()).context("a passphrase and a file")?;
        let into = folder.path().join(format!("client-{number}"));
        archive::unpack(&all.join(file), passphrase, &into)?;
        let certificate = into.join("client.crt");
        openssl::verify(&certificate, &into.join("ca.crt"), Purpose::Client, &[])?;
        openssl::key_fits(&into.join("client.key"), &certificate, None)?;
        openssl::p12_holds(&into.join("client.p12"), passphrase, &certificate)?;
        let said = tool::run(
            tool::command("openssl")?
                .args([
                    "x509",
                    "-noout",
                    "-subject",
                    "-nameopt",
                    "utf8,sep_comma_plus",
                    "-ext",
                    "subjectAltName",
                    "-in",
                ])
                .arg(&certificate),
        )?;
        ensure!(
            said.contains(&format!("파트너 {number}")) && said.contains(&format!("{number}@a.test")),
            "{said}"
        );
    }
    Ok(())
}

/// A file is chosen; stopped halfway, what was made can be saved, and the rest goes on into the same archive.
fn a_file_and_its_rest(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = opened(browser, &mut site, Language::English)?;
    let file = folder.path().join("list.csv");
    let names: Vec<String> = (1..=30).map(|number| format!("client-{number:02}")).collect();
    // as Excel saves plain CSV on a Korean Windows: CP949
    fs::write(&file, [&b"\xc0\xcc\xb8\xa7\r\n"[..], names.join("\r\n").as_bytes(), b"\r\n"].concat())?;
    page.give("many-file", &[&file])?;
    page.click("make-many")?;
    // the first portion of eight is there
    page.until("some of them", WORK, || {
        Ok((!page.text("count-client")?.trim().ends_with(" 1")).then_some(()))
    })?;
    page.click("cancel")?;
    page.until("the rest of the list", PATIENCE, || {
        let left = page.find("many-list")?.map(|_| page.value("many-list")).transpose()?.unwrap_or_default();
        Ok((left.starts_with("이름\n") && left.len() < names.join("\n").len()).then_some(()))
    })?;
    page.element("save-many")?;
    page.click("make-many")?;
    page.until("all of them", WORK, || {
        Ok((page.find("many-list")?.is_some() && page.value("many-list")?.is_empty()).then_some(()))
    })?;
    page.click("save-many")?;
    let saved = archive::names(&browser.downloaded(folder.path())?)?;
    for (place, name) in names.iter().enumerate() {
        let part = format!("-client-{name}_{}-", place + 1);
        ensure!(saved.iter().filter(|saved| saved.contains(&part)).count() == 1, "{name}: {saved:?}");
    }
    ensure!(saved.len() == names.len(), "{saved:?}");
    page.faultless(&site)
}

/// More lines than are made at once are refused at once, and the page goes on.
fn a_hundred_thousand(browser: &Browser) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let mut site = Site::served(folder.path())?;
    let page = opened(browser, &mut site, Language::English)?;
    let lines: Vec<String> = (0..100_000).map(|number| format!("client-{number}")).collect();
    put(&page, &lines.join("\n"))?;
    page.until("the list to be refused", PATIENCE, || {
        Ok(marked(&page)?.iter().any(|said| said.contains("100,000") && said.contains("2,000")).then_some(()))
    })?;
    ensure!(page.find("make-many")?.is_none(), "too long a list can be made");
    put(&page, "client-1")?;
    page.element("make-many")?;
    page.faultless(&site)
}
