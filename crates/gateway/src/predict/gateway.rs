//! The prediction of the gateway itself, in the same keys and lines as nginx's where they apply.

use std::path::Path;

use diagnose::curl;
use diagnose::predict::OPENSSL;
use diagnose::predict::gateway::{Outcome, Reason, VERSION, predict};
use pki::moment::Moment;
use serde_json::json;
use text::Message;
use text::{diagnose as say, gateway_predict as say_here};

use super::{Arguments, Asked, Failure, Page};

impl Page {
    pub(super) fn gateway(&mut self, arguments: &Arguments, file: &Path, at: Moment) -> Result<(), Failure> {
        let asked = Asked::of(arguments, file)?;
        let outcome = predict(&asked.question(at)).map_err(Failure::Command)?;
        self.gateway_outcome(&outcome, arguments.curl.is_some());
        let models = json!({ "gateway": VERSION, "curl": curl::VERSION, "openssl": OPENSSL });
        self.json.insert("models".to_owned(), models);
        Ok(())
    }

    fn gateway_outcome(&mut self, outcome: &Outcome, called: bool) {
        let lang = self.lang;
        let faults = outcome.check.as_ref().err().into_iter().flatten();
        let faults: Vec<String> = faults.map(|fault| fault.line(lang)).collect();
        let check = if faults.is_empty() { "ok".to_owned() } else { faults.join("\n") };
        self.json.insert("gateway_check".to_owned(), json!(check));
        self.lines.push(say_here::row_check(lang, &check));
        let told = |reason: &&Reason| match reason {
            // `check` has said it
            Reason::Refuses(_) => false,
            _ => called,
        };
        let messages: Vec<Message> =
            outcome.reasons.iter().filter(told).map(|reason| reason.message(lang)).collect();
        let assumptions: Vec<String> =
            outcome.assumptions.iter().filter(|_| called).map(|found| found.sentence(lang)).collect();
        if called {
            let log = outcome.log.as_ref();
            for (name, value) in [
                ("curl_exit", json!(outcome.curl_exit)),
                ("curl_error", json!(outcome.curl_error)),
                ("http_status", json!(outcome.http_status)),
                ("body", json!(outcome.body)),
                ("body_title", json!(outcome.body_title)),
                ("gateway_log", json!(log.map(|line| &line.words))),
                ("gateway_log_level", json!(log.map(|line| &line.level))),
                ("reason", json!(outcome.reason)),
                ("alert", json!(outcome.alert)),
                ("client_verify", json!(outcome.verdict)),
            ] {
                self.json.insert(name.to_owned(), value);
            }
            self.curl(outcome.curl_exit, outcome.curl_error.as_deref());
            if let Some(status) = outcome.http_status {
                self.lines.push(say_here::row_status(lang, &status));
            }
            if let Some(body) = &outcome.body {
                self.lines.extend(body.lines().map(|line| format!("  {line}")));
            }
            if let Some(line) = log {
                self.lines.push(say_here::row_log(lang, &line.level, &line.words));
            }
            if let Some(reason) = outcome.reason {
                self.lines.push(say_here::row_reason(lang, &reason));
            }
            if let Some(alert) = &outcome.alert {
                self.lines.push(say::row_alert(lang, &alert.number));
            }
        }
        self.why(&messages, &assumptions);
    }
}
