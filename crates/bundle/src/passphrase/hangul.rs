//! Korean typed on a QWERTY keyboard: on the two-set layout (KS X 5002) `dkssud` is 안녕. Which words are common is not
//! known here.

/// The keys of the 19 initial consonants, in the order of Unicode's Hangul syllables (The Unicode Standard, section 3.12).
const INITIAL: [&str; 19] =
    ["r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"];
/// The keys of the 21 vowels.
const MEDIAL: [&str; 21] = [
    "k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m",
    "ml", "l",
];
/// The keys of the 27 final consonants, after none.
const FINAL: [&str; 28] = [
    "", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt",
    "t", "T", "d", "w", "c", "z", "x", "v", "g",
];
/// The first syllable, 가, and how many there are.
const FIRST: u32 = 0xac00;
const COUNT: u32 = 11_172;

/// The keys that type a Korean word; characters that are no syllables stay as they are.
pub(super) fn keys(word: &str) -> String {
    let mut out = String::new();
    for character in word.chars() {
        let index = u32::from(character).wrapping_sub(FIRST);
        if index >= COUNT {
            out.push(character);
            continue;
        }
        let index = index as usize;
        out.push_str(INITIAL[index / 588]);
        out.push_str(MEDIAL[index % 588 / 28]);
        out.push_str(FINAL[index % 28]);
    }
    out
}

/// Where each syllable ends when these keys are typed from the beginning, as long as they make whole syllables.
pub(super) fn syllable_ends(typed: &[char]) -> Vec<usize> {
    let keys: Vec<char> = typed.iter().map(|key| normal(*key)).collect();
    let mut ends = Vec::new();
    let mut at = 0;
    while is_in(&INITIAL, &keys, at, 1) && is_in(&MEDIAL, &keys, at + 1, 1) {
        at += if is_in(&MEDIAL, &keys, at + 1, 2) { 3 } else { 2 };
        let vowel_at = |at| is_in(&MEDIAL, &keys, at, 1);
        if is_in(&FINAL, &keys, at, 2) && !vowel_at(at + 2) {
            at += 2;
        } else if is_in(&FINAL, &keys, at, 1) && !vowel_at(at + 1) {
            at += 1;
        }
        ends.push(at);
    }
    ends
}

/// Shift means something on seven keys alone.
fn normal(key: char) -> char {
    if "QWERTOP".contains(key) { key } else { key.to_ascii_lowercase() }
}

fn is_in(jamo: &[&str], keys: &[char], at: usize, length: usize) -> bool {
    keys.get(at..at + length).is_some_and(|keys| {
        jamo.iter().any(|jamo| jamo.len() == length && jamo.chars().eq(keys.iter().copied()))
    })
}

#[cfg(test)]
mod tests {
    use super::{keys, syllable_ends};

    #[test]
    fn words_become_the_keys_that_type_them() {
        for (word, typed) in [
            ("안녕하세요", "dkssudgktpdy"),
            ("비밀번호", "qlalfqjsgh"),
            ("쌍둥이", "Tkdenddl"),
            ("과학", "rhkgkr"),
            ("닭", "ekfr"),
            ("서버2026", "tjqj2026"),
        ] {
            assert_eq!(keys(word), typed, "{word}");
        }
    }

    #[test]
    fn typed_syllables_are_found_again() {
        for (typed, syllables) in [
            ("dkssudgktpdy", 5),
            ("qlalfqjsgh", 4),
            ("ekfrdl", 2),
            ("ekfrl", 2),
            ("password", 0),
            ("gksrmf!", 2),
            ("", 0),
        ] {
            let typed: Vec<char> = typed.chars().collect();
            assert_eq!(syllable_ends(&typed).len(), syllables, "{typed:?}");
        }
    }
}
