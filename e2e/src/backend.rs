//! The exported Flask application, run as its README says with the system's Python.

use std::path::Path;
use std::process::Command;

use anyhow::bail;

use crate::process::{self, Process};

/// Debian's own Python, which sees Debian's own Flask; another one first on the PATH may not.
const PYTHON: &str = "/usr/bin/python3";

/// A running backend.
#[derive(Debug)]
pub struct Backend {
    process: Process,
}

impl Backend {
    /// Starts it and waits until it listens on `port` of 127.0.0.1.
    ///
    /// # Errors
    /// With what is missing, or with Python's words.
    pub fn start(application: &Path, port: u16, log: &Path) -> anyhow::Result<Backend> {
        if !Command::new(PYTHON)
            .args(["-c", "import flask"])
            .output()
            .is_ok_and(|output| output.status.success())
        {
            bail!(
                "{PYTHON} has no Flask. Run `cargo xtask test e2e`, which installs it, or `apt-get install python3-flask`."
            );
        }
        let mut command = Command::new(PYTHON);
        command.arg(application).env("PYTHONDONTWRITEBYTECODE", "1");
        let mut process = Process::start("the Flask backend", &mut command, log)?;
        process.ready(|_| process::listens(port).then_some(()))?;
        Ok(Backend { process })
    }

    /// What it logged until now.
    #[must_use]
    pub fn said(&self) -> String {
        self.process.said()
    }
}
