//! The structured log on standard error. What a request brings is logged escaped, so it cannot forge lines.

use std::io::stderr;

use tracing::level_filters::LevelFilter;

use crate::cli::LogFormat;

/// Starts the log of this process.
pub fn start(format: LogFormat, level: LevelFilter) {
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(stderr).with_target(false);
    match format {
        LogFormat::Text => log.with_ansi(std::io::IsTerminal::is_terminal(&stderr())).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}
