//! HTTP/1.1 on a connection: hyper's as long as there is something to say, and a mere socket that is watched when there is not.
//!
//! Most connections to a gateway are idle most of the time, and what they hold then decides how many there can be. hyper keeps a
//! buffer of 8 KiB for each direction, its states and the boxed answer for as long as it has the connection. So a short while after the
//! last answer ([`STILL`]) it gives the stream back, all of that is freed, and is made anew when octets come.
//!
//! What was tried, as KiB for each of 1,000 idle connections (`cargo xtask bench gateway --measure idle`), nginx beside it at 20:
//!
//! - hyper keeps the connection: 28.0 (1.40 x nginx).
//! - hyper gives it back, and the stream lies on the heap instead of in each future through which it is handed: 17.9 (0.90 x).
//! - The octets that hyper has read and not used are empty mostly, and still hold the whole buffer that they were cut from; an empty one
//!   is let go: 12.7 (0.63 x).
//!
//! What is left, as a profile of the heap tells: rustls' own buffer for records (4 KiB, which it gives nobody back), its session with the
//! keys (about 3 KiB), the caller's certificate twice (once rustls', once ours), and tasks and timers; the remainder is what the allocator
//! keeps between them. [`STILL`] is short for the allocator's sake too: room that is given back at once serves the next handshake.
//!
//! HTTP/2 is not parked: what both sides have agreed on (tables of HPACK, windows, numbers of streams) lives in hyper's connection alone.

use core::convert::Infallible;
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use std::rc::Rc;

use deploy::gateway::file::Limits;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep_until, timeout};
use tokio_rustls::server::TlsStream;

use super::caller::Caller;
use super::request;
use super::tunnel;
use super::turned::Turned;
use super::watched::{Findings, Watched};
use super::worker::Worker;
use crate::metrics::{Because, Metrics};

/// A stream, on the heap, so that it is moved from hand to hand and leaves no room for itself in each.
type Stream = Box<Watched<TlsStream<TcpStream>>>;

/// How long a connection is still before it is parked: a caller that asks one thing after another is never parked in between, and
/// one that does not is soon.
const STILL: Duration = Duration::from_millis(50);

/// Serves a connection until it ends.
pub async fn serve(worker: Rc<Worker>, caller: Rc<Caller>, stream: Box<TlsStream<TcpStream>>) {
    let mut draining = caller.draining();
    let taken = Duration::from_secs(worker.now().generation.config.limits.answer_idle_seconds);
    let (watched, findings) = Watched::new(*stream, taken);
    let mut stream = Box::new(watched);
    loop {
        // what is large is boxed, and gone before the waiting begins
        let spoken = Box::pin(speak(&worker, &caller, stream, &findings, &mut draining)).await;
        stream = match spoken {
            Spoken::Still(stream) => stream,
            Spoken::Turned(stream, turned) => {
                return tunnel::carry(worker, caller, stream, *turned, &findings).await;
            }
            Spoken::Ended(stream) => return linger(&worker, stream, &mut draining).await,
            Spoken::Cut => return,
        };
        tracing::debug!(peer = %caller.peer, "a connection is parked");
        let silent = Duration::from_secs(worker.now().generation.config.limits.header_seconds);
        let tcp = stream.stream().get_ref().0;
        tokio::select! {
            // an end comes as something to read too; hyper finds it
            woken = tcp.readable() => if woken.is_err() { return },
            () = tokio::time::sleep(silent) => {
                tracing::debug!(peer = %caller.peer, "a silent connection ends");
                worker.metrics().closed("silent");
                return end(&worker, stream).await;
            }
            _ = draining.wait_for(|asked| *asked) => return end(&worker, stream).await,
        }
    }
}

/// Says that nothing further comes (RFC 8446 section 6.1).
async fn end(worker: &Worker, mut stream: Stream) {
    let limit = Duration::from_secs(worker.now().generation.config.limits.handshake_seconds);
    // a peer that takes nothing any more needs no farewell
    drop(timeout(limit, stream.shutdown()).await);
}

/// Says the same, and takes what still comes until the peer has closed: whoever is answered before all of a request was read would
/// otherwise see a reset in place of the answer (RFC 9112 section 9.6).
async fn linger(worker: &Worker, mut stream: Stream, draining: &mut watch::Receiver<bool>) {
    let limit = Duration::from_secs(worker.now().generation.config.limits.handshake_seconds);
    let lingering = async {
        if stream.shutdown().await.is_ok() {
            let (mut tcp, _) = stream.into_stream().into_inner();
            drop(tokio::io::copy(&mut tcp, &mut tokio::io::sink()).await);
        }
    };
    tokio::select! {
        _ = timeout(limit, lingering) => {}
        _ = draining.wait_for(|asked| *asked) => {}
    }
}

