//! One message after the other: its fields as a tree over its octets, why it is there, and what can be computed about it.

use core::ops::Range;
use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use handshake::belief::{Learnt, beliefs};
use handshake::dissect::field::Field;
use handshake::dissect::message::Kind;
use handshake::dissect::schedule::Value;
use handshake::dissect::why::Why;
use handshake::dissect::{Computed, Dissection, Message};
use handshake::refusal::Refusal;
use handshake::stopped::{Stopped, stops};
use handshake::transcript::{Connection, End, Side};
use pki::inspect::tree::Node;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::handshake_room as say;

use super::outcome::name;
use super::raw::{self, Raw};
use crate::document::{Block, Code, Fold, Verdict};
use crate::role::Role;

/// One message as it was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    /// Who sent it.
    pub side: Role,
    /// What it is.
    pub name: String,
    /// What it says, where a line can hold that; its size, and whether it could be read on the way, in words.
    pub note: String,
    /// Whether nobody on the way could read it.
    pub encrypted: bool,
    /// The place of what its sender wrote at once with it.
    pub flight: usize,
    /// Why it is there; for an alert that ends it also why it was sent.
    pub why: Vec<Block>,
    /// Its fields, from the top.
    pub tree: Vec<Node>,
    /// For each field why it is there, where there is more to say than its name does.
    pub reasons: Vec<Option<String>>,
    /// Its octets, in clear.
    #[serde(with = "serde_bytes")]
    pub octets: Vec<u8>,
    /// The place of the records that carry it among those of the play.
    pub raw: usize,
    /// What can be computed about it, and what both sides can compute once it has come.
    pub after: Vec<Block>,
    /// What passes behind the server because of it, where the lab knows: a recording does not show it.
    pub behind: Option<Behind>,
}

/// What passes between the server and its backend: a request goes on, and an answer was there before the server sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    /// Whether the server asks; otherwise the backend has answered, or has not.
    pub asks: bool,
    /// The first line of it (RFC 9112 sections 3 and 4), or that nothing came.
    pub line: String,
    /// What it is, in a sentence.
    pub words: String,
}

