//! The passphrase of a bundle: made here, or the user's own after it was judged. How strong one is, is [`judge`]'s;
//! deriving keys is done beside each format.
//!
//! AES ZIP derives its keys by 1,000 rounds of PBKDF2-HMAC-SHA-1 and no more, so the passphrase must carry the strength.

mod hangul;
mod judge;
mod keyboard;
mod matches;
mod words;

use pki::entropy::{Entropy, NoEntropy};
use pki::secret::Secret;
use serde::{Deserialize, Serialize};

pub use judge::{FAIR_BITS, GUESSES_PER_SECOND_BITS, GuessTime, STRONG_BITS, Strength, Verdict, judge};
pub use matches::{Kind, Weakness};

/// The longest passphrase, in characters: 7-Zip takes no more than 99 for AES in ZIP.
pub const LONGEST: usize = 99;

/// Letters and digits that nobody confuses when they are read aloud or written by hand: no `i`, `l`, `o`, `0`, `1`, and no
/// capitals. They lie under a key of their own, without Shift, on QWERTY, QWERTZ and Korean keyboards.
const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Characters of a generated passphrase without its hyphens: 20 x log2(31) = 99 bits.
const CHARACTERS: usize = 20;
/// How many stand between two hyphens.
const GROUP: usize = 5;

/// A passphrase that may seal a bundle: printable ASCII, 1 to [`LONGEST`] characters, no space at either end,
/// and either generated or not judged weak.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passphrase(Secret);

impl Passphrase {
    /// Makes one: `k7mxp-3qwer-sd9vb-h2nfc`, four groups of five characters out of 31, each as likely as any other.
    /// That is 99 bits; the hyphens are part of it.
    ///
    /// # Errors
    /// [`NoEntropy`] when the system gives no random bytes.
    pub fn generate(entropy: &mut dyn Entropy) -> Result<Passphrase, NoEntropy> {
        let mut text = Vec::with_capacity(CHARACTERS + CHARACTERS / GROUP - 1);
        for index in 0..CHARACTERS {
            if index > 0 && index % GROUP == 0 {
                text.push(b'-');
            }
            text.push(ALPHABET[uniform(ALPHABET.len(), entropy)?]);
        }
        Ok(Passphrase(Secret::new(text)))
    }

    /// Takes the user's own. `known` are values that an attacker sees anyway: host names, the organisation, the names of
    /// clients; a passphrase made of them is worth little.
    ///
    /// Characters beyond ASCII are refused rather than converted: ZIP programs disagree about their encoding (UTF-8,
    /// CP949, CP437) and Java's keytool misreads them on its command line, so the bundle would open on one machine only.
    ///
    /// # Errors
    /// [`PassphraseError`] says what is wrong; [`PassphraseError::Weak`] carries the judgement.
    pub fn own(text: &str, known: &[&str]) -> Result<Passphrase, PassphraseError> {
        if text.is_empty() {
            return Err(PassphraseError::Empty);
        }
        if let Some(character) = text.chars().find(|character| !character.is_ascii()) {
            return Err(PassphraseError::NotAscii(character));
        }
        if text.chars().any(|character| character.is_ascii_control()) {
            return Err(PassphraseError::Control);
        }
        if text.len() > LONGEST {
            return Err(PassphraseError::TooLong { length: text.len(), allowed: LONGEST });
        }
        if text.starts_with(' ') || text.ends_with(' ') {
            return Err(PassphraseError::SpaceAtEnd);
        }
        let strength = judge(text, known);
        match strength.verdict {
            Verdict::Refused => Err(PassphraseError::Weak(strength)),
            Verdict::Fair | Verdict::Strong => Ok(Passphrase(Secret::new(text.as_bytes().to_vec()))),
        }
    }

    /// The passphrase itself. Each caller is a place to look at in a review.
    #[must_use]
    pub fn expose(&self) -> &str {
        std::str::from_utf8(self.0.expose()).expect("a passphrase is ASCII")
    }
}

/// A number below `bound` (at most 256), each as likely as any other: bytes beyond the last whole multiple are drawn anew.
fn uniform(bound: usize, entropy: &mut dyn Entropy) -> Result<usize, NoEntropy> {
    let whole = 256 - 256 % bound;
    // A source that gives such bytes 256 times in a row is broken: one time in 10^230 for 31 characters.
    for _ in 0..256 {
        let mut byte = [0];
        entropy.fill(&mut byte)?;
        if usize::from(byte[0]) < whole {
            return Ok(usize::from(byte[0]) % bound);
        }
    }
    Err(NoEntropy)
}

/// Why a passphrase is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PassphraseError {
    /// Nothing was typed. macOS and iOS also read an empty `.p12` passphrase differently.
    Empty,
    /// More characters than 7-Zip takes.
    TooLong {
        /// How many were given.
        length: usize,
        /// How many may be.
        allowed: usize,
    },
    /// A character beyond ASCII.
    NotAscii(char),
    /// A tabulator, a line end, or another control character.
    Control,
    /// A space at the beginning or at the end, which gets lost when the passphrase is copied.
    SpaceAtEnd,
    /// It can be guessed.
    Weak(Strength),
}

impl PassphraseError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            PassphraseError::Empty => text::bundle::passphrase_empty(lang),
            PassphraseError::TooLong { length, allowed } => {
                text::bundle::passphrase_too_long(lang, *length, *allowed)
            }
            PassphraseError::NotAscii(character) => {
                // marks that turn the writing direction would turn the sentence
                let named = if character.is_alphanumeric() {
                    character.to_string()
                } else {
                    format!("U+{:04X}", u32::from(*character))
                };
                text::bundle::passphrase_not_ascii(lang, &named)
            }
            PassphraseError::Control => text::bundle::passphrase_control(lang),
            PassphraseError::SpaceAtEnd => text::bundle::passphrase_space(lang),
            PassphraseError::Weak(strength) => {
                text::bundle::passphrase_weak(lang, &strength.time.text(lang), &strength.reason(lang))
            }
        }
    }
}
