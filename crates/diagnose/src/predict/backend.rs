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
    http.members(place).into_iter().any(|member| !own(member, http).is_empty())
}

/// The sockets of a backend's port, where the backend is a server of the same configuration.
pub(crate) fn own<'a>(member: &str, http: &'a Http<'_>) -> Vec<&'a Listen> {
    let Some(backend) = listen(member) else { return Vec::new() };
    let here: Vec<&Listen> =
        http.listens().filter(|own| own.unix.is_none() && own.port == backend.port).collect();
    let takes = |own: &&Listen| backend.address.is_some_and(|address| own.takes(address));
    if here.iter().any(takes) { here } else { Vec::new() }
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
