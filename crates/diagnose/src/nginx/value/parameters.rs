//! Parameters that a directive takes behind its first words: which there are, what each may be, and what nginx says of one that is not.

use super::fault::Fault;
use super::measure::{Unit, number, offset, size, time};
use super::zone;
use crate::nginx::item::Item;

/// One parameter.
struct Parameter {
    /// Its name, with `=` where a value follows.
    name: &'static str,
    takes: fn(&str) -> bool,
    /// What nginx says of another value: `{word}` stands for the whole parameter.
    said: &'static str,
}

/// All that a directive takes.
struct Parameters {
    /// How many words come first.
    first: usize,
    known: &'static [Parameter],
    /// What nginx says of one that it does not know.
    unknown: &'static str,
}

const fn of(name: &'static str, takes: fn(&str) -> bool, said: &'static str) -> Parameter {
    Parameter { name, takes, said }
}

const UNKNOWN: &str = "invalid parameter \"{word}\"";
const OPEN_FILES: &str = "invalid \"open_file_cache\" parameter \"{word}\"";
const OPEN_LOGS: &str = "invalid \"open_log_file_cache\" parameter \"{word}\"";

const ZONE: Parameter = of("zone=", |zone| zone_size(zone).is_some(), "invalid zone size \"{word}\"");
const LARGE_ZONE: Parameter =
    of("zone=", |zone| zone_size(zone) >= Some(zone::SMALLEST), "zone \"{word}\" is too small");

/// The directives, and what they take.
const ALL: &[(&[&str], Parameters)] = &[
    (
        // `ngx_http_file_cache_set_slot`
        &["proxy_cache_path", "fastcgi_cache_path", "uwsgi_cache_path", "scgi_cache_path"],
        Parameters {
            first: 1,
            known: &[
                of("keys_zone=", |zone| zone_size(zone).is_some(), "invalid keys zone size \"{word}\""),
                of(
                    "keys_zone=",
                    |zone| zone_size(zone) >= Some(2 * 4_096),
                    "keys zone \"{word}\" is too small",
                ),
                of("levels=", levels, "invalid \"levels\" \"{word}\""),
                of(
                    "use_temp_path=",
                    |value| value == "on" || value == "off",
                    "invalid use_temp_path value \"{word}\", it must be \"on\" or \"off\"",
                ),
                of("inactive=", seconds, "invalid inactive value \"{word}\""),
                of("max_size=", length, "invalid max_size value \"{word}\""),
                of("min_free=", length, "invalid min_free value \"{word}\""),
                of("loader_files=", count, "invalid loader_files value \"{word}\""),
                of("loader_sleep=", milliseconds, "invalid loader_sleep value \"{word}\""),
                of("loader_threshold=", milliseconds, "invalid loader_threshold value \"{word}\""),
                of("manager_files=", count, "invalid manager_files value \"{word}\""),
                of("manager_sleep=", milliseconds, "invalid manager_sleep value \"{word}\""),
                of("manager_threshold=", milliseconds, "invalid manager_threshold value \"{word}\""),
            ],
            unknown: UNKNOWN,
        },
    ),
    (
        &["limit_req"],
        Parameters {
            first: 0,
            known: &[
                of("zone=", |_| true, UNKNOWN),
                of("burst=", positive, "invalid burst value \"{word}\""),
                of("delay=", positive, "invalid delay value \"{word}\""),
                of("nodelay", str::is_empty, UNKNOWN),
            ],
            unknown: UNKNOWN,
        },
    ),
    (&["limit_conn_zone"], Parameters { first: 1, known: &[ZONE, LARGE_ZONE], unknown: UNKNOWN }),
    (
        &["limit_req_zone"],
        Parameters {
            first: 1,
            known: &[ZONE, LARGE_ZONE, of("rate=", rate, "invalid rate \"{word}\"")],
            unknown: UNKNOWN,
        },
    ),
    (
        &["open_file_cache"],
        Parameters {
            first: 0,
            known: &[
                of("max=", positive, OPEN_FILES),
                of("inactive=", seconds, OPEN_FILES),
                of("off", str::is_empty, OPEN_FILES),
            ],
            unknown: OPEN_FILES,
        },
    ),
    (
        &["open_log_file_cache"],
        Parameters {
            first: 0,
            known: &[
                of("max=", count, OPEN_LOGS),
                of("min_uses=", count, OPEN_LOGS),
                of("inactive=", seconds, OPEN_LOGS),
                of("valid=", seconds, OPEN_LOGS),
                of("off", str::is_empty, OPEN_LOGS),
            ],
            unknown: OPEN_LOGS,
        },
    ),
    (
        &["thread_pool"],
        Parameters {
            first: 1,
            known: &[
                of("threads=", positive, "invalid threads value \"{word}\""),
                of("max_queue=", count, "invalid max_queue value \"{word}\""),
                // others it does not look at
                of("", |_| true, UNKNOWN),
            ],
            unknown: UNKNOWN,
        },
    ),
    (
        &["hash"],
        Parameters { first: 1, known: &[of("consistent", str::is_empty, UNKNOWN)], unknown: UNKNOWN },
    ),
    (
        &["fastcgi_param", "uwsgi_param", "scgi_param"],
        Parameters { first: 2, known: &[of("if_not_empty", str::is_empty, UNKNOWN)], unknown: UNKNOWN },
    ),
    (
        &["add_header", "add_trailer"],
        Parameters { first: 2, known: &[of("always", str::is_empty, UNKNOWN)], unknown: UNKNOWN },
    ),
];

