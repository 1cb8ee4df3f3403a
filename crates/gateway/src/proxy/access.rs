//! One line for each request, written when its answer is through: who, what, how it ended and why. What callers send stands in it
//! escaped, queries and headers not at all, since they may hold secrets.

use core::cell::{Cell, Ref, RefCell};
use core::net::IpAddr;
use core::time::Duration;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use deploy::gateway::file::Access;
use hyper::header::{HOST, HeaderValue};
use hyper::{Method, Request, Uri};
use pki::moment::Moment;
use serde::Serialize;

use super::caller::{Caller, Judged};
use super::writer::Writer;
use crate::clock::Clock;
use crate::metrics::Metrics;

/// Lines of one worker on their way to the writer: handed over in batches.
pub struct Lines {
    form: Cell<Access>,
    buffer: RefCell<String>,
    writer: Writer,
    metrics: Arc<Metrics>,
    clock: Clock,
    second: RefCell<(Moment, String)>,
    /// Whether the worker is at its end: what is under way still is cut.
    ending: Cell<bool>,
}

/// Octets at which a batch is handed over at once.
const BATCH: usize = 32 * 1024;
/// The longest that a line waits.
const DELAY: Duration = Duration::from_millis(100);

impl Lines {
    /// Lines in this form.
    #[must_use]
    pub fn new(form: Access, writer: Writer, metrics: Arc<Metrics>, clock: Clock) -> Lines {
        Lines {
            form: Cell::new(form),
            buffer: RefCell::default(),
            writer,
            metrics,
            clock,
            second: RefCell::new((Moment::LAST, String::new())),
            ending: Cell::new(false),
        }
    }

    /// Writes in another form from now on.
    pub fn set_form(&self, form: Access) {
        self.form.set(form);
    }

    /// Nobody waits for further lines: whatever is dropped from here on is cut, and told of at once.
    pub fn end(&self) {
        self.ending.set(true);
        self.flush();
    }

    /// Hands over what is there.
    pub fn flush(&self) {
        let batch = core::mem::take(&mut *self.buffer.borrow_mut());
        if !batch.is_empty() {
            self.writer.write(batch.into_bytes());
        }
    }

    /// This second, written once for all lines in it.
    fn time(&self) -> Ref<'_, str> {
        let now = (self.clock)();
        if self.second.borrow().0 != now {
            self.second.replace((now, now.to_string()));
        }
        Ref::map(self.second.borrow(), |(_, text)| text.as_str())
    }

    fn write(self: &Rc<Self>, entry: &Entry) {
        self.metrics.request(entry.status, entry.reason, entry.began.elapsed());
        let form = self.form.get();
        if form == Access::Off {
            return;
        }
        let judged = entry.caller.judged();
        let time = self.time();
        let line = entry.line(&time, &judged);
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
        if is_full || self.ending.get() {
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
    // shared with the request, not copied
    method: Method,
    host: Option<HeaderValue>,
    uri: Uri,
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
        caller.begins();
        Entry {
            lines,
            caller,
            began: Instant::now(),
            method: head.method().clone(),
            host: head.headers().get(HOST).cloned(),
            uri: head.uri().clone(),
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

    /// Nothing went either way for long.
    pub fn idle(&mut self) {
        self.reason = "tunnel_idle";
    }

    fn line<'a>(&'a self, time: &'a str, judged: &'a Judged) -> Line<'a> {
        let named = || self.host.as_ref().map(|host| String::from_utf8_lossy(host.as_bytes()));
        let host = self.uri.authority().map(|authority| Cow::Borrowed(authority.as_str())).or_else(named);
        Line {
            time,
            from: self.caller.peer.ip(),
            host: host.unwrap_or_default(),
            method: self.method.as_str(),
            path: self.uri.path(),
            http: self.http,
            status: self.status,
            octets: self.octets,
            milliseconds: milliseconds(self.began.elapsed()),
            backend_milliseconds: self.backend.map(milliseconds),
            verdict: judged.standing.word(),
            reason: self.reason,
            client: judged.named.as_ref().map(|named| named.subject.as_str()),
            issuer: judged.named.as_ref().map(|named| named.issuer.as_str()),
            serial: judged.named.as_ref().map(|named| named.serial.as_str()),
            tls: self.caller.tls.version,
            group: self.caller.tls.group,
            suite: self.caller.tls.suite,
            resumed: self.caller.tls.resumed,
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if self.caller.takes_nothing() {
            self.reason = "answer_not_taken";
        }
        if self.lines.ending.get() {
            self.reason = "stopped";
        } else if self.status == CALLER_GONE {
            self.caller.takes_back();
        }
        self.lines.write(self);
        self.caller.ends();
    }
}

fn milliseconds(time: Duration) -> f64 {
    // three places: microseconds
    (time.as_secs_f64() * 1e6).round() / 1e3
}

#[derive(Serialize)]
struct Line<'a> {
    time: &'a str,
    from: IpAddr,
    host: Cow<'a, str>,
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
    client: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    serial: Option<&'a str>,
    tls: &'a str,
    group: &'a str,
    suite: &'a str,
    resumed: bool,
}

impl Line<'_> {
    /// One line for people; quotation marks and control characters in it are escaped.
    fn write_text(&self, out: &mut String) {
        let client = self.client.unwrap_or("-");
        let reason = if self.reason.is_empty() { "-" } else { self.reason };
        write!(
            out,
            "{} {} {:?} \"{} {}\" {} {} {}ms {} {reason} {client:?} {} {} {}{}",
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
            // resumed in TLS 1.2 there was none
            if self.group.is_empty() { "-" } else { self.group },
            self.suite,
            if self.resumed { " resumed" } else { "" },
        )
        .expect("a String");
    }
}
