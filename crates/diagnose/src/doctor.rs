//! From a message to its remedy: known messages are recognised, wherever they come from, and combined with what is loaded. What is
//! known stands in a data file (`doctor/entries.txt`), one block each, with samples that real programs printed; here it is read.

mod entry;
mod loaded;

pub use entry::{Entry, Says, entries};
pub use loaded::{Fact, Loaded};

use text::{Lang, Message};

/// Something that was recognised in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// What is known of it.
    pub entry: Entry,
    /// The line on which it stands, counted from 1.
    pub line: usize,
    /// What among the loaded certificates and lists explains it.
    pub facts: Vec<Fact>,
}

/// What the doctor says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnosis {
    /// What was recognised, the most telling first; empty when nothing was.
    pub recognised: Vec<Recognised>,
}

/// The longest message that is looked at, in octets: a log of a day is cut.
const LONGEST: usize = 1024 * 1024;

/// Looks for known messages.
#[must_use]
pub fn doctor(message: &str, loaded: &Loaded) -> Diagnosis {
    let mut end = message.len().min(LONGEST);
    while !message.is_char_boundary(end) {
        end -= 1;
    }
    let message = &message[..end];
    let mut found: Vec<(core::ops::Range<usize>, usize, Entry)> = Vec::new();
    for entry in entries() {
        let best = entry.patterns.iter().filter_map(|pattern| pattern.find(message)).max_by_key(|hit| hit.1);
        found.extend(best.map(|(range, weight)| (range, weight, entry)));
    }
    // what a more telling message contains is not told apart from it
    found.sort_by_key(|(range, weight, _)| (core::cmp::Reverse(*weight), range.start));
    let mut kept: Vec<(core::ops::Range<usize>, Entry)> = Vec::new();
    for (range, _, entry) in found {
        let within = |(known, _): &(core::ops::Range<usize>, Entry)| {
            range.start >= known.start && range.end <= known.end
        };
        if !kept.iter().any(within) {
            kept.push((range, entry));
        }
    }
    let recognised = kept.into_iter().map(|(range, entry)| Recognised {
        line: message[..range.start].matches('\n').count() + 1,
        facts: loaded.facts(entry.asks),
        entry,
    });
    Diagnosis { recognised: recognised.collect() }
}

impl Diagnosis {
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

    /// That nothing was recognised.
    #[must_use]
    pub fn unknown(lang: Lang) -> Message {
        text::diagnose::message_unknown(lang)
    }
}
