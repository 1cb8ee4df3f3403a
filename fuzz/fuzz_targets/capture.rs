//! Any file as a recording of network traffic: what can be read of it is taken apart with the secrets in it, and the rest is told.
//! Whether it is right is asked by `crates/handshake/tests`.
#![no_main]

use handshake::capture;
use handshake::dissect::{Keys, dissect};
use libfuzzer_sys::fuzz_target;
use text::Lang;

fuzz_target!(|bytes: &[u8]| {
    match capture::read(bytes) {
        Err(error) => assert!(!error.message(Lang::Ko).problem.is_empty()),
        Ok(read) => {
            assert!(!read.connections.is_empty());
            for finding in &read.findings {
                assert!(!finding.message(Lang::En).remedy.is_empty());
            }
            for recorded in &read.connections {
                let sent: usize = recorded.flights.iter().map(|flight| flight.octets.len()).sum();
                assert!(sent <= bytes.len(), "octets from nowhere");
                let dissection = dissect(&recorded.flights, Keys { log: &read.keys, shared_secret: None });
                let kept: usize = dissection.records.iter().map(|record| record.octets.len()).sum();
                assert_eq!(sent, kept, "an octet is lost");
            }
        }
    }
});
