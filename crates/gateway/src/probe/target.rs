//! Who is called: a host and a port as people write them, read once. What is said to it is `shake`'s.

use core::fmt;
use core::net::{IpAddr, Ipv6Addr};

use text::gateway_probe as say;
use tokio_rustls::rustls::pki_types::ServerName;

/// The port of HTTP over TLS (RFC 9110 section 4.2.2).
const HTTPS: u16 = 443;

/// A server: what it is called, and on which port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// A DNS name in ASCII, lower case, or an address.
    pub name: ServerName<'static>,
    /// The port.
    pub port: u16,
}

/// Where a server is connected to instead: as curl's `--connect-to`, which keeps the port that is not named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    name: ServerName<'static>,
    port: Option<u16>,
}

impl Elsewhere {
    /// Reads it as [`Target::parse`] does.
    ///
    /// # Errors
    /// The text of what is wrong, in the terminal's language.
    pub fn parse(text: &str) -> Result<Elsewhere, String> {
        read(text).map(|(name, port)| Elsewhere { name, port })
    }

    /// What is connected to for this server.
    #[must_use]
    pub fn of(&self, target: &Target) -> Target {
        Target { name: self.name.clone(), port: self.port.unwrap_or(target.port) }
    }
}

impl Target {
    /// Reads `HOST`, `HOST:PORT`, `ADDRESS`, `ADDRESS:PORT`, `[IPv6]`, `[IPv6]:PORT` or an IPv6 address alone; `https://` in front and a
    /// path behind are passed over, since people paste addresses.
    ///
    /// # Errors
    /// The text of what is wrong, in the terminal's language: it is asked for by the command line.
    pub fn parse(text: &str) -> Result<Target, String> {
        read(text).map(|(name, port)| Target { name, port: port.unwrap_or(HTTPS) })
    }

    /// The host as a request names it, and as it is looked up.
    #[must_use]
    pub fn host(&self) -> String {
        match self.address() {
            Some(IpAddr::V6(six)) => format!("[{six}]"),
            Some(four) => four.to_string(),
            None => self.name.to_str().into_owned(),
        }
    }

    /// The address, where it is called by one.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        match &self.name {
            ServerName::IpAddress(address) => Some((*address).into()),
            _ => None,
        }
    }

    /// The `Host` of a request (RFC 9110 section 7.2): without the port where it is HTTPS's own.
    #[must_use]
    pub fn authority(&self) -> String {
        if self.port == HTTPS { self.host() } else { self.to_string() }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.host(), self.port)
    }
}

/// A name or an address, and the port where one is named.
fn read(text: &str) -> Result<(ServerName<'static>, Option<u16>), String> {
    let wrong = || say::target_wrong(crate::language::of_the_terminal(), &text).to_string();
    let bare = text.trim();
    let bare = bare.strip_prefix("https://").unwrap_or(bare);
    let bare = bare.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = split(bare).ok_or_else(wrong)?;
    let port = match port {
        Some(port) => Some(port.parse().ok().filter(|port| *port != 0).ok_or_else(wrong)?),
        None => None,
    };
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let name = ServerName::try_from(host).map_err(|_| wrong())?;
    Ok((name, port))
}

/// Host and port, both as text; `None` where brackets do not fit.
fn split(text: &str) -> Option<(&str, Option<&str>)> {
    if let Some(rest) = text.strip_prefix('[') {
        let (host, behind) = rest.split_once(']')?;
        host.parse::<Ipv6Addr>().ok()?;
        return match behind.strip_prefix(':') {
            Some(port) => Some((host, Some(port))),
            None => behind.is_empty().then_some((host, None)),
        };
    }
    // more than one colon, and no brackets: an address of IPv6 without a port
    if text.matches(':').count() > 1 {
        return Some((text, None));
    }
    Some(text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))))
}

#[cfg(test)]
mod tests {
    use super::{Elsewhere, Target};

    #[test]
    fn the_port_of_the_server_is_kept_where_none_is_named() {
        let target = Target::parse("api.example.test:8443").expect("a target");
        for (text, expected) in [
            ("10.0.0.7", "10.0.0.7:8443"),
            ("10.0.0.7:443", "10.0.0.7:443"),
            ("[::1]", "[::1]:8443"),
            ("other.example.test:9443", "other.example.test:9443"),
        ] {
            assert_eq!(Elsewhere::parse(text).expect("a place").of(&target).to_string(), expected);
        }
        assert!(Elsewhere::parse("10.0.0.7:0").is_err());
    }

    #[test]
    fn hosts_and_ports_are_read_as_people_write_them() {
        for (text, expected) in [
            ("api.example.test", Some(("api.example.test", 443))),
            ("API.example.test.:8443", Some(("api.example.test", 8443))),
            ("https://api.example.test:8443/orders?x=1", Some(("api.example.test", 8443))),
            ("my_service:8443", Some(("my_service", 8443))),
            ("127.0.0.1", Some(("127.0.0.1", 443))),
            ("127.0.0.1:1", Some(("127.0.0.1", 1))),
            ("[::1]:8443", Some(("[::1]", 8443))),
            ("[::1]", Some(("[::1]", 443))),
            ("2001:db8::1", Some(("[2001:db8::1]", 443))),
            ("", None),
            (":443", None),
            ("api.example.test:", None),
            ("api.example.test:0", None),
            ("api.example.test:65536", None),
            ("api.example.test:https", None),
            ("[::1", None),
            ("[::1]8443", None),
            ("[127.0.0.1]:443", None),
            ("a b", None),
            ("http://api.example.test", None),
        ] {
            let read = Target::parse(text).ok().map(|target| (target.host(), target.port));
            assert_eq!(read, expected.map(|(host, port)| (host.to_owned(), port)), "{text}");
        }
    }

    #[test]
    fn the_port_of_https_is_not_named_in_requests() {
        for (text, authority) in [("a.test", "a.test"), ("a.test:8443", "a.test:8443"), ("[::1]", "[::1]")] {
            assert_eq!(Target::parse(text).expect("a target").authority(), authority);
        }
    }
}
