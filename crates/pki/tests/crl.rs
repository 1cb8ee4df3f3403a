//! Revocation lists: OpenSSL and webpki judge what is signed, and what is written is read back.

#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

use std::sync::LazyLock;
use std::time::Duration;

use pki::certificate::Certificate;
use pki::crl::{
    self, CrlLifetime, CrlNumber, ReadError, Reason, Revocation, RevocationList, Revoked, SignError,
};
use pki::issue::{self, Authority, IssueError};
use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use pki::profile::authority::AuthorityProfile;
use pki::validity::{Lifetime, ValidityError};
use proptest::prelude::*;
use rustls_pki_types::{CertificateDer, UnixTime};
use testkit::family::subject;
use testkit::tool::Said;
use testkit::{Family, NOW, SeededEntropy, TempDir, TestKeys, foreign, tool};
use webpki::{
    ALL_VERIFICATION_ALGS, BorrowedCertRevocationList, CertRevocationList, EndEntityCert, ExpirationPolicy,
    KeyUsage, RevocationCheckDepth, RevocationOptionsBuilder, UnknownStatusPolicy, anchor_from_trusted_cert,
};

const HOUR: i64 = 3600;
const DAY: i64 = 86_400;
/// An authority of somebody else's.
const FOREIGN: &str = "/C=KR/O=한글/CN=Foreign";

/// A list of the default lifetime, signed at the tests' moment.
fn sign(authority: &Authority, revoked: &[Revoked]) -> RevocationList {
    crl::sign(revoked, CrlNumber(7), CrlLifetime::default(), authority, NOW).unwrap()
}

fn days(days: u32) -> CrlLifetime {
    CrlLifetime::days(days).unwrap()
}

fn revoked(certificate: &Certificate, at: Moment, reason: Reason) -> Revoked {
    Revoked::new(certificate, Revocation { at, reason })
}

fn of_serial(octets: &[u8], at: Moment, reason: Reason) -> Revoked {
    Revoked::of_serial(octets, Revocation { at, reason })
}

/// `openssl verify -crl_check`, some seconds from the tests' moment.
fn openssl(authority: &Certificate, list: &RevocationList, leaf: &Certificate, later: i64) -> Said {
    let folder = TempDir::new();
    tool("openssl")
        .args(["verify", "-x509_strict", "-crl_check", "-no-CApath", "-no-CAstore", "-attime"])
        .arg(NOW.plus_seconds(later).unix_seconds().to_string())
        .arg("-CAfile")
        .arg(folder.write("ca.pem", authority.to_pem()))
        .arg("-CRLfile")
        .arg(folder.write("ca.crl", list.to_pem()))
        .arg(folder.write("leaf.pem", leaf.to_pem()))
        .run()
}

/// webpki, which rustls verifies with, and as strict as it can be.
fn webpki(
    authority: &Certificate,
    list: &RevocationList,
    leaf: &Certificate,
    later: i64,
) -> Result<(), webpki::Error> {
    let (leaf, root) = (CertificateDer::from(leaf.der()), CertificateDer::from(authority.der()));
    let list = CertRevocationList::from(BorrowedCertRevocationList::from_der(list.der())?);
    let lists = [&list];
    let revocation = RevocationOptionsBuilder::new(&lists)
        .unwrap()
        .with_depth(RevocationCheckDepth::EndEntity)
        .with_status_policy(UnknownStatusPolicy::Deny)
        .with_expiration_policy(ExpirationPolicy::Enforce)
        .build();
    let seconds = u64::try_from(NOW.plus_seconds(later).unix_seconds()).unwrap();
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    EndEntityCert::try_from(&leaf)?
        .verify_for_usage(
            ALL_VERIFICATION_ALGS,
            &[anchor_from_trusted_cert(&root)?],
            &[],
            time,
            KeyUsage::client_auth(),
            Some(revocation),
            None,
        )
        .map(|_| ())
}

/// A further client of the family, whom nobody revokes.
fn bob(authority: &Authority) -> Certificate {
    let profile = testkit::family::client_profile("bob", &[], Lifetime::Days(365));
    let key = TestKeys::new().make(KeyAlgorithm::EcdsaP256);
    issue::client(&profile, &key, authority, NOW, &mut SeededEntropy::new(5)).unwrap()
}

