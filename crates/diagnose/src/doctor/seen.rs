//! A message as it is compared: what terminals, logs and web pages put around and into a program's words is taken away, and so is what
//! programs write differently for one thing (`TLSV1_ALERT_UNKNOWN_CA`, “tlsv1 alert unknown ca”; “self signed”, “self-signed”).

use core::ops::Range;

use super::file;
use super::places::Searched;

/// A message without blanks, line ends, colours, quotation marks, hyphens and escapes, in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    text: String,
    /// Where each line begins in `text`.
    lines: Vec<usize>,
    /// Where each line begins in the message.
    written: Vec<usize>,
    /// How long the message is.
    length: usize,
}

impl Seen {
    pub(super) fn of(message: &str) -> Seen {
        let text = String::with_capacity(message.len());
        let mut seen = Seen { text, lines: vec![0], written: vec![0], length: message.len() };
        let margin = Margin::of(message);
        let mut rest = margin.behind(message);
        while let Some(letter) = rest.chars().next() {
            let after = &rest[letter.len_utf8()..];
            rest = match letter {
                '\n' => {
                    seen.lines.push(seen.text.len());
                    seen.written.push(message.len() - after.len());
                    margin.behind(after)
                }
                '\u{1b}' => behind_colour(after),
                '\\' => seen.behind_escape(after),
                '&' => seen.behind_entity(after),
                // ASCII capitals alone: most text is that
                'A'..='Z' => {
                    seen.text.push(letter.to_ascii_lowercase());
                    after
                }
                letter => {
                    if !passed_over(letter) {
                        seen.text.push(letter);
                    }
                    after
                }
            };
        }
        seen
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The line on which a place stands, counted from 1.
    pub(super) fn line(&self, place: usize) -> usize {
        self.lines.partition_point(|start| *start <= place).max(1)
    }

    /// The line on which a place of the message stands, counted from 1.
    pub(super) fn line_written(&self, place: usize) -> usize {
        self.written.partition_point(|start| *start <= place).max(1)
    }

    /// Where a line stands in the message, counted from 1.
    pub(super) fn written_line(&self, line: usize) -> Range<usize> {
        let start = self.written.get(line - 1).copied().unwrap_or(self.length);
        start..self.written.get(line).copied().unwrap_or(self.length)
    }

    /// What a line has become, counted from 1.
    pub(super) fn of_line(&self, line: usize) -> Range<usize> {
        let end = self.text.len();
        let start = self.lines.get(line - 1).copied().unwrap_or(end);
        start..self.lines.get(line).copied().unwrap_or(end)
    }

    /// Where the first line begins that says this and nothing else.
    pub(super) fn whole_line(&self, said: &str) -> Option<usize> {
        (1..=self.lines.len())
            .map(|line| self.of_line(line))
            .find(|line| &self.text[line.clone()] == said)
            .map(|line| line.start)
    }

    /// Whether two places stand in one line, or in one that a terminal broke: its parts are then as long as each other, but for the
    /// last, and none begins with a day as the first may.
    pub(super) fn one_line(&self, first: usize, last: usize) -> bool {
        const DAY: usize = 4;
        let (first, last) = (self.line(first), self.line(last));
        let length = |line: usize| {
            let start = self.written[line - 1];
            self.written.get(line).copied().unwrap_or(self.length + 1) - start
        };
        let day = |line: usize| self.text.as_bytes()[self.of_line(line)].first_chunk::<DAY>();
        let broken = || {
            (first..last).all(|line| length(line) == length(first))
                && length(last) <= length(first)
                && (first + 1..=last).all(|line| day(line).is_none() || day(line) != day(first))
        };
        first == last || (last - first <= BROKEN && broken())
    }

    /// Whether a place is where a line ends.
    pub(super) fn ends_line(&self, place: usize) -> bool {
        place == self.text.len() || self.lines.binary_search(&place).is_ok()
    }

    /// `\n`, `\t`, `\"`, `\u0027` of JSON, however often it was put into another one.
    fn behind_escape<'a>(&mut self, after: &'a str) -> &'a str {
        let bare = after.trim_start_matches('\\');
        if let Some(blank) = bare.strip_prefix(['n', 'r', 't']) {
            return blank;
        }
        let coded = bare.strip_prefix('u').and_then(|rest| rest.split_at_checked(4));
        let letter = coded
            .and_then(|(digits, rest)| Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, rest)));
        let Some((letter, rest)) = letter else { return bare };
        if !passed_over(letter) {
            self.text.push(letter.to_ascii_lowercase());
        }
        rest
    }

    /// The entities that stand in a program's words on a web page: a few names, and any letter by its number.
    fn behind_entity<'a>(&mut self, after: &'a str) -> &'a str {
        const NOTHING: [&str; 3] = ["quot;", "apos;", "nbsp;"];
        const SOMETHING: [(&str, char); 3] = [("lt;", '<'), ("gt;", '>'), ("amp;", '&')];
        if let Some(rest) = NOTHING.iter().find_map(|entity| after.strip_prefix(entity)) {
            return rest;
        }
        let known =
            SOMETHING.iter().find_map(|(entity, letter)| Some((*letter, after.strip_prefix(entity)?)));
        let (letter, rest) = known.or_else(|| numbered(after)).unwrap_or(('&', after));
        if !passed_over(letter) {
            self.text.push(letter.to_ascii_lowercase());
        }
        rest
    }
}

