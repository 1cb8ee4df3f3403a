//! `check.sh` as it is handed over, run against real nginx and real backends, whole and
//! broken in one thing at a time. What it must find is the whole list of checks that fail, and no other.

mod support;

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::plan::{FileKind, Plan};
use deploy::readme_client;
use pki::issue::{self, Authority};
use pki::key::KeyAlgorithm;
use pki::moment::Moment;
use pki::validity::Lifetime;
use support::machine::{Machine, Setup, days_before};
use support::{Folder, now, run_well};
use testkit::entropy::SeededEntropy;
use testkit::family::{client_profile, make_authority, server_profile};
use testkit::keys::TestKeys;
use text::Lang;

/// Every check in its order.
const ALL: [&str; 10] = [
    "with-certificate",
    "without-certificate",
    "stranger",
    "without-authority",
    "tls-1.1",
    "identity-headers",
    "backend-port",
    "days-client",
    "days-authority",
    "days-server",
];

fn listen(address: &str) -> ChoicesDraft {
    ChoicesDraft::default().with(ChoiceField::ListenAddress, address.to_owned())
}

/// A whole machine, good for a month: nothing on it ends within the fewest days.
fn healthy() -> Setup<'static> {
    Setup { draft: listen("127.0.0.1"), days: 30, ..Setup::default() }
}

/// Changes nginx's configuration: the text must be there.
fn replace_in_conf(plan: &Plan, from: &str, to: &str) {
    let path = plan.configuration();
    let text = std::fs::read_to_string(&path).expect("a configuration");
    assert!(text.contains(from), "{from}: {text}");
    std::fs::write(&path, text.replace(from, to)).expect("written");
}

/// Puts the script beside the client's files.
fn hand_over(machine: &Machine, lang: Lang) {
    let facts = readme_client::Facts {
        client: "partner-a".to_owned(),
        client_until: Moment::LAST,
        authority_until: Moment::LAST,
    };
    let files = machine.plan.client_files(&facts, lang).expect("files");
    let script = files.find(FileKind::CheckScript).expect("a script");
    assert_eq!((script.name.as_str(), script.mode, script.secret), ("check.sh", 0o755, false));
    machine.folder.write("client/check.sh", &script.contents);
}

/// Runs it, and looks whether it left anything behind, here or where it puts its own files.
fn check(machine: &Machine, arguments: &[&str]) -> Output {
    hand_over(machine, Lang::En);
    check_with(machine, arguments, &std::env::var("PATH").expect("a PATH"))
}

fn check_with(machine: &Machine, arguments: &[&str], path: &str) -> Output {
    let passing = Folder::new("check-sh");
    // a caller's own settings and proxy must make no difference
    let home = Folder::new("home");
    home.write(".curlrc", "insecure\n");
    let before = names_in(&machine.client());
    // this system knows the authority that stands for the public ones
    let known = machine.plan.is_public().then(|| ("CURL_CA_BUNDLE", machine.trusted()));
    let output = Command::new("dash")
        .envs(known)
        .current_dir(machine.client())
        .arg("check.sh")
        .args(arguments)
        .env("TMPDIR", passing.path())
        .env("HOME", home.path())
        .env("https_proxy", "http://127.0.0.1:9")
        .env("ALL_PROXY", "http://127.0.0.1:9")
        .env("PATH", path)
        .stdin(Stdio::null())
        .output()
        .expect("dash is installed");
    assert_eq!(names_in(&machine.client()), before, "something is left beside the files");
    assert_eq!(names_in(passing.path()), Vec::<String>::new(), "something is left");
    output
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("ASCII")).collect();
    names.sort();
    names
}

