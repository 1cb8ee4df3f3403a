//! What the lab promises: who gets through, who is stopped by whom, at which step and with which alert, each allow beside its
//! nearest deny.

mod support;

use handshake::alert::Alert;
use handshake::lab::SetUpError;
use handshake::refusal::Refusal;
use handshake::scenario::{
    Asks, Check, Group, Offer, Scenario, ServerName, Session, Speaks, Suite, Talk, Version,
};
use handshake::transcript::{End, Judged, Kind, Side, Step};
use pki::certificate::Certificate;
use pki::crl::{self, CrlLifetime, CrlNumber, Reason, Revocation, Revoked};
use pki::key::KeyAlgorithm;
use pki::verify::webpki;
use support::{HOST, credential, good, play, try_to_play};
use testkit::family::Family;
use testkit::{NOW, SeededEntropy};
use text::Lang;

fn family() -> Family {
    Family::new(KeyAlgorithm::EcdsaP256)
}

/// Plays a change to what is good, and gives who stopped, why, at which step and with which alert.
fn stopped(change: impl FnOnce(&mut Scenario, &Family)) -> Option<(Side, Step, Refusal, Option<Alert>)> {
    let family = family();
    let mut scenario = good(&family);
    change(&mut scenario, &family);
    let transcript = play(&scenario);
    let connection = transcript.last();
    let side = connection.stopped_by();
    let Some(side) = side else {
        assert_eq!((&connection.client.end, &connection.server.end), (&End::Completed, &End::Completed));
        return None;
    };
    let End::Stopped { step, refusal, alert, words } = connection.outcome(side).end.clone() else {
        panic!("{side:?} stopped");
    };
    assert!(!words.is_empty());
    for lang in Lang::ALL {
        let said = refusal.message(lang);
        assert!(
            !said.problem.is_empty()
                && !said.remedy.is_empty()
                && connection.rule().is_some_and(|rule| rule.starts_with("RFC "))
        );
    }
    match (&connection.outcome(side.peer()).end, alert) {
        (End::Told { alert: heard, .. }, Some(sent)) => assert_eq!(*heard, sent),
        (End::NotTls, _) => {}
        other => panic!("the other side hears of it: {other:?}"),
    }
    Some((side, step, refusal, alert))
}

#[test]
fn every_version_suite_group_and_kind_of_key_gets_through_and_talks() {
    let keys =
        [KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa2048];
    for algorithm in keys {
        let family = Family::new(algorithm);
        for suite in Suite::ALL {
            let is_13 = matches!(
                suite,
                Suite::Aes256GcmSha384 | Suite::Aes128GcmSha256 | Suite::Chacha20Poly1305Sha256
            );
            let wants_rsa = format!("{suite:?}").contains("Rsa");
            if !is_13 && wants_rsa != (algorithm == KeyAlgorithm::Rsa2048) {
                continue;
            }
            for group in Group::ALL {
                if !is_13 && group == Group::X25519MlKem768 {
                    continue;
                }
                let version = if is_13 { Version::Tls13 } else { Version::Tls12 };
                let mut scenario = good(&family);
                scenario.client.offer = Offer {
                    versions: vec![version],
                    suites: vec![suite],
                    groups: vec![group],
                    ..Offer::default()
                };
                let transcript = play(&scenario);
                let connection = transcript.last();
                for outcome in [&connection.client, &connection.server] {
                    let agreed = outcome.agreed.as_ref().expect("a handshake");
                    assert_eq!(outcome.end, End::Completed, "{algorithm:?} {suite:?} {group:?}");
                    assert_eq!((agreed.version, agreed.suite), (version, suite));
                    assert_eq!((agreed.group, agreed.kind), (Some(group), Kind::Full));
                    assert_eq!((agreed.protocol.as_deref(), agreed.peer.len()), (Some("http/1.1"), 1));
                    let judged: Vec<Judged> = outcome.judgements.iter().map(|found| found.about).collect();
                    assert_eq!(judged, [Judged::Chain, Judged::Signature]);
                }
                assert_eq!(connection.server.heard, scenario.talk.request.as_bytes());
                assert_eq!(connection.client.heard, scenario.talk.answer.as_bytes());
                assert_eq!(connection.flights[0].side, Side::Client);
                let secret = connection.shared_secret.as_ref().expect("a key exchange").expose().len();
                assert_eq!(
                    secret,
                    match group {
                        Group::X25519MlKem768 => 64,
                        Group::Secp384r1 => 48,
                        Group::X25519 | Group::Secp256r1 => 32,
                    }
                );
            }
        }
    }
}

