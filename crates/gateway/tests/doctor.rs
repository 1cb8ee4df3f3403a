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
        ("ko_KR.UTF-8", "ssl_client_certificate에서 찾지 못해서", "키가 다른 인증 기관 두 개를 읽었어요"),
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
