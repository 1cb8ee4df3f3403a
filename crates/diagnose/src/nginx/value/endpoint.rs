//! Addresses as nginx takes them apart (`ngx_parse_url`): what is listened on, and where requests are passed on to.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::measure::{is_number, number};
use crate::host::written_address;

/// Where something listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// An address, or any of IPv4 or IPv6, with a port.
    Address(IpAddr, u16),
    /// A host name with a port.
    Name(String, u16),
    /// A socket of the file system.
    Unix(String),
}

/// What is asked of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It is listened on: a port alone is one, and ports may be a range.
    Listen,
    /// Requests go there: a path may follow.
    Pass,
    /// It is a server of an upstream, or another address alone.
    Server,
}

/// Longest path of a socket of the file system (`sockaddr_un`).
const LONGEST: usize = 107;

/// Reads what stands behind `listen`; the error is nginx's word for it.
pub(crate) fn endpoint(text: &str) -> Result<Endpoint, &'static str> {
    read(text, Kind::Listen, 80)
}

/// Reads an address; the error is nginx's word for it.
pub(crate) fn read(text: &str, kind: Kind, default: u16) -> Result<Endpoint, &'static str> {
    if text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("unix:")) {
        let path = if kind == Kind::Pass { text[5..].split(':').next() } else { Some(&text[5..]) };
        return match path.unwrap_or_default() {
            "" => Err("no path in the unix domain socket"),
            path if path.len() > LONGEST => Err("too long path in the unix domain socket"),
            path => Ok(Endpoint::Unix(path.to_owned())),
        };
    }
    // in brackets there may be a slash, which counts for nothing
    let bracket = text.starts_with('[').then(|| text.find(']').ok_or("invalid host")).transpose()?;
    let from = bracket.unwrap_or_default();
    let place = match text[from..].find(['/', '?']).map(|at| from + at) {
        Some(_) if kind != Kind::Pass => return Err("invalid host"),
        Some(at) => &text[..at],
        None => text,
    };
    if let Some(end) = bracket {
        let number = match place[end + 1..].strip_prefix(':') {
            Some(digits) => port(digits, kind)?,
            None if place.len() > end + 1 => return Err("invalid host"),
            None => default,
        };
        if end == 1 {
            return Err("no host");
        }
        let address: Ipv6Addr = place[1..end].parse().map_err(|_| "invalid IPv6 address")?;
        return Ok(Endpoint::Address(IpAddr::V6(address), number));
    }
    const ANY: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    let (host, number) = match place.split_once(':') {
        Some((host, digits)) => (host, port(digits, kind)?),
        None => {
            let alone = |text: &str| text.split('-').all(is_number);
            if kind == Kind::Listen && alone(place) && place.matches('-').count() < 2 {
                return Ok(Endpoint::Address(ANY, port(place, kind)?));
            }
            (place, default)
        }
    };
    match host {
        "" => Err("no host"),
        "*" if kind == Kind::Listen => Ok(Endpoint::Address(ANY, number)),
        host => Ok(four_numbers(host).or_else(|| written_address(host)).map_or_else(
            || Endpoint::Name(host.to_owned(), number),
            |address| Endpoint::Address(IpAddr::V4(address), number),
        )),
    }
}

/// An address of IPv4 (`ngx_inet_addr`): four numbers, of which one that is left out is none and zeros before one count for nothing.
pub(crate) fn four_numbers(text: &str) -> Option<Ipv4Addr> {
    let mut numbers = [0_u8; 4];
    let mut parts = text.split('.');
    for number in &mut numbers {
        let digits = parts.next()?;
        if !digits.bytes().all(|octet| octet.is_ascii_digit()) {
            return None;
        }
        *number = match digits.trim_start_matches('0') {
            "" => 0,
            digits => digits.parse().ok()?,
        };
    }
    let whole = parts.next().is_none();
    Some(Ipv4Addr::from(numbers)).filter(|address| whole && *address != Ipv4Addr::BROADCAST)
}

