//! What is issued and what is refused with its reason; and what one is told before.

#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

use pki::certificate::Certificate;
use pki::issue::{self, Authority, IssueError};
use pki::key::{KeyAlgorithm, PrivateKey};
use pki::name::client::ClientNames;
use pki::name::subject::{Subject, SubjectError, SubjectField};
use pki::profile::authority::AuthorityProfile;
use pki::profile::client::ClientProfile;
use pki::profile::{APPLE_DAYS, Warning};
use pki::validity::{Lifetime, ValidityError};
use testkit::entropy::Drought;
use testkit::family::{client_profile, make_authority, server_profile, subject};
use testkit::{Family, NOW, SeededEntropy, TempDir, TestKeys, foreign, tool};

fn p256() -> PrivateKey {
    TestKeys::new().make(KeyAlgorithm::EcdsaP256)
}

#[test]
fn an_authority_is_taken_up_again_and_goes_on() {
    let family = Family::new(KeyAlgorithm::EcdsaP384);
    let (certificate, key) = family.authority.into_parts();
    let read = Certificate::from_pem(&certificate.to_pem()).unwrap();
    let authority = Authority::new(read, key).unwrap();
    let profile = client_profile("bob", &["bob@example.test"], Lifetime::Days(30));
    let bob =
        issue::client(&profile, &p256(), &authority, NOW.plus_days(10), &mut SeededEntropy::new(9)).unwrap();
    assert_eq!(bob.facts().issuer, authority.certificate().facts().subject);
    assert_eq!(bob.facts().key, "ECDSA P-256");
    assert_eq!(format!("{authority:?}"), r#"Authority("CN=Test Authority,O=Example Inc.,C=KR")"#);
}

#[test]
fn all_mixtures_of_keys_are_issued_and_accepted() {
    let folder = TempDir::new();
    for authority in [KeyAlgorithm::EcdsaP256, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa2048] {
        for leaf in KeyAlgorithm::ALL {
            let family = Family::with_keys("Mixed", &TestKeys::new(), [authority, leaf, leaf]);
            tool("openssl")
                .args(["verify", "-x509_strict", "-purpose", "sslserver", "-attime"])
                .arg(NOW.unix_seconds().to_string())
                .arg("-CAfile")
                .arg(folder.write("ca.pem", family.authority.certificate().to_pem()))
                .arg(folder.write("leaf.pem", family.server.0.to_pem()))
                .succeeds();
        }
    }
}

#[test]
fn what_would_break_is_refused() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let authority = &family.authority;
    let mut entropy = SeededEntropy::new(3);
    let mut client = |subject: Subject, key: &PrivateKey, lifetime| {
        let profile = ClientProfile::new(subject, ClientNames::default(), lifetime).unwrap();
        issue::client(&profile, key, authority, NOW, &mut entropy).map(|_| ())
    };
    let year = Lifetime::Days(365);
    for other in ["Test Authority 2", "Ｔest Authority"] {
        assert_eq!(client(subject(other), &p256(), year), Ok(()), "{other}");
    }
    for twin in ["Test Authority", "test  AUTHORITY", "TEST Authority"] {
        let refused = client(subject(twin), &p256(), year);
        let Err(IssueError::SubjectOfIssuer { subject }) = refused else { panic!("{twin}: {refused:?}") };
        assert_eq!(subject, format!("CN={twin},O=Example Inc.,C=KR"));
    }
    let issuer = authority.certificate().facts().subject.clone();
    assert_eq!(client(subject("bob"), authority.key(), year), Err(IssueError::KeyOfIssuer { issuer }));
    assert!(matches!(
        client(subject("bob"), &p256(), Lifetime::Days(3651)),
        Err(IssueError::Validity(ValidityError::OutlivesIssuer { fits: Lifetime::Days(3650), .. }))
    ));
    assert_eq!(client(subject("bob"), &p256(), Lifetime::Days(3650)), Ok(()));

    let mut entropy = SeededEntropy::new(3);
    let key = p256();
    let mut server = |lifetime| {
        issue::server(&server_profile(&["a.example"], lifetime), &key, authority, NOW, &mut entropy)
            .map(|_| ())
    };
    assert_eq!(server(Lifetime::Days(3650)), Ok(()));
    assert!(matches!(
        server(Lifetime::Days(3651)),
        Err(IssueError::Validity(ValidityError::OutlivesIssuer { .. }))
    ));
}

/// Why: OpenSSL takes a leaf with its issuer's name for self-signed, and looks no further.
#[test]
fn openssl_indeed_stumbles_over_a_leaf_with_its_issuers_name() {
    let folder = TempDir::new();
    let config = "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=Same\n";
    let config = folder.write("openssl.cnf", config);
    let run = |arguments: &[&str]| tool("openssl").args(arguments).in_folder(folder.path()).succeeds();
    let config = config.to_str().unwrap();
    let ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", config];
    run(&[&["req", "-x509", "-keyout", "ca.key", "-out", "ca.pem"][..], &ec].concat());
    run(&[&["req", "-keyout", "leaf.key", "-out", "leaf.csr"][..], &ec].concat());
    run(&[
        "x509",
        "-req",
        "-in",
        "leaf.csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-out",
        "leaf.pem",
    ]);
    let verify = tool("openssl").args(["verify", "-CAfile", "ca.pem", "leaf.pem"]).in_folder(folder.path());
    assert!(verify.fails().all().contains("self-signed"), "the reason given to people");
}

