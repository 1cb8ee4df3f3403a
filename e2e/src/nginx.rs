//! Real nginx with the files of a server bundle, put in place as its README says and started as it is.

use std::path::Path;

use anyhow::Context as _;

use crate::process::{self, Process};
use crate::tool;

/// A running nginx.
#[derive(Debug)]
pub struct Nginx {
    process: Process,
}

impl Nginx {
    /// Has nginx check a configuration, then starts it and waits until it listens on `port` of 127.0.0.1.
    ///
    /// # Errors
    /// With nginx's own words.
    pub fn start(configuration: &Path, port: u16, log: &Path) -> anyhow::Result<Nginx> {
        let path = tool::text(configuration);
        tool::run(tool::command("nginx")?.args(["-t", "-c", &path]))
            .context("nginx refuses the exported configuration")?;
        let mut command = tool::command("nginx")?;
        // in the foreground, so that it is ours to end; all else as exported
        command.args(["-c", &path, "-g", "daemon off;"]);
        let mut process = Process::start("nginx", &mut command, log)?;
        process.ready(|_| process::listens(port).then_some(()))?;
        Ok(Nginx { process })
    }

    /// Stops it.
    ///
    /// # Errors
    /// That it did not stop by itself.
    pub fn stop(self) -> anyhow::Result<()> {
        self.process.stop()
    }
}
