//! How many requests one client may send in a second, counted over all workers (generic cell rate algorithm, by governor).

use core::net::IpAddr;
use core::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

/// Who is counted: SHA-256 of a certificate, or an address.
pub type Who = [u8; 32];

/// The counts.
pub struct Pace(RateLimiter<Who, DashMapStateStore<Who>, DefaultClock>);

impl Pace {
    /// This many in a second, and so many at once; `None` when nothing is to be counted.
    #[must_use]
    pub fn new(per_second: u32, burst: u32) -> Option<Pace> {
        let per_second = NonZeroU32::new(per_second)?;
        let burst = NonZeroU32::new(burst).unwrap_or(per_second);
        Some(Pace(RateLimiter::dashmap(Quota::per_second(per_second).allow_burst(burst))))
    }

    /// Counts one request.
    ///
    /// # Errors
    /// Seconds to wait, at least one, when it is one too many.
    pub fn count(&self, who: &Who) -> Result<(), u64> {
        self.0.check_key(who).map_err(|early| {
            let wait = early.wait_time_from(DefaultClock::default().now());
            wait.as_secs() + 1
        })
    }

    /// Forgets who has not been here for a while.
    pub fn forget(&self) {
        self.0.retain_recent();
        self.0.shrink_to_fit();
    }
}

/// An address as one who is counted.
#[must_use]
pub fn address(address: IpAddr) -> Who {
    let mut who = [0; 32];
    match address.to_canonical() {
        IpAddr::V4(four) => who[..4].copy_from_slice(&four.octets()),
        // a network of 64 bits is one caller's (RFC 6177)
        IpAddr::V6(six) => who[16..24].copy_from_slice(&six.octets()[..8]),
    }
    who
}

#[cfg(test)]
mod tests {
    use super::{Pace, address};

    #[test]
    fn who_sends_too_much_waits_and_others_do_not() {
        assert!(Pace::new(0, 5).is_none());
        let pace = Pace::new(1, 3).expect("a limit");
        let one = address([192, 0, 2, 1].into());
        for _ in 0..3 {
            assert_eq!(pace.count(&one), Ok(()));
        }
        assert!(pace.count(&one).is_err_and(|seconds| seconds >= 1));
        assert_eq!(pace.count(&address([192, 0, 2, 2].into())), Ok(()));
        assert_eq!(address("::ffff:192.0.2.1".parse().expect("an address")), one);
    }
}
