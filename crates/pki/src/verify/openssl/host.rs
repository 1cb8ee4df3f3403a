//! Whether a certificate bears a server's name: by OpenSSL's own rules (X509_check_host(3)), and by curl's, which fall back to
//! the common name as well and differ in wildcards.

use core::net::IpAddr;

use crate::chain::{Member, Named};
use crate::verify::{Target, octets};

/// OpenSSL: any DNS name in subjectAltName; without one any common name.
pub(super) fn matches(leaf: &Member, host: &str) -> bool {
    let mut has_dns = false;
    for name in &leaf.names {
        if let Named::Dns(pattern) = name {
            has_dns = true;
            if pattern_matches(pattern, host) {
                return true;
            }
        }
    }
    !has_dns && leaf.common_names.iter().any(|pattern| pattern_matches(pattern, host))
}

/// OpenSSL: any address in subjectAltName, and no common name.
pub(super) fn has_address(leaf: &Member, address: &IpAddr) -> bool {
    let wanted = octets(address);
    leaf.names.iter().any(|name| matches!(name, Named::Ip(found) if *found == wanted))
}

/// curl: names of the kind asked for; the last common name when there is neither a DNS name nor an address.
pub(super) fn curl_matches(leaf: &Member, target: &Target) -> bool {
    let found = leaf.names.iter().any(|name| match (name, target) {
        (Named::Dns(pattern), Target::Host(host)) => curl_pattern_matches(pattern, host),
        (Named::Ip(found), Target::Address(address)) => *found == octets(address),
        _ => false,
    });
    let has_names = leaf.names.iter().any(|name| matches!(name, Named::Dns(_) | Named::Ip(_)));
    found
        || (!has_names
            && leaf
                .common_names
                .last()
                .is_some_and(|pattern| curl_pattern_matches(pattern, &target.to_string())))
}

/// A star stands for one label or a part of the first one, in front of two labels at least.
fn pattern_matches(pattern: &str, host: &str) -> bool {
    let Some((before, after)) = star(pattern) else { return pattern.eq_ignore_ascii_case(host) };
    let fits = host.len() >= before.len() + after.len()
        && host.is_char_boundary(before.len())
        && host.is_char_boundary(host.len() - after.len())
        && host[..before.len()].eq_ignore_ascii_case(before)
        && host[host.len() - after.len()..].eq_ignore_ascii_case(after);
    if !fits {
        return false;
    }
    let between = &host[before.len()..host.len() - after.len()];
    let whole_label = before.is_empty() && after.starts_with('.');
    if whole_label && between.is_empty() {
        return false;
    }
    if !whole_label
        && host.len() >= 4
        && between.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"))
    {
        return false;
    }
    between == "*" || between.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
}

/// What stands before and behind the one star of a pattern that OpenSSL takes for one.
fn star(pattern: &str) -> Option<(&str, &str)> {
    let (before, after) = pattern.split_once('*')?;
    let label_end = after.find('.')?;
    let rest = &after[label_end..];
    let at_edge = before.is_empty() || label_end == 0;
    let valid_labels = rest[1..].split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
    });
    let one_star = !before.contains(['.', '*']) && !after.contains('*');
    let first_label_ok = before
        .bytes()
        .chain(after[..label_end].bytes())
        .all(|octet| octet.is_ascii_alphanumeric() || octet == b'-');
    let encoded = before.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"));
    (one_star && at_edge && valid_labels && first_label_ok && !encoded && rest.matches('.').count() >= 2)
        .then_some((before, after))
}

/// curl (`Curl_cert_hostcheck`): `*.` in front of two labels at least stands for one label, and not for addresses.
fn curl_pattern_matches(pattern: &str, host: &str) -> bool {
    let (pattern, host) =
        (pattern.strip_suffix('.').unwrap_or(pattern), host.strip_suffix('.').unwrap_or(host));
    let Some(rest) = pattern.strip_prefix("*.") else { return pattern.eq_ignore_ascii_case(host) };
    if !rest.contains('.') || host.parse::<IpAddr>().is_ok() {
        return pattern.eq_ignore_ascii_case(host);
    }
    host.split_once('.').is_some_and(|(first, tail)| !first.is_empty() && tail.eq_ignore_ascii_case(rest))
}

#[cfg(test)]
mod tests {
    use super::{curl_pattern_matches, pattern_matches};

    #[test]
    fn stars_stand_for_one_label() {
        for (pattern, host, openssl, curl) in [
            ("api.example.test", "API.example.test", true, true),
            ("api.example.test", "www.example.test", false, false),
            ("*.example.test", "api.example.test", true, true),
            ("*.example.test", "example.test", false, false),
            ("*.example.test", "a.b.example.test", false, false),
            ("*.test", "example.test", false, false),
            ("a*.example.test", "api.example.test", true, false),
            ("a*.example.test", "bpi.example.test", false, false),
            ("*i.example.test", "api.example.test", true, false),
            ("a*i.example.test", "api.example.test", false, false),
            ("x*.example.test", "xn--abc.example.test", true, false),
            ("api.*.test", "api.example.test", false, false),
            ("*.example.test", "xn--abc.example.test", true, true),
        ] {
            assert_eq!(pattern_matches(pattern, host), openssl, "OpenSSL {pattern} {host}");
            assert_eq!(curl_pattern_matches(pattern, host), curl, "curl {pattern} {host}");
        }
    }
}
