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

/// Whether what requests are passed on to is a server of the same configuration.
pub(super) fn is_own(target: &str, http: &Http<'_>) -> bool {
    let (_, rest) = target.split_once("://").unwrap_or(("", target));
    let place = rest.split('/').next().unwrap_or_default();
    let listens: Vec<&Listen> = http.servers.iter().flat_map(|server| &server.listens).collect();
    let own = |backend: Listen| {
        let takes = |listen: &&&Listen| {
            listen.port == backend.port && backend.address.is_some_and(|address| listen.takes(address))
        };
        listens.iter().any(|listen| takes(&listen))
    };
    http.members(place).into_iter().filter_map(listen).any(own)
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
    Some(Listen::at(address, port))
}
