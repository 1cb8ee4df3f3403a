//! `load`: puts the gateway and its neighbours under the same load, one after the other, and prints a table. `cargo xtask bench gateway`
//! builds what it needs and runs it.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line talks to its terminal")]
#![allow(clippy::cast_precision_loss, reason = "counts and times of a bench are far below 2^52")]

mod backend;
mod bench;
mod client;
mod cost;
mod measure;
mod set;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Measures the gateway beside nginx, HAProxy and Caddy on this machine.
#[derive(Debug, Parser)]
#[command(name = "load")]
pub(crate) struct Arguments {
    /// The gateway's program
    #[arg(long)]
    gateway: PathBuf,
    /// Rounds, of which the medians are told; a p99 needs many
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of each measurement
    #[arg(long, default_value_t = 2)]
    seconds: u64,
    /// Threads of each proxy
    #[arg(long, default_value_t = 2)]
    workers: usize,
    /// Connections that are kept busy
    #[arg(long, default_value_t = 32)]
    connections: usize,
    /// Requests a second at which p50, p99 and p99.9 are taken
    #[arg(long, default_value_t = 1_000)]
    rate: u64,
    /// Only these proxies, by their names
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Only these measurements, by their names
    #[arg(long, value_delimiter = ',')]
    measure: Vec<String>,
}

fn main() -> ExitCode {
    match bench::run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