#[test]
fn lists_of_every_kind_of_key_shut_out_the_revoked_alone() {
    for algorithm in KeyAlgorithm::ALL {
        let family = Family::new(algorithm);
        let authority = family.authority.certificate();
        let (alice, bob) = (&family.client.0, &bob(&family.authority));
        let list = sign(&family.authority, &[revoked(alice, NOW, Reason::KeyCompromise)]);
        let empty = sign(&family.authority, &[]);
        // the last second of both the list and its day
        let end = 30 * DAY;
        for (list, leaf, later, refusal) in [
            (&list, bob, 0, None),
            (&list, alice, 0, Some("error 23 ")),
            (&list, alice, -HOUR + 1, Some("error 23 ")),
            (&list, bob, -HOUR, None),
            (&list, bob, end - 1, None),
            (&list, bob, end + 1, Some("error 12 ")),
            (&list, alice, end + 1, Some("error 12 ")),
            (&empty, alice, 0, None),
            (&empty, bob, 0, None),
            (&empty, bob, end + 1, Some("error 12 ")),
        ] {
            let said = openssl(authority, list, leaf, later);
            match refusal {
                None => assert_eq!(said.code, Some(0), "{algorithm:?} {later}: {}", said.all()),
                Some(words) => assert!(said.all().contains(words), "{algorithm:?} {later}: {}", said.all()),
            }
            let judged = webpki(authority, list, leaf, later);
            let expected = match refusal {
                None => Ok(()),
                Some("error 23 ") => Err("CertRevoked"),
                Some(_) => Err("CrlExpired"),
            };
            let judged = judged.map_err(|error| format!("{error:?}"));
            match (&judged, expected) {
                (Ok(()), Ok(())) => {}
                (Err(error), Err(words)) if error.starts_with(words) => {}
                // webpki looks for the entry before it looks at the clock
                (Err(error), Err("CrlExpired")) if leaf == alice && error == "CertRevoked" => {}
                _ => panic!("{algorithm:?} {later}: {judged:?}"),
            }
        }
    }
}

#[test]
fn a_list_begins_early_enough_for_slow_clocks_and_not_before() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    // the authority and the client are of the same hour; a later list begins after them
    let now = NOW.plus_days(1);
    let list = crl::sign(&[], CrlNumber::FIRST, days(30), &family.authority, now).unwrap();
    for (later, accepted) in [(DAY - HOUR, true), (DAY - HOUR - 1, false)] {
        let said = openssl(family.authority.certificate(), &list, &family.client.0, later).all();
        assert_eq!(said.contains("error 11 "), !accepted, "{later}: {said}");
    }
}

#[test]
fn openssl_reads_every_field() {
    for algorithm in KeyAlgorithm::ALL {
        let family = Family::new(algorithm);
        let folder = TempDir::new();
        let authority = folder.write("ca.pem", family.authority.certificate().to_pem());
        let (alice, server) = (&family.client.0, &family.server.0);
        let list = sign(
            &family.authority,
            &[
                revoked(alice, NOW.plus_days(-2), Reason::Superseded),
                revoked(server, NOW.plus_days(-1), Reason::Unspecified),
            ],
        );
        let path = folder.write("ca.crl", list.to_pem());
        let said = tool("openssl")
            .args(["crl", "-noout", "-text", "-nameopt", "RFC2253", "-verify", "-CAfile"])
            .arg(&authority)
            .arg("-in")
            .arg(&path)
            .succeeds();
        assert!(said.all().contains("verify OK"), "{}", said.all());
        let text = said.text();
        let identifier = tool("openssl")
            .args(["x509", "-noout", "-ext", "subjectKeyIdentifier", "-in"])
            .arg(&authority)
            .succeeds()
            .text();
        let identifier = identifier.lines().last().unwrap().trim().to_owned();
        let serial = |certificate: &Certificate| {
            format!("Serial Number: {}", certificate.facts().serial_text().replace(':', ""))
        };
        for expected in [
            "Version 2 (0x1)",
            "Issuer: CN=Test Authority,O=Example Inc.,C=KR",
            "Last Update: Nov 22 23:00:00 2026 GMT",
            "Next Update: Dec 23 00:00:00 2026 GMT",
            "X509v3 CRL Number: \n                7",
            "X509v3 Authority Key Identifier",
            &identifier,
            "Revocation Date: Nov 21 00:00:00 2026 GMT",
            "Revocation Date: Nov 22 00:00:00 2026 GMT",
            "Superseded",
            &serial(alice),
            &serial(server),
        ] {
            assert!(text.contains(expected), "{algorithm:?}: no “{expected}” in\n{text}");
        }
        for absent in ["critical", "Unspecified", "No Revoked"] {
            assert!(!text.contains(absent), "{algorithm:?}: “{absent}” in\n{text}");
        }
        let empty = folder.write("empty.crl", sign(&family.authority, &[]).to_pem());
        let said = tool("openssl").args(["crl", "-noout", "-text", "-in"]).arg(empty).succeeds();
        assert!(said.text().contains("No Revoked Certificates"), "{}", said.text());
    }
}

