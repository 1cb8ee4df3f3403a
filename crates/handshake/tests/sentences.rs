//! What is said of a message or of a field is true where it stands: of its version, of its side, of what the octets name. One line
//! for each place at which a sentence once said more than was so, beside its nearest neighbour.

mod support;

use handshake::belief::{Belief, beliefs};
use handshake::dissect::field::Field;
use handshake::dissect::message::Kind;
use handshake::dissect::why::Why;
use handshake::dissect::{Dissection, Message, dissect_connection};
use handshake::scenario::{Group, Scenario, ServerName, Session, Version};
use handshake::transcript::Side::{self, Client, Server};
use pki::key::KeyAlgorithm;
use support::explained::recorded_apart;
use support::{good, play};
use testkit::family::Family;
use text::Lang;

fn played(change: impl FnOnce(&mut Scenario)) -> Dissection {
    let mut scenario = good(&Family::new(KeyAlgorithm::EcdsaP256));
    change(&mut scenario);
    dissect_connection(play(&scenario).last())
}

/// The connections that the lines are about.
struct Seen {
    tls13: Dissection,
    tls12: Dissection,
    retried: Dissection,
    resumed13: Dissection,
    resumed12: Dissection,
    unnamed: Dissection,
    openssl12: Dissection,
    openssl_rsa: Dissection,
    renegotiated: Dissection,
    post_handshake: Dissection,
    warned: Dissection,
    not_renegotiated: Dissection,
    pre_shared: Dissection,
    pre_shared_alone: Dissection,
    no_names13: Dissection,
    no_names12: Dissection,
    groups: Dissection,
    chromium: Dissection,
}

fn seen() -> Seen {
    let in_12 = |it: &mut Scenario| it.client.offer.versions = vec![Version::Tls12];
    Seen {
        tls13: played(|_| {}),
        tls12: played(in_12),
        retried: played(|it| it.server.offer.groups = vec![Group::Secp384r1]),
        resumed13: played(|it| it.session = Session::Resumed),
        resumed12: played(|it| {
            it.session = Session::Resumed;
            in_12(it);
        }),
        unnamed: played(|it| it.client.server_name = ServerName::Omit),
        openssl12: recorded_apart(include_bytes!("../recordings/openssl-tls12.pcapng")),
        openssl_rsa: recorded_apart(include_bytes!("../recordings/openssl-tls12-rsa.pcapng")),
        renegotiated: recorded_apart(include_bytes!("data/renegotiated.pcapng")),
        post_handshake: recorded_apart(include_bytes!("data/post-handshake.pcapng")),
        warned: recorded_apart(include_bytes!("data/warned.pcapng")),
        not_renegotiated: recorded_apart(include_bytes!("data/not-renegotiated.pcapng")),
        pre_shared: recorded_apart(include_bytes!("data/pre-shared.pcapng")),
        pre_shared_alone: recorded_apart(include_bytes!("data/pre-shared-alone.pcapng")),
        no_names13: recorded_apart(include_bytes!("data/no-names-tls13.pcapng")),
        no_names12: recorded_apart(include_bytes!("data/no-names-tls12.pcapng")),
        groups: recorded_apart(include_bytes!("data/groups-of-the-server.pcapng")),
        chromium: recorded_apart(include_bytes!("data/chromium.pcapng")),
    }
}

/// The message of this side and kind that stands at this place among them, from 0.
fn message(of: &Dissection, side: Side, kind: Kind, place: usize) -> (usize, &Message) {
    let mut all = of.messages.iter().enumerate().filter(|(_, it)| (it.side, it.kind) == (side, kind));
    all.nth(place).expect("it is there")
}

