//! `check.sh` against the real gateway: all is well as it is handed over, and whatever is broken is found with the right advice, while the
//! nearest neighbour of each break passes.

use std::fs;

use deploy::choices::ChoiceField;
use text::deploy as say;
use text::{Lang, Message};

use crate::machine::{Found, Machine, SERVICE, authority, gateway, list, tree};

/// What on this machine cannot be looked at: DNS, since the address is given, and the backend, which may answer where it is.
const NOT_HERE: [&str; 2] = ["dns", "backend-port"];

fn passes(found: &Found) {
    assert!(found.failed.is_empty() && found.skipped == NOT_HERE, "{found:#?}");
}

#[test]
fn what_is_handed_over_passes_in_every_way() {
    let paths = |draft: deploy::choices::ChoicesDraft| {
        draft.with(ChoiceField::Verify, "paths").with(ChoiceField::ProtectedPaths, "/admin")
    };
    let listed = gateway()
        .with(ChoiceField::Allow, "subject")
        .with(ChoiceField::Allowed, "CN=partner-a,O=Test Kit,C=KR");
    for (draft, lang) in [
        (gateway(), Lang::En),
        (paths(gateway()).with(ChoiceField::Reveal, "little").with(ChoiceField::Policy, "modern"), Lang::Ko),
        (listed.with(ChoiceField::Revocation, "on").with(ChoiceField::Identity, "both"), Lang::En),
    ] {
        let machine = Machine::made(draft.clone(), lang);
        // the subject that the certificate bears, as OpenSSL writes it for nginx
        let subject = testkit::tool("openssl")
            .args(["x509", "-in", "client.crt", "-noout", "-subject", "-nameopt", "RFC2253"])
            .in_folder(machine.folder.join("client"))
            .succeeds()
            .text();
        let subject = subject.trim().trim_start_matches("subject=").to_owned();
        drop(machine);
        let mut machine = Machine::made(draft.with(ChoiceField::Allowed, subject), lang);
        machine.installs(&say::install_done(lang, &SERVICE));
        let found = machine.checked();
        let skipped: Vec<&str> = found.skipped.iter().map(String::as_str).collect();
        assert!(found.failed.is_empty(), "{found:#?}");
        let without_list: Vec<&str> = skipped.into_iter().filter(|name| *name != "days-list").collect();
        assert_eq!(without_list, NOT_HERE, "{found:#?}");
    }
}

/// A check that fails, and what it must advise.
type Failing = (&'static str, fn(&Machine) -> Message);

/// One thing that is broken in what is staged, what must be found, and its nearest neighbour, with which everything passes.
struct Break {
    what: &'static str,
    broken: fn(&Machine),
    failed: &'static [Failing],
    skipped: &'static [&'static str],
    neighbour: fn(&Machine),
}

/// With no answer to the first call, these say nothing.
const AFTER_REFUSAL: &[&str] = &["dns", "identity-headers", "backend-port"];

fn mended(message: Message, lang: Lang) -> Message {
    Message { remedy: say::gateway_mend(lang).into(), ..message }
}

fn asked(machine: &Machine, message: Message) -> Message {
    Message { remedy: say::gateway_ask(machine.lang, &machine.plan.server_unit()).into(), ..message }
}

fn replace(machine: &Machine, from: &str, to: &str) {
    machine.replace(&machine.plan.configuration(), from, to);
}

fn authorities(machine: &Machine, pem: &str) {
    fs::write(machine.staged(&machine.plan.certificate("client-ca.crt")), pem).unwrap();
}

fn revoked(machine: &Machine, pem: String) {
    fs::write(machine.staged(&machine.plan.certificate("client-ca.crl")), pem).unwrap();
}

/// Puts a certificate of the server's in place that began so many days ago.
fn server(machine: &Machine, days_ago: i64, days: u32) {
    let folder = machine.plan.certificates();
    machine.issue_server(&format!("root{folder}"), days_ago, days);
}

