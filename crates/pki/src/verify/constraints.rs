//! nameConstraints (RFC 5280 section 4.2.1.10): whether an authority may have issued for the names of what stands below it. OpenSSL
//! reads them in the same way, and looks at the common name of a leaf without DNS names as well.

use crate::chain::{Member, Named};

/// A name that an authority's constraints do not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Breach {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// In which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    NotPermitted,
    Excluded,
    /// Nobody can tell: this kind of name is not supported in constraints.
    ConstraintType,
    /// The constraint breaks its own syntax.
    ConstraintSyntax,
    /// The name breaks its own syntax.
    NameSyntax,
}

/// The first name that is not allowed; common names are looked at when they are asked for.
pub(crate) fn breach(member: &Member, authority: &Member, common_names: bool) -> Option<Breach> {
    if !authority.has_constraints {
        return None;
    }
    let of = |name: &Named, shown: &str| {
        judge(name, authority).map(|kind| Breach { name: crate::name::visible(shown), kind })
    };
    if !member.subject_name.is_empty() {
        let subject = Named::Directory(member.subject_name.clone());
        let mailboxes = || member.mailboxes.iter().find_map(|text| of(&Named::Email(text.clone()), text));
        if let Some(breach) = of(&subject, &member.subject).or_else(mailboxes) {
            return Some(breach);
        }
    }
    if let Some(breach) = member.names.iter().find_map(|name| of(name, &shown(name))) {
        return Some(breach);
    }
    let has_dns = member.names.iter().any(|name| matches!(name, Named::Dns(_)));
    if !common_names || has_dns {
        return None;
    }
    let hosts = member.common_names.iter().filter(|name| is_like_host(name));
    hosts.into_iter().find_map(|name| of(&Named::Dns(name.clone()), name))
}

/// A name for people.
pub(crate) fn shown(name: &Named) -> String {
    match name {
        Named::Dns(text) | Named::Email(text) | Named::Uri(text) => crate::name::visible(text),
        Named::Ip(octets) => {
            match (<[u8; 4]>::try_from(octets.as_slice()), <[u8; 16]>::try_from(octets.as_slice())) {
                (Ok(four), _) => core::net::Ipv4Addr::from(four).to_string(),
                (_, Ok(six)) => core::net::Ipv6Addr::from(six).to_string(),
                _ => crate::certificate::hex(octets, ":"),
            }
        }
        Named::Directory(_) => "directoryName".to_owned(),
        Named::Other(tag) => format!("[{tag}]"),
    }
}

/// Whether OpenSSL takes a common name for a host's: letters, digits, `_`, and a dot at least inside.
fn is_like_host(name: &str) -> bool {
    let octets = name.as_bytes();
    let mut has_dot = false;
    for (at, octet) in octets.iter().copied().enumerate() {
        let inside = at > 0 && at + 1 < octets.len();
        let beside = |octet: u8| matches!(octet, b'.' | b'-');
        match octet {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => {}
            b'-' if inside => {}
            b'.' if inside && !beside(octets[at + 1]) && octets[at - 1] != b'-' => has_dot = true,
            _ => return false,
        }
    }
    has_dot
}

fn judge(name: &Named, authority: &Member) -> Option<Kind> {
    let mut permitted = None;
    for tree in authority.permitted.iter().filter(|tree| same_kind(name, tree)) {
        if permitted == Some(true) {
            continue;
        }
        match lies_within(name, tree) {
            Ok(within) => permitted = Some(within),
            Err(kind) => return Some(kind),
        }
    }
    if permitted == Some(false) {
        return Some(Kind::NotPermitted);
    }
    for tree in authority.excluded.iter().filter(|tree| same_kind(name, tree)) {
        match lies_within(name, tree) {
            Ok(true) => return Some(Kind::Excluded),
            Ok(false) => {}
            Err(kind) => return Some(kind),
        }
    }
    None
}

fn same_kind(name: &Named, tree: &Named) -> bool {
    match (name, tree) {
        (Named::Other(one), Named::Other(other)) => one == other,
        _ => core::mem::discriminant(name) == core::mem::discriminant(tree),
    }
}

