//! A folder of certificates, keys, lists and `.p12` files for nginx and curl, each good or with one fault, made by `pki::faulty`.

use std::sync::OnceLock;

use bundle::p12;
use bundle::passphrase::Passphrase;
use pki::certificate::Certificate;
use pki::faulty::extension::{
    authority_key_identifier, basic_constraints, ext_key_usage, key_usage, number, oid, subject_alt_name,
    subject_key_identifier,
};
use pki::faulty::{CertificateDraft, ExtensionDraft, ListDraft, NamePart, Time};
use pki::key::{KeyAlgorithm, PrivateKey};
use testkit::{SeededEntropy, TempDir, TestKeys};

use super::now;

/// A certificate with its key.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) draft: CertificateDraft,
    pub(crate) der: Vec<u8>,
    pub(crate) key: PrivateKey,
    identifier: [u8; 20],
}

/// What is asked of a certificate.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    pub(crate) subject: &'static str,
    pub(crate) names: Vec<(u8, Vec<u8>)>,
    pub(crate) purposes: Option<Vec<&'static [u64]>>,
    pub(crate) authority: bool,
    /// Days from now.
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) algorithm: KeyAlgorithm,
    /// Whether the key identifiers are left out.
    pub(crate) anonymous: bool,
    pub(crate) path_length: Option<u8>,
}

impl Wish {
    pub(crate) fn authority(subject: &'static str) -> Wish {
        Wish { authority: true, until: 3650, ..Wish::new(subject) }
    }

    pub(crate) fn client(subject: &'static str) -> Wish {
        Wish { purposes: Some(vec![oid::CLIENT_AUTH]), ..Wish::new(subject) }
    }

    pub(crate) fn server(subject: &'static str, names: &[&str]) -> Wish {
        let name = |name: &&str| match name.parse::<std::net::IpAddr>() {
            Ok(std::net::IpAddr::V4(four)) => (7, four.octets().to_vec()),
            Ok(std::net::IpAddr::V6(six)) => (7, six.octets().to_vec()),
            Err(_) => (2, name.as_bytes().to_vec()),
        };
        Wish {
            names: names.iter().map(name).collect(),
            purposes: Some(vec![oid::SERVER_AUTH]),
            ..Wish::new(subject)
        }
    }

    fn new(subject: &'static str) -> Wish {
        Wish {
            subject,
            names: Vec::new(),
            purposes: None,
            authority: false,
            from: -30,
            until: 365,
            algorithm: KeyAlgorithm::EcdsaP256,
            anonymous: false,
            path_length: None,
        }
    }
}

/// Issues by an authority, or by itself.
pub(crate) fn issue(wish: &Wish, by: Option<&Made>) -> Made {
    static KEYS: OnceLock<TestKeys> = OnceLock::new();
    let key = KEYS.get_or_init(TestKeys::new).make(wish.algorithm);
    let mut identifier = [0; 20];
    identifier.copy_from_slice(&key.public_key()[key.public_key().len() - 20..]);
    let mut extensions = Vec::new();
    if wish.authority {
        extensions.push(basic_constraints(true, wish.path_length));
        extensions.push(key_usage(&[5, 6]));
    } else {
        extensions.push(basic_constraints(false, None));
        extensions.push(key_usage(&[0]));
    }
    if let Some(purposes) = &wish.purposes {
        extensions.push(ext_key_usage(purposes));
    }
    if !wish.names.is_empty() {
        let names: Vec<(u8, &[u8])> = wish.names.iter().map(|(tag, name)| (*tag, name.as_slice())).collect();
        extensions.push(subject_alt_name(&names));
    }
    if !wish.anonymous {
        extensions.push(subject_key_identifier(&identifier));
        if let Some(by) = by {
            extensions.push(authority_key_identifier(&by.identifier));
        }
    }
    let subject = vec![NamePart::common_name(wish.subject)];
    let mut serial = identifier.to_vec();
    serial[0] = 0x42;
    let draft = CertificateDraft {
        version: Some(2),
        serial,
        inner_algorithm: None,
        outer_algorithm: None,
        issuer: by.map_or_else(|| subject.clone(), |by| by.draft.subject.clone()),
        not_before: Time::of(now().plus_days(wish.from)),
        not_after: Time::of(now().plus_days(wish.until)),
        subject,
        public_key: key.public_key().to_vec(),
        extensions,
    };
    let der = draft.sign(by.map_or(&key, |by| &by.key)).expect("a key that signs");
    Made { draft, der, key, identifier }
}

