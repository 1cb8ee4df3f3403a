//! The authority bundle and its record: what is sealed goes on another day; what does not belong together is named.

mod support;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bundle::authority::{self, AuthorityBundle, CERTIFICATE, KEY, PairError, SealError, WORKSPACE};
use bundle::workspace::{Issued, ReadError, Role, VERSION, Workspace, WriteError, read, write};
use bundle::zip::{self, Entry};
use bundle::{authority::OpenError, encrypted_key};
use pki::certificate::Certificate;
use pki::crl::{self, CrlLifetime, CrlNumber, Reason, Revocation, RevocationList, Revoked};
use pki::key::{KeyAlgorithm, PrivateKey};
use pki::secret::Secret;
use support::{Folder, noon, passphrase};
use testkit::entropy::Drought;
use testkit::{Family, NOW, SeededEntropy};

/// A file for people, which the caller adds.
const README: &str = "README.txt";

fn workspace(family: &Family) -> Workspace {
    let issued = |role, label: &str, certificate: &Certificate| Issued {
        role,
        label: label.to_owned(),
        certificate: certificate.clone(),
        issued_at: NOW,
        removed_at: None,
        revoked: None,
    };
    Workspace {
        made_at: noon(),
        made_by: "0.1.0".to_owned(),
        settings: BTreeMap::from([
            (
                "create".to_owned(),
                r#"{ "services": ["api.example.test"], "days": 365, "note": "한글 \" \\ " }"#.to_owned(),
            ),
            ("deploy".to_owned(), "null".to_owned()),
        ]),
        list_lifetime: CrlLifetime::days(90).expect("days"),
        list: Some(LIST.clone()),
        issued: vec![
            issued(Role::Authority, "Test Authority", family.authority.certificate()),
            issued(Role::Server, "api.example.test", &family.server.0),
            Issued {
                removed_at: Some(noon()),
                revoked: Some(REVOCATION),
                ..issued(Role::Client, "파트너 “A”", &family.client.0)
            },
        ],
    }
}

const REVOCATION: Revocation = Revocation { at: NOW, reason: Reason::KeyCompromise };

/// Signed once: ECDSA never signs the same twice.
static LIST: LazyLock<RevocationList> = LazyLock::new(|| {
    let revoked = [Revoked::new(&family().client.0, REVOCATION)];
    let lifetime = CrlLifetime::days(90).expect("days");
    crl::sign(&revoked, CrlNumber(3), lifetime, &family().authority, NOW).expect("signed")
});

fn family() -> &'static Family {
    static FAMILY: LazyLock<Family> = LazyLock::new(|| Family::new(KeyAlgorithm::EcdsaP256));
    &FAMILY
}

fn whole(family: &Family) -> AuthorityBundle {
    AuthorityBundle {
        certificate: family.authority.certificate().clone(),
        key: family.authority.key().clone(),
        workspace: workspace(family),
    }
}

fn seal(bundle: &AuthorityBundle) -> Result<Vec<u8>, SealError> {
    authority::seal(
        bundle,
        &[Entry::public(README, "how to go on\n")],
        &passphrase(),
        noon(),
        &mut SeededEntropy::new(1),
    )
    .map(|(archive, _)| archive)
}

#[test]
fn everything_goes_on_after_opening() {
    let bundle = whole(family());
    let archive = seal(&bundle).expect("sealed");
    let opened = authority::open(&archive, passphrase().expose()).expect("opened");
    assert_eq!((&opened.certificate, &opened.key), (&bundle.certificate, &bundle.key));
    assert_eq!(opened.workspace, bundle.workspace);
    assert!(pki::issue::Authority::new(opened.certificate, opened.key).is_ok());
}

#[test]
fn openssl_and_7z_take_it_apart_for_every_kind_of_key() {
    let secret = passphrase();
    let pass = format!("pass:{}", secret.expose());
    for algorithm in [KeyAlgorithm::EcdsaP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa2048] {
        let family = Family::new(algorithm);
        let folder = Folder::new();
        folder.write("authority.zip", seal(&whole(&family)).expect("sealed"));
        folder.run("7z", &["x", "-y", &format!("-p{}", secret.expose()), "authority.zip"]);
        let certificate = folder.run("openssl", &["x509", "-in", CERTIFICATE, "-noout", "-pubkey"]);
        let key = folder.run("openssl", &["pkey", "-in", KEY, "-passin", &pass, "-pubout"]);
        assert_eq!(certificate, key, "{algorithm:?}");
        let record = String::from_utf8(folder.read(WORKSPACE)).expect("text");
        assert!(!record.contains("PRIVATE KEY"), "{record}");
        assert_eq!(folder.read(README), b"how to go on\n");
    }
}

