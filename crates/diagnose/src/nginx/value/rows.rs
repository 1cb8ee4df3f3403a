//! The rows of tables that a directive reads by itself: `map`, `geo`, `split_clients`.

use std::collections::HashSet;

use super::endpoint::is_network;
use super::expression::{expression, without_sign};
use super::fault::Fault;
use super::ranges::{Ranges, ends};
use super::script;
use crate::nginx::item::Item;

/// Whether files may be included in the table of a directive.
pub(crate) fn may_include(owner: &str) -> bool {
    ["map", "geo", "types"].contains(&owner)
}

/// Where nginx says that something is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Where it stands.
    There,
    /// In the file of its table, where that includes the one that it stands in.
    AtTable,
}

/// What nginx says to a row, and where; what came before it in the same table is in `seen` and in `ranges`.
pub(crate) fn fault(
    table: &Item,
    row: &Item,
    seen: &mut HashSet<String>,
    ranges: &mut Ranges,
) -> Option<(Told, String, String)> {
    let compiled = || script::fault(row.word(0)).map(|words| (words, row.word(0).to_owned()));
    let of_table = match (table.name.as_str(), row.words.len()) {
        ("map", 1) => compiled().or_else(|| expression(without_sign(&row.name)?, true)),
        _ => None,
    };
    let placed = |told| move |(words, value)| (told, words, value);
    of_table
        .map(placed(Told::AtTable))
        .or_else(|| own_fault(table, row, seen, ranges).map(placed(Told::There)))
}

fn own_fault(table: &Item, row: &Item, seen: &mut HashSet<String>, ranges: &mut Ranges) -> Fault {
    match table.name.as_str() {
        "map" => map(row, seen),
        "geo" => geo(row, seen).or_else(|| ranges.fault(row).filter(|_| seen.contains(RANGES))),
        "charset_map" => charset(table, row),
        "types" if row.name == "include" => {
            let words = "invalid number of arguments in \"include\" directive";
            Some((words.to_owned(), row.words.join(" ")))
        }
        "split_clients" => {
            let name = row.name.as_str();
            share(name).is_none().then(|| (format!("invalid percent value \"{name}\""), name.to_owned()))
        }
        _ => None,
    }
}

/// What nginx puts into tables of the keys of a `map`: those that are compared whole, and the labels of hosts with a star.
pub(crate) fn keys(table: &Item) -> Vec<&str> {
    let special = ["default", "hostnames", "volatile", "include"];
    let hostnames = table.inside().iter().any(|row| row.name == "hostnames" && row.words.is_empty());
    let names = table.inside().iter().map(|row| row.name.as_str());
    let names = names.filter(|name| !special.contains(name) && !name.starts_with('~'));
    let whole = names.map(|name| name.strip_prefix('\\').unwrap_or(name));
    whole
        .flat_map(|name| match hostnames {
            true => labels(name),
            false => vec![name],
        })
        .collect()
}

/// What nginx puts into its tables of a host's name: all of it, or each label of one with a star.
pub(crate) fn labels(name: &str) -> Vec<&str> {
    match name.strip_prefix('.') {
        Some(name) => vec![name],
        None if name.contains('*') => name.split('.').collect(),
        None => vec![name],
    }
}

/// What nginx says to a table once it is read (`ngx_conf_split_clients_block`): the shares are of a whole.
pub(crate) fn left(table: &Item) -> Fault {
    let mut sum = 0;
    let past = table.inside().iter().find(|row| {
        sum = match share(&row.name) {
            Some(0) => WHOLE,
            Some(share) => sum + share,
            None => sum,
        };
        sum > WHOLE
    });
    past.map(|row| ("percent total is greater than 100%".to_owned(), row.name.clone()))
}

/// All, in hundredths of a percent.
const WHOLE: i64 = 10_000;

/// A share in hundredths of a percent; none at all for `*`, which takes what is left.
fn share(word: &str) -> Option<i64> {
    if word == "*" {
        return Some(0);
    }
    let digits = word.strip_suffix('%')?;
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let right = part.len() <= 2 && !digits.is_empty() && digits != ".";
    let hundredths = super::measure::number(&format!("{whole}{part:0<2}")).filter(|_| right)?;
    Some(hundredths).filter(|share| *share > 0)
}

/// `ngx_http_map`.
fn map(row: &Item, seen: &mut HashSet<String>) -> Fault {
    let name = row.name.as_str();
    if row.words.is_empty() && (name == "hostnames" || name == "volatile") {
        if name == "hostnames" {
            // no key has a space before it
            seen.insert(" hostnames".to_owned());
        }
        return None;
    }
    if row.words.len() != 1 {
        return Some(("invalid number of the map parameters".to_owned(), name.to_owned()));
    }
    if name == "default" {
        let again = !seen.insert(" default".to_owned());
        return again.then(|| ("duplicate default map parameter".to_owned(), name.to_owned()));
    }
    if name.starts_with('~') {
        return None;
    }
    let key = name.strip_prefix('\\').unwrap_or(name);
    let hosts = seen.contains(" hostnames");
    let places = if hosts { hosts_of(key) } else { Some(vec![key.to_ascii_lowercase()]) };
    let Some(places) = places else {
        return Some((format!("invalid hostname or wildcard \"{key}\""), key.to_owned()));
    };
    conflicting(key, places, seen)
}

