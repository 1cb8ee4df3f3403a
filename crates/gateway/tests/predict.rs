//! `handfast-gateway predict` as a process: its JSON has the fields that programs rely on, its lines are in both languages, and a
//! folder stands for the root of another machine. Whether predictions are right is asked by `crates/diagnose/tests`.
#![allow(clippy::unwrap_used, reason = "a helper of tests may fail as a test does")]

use std::process::{Command, Output};

use serde_json::Value;
use testkit::{Family, TempDir};

fn predict(folder: &TempDir, locale: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_handfast-gateway"))
        .arg("predict")
        .args(arguments)
        .current_dir(folder.path())
        .env("LC_ALL", locale)
        .output()
        .unwrap()
}

/// A family's files as on a server, beneath a folder.
fn machine() -> TempDir {
    let folder = TempDir::new();
    let family = Family::new(pki::key::KeyAlgorithm::EcdsaP256);
    let key = |key: &pki::key::PrivateKey| key.to_pem().expose().to_vec();
    folder.write("root/etc/nginx/ca.crt", family.authority.certificate().to_pem());
    folder.write("root/etc/nginx/s.crt", family.server.0.to_pem());
    folder.write("root/etc/nginx/s.key", key(&family.server.1));
    folder.write("ca.crt", family.authority.certificate().to_pem());
    folder.write("client.crt", family.client.0.to_pem());
    folder.write("client.key", key(&family.client.1));
    folder.write(
        "root/etc/nginx/nginx.conf",
        "events {}\nhttp {\n server {\n  listen 443 ssl;\n  server_name api.example.test;\n  ssl_certificate /etc/nginx/s.crt;\n  ssl_certificate_key s.key;\n  ssl_client_certificate ca.crt;\n  ssl_verify_client on;\n  location / { proxy_pass http://127.0.0.1:8080; }\n }\n}\n",
    );
    folder
}

const CONF: [&str; 6] =
    ["--nginx-conf", "root/etc/nginx/nginx.conf", "--root", "root", "--at", "2026-11-23T00:00:00Z"];

