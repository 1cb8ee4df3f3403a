//! What nginx refuses once all is read and every file was opened: locations that stand twice, variables that nobody makes, and zones
//! of memory that nobody gives a size.

mod ended;
mod merged;
mod names;

use std::collections::HashSet;

use super::hash;
use super::item::{Item, Loaded};
use super::module::{self, Taken};
use super::opened;
use super::refusal::{Cause, Refusal};
use super::settings::{Http, location};
use super::tls::{self, Tls};
use super::upstream;
use super::value::measure::{number, size};
use super::value::{expression, script};
use super::variables::VARIABLES;
use crate::files::Files;

/// What nginx makes of a configuration that is read: TLS of each server, or why it does not take it. All of `http` is looked at where
/// that ends, before anything behind it is read; the rest once all is read.
///
/// # Errors
/// The first of what it refuses.
pub fn settled(loaded: &Loaded, http: Option<&Http<'_>>, files: &dyn Files) -> Result<Vec<Tls>, Refusal> {
    let servers = match http.filter(|_| loaded.http_ended) {
        Some(http) => ended(loaded, http, files)?,
        None => Vec::new(),
    };
    let refusal = loaded.refusal.clone().or_else(|| started(loaded, http?, files));
    refusal.map_or(Ok(servers), Err)
}

/// Where `http` ends, module by module (`ngx_http_block`).
fn ended(loaded: &Loaded, http: &Http<'_>, files: &dyn Files) -> Result<Vec<Tls>, Refusal> {
    let or = |refusal: Option<Refusal>| refusal.map_or(Ok(()), Err);
    or(ended::requests(loaded, http).or_else(|| ended::types(http)))?;
    or(upstream::fault(loaded, files))?;
    or(ended::referers(http).or_else(|| ended::certificates(loaded, http)))?;
    let servers = tls::load_all(loaded, http, files)?;
    let doubled = || http.servers.iter().find_map(|server| twice(loaded, server.scope.innermost()));
    let refusal = merged::fault(loaded, http, files)
        .or_else(|| ended::contents(http))
        .or_else(|| ended::links(loaded, http))
        .or_else(doubled)
        .or_else(|| ended::charsets(http))
        .or_else(|| variables(loaded, http))
        .or_else(|| names::fault(http));
    or(refusal)?;
    Ok(servers)
}

/// Where all is read, and files, memory and sockets are asked for (`ngx_init_cycle`).
fn started(loaded: &Loaded, http: &Http<'_>, files: &dyn Files) -> Option<Refusal> {
    too_few_connections(loaded, http)
        .or_else(|| unknown_pool(loaded))
        .or_else(|| opened::fault(loaded, files))
        .or_else(|| zone_without_size(loaded))
        .or_else(|| narrow_zone(loaded))
        .or_else(|| http.unbindable(files))
}

/// A location that stands twice in a block (`ngx_http_join_exact_locations`): innermost blocks first, and in each by the order of names
/// into which nginx brings them. Of what stands in a location with an expression it has no such list.
fn twice(loaded: &Loaded, block: &[Item]) -> Option<Refusal> {
    let mut compared: Vec<(&str, bool, &Item)> = Vec::new();
    for item in block.iter().filter(|item| item.name == "location") {
        let (sign, text) = location(item);
        if !sign.starts_with('~') && !text.starts_with('@') {
            compared.push((text, sign != "=", item));
        }
    }
    // a slash comes first, so that folders stand beside what is in them
    let order =
        |text: &str| text.bytes().map(|octet| if octet == b'/' { 0 } else { octet }).collect::<Vec<_>>();
    compared.sort_by_cached_key(|(text, inclusive, _)| (order(text), *inclusive));
    if let Some(inside) = compared.iter().find_map(|(.., item)| twice(loaded, item.inside())) {
        return Some(inside);
    }
    let mut seen = HashSet::new();
    let (text, _, item) =
        compared.into_iter().find(|(text, inclusive, _)| !seen.insert((*text, *inclusive)))?;
    Some(Refusal {
        words: format!("duplicate location \"{text}\""),
        place: Some((loaded.files[item.file].clone(), item.line)),
        cause: Cause::Value { name: item.name.clone(), value: text.to_owned() },
    })
}

