//! One connection from its first octet to its last: handshake, judgement, then HTTP/1.1 ([`http1`]) or HTTP/2 ([`http2`]).

use core::net::SocketAddr;
use core::time::Duration;
use std::rc::Rc;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::server::TlsStream;

use super::caller::{Caller, Held, Judging, Outcome};
use super::handshake::{self, Failed};
use super::worker::Worker;
use super::{http1, http2};
use crate::config::file::Style;
use crate::metrics::{Because, Handshake, Metrics};
use crate::tls::Server;

/// Serves one connection until it ends.
pub async fn serve(worker: Rc<Worker>, stream: TcpStream, peer: SocketAddr, held: Held) {
    // boxed, as all that is large and soon over: a silent connection then keeps no room for it
    let Some((stream, server)) = Box::pin(accept(&worker, stream, peer)).await else { return };
    let Some(caller) = judge(&worker, &stream, server, peer, held) else { return };
    if caller.tls.http2 {
        Box::pin(http2::serve(worker, caller, stream)).await;
    } else {
        http1::serve(worker, caller, stream).await;
    }
}

async fn accept(
    worker: &Worker,
    stream: TcpStream,
    peer: SocketAddr,
) -> Option<(Box<TlsStream<TcpStream>>, Arc<Server>)> {
    let now = worker.now();
    let config = &now.generation.config;
    let limit = Duration::from_secs(config.limits.handshake_seconds);
    match timeout(limit, handshake::accept(&config.servers, stream)).await {
        Ok(Ok((stream, server))) => Some((Box::new(stream), server)),
        Ok(Err(failed)) => {
            say(&failed, peer, worker.metrics());
            None
        }
        Err(_) => {
            worker.metrics().handshake_failures.get_or_create(&Because { reason: "slow" }).inc();
            tracing::info!(%peer, "the handshake took too long");
            None
        }
    }
}

/// Who is there; `None` when nothing is to be said to them.
fn judge(
    worker: &Worker,
    stream: &TlsStream<TcpStream>,
    server: Arc<Server>,
    peer: SocketAddr,
    held: Held,
) -> Option<Rc<Caller>> {
    let now = worker.now();
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
        if now.generation.config.clients.style == Style::Alert {
            return None;
        }
    }
    Some(Rc::new(caller))
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
