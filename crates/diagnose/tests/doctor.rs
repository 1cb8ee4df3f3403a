//! The doctor: every entry is whole in both languages and recognised in samples that real programs printed; what is not known is
//! not recognised; loaded certificates explain messages.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use diagnose::doctor::{Diagnosis, Fact, Loaded, Says, doctor, entries, stands};
use pki::chain::Pool;
use proptest::prelude::*;
use support::kit::{Wish, issue, list};
use support::now;
use text::Lang;

fn samples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("doctor/samples");
    let mut all: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the samples are there")
        .map(|entry| entry.expect("readable").path())
        .map(|path| {
            let name = path.file_stem().expect("a file").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).expect("text"))
        })
        .collect();
    all.sort();
    all
}

/// The samples that belong to each entry.
fn belonging() -> BTreeMap<&'static str, Vec<&'static str>> {
    let lines = include_str!("../doctor/samples.txt").lines().filter(|line| !line.starts_with('#'));
    let rows = lines.map(|line| line.split_once(": ").expect("an entry and its samples"));
    rows.map(|(entry, samples)| (entry, samples.split_whitespace().collect())).collect()
}

/// What a program printed, without the two lines that name it and the command.
fn printed(sample: &str) -> String {
    sample.lines().skip_while(|line| line.starts_with("# ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_entry_is_whole_and_captured() {
    let all = entries();
    let samples = belonging();
    let mut ids = BTreeSet::new();
    for entry in all {
        assert!(ids.insert(entry.id), "{} stands twice", entry.id);
        assert!(
            samples.get(entry.id).is_some_and(|of| !of.is_empty()),
            "{}: written from its own pattern",
            entry.id
        );
        for lang in Lang::ALL {
            let sentences = [entry.means(lang), entry.remedy(lang), entry.tell(lang)];
            for text in sentences.iter().chain(entry.causes(lang)) {
                let polite = lang == Lang::En || text.contains('요');
                assert!(text.ends_with('.') && polite, "{}: {text}", entry.id);
                assert!(
                    lang == Lang::En || text.chars().any(|letter| ('가'..='힣').contains(&letter)),
                    "{}: {text}",
                    entry.id
                );
            }
        }
        assert_eq!(entry.causes(Lang::En).len(), entry.causes(Lang::Ko).len(), "{}", entry.id);
        assert!(!entry.causes(Lang::En).is_empty(), "{}", entry.id);
    }
    assert_eq!(
        samples.keys().copied().collect::<BTreeSet<_>>(),
        ids,
        "each entry stands in samples.txt once"
    );
    assert!(all.len() >= 150, "{}", all.len());
}

#[test]
fn every_sample_is_recognised_as_what_it_is() {
    let samples = samples();
    let belonging = belonging();
    let named: BTreeSet<&str> = belonging.values().flatten().copied().collect();
    let there: BTreeSet<&str> = samples.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(named, there, "each sample belongs to one entry");
    for (name, sample) in &samples {
        assert!(sample.starts_with("# "), "{name} names its program");
        let linked = sample.starts_with("# source: ");
        assert!(!linked || sample.starts_with("# source: https://"), "{name} links its source");
        let id = belonging.iter().find(|(_, of)| of.contains(&name.as_str())).expect("named").0;
        let entry = entries().iter().find(|entry| entry.id == *id).expect("an entry");
        let found = doctor(&printed(sample), &Loaded::nothing());
        let first = found.recognised.first().unwrap_or_else(|| panic!("{name} is not recognised:\n{sample}"));
        assert_eq!(first.entry.id, entry.id, "{name}:\n{sample}");
        // what the reader is told of its source is what the sample says of itself
        let head =
            sample.lines().next().unwrap_or_default().replace("version", "").replace(['/', '"', ':'], " ");
        let head = head.split_whitespace().collect::<Vec<_>>().join(" ").replace("nginx nginx", "nginx");
        let told = |source: &str| match linked {
            true => sample.starts_with(&format!("# source: {source}\n")),
            false => {
                let name =
                    source.replace("Node.js ", "node v").replace("OpenJDK", "openjdk").replace("Go ", "go");
                head.contains(&name)
            }
        };
        assert!(entry.sources.iter().any(|source| told(source)), "{name}: {head} in {:?}", entry.sources);
    }
}

#[test]
fn every_pattern_is_in_a_sample() {
    let samples = samples();
    let text = include_str!("../doctor/entries.txt");
    for pattern in text
        .lines()
        .filter_map(|line| ["pattern: ", "either: ", "alone: "].iter().find_map(|key| line.strip_prefix(key)))
    {
        assert!(
            samples.iter().any(|(_, sample)| stands(pattern, &printed(sample))),
            "{pattern}: in no sample"
        );
    }
}

#[test]
fn every_mirror_is_an_entry_of_servers() {
    let text = include_str!("../doctor/entries.txt");
    let mirrors: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("mirror: ")).collect();
    assert!(mirrors.len() > 20, "{mirrors:?}");
    for id in mirrors {
        let entry = entries().iter().find(|entry| entry.id == id);
        assert_eq!(entry.map(|entry| entry.says), Some(Says::Server), "{id}");
    }
    // what both sides print has something to be told in its place
    for block in text.split("\n\n").filter(|block| block.contains("\neither: ")) {
        assert!(block.contains("\nmirror: "), "{block}");
    }
}

#[test]
fn several_messages_are_told_apart_and_others_are_unknown() {
    let log = "2026/11/29 [info] 1#1: *1 client SSL certificate verify error: (23:certificate revoked) while reading\n\n2026/11/29 [error] 1#1: *2 connect() failed (111: Connection refused) while connecting to upstream";
    let found: Vec<(&str, usize)> =
        doctor(log, &Loaded::nothing()).recognised.iter().map(|one| (one.entry.id, one.line)).collect();
    assert_eq!(found, [("backend-down", 3), ("client-revoked", 1)]);
    for text in
        ["", "hello", "인증서 오류가 발생했습니다", "SSL", "certificate", "curl: (99) nothing that exists"]
    {
        assert_eq!(doctor(text, &Loaded::nothing()), Diagnosis::default(), "{text}");
    }
    // lines that tell of a failure and are not recognised are told apart from those that are, and from the rest
    let message = "* Trying 127.0.0.1:443...\ncurl: (58) could not load PEM client certificate from a\nfatal: no such thing\nbye\n    at Alert.createSSLException(Alert.java:131)\n* TLSv1.2 (IN), TLS alert, close notify (256):\ncurl failed to verify the legitimacy of the server and therefore could not";
    let found = doctor(&format!("{message}\n{log}"), &Loaded::nothing());
    let open: Vec<usize> = found.unrecognised(message).map(|(line, _)| line).collect();
    assert_eq!(open, [3]);
    let shown = doctor(&diagnose::doctor::example(), &Loaded::nothing());
    let shown: Vec<&str> = shown.recognised.iter().map(|one| one.entry.id).collect();
    assert_eq!(shown, ["client-issuer", "client-refused-body"]);
    // an alert by its number or its name alone, and what only looks like one
    for (text, id) in [
        ("alert 48", "alert-unknown-ca"),
        ("SSL alert number 116", "alert-certificate-required"),
        ("Fatal Alert [42]", "alert-bad-certificate"),
        ("the peer sent certificate_expired", "alert-certificate-expired"),
    ] {
        let found = doctor(text, &Loaded::nothing());
        assert_eq!(found.recognised.iter().map(|one| one.entry.id).collect::<Vec<_>>(), [id], "{text}");
    }
    for text in ["alert 480", "480", "alert number 4", "no_unknown_ca_here", "alert"] {
        assert_eq!(doctor(text, &Loaded::nothing()), Diagnosis::default(), "{text}");
    }
    for lang in Lang::ALL {
        assert!(Diagnosis::questions(lang).iter().all(|question| question.ends_with('?')));
    }
}

#[test]
fn what_follows_from_something_else_is_told_behind_it() {
    for (sample, first) in
        [("openssl-client-issuer", "server-issuer"), ("openssl-client-tls11", "alert-internal-error")]
    {
        let (_, said) = samples().into_iter().find(|(name, _)| name == sample).expect(sample);
        let found = doctor(&printed(&said), &Loaded::nothing()).recognised;
        let ids: Vec<&str> = found.iter().map(|one| one.entry.id).collect();
        assert_eq!((ids.first(), ids.last()), (Some(&first), Some(&"no-peer-certificate")), "{sample}");
    }
    let alone = doctor("no peer certificate available", &Loaded::nothing()).recognised;
    assert_eq!(alone.first().map(|one| one.entry.id), Some("no-peer-certificate"));
}

/// A certificate that was shown, and is missed: by another server, where one connection tells both.
#[test]
fn a_certificate_that_was_shown_is_missed_behind() {
    const HELLO: &str = "* TLSv1.3 (OUT), TLS handshake, Client hello (1):\n* TLSv1.3 (IN), TLS handshake, Request CERT (13):\n* TLSv1.3 (IN), TLS handshake, CERT verify (15):\n";
    const SHOWN: &str = "* TLSv1.3 (OUT), TLS handshake, Certificate (11):\n* TLSv1.3 (OUT), TLS handshake, CERT verify (15):\n";
    const FINISHED: &str = "* TLSv1.3 (OUT), TLS handshake, Finished (20):\n> GET / HTTP/1.1\n";
    const MISSED: &str = "< HTTP/1.1 400 Bad Request\n<html>\n<head><title>400 No required SSL certificate was sent</title></head>\n<center>No required SSL certificate was sent</center>\n";
    let found = |message: String| -> Vec<&'static str> {
        doctor(&message, &Loaded::nothing()).recognised.iter().map(|one| one.entry.id).collect()
    };
    assert_eq!(found(format!("{HELLO}{SHOWN}{FINISHED}{MISSED}")), ["no-client-certificate-behind"]);
    assert_eq!(found(format!("{HELLO}{FINISHED}{MISSED}")), ["no-client-certificate"]);
    assert_eq!(found(MISSED.to_owned()), ["no-client-certificate"]);
    // another call showed it
    let other = format!("{HELLO}{SHOWN}{FINISHED}< HTTP/1.1 200 OK\n");
    assert_eq!(found(format!("{other}{HELLO}{FINISHED}{MISSED}")), ["no-client-certificate"]);
    assert_eq!(found(format!("{other}{HELLO}{SHOWN}{FINISHED}{MISSED}")), ["no-client-certificate-behind"]);
}

