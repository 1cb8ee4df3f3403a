//! How many guesses a passphrase withstands, and how long that takes for an AES ZIP. It is the cheapest way to put the
//! passphrase together from guessable pieces and single characters that counts, as an attacker would choose it.
//! It errs on the side of too few guesses. Which pieces there are is `matches`' to find.

use serde::{Deserialize, Serialize};

use super::matches::{self, Kind, Match, Weakness};

/// The attacker's speed as a power of two: 2^37, about 1.4 x 10^11 guesses a second.
///
/// The two-byte verifier of an AES ZIP entry is the fourth block of PBKDF2-HMAC-SHA-1: 1,000 rounds tell wrong guesses
/// from right ones. hashcat does that in its mode 13600, "WinZip": 9.0 million guesses a second on one GeForce RTX 3090
/// (<https://gist.github.com/Chick3nman/e4fcee00cb6d82874dace72106d73fef>). The assumption is 15,000 such cards.
pub const GUESSES_PER_SECOND_BITS: u16 = 37;
/// Below this many bits a passphrase is refused: on average it is found within about 136 years at that speed,
/// and one bit is lost every two or three years as hardware improves.
pub const FAIR_BITS: u16 = 70;
/// From here on a passphrase is called strong: 4 million years at that speed.
pub const STRONG_BITS: u16 = 85;

/// What a passphrase is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strength {
    /// The number of guesses that find it, as a power of two, rounded down.
    pub bits: u16,
    /// How long the guesses take on average, at [`GUESSES_PER_SECOND_BITS`].
    pub time: GuessTime,
    /// What makes it easier to guess, in the order in which it stands there.
    pub weaknesses: Vec<Weakness>,
    /// Whether it is taken.
    pub verdict: Verdict,
}

impl Strength {
    /// Why it is not stronger, in one sentence.
    #[must_use]
    pub fn reason(&self, lang: text::Lang) -> String {
        let mut kinds: Vec<Kind> = Vec::new();
        for weakness in &self.weaknesses {
            if !kinds.contains(&weakness.kind) {
                kinds.push(weakness.kind);
            }
        }
        if kinds.is_empty() {
            return text::bundle::weakness_short(lang).to_owned();
        }
        let names: Vec<&str> = kinds.into_iter().map(|kind| kind.text(lang)).collect();
        text::bundle::weakness_reason(lang, &names.join(", "))
    }
}

/// Whether a passphrase is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Below [`FAIR_BITS`].
    Refused,
    /// From [`FAIR_BITS`] on.
    Fair,
    /// From [`STRONG_BITS`] on.
    Strong,
}

/// A span of time as people grasp it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GuessTime {
    /// Less than a minute.
    Moments,
    /// Minutes, up to an hour.
    Minutes(u32),
    /// Hours, up to a day.
    Hours(u32),
    /// Days, up to a year.
    Days(u32),
    /// Years, up to a million.
    Years(u32),
    /// A million years and more.
    MillionYears,
}

impl GuessTime {
    /// The average time for 2^`bits` guesses.
    fn for_bits(bits: f64) -> GuessTime {
        // On average half of them are needed.
        let seconds = (bits - 1.0 - f64::from(GUESSES_PER_SECOND_BITS)).exp2();
        let whole = |unit: f64| (seconds / unit) as u32;
        const MINUTE: f64 = 60.0;
        const HOUR: f64 = 60.0 * MINUTE;
        const DAY: f64 = 24.0 * HOUR;
        const YEAR: f64 = 365.25 * DAY;
        match seconds {
            _ if seconds < MINUTE => GuessTime::Moments,
            _ if seconds < HOUR => GuessTime::Minutes(whole(MINUTE)),
            _ if seconds < DAY => GuessTime::Hours(whole(HOUR)),
            _ if seconds < YEAR => GuessTime::Days(whole(DAY)),
            _ if seconds < 1e6 * YEAR => GuessTime::Years(whole(YEAR)),
            _ => GuessTime::MillionYears,
        }
    }

    /// The span in words: `3 days`.
    #[must_use]
    pub fn text(self, lang: text::Lang) -> String {
        match self {
            GuessTime::Moments => text::bundle::time_moments(lang).to_owned(),
            GuessTime::Minutes(count) => text::bundle::time_minutes(lang, count as usize),
            GuessTime::Hours(count) => text::bundle::time_hours(lang, count as usize),
            GuessTime::Days(count) => text::bundle::time_days(lang, count as usize),
            GuessTime::Years(count) => text::bundle::time_years(lang, count as usize),
            GuessTime::MillionYears => text::bundle::time_million_years(lang).to_owned(),
        }
    }
}

