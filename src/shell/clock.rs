//! The wall clock. This is the only place of the page and its worker that asks the time.

use pki::moment::{Moment, Offset};

/// The time now, to the second.
#[must_use]
pub fn now() -> Moment {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit, and a Moment is clamped"
    )]
    Moment::from_unix_seconds((js_sys::Date::now() / 1000.0) as i64)
}

/// How far the reader's clock is ahead of UTC today.
#[must_use]
pub fn offset() -> Offset {
    #[allow(clippy::cast_possible_truncation, reason = "minutes of a day fit, and an Offset is checked")]
    Offset::from_minutes_east(-js_sys::Date::new_0().get_timezone_offset() as i16)
}