#[test]
fn names_tell_nothing_without_the_passphrase() {
    let archive = seal(&whole(family())).expect("sealed");
    for word in ["example", "Test Authority", "PRIVATE", "CERTIFICATE", "workspace\"", "api."] {
        let found = archive.windows(word.len()).any(|window| window == word.as_bytes());
        assert!(!found, "{word} can be read");
    }
    let folder = Folder::new();
    folder.write("authority.zip", archive);
    let listed = folder.run("bsdtar", &["-tf", "authority.zip"]);
    assert_eq!(listed.lines().collect::<Vec<_>>(), [CERTIFICATE, KEY, WORKSPACE, README]);
}

#[test]
fn what_does_not_belong_together_is_not_sealed() {
    let good = whole(family());
    let twin = family().twin_with_other_keys();
    let subject = good.certificate.facts().subject.clone();
    let leaf = &family().client;
    for (case, bundle, expected) in [
        (
            "the key of an authority of the same name",
            AuthorityBundle { key: twin.authority.key().clone(), ..good.clone() },
            SealError::Pair(PairError::OtherKey { subject }),
        ),
        (
            "a client's certificate",
            AuthorityBundle { certificate: leaf.0.clone(), key: leaf.1.clone(), ..good.clone() },
            SealError::Pair(PairError::NotAuthority { subject: leaf.0.facts().subject.clone() }),
        ),
    ] {
        assert_eq!(seal(&bundle), Err(expected), "{case}");
    }
    let twice = Entry::public(KEY, "a second file of that name");
    let fault = zip::PathFault::Twice;
    assert_eq!(
        authority::seal(&good, &[twice], &passphrase(), noon(), &mut SeededEntropy::new(4)),
        Err(SealError::Zip(zip::SealError::Path { path: KEY.to_owned(), fault }))
    );
    let dry = authority::seal(&good, &[], &passphrase(), noon(), &mut Drought);
    assert_eq!(dry, Err(SealError::Key(encrypted_key::WriteError::NoEntropy)));
}

/// An archive of these files, sealed as ours are.
fn archive(certificate: &Certificate, key: &PrivateKey, record: Vec<u8>, without: &str) -> Vec<u8> {
    let key = encrypted_key::write(key, &passphrase(), &mut SeededEntropy::new(2)).expect("written");
    let mut entries = vec![
        Entry::public(CERTIFICATE, certificate.to_pem()),
        Entry::secret(KEY, Secret::new(key.into_bytes())),
        Entry::public(WORKSPACE, record),
    ];
    entries.retain(|entry| entry.path != without);
    zip::seal(&entries, &passphrase(), noon(), &mut SeededEntropy::new(3)).expect("sealed")
}

#[test]
fn what_does_not_belong_together_is_not_opened() {
    let family = family();
    let twin = family.twin_with_other_keys();
    let (certificate, key) = (family.authority.certificate(), family.authority.key());
    let record = || write(&workspace(family)).expect("written");
    let newer = String::from_utf8(record()).expect("text").replacen("\"version\": 2", "\"version\": 3", 1);
    let missing = |name: &str| OpenError::Missing { name: name.to_owned() };
    for (case, archive, expected) in [
        (
            "a key that is another's",
            archive(certificate, twin.authority.key(), record(), ""),
            OpenError::Pair(PairError::OtherKey { subject: certificate.facts().subject.clone() }),
        ),
        (
            "a client's pair",
            archive(&family.client.0, &family.client.1, record(), ""),
            OpenError::Pair(PairError::NotAuthority { subject: family.client.0.facts().subject.clone() }),
        ),
        ("no key", archive(certificate, key, record(), KEY), missing(KEY)),
        ("no certificate", archive(certificate, key, record(), CERTIFICATE), missing(CERTIFICATE)),
        ("no record", archive(certificate, key, record(), WORKSPACE), missing(WORKSPACE)),
        (
            "a newer record",
            archive(certificate, key, newer.into_bytes(), ""),
            OpenError::Workspace(ReadError::Newer { found: 3, known: VERSION, made_by: "0.1.0".into() }),
        ),
    ] {
        assert_eq!(authority::open(&archive, passphrase().expose()), Err(expected), "{case}");
    }
    assert_eq!(
        authority::open(&archive(certificate, key, record(), ""), "other"),
        Err(OpenError::Zip(zip::OpenError::WrongPassphrase))
    );
    assert_eq!(authority::open(b"hello", "other"), Err(OpenError::Zip(zip::OpenError::NotZip)));
}

