//! What a configuration says of each server once blocks have handed down what they hold: addresses, names, TLS, and which server
//! answers. What the files hold that it names is `tls`'s.

use core::net::Ipv4Addr;

use super::item::{Item, Loaded};
use super::refusal::Refusal;
pub use super::scope::Scope;
pub use super::socket::Listen;
use super::socket::Sockets;
use crate::curl::Url;
use crate::files::Files;
use crate::predict::expression::{Expression, fits};

/// One `server` block.
#[derive(Debug, Clone)]
pub struct Server<'a> {
    /// The block.
    pub item: &'a Item,
    /// Its addresses.
    pub listens: Vec<Listen>,
    /// Its names, in small letters.
    pub names: Vec<String>,
    /// What holds in it.
    pub scope: Scope<'a>,
}

/// Everything in `http`.
#[derive(Debug, Clone)]
pub struct Http<'a> {
    /// What holds outside of all servers.
    pub scope: Scope<'a>,
    /// The servers in their order.
    pub servers: Vec<Server<'a>>,
    sockets: Sockets,
}

/// The sign and the text of a location: `= /x` and `=/x` are the same (`ngx_http_core_location`).
#[must_use]
pub fn location(item: &Item) -> (&str, &str) {
    if item.words.len() > 1 {
        return (item.word(0), item.word(1));
    }
    let text = item.word(0);
    let sign = ["=", "^~", "~*", "~"].into_iter().find(|sign| text.starts_with(sign)).unwrap_or_default();
    text.split_at(sign.len())
}

/// Whether clients have to show a certificate (`ssl_verify_client`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verify {
    /// `off`: none is asked for.
    Off,
    /// `on`: without a good one there is no answer but 400.
    On,
    /// `optional`: a bad one is refused, none is let in.
    Optional,
    /// `optional_no_ca`: whoever issued it.
    OptionalNoCa,
}

impl<'a> Http<'a> {
    /// The first `http` block; `None` when there is none.
    #[must_use]
    pub fn of(loaded: &'a Loaded) -> Option<Http<'a>> {
        let main = Scope::of(&loaded.items);
        let http = loaded.items.iter().find(|item| item.name == "http")?;
        let scope = main.within(http.inside());
        let servers = http.inside().iter().filter(|item| item.name == "server");
        let servers: Vec<Server<'a>> = servers.map(|item| Server::of(item, &scope)).collect();
        let sockets = Sockets::of(servers.iter().map(|server| &server.listens));
        Some(Http { scope, servers, sockets })
    }

    /// The block of an upstream.
    #[must_use]
    pub fn upstream(&self, name: &str) -> Option<&'a Item> {
        self.scope.innermost().iter().find(|item| item.name == "upstream" && item.word(0) == name)
    }

    /// Where what is passed on to a place goes: to the servers of the upstream of that name, else to the place itself.
    #[must_use]
    pub fn members<'b>(&self, place: &'b str) -> Vec<&'b str>
    where
        'a: 'b,
    {
        let servers =
            self.upstream(place).into_iter().flat_map(Item::inside).filter(|line| line.name == "server");
        let members: Vec<&str> = servers.map(|line| line.word(0)).collect();
        if members.is_empty() { vec![place] } else { members }
    }

    /// Every address that is listened on, once, with what all lines of it say together.
    pub fn listens(&self) -> impl Iterator<Item = &Listen> {
        self.sockets.each()
    }

    /// The address that another socket has by the time that nginx comes to it: `nginx -t` says nothing of it, and nginx does not start.
    #[must_use]
    pub fn taken(&self) -> Option<&Listen> {
        self.sockets.taken()
    }

    /// What nginx says of an address that no socket can have.
    #[must_use]
    pub fn unbindable(&self, files: &dyn Files) -> Option<Refusal> {
        self.sockets.fault(files)
    }

    /// How many sockets nginx opens.
    #[must_use]
    pub fn sockets(&self) -> usize {
        self.sockets.count()
    }

    /// The servers that share a socket with this one, in their order, and which of them answers for unknown names: numbers of
    /// `servers`.
    #[must_use]
    pub fn on_socket(&self, listen: &Listen) -> (&[usize], usize) {
        self.sockets.servers(listen)
    }

    /// Whether nginx looks at names among these: where several share the socket, or the only one captures parts of its name
    /// (`ngx_http_add_listening`).
    fn has_choice(&self, among: &[usize]) -> bool {
        let captures = |at: &usize| {
            let last = self.servers[*at].names.iter().rev().find_map(|name| name.strip_prefix('~'));
            last.and_then(|pattern| Expression::read(pattern, true))
                .is_some_and(|read| read.names().count() > 1)
        };
        among.len() > 1 || among.iter().any(captures)
    }

    /// The server among these that a handshake names. curl names no address, and leaves a last dot away.
    #[must_use]
    pub fn by_server_name(&self, among: &[usize], url: &Url) -> Option<usize> {
        let names = url.address().is_none() && self.has_choice(among);
        if names { self.by_name(among, url.host.trim_end_matches('.')) } else { None }
    }

    /// Whether a socket speaks TLS: it does when one of its servers says so.
    #[must_use]
    pub fn speaks_tls(&self, listen: &Listen) -> bool {
        self.sockets.together(listen).is_some_and(|together| together.tls)
    }

    /// Whether a socket offers HTTP/2, by any of its servers.
    #[must_use]
    pub fn offers_http2(&self, listen: &Listen) -> bool {
        self.sockets.together(listen).is_some_and(|together| together.http2)
    }

    /// The server of a name among these, as nginx looks for it: exact names, then `*.name`, then `name.*`, then the first expression that
    /// fits.
    #[must_use]
    pub fn by_name(&self, among: &[usize], host: &str) -> Option<usize> {
        let find = |fits: &dyn Fn(&str) -> Option<usize>| {
            let mut best: Option<(usize, usize)> = None;
            for at in among {
                for weight in self.servers[*at].names.iter().filter_map(|name| fits(name)) {
                    if best.is_none_or(|(known, _)| weight > known) {
                        best = Some((weight, *at));
                    }
                }
            }
            best.map(|(_, at)| at)
        };
        let exact = |name: &str| (name == host || name.strip_prefix('.') == Some(host)).then_some(0);
        let leading = |name: &str| {
            let tail = name.strip_prefix('*').or(name.starts_with('.').then_some(name))?;
            (tail.starts_with('.') && host.len() > tail.len() && host.ends_with(tail)).then_some(tail.len())
        };
        let trailing = |name: &str| {
            let head = name.strip_suffix('*')?;
            (head.ends_with('.') && host.len() > head.len() && host.starts_with(head)).then_some(head.len())
        };
        let expressed = || {
            let fits = |name: &String| {
                name.strip_prefix('~').is_some_and(|pattern| fits(pattern, host, true) == Some(true))
            };
            among.iter().copied().find(|at| self.servers[*at].names.iter().any(fits))
        };
        find(&exact).or_else(|| find(&leading)).or_else(|| find(&trailing)).or_else(expressed)
    }
}

