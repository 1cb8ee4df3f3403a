//! HTTP/2 on a connection (RFC 9113), hyper's from its beginning to its end.
//!
//! An idle one takes 41 KiB where nginx takes 25 (1.6 x; `cargo xtask bench gateway --measure idle-h2`): the crate h2 has a buffer
//! of 16 KiB to write and one of 8 to read for each connection, and gives neither back. What both sides have agreed on lives between them,
//! so that it cannot be parked as HTTP/1.1 is. It ends instead when it has been silent for `header_seconds`.

use core::convert::Infallible;
use core::time::Duration;
use std::rc::Rc;

use deploy::gateway::file::Limits;
use hyper::Request;
use hyper::body::Incoming;
use hyper::rt::Executor;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::server::TlsStream;

use super::caller::Caller;
use super::request;
use super::taking::Streams;
use super::worker::Worker;

/// Serves a connection until it ends.
pub async fn serve(worker: Rc<Worker>, caller: Rc<Caller>, stream: Box<TlsStream<TcpStream>>) {
    let now = worker.now();
    let config = &now.generation.config;
    let service = {
        let (worker, caller) = (worker.clone(), caller.clone());
        service_fn(move |asked: Request<Incoming>| {
            let (worker, caller) = (worker.clone(), caller.clone());
            Box::pin(async move { Ok::<_, Infallible>(request::handle(worker, caller, None, asked).await) })
        })
    };
    let taken = Duration::from_secs(config.limits.answer_idle_seconds);
    let streams = Streams::new(caller.clone(), taken);
    let mut serving = Box::pin(two(&config.limits, streams).serve_connection(TokioIo::new(stream), service));
    let mut draining = caller.draining();
    // asked to stop, or silent for long, it answers what it has begun and takes no further request, in the time that is left then: a
    // peer that has not even said its preface would take for ever
    let end = async {
        tokio::select! {
            _ = draining.wait_for(|asked| *asked) => config.drain,
            () = caller.silent_for(Duration::from_secs(config.limits.header_seconds)) => {
                tracing::debug!(peer = %caller.peer, "a silent connection ends");
                worker.metrics().closed("silent");
                Duration::from_secs(config.limits.handshake_seconds)
            }
        }
    };
    let ended = tokio::select! {
        biased;
        ended = serving.as_mut() => Some(ended),
        left = end => {
            serving.as_mut().graceful_shutdown();
            timeout(left, serving).await.ok()
        }
    };
    if let Some(Err(error)) = ended {
        tracing::debug!(peer = %caller.peer, %error, "a connection ended early");
    }
}

fn two(limits: &Limits, streams: Streams) -> http2::Builder<Streams> {
    let mut http = http2::Builder::new(streams);
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
pub struct Local;

impl<F: Future + 'static> Executor<F> for Local {
    fn execute(&self, future: F) {
        tokio::task::spawn_local(async move {
            future.await;
        });
    }
}
