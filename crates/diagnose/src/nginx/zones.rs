//! Zones of memory that workers share, as the directives come that make and use them (`ngx_shared_memory_add`).

use std::collections::{HashMap, HashSet};

use super::item::Item;
use super::value::fault::Fault;
use super::value::measure::size;
use super::value::zone;

/// What a zone is for: the module that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Sessions,
    Requests,
    Connections,
    Upstream,
    /// Answers that this module keeps.
    Answers(&'static str),
}

/// The modules that keep answers, with the directives that make a cache and use it.
const CACHES: [(&str, &str, &str); 4] = [
    ("proxy", "proxy_cache_path", "proxy_cache"),
    ("fastcgi", "fastcgi_cache_path", "fastcgi_cache"),
    ("uwsgi", "uwsgi_cache_path", "uwsgi_cache"),
    ("scgi", "scgi_cache_path", "scgi_cache"),
];

/// The zones that have been named.
#[derive(Debug, Default)]
pub(super) struct Zones {
    /// Each with what it is for and its size, where that was told already.
    known: HashMap<String, (Use, Option<i64>)>,
    /// Keys of the zones of limits.
    keys: HashMap<String, String>,
    /// Zones of caches.
    caches: HashSet<String>,
}

impl Zones {
    /// What nginx says to a directive of its zones.
    pub(super) fn fault(&mut self, item: &Item) -> Fault {
        let name = item.name.as_str();
        let parameter = |wanted: &str| item.words.iter().find_map(|word| word.strip_prefix(wanted));
        let sized = |text: &str| text.split_once(':').and_then(|(_, length)| size(length));
        match name {
            "ssl_session_cache" => item.words.iter().find_map(|word| {
                let (name, size) = zone::session_zone(word)?;
                self.add(name, Use::Sessions, Some(size))
            }),
            "limit_req_zone" | "limit_conn_zone" => {
                let used_for = if name == "limit_req_zone" { Use::Requests } else { Use::Connections };
                let zone = parameter("zone=")?;
                let name = zone.split(':').next().unwrap_or_default();
                if let Some(fault) = self.add(name, used_for, Some(sized(zone)?)) {
                    return Some(fault);
                }
                let bound = self.keys.insert(name.to_owned(), item.word(0).to_owned())?;
                Some((
                    format!("{} \"{name}\" is already bound to key \"{bound}\"", item.name),
                    name.to_owned(),
                ))
            }
            "limit_req" => self.add(parameter("zone=")?, Use::Requests, None),
            "limit_conn" => self.add(item.word(0), Use::Connections, None),
            "zone" => self.add(item.word(0), Use::Upstream, item.words.get(1).and_then(|word| size(word))),
            _ => {
                let (module, maker, _) =
                    CACHES.into_iter().find(|(_, maker, user)| name == *maker || name == *user)?;
                if name != maker {
                    let zone = Some(item.word(0)).filter(|zone| *zone != "off" && !zone.contains('$'))?;
                    return self.add(zone, Use::Answers(module), None);
                }
                let zone = parameter("keys_zone=")?;
                let name = zone.split(':').next().unwrap_or_default();
                if let Some(fault) = self.add(name, Use::Answers(module), Some(sized(zone)?)) {
                    return Some(fault);
                }
                let again = !self.caches.insert(name.to_owned());
                again.then(|| (format!("duplicate zone \"{name}\""), name.to_owned()))
            }
        }
    }

    fn add(&mut self, name: &str, used_for: Use, size: Option<i64>) -> Fault {
        let Some((known_for, declared)) = self.known.get_mut(name) else {
            self.known.insert(name.to_owned(), (used_for, size));
            return None;
        };
        let words = if *known_for != used_for {
            format!("the shared memory zone \"{name}\" is already declared for a different use")
        } else {
            let declared = *declared.get_or_insert(size?);
            let size = size.filter(|size| *size != declared)?;
            format!(
                "the size {size} of shared memory zone \"{name}\" conflicts with already declared size {declared}"
            )
        };
        Some((words, name.to_owned()))
    }
}
