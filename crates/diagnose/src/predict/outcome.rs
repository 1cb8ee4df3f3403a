//! What comes of a call, for people and for programs.

use serde::Serialize;

use super::client::Failure;
use super::{Assumption, Reason};

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

    pub(super) fn log(&mut self, level: &str, words: &str) {
        self.nginx_log = Some(LogLine { level: level.to_owned(), words: words.to_owned(), written: false });
    }
}
