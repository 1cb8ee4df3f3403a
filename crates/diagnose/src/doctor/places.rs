//! Where known words stand in a text: all of them are found in one pass over it, however many they are. What the words mean is not
//! known here.

use std::sync::OnceLock;

use aho_corasick::automaton::Automaton as _;
use aho_corasick::nfa::noncontiguous::NFA;

use super::entry::entries;
use super::seen::{Pattern, Seen};
use super::side;

/// A message, and where in it everything stands that is known.
#[derive(Debug)]
pub(super) struct Searched<'a> {
    /// The message as it is compared.
    pub(super) seen: &'a Seen,
    /// Where words stand in it.
    pub(super) places: Places<'a>,
}

impl<'a> Searched<'a> {
    /// Looks for all that is known.
    pub(super) fn of(seen: &'a Seen) -> Searched<'a> {
        Searched { seen, places: Known::all().words.places(seen.text()) }
    }

    /// Whether something particular is known of it.
    pub(super) fn is_particularly_known(&self) -> bool {
        let known = Known::all();
        let begun = self.places.numbers().flat_map(|number| &known.by_begin[number]);
        begun.chain(&known.short).any(|pattern| pattern.find(self).is_some())
    }
}

/// What is looked for in every message.
struct Known {
    words: Words,
    /// The patterns of particular entries by the word with which they begin.
    by_begin: Vec<Vec<&'static Pattern>>,
    /// Those whose beginning is too short to be looked up.
    short: Vec<&'static Pattern>,
}

impl Known {
    fn all() -> &'static Known {
        static ALL: OnceLock<Known> = OnceLock::new();
        ALL.get_or_init(|| {
            let entries = || entries().iter();
            let words = Words::of(entries().flat_map(super::Entry::words).chain(side::words()));
            let mut by_begin = vec![Vec::new(); words.count()];
            let mut short = Vec::new();
            let particular = entries().filter(|entry| !entry.general);
            for pattern in particular.flat_map(|entry| entry.patterns.iter().chain(&entry.either)) {
                match words.number(pattern.begin()) {
                    Some(number) => by_begin[number].push(pattern),
                    None => short.push(pattern),
                }
            }
            Known { words, by_begin, short }
        })
    }
}

/// Shorter words stand in too many places to be remembered.
const SHORTEST: usize = 4;

/// Words to look for, which are at least [`SHORTEST`] octets long.
#[derive(Debug)]
pub(super) struct Words {
    /// In their order, each once.
    words: Vec<&'static str>,
    /// The same, to be found in one pass; none where they are too many for it.
    automaton: Option<NFA>,
}

impl Words {
    /// Takes these words; those that are shorter are left out, and [`Places`] looks for them one by one.
    pub(super) fn of(words: impl IntoIterator<Item = &'static str>) -> Words {
        let mut words: Vec<&str> = words.into_iter().filter(|word| word.len() >= SHORTEST).collect();
        words.sort_unstable();
        words.dedup();
        let automaton = NFA::builder().prefilter(false).build(&words).ok();
        if automaton.is_none() {
            words.clear();
        }
        Words { words, automaton }
    }

    /// The place of a word among all.
    pub(super) fn number(&self, word: &str) -> Option<usize> {
        self.words.binary_search(&word).ok()
    }

    /// How many words there are.
    pub(super) fn count(&self) -> usize {
        self.words.len()
    }

    /// Where they stand in a text.
    pub(super) fn places<'a>(&'a self, text: &'a str) -> Places<'a> {
        let all = self.automaton.as_ref().and_then(|found| found.try_find_overlapping_iter(text.into()).ok());
        let mut found: Vec<(usize, usize)> =
            all.into_iter().flatten().map(|found| (found.pattern().as_usize(), found.start())).collect();
        found.sort_unstable();
        Places { words: self, text, found }
    }
}

/// Where words stand in a text.
#[derive(Debug)]
pub(super) struct Places<'a> {
    words: &'a Words,
    text: &'a str,
    /// Each word by its number with a place, in their order.
    found: Vec<(usize, usize)>,
}

impl Places<'_> {
    /// The numbers of the words that stand somewhere, each once.
    pub(super) fn numbers(&self) -> impl Iterator<Item = usize> {
        self.found.chunk_by(|one, other| one.0 == other.0).map(|of_one| of_one[0].0)
    }

    /// Where a word first stands from a place on.
    pub(super) fn next(&self, word: &str, from: usize) -> Option<usize> {
        let Some(number) = self.words.number(word) else {
            return self.text[from..].find(word).map(|at| from + at);
        };
        let next = self.found.partition_point(|known| *known < (number, from));
        self.found.get(next).filter(|known| known.0 == number).map(|known| known.1)
    }

    /// The same, no later than at a place.
    pub(super) fn next_until(&self, word: &str, from: usize, last: usize) -> Option<usize> {
        if self.words.number(word).is_some() {
            return self.next(word, from).filter(|at| *at <= last);
        }
        let octets = self.text.as_bytes();
        let end = last.saturating_add(word.len()).min(octets.len());
        let within = octets.get(from..end).unwrap_or_default();
        within.windows(word.len().max(1)).position(|here| here == word.as_bytes()).map(|at| from + at)
    }

    /// Where a word last stands that begins at a place or behind it, and ends before another one.
    pub(super) fn last_between(&self, word: &str, from: usize, end: usize) -> Option<usize> {
        let Some(number) = self.words.number(word) else {
            return self.text[from..end].rfind(word).map(|at| from + at);
        };
        let last = end.checked_sub(word.len())?;
        let behind = self.found.partition_point(|known| *known <= (number, last));
        let known = self.found.get(behind.checked_sub(1)?)?;
        (known.0 == number && known.1 >= from).then_some(known.1)
    }

    /// Everywhere where a word stands.
    pub(super) fn all<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let next = move |at: usize| self.next(word, at + 1);
        core::iter::successors(self.next(word, 0), move |at| next(*at))
    }

    /// Whether nothing is against it that a word stands somewhere: those that are too short are not looked for.
    pub(super) fn may_stand(&self, word: &str) -> bool {
        self.words.number(word).is_none() || self.any(word)
    }

    /// Whether a word stands anywhere.
    pub(super) fn any(&self, word: &str) -> bool {
        self.next(word, 0).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    const WORDS: [&str; 6] = ["alert", "alertalert", "lert", "abab", "#", "인증서"];

    #[test]
    fn words_stand_where_they_are_found_one_by_one() {
        let words = Words::of(WORDS);
        assert_eq!(words.count(), 5, "one is too short to be looked up");
        for text in
            ["", "a", "alertalertalert", "ababab#abab#", "인증서 alert 인증서", "aler", "일인증서", "#"]
        {
            let places = words.places(text);
            for word in WORDS {
                let behind =
                    |from: usize| text.get(from..).and_then(|rest| rest.find(word)).map(|at| from + at);
                for from in (0..=text.len()).filter(|from| text.is_char_boundary(*from)) {
                    assert_eq!(places.next(word, from), behind(from), "{word} in {text} from {from}");
                    let first = &text[..from];
                    assert_eq!(places.last_between(word, 0, from), first.rfind(word), "{word} in {first}");
                    let until = behind(0).filter(|at| *at <= from);
                    assert_eq!(places.next_until(word, 0, from), until, "{word} in {text} until {from}");
                }
                assert_eq!(places.any(word), text.contains(word), "{word} in {text}");
            }
        }
    }
}
