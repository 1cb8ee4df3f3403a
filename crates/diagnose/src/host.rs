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
    in_hosts(&host, files)
}

/// The addresses that `/etc/hosts` has of a name in small letters.
fn in_hosts(host: &str, files: &dyn Files) -> Resolved {
    let hosts = files.read("/etc/hosts").unwrap_or_default();
    let text = String::from_utf8_lossy(&hosts).into_owned();
    let mut found = Vec::new();
    for line in text.lines() {
        let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
        let address = words.next().and_then(|word| word.parse().ok());
        if let Some(address) = address
            && words.any(|word| word.eq_ignore_ascii_case(host))
        {
            found.push(address);
        }
    }
    if found.is_empty() { Resolved::Unknown } else { Resolved::Addresses(found) }
}

/// The addresses of a host as far as files tell the system's own functions (getaddrinfo(3)): names below `localhost` have one by some of
/// the sources alone that they ask.
pub(crate) fn system_addresses(host: &str, files: &dyn Files) -> Resolved {
    match addresses(host, files) {
        Resolved::Addresses(_) if is_below_localhost(host) && knows_below_localhost(files) != Some(true) => {
            in_hosts(&host.to_ascii_lowercase(), files)
        }
        found => found,
    }
}

/// Whether a name is nobody's, as the system's own functions see it.
pub(crate) fn is_nowhere(host: &str, files: &dyn Files) -> bool {
    let hopeless = || is_hopeless(host) || is_below_localhost(host) && knows_below_localhost(files).is_some();
    system_addresses(host, files) == Resolved::Unknown && hopeless()
}

fn is_below_localhost(host: &str) -> bool {
    host.to_ascii_lowercase().ends_with(".localhost")
}

/// Whether the machine asks a source that knows all names below `localhost` (nss-myhostname(8), nss-resolve(8)), where its files tell.
fn knows_below_localhost(files: &dyn Files) -> Option<bool> {
    let read = |path: &str| Some(String::from_utf8_lossy(&files.read(path).ok()?).into_owned());
    // without the file it asks the name server
    let sources = read("/etc/nsswitch.conf").or_else(|| files.is_machine().then(String::new))?;
    let sources =
        sources.lines().find_map(|line| line.trim_start().strip_prefix("hosts:")).unwrap_or_default();
    let knows = sources.split_whitespace().any(|source| source == "resolve" || source == "myhostname");
    // the name server of systemd-resolved(8) knows them as well
    let served = || read("/etc/resolv.conf").is_some_and(|text| text.contains("127.0.0.53"));
    Some(knows || served())
}

/// Last labels that no name of a host has: reserved ones (RFC 6761), and ends of names of files, which a hyphen too few makes addresses.
const NO_DOMAINS: [&str; 12] =
    ["invalid", "test", "example", "crt", "cer", "der", "key", "pem", "crl", "csr", "p12", "pfx"];

/// Whether no name server can know a name: those reserved for tests and examples (RFC 6761), names of one label, and what is no
/// name of a host, whose last label begins with no digit (RFC 1123 section 2.1), such as an address with a number too large.
pub(crate) fn is_hopeless(host: &str) -> bool {
    // which the system takes for an address
    if written_address(host).is_some() {
        return false;
    }
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let letter = |octet: u8| octet.is_ascii_alphanumeric() || b"-_.".contains(&octet) || !octet.is_ascii();
    !host.contains('.')
        || NO_DOMAINS.contains(&last)
        || last.len() < 2
        || last.starts_with(|first: char| first.is_ascii_digit())
        || !host.bytes().all(letter)
}

/// An address of IPv4 as the system's own functions take one (inet_aton(3)): one to four numbers, each decimal, octal or hexadecimal,
/// of which the last stands for all octets that are left.
pub(crate) fn written_address(host: &str) -> Option<Ipv4Addr> {
    let number = |part: &str| match part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+')),
        None if !part.bytes().all(|octet| octet.is_ascii_digit()) => None,
        None if part.len() > 1 && part.starts_with('0') => u32::from_str_radix(part, 8).ok(),
        None => part.parse().ok(),
    };
    let parts = host.split('.').map(number).collect::<Option<Vec<u32>>>()?;
    let (last, first) = parts.split_last().filter(|(_, first)| first.len() < 4)?;
    let room = u32::MAX >> (8 * first.len());
    if *last > room || first.iter().any(|part| *part > 255) {
        return None;
    }
    let octets = first.iter().zip([24, 16, 8]);
    Some(Ipv4Addr::from(octets.fold(*last, |address, (part, shift)| address | part << shift)))
}

#[cfg(test)]
mod tests {
    use super::{is_nowhere, written_address};
    use crate::files::Memory;

    #[test]
    fn names_below_localhost_are_known_to_some_sources() {
        let with = |path, text: &str| Memory::new().with(path, text);
        let sources = |text: &str| with("/etc/nsswitch.conf", text);
        for (files, nowhere) in [
            (Memory::new(), false),
            (sources("passwd: files\nhosts: files dns\n"), true),
            (sources("hosts: files dns\n").with("/etc/hosts", "127.0.0.1 a.localhost\n"), false),
            (sources("hosts: files dns\n").with("/etc/resolv.conf", "nameserver 127.0.0.53\n"), false),
            (sources("hosts: files resolve [!UNAVAIL=return] dns\n"), false),
            (sources("hosts: files dns myhostname\n"), false),
        ] {
            assert_eq!(is_nowhere("a.Localhost", &files), nowhere, "{files:?}");
            assert!(!is_nowhere("localhost", &files), "{files:?}");
        }
    }

    #[test]
    fn addresses_are_written_in_many_ways() {
        for (text, expected) in [
            ("127.1", Some("127.0.0.1")),
            ("0x7f.1", Some("127.0.0.1")),
            ("0177.1", Some("127.0.0.1")),
            ("443", Some("0.0.1.187")),
            ("4294967295", Some("255.255.255.255")),
            ("4294967296", None),
            ("127.0.65535", Some("127.0.255.255")),
            ("127.0.65536", None),
            ("1270.0.1", None),
            ("08.1", None),
            ("1.2.3.4.", None),
            ("1.2.3.4.5", None),
            ("", None),
        ] {
            assert_eq!(
                written_address(text).map(|address| address.to_string()).as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
