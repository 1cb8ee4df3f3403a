//! Values of directives that have setters of their own.

use super::endpoint::is_network;
use super::expression::{all, expression};
use super::fault::Fault;
use super::measure::{Unit, is_number, number, offset, size, time};
use super::{listen, parameters, script, zone};
use crate::nginx::item::Item;
use crate::nginx::pattern::{self, Reading};
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
        "map" | "split_clients" => script::at_once_fault(item).or_else(|| variable(item.word(1))),
        // the address may be one of nginx's own
        "geo" => nameless(first).or_else(|| variable(words().next_back().unwrap_or_default())),
        "if" => condition(item),
        "listen" => listen::address(item),
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
            expression(first, true)
                .or_else(|| of(!item.word(1).is_empty(), "empty replacement".to_owned()))
                .or_else(|| wrong.and_then(parameter))
        }
        "root" | "alias" => ["document_root", "realpath_root"].iter().find_map(|own| {
            let named = script::variables(first).iter().any(|variable| variable == own);
            named.then(|| {
                (format!("the ${own} variable cannot be used in the \"{name}\" directive"), first.to_owned())
            })
        }),
        "error_page" => error_page(item),
        "return" => returned(item),
        "limit_except" => {
            let wrong = words().find(|word| !METHODS.iter().any(|known| known.eq_ignore_ascii_case(word)))?;
            Some((format!("invalid method \"{wrong}\""), wrong.to_owned()))
        }
        "allow" | "deny" => {
            let right = ["all", "unix:"].contains(&first) || is_network(first);
            of(right, format!("invalid parameter \"{first}\""))
        }
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
        "proxy_cookie_domain" | "proxy_cookie_path" | "proxy_cookie_flags"
            if item.words.len() == 1 && first != "off" =>
        {
            parameter(first)
        }
        "ssl_session_cache" => zone::session_cache(item),
        "limit_conn" => match number(item.word(1)) {
            Some(most) if most > 0 => of(most <= 65_535, "connection limit must be less 65536".to_owned()),
            _ => of(false, format!("invalid number of connections \"{}\"", item.word(1))),
        },
        "zone" if first.is_empty() => of(false, "invalid zone name \"\"".to_owned()),
        "zone" if item.words.len() == 2 => match size(item.word(1)) {
            Some(octets) => of(octets >= zone::SMALLEST, format!("zone \"{first}\" is too small")),
            None => of(false, format!("invalid zone size \"{}\"", item.word(1))),
        },
        "random" => {
            let right = ["two", "least_conn"];
            let wrong = words().zip(right).find(|(word, right)| word != right);
            wrong.and_then(|(word, _)| parameter(word))
        }
        "worker_processes" => of(first == "auto" || is_number(first), plain()),
        "worker_cpu_affinity" => cpu_affinity(item),
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
        "expires" => expires(item),
        "aio" => of(["on", "off", "threads"].contains(&first) || first.starts_with("threads="), plain()),
        "directio" => of(first == "off" || offset(first).is_some(), plain()),
        "disable_symlinks" => disable_symlinks(item),
        "index" => {
            let empty = words().any(str::is_empty);
            of(!empty, format!("index \"{first}\" in \"index\" directive is invalid"))
        }
        "sub_filter" => of(!first.is_empty(), "empty search pattern".to_owned()),
        "userid_expires" => {
            let right = ["max", "off"].contains(&first) || time(first, Unit::Seconds).is_some();
            of(right, plain())
        }
        "ssl" => {
            let right = ["on", "off"].iter().any(|word| first.eq_ignore_ascii_case(word));
            of(
                right,
                format!("invalid value \"{first}\" in \"{name}\" directive, it must be \"on\" or \"off\""),
            )
        }
        "ssl_ocsp_cache" if first != "off" => match zone::session_zone(first) {
            Some((_, octets)) => of(octets >= zone::SMALLEST, format!("OCSP cache \"{first}\" is too small")),
            None => of(false, format!("invalid OCSP cache \"{first}\"")),
        },
        "userid_mark" => {
            let right = first == "off"
                || first.len() == 1
                    && first.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'=');
            of(
                right,
                format!("\"{name}\" directive value must be \"off\" or a single letter, digit or \"=\""),
            )
        }
        "gzip_window" => {
            of(is_power(size(first)?, 32), format!("\"{name}\" directive must be {WINDOWS}, or 32k"))
        }
        "gzip_hash" => {
            let right = is_power(size(first)?, 128);
            of(right, format!("\"{name}\" directive must be {WINDOWS}, 32k, 64k, or 128k"))
        }
        "http2_chunk_size" => of(size(first)? > 0, "the http2 chunk size cannot be zero".to_owned()),
        "http2_recv_buffer_size" => {
            of(size(first)? > FRAMES, format!("\"{name}\" directive value is too small"))
        }
        "connection_pool_size" | "request_pool_size" => pool(item),
        "modern_browser" => parameters::browser(item),
        "try_files" => {
            let code = words().next_back()?.strip_prefix('=')?;
            let right = number(code).is_some_and(|code| code < 1_000);
            of(right, format!("invalid code \"={code}\""))
        }
        "satisfy" if first != "all" && first != "any" => invalid(first),
        _ => None,
    }
    .or_else(|| script::at_once_fault(item))
    .or_else(|| parameters::fault(item))
    .or_else(|| all(item).into_iter().find_map(|text| expression(text, true)))
    .or_else(|| captures(item))
}

