//! One connection from its first octet to its last: handshake, judgement, then HTTP/1.1 ([`http1`]) or HTTP/2 ([`http2`]).

use core::net::SocketAddr;
use core::time::Duration;
use std::rc::Rc;
use std::sync::Arc;

use deploy::gateway::file::Style;
use diagnose::gateway::Standing;
use text::Lang;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::server::TlsStream;

use super::caller::{Caller, Held, Judging};
use super::handshake::{self, Failed};
use super::worker::Worker;
use super::{announced, http1, http2};
use crate::metrics::{Because, Handshake, Metrics};
use crate::tls::Server;

/// Who is at the other end of TCP.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    /// The address.
    pub address: SocketAddr,
    /// Whether it has to announce for whom it speaks.
    pub announced: bool,
}

/// Serves one connection until it ends.
pub async fn serve(worker: Rc<Worker>, stream: TcpStream, peer: Peer, mut held: Held) {
    // boxed, as all that is large and soon over: a silent connection then keeps no room for it
    let Some(accepted) = Box::pin(accept(&worker, stream, peer, &mut held)).await else { return };
    let Accepted { stream, server, peer } = accepted;
    let Some(caller) = judge(&worker, &stream, server, peer, held) else { return };
    if caller.tls.http2 {
        Box::pin(http2::serve(worker, caller, stream)).await;
    } else {
        http1::serve(worker, caller, stream).await;
    }
}

/// A connection after its handshake.
struct Accepted {
    stream: Box<TlsStream<TcpStream>>,
    server: Arc<Server>,
    /// The caller's address, as it was announced where it was.
    peer: SocketAddr,
}

async fn accept(worker: &Worker, mut stream: TcpStream, peer: Peer, held: &mut Held) -> Option<Accepted> {
    let now = worker.now();
    let config = &now.generation.config;
    let Peer { mut address, announced } = peer;
    let accepting = async {
        if announced {
            if let Some(source) = announced::read(&mut stream).await.map_err(Failed::Unannounced)? {
                address = source;
            }
            if !held.place.count(address.ip(), &config.limits) {
                return Ok(None);
            }
        }
        handshake::accept(&config.servers, stream).await.map(Some)
    };
    let accepted = timeout(Duration::from_secs(config.limits.handshake_seconds), accepting).await;
    match accepted {
        Ok(Ok(accepted)) => {
            accepted.map(|(stream, server)| Accepted { stream: Box::new(stream), server, peer: address })
        }
        Ok(Err(failed)) => {
            say(&failed, address, worker.metrics());
            if let Failed::Tls(_, Some(stream)) | Failed::Certificate(_, stream) = failed {
                handshake::linger(stream).await;
            }
            None
        }
        Err(_) => {
            worker.metrics().handshake_failures.get_or_create(&Because { reason: "slow" }).inc();
            tracing::info!(peer = %address, "the handshake took too long");
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
    let mut caller = Caller::new(peer, server, stream.get_ref().1, judging, held);
    let judged = caller.judged();
    let completed = Handshake {
        tls: caller.tls.version,
        kind: if caller.tls.resumed { "resumed" } else { "full" },
        verdict: judged.standing.word(),
    };
    worker.metrics().handshakes.get_or_create(&completed).inc();
    if let Standing::Refused(reason) = &judged.standing {
        let words = reason.message(Lang::En).problem;
        let resumed = caller.tls.resumed;
        // as Rust writes a string: a name in it is the caller's to choose
        tracing::info!(%peer, reason = reason.code(), ?words, resumed, "the client certificate does not hold");
        // a session that goes on does not pass the handshake's own judgement, and rustls sends no alert afterwards
        if now.generation.config.clients.style == Style::Alert {
            return None;
        }
    }
    caller.has_its_place(&now.generation.config.limits).then(|| Rc::new(caller))
}

fn say(failed: &Failed, peer: SocketAddr, metrics: &Metrics) {
    let reason = match failed {
        Failed::Silent => "silent",
        Failed::PlainHttp => "plain_http",
        Failed::Nobody(Some(_)) => "unknown_name",
        Failed::Nobody(None) => "no_name",
        Failed::Unannounced(_) => "proxy_protocol",
        Failed::Certificate(reason, _) => reason.code(),
        Failed::Tls(..) => "tls",
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
        Failed::Unannounced(error) => {
            tracing::info!(%peer, %error, "a load balancer did not announce its caller by the PROXY protocol");
        }
        Failed::Certificate(reason, _) => {
            let (words, alert) = (reason.message(Lang::En).problem, reason.alert());
            tracing::info!(%peer, reason = reason.code(), ?words, alert, "the client certificate is refused with an alert");
        }
        Failed::Tls(error, _) => match handshake::in_words(error) {
            Some(words) => tracing::info!(%peer, %error, words, "the handshake failed"),
            None => tracing::info!(%peer, %error, "the handshake failed"),
        },
    }
}