/// What nginx says to the parameters of a directive; the first that is wrong.
pub(super) fn fault(item: &Item) -> Fault {
    let (_, parameters) = ALL.iter().find(|(directives, _)| directives.contains(&item.name.as_str()))?;
    let words = item.words.get(parameters.first..).unwrap_or_default();
    let levelled = item.name.ends_with("_cache_path").then(|| too_many_levels(words)).flatten();
    let (before, behind) = words.split_at(levelled.unwrap_or(words.len()));
    let past = || behind.first().map(|word| (format!("invalid \"levels\" \"{word}\""), word.clone()));
    wrong(parameters, before).or_else(past).or_else(|| lacking(&item.name, words))
}

fn wrong(Parameters { known, unknown, .. }: &Parameters, words: &[String]) -> Fault {
    words.iter().find_map(|word| {
        let mut named = known.iter().filter(|parameter| word.starts_with(parameter.name)).peekable();
        let said = if named.peek().is_none() {
            Some(*unknown)
        } else {
            named
                .find(|parameter| !(parameter.takes)(&word[parameter.name.len()..]))
                .map(|parameter| parameter.said)
        };
        Some((said?.replace("{word}", word), word.clone()))
    })
}

/// What nginx says where a parameter is not there without which a directive means nothing.
fn lacking(name: &str, words: &[String]) -> Fault {
    let named = |name: &str| words.iter().find_map(|word| word.strip_prefix(name));
    let is_off = || words.iter().any(|word| word == "off");
    let (wanted, there) = match name {
        "limit_req" => ("\"zone\"", named("zone=").is_some()),
        "limit_req_zone" | "limit_conn_zone" => {
            ("\"zone\"", named("zone=").is_some_and(|zone| !zone.starts_with(':')))
        }
        "thread_pool" => ("\"threads\"", named("threads=").is_some()),
        "open_file_cache" => ("the \"max\"", is_off() || named("max=").is_some()),
        "open_log_file_cache" => {
            ("\"max\"", is_off() || named("max=").and_then(number).is_some_and(|most| most > 0))
        }
        name if name.ends_with("_cache_path") => {
            ("\"keys_zone\"", named("keys_zone=").is_some_and(|zone| !zone.starts_with(':')))
        }
        _ => return None,
    };
    (!there).then(|| (format!("\"{name}\" must have {wanted} parameter"), name.to_owned()))
}

/// Folders inside one another are counted over all of the words that name some: the place of the one that is too much.
fn too_many_levels(words: &[String]) -> Option<usize> {
    const MOST: i64 = 12;
    let mut length = 0;
    words.iter().position(|word| {
        let levels = word.strip_prefix("levels=").into_iter().flat_map(|levels| levels.split(':'));
        length += levels.filter_map(number).map(|level| level.min(MOST) + 1).sum::<i64>();
        length > MOST
    })
}

/// `modern_browser name version` or `modern_browser unlisted` (`ngx_http_modern_browser`). Of one other word nginx says nothing and goes no
/// further.
pub(super) fn browser(item: &Item) -> Fault {
    const BROWSERS: [&str; 5] = ["opera", "msie", "gecko", "safari", "konqueror"];
    let name = item.word(0);
    let Some(version) = item.words.get(1) else {
        return (name != "unlisted").then(|| (String::new(), name.to_owned()));
    };
    if !BROWSERS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return Some((format!("unknown browser name \"{name}\""), name.to_owned()));
    }
    let right = version.bytes().all(|octet| octet.is_ascii_digit() || octet == b'.');
    (!right).then(|| (format!("invalid browser version \"{version}\""), version.clone()))
}

fn positive(value: &str) -> bool {
    number(value).is_some_and(|value| value > 0)
}

fn count(value: &str) -> bool {
    number(value).is_some()
}

fn length(value: &str) -> bool {
    offset(value).is_some()
}

fn seconds(value: &str) -> bool {
    time(value, Unit::Seconds).is_some()
}

fn milliseconds(value: &str) -> bool {
    time(value, Unit::Milliseconds).is_some()
}

/// Folders inside one another: one to three of them, each with one letter or two for its name.
fn levels(value: &str) -> bool {
    let parts: Vec<&str> = value.split(':').collect();
    value.is_empty() || parts.len() <= 3 && parts.iter().all(|part| ["1", "2"].contains(part))
}

fn rate(value: &str) -> bool {
    positive(value.strip_suffix("r/s").or(value.strip_suffix("r/m")).unwrap_or(value))
}

/// The size in `name:size`.
fn zone_size(zone: &str) -> Option<i64> {
    size(zone.split_once(':')?.1)
}
