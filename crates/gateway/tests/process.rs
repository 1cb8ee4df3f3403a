//! The binary as a process: the address that it prints, the signals that end it, the port that is taken.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a helper of tests may fail as a test does")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn start(more: &[&str]) -> Self {
        let mut child = command(&["--listen", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        Self { address: address.unwrap_or_else(|| panic!("no address in {line:?}")).to_owned(), child }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Sends a signal and returns the exit code with what was logged.
    fn end(mut self, signal: &str) -> (Option<i32>, String) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (self.child.wait().unwrap().code(), log)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // after a failed test it may still run; after a passed one it is gone
        drop(self.child.kill());
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handfast-gateway"));
    command.arg("serve").args(arguments).env("LC_ALL", "C");
    command
}

#[test]
fn it_prints_its_address_serves_and_stops_cleanly_at_both_signals() {
    for signal in ["-TERM", "-INT"] {
        let process = Process::start(&[]);
        assert!(process.get("/healthz").starts_with("HTTP/1.1 200"));
        assert!(process.get("/").contains("text/html"));
        let (code, log) = process.end(signal);
        assert_eq!(code, Some(0), "{log}");
        assert!(log.contains("stopped"), "{log}");
    }
}

#[test]
fn the_log_is_structured_and_cannot_be_forged() {
    let process = Process::start(&["--log-format", "json"]);
    process.get("/a\u{1b}[31m");
    process.get("/%0aforged");
    let (_, log) = process.end("-TERM");
    for line in log.lines() {
        assert!(line.starts_with('{') && line.ends_with('}') && !line.contains('\u{1b}'), "{line:?}");
    }
    assert!(log.contains("\"status\":404") && log.contains("/%0aforged"), "{log}");
}

#[test]
fn a_taken_port_is_named_with_a_way_on() {
    let first = Process::start(&[]);
    for (locale, words) in [("C", "already listens on"), ("ko_KR.UTF-8", "다른 프로그램이 이미")] {
        let second = command(&["--listen", &first.address]).env("LC_ALL", locale).output().unwrap();
        let said = String::from_utf8_lossy(&second.stderr).into_owned();
        assert_eq!(second.status.code(), Some(1), "{said}");
        assert!(said.contains(words) && said.contains(&first.address) && said.contains("--listen"), "{said}");
    }
    assert_eq!(first.end("-TERM").0, Some(0));
}

#[test]
fn a_wrong_address_is_refused_by_the_command_line() {
    for wrong in ["nowhere", "127.0.0.1", "127.0.0.1:99999", "localhost:8600", ""] {
        for (locale, way) in [("C", "Write it as 127.0.0.1:8600"), ("ko_KR.UTF-8", "127.0.0.1:8600이나")] {
            let output = command(&["--listen", wrong]).env("LC_ALL", locale).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{wrong:?}");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(said.contains(&format!("“{wrong}”")) && said.contains(way), "{said}");
        }
    }
}
