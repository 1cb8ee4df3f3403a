//! Recordings in the Handshake room: an alert that ends a connection is told at its place, what is damaged as well, and connections
//! are told apart.

mod desk;

use std::rc::Rc;

use desk::Desk;
use desk::shaking::{desk, given, play, tell};
use handshake::capture::{self, Sent as Written};
use testkit::NOW;
use testkit::pcapng::blocks;
use workbench::document::{Block, Verdict};
use workbench::rooms::handshake::Msg as Shaking;
use workbench::sight::handshake::{Play, Sent};

const REFUSED: &[u8] = include_bytes!("../../handshake/recordings/rsa1024-refused.pcapng");
const TLS11: &[u8] = include_bytes!("../../handshake/recordings/tls11-refused.pcapng");
const TLS12: &[u8] = include_bytes!("../../handshake/recordings/openssl-tls12.pcapng");
const WARNED: &[u8] = include_bytes!("../../handshake/tests/data/warned.pcapng");

fn scenario(desk: &mut Desk, name: &str) -> Rc<Play> {
    tell(desk, Shaking::Scenario(name.to_owned()));
    play(desk)
}

fn opened(desk: &mut Desk, file: &[u8]) -> Rc<Play> {
    tell(desk, given("file.pcapng", file));
    play(desk)
}

/// The lines that carry the mark of a refusal, with what is told at them.
fn refused(play: &Play) -> Vec<(&Sent, String)> {
    let marked =
        |sent: &Sent| sent.why.iter().any(|block| matches!(block, Block::Finding(Verdict::Refused, _)));
    let lines = play.connections.iter().flatten().filter(|sent| marked(sent));
    lines.map(|sent| (sent, format!("{:?}", sent.why))).collect()
}

#[test]
fn an_alert_that_ended_a_recorded_scenario_is_told_at_its_line() {
    let mut desk = desk();
    for (name, words) in [
        (
            "weak-rsa",
            ["shorter than OpenSSL’s security level 2", "bad_certificate (42)", "Rule: OpenSSL SECLEVEL 2"],
        ),
        ("tls11", ["no version of TLS in common", "protocol_version (70)", "Rule: RFC 8446, 4.2.1"]),
    ] {
        let play = scenario(&mut desk, name);
        let lines = refused(&play);
        let [(line, told)] = lines.as_slice() else { panic!("{name}: {}", lines.len()) };
        assert_eq!(line.name, "Alert", "{name}");
        assert!(line.note.contains(words[1]) && told.contains(words[0]) && told.contains(words[2]), "{told}");
    }
    // one that went through, and one that the lab plays, whose line is told as before
    assert_eq!(refused(&scenario(&mut desk, "version-1")).len(), 0);
    assert_eq!(refused(&scenario(&mut desk, "client-expired")).len(), 1);
    assert_eq!(refused(&scenario(&mut desk, "good")).len(), 0);
}

#[test]
fn an_alert_in_any_recording_is_told_as_far_as_its_octets_tell() {
    let mut desk = desk();
    for (file, words) in [
        (
            REFUSED,
            &[
                "The alert bad_certificate (42) of the server says",
                "The last message of the client before it is Finished.",
                "it is about the certificate that the client showed",
                "Rule: RFC 8446, 6.2",
            ][..],
        ),
        (
            TLS11,
            &[
                "The alert protocol_version (70) of the server says",
                "The last message of the client before it is ClientHello.",
            ],
        ),
    ] {
        let play = opened(&mut desk, file);
        let lines = refused(&play);
        let [(_, told)] = lines.as_slice() else { panic!("{}", lines.len()) };
        for words in words {
            assert!(told.contains(words), "{words}: {told}");
        }
        // why it was refused no octet says
        assert!(
            !told.contains("shorter") && (file == REFUSED) == told.contains("the certificate that"),
            "{told}"
        );
    }
    // a goodbye and a warning are no refusals
    assert_eq!(refused(&opened(&mut desk, TLS12)).len(), 0);
    assert_eq!(refused(&opened(&mut desk, WARNED)).len(), 0);
}

