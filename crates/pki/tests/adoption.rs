//! What is told of an authority that was made elsewhere: each fault beside its nearest good neighbour.

#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

use pki::adoption::{Finding, examine};
use pki::certificate::Certificate;
use pki::finding::{CertificateFault, Rank};
use pki::issue::IssueError;
use pki::key::{KeyAlgorithm, PrivateKey};
use pki::moment::Moment;
use pki::validity::ValidityError;
use testkit::{Family, NOW, TempDir, tool};
use text::Lang;

/// What openssl makes with these extensions and further options.
fn root(extensions: &[&str], more: &[&str]) -> (Certificate, PrivateKey) {
    let folder = TempDir::new();
    let mut openssl = tool("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"])
        .args(["-keyout", "ca.key", "-out", "ca.pem", "-config", "/dev/null", "-subj", "/CN=Theirs"])
        .args(more)
        .in_folder(folder.path());
    if !more.contains(&"-days") {
        openssl = openssl.args(["-days", "3650"]);
    }
    for extension in extensions {
        openssl = openssl.args(["-addext", extension]);
    }
    openssl.succeeds();
    let text = |name: &str| String::from_utf8(folder.read(name)).unwrap();
    (Certificate::from_pem(&text("ca.pem")).unwrap(), PrivateKey::from_pem(&text("ca.key")).unwrap())
}

const CONSTRAINTS: &str = "basicConstraints=critical,CA:TRUE,pathlen:0";
const USAGE: &str = "keyUsage=critical,keyCertSign,cRLSign";

/// What is told of it a day after it was made.
fn findings(extensions: &[&str], more: &[&str]) -> Vec<Finding> {
    let (certificate, key) = root(extensions, more);
    let now = certificate.facts().not_before.plus_days(1);
    examine(&certificate, &key, now).unwrap()
}

#[test]
fn one_of_ours_has_nothing_to_be_told_but_its_past() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let examined = examine(family.authority.certificate(), family.authority.key(), NOW);
    assert_eq!(examined, Ok(vec![Finding::FormerCertificates]));
    assert_eq!(findings(&[CONSTRAINTS, USAGE], &[]), [Finding::FormerCertificates]);
}

#[test]
fn each_fault_is_found() {
    use CertificateFault as Fault;
    let usages = |names: &str| Fault::MayNotSignLists { usages: names.into() };
    for (extensions, more, expected) in [
        (&[CONSTRAINTS][..], &[][..], Finding::from(Fault::AuthorityWithoutKeyUsage)),
        (&[CONSTRAINTS, "keyUsage=critical,keyCertSign"], &[], usages("keyCertSign").into()),
        (&[CONSTRAINTS, "keyUsage=keyCertSign,cRLSign"], &[], Fault::KeyUsageNotCritical.into()),
        (&["basicConstraints=CA:TRUE,pathlen:0", USAGE], &[], Fault::BasicConstraintsNotCritical.into()),
        (&["basicConstraints=critical,CA:TRUE", USAGE], &[], Fault::AuthorityWithoutPathLength.into()),
        (
            &["basicConstraints=critical,CA:TRUE,pathlen:1", USAGE],
            &[],
            Fault::AuthorityWithoutPathLength.into(),
        ),
        (&[CONSTRAINTS, USAGE], &["-set_serial", "0"], Fault::SerialZero.into()),
        (&[CONSTRAINTS, USAGE], &["-set_serial", "-5"], Fault::SerialNegative { serial: "FB".into() }.into()),
        (
            &[CONSTRAINTS, USAGE],
            &["-set_serial", "0x112233445566778899aabbccddeeff00112233445566"],
            Fault::SerialLong { octets: 22 }.into(),
        ),
        (&[CONSTRAINTS, USAGE], &["-sha1"], Fault::WeakDigestOfRoot { digest: "SHA-1".into() }.into()),
        (
            &[CONSTRAINTS, USAGE, "extendedKeyUsage=serverAuth"],
            &[],
            Finding::Purposes { missing: "clientAuth".into() },
        ),
        (
            &[CONSTRAINTS, USAGE, "extendedKeyUsage=codeSigning"],
            &[],
            Finding::Purposes { missing: "serverAuth, clientAuth".into() },
        ),
        (
            &[CONSTRAINTS, USAGE, "nameConstraints=critical,permitted;DNS:example.com"],
            &[],
            Finding::NameConstraints,
        ),
        (
            &[CONSTRAINTS, USAGE, "1.2.3.4=critical,ASN1:NULL"],
            &[],
            Fault::ExtensionUnknownCritical { name: "1.2.3.4".into() }.into(),
        ),
    ] {
        let found = findings(extensions, more);
        assert_eq!(found.len(), 2, "{expected:?} and the past: {found:?}");
        assert_eq!((&found[0], &found[1]), (&expected, &Finding::FormerCertificates));
        assert!(!expected.stops(), "{expected:?}");
    }
    for purposes in ["serverAuth,clientAuth", "anyExtendedKeyUsage"] {
        let extension = format!("extendedKeyUsage={purposes}");
        assert_eq!(findings(&[CONSTRAINTS, USAGE, &extension], &[]), [Finding::FormerCertificates]);
    }
    assert_eq!(findings(&[CONSTRAINTS, USAGE, "1.2.3.4=ASN1:NULL"], &[]), [Finding::FormerCertificates]);
}

