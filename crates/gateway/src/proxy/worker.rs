//! What one thread that serves goes by: a listener of its own for each address, a runtime of its own, connections to the backend of its
//! own. Workers share the newest configuration, the count of connections, and nothing else. How it runs is `thread`'s.

use core::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use pki::moment::Moment;
use tokio::sync::watch;

use super::access::Lines;
use super::caller::Judgements;
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

impl Worker {
    /// One of those that share this, on the thread that is to serve.
    #[must_use]
    pub fn new(shared: &Shared) -> Worker {
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