/// `fastcgi_split_path_info` takes what two groups capture.
fn captures(item: &Item) -> Fault {
    let first = item.word(0);
    let groups = match pattern::reading(first) {
        Reading::Taken(groups) if item.name == "fastcgi_split_path_info" => groups,
        _ => return None,
    };
    (groups != 2).then(|| (format!("pattern \"{first}\" must have 2 captures"), first.to_owned()))
}

/// Two pieces of what is kept of a frame, than which there has to be more (`ngx_http_v2_recv_buffer_size`).
const FRAMES: i64 = 32;
const WINDOWS: &str = "512, 1k, 2k, 4k, 8k, 16k";

/// Whether a size is a power of two, from 512 octets to so many thousands.
fn is_power(size: i64, most: i64) -> bool {
    (512..=most * 1_024).contains(&size) && size.count_ones() == 1
}

/// The size of a piece of memory (`ngx_http_core_pool_size`).
fn pool(item: &Item) -> Fault {
    const LEAST: i64 = 112;
    const ALIGNED: i64 = 16;
    let size = size(item.word(0))?;
    let words = if size < LEAST {
        format!("the pool size must be no less than {LEAST}")
    } else if size % ALIGNED != 0 {
        format!("the pool size must be a multiple of {ALIGNED}")
    } else {
        return None;
    };
    Some((words, item.word(0).to_owned()))
}

