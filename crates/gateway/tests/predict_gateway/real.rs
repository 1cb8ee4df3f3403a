//! One comparison: the gateway and curl run in a folder, the model reads the same folder, and what differs is told in words.

use std::fs::File;
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use diagnose::predict::gateway::{Outcome, predict};
use diagnose::predict::{Backends, Question};
use serde_json::Value;
use testkit::{TempDir, tool};
use text::Lang;

use crate::support::{Disk, ground, kit, now};

/// One case: tables of `gateway.toml`, and what is called. `PORT` stands for the port.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// The server's certificate and key.
    pub(crate) pair: String,
    /// Further lines of `[[server]]`.
    pub(crate) server: String,
    /// `[clients]`.
    pub(crate) clients: String,
    /// All further tables: `[[allow]]`, `[tls]`, `[limits]`.
    pub(crate) tables: String,
    /// The command behind `curl`.
    pub(crate) curl: String,
    /// Whether something answers behind.
    pub(crate) backends: Backends,
}

pub(crate) const MUTUAL: &str = "authorities = [\"ca.crt\"]";
pub(crate) const ANY: &str = "[[allow]]\nwho = \"any-verified\"\n";
pub(crate) const GOOD: &str =
    "--cacert ca.crt --cert client.crt --key client.key https://api.example.test:PORT/";

impl Case {
    pub(crate) fn of(clients: &str, tables: &str, curl: &str) -> Case {
        Case {
            pair: "server".to_owned(),
            server: String::new(),
            clients: clients.to_owned(),
            tables: tables.to_owned(),
            curl: curl.to_owned(),
            backends: Backends::Answer,
        }
    }

    pub(crate) fn call(curl: &str) -> Case {
        Case::of(MUTUAL, ANY, curl)
    }

    fn configuration(&self, port: u16, backend: u16) -> String {
        format!(
            "listen = [\"127.0.0.1:{port}\"]\nworkers = 1\n[[server]]\ncertificate = \"{0}.crt\"\nkey = \"{0}.key\"\n{1}\n[clients]\n{2}\n{3}\n[backend]\naddress = \"http://127.0.0.1:{backend}\"\n",
            self.pair, self.server, self.clients, self.tables
        )
    }

    fn line(&self, port: u16) -> String {
        format!("--resolve api.example.test:PORT:127.0.0.1 {}", self.curl).replace("PORT", &port.to_string())
    }
}

/// What the programs really did.
#[derive(Debug, Default)]
pub(crate) struct Real {
    /// What `check` says where nothing is started.
    faults: Vec<String>,
    curl_exit: u8,
    /// All that curl writes to its standard error.
    curl_error: String,
    http_status: Option<u16>,
    body: String,
    /// The gateway's log, one JSON object a line.
    log: Vec<Value>,
    /// Its access log.
    access: Vec<Value>,
}

/// A process that is ended with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn gateway(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handfast-gateway"));
    command.args(arguments).args(["--config", "gateway.toml"]).current_dir(folder.path()).env("LC_ALL", "C");
    command.stdin(Stdio::null());
    command
}

/// Runs both in a folder that has `gateway.toml`; `line` is the command behind `curl`, as a shell reads it.
pub(crate) fn really(folder: &TempDir, line: &str, port: u16) -> Real {
    let mut real = Real::default();
    let output = |name: &str| File::create(folder.join(name)).expect("a file in the test's folder");
    let mut child = Ended(
        gateway(folder, &["proxy", "--log-format", "json"])
            .stdout(output("access.log"))
            .stderr(output("gateway.log"))
            .spawn()
            .expect("the gateway"),
    );
    let mut runs = false;
    loop {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            runs = true;
            break;
        }
        if child.0.try_wait().expect("a child").is_some() {
            let said = gateway(folder, &["check", "--json"]).output().expect("the gateway");
            let said: Value = serde_json::from_slice(&said.stdout).expect("JSON");
            assert_eq!(
                said["usable"],
                false,
                "it takes it and does not start: {}",
                text(folder, "gateway.log")
            );
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let line = |finding: &Value| {
                format!(
                    "{}: {} {}",
                    text(&finding["place"]),
                    text(&finding["problem"]),
                    text(&finding["remedy"])
                )
            };
            real.faults = said["findings"].as_array().expect("a list").iter().map(line).collect();
            break;
        }
        std::thread::yield_now();
    }
    let script =
        format!("curl --silent --show-error --max-time 20 --output body --write-out '%{{http_code}}' {line}");
    drop(std::fs::remove_file(folder.join("body")));
    let said = tool("sh").args(["-c", &script]).in_folder(folder.path()).run();
    real.curl_exit = said.code.and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX);
    real.curl_error = said.err.clone();
    real.http_status = said.text().trim().parse().ok().filter(|status| *status != 0);
    real.body = text(folder, "body");
    if runs {
        // asked to end in good order, it writes what it has to say first
        drop(tool("kill").args(["-TERM", &child.0.id().to_string()]).run());
        drop(child.0.wait());
        let lines = |name: &str| {
            text(folder, name).lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
        };
        real.log = lines("gateway.log");
        real.access = lines("access.log");
    }
    real
}

