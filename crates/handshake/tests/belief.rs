//! What each side is said to know is what it can know at that message.

mod support;

use handshake::belief::{Belief, Learnt, beliefs};
use handshake::capture;
use handshake::dissect::message::Kind;
use handshake::dissect::{Keys, dissect, dissect_connection};
use handshake::scenario::{Asks, Check, Group, Scenario, Session, Speaks, Version};
use handshake::transcript::{Flight, Side};
use pki::key::KeyAlgorithm;
use support::{good, play};
use testkit::family::Family;
use text::Lang;

/// What one side learns in the last connection, with the message that it learns it from.
fn learnt(change: impl FnOnce(&mut Scenario, &Family), side: Side) -> Vec<(Kind, Belief)> {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let mut scenario = good(&family);
    change(&mut scenario, &family);
    let transcript = play(&scenario);
    let dissection = dissect_connection(transcript.last());
    beliefs(&dissection, Some(transcript.last()))
        .iter()
        .filter(|learnt| learnt.side == side)
        .map(|learnt| (dissection.messages[learnt.message].kind, learnt.belief))
        .collect()
}

#[test]
fn in_tls_13_the_client_believes_before_it_knows() {
    assert_eq!(
        learnt(|_, _| {}, Side::Client),
        [
            (Kind::ServerHello, Belief::SecretWithStranger),
            (Kind::CertificateRequest, Belief::AskedForCertificate),
            (Kind::Certificate, Belief::ClaimHeard),
            (Kind::Certificate, Belief::ChainAccepted),
            (Kind::CertificateVerify, Belief::ProofAccepted),
            (Kind::Finished, Belief::Unchanged),
            (Kind::Finished, Belief::ThinksItIsDone),
            (Kind::NewSessionTicket, Belief::LetIn),
            (Kind::ApplicationData, Belief::AnswerHeard),
            (Kind::Alert, Belief::Farewell),
        ]
    );
    let refused = learnt(|it, _| it.client.credential = None, Side::Client);
    assert_eq!(
        refused[refused.len() - 2..],
        [(Kind::Finished, Belief::ThinksItIsDone), (Kind::Alert, Belief::ToldToStop)]
    );
}

#[test]
fn the_server_learns_who_calls_or_that_it_is_not_told() {
    type Case = (fn(&mut Scenario, &Family), Belief);
    assert_eq!(
        learnt(|_, _| {}, Side::Server),
        [
            (Kind::ClientHello, Belief::OfferKnown),
            (Kind::ServerHello, Belief::SecretWithStranger),
            (Kind::Certificate, Belief::ClaimHeard),
            (Kind::Certificate, Belief::ChainAccepted),
            (Kind::CertificateVerify, Belief::ProofAccepted),
            (Kind::Finished, Belief::Unchanged),
            (Kind::ApplicationData, Belief::RequestHeard),
            (Kind::Alert, Belief::Farewell),
        ]
    );
    let cases: [Case; 4] = [
        (|it, _| it.client.credential = None, Belief::NothingShown),
        (
            |it, family| {
                it.client.credential = Some(support::credential(&family.twin_with_other_authority().client));
            },
            Belief::ChainRefused,
        ),
        (|it, _| it.server.asks = Asks::DangerAcceptAnyone, Belief::NotLookedAt),
        (|it, _| it.server.asks = Asks::JudgesAfterwards, Belief::LooksLater),
    ];
    for (change, belief) in cases {
        let found = learnt(change, Side::Server);
        assert!(found.contains(&(Kind::Certificate, belief)), "{belief:?}: {found:?}");
    }
}