#[test]
fn a_list_is_that_of_its_authority_alone() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let twin = family.twin_with_other_keys();
    let certificate = family.authority.certificate();
    assert!(matches!(
        Authority::new(certificate.clone(), twin.authority.key().clone()),
        Err(IssueError::KeyOfAnother { .. })
    ));
    // the same name, and another key
    let foreign = sign(&twin.authority, &[]);
    assert_eq!(foreign.facts().issuer, certificate.facts().subject);
    let judged = webpki(certificate, &foreign, &family.client.0, 0);
    assert!(format!("{judged:?}").contains("InvalidCrlSignature"), "{judged:?}");
    let folder = TempDir::new();
    let verify = |authority: &Certificate| {
        tool("openssl")
            .args(["crl", "-noout", "-verify", "-CAfile"])
            .arg(folder.write("ca.pem", authority.to_pem()))
            .arg("-in")
            .arg(folder.write("ca.crl", foreign.to_pem()))
            .run()
            .all()
    };
    assert!(!verify(certificate).contains("verify OK"));
    assert!(verify(twin.authority.certificate()).contains("verify OK"));
    // another name
    let other = sign(&family.twin_with_other_authority().authority, &[]);
    assert!(openssl(certificate, &other, &family.client.0, 0).all().contains("error 3 "));
}

#[test]
fn authorities_made_elsewhere_sign_if_they_may() {
    let ca = "basicConstraints=critical,CA:TRUE";
    for extensions in [
        &[ca][..],
        &[ca, "keyUsage=critical,keyCertSign,cRLSign"],
        &[ca, "subjectKeyIdentifier=00:11:22:33"],
        &[ca, "subjectKeyIdentifier=none"],
    ] {
        let authority = foreign::authority(FOREIGN, extensions).unwrap();
        // Their clock is the real one.
        let now = authority.validity().not_before().plus_days(1);
        let list = crl::sign(&[], CrlNumber::FIRST, days(1), &authority, now).unwrap();
        let folder = TempDir::new();
        let said = tool("openssl")
            .args(["crl", "-noout", "-verify", "-text", "-CAfile"])
            .arg(folder.write("ca.pem", authority.certificate().to_pem()))
            .arg("-in")
            .arg(folder.write("ca.crl", list.to_pem()))
            .succeeds()
            .all();
        assert!(said.contains("verify OK"), "{extensions:?}: {said}");
        let own = extensions.iter().any(|extension| extension.ends_with("33"));
        assert_eq!(said.contains("00:11:22:33"), own, "{extensions:?}: {said}");
    }
    let authority = foreign::authority(FOREIGN, &[ca, "keyUsage=critical,keyCertSign"]).unwrap();
    let now = authority.validity().not_before().plus_days(1);
    assert_eq!(
        crl::sign(&[], CrlNumber::FIRST, days(1), &authority, now),
        Err(SignError::MayNotSign { subject: "CN=Foreign,O=한글,C=KR".into() })
    );
}

