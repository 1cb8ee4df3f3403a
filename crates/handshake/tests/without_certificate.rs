//! TLS 1.2 without a certificate of the server (RFC 4279, RFC 5489, anonymous Diffie-Hellman), and with one that signs nothing: what
//! is said is so, what can be opened is, and what stays closed says why.

mod support;

use handshake::belief::{Belief, beliefs};
use handshake::capture::{self, Capture};
use handshake::dissect::finding::Finding;
use handshake::dissect::message::Kind;
use handshake::dissect::why::Why;
use handshake::dissect::{Computed, Dissection, Keys, dissect};
use handshake::key_log::KeyLog;
use handshake::transcript::Side;
use support::explained::everything_is_explained;
use support::wireshark::{compare, tshark};

const FILE: &[u8] = include_bytes!("data/without-certificate.pcapng");

fn taken_apart(capture: &Capture, at: usize, keys: &KeyLog) -> Dissection {
    let flights = &capture.connections[at].flights;
    let dissection = dissect(flights, Keys { log: keys, shared_secret: None });
    everything_is_explained(flights, &dissection);
    dissection
}

fn read(file: &[u8]) -> Capture {
    capture::read(file).expect("a recording")
}

fn value(dissection: &Dissection, kind: Kind, name: &str) -> Option<String> {
    let message = dissection.messages.iter().find(|message| message.kind == kind)?;
    Some(message.field(name)?.value.clone())
}

fn reason(dissection: &Dissection, kind: Kind) -> Option<Why> {
    dissection.messages.iter().find(|message| message.kind == kind).map(|message| message.why)
}

/// What one side learns from messages of this kind that the other sent.
fn learnt(dissection: &Dissection, side: Side, kind: Kind) -> Vec<Belief> {
    let from_peer = |at: usize| {
        let message = &dissection.messages[at];
        message.kind == kind && (message.side != side || kind == Kind::ClientKeyExchange)
    };
    let learnt = beliefs(dissection, None);
    learnt.iter().filter(|one| one.side == side && from_peer(one.message)).map(|one| one.belief).collect()
}

#[test]
fn what_has_a_key_is_opened_and_its_exchange_taken_apart() {
    let capture = read(FILE);
    type Case = (&'static str, Option<Why>, [Option<&'static str>; 2], &'static [&'static str]);
    let secret = Some(Why::ServerKeyExchangeOfSecret);
    let named = [Some("billing"), Some("me")];
    let cases: [Case; 5] = [
        ("TLS_PSK_WITH_AES_128_GCM_SHA256 (0x00a8)", secret, named, &[]),
        ("TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256 (0xccac)", secret, named, &["public", "ecdh_Yc"]),
        ("TLS_DHE_PSK_WITH_AES_256_GCM_SHA384 (0x00ab)", secret, named, &["dh_p", "dh_g", "dh_Ys", "dh_Yc"]),
        ("TLS_RSA_PSK_WITH_AES_128_GCM_SHA256 (0x00ac)", secret, named, &["encrypted_pre_master_secret"]),
        (
            "TLS_DH_anon_WITH_AES_256_GCM_SHA384 (0x00a7)",
            Some(Why::ServerKeyExchangeUnsigned),
            [None, None],
            &["dh_p", "dh_g", "dh_Ys", "dh_Yc"],
        ),
    ];
    for (at, (suite, why, [hint, identity], parts)) in cases.into_iter().enumerate() {
        let dissection = taken_apart(&capture, at, &capture.keys);
        assert_eq!(dissection.findings, [], "{suite}");
        assert_eq!(value(&dissection, Kind::ServerHello, "cipher_suite").as_deref(), Some(suite));
        assert!(dissection.messages.iter().all(|message| message.kind != Kind::Sealed), "{suite}");
        assert_eq!(reason(&dissection, Kind::ServerKeyExchange), why, "{suite}");
        // with the secret alone the client has no half of an exchange to send
        let of_client =
            if parts.is_empty() { Why::ClientKeyExchangeOfSecret } else { Why::ClientKeyExchange };
        assert_eq!(reason(&dissection, Kind::ClientKeyExchange), Some(of_client), "{suite}");
        assert_eq!(value(&dissection, Kind::ServerKeyExchange, "hint").as_deref(), hint, "{suite}");
        assert_eq!(value(&dissection, Kind::ClientKeyExchange, "identity").as_deref(), identity, "{suite}");
        let has = |name: &&&str| dissection.messages.iter().any(|message| message.field(name).is_some());
        let all = ["public", "ecdh_Yc", "dh_p", "dh_g", "dh_Ys", "dh_Yc", "encrypted_pre_master_secret"];
        assert_eq!(all.iter().filter(has).collect::<Vec<_>>(), parts.iter().collect::<Vec<_>>(), "{suite}");
        assert!(!has(&&"signature"), "nothing is signed with {suite}");
        let checksums = dissection.messages.iter().filter(|message| message.kind == Kind::Finished);
        let fit = |message: &&handshake::dissect::Message| {
            matches!(message.computed, Some(Computed::VerifyData { fits: true, .. }))
        };
        assert_eq!(checksums.filter(fit).count(), 2, "{suite}");
        assert!(dissection.messages.iter().any(|message| message.octets == b"hello\n"), "{suite}");
        // only with a certificate there is something to be spared
        let shows = dissection.messages.iter().any(|message| message.kind == Kind::Certificate);
        let ticket = if shows { Why::NewSessionTicket } else { Why::NewSessionTicketAlone };
        assert_eq!(reason(&dissection, Kind::NewSessionTicket), Some(ticket), "{suite}");
    }
}