/// Judges a passphrase. `known` are values that an attacker sees anyway. Only its first 128 characters count.
#[must_use]
pub fn judge(text: &str, known: &[&str]) -> Strength {
    let text: Vec<char> = text.chars().take(128).collect();
    let prices = single_prices(&text);
    let mut found = matches::find(&text, known);
    repeats(&text, &prices, &mut found);
    let way = cheapest(&prices, &found, 0, text.len());
    let bits = way.bits as u16;
    let verdict = match bits {
        _ if bits < FAIR_BITS => Verdict::Refused,
        _ if bits < STRONG_BITS => Verdict::Fair,
        _ => Verdict::Strong,
    };
    let weaknesses = way.pieces.into_iter().map(|piece| found[piece].weakness).collect();
    Strength { bits, time: GuessTime::for_bits(way.bits), weaknesses, verdict }
}

/// What each character is worth by itself, when nothing is known but its kind.
fn single_prices(text: &[char]) -> Vec<f64> {
    let classes: Vec<usize> = text.iter().map(|character| class(*character)).collect();
    // a small letter after a capital is how words begin, and tells an attacker nothing new
    let differ = |before: usize, after: usize| before != after && (before, after) != (CAPITAL, SMALL);
    let switches = classes.windows(2).filter(|pair| differ(pair[0], pair[1])).count();
    let mut sizes = [0.0; CLASS_SIZES.len()];
    for class in &classes {
        sizes[*class] = CLASS_SIZES[*class];
    }
    let present = sizes.iter().filter(|size| **size > 0.0).count();
    let all: f64 = sizes.iter().sum::<f64>().max(1.0);
    // Mixed throughout, the kind of each character must be guessed too; otherwise only where it changes.
    let mixed = switches * 10 >= text.len() * 4;
    let mut last = None;
    classes
        .iter()
        .map(|class| {
            let changes = last.is_some_and(|last| differ(last, *class));
            last = Some(*class);
            let kind = match (mixed, changes) {
                (true, _) => (present as f64).log2(),
                (false, true) => 2.0,
                (false, false) => 0.0,
            };
            (CLASS_SIZES[*class].log2() + kind).min(all.log2())
        })
        .collect()
}

/// Small letters, capitals, digits, signs.
const CLASS_SIZES: [f64; 4] = [26.0, 26.0, 10.0, 33.0];
const SMALL: usize = 0;
const CAPITAL: usize = 1;

fn class(character: char) -> usize {
    match character {
        'a'..='z' => SMALL,
        'A'..='Z' => CAPITAL,
        '0'..='9' => 2,
        _ => 3,
    }
}

/// Anything that follows itself: once, and how often.
fn repeats(text: &[char], prices: &[f64], found: &mut Vec<Match>) {
    let mut all = Vec::new();
    for start in 0..text.len() {
        for unit in 1..=(text.len() - start) / 2 {
            if start > 0 && text[start - 1] == text[start + unit - 1] {
                // It begins further to the left.
                continue;
            }
            let same = (unit..text.len() - start)
                .take_while(|offset| text[start + offset] == text[start + offset % unit])
                .count();
            let times = same / unit + 1;
            if times < 2 || unit * times < 3 {
                continue;
            }
            let once = cheapest(prices, found, start, start + unit).bits;
            for count in 2..=times {
                let weakness = Weakness { kind: Kind::Repeat, start, end: start + unit * count };
                all.push(Match { weakness, bits: once + (count as f64).log2() });
            }
        }
    }
    found.extend(all);
}

/// The cheapest way through a part of the text.
struct Way {
    bits: f64,
    /// The matches on the way, in order.
    pieces: Vec<usize>,
}

fn cheapest(prices: &[f64], found: &[Match], start: usize, end: usize) -> Way {
    let mut inside: Vec<usize> = (0..found.len())
        .filter(|index| found[*index].weakness.start >= start && found[*index].weakness.end <= end)
        .collect();
    inside.sort_by_key(|index| found[*index].weakness.end);
    let mut best = vec![0.0; end - start + 1];
    let mut by: Vec<Option<usize>> = vec![None; end - start + 1];
    let mut next = inside.into_iter().peekable();
    for at in start + 1..=end {
        best[at - start] = best[at - start - 1] + prices[at - 1];
        while let Some(index) = next.next_if(|index| found[*index].weakness.end == at) {
            let bits = best[found[index].weakness.start - start] + found[index].bits;
            if bits < best[at - start] {
                best[at - start] = bits;
                by[at - start] = Some(index);
            }
        }
    }
    let mut pieces = Vec::new();
    let mut at = end;
    while at > start {
        match by[at - start] {
            Some(index) => {
                pieces.push(index);
                at = found[index].weakness.start;
            }
            None => at -= 1,
        }
    }
    pieces.reverse();
    Way { bits: best[end - start], pieces }
}
