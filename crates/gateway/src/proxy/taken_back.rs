//! Requests of HTTP/2 that are taken back before they are answered (RFC 9113 section 5.4.2). Each may have put the backend to work, and none
//! counts among the streams that are open, so that their number alone bounds nothing ("rapid reset", CVE-2023-44487). h2 ends connections whose
//! streams are reset before they are looked at; those that wait a moment longer are counted here.

use core::cell::Cell;
use core::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// For how long it is counted.
const WINDOW: Duration = Duration::from_secs(60);

/// The counts of one connection.
pub struct TakenBack {
    since: Cell<Instant>,
    asked: Cell<u32>,
    taken_back: Cell<u32>,
    changed: Notify,
}

impl TakenBack {
    /// Nothing was asked for yet.
    #[must_use]
    pub fn none() -> TakenBack {
        TakenBack {
            since: Cell::new(Instant::now()),
            asked: Cell::new(0),
            taken_back: Cell::new(0),
            changed: Notify::new(),
        }
    }

    /// One more was asked for.
    pub fn asked(&self) {
        if self.since.get().elapsed() >= WINDOW {
            self.since.set(Instant::now());
            self.asked.set(0);
            self.taken_back.set(0);
        }
        self.asked.set(self.asked.get().saturating_add(1));
    }

    /// One more was taken back.
    pub fn taken_back(&self) {
        self.taken_back.set(self.taken_back.get().saturating_add(1));
        self.changed.notify_one();
    }

    fn are_too_many(&self, most: u32) -> bool {
        let (asked, taken_back) = (self.asked.get(), self.taken_back.get());
        // callers that have much to ask take back much too
        most > 0 && taken_back > most && taken_back > asked / 2
    }

    /// Comes back when more than this were taken back, and more than half of all.
    pub async fn too_many(&self, most: u32) {
        while !self.are_too_many(most) {
            self.changed.notified().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn many_that_are_most_of_all_within_a_minute_are_too_many() {
        for (rounds, answered, pause, expected) in [
            (3, 0, 0, true),
            (2, 0, 0, false),
            // as many are answered
            (3, 1, 0, false),
            (30, 2, 0, false),
            // never three within a minute
            (30, 0, 31, false),
        ] {
            let counts = TakenBack::none();
            let mut found = false;
            for _ in 0..rounds {
                counts.asked();
                counts.taken_back();
                (0..answered).for_each(|_| counts.asked());
                found |= counts.are_too_many(2);
                tokio::time::advance(Duration::from_secs(pause)).await;
            }
            assert_eq!(found, expected, "{rounds} {answered} {pause}");
            assert!(!counts.are_too_many(0), "0 is any number");
        }
    }
}
