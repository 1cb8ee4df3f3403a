//! Each fault is found in something that has it, and not in its nearest neighbour. What is spoiled is otherwise without fault.

mod support;

use std::collections::BTreeSet;

use pki::faulty::extension::{basic_constraints, name_constraints};
use pki::faulty::{NamePart, Time};
use support::certificate_faults::{CERTIFICATES, Change, ECDSA_SHA1, WELL};
use support::scene::{SERIAL, Scene, key, put, raw};
use support::{ids, look};
use testkit::{NOW, tool};

const TOGETHER: &[(&str, Change, Change)] = &[
    (
        "outlives-issuer",
        |s| s.ca.not_after = Time::of(NOW.plus_days(364)),
        |s| s.ca.not_after = Time::of(NOW.plus_days(365)),
    ),
    (
        "root-expired",
        |s| s.ca.not_after = Time::of(NOW.plus_seconds(-1)),
        |s| s.leaf.not_after = Time::of(NOW.plus_seconds(-1)),
    ),
    ("signature-of-another", |s| s.leaf_signer = Some(key()), WELL),
    ("issuer-missing", |s| s.with_ca = false, WELL),
    (
        "serial-repeated",
        |s| {
            let mut second = s.second();
            second.serial = SERIAL.to_vec();
            s.more.push(s.sign_by_ca(&second));
        },
        |s| s.more.push(s.sign_by_ca(&s.second())),
    ),
    (
        "serials-count-up",
        |s| {
            let mut second = s.second();
            second.serial = SERIAL.to_vec();
            second.serial[19] += 1;
            s.more.push(s.sign_by_ca(&second));
        },
        |s| {
            let mut second = s.second();
            second.serial = SERIAL.to_vec();
            second.serial[19] += 2;
            s.more.push(s.sign_by_ca(&second));
        },
    ),
    (
        "duplicate",
        |s| {
            let second = s.sign_by_ca(&s.second());
            s.more.extend([second.clone(), second]);
        },
        |s| s.more.push(s.sign_by_ca(&s.second())),
    ),
    ("key-without-certificate", |s| s.more.push(pem(&key())), |s| s.more.push(pem(&s.leaf_key))),
    (
        "certificate-without-key",
        |s| s.more.push(pem(&s.ca_key)),
        |s| s.more.extend([pem(&s.ca_key), pem(&s.leaf_key)]),
    ),
    (
        "key-shared",
        |s| {
            let mut second = s.second();
            second.public_key = s.leaf.public_key.clone();
            s.more.push(s.sign_by_ca(&second));
        },
        |s| {
            let mut second = s.second();
            (second.public_key, second.subject) = (s.leaf.public_key.clone(), s.leaf.subject.clone());
            s.more.push(s.sign_by_ca(&second));
        },
    ),
    (
        "authority-key-beside",
        |s| s.more.extend([pem(&s.ca_key), pem(&s.leaf_key)]),
        |s| s.more.push(pem(&s.ca_key)),
    ),
    (
        "twins",
        |s| {
            let other = key();
            let mut twin = s.ca.clone();
            twin.public_key = other.public_key().to_vec();
            s.more.push(twin.sign(&other).expect("a key that signs"));
        },
        |s| {
            let mut renewed = s.ca.clone();
            renewed.serial = vec![0x43; 20];
            s.more.push(s.sign_by_ca(&renewed));
        },
    ),
    ("revoked", |s| s.list = Some(s.list(&SERIAL)), |s| s.list = Some(s.list(&[0x55; 20]))),
    (
        "path-too-long",
        |s| s.more.push(intermediate(s)),
        |s| {
            put(&mut s.ca, basic_constraints(true, Some(1)));
            s.more.push(intermediate(s));
        },
    ),
    (
        "outside-constraints",
        |s| s.ca.extensions.push(name_constraints(&[(2, b"example.org")])),
        |s| s.ca.extensions.push(name_constraints(&[(2, b"example.test")])),
    ),
    (
        "leaf-order",
        |s| {
            s.more.push([s.ca_der(), s.sign_by_ca(&s.second())].concat());
            s.with_ca = false;
        },
        |s| {
            s.more.push([s.sign_by_ca(&s.second()), s.ca_der()].concat());
            s.with_ca = false;
        },
    ),
];

