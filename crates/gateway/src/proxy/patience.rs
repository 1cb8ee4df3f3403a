//! How long a body is waited for. What is waited is counted, never what the other side is slow to take: no caller pays for a slow backend.

use core::num::NonZeroU64;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;

use tokio::time::{Instant, Sleep, sleep};

/// How long to wait for the next piece; a timer is set only when one has to be waited for.
pub struct Patience {
    most: Duration,
    /// How many octets give a second back; each gives back all where there is none.
    per_second: Option<NonZeroU64>,
    left: Duration,
    since: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Patience {
    /// As long for each piece, however small it is.
    #[must_use]
    pub fn new(most: Duration) -> Patience {
        Patience::at_least(most, 0)
    }

    /// As long in all, of which so many octets give a second back. Whoever keeps this pace is waited for without end, and whoever sends
    /// an octet now and then is not: a body that drips would hold a connection, and one to the backend, for as long as it likes.
    ///
    /// With 0 each octet gives back all of it.
    #[must_use]
    pub fn at_least(most: Duration, octets_per_second: u64) -> Patience {
        let per_second = NonZeroU64::new(octets_per_second);
        Patience { most, per_second, left: most, since: None, timer: None }
    }

    /// A piece has come.
    pub fn renew(&mut self, octets: u64) {
        let waited = self.since.take().map_or(Duration::ZERO, |since| since.elapsed());
        self.left = match self.per_second {
            None => self.most,
            Some(per_second) => {
                let given = given_back(octets, per_second);
                self.left.saturating_sub(waited).saturating_add(given).min(self.most)
            }
        };
    }

    /// Nothing is waited for: all of it is there again, and no timer runs.
    pub fn rest(&mut self) {
        self.left = self.most;
        self.since = None;
        self.timer = None;
    }

    /// Comes back when it was waited for long enough.
    pub fn poll_lost(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let left = self.left;
        let timer = match &mut self.timer {
            Some(timer) => {
                if self.since.is_none() {
                    timer.as_mut().reset(Instant::now() + left);
                }
                timer
            }
            none => none.insert(Box::pin(sleep(left))),
        };
        self.since.get_or_insert_with(Instant::now);
        ready!(timer.as_mut().poll(context));
        Poll::Ready(())
    }
}

/// What so many octets are worth at a pace.
fn given_back(octets: u64, per_second: NonZeroU64) -> Duration {
    let rest = u128::from(octets % per_second) * 1_000_000_000 / u128::from(per_second.get());
    let rest = u64::try_from(rest).expect("less than a second has less than 2^64 nanoseconds");
    Duration::from_secs(octets / per_second).saturating_add(Duration::from_nanos(rest))
}

#[cfg(test)]
mod tests {
    use core::future::poll_fn;
    use core::time::Duration;

    use tokio::time::{Instant, sleep};

    use super::Patience;

    /// After how long a body is given up that comes in pieces of so many octets, one in each such time; `None` when 20,000 of them come.
    async fn lost(mut patience: Patience, octets: u64, each: Duration) -> Option<Duration> {
        let begun = Instant::now();
        for _ in 0..20_000 {
            let lost = tokio::select! {
                biased;
                () = poll_fn(|context| patience.poll_lost(context)) => true,
                () = sleep(each) => false,
            };
            if lost {
                return Some(begun.elapsed());
            }
            patience.renew(octets);
        }
        None
    }

    const THIRTY: Duration = Duration::from_secs(30);
    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn whoever_keeps_the_pace_is_waited_for_and_whoever_drips_is_not() {
        let asked = |octets_per_second| Patience::at_least(THIRTY, octets_per_second);
        for (per_second, octets, each, expected) in [
            // exactly the pace, in small pieces and in large ones with rests
            (500, 500, SECOND, None),
            (500, 5, SECOND / 100, None),
            (500, 10_000, 20 * SECOND, None),
            // the nearest below: thirty seconds are used up in their five-hundredth parts
            (500, 499, SECOND, Some(14_500..15_000)),
            (500, 9_990, 20 * SECOND, Some(9_990..10_100)),
            (500, 1, SECOND, Some(30..31)),
            // what came early is no leave to drip afterwards
            (500, 1_000_000, 31 * SECOND, Some(30..31)),
            (500, 0, SECOND, Some(30..31)),
            (1, 1, SECOND, None),
            (1, 1, 2 * SECOND, Some(58..62)),
            // any pace
            (0, 1, 29 * SECOND, None),
            (0, 1, 31 * SECOND, Some(30..31)),
        ] {
            let after = lost(asked(per_second), octets, each).await;
            let fits = match &expected {
                None => after.is_none(),
                Some(range) => after.is_some_and(|after| range.contains(&after.as_secs())),
            };
            assert!(fits, "{octets} octets every {each:?} at {per_second}: {after:?}, not {expected:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_not_asked_for_more_is_not_late() {
        let mut patience = Patience::at_least(THIRTY, 500);
        for _ in 0..100 {
            // the backend takes its time, and nobody asks the caller for more meanwhile
            sleep(25 * SECOND).await;
            patience.renew(1);
        }
        assert_eq!(lost(patience, 0, SECOND).await, Some(THIRTY));
    }
}
