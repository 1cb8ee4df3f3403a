//! A point in time, to the second, in UTC. Nobody asks the clock here: shells pass the moment in.

use serde::{Deserialize, Serialize};
use text::Lang;
use time::{Date, Month, OffsetDateTime, Time};

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted, within the years 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "i64", into = "i64")]
pub struct Moment(i64);

/// Seconds of a day.
const DAY_SECONDS: i64 = 86_400;
/// 9999-12-31T23:59:59Z, the last moment that X.509 can write (RFC 5280 section 4.1.2.5).
const LAST: i64 = 253_402_300_799;
/// 0000-01-01T00:00:00Z.
const FIRST: i64 = -62_167_219_200;

impl Moment {
    /// The moment that X.509 uses for "no well-defined end" (RFC 5280 section 4.1.2.5).
    pub const LAST: Moment = Moment(LAST);

    /// From seconds since 1970; what lies outside the years 0 to 9999 becomes the nearest end.
    #[must_use]
    pub const fn from_unix_seconds(seconds: i64) -> Moment {
        if seconds > LAST {
            Moment(LAST)
        } else if seconds < FIRST {
            Moment(FIRST)
        } else {
            Moment(seconds)
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// A day's first second; `None` when there is no such day. `month` and `day` count from 1.
    #[must_use]
    pub fn from_day(year: i32, month: u8, day: u8) -> Option<Moment> {
        let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
        Some(Moment::from_unix_seconds(date.with_time(Time::MIDNIGHT).assume_utc().unix_timestamp()))
    }

    /// The day written as `2026-11-23` (ISO 8601); `None` for anything else.
    #[must_use]
    pub fn parse_day(text: &str) -> Option<Moment> {
        let mut pieces = text.trim().split('-');
        let (year, month, day) = (pieces.next()?, pieces.next()?, pieces.next()?);
        if pieces.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        Moment::from_day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// This many seconds later (earlier when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Moment {
        Moment::from_unix_seconds(self.0.saturating_add(seconds))
    }

    /// This many days of 86,400 seconds later (earlier when negative).
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Moment {
        self.plus_seconds(days.saturating_mul(DAY_SECONDS))
    }

    /// Whole days from this moment to `later`; negative when `later` is earlier.
    #[must_use]
    pub const fn days_until(self, later: Moment) -> i64 {
        (later.0 - self.0).div_euclid(DAY_SECONDS)
    }

    /// Days from this moment to `later`, one that has begun counted whole: 365 on the day on which 365 were chosen.
    #[must_use]
    pub const fn days_begun_until(self, later: Moment) -> i64 {
        self.days_until(later.plus_seconds(DAY_SECONDS - 1))
    }

    /// As the writer of certificates takes it.
    pub(crate) fn to_date_time(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.0).expect("a Moment lies within the years 0 to 9999")
    }

    /// The calendar's view of this moment, in UTC.
    #[must_use]
    pub fn civil(self) -> Civil {
        let at = self.to_date_time();
        Civil {
            year: at.year(),
            month: at.month().into(),
            day: at.day(),
            hour: at.hour(),
            minute: at.minute(),
            second: at.second(),
        }
    }

    /// Its day in UTC, as people of each language write it.
    #[must_use]
    pub fn day(self, lang: Lang) -> String {
        let Civil { year, month, day, .. } = self.civil();
        text::date::day(lang, year, month, day)
    }

    /// The same to the minute.
    #[must_use]
    pub fn minute(self, lang: Lang) -> String {
        let Civil { year, month, day, hour, minute, .. } = self.civil();
        text::date::minute(lang, year, month, day, hour, minute)
    }
}

impl From<Moment> for i64 {
    fn from(moment: Moment) -> i64 {
        moment.0
    }
}

impl From<i64> for Moment {
    fn from(seconds: i64) -> Moment {
        Moment::from_unix_seconds(seconds)
    }
}

/// How far a local clock is ahead of UTC, in minutes; behind it when negative. Shells ask the system for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "i16", into = "i16")]
pub struct Offset(i16);

impl Offset {
    /// The farthest that any clock is or was from UTC, in minutes.
    const MOST: i16 = 18 * 60;

    /// From minutes east of Greenwich; what no clock has becomes UTC.
    #[must_use]
    pub const fn from_minutes_east(minutes: i16) -> Offset {
        if minutes > Offset::MOST || minutes < -Offset::MOST { Offset(0) } else { Offset(minutes) }
    }

    /// In seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0 as i64 * 60
    }
}

impl From<Offset> for i16 {
    fn from(offset: Offset) -> i16 {
        offset.0
    }
}

impl From<i16> for Offset {
    fn from(minutes: i16) -> Offset {
        Offset::from_minutes_east(minutes)
    }
}

/// `UTC+09:00`.
impl std::fmt::Display for Offset {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let minutes = self.0.unsigned_abs();
        write!(out, "UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// Year, month (from 1), day (from 1), hour, minute and second in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the calendar's own words")]
pub struct Civil {
    pub year: i32,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

/// ISO 8601 in UTC: `2026-11-23T14:05:09Z`.
impl std::fmt::Display for Moment {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Civil { year, month, day, hour, minute, second } = self.civil();
        write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn days_are_parsed_or_refused() {
        for (text, written) in [
            ("2026-11-23", Some("2026-11-23T00:00:00Z")),
            ("2024-02-29", Some("2024-02-29T00:00:00Z")),
            ("2026-02-29", None),
            ("2026-13-01", None),
            ("26-01-01", None),
            ("2026-1-1", None),
            ("2026-11-23T00:00", None),
            ("", None),
        ] {
            assert_eq!(
                Moment::parse_day(text).map(|moment| moment.to_string()).as_deref(),
                written,
                "{text}"
            );
        }
    }

    #[test]
    fn arithmetic_stops_at_the_ends() {
        assert_eq!(Moment::LAST.plus_days(1), Moment::LAST);
        assert_eq!(Moment::from_unix_seconds(i64::MAX).to_string(), "9999-12-31T23:59:59Z");
        assert_eq!(Moment::from_unix_seconds(i64::MIN).to_string(), "0000-01-01T00:00:00Z");
    }
}
