//! Upstreams and the servers in them, and where `proxy_pass` leads: what nginx refuses as it reads them, and once it has read all.
//! Nobody is asked: a name that no file tells is taken to be there, unless no name server can know it.

use std::collections::HashSet;

use super::item::{Item, Loaded, below};
use super::refusal::{Cause, Refusal};
use super::tls::ocsp;
use super::value::endpoint::{Endpoint, Kind, endpoint, is_network, read};
use super::value::fault::Fault;
use super::value::measure::{Unit, number, time};
use crate::files::Files;
use crate::host::{self, is_nowhere};

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
        ("backup" | "down", "") => !word.contains('='),
        _ => false,
    };
    let spare = |word: &&String| without_spares && *word == "backup";
    if let Some(wrong) = item.words.iter().skip(1).find(|word| !right(word) || spare(word)) {
        let words = if spare(&wrong) { "balancing method does not support" } else { "invalid" };
        return Some((format!("{words} parameter \"{wrong}\""), wrong.clone()));
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
            _ if Passed::of(item).is_some() => {
                let (words, host) = nowhere(item, named, files)?;
                let words = format!("{words} in upstream \"{host}\"");
                Some(Refusal { words, place: place(), cause: Cause::Host(host) })
            }
            _ => walk(loaded, item.directives(), named, files),
        }
    })
}

/// An upstream in which every server is spare.
fn spare_alone(item: &Item) -> Option<String> {
    let mut servers = item.inside().iter().filter(|line| line.name == "server");
    let spare = servers.all(|line| line.words.iter().any(|word| word == "backup"));
    (spare && !item.inside().is_empty()).then(|| format!("no servers in upstream \"{}\"", item.word(0)))
}

/// Where a directive passes requests on to, as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passed<'a> {
    /// The address behind the scheme.
    pub(super) address: &'a str,
    /// Whether a path may follow it.
    kind: Kind,
    /// The port of an address without one; 0 where it has to name one.
    default: u16,
}

impl<'a> Passed<'a> {
    /// Nothing where a variable tells it at each request.
    pub(super) fn of(item: &'a Item) -> Option<Passed<'a>> {
        let schemes: &[(&str, u16)] = match item.name.as_str() {
            "proxy_pass" => &[("http://", 80), ("https://", 443)],
            "grpc_pass" => &[("grpc://", 0), ("grpcs://", 0)],
            "uwsgi_pass" => &[("uwsgi://", 0), ("suwsgi://", 0)],
            "fastcgi_pass" | "scgi_pass" | "memcached_pass" => &[],
            _ => return None,
        };
        let word = item.word(0);
        if word.contains('$') && item.name != "memcached_pass" {
            return None;
        }
        let behind = schemes.iter().find_map(|(scheme, port)| {
            let start = word.get(..scheme.len())?;
            start.eq_ignore_ascii_case(scheme).then(|| (&word[scheme.len()..], *port))
        });
        let with_path = item.name == "proxy_pass";
        let (address, default) = if with_path { behind? } else { behind.unwrap_or((word, 0)) };
        Some(Passed { address, kind: if with_path { Kind::Pass } else { Kind::Server }, default })
    }

    /// What it is; the error is nginx's word for it.
    pub(super) fn read(self) -> Result<Endpoint, &'static str> {
        read(self.address, self.kind, self.default)
    }
}

/// What nginx says of a host that requests are passed on to and that is no upstream's name: it needs a port and an address.
fn nowhere(item: &Item, named: &[String], files: &dyn Files) -> Option<(&'static str, String)> {
    let passed = Passed::of(item)?;
    let (host, port, is_name) = match passed.read().ok()? {
        Endpoint::Name(host, port) => (host, port, true),
        Endpoint::Address(_, port) => (passed.address.to_owned(), port, false),
        Endpoint::Unix(_) => return None,
    };
    if named.contains(&host.to_ascii_lowercase()) {
        None
    } else if port == 0 {
        Some(("no port", host))
    } else {
        (is_name && is_nowhere(&host, files)).then_some(("host not found", host))
    }
}

/// The name of a host that requests are passed on to, which nginx looks up as it starts unless it is an upstream's.
fn called(item: &Item) -> Option<String> {
    name_of(Passed::of(item)?.read())
}

/// The hosts of backends whose addresses no file tells, and without which nginx does not start: they are taken to have one.
pub(crate) fn taken_names(loaded: &Loaded, files: &dyn Files) -> Vec<String> {
    let mut named = Vec::new();
    upstreams(&loaded.items, &mut named);
    let named: HashSet<String> = named.into_iter().collect();
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let asks = below(&loaded.items).iter().any(|item| item.name == "ssl_ocsp" && item.word(0) != "off");
    let mut open: Vec<&[Item]> = vec![&loaded.items];
    while let Some(items) = open.pop() {
        for item in items {
            open.push(item.directives());
            let host = match item.name.as_str() {
                "upstream" => {
                    let members = item.inside().iter().filter(|line| line.name == "server");
                    found.extend(members.filter_map(member).filter(|host| seen.insert(host.clone())));
                    None
                }
                "ssl_ocsp_responder" if asks => {
                    ocsp::address(item.word(0)).and_then(|address| name_of(read(address, Kind::Pass, 80)))
                }
                _ => called(item).filter(|host| !named.contains(&host.to_ascii_lowercase())),
            };
            found.extend(looked_up(item).into_iter().filter(|host| seen.insert(host.clone())));
            found.extend(host.filter(|host| seen.insert(host.clone())));
        }
    }
    let open = |host: &String| host::system_addresses(host, files) == host::Resolved::Unknown;
    found.retain(|host| open(host) && host::written_address(host).is_none());
    found
}

/// Names that are looked up as a directive is read, besides those of backends.
fn looked_up(item: &Item) -> Vec<String> {
    let words = || item.words.iter().map(String::as_str);
    let read = match item.name.as_str() {
        "listen" => words().take(1).map(endpoint).collect(),
        "resolver" => {
            let servers = words().filter(|word| !word.starts_with("valid=") && !word.starts_with("ipv6="));
            servers.map(|word| read(word, Kind::Server, 53)).collect()
        }
        "set_real_ip_from" | "debug_connection" => words()
            .filter(|word| *word != "unix:" && !is_network(word))
            .map(|word| Ok(Endpoint::Name(word.to_owned(), 0)))
            .collect(),
        "error_log" | "access_log" => {
            let syslog = words().take(1).filter_map(|word| word.strip_prefix("syslog:"));
            let servers =
                syslog.filter_map(|word| word.split(',').find_map(|word| word.strip_prefix("server=")));
            servers.map(|word| read(word, Kind::Server, 514)).collect()
        }
        _ => Vec::new(),
    };
    read.into_iter().filter_map(name_of).collect()
}

fn name_of(found: Result<Endpoint, &'static str>) -> Option<String> {
    match found {
        Ok(Endpoint::Name(host, _)) => Some(host),
        _ => None,
    }
}

/// The name that a server of an upstream is written with.
fn member(line: &Item) -> Option<String> {
    match read(line.word(0), Kind::Pass, 80) {
        Ok(Endpoint::Name(host, _)) if !line.words.iter().any(|word| word == "resolve") => Some(host),
        _ => None,
    }
}
