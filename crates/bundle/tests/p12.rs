//! PKCS#12 that we read and write: we open OpenSSL's; what is old, costly or broken is named. Who opens ours is asked in
//! `p12_readers.rs`.

mod support;

use bundle::encrypted_key::Derivation;
use bundle::p12::{Algorithms, Contents, Parts, ReadError, WriteError, parts, read, write};
use pki::key::{KeyAlgorithm, KeyError};
use proptest::prelude::*;
use std::sync::LazyLock;
use support::{Folder, passphrase};
use testkit::entropy::Drought;
use testkit::{Family, SeededEntropy};

fn contents(family: &Family) -> Contents {
    Contents {
        friendly_name: "alice".to_owned(),
        key: family.client.1.clone(),
        certificates: vec![family.client.0.clone(), family.authority.certificate().clone()],
    }
}

fn written(contents: &Contents) -> Vec<u8> {
    write(contents, Algorithms::Modern, &passphrase(), &mut SeededEntropy::new(1)).expect("written")
}

/// One file for the tests that only break it.
fn sample() -> &'static (Contents, Vec<u8>) {
    static SAMPLE: LazyLock<(Contents, Vec<u8>)> = LazyLock::new(|| {
        let contents = contents(&Family::new(KeyAlgorithm::EcdsaP256));
        let file = written(&contents);
        (contents, file)
    });
    &SAMPLE
}

#[test]
fn we_open_what_openssl_writes() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let folder = Folder::new();
    folder.write("client.key", family.client.1.to_pem().expose());
    folder.write("client.crt", family.client.0.to_pem());
    folder.write("ca.crt", family.authority.certificate().to_pem());
    let export = ["pkcs12", "-export", "-inkey", "client.key", "-in", "client.crt", "-certfile", "ca.crt"];
    for (case, more) in [
        ("defaults", &["-name", "앨리스"][..]),
        ("shorter keys", &["-name", "앨리스", "-keypbe", "aes-128-cbc", "-certpbe", "aes-128-cbc"]),
        ("SHA-1 MAC", &["-name", "앨리스", "-macalg", "sha1", "-iter", "100000"]),
        (
            "3DES",
            &["-name", "앨리스", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"],
        ),
        ("as old tools write it, RC2 with 40 bits for certificates", &["-name", "앨리스", "-legacy"]),
        (
            "RC2 with 128 bits",
            &["-name", "앨리스", "-legacy", "-certpbe", "PBE-SHA1-RC2-128", "-keypbe", "PBE-SHA1-RC2-40"],
        ),
        ("certificates in the clear", &["-name", "앨리스", "-certpbe", "NONE"]),
        ("key in the clear", &["-name", "앨리스", "-keypbe", "NONE"]),
    ] {
        let output = ["-passout", "pass:secret", "-out", "client.p12"];
        folder.run("openssl", &[&export[..], more, &output[..]].concat());
        let expected = Contents { friendly_name: "앨리스".to_owned(), ..contents(&family) };
        assert_eq!(read(&folder.read("client.p12"), "secret"), Ok(expected), "{case}");
        assert_eq!(read(&folder.read("client.p12"), "other"), Err(ReadError::WrongPassphrase), "{case}");
    }
    for (case, more, expected) in [
        (
            "RC4",
            &["-legacy", "-certpbe", "PBE-SHA1-RC4-128"][..],
            ReadError::Unsupported("pbeWithSHAAnd128BitRC4".into()),
        ),
        ("SHA-512 MAC", &["-macalg", "sha512"], ReadError::Unsupported("SHA-512".into())),
        ("no MAC", &["-nomac"], ReadError::NoCheckValue),
        (
            "costly",
            &["-iter", "6000000"],
            ReadError::TooCostly { derivation: Derivation::Pkcs12, demanded: 6_000_000, allowed: 5_000_000 },
        ),
        (
            "costly with 3DES",
            &["-certpbe", "PBE-SHA1-3DES", "-iter", "2000000"],
            ReadError::TooCostly { derivation: Derivation::Pkcs12, demanded: 6_000_000, allowed: 3_000_000 },
        ),
    ] {
        let output = ["-passout", "pass:secret", "-out", "client.p12"];
        folder.run("openssl", &[&export[..], more, &output[..]].concat());
        assert_eq!(read(&folder.read("client.p12"), "secret"), Err(expected), "{case}");
    }
    folder.run(
        "openssl",
        &["pkcs12", "-export", "-nokeys", "-in", "ca.crt", "-passout", "pass:secret", "-out", "trust.p12"],
    );
    assert_eq!(read(&folder.read("trust.p12"), "secret"), Err(ReadError::NoKey));
}