fn lies_within(name: &Named, tree: &Named) -> Result<bool, Kind> {
    match (name, tree) {
        (Named::Dns(host), Named::Dns(base)) => Ok(host_within(host, base)),
        (Named::Email(mailbox), Named::Email(base)) => mailbox_within(mailbox, base),
        (Named::Uri(uri), Named::Uri(base)) => uri_within(uri, base),
        (Named::Ip(address), Named::Ip(range)) => address_within(address, range),
        (Named::Directory(name), Named::Directory(base)) => Ok(base.is_above(name)),
        _ => Err(Kind::ConstraintType),
    }
}

fn ends_with(text: &str, end: &str) -> bool {
    let (text, end) = (text.as_bytes(), end.as_bytes());
    text.len() >= end.len() && text[text.len() - end.len()..].eq_ignore_ascii_case(end)
}

/// A base without a dot in front holds itself and all below; one with a dot all below alone.
fn host_within(host: &str, base: &str) -> bool {
    if base.is_empty() {
        return true;
    }
    if host.len() > base.len() {
        let before = host.as_bytes()[host.len() - base.len() - 1];
        if !base.starts_with('.') && before != b'.' {
            return false;
        }
    }
    ends_with(host, base)
}

fn mailbox_within(mailbox: &str, base: &str) -> Result<bool, Kind> {
    let (local, host) = mailbox.rsplit_once('@').ok_or(Kind::NameSyntax)?;
    let Some((base_local, base_host)) = base.rsplit_once('@') else {
        if base.starts_with('.') {
            return Ok(mailbox.len() > base.len() && ends_with(mailbox, base));
        }
        return Ok(base.eq_ignore_ascii_case(host));
    };
    // the part before the sign keeps its case
    Ok((base_local.is_empty() || base_local == local) && base_host.eq_ignore_ascii_case(host))
}

fn uri_within(uri: &str, base: &str) -> Result<bool, Kind> {
    let host = uri.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//")).ok_or(Kind::NameSyntax)?;
    let host = host.split(':').next().unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    if host.is_empty() {
        return Err(Kind::NameSyntax);
    }
    if base.starts_with('.') {
        return Ok(host.len() > base.len() && ends_with(host, base));
    }
    Ok(base.eq_ignore_ascii_case(host))
}

fn address_within(address: &[u8], range: &[u8]) -> Result<bool, Kind> {
    if ![4, 16].contains(&address.len()) {
        return Err(Kind::NameSyntax);
    }
    if ![8, 32].contains(&range.len()) {
        return Err(Kind::ConstraintSyntax);
    }
    let (base, mask) = range.split_at(range.len() / 2);
    Ok(base.len() == address.len()
        && address.iter().zip(base).zip(mask).all(|((octet, base), mask)| (octet ^ base) & mask == 0))
}

#[cfg(test)]
mod tests {
    use super::{host_within, is_like_host, mailbox_within, uri_within};

    #[test]
    fn names_lie_within_or_outside() {
        for (host, base, within) in [
            ("a.example.com", "example.com", true),
            ("example.com", "example.com", true),
            ("example.com", ".example.com", false),
            ("a.example.com", ".example.com", true),
            ("badexample.com", "example.com", false),
            ("a.example.com", "", true),
        ] {
            assert_eq!(host_within(host, base), within, "{host} {base}");
        }
        assert!(mailbox_within("a@example.com", "example.com").is_ok_and(|within| within));
        assert!(mailbox_within("a@x.example.com", "example.com").is_ok_and(|within| !within));
        assert!(uri_within("spiffe://example.org/a", "example.org").is_ok_and(|within| within));
        assert!(uri_within("urn:a", "example.org").is_err());
    }

    #[test]
    fn only_common_names_with_a_dot_are_hosts() {
        for (name, host) in
            [("alice", false), ("a.example", true), ("a b.example", false), ("a..b", false), (".a", false)]
        {
            assert_eq!(is_like_host(name), host, "{name}");
        }
    }
}
