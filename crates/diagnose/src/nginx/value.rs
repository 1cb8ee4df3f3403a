//! Values that nginx refuses as it reads them, in its words: those of its own setters (`ngx_conf_set_*_slot`), and those of the
//! directives that mutual TLS is made with.

use core::net::{IpAddr, Ipv6Addr};

use super::item::Item;
use super::pattern;
use super::settings::location;

/// Setters that refuse a second value in the same block.
const ONCE: [&str; 16] = [
    "flag",
    "str",
    "num",
    "size",
    "off",
    "msec",
    "sec",
    "enum",
    "bufs",
    "path",
    "access",
    "ngx_http_set_complex_value",
    "ngx_http_set_complex_value_zero",
    "ngx_http_set_complex_value_size",
    "ngx_http_file_cache_set",
    "ngx_http_upstream_bind_set",
];

/// Whether a directive may stand once in a block.
pub(super) fn stands_once(name: &str, setter: &str) -> bool {
    const OWN: [&str; 9] = [
        "events",
        "http",
        "user",
        "worker_processes",
        "root",
        "alias",
        "proxy_pass",
        "ssl_password_file",
        "use",
    ];
    ONCE.contains(&setter) || OWN.contains(&name)
}

/// What nginx says to the values of a directive, without the place, and the value.
pub(super) fn fault(item: &Item, setter: &str) -> Option<(String, String)> {
    let (name, first) = (item.name.as_str(), item.word(0));
    let of_setter = |right: bool, words: String| (!right).then(|| (words, first.to_owned()));
    let invalid = |value: &str, words: String| Some((words, value.to_owned()));
    match setter {
        "flag" => {
            let right = ["on", "off"].iter().any(|word| first.eq_ignore_ascii_case(word));
            return of_setter(
                right,
                format!("invalid value \"{first}\" in \"{name}\" directive, it must be \"on\" or \"off\""),
            );
        }
        "num" => return of_setter(is_number(first), format!("\"{name}\" directive invalid number")),
        "size" => {
            let right = is_number(first.strip_suffix(['k', 'K', 'm', 'M']).unwrap_or(first));
            return of_setter(right, format!("\"{name}\" directive invalid value"));
        }
        "off" => {
            let right = is_number(first.strip_suffix(['k', 'K', 'm', 'M', 'g', 'G']).unwrap_or(first));
            return of_setter(right, format!("\"{name}\" directive invalid value"));
        }
        "msec" | "sec" => return of_setter(is_time(first), format!("\"{name}\" directive invalid value")),
        _ => {}
    }
    let one_of = |allowed: &[&str]| {
        let wrong = item.words.iter().find(|word| !allowed.contains(&word.as_str()))?;
        invalid(wrong, format!("invalid value \"{wrong}\""))
    };
    match name {
        "ssl_verify_client" => one_of(&["off", "on", "optional", "optional_no_ca"]),
        "ssl_protocols" | "proxy_ssl_protocols" => {
            one_of(&["SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"])
        }
        "ssl_ocsp" => one_of(&["off", "on", "leaf"]),
        "set" => variable(first),
        "map" => variable(item.word(1)),
        "if" => condition(item),
        "listen" => listen(item),
        "location" => {
            let (sign, text) = location(item);
            expression(text, sign.starts_with('~'))
        }
        "server_name" => item.words.iter().find_map(|word| expression(word.strip_prefix('~')?, true)),
        "rewrite" => expression(first, true),
        "error_log" => {
            let levels = ["debug", "info", "notice", "warn", "error", "crit", "alert", "emerg"];
            let wrong = item
                .words
                .iter()
                .skip(1)
                .find(|word| !levels.contains(&word.as_str()) && !word.starts_with("debug_"))?;
            invalid(wrong, format!("invalid log level \"{wrong}\""))
        }
        "return" if item.words.len() == 1 || is_number(first) => {
            let target = item.words.len() == 1
                && (first.starts_with("http://") || first.starts_with("https://") || first.starts_with('$'));
            let right = target || (is_number(first) && first.len() <= 3);
            of_setter(right, format!("invalid return code \"{first}\""))
        }
        "return" => of_setter(false, format!("invalid return code \"{first}\"")),
        "allow" | "deny" => {
            let (address, bits) = first.split_once('/').unwrap_or((first, "0"));
            let right =
                first == "all" || first == "unix:" || (address.parse::<IpAddr>().is_ok() && is_number(bits));
            of_setter(right, format!("invalid parameter \"{first}\""))
        }
        "proxy_pass" => {
            let right = first.starts_with("http://") || first.starts_with("https://") || first.contains('$');
            of_setter(right, "invalid URL prefix".to_owned())
        }
        "ssl_session_cache" => session_cache(item),
        "worker_processes" => of_setter(first == "auto" || is_number(first), "invalid value".to_owned()),
        _ => None,
    }
}