/// A list of an authority that revokes these, good for so many days from now.
pub(crate) fn list(by: &Made, revoked: &[&Made], from: i64, until: i64) -> Vec<u8> {
    let extensions: Vec<ExtensionDraft> =
        vec![authority_key_identifier(&by.identifier), number(oid::CRL_NUMBER, 7)];
    let draft = ListDraft {
        version: Some(1),
        algorithm: None,
        issuer: by.draft.subject.clone(),
        this_update: Time::of(now().plus_days(from)),
        next_update: Some(Time::of(now().plus_days(until))),
        entries: revoked
            .iter()
            .map(|made| (made.draft.serial.clone(), Time::of(now().plus_days(-2))))
            .collect(),
        extensions,
    };
    draft.sign(&by.key).expect("a key that signs")
}

pub(crate) fn pem(label: &str, ders: &[&[u8]]) -> String {
    let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    ders.iter().map(|der| pem::encode_config(&pem::Pem::new(label, *der), config)).collect()
}

/// Writes `name.crt` and `name.key`, with what is sent beside the certificate.
pub(crate) fn put(folder: &TempDir, name: &str, made: &Made, beside: &[&Made]) {
    let ders: Vec<&[u8]> =
        core::iter::once(made.der.as_slice()).chain(beside.iter().map(|made| made.der.as_slice())).collect();
    folder.write(format!("{name}.crt"), pem("CERTIFICATE", &ders));
    folder.write(format!("{name}.key"), made.key.to_pem().expose());
}

/// Certificates that say of themselves that SHA-1 was signed: a leaf, one that signs itself, and one below such an authority.
pub(crate) fn sign_weakly(folder: &TempDir) {
    const WITH_SHA1: &[u64] = &[1, 2, 840, 10_045, 4, 1];
    let weakly = |made: Made, by: &PrivateKey| {
        let draft = CertificateDraft {
            inner_algorithm: Some(WITH_SHA1),
            outer_algorithm: Some(WITH_SHA1),
            ..made.draft.clone()
        };
        let der = draft.sign(by).expect("a key that signs");
        Made { draft, der, ..made }
    };
    let ca = issue(&Wish::authority("Weak CA"), None);
    let wish = Wish::server("weak", &["api.example.test"]);
    put(folder, "weak", &weakly(issue(&wish, Some(&ca)), &ca.key), &[]);
    let alone = issue(&wish, None);
    let key = alone.key.clone();
    put(folder, "weak-self", &weakly(alone, &key), &[]);
    let between = weakly(issue(&Wish::authority("Weak Issuing CA"), Some(&ca)), &ca.key);
    put(folder, "under-weak", &issue(&wish, Some(&between)), &[&between]);
}

/// Certificates of servers whose key usage has these bits, or that have these common names in place of one and no other names.
pub(crate) fn put_servers(folder: &TempDir) {
    let ca = issue(&Wish::authority("Test CA"), None);
    put(folder, "own-ca", &ca, &[]);
    let rsa = KeyAlgorithm::Rsa2048;
    for (name, usage, algorithm) in [
        ("signs", vec![0_u8], KeyAlgorithm::EcdsaP256),
        ("enciphers", vec![2], KeyAlgorithm::EcdsaP256),
        ("agrees", vec![4], KeyAlgorithm::EcdsaP256),
        ("signs-and-agrees", vec![0, 4], KeyAlgorithm::EcdsaP256),
        ("rsa-enciphers", vec![2], rsa),
        ("edwards-enciphers", vec![2], KeyAlgorithm::Ed25519),
    ] {
        let made = issue(&Wish { algorithm, ..Wish::server("x", &["api.example.test"]) }, Some(&ca));
        let mut draft = made.draft.clone();
        draft.extensions[1] = key_usage(&usage);
        let der = draft.sign(&ca.key).expect("a key that signs");
        put(folder, name, &Made { draft, der, ..made }, &[]);
    }
    for (name, common) in [
        ("named-last", ["other.example.test", "api.example.test"]),
        ("named-first", ["api.example.test", "Other.Example.Test"]),
    ] {
        let made = issue(&Wish::server("x", &[]), Some(&ca));
        let mut draft = made.draft.clone();
        draft.subject = common.into_iter().map(NamePart::common_name).collect();
        let der = draft.sign(&ca.key).expect("a key that signs");
        put(folder, name, &Made { draft, der, ..made }, &[]);
    }
}

