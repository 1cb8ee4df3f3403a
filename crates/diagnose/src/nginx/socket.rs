//! The sockets that nginx listens on: which `listen` lines share one, which server answers there for unknown names, and which cannot
//! be bound. What a line may say is `value`'s.

use core::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::collections::HashMap;

use super::item::Item;
use super::opened;
use super::refusal::{Cause, Refusal};
use super::value::endpoint::{Endpoint, endpoint, last_port};
use super::value::listen::sets_socket;
use crate::files::Files;

/// One address that a server listens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listen {
    /// The address; `None` for a socket of the file system.
    pub address: Option<IpAddr>,
    /// The port; 0 for a socket of the file system.
    pub port: u16,
    /// The socket of the file system.
    pub unix: Option<String>,
    /// Whether TLS is spoken.
    pub tls: bool,
    /// Whether requests for unknown names come here.
    pub default: bool,
    /// Whether HTTP/2 is offered.
    pub http2: bool,
    /// Whether a line of the PROXY protocol has to come first.
    pub proxy_protocol: bool,
    /// Whether an address of IPv6 takes what comes by IPv4 as well (`ipv6only=off`).
    pub dual: bool,
    /// Whether it sets options of the socket, and so has one of its own (`bind` and its kin).
    pub own: bool,
    /// Whether others may have the same address (`reuseport`).
    pub reuses: bool,
}

impl Listen {
    /// An address without anything that a line may say of it.
    #[must_use]
    pub fn at(address: IpAddr, port: u16) -> Listen {
        Listen {
            address: Some(address),
            port,
            unix: None,
            tls: false,
            default: false,
            http2: false,
            proxy_protocol: false,
            dual: false,
            own: false,
            reuses: false,
        }
    }

    /// The address as nginx writes it.
    #[must_use]
    pub fn text(&self) -> String {
        match (&self.unix, self.address) {
            (Some(path), _) => format!("unix:{path}"),
            (None, Some(address)) => SocketAddr::new(address, self.port).to_string(),
            (None, None) => String::new(),
        }
    }

    /// What a line says: one address, or a range of ports.
    pub(super) fn of(line: &Item) -> Vec<Listen> {
        let localhost =
            |name: &str| if name == "localhost" { Ipv4Addr::LOCALHOST } else { Ipv4Addr::UNSPECIFIED };
        let (address, port, unix) = match endpoint(line.word(0)) {
            Ok(Endpoint::Address(address, port)) => (Some(address), port, None),
            Ok(Endpoint::Name(name, port)) => (Some(IpAddr::V4(localhost(&name))), port, None),
            Ok(Endpoint::Unix(path)) => (None, 0, Some(path)),
            Err(_) => return Vec::new(),
        };
        let has = |word: &str| line.words.iter().skip(1).any(|found| found == word);
        let last = last_port(line.word(0)).filter(|_| unix.is_none()).unwrap_or(port);
        let listen = |port| Listen {
            address,
            port,
            unix: unix.clone(),
            tls: has("ssl"),
            default: has("default_server") || has("default"),
            http2: has("http2"),
            proxy_protocol: has("proxy_protocol"),
            dual: has("ipv6only=off"),
            own: sets_socket(line),
            reuses: has("reuseport"),
        };
        (port..=last).map(listen).collect()
    }

    /// The address, where the machine may lack it: nginx does not start then. Every machine has its own loopback.
    #[must_use]
    pub fn may_be_foreign(&self) -> Option<IpAddr> {
        self.address.filter(|address| !address.is_unspecified() && !address.is_loopback())
    }

    /// Whether it takes connections to any address.
    #[must_use]
    pub fn is_wildcard(&self) -> bool {
        self.address.is_some_and(|address| address.is_unspecified())
    }

    /// Whether it takes connections to an address.
    #[must_use]
    pub fn takes(&self, address: IpAddr) -> bool {
        let Some(own) = self.address else { return false };
        let by_both = match (own, address) {
            // what comes by IPv4 has the address ::ffff:… then
            (IpAddr::V6(own), IpAddr::V4(address)) if self.dual => {
                own.is_unspecified() || own == address.to_ipv6_mapped()
            }
            _ => false,
        };
        own == address || by_both || own.is_unspecified() && own.is_ipv4() == address.is_ipv4()
    }

    fn place(&self) -> Place {
        (self.address, self.port, self.unix.clone())
    }
}

/// What tells one socket from another.
type Place = (Option<IpAddr>, u16, Option<String>);

/// All `listen` lines of one address together.
#[derive(Debug, Clone)]
struct Socket {
    /// What the lines say together.
    listen: Listen,
    /// The servers, in their order.
    servers: Vec<usize>,
    /// The one that answers for unknown names.
    default: usize,
}

/// The sockets of a configuration.
#[derive(Debug, Clone, Default)]
pub(super) struct Sockets {
    all: Vec<Socket>,
    places: HashMap<Place, usize>,
}

