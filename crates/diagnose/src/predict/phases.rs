//! nginx's phases in their order (`ngx_http_core_module.h`): the server's directives, its location, who is let in, what answers, and what
//! `error_page` makes of a refusal.

use super::access::named_caller;
use super::answer::{Answer, title};
use super::place::Place;
use super::route::find;
use super::script::Step;
use super::unless::Unless;
use super::variables::Request;
use super::walk::{Stage, Walk};
use super::{Assumption, Outcome, Reason};
use crate::nginx::item::Item;

impl<'a> Walk<'a> {
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
        self.enter(request, scope, outcome);
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
                let mut status = self.status.unwrap_or(status);
                let title = self.title.take();
                let marks = core::mem::take(&mut self.marks);
                let unless = if status == 200 && self.main {
                    self.unless(request, marks, outcome)
                } else {
                    Unless::Sent
                };
                match unless {
                    Unless::Sent => outcome.body_title = title,
                    Unless::Failed(name) => {
                        outcome.reasons.push(Reason::ConditionFailed(name));
                        return Some(Stage::Answered(Answer::Page(412)));
                    }
                    Unless::Unchanged(name) => {
                        outcome.reasons.push(Reason::Unchanged(name));
                        status = 304;
                    }
                }
                outcome.http_status = Some(status);
                outcome.location = self.header_location(request, None, outcome);
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
        show(outcome, status, code);
        outcome.location = self.header_location(request, location, outcome);
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
        show(outcome, status, status);
        outcome.location = self.header_location(request, Some(target), outcome);
        None
    }
}

/// Puts the status and the title of nginx's page into the outcome.
fn show(outcome: &mut Outcome, status: u16, code: u16) {
    outcome.http_status = Some(status);
    outcome.body_title = title(code).map(str::to_owned);
}