#[test]
fn in_tls_12_the_servers_finished_lets_in_and_sessions_are_known_from_before() {
    let in_12 = |it: &mut Scenario, _: &Family| it.client.offer.versions = vec![Version::Tls12];
    let found = learnt(in_12, Side::Client);
    assert!(found.contains(&(Kind::Finished, Belief::LetIn)), "{found:?}");
    assert!(!found.iter().any(|(_, belief)| *belief == Belief::ThinksItIsDone));
    for version in Version::ALL {
        // each by the other's Finished, and by nothing before it
        for (side, from) in [(Side::Client, Side::Server), (Side::Server, Side::Client)] {
            let family = Family::new(KeyAlgorithm::EcdsaP256);
            let mut scenario = good(&family);
            scenario.client.offer.versions = vec![version];
            scenario.session = Session::Resumed;
            let transcript = play(&scenario);
            let dissection = dissect_connection(transcript.last());
            let known = beliefs(&dissection, Some(transcript.last()));
            let known = known.iter().filter(|one| one.side == side && one.belief == Belief::KnownFromBefore);
            let known: Vec<_> = known.map(|one| &dissection.messages[one.message]).collect();
            assert_eq!(known.len(), 1, "{version:?} {side:?}");
            assert_eq!((known[0].kind, known[0].side), (Kind::Finished, from), "{version:?} {side:?}");
        }
        let found = learnt(
            |it, _| {
                it.client.offer.versions = vec![version];
                it.session = Session::Resumed;
            },
            Side::Client,
        );
        assert!(found.iter().any(|(_, belief)| *belief == Belief::KnownFromBefore), "{version:?} {found:?}");
        assert!(!found.iter().any(|(_, belief)| *belief == Belief::NotAsked), "{version:?} {found:?}");
        assert!(found.contains(&(Kind::ApplicationData, Belief::AnswerHeard)), "{version:?} {found:?}");
    }
    let off = learnt(|it, _| it.server.asks = Asks::Off, Side::Client);
    assert!(off.contains(&(Kind::Finished, Belief::NotAsked)));
    let unchecked = learnt(|it, _| it.client.check = Check::DangerAcceptAnyone, Side::Client);
    assert!(unchecked.contains(&(Kind::Certificate, Belief::NotLookedAt)));
}

#[test]
fn a_session_that_is_taken_up_has_its_secret_by_the_servers_hello() {
    for (session, belief) in [(Session::Resumed, Some(Belief::SecretFromSession)), (Session::Full, None)] {
        for side in Side::ALL {
            let in_12 = |it: &mut Scenario, _: &Family| {
                it.client.offer.versions = vec![Version::Tls12];
                it.session = session;
            };
            let found = learnt(in_12, side);
            let of_hello =
                found.iter().find(|(kind, _)| *kind == Kind::ServerHello).map(|(_, belief)| *belief);
            assert_eq!(of_hello, belief, "{session:?} {side:?}");
        }
    }
}

#[test]
fn asked_for_another_group_the_client_knows_what_the_server_wants_and_no_secret_is_shared_yet() {
    let another = |it: &mut Scenario, _: &Family| it.server.offer.groups = vec![Group::Secp384r1];
    let found = learnt(another, Side::Client);
    assert_eq!(
        found[..2],
        [
            (Kind::HelloRetryRequest, Belief::OtherGroupWanted),
            (Kind::ServerHello, Belief::SecretWithStranger)
        ]
    );
    let found = learnt(another, Side::Server);
    assert_eq!(
        found[..3],
        [
            (Kind::ClientHello, Belief::OfferKnown),
            (Kind::ClientHello, Belief::OfferKnown),
            (Kind::ServerHello, Belief::SecretWithStranger),
        ]
    );
}

