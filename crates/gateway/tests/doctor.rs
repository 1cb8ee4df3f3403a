//! `handfast-gateway doctor` as a process: a message on its standard input, certificates as arguments, lines in both languages and
//! JSON. What is recognised is asked by `crates/diagnose/tests`.
#![allow(clippy::unwrap_used, reason = "a helper of tests may fail as a test does")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use testkit::{Family, TempDir};

fn doctor(folder: &TempDir, locale: &str, arguments: &[&str], message: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_handfast-gateway"))
        .arg("doctor")
        .args(arguments)
        .current_dir(folder.path())
        .env("LC_ALL", locale)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // one that finds a file missing ends before it reads
    drop(child.stdin.take().unwrap().write_all(message.as_bytes()));
    child.wait_with_output().unwrap()
}

const LINE: &str = "2026/11/29 05:00:00 [info] 1#1: *1 client SSL certificate verify error: (21:unable to verify the first certificate)";

#[test]
fn messages_are_explained_with_what_is_loaded() {
    let folder = TempDir::new();
    let family = Family::new(pki::key::KeyAlgorithm::EcdsaP256);
    let twin = family.twin_with_other_keys();
    folder.write("ca.crt", family.authority.certificate().to_pem());
    folder.write("other.crt", twin.authority.certificate().to_pem());
    for (locale, means, loaded) in [
        ("C", "nginx does not find the authority", "with different keys are loaded: that is it."),
        ("ko_KR.UTF-8", "ssl_client_certificate에서 찾지 못해서", "키가 다른 CA 두 개를 읽었어요"),
    ] {
        let output = doctor(&folder, locale, &["ca.crt", "other.crt"], LINE);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains(means) && said.contains(loaded), "{said}");
        let alone = String::from_utf8(doctor(&folder, locale, &["ca.crt"], LINE).stdout).unwrap();
        assert!(alone.contains(means) && !alone.contains(loaded), "{alone}");
    }
    let output = doctor(&folder, "C", &["--json"], LINE);
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&found["recognised"][0]["id"], &found["recognised"][0]["says"]),
        (&"client-issuer".into(), &"server".into())
    );
    assert_eq!(found["questions"], serde_json::json!([]));
}

/// What both sides print alike is told of as both where nothing tells the side, and as one where something does.
#[test]
fn where_the_side_is_not_known_both_are_told_of() {
    let folder = TempDir::new();
    let bare =
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)";
    let called = format!("urllib.error.URLError: <urlopen error {bare}>");
    for (locale, either, if_server) in [
        ("C", "A client or a server says", "If a server printed it: A server"),
        ("ko_KR.UTF-8", "클라이언트나 서버의 말이에요", "서버가 출력했다면: 서버(OpenSSL"),
    ] {
        let said = String::from_utf8(doctor(&folder, locale, &[], bare).stdout).unwrap();
        assert!(said.starts_with(either) && said.contains(if_server), "{said}");
        assert!(said.contains("If a client printed it, the likely causes") || locale != "C", "{said}");
        for message in [called.as_str(), "curl: (60) SSL certificate problem: certificate has expired"] {
            let said = String::from_utf8(doctor(&folder, locale, &[], message).stdout).unwrap();
            assert!(!said.contains(either) && !said.contains(if_server), "{said}");
            // a client is never told that a server printed it
            assert!(!said.contains("Printed by a server") && !said.contains("서버(Python"), "{said}");
        }
    }
    let json = |message: &str| -> Value {
        serde_json::from_slice(&doctor(&folder, "C", &["--json"], message).stdout).unwrap()
    };
    assert!(json(bare)["recognised"][0]["if_server_means"].is_string());
    assert!(json(&called)["recognised"][0]["if_server_means"].is_null());
}

#[test]
fn what_is_not_known_is_answered_with_questions() {
    let folder = TempDir::new();
    let said = String::from_utf8(doctor(&folder, "C", &[], "something else").stdout).unwrap();
    assert!(
        said.starts_with("Nothing in this message is known here.") && said.contains("- Which program"),
        "{said}"
    );
    let output = doctor(&folder, "C", &["none.crt"], LINE);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("none.crt cannot be read"));
}
