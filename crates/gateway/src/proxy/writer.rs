//! The thread that writes the access log, so that a slow disk or a reader that has stopped reading holds up no request. What cannot be
//! written is counted and said once, and the gateway goes on.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use crate::config::resolved::open_log;
use crate::metrics::Metrics;

/// Batches that may wait; of 32 KiB each.
const WAITING: usize = 256;

enum Order {
    Write(Vec<u8>),
    Reopen(Option<PathBuf>),
    End,
}

/// A way to the thread.
#[derive(Clone)]
pub struct Writer {
    orders: SyncSender<Order>,
    metrics: Arc<Metrics>,
}

impl Writer {
    /// Starts the thread; `None` writes to the standard output.
    ///
    /// # Errors
    /// When the file cannot be opened or there is no thread.
    pub fn start(path: Option<PathBuf>, metrics: Arc<Metrics>) -> std::io::Result<(Writer, Ending)> {
        let target = target(path)?;
        let (orders, taken) = sync_channel(WAITING);
        let thread = std::thread::Builder::new().name("access-log".to_owned()).spawn({
            let metrics = metrics.clone();
            move || write(target, &taken, &metrics)
        })?;
        Ok((Writer { orders: orders.clone(), metrics }, Ending { orders, thread }))
    }

    /// Hands lines over; they are lost when too many wait.
    pub fn write(&self, lines: Vec<u8>) {
        if let Err(
            TrySendError::Full(Order::Write(lines)) | TrySendError::Disconnected(Order::Write(lines)),
        ) = self.orders.try_send(Order::Write(lines))
        {
            lost(&lines, &self.metrics);
            tracing::warn!("the access log cannot keep up: lines were lost");
        }
    }

    /// Opens the file anew: another one, or the same name after it was moved away.
    pub fn reopen(&self, path: Option<PathBuf>) {
        // the thread ends only when it is told to
        drop(self.orders.send(Order::Reopen(path)));
    }
}

/// Waits until everything is written.
pub struct Ending {
    orders: SyncSender<Order>,
    thread: JoinHandle<()>,
}

impl Ending {
    /// Writes what is left and ends the thread.
    pub fn finish(self) {
        drop(self.orders.send(Order::End));
        drop(self.thread.join());
    }
}

enum Target {
    Output,
    File(File),
}

fn target(path: Option<PathBuf>) -> std::io::Result<Target> {
    path.map_or(Ok(Target::Output), |path| open_log(&path).map(Target::File))
}

/// Counts the lines that are gone.
fn lost(lines: &[u8], metrics: &Metrics) {
    metrics.lost_lines.inc_by(lines.iter().filter(|octet| **octet == b'\n').count() as u64);
}

fn write(mut into: Target, orders: &Receiver<Order>, metrics: &Metrics) {
    let mut failing = false;
    while let Ok(order) = orders.recv() {
        match order {
            Order::Write(lines) => {
                let written = match &mut into {
                    Target::Output => {
                        let mut output = std::io::stdout().lock();
                        output.write_all(&lines).and_then(|()| output.flush())
                    }
                    Target::File(file) => file.write_all(&lines),
                };
                if written.is_err() {
                    lost(&lines, metrics);
                }
                match written {
                    Ok(()) if failing => {
                        failing = false;
                        tracing::info!("the access log can be written again");
                    }
                    Err(error) if !failing => {
                        failing = true;
                        tracing::error!(%error, "the access log cannot be written: lines are lost until it can");
                    }
                    _ => {}
                }
            }
            Order::Reopen(path) => match target(path) {
                Ok(opened) => into = opened,
                Err(error) => {
                    tracing::error!(%error, "the access log cannot be opened anew: the old one goes on");
                }
            },
            Order::End => return,
        }
    }
}
