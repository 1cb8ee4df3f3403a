//! What is said of the server's own certificates.

use serde_json::Value;

use crate::server::{NOBODY, found, json, nginx, parsed, run_as};
use crate::support::Scene;
use crate::support::authority::{Party, Wish, root};

/// What was looked at and failed.
fn failed(report: &Value) -> Vec<&str> {
    let failures = report["chain"]["failures"].as_array().unwrap().iter();
    failures.map(|one| one["check"].as_str().unwrap()).collect()
}

fn shown(scene: &Scene, party: &Party, others: &[&Party]) -> Value {
    scene.put("shown", party, others);
    let server = nginx(scene, "shown", "");
    json(scene, server.port, NOBODY, &["--expect", "chain-ok"])
}

const NAMES: [&str; 2] = [crate::support::HOST, "127.0.0.1"];

#[test]
fn each_fault_of_a_chain_is_named_beside_the_chain_without_it() {
    let scene = Scene::new();
    let intermediate = scene.authority.issue(9, Wish::authority("Scene Intermediate"));
    let good = scene.authority.issue(10, Wish::server(&NAMES));
    let late = scene.authority.issue(11, Wish::server(&NAMES).days(-20, -10));
    let early = scene.authority.issue(12, Wish::server(&NAMES).days(1, 20));
    let other_name = scene.authority.issue(13, Wish::server(&["other.example.test"]));
    let for_clients = scene.authority.issue(14, Wish::client("client").named(&[(2, NAMES[0])]));
    let below = intermediate.issue(15, Wish::server(&NAMES));
    let stranger = root("Stranger Authority").issue(16, Wish::server(&NAMES));
    let twin = root("Scene Authority").issue(17, Wish::server(&NAMES));
    let both = scene.authority.issue(18, Wish::server(&["other.example.test"]).days(-20, -10));
    for (name, party, others, expected) in [
        ("good", &good, vec![], vec![]),
        ("late", &late, vec![], vec!["dates"]),
        ("early", &early, vec![], vec!["dates"]),
        ("other name", &other_name, vec![], vec!["server-name"]),
        ("late and other name", &both, vec![], vec!["dates", "server-name"]),
        ("for clients", &for_clients, vec![], vec!["extended-key-usage"]),
        ("intermediate missing", &below, vec![], vec!["anchor"]),
        ("intermediate sent", &below, vec![&intermediate], vec![]),
        ("of a stranger", &stranger, vec![], vec!["anchor"]),
        ("of a twin", &twin, vec![], vec!["signature"]),
    ] {
        let report = shown(&scene, party, &others);
        let failed: Vec<&str> =
            failed(&report).into_iter().filter(|check| *check != "key-identifiers").collect();
        assert_eq!(failed, expected, "{name}");
        let holds = expected.is_empty();
        assert_eq!(
            (report["chain"]["holds"].as_bool(), report["as_expected"].as_bool()),
            (Some(holds), Some(holds)),
            "{name}"
        );
        // whoever verifies with OpenSSL or webpki comes to the same
        assert_eq!(
            report["chain"]["openssl"]["code"] == 0 && report["chain"]["webpki"].is_null(),
            holds,
            "{name}"
        );
        assert_eq!(found(&report).contains(&"chain"), !holds, "{name}");
    }
}

#[test]
fn a_chain_that_holds_for_those_alone_who_trust_an_intermediate_is_named() {
    let scene = Scene::new();
    let intermediate = scene.authority.issue(9, Wish::authority("Scene Intermediate"));
    let below = intermediate.issue(15, Wish::server(&NAMES));
    scene.folder.write("both.pem", format!("{}{}", intermediate.pem(), scene.authority.pem()));
    scene.folder.write("intermediate.pem", intermediate.pem());
    for (others, trusted, id) in
        [(vec![], "intermediate.pem", true), (vec![&intermediate], "good.pem", false)]
    {
        scene.put("shown", &below, &others);
        let server = nginx(&scene, "shown", "");
        let report = json(&scene, server.port, NOBODY, &["--cacert", trusted]);
        assert_eq!(report["chain"]["holds"], true, "{trusted}");
        assert_eq!(found(&report).contains(&"intermediate-not-sent"), id, "{trusted}");
    }
}

#[test]
fn what_ends_soon_is_told_while_it_still_holds() {
    let scene = Scene::new();
    for (days, soon) in [(20, false), (10, true), (-1, false)] {
        let server = scene.authority.issue(20, Wish::server(&NAMES).days(-30, days));
        let report = shown(&scene, &server, &[]);
        assert_eq!(found(&report).contains(&"chain-ends-soon"), soon, "{days}");
        assert_eq!(report["chain"]["holds"], days > 0, "{days}");
    }
}

#[test]
fn a_certificate_of_version_1_is_read_and_judged_after_all() {
    let scene = Scene::new();
    let old = scene.authority.issue(19, Wish::server(&NAMES).old());
    let report = shown(&scene, &old, &[]);
    assert_eq!(report["chain"]["sent"][0]["subject"], "CN=server");
    assert_eq!(report["chain"]["holds"], false);
    // rustls would have ended the handshake; the probe goes on and sees the answer
    assert_eq!(report["connections"][0]["end"]["status"], 200);
}

#[test]
fn the_moment_can_be_another_and_the_name_is_the_one_that_was_called() {
    let scene = Scene::new();
    let server = nginx(&scene, "server", "");
    for (at, holds) in [("2040-01-01", false), ("2000-01-01", false)] {
        let report = json(&scene, server.port, NOBODY, &["--at", at]);
        assert_eq!(report["chain"]["holds"], holds, "{at}");
        assert_eq!(report["at"], format!("{at}T00:00:00Z"));
    }
    for (host, holds) in [("127.0.0.1", true), ("api.example.test", true), ("wrong.example.test", false)] {
        let report = parsed(&run_as(&scene, host, server.port, NOBODY, &["--json"]));
        assert_eq!(report["chain"]["holds"], holds, "{host}");
    }
}
