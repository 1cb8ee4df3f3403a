//! What the bench measures with: medians, the guide's OpenSSL commands, and the page's own clock. It judges nothing.

pub mod handshake;
pub mod lab;

use std::fmt;
use std::time::Instant;

use anyhow::Context as _;
use deploy::choices::{Choices, ChoicesDraft};
use deploy::expiry::Expiries;
use deploy::plan::Plan;
use deploy::{readme_client, readme_server};
use pki::moment::Moment;
use pki::name::host::{HostName, HostNames};
use serde_json::{Value, json};
use tempfile::TempDir;
use text::Lang;

use crate::tool;

/// The middle of several measurements, and how far they lie apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Half of them are smaller.
    pub median: f64,
    /// The smallest.
    pub least: f64,
    /// The largest.
    pub most: f64,
}

impl Spread {
    /// Of some measurements; zeros where there are none.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Spread {
        values.sort_by(f64::total_cmp);
        let at = |place: usize| values.get(place).copied().unwrap_or_default();
        let (middle, last) = (values.len() / 2, values.len().saturating_sub(1));
        let median = if values.len().is_multiple_of(2) {
            f64::midpoint(at(middle.saturating_sub(1)), at(middle))
        } else {
            at(middle)
        };
        Spread { median, least: at(0), most: at(last) }
    }

    /// For machines.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({ "median": self.median, "least": self.least, "most": self.most })
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&format!("{:.1} ({:.1} to {:.1})", self.median, self.least, self.most))
    }
}

/// What changed between two runs: a line for each figure that both have. Of a [`Spread`] the median counts alone; a row
/// of an array is called by its algorithm.
#[must_use]
pub fn changes(before: &Value, now: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare("", before, now, &mut lines);
    lines
}

fn compare(name: &str, before: &Value, now: &Value, lines: &mut Vec<String>) {
    let called = |part: &str| if name.is_empty() { part.to_owned() } else { format!("{name} {part}") };
    match (before, now) {
        (Value::Number(before), Value::Number(now)) => {
            let (before, now) = (before.as_f64().unwrap_or_default(), now.as_f64().unwrap_or_default());
            let percent = if before == 0.0 { 0.0 } else { (now / before - 1.0) * 100.0 };
            lines.push(format!("{name:40} {before:>9.1} -> {now:>9.1}  {percent:+.0} %"));
        }
        (Value::Object(before), Value::Object(now)) => match (before.get("median"), now.get("median")) {
            (Some(before), Some(now)) => compare(name, before, now, lines),
            _ => {
                for (key, value) in now {
                    compare(&called(key), before.get(key).unwrap_or(&Value::Null), value, lines);
                }
            }
        },
        (Value::Array(before), Value::Array(now)) => {
            for row in now {
                let same = before.iter().find(|other| other["algorithm"] == row["algorithm"]);
                let algorithm = row["algorithm"].as_str().unwrap_or_default();
                compare(&called(algorithm), same.unwrap_or(&Value::Null), row, lines);
            }
        }
        _ => {}
    }
}

/// The eight commands of the guide for one set, with keys of the algorithm that `key` names to `openssl genpkey`.
///
/// # Errors
/// With OpenSSL's words.
pub fn guide(key: &[&str]) -> anyhow::Result<()> {
    let folder = TempDir::new()?;
    let openssl = |arguments: &[&str]| -> anyhow::Result<()> {
        tool::run(tool::command("openssl")?.args(arguments).current_dir(folder.path())).map(drop)
    };
    let generate = |file: &str| openssl(&[&["genpkey"], key, &["-out", file]].concat());
    generate("ca.key")?;
    openssl(&[
        "req",
        "-new",
        "-x509",
        "-key",
        "ca.key",
        "-out",
        "ca.crt",
        "-days",
        "365",
        "-subj",
        "/CN=TestCA",
    ])?;
    for (name, subject) in [("server", "/CN=test.example.com"), ("client", "/CN=client.example.com")] {
        let [key, request, certificate] = ["key", "csr", "crt"].map(|kind| format!("{name}.{kind}"));
        generate(&key)?;
        openssl(&["req", "-new", "-key", &key, "-out", &request, "-subj", subject])?;
        openssl(&[
            "x509",
            "-req",
            "-in",
            &request,
            "-CA",
            "ca.crt",
            "-CAkey",
            "ca.key",
            "-CAcreateserial",
            "-out",
            &certificate,
            "-days",
            "365",
        ])?;
    }
    Ok(())
}

