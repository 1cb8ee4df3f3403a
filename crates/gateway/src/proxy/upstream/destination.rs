//! One address of the backend: its connections that are free, how much it has to do, and whether it has just failed.

use core::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use deploy::gateway::file::Http;
use diagnose::gateway::Refusal;
use hyper::client::conn::http1;
use hyper::http::uri::Scheme;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::super::outgoing::Outgoing;
use super::connect::{Connection, connect};
use super::sender::{Sender, Shared};
use crate::config::resolved::{Address, Backend};

/// One address.
pub(super) struct Destination {
    address: Address,
    backend: Backend,
    idle: RefCell<VecDeque<Kept>>,
    shared: RefCell<Option<Shared>>,
    /// Held by whoever makes the connection that all share; how many there were.
    connecting: Mutex<u64>,
    under_way: Cell<usize>,
    /// Until when it is passed over.
    failing: Cell<Option<Instant>>,
}

struct Kept {
    sender: http1::SendRequest<Outgoing>,
    since: Instant,
}

/// A request that is under way at an address, until it is dropped.
pub(super) struct Load(Rc<Destination>);

impl Load {
    pub(super) fn on(destination: &Rc<Destination>) -> Load {
        destination.under_way.set(destination.under_way.get() + 1);
        Load(destination.clone())
    }

    pub(super) fn destination(&self) -> &Rc<Destination> {
        &self.0
    }
}

impl Clone for Load {
    fn clone(&self) -> Load {
        Load::on(&self.0)
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.0.under_way.set(self.0.under_way.get() - 1);
    }
}

impl Destination {
    pub(super) fn new(address: Address, backend: Backend) -> Destination {
        Destination {
            address,
            backend,
            idle: RefCell::default(),
            shared: RefCell::default(),
            connecting: Mutex::default(),
            under_way: Cell::new(0),
            failing: Cell::new(None),
        }
    }

    pub(super) fn under_way(&self) -> usize {
        self.under_way.get()
    }

    /// Whether it has as many requests as it may.
    pub(super) fn is_full(&self) -> bool {
        self.backend.most > 0 && self.under_way.get() >= self.backend.most
    }

    /// Until when it is passed over; `None` sorts before every moment.
    pub(super) fn failing(&self) -> Option<Instant> {
        self.failing.get().filter(|until| *until > Instant::now())
    }

    pub(super) fn failed(&self) {
        if self.failing.replace(Some(Instant::now() + self.backend.fail_for)).is_none() {
            tracing::warn!(backend = %self.address, "this address has failed, and is passed over while there is another");
        }
    }

    pub(super) fn works(&self) {
        if self.failing.take().is_some() {
            tracing::info!(backend = %self.address, "this address answers again");
        }
    }

    pub(super) fn scheme(&self) -> &'static Scheme {
        match &self.address {
            Address::Tls(..) => &Scheme::HTTPS,
            Address::Tcp(_) | Address::Unix(_) => &Scheme::HTTP,
        }
    }

    /// The connection that was used last and is free, or the one that all share.
    pub(super) fn take(&self, turns: bool) -> Option<Sender> {
        if !turns && let Some(shared) = self.shared() {
            return Some(Sender::Two(shared));
        }
        let mut idle = self.idle.borrow_mut();
        let keep_for = self.backend.keep_for;
        idle.retain(|kept| !kept.sender.is_closed());
        let free = idle.iter().rposition(|kept| kept.sender.is_ready() && kept.since.elapsed() < keep_for)?;
        idle.remove(free).map(|kept| Sender::One(kept.sender))
    }

    fn shared(&self) -> Option<Shared> {
        let mut shared = self.shared.borrow_mut();
        if shared.as_ref().is_some_and(|shared| shared.sender.is_closed()) {
            shared.take();
        }
        shared.clone()
    }

    /// Sends no further request over a connection that takes none; what is under way on it may still be answered.
    pub(super) fn leave(&self, left: &Sender) {
        let Sender::Two(left) = left else { return };
        let mut shared = self.shared.borrow_mut();
        if shared.as_ref().is_some_and(|shared| shared.number == left.number) {
            shared.take();
        }
    }

    /// Keeps a connection for another request.
    pub(super) fn keep(&self, sender: Sender) {
        if sender.is_closed() {
            return;
        }
        // of HTTP/2 it has the one that all share already
        let Sender::One(sender) = sender else { return };
        let mut idle = self.idle.borrow_mut();
        if self.backend.keep > 0 {
            while idle.len() >= self.backend.keep {
                idle.pop_front();
            }
            idle.push_back(Kept { sender, since: Instant::now() });
        }
    }

    /// Closes what has been idle for long.
    pub(super) fn sweep(&self) {
        let keep_for = self.backend.keep_for;
        self.idle.borrow_mut().retain(|kept| !kept.sender.is_closed() && kept.since.elapsed() < keep_for);
    }

    /// A new connection.
    pub(super) async fn connect(&self, turns: bool) -> Result<Sender, Refusal> {
        if turns || self.backend.http == Http::One {
            let connection = connect(&self.address, &self.backend, Http::One).await?;
            return match connection {
                Connection::One(sender) => Ok(Sender::One(sender)),
                // only what was asked for is agreed on
                Connection::Two(_) => Err(Refusal::BackendInvalid),
            };
        }
        // one makes the connection, and all who waited meanwhile share it
        let mut connections = self.connecting.lock().await;
        if let Some(shared) = self.shared() {
            return Ok(Sender::Two(shared));
        }
        match connect(&self.address, &self.backend, Http::Two).await? {
            Connection::One(sender) => Ok(Sender::One(sender)),
            Connection::Two(sender) => {
                *connections += 1;
                let shared = Shared { sender, number: *connections };
                self.shared.replace(Some(shared.clone()));
                Ok(Sender::Two(shared))
            }
        }
    }
}
