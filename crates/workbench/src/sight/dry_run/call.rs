//! One call: what comes of it, why, and what is remarkable about its line. What is told of a prediction is the Handshake room's too.

use deploy::gateway::Fault;
use diagnose::curl::{self, ReadError};
use diagnose::predict::gateway::{Taken, predict_taken};
use diagnose::predict::{Question, Reason, predict};
use text::Lang;
use text::doctor_room as say;

use super::{Server, placed};
use crate::document::{Block, Verdict};
use crate::sight::handshake::prediction;

/// The server's own test of the configuration.
pub(super) fn test(question: &Question<'_>, server: &Server, lang: Lang) -> Vec<Block> {
    match server {
        Server::Nginx => test_of_nginx(question, lang),
        Server::Gateway(taken) => check(taken, lang),
    }
}

/// Whether the gateway takes it.
fn check(taken: &Taken, lang: Lang) -> Vec<Block> {
    match taken {
        Ok(_) => vec![Block::Terms(vec![prediction::gateway::taken(lang)])],
        Err(faults) => {
            let finding = |fault: &Fault| {
                let place = fault.place.line.map(|line| say::line(lang, &line)).unwrap_or_default();
                placed(Verdict::Refused, &place, fault.problem.message(lang))
            };
            faults.iter().map(finding).collect()
        }
    }
}

/// `nginx -t`.
fn test_of_nginx(question: &Question<'_>, lang: Lang) -> Vec<Block> {
    let Ok(outcome) = predict(question) else { return Vec::new() };
    let words = outcome.nginx_test.as_ref().map_or_else(Clone::clone, |()| prediction::taken(lang));
    let mut blocks = vec![Block::Terms(vec![("nginx -t".to_owned(), words)])];
    let refusal = outcome.reasons.iter().find(|reason| matches!(reason, Reason::NginxRefuses(_)));
    blocks.extend(refusal.map(|reason| Block::Finding(Verdict::Refused, reason.message(lang))));
    blocks
}

/// The status of the answer to a call, if there is one.
pub(in crate::sight) fn status(question: &Question<'_>, server: &Server) -> Option<u16> {
    match server {
        Server::Nginx => predict(question).ok()?.http_status,
        Server::Gateway(taken) => predict_taken(question, taken).ok()?.http_status,
    }
}

/// What comes of a call.
pub(in crate::sight) fn blocks(question: &Question<'_>, server: &Server, lang: Lang) -> Vec<Block> {
    let mut blocks = vec![Block::Aside(question.command.trim().into())];
    let told = match server {
        Server::Nginx => predict(question).map(|outcome| prediction::told(&outcome, lang)),
        Server::Gateway(taken) => prediction::gateway::call(question, taken, lang),
    };
    match told {
        Ok(told) => blocks.extend(told),
        Err(error) => blocks.push(refused(&error, lang)),
    }
    blocks.extend(notes(question.command, lang));
    blocks
}

/// A call without a configuration: whether it can be read.
pub(super) fn read(text: &str, lang: Lang) -> Vec<Block> {
    let mut blocks = vec![Block::Aside(text.trim().into())];
    if let Err(error) = curl::read(text) {
        blocks.push(refused(&error, lang));
    }
    blocks.extend(notes(text, lang));
    blocks
}

fn refused(error: &ReadError, lang: Lang) -> Block {
    Block::Finding(Verdict::Refused, error.message(lang))
}

/// What is remarkable about the line itself.
fn notes(text: &str, lang: Lang) -> Vec<Block> {
    let notes = curl::notes(text, lang).into_iter();
    notes.map(|message| Block::Finding(Verdict::Caution, message)).collect()
}