const BREAKS: &[Break] = &[
    Break {
        what: "another authority lets clients in",
        broken: |machine| {
            authorities(machine, &authority("Other CA").certificate().to_pem());
            revoked(machine, list(&authority("Other CA"), &[], 0));
        },
        failed: &[("with-certificate", |machine| asked(machine, say::proof_refused(machine.lang)))],
        skipped: AFTER_REFUSAL,
        neighbour: |machine| {
            let (ours, other) = (&machine.authority, authority("Other CA"));
            authorities(machine, &(ours.certificate().to_pem() + &other.certificate().to_pem()));
            revoked(machine, list(ours, &[], 0) + &list(&other, &[], 0));
        },
    },
    Break {
        what: "callers without a certificate are let in",
        broken: |machine| {
            replace(machine, "certificate = \"required\"", "certificate = \"optional\"");
            replace(machine, "who = \"any-verified\"", "who = \"anyone\"");
        },
        failed: &[("without-certificate", |machine| {
            mended(say::proof_off(machine.lang, &"on"), machine.lang)
        })],
        skipped: &NOT_HERE,
        // nobody enters without one: the rule asks for it
        neighbour: |machine| replace(machine, "certificate = \"required\"", "certificate = \"optional\""),
    },
    Break {
        what: "nobody is let in",
        broken: |machine| {
            replace(machine, "who = \"any-verified\"", "clients = [{ subject = \"CN=somebody\" }]");
        },
        failed: &[("with-certificate", |machine| say::proof_not_allowed(machine.lang))],
        skipped: AFTER_REFUSAL,
        neighbour: |machine| {
            replace(machine, "who = \"any-verified\"", "clients = [{ common_name = \"partner-a\" }]");
        },
    },
    Break {
        what: "the backend is told nothing that it reads",
        broken: |machine| replace(machine, "headers = [\"nginx\"]", "headers = [\"rfc9440\"]"),
        failed: &[("with-certificate", |machine| {
            mended(say::proof_not_vouched(machine.lang, &"on"), machine.lang)
        })],
        skipped: AFTER_REFUSAL,
        neighbour: |machine| replace(machine, "headers = [\"nginx\"]", "headers = [\"rfc9440\", \"nginx\"]"),
    },
    Break {
        what: "the handshake fails instead of an answer",
        broken: |machine| replace(machine, "reveal = ", "refusal = \"alert\"\nreveal = "),
        failed: &[
            ("without-certificate", |machine| asked(machine, say::proof_cut_off(machine.lang))),
            ("stranger", |machine| asked(machine, say::proof_cut_off(machine.lang))),
        ],
        skipped: &NOT_HERE,
        neighbour: |machine| replace(machine, "reveal = ", "refusal = \"answer\"\nreveal = "),
    },
    Break {
        what: "the server's certificate has expired",
        broken: |machine| server(machine, 40, 39),
        failed: &[
            ("with-certificate", |machine| say::proof_untrusted(machine.lang, &SERVICE)),
            ("days-server", |machine| say::proof_days_server_over(machine.lang, &14)),
        ],
        skipped: &["dns", "without-certificate", "stranger", "identity-headers", "backend-port"],
        neighbour: |machine| server(machine, 40, 56),
    },
    Break {
        what: "the client's certificate has expired",
        broken: |machine| drop(machine.issue_client(40, 39)),
        failed: &[
            ("with-certificate", |machine| asked(machine, say::proof_refused(machine.lang))),
            ("days-client", |machine| say::proof_days_client_over(machine.lang, &14)),
        ],
        skipped: AFTER_REFUSAL,
        neighbour: |machine| drop(machine.issue_client(40, 56)),
    },
    Break {
        what: "the client's certificate is revoked",
        broken: |machine| {
            let client = machine.issue_client(1, 60);
            revoked(machine, list(&machine.authority, &[&client], 0));
        },
        failed: &[("with-certificate", |machine| asked(machine, say::proof_refused(machine.lang)))],
        skipped: AFTER_REFUSAL,
        // the one before it was revoked
        neighbour: |machine| {
            let client = machine.issue_client(2, 60);
            machine.issue_client(1, 60);
            revoked(machine, list(&machine.authority, &[&client], 0));
        },
    },
    Break {
        what: "the revocation list has ended",
        broken: |machine| revoked(machine, list(&machine.authority, &[], 8)),
        failed: &[("with-certificate", |machine| asked(machine, say::proof_refused(machine.lang)))],
        skipped: AFTER_REFUSAL,
        neighbour: |machine| revoked(machine, list(&machine.authority, &[], 2)),
    },
    Break {
        what: "the backend is elsewhere",
        broken: |machine| {
            let here = machine.plan.backend().authority();
            replace(machine, &here, "127.0.0.1:9");
        },
        failed: &[("with-certificate", |machine| {
            say::proof_backend_down(machine.lang, &machine.plan.backend().authority())
        })],
        skipped: AFTER_REFUSAL,
        neighbour: |machine| replace(machine, "http://127.0.0.1:", "http://localhost:"),
    },
];

/// Breaks one thing after the other, and what is nearest to it and not broken. Each begins with what was staged.
#[test]
fn whatever_is_broken_is_found_with_the_right_advice() {
    for lang in Lang::ALL {
        let mut machine = Machine::made(gateway().with(ChoiceField::Revocation, "on"), lang);
        machine.installs(&say::install_done(lang, &SERVICE));
        let (whole, client) = (tree(&machine.root()), tree(&machine.folder.join("client")));
        // each break once, the languages in turn
        let mine = BREAKS.iter().skip(usize::from(lang == Lang::Ko)).step_by(2);
        for Break { what, broken, failed, skipped, neighbour } in mine {
            for (change, failed, skipped) in [(broken, *failed, *skipped), (neighbour, &[], &NOT_HERE)] {
                change(&machine);
                let found = machine.checked();
                let expected: Vec<(String, String)> = failed
                    .iter()
                    .map(|(check, advice)| ((*check).to_owned(), advice(&machine).to_string()))
                    .collect();
                assert_eq!(found.failed, expected, "{what}: {}", found.said);
                let skipped_here: Vec<&str> =
                    found.skipped.iter().map(String::as_str).filter(|name| *name != "days-list").collect();
                assert_eq!(skipped_here, skipped, "{what}: {}", found.said);
                restore(&machine.root(), &whole);
                restore(&machine.folder.join("client"), &client);
            }
        }
        let found = machine.checked();
        assert!(found.failed.is_empty(), "{found:#?}");
    }
}

/// Writes back what a file held.
fn restore(root: &std::path::Path, tree: &crate::machine::Tree) {
    for (path, (_, octets)) in tree {
        if let Some(octets) = octets.as_ref().filter(|_| !path.contains("usr/local/bin")) {
            fs::write(root.join(path), octets).unwrap();
        }
    }
}

/// The words of a refusal are quoted from the answer, for people and for programs.
#[test]
fn the_gateways_own_reason_is_shown() {
    let mut machine = Machine::made(gateway(), Lang::En);
    machine.installs("are in place");
    machine.issue_client(40, 39);
    machine.serve();
    let found = machine.found();
    machine.stop();
    assert!(found.said.contains("HTTP 400, \"This client certificate ended on"), "{}", found.said);
    passes(&{
        machine.issue_client(0, 60);
        machine.checked()
    });
}
