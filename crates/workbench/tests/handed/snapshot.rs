//! A tree of files as it is, to be compared with what becomes of it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

/// Every path below a root, and the root itself under the empty name; nothing while it is not there.
pub(crate) type Tree = BTreeMap<String, Entry>;

/// What is compared octet for octet. A folder has no time: it changes with every file that comes and goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    Folder { mode: u32, owner: (u32, u32) },
    File { mode: u32, owner: (u32, u32), changed: (i64, i64), contents: Vec<u8> },
    Link(String),
}

impl Entry {
    pub(crate) fn is_folder(&self) -> bool {
        matches!(self, Entry::Folder { .. })
    }
}

/// Looks at all of it.
pub(crate) fn tree(root: &Path) -> Tree {
    let mut found = Tree::new();
    if fs::symlink_metadata(root).is_ok() {
        walk(root, "", &mut found);
    }
    found
}

fn walk(path: &Path, name: &str, found: &mut Tree) {
    let about = fs::symlink_metadata(path).expect("there");
    let (mode, owner) = (about.permissions().mode() & 0o7777, (about.uid(), about.gid()));
    if about.is_symlink() {
        let target = fs::read_link(path).expect("a link").display().to_string();
        found.insert(name.to_owned(), Entry::Link(target));
    } else if about.is_dir() {
        found.insert(name.to_owned(), Entry::Folder { mode, owner });
        for entry in fs::read_dir(path).expect("a folder") {
            let entry = entry.expect("an entry");
            let below = entry.file_name().into_string().expect("UTF-8");
            let name = if name.is_empty() { below } else { format!("{name}/{below}") };
            walk(&entry.path(), &name, found);
        }
    } else {
        let changed = (about.mtime(), about.mtime_nsec());
        let contents = fs::read(path).expect("a file");
        found.insert(name.to_owned(), Entry::File { mode, owner, changed, contents });
    }
}
