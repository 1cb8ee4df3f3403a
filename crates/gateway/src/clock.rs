//! The wall clock of this machine. Everything else takes a moment as an argument.

use std::time::{SystemTime, UNIX_EPOCH};

use pki::moment::Moment;

/// This second; 1970 when the clock stands before it.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is where the native companion asks the time")]
pub fn now() -> Moment {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Moment::from_unix_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// Whom to ask for the time: [`now`] in a running gateway, anything else in a test.
pub type Clock = fn() -> Moment;