/// `#40;` or `#x28;`: a letter by its number, with what is behind it.
fn numbered(after: &str) -> Option<(char, &str)> {
    const MOST_DIGITS: usize = 8;
    let digits = after.strip_prefix('#')?;
    let (digits, radix) = digits.strip_prefix(['x', 'X']).map_or((digits, 10), |digits| (digits, 16));
    let end = digits.bytes().take(MOST_DIGITS).position(|octet| octet == b';')?;
    let letter = u32::from_str_radix(&digits[..end], radix).ok().and_then(char::from_u32)?;
    Some((letter, &digits[end + 1..]))
}

/// Into how many parts a terminal breaks a line of a log, at most.
const BROKEN: usize = 12;

/// What stands before each line, and is none of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Margin {
    /// Nothing, or the mark of a quotation in a letter.
    Quoted,
    /// Numbers that count the lines, as pagers and editors show them.
    Numbered,
}

impl Margin {
    fn of(message: &str) -> Margin {
        let mut numbers = message.lines().map(|line| number(line).map(|(number, _)| number));
        let (Some(Some(first)), Some(Some(second))) = (numbers.next(), numbers.next()) else {
            return Margin::Quoted;
        };
        let counts = first.checked_add(1) == Some(second)
            && numbers.zip(second..).all(|(number, before)| number == before.checked_add(1));
        if counts { Margin::Numbered } else { Margin::Quoted }
    }

    fn behind(self, line: &str) -> &str {
        match self {
            Margin::Quoted => line.trim_start_matches(['>', ' ']),
            Margin::Numbered => number(line).map_or(line, |(_, rest)| rest),
        }
    }
}

/// A number at the beginning of a line, with what is behind it.
fn number(line: &str) -> Option<(u32, &str)> {
    let line = line.trim_start_matches([' ', '\t']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at(digits);
    let rest = rest.strip_prefix([':', '.', ')', '|', '\t', ' ']).or(rest.is_empty().then_some(""))?;
    Some((number.parse().ok()?, rest))
}

/// What says nothing: blanks, what cannot be seen, quotation marks, hyphens.
fn passed_over(letter: char) -> bool {
    matches!(letter, '-' | '_' | '\'' | '"' | '`' | '\u{feff}' | '\u{fffd}' | '\u{200b}')
        || ('\u{2010}'..='\u{201f}').contains(&letter)
        || letter.is_whitespace()
        || letter.is_control()
}

/// Behind a sequence of a terminal (ECMA-48: CSI, and OSC up to its end).
fn behind_colour(after: &str) -> &str {
    match after.as_bytes().first() {
        Some(b'[') => {
            let parameters =
                after[1..].trim_start_matches(|letter: char| ('\u{20}'..='\u{3f}').contains(&letter));
            let mut letters = parameters.chars();
            letters.next();
            letters.as_str()
        }
        Some(b']') => after.find(['\u{7}', '\u{1b}', '\n']).map_or("", |end| &after[end..]),
        _ => after,
    }
}

/// Parts that have to be found one behind the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    first: String,
    /// Each with how far it may stand behind the one before.
    rest: Vec<(usize, String)>,
    /// Whether the line has to name a file of certificates or keys behind them.
    names_file: bool,
}

