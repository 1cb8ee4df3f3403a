//! Values of directives that have setters of their own.

use core::net::IpAddr;

use super::expression::expression;
use super::fault::Fault;
use super::measure::{Unit, is_number, number, offset, size, time};
use super::{listen, zone};
use crate::nginx::item::Item;
use crate::nginx::settings::location;

/// Methods of HTTP that `limit_except` knows (`ngx_methods_names`).
const METHODS: [&str; 14] = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "MKCOL",
    "COPY",
    "MOVE",
    "OPTIONS",
    "PROPFIND",
    "PROPPATCH",
    "LOCK",
    "UNLOCK",
    "PATCH",
];
/// Variables of nginx that a configuration may make anew (`NGX_HTTP_VAR_CHANGEABLE`); a test asks the program for all.
const CHANGEABLE: [&str; 10] = [
    "ancient_browser",
    "args",
    "invalid_referer",
    "limit_rate",
    "modern_browser",
    "msie",
    "proxy_host",
    "proxy_port",
    "ssl_",
    "uid_reset",
];

/// What nginx says to the values of a directive.
pub(super) fn fault(item: &Item) -> Fault {
    let (name, first) = (item.name.as_str(), item.word(0));
    let words = || item.words.iter().map(String::as_str);
    let of = |right: bool, words: String| (!right).then(|| (words, first.to_owned()));
    let parameter = |word: &str| Some((format!("invalid parameter \"{word}\""), word.to_owned()));
    let invalid = |word: &str| Some((format!("invalid value \"{word}\""), word.to_owned()));
    let plain = || format!("\"{name}\" directive invalid value");
    match name {
        "set" | "auth_request_set" => variable(first),
        "map" | "split_clients" => variable(item.word(1)),
        "geo" => variable(words().next_back().unwrap_or_default())
            // the address may be one of nginx's own
            .or_else(|| (item.words.len() == 2).then(|| nameless(first)).flatten()),
        "if" => condition(item),
        "listen" => listen::fault(item),
        "location" => {
            let (sign, text) = location(item);
            if item.words.len() == 2 && !["=", "^~", "~", "~*"].contains(&sign) {
                return Some((format!("invalid location modifier \"{sign}\""), sign.to_owned()));
            }
            expression(text, sign.starts_with('~'))
        }
        "server_name" => words().find_map(server_name),
        "rewrite" => {
            let flags = ["last", "break", "redirect", "permanent"];
            let wrong = words().nth(2).filter(|flag| !flags.contains(flag));
            expression(first, true).or_else(|| wrong.and_then(parameter))
        }
        "root" | "alias" => ["document_root", "realpath_root"].iter().find_map(|own| {
            let named = super::script::variables(first).iter().any(|variable| variable == own);
            named.then(|| {
                (format!("the ${own} variable cannot be used in the \"{name}\" directive"), first.to_owned())
            })
        }),
        "error_log" => error_log(item),
        "error_page" => error_page(item),
        "return" => returned(item),
        "limit_except" => {
            let wrong = words().find(|word| !METHODS.iter().any(|known| known.eq_ignore_ascii_case(word)))?;
            Some((format!("invalid method \"{wrong}\""), wrong.to_owned()))
        }
        "add_header" | "add_trailer" => words().nth(2).filter(|word| *word != "always").and_then(parameter),
        "allow" | "deny" => of(network(first), format!("invalid parameter \"{first}\"")),
        "proxy_pass" | "grpc_pass" => {
            let starts = |scheme: &str| {
                first.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            };
            let schemes =
                if name == "proxy_pass" { ["http://", "https://"] } else { ["grpc://", "grpcs://"] };
            let right = name == "grpc_pass" || first.contains('$') || schemes.into_iter().any(starts);
            of(right, "invalid URL prefix".to_owned())
        }
        "proxy_redirect" if item.words.len() == 1 && !["off", "default"].contains(&first) => parameter(first),
        "ssl_session_cache" => zone::session_cache(item),
        "limit_req_zone" | "limit_conn_zone" => zone::made(item),
        "limit_req" => zone::request_limit(item),
        "zone" if item.words.len() == 2 => match size(item.word(1)) {
            Some(octets) => of(octets >= zone::SMALLEST, format!("zone \"{first}\" is too small")),
            None => of(false, format!("invalid zone size \"{}\"", item.word(1))),
        },
        "proxy_cache_path" | "fastcgi_cache_path" | "uwsgi_cache_path" | "scgi_cache_path" => {
            zone::cache(item)
        }
        "worker_processes" => of(first == "auto" || is_number(first), plain()),
        "worker_connections" => of(is_number(first), format!("invalid number \"{first}\"")),
        "worker_priority" => {
            let digits = first.strip_prefix(['-', '+']).unwrap_or(first);
            of(is_number(digits), format!("\"{name}\" directive invalid number"))
        }
        "use" => of(first == "epoll", format!("invalid event type \"{first}\"")),
        "keepalive" => {
            let right = number(first).is_some_and(|many| many > 0);
            of(right, format!("invalid value \"{first}\" in \"{name}\" directive"))
        }
        "keepalive_timeout" => {
            let second = item.words.get(1).is_none_or(|word| time(word, Unit::Seconds).is_some());
            of(time(first, Unit::Milliseconds).is_some() && second, plain())
        }
        "expires" => of(expires(item), plain()),
        "aio" => of(["on", "off", "threads"].contains(&first) || first.starts_with("threads="), plain()),
        "directio" => of(first == "off" || offset(first).is_some(), plain()),
        "open_file_cache" => open_file_cache(item),
        "open_log_file_cache" => open_log_file_cache(item),
        "disable_symlinks" => words()
            .find(|word| !["off", "on", "if_not_owner"].contains(word) && !word.starts_with("from="))
            .and_then(parameter),
        "try_files" => {
            let code = words().next_back()?.strip_prefix('=')?;
            let right = number(code).is_some_and(|code| code < 1_000);
            of(right, format!("invalid code \"={code}\""))
        }
        "access_log" => access_log(item),
        "log_format" => {
            let escaping = item
                .word(1)
                .strip_prefix("escape=")
                .filter(|how| !["default", "json", "none"].contains(how))?;
            Some((format!("unknown log format escaping \"{escaping}\""), escaping.to_owned()))
        }
        "resolver" => {
            let wrong = words().find(|word| match word.split_once('=') {
                Some(("valid", value)) => time(value, Unit::Seconds).is_none(),
                Some(("ipv6" | "ipv4", value)) => !["on", "off"].contains(&value),
                _ => false,
            })?;
            let colon = if wrong.starts_with("valid=") { ": " } else { " " };
            let shown = if colon == ": " { wrong.to_owned() } else { format!("\"{wrong}\"") };
            Some((format!("invalid parameter{colon}{shown}"), wrong.to_owned()))
        }
        "satisfy" if first != "all" && first != "any" => invalid(first),
        _ => None,
    }
}

