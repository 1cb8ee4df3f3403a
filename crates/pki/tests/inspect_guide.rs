//! The commands of the guide, run literally: what they make has the faults that a careful reviewer would name, and no others.

mod support;

use pki::inspect::{Input, Thing, inspect};
use support::look;
use testkit::{TempDir, tool};

/// Section 1 of the guide, in its order.
const COMMANDS: [&str; 8] = [
    "openssl genpkey -algorithm RSA -out ca.key",
    "openssl req -new -x509 -key ca.key -out ca.crt -days 365 -subj /CN=TestCA",
    "openssl genpkey -algorithm RSA -out server.key",
    "openssl req -new -key server.key -out server.csr -subj /CN=test.woorifisa.site",
    "openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out server.crt -days 365",
    "openssl genpkey -algorithm RSA -out client.key",
    "openssl req -new -key client.key -out client.csr -subj /CN=client.woorifisa.site",
    "openssl x509 -req -in client.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out client.crt -days 365",
];

#[test]
fn the_guides_own_files_are_judged_as_a_reviewer_would() {
    let folder = TempDir::new();
    for command in COMMANDS {
        let mut words = command.split(' ');
        let program = words.next().expect("a program");
        tool(program).args(words).in_folder(folder.path()).succeeds();
    }
    let names = [
        "ca.crt",
        "ca.key",
        "client.crt",
        "client.csr",
        "client.key",
        "server.crt",
        "server.csr",
        "server.key",
    ];
    let files: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (*name, folder.read(name))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let Thing::Certificate(authority) = &look(&files[..1]).items[0].thing else { panic!("no certificate") };
    let (begins, ends) = (authority.not_before, authority.not_after);
    let inputs: Vec<_> = files.iter().map(|(name, bytes)| Input { name, bytes }).collect();
    let report = inspect(&inputs, begins.plus_days(1));
    support::say_everything(&report);
    let found: Vec<String> = report
        .findings
        .iter()
        .map(|finding| {
            let file = &report.inputs[finding.place.input];
            format!("{:?} {file} {}", finding.fault.rank(), finding.fault.id())
        })
        .collect();
    // made one after the other for 365 days each; whether a second passed between them is not ours to say
    let outlives = |name: &str| {
        let item = report.items.iter().find(|item| report.inputs[item.place.input] == name);
        matches!(item.map(|item| &item.thing), Some(Thing::Certificate(leaf)) if leaf.not_after > ends)
    };
    let expected = [
        "Refused client.crt version-one",
        "Refused client.crt no-server-name",
        "Refused server.crt version-one",
        "Refused server.crt no-server-name",
        "Danger ca.key authority-key-beside",
        "Doubt ca.crt authority-without-key-usage",
        "Doubt client.crt outlives-issuer",
        "Doubt client.csr request-without-names",
        "Doubt server.crt outlives-issuer",
        "Doubt server.csr request-without-names",
        "Note ca.crt authority-without-path-length",
        "Note ca.key key-open",
        "Note client.crt serials-count-up",
        "Note client.key key-open",
        "Note server.key key-open",
    ];
    let differs = |line: &&&str| {
        let name = line.split(' ').nth(1).unwrap_or_default();
        line.ends_with("outlives-issuer") && !outlives(name)
    };
    let expected: Vec<&str> = expected.iter().filter(|line| !differs(line)).copied().collect();
    assert_eq!(found, expected);
    assert_eq!(report.links.len(), 9, "{:?}", report.links);
}
