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
    let is_folder = || call == "open" && files.is_machine() && files.read(path) == Err(Missing::Folder);
    let missing = if lacks_folder(path, files) {
        Missing::NotFound
    } else if is_folder() {
        Missing::Folder
    } else {
        return None;
    };
    let (number, words) = missing.errno();
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

/// Whether a file cannot be made, since it is known that its folder is not there.
pub(super) fn lacks_folder(path: &str, files: &dyn Files) -> bool {
    let folder = path.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
    files.is_machine() && !folder.is_empty() && files.read(folder) == Err(Missing::NotFound)
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
