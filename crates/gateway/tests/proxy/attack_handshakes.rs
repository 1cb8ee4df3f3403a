//! Whatever comes instead of a handshake: it is ended in time, costs little, and nobody else notices.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::caller::Caller;
use crate::support::{ANY_VERIFIED, Scene, passed};

/// Sends octets and ends; what comes back until the other side has ended too.
fn send(port: u16, octets: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // it may have been closed before everything was said
    drop(stream.write_all(octets));
    drop(stream.shutdown(Shutdown::Write));
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => panic!("it was not ended"),
        // a reset is an end too
        _ => answer,
    }
}

#[test]
fn half_open_handshakes_are_ended_and_others_are_served_meanwhile() {
    let scene = Scene::new();
    let limits = "[limits]\nhandshake_seconds = 2\n";
    let gateway = scene.start_with("", &format!("{ANY_VERIFIED}\n{limits}"));
    let hello = Caller::new(&scene, &scene.alice, gateway.port, b"http/1.1").hello();
    let half: Vec<TcpStream> = (0..300)
        .map(|number: usize| {
            let mut stream = TcpStream::connect(("127.0.0.1", gateway.port)).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
            // nothing, a part, or all but the last octet
            let length = [0, 1, 5, hello.len() / 2, hello.len() - 1][number % 5];
            stream.write_all(&hello[..length]).unwrap();
            stream
        })
        .collect();
    passed(&scene.ask(&gateway, "alice", &[]));
    for mut stream in half {
        // rustls says why, or the connection just ends
        assert!(stream.read_to_end(&mut Vec::new()).is_ok_and(|length| length < 64));
    }
    gateway.log.wait_for("the handshake took too long", 0);
    passed(&scene.ask(&gateway, "alice", &[]));
}

#[test]
fn whatever_begins_a_connection_ends_it_and_nothing_else() {
    let scene = Scene::new();
    let gateway = scene.start();
    let hello = Caller::new(&scene, &scene.alice, gateway.port, b"h2").hello();
    let edits = proptest::collection::vec((0..hello.len(), any::<u8>()), 0..12);
    let cut = prop_oneof![Just(hello.len()), 0..=hello.len()];
    let garbage = proptest::collection::vec(any::<u8>(), 0..2_000);
    let begun = (edits, cut).prop_map(|(edits, cut)| {
        let mut octets = hello.clone();
        for (place, octet) in edits {
            octets[place] = octet;
        }
        octets.truncate(cut);
        octets
    });
    let twice = begun.clone().prop_map(|begun| begun.repeat(2));
    let cases = prop_oneof![4 => begun, 1 => twice, 2 => garbage];
    // more of them with PROPTEST_CASES
    let most = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(150);
    let mut runner = TestRunner::new(Config { cases: most, failure_persistence: None, ..Config::default() });
    runner
        .run(&cases, |octets| {
            let answer = send(gateway.port, &octets);
            // at most a flight of the handshake or an alert, never an answer of HTTP but to what looks like it
            prop_assert!(answer.len() < 8_192, "{} octets", answer.len());
            let said = String::from_utf8_lossy(&answer).into_owned();
            let is_text = octets.first().is_some_and(u8::is_ascii_uppercase);
            prop_assert!(is_text == said.starts_with("HTTP/1.1 400"), "{said:?} to {octets:?}");
            Ok(())
        })
        .unwrap();
    passed(&scene.ask(&gateway, "alice", &[]));
    let log = gateway.log.all().join("\n");
    assert!(!log.contains("panicked"), "{log}");
    scene.backend.only();
}

#[test]
fn what_is_truncated_anywhere_is_no_handshake() {
    let scene = Scene::new();
    let gateway = scene.start();
    let hello = Caller::new(&scene, &scene.alice, gateway.port, b"h2").hello();
    for length in (0..hello.len()).step_by(17) {
        let answer = send(gateway.port, &hello[..length]);
        assert!(answer.first().is_none_or(|kind| *kind == 21), "{length}: an alert at most, not {answer:?}");
    }
    // the whole is answered with a handshake
    assert_eq!(send(gateway.port, &hello).first(), Some(&22));
}

#[test]
fn many_idle_connections_are_little_and_hold_up_nobody() {
    // more of them with HANDFAST_CONNECTIONS, below the number of files that may be open
    let most = std::env::var("HANDFAST_CONNECTIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(300);
    let scene = Scene::new();
    let gateway = scene.start();
    let caller = Caller::new(&scene, &scene.alice, gateway.port, b"http/1.1");
    let open = |count: usize| -> Vec<_> {
        (0..count)
            .map(|_| {
                let mut line = caller.connect().unwrap();
                assert!(Caller::ask(&mut line, "/").unwrap().starts_with("HTTP/1.1 200"));
                line
            })
            .collect()
    };
    let parked = || gateway.log.all().iter().filter(|line| line.contains("a connection is parked")).count();
    let wait_for = |count: usize| {
        let deadline = Instant::now() + Duration::from_secs(60);
        while parked() < count {
            assert!(Instant::now() < deadline, "{} of {count} are parked", parked());
            std::thread::yield_now();
        }
    };
    // what the first ones bring along is not theirs
    let first = open(50);
    wait_for(50);
    let before = gateway.memory();
    let mut others = open(most);
    wait_for(50 + most);
    let each = gateway.memory().saturating_sub(before) / most;
    // a third more than was measured with 1,000: the fewer there are, the more the allocator's own room counts
    assert!(each < 20 * 1_024, "{each} octets for each connection");
    passed(&scene.ask(&gateway, "alice", &[]));
    for line in others.iter_mut().step_by(50) {
        assert!(Caller::ask(line, "/").unwrap().starts_with("HTTP/1.1 200"));
    }
    drop(first);
}
