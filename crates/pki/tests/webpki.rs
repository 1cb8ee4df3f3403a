//! webpki, which rustls verifies with, judges both sides; and the look-alikes of a family do not pass for it.

#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

use std::time::Duration;

use pki::certificate::Certificate;
use pki::key::KeyAlgorithm;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use testkit::family::SERVER_NAMES;
use testkit::{Family, NOW, TempDir, tool};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

/// The chain from this leaf to this authority, for servers or clients, some seconds from now.
fn verify(
    leaf: &Certificate,
    authority: &Certificate,
    usage: KeyUsage,
    later: i64,
) -> Result<(), webpki::Error> {
    let (leaf, root) = (CertificateDer::from(leaf.der()), CertificateDer::from(authority.der()));
    let anchors = [anchor_from_trusted_cert(&root)?];
    let seconds = u64::try_from(NOW.plus_seconds(later).unix_seconds()).unwrap();
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let leaf = EndEntityCert::try_from(&leaf)?;
    leaf.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &[], time, usage, None, None).map(|_| ())
}

fn bears(leaf: &Certificate, name: &str) -> bool {
    let der = CertificateDer::from(leaf.der());
    let leaf = EndEntityCert::try_from(&der).unwrap();
    leaf.verify_is_valid_for_subject_name(&ServerName::try_from(name).unwrap()).is_ok()
}

#[test]
fn webpki_accepts_both_sides_for_their_purpose_alone() {
    for algorithm in KeyAlgorithm::ALL {
        let family = Family::new(algorithm);
        let authority = family.authority.certificate();
        let (server, client) = (&family.server.0, &family.client.0);
        assert_eq!(verify(server, authority, KeyUsage::server_auth(), 0), Ok(()), "{algorithm:?}");
        assert_eq!(verify(client, authority, KeyUsage::client_auth(), 0), Ok(()), "{algorithm:?}");
        assert!(verify(server, authority, KeyUsage::client_auth(), 0).is_err());
        assert!(verify(client, authority, KeyUsage::server_auth(), 0).is_err());
        for name in SERVER_NAMES {
            assert!(bears(server, name), "{name}");
        }
        for name in ["www.example.test", "127.0.0.2", "::2", "test"] {
            assert!(!bears(server, name), "{name}");
        }
    }
}

#[test]
fn the_validity_is_kept_to_the_second() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let last = 365 * 86_400 - 3600 - 1;
    for (later, accepted) in [(-3600, true), (-3601, false), (last, true), (last + 1, false)] {
        let judged = verify(&family.server.0, family.authority.certificate(), KeyUsage::server_auth(), later);
        assert_eq!(judged.is_ok(), accepted, "{later}: {judged:?}");
    }
}

#[test]
fn twins_do_not_pass_for_the_family() {
    let folder = TempDir::new();
    for algorithm in [KeyAlgorithm::EcdsaP256, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa2048] {
        let family = Family::new(algorithm);
        let same_names = family.twin_with_other_keys();
        let same_keys = family.twin_with_other_authority();
        let facts = |family: &Family| family.authority.certificate().facts().subject.clone();
        assert_eq!(facts(&family), facts(&same_names));
        assert_ne!(family.authority.key(), same_names.authority.key());
        assert_ne!(facts(&family), facts(&same_keys));
        assert_eq!(family.client.1, same_keys.client.1);
        for stranger in [&same_names, &same_keys] {
            for (leaf, own, usage, purpose) in [
                (&stranger.server.0, &family.server.0, KeyUsage::server_auth(), "sslserver"),
                (&stranger.client.0, &family.client.0, KeyUsage::client_auth(), "sslclient"),
            ] {
                assert_eq!(leaf.facts().subject, own.facts().subject);
                assert!(verify(leaf, family.authority.certificate(), usage, 0).is_err());
                assert_eq!(verify(leaf, stranger.authority.certificate(), usage, 0), Ok(()));
                let openssl = |authority: &Certificate| {
                    tool("openssl")
                        .args(["verify", "-x509_strict", "-purpose", purpose, "-attime"])
                        .arg(NOW.unix_seconds().to_string())
                        .arg("-CAfile")
                        .arg(folder.write("ca.pem", authority.to_pem()))
                        .arg(folder.write("leaf.pem", leaf.to_pem()))
                };
                openssl(family.authority.certificate()).fails();
                openssl(stranger.authority.certificate()).succeeds();
            }
        }
    }
}