/// The first zone of memory that is used and that no `limit_req_zone` or `limit_conn_zone` makes (`ngx_init_cycle`).
fn zone_without_size(loaded: &Loaded) -> Option<Refusal> {
    fn walk<'a>(
        items: &'a [Item],
        used: &mut Vec<(&'a Item, &'a str)>,
        made: &mut HashSet<(&'a str, &'a str)>,
    ) {
        for item in items {
            let named = item.words.iter().find_map(|word| word.strip_prefix("zone="));
            match item.name.as_str() {
                "limit_req" => used.extend(named.map(|zone| (item, zone))),
                "limit_conn" => used.push((item, item.word(0))),
                // an upstream keeps its state in one
                "zone" if item.words.len() == 1 => used.push((item, item.word(0))),
                "zone" => drop(made.insert(("zone", item.word(0)))),
                maker => {
                    let of =
                        maker.strip_suffix("_zone").filter(|of| ["limit_req", "limit_conn"].contains(of));
                    made.extend(of.and_then(|of| Some((of, named?.split_once(':')?.0))));
                }
            }
            walk(item.directives(), used, made);
        }
    }
    let (mut used, mut made) = (Vec::new(), HashSet::new());
    walk(&loaded.items, &mut used, &mut made);
    let (item, zone) = used.into_iter().find(|(item, zone)| !made.contains(&(item.name.as_str(), *zone)))?;
    Some(Refusal {
        words: format!("zero size shared memory zone \"{zone}\""),
        place: None,
        cause: Cause::Value { name: item.name.clone(), value: zone.to_owned() },
    })
}

/// A worker needs a connection for each socket, and one besides (`ngx_event_init_conf`).
fn too_few_connections(loaded: &Loaded, http: &Http<'_>) -> Option<Refusal> {
    const OWN: i64 = 512;
    let name = "worker_connections";
    let events = loaded.items.iter().find(|item| item.name == "events")?;
    let line = events.inside().iter().find(|item| item.name == name);
    let many = line.map_or(Some(OWN), |line| number(line.word(0)))?;
    let sockets = i64::try_from(http.sockets()).ok()?;
    (many < sockets + 1).then(|| Refusal {
        words: format!("{many} {name} are not enough for {sockets} listening sockets"),
        place: None,
        cause: Cause::Value { name: name.to_owned(), value: many.to_string() },
    })
}

/// A zone of a cache that has no room for what every zone holds (`ngx_http_file_cache_init`).
fn narrow_zone(loaded: &Loaded) -> Option<Refusal> {
    const LEAST: i64 = 3 * 4_096;
    let http = loaded.items.iter().find(|item| item.name == "http")?;
    let zones = http.inside().iter().filter(|item| item.name.ends_with("_cache_path"));
    let narrow = zones.filter_map(|item| {
        let zone = item.words.iter().rev().find_map(|word| word.strip_prefix("keys_zone="))?;
        size(zone.split_once(':')?.1).filter(|size| *size < LEAST).map(|_| (item, zone))
    });
    let (item, zone) = narrow.into_iter().next()?;
    Some(Refusal {
        words: "ngx_slab_alloc() failed: no memory".to_owned(),
        place: None,
        cause: Cause::Value { name: item.name.clone(), value: zone.to_owned() },
    })
}

/// The first group of threads that is used and that no `thread_pool` makes (`ngx_thread_pool_init_conf`).
fn unknown_pool(loaded: &Loaded) -> Option<Refusal> {
    fn used(items: &[Item]) -> Vec<(&Item, &str)> {
        let mut found = Vec::new();
        for item in items {
            let pool = item.word(0).strip_prefix("threads=").filter(|_| item.name == "aio");
            // which one a variable names is seen at each request
            found.extend(pool.filter(|pool| !pool.contains('$')).map(|pool| (item, pool)));
            found.extend(used(item.directives()));
        }
        found
    }
    let made = |pool: &str| {
        pool == "default"
            || loaded.items.iter().any(|item| item.name == "thread_pool" && item.word(0) == pool)
    };
    let (item, pool) = used(&loaded.items).into_iter().find(|(_, pool)| !made(pool))?;
    Some(Refusal {
        words: format!("unknown thread pool \"{pool}\""),
        place: Some((loaded.files[item.file].clone(), item.line)),
        cause: Cause::Value { name: item.name.clone(), value: pool.to_owned() },
    })
}