/// Another authority signed it, under a name of its own or under that one's: OpenSSL looks for the issuer, so nobody is verified by it
/// alone. Where neither tells a key identifier the names decide, as for OpenSSL.
#[test]
fn what_another_authority_signed_is_no_root() {
    let identifiers = "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always\n";
    let none = "subjectKeyIdentifier=none\nauthorityKeyIdentifier=none\n";
    for (subject, extensions, expected) in [
        ("/CN=Below", identifiers, true),
        ("/CN=Below", none, true),
        ("/CN=Theirs", identifiers, true),
        ("/CN=Theirs", none, false),
    ] {
        let folder = TempDir::new();
        let openssl = |line: &[&str]| tool("openssl").args(line).in_folder(folder.path()).succeeds();
        let ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "/dev/null"];
        let root = [
            "req",
            "-x509",
            "-subj",
            "/CN=Theirs",
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
            "-addext",
            CONSTRAINTS,
        ];
        openssl(&[&root[..], &["-addext", "subjectKeyIdentifier=hash"], &ec].concat());
        openssl(
            &[&["req", "-new", "-subj", subject, "-keyout", "own.key", "-out", "own.csr"], &ec[..]].concat(),
        );
        folder.write("extensions", format!("{CONSTRAINTS}\n{USAGE}\n{extensions}"));
        let sign = ["x509", "-req", "-in", "own.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
        openssl(&[&sign[..], &["-days", "3650", "-extfile", "extensions", "-out", "own.pem"]].concat());
        let text = |name: &str| String::from_utf8(folder.read(name)).unwrap();
        let certificate = Certificate::from_pem(&text("own.pem")).unwrap();
        let now = certificate.facts().not_before.plus_days(1);
        let found = examine(&certificate, &PrivateKey::from_pem(&text("own.key")).unwrap(), now).unwrap();
        let issuer = "CN=Theirs".to_owned();
        let intermediate = Finding::Intermediate { subject: subject[1..].to_owned(), issuer };
        assert_eq!(found.first() == Some(&intermediate), expected, "{subject} {extensions}: {found:?}");
        assert_eq!(found.iter().any(Finding::stops), expected, "{subject} {extensions}: {found:?}");
    }
}

#[test]
fn the_day_decides() {
    let (certificate, key) = root(&[CONSTRAINTS, USAGE], &["-days", "365"]);
    let at = |now: Moment| examine(&certificate, &key, now).unwrap();
    let (start, end) = (certificate.facts().not_before, certificate.facts().not_after);
    assert_eq!(at(start), [Finding::FormerCertificates]);
    assert_eq!(at(end.plus_days(-90)), [Finding::FormerCertificates]);
    let soon = CertificateFault::EndsSoon { end, days: 89 };
    assert_eq!(at(end.plus_days(-89))[0], soon.into());
    for (now, error) in [
        (end, ValidityError::IssuerExpired { issuer_end: end, now: end }),
        (
            start.plus_seconds(-1),
            ValidityError::IssuerNotYetValid { issuer_start: start, now: start.plus_seconds(-1) },
        ),
    ] {
        let found = at(now);
        assert_eq!(found[0], Finding::Refused(IssueError::Validity(error)));
        assert!(found[0].stops());
    }
}

#[test]
fn what_stops_comes_first_and_everything_has_its_words() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let twin = family.twin_with_other_keys();
    let found = examine(family.authority.certificate(), twin.authority.key(), NOW).unwrap();
    assert!(matches!(&found[0], Finding::Refused(IssueError::KeyOfAnother { .. })), "{found:?}");
    let (leaf, key) = &family.client;
    let found = examine(leaf, key, NOW).unwrap();
    assert!(matches!(&found[..], [Finding::Refused(IssueError::NotAnAuthority { .. })]), "{found:?}");
    for finding in [
        Finding::Refused(IssueError::NoEntropy),
        Finding::Intermediate { subject: "CN=a".into(), issuer: "CN=b".into() },
        Finding::Purposes { missing: "clientAuth".into() },
        Finding::VersionOne,
        Finding::NameConstraints,
        CertificateFault::AuthorityWithoutKeyUsage.into(),
        Finding::FormerCertificates,
    ] {
        let (english, korean) = (finding.told(Lang::En), finding.told(Lang::Ko));
        assert_eq!((&english.id, english.rank, &english.rule), (&korean.id, korean.rank, &korean.rule));
        assert_ne!(english.message, korean.message);
        assert!(
            english.message.problem.ends_with('.') && english.message.remedy.ends_with('.'),
            "{english:?}"
        );
        assert!(!finding.stops() || english.rank == Rank::Refused);
    }
}
