//! How the bundle gets to the machine: each command reaches its program with the words that were meant, whatever was typed.

mod support;

use std::os::unix::fs::PermissionsExt as _;

use deploy::choices::{ChoiceField as Field, ChoicesDraft};
use deploy::machine::steps;
use support::{Folder, plan, run_well};
use text::Lang;

/// The words of every command, as the programs of these names are given them.
fn words(draft: &ChoicesDraft) -> Vec<String> {
    let folder = Folder::new("machine");
    for program in ["ssh", "scp", "gcloud", "sudo", "7z"] {
        let script = "#!/bin/sh\nfor word; do printf '[%s]' \"$word\"; done\nprintf '\\n'\n";
        let path = folder.write(&format!("bin/{program}"), script);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("ours");
    }
    let plan = plan(draft, &["api.example.com"]);
    let mut found = Vec::new();
    for lang in Lang::ALL {
        found.clear();
        for step in steps(&plan, "server.zip", lang) {
            assert!(!step.title.is_empty() && step.why.ends_with('.'), "{step:?}");
            for command in &step.commands {
                let line = command.to_posix().expect("a command");
                let Some(program) =
                    ["ssh", "scp", "gcloud", "sudo ufw"].into_iter().find(|name| line.starts_with(name))
                else {
                    continue;
                };
                let script = format!("PATH={}/bin:$PATH\n{line}", folder.text());
                let said = run_well(folder.path(), "sh", ["-c", &script]);
                found.push(format!("{} {}", program, said.trim_end()));
            }
        }
    }
    found
}

fn draft(pairs: &[(Field, &str)]) -> ChoicesDraft {
    pairs.iter().fold(ChoicesDraft::default(), |draft, (field, text)| draft.with(*field, *text))
}

#[test]
fn ssh_and_scp_are_given_what_was_typed() {
    let least = draft(&[(Field::Machine, "ssh"), (Field::SshHost, "web1")]);
    assert_eq!(words(&least), ["scp [server.zip][web1:]", "ssh [web1]"]);
    let most = draft(&[
        (Field::Machine, "ssh"),
        (Field::SshHost, "2001:db8::1"),
        (Field::SshUser, "deploy"),
        (Field::SshPort, "2222"),
        (Field::SshIdentity, "/home/홍 길동/.ssh/it's; $(id)"),
        (Field::Callers, "203.0.113.0/24\n198.51.100.7"),
        (Field::PlainPort, "redirect"),
    ]);
    let identity = "[-i][/home/홍 길동/.ssh/it's; $(id)]";
    assert_eq!(
        words(&most),
        [
            format!("scp [-P][2222]{identity}[server.zip][deploy@[2001:db8::1]:]"),
            format!("ssh [-p][2222]{identity}[deploy@2001:db8::1]"),
            "sudo ufw [ufw][allow][proto][tcp][from][203.0.113.0/24][to][any][port][443]".to_owned(),
            "sudo ufw [ufw][allow][proto][tcp][from][203.0.113.0/24][to][any][port][80]".to_owned(),
            "sudo ufw [ufw][allow][proto][tcp][from][198.51.100.7/32][to][any][port][443]".to_owned(),
            "sudo ufw [ufw][allow][proto][tcp][from][198.51.100.7/32][to][any][port][80]".to_owned(),
        ]
    );
}

#[test]
fn gcloud_opens_the_port_for_named_callers_and_a_tag_alone() {
    let machine = [
        (Field::Machine, "gcloud"),
        (Field::GcloudProject, "woori-fisa"),
        (Field::GcloudInstance, "mtls-1"),
        (Field::GcloudUser, "deploy"),
    ];
    let place = "[--project][woori-fisa][--zone][asia-northeast3-a]";
    let copy = format!("gcloud [compute][scp][server.zip][deploy@mtls-1:]{place}");
    let enter = format!("gcloud [compute][ssh][deploy@mtls-1]{place}");
    // nobody was named: no rule, and never one for everybody
    assert_eq!(words(&draft(&machine)), [copy.clone(), enter.clone()]);
    let named = draft(&machine).with(Field::Callers, "203.0.113.0/24, 198.51.100.7");
    let rule = "[--project][woori-fisa][--direction][INGRESS][--allow][tcp:443]\
        [--source-ranges][203.0.113.0/24,198.51.100.7/32][--target-tags][mtls-api-example-com]";
    assert_eq!(
        words(&named),
        [
            copy,
            enter,
            format!("gcloud [compute][instances][add-tags][mtls-1][--tags][mtls-api-example-com]{place}"),
            format!("gcloud [compute][firewall-rules][create][mtls-api-example-com]{rule}"),
        ]
    );
    // gcloud makes rules in the network "default" unless it is told another, and machines of a company stand in one of its own
    let steps = steps(&plan(&named, &["api.example.com"]), "server.zip", Lang::En);
    assert!(steps.iter().any(|step| step.why.contains("add --network and its name")), "{steps:?}");
    // a service of the loopback interface is called by nobody else
    let loopback = draft(&machine).with(Field::ListenAddress, "127.0.0.1");
    assert_eq!(words(&loopback).len(), 2);
}

/// Google Cloud takes names of 63 characters at most, and a service's name may have 253.
#[test]
fn rules_of_a_long_name_are_short_enough_and_different() {
    let machine = [(Field::Machine, "gcloud"), (Field::GcloudProject, "p"), (Field::GcloudInstance, "i")];
    let draft = draft(&machine)
        .with(Field::Callers, "203.0.113.0/24")
        .with(Field::ServerCertificate, "public")
        .with(Field::PlainPort, "redirect");
    let rules = |name: &str| -> Vec<String> {
        let steps = steps(&plan(&draft, &[name]), "server.zip", Lang::En);
        let commands =
            steps.iter().flat_map(|step| &step.commands).map(|command| command.to_posix().expect("written"));
        let created =
            |line: String| Some(line.split_once("firewall-rules create ")?.1.split(' ').next()?.to_owned());
        commands.filter_map(created).collect()
    };
    let domain = format!("{}.internal.example.test", "payments-".repeat(5).trim_end_matches('-'));
    let [one, other] = ["one", "two"].map(|host| rules(&format!("{domain}.{host}")));
    assert_ne!(one, other);
    for rule in one.iter().chain(&other) {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(rule.len() <= 63 && rule.starts_with("mtls-payments-") && rule.bytes().all(plain), "{rule}");
    }
    assert_eq!(rules("api.example.test"), ["mtls-api-example-test-80", "mtls-api-example-test"]);
}

#[test]
fn nothing_is_said_of_a_machine_that_nobody_named() {
    assert_eq!(words(&ChoicesDraft::default()), Vec::<String>::new());
}
