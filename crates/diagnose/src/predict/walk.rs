//! The way of a request through a server, phase after phase (`ngx_http_core_module.h`): the server's directives, its location, who is let
//! in, what answers, and what `error_page` makes of a refusal.

use super::access::named_caller;
use super::answer::{Answer, title};
use super::body::{Body, offset};
use super::content::handler;
use super::outcome::LogLine;
use super::place::Place;
use super::route::{PASSES, find};
use super::script::Step;
use super::variables::Request;
use super::{Assumption, Outcome, Reason, World};
use crate::nginx::item::Item;
use crate::nginx::settings::Scope;

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
    server: Scope<'a>,
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
    changes_left: usize,
    /// Whether `error_page` has had its word.
    had_page: bool,
    /// Whether this is the call itself, and none that nginx makes to ask (`auth_request`).
    main: bool,
    /// Whether the body is thrown away already.
    discarded: bool,
    /// The line that tells why there is an error page.
    first_log: Option<LogLine>,
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
            discarded: false,
            first_log: None,
        }
    }

    /// The way of a call that nginx makes itself.
    pub(super) fn below(above: &Walk<'a>) -> Walk<'a> {
        Walk { main: false, ..Walk::new(above.world, above.server.clone()) }
    }

    /// Goes on from a stage until the request is answered.
    pub(super) fn run(&mut self, request: &mut Request<'a>, first: Stage, outcome: &mut Outcome) {
        let mut stage = first;
        loop {
            stage = match stage {
                Stage::Server => {
                    let server = self.server.clone();
                    request.place = Place::of(&server, server.innermost());
                    match self.script(request, &server, false, outcome) {
                        Step::Answer(answer) => Stage::Answered(answer),
                        Step::Stop | Step::On => Stage::Find,
                    }
                }
                Stage::Find => self.find(request, outcome),
                Stage::Location => self.location(request, outcome),
                Stage::Content => match self.refused(request, outcome) {
                    Some(answer) => Stage::Answered(answer),
                    None => match self.try_files(request, outcome) {
                        Some(stage) => stage,
                        None => self.content(request, outcome),
                    },
                },
                Stage::Answered(answer) => match self.finish(request, answer, outcome) {
                    Some(next) => next,
                    None => break,
                },
            };
        }
        if self.first_log.is_some() {
            outcome.nginx_log = self.first_log.take();
        }
    }

    fn refused(&mut self, request: &mut Request<'a>, outcome: &mut Outcome) -> Option<Answer> {
        let scope = self.scope.clone();
        named_caller(request, &scope, outcome);
        if self.main { self.access(request, outcome) } else { None }
    }

    /// Makes a block the one whose directives count (`ngx_http_update_location_config`): what `limit_except` does not name gets its block
    /// alone, with nothing of the location but where it passes requests on to.
    pub(super) fn enter(&mut self, request: &mut Request<'a>, scope: Scope<'a>) {
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
    }

    /// The location of the path (`ngx_http_core_find_config_phase`).
    fn find(&mut self, request: &mut Request<'a>, outcome: &mut Outcome) -> Stage {
        (self.handler, self.changed) = (None, false);
        let found = find(request, &self.server, outcome);
        let slash = found.as_ref().and_then(|found| found.slash);
        let anywhere = found.is_none();
        let scope = found.map_or_else(|| self.server.clone(), |found| found.scope);
        // what stands in a location that is internal is as well
        let internal = scope.last("internal").is_some();
        self.scope = scope.clone();
        if internal && !request.moved {
            outcome.reasons.push(Reason::NoFile(request.path.clone()));
            return Stage::Answered(Answer::Page(404));
        }
        self.enter(request, scope);
        if let Some(body) = request.body.filter(|body| body.told && !self.discarded)
            && let Some(answer) = self.too_large(body, outcome)
        {
            return Stage::Answered(answer);
        }
        if let Some(text) = slash {
            let question = if request.arguments.is_empty() { "" } else { "?" };
            let location = format!("{text}{question}{}", request.arguments);
            return Stage::Answered(Answer::Redirect(301, Some(location)));
        }
        if anywhere { Stage::Content } else { Stage::Location }
    }

    /// A body that is longer than `client_max_body_size`; 0 is no limit.
    pub(super) fn too_large(&mut self, body: Body, outcome: &mut Outcome) -> Option<Answer> {
        let written = self.scope.word("client_max_body_size").unwrap_or("1m");
        let limit = offset(written).filter(|limit| *limit != 0)?;
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

    /// The directives of the location; where they change the path, its location is looked for anew.
    fn location(&mut self, request: &mut Request<'a>, outcome: &mut Outcome) -> Stage {
        let scope = self.scope.clone();
        if let Step::Answer(answer) = self.script(request, &scope, true, outcome) {
            return Stage::Answered(answer);
        }
        if !self.changed {
            return Stage::Content;
        }
        self.changes_left -= 1;
        if self.changes_left == 0 {
            let words = "rewrite or internal redirection cycle while processing".to_owned();
            return Stage::Answered(outcome.gives_up(500, "error", words));
        }
        self.scope = self.server.clone();
        Stage::Find
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
        self.enter(request, self.server.within(item.inside()));
        Stage::Location
    }

    /// The answer goes out, unless `error_page` has another (`ngx_http_special_response_handler`).
    fn finish(&mut self, request: &mut Request<'a>, answer: Answer, outcome: &mut Outcome) -> Option<Stage> {
        let (code, location) = match answer {
            // the connection is closed without a word (`ngx_http_finalize_request`)
            Answer::Page(code @ (408 | 444 | 499)) => {
                let (exit, words) = match (request.http2, code) {
                    (true, 444) => (92, "HTTP/2 stream 1 was not closed cleanly: PROTOCOL_ERROR (err 1)"),
                    (true, _) => (92, "HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR (err 2)"),
                    (false, _) => (52, "Empty reply from server"),
                };
                outcome.fails(exit, words.to_owned());
                outcome.reasons.push(Reason::Closed);
                return None;
            }
            Answer::Page(code) => (code, None),
            Answer::Redirect(code, location) => (code, location),
            Answer::Body(status) => {
                outcome.http_status = Some(self.status.unwrap_or(status));
                outcome.body_title = self.title.take();
                return None;
            }
        };
        self.status = Some(code);
        let pages = self.scope.all("error_page");
        if !self.had_page && !pages.is_empty() && self.changes_left != 0 {
            self.had_page = self.scope.word("recursive_error_pages") != Some("on");
            let number = code.to_string();
            let fits = |item: &&Item| item.words[..item.words.len().saturating_sub(1)].contains(&number);
            if let Some(page) = pages.into_iter().find(fits) {
                return self.error_page(request, code, page, outcome);
            }
        }
        // codes of nginx's own go out as 400
        let status = if (494..=497).contains(&code) { 400 } else { code };
        outcome.location = location;
        show(outcome, status, code);
        None
    }

    fn error_page(
        &mut self,
        request: &mut Request<'a>,
        code: u16,
        page: &Item,
        outcome: &mut Outcome,
    ) -> Option<Stage> {
        let written = page.words.last().map_or("", String::as_str);
        let change = page.words.iter().find_map(|word| word.strip_prefix('='));
        self.status = match change {
            None if (494..=497).contains(&code) => Some(400),
            None => Some(code),
            // with nothing behind it, the status is that of the page
            Some(text) => text.parse().ok().filter(|code| *code != 0),
        };
        outcome.reasons.push(Reason::ErrorPage { code, target: written.to_owned() });
        if self.first_log.is_none() {
            self.first_log.clone_from(&outcome.nginx_log);
        }
        let Some(target) = request.expand(written) else {
            outcome.assumptions.push(Assumption::NotFollowed(format!("error_page {written}")));
            show(outcome, self.status.unwrap_or(code), code);
            return None;
        };
        if target.starts_with('/') {
            if request.method != "HEAD" {
                "GET".clone_into(&mut request.method);
            }
            return Some(self.redirected(request, &target, outcome));
        }
        if target.starts_with('@') {
            return Some(self.named(request, &target, outcome));
        }
        let status = self.status.filter(|code| [301, 302, 303, 307, 308].contains(code)).unwrap_or(302);
        outcome.location = Some(target);
        show(outcome, status, status);
        None
    }
}

/// Puts the status and the title of nginx's page into the outcome.
fn show(outcome: &mut Outcome, status: u16, code: u16) {
    outcome.http_status = Some(status);
    outcome.body_title = title(code).map(str::to_owned);
}

impl Outcome {
    /// nginx has no answer, and says so in its log.
    pub(super) fn gives_up(&mut self, code: u16, level: &str, words: String) -> Answer {
        self.log(level, &words);
        self.reasons.push(Reason::GivesUp(words));
        Answer::Page(code)
    }
}