/// Families of variables: whatever follows is a name.
const FAMILIES: [&str; 8] = [
    "http_",
    "sent_http_",
    "sent_trailer_",
    "upstream_http_",
    "upstream_cookie_",
    "upstream_trailer_",
    "cookie_",
    "arg_",
];

/// The first variable that nobody makes (`ngx_http_variables_init_vars`); and the names of those that are made, which have to fit into a
/// table.
fn variables(loaded: &Loaded, http: &Http<'_>) -> Option<Refusal> {
    let (made, unknown) = unknown_variables(loaded);
    // others' modules may make any
    let unknown = unknown.into_iter().next().filter(|_| loaded.modules.foreign().is_none());
    if let Some((directive, name)) = unknown {
        return Some(Refusal {
            words: format!("unknown \"{name}\" variable"),
            place: None,
            cause: Cause::Value { name: directive.to_owned(), value: format!("${name}") },
        });
    }
    let longest = made.iter().map(String::as_str).max_by_key(|name| (name.len(), *name));
    hash::Table::of("variables_hash", 1_024, &http.scope).fault(longest)
}

/// The variables that are taken for those of a module whose variables nobody here knows.
#[must_use]
pub fn variables_of_modules(loaded: &Loaded) -> Vec<Taken> {
    let Some(module) = loaded.modules.foreign() else { return Vec::new() };
    let (made, unknown) = unknown_variables(loaded);
    let made = || made.iter().map(String::as_str);
    unknown.into_iter().map(|(_, name)| Taken::variable(&name, module, made())).collect()
}

/// The variables that are made, and those that are asked for and that nobody makes, each with the directive.
fn unknown_variables(loaded: &Loaded) -> (HashSet<String>, Vec<(&str, String)>) {
    let mut made: HashSet<String> = VARIABLES.split(' ').map(str::to_owned).collect();
    let mut used: Vec<(&str, String)> = Vec::new();
    collect(&loaded.items, &mut made, &mut used);
    let known = |name: &str| {
        made.contains(name)
            || FAMILIES.iter().any(|family| name.starts_with(family))
            || loaded.modules.makes(name)
    };
    used.retain(|(_, name)| !known(name));
    (made, used)
}

/// Which variables are made and which are used, in their order and in small letters.
fn collect<'a>(items: &'a [Item], made: &mut HashSet<String>, used: &mut Vec<(&'a str, String)>) {
    for item in items {
        let name = item.name.as_str();
        let target = match name {
            "set" | "auth_request_set" => item.words.first(),
            "map" | "split_clients" => item.words.get(1),
            "geo" => item.words.last(),
            _ => None,
        };
        made.extend(target.and_then(|word| word.strip_prefix('$')).map(str::to_ascii_lowercase));
        made.extend(module::made_by(item).map(str::to_ascii_lowercase));
        for pattern in expression::naming(item) {
            made.extend(named_captures(pattern).map(str::to_ascii_lowercase));
        }
        used.extend(script::asked(item).into_iter().map(|variable| (name, variable)));
        collect(item.directives(), made, used);
    }
}

/// `(?<name>…)` and `(?P<name>…)`.
fn named_captures(word: &str) -> impl Iterator<Item = &str> {
    let behind = word.split("(?").skip(1).map(|rest| rest.strip_prefix('P').unwrap_or(rest));
    behind.filter_map(|rest| rest.strip_prefix('<')?.split('>').next())
}

#[cfg(test)]
mod tests {
    use super::named_captures;

    #[test]
    fn names_are_found_in_expressions() {
        assert_eq!(named_captures("^/(?<one>a)(?P<two>b)(?:c)$").collect::<Vec<_>>(), ["one", "two"]);
    }
}
