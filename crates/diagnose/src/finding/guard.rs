//! What keeps callers out besides certificates: rules for addresses, passwords, and servers that answer nothing of their own.

use crate::nginx::item::Item;
use crate::nginx::settings::{Scope, Server, location};

/// Whether nobody comes in to any place of a server by the certificate alone: addresses, passwords or another program decide, or
/// everybody is sent away.
pub(super) fn is_guarded(server: &Server<'_>) -> bool {
    let own = server.scope.innermost();
    if sends_away(own) {
        return true;
    }
    let rules = keeps_out(server.scope.all("allow").into_iter().chain(server.scope.all("deny")));
    let everywhere = own.iter().any(|item| item.name == "location" && location(item).1 == "/");
    (everywhere || closed(&server.scope, rules)) && inside(&server.scope, rules)
}

/// Whether each location of a block is guarded; `rules` tells whether addresses decide in the block itself.
fn inside(scope: &Scope<'_>, rules: bool) -> bool {
    scope.innermost().iter().filter(|item| item.name == "location").all(|item| {
        let within = scope.within(item.inside());
        let is_rule = |line: &&Item| ["allow", "deny"].contains(&line.name.as_str());
        let own = || item.inside().iter().filter(is_rule);
        // a place with rules of its own has none of those around it
        let rules = if own().next().is_some() { keeps_out(own()) } else { rules };
        closed(&within, rules) && inside(&within, rules)
    })
}

fn closed(scope: &Scope<'_>, rules: bool) -> bool {
    const DECIDERS: [&str; 5] =
        ["auth_basic", "auth_request", "auth_jwt", "access_by_lua_block", "access_by_lua_file"];
    let decided = DECIDERS.iter().any(|name| scope.word(name).is_some_and(|word| word != "off"));
    let own = scope.innermost();
    rules || decided || sends_away(own) || own.iter().any(|item| item.name == "internal")
}

/// Whether a block answers everybody with a redirect or a refusal.
fn sends_away(block: &[Item]) -> bool {
    block.iter().any(|item| item.name == "return" && item.word(0).starts_with(['3', '4', '5', 'h', '$']))
}

/// Whether rules for addresses end with those who are not let in, in their order.
fn keeps_out<'a>(rules: impl Iterator<Item = &'a Item>) -> bool {
    let mut rules: Vec<&Item> = rules.collect();
    rules.sort_by_key(|item| (item.file, item.line));
    rules.iter().find(|item| item.word(0) == "all").is_some_and(|item| item.name == "deny")
}