fn text(folder: &TempDir, name: &str) -> String {
    String::from_utf8_lossy(&std::fs::read(folder.join(name)).unwrap_or_default()).into_owned()
}

/// What differs between the model and the programs, in words.
pub(crate) fn differences(model: &Outcome, real: &Real) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, model: String, real: String| {
        if model != real {
            found.push(format!("{what}: predicted {model}, was {real}"));
        }
    };
    let faults: Vec<String> =
        model.check.as_ref().err().into_iter().flatten().map(|fault| fault.line(Lang::En)).collect();
    compare("check", faults.join("\n"), real.faults.join("\n"));
    compare("exit code", model.curl_exit.to_string(), real.curl_exit.to_string());
    compare("status", format!("{:?}", model.http_status), format!("{:?}", real.http_status));
    if let Some(body) = &model.body {
        compare("body", body.clone(), real.body.clone());
    }
    let said = real.curl_error.lines().find(|line| line.starts_with("curl: ")).unwrap_or_default();
    match &model.curl_error {
        Some(words) if without_time(said).contains(&without_time(words)) => {}
        Some(words) => compare("curl's words", words.clone(), said.to_owned()),
        None => compare("curl's words", String::new(), said.to_owned()),
    }
    let message = |line: &&Value| line["message"].as_str().unwrap_or_default().to_owned();
    if let Some(wanted) = &model.log {
        let level = wanted.level.to_ascii_uppercase();
        let told =
            real.log.iter().any(|line| message(&line) == wanted.words && line["level"] == level.as_str());
        if !told {
            let all: Vec<String> = real.log.iter().map(ToString::to_string).collect();
            compare("the log", wanted.words.clone(), all.join("\n"));
        }
    }
    let reasons: Vec<&str> =
        real.log.iter().chain(&real.access).filter_map(|line| line["reason"].as_str()).collect();
    match model.reason {
        Some(reason) if reasons.contains(&reason) => {}
        reason => compare("the reason", format!("{reason:?}"), format!("{:?}", reasons.first())),
    }
    if let Some(line) = real.access.first() {
        compare("the verdict", format!("{:?}", model.verdict), format!("{:?}", line["verdict"].as_str()));
    }
    found
}

/// curl tells how long it tried.
fn without_time(text: &str) -> String {
    match text.split_once(" after ") {
        Some((before, after)) => {
            let rest = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
            format!("{before} after{rest}")
        }
        None => text.to_owned(),
    }
}

pub(crate) fn judge(folder: &TempDir, case: &Case) -> Vec<String> {
    let port = testkit::free_port();
    let behind = if case.backends == Backends::Answer { ground::backend() } else { testkit::free_port() };
    folder.write("gateway.toml", case.configuration(port, behind));
    let line = case.line(port).replace("BACKEND", &behind.to_string());
    let real = really(folder, &line, port);
    let disk = Disk(folder.path().to_owned());
    let question = Question {
        configuration: "gateway.toml",
        command: &format!("curl {line}"),
        files: &disk,
        caller: &disk,
        at: now(),
        backends: case.backends,
    };
    let model = predict(&question).unwrap_or_else(|error| panic!("{line}: {error:?}"));
    assert!(!model.reasons.is_empty(), "{case:?}: nobody says why: {model:?}");
    for lang in Lang::ALL {
        for reason in &model.reasons {
            let message = reason.message(lang);
            assert!(!message.problem.is_empty() && !message.remedy.is_empty(), "{message}");
        }
    }
    differences(&model, &real)
}

pub(crate) fn all_agree(cases: &[Case]) {
    let folder = TempDir::new();
    kit::fill(&folder);
    let mut wrong = Vec::new();
    for case in cases {
        let found = judge(&folder, case);
        if !found.is_empty() {
            wrong.push(format!(
                "{} | {} | {} | {}\n  {}",
                case.pair,
                case.clients,
                case.tables,
                case.curl,
                found.join("\n  ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
