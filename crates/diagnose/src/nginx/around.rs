//! What nginx refuses for what stands around a directive or came before it: locations inside one another, addresses that are taken
//! twice, formats of logs that nobody has named yet. Values by themselves are `value`'s; what all of it together lacks is `whole`'s.

use core::net::{IpAddr, SocketAddr};
use std::collections::HashMap;

use super::folder::{PREFIX, full};
use super::hash;
use super::item::Item;
use super::module;
use super::paths::Paths;
use super::refusal::Refusal;
use super::settings::location;
use super::table::Context;
use super::twice::Seen;
use super::upstream::{self, Passed};
use super::value::endpoint::{Endpoint, Kind, endpoint, is_network, last_port, read};
use super::value::fault::Fault;
use super::value::listen::{parameters, sets_socket};
use super::value::measure::{Unit, number, time};
use super::value::ranges::Ranges;
use super::value::rows::Told;
use super::value::{log, rows};
use super::zones::Zones;
use crate::files::Files;
use crate::host::{self, Resolved, is_nowhere};

/// What came before, and what stands around.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// The blocks that are open: the directives that open them.
    blocks: Vec<Item>,
    /// The locations that are open: sign and text, and whether requests are passed on there.
    locations: Vec<(String, String, Passing)>,
    /// The formats of logs that have a name (`ngx_http_log_module`).
    formats: Vec<String>,
    /// Addresses that are listened on.
    listens: Vec<Listened>,
    servers: usize,
    /// The upstreams that have been named.
    upstreams: Vec<upstream::Named>,
    /// Whether the way of choosing in the upstream that is open knows no spare servers.
    without_spares: bool,
    zones: Zones,
    paths: Paths,
    /// Charsets between which there are tables, in small letters.
    charsets: Vec<(String, String)>,
    /// The ranges of the table that is open.
    ranges: Ranges,
    /// The buffers of the logs that have one, by path.
    buffers: HashMap<String, log::Buffer>,
    /// How large the buckets are in which the keys of tables lie (`map_hash_bucket_size`).
    bucket: Option<i64>,
    /// How many there may be (`map_hash_max_size`).
    most: Option<i64>,
}

/// Whether requests are passed on in a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Passing {
    No,
    There,
    /// To where a variable tells.
    ByVariable,
}

/// An address that is listened on.
#[derive(Debug)]
struct Listened {
    address: String,
    /// The number of its server.
    server: usize,
    default: bool,
    /// Whether that server sets options of the socket.
    sets_socket: bool,
}

impl Around {
    /// A block is opened.
    pub(super) fn enter(&mut self, item: &Item) {
        self.blocks.push(item.clone());
        match item.name.as_str() {
            "server" => self.servers += 1,
            "location" => {
                let (sign, text) = location(item);
                self.locations.push((sign.to_owned(), text.to_owned(), Passing::No));
            }
            "geo" => self.ranges = Ranges::default(),
            "upstream" => {
                self.upstreams.push(upstream::Named::of(item));
                self.without_spares = false;
            }
            _ => {}
        }
    }

    /// It is closed: what nginx says then.
    pub(super) fn leave(&mut self, item: &Item) -> Fault {
        self.blocks.pop();
        match item.name.as_str() {
            "location" => {
                self.locations.pop();
                None
            }
            "upstream" => upstream::left(item),
            "split_clients" => rows::left(item),
            _ => None,
        }
    }

    /// A table is built (`ngx_http_map_block`): what nginx says of it, without a line.
    pub(super) fn built(&self, item: &Item) -> Option<Refusal> {
        let most = self.most.unwrap_or(2_048);
        let table = hash::Table { name: "map_hash", most, bucket: self.bucket.unwrap_or(hash::LINE) };
        table.fault((item.name == "map").then(|| rows::keys(item)).into_iter().flatten())
    }

    /// The innermost block that is open.
    pub(super) fn owner(&self) -> Option<&Item> {
        self.blocks.last()
    }

    /// Whether the innermost block is one of that name.
    pub(super) fn is_in(&self, name: &str) -> bool {
        self.owner().is_some_and(|block| block.name == name)
    }

    /// What nginx says to a row of a table.
    pub(super) fn row(
        &mut self,
        table: &Item,
        row: &Item,
        seen: &mut Seen,
    ) -> Option<(Told, String, String)> {
        rows::fault(table, row, seen, &mut self.ranges)
    }

