//! The corpus of the fuzz targets `dissect` and `capture`, replayed: whatever once was interesting is read again by every ordinary
//! run of the tests. The form of the files of `dissect` is told at the head of its target.

mod support;

use std::path::Path;

use handshake::capture;
use handshake::dissect::{Keys, dissect};
use handshake::key_log::KeyLog;
use handshake::transcript::{Flight, Side};
use proptest::prelude::*;
use support::explained::everything_is_explained;
use text::Lang;

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("a readable folder").path())
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a readable file"))
        })
        .collect();
    files.sort();
    files
}

/// What a side sent when eight times as many octets as the first one says are missing before it.
fn behind_a_gap(side: Side, part: &[u8]) -> Option<Flight> {
    let (lost, octets) = part.split_first()?;
    Some(Flight { side, lost: 8 * usize::from(*lost), octets: octets.to_vec() })
}

fn parts(mut bytes: &[u8]) -> (Vec<Flight>, KeyLog) {
    let (mut flights, mut log) = (Vec::new(), KeyLog::default());
    while let [kind, high, low, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
        let (part, behind) = rest.split_at(length);
        match kind {
            b'c' => flights.push(Flight { side: Side::Client, lost: 0, octets: part.to_vec() }),
            b's' => flights.push(Flight { side: Side::Server, lost: 0, octets: part.to_vec() }),
            b'C' => flights.extend(behind_a_gap(Side::Client, part)),
            b'S' => flights.extend(behind_a_gap(Side::Server, part)),
            _ => log.entries.append(&mut KeyLog::parse(&String::from_utf8_lossy(part)).entries),
        }
        bytes = behind;
    }
    (flights, log)
}

fn explained(flights: &[Flight], log: &KeyLog) -> usize {
    let dissection = dissect(flights, Keys { log, shared_secret: None });
    everything_is_explained(flights, &dissection);
    for found in &dissection.findings {
        for lang in Lang::ALL {
            let said = found.finding.message(lang);
            assert!(!said.problem.is_empty() && !said.remedy.is_empty());
        }
    }
    dissection.messages.len()
}

#[test]
fn every_conversation_is_explained() {
    let files = corpus("dissect");
    assert!(files.len() >= 10, "{}", files.len());
    for (name, bytes) in files {
        let (flights, log) = parts(&bytes);
        assert!(explained(&flights, &log) > 0, "{name}");
    }
}

#[test]
fn every_recording_is_read_or_refused_in_words() {
    let files = corpus("capture");
    assert!(files.len() >= 6, "{}", files.len());
    for (name, bytes) in files {
        match capture::read(&bytes) {
            Ok(read) => {
                for recorded in &read.connections {
                    explained(&recorded.flights, &read.keys);
                }
            }
            Err(error) => assert!(!error.message(Lang::Ko).problem.is_empty(), "{name}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// A conversation that is cut, damaged or shuffled anywhere is still explained to its last octet.
    #[test]
    fn damaged_conversations_are_explained_too(
        which in any::<prop::sample::Index>(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let files = corpus("dissect");
        let (mut flights, log) = parts(&files[which.index(files.len())].1);
        for (place, octet) in damage {
            if !flights.is_empty() {
                let count = flights.len();
                let flight = &mut flights[place.index(count)].octets;
                if !flight.is_empty() {
                    let at = place.index(flight.len());
                    flight[at] = octet;
                }
            }
        }
        if let Some(last) = flights.last_mut() {
            let length = cut.index(last.octets.len() + 1);
            last.octets.truncate(length);
        }
        explained(&flights, &log);
    }
}
