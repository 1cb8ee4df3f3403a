//! What nginx's own modules refuse as `http` ends, before and after those that pass requests on: sizes that do not fit one another, lists
//! that lack what they need, and translations that nobody has a table for.

use super::merged::{Found, blocks, placed};
use crate::nginx::hash;
use crate::nginx::item::{Item, Loaded};
use crate::nginx::refusal::{Cause, Refusal};
use crate::nginx::settings::{Http, Scope, Server};
use crate::nginx::value::measure::size;
use crate::nginx::value::rows::{KINDS, labels};
use crate::nginx::value::script;

/// The first block of a server, and of those inside it, of which something is found.
fn first<T>(http: &Http<'_>, find: impl Fn(&Server<'_>, &Scope<'_>) -> Option<T>) -> Option<T> {
    fn walk<T>(
        server: &Server<'_>,
        at: &Scope<'_>,
        find: &impl Fn(&Server<'_>, &Scope<'_>) -> Option<T>,
    ) -> Option<T> {
        find(server, at).or_else(|| blocks(at).find_map(|item| walk(server, &at.within(item.inside()), find)))
    }
    http.servers.iter().find_map(|server| walk(server, &server.scope, &find))
}

/// Whether a block is the server itself, and not one inside it.
fn is_outermost(server: &Server<'_>, at: &Scope<'_>) -> bool {
    core::ptr::eq(at.innermost(), server.scope.innermost())
}

/// Room for the lines of a request (`ngx_http_core_merge_srv_conf`).
pub(super) fn requests(loaded: &Loaded, http: &Http<'_>) -> Option<Refusal> {
    const POOL: i64 = 512;
    const EACH: i64 = 8_192;
    let (buffers, pools) = ("large_client_header_buffers", "connection_pool_size");
    let (name, value) = http.servers.iter().find_map(|server| {
        let line = server.scope.last(buffers);
        let each = line.map_or(Some(EACH), |line| size(line.word(1)))?;
        let pool = server.scope.word(pools).and_then(size).unwrap_or(POOL);
        let value =
            || line.map_or_else(|| (pools, pool.to_string()), |line| (buffers, line.word(1).to_owned()));
        (each < pool).then(value)
    })?;
    let words = format!("the \"{buffers}\" size must be equal to or greater than \"{pools}\"");
    placed(loaded, (words, name.to_owned(), value))
}

/// Endings of names of files, which have to fit into a table (`ngx_http_core_merge_loc_conf`): each server has one, or all together that of
/// `http`, and each location with kinds of its own.
pub(super) fn types(http: &Http<'_>) -> Option<Refusal> {
    let has = |items: &[Item]| items.iter().any(|item| item.name == "types");
    let shared = has(http.scope.innermost());
    let first_of_all = http.servers.first().map(|server| server.item);
    first(http, |server, at| {
        let makes = is_outermost(server, at)
            && (!shared || first_of_all.is_some_and(|item| core::ptr::eq(item, server.item)));
        let rows = at.all("types").into_iter().flat_map(Item::inside);
        let names = rows.flat_map(|row| &row.words).map(String::as_str).chain(["html"]);
        let table = hash::Table::of("types_hash", 1_024, at);
        table.fault(names.filter(|_| makes || has(at.innermost())))
    })
}

/// Types of contents that something is done to, which have to fit into tables that have no settings (`ngx_http_merge_types`).
pub(super) fn contents(http: &Http<'_>) -> Option<Refusal> {
    const LISTS: [&str; 6] =
        ["gzip_types", "ssi_types", "charset_types", "sub_filter_types", "addition_types", "xslt_types"];
    let table = hash::Table { name: "test_types_hash", most: 2_048, bucket: hash::LINE };
    LISTS.into_iter().find_map(|list| {
        first(http, |server, at| {
            let own = is_outermost(server, at) || at.innermost().iter().any(|item| item.name == list);
            let names = at.all(list).into_iter().flat_map(|item| &item.words).map(String::as_str);
            let names: Vec<&str> = names.filter(|_| own).collect();
            // a star stands for all, and no table is made
            if names.contains(&"*") { None } else { table.fault(names) }
        })
    })
}

