//! Logs: where they are written, in which format and how (`ngx_log_set_log`, `ngx_http_log_set_log`, `ngx_syslog_parse_args`).

use super::endpoint::{Endpoint, Kind, read};
use super::fault::Fault;
use super::measure::{Unit, number, size, time};
use super::script;
use crate::files::Files;
use crate::host::is_nowhere;
use crate::nginx::item::Item;

/// `error_log`.
pub(crate) fn errors(item: &Item, files: &dyn Files) -> Fault {
    const LEVELS: [&str; 8] = ["debug", "info", "notice", "warn", "error", "crit", "alert", "emerg"];
    /// Parts of nginx of which more is told (`debug_http`).
    const PARTS: [&str; 7] = ["core", "alloc", "mutex", "event", "http", "mail", "stream"];
    /// Less than this holds no line of a log and what stands before it.
    const LEAST: i64 = 2_120;
    let target = item.word(0);
    if let Some(room) = target.strip_prefix("memory:")
        && size(room).is_none_or(|size| size < LEAST)
    {
        return Some((format!("invalid buffer size \"{room}\""), room.to_owned()));
    }
    if let Some(fault) = target.strip_prefix("syslog:").and_then(|parameters| syslog(parameters, files)) {
        return Some(fault);
    }
    // one level, or parts
    let (mut level, mut parts) = (false, false);
    item.words.iter().skip(1).find_map(|word| {
        let is_level = LEVELS.contains(&word.as_str());
        let is_part = word.strip_prefix("debug_").is_some_and(|part| PARTS.contains(&part));
        let words = match (is_level, is_part) {
            (true, _) if level || parts => "duplicate",
            (false, true) if level => "invalid",
            (false, false) => "invalid",
            _ => {
                (level, parts) = (level || is_level, parts || is_part);
                return None;
            }
        };
        Some((format!("{words} log level \"{word}\""), word.clone()))
    })
}

/// `access_log`, given whether a format has a name.
pub(crate) fn requests(item: &Item, is_format: impl Fn(&str) -> bool, files: &dyn Files) -> Fault {
    let target = item.word(0);
    if target == "off" && item.words.len() == 1 {
        return None;
    }
    if target == "off" {
        let word = item.word(1);
        return Some((format!("invalid parameter \"{word}\""), word.to_owned()));
    }
    let syslog = target.strip_prefix("syslog:").map(|parameters| syslog(parameters, files));
    if let Some(Some(fault)) = syslog {
        return Some(fault);
    }
    let format = item.words.get(1).map_or("combined", String::as_str);
    if format != "combined" && !is_format(format) {
        return Some((format!("unknown log format \"{format}\""), format.to_owned()));
    }
    let (mut buffered, mut flushed) = (false, false);
    for word in item.words.iter().skip(2) {
        let said = match word.split_once('=').unwrap_or((word, "")) {
            ("buffer", value) if word.contains('=') => {
                buffered = true;
                size(value).is_none_or(|size| size <= 0).then(|| format!("invalid buffer size \"{value}\""))
            }
            ("flush", value) if word.contains('=') => {
                flushed = true;
                let right = time(value, Unit::Milliseconds).is_some_and(|time| time > 0);
                (!right).then(|| format!("invalid flush time \"{value}\""))
            }
            ("gzip", value) => {
                buffered = true;
                let right = word == "gzip" || number(value).is_some_and(|level| (1..=9).contains(&level));
                (!right).then(|| format!("invalid compression level \"{value}\""))
            }
            ("if", condition) if word.contains('=') => script::fault(condition),
            _ => Some(format!("invalid parameter \"{word}\"")),
        };
        if let Some(words) = said {
            return Some((words, word.clone()));
        }
    }
    let words = match (flushed && !buffered, buffered) {
        (true, _) => format!("no buffer is defined for access_log \"{target}\""),
        (_, true) if syslog.is_some() => "logs to syslog cannot be buffered".to_owned(),
        (_, true) if target.contains('$') => "buffered logs cannot have variables in name".to_owned(),
        _ => return None,
    };
    Some((words, target.to_owned()))
}

