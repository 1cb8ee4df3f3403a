//! The measurements: what is done to a proxy, and what came of it.

use core::net::SocketAddr;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinSet;
use tokio_rustls::rustls::HandshakeKind;

mod balance;
mod reload;

use hyper::Method;
use hyper::body::Bytes;

use crate::backend::LARGE;
use crate::client::{Client, Speech};
use crate::cost;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Full mutual handshakes.
    Handshakes { old: bool },
    /// Handshakes that go on with a session.
    Resumed,
    /// Requests of 1 KiB over kept connections, as fast as they go.
    Requests { http2: bool },
    /// Times of requests at a fixed rate.
    Times,
    /// Full handshakes of clients of which each has a certificate of its own, so that nothing known of one helps with the next.
    Strangers,
    /// Answers of 10 MB.
    Large,
    /// Bodies of 10 MB on their way to the backend.
    Uploads,
    /// How evenly the work is spread between workers.
    Balance,
    /// Requests while the server's certificate is replaced again and again.
    Reload,
    /// Memory of idle connections.
    Idle { http2: bool },
}

impl Measure {
    pub(crate) const ALL: [Measure; 13] = [
        Measure::Idle { http2: false },
        Measure::Idle { http2: true },
        Measure::Handshakes { old: false },
        Measure::Handshakes { old: true },
        Measure::Strangers,
        Measure::Resumed,
        Measure::Requests { http2: false },
        Measure::Requests { http2: true },
        Measure::Times,
        Measure::Large,
        Measure::Uploads,
        Measure::Balance,
        // last: it leaves processes behind that end with their connections
        Measure::Reload,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Measure::Handshakes { old: false } => "handshakes",
            Measure::Handshakes { old: true } => "handshakes-1.2",
            Measure::Resumed => "resumed",
            Measure::Requests { http2: false } => "requests-h1",
            Measure::Requests { http2: true } => "requests-h2",
            Measure::Times => "times",
            Measure::Strangers => "strangers",
            Measure::Large => "large",
            Measure::Uploads => "uploads",
            Measure::Balance => "balance",
            Measure::Reload => "reload",
            Measure::Idle { http2: false } => "idle",
            Measure::Idle { http2: true } => "idle-h2",
        }
    }

    /// How often it is measured, of so many rounds: memory only once, since nobody gives it back; times more often, since a single p99
    /// scatters by a factor of three.
    pub(crate) fn rounds(self, rounds: usize) -> usize {
        match self {
            Measure::Idle { .. } => 1,
            Measure::Times => rounds * 5,
            _ => rounds,
        }
    }

    /// Whether what was measured before would hide what is measured now: memory that was given back once is taken again unseen.
    pub(crate) fn wants_fresh_processes(self) -> bool {
        matches!(self, Measure::Idle { .. })
    }

    /// The columns of its table: name and unit.
    pub(crate) fn columns(self) -> &'static [&'static str] {
        match self {
            Measure::Handshakes { .. } | Measure::Strangers | Measure::Resumed => {
                &["CPU ms each", "per second", "failed"]
            }
            Measure::Requests { .. } => &["CPU us each", "per second", "failed"],
            Measure::Times => &["p50 ms", "p99 ms", "p99.9 ms", "failed"],
            Measure::Balance => &["least busy, % of an even share", "busiest, %"],
            Measure::Reload => &["ms until the new is shown", "reloads", "requests per second", "failed"],
            Measure::Large | Measure::Uploads => &["CPU ms each", "MB per second", "failed"],
            Measure::Idle { .. } => &["KiB each"],
        }
    }
}

/// How much.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Amount {
    pub(crate) time: Duration,
    pub(crate) connections: usize,
    pub(crate) rate: u64,
}

/// A proxy under test.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) address: SocketAddr,
    pub(crate) process: u32,
    pub(crate) reload: Option<&'static str>,
    pub(crate) workers: usize,
}

/// Idle connections whose memory is divided.
const IDLE: usize = 1_000;

/// Measures once; the values of [`Measure::columns`].
pub(crate) async fn measure(what: Measure, subject: Subject<'_>, amount: Amount) -> anyhow::Result<Vec<f64>> {
    match what {
        Measure::Handshakes { old } => {
            let speech = Speech { old, ..Speech::PLAIN };
            repeated(subject, amount, speech, Deed::Handshake, 1e3).await
        }
        Measure::Resumed => {
            repeated(subject, amount, Speech { resumes: true, ..Speech::PLAIN }, Deed::Resumption, 1e3).await
        }
        Measure::Requests { http2 } => {
            repeated(subject, amount, Speech { http2, ..Speech::PLAIN }, Deed::Request("/"), 1e6).await
        }
        Measure::Strangers => repeated(subject, amount, Speech::PLAIN, Deed::Stranger, 1e3).await,
        Measure::Balance => balance::measure(subject, amount).await,
        Measure::Reload => reload::measure(subject, amount).await,
        Measure::Large | Measure::Uploads => {
            let few = Amount { connections: 4, ..amount };
            let deed = if what == Measure::Large { Deed::Request(LARGE) } else { Deed::Upload };
            let mut values = repeated(subject, few, Speech::PLAIN, deed, 1e3).await?;
            // 10 MB each
            values[1] *= 10.0;
            Ok(values)
        }
        Measure::Times => times(subject, amount).await,
        Measure::Idle { http2 } => idle(subject, Speech { http2, ..Speech::PLAIN }).await,
    }
}

/// What is done again and again.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Handshake,
    Stranger,
    Resumption,
    Request(&'static str),
    Upload,
}

/// What is uploaded.
static UPLOAD: [u8; 10_000_000] = [b'y'; 10_000_000];

