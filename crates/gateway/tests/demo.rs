//! `demo` as a process: what it prints is what comes, and nothing is left behind.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a helper of tests may fail as a test does")]

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};

use testkit::{TempDir, tool};

/// Ended by its own number, also when a test fails.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn each_command_that_is_printed_gives_what_is_said_and_the_folder_is_gone_afterwards() {
    for (locale, greeted, missing) in [
        ("C", "With alice’s certificate", "A client certificate is needed"),
        ("ko_KR.UTF-8", "alice의 인증서로", "A client certificate is needed"),
    ] {
        let place = TempDir::new();
        let folder = place.join("a demo");
        let child = Command::new(env!("CARGO_BIN_EXE_handfast-gateway"))
            .args(["demo", "--listen", "127.0.0.1:0", "--folder"])
            .arg(&folder)
            .env("LC_ALL", locale)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut demo = Demo(child);
        let mut lines = BufReader::new(demo.0.stdout.take().unwrap()).lines().map_while(Result::ok);
        let printed: Vec<String> = lines.by_ref().take(10).collect();
        assert!(printed.iter().any(|line| line.contains(greeted)), "{printed:?}");
        for name in ["", "alice.key", "server.key", "gateway.toml"] {
            let mode = std::fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, if name.is_empty() { 0o700 } else { 0o600 }, "{name}");
        }
        let commands: Vec<&String> = printed.iter().filter(|line| line.trim().starts_with("curl ")).collect();
        let said: Vec<String> =
            commands.iter().map(|line| tool("sh").args(["-c", line]).succeeds().text()).collect();
        let [alice, none, stranger] = &said[..] else { panic!("three commands: {printed:?}") };
        assert!(alice.contains("Hello CN=alice") && alice.contains("client-cert: :MII"), "{alice}");
        assert!(none.contains(missing), "{none}");
        assert!(stranger.contains("Stranger Authority"), "{stranger}");
        assert!(lines.any(|line| line.contains("\"GET /\" 200")), "requests are shown");
        let sent = Command::new("kill").args(["-INT", &demo.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
        assert_eq!(demo.0.wait().unwrap().code(), Some(0));
        assert!(!folder.exists());
    }
}

#[test]
fn a_folder_that_is_there_is_left_alone() {
    let place = TempDir::new();
    place.write("mine/file", "mine");
    let output = Command::new(env!("CARGO_BIN_EXE_handfast-gateway"))
        .args(["demo", "--listen", "127.0.0.1:0", "--folder"])
        .arg(place.join("mine"))
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let mut said = String::new();
    (&output.stderr[..]).read_to_string(&mut said).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("--folder"), "{said}");
    assert_eq!(place.read("mine/file"), b"mine");
}
