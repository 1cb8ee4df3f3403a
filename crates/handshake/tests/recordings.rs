//! Recordings of real openssl programs: they are opened, explained to their last octet, and read as tshark reads them.

mod support;

use std::path::Path;

use handshake::capture;
use handshake::dissect::message::Kind;
use handshake::dissect::signature::Unchecked;
use handshake::dissect::{Computed, Dissection, Keys, dissect};
use handshake::transcript::Side;
use support::explained::{everything_computed_fits, everything_is_explained};
use support::wireshark::{compare, tshark};

/// Every recording that `recordings/make.sh` makes.
fn recordings() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings");
    let entries = std::fs::read_dir(folder).expect("the recordings are there");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "pcapng"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a readable file"))
        })
        .collect();
    files.sort();
    assert!(files.len() >= 8, "{}", files.len());
    files
}

fn taken_apart(file: &[u8]) -> Dissection {
    let read = capture::read(file).expect("a recording");
    assert_eq!((read.findings.as_slice(), read.connections.len()), (&[][..], 1));
    let recorded = &read.connections[0];
    assert!(recorded.is_tls() && recorded.server.ends_with(":44330") && !recorded.client.ends_with(":44330"));
    let dissection = dissect(&recorded.flights, Keys { log: &read.keys, shared_secret: None });
    everything_is_explained(&recorded.flights, &dissection);
    dissection
}

#[test]
fn every_recording_is_read_as_tshark_reads_it() {
    let mut count = 0;
    for (name, file) in recordings() {
        let dissection = taken_apart(&file);
        if name == "openssl-tls12-cbc" {
            // records sealed with CBC are not opened here, and tshark opens them
            assert_eq!(dissection.findings.len(), 1, "{name}");
            continue;
        }
        assert_eq!(dissection.findings, [], "{name}");
        if name == "rsa1024-refused" {
            // ring checks no PSS of a key so short
            let verify = dissection.messages.iter().rfind(|message| message.kind == Kind::CertificateVerify);
            let computed = verify.and_then(|message| message.computed.as_ref());
            let short = Err(Unchecked::KeyLength { bits: 1024 });
            assert!(matches!(computed, Some(Computed::Signed { fits, .. }) if *fits == short));
        } else {
            everything_computed_fits(&dissection);
        }
        count += compare(&name, &tshark(&file, 1)[0], &dissection);
    }
    assert!(count > 1000, "{count}");
}

#[test]
fn what_openssl_refused_is_seen_in_its_alerts() {
    for (name, side, alert) in [
        ("tls11-refused", Side::Server, Some("protocol_version (70)")),
        ("rsa1024-refused", Side::Server, Some("bad_certificate (42)")),
        ("version1-client", Side::Server, Some("close_notify (0)")),
    ] {
        let (_, file) = recordings().into_iter().find(|(known, _)| known == name).expect("recorded");
        let dissection = taken_apart(&file);
        let mut alerts = dissection.messages.iter().filter(|message| message.kind == Kind::Alert);
        let first = alerts.next();
        assert_eq!(first.map(|message| message.side), Some(side), "{name}");
        let said = first.and_then(|message| message.field("description")).map(|field| field.value.as_str());
        assert_eq!(said, alert, "{name}");
    }
}

#[test]
fn a_recording_without_its_secrets_shows_what_is_in_clear() {
    for (name, file) in recordings() {
        let read = capture::read(&file).expect("a recording");
        let nothing = handshake::key_log::KeyLog::default();
        let flights = &read.connections[0].flights;
        let dissection = dissect(flights, Keys { log: &nothing, shared_secret: None });
        everything_is_explained(flights, &dissection);
        assert!(dissection.messages.iter().any(|message| message.kind == Kind::ClientHello), "{name}");
        let is_sealed = dissection.messages.iter().any(|message| message.kind == Kind::Sealed);
        assert_eq!(is_sealed, name != "tls11-refused", "{name}");
    }
}