/// A variable that is made.
fn variable(word: &str) -> Fault {
    if let Some(fault) = nameless(word) {
        return Some(fault);
    }
    let name = word[1..].to_ascii_lowercase();
    let own = crate::nginx::variables::VARIABLES.split(' ').any(|known| known == name);
    let changeable =
        CHANGEABLE.iter().any(|known| *known == name || (known.ends_with('_') && name.starts_with(known)));
    (own && !changeable).then(|| (format!("the duplicate \"{name}\" variable"), word.to_owned()))
}

/// What is no name of a variable.
fn nameless(word: &str) -> Fault {
    let wrong = !word.starts_with('$') || word.len() == 1;
    wrong.then(|| (format!("invalid variable name \"{word}\""), word.to_owned()))
}

fn server_name(word: &str) -> Fault {
    let short = (word.starts_with('*') && (word.len() < 3 || !word.starts_with("*."))) || word == ".";
    if short {
        return Some((format!("server name \"{word}\" is invalid"), word.to_owned()));
    }
    match word.strip_prefix('~')? {
        "" => Some((format!("empty regex in server name \"{word}\""), word.to_owned())),
        pattern => expression(pattern, true),
    }
}

fn error_log(item: &Item) -> Fault {
    const LEVELS: [&str; 8] = ["debug", "info", "notice", "warn", "error", "crit", "alert", "emerg"];
    let mut levels = item.words.iter().skip(1);
    let known = |word: &str| LEVELS.contains(&word) || word.starts_with("debug_");
    let first = levels.next()?;
    if !known(first) {
        return Some((format!("invalid log level \"{first}\""), first.clone()));
    }
    let second = levels.find(|word| !word.starts_with("debug_"))?;
    let words = if known(second) { "duplicate log level" } else { "invalid log level" };
    Some((format!("{words} \"{second}\""), second.clone()))
}