/// CPU time of all child processes that have ended, in seconds; the kernel counts in hundredths (`man 5 proc`, stat).
///
/// # Errors
/// That this is no Linux.
pub fn children_cpu_seconds() -> anyhow::Result<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat =
        std::fs::read_to_string("/proc/self/stat").context("CPU time is read from /proc, which Linux has")?;
    // the second field, a name in parentheses, may hold anything; after it cutime and cstime are the 14th and 15th
    let fields = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
    let ticks: f64 =
        fields.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    Ok(ticks / TICKS_PER_SECOND)
}

/// Renders all files of the deployment that nobody changed; milliseconds for each of `runs`.
///
/// # Errors
/// That the defaults make no files.
pub fn render(runs: usize) -> anyhow::Result<Vec<f64>> {
    let name = HostName::parse("api.example.com").ok();
    let names = HostNames::new(name.into_iter().collect()).ok().context("a name")?;
    let server = readme_server::Facts {
        archive: "server.zip".to_owned(),
        server_until: Moment::LAST,
        authority_until: Moment::LAST,
        list_until: None,
        expiries: Expiries::default(),
    };
    let client = readme_client::Facts {
        client: "partner-a".to_owned(),
        client_until: Moment::LAST,
        authority_until: Moment::LAST,
    };
    let refused = |errors: Vec<_>| anyhow::anyhow!("the defaults are refused at {} fields", errors.len());
    let render = || {
        let began = Instant::now();
        let choices = Choices::parse(&ChoicesDraft::default()).map_err(refused)?;
        let plan = Plan::new(choices, names.clone()).map_err(refused)?;
        let files = [plan.server_files(&server, Lang::Ko), plan.client_files(&client, Lang::Ko)];
        for files in files {
            let files = files.map_err(|error| anyhow::anyhow!("{:?} cannot be written", error.file))?;
            std::hint::black_box(files);
        }
        Ok(began.elapsed().as_secs_f64() * 1e3)
    };
    (0..runs).map(|_| render()).collect()
}

/// Measurements inside the page, by its own clock.
pub mod measure {
    use anyhow::Context as _;

    use crate::browser::Browser;
    use crate::page::Page;
    use crate::wait;

    /// Notes when something is pressed, when the set stands in the document, and when its title is painted, as the browser
    /// itself tells (Element Timing API). Notes tasks of the main thread above 50 ms (Long Tasks API).
    pub const LISTEN: &str = "
        window.bench = { tasks: [] };
        new PerformanceObserver(list => { bench.painted = list.getEntries().at(-1).renderTime; }).observe({ type: 'element' });
        new PerformanceObserver(list => bench.tasks.push(...list.getEntries())).observe({ type: 'longtask' });
        addEventListener('click', event => {
            if (event.target.closest('[data-test=make-set]')) { bench.pressed = event.timeStamp; bench.there = bench.painted = null; }
        }, true);
        new MutationObserver(() => {
            if (bench.pressed && !bench.there && document.querySelector('[data-test=set]')) {
                bench.there = performance.now();
                document.querySelector('[data-test=set] h2').setAttribute('elementtiming', 'set');
            }
        }).observe(document.body, { childList: true, subtree: true });";

    /// How long a thousand bundles may take on a slow machine.
    pub const BUNDLES: std::time::Duration = std::time::Duration::from_mins(30);

    /// Puts a text into a field as one paste does.
    ///
    /// # Errors
    /// The driver's.
    pub fn put(page: &Page<'_>, id: &str, text: &str) -> anyhow::Result<()> {
        let text = serde_json::Value::from(text);
        page.ask(&format!(
            "const field = document.getElementById('{id}'); field.value = {text}; field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));"
        ))
        .map(drop)
    }

    /// Forgets the long tasks until now.
    pub const FORGET_TASKS: &str = "bench.tasks = []";

    /// Notes when the page says that it is ready.
    pub const WATCH_READY: &str = "
        new MutationObserver(() => {
            if (document.documentElement?.dataset.ready === 'true') { window.readyAt ??= performance.now(); }
        }).observe(document, { attributes: true, subtree: true });";

