//! The native companion as it is shipped, with the page inside: started on a free port, asked for its health, stopped.

use std::path::Path;
use std::time::Duration;

use crate::process::{self, Process};
use crate::{tool, wait};

/// Names the binary to start.
pub const BINARY: &str = "HANDFAST_GATEWAY";

/// A running gateway.
#[derive(Debug)]
pub struct Gateway {
    process: Process,
    port: u16,
}

impl Gateway {
    /// Starts it and waits until it is healthy. Its log goes into `folder`.
    ///
    /// # Errors
    /// With what is missing, or with its log.
    pub fn start(folder: &Path) -> anyhow::Result<Gateway> {
        let binary = tool::file_from(BINARY, "the binary handfast-gateway with the page inside")?;
        let port = testkit::free_port();
        let mut command = std::process::Command::new(binary);
        command.args(["serve", "--listen", &format!("127.0.0.1:{port}")]);
        let mut process = Process::start("handfast-gateway", &mut command, &folder.join("gateway.log"))?;
        process.ready(|_| healthy(port).then_some(()))?;
        Ok(Gateway { process, port })
    }

    /// The page's address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Stops it and makes sure that nobody answers in its place.
    ///
    /// # Errors
    /// That it did not stop by itself, or somebody answers still.
    pub fn stop(self) -> anyhow::Result<()> {
        let port = self.port;
        self.process.stop()?;
        wait::until("the gateway's port to be closed", wait::PATIENCE, || {
            Ok((!process::listens(port)).then_some(()))
        })
    }
}

fn healthy(port: u16) -> bool {
    let config = ureq::Agent::config_builder().proxy(None).timeout_global(Some(Duration::from_secs(2)));
    let agent: ureq::Agent = config.build().into();
    agent.get(format!("http://127.0.0.1:{port}/healthz")).call().is_ok()
}