#[test]
fn browsers_preferred_group_comes_first_and_a_server_without_it_takes_the_share_beside_it() {
    let family = family();
    let mut scenario = good(&family);
    let group = |scenario: &Scenario| {
        let agreed = play(scenario).last().client.agreed.clone().expect("a handshake");
        (agreed.group, agreed.kind)
    };
    assert_eq!(group(&scenario), (Some(Group::X25519MlKem768), Kind::Full));
    scenario.server.offer.groups = vec![Group::X25519];
    assert_eq!(group(&scenario), (Some(Group::X25519), Kind::Full));
    scenario.server.offer.groups = vec![Group::Secp384r1];
    assert_eq!(group(&scenario), (Some(Group::Secp384r1), Kind::Retried));
}

#[test]
fn a_second_connection_takes_up_the_session_in_both_versions() {
    for version in Version::ALL {
        let mut scenario = good(&family());
        scenario.session = Session::Resumed;
        scenario.server.offer.versions = vec![version];
        let transcript = play(&scenario);
        let kinds = transcript.connections.iter().map(|connection| {
            assert_eq!(connection.client.end, End::Completed);
            assert_eq!(connection.server.agreed.as_ref().map(|agreed| agreed.peer.len()), Some(1));
            connection.client.agreed.as_ref().map(|agreed| agreed.kind)
        });
        assert_eq!(kinds.collect::<Vec<_>>(), [Some(Kind::Full), Some(Kind::Resumed)], "{version:?}");
        let judged = transcript.last().client.judgements.len();
        assert_eq!(judged, 0, "nothing is verified anew");
    }
}

#[test]
fn a_session_that_never_came_about_is_not_resumed() {
    let mut scenario = good(&family());
    scenario.session = Session::Resumed;
    scenario.client.credential = None;
    assert_eq!(play(&scenario).connections.len(), 1);
}

#[test]
fn clients_without_a_certificate_are_stopped_where_one_is_required() {
    for version in Version::ALL {
        let bare = |asks| {
            stopped(|scenario, _| {
                scenario.client.credential = None;
                scenario.client.offer.versions = vec![version];
                scenario.server.asks = asks;
            })
        };
        assert_eq!(
            bare(Asks::Required),
            Some((
                Side::Server,
                Step::ClientCertificate,
                Refusal::NoCertificate,
                Some(Alert::CERTIFICATE_REQUIRED)
            )),
            "{version:?}"
        );
        for asks in [Asks::Optional, Asks::DangerAcceptAnyone, Asks::Off] {
            assert_eq!(bare(asks), None, "{version:?} {asks:?}");
        }
    }
}

#[test]
fn strangers_and_twins_are_stopped_and_let_in_only_where_anyone_is() {
    let unknown = Refusal::Chain(webpki::Refusal::UnknownIssuer);
    let forged = Refusal::Chain(webpki::Refusal::Signature);
    for version in Version::ALL {
        let with = |twin: bool, asks| {
            stopped(|scenario, family| {
                let other =
                    if twin { family.twin_with_other_keys() } else { family.twin_with_other_authority() };
                scenario.client.credential = Some(credential(&other.client));
                scenario.client.offer.versions = vec![version];
                scenario.server.asks = asks;
            })
        };
        for asks in [Asks::Required, Asks::Optional] {
            let stranger = (Side::Server, Step::ClientCertificate, unknown.clone(), Some(Alert::UNKNOWN_CA));
            assert_eq!(with(false, asks), Some(stranger));
            let twin = (Side::Server, Step::ClientCertificate, forged.clone(), Some(Alert::DECRYPT_ERROR));
            assert_eq!(with(true, asks), Some(twin));
        }
        for asks in [Asks::DangerAcceptAnyone, Asks::Off] {
            assert_eq!(with(false, asks), None);
            assert_eq!(with(true, asks), None);
        }
    }
}

