//! The host of a request: `Host` (RFC 9112 section 3.2) or `:authority` (RFC 9113 section 8.3.1) without port, brackets and last dot, in
//! small letters, as servers are looked for by it.

use core::net::Ipv6Addr;

use super::Flaw;

/// Reads one.
///
/// # Errors
/// [`Flaw::HostMalformed`] where it is no host with or without a port (RFC 3986 section 3.2.2), or names a user.
pub fn host(written: &str) -> Result<String, Flaw> {
    let (host, port) = match written.strip_prefix('[') {
        Some(inside) => inside.split_once(']').ok_or(Flaw::HostMalformed)?,
        None => written.split_at(written.find(':').unwrap_or(written.len())),
    };
    let port_fits =
        port.is_empty() || port.strip_prefix(':').is_some_and(|digits| digits.parse::<u16>().is_ok());
    let fits = if written.starts_with('[') {
        host.parse::<Ipv6Addr>().is_ok()
    } else {
        host.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%".contains(&octet))
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    if fits && port_fits && !host.is_empty() {
        Ok(host.to_ascii_lowercase())
    } else {
        Err(Flaw::HostMalformed)
    }
}

#[cfg(test)]
mod tests {
    use super::{Flaw, host};

    #[test]
    fn a_host_is_read_in_one_way() {
        for (written, expected) in [
            ("API.example.test:8443", Some("api.example.test")),
            ("api.example.test.", Some("api.example.test")),
            ("[::1]:443", Some("::1")),
            ("a", Some("a")),
            ("a:", None),
            ("", None),
            (".", None),
            (":443", None),
            ("a:b", None),
            ("a:99999", None),
            ("u@a", None),
            ("a b", None),
            ("[::1", None),
            ("[::1]x", None),
            ("[a]", None),
            ("a]", None),
        ] {
            let expected = expected.map(str::to_owned).ok_or(Flaw::HostMalformed);
            assert_eq!(host(written), expected, "{written}");
        }
    }
}
