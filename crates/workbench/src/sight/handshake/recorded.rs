//! A recording as it is shown: its connections taken apart, what was found in it, and what can be saved of it.

use handshake::capture;
use handshake::dissect::finding::{self, Finding};
use handshake::dissect::{Dissection, Keys, Memory};
use handshake::key_log::KeyLog;
use handshake::refusal::Refusal;
use text::{Lang, Message};
use text::{handshake_room as say, opening};

use super::found::Found;
use super::{File, Kept, Play, Versions, draw, offer, outcome, sent, titles};
use crate::document::{Block, Verdict};

/// Connections of a recording that are taken apart; more would be too many to look through.
const SHOWN: usize = 24;

/// Octets of a recording of which JSON is offered, which is some ten times as long.
const WRITTEN: usize = 8 << 20;

/// Who called, so that each is another one: those of one address are numbered.
fn callers(connections: &[capture::Recorded]) -> Vec<String> {
    let count = |client: &str, among: &[capture::Recorded]| {
        among.iter().filter(|other| other.client == client).count()
    };
    let one = |(number, recorded): (usize, &capture::Recorded)| match count(&recorded.client, connections) {
        1 => recorded.client.clone(),
        _ => format!("{} ({})", recorded.client, count(&recorded.client, &connections[..=number])),
    };
    connections.iter().enumerate().map(one).collect()
}

/// Leaves the connections that carry TLS, and those that should have: to a server that spoke TLS with others. Where none does, all stay.
/// How many were left out.
fn without_others(connections: &mut Vec<capture::Recorded>) -> usize {
    let with_tls = connections.iter().filter(|recorded| recorded.is_tls());
    let servers: Vec<String> = with_tls.map(|recorded| recorded.server.clone()).collect();
    let before = connections.len();
    if !servers.is_empty() {
        connections.retain(|recorded| servers.contains(&recorded.server));
    }
    before - connections.len()
}

/// Adds a connection to those that are listed: with a tick, or with a warning sign where what was said in it does not fit together.
fn list(listed: &mut Vec<Block>, who: &str, dissection: &Dissection) {
    let does_not_fit = |found: &finding::Found| matches!(found.finding, Finding::DoesNotFit { .. });
    let is_doubtful = dissection.findings.iter().any(does_not_fit);
    match (listed.last_mut(), is_doubtful) {
        (Some(Block::Good(told)), false) | (Some(Block::Caution(told)), true) => told.push(who.to_owned()),
        (_, false) => listed.push(Block::Good(vec![who.to_owned()])),
        (_, true) => listed.push(Block::Caution(vec![who.to_owned()])),
    }
}

/// A recording taken apart: its first connections that have to do with TLS, or its first when none has. `refusal` is why they were refused,
/// where that is known.
pub(super) fn recorded(
    bytes: &[u8],
    mut keys: KeyLog,
    name: &str,
    whence: &str,
    refusal: Option<&Refusal>,
    lang: Lang,
) -> Result<Play, Message> {
    let mut capture = capture::read(bytes).map_err(|error| {
        let Message { problem, remedy } = error.message(lang);
        opening::in_file(lang, &name, &problem, &remedy)
    })?;
    capture.keys.entries.append(&mut keys.entries);
    let silent = without_others(&mut capture.connections);
    let further = capture.connections.len().saturating_sub(SHOWN);
    capture.connections.truncate(SHOWN);
    let mut outcome: Vec<Block> = capture
        .findings
        .iter()
        .map(|finding| Block::Finding(Verdict::Caution, finding.message(lang)))
        .collect();
    if further > 0 {
        outcome.push(Block::Finding(Verdict::Caution, say::further_connections(lang, further)));
    }
    if silent > 0 {
        outcome.push(Block::Finding(Verdict::Caution, say::connections_without_tls(lang, silent)));
    }
    let mut connections = Vec::new();
    let mut raws = Vec::new();
    let mut told = Vec::new();
    let mut listed = Vec::new();
    let mut ended = Vec::new();
    let mut found = Found::default();
    let mut memory = Memory::default();
    let callers = callers(&capture.connections);
    let count = |one: &capture::Recorded, among: &[capture::Recorded]| {
        among.iter().filter(|other| (&other.client, &other.server) == (&one.client, &one.server)).count()
    };
    for (number, recorded) in capture.connections.iter().enumerate() {
        let keys = Keys { log: &capture.keys, shared_secret: None };
        let dissection = memory.dissect(&recorded.flights, keys);
        found.note(&callers[number], &dissection);
        connections.push(sent::all(&dissection, sent::Known::Recorded(refusal), &mut raws, lang));
        // between the same ports there may be one after the other
        let (client, server) = (&recorded.client, &recorded.server);
        let who = match count(recorded, &capture.connections) {
            1 => say::from_to(lang, client, server),
            all => {
                let place = count(recorded, &capture.connections[..=number]);
                say::from_to_again(lang, client, server, &place, &all)
            }
        };
        ended.extend(
            outcome::ended(&dissection, lang).map(|ended| Block::Caution(vec![format!("{who} {ended}")])),
        );
        list(&mut listed, &who, &dissection);
        told.push(who);
    }
    outcome.extend(found.told(lang));
    outcome.extend(ended);
    let mut play = Play {
        titles: if connections.len() == 1 { titles(1, lang) } else { told },
        versions: Versions::Agreed,
        has_versions: false,
        offer: offer(lang),
        scenario: String::new(),
        title: name.to_owned(),
        missed: None,
        refused: Vec::new(),
        about: [vec![Block::Aside(whence.into())], listed].concat(),
        outcome,
        prediction: Vec::new(),
        connections,
        raws,
        files: Vec::new(),
    };
    let octets = |recorded: &capture::Recorded| -> usize {
        recorded.flights.iter().map(|flight| flight.octets.len()).sum()
    };
    if capture.connections.iter().map(octets).sum::<usize>() <= WRITTEN {
        play.files.push(File::json(&Kept::Recorded(capture)));
    }
    draw(&mut play, lang);
    Ok(play)
}
