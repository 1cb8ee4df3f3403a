//! Values that are regular expressions.

use super::fault::Fault;
use super::own;
use crate::nginx::item::Item;
use crate::nginx::pattern;
use crate::nginx::settings::location;

/// A regular expression, where a text is one.
pub(super) fn expression(text: &str, is_one: bool) -> Fault {
    if !is_one {
        return None;
    }
    Some((pattern::fault(text)?, text.to_owned()))
}

/// Directives whose expressions make no variables of the names in them (`ngx_regex_compile`).
const NAMELESS: [&str; 3] = ["valid_referers", "fastcgi_split_path_info", "gzip_disable"];

/// The expressions among the words of a directive, or in the rows of its table, without the signs that make them such.
pub(crate) fn all(item: &Item) -> Vec<&str> {
    let words = || item.words.iter().map(String::as_str);
    match item.name.as_str() {
        "location" => {
            let (sign, text) = location(item);
            if sign.starts_with('~') { vec![text] } else { Vec::new() }
        }
        "if" => own::condition_expression(item).into_iter().collect(),
        "server_name" | "valid_referers" => words().filter_map(|word| word.strip_prefix('~')).collect(),
        "rewrite" | "fastcgi_split_path_info" => words().take(1).collect(),
        "gzip_disable" => words().filter(|word| *word != "msie6").collect(),
        "proxy_cookie_domain" | "proxy_cookie_flags" if item.words.len() > 1 => {
            words().take(1).filter_map(|word| word.strip_prefix('~')).collect()
        }
        "proxy_redirect" | "proxy_cookie_path" if item.words.len() > 1 => {
            words().take(1).filter_map(without_sign).collect()
        }
        "map" => item.inside().iter().filter_map(|row| without_sign(&row.name)).collect(),
        _ => Vec::new(),
    }
}

/// Those that make variables of the names in them.
pub(crate) fn naming(item: &Item) -> Vec<&str> {
    if NAMELESS.contains(&item.name.as_str()) { Vec::new() } else { all(item) }
}

/// What stands behind `~` or `~*`.
pub(super) fn without_sign(word: &str) -> Option<&str> {
    let behind = word.strip_prefix('~')?;
    Some(behind.strip_prefix('*').unwrap_or(behind))
}
