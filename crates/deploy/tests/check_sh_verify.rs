//! `check.sh` against real nginx that verifies nobody, or not everybody, or by a revocation list that ends: what it finds, and what
//! it takes for the reason.

mod support;

use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::plan::Plan;
use pki::issue::Authority;
use support::check::{CONNECT, check, finds, healthy, listen, replace_in_conf, text_of};
use support::machine::{Machine, Setup, days_before, list};
use support::now;

#[test]
fn mutual_tls_that_is_off_is_found() {
    let off =
        |plan: &Plan, _: &Authority| replace_in_conf(plan, "ssl_verify_client on", "ssl_verify_client off");
    // our backend refuses what nginx does not vouch for, so here the first call fails too
    let machine = Machine::start_as(Setup { change: &off, ..healthy() });
    let failed = ["with-certificate", "without-certificate", "stranger"];
    finds(&machine, CONNECT, &failed, &["identity-headers", "backend-port"], &["mutual TLS is OFF"]);

    let draft = listen("127.0.0.1").with(ChoiceField::Backend, "own");
    let machine = Machine::start_as(Setup { draft, change: &off, ..healthy() });
    let advice = ["without a certificate: mutual TLS is OFF", "anyone can make: mutual TLS is OFF"];
    finds(&machine, CONNECT, &failed[1..], &["identity-headers", "backend-port"], &advice);
}

/// What nginx answers then depends on the choices; what is wrong and what mends it does not. A list is never blamed for it.
#[test]
fn verification_that_is_off_is_not_taken_for_anything_else() {
    let listed = listen("127.0.0.1")
        .with(ChoiceField::Allow, "subject")
        .with(ChoiceField::Allowed, "CN=partner-a,O=Example Inc.,C=KR");
    let json = |draft: &ChoicesDraft| draft.clone().with(ChoiceField::Refusals, "json");
    let paths = listen("127.0.0.1").with(ChoiceField::Verify, "paths");
    let (with, without, stranger) = ("with-certificate", "without-certificate", "stranger");
    let (off, anybody) = ("without a certificate: mutual TLS is OFF", "anyone can make: mutual TLS is OFF");
    let unasked = "The server did not get client.crt";
    for (verify, draft, failed, advice) in [
        ("off", listed.clone(), &[with, without, stranger] as &[&str], &[off, anybody] as &[&str]),
        ("off", json(&listed), &[with, without, stranger], &[off, anybody]),
        ("off", paths.clone(), &[with, stranger], &[unasked, anybody, "ssl_verify_client optional"]),
        ("off", json(&paths), &[with, stranger], &[unasked, anybody]),
        ("optional_no_ca", listed.clone(), &[without, stranger], &[off, anybody]),
        ("optional_no_ca", json(&listed), &[without, stranger], &[off, anybody]),
        ("optional_no_ca", listen("127.0.0.1"), &[without, stranger], &[off, anybody]),
        ("optional_no_ca", json(&listen("127.0.0.1")), &[without, stranger], &[off, anybody]),
        ("optional", json(&listed), &[without], &[off]),
        ("optional_no_ca", json(&paths), &[stranger], &[anybody]),
    ] {
        let change = |plan: &Plan, _: &Authority| {
            let conf = std::fs::read_to_string(plan.configuration()).expect("a configuration");
            let line = conf.lines().find(|line| line.contains("ssl_verify_client ")).expect("a line").trim();
            replace_in_conf(plan, line, &format!("ssl_verify_client {verify};"));
        };
        let machine = Machine::start_as(Setup { draft, change: &change, ..healthy() });
        let skipped: &[&str] =
            if failed[0] == with { &["identity-headers", "backend-port"] } else { &["backend-port"] };
        finds(&machine, CONNECT, failed, skipped, advice);
        let text = text_of(&check(&machine, CONNECT));
        for vague in ["is not on its list", "not with nginx’s own page", "does not accept client.crt"] {
            assert!(!text.contains(vague), "{verify}: {text}");
        }
    }
}

/// The list lies on the server; a copy beside the client's files is looked at, and where callers are revoked its absence is told.
#[test]
fn a_revocation_list_that_ends_soon_is_found() {
    let draft = listen("127.0.0.1").with(ChoiceField::Revocation, "on");
    let machine = Machine::start_as(Setup { draft, ..healthy() });
    let row = |arguments: &[&str]| {
        let output = check(&machine, &[CONNECT, arguments].concat());
        let text = text_of(&output);
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let found = lines.iter().position(|line| line.contains("The revocation list’s expiry | "));
        let found = found.unwrap_or_else(|| panic!("no such row: {text}"));
        (output.status.code(), lines[found..].join("\n"))
    };
    let beside = |days_ago: &[i64]| {
        let lists = days_ago.iter().map(|&days| list(&machine.authority, &[], days_before(now(), days)));
        machine.folder.write("client/client-ca.crl", lists.collect::<String>());
    };
    let (exit, said) = row(&[]);
    assert!(
        exit == Some(0) && said.starts_with("--  ") && said.contains("no client-ca.crl that openssl"),
        "{said}"
    );
    // each is good for seven days; a whole day is what counts
    for (days_ago, arguments, good) in [
        (&[0i64] as &[i64], &[] as &[&str], true),
        (&[4], &[], true),
        (&[5], &[], false),
        (&[5], &["--days", "1"], true),
        (&[7], &["--days", "1"], false),
        (&[0, 5], &[], false),
        (&[5, 0], &[], false),
    ] {
        beside(days_ago);
        let (exit, said) = row(arguments);
        let (mark, code) = if good { ("ok  ", 0) } else { ("FAILED  ", 1) };
        assert!(exit == Some(code) && said.starts_with(mark), "{days_ago:?} {arguments:?}: {said}");
        let told = said.contains("the server refuses all callers of that authority. Sign the next one");
        assert_eq!(told, !good, "{said}");
    }
    machine.folder.write("client/client-ca.crl", "no list\n");
    let (exit, said) = row(&[]);
    assert!(
        exit == Some(0) && said.starts_with("--  ") && said.contains("no client-ca.crl that openssl"),
        "{said}"
    );

    // where nobody is revoked there is no such row, unless a list lies there
    let plain = Machine::start_as(healthy());
    finds(&plain, CONNECT, &[], &["backend-port"], &[]);
    plain.folder.write("client/client-ca.crl", list(&plain.authority, &[], now()));
    let text = text_of(&check(&plain, CONNECT));
    assert!(text.contains("ok      The revocation list’s expiry | "), "{text}");
    let json = text_of(&check(&plain, &[CONNECT, &["--json"]].concat()));
    assert!(json.contains("{\"name\":\"days-list\",\"expected\":\"3 days from now or later\""), "{json}");
}

#[test]
fn a_certificate_that_is_asked_for_and_not_required_is_found() {
    let optional = |plan: &Plan, _: &Authority| {
        replace_in_conf(plan, "ssl_verify_client on", "ssl_verify_client optional");
    };
    let machine = Machine::start_as(Setup { change: &optional, ..healthy() });
    finds(&machine, CONNECT, &["without-certificate"], &["backend-port"], &["mutual TLS is OFF"]);
}