/// Whether a text is an address, with a port or without (`ngx_parse_addr_port`): no name, however it is written.
pub(crate) fn is_address(text: &str) -> bool {
    let bare = |text: &str| four_numbers(text).is_some() || text.parse::<Ipv6Addr>().is_ok();
    let with_port = |text: &str| {
        let (host, digits) = text.rsplit_once(':')?;
        let host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
            Some(host) => host.parse::<Ipv6Addr>().is_ok(),
            None => four_numbers(host).is_some(),
        };
        Some(host && port(digits, Kind::Server).is_ok())
    };
    bare(text) || with_port(text) == Some(true)
}

/// Whether a text is an address with or without the length of a network (`ngx_ptocidr`).
pub(crate) fn is_network(text: &str) -> bool {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let most = match (four_numbers(address), address.parse::<Ipv6Addr>()) {
        (Some(_), _) => 32,
        (None, Ok(_)) => 128,
        // the one address of IPv4 that stands for none
        (None, Err(_)) if address.parse() == Ok(Ipv4Addr::BROADCAST) => 32,
        (None, Err(_)) => return false,
    };
    bits.is_none_or(|bits| number(bits).is_some_and(|bits| bits <= most))
}

/// A port, or the first of a range.
fn port(digits: &str, kind: Kind) -> Result<u16, &'static str> {
    let one = |digits: &str| {
        let port = number(digits).and_then(|number| u16::try_from(number).ok());
        port.filter(|port| *port > 0).ok_or("invalid port")
    };
    match digits.split_once('-').filter(|_| kind == Kind::Listen) {
        Some((first, last)) => {
            let (last, first) = (one(last)?, one(first)?);
            if first > last { Err("invalid port range") } else { Ok(first) }
        }
        None => one(digits),
    }
}

/// The last port of a range that is listened on.
pub(crate) fn last_port(text: &str) -> Option<u16> {
    let digits = text.rsplit(':').next().unwrap_or(text);
    digits.split_once('-')?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, Kind, endpoint, last_port, read};

    #[test]
    fn addresses_are_taken_apart() {
        let words = |found: Result<Endpoint, &'static str>| match found {
            Ok(Endpoint::Address(address, port)) => format!("{address} {port}"),
            Ok(Endpoint::Name(name, port)) => format!("name {name} {port}"),
            Ok(Endpoint::Unix(path)) => format!("unix {path}"),
            Err(words) => words.to_owned(),
        };
        for (text, listened, passed) in [
            ("443", "0.0.0.0 443", "0.0.1.187 80"),
            ("*:443", "0.0.0.0 443", "name * 443"),
            ("[::]:443", ":: 443", ":: 443"),
            ("[::1", "invalid host", "invalid host"),
            ("[::g]:1", "invalid IPv6 address", "invalid IPv6 address"),
            ("http://a:1", "invalid host", "invalid port"),
            ("127.0.0.1:1/x", "invalid host", "127.0.0.1 1"),
            ("127.0.0.1:+1", "invalid port", "invalid port"),
            ("127.0.0.1:65536", "invalid port", "invalid port"),
            ("127.0.0.1:5-6", "127.0.0.1 5", "invalid port"),
            ("127.0.0.1:6-5", "invalid port range", "invalid port"),
            (":80", "no host", "no host"),
            ("unix:", "no path in the unix domain socket", "no path in the unix domain socket"),
            ("unix:/a:/b", "unix /a:/b", "unix /a"),
            ("a-b", "name a-b 80", "name a-b 80"),
            ("127.0.0.:1", "127.0.0.0 1", "127.0.0.0 1"),
            ("127..0.01:1", "127.0.0.1 1", "127.0.0.1 1"),
            ("127.0.0.256:1", "name 127.0.0.256 1", "name 127.0.0.256 1"),
            ("127.0.1:1", "127.0.0.1 1", "127.0.0.1 1"),
        ] {
            assert_eq!(words(endpoint(text)), listened, "{text}");
            assert_eq!(words(read(text, Kind::Pass, 80)), passed, "{text}");
        }
        assert_eq!(
            (last_port("127.0.0.1:5-6"), last_port("5"), last_port("[::1]:7-9")),
            (Some(6), None, Some(9))
        );
    }
}
