//! What the tests of this room share. Certificate families and foreign tools are `testkit`'s.
#![allow(dead_code, unreachable_pub, reason = "each test file takes what it needs")]

use std::path::PathBuf;

use bundle::passphrase::Passphrase;
use pki::moment::Moment;
use testkit::{SeededEntropy, TempDir, tool};

/// Half a minute before one in the afternoon, so that a mistaken time of day is noticed.
pub fn noon() -> Moment {
    testkit::NOW.plus_seconds(12 * 3_600 + 34 * 60 + 56)
}

pub fn passphrase() -> Passphrase {
    Passphrase::generate(&mut SeededEntropy::new(7)).expect("a seed never runs dry")
}

/// Folder of pyzipper: named by `cargo xtask test`, or where that has put it before.
pub fn pyzipper() -> PathBuf {
    let given = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cache = || given("XDG_CACHE_HOME").or_else(|| Some(given("HOME")?.join(".cache")));
    let fetched = || {
        let tools = std::fs::read_dir(cache()?.join("handfast/tools")).ok()?;
        let all = tools.filter_map(|entry| Some(entry.ok()?.path()));
        all.filter(|path| path.join("pyzipper").is_dir()).max()
    };
    let found = given("HANDFAST_PYZIPPER").or_else(fetched);
    found.expect("pyzipper is not there yet: `cargo xtask test bundle` fetches it")
}

/// A folder in which foreign tools run.
pub struct Folder(pub TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(TempDir::new())
    }

    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        self.0.write(name, contents);
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        self.0.read(name)
    }

    /// Runs a tool; its failure fails the test. Gives all that it said.
    pub fn run(&self, program: &str, arguments: &[&str]) -> String {
        tool(program).args(arguments).in_folder(self.0.path()).succeeds().all()
    }

    /// The same for a tool that is expected to refuse.
    pub fn refused(&self, program: &str, arguments: &[&str]) -> String {
        tool(program).args(arguments).in_folder(self.0.path()).fails().all()
    }
}
