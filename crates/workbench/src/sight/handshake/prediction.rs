//! What nginx, the gateway and curl do with the same certificates: the scenario's files and command, given to the models of them, and
//! the answer in the reader's words. The models see no scenario.

pub(in crate::sight) mod gateway;

use diagnose::predict::{Outcome, Side, predict};
use diagnose::staging::{CONFIGURATION, GATEWAY, Ground, Stage};
use handshake::alert::Alert;
use handshake::catalogue::Staged;
use handshake::scenario::Scenario;
use handshake::transcript::Transcript;
use text::Lang;
use text::handshake_room as say;

use crate::document::{Block, Code, Fold, Table, Verdict};

/// What both do, beside what the lab played if it did; nothing when the host cannot stand in a configuration.
pub(super) fn of(staged: &Staged, transcript: Option<&Transcript>, lang: Lang) -> Vec<Block> {
    let Some((stage, outcome)) = foreseen(staged) else { return Vec::new() };
    let mut blocks = told(&outcome, lang);
    blocks.extend(transcript.and_then(|transcript| {
        let lab = transcript.last().stopped_by().is_none();
        let other = offers_more(&staged.scenario) && is_let_in(&outcome);
        let offer = || Block::Caution(vec![say::other_offer(lang).to_owned()]);
        if other { Some(offer()) } else { difference(lab, &outcome, lang) }
    }));
    blocks.extend(gateway::told(&stage, lang).into_iter().flatten());
    blocks.push(Block::Code(Code::command("prediction-command", say::command(lang), &stage.command)));
    let read = [(CONFIGURATION, stage.configuration.as_str()), (GATEWAY, &stage.gateway)];
    blocks.push(configurations(&read, lang));
    blocks
}

/// The configurations that were read, by their names.
pub(super) fn configurations(read: &[(&str, &str)], lang: Lang) -> Block {
    let file = |(name, text): &(&str, &str)| {
        let id = format!("prediction-{}", name.replace('.', "-"));
        Block::Code(Code { id, title: (*name).to_owned(), text: (*text).to_owned(), ..Code::default() })
    };
    Block::Fold(Fold {
        id: "prediction-files".to_owned(),
        title: say::configuration(lang).to_owned(),
        blocks: read.iter().map(file).collect(),
    })
}

/// The files and the command, and what comes of them.
pub(super) fn foreseen(staged: &Staged) -> Option<(Stage, Outcome)> {
    let stage = Stage::of(staged, Ground::USUAL).ok()?;
    let outcome = predict(&stage.question()).ok()?;
    Some((stage, outcome))
}

/// Whether the request comes to an answer that is no refusal.
pub(super) fn is_let_in(outcome: &Outcome) -> bool {
    outcome.nginx_test.is_ok() && outcome.curl_exit == 0 && outcome.http_status < Some(400)
}

/// Why it ends so, what each program prints, and what was taken for granted.
pub(in crate::sight) fn told(outcome: &Outcome, lang: Lang) -> Vec<Block> {
    let mut blocks: Vec<Block> = outcome
        .reasons
        .iter()
        .map(|reason| {
            let comes_through = outcome.curl_exit == 0 && outcome.http_status < Some(400);
            Block::Finding(verdict(reason.is_good(), comes_through), reason.message(lang))
        })
        .collect();
    blocks.push(Block::Table(Table {
        head: [say::where_it_is_seen(lang).to_owned(), say::what_is_seen(lang).to_owned()],
        rows: rows(outcome, lang),
    }));
    let taken: Vec<String> = outcome.assumptions.iter().map(|taken| taken.sentence(lang)).collect();
    let models =
        say::models(lang, &diagnose::nginx::VERSION, &diagnose::curl::VERSION, &diagnose::predict::OPENSSL);
    blocks.push(Block::Aside([taken, vec![models]].concat().join(" ").into()));
    blocks
}

/// How much a reason weighs.
fn verdict(is_good: bool, comes_through: bool) -> Verdict {
    match (is_good, comes_through) {
        (true, _) => Verdict::Fine,
        (false, true) => Verdict::Caution,
        (false, false) => Verdict::Refused,
    }
}

/// What curl prints, or that it is content.
fn curl_row(exit: u8, error: Option<&str>, lang: Lang) -> String {
    match error {
        Some(words) => format!("curl: ({exit}) {words}"),
        None => say::exit_code(lang, &exit),
    }
}

/// What stands for `nginx -t` when it has nothing to say against a configuration.
pub(in crate::sight) fn taken(lang: Lang) -> String {
    say::taken(lang).to_owned()
}

fn rows(outcome: &Outcome, lang: Lang) -> Vec<[String; 2]> {
    let mut rows = Vec::new();
    let mut row = |title: &str, words: String| rows.push([title.to_owned(), words]);
    row("nginx -t", outcome.nginx_test.clone().err().unwrap_or_else(|| taken(lang)));
    if let Some(alert) = outcome.alert {
        let name = Alert(alert.number).to_string();
        let words = match alert.from {
            Side::Server => say::alert_of_nginx(lang, &name),
            Side::Client => say::alert_of_curl(lang, &name),
        };
        row(say::row_alert(lang), words);
    }
    let status = match (outcome.http_status, &outcome.body_title) {
        (Some(status), Some(title)) => say::status_and_title(lang, &status, title),
        (Some(status), None) => status.to_string(),
        (None, _) => say::no_answer(lang).to_owned(),
    };
    row("HTTP", status);
    if let Some(verify) = &outcome.client_verify {
        row("$ssl_client_verify", verify.clone());
    }
    if let Some(line) = &outcome.nginx_log {
        let hidden = if line.written { String::new() } else { format!(" · {}", say::not_written(lang)) };
        row("error.log", format!("[{}] {}{hidden}", line.level, line.words));
    }
    row("curl", curl_row(outcome.curl_exit, outcome.curl_error.as_deref(), lang));
    rows
}

/// Whether curl offers a protocol that the lab's client does not: with `--http2` it offers http/1.1 too.
fn offers_more(scenario: &Scenario) -> bool {
    let offers = |name: &str| scenario.client.offer.protocols.iter().any(|protocol| protocol == name);
    offers("h2") && !offers("http/1.1")
}

/// Where the lab's rustls and the programs do not agree.
fn difference(lab: bool, outcome: &Outcome, lang: Lang) -> Option<Block> {
    let words = match (lab, is_let_in(outcome)) {
        (true, false) if outcome.http_status < Some(500) => say::stricter(lang),
        (false, true) => say::laxer(lang),
        _ => return None,
    };
    Some(Block::Caution(vec![words.to_owned()]))
}
