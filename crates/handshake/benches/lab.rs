//! How long a handshake takes from its scenario to what is drawn, the whole catalogue, and a recording of 10 MB:
//! `cargo bench --package handshake`. What is promised: 20 ms, 2 s and 2 s in the browser's worker.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures, and fails as a test does"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use handshake::catalogue::workshop::{Set, Workshop};
use handshake::catalogue::{ENTRIES, Play};
use handshake::dissect::{Keys, dissect, dissect_connection};
use handshake::scenario::{Credential, Scenario, Version};
use handshake::transcript::Transcript;
use handshake::{capture, json, lab};
use pki::certificate::Certificate;
use pki::key::{KeyAlgorithm, PrivateKey};
use testkit::family::Family;
use testkit::{NOW, SeededEntropy, TestKeys};
use text::Lang;

fn main() {
    let kinds =
        [KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa2048];
    println!("{:>12} {:>8} {:>10} {:>10} {:>10}", "keys", "version", "handshake", "dissect", "JSON");
    for algorithm in kinds {
        let set = set(algorithm);
        for version in Version::ALL {
            let scenario = good(&set, version);
            let mut transcript = None;
            let run = best(|| transcript = Some(play(&scenario)));
            let transcript = transcript.unwrap();
            let taken_apart = best(|| {
                black_box(dissect_connection(transcript.last()));
            });
            let written = best(|| {
                black_box(json::of_transcript(&transcript, Lang::En));
            });
            println!(
                "{:>12} {:>8} {:>7.2} ms {:>7.2} ms {:>7.2} ms",
                algorithm.label(),
                version.label(),
                run.as_secs_f64() * 1e3,
                taken_apart.as_secs_f64() * 1e3,
                written.as_secs_f64() * 1e3
            );
        }
    }
    let set = set(KeyAlgorithm::EcdsaP256);
    let all = best(|| {
        let mut entropy = SeededEntropy::new(2);
        let mut workshop = Workshop::new(&set, &mut entropy).unwrap();
        for entry in ENTRIES {
            if let Play::Lab(staged) = entry.stage(&mut workshop).unwrap() {
                for connection in &play(&staged.scenario).connections {
                    black_box(dissect_connection(connection));
                }
            }
        }
    });
    println!("the catalogue's {} scenarios: {:.0} ms", ENTRIES.len(), all.as_secs_f64() * 1e3);
    let file = long_recording(&set);
    let read = best(|| {
        let read = capture::read(&file).unwrap();
        for recorded in &read.connections {
            black_box(dissect(&recorded.flights, Keys { log: &read.keys, shared_secret: None }));
        }
    });
    println!("a recording of {:.1} MB: {:.0} ms", file.len() as f64 / 1e6, read.as_secs_f64() * 1e3);
}

fn set(algorithm: KeyAlgorithm) -> Set {
    let family = Family::new(algorithm);
    let credential = |(certificate, key): &(Certificate, PrivateKey)| Credential {
        chain: vec![certificate.der().to_vec()],
        key: key.clone(),
    };
    let keys = TestKeys::new();
    Set {
        authority: family.authority.certificate().der().to_vec(),
        authority_key: Some(family.authority.key().clone()),
        server: credential(&family.server),
        client: credential(&family.client),
        host: "api.example.test".to_owned(),
        rsa: vec![keys.make(KeyAlgorithm::Rsa2048), keys.make(KeyAlgorithm::Rsa2048)],
        at: NOW,
    }
}

fn good(set: &Set, version: Version) -> Scenario {
    let mut entropy = SeededEntropy::new(1);
    let mut workshop = Workshop::new(set, &mut entropy).unwrap();
    let Play::Lab(mut staged) = ENTRIES[0].stage(&mut workshop).unwrap() else {
        unreachable!("the first is played")
    };
    staged.scenario.client.offer.versions = vec![version];
    staged.scenario
}

fn play(scenario: &Scenario) -> Transcript {
    lab::run(scenario, &mut SeededEntropy::new(3)).unwrap()
}

/// Connections with long answers, 10 MB together.
fn long_recording(set: &Set) -> Vec<u8> {
    let mut scenario = good(set, Version::Tls13);
    scenario.talk.answer.push_str(&"0123456789abcdef".repeat(1000));
    let mut connections = Vec::new();
    while connections.len() < 480 {
        let run = lab::run(&scenario, &mut SeededEntropy::new(connections.len() as u64)).unwrap();
        connections.extend(run.connections);
    }
    capture::write(&Transcript { connections }, NOW).expose().to_vec()
}

fn best(mut run: impl FnMut()) -> Duration {
    let once = || {
        let began = Instant::now();
        run();
        began.elapsed()
    };
    std::iter::repeat_with(once).take(5).min().unwrap()
}