const LISTS: &[(&str, Change, Change)] = &[
    (
        "list-expired",
        |s| change_list(s, |l| l.next_update = Some(Time::of(NOW.plus_seconds(-1)))),
        |s| change_list(s, |l| l.next_update = Some(Time::of(NOW))),
    ),
    (
        "list-not-yet",
        |s| change_list(s, |l| l.this_update = Time::of(NOW.plus_seconds(1))),
        |s| change_list(s, |l| l.this_update = Time::of(NOW)),
    ),
    ("list-without-end", |s| change_list(s, |l| l.next_update = None), |s| change_list(s, |_| {})),
    ("list-without-number", |s| change_list(s, |l| l.extensions.truncate(1)), |s| change_list(s, |_| {})),
    (
        "list-without-key-identifier",
        |s| change_list(s, |l| drop(l.extensions.remove(0))),
        |s| change_list(s, |_| {}),
    ),
    (
        "list-version-one",
        |s| change_list(s, |l| (l.version, l.extensions) = (None, vec![])),
        |s| change_list(s, |_| {}),
    ),
    (
        "list-critical",
        |s| change_list(s, |l| l.extensions.push(raw(&[2, 5, 29, 27], true, &[2, 1, 1]))),
        |s| change_list(s, |l| l.extensions.push(raw(&[2, 5, 29, 46], false, &[0x30, 0]))),
    ),
    (
        "list-entry-repeated",
        |s| change_list(s, |l| l.entries.push(l.entries[0].clone())),
        |s| change_list(s, |l| l.entries.push((vec![9; 20], Time::of(NOW)))),
    ),
    ("list-weak-digest", |s| change_list(s, |l| l.algorithm = Some(ECDSA_SHA1)), |s| change_list(s, |_| {})),
    (
        "list-without-issuer",
        |s| {
            change_list(s, |_| {});
            s.with_ca = false;
        },
        |s| change_list(s, |_| {}),
    ),
    (
        "list-signature",
        |s| {
            change_list(s, |_| {});
            s.list_signer = Some(key());
        },
        |s| change_list(s, |_| {}),
    ),
];

fn change_list(scene: &mut Scene, change: impl Fn(&mut pki::faulty::ListDraft)) {
    let mut list = scene.list(&[0x66; 20]);
    change(&mut list);
    scene.list = Some(list);
}

fn intermediate(scene: &Scene) -> Vec<u8> {
    let mut draft = scene.ca.clone();
    (draft.serial, draft.subject) = (vec![0x44; 20], vec![NamePart::common_name("Below")]);
    draft.public_key = key().public_key().to_vec();
    scene.sign_by_ca(&draft)
}

fn pem(key: &pki::key::PrivateKey) -> Vec<u8> {
    key.to_pem().expose().to_vec()
}

fn found(change: Change) -> Vec<String> {
    let mut scene = Scene::new();
    change(&mut scene);
    ids(&scene.look())
}

#[test]
fn what_is_without_fault_has_no_finding() {
    assert_eq!(found(WELL), Vec::<String>::new());
    assert_eq!(found(|s| change_list(s, |_| {})), Vec::<String>::new());
}

#[test]
fn each_fault_is_found_and_not_in_its_neighbour() {
    for (id, spoiled, neighbour) in CERTIFICATES.iter().chain(TOGETHER).chain(LISTS) {
        let has = found(*spoiled);
        assert!(has.contains(&(*id).to_owned()), "{id} is not among {has:?}");
        let neighbour = found(*neighbour);
        assert!(!neighbour.contains(&(*id).to_owned()), "{id} is said of its neighbour: {neighbour:?}");
    }
}