/// A variable that is made.
fn variable(word: &str) -> Option<(String, String)> {
    let wrong = !word.starts_with('$') || word.len() == 1;
    wrong.then(|| (format!("invalid variable name \"{word}\""), word.to_owned()))
}

/// A regular expression, where a text is one.
fn expression(text: &str, is_one: bool) -> Option<(String, String)> {
    if !is_one {
        return None;
    }
    Some((pattern::fault(text)?, text.to_owned()))
}

/// The words of an `if` (`ngx_http_rewrite_if_condition`).
fn condition(item: &Item) -> Option<(String, String)> {
    let invalid = |word: &str| Some((format!("invalid condition \"{word}\""), word.to_owned()));
    let mut words: Vec<&str> = item.words.iter().map(String::as_str).collect();
    let first = words.first().copied().unwrap_or_default();
    let Some(inside) = first.strip_prefix('(') else { return invalid(first) };
    words[0] = inside;
    let last = words.last().copied().unwrap_or_default();
    let Some(inside) = last.strip_suffix(')') else { return invalid(last) };
    *words.last_mut()? = inside;
    words.retain(|word| !word.is_empty());
    let subject = words.first().copied().unwrap_or_default();
    let operator = words.get(1).copied().unwrap_or_default();
    match (subject, words.len()) {
        (subject, 1) if subject.len() > 1 && subject.starts_with('$') => None,
        (subject, 2 | 3) if subject.len() > 1 && subject.starts_with('$') => {
            let known = ["=", "!=", "~", "~*", "!~", "!~*"].contains(&operator);
            // `= ""` is left with two words here
            if !known && words.len() == 2 {
                return invalid(subject);
            }
            if !known {
                return Some((format!("unexpected \"{operator}\" in condition"), operator.to_owned()));
            }
            expression(words.get(2).copied().unwrap_or_default(), operator.contains('~'))
        }
        ("-f" | "!-f" | "-d" | "!-d" | "-e" | "!-e" | "-x" | "!-x", 2) => None,
        _ => invalid(subject),
    }
}

fn session_cache(item: &Item) -> Option<(String, String)> {
    item.words.iter().find_map(|word| {
        let shared = word.strip_prefix("shared:").and_then(|rest| rest.split_once(':'));
        let shared = shared.filter(|(name, _)| !name.is_empty()).and_then(|(_, length)| size(length));
        let builtin = word.strip_prefix("builtin:").is_some_and(is_number);
        let words = match shared {
            Some(octets) if octets < SMALLEST_CACHE => format!("session cache \"{word}\" is too small"),
            Some(_) => return None,
            None if builtin || ["off", "none", "builtin"].contains(&word.as_str()) => return None,
            None => format!("invalid session cache \"{word}\""),
        };
        Some((words, word.clone()))
    })
}

/// Eight pages (`ngx_http_ssl_session_cache`).
const SMALLEST_CACHE: u64 = 8 * 4_096;

