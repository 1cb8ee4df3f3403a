//! What the tests of this room share. Certificate families and foreign tools are `testkit`'s.
#![allow(dead_code, unreachable_pub, reason = "each test file takes what it needs")]

use std::path::PathBuf;
use std::process::Command;

use bundle::passphrase::Passphrase;
use pki::entropy::{Entropy, NoEntropy};
use pki::moment::Moment;

/// Bytes that differ from call to call and are the same in every run.
pub struct Counting(u64);

impl Counting {
    pub fn from(seed: u64) -> Counting {
        Counting(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
}

impl Entropy for Counting {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy> {
        for byte in out {
            // splitmix64
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (mixed >> 56) as u8;
        }
        Ok(())
    }
}

/// A source that has nothing to give.
pub struct Dry;

impl Entropy for Dry {
    fn fill(&mut self, _out: &mut [u8]) -> Result<(), NoEntropy> {
        Err(NoEntropy)
    }
}

pub fn noon() -> Moment {
    Moment::from_day(2026, 11, 23).expect("a day").plus_seconds(12 * 3_600 + 34 * 60 + 56)
}

pub fn passphrase() -> Passphrase {
    Passphrase::generate(&mut Counting::from(7)).expect("counting never runs dry")
}

/// A folder of its own for one test, removed afterwards.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("handfast-bundle-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("the temporary folder is writable");
        Folder(path)
    }

    pub fn write(&self, name: &str, contents: &[u8]) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, contents).expect("the folder is ours");
        path.to_str().expect("temporary paths are UTF-8").to_owned()
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs a foreign tool in this folder; a missing tool or a failure fails the test with all that it said.
    pub fn run(&self, tool: &str, arguments: &[&str]) -> String {
        let (success, said) = self.attempt(tool, arguments);
        assert!(success, "{tool} {arguments:?}:\n{said}");
        said
    }

    /// The same for a tool that is expected to refuse.
    pub fn refused(&self, tool: &str, arguments: &[&str]) -> String {
        let (success, said) = self.attempt(tool, arguments);
        assert!(!success, "{tool} {arguments:?} should have refused:\n{said}");
        said
    }

    fn attempt(&self, tool: &str, arguments: &[&str]) -> (bool, String) {
        let output = Command::new(tool)
            .args(arguments)
            .current_dir(&self.0)
            .env("LC_ALL", "C.UTF-8")
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap_or_else(|error| panic!("{tool} must be installed: {error}"));
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
