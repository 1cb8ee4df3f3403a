//! The backend as one worker knows it: which of its addresses a request goes to, and whether it is sent once more.
//!
//! Each worker has connections and counts of its own, so that nothing is shared. A request goes to the address that has the fewest under
//! way; one that has just failed is passed over for a while ([`Backend::fail_for`]), and asked again when no other is left.

mod connect;
mod destination;
mod sender;

use core::cell::Cell;
use core::error::Error as _;
use core::time::Duration;
use std::rc::Rc;
use std::sync::Arc;

use deploy::gateway::file::Http;
use diagnose::gateway::Refusal;
use hyper::body::Incoming;
use hyper::{Request, Response};
use tokio::time::timeout;

use super::outgoing::{Cut, Outgoing, Progress};
use crate::config::resolved::Backend;
use destination::{Destination, Load};
use sender::Sender;

/// The backend as one worker knows it.
pub struct Pool {
    backend: Backend,
    destinations: Vec<Rc<Destination>>,
    /// Where the next search begins, so that equals take turns.
    turn: Cell<usize>,
}

/// A request, and how to send it again where that is safe.
pub struct Attempt {
    /// The request.
    pub request: Request<Outgoing>,
    /// What is known of its body, if it has one.
    pub progress: Option<Arc<Progress>>,
    /// Whether carrying it out twice is as good as once (RFC 9110 section 9.2.2) and it can be sent again.
    pub repeatable: bool,
    /// Whether it may turn to another protocol, which HTTP/1.1 alone can (RFC 9113 section 8.6).
    pub turns: bool,
}

/// A connection with an answer on it; given back when the answer is through, closed when it is dropped before.
pub struct Lease {
    sender: Sender,
    load: Load,
}

impl Lease {
    /// Keeps the connection for another request.
    pub fn give_back(self) {
        let Lease { sender, load } = self;
        load.destination().keep(sender);
    }
}

impl Pool {
    /// No connection yet.
    #[must_use]
    pub fn new(backend: Backend) -> Pool {
        let destinations = backend
            .addresses
            .iter()
            .map(|address| Rc::new(Destination::new(address.clone(), backend.clone())));
        Pool { destinations: destinations.collect(), backend, turn: Cell::new(0) }
    }

    /// The backend.
    #[must_use]
    pub fn backend(&self) -> &Backend {
        &self.backend
    }

    /// Closes what has been idle for long.
    pub fn sweep(&self) {
        for destination in &self.destinations {
            destination.sweep();
        }
    }

    /// Sends a request and waits for the head of its answer.
    ///
    /// It is sent once more where that cannot do harm: when nothing of it was sent, when the backend says that it has not begun it
    /// (RFC 9113 section 8.7), or when it is safe to repeat and the connection was closed before the answer. A kept connection may just have
    /// been closed by the backend, so that the same address may be asked over a new one; where a new one has failed, only another address is.
    ///
    /// # Errors
    /// The [`Refusal`] that says what went wrong.
    pub async fn send(self: &Rc<Self>, attempt: Attempt) -> Result<(Response<Incoming>, Lease), Refusal> {
        let Attempt { request, progress, repeatable, turns } = attempt;
        let first = self.choose(None).ok_or(Refusal::BackendBusy)?;
        let may_be_left = self.backend.http == Http::Two && !turns;
        let copy = (repeatable || may_be_left).then(|| copy(&request));
        let failed = match self.over(&first, Kept::Too, turns, request, progress.as_deref()).await {
            Ok(answered) => return Ok(answered),
            Err(failed) => failed,
        };
        let Failed { refusal, unsent, over, begun } = failed;
        let again = unsent.or_else(|| match begun {
            Begun::No => with_body(copy?, progress.as_deref()),
            Begun::Unsaid => copy.filter(|_| repeatable && refusal == Refusal::BackendClosed),
        });
        let passed_over = match (over, begun) {
            // the address is well where only a connection has come to its end
            (Over::Kept, _) | (_, Begun::No) => None,
            (Over::New, Begun::Unsaid) => Some(&first),
        };
        let (Some(again), Some(second)) = (again, self.choose(passed_over)) else { return Err(refusal) };
        drop(first);
        let outcome = self.over(&second, Kept::Not, turns, again, progress.as_deref()).await;
        outcome.map_err(|failed| failed.refusal)
    }

    /// The address with the fewest requests under way among those that have not failed; of those that have, the one that failed first.
    /// `None` when all have as many as they may, or there is none but the one that is passed over.
    fn choose(&self, passed_over: Option<&Load>) -> Option<Load> {
        let turn = self.turn.replace(self.turn.get().wrapping_add(1));
        let count = self.destinations.len();
        (0..count)
            .map(|step| &self.destinations[turn.wrapping_add(step) % count])
            .filter(|destination| {
                !passed_over.is_some_and(|load| Rc::ptr_eq(load.destination(), destination))
            })
            .filter(|destination| !destination.is_full())
            .min_by_key(|destination| (destination.failing(), destination.under_way()))
            .map(Load::on)
    }