#[test]
fn what_is_damaged_is_told_where_it_stands_and_is_no_refusal() {
    let mut read = capture::read(TLS12).expect("a recording");
    let mut flights = read.connections.swap_remove(0).flights;
    let ends = flights.iter().rposition(|flight| flight.octets.len() > 1000).expect("the answer");
    flights[ends].octets[100] ^= 1;
    let address = |text: &str| text.parse().expect("an address");
    let (client, server) = (address("192.0.2.1:40000"), address("192.0.2.2:443"));
    let written = Written { client, server, flights: &flights, keys: &read.keys };
    let mut desk = desk();
    let play = opened(&mut desk, capture::write_sent(&[written], NOW).expose());
    assert_eq!(refused(&play).len(), 0);
    let told =
        |sent: &&Sent| format!("{:?}", sent.why).contains("One record that the server sent does not open");
    let lines: Vec<&Sent> = play.connections.iter().flatten().filter(told).collect();
    let [line] = lines.as_slice() else { panic!("{}", lines.len()) };
    assert_eq!(line.name, "EncryptedRecord");
    assert!(format!("{:?}", play.outcome).contains("One record that the server sent does not open"));
    let names: Vec<&str> = play.connections[0].iter().map(|sent| sent.name.as_str()).collect();
    assert_eq!(names.last(), Some(&"Alert"), "what comes behind it is opened");
}

#[test]
fn connections_of_one_recording_are_told_apart() {
    let read = capture::read(TLS12).expect("a recording");
    let flights = &read.connections[0].flights;
    let none = handshake::key_log::KeyLog::default();
    let written = |client: &str| Written {
        client: client.parse().expect("an address"),
        server: "192.0.2.2:443".parse().expect("an address"),
        flights,
        keys: &none,
    };
    let mut desk = desk();
    for (clients, titles) in [
        (
            ["192.0.2.1:40000", "192.0.2.1:40001", "192.0.2.1:40000"],
            [
                "192.0.2.1:40000 called 192.0.2.2:443 (1 of 2 between these two).",
                "192.0.2.1:40001 called 192.0.2.2:443.",
                "192.0.2.1:40000 called 192.0.2.2:443 (2 of 2 between these two).",
            ],
        ),
        (
            ["192.0.2.1:40000", "192.0.2.1:40001", "192.0.2.1:40002"],
            [
                "192.0.2.1:40000 called 192.0.2.2:443.",
                "192.0.2.1:40001 called 192.0.2.2:443.",
                "192.0.2.1:40002 called 192.0.2.2:443.",
            ],
        ),
    ] {
        let written: Vec<Written<'_>> = clients.iter().map(|client| written(client)).collect();
        let play = opened(&mut desk, capture::write_sent(&written, NOW).expose());
        assert_eq!(play.titles, titles);
        // what is wrong with all of them is told of all
        assert!(
            format!("{:?}", play.outcome).contains("In every connection that is shown"),
            "{:?}",
            play.outcome
        );
    }
}

#[test]
fn rows_of_http_2_say_method_and_path_or_the_status() {
    let mut desk = desk();
    for (file, notes) in [
        (
            &include_bytes!("../../handshake/tests/data/chromium-http2.pcapng")[..],
            &[
                "SETTINGS, WINDOW_UPDATE · ",
                "SETTINGS, WINDOW_UPDATE · ",
                "SETTINGS · ",
                "GET / · ",
                "SETTINGS · ",
                "HTTP/2 200, DATA · ",
                "GET /favicon.ico · ",
                "HTTP/2 200, DATA · ",
            ][..],
        ),
        (TLS12, &["GET / HTTP/1.0 · ", "HTTP/1.0 200 ok · "]),
    ] {
        let play = opened(&mut desk, file);
        let rows = play.connections[0].iter().filter(|sent| sent.name == "ApplicationData");
        let rows: Vec<&str> = rows.map(|sent| sent.note.as_str()).collect();
        let fits = rows.iter().zip(notes).all(|(row, note)| row.starts_with(note));
        assert!(rows.len() >= notes.len() && fits, "{rows:?}");
    }
}