#[test]
fn a_folder_that_was_packed_again_opens() {
    let folder = Folder::new();
    let secret = passphrase();
    let with = format!("-p{}", secret.expose());
    folder.write("authority.zip", seal(&whole(family())).expect("sealed"));
    folder.run("7z", &["x", "-y", &with, "-oback-up", "authority.zip"]);
    folder.run("7z", &["a", "-tzip", "-mx=0", "-mem=AES256", &with, "again.zip", "back-up"]);
    let opened = authority::open(&folder.read("again.zip"), secret.expose()).expect("opened");
    assert_eq!(opened.workspace, workspace(family()));
}

#[test]
fn records_come_back_and_are_json_for_people() {
    let given = workspace(family());
    let json = String::from_utf8(write(&given).expect("written")).expect("UTF-8");
    assert_eq!(read(json.as_bytes()), Ok(given));
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(value["format"], "handfast-workspace");
    assert_eq!(value["made_at"], "2026-11-23T12:34:56Z");
    assert_eq!(value["settings"]["create"]["days"], 365, "JSON, not text in JSON");
    assert_eq!(value["issued"][0]["role"], "authority");
    assert_eq!(value["issued"][2]["removed_at"], "2026-11-23T12:34:56Z");
    assert_eq!(value["issued"][2]["revoked"]["at"], "2026-11-23T00:00:00Z");
    assert_eq!(value["issued"][2]["revoked"]["reason"], "keyCompromise");
    assert_eq!((&value["revocation"]["days"], &value["revocation"]["number"]), (&90.into(), &3.into()));
    for absent in ["removed_at", "revoked"] {
        assert!(value["issued"][1].get(absent).is_none(), "{absent}");
    }
}

#[test]
fn records_from_before_revocation_open() {
    let given = workspace(family());
    let mut value: serde_json::Value =
        serde_json::from_slice(&write(&given).expect("written")).expect("JSON");
    value["version"] = 1.into();
    value.as_object_mut().expect("an object").remove("revocation");
    value["issued"][2].as_object_mut().expect("an object").remove("revoked");
    let mut expected = given;
    expected.issued[2].revoked = None;
    (expected.list, expected.list_lifetime) = (None, CrlLifetime::default());
    let old = serde_json::to_vec_pretty(&value).expect("JSON");
    let read = read(&old).expect("read");
    assert_eq!((&read.issued, &read.list), (&expected.issued, &None));
    assert_eq!(read.list_lifetime, CrlLifetime::default());
    // a set without any list keeps its days
    let unused = Workspace { list: None, ..workspace(family()) };
    assert_eq!(bundle::workspace::read(&write(&unused).expect("written")), Ok(unused));
}

#[test]
fn records_that_cannot_be_written_are_named() {
    let good = workspace(family());
    let with = |section: &str, text: &str| Workspace {
        settings: BTreeMap::from([(section.to_owned(), text.to_owned())]),
        ..good.clone()
    };
    let key = String::from_utf8(family().client.1.to_pem().expose().to_vec()).expect("text");
    let key = serde_json::to_string(&key).expect("a text");
    let mut long = good.clone();
    long.issued[1].label = "가".repeat(201);
    let mut longest = good.clone();
    longest.issued[1].label = "가".repeat(200);
    assert!(write(&longest).is_ok());
    for (case, workspace, expected) in [
        ("not JSON", with("create", "{"), WriteError::SectionNotJson { section: "create".into() }),
        ("a private key in the form", with("create", &key), WriteError::PrivateKey),
        ("a long label", long, WriteError::Label { number: 2 }),
    ] {
        assert_eq!(write(&workspace), Err(expected), "{case}");
    }
}