#[test]
fn only_an_authority_with_its_own_key_is_taken_up() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let authority = family.authority.certificate().clone();
    let name = authority.facts().subject.clone();
    assert!(Authority::new(authority.clone(), family.authority.key().clone()).is_ok());
    let twin = family.twin_with_other_keys();
    assert!(matches!(
        Authority::new(authority, twin.authority.key().clone()),
        Err(IssueError::KeyOfAnother { subject }) if subject == name
    ));
    let (server, key) = family.server;
    let name = server.facts().subject.clone();
    assert!(matches!(
        Authority::new(server, key),
        Err(IssueError::NotAnAuthority { subject }) if subject == name
    ));
}

#[test]
fn authorities_made_elsewhere_issue_if_they_may() {
    let ca = "basicConstraints=critical,CA:TRUE";
    let unnamed = ["subjectKeyIdentifier=none", "authorityKeyIdentifier=none"];
    for (name, extensions, has_identifier) in [
        ("/C=KR/O=Example/CN=Foreign", &[ca, unnamed[0], unnamed[1]][..], false),
        ("/C=KR/O=한글/CN=Foreign", &[ca, "keyUsage=critical,keyCertSign"], true),
        ("/CN=Foreign", &[ca, "subjectKeyIdentifier=hash"], true),
    ] {
        let authority = foreign::authority(name, extensions).unwrap();
        // Their clock is the real one.
        let now = authority.validity().not_before().plus_days(1);
        let profile = client_profile("bob", &[], Lifetime::Days(30));
        let bob = issue::client(&profile, &p256(), &authority, now, &mut SeededEntropy::new(1)).unwrap();
        let folder = TempDir::new();
        tool("openssl")
            .args(["verify", "-purpose", "sslclient", "-attime", &now.unix_seconds().to_string(), "-CAfile"])
            .arg(folder.write("ca.pem", authority.certificate().to_pem()))
            .arg(folder.write("bob.pem", bob.to_pem()))
            .succeeds();
        // nothing names a key that its owner's certificate does not name
        let text = tool("openssl").args(["x509", "-noout", "-text"]).input(bob.to_pem()).succeeds().text();
        assert_eq!(text.contains("Authority Key Identifier"), has_identifier, "{name}: {text}");
    }
    assert!(matches!(
        foreign::authority("/CN=Foreign", &[ca, "keyUsage=critical,cRLSign"]),
        Err(IssueError::MayNotSign { subject }) if subject == "CN=Foreign"
    ));
    assert!(matches!(
        foreign::authority("/CN=Foreign", &["basicConstraints=critical,CA:FALSE"]),
        Err(IssueError::NotAnAuthority { .. })
    ));
    // Names that rcgen would not repeat octet by octet.
    for name in ["/O=Example/OU=a/OU=b/CN=Foreign", "/O=Example+OU=a/CN=Foreign"] {
        assert!(matches!(foreign::authority(name, &[ca]), Err(IssueError::IssuerName { .. })), "{name}");
    }
}

#[test]
fn without_randomness_nothing_is_made() {
    let profile = AuthorityProfile::new(subject("CA"), Lifetime::Days(1)).unwrap();
    assert!(matches!(issue::authority(&profile, p256(), NOW, &mut Drought), Err(IssueError::NoEntropy)));
    let authority = make_authority("CA", p256(), &mut SeededEntropy::new(1));
    let server = server_profile(&["a.example"], Lifetime::Days(1));
    assert_eq!(issue::server(&server, &p256(), &authority, NOW, &mut Drought), Err(IssueError::NoEntropy));
    let client = client_profile("bob", &[], Lifetime::Days(1));
    assert_eq!(issue::client(&client, &p256(), &authority, NOW, &mut Drought), Err(IssueError::NoEntropy));
}

#[test]
fn authorities_and_clients_have_a_name() {
    let empty = SubjectError::Empty { field: SubjectField::CommonName };
    assert_eq!(AuthorityProfile::new(Subject::default(), Lifetime::Days(1)), Err(empty.clone()));
    assert_eq!(ClientProfile::new(subject(""), ClientNames::default(), Lifetime::Days(1)), Err(empty));
}

#[test]
fn doubts_are_told_and_stop_nothing() {
    let (p256, ed25519) = (KeyAlgorithm::EcdsaP256, KeyAlgorithm::Ed25519);
    let server = |lifetime| Warning::of_server_lifetime(lifetime, NOW);
    let too_long = |days| Some(Warning::LongerThanApple { days, limit: 825 });
    assert_eq!(server(Lifetime::Days(APPLE_DAYS)), None);
    assert_eq!(server(Lifetime::Days(826)), too_long(826));
    // The last second counts: 825 days from the backdated start, and one second more.
    let end = NOW.plus_seconds(-3600).plus_days(825);
    assert_eq!(server(Lifetime::Until(end.plus_seconds(-1))), None);
    assert_eq!(server(Lifetime::Until(end)), too_long(826));
    assert_eq!(server(Lifetime::Days(0)), None, "an impossible lifetime is an error elsewhere");
    assert_eq!((Warning::of_key(p256), Warning::of_key(ed25519)), (None, Some(Warning::Ed25519InBrowsers)));
    let long = format!("{}.{}.example", "a".repeat(60), "b".repeat(10));
    assert_eq!(server_profile(&[&long], Lifetime::Days(1)).warning(), Some(Warning::NoCommonName));
    assert_eq!(server_profile(&["a.example"], Lifetime::Days(1)).warning(), None);

    let family = Family::new(p256);
    let profile = server_profile(&["a.example"], Lifetime::Days(1000));
    let key = TestKeys::new().make(p256);
    assert!(issue::server(&profile, &key, &family.authority, NOW, &mut SeededEntropy::new(1)).is_ok());
}