#[test]
fn messages_are_told_by_their_version_and_their_place() {
    let seen = seen();
    let lines = [
        (&seen.tls13, Client, Kind::ClientHello, 0, Why::ClientHello),
        (&seen.tls12, Client, Kind::ClientHello, 0, Why::ClientHelloWithoutShare),
        (&seen.retried, Client, Kind::ClientHello, 0, Why::ClientHello),
        (&seen.retried, Client, Kind::ClientHello, 1, Why::ClientHelloAgain),
        (&seen.renegotiated, Client, Kind::ClientHello, 0, Why::ClientHelloWithoutShare),
        (&seen.renegotiated, Client, Kind::ClientHello, 1, Why::ClientHelloAnew),
        (&seen.tls13, Server, Kind::ServerHello, 0, Why::ServerHello),
        (&seen.retried, Server, Kind::ServerHello, 0, Why::ServerHello),
        (&seen.resumed13, Server, Kind::ServerHello, 0, Why::ServerHelloOfBoth),
        (&seen.pre_shared, Server, Kind::ServerHello, 0, Why::ServerHelloOfBoth),
        (&seen.pre_shared_alone, Server, Kind::ServerHello, 0, Why::ServerHelloOfSecret),
        (&seen.tls12, Server, Kind::ServerHello, 0, Why::ServerHelloLegacy),
        (&seen.resumed12, Server, Kind::ServerHello, 0, Why::ServerHelloLegacy),
        (&seen.tls13, Client, Kind::Finished, 0, Why::ClientFinished),
        (&seen.tls13, Server, Kind::Finished, 0, Why::Finished),
        (&seen.tls12, Client, Kind::Finished, 0, Why::Finished),
        (&seen.resumed13, Client, Kind::Finished, 0, Why::Finished),
        (&seen.post_handshake, Client, Kind::Finished, 0, Why::ClientFinished),
        (&seen.post_handshake, Client, Kind::Finished, 1, Why::Finished),
        (&seen.tls12, Client, Kind::ChangeCipherSpec, 0, Why::ChangeCipherSpec),
        (&seen.tls13, Client, Kind::ChangeCipherSpec, 0, Why::CompatibilitySpec),
        (&seen.retried, Client, Kind::ChangeCipherSpec, 0, Why::CompatibilitySpec),
        (&seen.retried, Server, Kind::ChangeCipherSpec, 0, Why::CompatibilitySpec),
        (&seen.warned, Server, Kind::Alert, 0, Why::AlertWarning),
        (&seen.not_renegotiated, Server, Kind::Alert, 0, Why::AlertWarning),
        (&seen.tls13, Server, Kind::Alert, 0, Why::AlertGoodbye),
    ];
    for (number, (of, side, kind, place, why)) in lines.into_iter().enumerate() {
        assert_eq!(message(of, side, kind, place).1.why, why, "line {number}: {side:?} {kind:?} {place}");
    }
    for version in Version::ALL {
        let refused = played(|it| {
            it.client.credential = None;
            it.client.offer.versions = vec![version];
        });
        assert_eq!(message(&refused, Server, Kind::Alert, 0).1.why, Why::Alert, "{version:?}");
    }
}

/// The first field that is reached by these names, each below the one before it.
fn field<'a>(fields: &'a [Field], path: &[&str]) -> Option<&'a Field> {
    let (first, rest) = path.split_first()?;
    let found = fields.iter().find_map(|field| field.find(first))?;
    if rest.is_empty() { Some(found) } else { field(&found.children, rest) }
}

