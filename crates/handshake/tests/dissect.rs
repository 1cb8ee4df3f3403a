//! What dissecting promises: every octet of both sides is explained, every message is there in order, and everything that both
//! sides compute is computed alike.

mod support;

use handshake::dissect::message::Kind;
use handshake::dissect::signature::Unchecked;
use handshake::dissect::{Computed, Dissection, dissect_connection, dissect_connections};
use handshake::scenario::{Asks, Group, Scenario, Session, Suite, Version};
use handshake::transcript::{Connection, Side};
use pki::key::KeyAlgorithm;
use pki::secret::Secret;
use support::explained::{everything_computed_fits, everything_is_explained};
use support::openssl::by_openssl;
use support::{good, play};
use testkit::family::Family;
use text::Lang;

fn family() -> Family {
    Family::new(KeyAlgorithm::EcdsaP256)
}

fn kinds(dissection: &Dissection) -> Vec<(Side, Kind, bool)> {
    dissection.messages.iter().map(|message| (message.side, message.kind, message.encrypted)).collect()
}

fn taken_apart(scenario: &Scenario) -> (Connection, Dissection) {
    let transcript = play(scenario);
    let mut last = None;
    for connection in transcript.connections {
        let dissection = dissect_connection(&connection);
        everything_is_explained(&connection.flights, &dissection);
        assert_eq!(dissection.findings, [], "{:#?}", kinds(&dissection));
        everything_computed_fits(&dissection);
        last = Some((connection, dissection));
    }
    last.expect("a connection")
}

#[test]
fn a_mutual_handshake_of_tls_13_is_there_message_by_message() {
    use Side::{Client, Server};
    let (_, dissection) = taken_apart(&good(&family()));
    assert_eq!(
        kinds(&dissection),
        [
            (Client, Kind::ClientHello, false),
            (Server, Kind::ServerHello, false),
            (Server, Kind::ChangeCipherSpec, false),
            (Server, Kind::EncryptedExtensions, true),
            (Server, Kind::CertificateRequest, true),
            (Server, Kind::Certificate, true),
            (Server, Kind::CertificateVerify, true),
            (Server, Kind::Finished, true),
            (Client, Kind::ChangeCipherSpec, false),
            (Client, Kind::Certificate, true),
            (Client, Kind::CertificateVerify, true),
            (Client, Kind::Finished, true),
            (Server, Kind::NewSessionTicket, true),
            (Server, Kind::NewSessionTicket, true),
            (Client, Kind::ApplicationData, true),
            (Server, Kind::ApplicationData, true),
            (Server, Kind::Alert, true),
            (Client, Kind::Alert, true),
        ]
    );
    let request = &dissection.messages[4];
    assert_eq!(
        request.field("DistinguishedName").map(|name| name.value.as_str()),
        Some("CN=Test Authority,O=Example Inc.,C=KR")
    );
    let verify = &dissection.messages[10];
    let Some(Computed::Signed { octets, .. }) = &verify.computed else { panic!("a signature") };
    assert!(octets.starts_with(&[0x20; 64]));
    assert_eq!(&octets[64..98], b"TLS 1.3, client CertificateVerify\0");
    assert_eq!(octets.len(), 98 + 48, "SHA-384 of TLS_AES_256_GCM_SHA384");
    let lines: Vec<&str> = dissection.messages[14].fields.iter().map(|field| field.value.as_str()).collect();
    assert_eq!(lines, ["GET / HTTP/1.1", "Host: api.example.test", "Connection: close", ""]);
}

#[test]
fn a_mutual_handshake_of_tls_12_is_there_message_by_message() {
    use Side::{Client, Server};
    let mut scenario = good(&family());
    scenario.client.offer.versions = vec![Version::Tls12];
    let (_, dissection) = taken_apart(&scenario);
    assert_eq!(
        kinds(&dissection),
        [
            (Client, Kind::ClientHello, false),
            (Server, Kind::ServerHello, false),
            (Server, Kind::Certificate, false),
            (Server, Kind::ServerKeyExchange, false),
            (Server, Kind::CertificateRequest, false),
            (Server, Kind::ServerHelloDone, false),
            (Client, Kind::Certificate, false),
            (Client, Kind::ClientKeyExchange, false),
            (Client, Kind::CertificateVerify, false),
            (Client, Kind::ChangeCipherSpec, false),
            (Client, Kind::Finished, true),
            (Server, Kind::ChangeCipherSpec, false),
            (Server, Kind::Finished, true),
            (Client, Kind::ApplicationData, true),
            (Server, Kind::ApplicationData, true),
            (Server, Kind::Alert, true),
            (Client, Kind::Alert, true),
        ]
    );
    let certificate = &dissection.messages[6];
    assert_eq!(
        certificate.field("ASN.1Cert").map(|field| field.value.as_str()),
        Some("CN=alice,O=Example Inc.,C=KR ← CN=Test Authority,O=Example Inc.,C=KR")
    );
}

