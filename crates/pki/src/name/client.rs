//! The further names of a client beside its common name: mailboxes, URIs and DNS names. A server's names are in `host`.

use core::net::IpAddr;
use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::NameError;
use super::character::shown;
use super::dns::DnsName;
use super::email::EmailName;
use super::host::{HostName, HostNames};
use super::idna::Idna;
use super::uri::UriName;

/// One further name of a client.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ClientName {
    /// A mailbox.
    Email(EmailName),
    /// A URI, a SPIFFE ID for instance.
    Uri(UriName),
    /// The DNS name of the machine that the client is.
    Dns(DnsName),
}

impl ClientName {
    /// Reads any of the three: with a scheme it is a URI, with an `@` a mailbox, else a DNS name.
    ///
    /// # Errors
    /// [`NameError`] of the kind that it was taken for.
    pub fn parse_with(text: &str, idna: &dyn Idna) -> Result<ClientName, NameError> {
        let text = text.trim();
        let (scheme, rest) = text.split_once(':').unwrap_or_default();
        let is_port = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
        if is_port {
            // A host with its port, which would pass for a URI of the scheme `host`.
            match HostName::parse_with(text, idna)? {
                HostName::Dns(name) => Ok(ClientName::Dns(name)),
                HostName::Ip(name) => Err(NameError::IpHere { text: name.to_string() }),
            }
        } else if !scheme.is_empty() && !scheme.contains(['@', '.']) && text.parse::<IpAddr>().is_err() {
            UriName::parse(text).map(ClientName::Uri)
        } else if text.contains('@') {
            EmailName::parse_with(text, idna).map(ClientName::Email)
        } else {
            DnsName::parse_with(text, idna).map(ClientName::Dns)
        }
    }
}

impl std::fmt::Display for ClientName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ClientName::Email(name) => name.fmt(out),
            ClientName::Uri(name) => name.fmt(out),
            ClientName::Dns(name) => name.fmt(out),
        }
    }
}

/// The further names of one client certificate, in the order given: none twice, no wildcard, at most [`HostNames::LIMIT`]. May be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<ClientName>", into = "Vec<ClientName>")]
pub struct ClientNames(Vec<ClientName>);

impl ClientNames {
    /// Takes names that are checked one by one already.
    ///
    /// # Errors
    /// [`NameError::Duplicate`], [`NameError::TooMany`]; [`NameError::WildcardHere`], since a client is one party;
    /// [`NameError::SpiffeNotAlone`] when a SPIFFE ID stands beside another URI (X509-SVID section 2: exactly one URI).
    pub fn new(names: Vec<ClientName>) -> Result<ClientNames, NameError> {
        let mut seen = HashSet::new();
        for name in &names {
            if !seen.insert(name) {
                return Err(NameError::Duplicate { text: shown(&name.to_string()) });
            }
            if let ClientName::Dns(dns) = name
                && dns.is_wildcard()
            {
                return Err(NameError::WildcardHere { text: shown(dns.as_str()) });
            }
        }
        if names.len() > HostNames::LIMIT {
            return Err(NameError::TooMany { given: names.len(), limit: HostNames::LIMIT });
        }
        let mut uris = names.iter().filter_map(|name| match name {
            ClientName::Uri(uri) => Some(uri),
            _ => None,
        });
        if let (Some(one), Some(other)) = (uris.next(), uris.next()) {
            let spiffe = [one, other].into_iter().chain(uris).find(|uri| uri.is_spiffe());
            if let Some(spiffe) = spiffe {
                return Err(NameError::SpiffeNotAlone { text: shown(spiffe.as_str()) });
            }
        }
        Ok(ClientNames(names))
    }

    /// The names in their order.
    #[must_use]
    pub fn as_slice(&self) -> &[ClientName] {
        &self.0
    }
}

impl From<ClientNames> for Vec<ClientName> {
    fn from(names: ClientNames) -> Vec<ClientName> {
        names.0
    }
}

impl TryFrom<Vec<ClientName>> for ClientNames {
    type Error = &'static str;

    fn try_from(names: Vec<ClientName>) -> Result<ClientNames, &'static str> {
        ClientNames::new(names)
            .map_err(|_| "too many names, one of them twice, a wildcard, or a SPIFFE ID beside another URI")
    }
}
