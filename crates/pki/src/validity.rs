//! From when to when a certificate is good: what somebody asks for, and what follows from it and from the issuer.
//! Nobody asks the clock here.

use serde::{Deserialize, Serialize};
use text::pki as say;
use text::{Lang, Message};

use crate::certificate::Certificate;
use crate::moment::Moment;
use crate::name::shown;

/// How far back a new certificate's first second lies: one hour. A machine that gets the certificate at once may run behind
/// the browser that made it, and then says "not yet valid"; an hour covers clocks without synchronization and a time
/// zone's summer time mistaken, and is what public authorities use.
pub const BACKDATED_SECONDS: i64 = 3600;

const DAY_SECONDS: i64 = 86_400;

/// How long somebody wants a certificate to be good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lifetime {
    /// This many days of 86,400 seconds in all, the backdated hour included.
    Days(u32),
    /// Until this second, itself included.
    Until(Moment),
}

impl Lifetime {
    /// Reads what people type: a number of days, or a last day as `2027-11-23`, which then counts in whole (UTC).
    ///
    /// # Errors
    /// [`ValidityError`] when it is neither, no day, or beyond what X.509 can write.
    pub fn parse(text: &str) -> Result<Lifetime, ValidityError> {
        let text = text.trim();
        let not_a_lifetime = || ValidityError::NotALifetime { text: shown(text) };
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            if let Some(day) = day_without_hyphens(text) {
                return Err(ValidityError::DayWithoutHyphens { text: text.to_owned(), day });
            }
            // A number too large for 32 bits ends far beyond the year 9999.
            let days: u32 = text.parse().map_err(|_| ValidityError::BeyondYear9999)?;
            return if days == 0 { Err(ValidityError::NoDays) } else { Ok(Lifetime::Days(days)) };
        }
        match Moment::parse_day(text) {
            Some(day) => Ok(Lifetime::Until(day.plus_seconds(DAY_SECONDS - 1))),
            None if text.is_empty() => Err(ValidityError::Empty),
            None if year_has_more_than_four_digits(text) => Err(ValidityError::BeyondYear9999),
            None => Err(not_a_lifetime()),
        }
    }

    /// The validity of a certificate made `now` under this issuer (`None` for a root). It begins
    /// [`BACKDATED_SECONDS`] before now, but not before its issuer.
    ///
    /// # Errors
    /// [`ValidityError`] when there is no such time, or the issuer's does not cover it (RFC 5280 section 6.1 judges each
    /// certificate of a chain by itself, so a leaf that outlives its issuer is good for nothing once that has ended).
    pub fn resolve(self, now: Moment, issuer: Option<Validity>) -> Result<Validity, ValidityError> {
        let backdated = now.plus_seconds(-BACKDATED_SECONDS);
        let not_before = match issuer {
            Some(issuer) if issuer.not_after < now => {
                return Err(ValidityError::IssuerExpired { issuer_end: issuer.not_after, now });
            }
            Some(issuer) if issuer.not_before > now => {
                return Err(ValidityError::IssuerNotYetValid { issuer_start: issuer.not_before, now });
            }
            Some(issuer) => backdated.max(issuer.not_before),
            None => backdated,
        };
        let not_after = match self {
            Lifetime::Days(0) => return Err(ValidityError::NoDays),
            Lifetime::Days(days) => {
                let seconds = not_before.unix_seconds() + i64::from(days) * DAY_SECONDS - 1;
                if seconds > Moment::LAST.unix_seconds() {
                    return Err(ValidityError::BeyondYear9999);
                }
                Moment::from_unix_seconds(seconds)
            }
            Lifetime::Until(end) => end,
        };
        let validity = Validity::new(not_before, not_after)?;
        if not_after <= now {
            return Err(ValidityError::AlreadyOver { end: not_after, now });
        }
        match issuer {
            Some(issuer) if not_after > issuer.not_after => Err(ValidityError::OutlivesIssuer {
                end: not_after,
                issuer_end: issuer.not_after,
                fits: self.longest_within(Validity { not_before, not_after: issuer.not_after }, now),
            }),
            _ => Ok(validity),
        }
    }

    /// The longest that fits, in the way in which this one was typed: days, or the last day that is whole and not yet over.
    fn longest_within(self, whole: Validity, now: Moment) -> Lifetime {
        let days = Lifetime::Days(u32::try_from(whole.days()).unwrap_or(u32::MAX));
        let last_day = (whole.not_after.unix_seconds() + 1).div_euclid(DAY_SECONDS);
        let last = Moment::from_unix_seconds(last_day * DAY_SECONDS - 1);
        match self {
            Lifetime::Until(_) if last > now => Lifetime::Until(last),
            Lifetime::Until(_) | Lifetime::Days(_) => days,
        }
    }

    /// As it would be typed, so that [`Lifetime::parse`] reads it again: `365`, or the day on which it ends, as `2027-11-23`.
    #[must_use]
    pub fn typed(self) -> String {
        match self {
            Lifetime::Days(days) => days.to_string(),
            Lifetime::Until(end) => {
                let day = end.civil();
                format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
            }
        }
    }
}

/// `20271123` as `2027-11-23`, if there is such a day. As a number of days it would be beyond what X.509 can write.
fn day_without_hyphens(digits: &str) -> Option<String> {
    let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
    let text = format!("{year}-{month}-{day}");
    Moment::parse_day(&text).map(|_| text)
}

fn year_has_more_than_four_digits(text: &str) -> bool {
    let mut pieces = text.trim_start_matches('+').split('-');
    let all_digits = |piece: &str| !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_digit());
    pieces.next().is_some_and(|year| year.len() > 4 && all_digits(year))
        && pieces.clone().count() == 2
        && pieces.all(all_digits)
}

