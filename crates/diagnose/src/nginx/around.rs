//! What nginx refuses for what stands around a directive or came before it: locations inside one another, addresses that are taken
//! twice, formats of logs that nobody has named yet. Values by themselves are `value`'s; what all of it together lacks is `whole`'s.

use super::folder::{PREFIX, full};
use super::hash;
use super::item::Item;
use super::refusal::Refusal;
use super::settings::location;
use super::table::Context;
use super::upstream;
use super::value::endpoint::{Endpoint, Kind, endpoint, last_port, read};
use super::value::fault::Fault;
use super::value::listen::sets_socket;
use super::value::measure::number;
use super::value::rows;
use super::zones::Zones;
use crate::files::{Files, Missing};

/// What came before, and what stands around.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// The blocks that are open.
    blocks: Vec<String>,
    /// The locations that are open: sign and text, and whether requests are passed on there.
    locations: Vec<(String, String, bool)>,
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
    /// How large the buckets are in which the keys of tables lie (`map_hash_bucket_size`).
    bucket: Option<i64>,
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
        self.blocks.push(item.name.clone());
        match item.name.as_str() {
            "server" => self.servers += 1,
            "location" => {
                let (sign, text) = location(item);
                self.locations.push((sign.to_owned(), text.to_owned(), false));
            }
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
        let bucket = hash::rounded(self.bucket.unwrap_or(hash::LINE))?;
        let keys = (item.name == "map").then(|| rows::keys(item)).into_iter().flatten();
        let too_long = keys.into_iter().find(|key| !hash::holds(bucket, key))?;
        Some(hash::refusal("map_hash", bucket, too_long))
    }

    /// The innermost block that is open.
    pub(super) fn owner(&self) -> &str {
        self.blocks.last().map_or("", String::as_str)
    }

    /// What nginx says to a directive, without the place, and the value.
    pub(super) fn fault(&mut self, item: &Item, context: Context, files: &dyn Files) -> Fault {
        let within_http = context.kind == Context::HTTP.kind;
        match item.name.as_str() {
            "location" if context == Context::LOCATION => self.nested(item),
            "listen" => self.listen(item, files),
            "log_format" => {
                let name = item.word(0).to_owned();
                let words = format!("duplicate \"log_format\" name \"{name}\"");
                let again = name == "combined" || self.formats.contains(&name);
                self.formats.push(name.clone());
                again.then_some((words, name))
            }
            "access_log" if within_http && item.word(0) != "off" => {
                let name = item.words.get(1).map_or("combined", String::as_str);
                let known = name == "combined" || self.formats.iter().any(|format| format == name);
                (!known).then(|| (format!("unknown log format \"{name}\""), name.to_owned()))
            }
            "proxy_pass" => self.pass(item, context),
            "proxy_redirect" if item.words == ["default"] => {
                let passed = self.locations.last().is_some_and(|(.., passes)| *passes);
                let words = "\"proxy_redirect default\" should be placed after the \"proxy_pass\" directive";
                (!passed).then(|| (words.to_owned(), "default".to_owned()))
            }
            "alias" if self.locations.last().is_some_and(|(_, text, _)| text.starts_with('@')) => {
                let words = "the \"alias\" directive cannot be used inside the named location";
                Some((words.to_owned(), item.word(0).to_owned()))
            }
            "upstream" => upstream::doubled(item, &self.upstreams),
            "server" if context == Context::UPSTREAM => upstream::server(item, self.without_spares, files),
            "resolver" | "set_real_ip_from" | "debug_connection" => address(item, files),
            "user" => user(item, files),
            "load_module" if files.is_machine() => {
                let path = full(PREFIX, item.word(0));
                let words = format!(
                    "dlopen() \"{path}\" failed ({path}: cannot open shared object file: No such file or directory)"
                );
                (files.read(&path) == Err(Missing::NotFound)).then_some((words, path))
            }
            "map_hash_bucket_size" => {
                self.bucket = number(item.word(0));
                None
            }
            "ip_hash" | "hash" | "random" if context == Context::UPSTREAM => {
                self.without_spares = true;
                None
            }
            _ => self.zones.fault(item),
        }
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
        match endpoint(item.word(0)).ok()? {
            Endpoint::Address(address, port) => {
                let last = last_port(item.word(0)).unwrap_or(port);
                (port..=last).find_map(|port| {
                    self.address(item, core::net::SocketAddr::new(address, port).to_string())
                })
            }
            Endpoint::Unix(path) => self.address(item, format!("unix:{path}")),
            Endpoint::Name(host, _) => {
                let text = item.word(0);
                let words = format!("host not found in \"{text}\" of the \"listen\" directive");
                upstream::is_nowhere(&host, files).then(|| (words, text.to_owned()))
            }
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
        let unnamed = context == Context::LOCATION_IF || context == Context::LIMIT_EXCEPT;
        let open = |(sign, text, _): &(String, String, bool)| sign.starts_with('~') || text.starts_with('@');
        let without_path = unnamed || self.locations.last().is_some_and(open);
        if let Some((.., passes)) = self.locations.last_mut() {
            *passes = true;
        }
        let word = item.word(0);
        let (_, rest) = word.split_once("://")?;
        if word.contains('$') {
            return None;
        }
        if let Err(words) = read(rest, Kind::Pass, 80) {
            return Some((format!("{words} in upstream \"{rest}\""), word.to_owned()));
        }
        if let Some(words) = upstream::with_port(rest, &self.upstreams) {
            return Some((words, word.to_owned()));
        }
        let has_path = !rest.starts_with("unix:") && rest.contains(['/', '?']);
        let words = "\"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location, or inside \"if\" statement, or inside \"limit_except\" block";
        (without_path && has_path).then(|| (words.to_owned(), word.to_owned()))
    }
}

/// Addresses that are asked or trusted, by name or by number.
fn address(item: &Item, files: &dyn Files) -> Fault {
    let name = item.name.as_str();
    item.words.iter().filter(|word| !word.contains('=')).find_map(|word| {
        let network = name != "resolver" && (word.contains('/') || word == "unix:");
        if network {
            return None;
        }
        let words = match read(word, Kind::Server, 53) {
            Err(words) => words,
            Ok(Endpoint::Name(host, _)) if upstream::is_nowhere(&host, files) => "host not found",
            Ok(_) => return None,
        };
        Some((format!("{words} in {name} \"{word}\""), word.clone()))
    })
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