/// `error_page code … [=[code]] uri` (`ngx_http_core_error_page`).
fn error_page(item: &Item) -> Fault {
    let (_, before) = item.words.split_last()?;
    let invalid = |word: &str| Some((format!("invalid value \"{word}\""), word.to_owned()));
    let mut codes = before;
    if let Some((last, rest)) = before.split_last()
        && let Some(code) = last.strip_prefix('=')
    {
        if !code.is_empty() && !is_number(code) {
            return invalid(last);
        }
        codes = rest;
    }
    codes.iter().find_map(|word| match number(word) {
        None | Some(499) => invalid(word),
        Some(300..=599) => None,
        Some(_) => Some((format!("value \"{word}\" must be between 300 and 599"), word.clone())),
    })
}

/// `return [code] [text or address]` (`ngx_http_rewrite_return`).
fn returned(item: &Item) -> Fault {
    let first = item.word(0);
    let target = item.words.len() == 1
        && ["http://", "https://", "$scheme"]
            .into_iter()
            .any(|start| first.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start)));
    let right = target || number(first).is_some_and(|code| code < 1_000);
    (!right).then(|| (format!("invalid return code \"{first}\""), first.to_owned()))
}

/// An address with or without the length of a network (`ngx_ptocidr`), or a word that stands for some.
fn network(text: &str) -> bool {
    if text == "all" || text == "unix:" {
        return true;
    }
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let most = if address.is_ipv4() { 32 } else { 128 };
    bits.is_none_or(|bits| number(bits).is_some_and(|bits| bits <= most))
}

fn expires(item: &Item) -> bool {
    let time_of = item.words.last().map_or("", String::as_str);
    if item.words.len() == 2 && item.word(0) != "modified" {
        return false;
    }
    let rest = time_of.strip_prefix(['@', '+', '-']).unwrap_or(time_of);
    ["epoch", "max", "off"].contains(&time_of)
        || time_of.starts_with('$')
        || time(rest, Unit::Seconds).is_some()
}

fn open_file_cache(item: &Item) -> Fault {
    let right = |word: &&String| match word.split_once('=') {
        Some(("max", value)) => number(value).is_some_and(|many| many > 0),
        Some(("inactive", value)) => time(value, Unit::Seconds).is_some(),
        _ => word.as_str() == "off",
    };
    if let Some(wrong) = item.words.iter().find(|word| !right(word)) {
        return Some((format!("invalid \"open_file_cache\" parameter \"{wrong}\""), wrong.clone()));
    }
    let bare = !item.words.iter().any(|word| word == "off" || word.starts_with("max="));
    bare.then(|| ("\"open_file_cache\" must have the \"max\" parameter".to_owned(), item.word(0).to_owned()))
}

/// `open_log_file_cache` (`ngx_http_log_open_file_cache`).
fn open_log_file_cache(item: &Item) -> Fault {
    let right = |word: &&String| match word.split_once('=') {
        Some(("max" | "min_uses", value)) => number(value).is_some(),
        Some(("inactive" | "valid", value)) => time(value, Unit::Seconds).is_some(),
        _ => word.as_str() == "off",
    };
    if let Some(wrong) = item.words.iter().find(|word| !right(word)) {
        return Some((format!("invalid \"open_log_file_cache\" parameter \"{wrong}\""), wrong.clone()));
    }
    let most = item.words.iter().find_map(|word| word.strip_prefix("max=")).and_then(number);
    let off = item.words.iter().any(|word| word == "off");
    let bare = !off && most.is_none_or(|most| most == 0);
    bare.then(|| ("\"open_log_file_cache\" must have \"max\" parameter".to_owned(), item.word(0).to_owned()))
}