#[test]
fn what_is_loaded_explains_a_message() {
    let (ca, twin) = (issue(&Wish::authority("Test CA"), None), issue(&Wish::authority("Test CA"), None));
    let ended = issue(&Wish { until: -1, ..Wish::client("late") }, Some(&ca));
    let old = list(&ca, &[], -60, -30);
    let facts = |ders: &[&[u8]], lists: &[&[u8]], message: &str| {
        let pool = Pool::from_der(ders.iter().copied(), lists.iter().copied());
        let found = doctor(message, &Loaded::of(&pool, now()));
        found.recognised.into_iter().next().expect("recognised").facts
    };
    let issuer = "client SSL certificate verify error: (21:unable to verify the first certificate)";
    assert_eq!(facts(&[&ca.der, &twin.der], &[], issuer), [Fact::Twins("CN=Test CA".to_owned())]);
    assert_eq!(facts(&[&ca.der], &[], issuer), []);
    let expired = "client SSL certificate verify error: (10:certificate has expired)";
    assert!(
        matches!(&facts(&[&ca.der, &ended.der], &[], expired)[..], [Fact::Expired(title, _)] if title == "late")
    );
    assert_eq!(facts(&[&ca.der], &[], expired), []);
    let crl = "client SSL certificate verify error: (12:CRL has expired)";
    assert!(matches!(&facts(&[&ca.der], &[&old], crl)[..], [Fact::ListEnded(..)]));
    // whose certificate it is counts
    let served = issue(&Wish { until: -1, ..Wish::server("gone", &["gone.example.test"]) }, Some(&ca));
    let alone = issue(&Wish::client("alone"), None);
    let alone_server = issue(&Wish::server("alone", &["alone.example.test"]), None);
    let ended_ca = issue(&Wish { until: -1, ..Wish::authority("Old CA") }, None);
    for (message, of_client, of_server) in [
        ("curl: (60) SSL certificate problem: certificate has expired", false, true),
        (expired, true, false),
        ("400 The SSL certificate error", true, false),
        ("SEC_ERROR_EXPIRED_CERTIFICATE", false, true),
        ("error 10 at 0 depth lookup: certificate has expired", true, true),
        (
            "http: TLS handshake error from 192.0.2.1:1: x509: certificate has expired or is not yet valid",
            true,
            false,
        ),
        ("Get \"https://api.example.test/\": x509: certificate has expired or is not yet valid", false, true),
    ] {
        let told = |der: &[u8]| {
            facts(&[&ca.der, der], &[], message).iter().any(|fact| matches!(fact, Fact::Expired(..)))
        };
        assert_eq!(told(&ended.der), of_client, "{message}");
        assert_eq!(told(&served.der), of_server, "{message}");
        assert!(!facts(&[&ended_ca.der], &[], message).is_empty(), "{message}: the authority");
        assert_eq!(facts(&[&ca.der], &[], message), [], "{message}");
    }
    for refused in ["<title>400 The SSL certificate error</title>", "remote error: tls: bad certificate"] {
        let twins = [Fact::Twins("CN=Test CA".to_owned())];
        assert_eq!(facts(&[&ca.der, &twin.der], &[], refused), twins, "{refused}");
        assert_eq!(facts(&[&alone.der], &[], refused), [Fact::Alone("alone".to_owned())], "{refused}");
        let not_for_clients = Fact::NotForClients("alone".to_owned());
        assert_eq!(facts(&[&alone_server.der], &[], refused), [not_for_clients], "{refused}");
        assert!(
            matches!(&facts(&[&ended.der], &[], refused)[..], [Fact::Expired(title, _)] if title == "late")
        );
        assert_eq!(facts(&[&ca.der], &[], refused), [], "{refused}");
    }
    for lang in Lang::ALL {
        let fact = Fact::Alone("alone".to_owned()).message(lang);
        assert!(fact.problem.contains("alone") && !fact.remedy.is_empty());
    }
    for fact in facts(&[&ca.der, &twin.der], &[], issuer) {
        for lang in Lang::ALL {
            assert!(fact.message(lang).problem.contains("CN=Test CA"));
        }
    }
}

