//! Servers: who is asked for a certificate, what follows from it, versions, suites, names, logs.

use std::collections::{HashMap, HashSet};

use super::guard::is_guarded;
use super::reached::reached;
use super::{Fault, Search};
use crate::curl::Tls;
use crate::nginx::item::{Item, below};
use crate::nginx::settings::{Server, Verify};
use crate::predict::cipher;

impl Search<'_> {
    pub(super) fn servers(&mut self) {
        let speaks = |server: &&Server<'_>| {
            server.listens.iter().any(|listen| self.http.speaks_tls(listen))
                && !server.rejects()
                && !only_closes(server)
        };
        let with_tls: Vec<Server<'_>> = self.http.servers.iter().filter(speaks).cloned().collect();
        let asks = with_tls.iter().any(|server| server.verify() != Verify::Off);
        let open = |server: &&Server<'_>| !server.rejects() && !only_closes(server) && !is_guarded(server);
        // without TLS nobody is asked either
        let first = if with_tls.is_empty() {
            self.http.servers.iter().find(open)
        } else {
            with_tls.iter().find(open)
        };
        if !asks && (first.is_some() || self.http.servers.is_empty()) {
            let item = first.filter(|_| !with_tls.is_empty()).map(|server| server.item);
            self.tell(Fault::NobodyAsks, item);
        }
        for server in &with_tls {
            self.asking(server, asks);
            self.suites(server);
        }
        self.taken();
        if asks {
            self.names(&with_tls);
            self.plain(&with_tls);
            self.resumption(&with_tls);
            self.log(&with_tls);
        }
    }

    fn asking(&mut self, server: &Server<'_>, others_ask: bool) {
        let name = server.name().to_owned();
        let all = below(server.scope.innermost());
        let http = below(self.http.scope.innermost());
        let verify = server.verify();
        let uses = |item: &&&Item| item.words.iter().any(|word| word.contains("ssl_client_verify"));
        let condition =
            all.iter().filter(uses).find(|item| item.name == "if" && item.words.len() == 1).copied();
        if condition.is_some() {
            self.tell(Fault::AlwaysTrue, condition);
        }
        match verify {
            Verify::Off => {
                if others_ask {
                    self.tell(Fault::NotAsked(name), Some(server.item));
                }
                return;
            }
            Verify::Optional | Verify::OptionalNoCa => {
                let own = server.scope.innermost();
                let telling = self.telling(own);
                let checked = self.is_checked(own, &telling);
                let line = server.scope.last("ssl_verify_client");
                // what stands behind may check what it is told
                let hands_on = |item: &&Item| {
                    (item.name.ends_with("_set_header") || item.name.ends_with("_param")) && uses(&item)
                };
                if !checked && all.iter().chain(&http).any(hands_on) {
                    self.tell(Fault::OptionalForwarded(name.clone()), line);
                } else if !checked && !is_guarded(server) {
                    self.tell(Fault::OptionalUnchecked(name.clone()), line);
                }
                if checked && !is_guarded(server) {
                    self.uncovered(own, &telling);
                }
                if verify == Verify::OptionalNoCa {
                    self.tell(Fault::OptionalNoAuthority(name.clone()), line);
                }
            }
            Verify::On => {}
        }
        if server.scope.last("ssl_crl").is_none() && !server.is_on("ssl_ocsp") {
            self.tell(Fault::NoRevocation(name), server.scope.last("ssl_verify_client"));
        }
        let trusted = server.scope.last("ssl_trusted_certificate");
        if let Some(trusted) = trusted {
            let fault = if server.scope.last("ssl_client_certificate").is_some() {
                Fault::TrustsMore(trusted.word(0).to_owned())
            } else {
                Fault::TrustedAlone
            };
            self.tell(fault, Some(trusted));
        }
    }

    fn suites(&mut self, server: &Server<'_>) {
        let versions = server.versions();
        let old: Vec<&str> =
            versions.iter().filter(|version| **version < Tls::V1_2).map(|version| version.number()).collect();
        let line = server.scope.last("ssl_protocols");
        if !old.is_empty() {
            self.tell(Fault::OldVersions(old.join(", ")), line.or(Some(server.item)));
        }
        if !versions.contains(&Tls::V1_3) {
            self.tell(Fault::NoNewest, line.or(Some(server.item)));
        }
        // without forward secrecy, or a cipher without authentication built in
        let weak: Vec<&str> = cipher::chosen(server.ciphers())
            .iter()
            .filter(|suite| suite.exchange == "RSA" || suite.digest != "AEAD")
            .map(|suite| suite.name)
            .collect();
        if versions.contains(&Tls::V1_2) && !weak.is_empty() {
            let shown: Vec<&str> = weak
                .into_iter()
                .filter(|name| !name.contains("PSK") && !name.contains("SRP"))
                .take(3)
                .collect();
            if !shown.is_empty() {
                self.tell(
                    Fault::WeakSuites(shown.join(", ")),
                    server.scope.last("ssl_ciphers").or(Some(server.item)),
                );
            }
        }
        if server.scope.word("ssl_session_tickets") != Some("off") {
            self.tell(Fault::Tickets, Some(server.item));
        }
    }

    /// Whether a name that is no server's, or an address, is answered by a server that asks for certificates.
    fn names(&mut self, with_tls: &[Server<'_>]) {
        for server in with_tls {
            for listen in &server.listens {
                let (on, default) = self.http.on_socket(listen);
                let first = &self.http.servers[default];
                let closed = first.rejects() || only_closes(first);
                if on.first() == on.iter().find(|at| core::ptr::eq(self.http.servers[**at].item, server.item))
                    && !closed
                {
                    let name = first.name().to_owned();
                    self.tell(Fault::NoDefaultServer(name), Some(first.item));
                }
            }
        }
    }

    /// Names that an earlier server of the same address has (`ngx_http_server_names`, "conflicting server name").
    fn taken(&mut self) {
        let http = self.http;
        // by socket, which is known by where its servers are listed: the names that are taken there
        let mut taken: HashMap<*const usize, HashSet<(char, &str)>> = HashMap::new();
        for server in &http.servers {
            let sockets = || server.listens.iter().filter(|listen| http.speaks_tls(listen));
            for listen in sockets() {
                let (on, _) = http.on_socket(listen);
                let known = |name: &&str| {
                    let taken = taken.get(&on.as_ptr());
                    taken.is_some_and(|taken| keys(name).iter().any(|key| taken.contains(key)))
                };
                let found = names_of(server).into_iter().find(known);
                if let Some(name) = found.map(str::to_owned) {
                    self.tell(Fault::NameTaken { name, at: listen.text() }, Some(server.item));
                }
            }
            for listen in sockets() {
                let (on, _) = http.on_socket(listen);
                taken.entry(on.as_ptr()).or_default().extend(names_of(server).into_iter().flat_map(keys));
            }
        }
    }

    /// A server in clear that hands on to the same place as one that asks for certificates.
    fn plain(&mut self, with_tls: &[Server<'_>]) {
        let http = self.http;
        let guarded: HashSet<String> = with_tls
            .iter()
            .filter(|server| server.verify() == Verify::On)
            .flat_map(|server| below(server.scope.innermost()))
            .flat_map(|item| reached(item, http))
            .collect();
        let plain: Vec<Server<'_>> = self
            .http
            .servers
            .iter()
            .filter(|server| server.listens.iter().any(|listen| !self.http.speaks_tls(listen)))
            .cloned()
            .collect();
        for server in plain {
            // whoever is sent on at once reaches nothing
            let sends_on = server.scope.innermost().iter().any(|item| item.name == "return");
            let shared = |item: &&&Item| reached(item, http).iter().any(|to| guarded.contains(to));
            let all = below(server.scope.innermost());
            if let Some(to) = all.iter().find(shared).filter(|_| !sends_on) {
                let plain = server.listens.first().map_or(0, |listen| listen.port).to_string();
                let to = to.word(0).to_owned();
                self.tell(Fault::PlainServesToo { plain, to }, Some(server.item));
            }
        }
    }

    /// CVE-2025-23419: with TLS 1.3 a session made with one server is resumed with another that shares the socket.
    fn resumption(&mut self, with_tls: &[Server<'_>]) {
        let http = self.http;
        // how callers are judged by those who listen on a socket, which is known by where its servers are listed
        let mut judging: HashMap<*const usize, HashSet<(Verify, Option<&str>)>> = HashMap::new();
        for server in with_tls.iter().filter(|server| server.verify() != Verify::Off) {
            for listen in &server.listens {
                let (on, default) = http.on_socket(listen);
                let tickets = http.servers[default].scope.word("ssl_session_tickets") != Some("off");
                let cached = http.servers[default]
                    .scope
                    .word("ssl_session_cache")
                    .is_some_and(|word| word != "off" && word != "none");
                let judging = judging.entry(on.as_ptr()).or_insert_with(|| {
                    let open = on.iter().map(|at| &http.servers[*at]).filter(|other| !other.rejects());
                    open.map(judges).collect()
                });
                let own = judges(server);
                let different = judging.iter().any(|other| *other != own);
                // nginx 1.22 takes the versions of the default server
                let newest = http.servers[default].versions().contains(&Tls::V1_3);
                if newest && different && (tickets || cached) {
                    self.tell(Fault::ResumesElsewhere, Some(server.item));
                }
            }
        }
    }

    /// nginx tells at level info why it refuses a client: in the log of the server that asks.
    fn log(&mut self, with_tls: &[Server<'_>]) {
        let tells =
            |item: &&Item| item.words.get(1).is_some_and(|level| ["info", "debug"].contains(&level.as_str()));
        let mut told: Vec<Option<(usize, usize)>> = Vec::new();
        for server in with_tls.iter().filter(|server| server.verify() != Verify::Off) {
            let lines = server.scope.all("error_log");
            let last = lines.last().copied();
            let place = last.map(|item| (item.file, item.line));
            // one line may be the log of many servers
            if !lines.iter().any(tells) && !told.contains(&place) {
                told.push(place);
                self.tell(Fault::LogHides(server.name().to_owned()), last);
            }
        }
    }
}

/// Whether a condition compares `$ssl_client_verify` with a word that it never is: of a certificate that does not hold it says
/// `FAILED:` and why (`ngx_ssl_get_client_verify`).
pub(super) fn never_holds(item: &Item) -> bool {
    let [subject, operator, value] = item.words.as_slice() else { return false };
    let value = value.trim_end_matches(')');
    subject.trim_start_matches('(') == "$ssl_client_verify"
        && ["=", "!="].contains(&operator.as_str())
        && !["SUCCESS", "NONE", ""].contains(&value)
        && !value.starts_with("FAILED:")
}

/// By what a server judges whoever calls.
fn judges<'a>(server: &Server<'a>) -> (Verify, Option<&'a str>) {
    (server.verify(), server.scope.word("ssl_client_certificate"))
}

/// The names of a server, the empty one where it says none.
fn names_of<'a>(server: &'a Server<'_>) -> Vec<&'a str> {
    if server.names.is_empty() { vec![""] } else { server.names.iter().map(String::as_str).collect() }
}

/// In which of nginx's tables a name stands (`ngx_hash_add_key`): those of exact names, of `*.name` and of `name.*`. Expressions stand in none.
fn keys(name: &str) -> Vec<(char, &str)> {
    match name.strip_prefix('.') {
        _ if name.starts_with('~') => Vec::new(),
        Some(bare) => vec![('=', bare), ('<', bare)],
        None => vec![match (name.strip_prefix("*."), name.strip_suffix(".*")) {
            (Some(tail), _) => ('<', tail),
            (None, Some(head)) => ('>', head),
            (None, None) => ('=', name),
        }],
    }
}

/// Whether a server answers nothing but `return 4xx`.
fn only_closes(server: &Server<'_>) -> bool {
    let own = server.scope.innermost();
    own.iter().any(|item| item.name == "return" && item.word(0).starts_with('4'))
        && !below(own).iter().any(|item| item.name.ends_with("_pass"))
}