#[test]
fn a_key_without_its_certificate_is_not_written() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let twin = family.twin_with_other_keys();
    let good = contents(&family);
    let write =
        |contents: &Contents| write(contents, Algorithms::Legacy, &passphrase(), &mut SeededEntropy::new(2));
    let subject = family.client.0.facts().subject.clone();
    for (case, contents, error) in [
        ("no certificate", Contents { certificates: vec![], ..good.clone() }, WriteError::NoCertificate),
        (
            "same name, other key",
            Contents { certificates: vec![twin.client.0.clone()], ..good.clone() },
            WriteError::OtherKey { subject },
        ),
    ] {
        assert_eq!(write(&contents), Err(error), "{case}");
    }
    for algorithms in Algorithms::ALL {
        let dry = bundle::p12::write(&good, algorithms, &passphrase(), &mut Drought);
        assert_eq!(dry, Err(WriteError::NoEntropy), "{algorithms:?}");
    }
}

#[test]
fn names_beyond_the_format_are_shortened_to_what_it_holds() {
    let (contents, _) = sample();
    for (name, kept) in [("민수 노트북", "민수 노트북"), ("key 🔑", "key ?"), ("", "")] {
        let file = written(&Contents { friendly_name: name.to_owned(), ..contents.clone() });
        assert_eq!(read(&file, passphrase().expose()).expect("read").friendly_name, kept);
    }
}

#[test]
fn what_is_no_p12_is_named() {
    let (_, file) = sample();
    let mut later = file.clone();
    let version = later.windows(3).position(|octets| octets == [2, 1, 3]).expect("version 3");
    later[version + 2] = 4;
    for (case, octets) in [
        ("another version", later),
        ("nothing", Vec::new()),
        ("text", b"-----BEGIN CERTIFICATE-----".to_vec()),
        ("a certificate", sample().0.certificates[0].der().to_vec()),
        ("more than any", vec![0x30; 2 * 1024 * 1024]),
        ("cut", file[..file.len() - 1].to_vec()),
    ] {
        assert_eq!(read(&octets, passphrase().expose()), Err(ReadError::NotPkcs12), "{case}");
    }
    assert_eq!(read(file, "other"), Err(ReadError::WrongPassphrase));
    assert_eq!(read(file, ""), Err(ReadError::WrongPassphrase));
}

#[test]
fn whoever_looks_sees_what_import_refuses() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let folder = Folder::new();
    folder.write("client.key", family.client.1.to_pem().expose());
    folder.write("client.crt", family.client.0.to_pem());
    let openssl = |line: &str| folder.run("openssl", &line.split(' ').collect::<Vec<_>>());
    openssl("pkcs12 -export -nokeys -in client.crt -passout pass:secret -out trusted.p12");
    openssl("pkcs12 -export -nomac -inkey client.key -in client.crt -passout pass:secret -out unchecked.p12");
    openssl("pkcs12 -export -inkey client.key -in client.crt -passout pass: -out empty.p12");
    let java = "-keyalg EC -groupname secp256r1 -dname CN=java.example.test -storetype PKCS12 -keystore java.p12 -storepass secret";
    for alias in ["one", "two"] {
        let line = format!("-genkeypair -alias {alias} {java}");
        folder.run("keytool", &line.split(' ').collect::<Vec<_>>());
    }
    // the file, its passphrase, how many parts, whether it is checked, and what import says
    for (name, passphrase, count, is_checked, refused) in [
        ("trusted.p12", "secret", 1, true, Some(ReadError::NoKey)),
        ("unchecked.p12", "secret", 2, false, Some(ReadError::NoCheckValue)),
        ("empty.p12", "", 2, true, None),
        ("java.p12", "secret", 4, true, Some(ReadError::Key(KeyError::WithoutPublicHalf))),
    ] {
        let file = folder.read(name);
        let Parts { octets, is_checked: checked } = parts(&file, passphrase).expect(name);
        assert_eq!((octets.len(), checked), (count, is_checked), "{name}");
        assert_eq!(read(&file, passphrase).err(), refused, "{name}");
        // a wrong passphrase shows nothing
        assert!(parts(&file, "another").is_err(), "{name}");
    }
    let trusted = parts(&folder.read("trusted.p12"), "secret").expect("opened");
    assert_eq!(trusted.octets[0].expose(), family.client.0.der());
}

#[test]
fn two_files_of_the_same_share_no_ciphertext() {
    let (contents, file) = sample();
    let other =
        write(contents, Algorithms::Modern, &passphrase(), &mut SeededEntropy::new(9)).expect("written");
    assert_ne!(*file, other);
    assert_eq!(*file, written(contents), "the same randomness gives the same octets");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn cut_or_changed_anywhere_it_is_an_error(fraction in 0.0..1.0_f64, mask in 1_u8..) {
        let (contents, file) = sample();
        let at = (file.len() as f64 * fraction) as usize;
        prop_assert!(read(&file[..at], passphrase().expose()).is_err());
        let mut changed = file.clone();
        changed[at] ^= mask;
        // All that matters is under the MAC; what is outside (an OID's parameters) changes nothing that is read.
        if let Ok(again) = read(&changed, passphrase().expose()) {
            prop_assert_eq!(&again, contents);
        }
    }
}
