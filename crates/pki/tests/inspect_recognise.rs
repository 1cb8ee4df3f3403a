//! What people have is recognised by its content, several things at once, in any mixture; and nothing makes it panic.

mod support;

use data_encoding::BASE64;
use pki::inspect::tree::{Hide, lines};
use pki::inspect::{Input, Kind, Relation, Report, inspect};
use pki::key::KeyAlgorithm;
use proptest::prelude::*;
use support::{ids, look};
use testkit::{Family, NOW, TempDir, tool};

fn kinds(report: &Report) -> Vec<Kind> {
    report.items.iter().map(|item| item.kind).collect()
}

/// Everything that openssl writes of one authority with a leaf, by file name.
fn folder() -> TempDir {
    let folder = TempDir::new();
    let openssl = |line: &str| {
        tool("openssl").args(line.split(' ')).in_folder(folder.path()).succeeds();
    };
    openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ca.key");
    openssl("req -x509 -key ca.key -subj /CN=CA -days 30 -out ca.pem");
    openssl("genrsa -traditional -out rsa.pkcs1.pem 2048");
    openssl("ecparam -name secp384r1 -genkey -out sec1.pem");
    openssl("pkcs8 -topk8 -nocrypt -in sec1.pem -out pkcs8.pem");
    openssl("pkcs8 -topk8 -in pkcs8.pem -out locked.pem -passout pass:secret");
    openssl("ec -in sec1.pem -aes128 -out dek.pem -passout pass:secret");
    openssl("pkey -in pkcs8.pem -pubout -out public.pem");
    openssl("req -new -key pkcs8.pem -subj /CN=api.example.test -out leaf.csr");
    openssl("x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -days 20 -out leaf.pem");
    openssl("x509 -in leaf.pem -outform DER -out leaf.der");
    openssl("x509 -in leaf.pem -trustout -addtrust serverAuth -out trusted.pem");
    openssl("crl2pkcs7 -nocrl -certfile leaf.pem -certfile ca.pem -out chain.p7b");
    openssl("crl2pkcs7 -nocrl -certfile leaf.pem -outform DER -out chain.p7b.der");
    openssl("pkcs12 -export -in leaf.pem -inkey pkcs8.pem -out leaf.p12 -passout pass:secret");
    folder
}

#[test]
fn every_form_that_openssl_writes_is_recognised() {
    let folder = folder();
    let certificate = Kind::Certificate;
    let cases: [(&str, &[Kind]); 15] = [
        ("ca.pem", &[certificate]),
        ("leaf.der", &[certificate]),
        ("trusted.pem", &[certificate]),
        ("chain.p7b", &[certificate, certificate]),
        ("chain.p7b.der", &[certificate]),
        ("leaf.csr", &[Kind::Request]),
        ("ca.key", &[Kind::Pkcs8]),
        ("pkcs8.pem", &[Kind::Pkcs8]),
        ("rsa.pkcs1.pem", &[Kind::Pkcs1]),
        ("sec1.pem", &[Kind::Sec1]),
        ("locked.pem", &[Kind::EncryptedPkcs8]),
        ("dek.pem", &[Kind::EncryptedPem]),
        ("public.pem", &[Kind::PublicKey]),
        ("leaf.p12", &[Kind::Pkcs12]),
        ("leaf.pem", &[certificate]),
    ];
    for (name, expected) in cases {
        let report = look(&[(name, &folder.read(name))]);
        assert_eq!(kinds(&report), expected, "{name}: {:?}", report.findings);
        for refused in ["unreadable", "label-contradicts", "input-unknown"] {
            assert!(!ids(&report).contains(&refused.to_owned()), "{name}: {refused}");
        }
    }
    // two of one file have places of their own
    let report = look(&[("chain.p7b", &folder.read("chain.p7b"))]);
    let places: Vec<String> = report.items.iter().map(|item| report.place(&item.place)).collect();
    assert_eq!(places, ["chain.p7b › PKCS#7 › 1", "chain.p7b › PKCS#7 › 2"]);
    // all of them at once, with words between, as mail brings them
    let mut mail = Vec::new();
    for (name, _) in cases.iter().filter(|(name, _)| !name.contains("der") && !name.contains("p12")) {
        mail.extend(format!("> see {name}:\r\n\r\n").into_bytes());
        mail.extend(folder.read(name));
    }
    assert_eq!(look(&[("mail.txt", &mail)]).items.len(), 13);
    // base64 without armour, alone and twice over, and DER side by side
    let der = folder.read("leaf.der");
    let once = BASE64.encode(&der);
    for (name, bytes) in
        [("once", once.clone().into_bytes()), ("twice", BASE64.encode(once.as_bytes()).into_bytes())]
    {
        assert_eq!(kinds(&look(&[(name, &bytes)])), [certificate], "{name}");
    }
    assert_eq!(kinds(&look(&[("two.der", &[der.clone(), der.clone()].concat())])), [certificate; 2]);
    // UTF-16 as PowerShell redirects it
    let text = String::from_utf8(folder.read("leaf.pem")).expect("PEM is ASCII");
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(kinds(&look(&[("out.txt", &utf16)])), [certificate]);
}

