//! Which files were read for a configuration, and in which state each was just before: whatever changes afterwards is found, even while it is
//! read.

use core::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What tells one state of a file from another, without reading it. Links are followed, so that it changes when a link is turned to
/// another folder, as Kubernetes and certbot do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    #[cfg(unix)]
    inode: (u64, u64, i64, i64),
}

impl Stamp {
    /// The state of a file now; `None` when there is none.
    #[must_use]
    pub fn of(path: &Path) -> Option<Stamp> {
        let data = std::fs::metadata(path).ok()?;
        Some(Stamp {
            modified: data.modified().ok(),
            length: data.len(),
            #[cfg(unix)]
            inode: {
                use std::os::unix::fs::MetadataExt as _;
                (data.dev(), data.ino(), data.ctime(), data.ctime_nsec())
            },
        })
    }
}

/// States of files; `None` for one that is not there.
pub type Stamps = BTreeMap<PathBuf, Option<Stamp>>;

/// The files that were asked for.
#[derive(Debug, Default)]
pub struct Seen(RefCell<Stamps>);

impl Seen {
    /// A file is about to be read.
    pub fn note(&self, path: &Path) {
        self.0.borrow_mut().entry(path.to_owned()).or_insert_with(|| Stamp::of(path));
    }

    /// All of them.
    #[must_use]
    pub fn into_stamps(self) -> Stamps {
        self.0.into_inner()
    }
}