fn text_of(output: &Output) -> String {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{output:?}");
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// Those that failed and those that could not be made, by a foreign reader of JSON.
fn verdict(output: &Output) -> (Vec<String>, Vec<String>) {
    const READ: &str = "import json, sys
report = json.loads(sys.argv[1])
assert list(report) == ['url', 'ok', 'checks'], report
assert all(list(check) == ['name', 'expected', 'got', 'ok'] for check in report['checks']), report
assert report['ok'] == all(check['ok'] is not False for check in report['checks']), report
for check in report['checks']: print(check['name'], check['ok'])";
    let json = text_of(output);
    assert_eq!(json.lines().count(), 1, "{json}");
    let read = run_well(Path::new("/"), "/usr/bin/python3", ["-c", READ, &json]);
    let checks: Vec<(&str, &str)> =
        read.lines().map(|line| line.split_once(' ').expect("two words")).collect();
    assert_eq!(checks.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ALL, "{json}");
    let with =
        |ok: &str| checks.iter().filter(|check| check.1 == ok).map(|check| check.0.to_owned()).collect();
    (with("False"), with("None"))
}

/// Exactly these checks fail and these cannot be made, the exit code says so, and the lines for people with the advice too.
fn finds(machine: &Machine, arguments: &[&str], failed: &[&str], skipped: &[&str], advice: &[&str]) {
    let exit = Some(i32::from(!failed.is_empty()));
    let json = check(machine, &[arguments, &["--json"]].concat());
    assert_eq!(verdict(&json), (owned(failed), owned(skipped)), "{}", text_of(&json));
    assert_eq!(json.status.code(), exit);

    let plain = check(machine, arguments);
    assert_eq!(plain.status.code(), exit);
    let text = text_of(&plain);
    let begin = |mark: &str| text.lines().filter(|line| line.starts_with(mark)).count();
    let ok = ALL.len() - failed.len() - skipped.len();
    assert_eq!(
        (begin("ok  "), begin("FAILED  "), begin("--  ")),
        (ok, failed.len(), skipped.len()),
        "{text}"
    );
    let told: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("        ")).collect();
    assert_eq!(told.len(), failed.len(), "{text}");
    for words in advice {
        assert!(told.iter().any(|line| line.contains(words)), "{words}: {text}");
    }
    assert_eq!(text.contains("Every check that could be made"), failed.is_empty(), "{text}");
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

const CONNECT: &[&str] = &["--connect", "127.0.0.1"];

#[test]
fn a_whole_machine_passes_in_both_languages_and_with_every_key() {
    for (algorithm, lang) in [
        (KeyAlgorithm::EcdsaP256, Lang::En),
        (KeyAlgorithm::Rsa2048, Lang::Ko),
        (KeyAlgorithm::Ed25519, Lang::Ko),
    ] {
        let machine = Machine::start_as(Setup { algorithm, lang, ..healthy() });
        finds(&machine, CONNECT, &[], &["backend-port"], &[]);
        hand_over(&machine, lang);
        let path = std::env::var("PATH").expect("a PATH");
        let output = check_with(&machine, CONNECT, &path);
        assert_eq!(output.status.code(), Some(0), "{}", text_of(&output));
    }
}

#[test]
fn an_address_is_called_without_a_server_name() {
    let names = &["127.0.0.1", "api.example.test"];
    let machine = Machine::start_as(Setup { names, ..healthy() });
    finds(&machine, &[], &[], &["backend-port"], &[]);
    let has_ipv6 = TcpListener::bind("[::1]:0").is_ok();
    // a machine without IPv6 could not listen on it
    if has_ipv6 {
        let machine = Machine::start_as(Setup { draft: listen("::1"), names: &["::1"], ..healthy() });
        finds(&machine, &[], &[], &["backend-port"], &[]);
        for address in ["::1", "[::1]"] {
            finds(&machine, &["--connect", address], &[], &["backend-port"], &[]);
        }
    }
}

#[test]
fn an_own_backend_passes_whatever_it_answers() {
    let draft = listen("127.0.0.1").with(ChoiceField::Backend, "own");
    let machine = Machine::start_as(Setup { draft, ..healthy() });
    finds(&machine, CONNECT, &[], &["identity-headers", "backend-port"], &[]);
}

/// What is expected follows from the choices: a path that needs a certificate, own answers, a list, a backend without a port.
#[test]
fn other_choices_are_expected_to_come_out_otherwise() {
    let paths = listen("127.0.0.1")
        .with(ChoiceField::Verify, "paths")
        .with(ChoiceField::ProtectedPaths, "/v1/pay")
        .with(ChoiceField::Refusals, "json");
    let machine = Machine::start_as(Setup { draft: paths, ..healthy() });
    finds(&machine, CONNECT, &[], &["backend-port"], &[]);

    let listed = listen("127.0.0.1")
        .with(ChoiceField::Allow, "subject")
        .with(ChoiceField::Refusals, "text")
        .with(ChoiceField::FlaskAt, "socket");
    let ours = listed.clone().with(ChoiceField::Allowed, "CN=partner-a,O=Example Inc.,C=KR");
    let machine = Machine::start_as(Setup { draft: ours, ..healthy() });
    finds(&machine, CONNECT, &[], &["backend-port"], &[]);
    for refusals in ["text", "nginx"] {
        let other =
            listed.clone().with(ChoiceField::Allowed, "CN=other").with(ChoiceField::Refusals, refusals);
        let machine = Machine::start_as(Setup { draft: other, ..healthy() });
        let advice = ["this certificate is not on its list"];
        let skipped = ["identity-headers", "backend-port"];
        finds(&machine, CONNECT, &["with-certificate"], &skipped, &advice);
    }
}

/// Callers know the server by their own system; one that is not known there, or for another name, is found.
#[test]
fn a_public_certificate_is_checked_by_the_system() {
    let draft = listen("127.0.0.1").with(ChoiceField::ServerCertificate, "public");
    let machine = Machine::start_as(Setup { draft: draft.clone(), ..healthy() });
    std::fs::remove_file(machine.client().join("ca.crt")).expect("callers get none");
    let skipped = ["backend-port", "days-authority"];
    finds(&machine, CONNECT, &[], &skipped, &[]);

    let ours = |plan: &Plan, authority: &Authority| {
        let key = TestKeys::new().make(KeyAlgorithm::EcdsaP256);
        let profile = server_profile(&["api.example.test"], Lifetime::Days(30));
        let server = issue::server(&profile, &key, authority, now(), &mut SeededEntropy::new(10));
        let place =
            |path: String| plan.configuration().replace("base/nginx/nginx.conf", &format!("root{path}"));
        std::fs::write(place(plan.server_certificate()), server.expect("a server").to_pem())
            .expect("written");
        std::fs::write(place(plan.server_key()), key.to_pem().expose()).expect("written");
    };
    let machine = Machine::start_as(Setup { draft, change: &ours, ..healthy() });
    let failed = ["with-certificate", "without-certificate", "stranger", "without-authority"];
    let advice = ["This system does not trust the server’s certificate"];
    let skipped = ["identity-headers", "backend-port", "days-authority"];
    finds(&machine, CONNECT, &failed[..1], &[&failed[1..], &skipped].concat(), &advice);
}

#[test]
fn mutual_tls_that_is_off_is_found() {
    let off =
        |plan: &Plan, _: &Authority| replace_in_conf(plan, "ssl_verify_client on", "ssl_verify_client off");
    // our backend refuses what nginx does not vouch for, so here the first call fails too
    let machine = Machine::start_as(Setup { change: &off, ..healthy() });
    let failed = ["with-certificate", "without-certificate", "stranger"];
    finds(&machine, CONNECT, &failed, &["identity-headers", "backend-port"], &["mutual TLS is OFF"]);

    let draft = listen("127.0.0.1").with(ChoiceField::Backend, "own");
    let machine = Machine::start_as(Setup { draft, change: &off, ..healthy() });
    let advice = ["without a certificate: mutual TLS is OFF", "anyone can make: mutual TLS is OFF"];
    finds(&machine, CONNECT, &failed[1..], &["identity-headers", "backend-port"], &advice);
}

#[test]
fn a_certificate_that_is_asked_for_and_not_required_is_found() {
    let optional = |plan: &Plan, _: &Authority| {
        replace_in_conf(plan, "ssl_verify_client on", "ssl_verify_client optional");
    };
    let machine = Machine::start_as(Setup { change: &optional, ..healthy() });
    finds(&machine, CONNECT, &["without-certificate"], &["backend-port"], &["mutual TLS is OFF"]);
}

#[test]
fn another_authority_is_found() {
    let other = |plan: &Plan, _: &Authority| {
        let key = TestKeys::new().make(KeyAlgorithm::EcdsaP256);
        let authority = make_authority("Other CA", key, &mut SeededEntropy::new(8));
        std::fs::write(plan.certificate("client-ca.crt"), authority.certificate().to_pem()).expect("written");
    };
    let machine = Machine::start_as(Setup { change: &other, ..healthy() });
    let skipped = ["identity-headers", "backend-port"];
    finds(&machine, CONNECT, &["with-certificate"], &skipped, &["nginx does not accept client.crt"]);
}

#[test]
fn a_backend_that_is_down_is_found() {
    let skipped = ["identity-headers", "backend-port"];
    for backend in ["flask", "own"] {
        let draft = listen("127.0.0.1").with(ChoiceField::Backend, backend);
        let machine = Machine::start_as(Setup { draft, backend: false, ..healthy() });
        finds(
            &machine,
            CONNECT,
            &["with-certificate"],
            &skipped,
            &["the backend does not answer at 127.0.0.1:"],
        );
    }
}

#[test]
fn old_tls_is_found() {
    let old = |plan: &Plan, _: &Authority| {
        replace_in_conf(plan, "ssl_protocols TLSv1.2", "ssl_protocols TLSv1.1 TLSv1.2");
        let conf = std::fs::read_to_string(plan.configuration()).expect("a configuration");
        let ciphers = conf.lines().find(|line| line.contains("ssl_ciphers")).expect("ciphers").trim();
        replace_in_conf(plan, ciphers, "ssl_ciphers DEFAULT:@SECLEVEL=0;");
    };
    let machine = Machine::start_as(Setup { change: &old, ..healthy() });
    finds(&machine, CONNECT, &["tls-1.1"], &["backend-port"], &["TLS 1.1 or older"]);
}

#[test]
fn headers_that_are_passed_on_are_found() {
    let line = "proxy_set_header X-SSL-Client-S-DN $ssl_client_s_dn;";
    let pass_on = |plan: &Plan, _: &Authority| replace_in_conf(plan, line, "");
    let machine = Machine::start_as(Setup { change: &pass_on, ..healthy() });
    finds(
        &machine,
        CONNECT,
        &["identity-headers"],
        &["backend-port"],
        &["identity headers reaches the backend"],
    );
}

#[test]
fn a_client_certificate_that_has_expired_is_found() {
    let machine = Machine::start_as(healthy());
    let (keys, mut entropy) = (TestKeys::new(), SeededEntropy::new(9));
    let key = keys.make(KeyAlgorithm::EcdsaP256);
    let profile = client_profile("partner-a", &[], Lifetime::Days(5));
    let expired = issue::client(&profile, &key, &machine.authority, days_before(now(), 10), &mut entropy)
        .expect("a client");
    machine.folder.write("client/client.crt", expired.to_pem());
    machine.folder.write("client/client.key", key.to_pem().expose());
    let failed = ["with-certificate", "days-client"];
    let advice = ["it has expired or was revoked", "Your certificate has expired"];
    finds(&machine, CONNECT, &failed, &["identity-headers", "backend-port"], &advice);
}

#[test]
fn a_server_certificate_that_ends_soon_is_found() {
    let soon = |plan: &Plan, authority: &Authority| {
        let key = TestKeys::new().make(KeyAlgorithm::EcdsaP256);
        let profile = server_profile(&["api.example.test"], Lifetime::Days(13));
        let server = issue::server(&profile, &key, authority, now(), &mut SeededEntropy::new(10));
        std::fs::write(plan.certificate("server.crt"), server.expect("a server").to_pem()).expect("written");
        std::fs::write(plan.certificate("server.key"), key.to_pem().expose()).expect("written");
    };
    let machine = Machine::start_as(Setup { change: &soon, ..healthy() });
    let advice = ["The server’s certificate has expired or will"];
    finds(&machine, CONNECT, &["days-server"], &["backend-port"], &advice);
    // how soon is soon is the caller's to say
    let within = |days| ["--connect", "127.0.0.1", "--days", days];
    finds(&machine, &within("12"), &[], &["backend-port"], &[]);
    finds(&machine, &within("13"), &["days-server"], &["backend-port"], &["or will within 13 days"]);
    let all = ["days-client", "days-authority", "days-server"];
    finds(&machine, &within("9999"), &all, &["backend-port"], &["or will within 9999 days"; 3]);
}

/// The way around nginx cannot be tried on loopback, where the backend may answer: curl is made to say that it came from elsewhere.
#[test]
fn a_backend_that_is_open_to_others_is_found() {
    let connect = &["--connect", "127.0.0.2"];
    let elsewhere = Folder::new("elsewhere");
    let script = "#!/bin/sh\nreal=$(PATH=${PATH#*:} command -v curl)\nsaid=$(\"$real\" \"$@\")\ncode=$?\n\
                  printf '%s' \"$said\" | sed 's/127\\.0\\.0\\.2$/192.0.2.1/'\nexit $code\n";
    let curl = elsewhere.write("curl", script);
    run_well(elsewhere.path(), "chmod", ["755".as_ref(), curl.as_os_str()]);
    let path = format!("{}:{}", elsewhere.text(), std::env::var("PATH").expect("a PATH"));

    let machine = Machine::start_as(Setup { draft: listen("127.0.0.2"), ..healthy() });
    finds(&machine, connect, &[], &["backend-port"], &[]);
    let json = [connect as &[&str], &["--json"]].concat();
    let closed = check_with(&machine, &json, &path);
    assert_eq!(verdict(&closed), (Vec::new(), Vec::new()), "{closed:?}");
    assert_eq!(closed.status.code(), Some(0));

    let listener = TcpListener::bind(("127.0.0.2", machine.plan.backend().port().expect("a port").number()));
    let listener = listener.expect("a port that the backend has on 127.0.0.1 alone");
    std::thread::spawn(move || listener.incoming().for_each(drop));
    let found = check_with(&machine, &json, &path);
    assert_eq!(verdict(&found), (owned(&["backend-port"]), Vec::new()), "{found:?}");
    assert_eq!(found.status.code(), Some(1));
    let text = text_of(&check_with(&machine, connect, &path));
    assert!(text.contains("bypasses mutual TLS. Let the backend listen"), "{text}");
}

#[test]
fn a_server_that_is_not_there_fails_once_and_with_its_reason() {
    let machine = Machine::start_as(healthy());
    let skipped = [
        "without-certificate",
        "stranger",
        "without-authority",
        "tls-1.1",
        "identity-headers",
        "backend-port",
        "days-server",
    ];
    // nobody listens there: nginx is on 127.0.0.1 alone
    finds(
        &machine,
        &["--connect", "127.0.0.2"],
        &["with-certificate"],
        &skipped,
        &["Nobody answers on port"],
    );
    // .test exists nowhere (RFC 6761 section 6.2)
    finds(&machine, &[], &["with-certificate"], &skipped, &["has no address in DNS"]);
}
