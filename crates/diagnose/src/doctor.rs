//! From a message to its remedy: known messages are recognised, wherever they come from, and combined with what is loaded. What is
//! known stands in a data file (`doctor/entries.txt`), one block each, with samples that real programs printed; here it is read.

mod alert;
mod entry;
mod file;
mod foreign;
mod loaded;
mod number;
mod places;
mod seen;
mod side;

pub use entry::{Entry, Says, entries};
pub use loaded::{Fact, Loaded};

use core::ops::Range;

use text::{Lang, Message};

use places::{Searched, Words};
use seen::{Pattern, Seen};
use side::{Side, Sides};

/// Something that was recognised in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// What is known of it.
    pub entry: &'static Entry,
    /// Who says it.
    pub says: Says,
    /// The line on which it stands, counted from 1.
    pub line: usize,
    /// The last line that belongs to it.
    pub until: usize,
    /// What among the loaded certificates and lists explains it.
    pub facts: Vec<Fact>,
    /// What it means if a server printed it, where both sides print it and nothing tells who did.
    pub of_server: Option<&'static Entry>,
}

/// What the doctor says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnosis {
    /// What was recognised, the most telling first; empty when nothing was.
    pub recognised: Vec<Recognised>,
    /// Whether the message is so long that its beginning was not looked at.
    pub cut: bool,
}

/// How much of a message is looked at, in octets: of a log of days the end.
const MOST: usize = 4 * 1024 * 1024;

/// Looks for known messages.
#[must_use]
pub fn doctor(message: &str, loaded: &Loaded) -> Diagnosis {
    let mut start = message.len().saturating_sub(MOST);
    while !message.is_char_boundary(start) {
        start += 1;
    }
    let passed_over = message[..start].matches('\n').count();
    let message = &*foreign::without_foreign(&message[start..]);
    let seen = Seen::of(message);
    // ASCII alone, so that places stay the same
    let small = message.to_ascii_lowercase();
    let searched = Searched::of(&seen);
    let particular = entries().iter().filter(|entry| !entry.general);
    let sides = Sides::of(&searched);
    let announced = alert::announcements(&seen);
    let mut found: Vec<Hit> =
        particular.flat_map(|entry| hits(entry, &searched, &sides, &small, &announced)).collect();
    // an alert whose name goes on is not the one that it begins as: “bad certificate status response”
    let alerts: Vec<Range<usize>> =
        found.iter().filter(|hit| hit.weight == 0).map(|hit| hit.place.clone()).collect();
    found.retain(|hit| !alerts.iter().any(|at| at.start == hit.place.start && at.end > hit.place.end));
    // what a more telling message contains is not told apart from it
    found.sort_by_key(|hit| (core::cmp::Reverse(hit.weight), hit.place.start));
    let mut kept: Vec<Hit> = Vec::new();
    for hit in found {
        let told = |known: &Hit| {
            let within = hit.place.start >= known.place.start && hit.place.end <= known.place.end;
            within || known.entry.id == hit.entry.id
        };
        if !kept.iter().any(told) {
            kept.push(hit);
        }
    }
    kept.sort_by_key(|hit| hit.entry.follows);
    for entry in entries().iter().filter(|entry| entry.general) {
        let known = |place: &Range<usize>| {
            let line = seen.line(place.start);
            let told = kept.iter().any(|hit| {
                let lines = seen.line(hit.place.start)..=seen.line(hit.place.end.saturating_sub(1));
                lines.contains(&line)
                    || (hit.place.start >= place.end && seen.one_line(place.start, hit.place.start))
            });
            told || particularly_known(&message[seen.written_line(line)])
        };
        let all = entry.patterns.iter().flat_map(|pattern| pattern.all(&searched).take(ASKED));
        let open = all.into_iter().find(|(place, _)| !known(place));
        kept.extend(open.map(|(place, weight)| Hit { place, weight, entry, of_server: None }));
    }
    // whatever else prints a number, this is nginx's log
    let logged = |hit: &Hit| seen.text()[hit.place.clone()].starts_with(number::OF_CALLER);
    let recognised = kept.into_iter().map(|hit| Recognised {
        says: if logged(&hit) { Says::Server } else { hit.entry.says },
        line: passed_over + seen.line(hit.place.start),
        until: passed_over + seen.line(hit.place.end.saturating_sub(1)),
        facts: loaded.facts(hit.of_server.into_iter().chain([hit.entry]).flat_map(|entry| &entry.asks)),
        entry: hit.entry,
        of_server: hit.of_server,
    });
    Diagnosis { recognised: recognised.collect(), cut: start > 0 }
}

/// Whether something particular is known of a line: one that says the same again is not told of twice.
fn particularly_known(line: &str) -> bool {
    Searched::of(&Seen::of(line)).is_particularly_known()
}

/// A message where it stands.
#[derive(Debug, Clone)]
struct Hit {
    place: Range<usize>,
    /// How telling it is.
    weight: usize,
    entry: &'static Entry,
    /// What it means if a server printed it.
    of_server: Option<&'static Entry>,
}