#[test]
fn calls_without_tls_are_shown_beside_those_with_it_or_counted() {
    const FILE: &[u8] = include_bytes!("../../handshake/tests/data/plain-beside.pcapng");
    let mut desk = desk();
    let play = opened(&mut desk, FILE);
    // one with TLS, one in clear to the same port; of the one to another port it is said that it is there
    assert_eq!(play.titles.len(), 2, "{:?}", play.titles);
    assert!(play.titles.iter().all(|title| title.ends_with("127.0.0.1:22441.")), "{:?}", play.titles);
    let told = format!("{:?}", play.outcome);
    assert!(told.contains("One connection of this recording carries no TLS"), "{told}");
    let shown = |at: usize, words: &str| format!("{:?}", play.connections[at]).contains(words);
    assert!(shown(1, "GET / HTTP/1.1") && shown(1, "400 Bad Request") && shown(0, "ClientHello"));
    // where there is no TLS at all everything is shown, and nothing is left out where all is TLS
    let whole = capture::read(FILE).expect("a recording");
    let address = |text: &str| text.parse().expect("an address");
    for (kept, titles) in [(&[1, 2][..], 2), (&[0], 1)] {
        let written: Vec<Written<'_>> = kept
            .iter()
            .map(|at| &whole.connections[*at])
            .map(|one| Written {
                client: address(&one.client),
                server: address(&one.server),
                flights: &one.flights,
                keys: &whole.keys,
            })
            .collect();
        let play = opened(&mut desk, capture::write_sent(&written, NOW).expose());
        assert_eq!(play.titles.len(), titles);
        assert!(!format!("{:?}", play.outcome).contains("carries no TLS"));
    }
}

#[test]
fn a_recording_that_lacks_a_packet_is_shown_and_what_it_lacks_is_told_once() {
    let mut desk = desk();
    for file in [TLS12, include_bytes!("../../handshake/recordings/openssl-tls13.pcapng")] {
        let blocks = blocks(file);
        // an Enhanced Packet Block; what only acknowledges is shorter
        let says = |block: &[u8]| block[0] == 6 && block.len() > 120;
        for lost in (0..blocks.len()).filter(|number| says(blocks[*number])) {
            let kept = blocks.iter().enumerate().filter(|(number, _)| *number != lost);
            let file: Vec<u8> = kept.flat_map(|(_, block)| block.to_vec()).collect();
            let play = opened(&mut desk, &file);
            assert_eq!(refused(&play).len(), 0, "{lost}");
            let told = format!("{:?}", play.outcome);
            let says = |words: &str| told.matches(words).count();
            assert!(says("are missing in the recording") <= 1 && says("missing here") == 0, "{lost}: {told}");
            assert!(!told.contains("is wrong") && play.connections[0].len() > 3, "{lost}: {told}");
        }
    }
}

#[test]
fn what_does_not_fit_though_it_was_taken_is_told_once_above_and_marked_at_each_place() {
    let mut read = capture::read(TLS12).expect("a recording");
    let flights = &mut read.connections[0].flights;
    let address = |text: &str| text.parse().expect("an address");
    let (client, server) = (address("192.0.2.1:40000"), address("192.0.2.2:443"));
    let words = "does not fit what was said before it, and yet";
    for (is_changed, told) in [(false, 0), (true, 1)] {
        if is_changed {
            // the last octet but four of the ClientHello is in an extension
            let end = flights[0].octets.len() - 5;
            flights[0].octets[end] ^= 1;
        }
        let written = Written { client, server, flights, keys: &read.keys };
        let mut desk = desk();
        let play = opened(&mut desk, capture::write_sent(&[written], NOW).expose());
        assert_eq!(format!("{:?}", play.outcome).matches(words).count(), told);
        let marked = |sent: &&Sent| {
            sent.why.iter().any(|block| matches!(block, Block::Caution(told) if told[0].contains(words)))
        };
        let names: Vec<&str> =
            play.connections.iter().flatten().filter(marked).map(|sent| sent.name.as_str()).collect();
        let expected = ["CertificateVerify", "Finished", "Finished"];
        assert_eq!(names, expected[..if is_changed { 3 } else { 0 }]);
        assert_eq!(refused(&play).len(), 0, "nobody refused anything");
        let ticked = play.about.iter().any(|block| matches!(block, Block::Good(_)));
        let warned = play.about.iter().any(|block| matches!(block, Block::Caution(_)));
        assert_eq!((ticked, warned), (!is_changed, is_changed));
    }
}