/// Does something over many connections for some time. Processor time for each (in this part of a second), how many in a second,
/// how many failed.
async fn repeated(
    subject: Subject<'_>,
    amount: Amount,
    speech: Speech,
    deed: Deed,
    part: f64,
) -> anyhow::Result<Vec<f64>> {
    let (done, failed) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    // connections that are to be kept are there before the clock starts
    let mut ready = Vec::new();
    let strangers = match deed {
        Deed::Stranger => Client::many(subject.folder, subject.address)?,
        _ => Vec::new(),
    };
    let strangers = Arc::new(strangers);
    let next = Arc::new(AtomicUsize::new(0));
    for _ in 0..amount.connections {
        // each has its own memory of sessions
        let client = Client::new(subject.folder, subject.address, speech)?;
        let connection = match deed {
            Deed::Request(_) | Deed::Upload => Some(client.open().await?),
            Deed::Handshake | Deed::Stranger => None,
            Deed::Resumption => {
                client.open().await?.get("/").await?;
                None
            }
        };
        ready.push((client, connection));
    }
    let before = cost::processor_time(subject.process);
    let began = Instant::now();
    let end = began + amount.time;
    let mut tasks = JoinSet::new();
    for (client, mut connection) in ready {
        let (done, failed) = (done.clone(), failed.clone());
        let (strangers, next) = (strangers.clone(), next.clone());
        tasks.spawn(async move {
            while Instant::now() < end {
                let outcome = match (deed, &mut connection) {
                    (Deed::Request(path), Some(connection)) => connection.get(path).await.map(drop),
                    (Deed::Upload, Some(connection)) => {
                        connection.send(Method::POST, "/", Bytes::from_static(&UPLOAD)).await.map(drop)
                    }
                    (Deed::Stranger, _) => {
                        let number = next.fetch_add(1, Ordering::Relaxed) % strangers.len();
                        handshake(&strangers[number], None).await
                    }
                    (Deed::Resumption, _) => handshake(&client, Some(HandshakeKind::Resumed)).await,
                    _ => handshake(&client, None).await,
                };
                let count = if outcome.is_ok() { &done } else { &failed };
                count.fetch_add(1, Ordering::Relaxed);
                if outcome.is_err() && connection.is_some() {
                    return;
                }
            }
        });
    }
    while tasks.join_next().await.is_some() {}
    let took = began.elapsed();
    let used = cost::processor_time(subject.process).saturating_sub(before);
    let done = done.load(Ordering::Relaxed).max(1) as f64;
    Ok(vec![
        used.as_secs_f64() * part / done,
        done / took.as_secs_f64(),
        failed.load(Ordering::Relaxed) as f64,
    ])
}

/// A connection that says nothing: closed by us, read to its end, so that the other side has judged the certificate.
async fn handshake(client: &Client, kind: Option<HandshakeKind>) -> anyhow::Result<()> {
    let mut stream = client.connect().await?;
    let found = stream.get_ref().1.handshake_kind();
    stream.shutdown().await?;
    match stream.read_to_end(&mut Vec::new()).await {
        // an alert, for instance
        Err(error) if error.kind() == ErrorKind::InvalidData => return Err(error.into()),
        // a proxy that hangs up without a word has still taken the certificate
        _ => {}
    }
    anyhow::ensure!(kind.is_none() || kind == found, "a handshake of another kind");
    Ok(())
}

/// Requests at a fixed rate. A time begins when the request was due, so that a stall is felt by all that wait behind it.
async fn times(subject: Subject<'_>, amount: Amount) -> anyhow::Result<Vec<f64>> {
    let client = Client::new(subject.folder, subject.address, Speech::PLAIN)?;
    let pause = Duration::from_secs_f64(amount.connections as f64 / amount.rate as f64);
    let mut connections = Vec::new();
    for _ in 0..amount.connections {
        let mut connection = client.open().await?;
        connection.get("/").await?;
        connections.push(connection);
    }
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for (number, mut connection) in connections.into_iter().enumerate() {
        let first = began + pause.mul_f64(number as f64 / amount.connections as f64);
        tasks.spawn(async move {
            let (mut times, mut due) = (Vec::new(), first);
            while due < began + amount.time {
                tokio::time::sleep_until(due.into()).await;
                if connection.get("/").await.is_err() {
                    return (times, 1_u32);
                }
                times.push(due.elapsed());
                due += pause;
            }
            (times, 0)
        });
    }
    let (mut all, mut failed) = (Vec::new(), 0);
    while let Some(finished) = tasks.join_next().await {
        let (times, lost) = finished?;
        all.extend(times);
        failed += lost;
    }
    all.sort_unstable();
    let at = |share: f64| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the list")]
        let place = ((all.len() as f64 * share) as usize).min(all.len().saturating_sub(1));
        all.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    };
    Ok(vec![at(0.5), at(0.99), at(0.999), f64::from(failed)])
}

/// Memory of connections that have asked once and are silent since.
async fn idle(subject: Subject<'_>, speech: Speech) -> anyhow::Result<Vec<f64>> {
    let client = Client::new(subject.folder, subject.address, speech)?;
    let open = async |count: usize| -> anyhow::Result<Vec<_>> {
        let mut connections = Vec::with_capacity(count);
        for _ in 0..count {
            let mut connection = client.open().await?;
            connection.get("/").await?;
            connections.push(connection);
        }
        Ok(connections)
    };
    // what the first connections bring along is not theirs
    let first = open(50).await?;
    let before = cost::memory(subject.process);
    let others = open(IDLE).await?;
    let after = cost::memory(subject.process);
    drop((first, others));
    Ok(vec![after.saturating_sub(before) as f64 / IDLE as f64])
}
