//! The proxy that a command goes through (curl's manual, `--proxy`, `--noproxy`; its `parse_proxy`): whether there is one, and whether
//! it can be reached. What a proxy that answers makes of a call is not followed.

use super::client::Failure;
use super::target::{self, Reached};
use super::{Assumption, Reason, refused_connection};
use crate::curl::{Command, Scheme, Url};
use crate::files::Files;
use crate::host::{self, Resolved};
use crate::nginx::settings::Listen;

/// The schemes of proxies, each with its usual port.
const SCHEMES: [(&str, u16); 6] = [
    ("http", 1_080),
    ("https", 443),
    ("socks4", 1_080),
    ("socks4a", 1_080),
    ("socks5", 1_080),
    ("socks5h", 1_080),
];

/// Whether the call gets past its proxy, if it has one; that it does is taken for granted where no file tells.
pub(super) fn check(
    url: &Url,
    command: &Command,
    files: &dyn Files,
    listens: &[Listen],
    taken: &mut Vec<Assumption>,
) -> Result<(), Failure> {
    let named =
        command.first_proxy.as_deref().or(command.proxy.as_deref()).or_else(|| of_environment(url, command));
    let Some(text) = named.filter(|text| !text.is_empty() && !is_exempt(command, &url.host)) else {
        return Ok(());
    };
    if command.unix_socket.is_some() {
        return Ok(());
    }
    let (host, port) = parse(text)?;
    let reason = || Reason::NoProxyThere(format!("{host}:{port}"));
    let addresses = match host::addresses(&host, files) {
        Resolved::Addresses(found) => found,
        Resolved::Unknown if host::is_hopeless(&host) => {
            let words = format!("Could not resolve proxy: {host}");
            return Err(Failure { exit: 5, words, reason: Reason::NoSuchHost(host) });
        }
        Resolved::Unknown => Vec::new(),
    };
    let here = !addresses.is_empty() && addresses.iter().all(core::net::IpAddr::is_loopback);
    let reached = Reached { host: host.clone(), port, addresses, unix: None, assumed: false };
    if here && target::socket(&reached, listens).is_none() {
        return Err(Failure { exit: 7, words: refused_connection(&host, port), reason: reason() });
    }
    taken.push(Assumption::NoProxy);
    Ok(())
}

/// The host and the port of a proxy.
fn parse(text: &str) -> Result<(String, u16), Failure> {
    let refuse = |exit, what: &str| Failure {
        exit,
        words: format!("Unsupported proxy {what} '{text}'"),
        reason: Reason::BadProxy(text.to_owned()),
    };
    let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
    let known = SCHEMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(scheme));
    let (_, usual) = known.ok_or_else(|| refuse(7, "scheme for"))?;
    let place = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
    let (host, digits) = match place.strip_prefix('[') {
        Some(inside) => inside.split_once(']').ok_or_else(|| refuse(5, "syntax in"))?,
        None => place.split_at(place.find(':').unwrap_or(place.len())),
    };
    let port = match digits.strip_prefix(':').unwrap_or(digits) {
        "" => Some(*usual),
        digits => digits.parse().ok().filter(|_| digits.bytes().all(|octet| octet.is_ascii_digit())),
    };
    match port {
        Some(port) if !host.is_empty() => Ok((host.to_ascii_lowercase(), port)),
        _ => Err(refuse(5, "syntax in")),
    }
}

/// The proxy that variables before the command name (`detect_proxy`): `http_proxy` in small letters alone, since CGI gives the other
/// to whoever sends a header.
fn of_environment<'a>(url: &Url, command: &'a Command) -> Option<&'a str> {
    let names: &[&str] = match url.scheme {
        Scheme::Http => &["http_proxy", "all_proxy", "ALL_PROXY"],
        Scheme::Https => &["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
    };
    names.iter().find_map(|name| command.variable(name))
}

/// Whether `--noproxy`, or the variable in its place, has the host go straight: `*`, or a list of hosts and of domains.
fn is_exempt(command: &Command, host: &str) -> bool {
    let set = || ["no_proxy", "NO_PROXY"].iter().find_map(|name| command.variable(name));
    let list = command.no_proxy.as_deref().or_else(set).unwrap_or_default();
    let host = host.trim_end_matches('.');
    let names = list.split([',', ' ']).map(|name| name.trim_start_matches('.').trim_end_matches('.'));
    let below = |name: &str| {
        let whole = name.eq_ignore_ascii_case(host);
        let tail = host.len().checked_sub(name.len() + 1).and_then(|at| host.get(at..));
        whole || tail.is_some_and(|tail| tail.starts_with('.') && tail[1..].eq_ignore_ascii_case(name))
    };
    list == "*" || names.filter(|name| !name.is_empty()).any(below)
}

#[cfg(test)]
mod tests {
    use super::{is_exempt, parse};
    use crate::curl::Command;

    #[test]
    fn proxies_are_taken_apart() {
        for (text, expected) in [
            ("127.0.0.1:3128", Ok(("127.0.0.1", 3_128))),
            ("proxy.example.com", Ok(("proxy.example.com", 1_080))),
            ("https://u:p@proxy/", Ok(("proxy", 443))),
            ("socks5h://[::1]:9", Ok(("::1", 9))),
            ("foo://a", Err(7)),
            ("http://a:99999", Err(5)),
        ] {
            let found = parse(text).map_err(|failure| failure.exit);
            assert_eq!(
                found.as_ref().map(|(host, port)| (host.as_str(), *port)),
                expected.as_ref().copied(),
                "{text}"
            );
        }
    }

    #[test]
    fn hosts_go_straight_by_name_or_domain() {
        for (list, straight) in [
            ("*", true),
            ("api.example.test", true),
            ("example.test", true),
            (".example.test", true),
            ("other, example.test", true),
            ("ample.test", false),
            ("www.example.test", false),
            ("", false),
        ] {
            let command = Command { no_proxy: Some(list.to_owned()), ..Command::default() };
            assert_eq!(is_exempt(&command, "api.example.test"), straight, "{list}");
        }
    }
}
