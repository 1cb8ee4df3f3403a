//! What comes of a call to the gateway, for people and for programs.

use deploy::gateway::Fault;

use super::super::client::Failure;
use super::super::{Alert, Assumption, LogLine};
use super::Reason;

/// What comes of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What `handfast-gateway check` finds so wrong that nothing is started.
    pub check: Result<(), Vec<Fault>>,
    /// curl's exit code.
    pub curl_exit: u8,
    /// What curl prints behind `curl: (N) `.
    pub curl_error: Option<String>,
    /// The status of the answer.
    pub http_status: Option<u16>,
    /// The answer's body where it is the gateway's own, to the octet.
    pub body: Option<String>,
    /// Its title, where HTML was asked for.
    pub body_title: Option<String>,
    /// The line in the gateway's log, without its values.
    pub log: Option<LogLine>,
    /// The reason in that line, or in the line of the access log: a name that stays.
    pub reason: Option<&'static str>,
    /// What became of the client's certificate, as the access log has it: `verified`, `refused`, `none`.
    pub verdict: Option<&'static str>,
    /// The alert that ends the handshake.
    pub alert: Option<Alert>,
    /// Why, the most important first.
    pub reasons: Vec<Reason>,
    /// What was taken for granted.
    pub assumptions: Vec<Assumption>,
}

impl Default for Outcome {
    fn default() -> Outcome {
        Outcome {
            check: Ok(()),
            curl_exit: 0,
            curl_error: None,
            http_status: None,
            body: None,
            body_title: None,
            log: None,
            reason: None,
            verdict: None,
            alert: None,
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
        self.reasons.push(Reason::Caller(Box::new(failure.reason)));
    }

    pub(super) fn log(&mut self, level: &str, words: &str) {
        self.log = Some(LogLine { level: level.to_owned(), words: words.to_owned(), written: true });
    }
}
