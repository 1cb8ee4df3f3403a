//! One connection from its first octet to its last: handshake, judgement, HTTP/1.1 or HTTP/2.

use core::convert::Infallible;
use core::future::Future;
use core::net::SocketAddr;
use core::pin::Pin;
use core::time::Duration;
use std::rc::Rc;
use std::sync::Arc;

use hyper::Request;
use hyper::body::Incoming;
use hyper::rt::Executor;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::caller::{Caller, Held, Judging, Outcome};
use super::handshake::{self, Failed};
use super::request;
use super::watched::{Findings, Watched};
use super::worker::Worker;
use crate::config::file::{Limits, Style};
use crate::metrics::{Because, Handshake, Metrics};

/// Serves one connection until it ends.
pub async fn serve(worker: Rc<Worker>, stream: TcpStream, peer: SocketAddr, held: Held) {
    let now = worker.now();
    let config = &now.generation.config;
    let limit = Duration::from_secs(config.limits.handshake_seconds);
    // boxed, as all that is large and soon over: a silent connection then keeps no room for it
    let accepting = Box::pin(handshake::accept(&config.servers, stream));
    let (stream, server) = match timeout(limit, accepting).await {
        Ok(Ok(accepted)) => accepted,
        Ok(Err(failed)) => return say(&failed, peer, worker.metrics()),
        Err(_) => {
            worker.metrics().handshake_failures.get_or_create(&Because { reason: "slow" }).inc();
            tracing::info!(%peer, "the handshake took too long");
            return;
        }
    };
    let mut draining = held.draining.clone();
    let judging =
        Judging { judgements: worker.judgements(), generation: &now.generation, now: worker.moment() };
    let caller = Caller::new(peer, server, stream.get_ref().1, judging, held);
    let judged = caller.judged();
    let completed = Handshake {
        tls: caller.tls.version,
        kind: if caller.tls.resumed { "resumed" } else { "full" },
        verdict: judged.outcome.word(),
    };
    worker.metrics().handshakes.get_or_create(&completed).inc();
    if let Outcome::Refused(reason) = &judged.outcome {
        tracing::info!(%peer, reason = reason.code(), resumed = caller.tls.resumed, "the client certificate does not hold");
        // a session that goes on does not pass the handshake's own judgement
        if config.clients.style == Style::Alert {
            return;
        }
    }
    let http2 = caller.tls.http2;
    let caller = Rc::new(caller);
    let service = |findings: Option<Arc<Findings>>| {
        let (worker, caller) = (worker.clone(), caller.clone());
        service_fn(move |asked: Request<Incoming>| {
            let (worker, caller, findings) = (worker.clone(), caller.clone(), findings.clone());
            Box::pin(
                async move { Ok::<_, Infallible>(request::handle(worker, caller, findings, asked).await) },
            )
        })
    };
    // asked to stop, it answers what it has begun and takes no further request; until then the receiver tells that it is there
    let asked = async {
        drop(draining.wait_for(|asked| *asked).await);
        config.drain
    };
    let ended = if http2 {
        // HTTP/1.1 has hyper's own limit for silence
        let silent = async {
            caller.silent_for(Duration::from_secs(config.limits.header_seconds)).await;
            tracing::debug!(%peer, "a silent connection ends");
            limit
        };
        let end = async {
            tokio::select! { left = asked => left, left = silent => left }
        };
        let mut serving = Box::pin(two(&config.limits).serve_connection(TokioIo::new(stream), service(None)));
        until(serving.as_mut(), end, http2::Connection::graceful_shutdown).await
    } else {
        let (stream, findings) = Watched::new(stream);
        let serving = one(&config.limits).serve_connection(TokioIo::new(stream), service(Some(findings)));
        until(
            Box::pin(serving.with_upgrades()).as_mut(),
            asked,
            http1::UpgradeableConnection::graceful_shutdown,
        )
        .await
    };
    if let Some(Err(error)) = ended {
        tracing::debug!(%peer, %error, "a connection ended early");
    }
}

/// Serves a connection, and once something has happened lets it end gracefully, in the time that is left then: a peer of HTTP/2 that has
/// not even said its preface would take for ever. `None` when that time is over.
async fn until<C: Future>(
    mut serving: Pin<&mut C>,
    end: impl Future<Output = Duration>,
    end_gracefully: impl Fn(Pin<&mut C>),
) -> Option<C::Output> {
    tokio::select! {
        biased;
        ended = serving.as_mut() => Some(ended),
        left = end => {
            end_gracefully(serving.as_mut());
            timeout(left, serving).await.ok()
        }
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

fn two(limits: &Limits) -> http2::Builder<Local> {
    let mut http = http2::Builder::new(Local);
    http.timer(TokioTimer::new())
        .max_concurrent_streams(limits.streams)
        .max_header_list_size(u32::try_from(limits.header_octets).unwrap_or(u32::MAX))
        // a peer that is gone without a word is found so
        .keep_alive_interval(Duration::from_secs(limits.header_seconds))
        .keep_alive_timeout(Duration::from_secs(limits.handshake_seconds));
    http
}

/// Runs what hyper starts on this thread.
#[derive(Debug, Clone, Copy)]
struct Local;

impl<F: Future + 'static> Executor<F> for Local {
    fn execute(&self, future: F) {
        tokio::task::spawn_local(async move {
            future.await;
        });
    }
}

fn say(failed: &Failed, peer: SocketAddr, metrics: &Metrics) {
    let reason = match failed {
        Failed::Silent => "silent",
        Failed::PlainHttp => "plain_http",
        Failed::Nobody(Some(_)) => "unknown_name",
        Failed::Nobody(None) => "no_name",
        Failed::Tls(_) => "tls",
    };
    metrics.handshake_failures.get_or_create(&Because { reason }).inc();
    match failed {
        Failed::Silent => tracing::debug!(%peer, "a connection without a word"),
        Failed::PlainHttp => tracing::info!(%peer, "plain HTTP on a port of TLS"),
        Failed::Nobody(Some(name)) => {
            tracing::info!(%peer, ?name, "the handshake names a host that is not served here");
        }
        Failed::Nobody(None) => {
            tracing::info!(%peer, "the handshake names no host, and no server is the default");
        }
        Failed::Tls(error) => tracing::info!(%peer, %error, "the handshake failed"),
    }
}
