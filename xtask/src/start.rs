//! `cargo xtask start`: from a fresh clone to the page in the browser, with one command.

use core::net::SocketAddr;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, bail};

use crate::build;
use crate::run::{seconds, spell};
use crate::workspace::Workspace;

/// How to serve.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The address and port of the page; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8600")]
    listen: SocketAddr,
}

/// Brings what is missing, builds the release page and the companion, and serves until Ctrl-C.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> anyhow::Result<()> {
    let began = Instant::now();
    is_free(arguments.listen)?;
    let built = build::everything(workspace)?;
    println!("✓ Ready after {}.", seconds(began.elapsed()));
    let mut serve = Command::new(&built.gateway);
    serve.args(["serve", "--log-level", "warn", "--listen", &arguments.listen.to_string()]);
    println!("  Mutual TLS to try in another terminal: {} demo", built.gateway.display());
    println!("▸ Serving\n    $ {}", spell(&serve));
    become_it(&mut serve)
}

/// Looks before minutes of building, so that a taken port is no late surprise.
fn is_free(address: SocketAddr) -> anyhow::Result<()> {
    let Err(error) = TcpListener::bind(address) else { return Ok(()) };
    if error.kind() == ErrorKind::AddrInUse {
        let other = SocketAddr::new(address.ip(), address.port().checked_add(1).unwrap_or(0));
        bail!(
            "Another program listens on {address} already. Stop it, or choose another port: cargo xtask start --listen {other}"
        );
    }
    bail!(
        "The address {address} cannot be used: {error}. Choose one of this machine's, and a port above 1023: cargo xtask start --listen 127.0.0.1:8600"
    )
}

/// The companion takes the place of this program, so that signals reach it directly.
#[cfg(unix)]
fn become_it(command: &mut Command) -> anyhow::Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec())
        .context("The native companion could not be started. `cargo xtask build` says where it lies.")
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> anyhow::Result<()> {
    let status = command
        .status()
        .context("The native companion could not be started. `cargo xtask build` says where it lies.")?;
    if status.success() {
        Ok(())
    } else {
        bail!("The native companion ended with {status}; its words are above.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_and_another_is_offered() {
        let held = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = held.local_addr().expect("it is bound");
        let said = is_free(address).expect_err("it is taken").to_string();
        assert!(said.contains(&address.to_string()) && said.contains("--listen"), "{said}");
        drop(held);
        is_free(address).expect("it is free again");
    }
}