/// What an `access_log` collects before it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Buffer {
    size: i64,
    flushed: i64,
    /// How hard it is compressed, where it is.
    level: i64,
}

impl Buffer {
    /// That of a line in which nothing is wrong.
    pub(crate) fn of(item: &Item) -> Option<Buffer> {
        const COMPRESSED: i64 = 64 * 1_024;
        const FASTEST: i64 = 1;
        let last = |name: &str| item.words.iter().skip(2).rev().find_map(|word| word.strip_prefix(name));
        let flushed = last("flush=").and_then(|value| time(value, Unit::Milliseconds)).unwrap_or(0);
        let compressed =
            last("gzip").map(|level| level.strip_prefix('=').and_then(number).unwrap_or(FASTEST));
        let size = last("buffer=").and_then(size).or(compressed.map(|_| COMPRESSED))?;
        Some(Buffer { size, flushed, level: compressed.unwrap_or(0) })
    }
}

/// `log_format` (`ngx_http_log_compile_format`): how its words name variables, in which nothing is captured.
pub(crate) fn format(item: &Item) -> Fault {
    let escaping = item.word(1).strip_prefix("escape=");
    if let Some(how) = escaping.filter(|how| !["default", "json", "none"].contains(how)) {
        return Some((format!("unknown log format escaping \"{how}\""), how.to_owned()));
    }
    let words = item.words.iter().skip(if escaping.is_some() { 2 } else { 1 });
    words.into_iter().find_map(|word| {
        let (at, said) = script::mistake(word)?;
        let nameless = said == script::NAMELESS;
        let said = if nameless { format!("invalid parameter \"{}\"", &word[at..]) } else { said };
        Some((said, word.clone()))
    })
}

const FACILITIES: [&str; 24] = [
    "kern", "user", "mail", "daemon", "auth", "intern", "lpr", "news", "uucp", "clock", "authpriv", "ftp",
    "ntp", "audit", "alert", "cron", "local0", "local1", "local2", "local3", "local4", "local5", "local6",
    "local7",
];
const SEVERITIES: [&str; 8] = ["emerg", "alert", "crit", "error", "warn", "notice", "info", "debug"];
/// The longest tag.
const LONGEST_TAG: usize = 32;

/// `server=…,facility=…,severity=…,tag=…,nohostname`.
fn syslog(parameters: &str, files: &dyn Files) -> Fault {
    let mut seen: Vec<&str> = Vec::new();
    for word in parameters.split(',') {
        let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
        let again = seen.contains(&name) && name != "nohostname";
        let said = match (name, value) {
            ("server" | "facility" | "severity" | "tag", Some(_)) if again => {
                Some(format!("duplicate syslog \"{name}\""))
            }
            ("server", Some(server)) => match read(server, Kind::Server, 514) {
                Err(words) => Some(format!("{words} in syslog server \"{server}\"")),
                Ok(Endpoint::Name(host, _)) if is_nowhere(&host, files) => {
                    Some(format!("host not found in syslog server \"{server}\""))
                }
                Ok(_) => None,
            },
            ("facility", Some(facility)) => {
                (!FACILITIES.contains(&facility)).then(|| format!("unknown syslog facility \"{facility}\""))
            }
            ("severity", Some(severity)) => {
                (!SEVERITIES.contains(&severity)).then(|| format!("unknown syslog severity \"{severity}\""))
            }
            ("tag", Some(tag)) if tag.len() > LONGEST_TAG => {
                Some(format!("syslog tag length exceeds {LONGEST_TAG}"))
            }
            ("tag", Some(tag)) => {
                let right = tag.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'_');
                (!right)
                    .then(|| "syslog \"tag\" only allows alphanumeric characters and underscore".to_owned())
            }
            ("nohostname", None) => None,
            _ => Some(format!("unknown syslog parameter \"{word}\"")),
        };
        if let Some(words) = said {
            return Some((words, word.to_owned()));
        }
        seen.push(name);
    }
    let served = seen.contains(&"server");
    (!served).then(|| ("no syslog server specified".to_owned(), parameters.to_owned()))
}
