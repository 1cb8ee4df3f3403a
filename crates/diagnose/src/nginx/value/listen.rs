//! The parameters of `listen` (`ngx_http_core_listen`).

use super::endpoint::endpoint;
use super::fault::Fault;
use super::measure::{Unit, number, size, time};
use crate::nginx::item::Item;

/// What nginx says to an address.
pub(super) fn address(item: &Item) -> Fault {
    let address = item.word(0);
    let words = endpoint(address).err()?;
    Some((format!("{words} in \"{address}\" of the \"listen\" directive"), address.to_owned()))
}

/// What it says to the parameters behind the address, once that leads somewhere.
pub(crate) fn parameters(item: &Item) -> Fault {
    item.words.iter().skip(1).find_map(|word| parameter(word).map(|words| (words, word.clone())))
}

/// What nginx 1.22 on Linux says to one parameter; `quic` came with 1.25.0.
fn parameter(word: &str) -> Option<String> {
    const BARE: [&str; 7] = ["default_server", "default", "ssl", "http2", "bind", "deferred", "reuseport"];
    let unknown = || Some(format!("invalid parameter \"{word}\""));
    if BARE.contains(&word) || word == "proxy_protocol" {
        return None;
    }
    let Some((name, value)) = word.split_once('=') else { return unknown() };
    let wrong = |right: bool| (!right).then(|| format!("invalid {name} \"{word}\""));
    match name {
        "backlog" => wrong(number(value).is_some_and(|length| length > 0)),
        "fastopen" => wrong(number(value).is_some()),
        "rcvbuf" | "sndbuf" => wrong(size(value).is_some()),
        "accept_filter" => None,
        "ipv6only" if value.starts_with('o') => match value {
            "on" | "off" => None,
            flags => Some(format!("invalid ipv6only flags \"{flags}\"")),
        },
        "so_keepalive" if ["on", "off"].contains(&value) || keeps_alive(value) => None,
        "so_keepalive" => Some(format!("invalid so_keepalive value: \"{value}\"")),
        _ => unknown(),
    }
}

/// `idle:interval:count`, each of which may be left out or none, and not all.
fn keeps_alive(value: &str) -> bool {
    let mut parts = value.splitn(3, ':');
    let mut seconds = || match parts.next() {
        None | Some("") => Some(0),
        Some(part) => time(part, Unit::Seconds),
    };
    let (Some(idle), Some(interval)) = (seconds(), seconds()) else { return false };
    let count = match parts.next() {
        None | Some("") => Some(0),
        Some(count) => number(count),
    };
    count.is_some_and(|count| [idle, interval, count] != [0; 3])
}

/// Parameters of the socket itself, which one server alone may set for an address.
pub(crate) fn sets_socket(item: &Item) -> bool {
    const SOCKET: [&str; 9] = [
        "bind",
        "deferred",
        "reuseport",
        "backlog",
        "fastopen",
        "rcvbuf",
        "sndbuf",
        "ipv6only",
        "so_keepalive",
    ];
    item.words.iter().skip(1).any(|word| SOCKET.contains(&word.split('=').next().unwrap_or_default()))
}
