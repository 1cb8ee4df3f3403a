//! The parameters of `listen` (`ngx_http_core_listen`).

use super::endpoint::endpoint;
use super::fault::Fault;
use super::measure::{Unit, number, size, time};
use crate::nginx::item::Item;

/// What nginx says to an address and its parameters.
pub(super) fn fault(item: &Item) -> Fault {
    let address = item.word(0);
    if let Err(words) = endpoint(address) {
        return Some((format!("{words} in \"{address}\" of the \"listen\" directive"), address.to_owned()));
    }
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

/// `idle:interval:count`, each of which may be left out, and not all.
fn keeps_alive(value: &str) -> bool {
    let parts: Vec<&str> = value.split(':').collect();
    let [idle, interval, count] = parts.as_slice() else { return false };
    let times =
        [idle, interval].into_iter().all(|part| part.is_empty() || time(part, Unit::Seconds).is_some());
    times && (count.is_empty() || number(count).is_some()) && value != "::"
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