/// Everything that the cases of the catalogue name.
pub(crate) fn fill(folder: &TempDir) {
    const HOST: &str = "api.example.test";
    let ca = issue(&Wish::authority("Test CA"), None);
    let other = issue(&Wish::authority("Other CA"), None);
    let twin = issue(&Wish::authority("Test CA"), None);
    let bare = issue(&Wish { anonymous: true, ..Wish::authority("Bare CA") }, None);
    let bare_twin = issue(&Wish { anonymous: true, ..Wish::authority("Bare CA") }, None);
    let rsa = KeyAlgorithm::Rsa2048;
    let bare_rsa = issue(&Wish { anonymous: true, algorithm: rsa, ..Wish::authority("Bare RSA CA") }, None);
    let bare_rsa_twin =
        issue(&Wish { anonymous: true, algorithm: rsa, ..Wish::authority("Bare RSA CA") }, None);
    let between = issue(&Wish::authority("Issuing CA"), Some(&ca));
    let deeper = issue(&Wish::authority("Deeper CA"), Some(&between));
    let strict = issue(&Wish { path_length: Some(0), ..Wish::authority("Strict CA") }, Some(&ca));
    let below_strict = issue(&Wish::authority("Below Strict CA"), Some(&strict));
    let ended_ca = issue(&Wish { until: -1, ..Wish::authority("Ended CA") }, None);
    for (name, made) in [
        ("ca", &ca),
        ("other-ca", &other),
        ("twin-ca", &twin),
        ("bare-ca", &bare),
        ("bare-twin-ca", &bare_twin),
        ("bare-rsa-twin-ca", &bare_rsa_twin),
        ("issuing-ca", &between),
        ("ended-ca", &ended_ca),
    ] {
        put(folder, name, made, &[]);
    }
    folder.write("ca-bundle.crt", pem("CERTIFICATE", &[&ca.der, &between.der]));
    folder.write("two-cas.crt", pem("CERTIFICATE", &[&twin.der, &ca.der]));

    let good = issue(&Wish::client("partner-a"), Some(&ca));
    put(folder, "client", &good, &[]);
    let revoked = issue(&Wish::client("partner-b"), Some(&ca));
    put(folder, "revoked", &revoked, &[]);
    let both = [OnlyServer::BOTH, OnlyServer::SERVER];
    let clients = [
        ("stranger", Wish::client("stranger"), Some(&other)),
        ("of-twin", Wish::client("partner-a"), Some(&twin)),
        ("of-bare-twin", Wish::client("partner-a"), Some(&bare_twin)),
        ("self-signed", Wish::client("alone"), None),
        ("expired", Wish { until: -1, ..Wish::client("late") }, Some(&ca)),
        ("early", Wish { from: 1, ..Wish::client("early") }, Some(&ca)),
        ("server-only", Wish { purposes: Some(both[1].to_vec()), ..Wish::client("server-only") }, Some(&ca)),
        ("both-purposes", Wish { purposes: Some(both[0].to_vec()), ..Wish::client("both") }, Some(&ca)),
        ("no-purpose", Wish { purposes: None, ..Wish::client("no-purpose") }, Some(&ca)),
        ("below", Wish::client("below"), Some(&between)),
        ("of-leaf", Wish::client("of-leaf"), Some(&good)),
        ("of-ended", Wish::client("of-ended"), Some(&ended_ca)),
        ("client-rsa", Wish { algorithm: rsa, ..Wish::client("partner-rsa") }, Some(&ca)),
        ("client-p384", Wish { algorithm: KeyAlgorithm::EcdsaP384, ..Wish::client("p384") }, Some(&ca)),
        ("client-ed25519", Wish { algorithm: KeyAlgorithm::Ed25519, ..Wish::client("ed") }, Some(&ca)),
    ];
    for (name, wish, by) in clients {
        put(folder, name, &issue(&wish, by), &[]);
    }
    put(folder, "below-sent", &issue(&Wish::client("below"), Some(&between)), &[&between]);
    put(folder, "deep", &issue(&Wish::client("deep"), Some(&deeper)), &[&deeper, &between]);
    put(folder, "path-length", &issue(&Wish::client("x"), Some(&below_strict)), &[&below_strict, &strict]);
    let of_leaf = issue(&Wish::client("of-leaf"), Some(&good));
    put(folder, "of-leaf-sent", &of_leaf, &[&good]);

    let servers = [
        ("server", Wish::server(HOST, &[HOST, "127.0.0.1"]), Some(&ca)),
        ("server-other-name", Wish::server("other", &["other.example.test"]), Some(&ca)),
        ("server-cn-only", Wish::server(HOST, &[]), Some(&ca)),
        ("server-no-ip", Wish::server(HOST, &[HOST]), Some(&ca)),
        ("server-wildcard", Wish::server("w", &["*.example.test"]), Some(&ca)),
        ("server-expired", Wish { until: -1, ..Wish::server(HOST, &[HOST]) }, Some(&ca)),
        ("server-early", Wish { from: 1, ..Wish::server(HOST, &[HOST]) }, Some(&ca)),
        ("server-stranger", Wish::server(HOST, &[HOST]), Some(&other)),
        ("server-self-signed", Wish::server(HOST, &[HOST]), None),
        ("server-of-bare", Wish::server(HOST, &[HOST]), Some(&bare)),
        ("server-of-bare-rsa", Wish { algorithm: rsa, ..Wish::server(HOST, &[HOST]) }, Some(&bare_rsa)),
        ("server-below", Wish::server(HOST, &[HOST]), Some(&between)),
        ("server-same-name", Wish::server("Test CA", &[HOST]), Some(&ca)),
        ("server-rsa", Wish { algorithm: rsa, ..Wish::server(HOST, &[HOST]) }, Some(&ca)),
        (
            "server-p384",
            Wish { algorithm: KeyAlgorithm::EcdsaP384, ..Wish::server(HOST, &[HOST]) },
            Some(&ca),
        ),
        (
            "server-ed25519",
            Wish { algorithm: KeyAlgorithm::Ed25519, ..Wish::server(HOST, &[HOST]) },
            Some(&ca),
        ),
    ];
    for (name, wish, by) in servers {
        put(folder, name, &issue(&wish, by), &[]);
    }
    let client_only = Wish { purposes: Some(vec![oid::CLIENT_AUTH]), ..Wish::server(HOST, &[HOST]) };
    put(folder, "server-client-only", &issue(&client_only, Some(&ca)), &[]);
    put(folder, "server-below-sent", &issue(&Wish::server(HOST, &[HOST]), Some(&between)), &[&between]);
    let revoked_server = issue(&Wish::server(HOST, &[HOST]), Some(&ca));
    put(folder, "server-revoked", &revoked_server, &[]);

    let crl = |name: &str, ders: &[&[u8]]| folder.write(format!("{name}.crl"), pem("X509 CRL", ders));
    let current = list(&ca, &[&revoked, &revoked_server], -1, 29);
    let current_between = list(&between, &[], -1, 29);
    crl("current", &[&current]);
    crl("both", &[&current, &current_between]);
    crl("expired", &[&list(&ca, &[], -60, -30)]);
    crl("early", &[&list(&ca, &[], 1, 29)]);
    crl("of-other", &[&list(&other, &[], -1, 29)]);
    crl("of-twin", &[&list(&twin, &[], -1, 29)]);

    let contents = p12::Contents {
        friendly_name: "partner-a".to_owned(),
        key: good.key.clone(),
        certificates: vec![
            Certificate::from_der(&good.der).expect("made here"),
            Certificate::from_der(&ca.der).expect("made here"),
        ],
    };
    let passphrase = Passphrase::own("k7mxp-3qwer-sd9vb-h2nfc", &[]).expect("strong enough");
    let mut entropy = SeededEntropy::new(1);
    for (name, algorithms) in [("modern", p12::Algorithms::Modern), ("legacy", p12::Algorithms::Legacy)] {
        let file = p12::write(&contents, algorithms, &passphrase, &mut entropy).expect("written");
        folder.write(format!("{name}.p12"), file);
    }
    testkit::tool("openssl")
        .args([
            "pkcs12",
            "-export",
            "-legacy",
            "-in",
            "client.crt",
            "-inkey",
            "client.key",
            "-out",
            "rc2.p12",
        ])
        .args(["-passout", "pass:k7mxp-3qwer-sd9vb-h2nfc"])
        .in_folder(folder.path())
        .succeeds();
    let locked = bundle::encrypted_key::write(&good.key, &passphrase, &mut entropy).expect("written");
    folder.write("locked.key", locked);
    let locked = {
        let server = std::fs::read_to_string(folder.join("server.key")).expect("ours");
        let key = PrivateKey::from_pem(&server).expect("ours");
        bundle::encrypted_key::write(&key, &passphrase, &mut entropy).expect("written")
    };
    folder.write("server-locked.key", locked);
    folder.write("password.txt", "k7mxp-3qwer-sd9vb-h2nfc\n");
    folder.write("wrong-password.txt", "another\n");
    folder.write("client.der", &good.der);
    let pair = [pem("CERTIFICATE", &[&good.der]).into_bytes(), good.key.to_pem().expose().to_vec()].concat();
    folder.write("pair.pem", pair);
    folder.write("garbage.pem", "nothing in here\n");
    folder.write("empty.pem", "");
    folder.write("html/index.html", "hello\n");
    folder.write("html/page.html", "<html><head><title>Our own page</title></head></html>\n");
    folder.write("html/plain.txt", "<title>none</title>\n");
    folder.write("html/sub/index.html", "<title>Below</title>\n");
    folder.write("html/secret/data.json", "{}\n");
    folder.write("html/empty/file", "");
    folder.write("users", "alice:{PLAIN}wonder\n");
    folder.write("kilo", "x".repeat(1024));
    folder.write("kilo-and-one", "x".repeat(1025));
    folder.write("extra.conf", "ssl_verify_depth 3;\n");
    folder.write("broken.conf", "ssl_verify_depth 3\n");
}

/// Purposes of certificates.
struct OnlyServer;

impl OnlyServer {
    const SERVER: &[&[u64]] = &[oid::SERVER_AUTH];
    const BOTH: &[&[u64]] = &[oid::SERVER_AUTH, oid::CLIENT_AUTH];
}
