//! `handfast-gateway inspect` as a process: what it prints in both languages and as JSON, compared with goldens, and what it
//! says of files that are not there. `UPDATE_GOLDEN=1` takes a change over.
#![allow(clippy::unwrap_used, reason = "a helper of tests may fail as a test does")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The moment of all goldens: after everything in the files began, before most of it ends.
const AT: &str = "2026-12-01T09:30:00Z";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inspect")
}

fn inspect(scenario: &str, locale: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_handfast-gateway"))
        .arg("inspect")
        .args(arguments)
        .current_dir(folder().join(scenario))
        .env("LC_ALL", locale)
        .output()
        .unwrap()
}

/// The files of a scenario, sorted.
fn files(scenario: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder().join(scenario)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What a passphrase closes is opened with the one in a file, and what could not be is said beside the report.
#[test]
fn what_a_passphrase_closes_is_opened_with_it() {
    let folder = testkit::TempDir::new();
    let openssl = |line: &str| {
        testkit::tool("openssl").args(line.split(' ')).in_folder(folder.path()).succeeds();
    };
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout a.key -subj /CN=a.example -days 30 -out a.crt",
    );
    openssl("pkcs12 -export -inkey a.key -in a.crt -passout pass:secret -out a.p12");
    openssl("pkcs12 -export -nokeys -nomac -in a.crt -passout pass:secret -out trusted.p12");
    folder.write("right", "secret\n");
    folder.write("wrong", "another\n");
    let inspect = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_handfast-gateway"));
        let output = command
            .arg("inspect")
            .args(arguments)
            .current_dir(folder.path())
            .env("LC_ALL", "C")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        [output.stdout, output.stderr].map(|words| String::from_utf8(words).unwrap())
    };
    let [report, beside] = inspect(&["a.p12"]);
    assert!(report.contains("A passphrase closes it") && !report.contains("a.example"), "{report}");
    assert_eq!(beside, "");
    let [report, beside] = inspect(&["--passphrase-file", "right", "a.p12", "trusted.p12"]);
    assert!(report.contains("a.p12 › 2") && report.contains("trusted.p12 › 1"), "{report}");
    assert!(!report.contains("A passphrase closes it"), "{report}");
    assert!(beside.contains("“trusted.p12”: ") && beside.contains("MAC"), "{beside}");
    let [report, beside] = inspect(&["--passphrase-file", "wrong", "--json", "a.p12"]);
    assert!(!report.contains("a.example") && beside.contains("“a.p12”: "), "{report}{beside}");
}

#[test]
fn reports_are_printed_as_agreed() {
    for scenario in ["guide", "mixture"] {
        let files = files(scenario);
        for (locale, tag) in [("C", "en"), ("ko_KR.UTF-8", "ko")] {
            for (form, ending) in [(&[][..], "txt"), (&["--json"], "json")] {
                let mut arguments = vec!["--at", AT];
                arguments.extend(form);
                arguments.extend(files.iter().map(String::as_str));
                let output = inspect(scenario, locale, &arguments);
                assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
                let found = String::from_utf8(output.stdout).unwrap();
                let golden = folder().join(format!("golden/{scenario}.{tag}.{ending}"));
                if std::env::var_os("UPDATE_GOLDEN").is_some() {
                    std::fs::create_dir_all(golden.parent().unwrap()).unwrap();
                    std::fs::write(&golden, &found).unwrap();
                }
                let agreed = std::fs::read_to_string(&golden).unwrap_or_default();
                assert!(
                    found == agreed,
                    "{} differs; when it is meant: cargo xtask golden --update\n{found}",
                    golden.display()
                );
            }
        }
    }
}

#[test]
fn no_private_number_is_printed() {
    let names = files("guide");
    let mut arguments = vec!["--at", AT, "--json", "--asn1"];
    arguments.extend(names.iter().map(String::as_str));
    let output = inspect("guide", "C", &arguments);
    let printed = String::from_utf8(output.stdout).unwrap();
    let told = Command::new("openssl")
        .args(["rsa", "-in", "server.key", "-noout", "-text"])
        .current_dir(folder().join("guide"))
        .output()
        .unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let part = |name: &str| -> String {
        let rest = told.split_once(&format!("{name}:\n")).unwrap().1;
        let lines = rest.lines().take_while(|line| line.starts_with(' '));
        lines.flat_map(str::chars).filter(char::is_ascii_hexdigit).take(48).collect()
    };
    // the modulus is public, and so stands in the certificate's ASN.1
    assert!(printed.contains(&part("modulus")), "{printed}");
    for secret in ["privateExponent", "prime1", "prime2", "exponent1", "exponent2", "coefficient"] {
        let octets = part(secret);
        assert!(!printed.contains(&octets) && !printed.contains(octets.trim_start_matches('0')), "{secret}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named_with_a_way_on() {
    for (locale, words) in [("C", "cannot be read"), ("ko_KR.UTF-8", "읽을 수 없어요")] {
        let output = inspect("guide", locale, &["ca.crt", "nowhere.pem"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("nowhere.pem") && said.contains(words), "{said}");
        assert!(output.stdout.is_empty());
    }
    for wrong in [&["--at", "tomorrow", "ca.crt"][..], &[]] {
        assert_eq!(inspect("guide", "C", wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn the_standard_input_is_read() {
    let certificate = std::fs::File::open(folder().join("guide/ca.crt")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_handfast-gateway"))
        .args(["inspect", "--at", AT, "-"])
        .stdin(certificate)
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("-:1  X.509 certificate"), "{said}");
}