fn json(folder: &TempDir, more: &[&str]) -> Value {
    let arguments: Vec<&str> = CONF.iter().chain(&["--json"]).chain(more).copied().collect();
    let output = predict(folder, "C", &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

const CALL: &str = "curl --cacert ca.crt --resolve api.example.test:443:127.0.0.1 https://api.example.test/";

#[test]
fn what_has_no_end_is_not_read() {
    let folder = machine();
    let endless = json(&folder, &["--curl", "curl --cacert /dev/zero -o /dev/zero https://127.0.0.1/"]);
    assert_eq!(endless["curl_exit"], 77);
    let beside = json(&folder, &["--curl", "curl --cacert ca.crt -o /dev/zero https://127.0.0.1/"]);
    assert_eq!(beside["curl_exit"], 0);
}

#[test]
fn a_command_that_was_written_on_windows_finds_its_files_by_their_names() {
    let folder = machine();
    let rest = "--resolve api.example.test:443:127.0.0.1 https://api.example.test/";
    let prompt = "PS C:\\Users\\kim> curl.exe";
    let files = "--cert C:\\certs\\client.crt --key .\\client.key";
    let found = json(&folder, &["--curl", &format!("{prompt} --cacert .\\ca.crt {files} {rest}")]);
    assert_eq!((&found["curl_exit"], &found["http_status"]), (&0.into(), &200.into()), "{found}");
    let gone = json(&folder, &["--curl", &format!("{prompt} --cacert .\\gone.crt {files} {rest}")]);
    assert_eq!(gone["curl_exit"], 77);
}

/// A backslash in nginx's own path is none of Windows.
#[test]
fn a_backslash_behind_a_slash_is_a_letter() {
    let folder = machine();
    let nginx = folder.join("root/etc/nginx");
    for (letter, told) in [("", false), ("\\", true)] {
        let files = format!("{}/{letter}s.crt; ssl_certificate_key {0}/s.key;", nginx.display());
        folder.write(
            "own.conf",
            format!("events {{}} http {{ server {{ listen 443 ssl; ssl_certificate {files} }} }}"),
        );
        let own = folder.join("own.conf").display().to_string();
        let output = predict(&folder, "C", &["--nginx-conf", &own, "--json", "--curl", CALL]);
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let said = found["nginx_test"].as_str().unwrap();
        assert_eq!(said.contains("No such file"), told, "{said}");
    }
}

#[test]
fn json_has_the_fields_that_programs_rely_on() {
    let folder = machine();
    let without = json(&folder, &["--curl", CALL]);
    for (field, value) in [
        ("nginx_test", Value::from("ok")),
        ("curl_exit", Value::from(0)),
        ("curl_error", Value::Null),
        ("http_status", Value::from(400)),
        ("body_title", Value::from("400 No required SSL certificate was sent")),
        (
            "nginx_log",
            Value::from("client sent no required SSL certificate while reading client request headers"),
        ),
        ("nginx_log_level", Value::from("info")),
        ("nginx_log_written", Value::from(false)),
        ("client_verify", Value::from("NONE")),
    ] {
        assert_eq!(without[field], value, "{field}");
    }
    let strings = |value: &Value| value.as_array().unwrap().iter().all(Value::is_string);
    assert!(strings(&without["reasons"]) && strings(&without["remedies"]), "{without}");
    assert_eq!(without["reasons"].as_array().unwrap().len(), without["remedies"].as_array().unwrap().len());
    assert!(without["reasons"][0].as_str().unwrap().contains("no client certificate"), "{without}");
    assert!(!without["findings"].as_array().unwrap().is_empty(), "{without}");
    let with = json(&folder, &["--curl", &format!("{CALL} --cert client.crt --key client.key")]);
    assert_eq!((&with["http_status"], &with["client_verify"]), (&Value::from(200), &Value::from("SUCCESS")));
    assert!(with["assumptions"][0].as_str().unwrap().contains("127.0.0.1:8080"), "{with}");
    let down = ["--backend-down", "--curl", &format!("{CALL} --cert client.crt --key client.key")];
    assert_eq!(json(&folder, &down)["http_status"], 502);
    // a year after the client's end
    let arguments =
        ["--nginx-conf", CONF[1], "--root", "root", "--at", "2028-11-23", "--json", "--curl", CALL];
    let later: Value = serde_json::from_slice(&predict(&folder, "C", &arguments).stdout).unwrap();
    assert_eq!(later["curl_exit"], 60);
    assert_eq!(later["curl_error"], "SSL certificate problem: certificate has expired");
}

#[test]
fn links_lead_where_they_lead_on_that_machine() {
    use std::os::unix::fs::symlink;
    let folder = machine();
    let etc = folder.join("root/etc/nginx");
    folder.write("root/etc/nginx/sites-available/api", "server { listen 80; return 204; }");
    std::fs::create_dir(etc.join("sites-enabled")).unwrap();
    folder.write("root/etc/nginx/nginx.conf", "events {}\nhttp { include /etc/nginx/sites-enabled/*; }\n");
    let enabled = etc.join("sites-enabled/api");
    let call = ["--curl", "curl http://127.0.0.1/"];
    for (target, expected) in [
        ("/etc/nginx/sites-available/api", 0),
        ("../sites-available/api", 0),
        ("../../../../../etc/nginx/sites-available/api", 0),
        ("/etc/nginx/sites-available/gone", 7),
        ("/etc/nginx/sites-enabled/api", 7),
    ] {
        symlink(target, &enabled).unwrap();
        assert_eq!(json(&folder, &call)["curl_exit"], expected, "{target}");
        std::fs::remove_file(&enabled).unwrap();
    }
}

#[test]
fn what_is_remarkable_about_the_command_is_told() {
    let folder = machine();
    for (command, told) in [
        ("curl --cacert $HOME/ca.crt https://localhost/", "$HOME"),
        ("curl -k https://localhost/\ncurl -k https://localhost/2", "https://localhost/2"),
    ] {
        let notes = json(&folder, &["--curl", command])["notes"].clone();
        assert!(notes[0]["problem"].as_str().unwrap().contains(told), "{command}: {notes}");
    }
    assert_eq!(
        json(&folder, &["--curl", "curl -k https://localhost/"])["notes"],
        Value::from(Vec::<Value>::new())
    );
}

#[test]
fn the_gateway_has_its_column() {
    let folder = machine();
    folder.write(
        "root/etc/nginx/gateway.toml",
        "listen = [\"0.0.0.0:443\"]\n[[server]]\ncertificate = \"s.crt\"\nkey = \"/etc/nginx/s.key\"\n[clients]\nauthorities = [\"ca.crt\"]\n[[allow]]\nwho = \"any-verified\"\n[backend]\naddress = \"http://127.0.0.1:8080\"\n",
    );
    let asked = |more: &[&str], locale: &str| {
        let head = ["--gateway-config", "root/etc/nginx/gateway.toml", "--root", "root", "--at", CONF[5]];
        let output = predict(&folder, locale, &[&head, more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let json = |more: &[&str]| -> Value {
        serde_json::from_str(&asked(&[&["--json"], more].concat(), "C")).unwrap()
    };
    let without = json(&["--curl", CALL]);
    for (field, value) in [
        ("gateway_check", Value::from("ok")),
        ("curl_exit", Value::from(0)),
        ("curl_error", Value::Null),
        ("http_status", Value::from(400)),
        ("reason", Value::from("client_certificate_missing")),
        ("client_verify", Value::from("none")),
        ("gateway_log", Value::Null),
    ] {
        assert_eq!(without[field], value, "{field}");
    }
    assert!(without["body"].as_str().unwrap().contains("A client certificate is needed here"), "{without}");
    assert!(without["reasons"][0].as_str().unwrap().contains("A client certificate"), "{without}");
    let with = json(&["--curl", &format!("{CALL} --cert client.crt --key client.key")]);
    assert_eq!((&with["http_status"], &with["client_verify"]), (&Value::from(200), &Value::from("verified")));
    assert!(with["assumptions"][0].as_str().unwrap().contains("127.0.0.1:8080"), "{with}");
    let doubts = |answer: &Value| answer["reasons"].to_string().contains("--insecure");
    assert!(!doubts(&with), "{with}");
    let unchecked = json(&["--curl", &format!("{CALL} -k --cert client.crt --key client.key")]);
    assert!(unchecked["http_status"] == 200 && doubts(&unchecked), "{unchecked}");
    let said = asked(&["--curl", CALL], "ko_KR.UTF-8");
    assert!(said.contains("handfast-gateway check: ok") && said.contains("인증서가 필요한데"), "{said}");
    folder.write("root/etc/nginx/gateway.toml", "listn = []\n");
    let broken = json(&["--curl", CALL]);
    assert!(broken["gateway_check"].as_str().unwrap().starts_with("/etc/nginx/gateway.toml:1: "), "{broken}");
    assert_eq!(broken["curl_exit"], 7);
}

#[test]
fn lines_are_in_the_language_of_the_terminal() {
    let folder = machine();
    let arguments: Vec<&str> = CONF.iter().chain(&["--curl", CALL]).copied().collect();
    for (locale, words) in [
        ("C", "The command shows no client certificate, and nginx demands one"),
        ("ko_KR.UTF-8", "명령이 클라이언트 인증서를 내지 않는데 nginx가 요구해요"),
    ] {
        let output = predict(&folder, locale, &arguments);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains("nginx -t: ok") && said.contains(words), "{said}");
        assert!(said.contains("/etc/nginx/nginx.conf:"), "a finding names its place: {said}");
    }
    // the configuration alone, and commands alone
    let output = predict(&folder, "C", &CONF);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("nginx -t: ok") && !said.contains("exit code"), "{said}");
    folder.write("guide.sh", "sudo pkill nginx\n");
    let output = predict(&folder, "C", &["--commands", "guide.sh"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("guide.sh:1: This ends every nginx"), "{said}");
}

#[test]
fn what_cannot_be_read_is_told_in_two_sentences() {
    let folder = machine();
    for (arguments, words) in [
        (vec!["--nginx-conf", "none.conf", "--curl", CALL], "none.conf cannot be read"),
        (
            vec!["--nginx-conf", CONF[1], "--curl", "wget https://a"],
            "This is a command of “wget”, not of curl.",
        ),
        (vec!["--nginx-conf", CONF[1], "--curl", "curl 'a"], "is never closed"),
    ] {
        let output = predict(&folder, "C", &arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    let output = predict(&folder, "C", &[]);
    assert_eq!(output.status.code(), Some(2), "nothing is asked");
}
