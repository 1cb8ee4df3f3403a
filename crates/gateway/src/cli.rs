//! The command line.

use core::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use pki::moment::Moment;

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
        #[arg(long, value_name = "ADDRESS:PORT", value_parser = crate::listen::read, default_value = "127.0.0.1:8600")]
        listen: SocketAddr,
    },
    /// Stand before a backend and let in only callers with a certificate that a rule allows (mutual TLS)
    Proxy {
        /// The configuration, TOML
        #[arg(long)]
        config: PathBuf,
    },
    /// Read the proxy's configuration and say what is wrong with it; starts nothing
    Check {
        /// The configuration, TOML
        #[arg(long)]
        config: PathBuf,
        /// Print JSON for programs
        #[arg(long)]
        json: bool,
        /// Make a connection to the backend too
        #[arg(long)]
        backend: bool,
    },
    /// Show mutual TLS: a throw-away set, a backend that shows who called, and the proxy in front of it, all on this machine
    Demo {
        /// The address and port of the proxy; port 0 takes a free one
        #[arg(long, value_name = "ADDRESS:PORT", value_parser = crate::listen::read, default_value = "127.0.0.1:8643")]
        listen: SocketAddr,
        /// A folder that is not there yet, for keys and certificates; it is removed at the end
        #[arg(long)]
        folder: Option<PathBuf>,
    },
    /// Say what certificates, requests, revocation lists and keys are in files, what belongs together and what is wrong
    Inspect {
        /// PEM, DER, base64, PKCS#7 or a Kubernetes secret, several at once; - is the standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Print JSON for programs
        #[arg(long)]
        json: bool,
        /// Print the ASN.1 of each, with offsets
        #[arg(long)]
        asn1: bool,
        /// A file whose first line is the passphrase of what is closed: .p12 files, encrypted keys, bundles; - is the standard input
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
        /// The day, or day and second in UTC, at which dates are judged (2026-11-23, 2026-11-23T14:05:00Z); now when left out
        #[arg(long, value_parser = crate::moment::read)]
        at: Option<Moment>,
    },
    /// Say what nginx or the gateway and curl will do with a configuration, a command and files, and why
    Predict(crate::predict::Arguments),
    /// Shake hands with a server, without and with a client certificate, and say what happens and what it means; exit code 0 when all
    /// is as expected, 1 when not, 2 when it cannot be done, 3 when of a test kit it cannot be told
    Probe(crate::probe::Arguments),
    /// Say what an error message on the standard input means, why it comes and what to do
    Doctor(crate::doctor::Arguments),
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