#[test]
fn a_list_lives_within_its_authority() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let authority = &family.authority;
    let (start, end) = (authority.validity().not_before(), authority.validity().not_after());
    assert_eq!(CrlLifetime::days(0), Err(ValidityError::NoDays));
    assert_eq!(CrlLifetime::default().to_days(), 30);
    let year = NOW.plus_days(365);
    for (case, lifetime, now, expected) in [
        ("at once", 30, NOW, Ok((start, NOW.plus_days(30)))),
        ("later", 1, year, Ok((year.plus_seconds(-HOUR), year.plus_days(1)))),
        (
            "a clock that is slower",
            1,
            NOW.plus_seconds(-HOUR),
            Ok((start, NOW.plus_seconds(-HOUR).plus_days(1))),
        ),
        ("beyond the authority", 3650, year, Ok((year.plus_seconds(-HOUR), end))),
        ("beyond the calendar", u32::MAX, NOW, Ok((start, end))),
        ("the last second but one", 30, end.plus_seconds(-1), Ok((end.plus_seconds(-1 - HOUR), end))),
        ("over", 30, end, Err(ValidityError::IssuerExpired { issuer_end: end, now: end })),
        (
            "not begun",
            30,
            start.plus_seconds(-1),
            Err(ValidityError::IssuerNotYetValid { issuer_start: start, now: start.plus_seconds(-1) }),
        ),
    ] {
        assert_eq!(days(lifetime).resolve(now, authority), expected, "{case}");
        let signed = crl::sign(&[], CrlNumber::FIRST, days(lifetime), authority, now);
        let signed = signed.map(|list| (list.facts().this_update, list.facts().next_update));
        assert_eq!(signed, expected.map_err(SignError::Validity), "{case}");
    }
}

#[test]
fn entries_are_dated_within_the_list_and_stand_once() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let alice = &family.client.0;
    let begin = NOW.plus_seconds(-HOUR);
    for (at, written) in [
        (NOW, begin),
        (begin, begin),
        (begin.plus_seconds(-1), begin.plus_seconds(-1)),
        // a clock that was fast when it was revoked
        (NOW.plus_days(400), begin),
    ] {
        let list = sign(&family.authority, &[revoked(alice, at, Reason::Superseded)]);
        assert_eq!(list.facts().entries, [revoked(alice, written, Reason::Superseded)], "{at}");
    }
    let first = revoked(alice, NOW.plus_days(-2), Reason::KeyCompromise);
    let second = revoked(alice, NOW.plus_days(-1), Reason::Unspecified);
    let other = of_serial(&[0, 0, 5], NOW.plus_days(-1), Reason::Unspecified);
    let list = sign(&family.authority, &[first.clone(), other.clone(), second]);
    assert_eq!(list.facts().entries, [first, other.clone()]);
    assert_eq!(other.serial(), [5]);
}

#[test]
fn numbers_grow_and_reasons_keep_their_names() {
    assert_eq!([CrlNumber::FIRST, CrlNumber::FIRST.next()], [CrlNumber(1), CrlNumber(2)]);
    assert_eq!(CrlNumber(u32::MAX).next(), CrlNumber(u32::MAX));
    for reason in Reason::ALL {
        assert_eq!(Reason::from_id(reason.id()), Some(reason));
    }
    for id in ["", "keycompromise", "certificateHold", "removeFromCRL", "cACompromise"] {
        assert_eq!(Reason::from_id(id), None, "{id}");
    }
}