/// The list that is missing is named where another one is loaded, beside all lists and none.
#[test]
fn the_list_that_is_missing_is_named() {
    const MISSING: &str = "client SSL certificate verify error: (3:unable to get certificate CRL) while reading client request headers";
    let root = issue(&Wish::authority("Root CA"), None);
    let between = issue(&Wish::authority("Between CA"), Some(&root));
    let leaf = issue(&Wish::client("leaf"), Some(&between));
    let served = issue(
        &Wish::server("served", &["served.example.test"]),
        Some(&issue(&Wish::authority("Public CA"), None)),
    );
    let (of_root, of_between) = (list(&root, &[], -2, 30), list(&between, &[], -2, 30));
    let named = |ders: &[&[u8]], lists: &[&[u8]]| -> Vec<String> {
        let pool = Pool::from_der(ders.iter().copied(), lists.iter().copied());
        let found = doctor(MISSING, &Loaded::of(&pool, now())).recognised;
        let named = found[0].facts.iter().map(|fact| match fact {
            Fact::NoList(issuer) => issuer.clone(),
            other => panic!("{other:?}"),
        });
        named.collect()
    };
    assert_eq!(named(&[&between.der], &[&of_root]), ["CN=Between CA"]);
    assert_eq!(named(&[&root.der, &between.der], &[&of_between]), ["CN=Root CA"]);
    assert_eq!(named(&[&between.der], &[&of_between]), ["CN=Root CA"]);
    assert_eq!(named(&[&leaf.der, &served.der], &[&of_root]), ["CN=Between CA"]);
    let nobody: Vec<String> = Vec::new();
    assert_eq!(named(&[&root.der, &between.der, &leaf.der], &[&of_root, &of_between]), nobody);
    assert_eq!(named(&[&root.der, &between.der], &[]), nobody);
    for lang in Lang::ALL {
        let message = Fact::NoList("CN=Between CA".to_owned()).message(lang);
        assert!(message.problem.contains("CN=Between CA") && !message.remedy.is_empty());
    }
}

