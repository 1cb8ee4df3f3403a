//! Where a server asks for a certificate and takes none for an answer (`ssl_verify_client optional`): which of its places look at it,
//! and which lead to the same backend without.

use std::collections::HashSet;

use super::reached::reached;
use super::server::never_holds;
use super::{Fault, Search};
use crate::nginx::item::{Item, below};
use crate::nginx::settings::location;
use crate::predict::expression::fits;

/// What callers without a certificate have nothing in.
const MARK: &str = "ssl_client_";

impl Search<'_> {
    /// Places of a server's `own` that nothing guards, and from which the same backend is reached as from one that is guarded by the
    /// certificate. The commands of a location are not handed down to the ones inside (`ngx_http_rewrite_merge_loc_conf`).
    pub(super) fn uncovered(&mut self, own: &[Item], telling: &[String]) {
        let looks = |item: &Item| self.looks(item, telling);
        if own.iter().any(|item| item.name == "if" && looks(item)) {
            return;
        }
        let all = below(own);
        let places: Vec<&Item> = all.into_iter().filter(|item| item.name == "location").collect();
        let (looking, open): (Vec<&Item>, Vec<&Item>) =
            places.into_iter().partition(|place| directly(place).iter().any(|item| looks(item)));
        let to = |place: &Item| -> Vec<String> {
            directly(place).into_iter().flat_map(|item| reached(item, self.http)).collect()
        };
        let behind: HashSet<String> = looking.iter().flat_map(|place| to(place)).collect();
        let shared = |place: &&Item| {
            let block = place.inside();
            // callers are not let in, are answered at once, or come by way of another place alone
            let closed = ["deny", "auth_basic", "auth_request", "auth_jwt", "internal", "return"];
            let guarded = block.iter().any(|item| closed.contains(&item.name.as_str()));
            let named = location(place).1.starts_with('@');
            !guarded && !named && to(place).iter().any(|target| behind.contains(target))
        };
        let found: Vec<&Item> = open.into_iter().filter(shared).collect();
        for place in found {
            let (sign, path) = location(place);
            let fault = Fault::OptionalPlace(format!("{sign} {path}").trim_start().to_owned());
            self.tell(fault, Some(place));
        }
    }

    /// Whether anything in a server does one thing with a certificate and another without, or hands on what a map made of it.
    pub(super) fn is_checked(&self, own: &[Item], telling: &[String]) -> bool {
        let made = &telling[1..];
        let handed = |item: &Item| hands_on(item) && item.words.iter().any(|word| tells(word, made));
        let outer = self.http.scope.innermost().iter().filter(|item| item.block.is_none());
        below(own).into_iter().chain(outer).any(|item| self.looks(item, telling) || handed(item))
    }

    /// Whether a directive does one thing or another by what the certificate tells.
    fn looks(&self, item: &Item, telling: &[String]) -> bool {
        !hands_on(item)
            && !["set", "map", "log_format"].contains(&item.name.as_str())
            && item.words.iter().any(|word| tells(word, telling))
            && !never_holds(item)
            && !self.refuses_nobody(item)
    }

    /// Whether a condition that refuses does not hold for a caller without a certificate.
    fn refuses_nobody(&self, item: &Item) -> bool {
        let refuses = |inside: &Item| inside.name == "return" && inside.word(0).starts_with(['3', '4', '5']);
        let only = !item.inside().is_empty() && item.inside().iter().all(refuses);
        item.name == "if" && only && self.holds_without(item) == Some(false)
    }

    /// Whether a condition holds for a caller without a certificate, where that can be said.
    fn holds_without(&self, item: &Item) -> Option<bool> {
        let words: Vec<&str> = item.words.iter().map(String::as_str).collect();
        let (first, rest) = words.split_first()?;
        let subject = first.trim_start_matches('(').trim_end_matches(')');
        let value = self.without(subject)?;
        let (operator, wanted) = match rest {
            [] => return Some(!["", "0"].contains(&value.as_str())),
            [operator, wanted] => (*operator, wanted.strip_suffix(')').unwrap_or(wanted)),
            [operator, wanted, ")"] => (*operator, *wanted),
            _ => return None,
        };
        match operator {
            _ if wanted.contains('$') && !operator.contains('~') => None,
            "=" => Some(value == wanted),
            "!=" => Some(value != wanted),
            "~" | "~*" => fits(wanted, &value, operator.ends_with('*')),
            "!~" | "!~*" => fits(wanted, &value, operator.ends_with('*')).map(|found| !found),
            _ => None,
        }
    }

    /// What a variable holds without a certificate: those of TLS, and maps of them in plain rows and a default.
    fn without(&self, variable: &str) -> Option<String> {
        let name = variable.strip_prefix('$')?.trim_matches(['{', '}']);
        match name.strip_prefix(MARK) {
            Some("verify") => return Some("NONE".to_owned()),
            Some(_) => return Some(String::new()),
            None => {}
        }
        let outer = self.http.scope.innermost();
        let target = |item: &&Item| item.name == "map" && item.word(1).trim_start_matches('$') == name;
        let map = outer.iter().find(target)?;
        let source = map.word(0).strip_prefix('$').filter(|name| name.starts_with(MARK))?;
        let value = self.without(&format!("${source}"))?;
        let rows = map.inside();
        if rows.iter().any(|row| ["include", "hostnames"].contains(&row.name.as_str()))
            || (!value.is_empty() && rows.iter().any(|row| row.name.starts_with('~')))
        {
            return None;
        }
        let row = rows.iter().find(|row| row.name.eq_ignore_ascii_case(&value));
        let row = row.or_else(|| rows.iter().rev().find(|row| row.name == "default"));
        row.map_or(Some(String::new()), |row| Some(row.word(0).to_owned()).filter(|word| !word.contains('$')))
    }

    /// Names in which the caller's certificate tells: those that maps and a server's `set` make of it too.
    pub(super) fn telling(&self, own: &[Item]) -> Vec<String> {
        let mut telling = vec![MARK.to_owned()];
        let outer = self.http.scope.innermost();
        for item in outer.iter().filter(|item| item.name == "map").chain(below(own)) {
            let (from, to) = match item.name.as_str() {
                "map" => (item.word(0), item.word(1)),
                "set" => (item.word(1), item.word(0)),
                _ => continue,
            };
            if tells(from, &telling) {
                telling.push(to.trim_start_matches('$').to_owned());
            }
        }
        telling
    }
}

/// The directives of a place and of the conditions in it, without those of the places inside.
fn directly(place: &Item) -> Vec<&Item> {
    let own = place.inside().iter().filter(|item| item.name != "location");
    own.flat_map(|item| core::iter::once(item).chain(below(item.inside()))).collect()
}

fn hands_on(item: &Item) -> bool {
    const HEADERS: [&str; 4] = ["_set_header", "_param", "_header", "_log"];
    HEADERS.iter().any(|end| item.name.ends_with(end))
}

fn tells(word: &str, telling: &[String]) -> bool {
    word.contains('$') && telling.iter().any(|name| word.contains(name.as_str()))
}
