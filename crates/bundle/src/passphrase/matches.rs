//! What in a passphrase can be guessed as a whole: words, typed Korean, keyboard walks, sequences, repeats, dates.
//! Putting the pieces together is [`super::judge`]'s.

use serde::{Deserialize, Serialize};

use super::{hangul, keyboard, words};

/// Something that makes a passphrase easier to guess, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weakness {
    /// What it is.
    pub kind: Kind,
    /// The first character, counted from 0.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
}

/// What can be guessed as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A password that many people have.
    Password,
    /// A common word or name.
    Word,
    /// Korean typed without switching the keyboard to Korean.
    Hangul,
    /// Letters that follow each other as in words.
    WordLike,
    /// Keys that lie side by side.
    Keyboard,
    /// `abcd`, `4321`.
    Sequence,
    /// The same again.
    Repeat,
    /// A day or a year.
    Date,
    /// A value that an attacker sees anyway, such as the host name.
    Known,
}

impl Kind {
    /// What it is, in a few words.
    #[must_use]
    pub fn text(self, lang: text::Lang) -> &'static str {
        match self {
            Kind::Password => text::bundle::weakness_password(lang),
            Kind::Word => text::bundle::weakness_word(lang),
            Kind::Hangul => text::bundle::weakness_hangul(lang),
            Kind::WordLike => text::bundle::weakness_word_like(lang),
            Kind::Keyboard => text::bundle::weakness_keyboard(lang),
            Kind::Sequence => text::bundle::weakness_sequence(lang),
            Kind::Repeat => text::bundle::weakness_repeat(lang),
            Kind::Date => text::bundle::weakness_date(lang),
            Kind::Known => text::bundle::weakness_known(lang),
        }
    }
}

/// A piece and the logarithm, to base 2, of the guesses that it takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub(super) weakness: Weakness,
    pub(super) bits: f64,
}

/// Everything found but repeats, which need the others' prices.
pub(super) fn find(text: &[char], known: &[&str]) -> Vec<Match> {
    let mut found = Found { text, matches: Vec::new() };
    found.dictionary(known);
    found.typed_korean();
    found.word_like();
    found.keyboard();
    found.sequences();
    found.dates();
    found.matches
}

struct Found<'a> {
    text: &'a [char],
    matches: Vec<Match>,
}

impl Found<'_> {
    fn push(&mut self, kind: Kind, start: usize, end: usize, bits: f64) {
        self.matches.push(Match { weakness: Weakness { kind, start, end }, bits });
    }

    /// Words in any case, with digits for letters, and backwards.
    fn dictionary(&mut self, known: &[&str]) {
        let lower: Vec<char> = self.text.iter().map(char::to_ascii_lowercase).collect();
        let letters = [plain_letters(&lower, 'i'), plain_letters(&lower, 'l')];
        let backwards: Vec<char> = lower.iter().rev().copied().collect();
        let known: Vec<String> = known
            .iter()
            .flat_map(|value| value.split(|character: char| !character.is_alphanumeric()))
            .filter(|piece| piece.chars().count() >= 3)
            .map(str::to_lowercase)
            .collect();
        let korean: Vec<String> =
            words::KOREAN.split_whitespace().map(|word| hangul::keys(word).to_ascii_lowercase()).collect();

        // A list is tried as a whole once one of it is suspected, so its later words are not much dearer.
        let ranked = |rank: usize, least: usize| ((rank + least) as f64).log2();
        let mut all: Vec<(&str, Kind, f64)> = Vec::new();
        all.extend(known.iter().map(|word| (word.as_str(), Kind::Known, 3.0)));
        let passwords = words::PASSWORDS.split_whitespace();
        all.extend(passwords.enumerate().map(|(rank, word)| (word, Kind::Password, ranked(rank, 2))));
        let words = words::WORDS.split_whitespace();
        all.extend(words.enumerate().map(|(rank, word)| (word, Kind::Word, ranked(rank, 256))));
        let korean = korean.iter().filter(|word| word.len() >= 3).enumerate();
        all.extend(korean.map(|(rank, word)| (word.as_str(), Kind::Hangul, ranked(rank, 64))));

        for (word, kind, bits) in all {
            let word: Vec<char> = word.chars().collect();
            for start in 0..=self.text.len().saturating_sub(word.len()) {
                let end = start + word.len();
                if end > self.text.len() {
                    break;
                }
                let case = case_bits(&self.text[start..end]);
                if lower[start..end] == word[..] {
                    self.push(kind, start, end, bits + case);
                } else if letters.iter().any(|letters| letters[start..end] == word[..]) {
                    self.push(kind, start, end, bits + case + 2.0);
                }
                if backwards[self.text.len() - end..self.text.len() - start] == word[..] {
                    self.push(kind, start, end, bits + case + 1.0);
                }
            }
        }
    }

    /// Korean that is in no list: some 6.5 bits a syllable, which is what two to four keys are then worth.
    fn typed_korean(&mut self) {
        for start in 0..self.text.len() {
            let ends = hangul::syllable_ends(&self.text[start..]);
            for (count, length) in (1_u32..).zip(ends) {
                if count >= 3 && length >= 7 {
                    self.push(Kind::Hangul, start, start + length, 6.5 * f64::from(count));
                }
            }
        }
    }

    /// Letters that look like a word of some language: at most a dictionary of 130,000 words.
    fn word_like(&mut self) {
        let lower: Vec<char> = self.text.iter().map(char::to_ascii_lowercase).collect();
        self.word_like_as(&lower);
        // the same with digits and signs for letters: most words hold none, so the second reading of `1` is worth its time
        for one in ['i', 'l'] {
            let letters = plain_letters(&lower, one);
            if letters != lower {
                self.word_like_as(&letters);
            }
        }
    }

    /// The text as it may be read: where that is not as it stands, the attacker tries two bits' worth more.
    fn word_like_as(&mut self, lower: &[char]) {
        let common = |pair: &[char]| {
            words::PAIRS.split_whitespace().any(|common| common.chars().eq(pair.iter().copied()))
        };
        let common: Vec<bool> = lower.windows(2).map(common).collect();
        for start in 0..lower.len() {
            let mut count = 0;
            for end in start + 2..=lower.len().min(start + LONGEST_WORD) {
                if !lower[start].is_ascii_lowercase() || !lower[end - 1].is_ascii_lowercase() {
                    break;
                }
                count += usize::from(common[end - 2]);
                let pairs = end - start - 1;
                if pairs >= 3 && count * 10 >= pairs * 7 {
                    let bits = LETTER_BITS + 2.4 * count as f64 + LETTER_BITS * (pairs - count) as f64;
                    let piece = &self.text[start..end];
                    let read =
                        piece.iter().zip(&lower[start..end]).any(|(c, read)| c.to_ascii_lowercase() != *read);
                    let read = if read { 2.0 } else { 0.0 };
                    self.push(Kind::WordLike, start, end, bits.min(17.0) + case_bits(piece) + read);
                }
            }
        }
    }

    fn keyboard(&mut self) {
        for start in 0..self.text.len() {
            let mut turns = 0;
            let mut last = None;
            for end in start + 2..=self.text.len() {
                let Some(step) = keyboard::step(self.text[end - 2], self.text[end - 1]) else { break };
                turns += i32::from(last.is_some_and(|last| last != step));
                last = Some(step);
                if end - start >= 4 {
                    let shift =
                        if self.text[start..end].iter().any(char::is_ascii_uppercase) { 1.0 } else { 0.0 };
                    let bits = 5.6 + 2.8 * f64::from(turns) + ((end - start) as f64).log2() + shift;
                    self.push(Kind::Keyboard, start, end, bits);
                }
            }
        }
    }

    fn sequences(&mut self) {
        for start in 0..self.text.len() {
            let first = self.text[start];
            for direction in [1_i64, -1] {
                for end in start + 2..=self.text.len() {
                    let (before, after) = (self.text[end - 2], self.text[end - 1]);
                    let follows = i64::from(u32::from(after)) - i64::from(u32::from(before)) == direction
                        && before.is_ascii_alphanumeric()
                        && after.is_ascii_alphanumeric();
                    if !follows {
                        break;
                    }
                    if end - start >= 3 {
                        let bits = if "aAzZ019".contains(first) { 2.0 } else { LETTER_BITS };
                        let length = ((end - start) as f64).log2();
                        self.push(Kind::Sequence, start, end, bits + length + 1.0);
                    }
                }
            }
        }
    }

    /// Years and days of the last century and this one, with or without separators.
    fn dates(&mut self) {
        for start in 0..self.text.len() {
            for length in [4, 6, 8, 10] {
                let Some(piece) = self.text.get(start..start + length) else { break };
                if let Some(bits) = date_bits(piece) {
                    self.push(Kind::Date, start, start + length, bits);
                }
            }
        }
    }
}

