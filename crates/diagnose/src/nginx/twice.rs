//! What may stand once in a block, and what not beside another.

use std::collections::HashSet;

use super::item::Item;
use super::module::named;
use super::refusal::Cause;
use super::table::Known;
use super::value::{rows, stands_once};

/// What stands in a block already.
pub(super) type Seen = HashSet<String>;

/// Lists that `off` empties once for all: nothing of their name may stand beside it.
const EMPTIED: [&str; 6] = [
    "proxy_redirect",
    "proxy_cookie_domain",
    "proxy_cookie_path",
    "proxy_cookie_flags",
    "mirror",
    "http2_push",
];

/// What nginx says to a directive for what stands in its block already, and notes that it stands there.
pub(super) fn fault(item: &Item, row: &Known, seen: &mut Seen) -> Option<(String, Cause)> {
    let (name, first) = (item.name.as_str(), item.word(0));
    let duplicate = |words: String| (words, Cause::Duplicate(name.to_owned()));
    let plainly = || Some(duplicate(format!("\"{name}\" directive is duplicate")));
    let other = [("root", "alias"), ("alias", "root")].into_iter().find(|(known, _)| *known == name);
    if let Some((_, other)) = other.filter(|(_, other)| seen.contains(*other)) {
        let words = format!("\"{name}\" directive is duplicate, \"{other}\" directive was specified earlier");
        return Some(duplicate(words));
    }
    if EMPTIED.contains(&name) {
        let empties = item.words.len() == 1 && first == "off";
        let off = format!("{name} off");
        let (emptied, filled) = (seen.contains(&off), seen.contains(name));
        seen.insert(if empties { off } else { name.to_owned() });
        return match (empties, emptied, filled) {
            (true, false, true) if name == "http2_push" => Some(duplicate(
                "\"http2_push\" directive \"off\" parameter cannot be used with URI".to_owned(),
            )),
            (false, true, _) if name == "http2_push" => Some(duplicate(
                "\"http2_push\" directive URI cannot be used with \"off\" parameter".to_owned(),
            )),
            (_, true, _) | (true, _, true) => plainly(),
            _ => None,
        };
    }
    if stands_once(name, row.setter) && !seen.insert(name.to_owned()) {
        return plainly();
    }
    match name {
        // the first table takes nginx's own sizes where none were set
        "map" => {
            seen.extend(["map_hash_bucket_size", "map_hash_max_size"].map(str::to_owned));
            None
        }
        // each zone limits once
        "limit_req" | "limit_conn" => {
            let zone = item.words.iter().find_map(|word| word.strip_prefix("zone=")).unwrap_or(first);
            if seen.insert(format!("{name} {zone}")) { None } else { plainly() }
        }
        "thread_pool" => {
            let again = !seen.insert(format!("{name} {first}"));
            again.then(|| duplicate(format!("duplicate thread pool \"{first}\"")))
        }
        "load_module" => {
            let module = named(first);
            let again = !seen.insert(format!("{name} {module}"));
            again.then(|| duplicate(format!("module \"{module}\" is already loaded")))
        }
        "valid_referers" => {
            let (words, value) = rows::referers(item, seen)?;
            Some((words, Cause::Value { name: name.to_owned(), value }))
        }
        _ => {
            let words = kept(item, seen)?;
            Some((words, Cause::Value { name: name.to_owned(), value: first.to_owned() }))
        }
    }
}

/// Answers are kept in one way alone: as files or in a cache.
fn kept(item: &Item, seen: &mut Seen) -> Option<String> {
    let name = item.name.as_str();
    let (module, way) = name.rsplit_once('_')?;
    let other = match way {
        "store" => "cache",
        "cache" => "store",
        _ => return None,
    };
    if item.word(0) == "off" || !["proxy", "fastcgi", "uwsgi", "scgi"].contains(&module) {
        return None;
    }
    seen.insert(format!("{name} on"));
    let other = format!("{module}_{other}");
    let both = seen.contains(&format!("{other} on"));
    both.then(|| format!("\"{name}\" directive is incompatible with \"{other}\""))
}