#[test]
fn a_key_of_another_certificate_is_found_out_by_the_signature() {
    for (version, server_step) in
        [(Version::Tls13, Step::ServerCertificateVerify), (Version::Tls12, Step::ServerKeyExchange)]
    {
        let client = stopped(|scenario, family| {
            scenario.client.offer.versions = vec![version];
            scenario.client.credential.as_mut().expect("one").key = family.server.1.clone();
        });
        let found =
            (Side::Server, Step::ClientCertificateVerify, Refusal::Signature, Some(Alert::DECRYPT_ERROR));
        assert_eq!(client, Some(found));
        let server = stopped(|scenario, family| {
            scenario.client.offer.versions = vec![version];
            scenario.server.credential.key = family.client.1.clone();
        });
        assert_eq!(server, Some((Side::Client, server_step, Refusal::Signature, Some(Alert::DECRYPT_ERROR))));
    }
}

#[test]
fn the_rule_by_which_it_is_stopped_is_one_of_the_version_that_is_spoken() {
    type Change = fn(&mut Scenario, &Family);
    let cases: [(Change, [&str; 2]); 3] = [
        (
            |it, family| {
                let (_, key) = &family.twin_with_other_keys().client;
                it.client.credential.as_mut().expect("a credential").key = key.clone();
            },
            ["RFC 8446, 4.4.3", "RFC 5246, 7.4.8"],
        ),
        (
            |it, family| it.server.credential.key = family.twin_with_other_keys().server.1.clone(),
            ["RFC 8446, 4.4.3", "RFC 5246, 7.4.3"],
        ),
        (|it, _| it.client.credential = None, ["RFC 8446, 4.4.2.4", "RFC 5246, 7.4.6"]),
    ];
    for (change, rules) in cases {
        for (version, rule) in Version::ALL.into_iter().zip(rules) {
            let family = family();
            let mut scenario = good(&family);
            change(&mut scenario, &family);
            scenario.client.offer.versions = vec![version];
            assert_eq!(play(&scenario).last().rule(), Some(rule), "{version:?}");
        }
    }
    assert_eq!(play(&good(&family())).last().rule(), None);
}

#[test]
fn servers_are_refused_for_their_name_their_authority_and_their_time() {
    let server =
        |refusal, alert| Some((Side::Client, Step::ServerCertificate, Refusal::Chain(refusal), Some(alert)));
    let name = |host: &'static str| stopped(move |scenario, _| host.clone_into(&mut scenario.client.host));
    assert_eq!(name("localhost"), None);
    assert_eq!(name("127.0.0.1"), None);
    for host in ["other.example.test", "127.0.0.2"] {
        let mismatch = webpki::Refusal::NameMismatch { target: host.to_owned() };
        assert_eq!(name(host), server(mismatch, Alert::BAD_CERTIFICATE));
    }
    let unnamed = stopped(|scenario, _| scenario.client.server_name = ServerName::Omit);
    assert_eq!(unnamed, None, "without SNI the certificate is checked all the same");
    for trust in [Vec::new(), vec![vec![1, 2, 3]]] {
        assert_eq!(
            stopped(|scenario, _| scenario.client.trust = trust),
            server(webpki::Refusal::UnknownIssuer, Alert::UNKNOWN_CA)
        );
    }
    let anyone = stopped(|scenario, _| {
        scenario.client.trust = Vec::new();
        scenario.client.host = "other.example.test".to_owned();
        scenario.client.check = Check::DangerAcceptAnyone;
    });
    assert_eq!(anyone, None);
    let at = |days| stopped(move |scenario, _| scenario.at = NOW.plus_days(days));
    assert_eq!(at(364), None);
    let (Some((Side::Client, Step::ServerCertificate, refusal, alert)), _) = (at(366), ()) else {
        panic!("the client sees the server's certificate first");
    };
    assert!(matches!(refusal, Refusal::Chain(webpki::Refusal::Expired { .. })));
    assert_eq!(alert, Some(Alert::CERTIFICATE_EXPIRED));
    let Some((_, _, early, alert)) = at(-2) else { panic!("it is too early") };
    assert!(matches!(early, Refusal::Chain(webpki::Refusal::NotYetValid { .. })));
    assert_eq!(alert, Some(Alert::CERTIFICATE_EXPIRED), "rustls has one alert for both");
}