    /// What comes of sending, in the time for an answer; `None` when nothing does.
    async fn answer<T>(&self, sending: impl Future<Output = T>, progress: Option<&Progress>) -> Option<T> {
        let mut sending = core::pin::pin!(sending);
        loop {
            match timeout(self.backend.answer, sending.as_mut()).await {
                Ok(outcome) => return Some(outcome),
                // the answer cannot begin while the body is on its way
                Err(_) if progress.is_some_and(|progress| moves(progress, self.backend.answer)) => {}
                Err(_) => return None,
            }
        }
    }

    /// Sends a request over a connection of an address.
    async fn over(
        &self,
        load: &Load,
        kept: Kept,
        turns: bool,
        request: Request<Outgoing>,
        progress: Option<&Progress>,
    ) -> Result<(Response<Incoming>, Lease), Failed> {
        let destination = load.destination();
        let taken = if kept == Kept::Too { destination.take(turns) } else { None };
        let over = if taken.is_some() { Over::Kept } else { Over::New };
        let mut sender = match taken {
            Some(sender) => sender,
            None => match destination.connect(turns).await {
                Ok(sender) => sender,
                Err(refusal) => {
                    destination.failed();
                    return Err(Failed { refusal, unsent: Some(request), over, begun: Begun::Unsaid });
                }
            },
        };
        let scheme = destination.scheme();
        match self.answer(sender.send(request, scheme), progress).await {
            Some(Ok(response)) => {
                destination.works();
                Ok((response, Lease { sender, load: load.clone() }))
            }
            None => {
                destination.failed();
                Err(Failed { refusal: Refusal::BackendSlow, unsent: None, over, begun: Begun::Unsaid })
            }
            Some(Err(mut error)) => {
                let unsent = error.take_message();
                let error = error.into_error();
                let begun = begun(&error);
                let refusal = refusal(&error, progress.and_then(Progress::cut));
                if !is_of_the_stream(&error) {
                    destination.leave(&sender);
                }
                if begun == Begun::Unsaid && over == Over::New && refusal == Refusal::BackendClosed {
                    destination.failed();
                }
                Err(Failed { refusal, unsent, over, begun })
            }
        }
    }
}

/// Whether a connection that was kept may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    Too,
    Not,
}

/// Over which connection a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    Kept,
    New,
}

/// Whether the backend has begun to carry a request out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begun {
    /// It says that it has not.
    No,
    /// It says nothing of it.
    Unsaid,
}

struct Failed {
    refusal: Refusal,
    /// The request, where nothing of it was sent.
    unsent: Option<Request<Outgoing>>,
    over: Over,
    begun: Begun,
}

/// A backend that ends a connection of HTTP/2, as nginx does after `keepalive_requests`, names the last stream that it has begun; h2 gives
/// this error to those behind it alone (RFC 9113 section 6.8). A stream that is refused was not begun either (section 8.7).
fn begun(error: &hyper::Error) -> Begun {
    let not = told(error).is_some_and(|told| {
        told.is_remote()
            && (told.is_go_away() || told.is_reset() && told.reason() == Some(h2::Reason::REFUSED_STREAM))
    });
    if not { Begun::No } else { Begun::Unsaid }
}

/// Whether a stream alone has failed, and its connection goes on.
fn is_of_the_stream(error: &hyper::Error) -> bool {
    told(error).is_some_and(h2::Error::is_reset)
}

/// What h2 says of it, where it does.
fn told(error: &hyper::Error) -> Option<&h2::Error> {
    error.source()?.downcast_ref()
}

/// A request with the body that it had, where that is still there.
fn with_body(request: Request<Outgoing>, progress: Option<&Progress>) -> Option<Request<Outgoing>> {
    let Some(progress) = progress else { return Some(request) };
    let body = Outgoing::Whole(progress.whole()?);
    Some(request.map(|_| body))
}

/// Whether a body still came within this time, or is the caller's to send: no backend is blamed for a caller that takes its time.
fn moves(progress: &Progress, within: Duration) -> bool {
    progress.cut().is_none() && (progress.waits() || progress.last().elapsed() < within)
}

/// The same request without a body.
fn copy(request: &Request<Outgoing>) -> Request<Outgoing> {
    let mut copy = Request::new(Outgoing::Empty);
    copy.method_mut().clone_from(request.method());
    copy.uri_mut().clone_from(request.uri());
    copy.headers_mut().clone_from(request.headers());
    copy
}

/// Whether TLS failed: in version 1.3 a client hears only after its handshake that its certificate was refused.
fn is_of_tls(error: &hyper::Error) -> bool {
    let mut source = error.source();
    while let Some(found) = source {
        let inner = found.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if let Some(inner) = inner
            && inner.is::<tokio_rustls::rustls::Error>()
        {
            return true;
        }
        source = found.source();
    }
    false
}

fn refusal(error: &hyper::Error, cut: Option<Cut>) -> Refusal {
    match cut {
        Some(Cut::TooLarge) => Refusal::BodyTooLarge(0),
        Some(Cut::Slow) => Refusal::BodySlow,
        Some(Cut::Broken) => Refusal::BodyBroken,
        _ if is_of_tls(error) => {
            tracing::warn!(%error, "the backend's TLS is not accepted");
            Refusal::BackendTls
        }
        _ if error.is_parse() => {
            tracing::warn!(%error, "the backend's answer is not HTTP");
            Refusal::BackendInvalid
        }
        _ => {
            tracing::debug!(%error, "the backend closed before it answered");
            Refusal::BackendClosed
        }
    }
}
