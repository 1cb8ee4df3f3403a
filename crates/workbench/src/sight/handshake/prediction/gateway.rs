//! What the gateway does in nginx's place: a table beside nginx's, and its configuration. The Doctor tells of it alone.

use deploy::gateway::Fault;
use diagnose::curl::ReadError;
use diagnose::predict::gateway::{Outcome, Reason, Taken, VERSION, predict, predict_taken};
use diagnose::predict::{OPENSSL, Question, Side};
use diagnose::staging::{GATEWAY, Stage};
use handshake::alert::Alert;
use text::Lang;
use text::handshake_room as say;

use crate::document::{Block, Table};

/// What it says, row by row, below a heading of its own: nginx's stands above.
pub(super) fn told(stage: &Stage, lang: Lang) -> Option<[Block; 2]> {
    let outcome = predict(&stage.gateway_question()).ok()?;
    Some([Block::Heading(say::of_the_gateway(lang).to_owned()), table(&outcome, lang)])
}

/// Why a call ends as it does, and what each program prints.
///
/// # Errors
/// [`ReadError`] when the command is none of curl's.
pub(in crate::sight) fn call(
    question: &Question<'_>,
    taken: &Taken,
    lang: Lang,
) -> Result<Vec<Block>, ReadError> {
    let outcome = predict_taken(question, taken)?;
    let comes_through = outcome.curl_exit == 0 && outcome.http_status < Some(400);
    let reason = |reason: &Reason| {
        Block::Finding(super::verdict(reason.is_good(), comes_through), reason.message(lang))
    };
    let mut blocks: Vec<Block> = outcome.reasons.iter().map(reason).collect();
    blocks.push(table(&outcome, lang));
    let taken: Vec<String> = outcome.assumptions.iter().map(|taken| taken.sentence(lang)).collect();
    let models = say::models_of_gateway(lang, &VERSION, &diagnose::curl::VERSION, &OPENSSL);
    blocks.push(Block::Aside([taken, vec![models]].concat().join(" ").into()));
    Ok(blocks)
}

/// Whether the configuration is taken. What `check` finds beyond that is not judged here.
pub(in crate::sight) fn taken(lang: Lang) -> (String, String) {
    (GATEWAY.to_owned(), say::taken_by_gateway(lang).to_owned())
}

fn table(outcome: &Outcome, lang: Lang) -> Block {
    let mut rows = Vec::new();
    let mut row = |title: &str, words: String| rows.push([title.to_owned(), words]);
    let (file, taken) = taken(lang);
    let refused =
        |faults: &Vec<Fault>| faults.iter().map(|fault| fault.line(lang)).collect::<Vec<_>>().join(" ");
    row(&file, outcome.check.as_ref().err().map_or(taken, refused));
    if let Some(alert) = outcome.alert {
        let name = Alert(alert.number).to_string();
        let words = match alert.from {
            Side::Server => say::alert_of_gateway(lang, &name),
            Side::Client => say::alert_of_curl(lang, &name),
        };
        row(say::row_alert(lang), words);
    }
    row(
        "HTTP",
        outcome.http_status.map_or_else(|| say::no_answer(lang).to_owned(), |status| status.to_string()),
    );
    if let Some(body) = &outcome.body {
        row(say::caller_reads(lang), body.trim_end().to_owned());
    }
    if let Some(line) = &outcome.log {
        row(say::log_of_gateway(lang), format!("[{}] {}", line.level, line.words));
    }
    if let Some(reason) = outcome.reason {
        row(say::reason_of_gateway(lang), reason.to_owned());
    }
    row("curl", super::curl_row(outcome.curl_exit, outcome.curl_error.as_deref(), lang));
    let head = [say::where_it_is_seen(lang).to_owned(), say::what_is_seen(lang).to_owned()];
    Block::Table(Table { head, rows })
}
