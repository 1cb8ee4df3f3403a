//! The commands and the extension file, run by the machine's openssl, against the set that `pki` issues: every field is the same
//! but keys, serial numbers and signatures, and what follows from the keys.

mod support;

use deploy::openssl::{CONFIG, Recipe, Request, SCRIPT, config, script};
use pki::issue;
use pki::key::KeyAlgorithm;
use pki::name::client::{ClientName, ClientNames};
use pki::name::subject::{Subject, SubjectDraft};
use pki::profile::authority::AuthorityProfile;
use pki::profile::client::ClientProfile;
use pki::profile::server::ServerProfile;
use pki::validity::Lifetime;
use support::{Folder, names, run_well};
use testkit::entropy::SeededEntropy;
use testkit::keys::TestKeys;
use text::Lang;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

#[test]
fn p256_is_the_same() {
    check(KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP256, Lang::En);
}

#[test]
fn p384_is_the_same() {
    check(KeyAlgorithm::EcdsaP384, KeyAlgorithm::EcdsaP256, Lang::Ko);
}

#[test]
fn ed25519_is_the_same() {
    check(KeyAlgorithm::Ed25519, KeyAlgorithm::Ed25519, Lang::En);
}

#[test]
fn rsa_leaves_are_the_same() {
    check(KeyAlgorithm::EcdsaP256, KeyAlgorithm::Rsa2048, Lang::Ko);
}

#[test]
fn an_rsa_authority_is_the_same() {
    check(KeyAlgorithm::Rsa2048, KeyAlgorithm::EcdsaP384, Lang::En);
}

fn check(of_authority: KeyAlgorithm, of_leaves: KeyAlgorithm, lang: Lang) {
    let (now, keys, mut entropy) = (testkit::NOW, TestKeys::new(), SeededEntropy::new(3));

    let authority_profile =
        AuthorityProfile::new(subject("CA of 결제 + Co/Ltd, \"1\" 's #x=y"), Lifetime::Days(3650))
            .expect("a subject");
    let server_profile = ServerProfile::new(
        names(&["api.example.test", "*.api.example.test", "결제.example.test", "192.0.2.7", "2001:db8::7"]),
        subject("api.example.test"),
        Lifetime::Days(365),
    );
    let named = |list: &[&str]| {
        let list =
            list.iter().map(|name| ClientName::parse_with(name, &testkit::Tables).expect("a name")).collect();
        ClientNames::new(list).expect("different names")
    };
    let client_profiles = [
        ("partner-a", named(&[])),
        (
            "#leading / and + 한국",
            named(&["ops@example.test", "https://example.test/b,c=d?e#f", "b.example.test"]),
        ),
    ]
    .map(|(name, names)| ClientProfile::new(subject(name), names, Lifetime::Days(90)).expect("a profile"));

    let authority = issue::authority(&authority_profile, keys.make(of_authority), now, &mut entropy)
        .expect("an authority");
    let server = issue::server(&server_profile, &keys.make(of_leaves), &authority, now, &mut entropy)
        .expect("a server");
    let clients = client_profiles.each_ref().map(|profile| {
        issue::client(profile, &keys.make(of_leaves), &authority, now, &mut entropy).expect("a client")
    });

    let of = |lifetime: Lifetime| lifetime.resolve(now, None).expect("a validity");
    let recipe = Recipe {
        authority: Request::authority(&authority_profile, of_authority, of(authority_profile.lifetime())),
        servers: vec![Request::server(&server_profile, of_leaves, of(server_profile.lifetime()))],
        clients: client_profiles
            .iter()
            .map(|profile| Request::client(profile, of_leaves, of(profile.lifetime())))
            .collect(),
    };
    let folder = Folder::new("openssl");
    folder.write(SCRIPT, script(&recipe, lang).expect("a script"));
    folder.write(CONFIG, config(&recipe, lang).expect("a configuration"));
    let said = run_well(folder.path(), "sh", [SCRIPT]);
    assert_eq!(said.matches(": OK").count(), 3, "{said}");

    compare(&folder, "authority/ca.crt", authority.certificate().der());
    compare(&folder, "server/server.crt", server.der());
    for (number, client) in clients.iter().enumerate() {
        compare(&folder, &format!("client-{}/client.crt", number + 1), client.der());
    }
    only_its_owner_may_read(&folder);
}

fn subject(common_name: &str) -> Subject {
    let draft = SubjectDraft {
        common_name: common_name.to_owned(),
        organization: "결제 & Söhne, Inc.".to_owned(),
        unit: "a/b+c=d".to_owned(),
        country: "KR".to_owned(),
    };
    // names with characters that no certificate of ours takes are tried without them
    Subject::parse(&draft).unwrap_or_else(|_| {
        let common_name = common_name.replace('"', "");
        Subject::parse(&SubjectDraft { common_name, ..draft }).expect("a subject")
    })
}

/// Field by field, as RFC 5280 section 4.1 lists them.
fn compare(folder: &Folder, file: &str, ours: &[u8]) {
    let theirs =
        run_well(folder.path(), "openssl", ["x509", "-in", file, "-outform", "DER", "-out", "one.der"]);
    assert!(theirs.is_empty());
    let theirs = std::fs::read(folder.path().join("one.der")).expect("a certificate");
    let (_, theirs) = X509Certificate::from_der(&theirs).expect("a certificate");
    let (_, ours) = X509Certificate::from_der(ours).expect("a certificate");

    assert_eq!(ours.version(), theirs.version(), "{file}");
    assert_eq!(ours.signature_algorithm, theirs.signature_algorithm, "{file}");
    assert_eq!(ours.signature, theirs.signature, "{file}");
    assert_eq!(ours.issuer().as_raw(), theirs.issuer().as_raw(), "{file}");
    assert_eq!(ours.subject().as_raw(), theirs.subject().as_raw(), "{file}");
    assert_eq!(ours.public_key().algorithm, theirs.public_key().algorithm, "{file}");

    // RFC 5280 counts the last second in, openssl adds whole days to the first
    let seconds = |certificate: &X509Certificate<'_>| {
        certificate.validity().not_after.timestamp() - certificate.validity().not_before.timestamp()
    };
    assert_eq!(seconds(&ours) + 1, seconds(&theirs), "{file}");

    // their order means nothing; what names a key is different with the key, and as long
    let extensions = |certificate: &X509Certificate<'_>| {
        let mut list: Vec<_> = certificate
            .extensions()
            .iter()
            .map(|extension| {
                let oid = extension.oid.to_id_string();
                let key_identifier = matches!(oid.as_str(), "2.5.29.14" | "2.5.29.35");
                let value =
                    if key_identifier { vec![0; extension.value.len()] } else { extension.value.to_vec() };
                (oid, extension.critical, value)
            })
            .collect();
        list.sort();
        list
    };
    assert_eq!(extensions(&ours), extensions(&theirs), "{file}");
}

fn only_its_owner_may_read(folder: &Folder) {
    use std::os::unix::fs::PermissionsExt as _;
    for file in ["authority/ca.key", "server/server.key", "client-1/client.key", "authority", "server"] {
        let mode =
            std::fs::metadata(folder.path().join(file)).expect("made by the script").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file}: {mode:o}");
    }
    assert!(!folder.path().join("server/ca.key").exists());
}
