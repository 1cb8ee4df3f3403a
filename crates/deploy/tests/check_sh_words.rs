//! What `check.sh` says before it checks anything, and how it is written: its options, its texts, and foreign judges of shell.

mod support;

use std::process::Command;

use deploy::check_sh;
use deploy::choices::{ChoiceField, ChoicesDraft};
use support::{Folder, own_backend, plan, run, run_well};
use text::Lang;

fn listen(address: &str) -> ChoicesDraft {
    ChoicesDraft::default().with(ChoiceField::ListenAddress, address.to_owned())
}

#[test]
fn wrong_use_and_missing_files_end_with_2_and_say_what_to_try() {
    let folder = Folder::new("usage");
    let plan = plan(&ChoicesDraft::default(), &["api.example.test"]);
    let script = folder.write("check.sh", check_sh::render(&plan, Lang::En).expect("a script"));
    let script = script.to_str().expect("ASCII");
    for (arguments, words) in [
        (&["--jsno"] as &[&str], "--jsno: This option is unknown."),
        (&["--days"], "This is no number of days"),
        (&["--days", ""], "This is no number of days"),
        (&["--days", "0"], "This is no number of days"),
        (&["--days", "014"], "This is no number of days"),
        (&["--days", "-1"], "This is no number of days"),
        (&["--days", "1;id"], "This is no number of days"),
        (&["--days", "10000"], "This is no number of days"),
        (&["--address"], "This is no address of a machine"),
        (&["--address", "localhost"], "This is no address of a machine"),
        (&["--address", "12"], "This is no address of a machine"),
        (&["--address", "192.0.2.1;id"], "This is no address of a machine"),
        (&["--connect"], "This is no address"),
        (&["--connect", ""], "This is no address"),
        (&["--connect", "--json"], "This is no address"),
        (&["--connect", "192.0.2.1:443"], "This is no address"),
        (&["--connect", "a b"], "This is no address"),
        (&["--connect", "$(id)"], "This is no address"),
        (&["--connect", "::1", "more"], "more: This option is unknown."),
        (&[], "client.crt: This file is missing here"),
        (&["--json"], "client.crt: This file is missing here"),
    ] {
        let output = run(folder.path(), "dash", [&[script], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(words) && said.lines().count() == 1, "{arguments:?}: {said}");
    }
    let help = run_well(folder.path(), "dash", [script, "--help"]);
    for option in ["--connect", "--json", "api.example.test"] {
        assert!(help.contains(option), "{help}");
    }
    for file in ["client.crt", "client.key", "ca.crt"] {
        folder.write(file, "not a certificate");
    }
    let output = run(folder.path(), "dash", [script]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("client.crt: There is no certificate in this file."), "{said}");
    // a PATH with nothing on it
    let output = Command::new("/usr/bin/env").args(["-i", "PATH=/nowhere", "/bin/sh", script]).output();
    let output = output.expect("env");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("curl: This program is missing."));
}

#[test]
fn judges_of_shell_have_nothing_to_say() {
    let folder = Folder::new("shellcheck");
    let long = format!("{0}.{0}.{0}.{1}", "a".repeat(63), "b".repeat(61));
    let port = ChoicesDraft::default()
        .with(ChoiceField::ListenPort, "65535")
        .with(ChoiceField::FlaskPort, "1")
        .with(ChoiceField::BaseFolder, "/srv/결제-1");
    let mut scripts = Vec::new();
    for (number, (draft, names)) in [
        (ChoicesDraft::default(), &["api.example.test"] as &[&str]),
        (port, &["결제.example.test", "api.example.test"]),
        (listen("::"), &["2001:db8::1"]),
        (listen("192.0.2.1"), &["192.0.2.1", "*.example.test"]),
        (ChoicesDraft::default(), &["*.example.test"]),
        (ChoicesDraft::default(), &[&long]),
        (own_backend("http://[2001:db8::1]:8080"), &["api.example.test"]),
        (own_backend("https://app.internal"), &["localhost"]),
        (
            ChoicesDraft::default().with(ChoiceField::ServerCertificate, "public"),
            &["api.example.test", "*.api.example.test"],
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let plan = plan(&draft, names);
        for lang in Lang::ALL {
            let script = check_sh::render(&plan, lang).expect("a script");
            let name = format!("{number}-{}.sh", lang.tag());
            scripts.push(folder.write(&name, script).to_str().expect("ASCII").to_owned());
        }
    }
    for script in &scripts {
        run_well(folder.path(), "dash", ["-n", script]);
    }
    let arguments = ["--norc", "--shell=sh", "--severity=style"].map(str::to_owned);
    assert_eq!(run_well(folder.path(), "shellcheck", arguments.into_iter().chain(scripts)), "");
}

/// The machine's address is known from how one gets there, unless ssh goes by a way that callers have not.
#[test]
fn the_machines_address_is_known_where_callers_can_reach_it() {
    let ssh = ChoicesDraft::default().with(ChoiceField::Machine, "ssh");
    for (host, known) in [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:DB8::7", "2001:db8::7"),
        ("172.32.0.1", "172.32.0.1"),
        ("172.31.0.1", "''"),
        ("100.64.0.1", "''"),
        ("100.128.0.1", "100.128.0.1"),
        ("127.0.0.1", "''"),
        ("169.254.1.1", "''"),
        ("fd00::7", "''"),
        ("fe80::7", "''"),
        ("::1", "''"),
        ("vm", "''"),
    ] {
        let plan = plan(&ssh.clone().with(ChoiceField::SshHost, host), &["api.example.test"]);
        let script = check_sh::render(&plan, Lang::En).expect("a script");
        let line = script.lines().find(|line| line.starts_with("address=")).expect("assigned");
        assert_eq!(line, format!("address={known}"), "{host}");
    }
}

#[test]
fn every_advice_is_two_sentences() {
    let all = ["ours", "public"].into_iter().flat_map(|from| Lang::ALL.map(|lang| (from, lang)));
    for (certificate, lang) in all {
        let draft = ChoicesDraft::default().with(ChoiceField::ServerCertificate, certificate);
        let plan = plan(&draft, &["api.example.test"]);
        let script = check_sh::render(&plan, lang).expect("a script");
        let whole = script.lines().filter(|line| line.starts_with("say_") && line.ends_with(".'"));
        let advice: Vec<&str> = whole
            .filter(|line| !line.starts_with("say_usage_exit=") && !line.starts_with("say_all_good="))
            .collect();
        assert_eq!(advice.len(), 32, "{advice:#?}");
        for line in advice {
            assert_eq!(line.matches(". ").count(), 1, "{line}");
        }
    }
}
