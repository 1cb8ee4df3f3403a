//! Connections that go another way than most: a beginning that was not recorded, certificates asked for later, new handshakes
//! inside the one that stands. Each beside its nearest neighbour.

mod support;

use handshake::belief::beliefs;
use handshake::capture;
use handshake::dissect::field::Field;
use handshake::dissect::finding::Finding;
use handshake::dissect::message::Kind;
use handshake::dissect::signature::Unchecked;
use handshake::dissect::why::Why;
use handshake::dissect::{Computed, Dissection, Keys, Message, dissect};
use handshake::key_log::KeyLog;
use handshake::transcript::{Flight, Side};
use pki::secret::Secret;
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
                    Some(Computed::VerifyData { fits: false, .. } | Computed::Signed { fits: Ok(false), .. })
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
        .map(|message| !matches!(message.computed, Some(Computed::Unchecked(Unchecked::MessagesMissing))))
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
        // that fields of it are short is the same once more
        assert_eq!(found(&dissection), [&Finding::RecordCutOff { side: Side::Client, octets: length }]);
        assert_eq!(beliefs(&dissection, None), []);
        let first = dissection.messages.first();
        assert_eq!(first.is_some_and(|message| message.kind == Kind::ClientHello), shown, "{length}");
        assert_eq!(first.is_some_and(|message| message.field("random").is_some()), length > 40, "{length}");
    }
    // what it does not come to is not told of it, and its whole neighbour's is
    for (length, why, name) in [
        (100, Why::Beginning, "legacy_version"),
        (flights[0].octets.len(), Why::ClientHello, "legacy_version"),
    ] {
        hello[0].octets = flights[0].octets[..length].to_vec();
        let dissection = taken_apart(&hello, &keys);
        let message = &dissection.messages[0];
        assert_eq!((message.why, message.field(name).is_some()), (why, true), "{length}");
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
fn behind_a_hello_that_is_cut_off_everything_stands_in_its_place() {
    for file in [
        &include_bytes!("../recordings/openssl-tls13.pcapng")[..],
        include_bytes!("../recordings/openssl-tls12.pcapng"),
    ] {
        let (flights, keys) = recorded(file);
        let mut cut = flights.clone();
        cut.retain(|flight| flight.side == Side::Server);
        // its random is there, by which the keys are found
        let (mut long, mut short) = (flights[0].clone(), flights[0].clone());
        long.octets.truncate(60);
        short.octets.truncate(30);
        cut.insert(0, long);
        let dissection = taken_apart(&cut, &keys);
        assert_eq!(found(&dissection), [&Finding::RecordCutOff { side: Side::Client, octets: 60 }]);
        let [first, second, ..] = dissection.messages.as_slice() else { panic!("two messages") };
        assert_eq!((first.kind, second.kind), (Kind::ClientHello, Kind::ServerHello));
        assert!(dissection.messages.iter().any(|message| message.kind == Kind::ApplicationData));
        assert!(!dissection.messages.iter().any(|message| message.kind == Kind::Sealed));
        assert!(!dissection.messages.iter().any(|message| {
            matches!(
                message.computed,
                Some(Computed::VerifyData { .. } | Computed::Signed { fits: Ok(false), .. })
            )
        }));
        cut[0] = short;
        let dissection = taken_apart(&cut, &keys);
        assert_eq!(
            found(&dissection),
            [
                &Finding::RecordCutOff { side: Side::Client, octets: 30 },
                &Finding::HelloMissing { side: Side::Client }
            ]
        );
        // of a ServerHello without its end nobody knows the version
        let mut cut = flights[..3].to_vec();
        cut[1].octets.truncate(60);
        let dissection = taken_apart(&cut, &keys);
        assert_eq!(
            found(&dissection),
            [
                &Finding::RecordCutOff { side: Side::Server, octets: 60 },
                &Finding::HelloMissing { side: Side::Server }
            ]
        );
        assert_eq!(dissection.messages[1].why, Why::Beginning);
        let version =
            dissection.messages[1].field("legacy_version").expect("the older name is not known to fit");
        assert_eq!(version.why, None);
    }
}

#[test]
fn a_length_that_is_not_there_is_not_told() {
    let (flights, keys) = recorded(include_bytes!("../recordings/openssl-tls13.pcapng"));
    let mut hello = flights[..1].to_vec();
    // the name of the session ends with the record, and so does the message
    let end = 5 + 4 + 2 + 32 + 1 + 32;
    hello[0].octets.truncate(end + 1);
    for (at, header) in [(3, 5), (7, 9)] {
        let length = u16::try_from(end + 1 - header).expect("short").to_be_bytes();
        hello[0].octets[at..at + 2].copy_from_slice(&length);
    }
    let dissection = taken_apart(&hello, &keys);
    let short = |field: &'static str, wanted, there| Finding::CutShort { field: field.into(), wanted, there };
    assert_eq!(
        found(&dissection),
        [&short("cipher_suites", 2, 1), &short("legacy_compression_methods", 1, 0)]
    );
}

/// The names of the fields of records and messages that stay closed; a part stands behind its whole.
fn closed<'a>(dissection: &'a Dissection) -> Vec<[Vec<&'a str>; 2]> {
    let sealed = dissection.messages.iter().filter(|message| message.kind == Kind::Sealed);
    sealed
        .map(|message| {
            let record = &dissection.records[message.pieces[0].record];
            [&record.fields[3..], message.fields.as_slice()].map(|fields| {
                let with_parts = |field: &'a Field| core::iter::once(field).chain(&field.children);
                fields.iter().flat_map(with_parts).map(|field| &*field.name).collect()
            })
        })
        .collect()
}