/// The longest run of letters that counts as one word.
const LONGEST_WORD: usize = 9;
/// One letter among 26.
const LETTER_BITS: f64 = 4.7;

/// Letters for the digits and signs that stand for them; `one` is what `1` stands for.
fn plain_letters(text: &[char], one: char) -> Vec<char> {
    text.iter()
        .map(|character| match character {
            '@' | '4' => 'a',
            '8' => 'b',
            '(' => 'c',
            '3' => 'e',
            '9' | '6' => 'g',
            '1' | '|' => one,
            '!' => 'i',
            '0' => 'o',
            '$' | '5' => 's',
            '7' | '+' => 't',
            '2' => 'z',
            other => *other,
        })
        .collect()
}

/// What capitals add: nothing for none, one bit for the first or all, else one for each.
fn case_bits(piece: &[char]) -> f64 {
    let capitals = piece.iter().filter(|character| character.is_ascii_uppercase()).count();
    let small = piece.iter().filter(|character| character.is_ascii_lowercase()).count();
    match capitals {
        0 => 0.0,
        1 if piece[0].is_ascii_uppercase() => 1.0,
        _ if small == 0 => 1.0,
        _ => capitals.min(small) as f64 + 1.0,
    }
}

fn date_bits(piece: &[char]) -> Option<f64> {
    let digits: String = piece.iter().filter(|character| character.is_ascii_digit()).collect();
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u32>().unwrap_or_default();
    let year = |year: u32| (1900..2060).contains(&year);
    let day = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    match (piece.len(), digits.len()) {
        (4, 4) if year(number(0..4)) => Some(6.0),
        (4, 4) if day(number(0..2), number(2..4)) || day(number(2..4), number(0..2)) => Some(8.6),
        (6, 6)
            if day(number(2..4), number(4..6))
                || day(number(0..2), number(2..4))
                || day(number(2..4), number(0..2)) =>
        {
            Some(14.0)
        }
        (8, 8) | (10, 8) => {
            let separators = piece.iter().filter(|character| "-./_ ".contains(**character)).count();
            let first = year(number(0..4)) && day(number(4..6), number(6..8));
            let last =
                year(number(4..8)) && (day(number(0..2), number(2..4)) || day(number(2..4), number(0..2)));
            let whole = separators + 8 == piece.len();
            ((first || last) && whole).then_some(if separators > 0 { 17.0 } else { 15.5 })
        }
        _ => None,
    }
}
