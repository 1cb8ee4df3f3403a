//! Certificates and keys out of any file: each form beside what only looks like it. The rest is played through in `workbench`.

mod support;

use bundle::encrypted_key;
use bundle::material::{KeyForm, LARGEST, Material, ReadError, key_form};
use bundle::p12;
use pki::key::{KeyAlgorithm, KeyError};
use proptest::prelude::*;
use support::{Folder, passphrase};
use testkit::{Family, SeededEntropy};

/// The form, the octets, and how a key is kept in it.
type File = (&'static str, Vec<u8>, KeyForm);

/// A family's client as its `.p12`, its key and its certificate.
fn files() -> (Family, Vec<File>) {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let (certificate, key) = family.client.clone();
    let folder = Folder::new();
    folder.write("plain.key", key.to_pem().expose());
    let openssl = |arguments: &[&str]| {
        folder.run("openssl", arguments);
        folder.read("out")
    };
    let old = openssl(&["ec", "-in", "plain.key", "-out", "out"]);
    let old_der = openssl(&["ec", "-in", "plain.key", "-outform", "DER", "-out", "out"]);
    let encrypted =
        openssl(&["pkcs8", "-topk8", "-in", "plain.key", "-passout", "pass:secret", "-out", "out"]);
    let encrypted_der = openssl(&[
        "pkcs8",
        "-topk8",
        "-in",
        "plain.key",
        "-passout",
        "pass:secret",
        "-outform",
        "DER",
        "-out",
        "out",
    ]);
    folder.write("own.crt", certificate.to_pem());
    let p12 = openssl(&[
        "pkcs12",
        "-export",
        "-in",
        "own.crt",
        "-inkey",
        "plain.key",
        "-passout",
        "pass:secret",
        "-out",
        "out",
    ]);
    let files = vec![
        ("certificate", certificate.to_pem().into_bytes(), KeyForm::None),
        ("certificate, DER", certificate.der().to_vec(), KeyForm::None),
        ("PKCS#8", key.to_pem().expose().to_vec(), KeyForm::Plain),
        ("PKCS#8, DER", key.pkcs8_der().expose().to_vec(), KeyForm::Plain),
        ("SEC1", old, KeyForm::Plain),
        ("SEC1, DER", old_der, KeyForm::Plain),
        ("encrypted", encrypted, KeyForm::Encrypted),
        ("encrypted, DER", encrypted_der, KeyForm::Encrypted),
        ("PKCS#12", p12, KeyForm::Encrypted),
    ];
    (family, files)
}

#[test]
fn every_form_gives_the_same_key_and_certificate() {
    let (family, files) = files();
    let (certificate, key) = &family.client;
    let mut all = Material::default();
    for (form, file, kept) in &files {
        let mut material = Material::default();
        assert_eq!(material.add(file, "secret"), Ok(()), "{form}");
        assert!(material.certificates.iter().all(|found| found == certificate), "{form}");
        assert!(material.keys.iter().all(|found| found == key), "{form}");
        assert_eq!(
            material.certificates.is_empty(),
            form.contains("PKCS#8") || form.contains("SEC1") || form.contains("encrypted"),
            "{form}"
        );
        assert_eq!(material.keys.is_empty(), *kept == KeyForm::None, "{form}");
        assert_eq!(key_form(file), *kept, "{form}");
        all.add(file, "secret").expect("as before");
    }
    assert_eq!((all.certificates.len(), all.keys.len()), (1, 1), "each once");
}

#[test]
fn what_is_in_no_form_is_told() {
    let (_, files) = files();
    for (form, file, kept) in &files {
        for (passphrase, expected) in [("", "none was typed"), ("other", "passphrase is another")] {
            let read = Material::default().add(file, passphrase);
            match (kept, read) {
                (KeyForm::Encrypted, Err(error)) => {
                    let told = error.message(text::Lang::En).problem;
                    assert!(told.contains(expected), "{form}: {told}");
                }
                (KeyForm::Encrypted, Ok(())) => panic!("{form} opened with {passphrase:?}"),
                (_, read) => assert_eq!(read, Ok(()), "{form}"),
            }
        }
        let half = &file[..file.len() / 2];
        let read = Material::default().add(half, "secret");
        assert!(matches!(read, Err(ReadError::Nothing)), "half of {form}: {read:?}");
    }
    let too_large = vec![b'-'; LARGEST + 1];
    let refused = Material::default().add(&too_large, "");
    assert_eq!(refused, Err(ReadError::TooLarge { size: LARGEST + 1, allowed: LARGEST }));
    assert_eq!(Material::default().add(&too_large[1..], ""), Err(ReadError::Nothing));
    let traditional = b"-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n";
    assert_eq!(
        Material::default().add(traditional, "secret"),
        Err(ReadError::EncryptedKey(encrypted_key::ReadError::Traditional))
    );
    assert_eq!(key_form(traditional), KeyForm::Encrypted);
    let small = Material::default().add(testkit::keys::RSA_1024_PEM.as_bytes(), "");
    assert_eq!(small, Err(ReadError::Key(KeyError::RsaBits(1024))));
}

/// Two encrypted keys in one file share what a file may cost.
#[test]
fn a_file_costs_no_more_than_one_derivation_may() {
    let folder = Folder::new();
    folder.write("plain.key", Family::new(KeyAlgorithm::EcdsaP256).client.1.to_pem().expose());
    folder.run(
        "openssl",
        &[
            "pkcs8",
            "-topk8",
            "-in",
            "plain.key",
            "-passout",
            "pass:secret",
            "-iter",
            "3000000",
            "-out",
            "out",
        ],
    );
    let once = folder.read("out");
    let refused = Material::default().add(&[&once[..], &once].concat(), "secret");
    assert!(
        matches!(
            refused,
            Err(ReadError::EncryptedKey(encrypted_key::ReadError::TooCostly { allowed: 2_000_000, .. }))
        ),
        "{refused:?}"
    );
}

#[test]
fn a_trust_store_has_no_key() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let trusted = [p12::Trusted { alias: "ca".into(), certificate: family.authority.certificate().clone() }];
    let secret = passphrase();
    let file = p12::write_trust_store(&trusted, p12::Algorithms::Modern, &secret, &mut SeededEntropy::new(1));
    let read = Material::default().add(&file.expect("written"), secret.expose());
    assert_eq!(read, Err(ReadError::P12(p12::ReadError::NoKey)));
}

proptest! {
    #[test]
    fn no_octets_make_it_panic(octets in prop::collection::vec(any::<u8>(), 0..200), sequence: bool) {
        let mut octets = octets;
        if sequence && !octets.is_empty() {
            octets[0] = 0x30;
        }
        let _ = key_form(&octets);
        prop_assert!(Material::default().add(&octets, "secret").is_err());
    }
}