/// How speaking came to its end.
enum Spoken {
    /// Everything is answered and nothing has come since.
    Still(Stream),
    /// Another protocol is spoken from here on.
    Turned(Stream, Box<Turned>),
    /// It is over in good order.
    Ended(Stream),
    /// It is over, and the peer is to see that it was not in order.
    Cut,
}

async fn speak(
    worker: &Rc<Worker>,
    caller: &Rc<Caller>,
    stream: Stream,
    findings: &Rc<Findings>,
    draining: &mut watch::Receiver<bool>,
) -> Spoken {
    let now = worker.now();
    let config = &now.generation.config;
    let service = service_fn(|asked: Request<Incoming>| {
        findings.handled();
        let (worker, caller, findings) = (worker.clone(), caller.clone(), findings.clone());
        Box::pin(
            async move { Ok::<_, Infallible>(request::handle(worker, caller, Some(findings), asked).await) },
        )
    });
    let mut http = one(&config.limits).serve_connection(TokioIo::new(stream), service);
    let mut stillness = Stillness::default();
    let mut speaking = poll_fn(|context| {
        if let Poll::Ready(ended) = http.poll_without_shutdown(context) {
            return Poll::Ready(Some(ended));
        }
        let still = findings.all_answered() && caller.is_idle();
        ready!(stillness.poll(still, context));
        Poll::Ready(None)
    });
    let ended = tokio::select! {
        biased;
        ended = &mut speaking => ended,
        _ = draining.wait_for(|asked| *asked) => {
            drop(speaking);
            Pin::new(&mut http).graceful_shutdown();
            // what it has begun is answered, and no further request is taken
            let ending = poll_fn(|context| http.poll_without_shutdown(context));
            match timeout(config.drain, ending).await {
                Ok(ended) => Some(ended),
                Err(_) => return Spoken::Cut,
            }
        }
    };
    // the line of the log is written when the answer is dropped with the rest of hyper
    caller.takes(!findings.given_up());
    let parts = http.into_parts();
    let mut stream = parts.io.into_inner();
    stream.put_back(parts.read_buf);
    match ended {
        None => Spoken::Still(stream),
        Some(Ok(())) => match findings.turned() {
            Some(turned) => Spoken::Turned(stream, turned),
            None => Spoken::Ended(stream),
        },
        Some(Err(error)) => {
            tell(worker.metrics(), caller, &error);
            // hyper has answered what is not HTTP, or has waited long enough; everything else is cut, so that half an answer is not
            // taken for a whole one
            if error.is_parse() || error.is_timeout() { Spoken::Ended(stream) } else { Spoken::Cut }
        }
    }
}

/// Says and counts what hyper refuses by itself; there is no request yet that the access log could tell of.
fn tell(metrics: &Metrics, caller: &Caller, error: &hyper::Error) {
    let peer = caller.peer;
    if error.is_timeout() {
        metrics.closed("headers_slow");
        tracing::info!(%peer, %error, "the headers of a request did not arrive in time");
    } else if error.is_parse() {
        let reason = if error.is_parse_too_large() { "headers_too_large" } else { "not_http" };
        metrics.refusals.get_or_create(&Because { reason }).inc();
        tracing::info!(%peer, reason, %error, "what came is refused before it is a request");
    } else {
        tracing::debug!(%peer, %error, "a connection ended early");
    }
}

fn one(limits: &Limits) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.header_seconds))
        .max_buf_size(limits.header_octets)
        .max_headers(limits.header_lines);
    http
}

/// Comes back when it has been still for [`STILL`]. Its timer is set once in that time, not for each request.
#[derive(Default)]
struct Stillness {
    since: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Stillness {
    fn poll(&mut self, still: bool, context: &mut Context<'_>) -> Poll<()> {
        if !still {
            self.since = None;
            return Poll::Pending;
        }
        let since = *self.since.get_or_insert_with(Instant::now);
        loop {
            let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(since + STILL)));
            ready!(timer.as_mut().poll(context));
            if since.elapsed() >= STILL {
                return Poll::Ready(());
            }
            timer.as_mut().reset(since + STILL);
        }
    }
}