#[test]
fn keys_of_every_form_have_the_same_public_half_and_are_found_with_their_certificate() {
    let folder = folder();
    for key in ["pkcs8.pem", "sec1.pem"] {
        let report = look(&[
            ("leaf.pem", &folder.read("leaf.pem")),
            (key, &folder.read(key)),
            ("leaf.csr", &folder.read("leaf.csr")),
            ("ca.pem", &folder.read("ca.pem")),
        ]);
        let links: Vec<_> = report.links.iter().map(|link| (link.from, link.relation, link.to)).collect();
        assert_eq!(
            links,
            [
                (0, Relation::IssuedBy, 3),
                (0, Relation::KeyIn, 1),
                (0, Relation::RequestedBy, 2),
                (2, Relation::KeyIn, 1)
            ],
            "{key}"
        );
    }
    let report = look(&[("leaf.pem", &folder.read("leaf.pem")), ("rsa", &folder.read("rsa.pkcs1.pem"))]);
    assert!(report.links.is_empty());
    assert!(ids(&report).contains(&"key-without-certificate".to_owned()));
    assert!(ids(&report).contains(&"certificate-without-key".to_owned()));
}

#[test]
fn secrets_of_kubernetes_are_looked_into() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let (certificate, key) = &family.server;
    let pem = certificate.to_pem();
    let key = String::from_utf8(key.to_pem().expose().to_vec()).expect("PEM is ASCII");
    let (crt64, key64) = (BASE64.encode(pem.as_bytes()), BASE64.encode(key.as_bytes()));
    let indented = pem.replace('\n', "\n    ");
    let yaml = format!(
        "apiVersion: v1\nkind: Secret\ntype: kubernetes.io/tls\nmetadata:\n  name: web\ndata:\n  tls.crt: {crt64}\n  tls.key: {key64}\n"
    );
    let list = format!(
        "kind: List\nitems:\n- kind: Secret\n  data: {{tls.crt: {crt64}}}\n- kind: ConfigMap\n  data:\n    ca.crt: |\n{}",
        pem.lines().map(|line| format!("      {line}\n")).collect::<String>()
    );
    let json =
        format!("{{\"kind\":\"Secret\",\"data\":{{\"tls.crt\":\"{crt64}\",\"tls.key\":\"{key64}\"}}}}");
    let plain = format!("kind: Secret\nstringData:\n  tls.crt: |\n    {indented}");
    let (c, k) = (Kind::Certificate, Kind::Pkcs8);
    for (name, text, expected) in [
        ("yaml", &yaml, &[c, k][..]),
        ("list", &list, &[c, c]),
        ("json", &json, &[c, k]),
        ("plain", &plain, &[c]),
    ] {
        let report = look(&[(name, text.as_bytes())]);
        assert_eq!(kinds(&report), expected, "{name}: {text}\n{:?}", report.findings);
    }
    let report = look(&[("secret.yaml", yaml.as_bytes())]);
    assert_eq!(report.place(&report.items[0].place), "secret.yaml › tls.crt:1");
    assert_eq!(report.links.len(), 1);
    let cut = format!("{yaml}  ca.crt: \"never closed\n");
    assert!(ids(&look(&[("secret.yaml", cut.as_bytes())])).contains(&"yaml-broken".to_owned()));
    assert!(!ids(&report).contains(&"yaml-broken".to_owned()));
    let broken = yaml.replace(&crt64, "(see the wiki)");
    assert!(ids(&look(&[("secret.yaml", broken.as_bytes())])).contains(&"not-base64".to_owned()));
}