#[test]
fn revocation_stops_the_revoked_and_a_list_that_is_over_stops_everybody() {
    let client =
        |refusal, alert| Some((Side::Server, Step::ClientCertificate, Refusal::Chain(refusal), Some(alert)));
    let with_list = |revoke: fn(&Family) -> Vec<Revoked>, later| {
        stopped(move |scenario, family| {
            let revoked = revoke(family);
            scenario.server.lists = vec![list(family, &revoked)];
            scenario.at = NOW.plus_days(later);
        })
    };
    assert_eq!(with_list(|_| Vec::new(), 0), None);
    assert_eq!(with_list(|family| vec![revocation(&family.server.0)], 0), None, "the client is not in it");
    assert_eq!(
        with_list(|family| vec![revocation(&family.client.0)], 0),
        client(webpki::Refusal::Revoked, Alert::CERTIFICATE_REVOKED)
    );
    let Some((
        Side::Server,
        Step::ClientCertificate,
        Refusal::Chain(webpki::Refusal::ListExpired { .. }),
        alert,
    )) = with_list(|_| Vec::new(), 60)
    else {
        panic!("the list is over");
    };
    assert_eq!(alert, Some(Alert::UNKNOWN_CA));
    let other = stopped(|scenario, family| {
        scenario.server.lists = vec![list(&family.twin_with_other_authority(), &[])];
    });
    assert_eq!(other, client(webpki::Refusal::RevocationUnknown, Alert::UNKNOWN_CA));
    let server = stopped(|scenario, family| {
        scenario.client.lists = vec![list(family, &[revocation(&family.server.0)])];
    });
    let found = (Side::Client, Step::ServerCertificate, Refusal::Chain(webpki::Refusal::Revoked));
    assert_eq!(server, Some((found.0, found.1, found.2, Some(Alert::CERTIFICATE_REVOKED))));
}

fn revocation(certificate: &Certificate) -> Revoked {
    Revoked::new(certificate, Revocation { at: NOW, reason: Reason::KeyCompromise })
}

fn list(family: &Family, revoked: &[Revoked]) -> Vec<u8> {
    let signed = crl::sign(revoked, CrlNumber(7), CrlLifetime::default(), &family.authority, NOW);
    signed.expect("the authority signs").der().to_vec()
}

#[test]
fn what_is_not_shared_stops_at_the_first_message() {
    let server = |refusal, alert| Some((Side::Server, Step::ClientHello, refusal, Some(alert)));
    for (ours, theirs) in [(Version::Tls12, Version::Tls13), (Version::Tls13, Version::Tls12)] {
        let version = stopped(|scenario, _| {
            scenario.client.offer.versions = vec![ours];
            scenario.server.offer.versions = vec![theirs];
        });
        assert_eq!(version, server(Refusal::NoSharedVersion, Alert::PROTOCOL_VERSION));
    }
    let suite = stopped(|scenario, _| {
        scenario.client.offer.suites = vec![Suite::Aes128GcmSha256];
        scenario.server.offer.suites = vec![Suite::Aes256GcmSha384];
    });
    assert_eq!(suite, server(Refusal::NoSharedSuite, Alert::HANDSHAKE_FAILURE));
    let group = stopped(|scenario, _| {
        scenario.client.offer.groups = vec![Group::X25519];
        scenario.server.offer.groups = vec![Group::Secp256r1];
    });
    assert_eq!(group, server(Refusal::NoSharedGroup, Alert::HANDSHAKE_FAILURE));
    let protocol = stopped(|scenario, _| scenario.client.offer.protocols = vec!["smtp".to_owned()]);
    assert_eq!(protocol, server(Refusal::NoSharedProtocol, Alert::NO_APPLICATION_PROTOCOL));
}