/// First and last second of a certificate, both included (RFC 5280 section 4.1.2.5), in order, within 1950 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "(Moment, Moment)", into = "(Moment, Moment)")]
pub struct Validity {
    not_before: Moment,
    not_after: Moment,
}

impl Validity {
    /// From the first to the last second.
    ///
    /// # Errors
    /// [`ValidityError::EndsBeforeStart`], [`ValidityError::Before1950`].
    pub fn new(not_before: Moment, not_after: Moment) -> Result<Validity, ValidityError> {
        if let Some(early) = [not_before, not_after].into_iter().find(|moment| moment.civil().year < 1950) {
            return Err(ValidityError::Before1950 { moment: early });
        }
        if not_after < not_before {
            return Err(ValidityError::EndsBeforeStart { start: not_before, end: not_after });
        }
        Ok(Validity { not_before, not_after })
    }

    /// That of an existing certificate.
    ///
    /// # Errors
    /// As [`Validity::new`]: foreign certificates may say anything.
    pub fn of(certificate: &Certificate) -> Result<Validity, ValidityError> {
        let facts = certificate.facts();
        Validity::new(facts.not_before, facts.not_after)
    }

    /// The first second.
    #[must_use]
    pub fn not_before(self) -> Moment {
        self.not_before
    }

    /// The last second.
    #[must_use]
    pub fn not_after(self) -> Moment {
        self.not_after
    }

    /// Seconds from the first to the last, both counted.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.not_after.unix_seconds() - self.not_before.unix_seconds() + 1
    }

    /// Whole days that fit into it.
    #[must_use]
    pub fn days(self) -> usize {
        usize::try_from(self.seconds() / DAY_SECONDS).unwrap_or_default()
    }

    /// Whether it holds at this moment.
    #[must_use]
    pub fn contains(self, moment: Moment) -> bool {
        (self.not_before..=self.not_after).contains(&moment)
    }
}

impl From<Validity> for (Moment, Moment) {
    fn from(validity: Validity) -> (Moment, Moment) {
        (validity.not_before, validity.not_after)
    }
}

impl TryFrom<(Moment, Moment)> for Validity {
    type Error = &'static str;

    fn try_from((not_before, not_after): (Moment, Moment)) -> Result<Validity, &'static str> {
        Validity::new(not_before, not_after).map_err(|_| "not a validity")
    }
}

/// Why a certificate cannot be good for that long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields say what they are")]
pub enum ValidityError {
    /// Nothing was typed.
    Empty,
    /// Neither a number of days nor a day.
    NotALifetime { text: String },
    /// A day without its hyphens, which would be a number of days beyond the year 9999; `day` has them.
    DayWithoutHyphens { text: String, day: String },
    /// Zero days.
    NoDays,
    /// The end lies before the start.
    EndsBeforeStart { start: Moment, end: Moment },
    /// The end lies in the past already.
    AlreadyOver { end: Moment, now: Moment },
    /// After 9999-12-31, the last day that X.509 can write (RFC 5280 section 4.1.2.5.2).
    BeyondYear9999,
    /// Before 1950, where UTCTime begins (RFC 5280 section 4.1.2.5.1).
    Before1950 { moment: Moment },
    /// The end lies after the issuer's; `fits` is the longest lifetime that does not.
    OutlivesIssuer { end: Moment, issuer_end: Moment, fits: Lifetime },
    /// The issuer itself is over.
    IssuerExpired { issuer_end: Moment, now: Moment },
    /// The issuer itself has not begun, by the clock at hand.
    IssuerNotYetValid { issuer_start: Moment, now: Moment },
}

impl ValidityError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            ValidityError::Empty => say::validity_empty(lang),
            ValidityError::NotALifetime { text } => say::validity_not_a_lifetime(lang, text),
            ValidityError::DayWithoutHyphens { text, day } => {
                say::validity_day_without_hyphens(lang, text, day)
            }
            ValidityError::NoDays => say::validity_no_days(lang),
            ValidityError::EndsBeforeStart { start, end } => {
                say::validity_ends_before_start(lang, &day(lang, *end), &day(lang, *start))
            }
            ValidityError::AlreadyOver { end, now } => {
                say::validity_already_over(lang, &minute(lang, *end), &minute(lang, *now))
            }
            ValidityError::BeyondYear9999 => say::validity_beyond_9999(lang),
            ValidityError::Before1950 { moment } => say::validity_before_1950(lang, &day(lang, *moment)),
            ValidityError::OutlivesIssuer { end, issuer_end, fits } => {
                let (end, issuer_end) = (minute(lang, *end), minute(lang, *issuer_end));
                match fits {
                    Lifetime::Days(days) => {
                        say::validity_outlives_issuer(lang, &end, &issuer_end, *days as usize)
                    }
                    Lifetime::Until(last) => {
                        say::validity_outlives_issuer_day(lang, &end, &issuer_end, &day(lang, *last))
                    }
                }
            }
            ValidityError::IssuerExpired { issuer_end, .. } => {
                say::validity_issuer_expired(lang, &minute(lang, *issuer_end))
            }
            ValidityError::IssuerNotYetValid { issuer_start, now } => {
                say::validity_issuer_not_yet_valid(lang, &minute(lang, *issuer_start), &minute(lang, *now))
            }
        }
    }
}

fn day(lang: Lang, moment: Moment) -> String {
    moment.day(lang)
}

pub(crate) fn minute(lang: Lang, moment: Moment) -> String {
    moment.minute(lang)
}