#[test]
fn fields_are_told_by_their_version_their_side_and_what_they_hold() {
    let seen = seen();
    type Line<'a> = (&'a Dissection, Side, Kind, &'a [&'a str], Why);
    let lines: [Line<'_>; 26] = [
        (&seen.tls13, Client, Kind::ClientHello, &["legacy_version"], Why::LegacyVersion),
        // rustls names its versions in the extension even where they are one
        (&seen.tls12, Client, Kind::ClientHello, &["legacy_version"], Why::LegacyVersion),
        (&seen.openssl12, Client, Kind::ClientHello, &["client_version"], Why::ClientVersion),
        (&seen.tls13, Server, Kind::ServerHello, &["legacy_version"], Why::LegacyVersion),
        (&seen.tls12, Server, Kind::ServerHello, &["server_version"], Why::VersionChosen),
        (&seen.openssl12, Client, Kind::ClientHello, &["session_id"], Why::LegacySessionId),
        (&seen.tls13, Server, Kind::ServerHello, &["legacy_session_id_echo"], Why::SessionIdEcho),
        (&seen.resumed12, Server, Kind::ServerHello, &["session_id"], Why::SessionTakenUp),
        (&seen.tls12, Server, Kind::ServerHello, &["session_id"], Why::SessionNamed),
        (&seen.openssl12, Server, Kind::ServerHello, &["session_id"], Why::SessionUnnamed),
        (&seen.openssl12, Client, Kind::ClientHello, &["compression_methods"], Why::Compression),
        (&seen.openssl12, Server, Kind::ServerHello, &["compression_method"], Why::Compression),
        (&seen.tls12, Server, Kind::ServerKeyExchange, &["signature"], Why::ExchangeSignature),
        (&seen.tls12, Client, Kind::CertificateVerify, &["signature"], Why::Signature),
        (&seen.tls13, Client, Kind::ClientHello, &["supported_groups"], Why::SupportedGroups),
        (&seen.groups, Server, Kind::EncryptedExtensions, &["supported_groups"], Why::ServerGroups),
        (&seen.openssl12, Client, Kind::ClientHello, &["session_ticket"], Why::SessionTicket),
        (&seen.openssl12, Server, Kind::ServerHello, &["session_ticket"], Why::SessionTicketPromised),
        (&seen.tls13, Server, Kind::ServerHello, &["key_exchange"], Why::ShareOctets),
        (&seen.chromium, Client, Kind::ClientHello, &["key_share", "key_exchange"], Why::Grease),
        (&seen.chromium, Server, Kind::ServerHello, &["key_share", "key_exchange"], Why::ShareOctets),
        (&seen.chromium, Client, Kind::ClientHello, &["encrypted_client_hello"], Why::EncryptedHello),
        (&seen.pre_shared, Client, Kind::ClientHello, &["pre_shared_key"], Why::PreSharedKey),
        (&seen.pre_shared, Server, Kind::ServerHello, &["pre_shared_key"], Why::PreSharedKeyTaken),
        (&seen.no_names12, Server, Kind::CertificateRequest, &["authorities"], Why::CertificateAuthorities),
        (&seen.openssl_rsa, Server, Kind::Certificate, &["ASN.1Cert"], Why::Leaf),
    ];
    for (of, side, kind, path, why) in lines {
        let found = field(&message(of, side, kind, 0).1.fields, path);
        assert_eq!(found.and_then(|field| field.why), Some(why), "{side:?} {kind:?} {path:?}");
    }
}

#[test]
fn sentences_that_stand_in_several_places_say_what_is_so_in_each() {
    // what each once said, and is not so everywhere
    for (why, once) in [
        (Why::ServerHello, "encrypts all that follows"),
        (Why::ServerHelloOfSecret, "half"),
        (Why::KeyShare, "Both halves together"),
        (Why::HelloRetryRequest, "takes none of the groups"),
        (Why::CertificateRequest, "and names the authorities"),
        (Why::ServerCertificateList, "is left out"),
        (Why::Leaf, "signature that follows"),
        (Why::ShareOctets, "public key"),
        (Why::KeyShare, "public key for each group"),
        (Why::AlertLevel, "every alert but close_notify ends"),
        (Why::PreSharedKey, "comes back"),
        (Why::PreSharedKeyTaken, "takes the ticket"),
        (Why::EncryptedHello, "so that nobody"),
        (Why::StatusRequest, "The client would like"),
        (Why::EncryptedExtensions, "first message that is"),
        (Why::CertificateRequest, "Here mutual TLS begins"),
        (Why::ClientCertificate, "in TLS 1.2 everybody can"),
        (Why::ChangeCipherSpec, "this side encrypts."),
        (Why::ApplicationData, "the request and the answer"),
        (Why::ClientRandom, "never come again"),
        (Why::ServerName, "in clear"),
        (Why::HostInClear, "Everybody on the way"),
        (Why::Extensions, "who does not know one"),
        (Why::UnknownExtension, "passes over"),
    ] {
        assert!(!why.sentence(Lang::En).contains(once), "{why:?}");
    }
}

