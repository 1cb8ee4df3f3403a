//! How evenly the work is spread: workers that listen on the same address (SO_REUSEPORT) get connections by a hash of their addresses, which
//! is even for many and chance for few. The share of the least busy worker tells whether a core starves.

use tokio::task::JoinSet;

use super::{Amount, Subject};
use crate::client::{Client, Speech};
use crate::cost;

/// Requests over new connections; the shares of the least busy and of the busiest of so many threads as there are workers.
pub(super) async fn measure(subject: Subject<'_>, amount: Amount) -> anyhow::Result<Vec<f64>> {
    let client = Client::new(subject.folder, subject.address, Speech::PLAIN)?;
    let mut connections = Vec::new();
    for _ in 0..amount.connections {
        connections.push(client.open().await?);
    }
    let before = cost::threads(subject.process);
    let end = std::time::Instant::now() + amount.time;
    let mut tasks = JoinSet::new();
    for mut connection in connections {
        tasks.spawn(
            async move { while std::time::Instant::now() < end && connection.get("/").await.is_ok() {} },
        );
    }
    while tasks.join_next().await.is_some() {}
    let used = cost::threads(subject.process).into_iter().map(|(thread, after)| {
        after.saturating_sub(before.get(&thread).copied().unwrap_or_default()).as_secs_f64()
    });
    let mut used: Vec<f64> = used.collect();
    // the others write logs and watch files
    used.sort_by(|one, other| other.total_cmp(one));
    used.truncate(subject.workers);
    let even = used.iter().sum::<f64>() / subject.workers as f64;
    let share = |used: Option<&f64>| used.map_or(0.0, |used| used / even * 100.0);
    let least = if used.len() < subject.workers { None } else { used.last() };
    Ok(vec![share(least), share(used.first())])
}
