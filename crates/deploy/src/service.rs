//! How the service's names are written where machines read them. What a name may be is `pki`'s.

use core::net::IpAddr;

use pki::name::host::{HostName, HostNames};

/// A name as nginx compares it with the Host header and as it stands in a URL: an IPv6 address in brackets.
#[must_use]
pub fn in_url(name: &HostName) -> String {
    match name {
        HostName::Dns(name) => name.as_str().to_owned(),
        HostName::Ip(name) => match name.address() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        },
    }
}

/// Whether a name stands for many: `*.example.com`.
#[must_use]
pub fn is_wildcard(name: &HostName) -> bool {
    matches!(name, HostName::Dns(name) if name.is_wildcard())
}

/// The address, if the name is one.
#[must_use]
pub fn address(name: &HostName) -> Option<IpAddr> {
    match name {
        HostName::Dns(_) => None,
        HostName::Ip(name) => Some(name.address()),
    }
}

/// The name that commands call, as it stands in a URL: the first that is no wildcard; when all are wildcards,
/// the first with `www` for its asterisk.
#[must_use]
pub fn called(names: &HostNames) -> String {
    let first_plain = names.iter().find(|name| !is_wildcard(name));
    let name = first_plain.or_else(|| names.iter().next()).map(in_url).unwrap_or_default();
    match name.strip_prefix("*.") {
        Some(parent) => format!("www.{parent}"),
        None => name,
    }
}

/// The same host as programs are told it beside a port: an IPv6 address without its brackets.
#[must_use]
pub fn called_host(names: &HostNames) -> String {
    called(names).trim_matches(['[', ']']).to_owned()
}
