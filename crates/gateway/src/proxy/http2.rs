//! HTTP/2 on a connection (RFC 9113), hyper's from its beginning to its end.
//!
//! An idle one takes 36.2 KiB where nginx takes 25.2 (1.44 x; `cargo xtask bench gateway --only gateway,nginx --measure idle-h2`). What both
//! sides have agreed on lives in hyper's connection alone, so that it cannot be parked as HTTP/1.1 is; it ends when it has been silent for
//! `header_seconds`. What it holds, by the sizes and places of what is allocated and not freed after 1,000 connections (54 KiB each, of
//! which the pages that were never touched take nothing):
//!
//! - 16 KiB to write, 8 KiB to read and 4 KiB to decode headers, all made by the crate h2 with the connection, of sizes that nothing sets;
//! - 4 KiB in which rustls reads records, 3 KiB for its session and keys, 10 KiB for tasks, streams, tables and the certificate;
//! - 8 KiB that were the backend's connection's: h2's table of headers kept a value of the answer, and with it all the octets that the
//!   value was cut from. Values of answers have room of their own now (`header::detach`).
//!
//! What was tried, as KiB for each of 1,000 idle connections:
//!
//! - as it was: 42.6 (1.69 x);
//! - values of answers detached: 36.2 (1.44 x); requests over HTTP/2 cost the same processor time within the spread of six rounds;
//! - beside that jemalloc for the allocator (preloaded, two arenas): 32.3 (1.28 x), and 13.4 in place of 13.0 for HTTP/1.1: not worth a
//!   compiler for C and a second allocator;
//! - without detaching, glibc told to map what has 16 KiB and more (`mmap_threshold`): 40.0, with a system call for each body and connection;
//! - windows, frame sizes and the length of lists of headers bound what may come, not what is set aside: nothing to gain.
//!
//! Not done: no table of HPACK for requests (`header_table_size(0)`) would let callers send their headers whole each time, and those that
//! ignore the setting would fail. With it a connection could be parked too, since an encoder that begins anew only names what it has inserted
//! itself; windows and numbers of streams would have to be kept beside hyper, frame by frame.

use core::convert::Infallible;
use core::time::Duration;
use std::rc::Rc;

use deploy::gateway::file::Limits;
use hyper::Request;
use hyper::body::Incoming;
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

/// How long a connection that does harm may still last, so that it hears of its end.
const FAREWELL: Duration = Duration::from_secs(1);

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
            () = caller.takes_back_too_many(config.limits.resets) => {
                tracing::warn!(peer = %caller.peer, "a connection that takes most of its requests back ends");
                worker.metrics().closed("resets");
                FAREWELL
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