#[test]
fn every_suite_group_and_key_is_opened_explained_and_computed() {
    for algorithm in
        [KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa2048]
    {
        let family = Family::new(algorithm);
        for suite in Suite::ALL {
            for group in Group::ALL {
                let mut scenario = good(&family);
                let name = format!("{suite:?}");
                let is_12 = name.starts_with("Ecdhe");
                let wants_rsa = name.starts_with("EcdheRsa");
                if is_12
                    && (wants_rsa != (algorithm == KeyAlgorithm::Rsa2048) || group == Group::X25519MlKem768)
                {
                    continue;
                }
                scenario.client.offer.suites = vec![suite];
                scenario.client.offer.groups = vec![group];
                scenario.client.offer.versions = vec![if is_12 { Version::Tls12 } else { Version::Tls13 }];
                let (_, dissection) = taken_apart(&scenario);
                let last = dissection.messages.last().expect("messages");
                assert_eq!(
                    last.field("description").map(|field| field.value.as_str()),
                    Some("close_notify (0)")
                );
                let checked = dissection.schedule.iter().filter(|value| value.fits == Some(true)).count();
                assert_eq!(checked, if is_12 { 1 } else { 5 }, "{algorithm:?} {suite:?} {group:?}");
            }
        }
    }
}

#[test]
fn retries_and_sessions_taken_up_are_explained() {
    let mut retried = good(&family());
    retried.server.offer.groups = vec![Group::Secp384r1];
    let (_, dissection) = taken_apart(&retried);
    let first: Vec<Kind> = dissection.messages.iter().map(|message| message.kind).take(5).collect();
    assert_eq!(
        first,
        [
            Kind::ClientHello,
            Kind::HelloRetryRequest,
            Kind::ChangeCipherSpec,
            Kind::ChangeCipherSpec,
            Kind::ClientHello
        ]
    );
    let wanted = dissection.messages[1].field("selected_group").map(|field| field.value.clone());
    assert_eq!(wanted.as_deref(), Some("secp384r1 (0x0018)"));
    for version in Version::ALL {
        let mut scenario = good(&family());
        scenario.session = Session::Resumed;
        scenario.client.offer.versions = vec![version];
        let (_, dissection) = taken_apart(&scenario);
        let shown = dissection.messages.iter().filter(|message| message.kind == Kind::Certificate).count();
        assert_eq!(shown, 0, "{version:?}");
    }
}

#[test]
fn refusals_are_explained_to_their_last_octet() {
    type Case = (&'static str, fn(&mut Scenario, &Family), &'static str);
    let cases: [Case; 6] = [
        ("none", |it, _| it.client.credential = None, "certificate_required (116)"),
        (
            "stranger",
            |it, family| {
                let other = family.twin_with_other_authority();
                it.client.credential = Some(support::credential(&other.client));
            },
            "unknown_ca (48)",
        ),
        ("name", |it, _| it.client.host = "other.example.test".to_owned(), "bad_certificate (42)"),
        ("version", |it, _| it.server.offer.versions = vec![Version::Tls12], "close_notify (0)"),
        (
            "suite",
            |it, _| it.server.offer.suites = vec![Suite::EcdheRsaAes128GcmSha256],
            "handshake_failure (40)",
        ),
        ("off", |it, _| it.server.asks = Asks::Off, "close_notify (0)"),
    ];
    for (name, change, alert) in cases {
        let family = family();
        let mut scenario = good(&family);
        change(&mut scenario, &family);
        let (_, dissection) = taken_apart(&scenario);
        let mut alerts = dissection.messages.iter().filter(|message| message.kind == Kind::Alert);
        let first = alerts.next().and_then(|message| message.field("description"));
        assert_eq!(first.map(|field| field.value.as_str()), Some(alert), "{name}");
    }
}

#[test]
fn openssl_comes_to_the_same_values_by_the_commands_shown() {
    for version in Version::ALL {
        let mut scenario = good(&family());
        scenario.client.offer.versions = vec![version];
        let (_, dissection) = taken_apart(&scenario);
        assert_eq!(by_openssl(&dissection), if version == Version::Tls13 { 23 } else { 4 }, "{version:?}");
    }
}

#[test]
fn a_session_that_is_taken_up_begins_with_the_secret_of_its_ticket() {
    let mut scenario = good(&family());
    scenario.session = Session::Resumed;
    let transcript = play(&scenario);
    let whole = dissect_connections(&transcript.connections);
    let has =
        |dissection: &Dissection, name: &str| dissection.schedule.iter().any(|value| value.name == name);
    for (dissection, has_ticket) in whole.iter().zip([false, true]) {
        everything_computed_fits(dissection);
        let traffic = dissection.schedule.iter().filter(|value| value.name.contains("traffic_secret"));
        assert!(traffic.clone().all(|value| value.fits == Some(true)) && traffic.count() == 4);
        assert_eq!((has(dissection, "early_secret"), has(dissection, "PSK")), (true, has_ticket));
        assert_eq!(by_openssl(dissection), 23 + 3 * usize::from(has_ticket));
    }
    // by itself it does not know the ticket
    let alone = dissect_connection(transcript.last());
    assert!(!has(&alone, "early_secret") && !has(&alone, "handshake_secret"));
    assert_eq!(alone.messages[1..], whole[1].messages[1..]);
    assert_eq!(alone.messages[0].computed, Some(Computed::Unchecked(Unchecked::SecretUnknown)));
}

