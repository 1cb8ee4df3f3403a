//! The command line.

use core::net::SocketAddr;

use clap::{Parser, Subcommand, ValueEnum};

/// The native companion of Handfast.
#[derive(Debug, Parser)]
#[command(name = "handfast-gateway", version)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How the log on standard error is written
    #[arg(long, global = true, value_enum, default_value_t)]
    pub log_format: LogFormat,
    /// The least serious kind of line that is logged: error, warn, info, debug, trace
    #[arg(long, global = true, default_value = "info")]
    pub log_level: tracing::level_filters::LevelFilter,
}

/// The powers of the companion.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the page that is embedded in this binary
    Serve {
        /// The address and port to listen on; port 0 takes a free one
        #[arg(long, default_value = "127.0.0.1:8600")]
        listen: SocketAddr,
    },
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LogFormat {
    /// One line for people.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}
