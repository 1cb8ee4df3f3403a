//! One thread that serves: a listener of its own for each address, a runtime of its own, connections to the backend of its own. Workers
//! share the newest configuration, the count of connections, and nothing else.

use core::cell::RefCell;
use core::net::SocketAddr;
use core::time::Duration;
use std::rc::Rc;
use std::sync::Arc;

use pki::moment::Moment;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::LocalSet;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::access::Lines;
use super::caller::{Held, Judgements};
use super::connection::{self, Peer};
use super::hearing::Hearing;
use super::place::Places;
use super::upstream::Pool;
use super::writer::Writer;
use crate::clock::Clock;
use crate::generation::{Generation, Generations};
use crate::metrics::Metrics;

/// What workers share.
#[derive(Clone)]
pub struct Shared {
    /// The configurations.
    pub generations: Generations,
    /// Becomes true when the process is to end.
    pub stop: watch::Receiver<bool>,
    /// Whom to ask for the time.
    pub clock: Clock,
    /// Where the access log goes.
    pub writer: Writer,
    /// Connections of all workers.
    pub places: Arc<Places>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
}

/// What a worker goes by now.
pub struct Now {
    /// The configuration.
    pub generation: Arc<Generation>,
    /// Connections to its backend.
    pub pool: Rc<Pool>,
}

/// A worker.
pub struct Worker {
    generations: RefCell<Generations>,
    now: RefCell<Rc<Now>>,
    lines: Rc<Lines>,
    judgements: Rc<Judgements>,
    hearing: Hearing,
    metrics: Arc<Metrics>,
    clock: Clock,
}

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
    worker.lines.end();
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

impl Worker {
    fn new(shared: &Shared) -> Worker {
        let mut generations = shared.generations.clone();
        let generation = generations.borrow_and_update().clone();
        let lines =
            Lines::new(generation.config.access, shared.writer.clone(), shared.metrics.clone(), shared.clock);
        let pool = Rc::new(Pool::new(generation.config.backend.clone()));
        Worker {
            generations: RefCell::new(generations),
            now: RefCell::new(Rc::new(Now { generation, pool })),
            lines: Rc::new(lines),
            judgements: Rc::default(),
            hearing: Hearing::start(),
            metrics: shared.metrics.clone(),
            clock: shared.clock,
        }
    }

    /// The newest configuration. Connections to a backend that stays the same are kept.
    #[must_use]
    pub fn now(&self) -> Rc<Now> {
        let mut generations = self.generations.borrow_mut();
        // an error means that no further one will come
        if generations.has_changed().unwrap_or(false) {
            let generation = generations.borrow_and_update().clone();
            let mut now = self.now.borrow_mut();
            let same = *now.pool.backend() == generation.config.backend;
            let pool =
                if same { now.pool.clone() } else { Rc::new(Pool::new(generation.config.backend.clone())) };
            self.lines.set_form(generation.config.access);
            *now = Rc::new(Now { generation, pool });
        }
        self.now.borrow().clone()
    }

    /// This second.
    #[must_use]
    pub fn moment(&self) -> Moment {
        (self.clock)()
    }

    /// What is counted.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Judgements that may still hold.
    #[must_use]
    pub fn judgements(&self) -> Rc<Judgements> {
        self.judgements.clone()
    }

    /// Who hears out what nobody wants any more.
    #[must_use]
    pub fn hearing(&self) -> &Hearing {
        &self.hearing
    }

    /// Where the access log goes.
    #[must_use]
    pub fn lines(&self) -> Rc<Lines> {
        self.lines.clone()
    }
}
