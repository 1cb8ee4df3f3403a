//! From a message to its remedy: known messages are recognised, wherever they come from, and combined with what is loaded. What is
//! known stands in a data file (`doctor/entries.txt`), one block each, with samples that real programs printed; here it is read.

mod alert;
mod entry;
mod loaded;
mod seen;

pub use entry::{Entry, Says, entries};
pub use loaded::{Fact, Loaded};

use text::{Lang, Message};

use seen::{Pattern, Seen};

/// Something that was recognised in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// What is known of it.
    pub entry: &'static Entry,
    /// The line on which it stands, counted from 1.
    pub line: usize,
    /// The last line that belongs to it.
    pub until: usize,
    /// What among the loaded certificates and lists explains it.
    pub facts: Vec<Fact>,
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
    let message = &message[start..];
    let mut found: Vec<(core::ops::Range<usize>, usize, &Entry)> = Vec::new();
    let seen = Seen::of(message);
    // ASCII alone, so that places stay the same
    let small = message.to_ascii_lowercase();
    for entry in entries() {
        let best = entry.patterns.iter().filter_map(|pattern| pattern.find(&seen)).max_by_key(|hit| hit.1);
        let best = best.or_else(|| entry.alert.as_ref().and_then(|alert| alert.find(&seen, &small)));
        found.extend(best.map(|(range, weight)| (range, weight, entry)));
    }
    // what a more telling message contains is not told apart from it
    found.sort_by_key(|(range, weight, entry)| (entry.follows, core::cmp::Reverse(*weight), range.start));
    let mut kept: Vec<(core::ops::Range<usize>, &Entry)> = Vec::new();
    for (range, _, entry) in found {
        let within = |(known, _): &(core::ops::Range<usize>, &Entry)| {
            range.start >= known.start && range.end <= known.end
        };
        if !kept.iter().any(within) {
            kept.push((range, entry));
        }
    }
    let recognised = kept.into_iter().map(|(range, entry)| Recognised {
        line: passed_over + seen.line(range.start),
        until: passed_over + seen.line(range.end.saturating_sub(1)),
        facts: loaded.facts(entry.asks),
        entry,
    });
    Diagnosis { recognised: recognised.collect(), cut: start > 0 }
}

/// Whether a pattern, as the data file writes it, stands in a message.
#[must_use]
pub fn stands(pattern: &str, message: &str) -> bool {
    Pattern::of(pattern).find(&Seen::of(message)).is_some()
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
        // the same may be said on several lines, of which one was taken
        let entries = entries();
        let lines = message.lines().enumerate().map(|(place, line)| (place + 1, line));
        lines.filter(move |(number, line)| {
            let lower = line.to_lowercase();
            let known = |one: &Recognised| (one.line..=one.until).contains(number);
            let again = || {
                let seen = Seen::of(line);
                entries.iter().flat_map(|entry| &entry.patterns).any(|pattern| pattern.find(&seen).is_some())
            };
            TELLING.iter().any(|word| lower.contains(word)) && !self.recognised.iter().any(known) && !again()
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