impl Sockets {
    /// Those of these servers' lines.
    pub(super) fn of<'a>(servers: impl Iterator<Item = &'a Vec<Listen>>) -> Sockets {
        let mut sockets = Sockets::default();
        for (server, listens) in servers.enumerate() {
            listens.iter().for_each(|listen| sockets.add(server, listen));
        }
        sockets
    }

    fn add(&mut self, server: usize, listen: &Listen) {
        let at = *self.places.entry(listen.place()).or_insert_with(|| {
            let listen = Listen { default: false, ..listen.clone() };
            self.all.push(Socket { listen, servers: Vec::new(), default: server });
            self.all.len() - 1
        });
        let socket = &mut self.all[at];
        if socket.servers.last() != Some(&server) {
            socket.servers.push(server);
        }
        let all = &mut socket.listen;
        if listen.default && !all.default {
            socket.default = server;
        }
        all.default |= listen.default;
        all.tls |= listen.tls;
        all.http2 |= listen.http2;
        all.proxy_protocol |= listen.proxy_protocol;
        all.dual |= listen.dual;
        all.own |= listen.own;
        all.reuses |= listen.reuses;
    }

    /// What all lines of an address say together.
    pub(super) fn together(&self, listen: &Listen) -> Option<&Listen> {
        self.find(listen).map(|socket| &socket.listen)
    }

    /// The servers of an address, in their order, and which of them answers for unknown names.
    pub(super) fn servers(&self, listen: &Listen) -> (&[usize], usize) {
        self.find(listen).map_or((&[], 0), |socket| (&socket.servers, socket.default))
    }

    /// One line for each address.
    pub(super) fn each(&self) -> impl Iterator<Item = &Listen> {
        self.all.iter().map(|socket| &socket.listen)
    }

    fn find(&self, listen: &Listen) -> Option<&Socket> {
        self.places.get(&listen.place()).map(|at| &self.all[*at])
    }

    /// Those that nginx binds, in its order (`ngx_http_init_listening`): what sets no options of its own comes in by the wildcard of its
    /// port.
    fn bound(&self) -> Vec<&Listen> {
        let mut ports: Vec<(bool, u16)> = Vec::new();
        let mut of: HashMap<(bool, u16), Vec<&Listen>> = HashMap::new();
        for listen in self.each() {
            let Some(address) = listen.address else { continue };
            let port = (address.is_ipv4(), listen.port);
            let lines = of.entry(port).or_default();
            if lines.is_empty() {
                ports.push(port);
            }
            lines.push(listen);
        }
        let of_port = |port: (bool, u16)| {
            let mut lines = of.remove(&port).unwrap_or_default();
            lines.sort_by_key(|listen| (listen.is_wildcard(), !listen.own));
            let wildcard = lines.last().is_some_and(|listen| listen.is_wildcard());
            lines.retain(|listen| !wildcard || listen.own || listen.is_wildcard());
            lines
        };
        ports.into_iter().flat_map(of_port).collect()
    }

    /// How many it opens.
    pub(super) fn count(&self) -> usize {
        self.bound().len() + self.each().filter(|listen| listen.unix.is_some()).count()
    }

    /// The address that another socket has taken by the time that nginx comes to it, which `nginx -t` does not mind.
    pub(super) fn taken(&self) -> Option<&Listen> {
        let bound = self.bound();
        let by_port =
            bound.iter().enumerate().fold(HashMap::<u16, Vec<usize>>::new(), |mut found, (at, one)| {
                found.entry(one.port).or_default().push(at);
                found
            });
        let taken = |at: usize| {
            let one = bound[at];
            let before = by_port[&one.port].iter().take_while(|other| **other < at);
            before
                .map(|other| bound[*other])
                .any(|other| collide(one, other) && !(one.reuses && other.reuses))
        };
        (0..bound.len()).find(|at| taken(*at)).map(|at| bound[at])
    }

    /// The address that no socket can have: one of IPv4 that is written as one of IPv6, of a socket that takes IPv6 alone; or a path to
    /// which there is no folder.
    pub(super) fn fault(&self, files: &dyn Files) -> Option<Refusal> {
        let refusal = |text: String, why: &str| Refusal {
            words: format!("bind() to {text} failed ({why})"),
            place: None,
            cause: Cause::Value { name: "listen".to_owned(), value: text },
        };
        let mut paths = self.each().filter_map(|listen| listen.unix.as_deref());
        let lost = paths.find_map(|path| Some((path, opened::lacks_folder(path, files)?)));
        if let Some((path, (number, why))) = lost {
            return Some(refusal(format!("unix:{path}"), &format!("{number}: {why}")));
        }
        let mapped = |listen: &&&Listen| match listen.address {
            Some(IpAddr::V6(address)) => !listen.dual && address.to_ipv4_mapped().is_some(),
            _ => false,
        };
        let bound = self.bound();
        let text = bound.iter().find(mapped)?.text();
        Some(refusal(text, "22: Invalid argument"))
    }
}

/// Whether two sockets of one port would take the same connections.
fn collide(one: &Listen, other: &Listen) -> bool {
    let (Some(first), Some(second)) = (one.address, other.address) else { return false };
    // a wildcard of IPv6 that takes IPv4 as well has all of its addresses
    let all_of_both =
        |of: &Listen, than: IpAddr| of.dual && of.is_wildcard() && (than.is_ipv4() || than.is_ipv6());
    one.takes(second) || other.takes(first) || all_of_both(one, second) || all_of_both(other, first)
}