/// Callers without an address where they come from, and no address that they may come from (`ngx_http_referer_merge_conf`).
pub(super) fn referers(http: &Http<'_>) -> Option<Refusal> {
    first(http, |server, at| {
        let lines = at.innermost().iter().filter(|item| item.name == "valid_referers");
        let words: Vec<&str> = lines.flat_map(|item| &item.words).map(String::as_str).collect();
        let without = words.iter().any(|word| ["none", "blocked"].contains(word));
        let named = words.iter().any(|word| match *word {
            "none" | "blocked" => false,
            "server_names" => {
                server.names.is_empty() || server.names.iter().any(|name| !name.starts_with('~'))
            }
            word => !word.starts_with('~'),
        });
        let table = hash::Table::of("referer_hash", 2_048, at);
        let hosts = words.iter().filter(|word| !KINDS.contains(word) && !word.starts_with('~'));
        let fault = || table.fault(hosts.flat_map(|word| labels(word.split('/').next().unwrap_or(word))));
        let lonely = (without && !named).then(|| Refusal {
            words: "the \"none\" or \"blocked\" referers are specified in the \"valid_referers\" directive without any valid referer"
                .to_owned(),
            place: None,
            cause: Cause::Value { name: "valid_referers".to_owned(), value: words.join(" ") },
        });
        lonely.or_else(fault)
    })
}

/// TLS without a certificate, and certificates that variables tell (`ngx_http_ssl_merge_srv_conf`).
pub(super) fn certificates(loaded: &Loaded, http: &Http<'_>) -> Option<Refusal> {
    let bare = http.servers.iter().find_map(|server| {
        let line = server.scope.last("ssl").filter(|_| server.scope.is_on("ssl"))?;
        let (shown, keys) = (server.scope.all("ssl_certificate"), server.scope.all("ssl_certificate_key"));
        let (words, cause) = match shown.last() {
            None if server.rejects() => return None,
            None => ("\"ssl_certificate\" is defined for".to_owned(), Cause::NoCertificate),
            Some(_) if keys.is_empty() => ("\"ssl_certificate_key\" is defined for".to_owned(), Cause::NoKey),
            Some(last) if keys.len() < shown.len() => {
                let last = last.word(0);
                (format!("\"ssl_certificate_key\" is defined for certificate \"{last}\" and"), Cause::NoKey)
            }
            Some(_) => return None,
        };
        Some(Refusal {
            words: format!("no {words} the \"ssl\" directive"),
            place: Some((loaded.files[line.file].clone(), line.line)),
            cause,
        })
    });
    if bare.is_some() {
        return bare;
    }
    let wrong = http.servers.iter().find_map(|server| {
        // keys that are left over nobody looks at
        let [shown, keys] = ["ssl_certificate", "ssl_certificate_key"].map(|name| server.scope.all(name));
        let mut pairs = shown.into_iter().zip(keys).flat_map(|(shown, key)| [shown, key]);
        pairs.find_map(|item| Some((script::fault(item.word(0))?, item)))
    });
    let (words, item) = wrong?;
    placed(loaded, (words, item.name.clone(), item.word(0).to_owned()))
}

/// Links with a secret, of one kind beside another (`ngx_http_secure_link_merge_conf`).
pub(super) fn links(loaded: &Loaded, http: &Http<'_>) -> Option<Refusal> {
    let found: Found = first(http, |_, at| {
        let secret = at.word("secure_link_secret")?;
        let mixed = at.word("secure_link").is_some() || at.word("secure_link_md5").is_some();
        let words = "\"secure_link_secret\" cannot be mixed with \"secure_link\" and \"secure_link_md5\"";
        mixed.then(|| (words.to_owned(), "secure_link_secret".to_owned(), secret.to_owned()))
    });
    placed(loaded, found?)
}

/// Two charsets between which there is no table (`ngx_http_charset_postconfiguration`).
pub(super) fn charsets(http: &Http<'_>) -> Option<Refusal> {
    let tables: Vec<&Item> =
        http.scope.innermost().iter().filter(|item| item.name == "charset_map").collect();
    let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    let is_there = |one: &str, other: &str| {
        tables.iter().any(|table| {
            let (from, to) = (table.word(0), table.word(1));
            same(one, from) && same(other, to) || same(one, to) && same(other, from)
        })
    };
    first(http, |_, at| {
        let (from, to) = (at.word("source_charset")?, at.word("charset")?);
        let other = to != "off" && !to.starts_with('$') && !same(from, to) && !is_there(from, to);
        other.then(|| Refusal {
            words: format!("no \"charset_map\" between the charsets \"{from}\" and \"{to}\""),
            place: None,
            cause: Cause::Value { name: "charset".to_owned(), value: to.to_owned() },
        })
    })
}
