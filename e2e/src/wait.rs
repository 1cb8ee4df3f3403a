//! Waiting for a condition with a deadline. Nothing else in this crate pauses.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::bail;

/// How long anything that should happen at once may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Between two looks: short beside what a person notices, long beside what a look costs.
const PAUSE: Duration = Duration::from_millis(10);

/// Looks until there is a value.
///
/// # Errors
/// What the look itself failed with, or that `what` did not come about within `patience`.
pub fn until<T>(
    what: &str,
    patience: Duration,
    mut look: impl FnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(value) = look()? {
            return Ok(value);
        }
        if Instant::now() >= deadline {
            bail!("waited {} s in vain for: {what}", patience.as_secs());
        }
        thread::sleep(PAUSE);
    }
}
