//! Which location answers a request, and what its directives of rewriting make of it: `return`, `if`, `set`, `rewrite`
//! (`ngx_http_core_find_location`, `ngx_http_rewrite_module`). What then answers is `request`'s.

use super::answer::Answer;
use super::expression::{self, Captures, Expression};
use super::variables::Request;
use super::{Assumption, Outcome, Reason};
use crate::nginx::item::Item;
use crate::nginx::settings::{Http, Scope, location};

/// So often a request may be sent on inside before nginx gives it up.
pub(super) const MOST_REWRITES: usize = 10;

/// What comes of the directives of a block.
pub(super) enum Step {
    /// The request ends here.
    Answer(Answer),
    /// It goes on in this block.
    Here,
    /// Its path is another now, and its location is looked for anew.
    Elsewhere,
}

/// `return`, `if`, `set`, `rewrite` of one block, in their order.
pub(super) fn rewrite(request: &mut Request<'_>, block: &[Item], outcome: &mut Outcome) -> Step {
    let before = request.path.clone();
    for item in block {
        match item.name.as_str() {
            "return" => return Step::Answer(returned(request, item, outcome)),
            "set" => {
                let value = request.expand(item.word(1));
                request.set.push((item.word(0).trim_start_matches('$').to_owned(), value));
            }
            "if" => match request.holds(item) {
                Some(true) => match rewrite(request, item.inside(), outcome) {
                    Step::Answer(answer) => {
                        outcome.reasons.push(Reason::ByCondition(item.words.join(" ")));
                        return Step::Answer(answer);
                    }
                    Step::Elsewhere => return Step::Elsewhere,
                    Step::Here => {}
                },
                Some(false) => {}
                None => outcome.assumptions.push(Assumption::ConditionFails(item.words.join(" "))),
            },
            "rewrite" => match moved(request, item) {
                Some(Some(answer)) => return Step::Answer(answer),
                Some(None) if item.word(2) == "break" => return Step::Here,
                Some(None) if item.word(2) == "last" && request.path != before => return Step::Elsewhere,
                Some(None) => {}
                None => {
                    outcome.assumptions.push(Assumption::NotFollowed(format!("rewrite {}", item.word(0))));
                }
            },
            "break" => return Step::Here,
            _ => {}
        }
    }
    if request.path == before { Step::Here } else { Step::Elsewhere }
}

/// What a `rewrite` does: it may answer, or give the request another path; `None` where that cannot be said here.
fn moved(request: &mut Request<'_>, item: &Item) -> Option<Option<Answer>> {
    let (pattern, target, flag) = (item.word(0), item.word(1), item.word(2));
    let Some(captures) = Expression::read(pattern, false)?.find(&request.path)? else { return Some(None) };
    let target = request.expand(&filled(target, &captures))?;
    let absolute = ["http://", "https://"].iter().any(|scheme| target.starts_with(scheme));
    if !absolute && !["redirect", "permanent"].contains(&flag) {
        target.split('?').next().unwrap_or_default().clone_into(&mut request.path);
        return Some(None);
    }
    let status = if flag == "permanent" { 301 } else { 302 };
    // a question mark at the end keeps the arguments off
    let location = match (target.strip_suffix('?'), request.url.path.split_once('?')) {
        (Some(bare), _) => bare.to_owned(),
        (None, Some((_, arguments))) => {
            format!("{target}{}{arguments}", if target.contains('?') { "&" } else { "?" })
        }
        (None, None) => target,
    };
    Some(Some(Answer::Redirect(status, Some(location))))
}

/// A text with `$1` and so on replaced by what was captured.
fn filled(text: &str, captures: &Captures) -> String {
    let mut out = text.to_owned();
    for (number, captured) in captures.iter().enumerate().skip(1).take(9) {
        out = out.replace(&format!("${number}"), captured.as_deref().unwrap_or_default());
    }
    out
}

fn returned(request: &Request<'_>, item: &Item, outcome: &mut Outcome) -> Answer {
    let Ok(code) = item.word(0).parse::<u16>() else {
        return Answer::Redirect(302, request.expand(item.word(0)));
    };
    match (code, item.words.len()) {
        (444, _) => Answer::Nothing,
        (301 | 302 | 303 | 307 | 308, _) => Answer::Redirect(code, request.expand(item.word(1))),
        (400.., 1) => {
            outcome.reasons.push(Reason::Returned(code));
            Answer::Page(code)
        }
        _ => Answer::Body(code),
    }
}

/// Whether a path is that of a location which passes requests on, but for its last slash: nginx sends such calls there
/// (`ngx_http_core_find_static_location`), before any expression is tried.
pub(super) fn lacks_slash(path: &str, scope: &Scope<'_>) -> bool {
    let passes = |item: &Item| item.inside().iter().any(|inner| PASSES.contains(&inner.name.as_str()));
    let locations = || scope.innermost().iter().filter(|item| item.name == "location");
    let at = |wanted: &str, signs: &[&str]| {
        locations().find(|item| {
            let (sign, text) = location(item);
            signs.contains(&sign) && text == wanted
        })
    };
    at(&format!("{path}/"), &["", "^~"]).is_some_and(passes) && at(path, &["", "^~", "="]).is_none()
}

/// The directives that pass requests on to another program.
pub(super) const PASSES: [&str; 6] =
    ["proxy_pass", "grpc_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "memcached_pass"];

/// The block of the location that answers a path.
pub(super) fn locate<'b>(path: &str, scope: &Scope<'b>, outcome: &mut Outcome) -> Option<Scope<'b>> {
    find(path, scope, outcome).map(|(found, _)| found)
}

/// The same, with whether it stands: exact ones and expressions do; the longest beginning does not, unless it says so (`^~`), as long as
/// an expression around it fits.
fn find<'b>(path: &str, scope: &Scope<'b>, outcome: &mut Outcome) -> Option<(Scope<'b>, bool)> {
    let locations = || scope.innermost().iter().filter(|item| item.name == "location");
    let mut best: Option<(&'b Item, &str, usize)> = None;
    for item in locations() {
        let (sign, text) = location(item);
        match sign {
            "=" if text == path => return Some((scope.within(item.inside()), true)),
            "=" | "~" | "~*" => {}
            _ if text.starts_with('@') => {}
            sign if path.starts_with(text) && best.is_none_or(|(_, _, length)| length < text.len()) => {
                best = Some((item, sign, text.len()));
            }
            _ => {}
        }
    }
    let mut found = None;
    if let Some((item, _, _)) = best {
        let inner = scope.within(item.inside());
        found = match find(path, &inner, outcome) {
            Some((further, true)) => return Some((further, true)),
            Some((further, false)) => Some((further, false)),
            None => Some((inner, false)),
        };
    }
    if best.is_none_or(|(_, sign, _)| sign != "^~") {
        for item in locations() {
            let (sign, text) = location(item);
            if !sign.starts_with('~') {
                continue;
            }
            match expression::fits(text, path, sign == "~*") {
                Some(true) => {
                    let inner = scope.within(item.inside());
                    let further = locate(path, &inner, outcome);
                    return Some((further.unwrap_or(inner), true));
                }
                Some(false) => {}
                None => outcome.assumptions.push(Assumption::NoExpression),
            }
        }
    }
    found
}

/// Whether servers of a socket have names that are expressions beyond what is tried here.
pub(super) fn open_names(http: &Http<'_>, among: &[usize]) -> bool {
    let names = among.iter().flat_map(|at| &http.servers[*at].names);
    names.filter_map(|name| name.strip_prefix('~')).any(|pattern| Expression::read(pattern, true).is_none())
}
