//! Wireshark's judgement: a transcript written as pcapng with its secrets is opened by tshark, and all that both name is the same,
//! in the same order.

mod support;

use handshake::scenario::{Group, Scenario, Session, Suite, Version};
use pki::key::KeyAlgorithm;
use support::wireshark::agrees;
use testkit::family::Family;

fn scenarios() -> Vec<(String, Scenario)> {
    let mut all = Vec::new();
    for algorithm in [KeyAlgorithm::EcdsaP256, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa2048] {
        let family = Family::new(algorithm);
        for version in Version::ALL {
            for session in [Session::Full, Session::Resumed] {
                let mut scenario = support::good(&family);
                scenario.client.offer.versions = vec![version];
                scenario.session = session;
                all.push((format!("{algorithm:?} {version:?} {session:?}"), scenario));
            }
        }
    }
    let family = Family::new(KeyAlgorithm::EcdsaP384);
    for suite in
        [Suite::Chacha20Poly1305Sha256, Suite::EcdheEcdsaChacha20Poly1305, Suite::EcdheEcdsaAes128GcmSha256]
    {
        let mut scenario = support::good(&family);
        scenario.client.offer.suites = vec![suite];
        if suite != Suite::Chacha20Poly1305Sha256 {
            scenario.client.offer.versions = vec![Version::Tls12];
        }
        all.push((format!("{suite:?}"), scenario));
    }
    let mut retried = support::good(&family);
    retried.server.offer.groups = vec![Group::Secp384r1];
    all.push(("retried".to_owned(), retried));
    all
}

#[test]
fn tshark_sees_the_same_in_every_suite_and_session() {
    let mut named = Vec::new();
    for (name, scenario) in scenarios() {
        let connections = support::play(&scenario).connections;
        named.extend(connections.into_iter().map(|connection| (name.clone(), connection)));
    }
    let count = agrees(named);
    assert!(count > 2000, "{count} values were compared");
}
