//! What the gateway does in nginx's place: a table beside nginx's, and its configuration.

use diagnose::predict::Side;
use diagnose::predict::gateway::predict;
use diagnose::staging::{GATEWAY, Stage};
use handshake::alert::Alert;
use text::Lang;
use text::handshake_room as say;

use crate::document::{Block, Code, Table};

/// What it says, row by row.
pub(super) fn told(stage: &Stage, lang: Lang) -> Option<Block> {
    let outcome = predict(&stage.gateway_question()).ok()?;
    let mut rows = Vec::new();
    let mut row = |title: &str, words: String| rows.push([title.to_owned(), words]);
    let check = match &outcome.check {
        Ok(()) => super::taken(lang),
        Err(faults) => faults.iter().map(|fault| fault.line(lang)).collect::<Vec<_>>().join(" "),
    };
    row("handfast-gateway check", check);
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
    let curl = match &outcome.curl_error {
        Some(words) => format!("curl: ({}) {words}", outcome.curl_exit),
        None => say::exit_code(lang, &outcome.curl_exit),
    };
    row("curl", curl);
    let head = [say::of_the_gateway(lang).to_owned(), say::what_is_seen(lang).to_owned()];
    Some(Block::Table(Table { head, rows }))
}

/// Its configuration.
pub(super) fn file(stage: &Stage) -> Code {
    Code {
        id: "prediction-gateway".to_owned(),
        title: GATEWAY.to_owned(),
        text: stage.gateway.clone(),
        ..Code::default()
    }
}
