//! Reading everything anew while running: when SIGHUP comes, or when a file has changed. Either all of the new is taken or nothing.

use std::path::PathBuf;
use std::sync::Arc;

use text::Lang;

use super::writer::Writer;
use crate::clock::Clock;
use crate::config::seen::{Seen, Stamp, Stamps};
use crate::config::{self, Config, Fault, Place, Problem};
use crate::generation::{Generation, Publisher};
use crate::metrics::{Metrics, Reloaded};

/// Watches files and publishes what they say.
pub struct Reloader {
    path: PathBuf,
    clock: Clock,
    publisher: Publisher,
    writer: Writer,
    metrics: Arc<Metrics>,
    stamps: Stamps,
}

impl Reloader {
    /// Begins with the files of the newest configuration.
    #[must_use]
    pub fn new(
        path: PathBuf,
        clock: Clock,
        publisher: Publisher,
        writer: Writer,
        metrics: Arc<Metrics>,
    ) -> Reloader {
        let stamps = stamps(&publisher.newest().config.files);
        Reloader { path, clock, publisher, writer, metrics, stamps }
    }

    /// The newest configuration.
    #[must_use]
    pub fn newest(&self) -> Arc<Generation> {
        self.publisher.newest()
    }

    /// How often files are to be looked at.
    #[must_use]
    pub fn pace(&self) -> Option<core::time::Duration> {
        self.publisher.newest().config.watch
    }

    /// Reads everything anew if a file has changed since it was last read.
    pub fn look(&mut self) {
        let files: Vec<PathBuf> = self.stamps.keys().cloned().collect();
        if stamps(&files) != self.stamps {
            tracing::info!("files have changed");
            self.reload();
        }
    }

    /// Reads everything anew.
    pub fn reload(&mut self) {
        // taken before reading, so that what changes meanwhile is found the next time
        let known: Vec<PathBuf> = self.stamps.keys().cloned().collect();
        self.stamps = stamps(&known);
        let seen = Seen::default();
        let read = self.read(&seen);
        // also those that a refused configuration names: it may be one of them that is not there yet
        self.stamps.extend(seen.into_stamps());
        match read {
            Ok(config) => {
                self.stamps.retain(|file, _| config.files.contains(file));
                let log = config.log_file.clone();
                let number = self.publisher.publish(config);
                self.writer.reopen(log);
                self.metrics.reloads.get_or_create(&Reloaded { outcome: "taken" }).inc();
                tracing::info!(generation = number, "the configuration was read anew");
            }
            Err(faults) => {
                self.metrics.reloads.get_or_create(&Reloaded { outcome: "refused" }).inc();
                for fault in &faults {
                    tracing::error!(fault = fault.line(Lang::En), "the new configuration is refused");
                }
                tracing::error!(
                    faults = faults.len(),
                    generation = self.publisher.newest().number,
                    "nothing of it was taken: the old configuration stays"
                );
            }
        }
    }

    fn read(&self, seen: &Seen) -> Result<Config, Vec<Fault>> {
        let config = config::read_seeing(&self.path, self.clock, seen)?;
        let running = self.publisher.newest();
        let places = |config: &Config| (config.listen.clone(), config.workers, config.admin);
        if places(&config) != places(&running.config) {
            let place = Place { file: self.path.clone(), line: None };
            return Err(vec![Fault { place, problem: Problem::ListenChanged }]);
        }
        Ok(config)
    }
}

fn stamps(files: &[PathBuf]) -> Stamps {
    files.iter().map(|file| (file.clone(), Stamp::of(file))).collect()
}