    /// Presses the button that makes a set; milliseconds from the press until the set is in the document, and painted.
    ///
    /// # Errors
    /// That no set came.
    pub fn make(page: &Page<'_>) -> anyhow::Result<(f64, f64)> {
        page.click("make-set")?;
        let patience = wait::PATIENCE * 6;
        page.until("the set to be painted", patience, || {
            let times = page.ask(
                "return bench.painted && [bench.there - bench.pressed, bench.painted - bench.pressed]",
            )?;
            Ok(times[0].as_f64().zip(times[1].as_f64()))
        })
    }

    /// Types another port in the Deploy room; milliseconds until the file on show names it.
    ///
    /// # Errors
    /// That no file came.
    pub fn render(page: &Page<'_>, port: usize) -> anyhow::Result<f64> {
        page.ask(&format!(
            "bench.rendered = null;
            const field = document.querySelector('[data-test=listen-port]');
            const began = performance.now();
            const watch = new MutationObserver(() => {{
                if (document.querySelector('[data-test=file]').textContent.includes('{port}')) {{
                    watch.disconnect();
                    bench.rendered = performance.now() - began;
                }}
            }});
            watch.observe(document.body, {{ childList: true, subtree: true, characterData: true }});
            field.value = '{port}';
            field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));"
        ))?;
        page.until("the files to follow", wait::PATIENCE, || Ok(page.ask("return bench.rendered")?.as_f64()))
    }

    /// The longest task of the main thread since the last time, in milliseconds; 0 when none was above 50.
    ///
    /// # Errors
    /// The driver's.
    pub fn longest_task(page: &Page<'_>) -> anyhow::Result<f64> {
        let longest = page.ask("return Math.max(0, ...bench.tasks.map(task => task.duration))")?;
        longest.as_f64().context("a number")
    }

    /// CPU time of all processes that show pages, in seconds.
    ///
    /// # Errors
    /// The browser's.
    pub fn cpu(browser: &Browser) -> anyhow::Result<f64> {
        let processes = browser.processes()?;
        Ok(processes.iter().filter(|(kind, ..)| kind == "renderer").map(|(.., seconds)| seconds).sum())
    }

    /// The largest resident memory that a process that shows pages ever had, in MiB.
    ///
    /// # Errors
    /// That this is no Linux.
    pub fn peak_mib(browser: &Browser) -> anyhow::Result<u64> {
        let mut peak = 0;
        for (kind, id, _) in browser.processes()? {
            if kind == "renderer" {
                let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
                let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
                let kib = line
                    .and_then(|line| line.split_whitespace().next())
                    .and_then(|kib| kib.parse::<u64>().ok());
                peak = peak.max(kib.unwrap_or_default() / 1024);
            }
        }
        Ok(peak)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_lies_in_the_middle() {
        assert_eq!(Spread::of(vec![3.0, 1.0, 2.0]), Spread { median: 2.0, least: 1.0, most: 3.0 });
        assert_eq!(Spread::of(vec![4.0, 1.0, 2.0, 3.0]).median, 2.5);
        assert_eq!(Spread::of(Vec::new()).median, 0.0);
    }

    #[test]
    fn what_both_runs_have_is_compared() {
        let before = json!({ "rate": 100.0, "gone": 1, "sets": [{ "algorithm": "A", "ms": { "median": 10.0, "least": 9.0 } }] });
        let now = json!({ "rate": 150.0, "new": 1, "sets": [{ "algorithm": "B", "ms": 1.0 }, { "algorithm": "A", "ms": { "median": 9.0, "least": 1.0 } }] });
        let lines = changes(&before, &now);
        let words: Vec<Vec<&str>> = lines.iter().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(
            words,
            [
                ["rate", "100.0", "->", "150.0", "+50", "%"].as_slice(),
                &["sets", "A", "ms", "10.0", "->", "9.0", "-10", "%"]
            ]
        );
        assert!(changes(&Value::Null, &now).is_empty());
    }

    #[test]
    fn the_guides_commands_run_and_cost_time() {
        let before = children_cpu_seconds().expect("Linux");
        for _ in 0..3 {
            guide(&["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]).expect("openssl makes a set");
        }
        assert!(children_cpu_seconds().expect("Linux") > before);
    }
}
