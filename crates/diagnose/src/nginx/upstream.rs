//! Upstreams and the servers in them, and where `proxy_pass` leads: what nginx refuses as it reads them, and once it has read all.
//! Nobody is asked: a name that no file tells is taken to be there, unless no name server can know it.

use std::collections::HashSet;

use super::item::{Item, Loaded};
use super::refusal::{Cause, Refusal};
use super::value::endpoint::{Endpoint, Kind, read};
use super::value::fault::Fault;
use super::value::measure::{Unit, number, time};
use crate::files::Files;
use crate::host;

/// An upstream that a configuration names.
#[derive(Debug)]
pub(super) struct Named {
    name: String,
}

impl Named {
    pub(super) fn of(item: &Item) -> Named {
        Named { name: item.word(0).to_ascii_lowercase() }
    }
}

/// Whether a name leads nowhere for sure.
pub(super) fn is_nowhere(host: &str, files: &dyn Files) -> bool {
    host::addresses(host, files) == host::Resolved::Unknown && host::is_hopeless(host)
}

/// One that is there already (`ngx_http_upstream_add`).
pub(super) fn doubled(item: &Item, known: &[Named]) -> Fault {
    let name = item.word(0);
    let again = known.iter().any(|known| known.name == name.to_ascii_lowercase());
    again.then(|| (format!("duplicate upstream \"{name}\""), name.to_owned()))
}

/// The name of an upstream with a port behind it.
pub(super) fn with_port(rest: &str, known: &[Named]) -> Option<String> {
    let place = rest.split(['/', '?']).next()?;
    let (host, port) = place.split_once(':')?;
    let named = known.iter().any(|known| known.name == host.to_ascii_lowercase());
    named.then(|| format!("upstream \"{host}\" may not have port {}", number(port).unwrap_or_default()))
}

/// A server of an upstream (`ngx_http_upstream_server`).
pub(super) fn server(item: &Item, without_spares: bool, files: &dyn Files) -> Fault {
    let positive = |value: &str| number(value).is_some_and(|value| value > 0);
    let right = |word: &&String| match word.split_once('=').unwrap_or((word, "")) {
        ("weight", value) => positive(value),
        ("max_conns" | "max_fails", value) => number(value).is_some(),
        ("fail_timeout", value) => time(value, Unit::Seconds).is_some(),
        ("backup" | "down", "") => true,
        _ => false,
    };
    if let Some(spare) = item.words.iter().find(|word| without_spares && *word == "backup") {
        return Some((format!("balancing method does not support parameter \"{spare}\""), spare.clone()));
    }
    if let Some(wrong) = item.words.iter().skip(1).find(|word| !right(word)) {
        return Some((format!("invalid parameter \"{wrong}\""), wrong.clone()));
    }
    let text = item.word(0);
    let words = match read(text, Kind::Server, 80) {
        Err(words) => words,
        Ok(Endpoint::Name(host, _)) if is_nowhere(&host, files) => "host not found",
        Ok(_) => return None,
    };
    Some((format!("{words} in upstream \"{text}\""), text.to_owned()))
}

/// An upstream without any server, as its block ends.
pub(super) fn left(item: &Item) -> Fault {
    let empty = !item.inside().iter().any(|line| line.name == "server");
    empty.then(|| ("no servers are inside upstream".to_owned(), item.word(0).to_owned()))
}

/// What nginx refuses once all is read, in the order in which upstreams and hosts were named: an upstream of spare servers alone, and
/// the host of a `proxy_pass` that leads nowhere (`ngx_http_upstream_init_round_robin`).
pub(crate) fn fault(loaded: &Loaded, files: &dyn Files) -> Option<Refusal> {
    let mut named = Vec::new();
    upstreams(&loaded.items, &mut named);
    walk(loaded, &loaded.items, &named, files)
}

/// The names of all upstreams, in small letters.
fn upstreams(items: &[Item], named: &mut Vec<String>) {
    for item in items {
        if item.name == "upstream" {
            named.push(item.word(0).to_ascii_lowercase());
        }
        upstreams(item.inside(), named);
    }
}

fn walk(loaded: &Loaded, items: &[Item], named: &[String], files: &dyn Files) -> Option<Refusal> {
    items.iter().find_map(|item| {
        let place = || Some((loaded.files[item.file].clone(), item.line));
        match item.name.as_str() {
            "upstream" => spare_alone(item).map(|words| {
                let cause = Cause::Value { name: item.name.clone(), value: item.word(0).to_owned() };
                Refusal { words, place: place(), cause }
            }),
            "proxy_pass" => host(item, named, files).map(|host| {
                let words = format!("host not found in upstream \"{host}\"");
                Refusal { words, place: place(), cause: Cause::Host(host) }
            }),
            _ => walk(loaded, item.inside(), named, files),
        }
    })
}

/// An upstream in which every server is spare.
fn spare_alone(item: &Item) -> Option<String> {
    let mut servers = item.inside().iter().filter(|line| line.name == "server");
    let spare = servers.all(|line| line.words.iter().any(|word| word == "backup"));
    (spare && !item.inside().is_empty()).then(|| format!("no servers in upstream \"{}\"", item.word(0)))
}

/// The host of a `proxy_pass` that leads nowhere.
fn host(item: &Item, named: &[String], files: &dyn Files) -> Option<String> {
    called(item, named).filter(|host| is_nowhere(host, files))
}

/// The host of a `proxy_pass` that is no upstream's name, and which nginx looks up as it starts.
fn called(item: &Item, named: &[String]) -> Option<String> {
    let address = item.word(0);
    let (_, rest) = address.split_once("://").filter(|_| !address.contains('$'))?;
    match read(rest, Kind::Pass, 80) {
        Ok(Endpoint::Name(host, _)) => (!named.contains(&host.to_ascii_lowercase())).then_some(host),
        _ => None,
    }
}

/// The hosts of backends whose addresses no file tells, and without which nginx does not start: they are taken to have one.
pub(crate) fn taken_names(loaded: &Loaded, files: &dyn Files) -> Vec<String> {
    let mut named = Vec::new();
    upstreams(&loaded.items, &mut named);
    let named: HashSet<String> = named.into_iter().collect();
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut open: Vec<&[Item]> = vec![&loaded.items];
    while let Some(items) = open.pop() {
        for item in items {
            open.push(item.inside());
            let host = match item.name.as_str() {
                "proxy_pass" => called(item, &[]).filter(|host| !named.contains(&host.to_ascii_lowercase())),
                "upstream" => {
                    let members = item.inside().iter().filter(|line| line.name == "server");
                    found.extend(members.filter_map(member).filter(|host| seen.insert(host.clone())));
                    None
                }
                _ => None,
            };
            found.extend(host.filter(|host| seen.insert(host.clone())));
        }
    }
    found.retain(|host| host::addresses(host, files) == host::Resolved::Unknown);
    found
}

/// The name that a server of an upstream is written with.
fn member(line: &Item) -> Option<String> {
    match read(line.word(0), Kind::Pass, 80) {
        Ok(Endpoint::Name(host, _)) if !line.words.iter().any(|word| word == "resolve") => Some(host),
        _ => None,
    }
}
