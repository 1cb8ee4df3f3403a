//! What stands behind nginx: how it is reached, and whether it learns who called.

use super::{Fault, Search};
use crate::nginx::item::{Item, below};
use crate::nginx::settings::{Listen, Scope, Verify};
use crate::predict::backend;

impl Search<'_> {
    pub(super) fn proxies(&mut self) {
        for server in &self.http.servers {
            let asks = server.verify() != Verify::Off;
            self.level(&server.scope, asks);
            let underscores = server.scope.word("underscores_in_headers") == Some("on");
            if asks && underscores {
                self.tell(Fault::Underscores, server.scope.last("underscores_in_headers"));
            }
        }
    }

    fn level(&mut self, scope: &Scope<'_>, asks: bool) {
        for item in scope.innermost() {
            if item.name == "proxy_pass" {
                self.pass(item, scope, asks);
            }
            if ["location", "if", "limit_except"].contains(&item.name.as_str()) {
                self.level(&scope.within(item.inside()), asks);
            }
        }
    }

    fn pass(&mut self, item: &Item, scope: &Scope<'_>, asks: bool) {
        let to = item.word(0);
        let (scheme, rest) = to.split_once("://").unwrap_or(("", to));
        let place = rest.split('/').next().unwrap_or_default();
        let members = self.http.members(place).into_iter().map(str::to_owned);
        for member in members.filter(|member| !member.starts_with("unix:") && !member.contains('$')) {
            let host = host_of(&member);
            let loopback = host.parse::<core::net::IpAddr>().is_ok_and(|address| address.is_loopback());
            match (host, scheme) {
                ("localhost", _) => self.tell(Fault::ByName(member.clone()), Some(item)),
                (_, "https") if !loopback && scope.word("proxy_ssl_verify") != Some("on") => {
                    self.tell(Fault::BackendUnverified(member.clone()), Some(item));
                }
                (_, "http") if !loopback => self.tell(Fault::BackendInClear(member.clone()), Some(item)),
                _ => {}
            }
            if asks && (loopback || host == "localhost") {
                match self.own(&member) {
                    Some(true) => {}
                    Some(false) => self.tell(Fault::BackendOpen(member.clone()), Some(item)),
                    None => self.tell(Fault::BackendElsewhere(member.clone()), Some(item)),
                }
            }
        }
        if asks {
            self.identity(item, scope);
        }
    }

    /// Of a backend that is a server of this configuration, whether it listens on this machine alone.
    fn own(&self, member: &str) -> Option<bool> {
        let here = backend::own(member, self.http);
        let closed = |listen: &&Listen| listen.address.is_some_and(|address| address.is_loopback());
        (!here.is_empty()).then(|| here.iter().all(closed))
    }

    fn identity(&mut self, item: &Item, scope: &Scope<'_>) {
        let tells = |item: &&Item| {
            item.words.iter().any(|word| word.contains("$ssl_client_") || word.contains("${ssl_client_"))
        };
        let here = scope.all("proxy_set_header");
        if let Some(header) = here.iter().find(|item| is_callers_word(item)) {
            self.tell(Fault::CallersWord(header.word(0).to_owned()), Some(header));
        }
        if here.iter().any(tells) {
            return;
        }
        // headers that an outer block sets count no more as soon as an inner one sets any
        let http = self.http;
        let set = *self.identity_set.get_or_insert_with(|| {
            let anywhere = http.servers.iter().flat_map(|server| below(server.scope.innermost()));
            let outer = http.scope.innermost().iter();
            anywhere.chain(outer).filter(|line| line.name == "proxy_set_header").find(tells)
        });
        let fault = match set {
            Some(header) if !here.is_empty() => Fault::IdentityLost(header.word(0).to_owned()),
            _ => Fault::NoIdentity(item.word(0).to_owned()),
        };
        self.tell(fault, Some(item));
    }
}

/// Whether a header that tells who the client is, is handed on as the caller has written it.
fn is_callers_word(item: &Item) -> bool {
    const TELLING: [&str; 4] = ["ssl", "cert", "client-dn", "client-verify"];
    let name = item.word(0).to_ascii_lowercase();
    TELLING.iter().any(|part| name.contains(part))
        && item.word(1).strip_prefix("$http_").is_some_and(|own| own == name.replace('-', "_"))
}

fn host_of(member: &str) -> &str {
    match member.strip_prefix('[') {
        Some(inside) => inside.split(']').next().unwrap_or_default(),
        None => member.split(':').next().unwrap_or_default(),
    }
}
