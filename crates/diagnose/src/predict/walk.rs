//! A request on its way through a server: which blocks count for it now, and where nginx sends it on inside. What comes of it in
//! each phase is `phases`', `script`'s, `access`'s and `content`'s.

use super::answer::Answer;
use super::body::Body;
use super::outcome::LogLine;
use super::place::Place;
use super::route::{ANSWERS, PASSES};
use super::unless::Marks;
use super::variables::Request;
use super::{Assumption, Outcome, Reason, World};
use crate::nginx::item::Item;
use crate::nginx::settings::Scope;
use crate::nginx::value::measure::octets;

/// So often a request may be sent on inside before nginx gives it up (`NGX_HTTP_MAX_URI_CHANGES`, and once more).
const MOST_CHANGES: usize = 11;

/// What comes next.
pub(super) enum Stage {
    /// The server's own directives.
    Server,
    /// A location is looked for.
    Find,
    /// The directives of the location.
    Location,
    /// Who is let in, and what answers.
    Content,
    /// It has been answered, and `error_page` may have its word.
    Answered(Answer),
}

/// The way of a request through a server.
pub(super) struct Walk<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) server: Scope<'a>,
    /// The blocks whose directives count now.
    pub(super) scope: Scope<'a>,
    /// What answers by itself.
    pub(super) handler: Option<&'a Item>,
    /// Whether `rewrite` has given the request another path.
    pub(super) changed: bool,
    /// Whether no `rewrite … break` has (`valid_location`).
    pub(super) as_asked: bool,
    /// Whether `try_files` has found a file behind an alias (`add_uri_to_alias`).
    pub(super) adds_path: bool,
    /// The status that `error_page` has set (`err_status`).
    pub(super) status: Option<u16>,
    /// The title of the page that is sent.
    pub(super) title: Option<String>,
    pub(super) changes_left: usize,
    /// Whether `error_page` has had its word.
    pub(super) had_page: bool,
    /// Whether this is the call itself, and none that nginx makes to ask (`auth_request`).
    pub(super) main: bool,
    /// What the answer can be told from another by.
    pub(super) marks: Marks,
    /// Whether the body is thrown away already.
    pub(super) discarded: bool,
    /// The line that tells why there is an error page.
    pub(super) first_log: Option<LogLine>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(world: &'a World<'a>, server: Scope<'a>) -> Walk<'a> {
        Walk {
            world,
            scope: server.clone(),
            server,
            handler: None,
            changed: false,
            as_asked: true,
            adds_path: false,
            status: None,
            title: None,
            changes_left: MOST_CHANGES,
            had_page: false,
            main: true,
            marks: Marks::default(),
            discarded: false,
            first_log: None,
        }
    }

    /// The way of a call that nginx makes itself.
    pub(super) fn below(above: &Walk<'a>) -> Walk<'a> {
        Walk { main: false, ..Walk::new(above.world, above.server.clone()) }
    }

    /// Makes a block the one whose directives count (`ngx_http_update_location_config`): what `limit_except` does not name gets its block
    /// alone, with nothing of the location but where it passes requests on to.
    pub(super) fn enter(&mut self, request: &mut Request<'a>, scope: Scope<'a>, outcome: &mut Outcome) {
        let block = scope.innermost();
        let named = |item: &&Item| {
            let method = request.method.as_str();
            item.words.iter().any(|word| {
                word.eq_ignore_ascii_case(method) || word.eq_ignore_ascii_case("GET") && method == "HEAD"
            })
        };
        let own = handler(block);
        let limit = block.iter().find(|item| item.name == "limit_except").filter(|item| !named(item));
        self.scope = match limit {
            Some(limit) => {
                self.handler = own.filter(|item| PASSES.contains(&item.name.as_str())).or(self.handler);
                scope.within(limit.inside())
            }
            None => {
                self.handler = own.or(self.handler);
                scope
            }
        };
        request.place = Place::of(&self.scope, self.server.innermost());
        self.logs_here(outcome);
    }

    /// What is logged goes where the blocks that count now say; what nginx asks by itself does not change it.
    fn logs_here(&self, outcome: &mut Outcome) {
        if self.main {
            outcome.logs_to(&self.scope);
        }
    }

    /// A body that is longer than `client_max_body_size`; 0 is no limit.
    pub(super) fn too_large(&mut self, body: Body, outcome: &mut Outcome) -> Option<Answer> {
        let written = self.scope.word("client_max_body_size").unwrap_or("1m");
        let limit = octets(written).filter(|limit| *limit != 0)?;
        if body.least > limit {
            self.discarded = true;
            let length = body.most.filter(|most| *most == body.least && body.told);
            let length = length.map_or_else(String::new, |length| format!(": {length} bytes"));
            let chunked = if body.told { "" } else { "chunked " };
            outcome.log("error", &format!("client intended to send too large {chunked}body{length}"));
            outcome.reasons.push(Reason::TooLarge { length: body.least, limit: written.to_owned() });
            return Some(Answer::Page(413));
        }
        if body.most.is_none_or(|most| most > limit) {
            outcome.assumptions.push(Assumption::NotFollowed("client_max_body_size".to_owned()));
        }
        None
    }

    /// Another address inside (`ngx_http_internal_redirect`): all begins anew with the server's directives.
    pub(super) fn redirected(
        &mut self,
        request: &mut Request<'a>,
        target: &str,
        outcome: &mut Outcome,
    ) -> Stage {
        self.changes_left -= 1;
        if self.changes_left == 0 {
            let words = format!(
                "rewrite or internal redirection cycle while internally redirecting to \"{}\"",
                target.split('?').next().unwrap_or_default()
            );
            return Stage::Answered(outcome.gives_up(500, "error", words));
        }
        let (path, arguments) = target.split_once('?').unwrap_or((target, ""));
        path.clone_into(&mut request.path);
        arguments.clone_into(&mut request.arguments);
        request.moved = true;
        (self.handler, self.as_asked, self.adds_path) = (None, true, false);
        self.scope = self.server.clone();
        self.logs_here(outcome);
        Stage::Server
    }

    /// A location that has a name (`ngx_http_named_location`).
    pub(super) fn named(&mut self, request: &mut Request<'a>, name: &str, outcome: &mut Outcome) -> Stage {
        self.changes_left -= 1;
        if self.changes_left == 0 {
            let words =
                format!("rewrite or internal redirection cycle while redirect to named location \"{name}\"");
            return Stage::Answered(outcome.gives_up(500, "error", words));
        }
        let block = self.server.innermost();
        let Some(item) = block.iter().find(|item| item.name == "location" && item.word(0) == name) else {
            let words = format!("could not find named location \"{name}\"");
            return Stage::Answered(outcome.gives_up(500, "error", words));
        };
        request.moved = true;
        (self.handler, self.changed) = (None, false);
        self.enter(request, self.server.within(item.inside()), outcome);
        Stage::Location
    }
}

impl Outcome {
    /// nginx has no answer, and says so in its log.
    pub(super) fn gives_up(&mut self, code: u16, level: &str, words: String) -> Answer {
        self.log(level, &words);
        self.reasons.push(Reason::GivesUp(words));
        Answer::Page(code)
    }
}

/// The directive that answers in a block, the last one where several stand.
fn handler(block: &[Item]) -> Option<&Item> {
    block
        .iter()
        .rev()
        .find(|item| PASSES.contains(&item.name.as_str()) || ANSWERS.contains(&item.name.as_str()))
}