/// A size in octets (`ngx_parse_size`).
fn size(text: &str) -> Option<u64> {
    let digits = text.strip_suffix(['k', 'K', 'm', 'M']).unwrap_or(text);
    let unit = match text.as_bytes().last()? {
        b'k' | b'K' => 1_024,
        b'm' | b'M' => 1_048_576,
        _ => 1,
    };
    digits.parse::<u64>().ok().filter(|_| is_number(digits))?.checked_mul(unit)
}

/// Parameters of `listen` in nginx 1.22 (ngx_http_core_module); those with a value end with `=`.
const LISTEN: [&str; 18] = [
    "default_server",
    "default",
    "ssl",
    "http2",
    "spdy",
    "proxy_protocol",
    "setfib=",
    "fastopen=",
    "backlog=",
    "rcvbuf=",
    "sndbuf=",
    "accept_filter=",
    "deferred",
    "bind",
    "ipv6only=",
    "reuseport",
    "so_keepalive=",
    "quic",
];

fn listen(item: &Item) -> Option<(String, String)> {
    let address = item.word(0);
    if let Err(words) = endpoint(address) {
        return Some((format!("{words} in \"{address}\" of the \"listen\" directive"), address.to_owned()));
    }
    let wrong = item.words.iter().skip(1).find(|word| {
        let name = word.split_inclusive('=').next().unwrap_or_default();
        // `quic` came with 1.25.0
        !LISTEN.contains(&name) || name == "quic"
    })?;
    Some((format!("invalid parameter \"{wrong}\""), wrong.clone()))
}

/// Where something listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// An address, or any of IPv4 or IPv6, with a port.
    Address(IpAddr, u16),
    /// A host name with a port.
    Name(String, u16),
    /// A socket of the file system.
    Unix(String),
}

/// Reads what stands behind `listen`; the error is nginx's word for it.
pub(crate) fn endpoint(text: &str) -> Result<Endpoint, &'static str> {
    const ANY: IpAddr = IpAddr::V4(core::net::Ipv4Addr::UNSPECIFIED);
    if let Some(path) = text.strip_prefix("unix:") {
        return if path.is_empty() {
            Err("no path in the unix domain socket")
        } else {
            Ok(Endpoint::Unix(path.to_owned()))
        };
    }
    let port = |digits: &str| match digits.parse::<u16>() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err("invalid port"),
    };
    if let Some(inside) = text.strip_prefix('[') {
        let (address, after) = inside.split_once(']').ok_or("invalid host")?;
        let address: Ipv6Addr = address.parse().map_err(|_| "invalid IPv6 address")?;
        let number =
            if after.is_empty() { 80 } else { port(after.strip_prefix(':').ok_or("invalid host")?)? };
        return Ok(Endpoint::Address(IpAddr::V6(address), number));
    }
    let (host, number) = match text.split_once(':') {
        Some((host, digits)) => (host, port(digits)?),
        None if is_number(text) => ("*", port(text)?),
        None => (text, 80),
    };
    match host {
        "" => Err("no host"),
        "*" => Ok(Endpoint::Address(ANY, number)),
        host => Ok(host.parse().map_or_else(
            |_| Endpoint::Name(host.to_owned(), number),
            |address| Endpoint::Address(address, number),
        )),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit())
}

/// `1h 30m`, `10m`, `500ms`, `60` (nginx's "Configuration file measurement units").
fn is_time(text: &str) -> bool {
    !text.is_empty()
        && text.split(' ').all(|part| {
            let mut rest = part;
            let mut seen = false;
            while !rest.is_empty() {
                let digits =
                    rest.len() - rest.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
                if digits == 0 {
                    return false;
                }
                rest = &rest[digits..];
                let unit =
                    ["ms", "s", "m", "h", "d", "w", "M", "y"].into_iter().find(|unit| rest.starts_with(unit));
                rest = &rest[unit.map_or(0, str::len)..];
                if unit.is_none() && !rest.is_empty() {
                    return false;
                }
                seen = true;
            }
            seen
        })
}
