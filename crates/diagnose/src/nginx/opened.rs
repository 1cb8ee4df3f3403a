//! Files that nginx opens or makes once it has read all: its own number, the folders in which it keeps what it passes on, and the logs.
//! Whether their folders are there is known where all files of the machine are at hand.

use super::folder::{PREFIX, full};
use super::item::{Item, Loaded, below};
use super::paths;
use super::refusal::{Cause, FileFault, Refusal};
use crate::files::{Files, Missing};

/// The first that cannot be opened or made, since its folder is not there (`ngx_init_cycle`).
pub(super) fn fault(loaded: &Loaded, files: &dyn Files) -> Option<Refusal> {
    let pid = loaded.items.iter().filter(|item| item.name == "pid");
    let mut kept: Vec<&Item> = below(&loaded.items);
    kept.retain(|item| paths::kind(&item.name).is_some());
    let mut logged: Vec<&Item> = Vec::new();
    logs(&loaded.items, &mut logged);
    let opened = |item: &Item| refusal(item, "open", &full(PREFIX, item.word(0)), files);
    pid.into_iter()
        .find_map(opened)
        .or_else(|| kept.iter().find_map(|item| refusal(item, "mkdir", &paths::path(item), files)))
        .or_else(|| logged.into_iter().find_map(opened))
}

fn refusal(item: &Item, call: &str, path: &str, files: &dyn Files) -> Option<Refusal> {
    let is_folder = || {
        let named = || path.ends_with('/') || files.read(path) == Err(Missing::Folder);
        (call == "open" && files.is_machine() && named())
            .then_some((Missing::Folder, Missing::Folder.errno()))
    };
    let lacking = lacks_folder(path, files).map(|errno| (Missing::NotFound, errno));
    let (missing, (number, words)) = lacking.or_else(is_folder)?;
    Some(Refusal {
        words: format!("{call}() \"{path}\" failed ({number}: {words})"),
        place: None,
        cause: Cause::File {
            name: item.name.clone(),
            path: path.to_owned(),
            fault: FileFault::Missing(missing),
        },
    })
}

/// Why a file cannot be made, where it is known that its folder is not there: the system's number and words.
pub(super) fn lacks_folder(path: &str, files: &dyn Files) -> Option<(u8, &'static str)> {
    /// `ENOTDIR`: a file stands there, or higher up.
    const NO_FOLDER: (u8, &str) = (20, "Not a directory");
    // who is not asked is not named as missing
    if !files.is_machine() {
        return None;
    }
    let mut folder = path.trim_end_matches('/');
    let mut found = None;
    while let Some((higher, _)) = folder.rsplit_once('/').filter(|(higher, _)| !higher.is_empty()) {
        folder = higher;
        match files.read(folder) {
            Ok(_) => return Some(NO_FOLDER),
            Err(Missing::NotFound) => found = Some(Missing::NotFound.errno()),
            Err(Missing::Folder | Missing::Forbidden) => return found,
        }
    }
    found
}

fn logs<'a>(items: &'a [Item], named: &mut Vec<&'a Item>) {
    for item in items {
        let path = item.word(0);
        // without a name it is nginx's own standard error
        let elsewhere = path.is_empty() || ["syslog:", "memory:"].iter().any(|start| path.starts_with(start));
        match item.name.as_str() {
            "error_log" if path != "stderr" && !elsewhere => named.push(item),
            "access_log" if path != "off" && !elsewhere && !path.contains('$') => named.push(item),
            _ => {}
        }
        logs(item.directives(), named);
    }
}
