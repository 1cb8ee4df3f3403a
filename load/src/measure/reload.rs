//! Reloads under load: the server's certificate is replaced, the process told, and asked until it shows the new one; meanwhile requests go
//! on over kept connections and new ones, and whatever of them fails is counted.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use anyhow::Context as _;
use tokio::task::JoinSet;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;

use super::{Amount, Subject};
use crate::client::{Client, Speech};

/// Milliseconds of a reload in the middle, how many there were, requests in a second, and how many of them failed.
pub(super) async fn measure(subject: Subject<'_>, amount: Amount) -> anyhow::Result<Vec<f64>> {
    let signal = subject.reload.context("it can be told by a signal")?;
    let client = Client::new(subject.folder, subject.address, Speech::PLAIN)?;
    let (stop, done, failed) =
        (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let mut tasks = JoinSet::new();
    // a few: what is measured is not how much it can do
    for number in 0..8 {
        let (client, stop) = (client.clone(), stop.clone());
        let (done, failed) = (done.clone(), failed.clone());
        tasks.spawn(async move {
            let mut kept = None;
            while !stop.load(Ordering::Relaxed) {
                // half of them come anew each time
                let outcome = async {
                    let mut connection = match kept.take() {
                        Some(connection) => connection,
                        None => client.open().await?,
                    };
                    connection.get("/").await?;
                    anyhow::Ok(connection)
                };
                match outcome.await {
                    Ok(connection) => {
                        done.fetch_add(1, Ordering::Relaxed);
                        kept = (number % 2 == 0).then_some(connection);
                    }
                    Err(_) => {
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
        });
    }
    let began = Instant::now();
    let mut times = Vec::new();
    while began.elapsed() < amount.time || times.is_empty() {
        let next = subject.folder.join(format!("server-{}.pem", times.len() % 2));
        let expected = CertificateDer::from_pem_file(&next)?;
        let copy = subject.folder.join("server.next");
        std::fs::copy(&next, &copy)?;
        std::fs::rename(&copy, subject.folder.join("server.pem"))?;
        let told = Instant::now();
        Command::new("kill").args([signal, &subject.process.to_string()]).status()?;
        loop {
            // one that fails in between is told by those that ask all the time
            if let Ok(stream) = client.connect().await {
                let shown = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first());
                if shown == Some(&expected) {
                    break;
                }
            }
            anyhow::ensure!(told.elapsed().as_secs() < 30, "the new certificate is not shown");
        }
        times.push(told.elapsed().as_secs_f64() * 1e3);
    }
    stop.store(true, Ordering::Relaxed);
    while tasks.join_next().await.is_some() {}
    let took = began.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    Ok(vec![
        times[times.len() / 2],
        times.len() as f64,
        done.load(Ordering::Relaxed) as f64 / took,
        failed.load(Ordering::Relaxed) as f64,
    ])
}
