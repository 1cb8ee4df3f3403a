//! Encrypted PKCS#8: OpenSSL decrypts ours, we decrypt OpenSSL's, and what is old, costly or broken is named.

mod support;

use bundle::encrypted_key::{Derivation, ReadError, WriteError, read, write};
use pki::key::{KeyAlgorithm, KeyError, PrivateKey};
use proptest::prelude::*;
use std::sync::LazyLock;
use support::{Folder, passphrase};
use testkit::entropy::Drought;
use testkit::{SeededEntropy, TestKeys};

fn key(algorithm: KeyAlgorithm) -> PrivateKey {
    TestKeys::new().make(algorithm)
}

#[test]
fn openssl_decrypts_every_kind_of_key() {
    let secret = passphrase();
    let pass = format!("pass:{}", secret.expose());
    for algorithm in
        [KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384, KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa2048]
    {
        let key = key(algorithm);
        let text = write(&key, &secret, &mut SeededEntropy::new(1)).expect("written");
        assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{text}");
        let folder = Folder::new();
        folder.write("ca.key", &text);
        folder.run("openssl", &["pkey", "-in", "ca.key", "-passin", &pass, "-check", "-noout"]);
        folder.run("openssl", &["pkcs8", "-in", "ca.key", "-passin", &pass, "-out", "plain.key"]);
        let plain = String::from_utf8(folder.read("plain.key")).expect("text");
        assert_eq!(PrivateKey::from_pem(&plain), Ok(key), "{algorithm:?}");
        let parsed = folder.run("openssl", &["asn1parse", "-in", "ca.key"]);
        for part in ["PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", "INTEGER           :0927C0"] {
            assert!(parsed.contains(part), "{part}\n{parsed}");
        }
        folder.refused("openssl", &["pkey", "-in", "ca.key", "-passin", "pass:other", "-noout"]);
    }
}

#[test]
fn we_decrypt_what_openssl_writes() {
    let key = key(KeyAlgorithm::EcdsaP256);
    let folder = Folder::new();
    folder.write("plain.key", key.to_pem().expose());
    let convert = |more: &[&str]| {
        let fixed = ["pkcs8", "-topk8", "-in", "plain.key", "-out", "out.key", "-passout", "pass:secret"];
        folder.run("openssl", &[&fixed[..], more].concat());
        String::from_utf8(folder.read("out.key")).expect("text")
    };
    for (case, more) in [
        ("defaults", &[][..]),
        ("AES-128, SHA-1", &["-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1"]),
        ("3DES as PKCS#12 has it", &["-v1", "PBE-SHA1-3DES"]),
        ("3DES of PBES2", &["-v2", "des3"]),
        ("AES-192", &["-v2", "aes-192-cbc"]),
        ("scrypt", &["-scrypt"]),
        (
            "scrypt and AES-128",
            &["-scrypt", "-scrypt_N", "1024", "-scrypt_r", "1", "-scrypt_p", "3", "-v2", "aes-128-cbc"],
        ),
        ("old RC2", &["-v1", "PBE-SHA1-RC2-128", "-provider", "legacy", "-provider", "default"]),
        ("SHA-384", &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA384"]),
        ("SHA-512", &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512", "-iter", "20000"]),
    ] {
        let text = convert(more);
        assert_eq!(read(&text, "secret"), Ok(key.clone()), "{case}");
        let other = read(&text, "other").expect_err("another passphrase");
        assert_eq!(other, ReadError::WrongPassphrase, "{case}");
    }
    for (case, more, expected) in [
        (
            "old RC4",
            &["-v1", "PBE-SHA1-RC4-128", "-provider", "legacy", "-provider", "default"][..],
            ReadError::Unsupported("pbeWithSHAAnd128BitRC4".into()),
        ),
        (
            "too long for scrypt",
            &["-scrypt", "-scrypt_N", "16384", "-scrypt_r", "8", "-scrypt_p", "13"],
            ReadError::TooCostly { derivation: Derivation::Scrypt, demanded: 13 << 17, allowed: 1 << 20 },
        ),
        (
            "SHA-224",
            &["-v2", "aes256", "-v2prf", "hmacWithSHA224"],
            ReadError::Unsupported("hmacWithSHA224".into()),
        ),
        (
            "too many rounds",
            &["-iter", "5000001"],
            ReadError::TooCostly { derivation: Derivation::Pbkdf2, demanded: 5_000_001, allowed: 5_000_000 },
        ),
    ] {
        assert_eq!(read(&convert(more), "secret"), Err(expected), "{case}");
    }
}

#[test]
fn what_is_no_encrypted_key_is_named() {
    let plain = String::from_utf8(key(KeyAlgorithm::EcdsaP256).to_pem().expose().to_vec()).expect("text");
    let traditional = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";
    for (case, text, expected) in [
        ("nothing", "", ReadError::NotFound),
        ("words", "hello", ReadError::NotFound),
        ("a plain key", plain.as_str(), ReadError::NotEncrypted),
        ("the traditional form", traditional, ReadError::Traditional),
        (
            "no DER inside",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
            ReadError::Unreadable,
        ),
    ] {
        assert_eq!(read(text, "secret"), Err(expected), "{case}");
    }
    let small = Folder::new();
    small.write("small.key", testkit::keys::RSA_1024_PEM);
    small.run(
        "openssl",
        &["pkcs8", "-topk8", "-in", "small.key", "-out", "out.key", "-passout", "pass:secret"],
    );
    let text = String::from_utf8(small.read("out.key")).expect("text");
    assert_eq!(
        read(&text, "secret"),
        Err(ReadError::Key(KeyError::RsaBits(1024))),
        "decrypted, but too small"
    );
    let dry = write(&key(KeyAlgorithm::EcdsaP256), &passphrase(), &mut Drought);
    assert_eq!(dry, Err(WriteError::NoEntropy));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// A text with few rounds, so that each case is quick.
    #[test]
    fn cut_or_changed_anywhere_it_is_an_error(fraction in 0.0..1.0_f64, mask in 1_u8..) {
        static TEXT: LazyLock<Vec<u8>> = LazyLock::new(|| {
            let folder = Folder::new();
            folder.write("plain.key", key(KeyAlgorithm::Ed25519).to_pem().expose());
            folder.run("openssl", &["pkcs8", "-topk8", "-in", "plain.key", "-outform", "DER", "-out", "out.der",
                                    "-passout", "pass:secret", "-iter", "1000"]);
            folder.read("out.der")
        });
        let text = |der: &[u8]| pem::encode(&pem::Pem::new("ENCRYPTED PRIVATE KEY", der));
        let at = (TEXT.len() as f64 * fraction) as usize;
        prop_assert!(read(&text(&TEXT[..at]), "secret").is_err());
        let mut changed = TEXT.clone();
        changed[at] ^= mask;
        // CBC authenticates nothing: a changed key is another key or an error, never a panic.
        let _ = read(&text(&changed), "secret");
    }
}