#[test]
fn records_that_cannot_be_read_are_named() {
    let good = String::from_utf8(write(&workspace(family())).expect("written")).expect("text");
    let serial =
        family().authority.certificate().facts().serial_text().replace([':', ' '], "").to_lowercase();
    let written = |text: &str| -> Vec<u8> { text.as_bytes().to_vec() };
    for (case, json, check) in [
        ("nothing", Vec::new(), ReadError::NotWorkspace),
        ("another JSON", written("{}"), ReadError::NotWorkspace),
        (
            "another format",
            written(&good.replacen("handfast-workspace", "other", 1)),
            ReadError::NotWorkspace,
        ),
        ("cut", written(&good[..good.len() / 2]), ReadError::NotWorkspace),
        (
            "a newer version",
            written(&good.replacen("\"version\": 2", "\"version\": 7", 1)),
            ReadError::Newer { found: 7, known: 2, made_by: "0.1.0".into() },
        ),
        (
            "a newer version with other fields",
            written(r#"{"format":"handfast-workspace","version":3,"made_by":"9.0\u0007","made_at":5}"#),
            ReadError::Newer { found: 3, known: 2, made_by: "9.0".into() },
        ),
        (
            "a day that is none",
            written(&good.replacen("2026-11-23T12:34:56Z", "2026-02-30T12:34:56Z", 1)),
            ReadError::Moment { value: "2026-02-30T12:34:56Z".into() },
        ),
        (
            "an hour that is none",
            written(&good.replacen("2026-11-23T12:34:56Z", "2026-11-23T24:00:00Z", 1)),
            ReadError::Moment { value: "2026-11-23T24:00:00Z".into() },
        ),
        (
            "another serial number",
            written(&good.replacen(&serial, "00", 1)),
            ReadError::Serial { number: 1, written: "00".into(), certificate: serial.clone() },
        ),
        (
            "a control character in a label",
            written(&good.replacen("Test Authority\"", "Test\\u0007\"", 1)),
            ReadError::Label { number: 1 },
        ),
        (
            "a reason that is none",
            written(&good.replacen("keyCompromise", "certificateHold", 1)),
            ReadError::Reason { number: 3, value: "certificateHold".into() },
        ),
        (
            "a day of revocation that is none",
            written(&good.replacen("\"at\": \"2026-11-23T", "\"at\": \"2026-11-31T", 1)),
            ReadError::Moment { value: "2026-11-31T00:00:00Z".into() },
        ),
        (
            "another number beside the list",
            written(&good.replacen("\"number\": 3", "\"number\": 2", 1)),
            ReadError::ListNumber { written: "2".into(), list: "3".into() },
        ),
        (
            "a list without its number",
            written(&good.replacen("\"number\": 3", "\"numbered\": 3", 1)),
            ReadError::ListNumber { written: "–".into(), list: "3".into() },
        ),
    ] {
        assert_eq!(read(&json), Err(check), "{case}");
    }
    let broken = good.replacen("BEGIN CERTIFICATE", "BEGIN SOMETHING", 1);
    assert!(matches!(read(broken.as_bytes()), Err(ReadError::Certificate { number: 1, .. })));
    let list = good.replacen("BEGIN X509 CRL", "BEGIN SOMETHING", 1);
    assert!(matches!(read(list.as_bytes()), Err(ReadError::List { .. })));
    let days = good.replacen("\"days\": 90", "\"days\": 0", 1);
    assert!(matches!(read(days.as_bytes()), Err(ReadError::Field { .. })));
    let role = good.replacen("\"server\"", "\"router\"", 1);
    assert!(
        matches!(read(role.as_bytes()), Err(ReadError::Field { reason, .. }) if reason.contains("router"))
    );
    let deep = format!(r#"{{"format":"handfast-workspace","version":1,"x":{}"#, "[".repeat(100_000));
    assert!(read(deep.as_bytes()).is_err());
}

#[test]
fn unknown_fields_of_the_same_version_are_ignored() {
    let given = workspace(family());
    let json = String::from_utf8(write(&given).expect("written")).expect("text");
    let more = json.replacen("\"made_by\"", "\"colour\": \"blue\",\n  \"made_by\"", 1);
    assert_ne!(json, more);
    assert_eq!(read(more.as_bytes()), Ok(given));
}

#[test]
fn what_crosses_to_the_worker_comes_back() {
    let bundle = whole(family());
    let bytes = postcard::to_allocvec(&bundle).expect("written");
    assert_eq!(postcard::from_bytes(&bytes), Ok(bundle));
    let error = bundle::OpenError::Authority(OpenError::Missing { name: KEY.to_owned() });
    let bytes = postcard::to_allocvec(&error).expect("written");
    assert_eq!(postcard::from_bytes(&bytes), Ok(error));
}
