//! The rows of tables that a directive reads by itself: `map`, `geo`, `split_clients`.

use std::collections::HashSet;

use super::expression::expression;
use super::fault::Fault;
use super::script;
use crate::nginx::item::Item;

/// Whether files may be included in the table of a directive.
pub(crate) fn may_include(owner: &str) -> bool {
    ["map", "geo", "types"].contains(&owner)
}

/// What nginx says to a row; what came before it in the same table is in `seen`.
pub(crate) fn fault(owner: &str, row: &Item, seen: &mut HashSet<String>) -> Fault {
    match owner {
        "map" => map(row, seen),
        "geo" => geo(row),
        "split_clients" => {
            let name = row.name.as_str();
            share(name).is_none().then(|| (format!("invalid percent value \"{name}\""), name.to_owned()))
        }
        _ => None,
    }
}

/// The keys of a `map` that are compared whole; those with a `*` are taken apart, which makes them no longer.
pub(crate) fn keys(table: &Item) -> Vec<&str> {
    let special = ["default", "hostnames", "volatile", "include"];
    let hostnames = table.inside().iter().any(|row| row.name == "hostnames" && row.words.is_empty());
    let names = table.inside().iter().map(|row| row.name.as_str());
    let names = names.filter(|name| !special.contains(name) && !name.starts_with('~'));
    let whole = names.map(|name| name.strip_prefix('\\').unwrap_or(name));
    whole
        .filter(|name| !(hostnames && name.contains('*')))
        .map(|name| if hostnames { name.strip_prefix('.').unwrap_or(name) } else { name })
        .collect()
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
    let of_value = script::fault(row.word(0)).map(|words| (words, row.word(0).to_owned()));
    if of_value.is_some() {
        return of_value;
    }
    if name == "default" {
        let again = !seen.insert(" default".to_owned());
        return again.then(|| ("duplicate default map parameter".to_owned(), name.to_owned()));
    }
    if let Some(pattern) = name.strip_prefix('~') {
        return expression(pattern.strip_prefix('*').unwrap_or(pattern), true);
    }
    let key = name.strip_prefix('\\').unwrap_or(name);
    if seen.contains(" hostnames") && !names_hosts(key) {
        return Some((format!("invalid hostname or wildcard \"{key}\""), key.to_owned()));
    }
    let again = !seen.insert(key.to_ascii_lowercase());
    again.then(|| (format!("conflicting parameter \"{key}\""), key.to_owned()))
}

/// A host's name, or one with a star at its start or end (`ngx_hash_add_key`).
pub(crate) fn names_hosts(key: &str) -> bool {
    let inside = key.strip_prefix("*.").or(key.strip_suffix(".*")).unwrap_or(key);
    !inside.contains('*') && !key.contains("..")
}

/// `ngx_http_geo`.
fn geo(row: &Item) -> Fault {
    let name = row.name.as_str();
    match (name, row.words.as_slice()) {
        ("ranges" | "proxy_recursive", []) => return None,
        (_, [_]) => {}
        _ => return Some(("invalid number of the geo parameters".to_owned(), name.to_owned())),
    }
    // ranges are written otherwise, and what they are follows from a row before
    let word = if ["delete", "proxy"].contains(&name) { row.word(0) } else { name };
    let keyword = ["default", "include"].contains(&name) || word.contains('-') || word.contains('/');
    let right = keyword || word.parse::<core::net::IpAddr>().is_ok();
    let network = !word.contains('/') || network(word);
    (!(right && network)).then(|| (format!("invalid network \"{word}\""), word.to_owned()))
}

fn network(word: &str) -> bool {
    let Some((address, bits)) = word.split_once('/') else { return false };
    let most = match address.parse() {
        Ok(core::net::IpAddr::V4(_)) => 32,
        Ok(core::net::IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    super::measure::number(bits).is_some_and(|bits| bits <= most)
}
