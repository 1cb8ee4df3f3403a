//! Words in which nginx replaces variables: which words of which directive, what they name, and what is wrong with how they name it
//! (`ngx_http_script_compile`).

use crate::nginx::item::Item;
use crate::nginx::table::known;

use super::fault::Fault;
use super::measure::is_number;

/// Directives whose first word is one.
const FIRST: [&str; 25] = [
    "root",
    "alias",
    "proxy_pass",
    "fastcgi_pass",
    "uwsgi_pass",
    "scgi_pass",
    "grpc_pass",
    "auth_basic_user_file",
    "proxy_store",
    "fastcgi_store",
    "uwsgi_store",
    "scgi_store",
    "proxy_cache",
    "fastcgi_cache",
    "uwsgi_cache",
    "scgi_cache",
    "proxy_cache_key",
    "fastcgi_cache_key",
    "uwsgi_cache_key",
    "scgi_cache_key",
    "limit_req_zone",
    "limit_conn_zone",
    "split_clients",
    "map",
    "hash",
];
/// Whose second word is one.
const SECOND: [&str; 5] = ["set", "auth_request_set", "rewrite", "add_header", "add_trailer"];
/// Whose second word is one that is looked at when all of the configuration is read.
const SECOND_LATER: [&str; 7] = [
    "proxy_set_header",
    "grpc_set_header",
    "fastcgi_param",
    "uwsgi_param",
    "scgi_param",
    "log_format",
    "proxy_set_body",
];
/// Whose first two words are, unless an expression begins them.
const BOTH: [&str; 4] = ["proxy_redirect", "proxy_cookie_domain", "proxy_cookie_path", "sub_filter"];
/// Whose words all are.
const ALL: [&str; 2] = ["try_files", "index"];

/// The words that nginx reads so as it reads the directive.
pub(crate) fn at_once(item: &Item) -> Vec<&str> {
    let name = item.name.as_str();
    let words = || item.words.iter().map(String::as_str);
    let has_variable = |word: &&str| word.contains('$');
    if FIRST.contains(&name) {
        return words().take(1).filter(has_variable).collect();
    }
    if SECOND.contains(&name) {
        return words().skip(1).take(1).filter(has_variable).collect();
    }
    if BOTH.contains(&name) {
        return words().take(2).filter(|word| !word.starts_with('~')).filter(has_variable).collect();
    }
    if ALL.contains(&name) {
        return words().filter(has_variable).collect();
    }
    match name {
        "return" => words().skip(usize::from(item.words.len() > 1 || is_number(item.word(0)))).collect(),
        "error_page" => words().skip(1).next_back().into_iter().collect(),
        "expires" => words().next_back().filter(has_variable).into_iter().collect(),
        "access_log" if item.word(0) == "off" || item.word(0).starts_with("syslog:") => Vec::new(),
        "access_log" => words().take(1).filter(has_variable).collect(),
        "proxy_cookie_flags" => words().filter(|word| !word.starts_with('~')).filter(has_variable).collect(),
        "disable_symlinks" => words().filter(has_variable).collect(),
        "aio" | "http2_push" => words().filter(has_variable).collect(),
        _ => {
            let setter = known(name).first().map_or("-", |row| row.setter);
            let complex =
                setter.starts_with("ngx_http_set_complex_value") || setter == "ngx_http_set_predicate";
            if complex || setter == "ngx_http_upstream_bind_set" { words().collect() } else { Vec::new() }
        }
    }
}

/// What nginx says to the first of them that names its variables wrongly.
pub(super) fn at_once_fault(item: &Item) -> Fault {
    at_once(item).into_iter().find_map(|word| Some((fault(word)?, word.to_owned())))
}

