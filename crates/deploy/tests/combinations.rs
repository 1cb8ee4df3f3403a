//! Real nginx reads the configuration of every pair of choices, and nginx's own parser in Python those for releases that are not
//! at hand. The gateway reads its own in `crates/gateway/tests/deployed/combinations.rs`.

mod support;

use std::process::Command;

use deploy::choices::{Choice, ChoiceField as Field, ChoicesDraft, Release, Version};
use deploy::nginx_conf;
use deploy::plan::Plan;
use pki::key::KeyAlgorithm;
use support::machine::{material, place};
use support::{Folder, plan, run};
use text::Lang;

/// The words that a field is tried with.
type Factor = (Field, Vec<&'static str>);

/// Every field that changes nginx's configuration, with a word of each kind. Texts that are checked at their field are tried
/// where that is tested.
fn factors(releases: impl Iterator<Item = Release>) -> Vec<Factor> {
    let few = |field: Field, words: &[&'static str]| (field, words.to_vec());
    vec![
        (Field::Release, releases.map(Release::id).collect()),
        few(Field::Layout, &["alone", "system"]),
        few(Field::Strangers, &["refuse", "others"]),
        few(Field::Policy, &["intermediate", "modern"]),
        few(Field::ServerCertificate, &["ours", "public"]),
        few(Field::CertbotFolder, &["", "/etc/letsencrypt/live/example.test-0001"]),
        few(Field::ServerKey, &["plain", "encrypted"]),
        few(Field::ListenAddress, &["", "127.0.0.1", "0.0.0.0"]),
        few(Field::Ipv6, &["off", "on"]),
        few(Field::PlainPort, &["closed", "redirect"]),
        few(Field::Verify, &["everywhere", "paths"]),
        few(Field::ProtectedPaths, &["/admin", "/admin\n/v1/pay"]),
        few(Field::AuthorityNames, &["sent", "kept"]),
        few(Field::Allow, &["any", "serial", "fingerprint", "subject"]),
        few(Field::PartnerAuthority, &["", include_str!("data/partner.pem")]),
        few(Field::Revocation, &["off", "on"]),
        few(Field::Refusals, &["nginx", "text", "json"]),
        few(Field::Backend, &["flask", "own"]),
        few(Field::FlaskAt, &["port", "socket"]),
        few(Field::OwnBackend, &["http://127.0.0.1:3000", "https://127.0.0.1:8443", "http://localhost:3000"]),
        few(Field::BodySize, &["1", "100"]),
        few(Field::Patience, &["60", "300"]),
        few(Field::Websocket, &["off", "on"]),
    ]
}

/// The releases whose files the nginx of this machine takes, or all others.
fn releases(installed: Version, taken: bool) -> impl Iterator<Item = Release> {
    Release::ALL.iter().copied().filter(move |release| knows(installed, release.version()) == taken)
}

/// Whether an nginx takes what is written for another version without a warning: that one is no newer, and `http2` is said in the
/// same way.
fn knows(installed: Version, written_for: Version) -> bool {
    let says = |version: Version| version >= Version::HTTP2_DIRECTIVE;
    written_for <= installed && says(installed) == says(written_for)
}

/// The version that `nginx -v` tells.
fn installed() -> Version {
    let output = run(&std::env::temp_dir(), "nginx", ["-v"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let numbers = said.split('/').nth(1).unwrap_or_else(|| panic!("{said}"));
    let numbers: Vec<u16> =
        numbers.split(|letter: char| !letter.is_ascii_digit()).map_while(|part| part.parse().ok()).collect();
    match numbers[..] {
        [major, minor, patch, ..] => Version(major, minor, patch),
        _ => panic!("{said}"),
    }
}

/// Rows of one word's index for each field.
fn pairwise(factors: &[Factor]) -> Vec<Vec<usize>> {
    let words: Vec<usize> = factors.iter().map(|(_, words)| words.len()).collect();
    testkit::pairwise::pairwise(&words)
}

/// What one row chooses. The list of certificates is of the kind that is chosen.
fn draft(factors: &[Factor], row: &[usize]) -> ChoicesDraft {
    let draft = factors
        .iter()
        .zip(row)
        .fold(ChoicesDraft::default(), |draft, ((field, words), word)| draft.with(*field, words[*word]));
    let allowed = match draft.text(Field::Allow) {
        "serial" => "0a:1b:2c",
        "fingerprint" => "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        _ => "CN=partner-a,O=Example Inc.,C=KR",
    };
    draft.with(Field::Allowed, allowed)
}

/// A wildcard among the names, unless that would leave nothing for certbot to prove on port 80.
fn names(draft: &ChoicesDraft) -> &'static [&'static str] {
    let public = draft.text(Field::ServerCertificate) == "public";
    if public { &["api.example.test"] } else { &["api.example.test", "*.api.example.test"] }
}

#[test]
fn every_pair_of_words_stands_in_some_row() {
    let factors = factors(Release::ALL.iter().copied());
    let rows = pairwise(&factors);
    for (first, (_, words)) in factors.iter().enumerate() {
        for (second, (_, others)) in factors.iter().enumerate().filter(|(second, _)| *second != first) {
            for (word, other) in (0..words.len()).flat_map(|word| (0..others.len()).map(move |o| (word, o))) {
                let together = rows.iter().any(|row| row[first] == word && row[second] == other);
                assert!(together, "{:?} and {:?}", factors[first], factors[second]);
            }
        }
    }
}

#[test]
fn nginx_takes_every_pair_of_choices() {
    let factors = factors(releases(installed(), true));
    assert!(!factors[0].1.is_empty(), "no release's files are for the nginx of this machine");
    for row in pairwise(&factors) {
        let folder = Folder::new("pairs");
        let draft = draft(&factors, &row)
            .with(Field::BaseFolder, format!("{}/base", folder.text()))
            .with(Field::ListenPort, testkit::free_port().to_string());
        let plan = plan(&draft, names(&draft));
        material(&folder, &["api.example.test"], KeyAlgorithm::EcdsaP256, 2);
        let (root, conf) = place(&plan, &folder, Lang::En);
        std::fs::create_dir_all(&root).expect("a folder");
        let test = run(folder.path(), "nginx", ["-t", "-p", &root, "-c", &conf]);
        let said = String::from_utf8_lossy(&test.stderr);
        assert!(test.status.success() && !said.contains("[warn]"), "{draft:?}: {said}");
    }
}

/// What crossplane says against these files of a folder, a line for each fault.
fn faults(folder: &Folder, files: &[String]) -> Vec<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/judge_nginx.py");
    let python = Command::new("/usr/bin/python3")
        .current_dir(folder.path())
        .env("PYTHONPATH", support::crossplane())
        .arg(script)
        .args(files)
        .output();
    let output = python.expect("python runs");
    let said = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    assert!(output.status.success(), "{}", said(&output.stderr));
    said(&output.stdout).lines().map(str::to_owned).collect()
}

/// A file as the main configuration: a site stands inside `http`.
fn whole(plan: &Plan) -> String {
    let conf = nginx_conf::render(plan, Lang::En).expect("rendered");
    if plan.is_alone() { conf } else { format!("events {{}}\nhttp {{\n{conf}}}\n") }
}

#[test]
fn an_independent_parser_takes_what_is_written_for_other_releases() {
    let factors = factors(releases(installed(), false));
    assert!(factors[0].1.len() > 3, "{:?}", factors[0]);
    let folder = Folder::new("crossplane");
    let mut files = Vec::new();
    for row in pairwise(&factors) {
        let draft = draft(&factors, &row);
        let name = format!("{}.conf", files.len());
        folder.write(&name, whole(&plan(&draft, names(&draft))));
        files.push(name);
    }
    assert_eq!(faults(&folder, &files), [""; 0]);
}

/// The judge can say no: one thing is broken at a time, and it names that line and nothing else.
#[test]
fn the_independent_parser_refuses_what_is_broken() {
    let draft = ChoicesDraft::default().with(Field::Release, "nginx.org-mainline");
    let good = whole(&plan(&draft, &["api.example.test"]));
    let folder = Folder::new("crossplane");
    for (from, to, says) in [
        ("http2 on;", "http2 maybe;", "invalid value \"maybe\" in \"http2\" directive"),
        ("http2 on;", "http3_on on;", "unknown directive \"http3_on\""),
        ("ssl_verify_client on;", "ssl_verify_clint on;", "unknown directive \"ssl_verify_clint\""),
        ("ssl_verify_client on;", "ssl_verify_client on off;", "invalid number of arguments"),
        ("ssl_verify_client on;", "proxy_pass http://x;", "\"proxy_pass\" directive is not allowed here"),
        ("events {", "events on {", "invalid number of arguments"),
        ("server_tokens off;", "server_tokens off", "invalid number of arguments"),
        ("listen 443 ssl;", "worker_processes 2;", "\"worker_processes\" directive is not allowed here"),
    ] {
        let broken = good.replacen(from, to, 1);
        assert_ne!(broken, good, "{from}");
        folder.write("good.conf", &good);
        folder.write("broken.conf", broken);
        let found = faults(&folder, &["good.conf".to_owned(), "broken.conf".to_owned()]);
        assert!(found.iter().all(|fault| fault.starts_with("broken.conf:")), "{found:?}");
        assert!(found.iter().any(|fault| fault.contains(says)), "{from} -> {to}: {found:?}");
    }
    folder.write("broken.conf", good.trim_end().trim_end_matches('}'));
    let found = faults(&folder, &["broken.conf".to_owned()]);
    assert!(found.len() == 1 && found[0].contains("unexpected end of file"), "{found:?}");
}
