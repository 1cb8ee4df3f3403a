//! TLS 1.2 is told by its own RFC: names and sections of records, signatures and keys, each beside the same of TLS 1.3 or of another suite.

mod support;

use handshake::capture;
use handshake::dissect::message::Kind;
use handshake::dissect::why::Why;
use handshake::dissect::{Dissection, Keys, Memory};
use handshake::transcript::Flight;

const TLS12: &[u8] = include_bytes!("../recordings/openssl-tls12.pcapng");
const TLS13: &[u8] = include_bytes!("../recordings/openssl-tls13.pcapng");
const CBC: &[u8] = include_bytes!("../recordings/openssl-tls12-cbc.pcapng");
const SUITES: &[u8] = include_bytes!("data/without-certificate.pcapng");

/// The connections of a recording, changed.
fn changed(file: &[u8], change: impl Fn(&mut Vec<Flight>)) -> Vec<Dissection> {
    let mut read = capture::read(file).expect("a recording");
    let mut memory = Memory::default();
    let keys = Keys { log: &read.keys, shared_secret: None };
    let one = |connection: &mut capture::Recorded| {
        change(&mut connection.flights);
        memory.dissect(&connection.flights, keys)
    };
    read.connections.iter_mut().map(one).collect()
}

fn all(file: &[u8]) -> Vec<Dissection> {
    changed(file, |_| {})
}

/// Each record's fields with their sections.
fn records(of: &Dissection) -> Vec<Vec<(&str, &str)>> {
    let fields = of.records.iter().map(|record| &record.fields);
    fields.map(|fields| fields.iter().map(|field| (&*field.name, &*field.section)).collect()).collect()
}

#[test]
fn records_have_the_names_of_their_version_s_rfc() {
    let header = |section| [("type", section), ("version", section), ("length", section)];
    let clear = [&header("RFC 5246, 6.2.1")[..], &[("fragment", "RFC 5246, 6.2.1")]].concat();
    let opened = [
        &header("RFC 5246, 6.2.3")[..],
        &[("nonce_explicit", "RFC 5288, 3"), ("aead-ciphered", "RFC 5246, 6.2.3.3")],
    ]
    .concat();
    let closed = [&header("RFC 5246, 6.2.3")[..], &[("GenericBlockCipher", "RFC 5246, 6.2.3.2")]].concat();
    for (file, sealed) in [(TLS12, opened), (CBC, closed)] {
        let dissection = all(file).remove(0);
        let found = records(&dissection);
        assert_eq!((&found[0], found.last()), (&clear, Some(&sealed)));
        assert!(found.iter().all(|fields| *fields == clear || *fields == sealed), "{found:?}");
        let older = dissection.messages.iter().flat_map(|message| &message.fields);
        assert!(older.clone().all(|field| field.name != "length" || field.section == "RFC 5246, 7.4"));
    }
    let newer = all(TLS13).remove(0);
    assert!(records(&newer).iter().all(|fields| fields[1] == ("legacy_record_version", "RFC 8446, 5.1")));
    assert!(records(&newer).iter().any(|fields| fields[3] == ("encrypted_record", "RFC 8446, 5.2")));
}

#[test]
fn alerts_and_requests_stand_in_their_version_s_rfc() {
    let sections = |file: &[u8], kind: Kind, name: &str| {
        let dissection = all(file).remove(0);
        let of_kind = dissection.messages.iter().filter(|message| message.kind == kind);
        let fields: Vec<String> = of_kind
            .filter_map(|message| message.field(name))
            .map(|field| field.section.to_string())
            .collect();
        assert!(!fields.is_empty(), "{kind:?} {name}");
        fields
    };
    for (file, alert, name) in
        [(TLS12, "RFC 5246, 7.2.1", "RFC 5246, 7.4.4"), (TLS13, "RFC 8446, 6.1", "RFC 8446, 4.2.4")]
    {
        assert!(sections(file, Kind::Alert, "description").iter().all(|section| section == alert));
        let names = sections(file, Kind::CertificateRequest, "DistinguishedName");
        assert!(names.iter().all(|section| section == name), "{names:?}");
    }
}

#[test]
fn a_signature_of_tls_1_2_names_no_curve() {
    const KOBLITZ: &[u8] = include_bytes!("data/ecdsa-secp256k1-tls12.pcapng");
    for (file, value, section) in [
        (KOBLITZ, "ecdsa_sha256 (0x0403)", "RFC 5246, 7.4.1.4.1"),
        (TLS12, "ecdsa_sha256 (0x0403)", "RFC 5246, 7.4.1.4.1"),
        (TLS13, "ecdsa_secp256r1_sha256 (0x0403)", "RFC 8446, 4.4.3"),
    ] {
        let dissection = all(file).remove(0);
        let algorithms = dissection.messages.iter().filter_map(|message| message.field("algorithm"));
        let told: Vec<(&str, &str)> = algorithms.map(|field| (&*field.value, &*field.section)).collect();
        assert_eq!(told, [(value, section); 2]);
    }
}

#[test]
fn a_nonce_is_mixed_or_put_together_by_its_suite() {
    let mut told: Vec<(Why, String)> = Vec::new();
    for dissection in [all(TLS12), all(TLS13), all(SUITES)].concat() {
        let is_iv = |value: &&handshake::dissect::schedule::Value| {
            value.name.ends_with("write_IV") || value.name == "write_iv"
        };
        let values = dissection.schedule.iter().filter(is_iv);
        told.extend(values.map(|value| (value.why, value.section.to_string())));
    }
    told.sort_by_key(|(why, section)| (format!("{why:?}"), section.clone()));
    told.dedup();
    let line = |why, section: &str| (why, section.to_owned());
    assert_eq!(
        told,
        [
            line(Why::WriteIv, "RFC 7905, 2"),
            line(Why::WriteIv, "RFC 8446, 7.3"),
            line(Why::WriteIvInFront, "RFC 5288, 3"),
        ]
    );
}

#[test]
fn a_master_secret_is_told_by_how_it_was_made() {
    let section = |dissections: Vec<Dissection>| {
        let master = dissections[0].schedule.iter().find(|value| value.name == "master_secret");
        master.expect("it is known").section.to_string()
    };
    assert_eq!(section(all(TLS12)), "RFC 7627, 4");
    // extended_master_secret (23) in the ServerHello becomes an extension that nobody knows
    let without = |flights: &mut Vec<Flight>| {
        let at =
            flights[1].octets.windows(4).position(|octets| octets == [0, 23, 0, 0]).expect("it is there");
        flights[1].octets[at + 1] = 0xf0;
    };
    assert_eq!(section(changed(TLS12, without)), "RFC 5246, 8.1");
}
