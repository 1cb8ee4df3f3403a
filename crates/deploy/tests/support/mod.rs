//! What the tests of this crate share: plans from short texts, foreign programs, a folder of their own.
#![allow(dead_code, reason = "each test program uses its part of it")]

pub(crate) mod check;
pub(crate) mod machine;
pub(crate) mod rehearsal;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use deploy::choices::{ChoiceField, Choices, ChoicesDraft};
use deploy::expiry::Expiries;
use deploy::file_set::FileSet;
use deploy::plan::Plan;
use deploy::readme_server;
use pki::moment::Moment;
use pki::name::host::{HostName, HostNames};
use text::Lang;

pub(crate) fn names(list: &[&str]) -> HostNames {
    let names = list.iter().map(|name| {
        HostName::parse_with(name, &testkit::Tables).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    });
    HostNames::new(names.collect()).expect("a list of different names")
}

pub(crate) fn plan(draft: &ChoicesDraft, list: &[&str]) -> Plan {
    let choices = Choices::parse(draft).unwrap_or_else(|errors| panic!("{draft:?}: {errors:?}"));
    Plan::new(choices, names(list)).unwrap_or_else(|errors| panic!("{draft:?}: {errors:?}"))
}

/// The files of the server's bundle, for certificates that never end.
pub(crate) fn server_files(plan: &Plan, lang: Lang) -> FileSet {
    plan.server_files(&server_facts(), lang).expect("files")
}

/// Certificates that never end, and no revocation list.
pub(crate) fn server_facts() -> readme_server::Facts {
    readme_server::Facts {
        archive: "server.zip".to_owned(),
        server_until: Moment::LAST,
        authority_until: Moment::LAST,
        list_until: None,
        expiries: Expiries::default(),
    }
}

pub(crate) fn own_backend(address: &str) -> ChoicesDraft {
    ChoicesDraft::default()
        .with(ChoiceField::Backend, "own")
        .with(ChoiceField::OwnBackend, address.to_owned())
}

/// The machine's time, for certificates that foreign programs judge by it.
#[allow(clippy::disallowed_methods, reason = "nginx and curl ask the same clock")]
pub(crate) fn now() -> Moment {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    Moment::from_unix_seconds(i64::try_from(since_1970.as_secs()).expect("not that late"))
}

/// A folder that is deleted at the end, readable by nginx's workers, which may run as another user.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("handfast-{name}-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Folder(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn text(&self) -> &str {
        self.0.to_str().expect("a folder in ASCII")
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("folders");
        std::fs::write(&path, contents).expect("a file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a program; a program that is missing fails the test.
pub(crate) fn run<A: AsRef<OsStr>>(
    folder: &Path,
    program: &str,
    arguments: impl IntoIterator<Item = A>,
) -> Output {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for proxy in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    command.output().unwrap_or_else(|error| panic!("{program} cannot be run: {error}"))
}

/// Runs a program that must succeed, and gives what it wrote.
pub(crate) fn run_well<A: AsRef<OsStr>>(
    folder: &Path,
    program: &str,
    arguments: impl IntoIterator<Item = A>,
) -> String {
    let output = run(folder, program, arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        output.status.success(),
        "{program} failed with {}\n{}\n{}",
        output.status,
        text(&output.stdout),
        text(&output.stderr)
    );
    text(&output.stdout)
}

/// Writes a golden file when `UPDATE_GOLDEN=1`, and else compares with it.
pub(crate) fn golden(path: &str, found: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(file.parent().expect("below golden")).expect("folders");
        std::fs::write(&file, found).expect("a golden file");
        return;
    }
    let expected = std::fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}; UPDATE_GOLDEN=1 writes it", file.display()));
    for (number, (expected, found)) in expected.lines().zip(found.lines()).enumerate() {
        assert_eq!(
            expected,
            found,
            "{}:{}; UPDATE_GOLDEN=1 takes the change over",
            file.display(),
            number + 1
        );
    }
    assert_eq!(expected, found, "{}", file.display());
}

/// The golden files that there are, below their folder.
pub(crate) fn golden_files() -> BTreeSet<String> {
    fn walk(folder: &Path, below: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = format!("{below}{}", entry.file_name().to_str().expect("a name in ASCII"));
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), found);
            } else {
                found.insert(name);
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden"), "", &mut found);
    found
}

/// Folder of crossplane: named by `cargo xtask test`, or where that has put it before.
pub(crate) fn crossplane() -> PathBuf {
    let named = std::env::var_os("HANDFAST_CROSSPLANE").map(PathBuf::from);
    let home = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cache = || home("XDG_CACHE_HOME").or_else(|| Some(home("HOME")?.join(".cache")));
    let fetched = || {
        let tools = std::fs::read_dir(cache()?.join("handfast/tools")).ok()?;
        let all = tools.filter_map(|entry| Some(entry.ok()?.path()));
        all.filter(|path| path.join("crossplane").is_dir()).max()
    };
    named.or_else(fetched).expect("crossplane is not there yet: `cargo xtask test deploy` fetches it")
}
