//! The verdicts side by side with the reasons for their differences, and every path with its steps.

use pki::chain::Pool;
use pki::verify::compare::compare;
use pki::verify::openssl::{self, Settings};
use pki::verify::path::{Failure, Outcome, Path, Step, validate};
use pki::verify::{Purpose, Question, webpki};
use text::chain_room as say;
use text::{Lang, Message};

use crate::document::{Block, Fold, Table, Verdict};

pub(super) fn side_by_side(pool: &Pool, question: &Question, depth: usize, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    if question.anchors.is_empty() {
        blocks.push(Block::Finding(Verdict::Refused, say::nothing_trusted(lang)));
    }
    let both = compare(pool, question, &settings(question, depth), webpki::Settings::RUSTLS);
    let mut good = Vec::new();
    let validation = validate(pool, question);
    match validation.paths.first().and_then(Path::first_fault) {
        Some((member, _, failure)) => {
            let Message { problem, remedy } = at_certificate(pool, member, failure, lang);
            let told = Message { problem: say::rules_refuse(lang, &problem).into(), remedy };
            blocks.push(Block::Finding(Verdict::Refused, told));
        }
        None => good.push(say::rules_accept(lang).to_owned()),
    }
    if let Purpose::Server(_) = question.purpose {
        let curl = &both.openssl;
        if curl.is_accepted() {
            good.push(say::curl_accepts(lang).to_owned());
        } else {
            let told = say::curl_refuses(lang, &curl.code.0, &curl.code.text());
            blocks.push(Block::Finding(Verdict::Refused, told));
        }
    } else if both.openssl.is_accepted() {
        good.push(say::openssl_accepts(lang, depth));
    } else {
        blocks.push(Block::Finding(Verdict::Refused, openssl_refuses(&both.openssl, lang)));
    }
    match &both.webpki {
        Ok(_) => good.push(say::webpki_accepts(lang).to_owned()),
        Err(refusal) => {
            let Message { problem, remedy } = refusal.message(lang);
            let told = Message { problem: say::webpki_refuses(lang, &problem).into(), remedy };
            blocks.push(Block::Finding(Verdict::Refused, told));
        }
    }
    if !good.is_empty() {
        blocks.insert(0, Block::Good(good));
    }
    if !both.reasons.is_empty() {
        let reasons = both.reasons.iter().map(|reason| reason.sentence(lang).to_owned()).collect();
        blocks.push(Block::Paragraph(say::why_they_differ(lang).into()));
        blocks.push(Block::Caution(reasons));
    }
    blocks
}

/// How OpenSSL is asked: for a client as nginx asks it, for a server as curl does.
pub(super) fn settings(question: &Question, depth: usize) -> Settings {
    match question.purpose {
        Purpose::Server(_) => Settings::curl(!question.lists.is_empty()),
        Purpose::Client => Settings::nginx(depth),
    }
}

/// Why a path fails, and at which of its certificates.
pub(super) fn at_certificate(pool: &Pool, member: usize, failure: &Failure, lang: Lang) -> Message {
    let Message { problem, remedy } = failure.message(lang);
    let title = &pool.members[member].title;
    Message { problem: say::at_certificate(lang, title, &problem).into(), remedy }
}

fn openssl_refuses(verdict: &openssl::Verdict, lang: Lang) -> Message {
    // nginx goes on after the first error and logs no depth: that of the last says nothing of where the fault is
    say::openssl_refuses(lang, &verdict.code.0, &verdict.code.text())
}

pub(super) fn paths(pool: &Pool, question: &Question, lang: Lang) -> Vec<Block> {
    let validation = validate(pool, question);
    let mut blocks: Vec<Block> =
        validation.paths.iter().enumerate().map(|(number, path)| fold(pool, number, path, lang)).collect();
    if validation.more {
        blocks.push(Block::Aside(say::path_more(lang).into()));
    }
    blocks
}

/// Certificates of the longest path of which every step is told.
const SHORT: usize = 8;

fn fold(pool: &Pool, number: usize, path: &Path, lang: Lang) -> Block {
    let title = |member: &usize| pool.members[*member].title.as_str();
    let names: Vec<&str> = path.chain.iter().map(title).collect();
    let mut blocks = Vec::new();
    if let Some((member, _, failure)) = path.first_fault() {
        blocks.push(Block::Finding(Verdict::Refused, at_certificate(pool, member, failure, lang)));
    }
    // one table for each certificate, the anchor first; in a long path only where there is something to say
    let short = path.chain.len() <= SHORT;
    let mut quiet = 0;
    for at in (0..path.chain.len()).rev() {
        let silent =
            |step: &&Step| step.at != at || matches!(step.outcome, Outcome::Passed | Outcome::NotAsked);
        if !short && path.steps.iter().all(|step| silent(&step)) {
            quiet += 1;
            continue;
        }
        let rows: Vec<[String; 2]> = path
            .steps
            .iter()
            .filter(|step| step.at == at)
            .map(|step| {
                let outcome = match &step.outcome {
                    Outcome::Passed => say::passed(lang).to_owned(),
                    Outcome::NotAsked => say::not_asked(lang).to_owned(),
                    Outcome::Doubtful(failure) => say::doubtful(lang, &failure.message(lang).problem),
                    Outcome::Failed(failure) => say::failed(lang, &failure.message(lang).problem),
                };
                [format!("{} · {}", step.check.label(lang), step.check.rule()), outcome]
            })
            .collect();
        blocks.push(Block::Paragraph(title(&path.chain[at]).into()));
        let head = [say::step(lang).to_owned(), say::outcome(lang).to_owned()];
        blocks.push(Block::Table(Table { head, rows }));
    }
    if quiet > 0 {
        blocks.push(Block::Aside(say::path_quiet(lang, quiet).into()));
    }
    let names = match &*names {
        [first, between @ .., last] if !short => format!("{first} › … {} … › {last}", between.len()),
        names => names.join(" › "),
    };
    Block::Fold(Fold { id: format!("path-{number}"), title: say::path(lang, number + 1, &names), blocks })
}