#[test]
fn whoever_is_told_was_waiting_for_what_comes_next() {
    type Case = (&'static str, fn(&mut Scenario, &Family), [Step; 2]);
    let wrong_name = |it: &mut Scenario, _: &Family| it.client.host = "other.example.test".to_owned();
    let unasked = |it: &mut Scenario, _: &Family| {
        it.client.host = "other.example.test".to_owned();
        it.server.asks = Asks::Off;
    };
    let wrong_key = |it: &mut Scenario, family: &Family| {
        it.server.credential.key = family.twin_with_other_keys().server.1.clone();
    };
    // in TLS 1.3 and in 1.2
    let cases: [Case; 5] = [
        ("wrong name", wrong_name, [Step::ClientCertificate, Step::ClientCertificate]),
        ("wrong name, not asked", unasked, [Step::Finished, Step::ClientKeyExchange]),
        ("wrong key", wrong_key, [Step::ClientCertificate, Step::ClientCertificate]),
        // in TLS 1.3 it is done by then, as far as it can see
        ("no certificate", |it, _| it.client.credential = None, [Step::Application, Step::Finished]),
        (
            "no protocol",
            |it, _| it.client.offer.protocols = vec!["smtp".to_owned()],
            [Step::EncryptedExtensions, Step::ServerHello],
        ),
    ];
    for (name, change, steps) in cases {
        for (version, expected) in [Version::Tls13, Version::Tls12].into_iter().zip(steps) {
            let family = family();
            let mut scenario = good(&family);
            change(&mut scenario, &family);
            scenario.client.offer.versions = vec![version];
            let transcript = play(&scenario);
            let connection = transcript.last();
            let side = connection.stopped_by().expect("somebody stops");
            let End::Told { step, .. } = connection.outcome(side.peer()).end else {
                panic!("{name} {version:?}: the other side hears of it");
            };
            assert_eq!(step, expected, "{name} {version:?}");
        }
    }
}

#[test]
fn plain_http_on_the_port_of_tls_is_told_from_tls() {
    let plain = stopped(|scenario, _| scenario.client.speaks = Speaks::PlainHttp);
    let Some((Side::Server, Step::ClientHello, Refusal::NotTls, alert)) = plain else {
        panic!("{plain:?}");
    };
    assert_eq!(alert, Some(Alert::DECODE_ERROR));
}

#[test]
fn other_protocols_say_nothing_inside_and_goodbye() {
    let mut scenario = good(&family());
    scenario.client.offer.protocols = vec!["h2".to_owned()];
    scenario.server.offer.protocols = vec!["h2".to_owned()];
    let transcript = play(&scenario);
    let connection = transcript.last();
    assert_eq!((&connection.client.end, &connection.server.end), (&End::Completed, &End::Completed));
    assert!(connection.client.heard.is_empty() && connection.server.heard.is_empty());
}

#[test]
fn a_backend_that_is_down_is_no_matter_of_tls() {
    let mut scenario = good(&family());
    scenario.talk = Talk::without_backend(HOST);
    assert!(play(&scenario).last().client.heard.starts_with(b"HTTP/1.1 502 Bad Gateway\r\n"));
}

#[test]
fn what_cannot_be_set_up_says_so() {
    type Case = (&'static str, fn(&mut Scenario), fn(&SetUpError) -> bool);
    let family = family();
    let cases: [Case; 6] = [
        ("no authority", |it| it.server.trust.clear(), |error| *error == SetUpError::NoAuthority),
        ("host", |it| it.client.host = "a b".to_owned(), |error| matches!(error, SetUpError::Host { .. })),
        (
            "chain",
            |it| it.server.credential.chain.clear(),
            |error| *error == SetUpError::NoCertificate { side: Side::Server },
        ),
        (
            "list",
            |it| it.server.lists = vec![vec![1]],
            |error| matches!(error, SetUpError::List { side: Side::Server, .. }),
        ),
        (
            "versions",
            |it| it.client.offer.versions.clear(),
            |error| matches!(error, SetUpError::NothingToOffer { side: Side::Client, .. }),
        ),
        (
            "groups",
            |it| it.server.offer.groups.clear(),
            |error| matches!(error, SetUpError::NothingToOffer { side: Side::Server, .. }),
        ),
    ];
    for (name, change, fits) in cases {
        let mut scenario = good(&family);
        change(&mut scenario);
        let error = try_to_play(&scenario).expect_err(name);
        assert!(fits(&error), "{name}: {error:?}");
        for lang in Lang::ALL {
            let said = error.message(lang);
            assert!(!said.problem.is_empty() && !said.remedy.is_empty());
        }
    }
    let drought = handshake::lab::run(&good(&family), &mut testkit::entropy::Drought);
    assert_eq!(drought.expect_err("no randomness"), SetUpError::NoEntropy);
}

#[test]
fn what_rustls_draws_comes_from_the_argument() {
    // the randoms of the ClientHello follow the seed: octets 11 to 42 of the first record (RFC 8446 section 4.1.2)
    let scenario = good(&family());
    let random = |seed| {
        let transcript = handshake::lab::run(&scenario, &mut SeededEntropy::new(seed)).expect("played");
        transcript.last().flights[0].octets[11..43].to_vec()
    };
    assert_eq!(random(1), random(1));
    assert_ne!(random(1), random(2));
}
