//! How many connections are open, altogether and from each address.

use core::net::IpAddr;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use deploy::gateway::file::Limits;

use crate::metrics::Metrics;

/// The counts of all workers.
pub struct Places {
    all: AtomicUsize,
    addresses: Mutex<HashMap<IpAddr, usize>>,
    metrics: Arc<Metrics>,
}

/// One of the connections that may be open.
pub struct Place {
    places: Arc<Places>,
    /// The address, where it is counted.
    counted: Option<IpAddr>,
}

impl Places {
    /// None is open.
    #[must_use]
    pub fn new(metrics: Arc<Metrics>) -> Arc<Places> {
        Arc::new(Places { all: AtomicUsize::new(0), addresses: Mutex::default(), metrics })
    }

    fn turned_away(&self, from: IpAddr, reason: &'static str) {
        self.metrics.closed(reason);
        tracing::warn!(%from, reason, "one connection too many was closed");
    }

    /// A place for a connection from this address, which is counted later; `None` when there are too many altogether.
    #[must_use]
    pub fn take_any(self: &Arc<Places>, from: IpAddr, limits: &Limits) -> Option<Place> {
        if self.all.fetch_add(1, Ordering::Relaxed) >= limits.connections {
            self.all.fetch_sub(1, Ordering::Relaxed);
            self.turned_away(from, "connections");
            return None;
        }
        self.metrics.connections.inc();
        self.metrics.accepted.inc();
        Some(Place { places: self.clone(), counted: None })
    }

    /// A place for a connection from this address; `None` when there are too many.
    #[must_use]
    pub fn take(self: &Arc<Places>, from: IpAddr, limits: &Limits) -> Option<Place> {
        let mut place = self.take_any(from, limits)?;
        place.count(from, limits).then_some(place)
    }
}

impl Place {
    /// Counts it for this address; false when there are too many from it.
    #[must_use]
    pub fn count(&mut self, from: IpAddr, limits: &Limits) -> bool {
        if limits.connections_per_address == 0 {
            return true;
        }
        let from = from.to_canonical();
        let mut addresses = self.places.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        let count = addresses.entry(from).or_default();
        *count += 1;
        self.counted = Some(from);
        let fits = *count <= limits.connections_per_address;
        drop(addresses);
        if !fits {
            self.places.turned_away(from, "connections_per_address");
        }
        fits
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.all.fetch_sub(1, Ordering::Relaxed);
        self.places.metrics.connections.dec();
        if let Some(address) = self.counted {
            let mut addresses = self.places.addresses.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(count) = addresses.get_mut(&address) {
                *count -= 1;
                if *count == 0 {
                    addresses.remove(&address);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_and_given_back() {
        let places = Places::new(Arc::default());
        let limits = Limits { connections: 3, connections_per_address: 2, ..Limits::default() };
        let [one, other]: [IpAddr; 2] = [[192, 0, 2, 1].into(), [192, 0, 2, 2].into()];
        let first = places.take(one, &limits).expect("a place");
        let _second = places.take(one, &limits).expect("a place");
        assert!(places.take(one, &limits).is_none(), "two from one address");
        let _third = places.take(other, &limits).expect("a place");
        assert!(places.take(other, &limits).is_none(), "three altogether");
        drop(first);
        assert!(places.take(one, &limits).is_some(), "one was given back");
        assert_eq!(places.metrics.connections.get(), 2);
    }
}
