//! Folders in which nginx keeps what it does not hold in memory: caches and what is passed on, as the directives come that name them
//! (`ngx_add_path`).

use super::folder::{PREFIX, full};
use super::item::Item;
use super::value::fault::Fault;

/// The folders that have been named.
#[derive(Debug, Default)]
pub(super) struct Paths(Vec<Named>);

#[derive(Debug)]
struct Named {
    path: String,
    /// The folders inside one another; a cache has the folder for itself.
    levels: Option<Vec<String>>,
    file: String,
    line: usize,
}

/// Whether a directive names one, and a cache.
pub(super) fn kind(name: &str) -> Option<bool> {
    let cache = ["proxy", "fastcgi", "uwsgi", "scgi"];
    match name.strip_suffix("_path")?.rsplit_once('_')? {
        (module, "cache") if cache.contains(&module) => Some(true),
        (module, "temp") if cache.contains(&module) || module == "client_body" => Some(false),
        _ => None,
    }
}

/// The folder that a directive names, as nginx asks for it: a slash at its end goes where it puts its own folder before it, and makes it
/// another folder where not, of which it is told without.
pub(super) fn path(item: &Item) -> String {
    let written = item.word(0);
    if written.starts_with('/') {
        return written.to_owned();
    }
    full(PREFIX, written.strip_suffix('/').unwrap_or(written))
}

impl Paths {
    /// What nginx says to a folder that another directive has.
    pub(super) fn fault(&mut self, item: &Item, file: &str) -> Fault {
        let path = path(item);
        let shown = path.strip_suffix('/').unwrap_or(&path);
        let levels = (!kind(&item.name)?).then(|| item.words[1..].to_vec());
        let words = match self.0.iter().find(|known| known.path == path) {
            None => {
                self.0.push(Named { path, levels, file: file.to_owned(), line: item.line });
                return None;
            }
            Some(known) if known.levels.is_none() || levels.is_none() => {
                format!("the same path name \"{shown}\" used in {}:{} and", known.file, known.line)
            }
            Some(known) if known.levels != levels => {
                format!(
                    "the same path name \"{shown}\" in {}:{} has the different levels than",
                    known.file, known.line
                )
            }
            Some(_) => return None,
        };
        Some((words, path))
    }
}
