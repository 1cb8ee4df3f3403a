//! Public keys in the place of certificates (RFC 7250): read as what both sides agreed on, and what they sign is checked with them.

mod support;

use handshake::belief::{Belief, beliefs};
use handshake::dissect::finding::Finding;
use handshake::dissect::message::Kind;
use handshake::dissect::why::Why;
use handshake::dissect::{Computed, Dissection};
use handshake::transcript::Side;
use support::explained::{everything_computed_fits, recorded, taken_apart};

const TLS12: &[u8] = include_bytes!("data/bare-keys-tls12.pcapng");
const TLS13: &[u8] = include_bytes!("data/bare-keys-tls13.pcapng");

/// What both sides learn of each other's key.
fn learnt(dissection: &Dissection) -> Vec<(Side, Belief)> {
    let of_keys = [
        Belief::BareKeyHeard,
        Belief::BareKeyProven,
        Belief::ClaimHeard,
        Belief::ProofAccepted,
        Belief::ProofRefused,
        Belief::NothingShown,
    ];
    let learnt = beliefs(dissection, None).into_iter().filter(|one| of_keys.contains(&one.belief));
    learnt.map(|one| (one.side, one.belief)).collect()
}

#[test]
fn a_bare_key_is_no_certificate_and_checks_what_it_signs() {
    for file in [TLS12, TLS13] {
        let (flights, keys) = recorded(file);
        let dissection = taken_apart(&flights, &keys);
        assert_eq!(dissection.findings, []);
        everything_computed_fits(&dissection);
        let shown = dissection.messages.iter().filter(|message| message.kind == Kind::Certificate);
        let shown: Vec<_> = shown.map(|message| (message.side, message.why)).collect();
        assert_eq!(shown, [(Side::Server, Why::ServerBareKey), (Side::Client, Why::ClientBareKey)]);
        for message in &dissection.messages {
            assert!(message.field("ASN.1Cert").or(message.field("cert_data")).is_none());
            if let Some(key) = message.field("subjectPublicKeyInfo") {
                assert_eq!(key.value, "ECDSA P-256");
            }
        }
        let expected = [Side::Client, Side::Server]
            .map(|side| [(side, Belief::BareKeyHeard), (side, Belief::BareKeyProven)])
            .concat();
        assert_eq!(learnt(&dissection), expected);
    }
}

#[test]
fn another_signature_does_not_fit_and_without_the_agreement_it_is_read_as_a_certificate() {
    let (flights, keys) = recorded(TLS12);
    let whole = taken_apart(&flights, &keys);
    let server = flights.iter().position(|flight| flight.side == Side::Server).expect("it spoke");
    let at = |kind: Kind| {
        let message = whole.messages.iter().find(|message| message.kind == kind).expect("it was sent");
        let record = &whole.records[message.pieces[0].record];
        (message, record.offset + record.contents.start + message.pieces[0].range.start)
    };
    let changed = |octet: usize| {
        let mut flights = flights.clone();
        flights[server].octets[octet] ^= 2;
        taken_apart(&flights, &keys)
    };
    let (exchange, begins) = at(Kind::ServerKeyExchange);
    let damaged = changed(begins + exchange.octets.len() - 1);
    let exchange = damaged.messages.iter().find(|message| message.kind == Kind::ServerKeyExchange);
    let computed = exchange.and_then(|message| message.computed.as_ref());
    assert!(matches!(computed, Some(Computed::Signed { fits: Ok(false), .. })), "{computed:?}");
    // the server's answer to server_certificate_type says X.509
    let (hello, begins) = at(Kind::ServerHello);
    let answer = hello.octets.windows(5).position(|octets| octets == [0, 20, 0, 1, 2]).expect("an answer");
    let other = changed(begins + answer + 4);
    assert!(other.messages.iter().any(|message| message.field("ASN.1Cert").is_some()));
    assert!(matches!(other.findings[0].finding, Finding::LengthLies { .. }));
    assert_eq!(learnt(&other)[0], (Side::Client, Belief::ClaimHeard));
}

/// The message in which both agree is not read: the octets themselves tell, and those of a certificate tell that.
#[test]
fn a_bare_key_is_known_by_its_octets_where_the_agreement_cannot_be_read() {
    const CERTIFICATES: &[u8] = include_bytes!("../recordings/openssl-tls13.pcapng");
    for (file, agreement, is_bare) in [
        (TLS13, Kind::EncryptedExtensions, true),
        (CERTIFICATES, Kind::EncryptedExtensions, false),
        (TLS12, Kind::ServerHello, true),
        (include_bytes!("../recordings/openssl-tls12.pcapng"), Kind::ServerHello, false),
    ] {
        let (mut flights, keys) = recorded(file);
        let whole = taken_apart(&flights, &keys);
        let message = whole.messages.iter().find(|message| message.kind == agreement).expect("it was sent");
        let record = &whole.records[message.pieces[0].record];
        let (from, until) = (record.offset, record.offset + record.octets.len());
        // what a damaged record holds is not read, and in clear its message is of no kind
        let octets = &mut flights[record.flight].octets;
        octets[if agreement == Kind::ServerHello { from + 5 } else { until - 1 }] ^= 0x40;
        let dissection = taken_apart(&flights, &keys);
        let shown = dissection.messages.iter().filter(|message| message.kind == Kind::Certificate);
        let shown: Vec<_> = shown.map(|message| (message.side, message.why)).collect();
        let [server, client] = match is_bare {
            true => [Why::ServerBareKeyUnsaid, Why::ClientBareKeyUnsaid],
            false => [Why::ServerCertificate, Why::ClientCertificate],
        };
        assert!(!dissection.messages.iter().any(|message| message.kind == agreement));
        assert_eq!(shown, [(Side::Server, server), (Side::Client, client)], "{agreement:?}");
        let keys = dissection.messages.iter().filter_map(|message| message.field("subjectPublicKeyInfo"));
        assert_eq!(keys.count(), if is_bare { 2 } else { 0 }, "{agreement:?}");
        let heard = learnt(&dissection);
        let belief = if is_bare { Belief::BareKeyHeard } else { Belief::ClaimHeard };
        for side in Side::ALL {
            assert!(heard.contains(&(side, belief)), "{agreement:?}: {heard:?}");
        }
    }
}