/// Requests and keys as openssl writes them: the fault, the commands that make what has it, and the neighbour's.
#[test]
fn faults_of_requests_and_keys_are_found() {
    let p256 = "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem 2>/dev/null";
    let request = "openssl req -new -key key.pem -config /dev/null -subj";
    let names = format!("{p256}; {request} /CN=a.example -addext subjectAltName=DNS:a.example");
    let cases = [
        ("request-without-names", format!("{p256}; {request} /CN=a.example"), names.clone()),
        (
            "request-without-names",
            format!("{p256}; {request} /CN=a.example"),
            format!("{p256}; {request} /CN=alice"),
        ),
        (
            "request-for-authority",
            format!("{p256}; {request} /CN=a -addext basicConstraints=CA:TRUE"),
            format!("{p256}; {request} /CN=a -addext basicConstraints=CA:FALSE"),
        ),
        ("request-signature", format!("{names} -outform DER | sed 's/a.example/b.example/g'"), names),
        (
            "key-open",
            format!("{p256}; cat key.pem"),
            format!("{p256}; openssl pkcs8 -topk8 -in key.pem -passout pass:x"),
        ),
        (
            "passphrase-wanted",
            format!("{p256}; openssl pkcs8 -topk8 -in key.pem -passout pass:x"),
            format!("{p256}; cat key.pem"),
        ),
        (
            "key-old-form-found",
            format!("{p256}; openssl ec -in key.pem 2>/dev/null"),
            format!("{p256}; cat key.pem"),
        ),
        (
            "key-old-encryption",
            format!("{p256}; openssl ec -in key.pem -aes128 -passout pass:x 2>/dev/null"),
            format!("{p256}; openssl pkcs8 -topk8 -in key.pem -passout pass:x"),
        ),
        (
            "key-weak",
            "openssl genrsa 1024 2>/dev/null".to_owned(),
            "openssl genrsa 2048 2>/dev/null".to_owned(),
        ),
        // the last octets are the public half
        (
            "key-broken",
            format!("{p256}; openssl pkey -in key.pem -outform DER | head -c -1; printf '\\0'"),
            format!("{p256}; cat key.pem"),
        ),
    ];
    for (id, commands, neighbour) in cases {
        let run = |commands: &str| {
            let folder = testkit::TempDir::new();
            let made = tool("sh").args(["-c", commands]).in_folder(folder.path()).succeeds().out;
            ids(&look(&[("made", &made)]))
        };
        let has = run(&commands);
        assert!(has.contains(&id.to_owned()), "{id} is not among {has:?}: {commands}");
        let has = run(&neighbour);
        assert!(!has.contains(&id.to_owned()), "{id} is said of its neighbour: {has:?}: {neighbour}");
    }
    // an Ed25519 key as ring writes it: version 2, with its public half
    let seed = [7; 32];
    let version_2 = |public: &[u8]| {
        [
            &[0x30, 0x51, 2, 1, 1, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20][..],
            &seed,
            &[0x81, 0x21, 0],
            public,
        ]
        .concat()
    };
    let version_1 =
        [&[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20][..], &seed].concat();
    let key = pki::key::PrivateKey::from_pkcs8_der(&version_1).expect("a key");
    let public = &key.public_key()[key.public_key().len() - 32..];
    assert!(ids(&look(&[("key", &version_2(public))])).contains(&"key-second-version".to_owned()));
    assert!(!ids(&look(&[("key", &version_1)])).contains(&"key-second-version".to_owned()));
}

#[test]
fn what_strict_readers_refuse_is_told_with_its_tree() {
    // a certificate whose serial number is no number
    let mut scene = Scene::new();
    scene.leaf.serial = vec![];
    let report = scene.look();
    assert!(ids(&report).iter().any(|id| id == "unreadable" || id == "serial-zero"), "{:?}", ids(&report));
    assert!(report.items[0].tree(pki::inspect::tree::Hide::Nothing).len() > 50);
    // BER
    let der = Scene::new().leaf_der();
    let (body, rest) = der[4..].split_at(0);
    let ber = [&[0x30, 0x80], body, rest, &[0, 0]].concat();
    assert!(ids(&look(&[("ber", &ber)])).contains(&"indefinite-length".to_owned()));
    assert!(!ids(&look(&[("der", &der)])).contains(&"indefinite-length".to_owned()));
}

/// Every fault that has words is found by some test: those of files stand in `inspect_recognise`.
#[test]
fn no_fault_is_without_a_test() {
    let texts = include_str!("../../text/locales/en/finding.ftl");
    let worded = texts.lines().filter_map(|line| line.split_once(" = ")).map(|(id, _)| id);
    let worded: BTreeSet<&str> = worded.filter(|id| !id.starts_with("rank-") && !id.contains('.')).collect();
    let tables = CERTIFICATES.iter().chain(TOGETHER).chain(LISTS).map(|(id, ..)| *id);
    let here = include_str!("inspect_faults.rs");
    let files = include_str!("inspect_recognise.rs");
    let quoted = |id: &&&str| here.contains(&format!("\"{id}\"")) || files.contains(&format!("\"{id}\""));
    let tested: BTreeSet<&str> = tables.chain(worded.iter().filter(quoted).copied()).collect();
    let missing: Vec<_> = worded.difference(&tested).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
