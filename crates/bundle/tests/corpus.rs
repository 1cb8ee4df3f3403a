//! The corpus of the fuzz target `open`, replayed: files of several programs, whole, cut off, costly, and of kinds that are not
//! taken, each opened in every way.

use std::path::Path;

use bundle::material::Material;
use bundle::p12::{Parts, ReadError};
use bundle::{encrypted_key, p12, zip};
use text::Lang;

/// That of the corpus.
const PASSPHRASE: &str = "secret";

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/open");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("a readable folder").path())
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a readable file"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_file_is_opened_or_told_why_not() {
    let files = corpus();
    assert!(files.len() >= 17, "{}", files.len());
    for (name, bytes) in &files {
        let words = |lang: Lang| {
            [
                p12::parts(bytes, PASSPHRASE).err().map(|error| error.message(lang)),
                p12::read(bytes, PASSPHRASE).err().map(|error| error.message(lang)),
                p12::read_trust_store(bytes, PASSPHRASE).err().map(|error| error.message(lang)),
                encrypted_key::inside(bytes, PASSPHRASE).err().map(|error| error.message(lang)),
                zip::open(bytes, PASSPHRASE).err().map(|error| error.message(lang)),
                zip::open_plain(bytes).err().map(|error| error.message(lang)),
                Material::default().add(bytes, PASSPHRASE).err().map(|error| error.message(lang)),
            ]
        };
        for told in Lang::ALL.into_iter().flat_map(words).flatten() {
            assert!(!told.problem.is_empty() && !told.remedy.is_empty(), "{name}");
        }
    }
    let of = |name: &str| {
        files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.as_slice()).expect(name)
    };
    // what is told of each, so that the corpus goes on reaching what it was put there for
    for (name, count, is_checked) in [
        ("modern.p12", 2, true),
        ("legacy-rc2.p12", 2, true),
        ("no-key.p12", 1, true),
        ("no-check-value.p12", 2, false),
        ("nothing-encrypted.p12", 2, false),
        ("keytool.p12", 2, true),
    ] {
        let Parts { octets, is_checked: checked } = p12::parts(of(name), PASSPHRASE).expect(name);
        assert_eq!((octets.len(), checked), (count, is_checked), "{name}");
    }
    assert!(matches!(p12::parts(of("costly.p12"), PASSPHRASE), Err(ReadError::TooCostly { .. })));
    assert!(matches!(p12::parts(of("sha512-check-value.p12"), PASSPHRASE), Err(ReadError::Unsupported(_))));
    assert_eq!(p12::parts(of("empty-passphrase.p12"), PASSPHRASE), Err(ReadError::WrongPassphrase));
    assert!(matches!(p12::parts(of("cut.p12"), PASSPHRASE), Err(ReadError::NotPkcs12)));
    for name in ["pbkdf2.der", "scrypt.der", "rc2.der"] {
        assert!(encrypted_key::inside(of(name), PASSPHRASE).is_ok(), "{name}");
    }
    assert_eq!(zip::open(of("aes.zip"), PASSPHRASE).map(|entries| entries.len()), Ok(1));
    assert_eq!(zip::open(of("zipcrypto.zip"), PASSPHRASE), Err(zip::OpenError::ZipCrypto));
    assert!(matches!(zip::open(of("plain.zip"), PASSPHRASE), Err(zip::OpenError::NotEncrypted { .. })));
    assert!(matches!(zip::open(of("aes-deflate.zip"), PASSPHRASE), Err(zip::OpenError::Unsupported(_))));
}
