//! Who is let in: `allow` and `deny`, names and passwords, and whoever is asked by `auth_request`. All must let in, or with
//! `satisfy any` one of them (`ngx_http_core_access_phase`).

use core::net::{IpAddr, SocketAddr};

use super::answer::Answer;
use super::table::network;
use super::variables::Request;
use super::walk::{Stage, Walk};
use super::{Assumption, Outcome, Reason};
use crate::files::Missing;
use crate::nginx::item::Item;
use crate::nginx::settings::Scope;

/// What one of them says.
enum Said {
    Nothing,
    In,
    Out(u16),
}

impl<'a> Walk<'a> {
    pub(super) fn access(&mut self, request: &mut Request<'a>, outcome: &mut Outcome) -> Option<Answer> {
        let scope = self.scope.clone();
        let any = scope.word("satisfy") == Some("any");
        let reasons = outcome.reasons.clone();
        let mut refused = None;
        for way in [Way::Address, Way::Password, Way::Asked] {
            let said = match way {
                Way::Address => by_address(request, &scope, any, outcome),
                Way::Password => by_password(request, &scope, outcome),
                Way::Asked => self.by_asking(request, &scope, outcome),
            };
            match said {
                Said::In if any => {
                    outcome.reasons = reasons;
                    return None;
                }
                Said::Nothing | Said::In => {}
                Said::Out(code @ (401 | 403)) if any => {
                    refused = Some(if refused == Some(401) { 401 } else { code });
                }
                Said::Out(code) => return Some(Answer::Page(code)),
            }
        }
        if refused == Some(403) {
            outcome.log("error", "access forbidden by rule");
        }
        refused.map(Answer::Page)
    }

    /// Another location is asked, as if it were called with GET (`ngx_http_auth_request_handler`).
    fn by_asking(&mut self, request: &mut Request<'a>, scope: &Scope<'a>, outcome: &mut Outcome) -> Said {
        let Some(uri) = scope.word("auth_request").filter(|uri| *uri != "off") else { return Said::Nothing };
        let kept = (
            core::mem::replace(&mut request.path, uri.to_owned()),
            core::mem::take(&mut request.arguments),
            core::mem::replace(&mut request.method, "GET".to_owned()),
            core::mem::replace(&mut request.moved, true),
            request.place.clone(),
            request.captures.borrow().clone(),
        );
        let mut inner = Outcome { logs_from: outcome.logs_from, ..Outcome::default() };
        Walk::below(self).run(request, Stage::Server, &mut inner);
        let captures;
        (request.path, request.arguments, request.method, request.moved, request.place, captures) = kept;
        *request.captures.borrow_mut() = captures;
        outcome.assumptions.append(&mut inner.assumptions);
        if inner.nginx_log.is_some() {
            outcome.nginx_log = inner.nginx_log;
        }
        // closed without a word, the call itself is
        let status = inner.http_status.unwrap_or(444);
        if (200..300).contains(&status) {
            return Said::In;
        }
        outcome.reasons.append(&mut inner.reasons);
        outcome.reasons.push(Reason::Asked { uri: uri.to_owned(), status });
        if [401, 403, 444].contains(&status) {
            return Said::Out(status);
        }
        outcome.log("error", &format!("auth request unexpected status: {status}"));
        Said::Out(500)
    }
}

/// Behind a proxy that is trusted, a header names who calls (`ngx_http_realip_module`).
pub(super) fn named_caller(request: &mut Request<'_>, scope: &Scope<'_>, outcome: &mut Outcome) {
    let trusted = scope.all("set_real_ip_from");
    let header = scope.word("real_ip_header").unwrap_or("X-Real-IP");
    let value = request.header(&header.to_ascii_lowercase().replace('-', "_"));
    if trusted.is_empty() || value.is_empty() || request.caller_settled {
        return;
    }
    let Some(mut caller) = request.caller else {
        return outcome.assumptions.push(Assumption::NotFollowed("set_real_ip_from".to_owned()));
    };
    let trusts = |address: &IpAddr| {
        let networks = trusted.iter().filter_map(|item| network(item.word(0)));
        networks.into_iter().any(|network| network.contains(address))
    };
    let recursive = scope.word("real_ip_recursive") == Some("on");
    let mut first = true;
    for named in value.rsplit([',', ' ']).filter(|named| !named.is_empty()) {
        let Some(address) = plain_address(named).filter(|_| trusts(&caller) && (first || recursive)) else {
            break;
        };
        (caller, first) = (address, false);
    }
    if !first {
        (request.caller, request.caller_settled) = (Some(caller), true);
    }
}

