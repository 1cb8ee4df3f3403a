//! The wall clock. This is the only place of the page and its worker that asks the time.

use pki::moment::Moment;

/// The time now, to the second.
#[must_use]
pub fn now() -> Moment {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit, and a Moment is clamped"
    )]
    Moment::from_unix_seconds((js_sys::Date::now() / 1000.0) as i64)
}
