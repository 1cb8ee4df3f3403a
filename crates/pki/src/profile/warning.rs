//! What may be made, though somebody should know something first.

use serde::{Deserialize, Serialize};
use text::pki as say;
use text::{Lang, Message};

use crate::key::KeyAlgorithm;
use crate::moment::Moment;
use crate::validity::{Lifetime, Validity};

/// The most days of a server certificate that Apple's systems take, from authorities that the user installed as well
/// (<https://support.apple.com/en-us/103769>).
pub const APPLE_DAYS: u32 = 825;

/// A doubt that stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Warning {
    /// A server certificate for more days than Apple's systems take.
    LongerThanApple {
        /// Days asked for, a begun day counted.
        days: usize,
        /// The most that Apple takes.
        limit: usize,
    },
    /// Chrome, Firefox and Safari take no certificate with an Ed25519 key, and none signed by one.
    Ed25519InBrowsers,
    /// No name of the server fits into a common name, so it has none; some old programs look there.
    NoCommonName,
}

impl Warning {
    /// What one should know before making a certificate with such a key, or with an authority of such a key.
    #[must_use]
    pub fn of_key(algorithm: KeyAlgorithm) -> Option<Warning> {
        (algorithm == KeyAlgorithm::Ed25519).then_some(Warning::Ed25519InBrowsers)
    }

    /// What one should know before making a server's certificate `now` for this long.
    #[must_use]
    pub fn of_server_lifetime(lifetime: Lifetime, now: Moment) -> Option<Warning> {
        const DAY_SECONDS: i64 = 86_400;
        let seconds = lifetime.resolve(now, None).map(Validity::seconds).ok()?;
        if seconds <= i64::from(APPLE_DAYS) * DAY_SECONDS {
            return None;
        }
        let days = usize::try_from((seconds + DAY_SECONDS - 1) / DAY_SECONDS).ok()?;
        Some(Warning::LongerThanApple { days, limit: APPLE_DAYS as usize })
    }

    /// What is doubtful and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Warning::LongerThanApple { days, limit } => say::warning_longer_than_apple(lang, *days, *limit),
            Warning::Ed25519InBrowsers => say::warning_ed25519(lang),
            Warning::NoCommonName => say::warning_no_common_name(lang),
        }
    }
}