/// An address, with or without a port.
fn plain_address(text: &str) -> Option<IpAddr> {
    let whole = text.parse().ok();
    whole.or_else(|| text.parse::<SocketAddr>().ok().map(|place| place.ip()))
}

#[derive(Clone, Copy)]
enum Way {
    Address,
    Password,
    Asked,
}

/// The first rule that fits who calls (`ngx_http_access_module`).
fn by_address(request: &Request<'_>, scope: &Scope<'_>, any: bool, outcome: &mut Outcome) -> Said {
    let rules = scope.all_of(&["allow", "deny"]);
    let fits = |rule: &&&Item| match (rule.word(0), request.caller) {
        ("all", _) => true,
        ("unix:", Some(_)) => false,
        (text, Some(caller)) => network(text).is_some_and(|network| network.contains(&caller)),
        (text, None) => {
            outcome.assumptions.push(Assumption::AddressOfCaller(text.to_owned()));
            false
        }
    };
    match rules.iter().find(fits) {
        None => Said::Nothing,
        Some(rule) if rule.name == "allow" => Said::In,
        Some(rule) => {
            if !any {
                outcome.log("error", "access forbidden by rule");
            }
            outcome.reasons.push(Reason::Denied(rule.word(0).to_owned()));
            Said::Out(403)
        }
    }
}

/// A name and a password (`ngx_http_auth_basic_module`): without a file of users nobody is asked.
fn by_password(request: &Request<'_>, scope: &Scope<'_>, outcome: &mut Outcome) -> Said {
    let realm = scope.word("auth_basic").and_then(|realm| request.expand(realm));
    let users = scope.word("auth_basic_user_file");
    let (Some(_), Some(users)) = (realm.filter(|realm| realm != "off"), users) else { return Said::Nothing };
    let Some((user, word)) = request.credentials() else {
        outcome.log("info", "no user/password was provided for basic authentication");
        outcome.reasons.push(Reason::WantsPassword);
        return Said::Out(401);
    };
    let path = request.expand(users).unwrap_or_default();
    let path = crate::nginx::folder::full(request.folder, &path);
    let contents = match request.files.read(&path) {
        Ok(contents) => contents,
        Err(missing) => {
            let (number, words) = missing.errno();
            let level = if missing == Missing::NotFound { "error" } else { "crit" };
            outcome.log(level, &format!("open() \"{path}\" failed ({number}: {words})"));
            outcome.reasons.push(Reason::NoFile(path));
            return Said::Out(if missing == Missing::NotFound { 403 } else { 500 });
        }
    };
    let contents = String::from_utf8_lossy(&contents).into_owned();
    let found = contents.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let (name, rest) = line.split_once(':')?;
        (name == user).then(|| rest.split(':').next().unwrap_or_default())
    });
    let fails = match found {
        None => format!("user \"{user}\" was not found in \"{path}\""),
        Some(hash) => match hash.strip_prefix("{PLAIN}") {
            Some(plain) if plain == word => return Said::In,
            Some(_) => format!("user \"{user}\": password mismatch"),
            None => {
                outcome.assumptions.push(Assumption::NotFollowed("auth_basic_user_file".to_owned()));
                return Said::In;
            }
        },
    };
    outcome.log("error", &fails);
    outcome.reasons.push(Reason::WantsPassword);
    Said::Out(401)
}
