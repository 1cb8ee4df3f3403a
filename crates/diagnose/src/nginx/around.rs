//! What nginx refuses for what stands around a directive or came before it: locations inside one another, addresses that are taken
//! twice, formats of logs that nobody has named yet. Values by themselves are `value`'s; what all of it together lacks is `whole`'s.

use super::item::Item;
use super::settings::location;
use super::table::Context;
use super::value::{Endpoint, endpoint};

/// What came before, and what stands around.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// The locations that are open: sign and text.
    locations: Vec<(String, String)>,
    /// The formats of logs that have a name (`ngx_http_log_module`).
    formats: Vec<String>,
    /// Addresses that are listened on, each with the number of its server and whether that is the default.
    listens: Vec<(String, usize, bool)>,
    servers: usize,
}

impl Around {
    /// A block is opened.
    pub(super) fn enter(&mut self, item: &Item) {
        match item.name.as_str() {
            "server" => self.servers += 1,
            "location" => {
                let (sign, text) = location(item);
                self.locations.push((sign.to_owned(), text.to_owned()));
            }
            _ => {}
        }
    }

    /// It is closed.
    pub(super) fn leave(&mut self, item: &Item) {
        if item.name == "location" {
            self.locations.pop();
        }
    }

    /// What nginx says to a directive, without the place, and the value.
    pub(super) fn fault(&mut self, item: &Item, context: Context) -> Option<(String, String)> {
        match item.name.as_str() {
            "location" if context == Context::LOCATION => self.nested(item),
            "listen" => self.listen(item),
            "log_format" => {
                self.formats.push(item.word(0).to_owned());
                None
            }
            "access_log" if context.kind == Context::HTTP.kind && item.word(0) != "off" => {
                let name = item.words.get(1).map_or("combined", String::as_str);
                let known = name == "combined" || self.formats.iter().any(|format| format == name);
                (!known).then(|| (format!("unknown log format \"{name}\""), name.to_owned()))
            }
            "proxy_pass" => self.pass(item, context),
            _ => None,
        }
    }

    /// A location in another (`ngx_http_core_location`).
    fn nested(&self, item: &Item) -> Option<(String, String)> {
        let (sign, text) = location(item);
        let (outer_sign, outer) = self.locations.last()?;
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

    /// An address (`ngx_http_add_addresses`).
    fn listen(&mut self, item: &Item) -> Option<(String, String)> {
        let address = match endpoint(item.word(0)).ok()? {
            Endpoint::Address(address, port) => core::net::SocketAddr::new(address, port).to_string(),
            Endpoint::Unix(path) => format!("unix:{path}"),
            Endpoint::Name(..) => return None,
        };
        let default = item.words.iter().any(|word| word == "default_server" || word == "default");
        let same = || self.listens.iter().filter(|(known, ..)| *known == address);
        let words = if same().any(|(_, server, _)| *server == self.servers) {
            Some(format!("a duplicate listen {address}"))
        } else if default && same().any(|(.., default)| *default) {
            Some(format!("a duplicate default server for {address}"))
        } else {
            None
        };
        self.listens.push((address.clone(), self.servers, default));
        words.map(|words| (words, address))
    }

    /// A path behind the address, where nginx could not put it in place of the location's (`ngx_http_proxy_pass`).
    fn pass(&self, item: &Item, context: Context) -> Option<(String, String)> {
        let unnamed = context == Context::LOCATION_IF || context == Context::LIMIT_EXCEPT;
        let open = |(sign, text): &(String, String)| sign.starts_with('~') || text.starts_with('@');
        if !unnamed && !self.locations.last().is_some_and(open) {
            return None;
        }
        let (_, rest) = item.word(0).split_once("://")?;
        let has_path = !item.word(0).contains('$') && !rest.starts_with("unix:") && rest.contains('/');
        let words = "\"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location, or inside \"if\" statement, or inside \"limit_except\" block";
        has_path.then(|| (words.to_owned(), item.word(0).to_owned()))
    }
}
