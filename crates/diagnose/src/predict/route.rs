//! Which location answers a path (`ngx_http_core_find_location`). What its directives then make of a request is `script`'s and `walk`'s.

use super::Assumption;
use super::Outcome;
use super::expression::Expression;
use super::variables::Request;
use crate::nginx::item::Item;
use crate::nginx::settings::{Http, Scope, location};

/// A location that was found.
pub(super) struct Found<'b> {
    pub(super) scope: Scope<'b>,
    /// Whether no expression is asked any more.
    stands: bool,
    /// Whether the path lacks its last slash: nginx sends such calls there.
    pub(super) slash: Option<&'b str>,
}

/// The directives that pass requests on to another program.
pub(super) const PASSES: [&str; 6] =
    ["proxy_pass", "grpc_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "memcached_pass"];

/// Further directives that answer by themselves.
pub(super) const ANSWERS: [&str; 2] = ["stub_status", "empty_gif"];

/// The location that answers the path of a request: exact ones and expressions stand; the longest beginning does not, unless it says
/// so (`^~`), as long as an expression around it fits.
pub(super) fn find<'b>(request: &Request<'_>, scope: &Scope<'b>, outcome: &mut Outcome) -> Option<Found<'b>> {
    let path = request.path.as_str();
    let found = beginning(request, scope, outcome);
    if found.as_ref().is_some_and(|(found, _)| found.stands) {
        return found.map(|(found, _)| found);
    }
    if found.as_ref().is_none_or(|(_, sign)| *sign != "^~") {
        for item in locations(scope) {
            let (sign, text) = location(item);
            if !sign.starts_with('~') {
                continue;
            }
            match request.matches(text, sign == "~*", path) {
                Some(true) => {
                    let inner = scope.within(item.inside());
                    let further = find(request, &inner, outcome).map(|found| found.scope);
                    return Some(Found { scope: further.unwrap_or(inner), stands: true, slash: None });
                }
                Some(false) => {}
                None => outcome.assumptions.push(Assumption::NoExpression),
            }
        }
    }
    found.map(|(found, _)| found)
}

/// The exact location, or the longest beginning with what stands in it, and its sign (`ngx_http_core_find_static_location`).
fn beginning<'b>(
    request: &Request<'_>,
    scope: &Scope<'b>,
    outcome: &mut Outcome,
) -> Option<(Found<'b>, &'b str)> {
    let path = request.path.as_str();
    let plain = || {
        let all = locations(scope).map(|item| (item, location(item)));
        all.filter(|(_, (sign, text))| !sign.starts_with('~') && !text.starts_with('@'))
    };
    let within = |item: &'b Item, stands| Found { scope: scope.within(item.inside()), stands, slash: None };
    if let Some((item, (sign, _))) = plain().find(|(_, (sign, text))| *sign == "=" && *text == path) {
        return Some((within(item, true), sign));
    }
    let best = plain().filter(|(_, (sign, text))| *sign != "=" && path.starts_with(text));
    let best = best.max_by_key(|(_, (_, text))| text.len());
    if best.is_none_or(|(_, (_, text))| text != path) {
        let passes = |item: &Item| item.inside().iter().any(|inner| PASSES.contains(&inner.name.as_str()));
        let lacking = plain().filter(|(_, (_, text))| text.strip_suffix('/') == Some(path));
        let lacking: Vec<_> = lacking.collect();
        if lacking.iter().any(|(item, _)| passes(item)) {
            let exact = lacking.iter().find(|(_, (sign, _))| *sign == "=").or(lacking.first());
            return exact
                .map(|(item, (sign, text))| (Found { slash: Some(*text), ..within(item, true) }, *sign));
        }
    }
    let (item, (sign, _)) = best?;
    let inner = scope.within(item.inside());
    let found = find(request, &inner, outcome).unwrap_or(Found { scope: inner, stands: false, slash: None });
    Some((found, sign))
}

fn locations<'b>(scope: &Scope<'b>) -> impl Iterator<Item = &'b Item> + use<'b> {
    scope.innermost().iter().filter(|item| item.name == "location")
}

/// Whether servers of a socket have names that are expressions beyond what is tried here.
pub(super) fn open_names(http: &Http<'_>, among: &[usize]) -> bool {
    let names = among.iter().flat_map(|at| &http.servers[*at].names);
    names.filter_map(|name| name.strip_prefix('~')).any(|pattern| Expression::read(pattern, true).is_none())
}
