//! Servers that a test starts. Each is ended by its own process id when its owner goes away, and by nothing else.

use std::fs::File;
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};
use rustix::process::{Pid, Signal, kill_process};

use crate::{tool, wait};

/// How long a server may take to stop when it is asked to.
const GRACE: Duration = Duration::from_secs(5);

/// A running program with its output in a file.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts `command`; what it says goes to `log`.
    ///
    /// # Errors
    /// That it could not be started.
    pub fn start(name: &str, command: &mut Command, log: &Path) -> anyhow::Result<Process> {
        let out = File::create(log).with_context(|| log.display().to_string())?;
        command.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out);
        let child = command.spawn().with_context(|| format!("{command:?} could not be started"))?;
        Ok(Process { name: name.to_owned(), child, log: log.to_owned() })
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it said until now.
    #[must_use]
    pub fn said(&self) -> String {
        tool::read(&self.log).unwrap_or_default()
    }

    /// Waits until `look` finds what it wants.
    ///
    /// # Errors
    /// With what the program said, when it ended or took too long.
    pub fn ready<T>(&mut self, mut look: impl FnMut(&str) -> Option<T>) -> anyhow::Result<T> {
        let result = wait::until(&format!("{} to be ready", self.name), wait::PATIENCE, || {
            if let Some(value) = look(&tool::read(&self.log).unwrap_or_default()) {
                return Ok(Some(value));
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("{} ended at once: {status}", self.name);
            }
            Ok(None)
        });
        result.with_context(|| self.said())
    }

    /// Asks it to stop and waits; ends it for good when it does not.
    ///
    /// # Errors
    /// That it did not stop by itself, or that its exit status could not be had.
    pub fn stop(mut self) -> anyhow::Result<()> {
        self.end()
    }

    fn end(&mut self) -> anyhow::Result<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        kill_process(Pid::from_child(&self.child), Signal::TERM)?;
        let ended = wait::until(&format!("{} to stop", self.name), GRACE, || Ok(self.child.try_wait()?));
        if ended.is_err() {
            self.child.kill()?;
            self.child.wait()?;
            bail!("{} did not stop within {} s of SIGTERM", self.name, GRACE.as_secs());
        }
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // whoever cares calls `stop`; here it only matters that nothing is left running
        drop(self.end());
    }
}

/// Whether somebody listens on this port of 127.0.0.1.
#[must_use]
pub fn listens(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}
