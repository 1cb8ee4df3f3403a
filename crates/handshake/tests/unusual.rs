//! Connections that go another way than most: a beginning that was not recorded, certificates asked for later, new handshakes
//! inside the one that stands. Each beside its nearest neighbour.

mod support;

use handshake::capture;
use handshake::dissect::finding::Finding;
use handshake::dissect::message::Kind;
use handshake::dissect::{Computed, Dissection, Keys, Message, dissect};
use handshake::key_log::KeyLog;
use handshake::transcript::{Flight, Side};
use support::explained::{everything_computed_fits, everything_is_explained};
use text::Lang;

/// What was sent, and the secrets of it.
fn recorded(file: &[u8]) -> (Vec<Flight>, KeyLog) {
    let mut read = capture::read(file).expect("a recording");
    assert_eq!((read.findings.as_slice(), read.connections.len()), (&[][..], 1));
    (read.connections.remove(0).flights, read.keys)
}

fn taken_apart(flights: &[Flight], keys: &KeyLog) -> Dissection {
    let dissection = dissect(flights, Keys { log: keys, shared_secret: None });
    everything_is_explained(flights, &dissection);
    dissection
}

fn found(dissection: &Dissection) -> Vec<&Finding> {
    dissection.findings.iter().map(|found| &found.finding).collect()
}

fn kinds(dissection: &Dissection, side: Side) -> Vec<&'static str> {
    let of_side = dissection.messages.iter().filter(|message| message.side == side);
    of_side.map(|message| message.kind.label()).collect()
}

#[test]
fn where_a_hello_is_missing_nothing_encrypted_is_taken_for_clear_and_the_reason_is_told() {
    type Change = fn(&mut Vec<Flight>);
    let cases: [(&str, Change, Option<Side>); 6] = [
        ("whole", |_| {}, None),
        (
            "client's alone",
            |flights| flights.retain(|flight| flight.side == Side::Client),
            Some(Side::Server),
        ),
        (
            "server's alone",
            |flights| flights.retain(|flight| flight.side == Side::Server),
            Some(Side::Client),
        ),
        ("from the middle", |flights| drop(flights.drain(..2)), Some(Side::Server)),
        ("ClientHello late", |flights| flights.swap(0, 1), Some(Side::Client)),
        ("hellos alone", |flights| flights.truncate(1), None),
    ];
    for file in [
        &include_bytes!("../recordings/openssl-tls13.pcapng")[..],
        include_bytes!("../recordings/openssl-tls12.pcapng"),
    ] {
        for (name, change, missing) in &cases {
            let (mut flights, keys) = recorded(file);
            change(&mut flights);
            let dissection = taken_apart(&flights, &keys);
            let expected = missing.map(|side| Finding::HelloMissing { side });
            // in TLS 1.2 the keys are made later, and both hellos are there by then
            let is_late_12 =
                *name == "ClientHello late" && dissection.messages[0].field("selected_version").is_none();
            let expected = expected.filter(|_| !is_late_12);
            assert_eq!(found(&dissection), expected.iter().collect::<Vec<_>>(), "{name}");
            let differs = |message: &Message| {
                matches!(
                    message.computed,
                    Some(
                        Computed::VerifyData { fits: false, .. } | Computed::Signed { fits: Some(false), .. }
                    )
                )
            };
            assert!(!dissection.messages.iter().any(differs), "{name}");
            let clear =
                |kind| dissection.messages.iter().any(|message| message.kind == kind && !message.encrypted);
            assert!(!clear(Kind::ApplicationData) && !clear(Kind::Finished), "{name}");
            let closed = dissection.messages.iter().any(|message| message.kind == Kind::Sealed);
            assert_eq!(closed, expected.is_some(), "{name}");
        }
    }
}