/// What stands at the end of a pattern behind which a file of certificates or keys has to be named.
const FILE: &str = "«file»";

/// What `…` may stand for, in octets of what is compared: the rest of a line, and a wrapped one; `……` for a stack trace.
const NEAR: usize = 400;
const FAR: usize = 6_000;

impl Pattern {
    pub(super) fn of(written: &str) -> Pattern {
        let (written, names_file) = match written.strip_suffix(FILE) {
            Some(before) => (before, true),
            None => (written, false),
        };
        let mut parts = written.split('…');
        let squeezed = |part: &str| Seen::of(part).text;
        let first = squeezed(parts.next().unwrap_or_default());
        let mut rest = Vec::new();
        let mut reach = NEAR;
        for part in parts {
            if part.is_empty() {
                reach = FAR;
                continue;
            }
            rest.push((reach, squeezed(part)));
            reach = NEAR;
        }
        Pattern { first, rest, names_file }
    }

    /// With what it begins, as it is compared.
    pub(super) fn begin(&self) -> &str {
        &self.first
    }

    /// Its parts, as they are compared.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        core::iter::once(&self.first).chain(self.rest.iter().map(|(_, part)| part)).map(String::as_str)
    }

    /// Where it first stands, with how many octets of it are fixed.
    pub(super) fn find(&self, message: &Searched<'_>) -> Option<(Range<usize>, usize)> {
        self.find_behind(message, 0)
    }

    /// Whether it stands within a place.
    pub(super) fn is_within(&self, message: &Searched<'_>, place: &Range<usize>) -> bool {
        self.find_behind(message, place.start).is_some_and(|(found, _)| found.end <= place.end)
    }

    /// Every place where it stands.
    pub(super) fn all<'a>(
        &'a self,
        message: &'a Searched<'_>,
    ) -> impl Iterator<Item = (Range<usize>, usize)> + 'a {
        let next = move |behind: usize| self.find_behind(message, behind);
        core::iter::successors(next(0), move |(place, _)| next(place.end))
    }

    /// The whole message, where it says this and nothing else.
    pub(super) fn whole(&self, seen: &Seen) -> Option<(Range<usize>, usize)> {
        let bare = seen.text().trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
        (bare == self.first).then(|| (0..seen.text().len(), bare.len()))
    }

    fn find_behind(&self, message: &Searched<'_>, mut from: usize) -> Option<(Range<usize>, usize)> {
        let places = &message.places;
        let may_stand = self.rest.iter().all(|(_, part)| places.may_stand(part));
        while may_stand && !self.first.is_empty() {
            let begin = places.next(&self.first, from)?;
            let found = self.rest.iter().enumerate().try_fold(
                (begin..begin + self.first.len(), self.first.len()),
                |(mut found, weight), (place, (reach, part))| {
                    let at = places.next_until(part, found.end, found.end + reach)?;
                    // the nearest beginning before it
                    let nearer = (place == 0).then(|| places.last_between(&self.first, found.end, at));
                    if let Some(nearer) = nearer.flatten() {
                        found.start = nearer;
                    }
                    found.end = at + part.len();
                    Some((found, weight + part.len()))
                },
            );
            let named = |place: &Range<usize>| !self.names_file || file::is_named(message.seen, place.end);
            if let Some(found) = found.filter(|(place, _)| named(place)) {
                return Some(found);
            }
            from = begin + self.first.len();
        }
        None
    }
}
