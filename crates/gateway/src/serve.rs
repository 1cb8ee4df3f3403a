//! Accepts connections and answers them within limits, until it is asked to stop.
//! A client that is slow, greedy or broken costs one connection for a while, and nobody else anything.

use core::convert::Infallible;
use core::net::SocketAddr;
use core::time::Duration;
use std::sync::Arc;
use std::time::Instant;

use hyper::Request;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};

use crate::assets::Asset;
use crate::respond::{Answer, respond};

/// What one client may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at a time; further ones wait in the system's queue. Far below the usual 1,024 open files.
    pub connections: usize,
    /// How long the headers of a request may take, and how long a kept connection may be silent.
    pub header_time: Duration,
    /// How long one connection lives at most: a client that reads a byte a second is let go of then.
    pub connection_time: Duration,
    /// Octets of a request's headers; more is answered with 431.
    pub header_octets: usize,
    /// Lines of a request's headers; more is answered with 431.
    pub header_lines: usize,
    /// How long answers under way may take once the process was asked to stop.
    pub drain_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            header_time: Duration::from_secs(15),
            connection_time: Duration::from_secs(300),
            header_octets: 16 * 1024,
            header_lines: 64,
            drain_time: Duration::from_secs(5),
        }
    }
}

/// How long to wait when the system cannot give another connection (too many open files).
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop` becomes true, then lets the answers under way finish.
pub async fn run(
    listener: TcpListener,
    assets: &'static [Asset],
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    tracing::info!(address = ?listener.local_addr().ok(), files = assets.len(), "serving");
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_buf_size(limits.header_octets)
        .max_headers(limits.header_lines);
    loop {
        let (stream, peer, place) = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            // an error means that nobody can ask any more: the same as being asked
            _ = stop.wait_for(|asked| *asked) => break,
        };
        let service =
            service_fn(move |request| async move { Ok::<_, Infallible>(answer(assets, peer, request)) });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            match timeout(limits.connection_time, connection).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::debug!(%peer, %error, "connection ended early"),
                Err(_) => tracing::debug!(%peer, "connection lived too long"),
            }
            drop(place);
        });
    }
    drop(listener);
    if timeout(limits.drain_time, graceful.shutdown()).await.is_err() {
        tracing::warn!("some answers were still under way and were cut");
    }
    tracing::info!("stopped");
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    let place = Arc::clone(places).acquire_owned().await.expect("the semaphore is never closed");
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, place),
            Err(error) => {
                tracing::warn!(%error, "no connection could be accepted");
                sleep(PAUSE).await;
            }
        }
    }
}

fn answer(assets: &'static [Asset], peer: SocketAddr, request: Request<Incoming>) -> Answer {
    let began = Instant::now();
    let (parts, _body) = request.into_parts();
    let answer = respond(assets, &parts);
    tracing::info!(
        %peer,
        method = %parts.method,
        path = ?parts.uri.path(),
        status = answer.status().as_u16(),
        octets = answer.body().size_hint().exact(),
        microseconds = began.elapsed().as_micros(),
        "request"
    );
    answer
}