#[test]
fn each_suite_is_defined_where_it_is_said_to_be() {
    let seen = seen();
    let mut suites = Vec::new();
    for of in [&seen.openssl12, &seen.openssl_rsa, &seen.tls13, &seen.chromium] {
        let hello = message(of, Client, Kind::ClientHello, 0).1;
        hello.fields.iter().for_each(|field| field.find_all("cipher_suite", &mut suites));
    }
    for (name, section) in [
        ("TLS_AES_128_GCM_SHA256", "RFC 8446, B.4"),
        ("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "RFC 5289, 3"),
        ("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "RFC 7905, 2"),
        ("TLS_RSA_WITH_AES_128_GCM_SHA256", "RFC 5288, 3"),
        ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "RFC 8422, 6"),
        ("TLS_RSA_WITH_AES_128_CBC_SHA", "RFC 5246, A.5"),
        ("TLS_EMPTY_RENEGOTIATION_INFO_SCSV", "RFC 5746, 3.3"),
    ] {
        let found = suites.iter().find(|suite| suite.value.starts_with(&format!("{name} ")));
        assert_eq!(found.map(|suite| suite.section.as_ref()), Some(section), "{name}");
    }
    let is_grease = |suite: &&&Field| suite.section == "RFC 8701, 3";
    assert_eq!(suites.iter().filter(is_grease).count(), 1, "Chromium sends one");
}

#[test]
fn what_a_side_knows_is_told_by_what_it_was_told() {
    let seen = seen();
    let lines = [
        (&seen.tls12, Kind::ClientKeyExchange, Client, vec![Belief::SecretShared]),
        (&seen.tls12, Kind::ClientKeyExchange, Server, vec![Belief::SecretWithStranger]),
        (&seen.openssl_rsa, Kind::ClientKeyExchange, Client, vec![Belief::SecretForKey]),
        (&seen.openssl_rsa, Kind::ClientKeyExchange, Server, vec![Belief::SecretWithStranger]),
        (&seen.tls13, Kind::ServerHello, Client, vec![Belief::SecretWithStranger]),
        (&seen.resumed13, Kind::ServerHello, Client, vec![Belief::SecretFromSession]),
        (&seen.resumed13, Kind::ServerHello, Server, vec![Belief::SecretByBinder]),
        (&seen.pre_shared, Kind::ServerHello, Client, vec![Belief::SecretFromSecret]),
        (&seen.pre_shared_alone, Kind::ServerHello, Client, vec![Belief::SecretFromSecret]),
        (&seen.pre_shared_alone, Kind::ServerHello, Server, vec![Belief::SecretByBinder]),
        (&seen.pre_shared, Kind::ServerHello, Server, vec![Belief::SecretByBinder]),
        (&seen.tls13, Kind::ClientHello, Server, vec![Belief::OfferKnown]),
        (&seen.unnamed, Kind::ClientHello, Server, vec![Belief::OfferWithoutHost]),
        (&seen.tls13, Kind::CertificateRequest, Client, vec![Belief::AskedForCertificate]),
        (&seen.no_names13, Kind::CertificateRequest, Client, vec![Belief::AskedWithoutNames]),
        (&seen.no_names12, Kind::CertificateRequest, Client, vec![Belief::AskedWithoutNames]),
        (&seen.warned, Kind::Alert, Client, vec![Belief::Warned]),
        (&seen.not_renegotiated, Kind::Alert, Client, vec![Belief::Warned]),
    ];
    for (number, (of, kind, side, expected)) in lines.into_iter().enumerate() {
        let place = of.messages.iter().position(|message| message.kind == kind).expect("it is there");
        let learnt = beliefs(of, None);
        let here = learnt.iter().filter(|learnt| (learnt.message, learnt.side) == (place, side));
        let here: Vec<Belief> = here.map(|learnt| learnt.belief).collect();
        assert_eq!(here, expected, "line {number}: {kind:?} {side:?}");
    }
    // the handshake is done once, whatever is asked for later
    let done = beliefs(&seen.post_handshake, None);
    assert_eq!(done.iter().filter(|learnt| learnt.belief == Belief::ThinksItIsDone).count(), 1);
    for lang in Lang::ALL {
        assert!(!Belief::RequestHeard.sentence(lang).contains(if lang == Lang::En {
            "backend"
        } else {
            "백엔드"
        }));
    }
}
