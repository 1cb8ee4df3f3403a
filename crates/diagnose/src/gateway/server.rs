//! The names that a gateway answers to, and which of its servers a handshake is meant for. Names that are nobody's get none.

use core::borrow::Borrow;
use core::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use pki::certificate::{AlternativeName, Certificate};
use rustls_pki_types::DnsName;

/// A name to which a server answers: lower-case ASCII without a last dot, or an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// Exactly this one.
    Exact(String),
    /// `*.` and this: one label more, whichever (RFC 9525 section 6.3).
    Wildcard(String),
    /// An address, for callers that name none in the handshake (RFC 6066 section 3 forbids addresses there).
    Address(IpAddr),
}

impl Name {
    /// A name as it is written; `None` where it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Name> {
        let lower = text.to_ascii_lowercase();
        let bare = lower.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&lower);
        if let Ok(address) = bare.parse() {
            return Some(Name::Address(address));
        }
        let host = lower.strip_suffix('.').unwrap_or(&lower);
        let is_name = |name: &str| DnsName::try_from(name).is_ok();
        match host.strip_prefix("*.") {
            Some(parent) => is_name(parent).then(|| Name::Wildcard(parent.to_owned())),
            None => is_name(host).then(|| Name::Exact(host.to_owned())),
        }
    }

    /// The names that a certificate bears; of one without any (version 1) its common name, as curl takes it.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Vec<Name> {
        let facts = certificate.facts();
        let named = |name: &AlternativeName| match name {
            AlternativeName::Dns(text) | AlternativeName::Ip(text) => Name::parse(text),
            _ => None,
        };
        let names: Vec<Name> = facts.names.iter().filter_map(named).collect();
        if names.is_empty() {
            facts.common_name.as_deref().and_then(Name::parse).into_iter().collect()
        } else {
            names
        }
    }

    /// Whether a certificate with this name is good for the other.
    #[must_use]
    pub fn covers(&self, other: &Name) -> bool {
        match other {
            Name::Exact(host) => self.is(host),
            Name::Wildcard(_) | Name::Address(_) => self == other,
        }
    }

    /// Whether it is this host: lower case, without port and last dot.
    #[must_use]
    pub fn is(&self, host: &str) -> bool {
        match self {
            Name::Exact(name) => name == host,
            Name::Wildcard(parent) => {
                host.split_once('.').is_some_and(|(label, rest)| !label.is_empty() && rest == parent)
            }
            Name::Address(address) => host.parse() == Ok(*address),
        }
    }
}

impl core::fmt::Display for Name {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Name::Exact(name) => out.write_str(name),
            Name::Wildcard(parent) => write!(out, "*.{parent}"),
            Name::Address(address) => address.fmt(out),
        }
    }
}

/// A certificate and the names for which it is shown.
pub struct Server<K> {
    /// The names.
    pub names: Vec<Name>,
    /// Whether callers that name no host get this one.
    pub default: bool,
    /// The certificate.
    pub certificate: Certificate,
    /// All that is shown, the certificate first.
    pub chain: Vec<Certificate>,
    /// The file of the certificates.
    pub certificate_file: PathBuf,
    /// The file of the key.
    pub key_file: PathBuf,
    /// Its private key, or what was made of it.
    pub key: K,
}

impl<K> Server<K> {
    /// The same with something else in place of the key.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn made<T, E>(self, make: impl FnOnce(&[Certificate], K) -> Result<T, E>) -> Result<Server<T>, E> {
        let key = make(&self.chain, self.key)?;
        let Server { names, default, certificate, chain, certificate_file, key_file, .. } = self;
        Ok(Server { names, default, certificate, chain, certificate_file, key_file, key })
    }

    /// Whether a request for this host is meant for it.
    #[must_use]
    pub fn answers_to(&self, host: &str) -> bool {
        self.names.iter().any(|name| name.is(host))
    }
}

/// All of them.
pub struct Servers<K>(Vec<Arc<Server<K>>>);

impl<K> Servers<K> {
    /// These servers, the first that fits first.
    #[must_use]
    pub fn new(servers: Vec<Server<K>>) -> Servers<K> {
        Servers(servers.into_iter().map(Arc::new).collect())
    }

    /// Each.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Server<K>>> {
        self.0.iter()
    }

    /// Whom a handshake is meant for.
    #[must_use]
    pub fn find(&self, sni: Option<&str>) -> Option<&Arc<Server<K>>> {
        find(&self.0, sni)
    }
}

/// Whom a handshake is meant for. One that names nobody is for the default, or for whoever has a certificate for an address.
#[must_use]
pub fn find<'a, K, S: Borrow<Server<K>>>(servers: &'a [S], sni: Option<&str>) -> Option<&'a S> {
    let first = |fits: &dyn Fn(&Server<K>) -> bool| servers.iter().find(|server| fits((*server).borrow()));
    match sni {
        Some(host) => {
            let host = host.to_ascii_lowercase();
            let host = host.strip_suffix('.').unwrap_or(&host);
            let exact = |name: &Name| matches!(name, Name::Exact(_)) && name.is(host);
            first(&|server| server.names.iter().any(exact))
                .or_else(|| first(&|server| server.answers_to(host)))
        }
        None => {
            let address = |name: &Name| matches!(name, Name::Address(_));
            first(&|server| server.default).or_else(|| first(&|server| server.names.iter().any(address)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn names_are_told_from_addresses_and_from_what_is_neither() {
        for (text, expected) in [
            ("API.example.com", Some(Name::Exact("api.example.com".to_owned()))),
            ("api.example.com.", Some(Name::Exact("api.example.com".to_owned()))),
            ("*.example.com", Some(Name::Wildcard("example.com".to_owned()))),
            ("127.0.0.1", Some(Name::Address([127, 0, 0, 1].into()))),
            ("[::1]", Some(Name::Address("::1".parse().expect("an address")))),
            ("*", None),
            ("a.*.com", None),
            ("api.example.com:443", None),
            ("", None),
            ("a b", None),
        ] {
            assert_eq!(Name::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn a_wildcard_is_one_label() {
        let wildcard = Name::parse("*.example.com").expect("a name");
        for (host, fits) in [
            ("a.example.com", true),
            ("example.com", false),
            (".example.com", false),
            ("a.b.example.com", false),
            ("a.example.org", false),
        ] {
            assert_eq!(wildcard.is(host), fits, "{host}");
        }
    }
}
