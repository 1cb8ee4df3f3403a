//! What is known of a host's addresses: from its name, and from `/etc/hosts`. Nobody is asked.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::files::Files;

/// What is known of a host's addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Resolved {
    Addresses(Vec<IpAddr>),
    Unknown,
}

/// The addresses of a host as far as files tell.
pub(crate) fn addresses(host: &str, files: &dyn Files) -> Resolved {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    if let Ok(address) = bare.parse() {
        return Resolved::Addresses(vec![address]);
    }
    let host = host.to_ascii_lowercase();
    // which curl knows without asking anybody (`get_localhost`)
    if host == "localhost" || host.ends_with(".localhost") {
        return Resolved::Addresses(vec![Ipv6Addr::LOCALHOST.into(), Ipv4Addr::LOCALHOST.into()]);
    }
    let hosts = files.read("/etc/hosts").unwrap_or_default();
    let text = String::from_utf8_lossy(&hosts).into_owned();
    let mut found = Vec::new();
    for line in text.lines() {
        let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
        let address = words.next().and_then(|word| word.parse().ok());
        if let Some(address) = address
            && words.any(|word| word.eq_ignore_ascii_case(&host))
        {
            found.push(address);
        }
    }
    if found.is_empty() { Resolved::Unknown } else { Resolved::Addresses(found) }
}

/// Last labels that no name of a host has: reserved ones (RFC 6761), and ends of names of files, which a hyphen too few makes addresses.
const NO_DOMAINS: [&str; 12] =
    ["invalid", "test", "example", "crt", "cer", "der", "key", "pem", "crl", "csr", "p12", "pfx"];

/// Whether no name server can know a name: those reserved for tests and examples (RFC 6761), names of one label, and what is no
/// name of a host (RFC 1123 section 2.1), such as an address with a number too large.
pub(crate) fn is_hopeless(host: &str) -> bool {
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let numbers =
        host.split('.').all(|label| !label.is_empty() && label.bytes().all(|octet| octet.is_ascii_digit()));
    // with fewer numbers than four it is an address all the same (inet_aton(3))
    if numbers && host.split('.').count() < 4 {
        return !host.contains('.');
    }
    let letter = |octet: u8| octet.is_ascii_alphanumeric() || b"-_.".contains(&octet) || !octet.is_ascii();
    !host.contains('.')
        || NO_DOMAINS.contains(&last)
        || last.len() < 2
        || last.bytes().all(|octet| octet.is_ascii_digit())
        || !host.bytes().all(letter)
}
