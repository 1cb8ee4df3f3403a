//! One state of the configuration after the other, published over a watch channel: each worker takes the newest when the next connection
//! or request comes, and what runs goes on with what it began with.

use std::sync::Arc;

use tokio::sync::watch;

use crate::config::Config;

/// A configuration and its number.
pub struct Generation {
    /// Counted from 1.
    pub number: u64,
    /// What it says.
    pub config: Config,
}

/// Where generations are published.
pub struct Publisher(watch::Sender<Arc<Generation>>);

/// Where they are taken.
pub type Generations = watch::Receiver<Arc<Generation>>;

impl Publisher {
    /// Publishes the first one.
    #[must_use]
    pub fn new(config: Config) -> (Publisher, Generations) {
        let (sender, receiver) = watch::channel(Arc::new(Generation { number: 1, config }));
        (Publisher(sender), receiver)
    }

    /// Publishes the next one and tells its number.
    pub fn publish(&self, config: Config) -> u64 {
        let number = self.0.borrow().number + 1;
        self.0.send_replace(Arc::new(Generation { number, config }));
        number
    }

    /// The newest.
    #[must_use]
    pub fn newest(&self) -> Arc<Generation> {
        self.0.borrow().clone()
    }
}
