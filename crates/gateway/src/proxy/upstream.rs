//! Connections to the backend: made when needed, kept for the next request, one pool for each worker, so that nothing is shared.

use core::cell::RefCell;
use core::time::Duration;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::{Instant, timeout};

use super::body::{Cut, Outgoing, Progress};
use super::refusal::Refusal;
use crate::config::resolved::{Address, Backend};

/// The backend as one worker knows it.
pub struct Pool {
    backend: Backend,
    idle: RefCell<VecDeque<Kept>>,
}

struct Kept {
    sender: SendRequest<Outgoing>,
    since: Instant,
}

/// A request, and how to send it again where that is safe.
pub struct Attempt {
    /// The request.
    pub request: Request<Outgoing>,
    /// What is known of its body, if it has one.
    pub progress: Option<Arc<Progress>>,
    /// Whether carrying it out twice is as good as once (RFC 9110 section 9.2.2) and it can be sent again.
    pub repeatable: bool,
}

/// A connection with an answer on it; given back when the answer is through, closed when it is dropped before.
pub struct Lease {
    sender: SendRequest<Outgoing>,
    pool: Rc<Pool>,
}

impl Lease {
    /// Keeps the connection for another request.
    pub fn give_back(self) {
        let mut idle = self.pool.idle.borrow_mut();
        if !self.sender.is_closed() && self.pool.backend.keep > 0 {
            while idle.len() >= self.pool.backend.keep {
                idle.pop_front();
            }
            idle.push_back(Kept { sender: self.sender, since: Instant::now() });
        }
    }
}

impl Pool {
    /// An empty pool.
    #[must_use]
    pub fn new(backend: Backend) -> Pool {
        Pool { backend, idle: RefCell::default() }
    }

    /// The backend.
    #[must_use]
    pub fn backend(&self) -> &Backend {
        &self.backend
    }

    /// Closes what has been idle for long.
    pub fn sweep(&self) {
        let keep_for = self.backend.keep_for;
        self.idle.borrow_mut().retain(|kept| !kept.sender.is_closed() && kept.since.elapsed() < keep_for);
    }

    /// Sends a request and waits for the head of its answer.
    ///
    /// A kept connection may have been closed by the backend in this moment: then the request is sent once more over a new one, if
    /// nothing of it was sent, or if it is safe to repeat.
    ///
    /// # Errors
    /// The [`Refusal`] that says what went wrong.
    pub async fn send(self: &Rc<Self>, attempt: Attempt) -> Result<(Response<Incoming>, Lease), Refusal> {
        let Attempt { request, progress, repeatable } = attempt;
        let Some(sender) = self.take() else {
            let sender = self.connect().await?;
            return self.once(sender, request, progress.as_deref()).await.map_err(|failed| failed.refusal);
        };
        let copy = repeatable.then(|| copy(&request));
        match self.once(sender, request, progress.as_deref()).await {
            Ok(answered) => Ok(answered),
            Err(Failed { refusal, unsent }) => {
                let lost = matches!(refusal, Refusal::BackendClosed);
                let Some(again) = unsent.or(copy).filter(|_| lost) else { return Err(refusal) };
                let sender = self.connect().await?;
                self.once(sender, again, progress.as_deref()).await.map_err(|failed| failed.refusal)
            }
        }
    }

    /// The connection that was used last and is free.
    fn take(&self) -> Option<SendRequest<Outgoing>> {
        let mut idle = self.idle.borrow_mut();
        let keep_for = self.backend.keep_for;
        idle.retain(|kept| !kept.sender.is_closed());
        let free = idle.iter().rposition(|kept| kept.sender.is_ready() && kept.since.elapsed() < keep_for)?;
        idle.remove(free).map(|kept| kept.sender)
    }

    async fn connect(&self) -> Result<SendRequest<Outgoing>, Refusal> {
        let connecting = async {
            match &self.backend.address {
                Address::Tcp(authority) => {
                    let stream = TcpStream::connect(authority.as_str()).await?;
                    stream.set_nodelay(true)?;
                    Ok(begin(stream).await)
                }
                Address::Unix(path) => Ok(begin(UnixStream::connect(path).await?).await),
            }
        };
        match timeout(self.backend.connect, connecting).await {
            Ok(Ok(begun)) => begun,
            Ok(Err(error)) => {
                let error: std::io::Error = error;
                tracing::warn!(backend = %self.backend.address, %error, "the backend cannot be reached");
                Err(Refusal::BackendUnreachable)
            }
            Err(_) => {
                tracing::warn!(backend = %self.backend.address, "connecting to the backend took too long");
                Err(Refusal::BackendConnectSlow)
            }
        }
    }

    async fn once(
        self: &Rc<Self>,
        mut sender: SendRequest<Outgoing>,
        request: Request<Outgoing>,
        progress: Option<&Progress>,
    ) -> Result<(Response<Incoming>, Lease), Failed> {
        let mut sending = core::pin::pin!(sender.try_send_request(request));
        let outcome = loop {
            match timeout(self.backend.answer, sending.as_mut()).await {
                Ok(outcome) => break outcome,
                // the answer cannot begin while the body is on its way
                Err(_) if progress.is_some_and(|progress| moves(progress, self.backend.answer)) => {}
                Err(_) => return Err(Failed { refusal: Refusal::BackendSlow, unsent: None }),
            }
        };
        match outcome {
            Ok(response) => Ok((response, Lease { sender, pool: self.clone() })),
            Err(mut error) => {
                let unsent = error.take_message();
                let cut = progress.and_then(Progress::cut);
                Err(Failed { refusal: refusal(&error.into_error(), cut), unsent })
            }
        }
    }
}

struct Failed {
    refusal: Refusal,
    unsent: Option<Request<Outgoing>>,
}

async fn begin<S>(stream: S) -> Result<SendRequest<Outgoing>, Refusal>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let begun = http1::Builder::new().handshake(TokioIo::new(stream)).await;
    let (sender, connection) = begun.map_err(|_| Refusal::BackendUnreachable)?;
    tokio::task::spawn_local(async move {
        if let Err(error) = connection.with_upgrades().await {
            tracing::debug!(%error, "a connection to the backend ended");
        }
    });
    Ok(sender)
}

/// Whether a body still came within this time.
fn moves(progress: &Progress, within: Duration) -> bool {
    progress.cut().is_none() && progress.last().elapsed() < within
}

/// The same request without a body.
fn copy(request: &Request<Outgoing>) -> Request<Outgoing> {
    let mut copy = Request::new(Outgoing::Empty);
    copy.method_mut().clone_from(request.method());
    copy.uri_mut().clone_from(request.uri());
    copy.headers_mut().clone_from(request.headers());
    copy
}

fn refusal(error: &hyper::Error, cut: Option<Cut>) -> Refusal {
    match cut {
        Some(Cut::TooLarge) => Refusal::BodyTooLarge(0),
        Some(Cut::Slow) => Refusal::BodySlow,
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
