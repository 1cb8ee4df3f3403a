//! Private keys of every kind: OpenSSL reads what is written, and what is read is kept as PKCS#8 version 1.

#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

use pki::key::{KeyAlgorithm, KeyError, KeySource, PrivateKey, ProviderKeys};
use testkit::keys::RSA_1024_PEM;
use testkit::{TestKeys, ready, tool};

/// What OpenSSL makes with these options of `genpkey`, as PEM.
fn genpkey(options: &[&str]) -> String {
    tool("openssl").arg("genpkey").args(options).succeeds().text()
}

#[test]
fn openssl_reads_every_kind_and_writes_the_same_public_half() {
    for algorithm in KeyAlgorithm::ALL {
        let key = TestKeys::new().make(algorithm);
        assert_eq!(key.algorithm(), algorithm);
        let pem = key.to_pem();
        tool("openssl").args(["pkey", "-check", "-noout"]).input(pem.expose()).succeeds();
        let public =
            tool("openssl").args(["pkey", "-pubout", "-outform", "DER"]).input(pem.expose()).succeeds();
        assert_eq!(public.out, key.public_key(), "{algorithm:?}");
        assert_eq!(key.public_key_der().as_deref(), Ok(key.public_key()));
        // PKCS#8 version 1: SEQUENCE { INTEGER 0, and no [1] publicKey at its end (RFC 5958 section 2).
        let parsed = tool("openssl").args(["asn1parse"]).input(pem.expose()).succeeds().text();
        let mut lines = parsed.lines();
        assert!(lines.nth(1).unwrap().ends_with("prim: INTEGER           :00"), "{parsed}");
        assert!(!parsed.contains("cont [ 1 ]"), "{parsed}");
    }
}

#[test]
fn keys_survive_the_way_through_pem_and_der() {
    for algorithm in KeyAlgorithm::ALL {
        let key = TestKeys::new().make(algorithm);
        assert_eq!(PrivateKey::from_pkcs8_der(key.pkcs8_der().expose()).as_ref(), Ok(&key));
        let pem = String::from_utf8(key.to_pem().expose().to_vec()).unwrap();
        assert!(
            pem.starts_with("-----BEGIN PRIVATE KEY-----\n") && pem.ends_with("-----END PRIVATE KEY-----\n")
        );
        assert!(!pem.contains('\r'));
        assert_eq!(PrivateKey::from_pem(&format!("# a note\n{pem}")).as_ref(), Ok(&key));
    }
}

#[test]
fn keys_of_openssl_are_read() {
    for (options, algorithm) in [
        (&["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"][..], KeyAlgorithm::EcdsaP256),
        (&["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"], KeyAlgorithm::EcdsaP384),
        (&["-algorithm", "ED25519"], KeyAlgorithm::Ed25519),
    ] {
        let key = PrivateKey::from_pem(&genpkey(options)).unwrap();
        assert_eq!(key.algorithm(), algorithm);
    }
}

#[test]
fn the_older_forms_are_read_as_the_same_key() {
    for (algorithm, older) in [
        (KeyAlgorithm::EcdsaP256, &["ec"][..]),
        (KeyAlgorithm::EcdsaP384, &["ec"]),
        (KeyAlgorithm::Rsa2048, &["rsa", "-traditional"]),
        (KeyAlgorithm::Rsa4096, &["rsa", "-traditional"]),
    ] {
        let key = TestKeys::new().make(algorithm);
        let convert = |form: &str| {
            let openssl = tool("openssl").args(older).args(["-outform", form]);
            openssl.input(key.to_pem().expose()).succeeds()
        };
        let pem = convert("PEM").text();
        assert!(
            pem.starts_with("-----BEGIN EC PRIVATE") || pem.starts_with("-----BEGIN RSA PRIVATE"),
            "{pem}"
        );
        assert_eq!(PrivateKey::from_pem(&pem).as_ref(), Ok(&key));
        // openssl ecparam -genkey writes the curve before the key
        assert_eq!(
            PrivateKey::from_pem(&format!(
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{pem}"
            ))
            .as_ref(),
            Ok(&key)
        );
        let der = convert("DER").out;
        assert_eq!(PrivateKey::from_der(&der).as_ref(), Ok(&key));
        assert_eq!(PrivateKey::from_der(key.pkcs8_der().expose()).as_ref(), Ok(&key));
        assert_eq!(PrivateKey::from_der(&der[..der.len() - 1]), Err(KeyError::NotPkcs8));
    }
}

/// The seed and public key of RFC 8410 section 10.3, in version 1 and in version 2 with attributes.
const ED25519_VERSION_1: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
";
const ED25519_VERSION_2: &str = "-----BEGIN PRIVATE KEY-----
MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
Z9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PRIVATE KEY-----
";

