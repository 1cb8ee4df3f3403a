//! IP addresses as names: single addresses of hosts. Ranges belong to name constraints, which are not made here.

use core::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

use super::NameError;
use super::character::shown;

/// The address of a host, IPv4 (RFC 791) or IPv6 (RFC 4291), without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "IpAddr", into = "IpAddr")]
pub struct IpName(IpAddr);

impl IpName {
    /// Reads an address in any form of RFC 4291 section 2.2 or dotted decimal; an IPv6 address may stand in `[` `]`.
    ///
    /// # Errors
    /// [`NameError`] when it is none, has a zone, is a range, or no host can have it.
    pub fn parse(text: &str) -> Result<IpName, NameError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return IpName::try_from(address).map_err(|_| NameError::IpNotAHost { text: shown(text) });
        }
        if let Some((address, _)) = bare.split_once('%')
            && address.parse::<IpAddr>().is_ok()
        {
            return Err(NameError::Zone { text: shown(text), address: address.to_owned() });
        }
        if let Some((address, _)) = bare.split_once('/')
            && address.parse::<IpAddr>().is_ok()
        {
            return Err(NameError::IpRange { text: shown(text) });
        }
        Err(NameError::NotAnIp { text: shown(text) })
    }

    /// The address.
    #[must_use]
    pub fn address(self) -> IpAddr {
        self.0
    }
}

/// The canonical text: dotted decimal, or RFC 5952.
impl std::fmt::Display for IpName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

impl From<IpName> for IpAddr {
    fn from(name: IpName) -> IpAddr {
        name.0
    }
}

impl TryFrom<IpAddr> for IpName {
    type Error = &'static str;

    fn try_from(address: IpAddr) -> Result<IpName, &'static str> {
        let is_broadcast = address == IpAddr::V4(Ipv4Addr::BROADCAST);
        if address.is_unspecified() || address.is_multicast() || is_broadcast {
            return Err("no host has this address");
        }
        Ok(IpName(address))
    }
}
