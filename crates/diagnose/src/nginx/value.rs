//! Values that nginx refuses as it reads them, in its words: those of its own setters (`ngx_conf_set_*_slot`). Directives that take
//! their values themselves are `own`'s; what stands around a directive is `around`'s.

pub(crate) mod endpoint;
pub(crate) mod expression;
pub(crate) mod fault;
pub(crate) mod listen;
pub(crate) mod log;
pub(crate) mod measure;
mod own;
mod parameters;
pub(crate) mod ranges;
pub(crate) mod rows;
pub(crate) mod script;
pub(crate) mod zone;

use super::item::Item;
use super::table::Known;
use endpoint::is_address;
use fault::Fault;
use measure::{Unit, number, offset, size, time};

/// Setters that refuse a second value in the same block.
const ONCE: [&str; 15] = [
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
    "ngx_http_upstream_bind_set",
];

/// Whether a directive may stand once in a block.
pub(super) fn stands_once(name: &str, setter: &str) -> bool {
    const OWN: [&str; 53] = [
        "events",
        "http",
        "user",
        "worker_processes",
        "worker_connections",
        "root",
        "alias",
        "proxy_pass",
        "fastcgi_pass",
        "grpc_pass",
        "uwsgi_pass",
        "ssl_password_file",
        "proxy_ssl_password_file",
        "grpc_ssl_password_file",
        "uwsgi_ssl_password_file",
        "use",
        "keepalive",
        "keepalive_timeout",
        "auth_basic_user_file",
        "auth_request",
        "resolver",
        "try_files",
        "expires",
        "charset",
        "internal",
        "ssl",
        "ssl_ocsp_cache",
        "open_file_cache",
        "real_ip_header",
        "aio",
        "directio",
        "disable_symlinks",
        "open_log_file_cache",
        "worker_priority",
        "worker_cpu_affinity",
        "scgi_pass",
        "memcached_pass",
        "userid_expires",
        "userid_mark",
        "limit_except",
        "source_charset",
        "proxy_store",
        "proxy_cache",
        "proxy_cache_key",
        "fastcgi_store",
        "fastcgi_cache",
        "fastcgi_cache_key",
        "uwsgi_store",
        "uwsgi_cache",
        "uwsgi_cache_key",
        "scgi_store",
        "scgi_cache",
        "scgi_cache_key",
    ];
    ONCE.contains(&setter) || OWN.contains(&name)
}

/// What nginx says to the values of a directive.
pub(super) fn fault(item: &Item, row: &Known) -> Fault {
    let (name, first) = (item.name.as_str(), item.word(0));
    let of_setter = |right: bool, words: String| (!right).then(|| (words, first.to_owned()));
    let plain = || format!("\"{name}\" directive invalid value");
    let among = |word: &str| row.values.split('|').any(|known| known.eq_ignore_ascii_case(word));
    match row.setter {
        "flag" => {
            let right = ["on", "off"].iter().any(|word| first.eq_ignore_ascii_case(word));
            of_setter(
                right,
                format!("invalid value \"{first}\" in \"{name}\" directive, it must be \"on\" or \"off\""),
            )
        }
        "num" => {
            let Some(value) = number(first) else {
                return of_setter(false, format!("\"{name}\" directive invalid number"));
            };
            let (least, most) = row.values.split_once("..")?;
            let (least, most) = (number(least)?, number(most)?);
            of_setter((least..=most).contains(&value), format!("value must be between {least} and {most}"))
        }
        "size" => of_setter(size(first).is_some(), plain()).or_else(|| own::fault(item)),
        "off" => of_setter(offset(first).is_some(), plain()),
        "ngx_http_set_complex_value_size" if !first.contains('$') => {
            of_setter(size(first).is_some(), plain())
        }
        "msec" => of_setter(time(first, Unit::Milliseconds).is_some(), plain()),
        "sec" => of_setter(time(first, Unit::Seconds).is_some(), plain()),
        "bufs" => {
            let positive = |value: Option<i64>| value.is_some_and(|value| value > 0);
            of_setter(positive(number(first)) && positive(size(item.word(1))), plain())
        }
        "enum" | "bitmask" if !row.values.is_empty() => {
            let wrong = item.words.iter().find(|word| !among(word))?;
            Some((format!("invalid value \"{wrong}\""), wrong.clone()))
        }
        "access" => {
            let right = |word: &&String| {
                let of = word.split_once(':');
                of.is_some_and(|(who, what)| {
                    ["user", "group", "all"].contains(&who) && ["r", "rw"].contains(&what)
                })
            };
            let wrong = item.words.iter().find(|word| !right(word))?;
            Some((format!("invalid value \"{wrong}\""), wrong.clone()))
        }
        "path" => {
            let levels = item.words.iter().skip(1).map(|word| number(word).filter(|level| *level > 0));
            let length = levels.map(|level| Some(level? + 1)).sum::<Option<i64>>();
            // which is what is kept of a path (`NGX_MAX_PATH_LEVEL`)
            let most = 9 + i64::try_from(item.words.len()).unwrap_or_default();
            of_setter(length.is_some_and(|length| length <= most), plain())
        }
        "ngx_http_upstream_bind_set" if item.words.len() > 1 || first != "off" => {
            let bound = first.contains('$') || is_address(first);
            let second = item.words.get(1).filter(|word| *word != "transparent");
            of_setter(bound, format!("invalid address \"{first}\""))
                .or_else(|| second.map(|word| (format!("invalid parameter \"{word}\""), word.clone())))
        }
        "ngx_http_file_cache_valid_set" => own::kept_for(item),
        _ => own::fault(item),
    }
    .or_else(|| script::at_once_fault(item))
}