#[test]
fn what_is_no_certificate_is_named() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let pem = family.server.0.to_pem();
    let der = family.server.0.der();
    let cut = &pem[..pem.len() - 30];
    let damaged = pem.replacen("MII", "M!I", 1);
    let relabelled = pem.replace("CERTIFICATE", "PRIVATE KEY");
    let cases: [(&str, &[u8], &str); 20] = [
        ("empty", b"", "input-empty"),
        ("words", b"hello", "input-unknown"),
        ("html", b"<!DOCTYPE html><title>404</title>", "input-web-page"),
        ("gzip", &[0x1f, 0x8b, 8, 0], "input-compressed"),
        ("bzip2", b"BZh91AY", "input-compressed"),
        ("xz", &[0xfd, b'7', b'z', b'X', b'Z', 0, 0, 4], "input-compressed"),
        ("zstd", &[0x28, 0xb5, 0x2f, 0xfd, 4], "input-compressed"),
        ("jks", &[0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2], "input-java-key-store"),
        ("zip", b"PK\x03\x04", "input-archive"),
        ("ssh", b"ssh-ed25519 AAAAC3Nz me@here", "input-other-key"),
        (
            "openssh",
            b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
            "input-other-key",
        ),
        ("printed", b"Certificate:\n    Data:\n    Signature Algorithm: x", "input-printed-only"),
        ("cut PEM", cut.as_bytes(), "pem-without-end"),
        ("damaged PEM", damaged.as_bytes(), "pem-broken"),
        ("cut DER", &der[..der.len() - 1], "input-truncated"),
        ("no DER", b"-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n", "not-der"),
        ("wrong label", relabelled.as_bytes(), "label-contradicts"),
        ("counter", b"4A0BFFEE00112233445566778899AABBCCDDEEFF\n", "input-serial-counter"),
        ("more", &[der, b"more"].concat(), "trailing-bytes"),
        ("endless", &[0x30, 0x80, 0x30, 0x80, 2, 1, 0], "input-endless"),
    ];
    for (name, bytes, expected) in cases {
        let report = look(&[(name, bytes)]);
        assert!(ids(&report).contains(&expected.to_owned()), "{name}: {:?}", report.findings);
    }
    let digits = der.iter().map(|octet| format!("{octet:02x}")).collect::<Vec<_>>();
    for text in [
        digits.concat(),
        digits.join(":"),
        digits.join(" "),
        digits.chunks(30).map(<[String]>::concat).collect::<Vec<_>>().join("\n"),
    ] {
        let report = look(&[("hex", text.as_bytes())]);
        assert_eq!(kinds(&report), [Kind::Certificate], "{text}");
        assert_eq!(report.items[0].place.within, ["hex"]);
    }
    let within = |times: usize| (0..times).fold(der.to_vec(), |inner, _| BASE64.encode(&inner).into_bytes());
    assert_eq!(kinds(&look(&[("deep", &within(4))])), [Kind::Certificate]);
    assert_eq!(ids(&look(&[("deeper", &within(5))])), ["input-too-deep"]);
    // the neighbour: nothing of all this is said of the whole file
    let whole = look(&[("server.pem", pem.as_bytes())]);
    let files = ["input-", "pem-", "not-der", "label-", "trailing"];
    assert!(!ids(&whole).iter().any(|id| files.iter().any(|word| id.starts_with(word))), "{:?}", ids(&whole));
    // one broken block does not hide the others
    let mixed = format!("{damaged}{pem}{cut}\n{pem}");
    let report = look(&[("mixed.pem", mixed.as_bytes())]);
    assert_eq!(kinds(&report), [Kind::Certificate; 2]);
}

#[test]
fn pem_is_found_however_its_lines_were_lost() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let pem = family.server.0.to_pem();
    let key = String::from_utf8(family.server.1.to_pem().expose().to_vec()).expect("PEM is ASCII");
    let escaped = |text: &str| text.replace('\n', "\\n");
    // as nginx writes $ssl_client_escaped_cert
    let encoded = |text: &str| -> String {
        text.bytes()
            .map(|octet| match octet {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' => char::from(octet).to_string(),
                octet => format!("%{octet:02X}"),
            })
            .collect()
    };
    let cases = [
        ("in JSON", format!("{{\"crt\": \"{}\", \"key\": \"{}\"}}", escaped(&pem), escaped(&key))),
        (
            "in JSON of many lines",
            format!("{{\n \"crt\": \"{}\",\n \"key\": \"{}\"\n}}", escaped(&pem), escaped(&key)),
        ),
        (
            "with Windows' line ends in JSON",
            format!("[\"{}{}\"]", escaped(&pem).replace("\\n", "\\r\\n"), escaped(&key)),
        ),
        ("in one line", format!("{} {}", pem.replace('\n', " "), key.replace('\n', " "))),
        (
            "folded with tabs",
            format!("cert: {} key: {}", pem.replace('\n', "\n\t"), key.replace('\n', "\n\t")),
        ),
        ("as a variable", format!("CRT='{}'\nKEY=\"{}\"\n", pem.trim(), key.trim())),
        ("in a header", format!("X-Client-Cert: {}\n{}", encoded(&pem), encoded(&key))),
        ("with an old Mac's line ends", format!("{pem}{key}").replace('\n', "\r")),
        ("in a tar", format!("server.crt\0\0\0{pem}\0\0server.key\0\0{key}\0\0")),
    ];
    for (name, text) in &cases {
        let report = look(&[(name, text.as_bytes())]);
        assert_eq!(kinds(&report), [Kind::Certificate, Kind::Pkcs8], "{name}: {:?}\n{text}", report.findings);
        assert_eq!(report.items[0].octets.expose(), family.server.0.der(), "{name}");
    }
    // neighbours: prose that speaks of a block is none; one whose end is missing at the start of a line is told
    let prose = "It begins with “-----BEGIN CERTIFICATE-----” and so on.\n";
    assert_eq!(ids(&look(&[("prose", prose.as_bytes())])), ["input-unknown"]);
    assert!(ids(&look(&[("cut", &pem.as_bytes()[..200])])).contains(&"pem-without-end".to_owned()));
    // what is of no kind that is looked at here is passed over without alarm; a certificate's label with the same inside is not
    let other = "-----BEGIN ECHCONFIG-----\nAEX+DQ==\n-----END ECHCONFIG-----\n";
    assert_eq!(ids(&look(&[("ech", other.as_bytes())])), ["pem-other-block"]);
    let certificate = other.replace("ECHCONFIG", "CERTIFICATE");
    assert_eq!(ids(&look(&[("crt", certificate.as_bytes())])), ["not-der"]);
}

