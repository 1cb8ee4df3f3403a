//! What serves at the end of the path: nginx, of its own or the distribution's, or the Handfast gateway; each with the files of the
//! bundle, and with its own words for whom it refuses.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

use crate::gateway::BINARY;
use crate::nginx::Nginx;
use crate::process::{self, Process};
use crate::tool;

/// What serves, as the Deploy room calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// An nginx of its own, everything below one folder.
    Alone,
    /// The distribution's nginx, as a site beside others.
    System,
    /// The Handfast gateway.
    Gateway,
}

impl Layout {
    /// What a caller is told who shows no certificate, one that vouches for itself, and one whose authority has but the name.
    #[must_use]
    pub fn refusals(self) -> [&'static str; 3] {
        match self {
            Layout::Alone | Layout::System => {
                let refused = "The SSL certificate error";
                ["No required SSL certificate was sent", refused, refused]
            }
            Layout::Gateway => [
                "A client certificate is needed here, and none was sent.",
                "This is an authority’s own certificate.",
                "is not signed with that authority’s key",
            ],
        }
    }

    /// A configuration in which nobody needs a certificate any more.
    ///
    /// # Errors
    /// That one was not needed before.
    pub fn switched_off(self, configuration: &str) -> anyhow::Result<String> {
        let switches: &[[&str; 2]] = match self {
            Layout::Alone | Layout::System => &[["ssl_verify_client on;", "ssl_verify_client off;"]],
            Layout::Gateway => {
                &[["certificate = \"required\"", "certificate = \"optional\""], ["any-verified", "anyone"]]
            }
        };
        let mut off = configuration.to_owned();
        for [from, to] in switches {
            ensure!(off.contains(from), "nothing is verified:\n{configuration}");
            off = off.replace(from, to);
        }
        Ok(off)
    }

    /// What a client's `check.sh` finds wrong then. The exported backend answers nobody for whom the server does not vouch: nginx
    /// vouches for nobody any more, the gateway still for who shows a good certificate, and it never takes a bad one.
    #[must_use]
    pub fn found_off(self) -> &'static [&'static str] {
        match self {
            Layout::Alone | Layout::System => &["with-certificate", "without-certificate", "stranger"],
            Layout::Gateway => &["without-certificate"],
        }
    }
}

/// What runs.
#[derive(Debug)]
pub enum Server {
    /// nginx.
    Nginx(Nginx),
    /// The gateway.
    Gateway(Process),
}

impl Server {
    /// Has the program look at its configuration, starts it and waits until it listens.
    ///
    /// # Errors
    /// With the program's own words.
    pub fn start(layout: Layout, configuration: &Path, port: u16, log: &Path) -> anyhow::Result<Server> {
        if layout != Layout::Gateway {
            return Ok(Server::Nginx(Nginx::start(configuration, port, log)?));
        }
        let program = |verb: &str| {
            let mut command = Command::new(gateway()?);
            command.args([verb, "--config"]).arg(configuration);
            // systemd hands over the key that stands beside the configuration
            let beside = configuration.parent().context("a configuration in a folder")?;
            command.env("CREDENTIALS_DIRECTORY", beside);
            anyhow::Ok(command)
        };
        tool::run(&mut program("check")?).context("the gateway refuses the exported configuration")?;
        let mut process = Process::start("the gateway", &mut program("proxy")?, log)?;
        process.ready(|_| process::listens(port).then_some(()))?;
        Ok(Server::Gateway(process))
    }

    /// Stops it.
    ///
    /// # Errors
    /// That it did not stop by itself.
    pub fn stop(self) -> anyhow::Result<()> {
        match self {
            Server::Nginx(nginx) => nginx.stop(),
            Server::Gateway(process) => process.stop(),
        }
    }
}

/// The gateway that was built.
///
/// # Errors
/// That it is missing, and how to have it built.
pub(super) fn gateway() -> anyhow::Result<PathBuf> {
    tool::file_from(BINARY, "the binary handfast-gateway with the page inside")
}