/// A key that stands there already, as nginx then has it.
fn conflicting(key: &str, places: Vec<String>, seen: &mut HashSet<String>) -> Fault {
    let key = key.to_ascii_lowercase();
    let again = places.iter().any(|place| seen.contains(place));
    seen.extend(places);
    again.then(|| (format!("conflicting parameter \"{key}\""), key))
}

/// The words of `valid_referers` that are no hosts.
pub(crate) const KINDS: [&str; 3] = ["none", "blocked", "server_names"];

/// The words of `valid_referers` (`ngx_http_valid_referers`); those that stand in the same block before are in `seen`.
pub(crate) fn referers(item: &Item, seen: &mut HashSet<String>) -> Fault {
    item.words.iter().filter(|word| !KINDS.contains(&word.as_str())).find_map(|word| {
        let host = word.split('/').next().unwrap_or_default();
        let words = match word.strip_prefix('~') {
            Some("") => format!("empty regex in \"{word}\""),
            Some(pattern) => return expression(pattern, true),
            None if word.is_empty() => "invalid referer \"\"".to_owned(),
            None => match hosts_of(host) {
                Some(places) => {
                    let places = places.into_iter().map(|place| format!("valid_referers {place}")).collect();
                    return conflicting(host, places, seen);
                }
                None => format!("invalid hostname or wildcard \"{host}\""),
            },
        };
        Some((words, word.clone()))
    })
}

/// The places that a host's name takes in nginx's table, in small letters: its own, or that of a star at its start or end, or, with a
/// dot before it, both (`ngx_hash_add_key`). Nothing where it is no such name; behind a dot at its start a star is a letter.
pub(crate) fn hosts_of(key: &str) -> Option<Vec<String>> {
    if key.matches('*').count() > 1 || key.contains("..") {
        return None;
    }
    let key = key.to_ascii_lowercase();
    if let Some(host) = key.strip_prefix('.').filter(|host| !host.is_empty()) {
        return Some(vec![host.to_owned(), format!("* {host}")]);
    }
    let starred = |host: &&str| !host.is_empty();
    if let Some(host) = key.strip_prefix("*.").filter(starred) {
        return Some(vec![format!("* {host}")]);
    }
    match key.strip_suffix(".*").filter(starred) {
        Some(host) => Some(vec![format!("{host} *")]),
        None => (!key.contains('*')).then(|| vec![key]),
    }
}

/// What is seen of a table of ranges: no row begins with a space.
const RANGES: &str = " ranges";

/// `ngx_http_geo`.
fn geo(row: &Item, seen: &mut HashSet<String>) -> Fault {
    const NETWORKS: &str = " networks";
    let name = row.name.as_str();
    match (name, row.words.as_slice()) {
        ("ranges", []) => {
            let words = "the \"ranges\" directive must be the first directive inside \"geo\" block";
            seen.insert(RANGES.to_owned());
            return seen.contains(NETWORKS).then(|| (words.to_owned(), name.to_owned()));
        }
        ("proxy_recursive", []) => return None,
        (_, [_]) => {}
        _ => return Some(("invalid number of the geo parameters".to_owned(), name.to_owned())),
    }
    let ranges = seen.contains(RANGES) && name != "proxy";
    if !ranges && name != "proxy" {
        seen.insert(NETWORKS.to_owned());
    }
    let word = if ["delete", "proxy"].contains(&name) { row.word(0) } else { name };
    let right = name == "default" || if ranges { ends(word).is_some() } else { is_network(word) };
    let what = if ranges { "range" } else { "network" };
    (!right).then(|| (format!("invalid {what} \"{word}\""), word.to_owned()))
}

/// `ngx_http_charset_map`: octets of one charset beside those of the other.
fn charset(table: &Item, row: &Item) -> Fault {
    let (from, [to]) = (row.name.as_str(), row.words.as_slice()) else {
        return Some(("invalid parameters number".to_owned(), row.name.clone()));
    };
    let octet = |text: &str| number_of_digits(text).is_some_and(|number| number <= 255);
    let right = if table.word(1).eq_ignore_ascii_case("utf-8") { utf8(to) } else { octet(to) };
    let wrong = if octet(from) { to } else { &row.name };
    (!octet(from) || !right).then(|| (format!("invalid value \"{wrong}\""), wrong.clone()))
}

/// A number of hexadecimal digits (`ngx_hextoi`).
fn number_of_digits(text: &str) -> Option<u64> {
    u64::from_str_radix(text, 16).ok().filter(|_| !text.starts_with('+'))
}

/// Octets that begin with a character of UTF-8 beyond ASCII, and with none of four octets (`ngx_utf8_decode`).
fn utf8(text: &str) -> bool {
    let octets = (0..text.len()).step_by(2).map(|at| {
        let pair = text.get(at..at + 2)?;
        u8::try_from(number_of_digits(pair)?).ok()
    });
    let Some(octets) = octets.collect::<Option<Vec<u8>>>() else { return false };
    let length = match octets.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        _ => return false,
    };
    octets.get(..length).is_some_and(|octets| str::from_utf8(octets).is_ok())
}