#[test]
fn what_is_no_list_of_ours_is_named() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let list = sign(&family.authority, &[revoked(&family.client.0, NOW, Reason::KeyCompromise)]);
    let pem = list.to_pem();
    assert_eq!(RevocationList::from_pem(&format!("a text before\n{pem}")), Ok(list.clone()));
    assert_eq!(RevocationList::from_der(list.der()), Ok(list.clone()));
    assert!(pem.starts_with("-----BEGIN X509 CRL-----\n") && pem.ends_with("-----END X509 CRL-----\n"));
    let certificate = family.client.0.to_pem();
    for nothing in ["", "hello", &certificate] {
        assert_eq!(RevocationList::from_pem(nothing), Err(ReadError::NotFound), "{nothing}");
    }
    let unreadable = |der: &[u8], words: &str| {
        let read = RevocationList::from_der(der);
        let Err(ReadError::Unreadable(said)) = &read else { panic!("{words}: {read:?}") };
        assert!(said.contains(words), "{said}");
    };
    unreadable(&list.der()[..list.der().len() - 1], "");
    unreadable(family.client.0.der(), "");
    unreadable(&[list.der(), &[0]].concat(), "1 bytes follow");
    // the reason of the entry: 2.5.29.21, an ENUMERATED in an OCTET STRING
    let coded = [0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01, 0x01];
    let place = list.der().windows(coded.len()).position(|window| window == coded).unwrap();
    let mut held = list.der().to_vec();
    held[place + coded.len() - 1] = 6;
    unreadable(&held, "reason code 6");
    // the number: 2.5.29.20
    let coded = [0x06, 0x03, 0x55, 0x1d, 0x14];
    let place = list.der().windows(coded.len()).position(|window| window == coded).unwrap();
    let mut unnumbered = list.der().to_vec();
    unnumbered[place + coded.len() - 1] = 0x63;
    unreadable(&unnumbered, "no number");
}

/// Every kind of authority, good until long after UTCTime ends.
static HOUSE: LazyLock<Vec<Authority>> = LazyLock::new(|| {
    let keys = TestKeys::new();
    let authority = |algorithm| {
        let end = Moment::from_day(2149, 1, 1).unwrap();
        let profile = AuthorityProfile::new(subject("Old Oak"), Lifetime::Until(end)).unwrap();
        issue::authority(&profile, keys.make(algorithm), NOW, &mut SeededEntropy::new(1)).unwrap()
    };
    KeyAlgorithm::ALL.into_iter().map(authority).collect()
});

fn anything_revoked() -> impl Strategy<Value = Revoked> {
    let serial = prop_oneof![
        prop::collection::vec(any::<u8>(), 1..=20),
        Just(vec![0x80]),
        Just(vec![0, 0x7f]),
        Just(vec![0; 3]),
    ];
    // from 1950, where UTCTime begins, to the list's own day
    (serial, -631_152_000i64..1_795_000_000, 0usize..6).prop_map(|(serial, at, reason)| {
        of_serial(&serial, Moment::from_unix_seconds(at), Reason::ALL[reason])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is signed is read back the same, from DER and from PEM, and webpki reads it too.
    #[test]
    fn lists_of_anything_are_read_back(
        revoked in prop::collection::vec(anything_revoked(), 0..6), number in any::<u32>(), lifetime in 1u32..100_000,
        later in 0i64..3_800_000_000, algorithm in 0usize..4,
    ) {
        let authority = &HOUSE[algorithm];
        let now = NOW.plus_seconds(later);
        let list = crl::sign(&revoked, CrlNumber(number), days(lifetime), authority, now).unwrap();
        let facts = list.facts();
        let mut expected: Vec<Revoked> = Vec::new();
        for entry in revoked {
            if expected.iter().all(|known| known.serial() != entry.serial()) {
                expected.push(entry);
            }
        }
        prop_assert_eq!(&facts.entries, &expected);
        prop_assert_eq!(facts.number, CrlNumber(number));
        prop_assert_eq!(&facts.issuer, "CN=Old Oak,O=Example Inc.,C=KR");
        prop_assert_eq!((facts.this_update, facts.next_update), days(lifetime).resolve(now, authority).unwrap());
        prop_assert!(facts.this_update < facts.next_update && facts.next_update <= authority.validity().not_after());
        prop_assert_eq!(RevocationList::from_pem(&list.to_pem()), Ok(list.clone()));
        let read = BorrowedCertRevocationList::from_der(list.der());
        prop_assert!(read.is_ok(), "{:?}", read.err());
    }

    /// Whatever the bytes: a list or a refusal.
    #[test]
    fn any_bytes_are_a_list_or_a_refusal(place in 0usize..600, bits in 1u8..=255) {
        let list = crl::sign(&[of_serial(&[9], NOW, Reason::KeyCompromise)], CrlNumber(1), days(9), &HOUSE[0], NOW).unwrap();
        let mut der = list.der().to_vec();
        let place = place % der.len();
        der[place] ^= bits;
        let _ = RevocationList::from_der(&der);
    }
}
