//! What comes of a call, for people and for programs.

use serde::Serialize;

use super::client::Failure;
use super::{Assumption, Reason};
use crate::nginx::settings::Scope;

/// What comes of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What `nginx -t` says: nothing, or its message.
    pub nginx_test: Result<(), String>,
    /// curl's exit code.
    pub curl_exit: u8,
    /// What curl prints behind `curl: (N) `.
    pub curl_error: Option<String>,
    /// The status of the answer.
    pub http_status: Option<u16>,
    /// The title of the page that nginx writes by itself.
    pub body_title: Option<String>,
    /// Where the answer sends the caller on to.
    pub(super) location: Option<String>,
    /// The line in nginx's error log.
    pub nginx_log: Option<LogLine>,
    /// The alert that ends the handshake.
    pub alert: Option<Alert>,
    /// What nginx hands over in `$ssl_client_verify`.
    pub client_verify: Option<String>,
    /// Why, the most important first.
    pub reasons: Vec<Reason>,
    /// What was taken for granted.
    pub assumptions: Vec<Assumption>,
    /// From which level on the log that counts now is written, by its place among [`LEVELS`].
    pub(super) logs_from: usize,
}

/// The levels of nginx's log, the lowest first (`error_log`).
const LEVELS: [&str; 8] = ["debug", "info", "notice", "warn", "error", "crit", "alert", "emerg"];

/// Where a level stands among [`LEVELS`]; `error`, which counts where none is named, for one that nginx does not know.
fn rank(level: &str) -> usize {
    LEVELS.iter().position(|known| *known == level).unwrap_or(4)
}

/// A line of nginx's error log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogLine {
    /// Its level.
    pub level: String,
    /// Its words, without what nginx adds about the connection.
    pub words: String,
    /// Whether the configuration's level lets it be written.
    pub written: bool,
}

/// An alert (RFC 8446 section 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// Who sends it.
    pub from: Side,
    /// Its number.
    pub number: u8,
}

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// curl.
    Client,
    /// nginx.
    Server,
}

impl Default for Outcome {
    fn default() -> Outcome {
        Outcome {
            nginx_test: Ok(()),
            curl_exit: 0,
            curl_error: None,
            http_status: None,
            body_title: None,
            location: None,
            nginx_log: None,
            alert: None,
            client_verify: None,
            reasons: Vec::new(),
            assumptions: Vec::new(),
            logs_from: rank("error"),
        }
    }
}

impl Outcome {
    pub(super) fn fails(&mut self, exit: u8, words: String) {
        self.curl_exit = exit;
        // a warning is all that curl says then
        self.curl_error = Some(words).filter(|words| !words.is_empty());
    }

    pub(super) fn stops(&mut self, failure: Failure) {
        self.fails(failure.exit, failure.words);
        self.reasons.push(failure.reason);
    }

    /// Makes the `error_log` of these blocks the one that is written to from now on (`ngx_set_connection_log`).
    pub(super) fn logs_to(&mut self, scope: &Scope<'_>) {
        let lines = scope.all("error_log").into_iter();
        let levels = lines.map(|item| item.words.get(1).map_or("error", String::as_str));
        self.logs_from = levels.map(rank).min().unwrap_or(rank("error"));
    }

    pub(super) fn log(&mut self, level: &str, words: &str) {
        let written = rank(level) >= self.logs_from;
        self.nginx_log = Some(LogLine { level: level.to_owned(), words: words.to_owned(), written });
    }
}