#[test]
fn a_certificate_that_is_asked_for_later_is_computed_from_its_own_request() {
    let (mut flights, keys) = recorded(include_bytes!("data/post-handshake.pcapng"));
    let dissection = taken_apart(&flights, &keys);
    assert_eq!(found(&dissection), Vec::<&Finding>::new());
    everything_computed_fits(&dissection);
    let shown = |kind| kinds(&dissection, Side::Client).iter().filter(|name| **name == kind).count();
    assert_eq!([shown("Certificate"), shown("CertificateVerify"), shown("Finished")], [2, 2, 2]);
    // without the request nothing is said of the answer
    let asked = flights.iter().rposition(|flight| flight.side == Side::Client && flight.octets.len() > 1000);
    flights.remove(asked.expect("the client's answer") - 1);
    let last = taken_apart(&flights, &keys);
    let computed: Vec<bool> = last
        .messages
        .iter()
        .filter(|message| message.side == Side::Client)
        .filter(|message| matches!(message.kind, Kind::CertificateVerify | Kind::Finished))
        .map(|message| message.computed.is_some())
        .collect();
    assert_eq!(computed, [true, true, false, false]);
}

#[test]
fn a_new_handshake_inside_a_connection_is_opened_with_its_own_keys() {
    let (flights, mut keys) = recorded(include_bytes!("data/renegotiated.pcapng"));
    let dissection = taken_apart(&flights, &keys);
    assert_eq!(found(&dissection), Vec::<&Finding>::new());
    everything_computed_fits(&dissection);
    let finished = dissection.messages.iter().filter(|message| message.kind == Kind::Finished);
    assert!(finished.clone().all(|message| matches!(message.computed, Some(Computed::VerifyData { .. }))));
    assert_eq!(finished.count(), 4);
    assert_eq!(kinds(&dissection, Side::Server).last(), Some(&"Alert"));
    // a log that has the first secret alone
    keys.entries.truncate(1);
    let dissection = taken_apart(&flights, &keys);
    assert_eq!(found(&dissection), [&Finding::KeysMissing { label: "CLIENT_RANDOM".into() }]);
    assert_eq!(kinds(&dissection, Side::Server).last(), Some(&"EncryptedRecord"));
    // and a connection in which the server declines
    let (flights, keys) = recorded(include_bytes!("data/not-renegotiated.pcapng"));
    let dissection = taken_apart(&flights, &keys);
    assert_eq!(found(&dissection), Vec::<&Finding>::new());
    everything_computed_fits(&dissection);
}

#[test]
fn of_a_record_that_is_cut_off_the_handshake_in_it_is_shown() {
    let (flights, keys) = recorded(include_bytes!("../recordings/openssl-tls13.pcapng"));
    let mut hello = flights[..1].to_vec();
    for (length, shown) in [(134, true), (6, true), (5, false), (1, false)] {
        hello[0].octets.truncate(length);
        let dissection = taken_apart(&hello, &keys);
        assert_eq!(found(&dissection)[0], &Finding::RecordCutOff { side: Side::Client, octets: length });
        let first = dissection.messages.first();
        assert_eq!(first.is_some_and(|message| message.kind == Kind::ClientHello), shown, "{length}");
        assert_eq!(first.is_some_and(|message| message.field("random").is_some()), length > 40, "{length}");
    }
    // of what is encrypted nothing can be
    let mut sealed = flights.clone();
    sealed.truncate(3);
    let end = sealed[2].octets.len() - 1;
    sealed[2].octets.truncate(end);
    let dissection = taken_apart(&sealed, &keys);
    assert_eq!(found(&dissection).len(), 1);
    assert_eq!(kinds(&dissection, Side::Client).last(), Some(&"CertificateVerify"));
}

#[test]
fn one_octet_is_one_octet() {
    for (octets, words) in [(1, "after one octet of it"), (2, "after 2 octets of it")] {
        for finding in [
            Finding::RecordCutOff { side: Side::Client, octets },
            Finding::MessageCutOff { side: Side::Client, octets },
        ] {
            assert!(finding.message(Lang::En).problem.contains(words), "{finding:?}");
        }
    }
    let short = |wanted, there| Finding::CutShort { field: "length".into(), wanted, there };
    assert!(short(1, 0).message(Lang::En).problem.ends_with("needs one octet, and 0 are there."));
    assert!(short(2, 1).message(Lang::En).problem.ends_with("needs 2 octets, and one is there."));
}
