//! What rustls itself prints over the catalogue of handshakes is known, and the samples that name a scenario are what it prints there.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use diagnose::doctor::{Loaded, doctor};
use handshake::catalogue::workshop::Workshop;
use handshake::catalogue::{ENTRIES, Play};
use handshake::lab;
use handshake::transcript::End;
use pki::key::KeyAlgorithm;
use support::ground;
use testkit::SeededEntropy;

/// What rustls says of each scenario that one side stops.
fn printed() -> BTreeMap<&'static str, String> {
    let set = ground::set(KeyAlgorithm::EcdsaP256, true);
    let (mut entropy, mut of_workshop) = (SeededEntropy::new(77), SeededEntropy::new(79));
    let mut workshop = Workshop::new(&set, &mut of_workshop).expect("a workshop");
    let mut said = BTreeMap::new();
    for entry in ENTRIES {
        let Play::Lab(staged) = entry.stage(&mut workshop).expect(entry.id) else { continue };
        let transcript = lab::run(&staged.scenario, &mut entropy).expect(entry.id);
        let connection = transcript.last();
        let end = connection.stopped_by().map(|by| connection.outcome(by).end.clone());
        if let Some(End::Stopped { words, .. }) = end {
            said.insert(entry.id, words);
        }
    }
    said
}

/// Without the times, which are those of the run.
fn timeless(words: &str) -> String {
    words.replace(|letter: char| letter.is_ascii_digit(), "")
}

#[test]
fn what_rustls_prints_is_known() {
    let said = printed();
    assert!(said.len() > 20, "{said:?}");
    for (id, words) in &said {
        let found = doctor(words, &Loaded::nothing());
        assert!(!found.recognised.is_empty(), "{id}: {words}");
    }
    // the samples that name a scenario
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("doctor/samples");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the samples are there") {
        let sample = std::fs::read_to_string(entry.expect("readable").path()).expect("text");
        let Some(id) = sample.lines().nth(1).and_then(|line| line.strip_prefix("# scenario of the lab: "))
        else {
            continue;
        };
        let words = sample.lines().nth(2).expect("what was printed");
        assert_eq!(timeless(words), timeless(&said[id]), "{id}");
        count += 1;
    }
    assert!(count > 2, "{count}");
}