impl<'a> Server<'a> {
    fn of(item: &'a Item, http: &Scope<'a>) -> Server<'a> {
        let scope = http.within(item.inside());
        let mut listens: Vec<Listen> =
            item.inside().iter().filter(|line| line.name == "listen").flat_map(Listen::of).collect();
        if listens.is_empty() {
            // started as root, nginx takes port 80
            listens.push(Listen::at(Ipv4Addr::UNSPECIFIED.into(), 80));
        }
        if scope.innermost().iter().any(|line| line.name == "ssl" && line.word(0) == "on") {
            listens.iter_mut().for_each(|listen| listen.tls = true);
        }
        let names = item.inside().iter().filter(|line| line.name == "server_name");
        // in expressions a letter's size may mean something: `\D`
        let lowered = |name: &String| {
            if name.starts_with('~') { name.clone() } else { name.to_ascii_lowercase() }
        };
        let names = names.flat_map(|line| &line.words).map(lowered).collect();
        Server { item, listens, names, scope }
    }

    /// Its first name, as nginx's log calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    /// Whether clients have to show a certificate.
    #[must_use]
    pub fn verify(&self) -> Verify {
        // nginx does not mind the size of letters (`ngx_conf_set_enum_slot`)
        match self.scope.word("ssl_verify_client").map(str::to_ascii_lowercase).as_deref() {
            Some("on") => Verify::On,
            Some("optional") => Verify::Optional,
            Some("optional_no_ca") => Verify::OptionalNoCa,
            _ => Verify::Off,
        }
    }

    /// How many authorities may stand between a client's certificate and the root.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.scope.word("ssl_verify_depth").and_then(|word| word.parse().ok()).unwrap_or(1)
    }

    /// Whether every handshake is refused (`ssl_reject_handshake`).
    #[must_use]
    pub fn rejects(&self) -> bool {
        self.is_on("ssl_reject_handshake")
    }

    /// Whether a flag is on.
    #[must_use]
    pub fn is_on(&self, flag: &str) -> bool {
        self.scope.is_on(flag)
    }

    /// The versions of TLS that it takes; in nginx 1.22 the default is without 1.3.
    #[must_use]
    pub fn versions(&self) -> Vec<crate::curl::Tls> {
        use crate::curl::Tls;
        let Some(line) = self.scope.last("ssl_protocols") else {
            return vec![Tls::V1_0, Tls::V1_1, Tls::V1_2];
        };
        let named = |version: Tls| match version {
            Tls::V1_0 => "TLSv1",
            Tls::V1_1 => "TLSv1.1",
            Tls::V1_2 => "TLSv1.2",
            Tls::V1_3 => "TLSv1.3",
        };
        Tls::ALL
            .into_iter()
            .filter(|version| line.words.iter().any(|word| word.eq_ignore_ascii_case(named(*version))))
            .collect()
    }

    /// The suites of TLS 1.3 that it names (`ssl_conf_command Ciphersuites`, nginx 1.19.4).
    #[must_use]
    pub fn suites(&self) -> Option<&'a str> {
        let lines = self.scope.all("ssl_conf_command");
        let named = |line: &&&Item| line.word(0).eq_ignore_ascii_case("Ciphersuites");
        lines.iter().rev().find(named).map(|line| line.word(1))
    }

    /// The ciphers, as OpenSSL reads them; nginx's default where none are named.
    #[must_use]
    pub fn ciphers(&self) -> &'a str {
        self.scope.word("ssl_ciphers").unwrap_or("HIGH:!aNULL:!MD5")
    }
}
