//! Names of servers that share an address: those that nginx cannot put into its tables, which it makes only where there are several.

use crate::nginx::refusal::{Cause, Refusal};
use crate::nginx::settings::{Http, Listen};
use crate::nginx::value::measure::size;
use crate::nginx::value::rows::names_hosts;

/// A line of the cache of today's processors, to which nginx rounds up the size of a bucket, and which is its own size of one.
const LINE: i64 = 64;
/// A pointer.
const POINTER: i64 = 8;

/// The first of them (`ngx_http_server_names`).
pub(super) fn fault(http: &Http<'_>) -> Option<Refusal> {
    let bucket = http.scope.word("server_names_hash_bucket_size").and_then(size).unwrap_or(LINE);
    let bucket = bucket.checked_add(LINE - 1)? / LINE * LINE;
    http.listens().filter_map(|listen| Some((listen, shared(http, listen)?))).find_map(|(listen, servers)| {
        let names = || servers.iter().flat_map(|at| &http.servers[*at].names).filter(|name| !name.starts_with('~'));
        let wrong = names().find(|name| !names_hosts(name.strip_prefix('.').unwrap_or(name)));
        let words = match wrong {
            Some(name) => format!("invalid server name or wildcard \"{name}\" on {}", listen.text()),
            None => {
                let exact = names().filter(|name| !name.contains('*'));
                exact.map(|name| name.strip_prefix('.').unwrap_or(name)).find(|name| !holds(bucket, name))?;
                format!(
                    "could not build server_names_hash, you should increase server_names_hash_bucket_size: {bucket}"
                )
            }
        };
        let value = wrong.cloned().unwrap_or_else(|| bucket.to_string());
        Some(Refusal { words, place: None, cause: Cause::Value { name: "server_name".to_owned(), value } })
    })
}

/// The servers of an address, where there are several.
fn shared<'a>(http: &'a Http<'_>, listen: &Listen) -> Option<&'a [usize]> {
    let (servers, _) = http.on_socket(listen);
    (servers.len() > 1).then_some(servers)
}

/// Whether a name fits into a bucket with what nginx keeps beside it (`NGX_HASH_ELT_SIZE`).
fn holds(bucket: i64, name: &str) -> bool {
    let length = i64::try_from(name.len()).unwrap_or(i64::MAX / 2) + 2;
    let rounded = (length + POINTER - 1) / POINTER * POINTER;
    bucket >= POINTER + rounded + POINTER
}