    /// What nginx says to a directive in this file, without the place, and the value.
    pub(super) fn fault(&mut self, item: &Item, context: Context, file: &str, files: &dyn Files) -> Fault {
        let within_http = context.kind == Context::HTTP.kind;
        match item.name.as_str() {
            "location" if context == Context::LOCATION => self.nested(item),
            "listen" => self.listen(item, files),
            "log_format" => {
                let name = item.word(0).to_owned();
                let words = format!("duplicate \"log_format\" name \"{name}\"");
                let again = name == "combined" || self.formats.contains(&name);
                self.formats.push(name.clone());
                again.then_some((words, name)).or_else(|| log::format(item))
            }
            "access_log" if within_http => {
                let is_format = |name: &str| self.formats.iter().any(|format| format == name);
                log::requests(item, is_format, files).or_else(|| self.buffered(item))
            }
            "error_log" => log::errors(item, files),
            "charset_map" => self.charsets(item),
            "proxy_pass" | "grpc_pass" | "fastcgi_pass" | "uwsgi_pass" | "scgi_pass" | "memcached_pass" => {
                self.pass(item, context)
            }
            "proxy_redirect" if item.words == ["default"] => {
                let words = match self.locations.last().map_or(Passing::No, |(.., passing)| *passing) {
                    Passing::There => return None,
                    Passing::No => "should be placed after the \"proxy_pass\" directive",
                    Passing::ByVariable => "cannot be used with \"proxy_pass\" directive with variables",
                };
                Some((format!("\"proxy_redirect default\" {words}"), "default".to_owned()))
            }
            "alias" if self.locations.last().is_some_and(|(_, text, _)| text.starts_with('@')) => {
                let words = "the \"alias\" directive cannot be used inside the named location";
                Some((words.to_owned(), item.word(0).to_owned()))
            }
            "upstream" => upstream::doubled(item, &self.upstreams),
            "server" if context == Context::UPSTREAM => upstream::server(item, self.without_spares, files),
            "resolver" => resolver(item, files),
            "set_real_ip_from" | "debug_connection" => network(item, files),
            "user" => user(item, files),
            "load_module" => module::unloadable(item, files),
            "map_hash_max_size" => {
                self.most = number(item.word(0));
                None
            }
            "map_hash_bucket_size" => {
                self.bucket = number(item.word(0));
                None
            }
            "ip_hash" | "hash" | "random" if context == Context::UPSTREAM => {
                self.without_spares = true;
                None
            }
            "least_conn" if context == Context::UPSTREAM => {
                self.without_spares = false;
                None
            }
            _ => self.paths.fault(item, file).or_else(|| self.zones.fault(item)),
        }
    }

    /// A log that has another buffer already.
    fn buffered(&mut self, item: &Item) -> Fault {
        let buffer = log::Buffer::of(item).filter(|_| !item.word(0).is_empty())?;
        let path = full(PREFIX, item.word(0));
        let known = self.buffers.entry(path).or_insert(buffer);
        let written = item.word(0).to_owned();
        let words = format!("access_log \"{written}\" already defined with conflicting parameters");
        (*known != buffer).then_some((words, written))
    }

    /// Two charsets between which a table translates (`ngx_http_charset_map_block`).
    fn charsets(&mut self, item: &Item) -> Fault {
        let [from, to] = [0, 1].map(|at| item.word(at).to_ascii_lowercase());
        let known = self
            .charsets
            .iter()
            .any(|(one, other)| (one, other) == (&from, &to) || (one, other) == (&to, &from));
        let between = format!("\"{}\" and \"{}\"", item.word(0), item.word(1));
        let words = if from == to {
            format!("\"charset_map\" between the same charsets {between}")
        } else if known {
            format!("duplicate \"charset_map\" between {between}")
        } else {
            self.charsets.push((from, to));
            return None;
        };
        Some((words, item.word(0).to_owned()))
    }

    /// A location in another (`ngx_http_core_location`).
    fn nested(&self, item: &Item) -> Fault {
        let (sign, text) = location(item);
        let (outer_sign, outer, _) = self.locations.last()?;
        let words = if outer_sign == "=" {
            format!("location \"{text}\" cannot be inside the exact location \"{outer}\"")
        } else if outer.starts_with('@') {
            format!("location \"{text}\" cannot be inside the named location \"{outer}\"")
        } else if text.starts_with('@') {
            format!("named location \"{text}\" can be on the server level only")
        } else if !sign.starts_with('~') && !text.starts_with(outer.as_str()) {
            format!("location \"{text}\" is outside location \"{outer}\"")
        } else {
            return None;
        };
        Some((words, text.to_owned()))
    }

    /// An address (`ngx_http_add_addresses`), or each of a range of ports.
    fn listen(&mut self, item: &Item, files: &dyn Files) -> Fault {
        let text = item.word(0);
        let endpoint = endpoint(text).ok()?;
        if let Endpoint::Name(host, _) = &endpoint
            && is_nowhere(host, files)
        {
            let words = format!("host not found in \"{text}\" of the \"listen\" directive");
            return Some((words, text.to_owned()));
        }
        if let Some(fault) = parameters(item) {
            return Some(fault);
        }
        match endpoint {
            Endpoint::Address(address, port) => {
                let last = last_port(item.word(0)).unwrap_or(port);
                (port..=last).find_map(|port| self.address(item, SocketAddr::new(address, port).to_string()))
            }
            Endpoint::Unix(path) => self.address(item, format!("unix:{path}")),
            // of several addresses those of IPv4 come first
            Endpoint::Name(host, port) => match host::system_addresses(&host, files) {
                Resolved::Addresses(mut found) => {
                    found.sort_by_key(IpAddr::is_ipv6);
                    self.address(item, SocketAddr::new(*found.first()?, port).to_string())
                }
                Resolved::Unknown => None,
            },
        }
    }