/// `disable_symlinks how [from=part]` (`ngx_http_disable_symlinks`).
fn disable_symlinks(item: &Item) -> Fault {
    let known = |word: &&String| ["off", "on", "if_not_owner"].contains(&word.as_str());
    let (first, second) = (item.word(0), item.word(1));
    let wrong = item.words.iter().find(|word| !known(word) && !word.starts_with("from="));
    let words = if let Some(wrong) = wrong {
        format!("invalid parameter \"{wrong}\"")
    } else if let Some(words) = item.words.iter().find_map(|word| script::fault(word)) {
        words
    } else if !item.words.iter().any(|word| known(&word)) {
        "\"disable_symlinks\" must have \"off\", \"on\" or \"if_not_owner\" parameter".to_owned()
    } else if item.words.len() > 1 && item.words.iter().all(|word| known(&word)) {
        format!("duplicate parameters \"{first} {second}\"")
    } else if item.words.len() > 1 && item.words.iter().any(|word| word == "off") {
        "\"from=\" cannot be used with \"off\" parameter".to_owned()
    } else {
        return None;
    };
    Some((words, first.to_owned()))
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

/// `error_page code … [=[code]] uri` (`ngx_http_core_error_page`).
fn error_page(item: &Item) -> Fault {
    let (target, before) = item.words.split_last()?;
    let invalid = |word: &str| Some((format!("invalid value \"{word}\""), word.to_owned()));
    let mut codes = before;
    if let Some((last, rest)) = before.split_last()
        && let Some(code) = last.strip_prefix('=')
    {
        if rest.is_empty() || !code.is_empty() && number(code).is_none() {
            return invalid(last);
        }
        codes = rest;
    }
    if let Some(words) = script::fault(target) {
        return Some((words, target.clone()));
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

/// `expires [modified] time` (`ngx_http_parse_expires`).
fn expires(item: &Item) -> Fault {
    const DAY: i64 = 86_400;
    let time_of = item.words.last()?;
    let modified = item.words.len() == 2;
    let said = if modified && item.word(0) != "modified" {
        "invalid value"
    } else if ["epoch", "max", "off"].contains(&time_of.as_str()) || time_of.contains('$') {
        return None;
    } else if let Some(clock) = time_of.strip_prefix('@') {
        match time(clock, Unit::Seconds) {
            _ if modified => "daily time cannot be used with \"modified\" parameter",
            Some(seconds) if seconds > DAY => "daily time value must be less than 24 hours",
            Some(_) => return None,
            None => "invalid value",
        }
    } else {
        let rest = time_of.strip_prefix(['+', '-']).unwrap_or(time_of);
        if time(rest, Unit::Seconds).is_some() {
            return None;
        }
        "invalid value"
    };
    Some((format!("\"{}\" directive {said}", item.name), time_of.clone()))
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

/// The words in the brackets of an `if`, which are no words where they stand alone; what is empty between quotes is one. The error is the
/// word that lacks its bracket.
fn inside_brackets(item: &Item) -> Result<Vec<&str>, &str> {
    let mut words: Vec<&str> = item.words.iter().map(String::as_str).collect();
    let first = item.word(0);
    let behind = first.strip_prefix('(').ok_or(first)?;
    if behind.is_empty() && words.len() > 1 {
        words.remove(0);
    } else if !behind.is_empty() {
        words[0] = behind;
    }
    let last = words.last().copied().unwrap_or_default();
    last.strip_suffix(')').ok_or(last)?;
    let last = words.pop().unwrap_or_default();
    words.extend(last.strip_suffix(')').filter(|word| !word.is_empty()));
    Ok(words)
}

/// The words of an `if` (`ngx_http_rewrite_if_condition`).
fn condition(item: &Item) -> Fault {
    let invalid = |word: &str| Some((format!("invalid condition \"{word}\""), word.to_owned()));
    let words = match inside_brackets(item) {
        Err(word) => return invalid(word),
        Ok(words) => words,
    };
    let subject = words.first().copied().unwrap_or(")");
    let compiled = |word: &str| script::fault(word).map(|words| (words, word.to_owned()));
    match words.as_slice() {
        [subject] if subject.len() > 1 && subject.starts_with('$') => None,
        [subject, operator, value] if subject.len() > 1 && subject.starts_with('$') => match *operator {
            "=" | "!=" => compiled(value),
            "~" | "~*" | "!~" | "!~*" => expression(value, true),
            operator => Some((format!("unexpected \"{operator}\" in condition"), operator.to_owned())),
        },
        ["-f" | "!-f" | "-d" | "!-d" | "-e" | "!-e" | "-x" | "!-x", value] => compiled(value),
        _ => invalid(subject),
    }
}

/// The expression in the condition of an `if`.
pub(super) fn condition_expression(item: &Item) -> Option<&str> {
    match inside_brackets(item).ok()?.as_slice() {
        [_, operator, value] if operator.contains('~') => Some(value),
        _ => None,
    }
}

/// `worker_cpu_affinity [auto] mask …` (`ngx_set_cpu_affinity`): masks are read from their end.
fn cpu_affinity(item: &Item) -> Fault {
    const MOST: usize = 1_024;
    let name = &item.name;
    let automatic = item.word(0) == "auto";
    if automatic && item.words.len() > 2 {
        let words = format!("invalid number of arguments in \"{name}\" directive");
        return Some((words, item.word(0).to_owned()));
    }
    item.words.iter().skip(usize::from(automatic)).find_map(|mask| {
        let strange = mask.bytes().rev().find(|octet| !b"01 ".contains(octet));
        let words = match strange {
            _ if mask.len() > MOST => format!("\"{name}\" supports up to {MOST} CPUs only"),
            // an octet of a letter that has several is none by itself
            Some(octet) if !octet.is_ascii() => format!("invalid character \"\u{fffd}\" in \"{name}\""),
            Some(octet) => format!("invalid character \"{}\" in \"{name}\"", char::from(octet)),
            None => return None,
        };
        Some((words, mask.clone()))
    })
}