#[test]
fn a_tree_names_the_parts_and_hides_what_is_secret() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let key = family.server.1.pkcs8_der().expose().to_vec();
    let report = look(&[("server.der", family.server.0.der()), ("key.der", &key)]);
    let text = lines(&report.items[0].tree(Hide::Secrets));
    for part in [
        "SEQUENCE tbsCertificate",
        "[0] version",
        "INTEGER serialNumber",
        "extnID: 2.5.29.17 subjectAltName",
        "OCTET STRING extnValue",
        "SEQUENCE SubjectAltName",
        "UTCTime notBefore: 26112",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // as openssl counts: offset, header length, length
    let judged =
        tool("openssl").args(["asn1parse", "-inform", "DER"]).input(family.server.0.der()).succeeds().text();
    let tree = report.items[0].tree(Hide::Secrets);
    for line in judged.lines() {
        let number = |word: &str, end: &str| -> usize {
            let rest = line.split_once(word).map_or(line, |(_, rest)| rest);
            rest.trim_start().split(end).next().unwrap().parse().unwrap()
        };
        let offset = number("", ":");
        let (header, length) = (number("hl=", " "), number(" l=", " "));
        let node = tree.iter().find(|node| node.offset == offset).unwrap_or_else(|| panic!("{line}\n{text}"));
        assert_eq!((node.header_length, node.content_length), (header, length), "{line}");
    }
    let hidden = lines(&report.items[1].tree(Hide::Secrets));
    let shown = lines(&report.items[1].tree(Hide::Nothing));
    assert!(hidden.contains("privateKey: …") || hidden.contains(": …"), "{hidden}");
    assert_ne!(hidden, shown);
    assert!(!format!("{report:?}").contains(&format!("{:?}", &key[..16])), "Debug shows no key");
}

#[test]
fn deep_and_wide_input_is_read_in_time() {
    let deep: Vec<u8> = (0..100_u8).fold(vec![5, 0], |inner, _| {
        let mut out = vec![0x30, 0x82];
        out.extend(u16::try_from(inner.len()).expect("short").to_be_bytes());
        out.extend(inner);
        out
    });
    let report = look(&[("deep", &deep)]);
    assert_eq!(report.items[0].tree(Hide::Secrets).len(), 101);
    let endless = [0x30, 0x80].repeat(50_000);
    assert!(ids(&look(&[("endless", &endless)])).contains(&"input-endless".to_owned()));
    let wide = b"-----BEGIN CERTIFICATE-----\n".repeat(10_000);
    assert_eq!(look(&[("wide", &wide)]).findings.len(), 10_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let report = inspect(&[Input { name: "x", bytes: &bytes }], NOW);
        support::say_everything(&report);
    }

    #[test]
    fn no_damage_makes_it_panic(at in 0_usize..1_000, octet in any::<u8>(), cut in 0_usize..1_000, kind in 0_usize..4) {
        let mut bytes = support::samples()[kind].clone();
        let length = bytes.len();
        bytes[at % length] = octet;
        bytes.truncate(length - cut % 20);
        let report = inspect(&[Input { name: "x", bytes: &bytes }], NOW);
        support::say_everything(&report);
    }
}