#[test]
fn of_what_stays_closed_the_tag_is_set_apart_where_there_is_one() {
    for (file, names) in [
        (
            &include_bytes!("../recordings/openssl-tls13.pcapng")[..],
            &["encrypted_record", "ciphertext", "authentication_tag"][..],
        ),
        (
            include_bytes!("../recordings/openssl-tls12.pcapng"),
            &["nonce_explicit", "aead-ciphered", "ciphertext", "authentication_tag"],
        ),
        // CBC has none, and its checksum is inside
        (include_bytes!("../recordings/openssl-tls12-cbc.pcapng"), &["GenericBlockCipher"]),
    ] {
        let (flights, keys) = recorded(file);
        // no key opens what is sealed with CBC here
        let keys = if names.len() == 1 { keys } else { KeyLog::default() };
        let dissection = taken_apart(&flights, &keys);
        let closed = closed(&dissection);
        assert!(!closed.is_empty());
        assert!(closed.iter().flatten().all(|found| found == names), "{closed:?}");
        // nobody knows of what was sealed before a ServerHello
        let client: Vec<Flight> =
            flights.iter().filter(|flight| flight.side == Side::Client).cloned().collect();
        let dissection = taken_apart(&client, &KeyLog::default());
        assert!(self::closed(&dissection).iter().flatten().all(|found| found == &["encrypted_record"]));
    }
}

#[test]
fn what_is_said_before_tls_is_told_apart_from_it() {
    for (file, said) in [
        (&include_bytes!("data/proxied.pcapng")[..], &[(Side::Client, "PROXY TCP4")][..]),
        (
            include_bytes!("data/connect.pcapng"),
            &[(Side::Client, "CONNECT localhost"), (Side::Server, "HTTP/1.1 200 ")],
        ),
    ] {
        assert!(capture::read(file).expect("a recording").connections[0].is_tls());
        let (mut flights, keys) = recorded(file);
        let dissection = taken_apart(&flights, &keys);
        assert_eq!(found(&dissection), Vec::<&Finding>::new());
        everything_computed_fits(&dissection);
        for (message, (side, words)) in dissection.messages.iter().zip(said) {
            assert_eq!((message.kind, message.side), (Kind::NotTls, *side));
            assert!(message.octets.starts_with(words.as_bytes()), "{words}");
        }
        assert_eq!(dissection.messages[said.len()].kind, Kind::ClientHello);
        let others = dissection.messages.iter().filter(|message| message.kind == Kind::NotTls);
        assert_eq!(others.count(), said.len());
        assert!(dissection.messages.iter().any(|message| message.kind == Kind::ApplicationData));
        // its neighbour, in which it stays with that
        let before = flights[0].octets.windows(2).position(|end| end == b"\r\n").expect("a line");
        flights.truncate(1);
        flights[0].octets.truncate(before);
        let dissection = taken_apart(&flights, &keys);
        assert_eq!(found(&dissection), [&Finding::NotTls { side: Side::Client }]);
    }
    // and the other way round
    let (mut flights, keys) = recorded(include_bytes!("../recordings/openssl-tls13.pcapng"));
    flights.truncate(1);
    flights[0].octets.extend_from_slice(b"QUIT\r\n");
    let dissection = taken_apart(&flights, &keys);
    assert_eq!(found(&dissection), [&Finding::NoLongerTls { side: Side::Client }]);
}

