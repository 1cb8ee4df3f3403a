//! Pictures of every room in both languages, both themes and two widths, whole pages, into `target/shots`: for people who
//! judge the design, and beside a change that is reviewed. `cargo xtask shots` runs this.
#![allow(clippy::print_stdout, reason = "a command line prints")]

use std::fs;
use std::path::PathBuf;

use e2e::browser::Browser;
use e2e::cases::target;
use e2e::page::{Language, Page, ROOMS, Settings};
use e2e::site::Site;
use serde_json::json;
use tempfile::TempDir;

const THEMES: [&str; 2] = ["light", "dark"];
/// CSS pixels: a telephone and a laptop.
const WIDTHS: [u32; 2] = [390, 1440];
/// A window's height at least, and a picture's at most.
const HEIGHTS: (u32, u32) = (900, 6000);

fn main() -> anyhow::Result<()> {
    let folder = target().join("shots");
    fs::create_dir_all(&folder)?;
    let browser = Browser::start()?;
    let mut count = 0;
    for language in Language::ALL {
        for theme in THEMES {
            let logs = TempDir::new()?;
            let site = Site::served(logs.path())?;
            let page = Page::open(&browser, &site, ROOMS[0], Settings { language, theme })?;
            page.ready()?;
            let mut shoot = |name: &str| -> anyhow::Result<()> {
                for width in WIDTHS {
                    let path = folder.join(format!("{name}-{}-{theme}-{width}.png", language.tag()));
                    picture(&page, width, &path)?;
                    count += 1;
                }
                Ok(())
            };
            for room in ROOMS {
                page.enter(room)?;
                match room {
                    // it shows the files of an example
                    "deploy" => _ = page.element("file")?,
                    // it plays one by itself
                    "handshake" => _ = page.element("message-0-1")?,
                    _ => {}
                }
                shoot(if room == "about" { room.to_owned() } else { format!("{room}-empty") }.as_str())?;
            }
            page.enter("create")?;
            page.fill_chips("service-entry", &["api.example.com", "192.0.2.10", "결제.example.com"])?;
            page.make_set()?;
            page.issue_client("partner-2")?;
            shoot("create")?;
            page.enter("deploy")?;
            page.element("check-with-0")?;
            shoot("deploy")?;
            page.enter("inspect")?;
            page.click("thing-1")?;
            page.click("node-5")?;
            shoot("inspect")?;
            page.enter("chain")?;
            page.element("certificate-2")?;
            shoot("chain")?;
            page.enter("handshake")?;
            page.click("message-0-1")?;
            page.click("node-3")?;
            shoot("handshake")?;
            page.enter("export")?;
            page.export_all(logs.path())?;
            shoot("export")?;
            // last: its answers stay in the document, and a refusal among them is none of the page's
            page.enter("doctor")?;
            page.click("symptom-example")?;
            page.element("symptom-answer")?;
            page.click("trial-guide")?;
            page.element("call-2")?;
            shoot("doctor")?;
            browser.close_tabs()?;
        }
    }
    println!("{count} pictures in {}", folder.display());
    Ok(())
}

/// A picture of the whole page at a width.
fn picture(page: &Page<'_>, width: u32, path: &PathBuf) -> anyhow::Result<()> {
    page.browser.resize(width, HEIGHTS.0)?;
    // what was just done is announced for a while; a picture shows the room and not the announcement
    page.ask("document.querySelectorAll('.notice').forEach(it => it.remove()); window.scrollTo(0, 0)")?;
    let height = page.ask("return document.documentElement.scrollHeight")?.as_u64().unwrap_or_default();
    let height = u32::try_from(height).unwrap_or(HEIGHTS.1).clamp(HEIGHTS.0, HEIGHTS.1);
    page.browser.resize(width, height)?;
    let frame =
        "return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
    anyhow::ensure!(page.ask(frame)? == json!(true), "the page paints no more");
    Ok(fs::write(path, page.browser.driver.picture()?)?)
}
