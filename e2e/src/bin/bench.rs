//! How long people wait: the page in headless Chromium beside OpenSSL's commands on the same machine, in one run. It prints
//! a table and writes the figures to `target/bench/page.json`; it judges nothing. `cargo xtask bench` runs this.
#![allow(clippy::print_stdout, reason = "a command line prints")]

use std::fs;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use e2e::bench::{self, Spread, changes, children_cpu_seconds, guide, measure};
use e2e::browser::Browser;
use e2e::cases::target;
use e2e::page::{Language, Page, Settings};
use e2e::site::Site;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The page's name and OpenSSL's arguments for each algorithm.
const ALGORITHMS: [(&str, &str, &[&str]); 5] = [
    ("P-256", "p256", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
    ("P-384", "p384", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]),
    ("Ed25519", "ed25519", &["-algorithm", "ED25519"]),
    ("RSA-2048", "rsa2048", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
    ("RSA-3072", "rsa3072", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"]),
];

/// Repetitions unless `--runs` says otherwise.
const RUNS: usize = 15;
/// Visits for the time until the page can be used.
const VISITS: usize = 7;
/// Deployments that are rendered.
const RENDERINGS: usize = 25;
/// Clients that are pasted at once.
const MANY: usize = 1_000;

fn main() -> anyhow::Result<()> {
    let Asked { runs, bundles_alone, lab_alone } = asked()?;
    let browser = Browser::start()?;
    if bundles_alone {
        return bundles(&browser).map(drop);
    }
    if lab_alone {
        bench::lab::lab(&browser, runs.min(7))?;
        browser.close_tabs()?;
        return bench::handshake::handshake(&browser, runs.min(7)).map(drop);
    }
    println!(
        "Chromium {} against {}, {runs} runs each, times in milliseconds\n",
        browser.version(),
        openssl_version()?
    );
    let sets = sets(&browser, runs)?;
    let many = many(&browser)?;
    let bundles = bundles(&browser)?;
    let rendering = rendering(&browser)?;
    let lab = bench::lab::lab(&browser, runs.min(7))?;
    browser.close_tabs()?;
    let handshake = bench::handshake::handshake(&browser, runs.min(7))?;
    browser.close_tabs()?;
    let visits = visits(&browser)?;
    let memory = json!({ "after_a_set_mib": sets["peak_mib"], "after_many_clients_mib": many["peak_mib"], "after_many_bundles_mib": bundles["peak_mib"] });
    println!("\npeak memory of the tab's process: {memory}");
    let folder = target().join("bench");
    fs::create_dir_all(&folder)?;
    let figures = json!({
        "chromium": browser.version(), "openssl": openssl_version()?, "runs": runs,
        "sets": sets["rows"], "many": many, "bundles": bundles, "rendering": rendering, "lab": lab, "handshake": handshake, "visits": visits, "memory": memory, "brotli_kib": sizes()?,
    });
    let file = folder.join("page.json");
    let before = fs::read(&file).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
    let changes = changes(&before, &figures);
    if !changes.is_empty() {
        println!("\nSince the run before, here:\n  {}", changes.join("\n  "));
    }
    fs::write(&file, format!("{figures:#}\n"))?;
    println!("\nFigures: {}", file.display());
    Ok(())
}

/// What the page weighs, as `cargo xtask bench` found it.
fn sizes() -> anyhow::Result<Value> {
    std::env::var("HANDFAST_SIZES")
        .map_or(Ok(Value::Null), |sizes| serde_json::from_str(&sizes).context("HANDFAST_SIZES is JSON"))
}

/// What the command line asks for.
struct Asked {
    runs: usize,
    /// The thousand bundles and nothing else: they take minutes. No figures are written.
    bundles_alone: bool,
    /// The lab and nothing else. No figures are written.
    lab_alone: bool,
}

fn asked() -> anyhow::Result<Asked> {
    let mut arguments = std::env::args().skip(1);
    let (mut runs, mut bundles_alone, mut lab_alone) = (RUNS, false, false);
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => {}
        (Some("--bundles"), None) => bundles_alone = true,
        (Some("--lab"), None) => lab_alone = true,
        (Some("--runs"), Some(count)) => {
            runs = count.parse::<usize>().context("--runs takes a number")?.max(1);
        }
        _ => anyhow::bail!("bench takes nothing but --runs NUMBER, --bundles or --lab"),
    }
    Ok(Asked { runs, bundles_alone, lab_alone })
}

fn openssl_version() -> anyhow::Result<String> {
    let said = e2e::tool::run(e2e::tool::command("openssl")?.arg("version"))?;
    Ok(said.split(' ').take(2).collect::<Vec<_>>().join(" "))
}

fn open<'a>(browser: &'a Browser, folder: &TempDir) -> anyhow::Result<(Page<'a>, Site)> {
    let site = Site::served(folder.path())?;
    let page =
        Page::open(browser, &site, "create", Settings { language: Language::English, theme: "light" })?;
    page.ready()?;
    page.ask(measure::LISTEN)?;
    Ok((page, site))
}

