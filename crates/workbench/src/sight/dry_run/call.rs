//! One call: what comes of it, why, and what is remarkable about its line. What is told of a prediction is the Handshake room's too.

use diagnose::curl::{self, ReadError};
use diagnose::predict::{Question, Reason, predict};
use text::{Lang, Message};

use crate::document::{Block, Verdict};
use crate::sight::handshake::prediction;

/// nginx's own test of the configuration.
pub(super) fn test(question: &Question<'_>, lang: Lang) -> Vec<Block> {
    let Ok(outcome) = predict(question) else { return Vec::new() };
    let words = outcome.nginx_test.as_ref().map_or_else(Clone::clone, |()| prediction::taken(lang));
    let mut blocks = vec![Block::Terms(vec![("nginx -t".to_owned(), words)])];
    let refusal = outcome.reasons.iter().find(|reason| matches!(reason, Reason::NginxRefuses(_)));
    blocks.extend(refusal.map(|reason| Block::Finding(Verdict::Refused, reason.message(lang))));
    blocks
}

/// What comes of a call.
pub(super) fn blocks(question: &Question<'_>, lang: Lang) -> Vec<Block> {
    let mut blocks = vec![Block::Aside(question.command.trim().into())];
    match predict(question) {
        Ok(outcome) => blocks.extend(prediction::told(&outcome, lang)),
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
    let notes = curl::read(text).map(|command| command.notes).unwrap_or_default();
    let mut told: Vec<Message> = Vec::new();
    for message in notes.iter().map(|note| note.message(lang)) {
        if !told.contains(&message) {
            told.push(message);
        }
    }
    told.into_iter().map(|message| Block::Finding(Verdict::Caution, message)).collect()
}
