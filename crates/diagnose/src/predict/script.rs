//! What the directives of rewriting make of a request, in their order: `return`, `if`, `set`, `rewrite`, `break`
//! (`ngx_http_rewrite_module`). Which location is next is `walk`'s.

use super::answer::Answer;
use super::content::own_title;
use super::variables::Request;
use super::walk::Walk;
use super::{Assumption, Outcome, Reason};
use crate::nginx::item::Item;
use crate::nginx::settings::Scope;

/// What comes of the directives of a block.
pub(super) enum Step {
    /// The request ends here.
    Answer(Answer),
    /// No further directive is looked at.
    Stop,
    /// All were.
    On,
}

impl<'a> Walk<'a> {
    /// The directives of the innermost block of a scope. In a location an `if` that holds becomes the block whose directives count.
    pub(super) fn script(
        &mut self,
        request: &mut Request<'a>,
        scope: &Scope<'a>,
        in_location: bool,
        outcome: &mut Outcome,
    ) -> Step {
        for item in scope.innermost() {
            match item.name.as_str() {
                "return" => return Step::Answer(self.returned(request, item, outcome)),
                "set" => {
                    let value = request.expand(item.word(1));
                    request.put(item.word(0).trim_start_matches('$'), value);
                }
                "if" => match request.holds(item) {
                    Some(true) => {
                        let inner = scope.within(item.inside());
                        if in_location {
                            self.enter(request, inner.clone(), outcome);
                        }
                        match self.script(request, &inner, in_location, outcome) {
                            Step::On => {}
                            Step::Stop => return Step::Stop,
                            Step::Answer(answer) => {
                                outcome.reasons.push(Reason::ByCondition(item.words.join(" ")));
                                return Step::Answer(answer);
                            }
                        }
                    }
                    Some(false) => {}
                    None => outcome.assumptions.push(Assumption::ConditionFails(item.words.join(" "))),
                },
                "rewrite" => match self.rewritten(request, item, outcome) {
                    Some(Step::On) => {}
                    Some(step) => return step,
                    None => {
                        let text = format!("rewrite {}", item.word(0));
                        outcome.assumptions.push(Assumption::NotFollowed(text));
                    }
                },
                "break" => {
                    self.changed = false;
                    return Step::Stop;
                }
                _ => {}
            }
        }
        Step::On
    }

    /// What a `rewrite` does; `None` where that cannot be said here.
    fn rewritten(&mut self, request: &mut Request<'a>, item: &Item, outcome: &mut Outcome) -> Option<Step> {
        let (pattern, written, flag) = (item.word(0), item.word(1), item.word(2));
        let path = request.path.clone();
        if !request.matches(pattern, false, &path)? {
            return Some(Step::On);
        }
        // a question mark at the end keeps the arguments off
        let (written, adds) = written.strip_suffix('?').map_or((written, true), |bare| (bare, false));
        let elsewhere = ["http://", "https://", "$scheme"].iter().any(|scheme| written.starts_with(scheme));
        let target = request.expand(written)?;
        let kept = if adds { request.arguments.clone() } else { String::new() };
        if elsewhere || ["redirect", "permanent"].contains(&flag) {
            let location = match kept.as_str() {
                "" => target,
                kept => format!("{target}{}{kept}", if written.contains('?') { "&" } else { "?" }),
            };
            let status = if flag == "permanent" { 301 } else { 302 };
            return Some(Step::Answer(Answer::Redirect(status, Some(location))));
        }
        if written.contains('?') {
            let (path, arguments) = target.split_once('?').unwrap_or((&target, ""));
            let between = if kept.is_empty() || arguments.is_empty() { "" } else { "&" };
            request.arguments = format!("{arguments}{between}{kept}");
            path.clone_into(&mut request.path);
        } else {
            request.arguments = kept;
            request.path = target;
        }
        request.moved = true;
        if request.path.is_empty() {
            return Some(Step::Answer(outcome.gives_up(
                500,
                "error",
                "the rewritten URI has a zero length".to_owned(),
            )));
        }
        self.changed = flag != "break";
        self.as_asked &= self.changed;
        Some(if flag.is_empty() { Step::On } else { Step::Stop })
    }

    /// `return`: without a text, a code that stands for a failure gets nginx's page.
    fn returned(&mut self, request: &Request<'_>, item: &Item, outcome: &mut Outcome) -> Answer {
        let Ok(code) = item.word(0).parse::<u16>() else {
            return Answer::Redirect(302, self.sent_to(request, item.word(0), outcome));
        };
        match (code, item.words.len()) {
            (301 | 302 | 303 | 307 | 308, _) => {
                Answer::Redirect(code, self.sent_to(request, item.word(1), outcome))
            }
            // an empty text that is written as such is none (`ngx_http_script_return_code`)
            (400.., _) if item.word(1).is_empty() => {
                outcome.reasons.push(Reason::Returned(code));
                Answer::Page(code)
            }
            _ => {
                let text = request.expand(item.word(1));
                if text.is_none() && own_title(item.word(1).as_bytes()).is_some() {
                    outcome.assumptions.push(Assumption::NotFollowed(item.word(1).to_owned()));
                }
                self.title = text.and_then(|text| own_title(text.as_bytes()));
                Answer::Body(code)
            }
        }
    }

    /// Where a caller is sent, who may go there.
    fn sent_to(&self, request: &Request<'_>, written: &str, outcome: &mut Outcome) -> Option<String> {
        let target = request.expand(written);
        if target.is_none() && request.command.follow {
            outcome.assumptions.push(Assumption::NotFollowed(format!("return {written}")));
        }
        target
    }
}
