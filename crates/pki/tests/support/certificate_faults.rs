//! The faults of one certificate: what has each, and its nearest neighbour without it.

use pki::faulty::extension::{
    basic_constraints, certificate_policies, ext_key_usage, key_usage, name_constraints, oid,
    subject_alt_name,
};
use pki::faulty::{NamePart, Time};
use pki::key::{KeyAlgorithm, ProviderKeys};
use testkit::{NOW, TestKeys, tool};

use super::scene::{Scene, not_critical, put, raw, remove};

/// How a scene is changed.
pub(crate) type Change = fn(&mut Scene);

/// Nothing is changed.
pub(crate) const WELL: Change = |_| {};

/// The fault, what has it, and its nearest neighbour without it.
pub(crate) const CERTIFICATES: &[(&str, Change, Change)] = &[
    ("version-one", |s| (s.leaf.version, s.leaf.extensions) = (None, vec![]), WELL),
    ("extensions-before-three", |s| s.leaf.version = Some(1), WELL),
    (
        "signature-algorithms-differ",
        |s| s.leaf.inner_algorithm = Some(&[1, 2, 840, 10045, 4, 3, 3]),
        |s| s.leaf.inner_algorithm = Some(&[1, 2, 840, 10045, 4, 3, 2]),
    ),
    ("extension-repeated", |s| s.leaf.extensions.push(key_usage(&[0])), WELL),
    (
        "extension-unreadable",
        |s| put(&mut s.leaf, raw(oid::BASIC_CONSTRAINTS, true, &[0x30, 5])),
        |s| put(&mut s.leaf, raw(oid::BASIC_CONSTRAINTS, true, &[0x30, 0])),
    ),
    (
        "extension-unknown-critical",
        |s| put(&mut s.leaf, raw(&[1, 2, 3], true, &[5, 0])),
        |s| put(&mut s.leaf, raw(&[1, 2, 3], false, &[5, 0])),
    ),
    ("serial-zero", |s| s.leaf.serial = vec![0], |s| s.leaf.serial = vec![1; 8]),
    ("serial-negative", |s| s.leaf.serial[0] = 0x80, |s| s.leaf.serial[0] = 0x7f),
    ("serial-long", |s| s.leaf.serial = vec![1; 21], |s| s.leaf.serial = [vec![0], vec![0x80; 20]].concat()),
    ("serial-short", |s| s.leaf.serial = vec![1; 7], |s| s.leaf.serial = vec![1; 8]),
    ("ends-before-start", |s| s.leaf.not_after = Time::of(NOW.plus_days(-11)), WELL),
    ("expired", |s| s.leaf.not_after = Time::of(NOW.plus_seconds(-1)), |s| s.leaf.not_after = Time::of(NOW)),
    (
        "not-yet-valid",
        |s| s.leaf.not_before = Time::of(NOW.plus_seconds(1)),
        |s| s.leaf.not_before = Time::of(NOW),
    ),
    (
        "ends-soon",
        |s| s.leaf.not_after = Time::of(NOW.plus_days(29)),
        |s| s.leaf.not_after = Time::of(NOW.plus_days(30)),
    ),
    (
        "date-encoding",
        |s| s.leaf.not_after = Time::Generalized("20271123000000Z".into()),
        |s| s.leaf.not_after = Time::Utc("271123000000Z".into()),
    ),
    ("date-encoding", |s| s.leaf.not_after = Time::Utc("2711230000Z".into()), WELL),
    (
        "date-encoding",
        |s| s.leaf.not_after = Time::Generalized("20271123000000+0900".into()),
        |s| s.leaf.not_after = Time::Generalized("20500101000000Z".into()),
    ),
    (
        "too-long-for-apple",
        |s| s.leaf.not_after = Time::of(NOW.plus_days(815).plus_seconds(1)),
        |s| s.leaf.not_after = Time::of(NOW.plus_days(815)),
    ),
    (
        "too-long-for-apple",
        |s| s.leaf.not_after = Time::of(NOW.plus_days(900)),
        |s| {
            s.leaf.not_after = Time::of(NOW.plus_days(900));
            put(&mut s.leaf, ext_key_usage(&[oid::CLIENT_AUTH]));
        },
    ),
    ("issuer-empty", |s| s.leaf.issuer = vec![], WELL),
    (
        "subject-empty",
        |s| s.leaf.subject = vec![],
        |s| {
            s.leaf.subject = vec![];
            for e in s.leaf.extensions.iter_mut().filter(|e| e.oid == oid::SUBJECT_ALT_NAME) {
                e.critical = true;
            }
        },
    ),
    ("subject-is-issuer", |s| s.leaf.subject = s.leaf.issuer.clone(), WELL),
    ("string-type", |s| s.leaf.subject[0].tag = 20, |s| s.leaf.subject[0].tag = 19),
    (
        "string-type",
        |s| s.leaf.subject.push(NamePart { oid: &[2, 5, 4, 6], tag: 12, value: b"KR".to_vec() }),
        |s| s.leaf.subject.push(NamePart { oid: &[2, 5, 4, 6], tag: 19, value: b"KR".to_vec() }),
    ),
    (
        "mixed-scripts",
        |s| s.leaf.subject[0].value = "\u{430}pple.com".into(),
        |s| s.leaf.subject[0].value = "apple \u{430}\u{43f}\u{43f}".into(),
    ),
    (
        "turned-name",
        |s| s.leaf.subject[0].value = "paypal\u{202e}moc.elpmaxe".into(),
        |s| s.leaf.subject[0].value = "\u{5e9}\u{5dc}\u{5d5}\u{5dd}".into(),
    ),
    (
        "name-character",
        |s| put(&mut s.leaf, subject_alt_name(&[(2, b"https://api.example.test/")])),
        |s| put(&mut s.leaf, subject_alt_name(&[(2, b"*.example.test")])),
    ),
    (
        "name-character",
        |s| put(&mut s.leaf, subject_alt_name(&[(2, "b\u{fc}cher.example".as_bytes())])),
        |s| put(&mut s.leaf, subject_alt_name(&[(2, b"xn--bcher-kva.example")])),
    ),
    (
        "ip-as-dns-name",
        |s| put(&mut s.leaf, subject_alt_name(&[(2, b"10.0.0.5")])),
        |s| put(&mut s.leaf, subject_alt_name(&[(7, &[10, 0, 0, 5])])),
    ),
    (
        "no-server-name",
        |s| remove(&mut s.leaf, oid::SUBJECT_ALT_NAME),
        |s| {
            remove(&mut s.leaf, oid::SUBJECT_ALT_NAME);
            s.leaf.subject = vec![NamePart::common_name("alice")];
        },
    ),
    (
        "common-name-elsewhere",
        |s| put(&mut s.leaf, subject_alt_name(&[(2, b"a.api.example.test")])),
        |s| put(&mut s.leaf, subject_alt_name(&[(2, b"*.EXAMPLE.test")])),
    ),
    (
        "common-name-elsewhere",
        |s| put(&mut s.leaf, subject_alt_name(&[(2, b"*.example.org")])),
        |s| put(&mut s.leaf, subject_alt_name(&[(2, b"*.example.org"), (2, b"*.example.test")])),
    ),
    ("no-extended-key-usage", |s| remove(&mut s.leaf, oid::EXT_KEY_USAGE), WELL),
    (
        "no-tls-usage",
        |s| put(&mut s.leaf, ext_key_usage(&[oid::CODE_SIGNING])),
        |s| put(&mut s.leaf, ext_key_usage(&[oid::CODE_SIGNING, oid::CLIENT_AUTH])),
    ),
    ("any-usage", |s| put(&mut s.leaf, ext_key_usage(&[oid::SERVER_AUTH, oid::ANY_PURPOSE])), WELL),
    ("both-usages", |s| put(&mut s.leaf, ext_key_usage(&[oid::SERVER_AUTH, oid::CLIENT_AUTH])), WELL),
    ("no-key-usage", |s| remove(&mut s.leaf, oid::KEY_USAGE), WELL),
    ("no-digital-signature", |s| put(&mut s.leaf, key_usage(&[4])), |s| put(&mut s.leaf, key_usage(&[0, 4]))),
    (
        "encipherment-without-rsa",
        |s| put(&mut s.leaf, key_usage(&[0, 2])),
        |s| {
            put(&mut s.leaf, key_usage(&[0, 2]));
            s.leaf.public_key = TestKeys::new().make(KeyAlgorithm::Rsa2048).public_key().to_vec();
        },
    ),
    ("leaf-may-sign", |s| put(&mut s.leaf, key_usage(&[0, 5])), WELL),
    ("authority-without-basic-constraints", |s| remove(&mut s.ca, oid::BASIC_CONSTRAINTS), WELL),
    (
        "basic-constraints-not-critical",
        |s| not_critical(&mut s.ca, oid::BASIC_CONSTRAINTS),
        |s| not_critical(&mut s.leaf, oid::BASIC_CONSTRAINTS),
    ),
    ("authority-without-key-usage", |s| remove(&mut s.ca, oid::KEY_USAGE), WELL),
    (
        "key-usage-not-critical",
        |s| not_critical(&mut s.ca, oid::KEY_USAGE),
        |s| not_critical(&mut s.leaf, oid::KEY_USAGE),
    ),
    (
        "may-not-sign-certificates",
        |s| put(&mut s.ca, key_usage(&[0, 6])),
        |s| put(&mut s.ca, key_usage(&[0, 5, 6])),
    ),
    ("may-not-sign-lists", |s| put(&mut s.ca, key_usage(&[5])), WELL),
    (
        "authority-without-path-length",
        |s| put(&mut s.ca, basic_constraints(true, None)),
        |s| put(&mut s.ca, basic_constraints(true, Some(3))),
    ),
    ("path-length-on-leaf", |s| put(&mut s.leaf, basic_constraints(false, Some(0))), WELL),
    (
        "authority-as-leaf",
        |s| put(&mut s.ca, subject_alt_name(&[(2, b"ca.example.test")])),
        |s| put(&mut s.ca, subject_alt_name(&[(6, b"https://ca.example.test/")])),
    ),
    (
        "self-signed-leaf",
        |s| {
            s.leaf.issuer = s.leaf.subject.clone();
            s.leaf_signer = Some(s.leaf_key.clone());
        },
        WELL,
    ),
    (
        "no-subject-key-identifier",
        |s| remove(&mut s.ca, oid::SUBJECT_KEY_IDENTIFIER),
        |s| remove(&mut s.leaf, oid::SUBJECT_KEY_IDENTIFIER),
    ),
    (
        "no-authority-key-identifier",
        |s| remove(&mut s.leaf, oid::AUTHORITY_KEY_IDENTIFIER),
        |s| remove(&mut s.ca, oid::AUTHORITY_KEY_IDENTIFIER),
    ),
    (
        "name-constraints-not-critical",
        |s| {
            s.ca.extensions.push(name_constraints(&[(2, b"example.test")]));
            not_critical(&mut s.ca, oid::NAME_CONSTRAINTS);
        },
        |s| s.ca.extensions.push(name_constraints(&[(2, b"example.test")])),
    ),
    (
        "name-constraints-on-leaf",
        |s| s.leaf.extensions.push(name_constraints(&[(2, b"example.test")])),
        |s| s.ca.extensions.push(name_constraints(&[(2, b"example.test")])),
    ),
    (
        "must-staple",
        |s| put(&mut s.leaf, raw(oid::TLS_FEATURE, false, &[0x30, 3, 2, 1, 5])),
        |s| put(&mut s.leaf, raw(oid::TLS_FEATURE, false, &[0x30, 3, 2, 1, 6])),
    ),
    ("precertificate", |s| put(&mut s.leaf, raw(oid::PRECERTIFICATE_POISON, true, &[5, 0])), WELL),
    (
        "public-authority-client",
        |s| {
            put(&mut s.leaf, ext_key_usage(&[oid::CLIENT_AUTH]));
            s.leaf.extensions.push(certificate_policies(&[&[2, 23, 140, 1, 2, 1]]));
        },
        |s| s.leaf.extensions.push(certificate_policies(&[&[2, 23, 140, 1, 2, 1]])),
    ),
    (
        "public-authority-client",
        |s| {
            put(&mut s.leaf, ext_key_usage(&[oid::CLIENT_AUTH]));
            s.leaf.extensions.push(certificate_policies(&[&[2, 23, 140, 1, 2, 1]]));
        },
        |s| {
            put(&mut s.leaf, ext_key_usage(&[oid::CLIENT_AUTH]));
            s.leaf.extensions.push(certificate_policies(&[&[1, 2, 3]]));
        },
    ),
    (
        "spiffe-several",
        |s| {
            put(
                &mut s.leaf,
                subject_alt_name(&[
                    (2, b"api.example.test"),
                    (6, b"spiffe://example.test/a"),
                    (6, b"https://example.test/"),
                ]),
            );
        },
        |s| put(&mut s.leaf, subject_alt_name(&[(2, b"api.example.test"), (6, b"spiffe://example.test/a")])),
    ),
    (
        "weak-key",
        |s| s.leaf.public_key = public_key(testkit::keys::RSA_1024_PEM),
        |s| s.leaf.public_key = TestKeys::new().make(KeyAlgorithm::Rsa2048).public_key().to_vec(),
    ),
    ("uncommon-key", |s| s.leaf.public_key = curve("secp521r1"), |s| s.leaf.public_key = curve("secp384r1")),
    (
        "ed25519-in-browsers",
        |s| {
            s.leaf.public_key =
                ProviderKeys.make(KeyAlgorithm::Ed25519).expect("a key").public_key().to_vec();
        },
        |s| {
            s.leaf.public_key =
                ProviderKeys.make(KeyAlgorithm::EcdsaP384).expect("a key").public_key().to_vec();
        },
    ),
    (
        "weak-digest",
        |s| (s.leaf.inner_algorithm, s.leaf.outer_algorithm) = (Some(ECDSA_SHA1), Some(ECDSA_SHA1)),
        WELL,
    ),
    (
        "weak-digest-of-root",
        |s| (s.ca.inner_algorithm, s.ca.outer_algorithm) = (Some(ECDSA_SHA1), Some(ECDSA_SHA1)),
        WELL,
    ),
    (
        "trailing-bytes",
        |s| {
            let mut der = s.leaf_der();
            der.push(0);
            s.more.push(der);
        },
        WELL,
    ),
];

/// ecdsa-with-SHA1.
pub(crate) const ECDSA_SHA1: &[u64] = &[1, 2, 840, 10045, 4, 1];

/// SubjectPublicKeyInfo of a private key in PEM.
fn public_key(pem: &str) -> Vec<u8> {
    tool("openssl").args(["pkey", "-pubout", "-outform", "DER"]).input(pem).succeeds().out
}

fn curve(name: &str) -> Vec<u8> {
    let key = tool("openssl").args(["ecparam", "-genkey", "-noout", "-name", name]).succeeds().text();
    public_key(&key)
}
