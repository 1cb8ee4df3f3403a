//! Who stands behind nginx, as far as a call may reach it past nginx.

use core::net::{IpAddr, Ipv4Addr};

use crate::nginx::item::below;
use crate::nginx::settings::{Http, Listen};
use crate::nginx::value::endpoint::{Endpoint, endpoint};

/// Where the backends listen that nginx speaks plain HTTP with.
pub(super) fn listens(http: &Http<'_>) -> Vec<Listen> {
    let passes = below(http.scope.innermost()).into_iter().filter(|item| item.name == "proxy_pass");
    let places = passes.filter_map(|item| item.word(0).strip_prefix("http://")?.split('/').next());
    places.flat_map(|place| http.members(place)).filter_map(listen).collect()
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
