//! The thread of a worker: its runtime, its listeners, its end.

use core::net::SocketAddr;
use core::time::Duration;
use std::rc::Rc;

use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::LocalSet;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::caller::Held;
use super::connection::{self, Peer};
use super::place::Places;
use super::worker::{Shared, Worker};

/// How long to wait when the system cannot give another connection (too many open files).
const PAUSE: Duration = Duration::from_millis(100);
/// How often idle connections to the backend are looked through.
const SWEEP: Duration = Duration::from_secs(5);

/// What a worker runs on. Each is made before any of them serves: what it needs of the system could be taken by connections then.
///
/// # Errors
/// The system's own.
pub fn runtime() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

/// Serves on these listeners until it is told to stop, then lets what is under way finish.
///
/// # Errors
/// When a listener cannot be used.
pub fn run(runtime: &Runtime, listeners: Vec<std::net::TcpListener>, shared: Shared) -> std::io::Result<()> {
    let local = LocalSet::new();
    local.block_on(runtime, serve(listeners, shared))
}

async fn serve(listeners: Vec<std::net::TcpListener>, shared: Shared) -> std::io::Result<()> {
    let worker = Rc::new(Worker::new(&shared));
    // whoever serves a connection holds a receiver, so that the sender knows when the last one is gone
    let (drain, draining) = watch::channel(false);
    let mut accepting = Vec::new();
    for listener in listeners {
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let (worker, shared) = (worker.clone(), shared.clone());
        accepting.push(tokio::task::spawn_local(accept(listener, worker, shared, draining.clone())));
    }
    let sweeping = tokio::task::spawn_local(sweep(worker.clone()));
    let mut stop = shared.stop.clone();
    // an error means that nobody can ask any more: the same as being asked
    drop(stop.wait_for(|asked| *asked).await);
    for task in accepting {
        task.abort();
        // it ends by being aborted
        drop(task.await);
    }
    sweeping.abort();
    drop(draining);
    drain.send_replace(true);
    if timeout(worker.now().generation.config.drain, drain.closed()).await.is_err() {
        tracing::warn!("some requests were still under way and were cut");
    }
    worker.lines().end();
    Ok(())
}

async fn accept(listener: TcpListener, worker: Rc<Worker>, shared: Shared, draining: watch::Receiver<bool>) {
    loop {
        let (stream, peer) = next(&listener).await;
        let now = worker.now();
        let config = &now.generation.config;
        // whom a load balancer speaks for is counted once it has said so
        let announced = config.announces(peer.ip());
        let take = if announced { Places::take_any } else { Places::take };
        let Some(place) = take(&shared.places, peer.ip(), &config.limits) else {
            continue;
        };
        let held = Held { place, draining: draining.clone() };
        tokio::task::spawn_local(connection::serve(
            worker.clone(),
            stream,
            Peer { address: peer, announced },
            held,
        ));
    }
}

async fn next(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // answers are written whole; waiting for more (RFC 896) would only delay them
                drop(stream.set_nodelay(true));
                return (stream, peer);
            }
            Err(error) => {
                tracing::warn!(%error, "no connection could be accepted");
                sleep(PAUSE).await;
            }
        }
    }
}

async fn sweep(worker: Rc<Worker>) {
    let mut ticks = interval(SWEEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        worker.now().pool.sweep();
    }
}