#[test]
fn behind_an_interim_answer_the_answer_itself_is_taken_apart() {
    let lines = |said: &str| {
        let flights = [Flight { side: Side::Server, lost: 0, octets: said.as_bytes().to_vec() }];
        let dissection = taken_apart(&flights, &KeyLog::default());
        let names = dissection.messages[0].fields.iter().map(|field| field.name.to_string());
        names.filter(|name| name != "CRLF").collect::<Vec<String>>()
    };
    let answer = "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 is what this speaks of";
    assert_eq!(lines(answer), ["status-line", "message-body"]);
    let both = format!("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n{answer}");
    assert_eq!(lines(&both), ["status-line", "field-line", "status-line", "message-body"]);
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

#[test]
fn of_data_that_come_before_the_answer_the_type_inside_is_none_of_them() {
    let (flights, keys) = recorded(include_bytes!("data/early-taken.pcapng"));
    let dissection = taken_apart(&flights, &keys);
    let early = dissection.messages.iter().find(|message| message.kind == Kind::ApplicationData);
    let early = early.expect("data before the handshake is over");
    assert!(early.octets.ends_with(b"\r\n\r\n"));
    assert!(dissection.messages.iter().any(|message| message.kind == Kind::EndOfEarlyData));
}

#[test]
fn an_alert_in_clear_before_the_answer_is_one() {
    // the client has offered data before the answer, and sent the ChangeCipherSpec that does nothing
    let (mut flights, keys) = recorded(include_bytes!("data/early-alerted.pcapng"));
    let dissection = taken_apart(&flights, &keys);
    assert_eq!(found(&dissection), [] as [&Finding; 0]);
    assert_eq!(kinds(&dissection, Side::Client), ["ClientHello", "ChangeCipherSpec", "Alert"]);
    let alert = dissection.messages.iter().find(|message| message.kind == Kind::Alert).expect("it was sent");
    assert_eq!((alert.encrypted, &alert.octets[..]), (false, &[2, 80][..]));
    let finished = dissection.messages.iter().find(|message| message.kind == Kind::Finished);
    let computed = finished.and_then(|message| message.computed.as_ref());
    assert!(matches!(computed, Some(Computed::VerifyData { fits: true, .. })), "{computed:?}");
    // what is longer than an alert is none: one of TLS 1.2 that is encrypted has the same type outside
    let client = &mut flights[0].octets;
    let length = client.len() - 3;
    client[length] = 26;
    client.extend([0; 24]);
    assert_eq!(
        kinds(&taken_apart(&flights, &keys), Side::Client),
        ["ClientHello", "ChangeCipherSpec", "EncryptedRecord"]
    );
}

#[test]
fn where_nothing_opens_with_one_secret_the_key_log_may_be_what_is_wrong() {
    let (flights, keys) = recorded(include_bytes!("../recordings/openssl-tls13.pcapng"));
    assert_eq!(found(&taken_apart(&flights, &keys)), [] as [&Finding; 0]);
    for (label, of) in [
        ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", Side::Client),
        ("SERVER_HANDSHAKE_TRAFFIC_SECRET", Side::Server),
        ("CLIENT_TRAFFIC_SECRET_0", Side::Client),
        ("SERVER_TRAFFIC_SECRET_0", Side::Server),
    ] {
        let mut keys = keys.clone();
        let entry = keys.entries.iter_mut().find(|entry| entry.label == label).expect("it is told");
        let mut octets = entry.secret.expose().to_vec();
        octets[0] ^= 1;
        entry.secret = Secret::new(octets);
        let dissection = taken_apart(&flights, &keys);
        let found = found(&dissection);
        assert!(matches!(found[..], [Finding::NoneOpens { side, .. }] if *side == of), "{label}: {found:?}");
        for (lang, words) in [(Lang::En, "key log"), (Lang::Ko, "키 로그")] {
            let said = found[0].message(lang);
            assert!(said.problem.contains(words) && said.remedy.contains(words), "{label}");
        }
        // the other side's all open
        let sealed = dissection.messages.iter().filter(|message| message.kind == Kind::Sealed);
        assert!(sealed.clone().count() > 0 && sealed.clone().all(|message| message.side == of), "{label}");
    }
}
