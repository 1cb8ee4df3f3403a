//! The mutual-TLS reverse proxy: configuration -> sockets -> workers -> until it is asked to stop. What one request meets on its way
//! stands in [`request`], who is let in is [`deploy::gateway::acl`]'s and [`pki::verify::trust`]'s.

pub mod access;
pub mod admin;
pub mod announced;
pub mod answer;
pub mod caller;
pub mod connection;
pub mod framing;
pub mod handshake;
pub mod header;
pub mod hearing;
pub mod http1;
pub mod http2;
pub mod hygiene;
pub mod identity;
pub mod local;
pub mod outgoing;
pub mod patience;
pub mod place;
pub mod refusal;
pub mod reload;
pub mod request;
pub mod sockets;
pub mod taken_back;
pub mod taking;
pub mod thread;
pub mod tunnel;
pub mod turned;
pub mod upstream;
pub mod watched;
pub mod worker;
pub mod writer;

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use text::gateway_config as say;
use text::{Lang, Message};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::clock::Clock;
use crate::config::{self, Config, Fault};
use crate::generation::Publisher;
use crate::listen::ListenError;
use crate::metrics::Metrics;
use crate::stop;
use crate::systemd::{self, Doing};
use admin::Admin;
use place::Places;
use reload::Reloader;
use sockets::Sockets;
use worker::Shared;
use writer::{Ending, Writer};

/// Why nothing was started.
#[derive(Debug)]
pub enum StartError {
    /// The configuration cannot be used.
    Config(Vec<Fault>),
    /// An address cannot be had.
    Listen(ListenError),
    /// The system refuses threads or files.
    System(std::io::Error),
}

impl StartError {
    /// A line for each thing that is wrong.
    #[must_use]
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        match self {
            Self::Config(faults) => {
                let lines = faults.iter().map(|fault| fault.line(lang));
                lines.chain([say::refused(lang, faults.len())]).collect()
            }
            Self::Listen(error) => vec![listen_words(error, lang).to_string()],
            Self::System(error) => vec![say::cannot_start(lang, error).to_string()],
        }
    }
}

/// The advice of `serve` names its own option, which the proxy has not.
fn listen_words(error: &ListenError, lang: Lang) -> Message {
    let message = error.message(lang);
    Message { remedy: say::listen_remedy(lang).into(), ..message }
}

/// A gateway that is ready to run: every file read, every socket open.
pub struct Gateway {
    sockets: Sockets,
    admin: Option<TcpListener>,
    shared: Shared,
    publisher: Publisher,
    ending: Ending,
    stop: watch::Sender<bool>,
}

/// Puts the parts together: sockets that are open, a clock, a configuration that was read whole.
///
/// # Errors
/// When the log cannot be opened.
pub fn build(sockets: Sockets, clock: Clock, config: Config) -> Result<Gateway, StartError> {
    let metrics = Arc::new(Metrics::default());
    let (writer, ending) =
        Writer::start(config.log_file.clone(), metrics.clone()).map_err(StartError::System)?;
    let admin = config.admin.map(sockets::bind_one).transpose().map_err(StartError::Listen)?;
    let (publisher, generations) = Publisher::new(config);
    let (stop, stopped) = watch::channel(false);
    let places = Places::new(metrics.clone());
    let shared = Shared { generations, stop: stopped, clock, writer, places, metrics };
    Ok(Gateway { sockets, admin, shared, publisher, ending, stop })
}

/// Reads the configuration, listens, and serves until the process is asked to stop. `ready` is told each address.
///
/// # Errors
/// [`StartError`]; nothing runs then.
pub fn run(path: &Path, clock: Clock, ready: impl Fn(&str)) -> Result<(), StartError> {
    let config = config::read(path, clock).map_err(StartError::Config)?;
    let handed = systemd::handed_over().map_err(StartError::System)?;
    let sockets = sockets::bind(&config.listen, config.workers, handed).map_err(StartError::Listen)?;
    build(sockets, clock, config)?.run(path, ready)
}

impl Gateway {
    /// Serves until the process is asked to stop, then drains. `ready` is told each address once signals are heard.
    ///
    /// # Errors
    /// When the system refuses threads.
    pub fn run(self, path: &Path, ready: impl Fn(&str)) -> Result<(), StartError> {
        self.run_until(path, ready, Signals::of_the_process)
    }

