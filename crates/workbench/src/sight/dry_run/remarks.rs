//! What is remarkable about a configuration, the certificates that it and the calls name, and the commands; each with its place.

use std::collections::HashSet;

use diagnose::curl;
use diagnose::dropped::{Dropped, MAIN, SITE};
use diagnose::files::Files as _;
use diagnose::finding::commands::of_commands;
use diagnose::finding::{Rank, of_configuration, served_names};
use diagnose::predict::{Question, gateway, named_files};
use pki::finding;
use pki::inspect::{Input, inspect};
use pki::moment::Moment;
use text::Lang;
use text::doctor_room as say;

use super::{Server, placed, section};
use crate::document::{Block, Document, Verdict};

/// So many remarks on a configuration are shown: a browser stands still while it draws thousands, and nobody reads them.
const MOST: usize = 200;

pub(super) fn document(
    files: &Dropped,
    server: &Server,
    calls: &[Question<'_>],
    commands: &str,
    made_up: &[Vec<u8>],
    at: Moment,
    lang: Lang,
) -> Document {
    let mut sections = Vec::new();
    // what is remarkable about the gateway's is its own `check`'s
    if files.has_configuration() && matches!(server, Server::Nginx) {
        sections.extend(section(say::remarks(lang), configuration(files, at, lang)));
    }
    sections.extend(section(say::remarks_files(lang), certificates(files, server, calls, made_up, at, lang)));
    let served = match server {
        Server::Nginx if files.has_configuration() => served_names(MAIN, files),
        _ => Vec::new(),
    };
    let advice = of_commands(commands, &served);
    let told = advice.into_iter().map(|advice| {
        let place = say::line(lang, &advice.line);
        placed(Verdict::Caution, &place, advice.habit.message(lang))
    });
    sections.extend(section(say::remarks_commands(lang), told.collect()));
    Document(sections)
}

fn configuration(files: &Dropped, at: Moment, lang: Lang) -> Vec<Block> {
    let told = |found: diagnose::finding::Finding| {
        let place = match &found.place {
            // what was pasted has no other name
            Some((file, line)) if *file == SITE || (*file == MAIN && !files.is_site()) => {
                say::line(lang, line)
            }
            Some((file, line)) => format!("{file}:{line}"),
            None => String::new(),
        };
        let verdict = match found.fault.rank() {
            Rank::Danger => Verdict::Refused,
            Rank::Warning | Rank::Note => Verdict::Caution,
        };
        placed(verdict, &place, found.fault.message(lang))
    };
    let found = of_configuration(MAIN, files, at);
    let further = found.len().saturating_sub(MOST);
    let mut blocks: Vec<Block> = found.into_iter().take(MOST).map(told).collect();
    if further > 0 {
        blocks.push(Block::Aside(say::further_remarks(lang, further).into()));
    }
    if blocks.is_empty() {
        blocks.push(Block::Good(vec![say::no_remarks(lang).to_owned()]));
    }
    blocks
}

/// What is wrong with the certificates and lists that are named.
fn certificates(
    files: &Dropped,
    server: &Server,
    calls: &[Question<'_>],
    made_up: &[Vec<u8>],
    at: Moment,
    lang: Lang,
) -> Vec<Block> {
    let alone = Question {
        configuration: server.configuration(),
        command: "",
        files,
        caller: files,
        at,
        backends: diagnose::predict::Backends::Answer,
    };
    // what nobody gave is not remarked on as if somebody had
    let mut seen: HashSet<Vec<u8>> = made_up.iter().cloned().collect();
    let mut read: Vec<(String, Vec<u8>)> = Vec::new();
    let by_gateway = match server {
        Server::Nginx => Vec::new(),
        Server::Gateway(taken) => gateway::named_files(alone.configuration, taken),
    };
    let named = calls.iter().chain([&alone]).flat_map(named_files).map(|(path, _)| path);
    for path in by_gateway.into_iter().chain(named) {
        // both sides may have the same file under two names
        if let Ok(contents) = files.read(&path)
            && !String::from_utf8_lossy(&contents).contains("PRIVATE KEY-----")
            && seen.insert(contents.clone())
        {
            read.push((path, contents));
        }
    }
    let clients_alone = clients_alone(&read, calls, &alone);
    let inputs: Vec<Input<'_>> = read.iter().map(|(name, bytes)| Input { name, bytes }).collect();
    let report = inspect(&inputs, at);
    // whoever is called by no name needs none
    let beside = |found: &&pki::inspect::Finding| {
        let serving = matches!(&found.fault, finding::Fault::Certificate(fault) if fault.is_about_serving());
        !(serving && clients_alone.contains(&found.place.input))
    };
    let told = report.findings.iter().filter(beside).map(|found| {
        let told = found.fault.told(lang);
        let verdict = match told.rank {
            finding::Rank::Refused | finding::Rank::Danger => Verdict::Refused,
            _ => Verdict::Caution,
        };
        placed(verdict, &report.place(&found.place), told.message)
    });
    told.collect()
}

/// Which of these files hold what callers show and no server does.
fn clients_alone(read: &[(String, Vec<u8>)], calls: &[Question<'_>], alone: &Question<'_>) -> Vec<usize> {
    let shown: Vec<String> = calls
        .iter()
        .filter_map(|call| curl::read(call.command).ok())
        .filter_map(|command| command.certificate)
        .collect();
    let named = named_files(alone).into_iter();
    let served: Vec<Vec<u8>> = named.filter_map(|(path, _)| alone.files.read(&path).ok()).collect();
    let alone = |(_, (path, contents)): &(usize, &(String, Vec<u8>))| {
        shown.contains(path) && !served.contains(contents)
    };
    read.iter().enumerate().filter(alone).map(|(at, _)| at).collect()
}
