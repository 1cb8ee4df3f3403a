//! The bench: every proxy with the same certificates, backend and duties (access log, revocation list, identity headers), measured in
//! turns, so that what else the machine does meets all alike.

mod proxies;
mod table;

use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::Arguments;
use crate::backend;
use crate::measure::{Amount, Measure, Subject, measure};
use crate::set;
use proxies::Proxy;
use table::Table;

/// Runs it and prints the tables.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    set::write(folder.path())?;
    let backend = backend::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let proxies = Proxy::all(arguments, folder.path(), backend)?;
    let mut running = Vec::new();
    for proxy in proxies {
        if !arguments.only.is_empty() && !arguments.only.iter().any(|name| name == proxy.name) {
            continue;
        }
        match Running::start(&proxy, folder.path())? {
            Some(process) => running.push((proxy, process)),
            None => println!("{} is not installed and left out.", proxy.name),
        }
    }
    let amount = Amount {
        time: Duration::from_secs(arguments.seconds),
        connections: arguments.connections,
        rate: arguments.rate,
    };
    println!(
        "{} rounds of {} s, {} connections, {} threads each; median (least to most), and the ratio to nginx.\n",
        arguments.rounds, arguments.seconds, arguments.connections, arguments.workers
    );
    for what in Measure::ALL {
        if !arguments.measure.is_empty() && !arguments.measure.iter().any(|name| name == what.name()) {
            continue;
        }
        if what.wants_fresh_processes() {
            running = restarted(running, folder.path())?;
        }
        let mut table = Table::new(what.columns());
        for _ in 0..what.rounds(arguments.rounds) {
            for (proxy, process) in &running {
                let subject = Subject {
                    folder: folder.path(),
                    address: proxy.address,
                    process: process.0.id(),
                    reload: proxy.reload,
                    workers: arguments.workers,
                };
                if what == Measure::Reload && proxy.reload.is_none() {
                    continue;
                }
                let values = runtime.block_on(measure(what, subject, amount));
                table.add(proxy.name, values.with_context(|| format!("{} of {}", what.name(), proxy.name))?);
            }
        }
        println!("## {}\n\n{}", what.name(), table.markdown());
    }
    Ok(())
}

/// The same proxies as new processes.
fn restarted(running: Vec<(Proxy, Running)>, folder: &Path) -> anyhow::Result<Vec<(Proxy, Running)>> {
    let mut fresh = Vec::new();
    for (proxy, process) in running {
        // its address is free again once it has ended
        drop(process);
        if let Some(process) = Running::start(&proxy, folder)? {
            fresh.push((proxy, process));
        }
    }
    Ok(fresh)
}

/// A proxy that runs; ended by its own number.
struct Running(Child);

impl Running {
    /// Starts it and waits until it listens; `None` when it is not installed.
    fn start(proxy: &Proxy, folder: &Path) -> anyhow::Result<Option<Running>> {
        let log = std::fs::File::create(folder.join(format!("{}.out", proxy.name)))?;
        let spawned = Command::new(&proxy.program)
            .args(&proxy.arguments)
            .current_dir(folder)
            .env("HOME", folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn();
        let mut running = match spawned {
            Ok(child) => Running(child),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("{} does not start", proxy.name)),
        };
        let deadline = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(proxy.address).is_err() {
            if running.0.try_wait()?.is_some() || Instant::now() > deadline {
                let said = std::fs::read_to_string(folder.join(format!("{}.out", proxy.name)))?;
                bail!("{} does not listen:\n{said}", proxy.name);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(Some(running))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // asked first, so that a master takes its workers along
        let id = self.0.id().to_string();
        if matches!(self.0.try_wait(), Ok(None)) {
            drop(Command::new("kill").args(["-TERM", &id]).status());
        }
        let deadline = Instant::now() + Duration::from_secs(15);
        while matches!(self.0.try_wait(), Ok(None)) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
