//! Where requests are passed on to, in whatever way it is written: by an upstream's name, with a path behind, as `localhost`.

use core::net::{IpAddr, Ipv4Addr};

use crate::nginx::item::Item;
use crate::nginx::settings::Http;
use crate::nginx::value::endpoint::{Endpoint, Kind, read};

/// What is reached by a directive that passes requests on, or has files sent; nothing for any other.
pub(super) fn reached(item: &Item, http: &Http<'_>) -> Vec<String> {
    let word = item.word(0);
    if item.name == "root" || (item.name.ends_with("_pass") && word.contains('$')) {
        return vec![word.to_owned()];
    }
    if !item.name.ends_with("_pass") {
        return Vec::new();
    }
    let (scheme, rest) = word.split_once("://").unwrap_or(("", word));
    let default = if scheme.eq_ignore_ascii_case("https") { 443 } else { 80 };
    let place = rest.split(['/', '?']).next().unwrap_or_default();
    // the path of a socket has slashes of its own
    let members = if http.upstream(place).is_some() { http.members(place) } else { vec![rest] };
    members.into_iter().map(|member| address(member, default)).collect()
}

fn address(member: &str, default: u16) -> String {
    match read(member, Kind::Pass, default) {
        Ok(Endpoint::Address(address, port)) => format!("{address} {port}"),
        Ok(Endpoint::Name(name, port)) if name.eq_ignore_ascii_case("localhost") => {
            format!("{} {port}", IpAddr::V4(Ipv4Addr::LOCALHOST))
        }
        Ok(Endpoint::Name(name, port)) => format!("{} {port}", name.to_ascii_lowercase()),
        Ok(Endpoint::Unix(path)) => format!("unix {path}"),
        Err(_) => member.to_owned(),
    }
}
