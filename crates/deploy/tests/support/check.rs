//! `check.sh` as it is handed over: run beside a client's files, and what it found read by a foreign reader.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::plan::{FileKind, Plan};
use deploy::readme_client;
use pki::moment::Moment;
use pki::name::host::HostName;
use text::Lang;

use super::machine::{Machine, Setup};
use super::{Folder, run_well};

/// Every check in its order.
pub(crate) const ALL: [&str; 11] = [
    "dns",
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

pub(crate) fn listen(address: &str) -> ChoicesDraft {
    ChoicesDraft::default().with(ChoiceField::ListenAddress, address.to_owned())
}

/// A whole machine, good for a month: nothing on it ends within the fewest days.
pub(crate) fn healthy() -> Setup<'static> {
    Setup { draft: listen("127.0.0.1"), days: 30, ..Setup::default() }
}

/// Changes nginx's configuration: the text must be there.
pub(crate) fn replace_in_conf(plan: &Plan, from: &str, to: &str) {
    let path = plan.configuration();
    let text = std::fs::read_to_string(&path).expect("a configuration");
    assert!(text.contains(from), "{from}: {text}");
    std::fs::write(&path, text.replace(from, to)).expect("written");
}

/// Puts the script beside the client's files.
pub(crate) fn hand_over(machine: &Machine, lang: Lang) {
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
pub(crate) fn check(machine: &Machine, arguments: &[&str]) -> Output {
    hand_over(machine, Lang::En);
    check_with(machine, arguments, &std::env::var("PATH").expect("a PATH"))
}

pub(crate) fn check_with(machine: &Machine, arguments: &[&str], path: &str) -> Output {
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

pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("ASCII")).collect();
    names.sort();
    names
}

pub(crate) fn text_of(output: &Output) -> String {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{output:?}");
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// Those that failed and those that could not be made, by a foreign reader of JSON.
pub(crate) fn verdict(output: &Output) -> (Vec<String>, Vec<String>) {
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
/// Where DNS is not asked because of how the server is called, that need not be said.
pub(crate) fn finds(
    machine: &Machine,
    arguments: &[&str],
    failed: &[&str],
    skipped: &[&str],
    advice: &[&str],
) {
    let exit = Some(i32::from(!failed.is_empty()));
    let by_address = matches!(machine.plan.names().first(), HostName::Ip(_));
    let unasked = by_address || arguments.contains(&"--connect");
    let skipped = &[if unasked { &["dns"][..] } else { &[] }, skipped].concat()[..];
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

pub(crate) fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(crate) const CONNECT: &[&str] = &["--connect", "127.0.0.1"];
