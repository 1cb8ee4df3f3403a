//! Where nginx listens: an address and a port, read strictly.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU16;

use serde::{Deserialize, Serialize};

use super::ChoiceError;

/// The addresses of the machine that nginx listens on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ListenAddress {
    /// All IPv4 addresses; when the service has an IPv6 address among its names, all IPv6 addresses too.
    All,
    /// This one. `0.0.0.0` and `::` stand for all of their kind.
    One(IpAddr),
}

impl ListenAddress {
    /// Checks what was typed: nothing, an IPv4 address, or an IPv6 address with or without brackets.
    ///
    /// # Errors
    /// [`ChoiceError::NotAnAddress`], [`ChoiceError::Zone`], [`ChoiceError::NotListenable`].
    pub fn parse(typed: &str) -> Result<ListenAddress, ChoiceError> {
        let text = typed.trim_matches(' ');
        if text.is_empty() {
            return Ok(ListenAddress::All);
        }
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some((address, _zone)) = bare.unwrap_or(text).split_once('%')
            && address.parse::<Ipv6Addr>().is_ok()
        {
            return Err(ChoiceError::Zone(typed.to_owned()));
        }
        let address = match bare {
            Some(bare) => bare.parse().map(IpAddr::V6).ok(),
            None => text.parse().ok(),
        };
        let address: IpAddr = address.ok_or_else(|| ChoiceError::NotAnAddress(typed.to_owned()))?;
        if address.is_multicast() || address == IpAddr::V4(Ipv4Addr::BROADCAST) {
            return Err(ChoiceError::NotListenable(typed.to_owned()));
        }
        Ok(ListenAddress::One(address))
    }

    /// Whether no other machine can call it.
    #[must_use]
    pub fn is_loopback(self) -> bool {
        matches!(self, ListenAddress::One(address) if address.to_canonical().is_loopback())
    }
}

/// A TCP port from 1 to 65535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Port(NonZeroU16);

impl Port {
    /// The port of HTTPS (RFC 9110 section 4.2.2), which a URL need not name.
    pub const HTTPS: Port = Port(NonZeroU16::new(443).expect("not zero"));
    /// The port of HTTP (RFC 9110 section 4.2.1).
    pub const HTTP: Port = Port(NonZeroU16::new(80).expect("not zero"));

    /// The port of SSH (RFC 4253 section 4.1).
    pub const SSH: Port = Port(NonZeroU16::new(22).expect("not zero"));

    /// Checks what was typed: decimal digits alone.
    ///
    /// # Errors
    /// [`ChoiceError::NotAPort`].
    pub fn parse(typed: &str) -> Result<Port, ChoiceError> {
        let text = typed.trim_matches(' ');
        let port = if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None };
        port.map(Port).ok_or_else(|| ChoiceError::NotAPort(typed.to_owned()))
    }

    /// The number.
    #[must_use]
    pub fn number(self) -> u16 {
        self.0.get()
    }
}

impl std::fmt::Display for Port {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::{ChoiceError, ListenAddress, Port};

    #[test]
    fn addresses_are_taken_or_refused_with_the_reason() {
        let one = |text: &str| Ok(ListenAddress::One(text.parse().expect("an address")));
        let unreadable = |text: &str| Err(ChoiceError::NotAnAddress(text.to_owned()));
        for (typed, expected) in [
            ("", Ok(ListenAddress::All)),
            (" ", Ok(ListenAddress::All)),
            ("0.0.0.0", one("0.0.0.0")),
            (" 192.0.2.1 ", one("192.0.2.1")),
            ("2001:DB8::1", one("2001:db8::1")),
            ("[2001:db8::1]", one("2001:db8::1")),
            ("::", one("::")),
            ("[192.0.2.1]", unreadable("[192.0.2.1]")),
            ("[::1", unreadable("[::1")),
            ("192.0.2", unreadable("192.0.2")),
            ("192.0.2.256", unreadable("192.0.2.256")),
            ("0192.0.2.1", unreadable("0192.0.2.1")),
            ("localhost", unreadable("localhost")),
            ("192.0.2.1:443", unreadable("192.0.2.1:443")),
            ("192.0.2.1;", unreadable("192.0.2.1;")),
            ("::1\n", unreadable("::1\n")),
            ("fe80::1%eth0", Err(ChoiceError::Zone("fe80::1%eth0".to_owned()))),
            ("[fe80::1%eth0]", Err(ChoiceError::Zone("[fe80::1%eth0]".to_owned()))),
            ("224.0.0.1", Err(ChoiceError::NotListenable("224.0.0.1".to_owned()))),
            ("255.255.255.255", Err(ChoiceError::NotListenable("255.255.255.255".to_owned()))),
            ("ff02::1", Err(ChoiceError::NotListenable("ff02::1".to_owned()))),
        ] {
            assert_eq!(ListenAddress::parse(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn ports_are_taken_or_refused() {
        for (typed, expected) in [
            ("1", Some(1)),
            ("443", Some(443)),
            (" 8443 ", Some(8443)),
            ("65535", Some(65535)),
            ("0", None),
            ("65536", None),
            ("", None),
            ("+443", None),
            ("-1", None),
            ("44 3", None),
            ("443;", None),
            ("0x1bb", None),
            ("４４３", None),
            ("https", None),
        ] {
            assert_eq!(Port::parse(typed).map(Port::number).ok(), expected, "{typed:?}");
        }
    }
}
