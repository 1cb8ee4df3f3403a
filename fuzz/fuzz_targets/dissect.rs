//! Whatever two sides are said to have sent, and whatever secrets come with it, is taken apart to the last octet, and what is wrong
//! is a finding. An input is a row of parts: `c`, `s` or `k` (the client's octets, the server's, a key log), the length in two
//! octets, the part; `C` and `S` behind a gap, of which the part's first octet tells the size. Whether the fields are right is asked by `crates/handshake/tests`.
#![no_main]

use handshake::dissect::{Keys, dissect};
use handshake::key_log::KeyLog;
use handshake::transcript::{Flight, Side};
use libfuzzer_sys::fuzz_target;
use text::Lang;

fuzz_target!(|bytes: &[u8]| {
    let (flights, log) = parts(bytes);
    let dissection = dissect(&flights, Keys { log: &log, shared_secret: None });
    for side in Side::ALL {
        let sent: usize = flights.iter().filter(|flight| flight.side == side).map(|flight| flight.octets.len()).sum();
        let records = dissection.records.iter().filter(|record| record.side == side);
        assert_eq!(sent, records.map(|record| record.octets.len()).sum::<usize>(), "an octet is lost");
    }
    for message in &dissection.messages {
        let mut leaves = Vec::new();
        message.fields.iter().for_each(|field| field.leaves(&mut leaves));
        let mut at = 0;
        for leaf in leaves {
            assert_eq!(leaf.range.start, at, "{} leaves a gap", leaf.name);
            at = leaf.range.end;
            assert!(!leaf.value.contains(['\u{202e}', '\u{200b}', '\n']), "a value turns or hides text");
        }
        assert_eq!(at, message.octets.len(), "octets of {} stay unexplained", message.kind.label());
    }
    for found in &dissection.findings {
        for lang in Lang::ALL {
            assert!(!found.finding.message(lang).problem.is_empty());
        }
    }
});

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