/// What is known of a connection beside its octets.
#[derive(Clone, Copy)]
pub(super) enum Known<'a> {
    /// The lab played it.
    Played(&'a Connection),
    /// It was recorded, and this is why it was refused, where that is known.
    Recorded(Option<&'a Refusal>),
}

/// The messages of a connection; their records go behind those that are there already.
pub(super) fn all(dissection: &Dissection, known: Known<'_>, raws: &mut Vec<Raw>, lang: Lang) -> Vec<Sent> {
    let connection = match known {
        Known::Played(connection) => Some(connection),
        Known::Recorded(_) => None,
    };
    let places = raw::all(dissection, raws, lang);
    let learnt = beliefs(dissection, connection);
    let passes = connection.is_some_and(|it| !matches!(it.server.end, End::Stopped { .. }))
        && !dissection.messages.iter().any(is_refusal);
    // how the lab's own ended is known from both sides
    let (stops, reason) = match known {
        Known::Played(_) => (Vec::new(), None),
        Known::Recorded(refusal) => (stops(dissection), refusal),
    };
    let mut found = found(dissection, lang);
    dissection
        .messages
        .iter()
        .zip(places)
        .enumerate()
        .map(|(place, (message, raw))| {
            let mut sent = Sent { raw, ..one(place, message, dissection, lang) };
            if let Some(told) = refusal(message, connection, lang) {
                sent.why.insert(0, Block::Finding(Verdict::Refused, told));
            }
            // why it was refused is known of the one that ended it; whatever is said behind it tells for itself
            let stop = stops.binary_search_by_key(&place, |stop| stop.message).ok();
            let reason = reason.filter(|_| stop == Some(0));
            let stop = stop.map(|stop| stopped(&stops[stop], reason, lang));
            sent.why.splice(0..0, stop.into_iter().flatten());
            sent.why.extend(found.remove(&place).map(Block::Caution));
            let told = |learnt: &&Learnt| learnt.message == place;
            sent.why.extend(learnt.iter().filter(told).map(|learnt| {
                let sentence = learnt.belief.sentence(lang);
                let who = match learnt.side {
                    Side::Client => text::frame::client(lang),
                    Side::Server => text::frame::server(lang),
                };
                Block::Aside(format!("{who}: {sentence}").into())
            }));
            sent.behind = passes.then(|| behind(message, lang)).flatten();
            sent
        })
        .collect()
}

fn one(place: usize, message: &Message, dissection: &Dissection, lang: Lang) -> Sent {
    let (mut tree, mut reasons) = (Vec::new(), Vec::new());
    for field in &message.fields {
        walk(field, 0, 0, lang, &mut tree, &mut reasons);
    }
    let carried = message.pieces.first().and_then(|piece| dissection.records.get(piece.record));
    let how = if message.encrypted { say::encrypted(lang) } else { say::in_clear(lang) };
    let mut after: Vec<Block> =
        message.computed.iter().flat_map(|computed| self::computed(place, computed, lang)).collect();
    let values: Vec<&Value> = dissection.schedule.iter().filter(|value| value.after == place).collect();
    if !values.is_empty() {
        after.push(schedule(place, &values, dissection, lang));
    }
    Sent {
        side: match message.side {
            Side::Client => Role::Client,
            Side::Server => Role::Server,
        },
        name: message.kind.label().to_owned(),
        note: [in_short(message), Some(say::octets(lang, message.octets.len())), Some(how.to_owned())]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
        encrypted: message.encrypted,
        flight: carried.map_or(0, |record| record.flight),
        why: vec![Block::Paragraph(message.why.sentence(lang).into())],
        tree,
        reasons,
        octets: message.octets.clone(),
        raw: 0,
        after,
        behind: None,
    }
}

/// Characters of the longest line that is shown whole beside a message's name.
const SHORT: usize = 48;

/// What a message says, where that is short: an alert its name, a message of HTTP its first line (RFC 9112 section 2.1) or its frames.
fn in_short(message: &Message) -> Option<String> {
    match message.kind {
        Kind::Alert => super::outcome::alert(message).map(|alert| alert.to_string()),
        Kind::ApplicationData => in_frames(message)
            .or_else(|| {
                ["request-line", "status-line"]
                    .iter()
                    .find_map(|line| message.field(line))
                    .map(|line| line.value.clone())
            })
            .filter(|line| line.bytes().all(|octet| (b' '..0x7f).contains(&octet)))
            .map(|line| if line.len() > SHORT { format!("{} …", &line[..SHORT]) } else { line }),
        _ => None,
    }
}

fn first_line(message: &Message) -> Option<&str> {
    core::str::from_utf8(message.octets.split(|octet| *octet == b'\r').next()?).ok()
}

/// Of HTTP/2 what its frames are, and of those with header fields method and path, or the status (RFC 9113 section 8.3), which may
/// stand in the frames that continue them (section 6.10).
fn in_frames(message: &Message) -> Option<String> {
    let frames = message.fields.iter().filter(|field| field.find("Stream Identifier").is_some());
    let frames: Vec<&Field> = frames.collect();
    let mut said: Vec<String> = (0..frames.len()).map(|at| in_frame(&frames[at..])).collect();
    said.dedup();
    (!said.is_empty()).then(|| said.join(", "))
}

/// What the first of these frames is.
fn in_frame(frames: &[&Field]) -> String {
    let name = &*frames[0].name;
    let continued = frames[1..].iter().take_while(|frame| name == "HEADERS" && frame.name == "CONTINUATION");
    let block: Vec<&Field> = frames[..1].iter().chain(continued).copied().collect();
    let said = |name| block.iter().find_map(|frame| frame.find(name)).map(|field| field.value.as_str());
    match (said(":method"), said(":path"), said(":status")) {
        (Some(method), path, _) => [method, path.unwrap_or_default()].join(" "),
        (None, Some(path), _) => format!("{name} {path}"),
        (None, None, Some(status)) => format!("HTTP/2 {status}"),
        (None, None, None) => name.to_owned(),
    }
}

/// Where a server's own answer says that its backend is not there (RFC 9110 section 15.6.3).
const BAD_GATEWAY: &str = "502";

/// Whether a server says by itself that it does not let the caller in (RFC 9110 section 15.5): the lab's backend has no such answer.
fn is_refusal(message: &Message) -> bool {
    let line = first_line(message).filter(|_| matches!(message.kind, Kind::ApplicationData));
    message.side == Side::Server && line.is_some_and(|line| line.starts_with("HTTP/1.1 4"))
}

/// What the lab's server and its backend have to do with a message of HTTP.
fn behind(message: &Message, lang: Lang) -> Option<Behind> {
    let line = match message.kind {
        Kind::ApplicationData => first_line(message)?.to_owned(),
        _ => return None,
    };
    let (asks, words) = match message.side {
        Side::Client => (true, say::backend_asked(lang, &line)),
        Side::Server if line.split(' ').nth(1) == Some(BAD_GATEWAY) => {
            let line = say::no_answer(lang).to_owned();
            return Some(Behind { asks: false, line, words: say::backend_silent(lang).to_owned() });
        }
        Side::Server => (false, say::backend_answers(lang, &line)),
    };
    Some(Behind { asks, line, words })
}

/// A field and all below it, over octets of which the first has this place.
pub(super) fn walk(
    field: &Field,
    depth: usize,
    base: usize,
    lang: Lang,
    tree: &mut Vec<Node>,
    reasons: &mut Vec<Option<String>>,
) {
    tree.push(Node {
        name: field.name.clone().into_owned(),
        value: field.value.clone(),
        constructed: !field.children.is_empty(),
        ..node(depth, base, &field.range)
    });
    let why = field.why.map(|why| why.sentence(lang));
    reasons.push(Some(match why {
        Some(why) => format!("{why} ({})", field.section),
        None => field.section.clone().into_owned(),
    }));
    for child in &field.children {
        walk(child, depth + 1, base, lang, tree, reasons);
    }
}

/// A value without a name yet.
pub(super) fn node(depth: usize, base: usize, range: &Range<usize>) -> Node {
    Node {
        depth,
        offset: base + range.start,
        header_length: 0,
        content_length: range.len(),
        kind: String::new(),
        name: String::new(),
        value: String::new(),
        constructed: false,
        broken: false,
    }
}

/// Why the sender of an alert ended it.
fn refusal(message: &Message, connection: Option<&Connection>, lang: Lang) -> Option<text::Message> {
    let End::Stopped { refusal, alert: Some(alert), .. } = &connection?.outcome(message.side).end else {
        return None;
    };
    let said = message.kind.label() == "Alert" && message.octets.last() == Some(&alert.0);
    said.then(|| refusal.message(lang))
}

/// What an alert says that ends a recorded connection, what it follows, and by which rule.
fn stopped(stop: &Stopped, refusal: Option<&Refusal>, lang: Lang) -> Vec<Block> {
    let told = refusal.map_or_else(|| stop.message(lang), |refusal| refusal.message(lang));
    let mut blocks = vec![Block::Finding(Verdict::Refused, told)];
    blocks.extend(stop.follows(lang).into_iter().map(|words| Block::Aside(words.into())));
    let rule = refusal.map_or_else(|| stop.rule(), Refusal::rule);
    blocks.push(Block::Aside(say::rule_of(lang, &rule).into()));
    blocks
}

/// What is wrong with octets, by the place of the message that it is about: nobody refused anything there.
fn found(dissection: &Dissection, lang: Lang) -> BTreeMap<usize, Vec<String>> {
    let mut by_place: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for found in &dissection.findings {
        if let Some(place) = found.message {
            by_place.entry(place).or_default().push(found.finding.message(lang).to_string());
        }
    }
    by_place
}

fn computed(place: usize, computed: &Computed, lang: Lang) -> Vec<Block> {
    match computed {
        Computed::Signed { octets, fits } => {
            let mut blocks = vec![Block::Terms(vec![(say::signed(lang).to_owned(), grouped(octets))])];
            blocks.push(match fits {
                Ok(fits) => verdict(*fits, say::signature_fits(lang), say::signature_differs(lang)),
                Err(why) => Block::Aside(why.sentence(lang).into()),
            });
            blocks
        }
        Computed::Unchecked(why) => vec![Block::Aside(why.sentence(lang).into())],
        Computed::VerifyData { expected, fits, command } => {
            let said = verdict(*fits, say::checksum_fits(lang), say::checksum_differs(lang));
            checksum(place, ("verify_data", "verify-data"), expected, said, command, lang)
        }
        Computed::Binder { expected, fits, command, .. } => {
            let said = verdict(*fits, say::binder_fits(lang), say::binder_differs(lang));
            checksum(place, ("binder", "binder"), expected, said, command, lang)
        }
    }
}

/// What a checksum has to be, what is said of the one that was sent, and how to come to it.
fn checksum(
    place: usize,
    (name, id): (&str, &str),
    expected: &[u8],
    said: Block,
    command: &Secret,
    lang: Lang,
) -> Vec<Block> {
    let command = String::from_utf8_lossy(command.expose());
    vec![
        Block::Terms(vec![(name.to_owned(), grouped(expected))]),
        said,
        Block::Code(Code::command(&format!("{id}-{place}"), say::recompute(lang), &command)),
    ]
}

fn verdict(fits: bool, good: &str, bad: &str) -> Block {
    if fits { Block::Good(vec![good.to_owned()]) } else { Block::Caution(vec![bad.to_owned()]) }
}

/// The secrets and keys that both sides have from here on.
fn schedule(place: usize, values: &[&Value], dissection: &Dissection, lang: Lang) -> Block {
    let mut blocks = Vec::new();
    let has = |name: &str| dissection.schedule.iter().any(|value| value.name == name);
    if values.iter().any(|value| value.why == Why::HandshakeTraffic) && !has("early_secret") {
        blocks.push(Block::Aside(say::schedule_begins_later(lang).into()));
    }
    for (number, value) in values.iter().enumerate() {
        let title = match value.side {
            Some(side) => format!("{} · {}", value.name, name(side, lang)),
            None => value.name.clone().into_owned(),
        };
        let why = format!("{} ({})", value.why.sentence(lang), value.section);
        blocks.push(Block::Terms(vec![(title, grouped(value.octets.expose()))]));
        blocks.push(Block::Aside(why.into()));
        if let Some(command) = &value.command {
            let id = format!("value-{place}-{number}");
            let command = String::from_utf8_lossy(command.expose()).into_owned();
            blocks.push(Block::Code(Code::command(&id, say::recompute(lang), &command)));
        }
    }
    Block::Fold(Fold { id: format!("schedule-{place}"), title: say::schedule(lang, values.len()), blocks })
}

/// Hexadecimal digits in groups of eight, so that lines can break.
fn grouped(octets: &[u8]) -> String {
    octets.chunks(4).map(|group| HEXLOWER.encode(group)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(name: &'static str, fields: &[(&'static str, &str)]) -> Field {
        let field = |name: &'static str, value: &str, children| Field {
            name: name.into(),
            range: 0..0,
            value: value.to_owned(),
            section: "RFC 9113, 4.1".into(),
            why: None,
            children,
        };
        field(name, "", fields.iter().map(|(name, value)| field(name, value, Vec::new())).collect())
    }

    /// Method and path of one request may stand in two frames; another frame's are its own.
    #[test]
    fn a_request_is_told_with_the_path_that_a_frame_behind_it_brings() {
        let begins = frame("HEADERS", &[(":method", "GET")]);
        let goes_on = frame("CONTINUATION", &[(":path", "/a")]);
        let data = frame("DATA", &[(":path", "/b")]);
        assert_eq!(in_frame(&[&begins, &goes_on]), "GET /a");
        assert_eq!(in_frame(&[&begins, &data]), "GET ");
        assert_eq!(in_frame(&[&goes_on]), "CONTINUATION /a");
        assert_eq!(in_frame(&[&frame("HEADERS", &[(":status", "200")])]), "HTTP/2 200");
    }
}
