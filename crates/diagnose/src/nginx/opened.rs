//! Files that nginx opens once it has read all: its own number and the logs. Whether their folders are there is known where all files of
//! the machine are at hand.

use super::folder::{PREFIX, full};
use super::item::{Item, Loaded};
use super::refusal::{Cause, FileFault, Refusal};
use crate::files::{Files, Missing};

/// The first that cannot be opened, since its folder is not there (`ngx_init_cycle`).
pub(super) fn fault(loaded: &Loaded, files: &dyn Files) -> Option<Refusal> {
    if !files.is_machine() {
        return None;
    }
    let own = loaded.items.iter().filter(|item| item.name == "pid");
    let mut named: Vec<&Item> = own.collect();
    logs(&loaded.items, &mut named);
    named.into_iter().find_map(|item| {
        let path = full(PREFIX, item.word(0));
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let missing = !folder.is_empty() && files.read(folder) == Err(Missing::NotFound);
        let cause = || Cause::File {
            name: item.name.clone(),
            path: path.clone(),
            fault: FileFault::Missing(Missing::NotFound),
        };
        let (number, words) = Missing::NotFound.errno();
        missing.then(|| Refusal {
            words: format!("open() \"{path}\" failed ({number}: {words})"),
            place: None,
            cause: cause(),
        })
    })
}

fn logs<'a>(items: &'a [Item], named: &mut Vec<&'a Item>) {
    for item in items {
        let path = item.word(0);
        let elsewhere =
            ["syslog:", "memory:"].iter().any(|start| path.starts_with(start)) || path.contains('$');
        match item.name.as_str() {
            "error_log" if path != "stderr" && !elsewhere => named.push(item),
            "access_log" if path != "off" && !elsewhere => named.push(item),
            _ => {}
        }
        logs(item.inside(), named);
    }
}