/// The names of all variables that a directive asks for, at once or later.
pub(crate) fn asked(item: &Item) -> Vec<String> {
    let name = item.name.as_str();
    let mut found: Vec<String> = at_once(item).into_iter().flat_map(variables).collect();
    let words = || item.words.iter().map(String::as_str);
    if SECOND_LATER.contains(&name) {
        let skipped = words().skip(usize::from(name != "proxy_set_body"));
        let of = if name == "log_format" { plain_variables } else { variables };
        found.extend(skipped.flat_map(of));
    }
    match name {
        // when they count is looked at behind the format
        "access_log" => {
            let conditions = words().skip(2).filter_map(|word| word.strip_prefix("if="));
            found.extend(conditions.flat_map(variables));
        }
        "ssl_certificate" | "ssl_certificate_key" => found.extend(words().flat_map(variables)),
        // whatever follows the sign is taken for its name
        "geo" if item.words.len() == 2 => {
            found.extend(item.word(0).strip_prefix('$').map(str::to_ascii_lowercase));
        }
        "charset" => found.extend(item.word(0).strip_prefix('$').map(str::to_ascii_lowercase)),
        // its value is what is asked for there
        "memcached_pass" => found.push("memcached_key".to_owned()),
        "map" => found.extend(item.inside().iter().flat_map(|row| variables(row.word(0)))),
        "if" => {
            let mut words = words().map(|word| word.trim_start_matches('('));
            let subject = words.by_ref().find(|word| !word.is_empty()).unwrap_or_default();
            found.extend(
                subject.strip_prefix('$').map(|name| name.trim_end_matches(')').to_ascii_lowercase()),
            );
            let expression = |word: &&str| ["~", "~*", "!~", "!~*"].contains(word);
            found.extend(words.take_while(|word| !expression(word)).flat_map(variables));
        }
        _ => {}
    }
    found
}

/// The names behind `$` in a word, in small letters: `$name`, `${name}`, and not `$1`, which a match captures.
pub(crate) fn variables(word: &str) -> Vec<String> {
    let captured = |rest: &&str| rest.starts_with(|first: char| ('1'..='9').contains(&first));
    names(word, |rest| !captured(rest))
}

/// The same where nothing is captured.
fn plain_variables(word: &str) -> Vec<String> {
    names(word, |_| true)
}

fn names(word: &str, are: impl Fn(&&str) -> bool) -> Vec<String> {
    let names = word.split('$').skip(1).filter(are).map(|rest| {
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        &rest[..named(rest)]
    });
    names.filter(|name| !name.is_empty()).map(str::to_ascii_lowercase).collect()
}

/// How many octets at the start belong to a name.
fn named(text: &str) -> usize {
    let part = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'_';
    text.bytes().position(|octet| !part(octet)).unwrap_or(text.len())
}

/// What nginx says where nothing that could be a name follows the sign.
pub(super) const NAMELESS: &str = "invalid variable name";

/// What nginx says to how a word names its variables.
pub(crate) fn fault(word: &str) -> Option<String> {
    mistake(word).map(|(_, words)| words)
}

/// The same, with the place of the sign of which it says so.
pub(super) fn mistake(word: &str) -> Option<(usize, String)> {
    word.match_indices('$').find_map(|(at, _)| {
        let rest = &word[at + 1..];
        let bracket = rest.strip_prefix('{');
        let name = bracket.unwrap_or(rest);
        let length = named(name);
        let words = if bracket == Some("") {
            NAMELESS.to_owned()
        } else if bracket.is_some() && !name[length..].starts_with('}') {
            format!("the closing bracket in \"{}\" variable is missing", &name[..length])
        } else if length == 0 {
            NAMELESS.to_owned()
        } else {
            return None;
        };
        Some((at, words))
    })
}

/// What nginx says, once all is read, to the words that it looks at then.
pub(crate) fn later_fault(item: &Item) -> Option<String> {
    let later = SECOND_LATER.contains(&item.name.as_str()) && item.name != "log_format";
    let first = usize::from(item.name != "proxy_set_body");
    item.words.get(first).filter(|_| later).and_then(|word| fault(word))
}

#[cfg(test)]
mod tests {
    use super::{fault, variables};

    #[test]
    fn names_are_found_in_words() {
        assert_eq!(variables("https://$Host${request_uri}x$"), ["host", "request_uri"]);
        assert_eq!(variables("$1${10}$0a"), ["10", "0a"]);
        assert!(variables("plain").is_empty());
        for (word, expected) in [
            ("$host", None),
            ("${host}x", None),
            ("${host", Some("the closing bracket in \"host\" variable is missing")),
            ("a$", Some("invalid variable name")),
            ("${}", Some("invalid variable name")),
            ("$ a", Some("invalid variable name")),
        ] {
            assert_eq!(fault(word).as_deref(), expected, "{word}");
        }
    }
}