/// Of how many places of one message it is asked who printed it.
const ASKED: usize = 64;

/// Where an entry is told of, and what is told in its place where a server printed what both sides print.
fn hits(
    entry: &'static Entry,
    message: &Searched<'_>,
    sides: &Sides<'_>,
    small: &str,
    announced: &[alert::Announced],
) -> Vec<Hit> {
    let mirror = entry.mirror.and_then(|id| entries().iter().find(|entry| entry.id == id));
    let hit = |(place, weight), entry, of_server| Hit { place, weight, entry, of_server };
    let alone = entry.alone.iter().filter_map(|pattern| pattern.whole(message.seen));
    let apart =
        |place: &Range<usize>| entry.without.as_ref().is_none_or(|other| !other.is_within(message, place));
    let patterns = entry.patterns.iter();
    let sure = patterns
        .filter_map(|pattern| pattern.all(message).take(ASKED).find(|(place, _)| apart(place)))
        .chain(alone);
    let either = entry.either.iter().flat_map(|pattern| pattern.all(message).take(ASKED));
    let alert = entry.alerts.iter().filter_map(|alert| alert.find(message, small, announced));
    let mut own: Vec<Hit> = sure.map(|found| hit(found, entry, None)).collect();
    let mut served: Vec<Hit> = Vec::new();
    for found in either.chain(alert).chain(entry.numbers.find(message)) {
        match (mirror, mirror.map(|_| sides.at(&found.0))) {
            (Some(mirror), Some(Side::Server)) => served.push(hit(found, mirror, None)),
            (mirror, Some(Side::Unknown)) => own.push(hit(found, entry, mirror)),
            _ => own.push(hit(found, entry, None)),
        }
    }
    // of those that tell as much the first
    let best = |hits: Vec<Hit>| hits.into_iter().rev().max_by_key(|hit| hit.weight);
    best(own).into_iter().chain(best(served)).collect()
}

/// Whether a pattern, as the data file writes it, stands in a message.
#[must_use]
pub fn stands(pattern: &str, message: &str) -> bool {
    let (seen, nothing) = (Seen::of(message), Words::of([]));
    let searched = Searched { places: nothing.places(seen.text()), seen: &seen };
    Pattern::of(pattern).find(&searched).is_some()
}

/// A message that two programs printed about one call, to be shown to whoever has none: nginx's answer and the line in its log.
#[must_use]
pub fn example() -> String {
    let printed = |sample: &str| {
        let lines = sample.lines().skip_while(|line| line.starts_with("# "));
        lines.collect::<Vec<_>>().join("\n")
    };
    let samples = [
        include_str!("../doctor/samples/body-certificate-error.txt"),
        include_str!("../doctor/samples/nginx-verify-21.txt"),
    ];
    samples.map(printed).join("\n\n")
}

impl Diagnosis {
    /// Lines that tell of a failure and belong to nothing that was recognised, each with its number, counted from 1.
    pub fn unrecognised<'a>(&self, message: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
        const TELLING: [&str; 14] = [
            "error", "fail", "fatal", "alert", "refused", "denied", "invalid", "unable", "cannot", "[crit]",
            "[emerg]", "오류", "실패", "거부",
        ];
        // what stands around the words: frames of a trace, the way in which curl explains itself, an orderly end
        const AROUND: [&str; 3] = ["at ", "curl failed to verify the legitimacy", "emitted 'error' event"];
        let kept = foreign::without_foreign(message);
        let foreign: Vec<bool> = kept.lines().zip(message.lines()).map(|(kept, line)| kept != line).collect();
        // the same may be said on several lines, of which one was taken
        let lines = message.lines().enumerate().map(|(place, line)| (place + 1, line));
        lines.filter(move |(number, line)| {
            let lower = line.to_lowercase();
            let known = |one: &Recognised| (one.line..=one.until).contains(number);
            let again = || !foreign[number - 1] && particularly_known(line);
            let around = AROUND.iter().any(|words| lower.trim_start().starts_with(words))
                || lower.contains("tls alert, close notify");
            !around
                && TELLING.iter().any(|word| lower.contains(word))
                && !self.recognised.iter().any(known)
                && !again()
        })
    }

    /// What to ask next when nothing was recognised.
    #[must_use]
    pub fn questions(lang: Lang) -> [&'static str; 5] {
        use text::diagnose as say;
        [
            say::ask_who(lang),
            say::ask_side(lang),
            say::ask_verbose(lang),
            say::ask_log(lang),
            say::ask_since(lang),
        ]
    }

    /// That the beginning was not looked at.
    #[must_use]
    pub fn cut_short(lang: Lang) -> Message {
        text::diagnose::message_cut(lang)
    }

    /// That nothing was recognised.
    #[must_use]
    pub fn unknown(lang: Lang) -> Message {
        text::diagnose::message_unknown(lang)
    }
}
