//! The files that a configuration or a command names, as somebody else hands them over. No disk is touched here.

use std::collections::BTreeMap;

/// Where files come from: a disk, what was dropped on the page, a test's map. Paths are as nginx or curl would open them.
pub trait Files {
    /// What is in a file.
    ///
    /// # Errors
    /// [`Missing`] says why it cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, Missing>;

    /// The names in a folder, for patterns such as `sites-enabled/*`; in any order.
    fn names(&self, folder: &str) -> Vec<String>;

    /// Whether a key stands at this path that was kept back from whoever asks, and is taken to be the right one.
    fn is_kept_back(&self, _path: &str) -> bool {
        false
    }

    /// Whether all files of the machine are at hand, so that one that is not found is not there.
    fn is_machine(&self) -> bool {
        false
    }

    /// Who may do what with a file (`0o600`), where that is known.
    fn mode(&self, _path: &str) -> Option<u32> {
        None
    }
}

/// Why a file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// There is none (`ENOENT`).
    NotFound,
    /// It may not be read (`EACCES`).
    Forbidden,
    /// It is a folder (`EISDIR`).
    Folder,
}

impl Missing {
    /// The system's number and words.
    #[must_use]
    pub const fn errno(self) -> (u8, &'static str) {
        match self {
            Missing::NotFound => (2, "No such file or directory"),
            Missing::Forbidden => (13, "Permission denied"),
            Missing::Folder => (21, "Is a directory"),
        }
    }
}

/// Files in memory.
#[derive(Debug, Clone, Default)]
pub struct Memory(BTreeMap<String, Vec<u8>>);

impl Memory {
    /// None.
    #[must_use]
    pub fn new() -> Memory {
        Memory::default()
    }

    /// One more.
    #[must_use]
    pub fn with(mut self, path: &str, contents: impl Into<Vec<u8>>) -> Memory {
        self.0.insert(plain(path), contents.into());
        self
    }
}

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, Missing> {
        let path = plain(path);
        let inside = format!("{path}/");
        match self.0.get(&path) {
            Some(contents) => Ok(contents.clone()),
            None if self.0.keys().any(|known| known.starts_with(&inside)) => Err(Missing::Folder),
            None => Err(Missing::NotFound),
        }
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let inside = format!("{}/", plain(folder));
        let within = self.0.keys().filter_map(|path| path.strip_prefix(&inside));
        let mut names: Vec<String> =
            within.filter_map(|rest| rest.split('/').next()).map(str::to_owned).collect();
        names.dedup();
        names
    }
}

/// A path without `.` and `..`: `run/../a` is `a`.
#[must_use]
pub fn plain(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if path.starts_with('/') => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if path.starts_with('/') { format!("/{joined}") } else { joined }
}

#[cfg(test)]
mod tests {
    use super::{Files as _, Memory, Missing, plain};

    #[test]
    fn paths_lead_to_files() {
        for (path, expected) in [
            ("/a/./b//c", "/a/b/c"),
            ("/a/../../b", "/b"),
            ("a/../b", "b"),
            ("../a", "../a"),
            ("a/../../b", "../b"),
            ("/", "/"),
        ] {
            assert_eq!(plain(path), expected, "{path}");
        }
        let files = Memory::new().with("/etc/nginx/sites/a", "1").with("/etc/nginx/sites/b", "2");
        assert_eq!(files.read("/etc/nginx/x/../sites/a"), Ok(b"1".to_vec()));
        assert_eq!(files.read("/etc/nginx/sites"), Err(Missing::Folder));
        assert_eq!(files.read("/etc/nginx/sites/c"), Err(Missing::NotFound));
        assert_eq!(files.names("/etc/nginx/sites/"), ["a", "b"]);
        assert_eq!(files.names("/etc"), ["nginx"]);
    }
}