/// For how long answers with which statuses are kept (`ngx_http_file_cache_valid_set_slot`).
pub(super) fn kept_for(item: &Item) -> Fault {
    let (last, statuses) = item.words.split_last()?;
    if time(last, Unit::Seconds).is_none() {
        return Some((format!("invalid time value \"{last}\""), last.clone()));
    }
    let right =
        |word: &&String| *word == "any" || number(word).is_some_and(|code| (100..=599).contains(&code));
    let wrong = statuses.iter().find(|word| !right(word))?;
    Some((format!("invalid status \"{wrong}\""), wrong.clone()))
}

/// The parameters of `access_log` behind the format (`ngx_http_log_set_log`); the format itself is `around`'s.
fn access_log(item: &Item) -> Fault {
    let path = item.word(0);
    if path == "off" {
        let word = item.words.get(1)?;
        return Some((format!("invalid parameter \"{word}\""), word.clone()));
    }
    if let Some(parameters) = path.strip_prefix("syslog:") {
        return syslog(parameters);
    }
    let (mut buffered, mut flushed) = (false, false);
    for word in item.words.iter().skip(2) {
        let said = match word.split_once('=').unwrap_or((word, "")) {
            ("buffer", value) => {
                buffered = true;
                size(value).is_none_or(|size| size <= 0).then(|| format!("invalid buffer size \"{value}\""))
            }
            ("flush", value) => {
                flushed = true;
                time(value, Unit::Milliseconds).is_none().then(|| format!("invalid flush time \"{value}\""))
            }
            ("gzip", value) => {
                buffered = true;
                let right = word == "gzip" || number(value).is_some_and(|level| (1..=9).contains(&level));
                (!right).then(|| format!("invalid compression level \"{value}\""))
            }
            ("if", value) if !value.is_empty() => None,
            _ => Some(format!("invalid parameter \"{word}\"")),
        };
        if let Some(words) = said {
            return Some((words, word.clone()));
        }
    }
    (flushed && !buffered)
        .then(|| (format!("no buffer is defined for access_log \"{path}\""), path.to_owned()))
}

/// `server=…,facility=…,severity=…,tag=…,nohostname` (`ngx_syslog_parse_args`).
fn syslog(parameters: &str) -> Fault {
    let mut server = false;
    for word in parameters.split(',') {
        match word.split_once('=').unwrap_or((word, "")) {
            ("server", "") => return Some(("no host in syslog server \"\"".to_owned(), word.to_owned())),
            ("server", _) => server = true,
            ("facility" | "severity" | "tag" | "nohostname", _) => {}
            _ => return Some((format!("unknown syslog parameter \"{word}\""), word.to_owned())),
        }
    }
    (!server).then(|| ("no syslog server specified".to_owned(), parameters.to_owned()))
}

/// The words of an `if` (`ngx_http_rewrite_if_condition`).
fn condition(item: &Item) -> Fault {
    let invalid = |word: &str| Some((format!("invalid condition \"{word}\""), word.to_owned()));
    let mut words: Vec<&str> = item.words.iter().map(String::as_str).collect();
    let first = words.first().copied().unwrap_or_default();
    let Some(inside) = first.strip_prefix('(') else { return invalid(first) };
    if first == "()" {
        return invalid(")");
    }
    // a bracket that stands alone is no word; what is empty between quotes is one
    if inside.is_empty() {
        words.remove(0);
    } else {
        words[0] = inside;
    }
    let last = words.last().copied().unwrap_or_default();
    let Some(inside) = last.strip_suffix(')') else { return invalid(last) };
    if inside.is_empty() {
        words.pop();
    } else {
        *words.last_mut()? = inside;
    }
    let subject = words.first().copied().unwrap_or_default();
    let operator = words.get(1).copied().unwrap_or_default();
    match (subject, words.len()) {
        (subject, 1) if subject.len() > 1 && subject.starts_with('$') => None,
        (subject, 3) if subject.len() > 1 && subject.starts_with('$') => {
            let known = ["=", "!=", "~", "~*", "!~", "!~*"].contains(&operator);
            if !known {
                return Some((format!("unexpected \"{operator}\" in condition"), operator.to_owned()));
            }
            expression(words.get(2).copied().unwrap_or_default(), operator.contains('~'))
        }
        ("-f" | "!-f" | "-d" | "!-d" | "-e" | "!-e" | "-x" | "!-x", 2) => None,
        _ => invalid(subject),
    }
}