#[test]
fn version_2_becomes_version_1() {
    let one = PrivateKey::from_pem(ED25519_VERSION_1).unwrap();
    let two = PrivateKey::from_pem(ED25519_VERSION_2).unwrap();
    assert_eq!(one, two);
    assert_eq!(two.to_pem().expose(), ED25519_VERSION_1.as_bytes());
}

#[test]
fn what_cannot_be_used_is_refused_by_its_fault() {
    let p256 = genpkey(&["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    let with =
        |arguments: &[&str], input: &str| tool("openssl").args(arguments).input(input).succeeds().text();
    let rsa =
        String::from_utf8(TestKeys::new().make(KeyAlgorithm::Rsa2048).to_pem().expose().to_vec()).unwrap();
    let old = |label: &str| KeyError::OldForm { label: label.to_owned() };
    let unsupported = |oid: &str| KeyError::UnsupportedAlgorithm(oid.to_owned());
    for (pem, expected) in [
        (String::new(), KeyError::NotPkcs8),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".to_owned(), KeyError::NotPkcs8),
        ("-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n".to_owned(), KeyError::NotPkcs8),
        (with(&["pkey", "-pubout"], &p256), KeyError::NotPkcs8),
        (with(&["ec", "-aes256", "-passout", "pass:secret"], &p256), old("EC PRIVATE KEY")),
        (with(&["rsa", "-traditional", "-aes256", "-passout", "pass:secret"], &rsa), old("RSA PRIVATE KEY")),
        (with(&["rsa", "-traditional"], RSA_1024_PEM), KeyError::RsaBits(1024)),
        (with(&["pkcs8", "-topk8", "-passout", "pass:secret"], &p256), KeyError::Encrypted),
        (RSA_1024_PEM.to_owned(), KeyError::RsaBits(1024)),
        (genpkey(&["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2056"]), KeyError::RsaBits(2056)),
        (genpkey(&["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"]), unsupported("1.3.132.0.35")),
        (
            genpkey(&["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"]),
            unsupported("1.3.132.0.10"),
        ),
        (genpkey(&["-algorithm", "ED448"]), unsupported("1.3.101.113")),
        (genpkey(&["-algorithm", "X25519"]), unsupported("1.3.101.110")),
        (with(&["ec", "-no_public"], &p256), KeyError::WithoutPublicHalf),
        (with(&["ec", "-param_enc", "explicit"], &p256), KeyError::NotPkcs8),
        (
            with(&["pkcs8", "-topk8", "-nocrypt"], &with(&["ec", "-no_public"], &p256)),
            KeyError::WithoutPublicHalf,
        ),
    ] {
        assert_eq!(PrivateKey::from_pem(&pem), Err(expected), "{pem}");
    }
}

#[test]
fn halves_that_do_not_belong_together_are_refused() {
    for algorithm in [KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP384, KeyAlgorithm::Rsa2048] {
        let key = TestKeys::new().make(algorithm);
        let mut der = key.pkcs8_der().expose().to_vec();
        // The last octets are the public point, or the last of RSA's numbers.
        *der.last_mut().unwrap() ^= 1;
        let refused = PrivateKey::from_pkcs8_der(&der);
        assert!(matches!(refused, Err(KeyError::Contradiction(_))), "{algorithm:?}: {refused:?}");
        der.pop();
        assert_eq!(PrivateKey::from_pkcs8_der(&der), Err(KeyError::NotPkcs8));
    }
    let mut ed25519 = pem_der(ED25519_VERSION_2);
    *ed25519.last_mut().unwrap() ^= 1;
    assert!(matches!(PrivateKey::from_pkcs8_der(&ed25519), Err(KeyError::Contradiction(_))));
    // a public half outside the key is version 2's alone (RFC 5958 section 2); the version is the first INTEGER
    let mut claims_version_1 = pem_der(ED25519_VERSION_2);
    assert_eq!(claims_version_1[2..5], [2, 1, 1]);
    claims_version_1[4] = 0;
    assert_eq!(PrivateKey::from_pkcs8_der(&claims_version_1), Err(KeyError::NotPkcs8));
}

fn pem_der(text: &str) -> Vec<u8> {
    pem::parse(text).unwrap().into_contents()
}

#[test]
fn the_provider_makes_all_but_rsa() {
    for algorithm in KeyAlgorithm::ALL {
        let made = ready(ProviderKeys.generate(algorithm));
        match algorithm.rsa_bits() {
            None => assert_ne!(made.unwrap(), ready(ProviderKeys.generate(algorithm)).unwrap()),
            Some(_) => assert_eq!(made, Err(KeyError::CannotGenerate(algorithm))),
        }
    }
}

#[test]
fn keys_show_nothing_of_themselves() {
    let key = TestKeys::new().make(KeyAlgorithm::Rsa2048);
    let shown = format!("{key:?}");
    assert!(shown.contains("Secret(..)"), "{shown}");
    let secret_octets = format!("{:?}", &key.pkcs8_der().expose()[600..608]);
    assert!(!shown.contains(secret_octets.trim_matches(['[', ']'])), "{shown}");
}
