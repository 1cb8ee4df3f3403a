//! The names of a server: DNS names and IP addresses, one or many. Other kinds of name identify clients.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::NameError;
use super::character::shown;
use super::dns::DnsName;
use super::idna::Idna;
use super::ip::IpName;

/// One name by which a server is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HostName {
    /// A DNS name.
    Dns(DnsName),
    /// An IP address.
    Ip(IpName),
}

impl HostName {
    /// Reads a name that stands in ASCII ([`DnsName::parse`]).
    ///
    /// # Errors
    /// As [`HostName::parse_with`].
    pub fn parse(text: &str) -> Result<HostName, NameError> {
        HostName::read(text, None)
    }

    /// Reads what people type where a server's name is asked for.
    ///
    /// # Errors
    /// [`NameError`] says which rule the text breaks; a whole URL is refused with the host that stands in it.
    pub fn parse_with(text: &str, idna: &dyn Idna) -> Result<HostName, NameError> {
        HostName::read(text, Some(idna))
    }

    fn read(text: &str, idna: Option<&dyn Idna>) -> Result<HostName, NameError> {
        let text = text.trim();
        match IpName::parse(text) {
            Ok(ip) => return Ok(HostName::Ip(ip)),
            Err(NameError::NotAnIp { .. }) => {}
            Err(error) => return Err(error),
        }
        if text.len() <= 4 * DnsName::LIMIT
            && let Some(host) = host_inside(text, idna)
        {
            return Err(NameError::MoreThanHost { text: shown(text), host });
        }
        if text.matches(':').count() > 1
            && text.bytes().all(|b| b.is_ascii_hexdigit() || b":.[]%/".contains(&b))
        {
            return Err(NameError::NotAnIp { text: shown(text) });
        }
        DnsName::read(text, idna).map(HostName::Dns)
    }

    /// The name for people: Unicode for internationalized names.
    #[must_use]
    pub fn to_unicode(&self) -> String {
        match self {
            HostName::Dns(name) => name.to_unicode(),
            HostName::Ip(name) => name.to_string(),
        }
    }

    /// The name as certificates and configuration write it.
    #[must_use]
    pub fn as_text(&self) -> String {
        self.to_string()
    }
}

impl std::fmt::Display for HostName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            HostName::Dns(name) => name.fmt(out),
            HostName::Ip(name) => name.fmt(out),
        }
    }
}

/// The host in `https://host:port/path` or `host:port` or `host/path`, when the text is one of these.
fn host_inside(text: &str, idna: Option<&dyn Idna>) -> Option<String> {
    let after_scheme = text.split_once("://").map(|(_, rest)| rest);
    let rest = after_scheme.unwrap_or(text);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let without_port = match host.rsplit_once(':') {
        Some((before, port))
            if (!before.contains(':') || before.ends_with(']'))
                && port.bytes().all(|b| b.is_ascii_digit()) =>
        {
            before
        }
        _ => host,
    };
    if without_port == text {
        return None;
    }
    let mail_address = authority.contains('@') && after_scheme.is_none();
    if mail_address {
        return None;
    }
    HostName::read(without_port, idna).ok().map(|host| host.to_unicode())
}

/// The names of one server certificate: at least one, none twice, in the order given, at most [`HostNames::LIMIT`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<HostName>", into = "Vec<HostName>")]
pub struct HostNames(Vec<HostName>);

impl HostNames {
    /// The most names of one certificate. A hundred is what the largest public authority gives; a hundred of the longest
    /// names are 25 KiB, which stays below what OpenSSL takes of a peer's chain (100 KiB), while thousands would not,
    /// and every handshake carries them all.
    pub const LIMIT: usize = 100;

    /// Takes names that are checked one by one already.
    ///
    /// # Errors
    /// [`NameError::Empty`] without a name (a server certificate must name its server: RFC 9525 section 3),
    /// [`NameError::Duplicate`], [`NameError::TooMany`].
    pub fn new(names: Vec<HostName>) -> Result<HostNames, NameError> {
        if names.is_empty() {
            return Err(NameError::Empty);
        }
        let mut seen = HashSet::new();
        if let Some(twice) = names.iter().find(|name| !seen.insert(*name)) {
            return Err(NameError::Duplicate { text: shown(&twice.to_unicode()) });
        }
        if names.len() > HostNames::LIMIT {
            return Err(NameError::TooMany { given: names.len(), limit: HostNames::LIMIT });
        }
        Ok(HostNames(names))
    }

    /// The names in their order.
    #[must_use]
    pub fn as_slice(&self) -> &[HostName] {
        &self.0
    }

    /// The names in their order.
    pub fn iter(&self) -> impl Iterator<Item = &HostName> {
        self.0.iter()
    }

    /// The first name, by which the server is called in titles and file names.
    #[must_use]
    pub fn first(&self) -> &HostName {
        self.0.first().expect("HostNames::new takes no empty list")
    }
}

impl From<HostNames> for Vec<HostName> {
    fn from(names: HostNames) -> Vec<HostName> {
        names.0
    }
}

impl TryFrom<Vec<HostName>> for HostNames {
    type Error = &'static str;

    fn try_from(names: Vec<HostName>) -> Result<HostNames, &'static str> {
        HostNames::new(names).map_err(|_| "no name, too many, or one of them twice")
    }
}
