//! Names of servers that share an address: those that nginx cannot put into its tables, which it makes only where there are several.

use crate::nginx::hash;
use crate::nginx::refusal::{Cause, Refusal};
use crate::nginx::settings::{Http, Listen};
use crate::nginx::value::rows::{hosts_of, labels};

/// The first of them (`ngx_http_server_names`).
pub(super) fn fault(http: &Http<'_>) -> Option<Refusal> {
    let table = hash::Table::of("server_names_hash", 512, &http.scope);
    http.listens().filter_map(|listen| Some((listen, shared(http, listen)?))).find_map(|(listen, servers)| {
        let names =
            || servers.iter().flat_map(|at| &http.servers[*at].names).filter(|name| !name.starts_with('~'));
        if let Some(name) = names().find(|name| hosts_of(name).is_none()) {
            return Some(Refusal {
                words: format!("invalid server name or wildcard \"{name}\" on {}", listen.text()),
                place: None,
                cause: Cause::Value { name: "server_name".to_owned(), value: name.clone() },
            });
        }
        table.fault(names().flat_map(|name| labels(name)))
    })
}

/// The servers of an address, where there are several.
fn shared<'a>(http: &'a Http<'_>, listen: &Listen) -> Option<&'a [usize]> {
    let (servers, _) = http.on_socket(listen);
    (servers.len() > 1).then_some(servers)
}
