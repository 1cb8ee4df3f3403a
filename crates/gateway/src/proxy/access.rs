//! One line for each request, written when its answer is through: who, what, how it ended and why. What callers send stands in it
//! escaped, queries and headers not at all, since they may hold secrets.

use core::cell::{Cell, RefCell};
use core::time::Duration;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use hyper::Request;
use serde::Serialize;

use super::caller::{Caller, Outcome};
use super::writer::Writer;
use crate::clock::Clock;
use crate::config::file::Access;
use crate::metrics::Metrics;

/// Lines of one worker on their way to the writer: handed over in batches.
pub struct Lines {
    form: Cell<Access>,
    buffer: RefCell<String>,
    writer: Writer,
    metrics: Arc<Metrics>,
    clock: Clock,
}

/// Octets at which a batch is handed over at once.
const BATCH: usize = 32 * 1024;
/// The longest that a line waits.
const DELAY: Duration = Duration::from_millis(100);

impl Lines {
    /// Lines in this form.
    #[must_use]
    pub fn new(form: Access, writer: Writer, metrics: Arc<Metrics>, clock: Clock) -> Lines {
        Lines { form: Cell::new(form), buffer: RefCell::default(), writer, metrics, clock }
    }

    /// Writes in another form from now on.
    pub fn set_form(&self, form: Access) {
        self.form.set(form);
    }

    /// Hands over what is there.
    pub fn flush(&self) {
        let batch = core::mem::take(&mut *self.buffer.borrow_mut());
        if !batch.is_empty() {
            self.writer.write(batch.into_bytes());
        }
    }

    fn write(self: &Rc<Self>, entry: &Entry) {
        self.metrics.request(entry.status, entry.reason, entry.began.elapsed());
        let form = self.form.get();
        if form == Access::Off {
            return;
        }
        let time = (self.clock)().to_string();
        let line = entry.line(&time);
        let (was_empty, is_full) = {
            let mut buffer = self.buffer.borrow_mut();
            let was_empty = buffer.is_empty();
            match form {
                Access::Json => {
                    buffer.push_str(&serde_json::to_string(&line).expect("texts and numbers are JSON"));
                }
                Access::Text | Access::Off => line.write_text(&mut buffer),
            }
            buffer.push('\n');
            (was_empty, buffer.len() >= BATCH)
        };
        if is_full {
            self.flush();
        } else if was_empty {
            let lines = self.clone();
            tokio::task::spawn_local(async move {
                tokio::time::sleep(DELAY).await;
                lines.flush();
            });
        }
    }
}

/// A request whose line is written when this is dropped.
pub struct Entry {
    lines: Rc<Lines>,
    caller: Rc<Caller>,
    began: Instant,
    method: String,
    host: String,
    path: String,
    http: &'static str,
    status: u16,
    reason: &'static str,
    octets: u64,
    backend: Option<Duration>,
}

/// As nginx logs a request whose caller went away before there was an answer.
const CALLER_GONE: u16 = 499;

impl Entry {
    /// A request that has come.
    #[must_use]
    pub fn new<B>(lines: Rc<Lines>, caller: Rc<Caller>, head: &Request<B>) -> Entry {
        let host = head.uri().authority().map(|authority| authority.as_str().to_owned());
        let host = host.or_else(|| {
            let named = head.headers().get(hyper::header::HOST)?;
            Some(String::from_utf8_lossy(named.as_bytes()).into_owned())
        });
        Entry {
            lines,
            caller,
            began: Instant::now(),
            method: head.method().as_str().to_owned(),
            host: host.unwrap_or_default(),
            path: head.uri().path().to_owned(),
            http: match head.version() {
                hyper::Version::HTTP_2 => "2",
                hyper::Version::HTTP_10 => "1.0",
                _ => "1.1",
            },
            status: CALLER_GONE,
            reason: "caller_gone",
            octets: 0,
            backend: None,
        }
    }

    /// How it is answered, and why if it is refused.
    pub fn answered(&mut self, status: u16, reason: Option<&'static str>) {
        self.status = status;
        self.reason = reason.unwrap_or("");
    }

    /// The head of the backend's answer is there.
    pub fn backend_answered(&mut self) {
        self.backend = Some(self.began.elapsed());
    }

    /// So many octets of the body went on.
    pub fn sent(&mut self, octets: u64) {
        self.octets += octets;
    }

    /// The body ended early.
    pub fn broken(&mut self) {
        self.reason = "backend_broken";
    }

    fn line<'a>(&'a self, time: &'a str) -> Line<'a> {
        let judged = self.caller.judged();
        let certificate = match &judged.outcome {
            Outcome::Verified { certificate, .. } => Some(certificate.facts()),
            _ => None,
        };
        Line {
            time,
            from: self.caller.peer.ip().to_string(),
            host: &self.host,
            method: &self.method,
            path: &self.path,
            http: self.http,
            status: self.status,
            octets: self.octets,
            milliseconds: milliseconds(self.began.elapsed()),
            backend_milliseconds: self.backend.map(milliseconds),
            verdict: judged.outcome.word(),
            reason: self.reason,
            client: certificate.map(|facts| facts.subject.clone()),
            issuer: certificate.map(|facts| facts.issuer.clone()),
            serial: certificate
                .map(|facts| facts.serial.iter().map(|octet| format!("{octet:02X}")).collect()),
            tls: self.caller.tls.version,
            group: self.caller.tls.group,
            suite: self.caller.tls.suite,
            resumed: self.caller.tls.resumed,
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.lines.write(self);
    }
}

fn milliseconds(time: Duration) -> f64 {
    // three places: microseconds
    (time.as_secs_f64() * 1e6).round() / 1e3
}

#[derive(Serialize)]
struct Line<'a> {
    time: &'a str,
    from: String,
    host: &'a str,
    method: &'a str,
    path: &'a str,
    http: &'a str,
    status: u16,
    octets: u64,
    milliseconds: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    backend_milliseconds: Option<f64>,
    verdict: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    serial: Option<String>,
    tls: &'a str,
    group: &'a str,
    suite: &'a str,
    resumed: bool,
}

impl Line<'_> {
    /// One line for people; quotation marks and control characters in it are escaped.
    fn write_text(&self, out: &mut String) {
        let client = self.client.as_deref().unwrap_or("-");
        let reason = if self.reason.is_empty() { "-" } else { self.reason };
        write!(
            out,
            "{} {} {:?} \"{} {}\" {} {} {}ms {} {reason} {client:?} {} {}{}",
            self.time,
            self.from,
            self.host,
            self.method,
            self.path.escape_debug(),
            self.status,
            self.octets,
            self.milliseconds,
            self.verdict,
            self.tls,
            self.group,
            if self.resumed { " resumed" } else { "" },
        )
        .expect("a String");
    }
}
