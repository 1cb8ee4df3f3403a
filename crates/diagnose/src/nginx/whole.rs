//! What nginx refuses once all is read and every file was opened: locations that stand twice, variables that nobody makes, and zones
//! of memory that nobody gives a size.

mod merged;
mod names;

use std::collections::HashSet;

use super::item::{Item, Loaded};
use super::module::{self, Taken};
use super::opened;
use super::refusal::{Cause, Refusal};
use super::settings::{Http, location};
use super::value::script;
use super::variables::VARIABLES;
use crate::files::Files;

/// The first of it.
#[must_use]
pub fn fault(loaded: &Loaded, http: &Http<'_>, files: &dyn Files) -> Option<Refusal> {
    let doubled = || http.servers.iter().find_map(|server| twice(loaded, server.scope.innermost()));
    merged::fault(loaded, http, files)
        .or_else(doubled)
        .or_else(|| unknown_variable(loaded))
        .or_else(|| names::fault(http))
        .or_else(|| unknown_pool(loaded))
        .or_else(|| opened::fault(loaded, files))
        .or_else(|| zone_without_size(loaded))
}

/// A location that stands twice in a block (`ngx_http_join_exact_locations`), or in one inside it.
fn twice(loaded: &Loaded, block: &[Item]) -> Option<Refusal> {
    let locations = || block.iter().filter(|item| item.name == "location");
    let mut seen = HashSet::new();
    let compared = |item: &&Item| {
        let (sign, text) = location(item);
        (!sign.starts_with('~') && !text.starts_with('@')).then(|| (sign == "=", text.to_owned()))
    };
    let doubled = locations().find(|item| compared(item).is_some_and(|key| !seen.insert(key)));
    let refusal = doubled.map(|item| {
        let (_, text) = location(item);
        Refusal {
            words: format!("duplicate location \"{text}\""),
            place: Some((loaded.files[item.file].clone(), item.line)),
            cause: Cause::Value { name: item.name.clone(), value: text.to_owned() },
        }
    });
    refusal.or_else(|| locations().find_map(|item| twice(loaded, item.inside())))
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
            walk(item.inside(), used, made);
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

/// The first group of threads that is used and that no `thread_pool` makes (`ngx_thread_pool_init_conf`).
fn unknown_pool(loaded: &Loaded) -> Option<Refusal> {
    fn used(items: &[Item]) -> Vec<(&Item, &str)> {
        let mut found = Vec::new();
        for item in items {
            let pool = item.word(0).strip_prefix("threads=").filter(|_| item.name == "aio");
            // which one a variable names is seen at each request
            found.extend(pool.filter(|pool| !pool.contains('$')).map(|pool| (item, pool)));
            found.extend(used(item.inside()));
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

/// The first variable that nobody makes (`ngx_http_variables_init_vars`).
fn unknown_variable(loaded: &Loaded) -> Option<Refusal> {
    // others' modules may make any
    if loaded.modules.foreign().is_some() {
        return None;
    }
    let (directive, name) = unknown_variables(loaded).1.into_iter().next()?;
    Some(Refusal {
        words: format!("unknown \"{name}\" variable"),
        place: None,
        cause: Cause::Value { name: directive.to_owned(), value: format!("${name}") },
    })
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
            || name.bytes().all(|octet| octet.is_ascii_digit())
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
        for word in item.words.iter().chain([&item.name]) {
            made.extend(named_captures(word).map(str::to_ascii_lowercase));
        }
        used.extend(script::asked(item).into_iter().map(|variable| (name, variable)));
        collect(item.inside(), made, used);
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
