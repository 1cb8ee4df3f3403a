//! Where curl connects to: `--connect-to`, `--resolve`, `/etc/hosts`, names that lead nowhere. Nobody is asked; a name whose
//! address no file tells is taken to lead to nginx's machine.

use core::net::IpAddr;

use super::Reason;
use super::client::Failure;
use crate::curl::{Command, Family, Url};
use crate::files::Files;
use crate::host::{Resolved, addresses, is_hopeless};
use crate::nginx::settings::Listen;

/// Where a connection goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reached {
    /// What curl calls it.
    pub(super) host: String,
    pub(super) port: u16,
    /// The addresses that are tried; empty when they are not known.
    pub(super) addresses: Vec<IpAddr>,
    pub(super) unix: Option<String>,
    /// Whether the name is only taken to lead here.
    pub(super) assumed: bool,
}

/// Where the command's connection goes.
pub(super) fn of(url: &Url, command: &Command, files: &dyn Files) -> Result<Reached, Failure> {
    let mut reached = Reached {
        host: url.typed.clone(),
        port: url.port,
        addresses: Vec::new(),
        unix: command.unix_socket.clone(),
        assumed: false,
    };
    let mut overrides: Vec<(String, u16, Vec<IpAddr>)> = Vec::new();
    for entry in &command.resolve {
        // takes back what came before it; one that cannot be read is passed over (`Curl_loadhostpairs`)
        if let Some(removed) = entry.strip_prefix('-') {
            let removed = removal(removed);
            overrides.retain(|(host, port, _)| removed.as_ref() != Some(&(host.to_ascii_lowercase(), *port)));
            continue;
        }
        overrides.push(resolve_entry(entry).ok_or_else(|| Failure {
            exit: 49,
            words: format!("Couldn't parse CURLOPT_RESOLVE entry '{entry}'"),
            reason: Reason::BadResolve(entry.clone()),
        })?);
    }
    if reached.unix.is_some() {
        return Ok(reached);
    }
    if let Some((host, port)) = command.connect_to.iter().find_map(|entry| connect_to(entry, url)) {
        reached.host = host.unwrap_or(reached.host);
        reached.port = port.unwrap_or(reached.port);
    }
    let named = |(host, port, _): &&(String, u16, Vec<IpAddr>)| {
        *port == reached.port && (host == "*" || host.eq_ignore_ascii_case(&reached.host))
    };
    let nowhere = |host: String| Failure {
        exit: 6,
        words: format!("Could not resolve host: {host}"),
        reason: Reason::NoSuchHost(host),
    };
    // the last entry of a name replaces those before it
    let found = match overrides.iter().rev().find(named) {
        Some((_, _, addresses)) => Resolved::Addresses(addresses.clone()),
        None => addresses(&reached.host, files),
    };
    let wanted =
        |address: &IpAddr| command.family.is_none_or(|family| (family == Family::Four) == address.is_ipv4());
    match found {
        Resolved::Addresses(found) => reached.addresses = found.into_iter().filter(wanted).collect(),
        Resolved::Unknown if is_hopeless(&reached.host) => return Err(nowhere(reached.host)),
        Resolved::Unknown => reached.assumed = true,
    }
    // an address of the other family is no name that somebody could look up
    let bare = reached.host.trim_matches(['[', ']']);
    if reached.addresses.is_empty() && bare.parse::<IpAddr>().is_ok() {
        let reason = Reason::NobodyListens(reached.port);
        return Err(Failure { exit: 7, words: "Couldn't connect to server".to_owned(), reason });
    }
    if reached.addresses.is_empty() && !reached.assumed {
        return Err(nowhere(reached.host));
    }
    Ok(reached)
}

/// `[+]host:port:address[,address]`: the host ends at the first colon, so none is an address of IPv6 (`Curl_loadhostpairs`).
fn resolve_entry(entry: &str) -> Option<(String, u16, Vec<IpAddr>)> {
    let (host, rest) = entry.strip_prefix('+').unwrap_or(entry).split_once(':')?;
    let (port, addresses) = rest.split_once(':')?;
    let addresses: Option<Vec<IpAddr>> =
        addresses.split(',').map(|address| address.trim_matches(['[', ']']).parse().ok()).collect();
    Some((host.to_owned(), port.parse().ok()?, addresses?))
}

/// `host:port` of an entry that takes one back.
fn removal(entry: &str) -> Option<(String, u16)> {
    let (host, rest) = entry.split_once(':')?;
    let digits = rest.split(|letter: char| !letter.is_ascii_digit()).next()?;
    Some((host.to_ascii_lowercase(), digits.parse().ok()?))
}

/// `host1:port1:host2:port2`: what applies to this address.
fn connect_to(entry: &str, url: &Url) -> Option<(Option<String>, Option<u16>)> {
    let mut parts = Vec::new();
    let mut rest = entry;
    while parts.len() < 4 {
        let (part, after) = match rest.strip_prefix('[') {
            Some(inside) => {
                let (part, after) = inside.split_once(']')?;
                (part, after.strip_prefix(':').unwrap_or(after))
            }
            None => rest.split_once(':').unwrap_or((rest, "")),
        };
        parts.push(part);
        rest = after;
    }
    let host_fits = parts[0].is_empty() || parts[0].eq_ignore_ascii_case(&url.host);
    let port_fits = parts[1].is_empty() || parts[1].parse() == Ok(url.port);
    (host_fits && port_fits).then(|| {
        let host = (!parts[2].is_empty()).then(|| parts[2].to_owned());
        (host, parts[3].parse().ok())
    })
}

/// The socket that takes the connection.
pub(super) fn socket<'a>(reached: &Reached, listens: &'a [Listen]) -> Option<&'a Listen> {
    if let Some(path) = &reached.unix {
        return listens.iter().find(|listen| listen.unix.as_deref() == Some(path));
    }
    let on_port = || listens.iter().filter(|listen| listen.address.is_some() && listen.port == reached.port);
    if reached.addresses.is_empty() {
        return on_port().find(|listen| listen.is_wildcard()).or_else(|| on_port().next());
    }
    reached.addresses.iter().find_map(|address| {
        on_port()
            .find(|listen| listen.address == Some(*address))
            // before a socket of both families comes one of this family
            .or_else(|| {
                let takes = on_port().filter(|listen| listen.takes(*address));
                takes.min_by_key(|listen| listen.address.map(|own| own.is_ipv4()) != Some(address.is_ipv4()))
            })
    })
}

#[cfg(test)]
mod tests {
    use super::{connect_to, resolve_entry};
    use crate::curl::Url;

    #[test]
    fn entries_are_taken_apart() {
        let read =
            |text: &str| resolve_entry(text).map(|(host, port, addresses)| (host, port, addresses.len()));
        for (text, expected) in [
            ("a:443:127.0.0.1", Some(("a".to_owned(), 443, 1))),
            ("+a:443:127.0.0.1,[::1]", Some(("a".to_owned(), 443, 2))),
            ("[::1]:443:127.0.0.1", None),
            ("bad", None),
            ("a:443", None),
            ("a:b:127.0.0.1", None),
            ("a:443:localhost", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        let url = Url::parse("https://a:8443/").expect("an address");
        for (text, expected) in [
            ("::127.0.0.1:1", Some((Some("127.0.0.1".to_owned()), Some(1)))),
            ("a:8443::1", Some((None, Some(1)))),
            ("b::c:1", None),
            ("a:443:c:1", None),
            ("a::[::1]:", Some((Some("::1".to_owned()), None))),
        ] {
            assert_eq!(connect_to(text, &url), expected, "{text}");
        }
    }
}