#[test]
fn without_keys_all_that_is_in_clear_is_there_and_the_rest_says_why_it_is_not() {
    for version in Version::ALL {
        let mut scenario = good(&family());
        scenario.client.offer.versions = vec![version];
        let mut connection = play(&scenario).last().clone();
        connection.shared_secret = None;
        // a key log of another connection, and none at all
        connection.keys.entries.iter_mut().for_each(|entry| entry.client_random[0] ^= 1);
        let other = connection.clone();
        connection.keys.entries.clear();
        let label =
            if version == Version::Tls13 { "SERVER_HANDSHAKE_TRAFFIC_SECRET" } else { "CLIENT_RANDOM" };
        for (connection, words) in [
            (other, format!("The key log has no {label} ")),
            (connection, "No secrets are at hand".to_owned()),
        ] {
            let dissection = dissect_connection(&connection);
            everything_is_explained(&connection.flights, &dissection);
            let found: Vec<_> =
                dissection.findings.iter().map(|found| found.finding.message(Lang::En)).collect();
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].problem.contains(&words), "{found:?}");
            assert!(dissection.messages.iter().any(|message| message.kind == Kind::Sealed));
            assert!(!dissection.messages.iter().any(|message| message.kind == Kind::Finished));
        }
    }
}

#[test]
fn each_secret_opens_what_it_can_whatever_else_is_missing() {
    let whole = play(&good(&family())).last().clone();
    let look = |label: &str, octets_of_client: bool| {
        let mut connection = whole.clone();
        connection.shared_secret = None;
        connection.keys.entries.retain(|entry| entry.label != label);
        if !octets_of_client {
            // as curl that refuses the server: its hello, and nothing that is sealed
            let hello = connection.flights.iter().position(|flight| flight.side == Side::Client);
            let hello = hello.expect("a hello");
            let mut place = 0;
            connection.flights.retain(|flight| {
                place += 1;
                flight.side == Side::Server || place == hello + 1
            });
        }
        let dissection = dissect_connection(&connection);
        everything_is_explained(&connection.flights, &dissection);
        let found: Vec<String> = dissection
            .findings
            .iter()
            .map(|found| found.finding.message(Lang::En).problem.to_string())
            .collect();
        let has = |side, kind| {
            dissection.messages.iter().any(|message| (message.side, message.kind) == (side, kind))
        };
        let opened = [
            has(Side::Server, Kind::Certificate),
            has(Side::Server, Kind::NewSessionTicket),
            has(Side::Client, Kind::Certificate),
            has(Side::Client, Kind::ApplicationData),
        ];
        (opened, found)
    };
    for (label, opened) in [
        ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", [true, true, false, true]),
        ("SERVER_HANDSHAKE_TRAFFIC_SECRET", [false, true, true, true]),
        ("CLIENT_TRAFFIC_SECRET_0", [true, true, true, false]),
        ("SERVER_TRAFFIC_SECRET_0", [true, false, true, true]),
        ("EXPORTER_SECRET", [true, true, true, true]),
    ] {
        let (found_opened, found) = look(label, true);
        assert_eq!(found_opened, opened, "{label}");
        let told = usize::from(label != "EXPORTER_SECRET");
        assert!(found.len() == told && found.iter().all(|words| words.contains(label)), "{label}: {found:?}");
    }
    let (opened, found) = look("CLIENT_HANDSHAKE_TRAFFIC_SECRET", false);
    assert!(opened[0] && found.is_empty(), "{found:?}");
}

#[test]
fn a_key_log_of_another_connection_opens_nothing_and_says_so() {
    let mut connection = play(&good(&family())).last().clone();
    connection.shared_secret = None;
    for entry in &mut connection.keys.entries {
        entry.secret = Secret::new(vec![7; entry.secret.expose().len()]);
    }
    let dissection = dissect_connection(&connection);
    everything_is_explained(&connection.flights, &dissection);
    let told: Vec<String> = dissection.findings.iter().map(|found| format!("{:?}", found.finding)).collect();
    assert_eq!(told, ["NotOpened { side: Server }", "NotOpened { side: Client }"]);
}

#[test]
fn every_sentence_is_there_in_both_languages() {
    for why in handshake::dissect::why::Why::ALL {
        for lang in Lang::ALL {
            assert!(why.sentence(lang).ends_with('.'), "{why:?}");
        }
    }
}