/// Whatever a server may refuse is named where it is loaded, beside the same of the other side and beside what is in order.
#[test]
fn a_refusal_without_a_reason_is_explained_by_what_is_loaded() {
    const BODY: &str = "<title>400 The SSL certificate error</title>";
    let (ca, twin) = (issue(&Wish::authority("Test CA"), None), issue(&Wish::authority("Test CA"), None));
    let good = issue(&Wish::client("good"), Some(&ca));
    let gone = issue(&Wish::client("gone"), Some(&ca));
    let served = issue(&Wish::server("served", &["served.example.test"]), Some(&ca));
    let early = issue(&Wish { from: 9, until: 20, ..Wish::client("early") }, Some(&ca));
    let early_server =
        issue(&Wish { from: 9, until: 20, ..Wish::server("later", &["later.example.test"]) }, Some(&ca));
    let revoking = list(&ca, &[&gone], -2, 30);
    let facts = |ders: &[&[u8]], lists: &[&[u8]], message: &str| {
        let pool = Pool::from_der(ders.iter().copied(), lists.iter().copied());
        let found = doctor(message, &Loaded::of(&pool, now()));
        found.recognised.into_iter().next().expect("recognised").facts
    };
    // a revoked one beside its list, and without
    let revoked = facts(&[&ca.der, &gone.der], &[&revoking], BODY);
    assert!(matches!(&revoked[..], [Fact::Revoked(title, _)] if title == "gone"), "{revoked:?}");
    assert_eq!(facts(&[&ca.der, &gone.der], &[], BODY), []);
    assert_eq!(facts(&[&ca.der, &good.der], &[&revoking], BODY), []);
    // the authority of the same name with another key
    let other_key = Fact::OtherKey("good".to_owned(), "CN=Test CA".to_owned());
    assert_eq!(facts(&[&twin.der, &good.der], &[], BODY), [other_key]);
    assert_eq!(facts(&[&ca.der, &good.der], &[], BODY), []);
    // one for servers alone, unless there is one for clients too
    let not_for_clients = Fact::NotForClients("served".to_owned());
    assert_eq!(facts(&[&ca.der, &served.der], &[], BODY), [not_for_clients]);
    assert_eq!(facts(&[&ca.der, &served.der, &good.der], &[], BODY), []);
    let purpose = "curl: (60) SSL certificate problem: unsuitable certificate purpose";
    assert_eq!(facts(&[&ca.der, &good.der], &[], purpose), [Fact::NotForServers("good".to_owned())]);
    assert_eq!(facts(&[&ca.der, &good.der, &served.der], &[], purpose), []);
    // one that begins later, of the side that is spoken of
    let begins = facts(&[&ca.der, &early.der], &[], BODY);
    assert!(matches!(&begins[..], [Fact::Early(title, _)] if title == "early"), "{begins:?}");
    let called = "curl: (60) SSL certificate problem: certificate is not yet valid";
    assert_eq!(facts(&[&ca.der, &early.der], &[], called), []);
    let begins = facts(&[&ca.der, &early_server.der], &[], called);
    assert!(matches!(&begins[..], [Fact::Early(title, _)] if title == "later"), "{begins:?}");
    // where the side is not known, of either side
    let bare = "certificate verify failed: certificate has expired (_ssl.c:1006)";
    let ended = issue(&Wish { until: -1, ..Wish::client("late") }, Some(&ca));
    let told = facts(&[&ca.der, &ended.der], &[], bare);
    assert!(matches!(&told[..], [Fact::Expired(title, _)] if title == "late"), "{told:?}");
    assert_eq!(facts(&[&ca.der, &ended.der], &[], &format!("<urlopen error {bare}>")), []);
    for fact in [
        revoked,
        begins,
        facts(&[&twin.der, &good.der], &[], BODY),
        facts(&[&ca.der, &served.der], &[], BODY),
    ]
    .concat()
    {
        for lang in Lang::ALL {
            let message = fact.message(lang);
            assert!(message.problem.contains('“') && !message.remedy.is_empty(), "{message:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// No message makes it panic, and what is recognised stands on a line of it, with whatever around it.
    #[test]
    fn any_message_is_looked_through(
        before in "[ -~\n가-힣]{0,40}",
        after in "[ -~\n가-힣]{0,40}",
        place in 0..10_000_usize,
    ) {
        let samples = samples();
        let (name, sample) = &samples[place % samples.len()];
        // an orderly end explains nothing of what stands around it
        prop_assume!(*name != "curl-alert-close-notify");
        let message = format!("{before}\n{}\n{after}", printed(sample));
        let found = doctor(&message, &Loaded::nothing());
        let lines = message.lines().count();
        prop_assert!(!found.recognised.is_empty(), "{}", name);
        prop_assert!(found.recognised.iter().all(|one| (1..=lines).contains(&one.line)), "{}", name);
        drop(doctor(&before, &Loaded::nothing()));
    }
}
