//! The gateway as a process of its own, on loopback, ended by its own number.

use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// Lines as they come from a pipe.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<(Mutex<Vec<String>>, Condvar)>);

impl Lines {
    fn of(pipe: impl Read + Send + 'static) -> Lines {
        let lines = Lines::default();
        let into = lines.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                into.0.0.lock().unwrap().push(line);
                into.0.1.notify_all();
            }
        });
        lines
    }

    /// All so far.
    pub(crate) fn all(&self) -> Vec<String> {
        self.0.0.lock().unwrap().clone()
    }

    /// Waits for the first line that holds these words, from a number of lines on.
    #[track_caller]
    pub(crate) fn wait_for(&self, words: &str, from: usize) -> String {
        let deadline = Instant::now() + Duration::from_secs(30);
        let mut lines = self.0.0.lock().unwrap();
        loop {
            if let Some(line) = lines.iter().skip(from).find(|line| line.contains(words)) {
                return line.clone();
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "no line with {words:?} among:\n{}", lines.join("\n"));
            lines = self.0.1.wait_timeout(lines, left).unwrap().0;
        }
    }
}

/// A gateway that runs.
pub(crate) struct Gateway {
    child: Child,
    /// What it listens on.
    pub(crate) port: u16,
    /// What it says of itself.
    pub(crate) log: Lines,
    /// Its access log.
    pub(crate) access: Lines,
}

impl Gateway {
    /// Starts it and waits until it listens.
    pub(crate) fn start(config: &Path) -> Gateway {
        Gateway::spawn(&mut command(config))
    }

    /// Starts this command line and waits until it listens.
    pub(crate) fn spawn(command: &mut Command) -> Gateway {
        let mut gateway = Gateway::listening(command, "answers at https://", 0);
        let said = gateway.log.wait_for("answers at https://", 0);
        gateway.port = said.rsplit(':').next().unwrap().split('/').next().unwrap().parse().unwrap();
        gateway
    }

    /// Starts something that says these words once it listens at a port.
    pub(crate) fn listening(command: &mut Command, words: &str, port: u16) -> Gateway {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Lines::of(child.stderr.take().unwrap());
        let access = Lines::of(child.stdout.take().unwrap());
        log.wait_for(words, 0);
        Gateway { child, port, log, access }
    }

    /// Octets of memory that it has, as Linux tells; 0 elsewhere.
    pub(crate) fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line
            .and_then(|line| line.split_whitespace().next())
            .map(|number| number.parse::<usize>().unwrap());
        kib.unwrap_or(0) * 1_024
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Asks it to read everything anew, and waits until it has said what came of it.
    pub(crate) fn reload(&self, outcome: &str) {
        let from = self.log.all().len();
        self.signal("-HUP");
        self.log.wait_for(outcome, from);
    }

    /// Waits for its end.
    pub(crate) fn wait(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The command line.
pub(crate) fn command(config: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handfast-gateway"));
    command.args(["proxy", "--log-level", "debug", "--config"]).arg(config).env("LC_ALL", "C");
    command
}
