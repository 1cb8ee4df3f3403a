//! Sessions of TLS 1.2 that are taken up where the key log tells the first connection's secret alone: that one opens the later ones too.

mod support;

use handshake::capture::{self, Capture};
use handshake::dissect::finding::Finding;
use handshake::dissect::message::Kind;
use handshake::dissect::{Dissection, Keys, Memory, dissect};
use handshake::key_log::KeyLog;
use support::explained::{everything_computed_fits, everything_is_explained};

const BY_NAME: &[u8] = include_bytes!("data/session-by-name.pcapng");
const BY_TICKET: &[u8] = include_bytes!("data/session-by-ticket.pcapng");

/// A recording of two connections, and a key log with the secret of the first one alone.
fn recorded(file: &[u8]) -> (Capture, KeyLog) {
    let read = capture::read(file).expect("a recording");
    let mut keys = read.keys.clone();
    keys.entries.truncate(1);
    (read, keys)
}

fn taken_apart(capture: &Capture, keys: &KeyLog) -> Vec<Dissection> {
    let mut memory = Memory::default();
    let one = |flights: &[handshake::transcript::Flight]| {
        let dissection = memory.dissect(flights, Keys { log: keys, shared_secret: None });
        everything_is_explained(flights, &dissection);
        dissection
    };
    capture.connections.iter().map(|recorded| recorded.flights.as_slice()).map(one).collect()
}

fn closed(dissection: &Dissection) -> bool {
    let lacks = Finding::KeysMissing { label: "CLIENT_RANDOM".into() };
    dissection.messages.iter().any(|message| message.kind == Kind::Sealed)
        && dissection.findings.iter().any(|found| found.finding == lacks)
}

#[test]
fn what_opens_the_first_connection_opens_the_one_that_takes_up_its_session() {
    for file in [BY_NAME, BY_TICKET] {
        let (capture, keys) = recorded(file);
        let dissections = taken_apart(&capture, &keys);
        assert_eq!(dissections.len(), 2);
        for dissection in &dissections {
            assert!(!dissection.messages.iter().any(|message| message.kind == Kind::Sealed));
            assert_eq!(
                dissection.messages.iter().filter(|message| message.kind == Kind::Finished).count(),
                2
            );
            everything_computed_fits(dissection);
            assert_eq!(dissection.findings, []);
        }
        // by itself nobody knows whose session it takes up
        let second = &capture.connections[1].flights;
        assert!(closed(&dissect(second, Keys { log: &keys, shared_secret: None })));
    }
}

#[test]
fn another_name_or_another_ticket_opens_nothing() {
    for file in [BY_NAME, BY_TICKET] {
        let (mut capture, keys) = recorded(file);
        let hello = &mut capture.connections[1].flights[0].octets;
        // the ticket behind its extension's number and length; where there is none, the name behind two headers, version and random
        let ticket = hello.windows(3).position(|octets| octets == [0, 0x23, 3]).map(|begins| begins + 4);
        let at = ticket.unwrap_or(5 + 4 + 2 + 32 + 1);
        hello[at] ^= 1;
        let dissections = taken_apart(&capture, &keys);
        assert!(!closed(&dissections[0]) && closed(&dissections[1]));
    }
}

#[test]
fn a_session_that_is_offered_and_not_taken_up_opens_nothing() {
    // the server gives the session another name: it is a new one
    let (mut capture, keys) = recorded(BY_NAME);
    capture.connections[1].flights[1].octets[5 + 4 + 2 + 32 + 1] ^= 1;
    assert!(closed(&taken_apart(&capture, &keys)[1]));
    // octets are missing in which the new session's key exchange may have been
    let (mut capture, keys) = recorded(BY_NAME);
    capture.connections[1].flights[2].lost = 100;
    assert!(!closed(&taken_apart(&capture, &keys)[1]), "the server's ChangeCipherSpec came before");
    let (mut capture, keys) = recorded(BY_NAME);
    let answer = capture.connections[1].flights[1].octets.clone();
    let (hello, behind) = answer.split_at(5 + usize::from(answer[3]) * 256 + usize::from(answer[4]));
    let side = capture.connections[1].flights[1].side;
    capture.connections[1].flights[1].octets = hello.to_vec();
    let torn = handshake::transcript::Flight { side, lost: 100, octets: behind.to_vec() };
    capture.connections[1].flights.insert(2, torn);
    assert!(closed(&taken_apart(&capture, &keys)[1]));
}