    /// The same, told by others than the system what it is to do.
    ///
    /// # Errors
    /// When the system refuses threads.
    pub fn run_until(
        self,
        path: &Path,
        ready: impl Fn(&str),
        signals: impl FnOnce() -> Signals,
    ) -> Result<(), StartError> {
        let Gateway { sockets, admin, shared, publisher, ending, stop } = self;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(StartError::System)?;
        let metrics = shared.metrics.clone();
        let reloader =
            Reloader::new(path.to_owned(), shared.clock, publisher, shared.writer.clone(), metrics);
        let addresses = sockets.bound.clone();
        let workers = start(sockets, &shared).map_err(StartError::System)?;
        tracing::info!(?addresses, workers = workers.len(), "serving");
        runtime.block_on(async {
            let signals = signals();
            for address in &addresses {
                ready(&format!("https://{address}/"));
            }
            if let Some(listener) = admin {
                tokio::spawn(answer_admin(listener, &shared));
            }
            systemd::tell(Doing::Ready);
            until_stopped(signals, reloader, &workers).await;
            systemd::tell(Doing::Stopping);
            // a worker that is gone needs no telling
            stop.send_replace(true);
            // meanwhile the questions of those who run it are answered
            drop(tokio::task::spawn_blocking(move || join(workers)).await);
        });
        ending.finish();
        tracing::info!("stopped");
        Ok(())
    }
}

fn answer_admin(listener: TcpListener, shared: &Shared) -> impl Future<Output = ()> + use<> {
    let admin = Admin {
        metrics: shared.metrics.clone(),
        generations: shared.generations.clone(),
        stop: shared.stop.clone(),
        clock: shared.clock,
    };
    async move {
        let listening =
            listener.set_nonblocking(true).and_then(|()| tokio::net::TcpListener::from_std(listener));
        match listening {
            Ok(listener) => admin::serve(listener, admin).await,
            Err(error) => tracing::error!(%error, "metrics and health cannot be told"),
        }
    }
}

fn join(workers: Vec<JoinHandle<()>>) {
    for worker in workers {
        if worker.join().is_err() {
            tracing::error!("a worker ended in a panic");
        }
    }
}

fn start(sockets: Sockets, shared: &Shared) -> std::io::Result<Vec<JoinHandle<()>>> {
    let runtimes: Vec<Runtime> =
        sockets.workers.iter().map(|_| thread::runtime()).collect::<std::io::Result<_>>()?;
    let start = |(number, (runtime, listeners)): (usize, (Runtime, Vec<TcpListener>))| {
        let shared = shared.clone();
        std::thread::Builder::new().name(format!("worker-{number}")).spawn(move || {
            if let Err(error) = thread::run(&runtime, listeners, shared) {
                tracing::error!(%error, "a worker could not go on");
            }
        })
    };
    runtimes.into_iter().zip(sockets.workers).enumerate().map(start).collect()
}

/// How often clients that send nothing any more are forgotten.
const FORGET: core::time::Duration = core::time::Duration::from_secs(60);

/// Reloads when asked to, and comes back when asked to stop, or when a worker is gone: a gateway with fewer hands than it was given
/// ends rather than serve a part, and whoever watches it starts it anew.
async fn until_stopped(signals: Signals, mut reloader: Reloader, workers: &[JoinHandle<()>]) {
    let Signals { mut stop, mut hang_up } = signals;
    let mut seconds = interval(core::time::Duration::from_secs(1));
    seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut looked = tokio::time::Instant::now();
    let mut forgotten = tokio::time::Instant::now();
    loop {
        tokio::select! {
            _ = stop.wait_for(|asked| *asked) => return,
            () = hang_up.next() => {
                tracing::info!("asked to read everything anew by SIGHUP");
                systemd::tell(Doing::Reloading);
                reloader.reload();
                // refused or taken: it serves
                systemd::tell(Doing::Ready);
            }
            _ = seconds.tick() => {
                if workers.iter().any(JoinHandle::is_finished) {
                    tracing::error!("a worker is gone: the gateway ends");
                    return;
                }
                if forgotten.elapsed() >= FORGET {
                    forgotten = tokio::time::Instant::now();
                    if let Some(pace) = &reloader.newest().config.pace {
                        pace.forget();
                    }
                }
                if reloader.pace().is_some_and(|pace| looked.elapsed() >= pace) {
                    looked = tokio::time::Instant::now();
                    reloader.look();
                }
            }
        }
    }
}

/// What a gateway is told from outside.
pub struct Signals {
    stop: watch::Receiver<bool>,
    hang_up: HangUp,
}

impl Signals {
    /// What the system tells the process. Heard from here on, in a runtime.
    #[must_use]
    pub fn of_the_process() -> Signals {
        Signals { stop: stop::asked(), hang_up: HangUp::listen() }
    }

    /// The word to stop alone.
    #[must_use]
    pub fn stop_alone(stop: watch::Receiver<bool>) -> Signals {
        Signals { stop, hang_up: HangUp::deaf() }
    }
}

/// SIGHUP, where there is one.
struct HangUp {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl HangUp {
    fn listen() -> HangUp {
        #[cfg(unix)]
        {
            let signal = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup());
            if let Err(error) = &signal {
                tracing::warn!(%error, "SIGHUP cannot be heard: files are read anew only when they change");
            }
            HangUp { signal: signal.ok() }
        }
        #[cfg(not(unix))]
        HangUp {}
    }

    fn deaf() -> HangUp {
        HangUp {
            #[cfg(unix)]
            signal: None,
        }
    }

    async fn next(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal {
            signal.recv().await;
            return;
        }
        core::future::pending::<()>().await;
    }
}
