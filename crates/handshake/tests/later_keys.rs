//! Secrets and keys beside those of the handshake and of what comes first behind it: each change of keys brings its own, and so do data
//! that come before the handshake is over.

mod support;

use handshake::dissect::Dissection;
use handshake::dissect::message::Kind;
use handshake::key_log::KeyLog;
use support::explained::{everything_computed_fits, recorded, recorded_apart, taken_apart};
use support::openssl::by_openssl;

const UPDATED: &[u8] = include_bytes!("data/keys-updated.pcapng");
const NOT_UPDATED: &[u8] = include_bytes!("../recordings/openssl-tls13.pcapng");
const EARLY_SECRET: &str = "CLIENT_EARLY_TRAFFIC_SECRET";

/// The values of the messages of this kind: the message's place, their names and how long they are.
fn values(dissection: &Dissection, kind: Kind) -> Vec<(usize, &str, usize)> {
    let values = dissection.schedule.iter().filter(|value| dissection.messages[value.after].kind == kind);
    values.map(|value| (value.after, &*value.name, value.octets.expose().len())).collect()
}

#[test]
fn each_change_of_keys_shows_the_next_secret_and_its_keys() {
    let dissection = recorded_apart(UPDATED);
    everything_computed_fits(&dissection);
    assert_eq!(dissection.findings, []);
    let places: Vec<usize> = (0..dissection.messages.len())
        .filter(|place| dissection.messages[*place].kind == Kind::KeyUpdate)
        .collect();
    let secrets = [
        "client_application_traffic_secret_1",
        "server_application_traffic_secret_1",
        "client_application_traffic_secret_2",
    ];
    assert_eq!(places.len(), secrets.len());
    let expected: Vec<_> = places
        .iter()
        .zip(secrets)
        .flat_map(|(place, secret)| {
            [(*place, secret, 48), (*place, "write_key", 32), (*place, "write_iv", 12)]
        })
        .collect();
    assert_eq!(values(&dissection, Kind::KeyUpdate), expected);
    // each is made of the one before, and openssl comes to the same
    let with_commands =
        |dissection: &Dissection| dissection.schedule.iter().filter(|value| value.command.is_some()).count();
    let finished = dissection.messages.iter().filter(|message| message.kind == Kind::Finished).count();
    assert_eq!(by_openssl(&dissection), with_commands(&dissection) + finished);
    assert!(
        dissection
            .schedule
            .iter()
            .filter(|value| places.contains(&value.after))
            .all(|value| value.command.is_some())
    );
    // without the first secret there is no second, and where nobody changes keys there is none
    let (flights, mut keys) = recorded(UPDATED);
    keys.entries.retain(|entry| entry.label != "CLIENT_TRAFFIC_SECRET_0");
    let part = taken_apart(&flights, &keys);
    assert_eq!(
        values(&part, Kind::KeyUpdate).iter().map(|(_, name, _)| *name).collect::<Vec<_>>(),
        [secrets[1], "write_key", "write_iv"]
    );
    let none = recorded_apart(NOT_UPDATED);
    assert!(!none.schedule.iter().any(|value| value.name.ends_with("traffic_secret_1")));
}

#[test]
fn data_before_the_handshake_is_over_have_a_secret_and_keys_at_the_client_hello() {
    for (file, length, key) in [
        (&include_bytes!("data/early-taken.pcapng")[..], 48, 32),
        (include_bytes!("data/early-refused.pcapng"), 48, 32),
        // of this length a secret may be of two suites, until a record tells which
        (include_bytes!("data/early-chacha20.pcapng"), 32, 32),
    ] {
        let (flights, keys) = recorded(file);
        let dissection = taken_apart(&flights, &keys);
        assert_eq!(dissection.findings, []);
        everything_computed_fits(&dissection);
        let expected =
            [(0, "client_early_traffic_secret", length), (0, "write_key", key), (0, "write_iv", 12)];
        assert_eq!(values(&dissection, Kind::ClientHello), expected);
        assert!(dissection.schedule.is_sorted_by_key(|value| value.after));
        let with_commands = dissection.schedule.iter().filter(|value| value.command.is_some()).count();
        let finished = dissection.messages.iter().filter(|message| message.kind == Kind::Finished).count();
        assert_eq!(by_openssl(&dissection), with_commands + finished);
        // whoever has not the secret shows none
        let mut others: KeyLog = keys.clone();
        others.entries.retain(|entry| entry.label != EARLY_SECRET);
        assert_eq!(values(&taken_apart(&flights, &others), Kind::ClientHello), []);
    }
    // nobody sends any here
    assert_eq!(values(&recorded_apart(NOT_UPDATED), Kind::ClientHello), []);
}

#[test]
fn of_early_data_that_are_closed_the_suite_is_the_one_that_the_server_chose() {
    let (mut flights, keys) = recorded(include_bytes!("data/early-chacha20.pcapng"));
    // the last octet of the first flight is in the tag of the data
    let whole = taken_apart(&flights, &keys);
    let early = whole.messages.iter().find(|message| message.kind == Kind::ApplicationData).expect("data");
    let record = &whole.records[early.pieces[0].record];
    let (at, end) = (record.flight, record.offset + record.octets.len() - 1);
    assert_eq!(at, flights.iter().position(|flight| flight.octets.len() > end).expect("one flight"));
    flights[at].octets[end] ^= 1;
    let broken = taken_apart(&flights, &keys);
    assert_eq!(values(&broken, Kind::ClientHello), values(&whole, Kind::ClientHello));
}