#[test]
fn whoever_has_refused_learns_nothing_more() {
    type Case = (&'static str, fn(&mut Scenario, &Family), Side, Belief, Kind);
    let wrong_key = |it: &mut Scenario, family: &Family| {
        let (_, key) = &family.twin_with_other_keys().client;
        it.client.credential.as_mut().expect("a credential").key = key.clone();
    };
    let cases: [Case; 4] = [
        (
            "name",
            |it, _| it.client.host = "other.example.test".to_owned(),
            Side::Client,
            Belief::ChainRefused,
            Kind::Certificate,
        ),
        (
            "stranger",
            |it, family| {
                it.client.credential = Some(support::credential(&family.twin_with_other_authority().client));
            },
            Side::Server,
            Belief::ChainRefused,
            Kind::Certificate,
        ),
        ("key", wrong_key, Side::Server, Belief::ProofRefused, Kind::CertificateVerify),
        ("none", |it, _| it.client.credential = None, Side::Server, Belief::NothingShown, Kind::Certificate),
    ];
    for (name, change, side, last, kind) in cases {
        for version in Version::ALL {
            let in_version = |it: &mut Scenario, family: &Family| {
                change(it, family);
                it.client.offer.versions = vec![version];
            };
            assert_eq!(learnt(in_version, side).last(), Some(&(kind, last)), "{name} {version:?}");
            // the other hears of it
            let (_, told) = *learnt(in_version, side.peer()).last().expect("it learns something");
            assert_eq!(told, Belief::ToldToStop, "{name} {version:?}");
        }
    }
    // its neighbour: nobody refuses, and both go on to the end
    for side in Side::ALL {
        assert_eq!(learnt(|_, _| {}, side).last(), Some(&(Kind::Alert, Belief::Farewell)));
    }
}

#[test]
fn of_a_recording_the_alert_tells_what_was_not_read_any_more() {
    let mut scenario = good(&Family::new(KeyAlgorithm::EcdsaP256));
    scenario.client.credential = None;
    for version in Version::ALL {
        scenario.client.offer.versions = vec![version];
        let transcript = play(&scenario);
        let dissection = dissect_connection(transcript.last());
        let of_server = |connection| {
            let learnt = beliefs(&dissection, connection);
            learnt.into_iter().filter(|learnt| learnt.side == Side::Server).collect::<Vec<_>>()
        };
        assert_eq!(of_server(None), of_server(Some(transcript.last())), "{version:?}");
        assert_eq!(of_server(None).last().map(|learnt| learnt.belief), Some(Belief::NothingShown));
    }
}

/// What both learn from a recording: who, from which message, what.
fn recorded(file: &[u8]) -> Vec<(Side, Kind, Belief)> {
    let read = capture::read(file).expect("a recording");
    let dissection = dissect(&read.connections[0].flights, Keys { log: &read.keys, shared_secret: None });
    let of = |learnt: &Learnt| (learnt.side, dissection.messages[learnt.message].kind, learnt.belief);
    beliefs(&dissection, None).iter().map(of).collect()
}

#[test]
fn what_is_said_inside_is_an_answer_only_where_it_is_one() {
    let talk = |file: &[u8]| {
        let mut found = recorded(file);
        found.retain(|(_, kind, belief)| *kind == Kind::ApplicationData && *belief != Belief::LetIn);
        found.into_iter().map(|(side, _, belief)| (side, belief)).collect::<Vec<_>>()
    };
    // an answer that says no length goes on until the connection ends
    let http_1 = include_bytes!("../recordings/openssl-tls13.pcapng");
    assert_eq!(talk(http_1), [(Side::Server, Belief::RequestHeard), (Side::Client, Belief::AnswerBegun)]);
    assert!(recorded(http_1).contains(&(Side::Client, Kind::Alert, Belief::AnswerHeard)));
    // an interim answer is not the answer
    let interim = talk(include_bytes!("data/continue.pcapng"));
    let expected = [
        (Side::Server, Belief::RequestBegun),
        (Side::Client, Belief::InterimHeard),
        (Side::Server, Belief::RequestHeard),
        (Side::Client, Belief::AnswerHeard),
    ];
    assert_eq!(interim, expected);
    // with HTTP/2 the server speaks before it is asked
    let http_2 = talk(include_bytes!("data/http2.pcapng"));
    let begins = [(Side::Client, Belief::TalkedTo), (Side::Server, Belief::TalkedTo)];
    let asks = [(Side::Server, Belief::RequestHeard)];
    let answers = [(Side::Client, Belief::AnswerBegun), (Side::Client, Belief::AnswerHeard)];
    assert_eq!(http_2, [&begins[..], &asks, &answers].concat());
}

#[test]
fn early_data_is_heard_where_the_server_takes_it() {
    let early = |file: &[u8]| {
        let found = recorded(file);
        found
            .into_iter()
            .find(|(_, kind, _)| *kind == Kind::ApplicationData)
            .map(|(side, _, belief)| (side, belief))
    };
    let refused = early(include_bytes!("data/early-refused.pcapng"));
    assert_eq!(refused, Some((Side::Server, Belief::TooEarly)));
    let taken = early(include_bytes!("data/early-taken.pcapng"));
    assert_eq!(taken, Some((Side::Server, Belief::RequestHeard)));
    // with the key log of the server alone it is closed, and the server read it no more
    let closed = recorded(include_bytes!("data/early-retried.pcapng"));
    let closed: Vec<_> = closed.iter().filter(|(_, kind, _)| *kind == Kind::Sealed).collect();
    assert_eq!(closed, [&(Side::Server, Kind::Sealed, Belief::TooEarly)]);
}

#[test]
fn a_new_handshake_inside_a_connection_takes_nothing_away_that_was_known() {
    let found = recorded(include_bytes!("data/renegotiated.pcapng"));
    let of = |kind: Kind| -> Vec<(Side, Belief)> {
        let found = found.iter().filter(|(_, of, _)| *of == kind);
        found.map(|(side, _, belief)| (*side, *belief)).collect()
    };
    assert_eq!(of(Kind::ClientHello), [(Side::Server, Belief::OfferWithoutHost)], "of the first alone");
    let with_stranger = of(Kind::ClientKeyExchange)
        .iter()
        .filter(|(_, belief)| *belief == Belief::SecretWithStranger)
        .count();
    assert_eq!(with_stranger, 1, "the server knows the client from the first: {found:?}");
    assert!(
        !found.iter().any(|(_, _, belief)| *belief == Belief::NotAsked),
        "it was asked in the first: {found:?}"
    );
}

#[test]
fn who_is_asked_later_was_not_asked_in_the_handshake() {
    let found = recorded(include_bytes!("data/asked-later.pcapng"));
    let of_client = found.iter().filter(|(side, kind, _)| {
        *side == Side::Client && matches!(kind, Kind::Finished | Kind::CertificateRequest)
    });
    let learnt: Vec<Belief> = of_client.map(|(_, _, belief)| *belief).collect();
    assert_eq!(learnt, [Belief::Unchanged, Belief::NotAsked, Belief::AskedForCertificate]);
    // what is said of the one must stay true beside the other
    assert_eq!(
        Belief::NotAsked.sentence(Lang::En),
        "In this handshake it was not asked who it is, and did not say."
    );
}

#[test]
fn of_a_retry_the_client_learns_what_it_asks_for() {
    let found = recorded(include_bytes!("data/cookie.pcapng"));
    assert!(found.contains(&(Side::Client, Kind::HelloRetryRequest, Belief::CookieWanted)), "{found:?}");
}

#[test]
fn who_speaks_no_tls_learns_nothing_from_an_alert() {
    let mut scenario = good(&Family::new(KeyAlgorithm::EcdsaP256));
    scenario.client.speaks = Speaks::PlainHttp;
    let transcript = play(&scenario);
    let dissection = dissect_connection(transcript.last());
    assert_eq!(dissection.messages.last().map(|message| message.kind), Some(Kind::Alert));
    assert_eq!(beliefs(&dissection, Some(transcript.last())), []);
}

#[test]
fn every_belief_has_its_sentence() {
    for lang in Lang::ALL {
        let sentences: std::collections::BTreeSet<&str> =
            Belief::ALL.iter().map(|belief| belief.sentence(lang)).collect();
        assert_eq!(sentences.len(), Belief::ALL.len());
    }
}

#[test]
fn nothing_follows_from_what_cannot_be_read() {
    const ASKED: &[u8] = include_bytes!("../recordings/openssl-tls13.pcapng");
    const NOT_ASKED: &[u8] = include_bytes!("data/chromium.pcapng");
    const TLS12: &[u8] = include_bytes!("../recordings/openssl-tls12.pcapng");
    // a record with this message is changed in its last octet, or left out with how much is missing there
    let found = |file: &[u8], broken: Option<(Kind, bool)>| -> Vec<Belief> {
        let mut read = capture::read(file).expect("a recording");
        let mut flights = read.connections.swap_remove(0).flights;
        let keys = Keys { log: &read.keys, shared_secret: None };
        let whole = dissect(&flights, keys);
        if let Some((kind, is_missing)) = broken {
            let message = whole.messages.iter().find(|message| message.kind == kind).expect("it was sent");
            let record = &whole.records[message.pieces[0].record];
            // each side's first flights are before this one
            let of_side = flights[..record.flight].iter().filter(|flight| flight.side == record.side);
            let at = record.offset - of_side.map(|flight| flight.octets.len()).sum::<usize>();
            let (octets, length) = (&mut flights[record.flight].octets, record.octets.len());
            if is_missing {
                let behind = octets.split_off(at)[length..].to_vec();
                let flight = Flight { side: record.side, lost: length, octets: behind };
                flights.insert(record.flight + 1, flight);
            } else {
                octets[at + length - 1] ^= 1;
            }
        }
        let dissection = dissect(&flights, keys);
        beliefs(&dissection, None).iter().map(|learnt| learnt.belief).collect()
    };
    for (file, broken, asked, not_asked) in [
        (ASKED, None, true, false),
        (ASKED, Some((Kind::CertificateRequest, false)), false, false),
        (ASKED, Some((Kind::CertificateRequest, true)), false, false),
        (ASKED, Some((Kind::CertificateVerify, false)), true, false),
        (NOT_ASKED, None, false, true),
        (NOT_ASKED, Some((Kind::EncryptedExtensions, false)), false, false),
    ] {
        let found = found(file, broken);
        let told = (found.contains(&Belief::AskedForCertificate), found.contains(&Belief::NotAsked));
        assert_eq!(told, (asked, not_asked), "{broken:?}: {found:?}");
    }
    for broken in [None, Some((Kind::ClientKeyExchange, true))] {
        let found = found(TLS12, broken);
        assert!(!found.contains(&Belief::KnownFromBefore), "{broken:?}: {found:?}");
        assert_eq!(found.contains(&Belief::SecretWithStranger), broken.is_none(), "{broken:?}: {found:?}");
    }
}
