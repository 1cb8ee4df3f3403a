//! What the harness hears: a test that cannot fail proves nothing, so every fault is committed here once on purpose, beside
//! the same page without it.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;

use anyhow::ensure;
use e2e::axe::Axe;
use e2e::browser::Browser;
use e2e::cases::{Case, case, run};
use e2e::devtools::Event;
use e2e::wait::{PATIENCE, until};
use serde_json::json;

/// As strict as the page's own policy.
const POLICY: &str =
    "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src blob:; base-uri 'none'";

/// A foreign address; nothing there is ever reached, because no name can be resolved.
const FOREIGN: &str = "https://foreign.test/spy";

/// What the page's script does, and what must be heard of it.
struct Deed {
    name: &'static str,
    policy: &'static str,
    script: &'static str,
    heard: fn(&Event) -> bool,
}

const DEEDS: &[Deed] = &[
    Deed { name: "console-error", policy: POLICY, script: "console.error('it broke')", heard: console },
    Deed {
        name: "exception",
        policy: POLICY,
        script: "setTimeout(() => { throw new Error('it broke') })",
        heard: console,
    },
    Deed {
        name: "rejection",
        policy: POLICY,
        script: "Promise.reject(new Error('it broke'))",
        heard: console,
    },
    Deed {
        name: "inline-script",
        policy: POLICY,
        script: "const it = document.createElement('script'); it.textContent = '1'; document.head.append(it)",
        heard: violation,
    },
    Deed {
        name: "style-attribute",
        policy: POLICY,
        script: "document.body.setAttribute('style', 'color:red')",
        heard: violation,
    },
    Deed {
        name: "foreign-request-refused",
        policy: POLICY,
        script: "fetch('https://foreign.test/spy').catch(() => {})",
        heard: violation,
    },
    Deed {
        name: "foreign-request",
        policy: "default-src *",
        script: "fetch('https://foreign.test/spy').catch(() => {})",
        heard: foreign,
    },
    Deed {
        name: "foreign-request-of-a-worker",
        policy: "default-src * blob:",
        script: "const source = `fetch('https://foreign.test/spy').catch(() => {})`;
            new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))",
        heard: foreign,
    },
    Deed {
        name: "console-error-of-a-worker",
        policy: POLICY,
        script: "new Worker(URL.createObjectURL(new Blob([`console.error('it broke')`], { type: 'text/javascript' })))",
        heard: console,
    },
    Deed {
        name: "violation-of-a-worker",
        policy: POLICY,
        script: "const source = `fetch('https://foreign.test/spy').catch(() => {})`;
            new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))",
        heard: violation,
    },
];

fn main() -> ExitCode {
    // the quiet ones first: what a page says late must not be laid at the next one's door
    let mut cases: Vec<Case> = vec![
        case("a-quiet-page-is-without-fault", quiet),
        case("a-download-keeps-its-name", download),
        case("axe-finds-and-leaves-no-trace", axe),
    ];
    cases.extend(
        DEEDS.iter().map(|deed| case(format!("hears-{}", deed.name), |browser| hears(browser, deed))),
    );
    run(cases)
}

fn console(event: &Event) -> bool {
    matches!(event, Event::Console(said) if said.contains("it broke"))
}

fn violation(event: &Event) -> bool {
    matches!(event, Event::Violation(_))
}

fn foreign(event: &Event) -> bool {
    *event == Event::Request(FOREIGN.to_owned())
}

fn hears(browser: &Browser, deed: &Deed) -> anyhow::Result<()> {
    let server = serve(deed.policy, deed.script, "")?;
    browser.driver.go(&server)?;
    let mut all = Vec::new();
    until("the fault to be heard", PATIENCE, || {
        all.extend(browser.faults(|url| url.starts_with(&server)));
        Ok(all.iter().any(deed.heard).then_some(()))
    })
}

fn quiet(browser: &Browser) -> anyhow::Result<()> {
    let script =
        "new Worker(URL.createObjectURL(new Blob([`postMessage('up')`], { type: 'text/javascript' })))
        .onmessage = () => fetch('/own').then(() => { document.title = 'done' })";
    let server = serve(POLICY, script, "")?;
    browser.driver.go(&server)?;
    until("the page to be done", PATIENCE, || {
        Ok((browser.driver.execute("return document.title", &[])? == json!("done")).then_some(()))
    })?;
    let faults = browser.faults(|url| url.starts_with(&server));
    ensure!(faults.is_empty(), "{faults:#?}");
    let faults = browser.faults(|_| false);
    ensure!(faults.is_empty(), "what was taken is not told again: {faults:#?}");
    Ok(())
}

fn download(browser: &Browser) -> anyhow::Result<()> {
    let script = "const it = document.createElement('a'); it.download = '시험 bundle.zip';
        it.href = URL.createObjectURL(new Blob(['contents'])); it.click()";
    browser.driver.go(&serve(POLICY, script, "")?)?;
    let folder = tempfile::tempdir()?;
    let file = browser.downloaded(folder.path())?;
    ensure!(file.ends_with("시험 bundle.zip") && std::fs::read(&file)? == b"contents", "{}", file.display());
    browser.faults(|_| true);
    Ok(())
}

fn axe(browser: &Browser) -> anyhow::Result<()> {
    let axe = Axe::load()?;
    let good = serve(POLICY, "", "<main><h1>Title</h1><button>Press</button></main>")?;
    browser.driver.go(&good)?;
    let found = axe.look(browser)?;
    ensure!(found.is_empty(), "{found:#?}");
    let faults = browser.faults(|url| url.starts_with(&good));
    ensure!(faults.is_empty(), "looking leaves no trace: {faults:#?}");
    browser.driver.go(&serve(POLICY, "", "<main><h1>Title</h1><button></button></main>")?)?;
    let found = axe.look(browser)?;
    ensure!(found.len() == 1 && found[0].contains("button-name"), "{found:#?}");
    browser.faults(|_| true);
    Ok(())
}

/// Serves one page from a free port for as long as the test program runs; its address.
fn serve(policy: &str, script: &str, body: &str) -> anyhow::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = format!("http://{}/", listener.local_addr()?);
    let mut page =
        String::from("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>page</title>");
    write!(
        page,
        "<link rel=\"icon\" href=\"data:,\"></head><body>{body}<script src=\"/script.js\"></script></body></html>"
    )?;
    let (policy, script) =
        (policy.replace("default-src 'none'", "default-src 'none'; img-src data:"), script.to_owned());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // a browser opens connections ahead of need and says nothing on them: each has its own thread
            let (page, policy, script) = (page.clone(), policy.clone(), script.clone());
            thread::spawn(move || answer(stream, &page, &policy, &script));
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream, page: &str, policy: &str, script: &str) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let (kind, contents) = match first.split(' ').nth(1) {
        Some("/") => ("text/html", page),
        Some("/script.js") => ("text/javascript", script),
        _ => ("text/plain", ""),
    };
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-security-policy: {policy}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{contents}",
        contents.len()
    )
}
