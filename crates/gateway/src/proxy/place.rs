//! How many connections are open: altogether, from each address, and of each client.

use core::hash::Hash;
use core::net::IpAddr;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use deploy::gateway::file::Limits;

use crate::metrics::Metrics;
use crate::pace::Who;

/// The counts of all workers.
pub struct Places {
    all: AtomicUsize,
    addresses: Counts<IpAddr>,
    clients: Counts<Who>,
    metrics: Arc<Metrics>,
}

/// One of the connections that may be open.
pub struct Place {
    places: Arc<Places>,
    /// The address, where it is counted.
    counted: Option<IpAddr>,
    /// The client's certificate, where it is counted; on the heap, since mostly it is not.
    client: Option<Box<Who>>,
}

/// How many there are of each.
struct Counts<T>(Mutex<HashMap<T, usize>>);

impl<T: Eq + Hash> Counts<T> {
    fn none() -> Counts<T> {
        Counts(Mutex::default())
    }

    /// One more; how many there are then.
    fn add(&self, of: T) -> usize {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(of).or_default();
        *count += 1;
        *count
    }

    fn remove(&self, of: &T) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(of) {
            *count -= 1;
            if *count == 0 {
                counts.remove(of);
            }
        }
    }
}

impl Places {
    /// None is open.
    #[must_use]
    pub fn new(metrics: Arc<Metrics>) -> Arc<Places> {
        Arc::new(Places {
            all: AtomicUsize::new(0),
            addresses: Counts::none(),
            clients: Counts::none(),
            metrics,
        })
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
        Some(Place { places: self.clone(), counted: None, client: None })
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
        self.counted = Some(from);
        let fits = self.places.addresses.add(from) <= limits.connections_per_address;
        if !fits {
            self.places.turned_away(from, "connections_per_address");
        }
        fits
    }

    /// Counts it for the client that has shown itself; false when it has too many.
    #[must_use]
    pub fn count_client(&mut self, from: IpAddr, client: Who, limits: &Limits) -> bool {
        if limits.connections_per_client == 0 {
            return true;
        }
        self.client = Some(Box::new(client));
        let fits = self.places.clients.add(client) <= limits.connections_per_client;
        if !fits {
            self.places.turned_away(from, "connections_per_client");
        }
        fits
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.all.fetch_sub(1, Ordering::Relaxed);
        self.places.metrics.connections.dec();
        if let Some(address) = &self.counted {
            self.places.addresses.remove(address);
        }
        if let Some(client) = &self.client {
            self.places.clients.remove(client);
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
    #[test]
    fn connections_of_a_client_are_counted_and_given_back() {
        let places = Places::new(Arc::default());
        let limits = Limits { connections_per_client: 1, ..Limits::default() };
        let address: IpAddr = [192, 0, 2, 1].into();
        let taken = || places.take(address, &limits).expect("a place");
        let (mut first, mut second, mut third) = (taken(), taken(), taken());
        assert!(first.count_client(address, [1; 32], &limits));
        assert!(!second.count_client(address, [1; 32], &limits));
        assert!(third.count_client(address, [2; 32], &limits), "another client");
        drop((first, second));
        assert!(taken().count_client(address, [1; 32], &limits), "it was given back");
    }
}