    fn address(&mut self, item: &Item, address: String) -> Fault {
        let default = item.words.iter().any(|word| word == "default_server" || word == "default");
        let sets_socket = sets_socket(item);
        let same = || self.listens.iter().filter(|known| known.address == address);
        let words = if same().any(|known| known.server == self.servers) {
            Some(format!("a duplicate listen {address}"))
        } else if sets_socket && same().any(|known| known.sets_socket) {
            Some(format!("duplicate listen options for {address}"))
        } else if default && same().any(|known| known.default) {
            Some(format!("a duplicate default server for {address}"))
        } else {
            None
        };
        self.listens.push(Listened { address: address.clone(), server: self.servers, default, sets_socket });
        words.map(|words| (words, address))
    }

    /// Where requests are passed on to, and a path behind the address where nginx could not put it in place of the location's
    /// (`ngx_http_proxy_pass`).
    fn pass(&mut self, item: &Item, context: Context) -> Fault {
        let word = item.word(0);
        let passed = Passed::of(item);
        if let Some(passed) = &passed {
            if let Err(words) = passed.read() {
                return Some((format!("{words} in upstream \"{}\"", passed.address), word.to_owned()));
            }
            if let Some(words) = upstream::with_port(passed.address, &self.upstreams) {
                return Some((words, word.to_owned()));
            }
        }
        if item.name != "proxy_pass" {
            return None;
        }
        let unnamed = context == Context::LOCATION_IF || context == Context::LIMIT_EXCEPT;
        let open =
            |(sign, text, _): &(String, String, Passing)| sign.starts_with('~') || text.starts_with('@');
        let without_path = unnamed || self.locations.last().is_some_and(open);
        if let Some((.., passing)) = self.locations.last_mut() {
            *passing = if word.contains('$') { Passing::ByVariable } else { Passing::There };
        }
        let rest = passed?.address;
        let has_path = !rest.starts_with("unix:") && rest.contains(['/', '?']);
        let words = "\"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location, or inside \"if\" statement, or inside \"limit_except\" block";
        (without_path && has_path).then(|| (words.to_owned(), word.to_owned()))
    }
}

/// Networks that are trusted or looked at, by number or by name, of which nothing else is read (`ngx_http_realip_from`).
fn network(item: &Item, files: &dyn Files) -> Fault {
    let (name, text) = (item.name.as_str(), item.word(0));
    if text == "unix:" || is_network(text) || !is_nowhere(text, files) {
        return None;
    }
    Some((format!("host not found in {name} \"{text}\""), text.to_owned()))
}

/// Name servers, and how they are asked (`ngx_resolver_create`).
fn resolver(item: &Item, files: &dyn Files) -> Fault {
    let mut servers = 0;
    let wrong = item.words.iter().find_map(|word| {
        let words = if let Some(value) = word.strip_prefix("valid=") {
            time(value, Unit::Seconds).is_none().then(|| format!("invalid parameter: {word}"))
        } else if let Some(value) = word.strip_prefix("ipv6=") {
            (!["on", "off"].contains(&value)).then(|| format!("invalid parameter: {word}"))
        } else {
            servers += 1;
            match read(word, Kind::Server, 53) {
                Err(words) => Some(format!("{words} in resolver \"{word}\"")),
                Ok(Endpoint::Name(host, _)) if is_nowhere(&host, files) => {
                    Some(format!("host not found in resolver \"{word}\""))
                }
                Ok(_) => None,
            }
        };
        Some((words?, word.clone()))
    });
    wrong.or_else(|| (servers == 0).then(|| ("no name servers defined".to_owned(), item.word(0).to_owned())))
}

/// Whom the workers run as (`ngx_set_user`): the group is called as the user where none is named. Where the files of the
/// machine do not tell its users, all are taken to be there.
fn user(item: &Item, files: &dyn Files) -> Fault {
    if !files.is_machine() {
        return None;
    }
    let unknown = |path: &str, name: &str| {
        let Ok(contents) = files.read(path) else { return false };
        let text = String::from_utf8_lossy(&contents);
        // what other sources know (LDAP) is not in the file
        let elsewhere = text.lines().any(|line| line.starts_with('+'));
        !elsewhere && !text.lines().any(|line| line.split(':').next() == Some(name))
    };
    let name = item.word(0);
    if unknown("/etc/passwd", name) {
        return Some((format!("getpwnam(\"{name}\") failed"), name.to_owned()));
    }
    let group = item.words.get(1).map_or(name, String::as_str);
    unknown("/etc/group", group).then(|| (format!("getgrnam(\"{group}\") failed"), group.to_owned()))
}