#[test]
fn what_has_none_says_why_it_stays_closed() {
    let capture = read(FILE);
    let closed = |at: usize, keys: &KeyLog| {
        let dissection = taken_apart(&capture, at, keys);
        assert!(dissection.messages.iter().any(|message| message.kind == Kind::Sealed));
        dissection.findings.into_iter().map(|found| found.finding).collect::<Vec<_>>()
    };
    for (at, suite) in [(5, "0xc060"), (6, "TLS_PSK_WITH_AES_128_CCM (0xc0a4)")] {
        let findings = closed(at, &capture.keys);
        let [Finding::SuiteNotOpened { suite: told }] = findings.as_slice() else {
            panic!("{suite}: {findings:?}");
        };
        assert!(suite.starts_with(told.as_str()), "{told}");
    }
    let missing = |label: &'static str| [Finding::KeysMissing { label: label.into() }];
    assert_eq!(closed(0, &KeyLog::default()), [Finding::NoKeys]);
    let mut others = capture.keys.clone();
    others.entries.retain(|entry| entry.client_random != capture.keys.entries[0].client_random);
    assert_eq!(closed(0, &others), missing("CLIENT_RANDOM"));
    // early data whose secret alone is missing
    for (file, told) in [
        (
            &include_bytes!("data/early-taken.pcapng")[..],
            Finding::KeysMissing { label: "CLIENT_EARLY_TRAFFIC_SECRET".into() },
        ),
        (include_bytes!("data/early-refused.pcapng"), Finding::EarlyRefused),
        (include_bytes!("data/early-retried.pcapng"), Finding::EarlyRefused),
    ] {
        let early = read(file);
        let mut keys = early.keys.clone();
        if keys.entries.iter().any(|entry| entry.label == "CLIENT_EARLY_TRAFFIC_SECRET") {
            assert_eq!(taken_apart(&early, 0, &keys).findings, []);
        }
        keys.entries.retain(|entry| entry.label != "CLIENT_EARLY_TRAFFIC_SECRET");
        let found = taken_apart(&early, 0, &keys).findings;
        let found: Vec<Finding> = found.into_iter().map(|found| found.finding).collect();
        assert_eq!(found, [told]);
    }
}

#[test]
fn who_has_the_secret_is_known_by_its_finished_and_nobody_is_without_one() {
    let capture = read(FILE);
    let of = |at: usize| taken_apart(&capture, at, &capture.keys);
    for at in 0..3 {
        for side in Side::ALL {
            let secret = learnt(&of(at), side, Kind::ClientKeyExchange);
            assert_eq!(secret, [Belief::SecretFromSecret], "{at} {side:?}");
            let finished = learnt(&of(at), side, Kind::Finished);
            assert_eq!(finished[..2], [Belief::KnownByArrangement, Belief::Unchanged], "{at} {side:?}");
            assert!(!finished.contains(&Belief::NotAsked), "it has named itself");
        }
    }
    let anonymous = of(4);
    for side in Side::ALL {
        let known = beliefs(&anonymous, None).into_iter().filter(|one| one.side == side);
        let known: Vec<Belief> = known.map(|one| one.belief).collect();
        assert!(known.contains(&Belief::SecretWithStranger), "{known:?}");
        let meets = [Belief::KnownByArrangement, Belief::ProofAccepted, Belief::SecretShared];
        assert!(!known.iter().any(|belief| meets.contains(belief)), "{known:?}");
    }
    // with RSA alone the server shows by its Finished that it could read the secret
    let rsa = read(include_bytes!("data/rsa1024-sha256.pcapng"));
    let signed = taken_apart(&rsa, 0, &rsa.keys);
    let openssl_rsa = read(include_bytes!("../recordings/openssl-tls12-rsa.pcapng"));
    let encrypted = taken_apart(&openssl_rsa, 0, &openssl_rsa.keys);
    assert_eq!(learnt(&encrypted, Side::Client, Kind::ClientKeyExchange), [Belief::SecretForKey]);
    assert_eq!(learnt(&encrypted, Side::Server, Kind::ClientKeyExchange), [Belief::SecretWithStranger]);
    let finished = learnt(&encrypted, Side::Client, Kind::Finished);
    assert_eq!(finished[..2], [Belief::ProofAccepted, Belief::Unchanged]);
    let is_rsa = value(&signed, Kind::ClientKeyExchange, "encrypted_pre_master_secret").is_some();
    assert!(!is_rsa && !learnt(&signed, Side::Client, Kind::Finished).contains(&Belief::ProofAccepted));
}

#[test]
fn tshark_reads_the_same() {
    let capture = read(FILE);
    let theirs = tshark(FILE, capture.connections.len());
    let count = (0..capture.connections.len())
        // of the curve's half behind a hint tshark 4.0.17 says nothing, and it opens CCM
        .filter(|at| ![1, 6].contains(at))
        .map(|at| compare(&format!("{at}"), &theirs[at], &taken_apart(&capture, at, &capture.keys)))
        .sum::<usize>();
    assert!(count > 150, "{count} values were compared");
}