/// One set of each algorithm, by turns in the page and with OpenSSL, so that both meet the same machine.
fn sets(browser: &Browser, runs: usize) -> anyhow::Result<Value> {
    println!(
        "{:10} | {:>29} | {:>20} | {:>29} | {:>9} | {:>14}",
        "one set",
        "page: click -> painted",
        "(in the document)",
        "openssl: 8 commands",
        "page CPU",
        "openssl CPU"
    );
    let folder = TempDir::new()?;
    let (page, _site) = open(browser, &folder)?;
    page.unfold("more-choices")?;
    let mut rows = Vec::new();
    for (name, id, arguments) in ALGORITHMS {
        for role in ["authority", "server", "client"] {
            page.choose(&format!("algorithm-{role}"), id)?;
        }
        let (mut painted, mut there, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
        let (mut page_cpu, mut their_cpu) = (0.0, 0.0);
        // the first of each is for warming up and does not count
        for run in 0..=runs {
            let before = measure::cpu(browser)?;
            let (document, frame) = measure::make(&page)?;
            let page_seconds = measure::cpu(browser)? - before;
            start_over(&page)?;
            let (before, began) = (children_cpu_seconds()?, Instant::now());
            guide(arguments)?;
            let (wall, cpu) = (began.elapsed().as_secs_f64() * 1e3, children_cpu_seconds()? - before);
            if run > 0 {
                there.push(document);
                painted.push(frame);
                theirs.push(wall);
                page_cpu += page_seconds;
                their_cpu += cpu;
            }
        }
        let [painted, there, theirs] = [painted, there, theirs].map(Spread::of);
        #[allow(clippy::cast_precision_loss, reason = "a handful of runs")]
        let [page_cpu, their_cpu] = [page_cpu, their_cpu].map(|seconds| seconds * 1e3 / runs as f64);
        println!(
            "{name:10} | {painted:>29} | {:>20.1} | {theirs:>29} | {page_cpu:>9.1} | {their_cpu:>14.1}",
            there.median
        );
        rows.push(json!({
            "algorithm": name, "painted_ms": painted.json(), "in_document_ms": there.json(), "openssl_ms": theirs.json(),
            "page_cpu_ms": page_cpu, "openssl_cpu_ms": their_cpu,
        }));
    }
    Ok(json!({ "rows": rows, "peak_mib": measure::peak_mib(browser)? }))
}

fn start_over(page: &Page<'_>) -> anyhow::Result<()> {
    page.click("start-over")?;
    page.click("confirm")?;
    page.until("the set to go", e2e::wait::PATIENCE, || Ok(page.find("set")?.is_none().then_some(())))
}

fn many(browser: &Browser) -> anyhow::Result<Value> {
    let folder = TempDir::new()?;
    let (page, _site) = open(browser, &folder)?;
    let field = page.element("client-name-0")?;
    browser.driver.clear(&field)?;
    page.ask(measure::FORGET_TASKS)?;
    let names: Vec<String> = (1..=MANY).map(|number| format!("partner-{number}")).collect();
    page.paste("client-name-0", &names.join("\n"))?;
    page.element("client-show-more")?;
    let pasted = measure::longest_task(&page)?;
    page.ask(measure::FORGET_TASKS)?;
    let (_, frame) = measure::make(&page)?;
    let longest = measure::longest_task(&page)?;
    let count = page.text("count-client")?;
    ensure!(count.replace([',', '.'], "").contains(&MANY.to_string()), "{count} clients were issued");
    #[allow(clippy::cast_precision_loss, reason = "a thousand")]
    let rate = MANY as f64 / (frame / 1e3);
    let words = |task: f64| if task > 0.0 { format!("{task:.0} ms") } else { "none above 50 ms".to_owned() };
    println!(
        "\n{MANY} clients: {frame:.0} ms, {rate:.0} a second; longest task of the main thread: {} at pasting, {} at issuing",
        words(pasted),
        words(longest)
    );
    Ok(json!({
        "clients": MANY, "ms": frame, "per_second": rate,
        "longest_task_pasting_ms": pasted, "longest_task_issuing_ms": longest, "peak_mib": measure::peak_mib(browser)?,
    }))
}

/// A list of clients of all kinds of recipients: a certificate and a bundle for each, with its `.p12` where it has one.
fn bundles(browser: &Browser) -> anyhow::Result<Value> {
    let folder = TempDir::new()?;
    let (page, _site) = open(browser, &folder)?;
    page.make_set()?;
    page.click("many-clients")?;
    page.element("many-list")?;
    let rows: Vec<String> =
        (1..=MANY).map(|number| format!("client-{number},{number}@example.com,,curl,")).collect();
    measure::put(&page, "many-list", &rows.join("\n"))?;
    page.element("make-many")?;
    let before = measure::peak_mib(browser)?;
    page.ask(measure::FORGET_TASKS)?;
    let began = Instant::now();
    page.click("make-many")?;
    page.until("all bundles", measure::BUNDLES, || page.find("save-many"))?;
    let seconds = began.elapsed().as_secs_f64();
    let longest = measure::longest_task(&page)?;
    ensure!(page.value("many-list")?.is_empty(), "a part of the list was not made");
    page.ask(measure::FORGET_TASKS)?;
    page.click("save-many")?;
    let file = browser.downloaded(folder.path())?;
    let saving = measure::longest_task(&page)?;
    let mib = fs::metadata(&file)?.len() / 1024 / 1024;
    let peak = measure::peak_mib(browser)?;
    #[allow(clippy::cast_precision_loss, reason = "a thousand")]
    let rate = MANY as f64 / seconds;
    println!(
        "{MANY} bundles with a .p12 each: {seconds:.0} s, {rate:.1} a second; longest task of the main thread: {longest:.0} ms, at saving {mib} MiB {saving:.0} ms; peak memory {before} MiB before, {peak} MiB after"
    );
    Ok(json!({
        "bundles": MANY, "seconds": seconds, "per_second": rate, "longest_task_making_ms": longest,
        "longest_task_saving_ms": saving, "archive_mib": mib, "peak_before_mib": before, "peak_mib": peak,
    }))
}

/// All files of a deployment: without a browser, and in the page from a letter typed to the file on show.
fn rendering(browser: &Browser) -> anyhow::Result<Value> {
    let native = Spread::of(bench::render(RENDERINGS)?);
    let folder = TempDir::new()?;
    let (page, _site) = open(browser, &folder)?;
    page.enter("deploy")?;
    page.element("file")?;
    let first = measure::render(&page, 20_000)?;
    let inside =
        (1..=RENDERINGS).map(|run| measure::render(&page, 20_000 + run)).collect::<Result<_, _>>()?;
    let inside = Spread::of(inside);
    println!(
        "\nall files of a deployment: {native} ms native; {inside} ms in the page, {first:.1} the first time"
    );
    Ok(json!({ "native_ms": native.json(), "page_ms": inside.json(), "page_first_ms": first }))
}

/// From the navigation to the first paint and to the page that needs no network any more; each visit to a new origin, so
/// that nothing is cached.
fn visits(browser: &Browser) -> anyhow::Result<Value> {
    let mut rows = serde_json::Map::new();
    println!("\n{:12} | {:>29} | {:>29}", "visit", "first paint", "ready (works offline)");
    for from in ["gateway", "file"] {
        let (mut paint, mut ready) = (Vec::new(), Vec::new());
        for _ in 0..VISITS {
            let folder = TempDir::new()?;
            let site = if from == "file" { Site::file()? } else { Site::served(folder.path())? };
            let page = Page::open_with(browser, &site, "create", measure::WATCH_READY)?;
            page.ready()?;
            let times = page.ask("return [performance.getEntriesByName('first-contentful-paint')[0].startTime, window.readyAt]")?;
            paint.extend(times[0].as_f64());
            ready.extend(times[1].as_f64());
            browser.close_tabs()?;
        }
        let (paint, ready) = (Spread::of(paint), Spread::of(ready));
        println!("{from:12} | {paint:>29} | {ready:>29}");
        rows.insert(from.to_owned(), json!({ "first_paint_ms": paint.json(), "ready_ms": ready.json() }));
    }
    Ok(Value::Object(rows))
}
