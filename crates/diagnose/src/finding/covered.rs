//! Where a server asks for a certificate and takes none for an answer (`ssl_verify_client optional`): which of its places look at it,
//! and which lead to the same backend without.

use std::collections::HashSet;

use super::reached::reached;
use super::server::never_holds;
use super::{Fault, Search};
use crate::nginx::item::{Item, below};
use crate::nginx::settings::{Server, location};

/// What callers without a certificate have nothing in.
const MARK: &str = "ssl_client_";

impl Search<'_> {
    /// Places that nothing guards, and from which the same backend is reached as from one that is guarded by the certificate. The
    /// commands of a location are not handed down to the ones inside (`ngx_http_rewrite_merge_loc_conf`).
    pub(super) fn uncovered(&mut self, server: &Server<'_>) {
        let own = server.scope.innermost();
        let telling = self.telling(own);
        if own.iter().any(|item| item.name == "if" && looks(item, &telling)) {
            return;
        }
        let all = below(own);
        let places: Vec<&Item> = all.into_iter().filter(|item| item.name == "location").collect();
        let (looking, open): (Vec<&Item>, Vec<&Item>) =
            places.into_iter().partition(|place| directly(place).iter().any(|item| looks(item, &telling)));
        let to = |place: &Item| -> Vec<String> {
            directly(place).into_iter().flat_map(|item| reached(item, self.http)).collect()
        };
        let behind: HashSet<String> = looking.iter().flat_map(|place| to(place)).collect();
        let shared = |place: &&Item| {
            let block = place.inside();
            let closed = ["deny", "auth_basic", "auth_request", "auth_jwt", "internal"];
            let guarded = block.iter().any(|item| closed.contains(&item.name.as_str()));
            !guarded && to(place).iter().any(|target| behind.contains(target))
        };
        let found: Vec<&Item> = open.into_iter().filter(shared).collect();
        for place in found {
            let (sign, path) = location(place);
            let fault = Fault::OptionalPlace(format!("{sign} {path}").trim_start().to_owned());
            self.tell(fault, Some(place));
        }
    }

    /// Names in which the caller's certificate tells: those that maps and `set` make of it too.
    fn telling(&self, own: &[Item]) -> Vec<String> {
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

/// Whether a directive does one thing or another by what the certificate tells.
fn looks(item: &Item, telling: &[String]) -> bool {
    const HANDS_ON: [&str; 4] = ["_set_header", "_param", "_header", "_log"];
    !HANDS_ON.iter().any(|end| item.name.ends_with(end))
        && item.name != "set"
        && item.words.iter().any(|word| tells(word, telling))
        && !never_holds(item)
}

fn tells(word: &str, telling: &[String]) -> bool {
    word.contains('$') && telling.iter().any(|name| word.contains(name.as_str()))
}
