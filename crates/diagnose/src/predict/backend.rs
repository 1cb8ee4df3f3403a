//! Who stands behind nginx, as far as a call may reach it past nginx.

use core::net::{IpAddr, Ipv4Addr};

use crate::nginx::item::Item;
use crate::nginx::settings::Listen;
use crate::nginx::value::endpoint::{Endpoint, endpoint};

/// Where the backends listen that nginx speaks plain HTTP with.
pub(super) fn listens(items: &[Item]) -> Vec<Listen> {
    let mut all = Vec::new();
    gather(items, items, &mut all);
    all
}

fn gather(whole: &[Item], items: &[Item], all: &mut Vec<Listen>) {
    for item in items {
        if item.name == "proxy_pass"
            && let Some(rest) = item.word(0).strip_prefix("http://")
        {
            let place = rest.split('/').next().unwrap_or_default();
            let members = members(whole, place);
            let places = if members.is_empty() { vec![place] } else { members };
            all.extend(places.into_iter().filter_map(listen));
        }
        gather(whole, item.inside(), all);
    }
}

/// The servers of an upstream.
fn members<'a>(items: &'a [Item], name: &str) -> Vec<&'a str> {
    let of = |item: &'a Item| match item.name == "upstream" && item.word(0) == name {
        true => item.inside().iter().filter(|line| line.name == "server").map(|line| line.word(0)).collect(),
        false => members(item.inside(), name),
    };
    items.iter().flat_map(of).collect()
}

/// Where a backend listens that is called by `http://…`.
pub(super) fn plain(address: &str) -> Option<Listen> {
    listen(address.strip_prefix("http://")?.trim_end_matches('/'))
}

fn listen(place: &str) -> Option<Listen> {
    let (address, port) = match endpoint(place).ok()? {
        Endpoint::Address(address, port) => (address, port),
        Endpoint::Name(name, port) if name == "localhost" => (IpAddr::V4(Ipv4Addr::LOCALHOST), port),
        Endpoint::Name(..) | Endpoint::Unix(_) => return None,
    };
    Some(Listen {
        address: Some(address),
        port,
        unix: None,
        tls: false,
        default: false,
        http2: false,
        proxy_protocol: false,
    })
}
