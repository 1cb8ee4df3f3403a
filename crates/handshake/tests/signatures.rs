//! Signatures of old programs, in recordings of real ones: checked where a library of ours can, with the reason where not.

use handshake::capture;
use handshake::dissect::message::Kind;
use handshake::dissect::signature::Unchecked;
use handshake::dissect::{Computed, Dissection, Keys, dissect};
use handshake::transcript::{Flight, Side};
use text::Lang;

fn recorded(file: &[u8]) -> (Vec<Flight>, Dissection) {
    let mut read = capture::read(file).expect("a recording");
    let flights = read.connections.swap_remove(0).flights;
    let dissection = dissect(&flights, Keys { log: &read.keys, shared_secret: None });
    (flights, dissection)
}

/// What is said of the last signature of this kind.
fn said(dissection: &Dissection, kind: Kind) -> Result<bool, Unchecked> {
    let message = dissection.messages.iter().rfind(|message| message.kind == kind).expect("it was sent");
    match &message.computed {
        Some(Computed::Signed { fits, octets }) => {
            assert!(!octets.is_empty());
            fits.clone()
        }
        other => panic!("{other:?}"),
    }
}

fn curve(key: &str) -> Result<bool, Unchecked> {
    Err(Unchecked::Curve { key: key.to_owned() })
}

#[test]
fn each_signature_has_a_verdict_or_a_reason_why_not() {
    const VERIFY: Kind = Kind::CertificateVerify;
    for (name, file, kind, expected) in [
        ("version 1", &include_bytes!("../recordings/version1-client.pcapng")[..], VERIFY, Ok(true)),
        ("PKCS #1, SHA-256", include_bytes!("data/rsa1024-sha256.pcapng"), VERIFY, Ok(true)),
        ("PKCS #1, SHA-1", include_bytes!("data/rsa1024-sha1.pcapng"), VERIFY, Ok(true)),
        (
            "PSS",
            include_bytes!("../recordings/rsa1024-refused.pcapng"),
            VERIFY,
            Err(Unchecked::KeyLength { bits: 1024 }),
        ),
        ("P-521 with SHA-256", include_bytes!("data/ecdsa-p521-tls12.pcapng"), VERIFY, curve("ECDSA P-521")),
        (
            "P-521 with SHA-256",
            include_bytes!("data/ecdsa-p521-tls12.pcapng"),
            Kind::ServerKeyExchange,
            curve("ECDSA P-521"),
        ),
        ("secp256k1", include_bytes!("data/ecdsa-secp256k1-tls12.pcapng"), VERIFY, curve("ECDSA secp256k1")),
        (
            "P-256 beside secp256k1",
            include_bytes!("data/ecdsa-secp256k1-tls12.pcapng"),
            Kind::ServerKeyExchange,
            Ok(true),
        ),
        ("TLS 1.1", include_bytes!("data/tls11-signed.pcapng"), VERIFY, Err(Unchecked::OlderVersion)),
        (
            "TLS 1.1",
            include_bytes!("data/tls11-signed.pcapng"),
            Kind::ServerKeyExchange,
            Err(Unchecked::OlderVersion),
        ),
    ] {
        let (_, dissection) = recorded(file);
        assert_eq!(said(&dissection, kind), expected, "{name}");
        if let Err(why) = expected {
            for lang in Lang::ALL {
                assert!(why.sentence(lang).ends_with('.'), "{name}");
            }
        }
    }
}

#[test]
fn only_of_a_curve_that_is_checked_a_damaged_signature_is_called_wrong() {
    let damaged = |file: &[u8]| {
        let (mut flights, dissection) = recorded(file);
        let message = dissection.messages.iter().find(|message| message.kind == Kind::ServerKeyExchange);
        let (piece, message) = message.map(|message| (&message.pieces[0], message)).expect("it was sent");
        let record = &dissection.records[piece.record];
        // the last octet of the signature, which stands in the clear
        let at = record.offset + record.contents.start + piece.range.start + message.octets.len() - 1;
        flights.iter_mut().find(|flight| flight.side == Side::Server).expect("it spoke").octets[at] ^= 1;
        let keys = handshake::key_log::KeyLog::default();
        said(&dissect(&flights, Keys { log: &keys, shared_secret: None }), Kind::ServerKeyExchange)
    };
    assert_eq!(damaged(include_bytes!("data/ecdsa-secp256k1-tls12.pcapng")), Ok(false));
    assert_eq!(damaged(include_bytes!("data/ecdsa-p521-tls12.pcapng")), curve("ECDSA P-521"));
}

#[test]
fn another_octet_in_what_is_signed_and_the_signature_does_not_fit() {
    for file in
        [&include_bytes!("data/rsa1024-sha256.pcapng")[..], include_bytes!("data/rsa1024-sha1.pcapng")]
    {
        let (mut flights, dissection) = recorded(file);
        assert_eq!(said(&dissection, Kind::CertificateVerify), Ok(true));
        // the client's random, which stands in the clear behind three headers and the version
        let hello = flights.iter_mut().find(|flight| flight.side == Side::Client).expect("a hello");
        hello.octets[5 + 4 + 2] ^= 1;
        let keys = handshake::key_log::KeyLog::default();
        let changed = dissect(&flights, Keys { log: &keys, shared_secret: None });
        assert_eq!(said(&changed, Kind::CertificateVerify), Ok(false));
        assert_eq!(said(&changed, Kind::ServerKeyExchange), Ok(false));
    }
}
