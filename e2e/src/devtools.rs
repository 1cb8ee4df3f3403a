//! A second ear at the browser: every request, console message and policy report of every tab and worker, from its first
//! instruction on, by the DevTools protocol (<https://chromedevtools.github.io/devtools-protocol/>). WebDriver's own log
//! hears no workers. Nothing is pressed here; that is [`crate::webdriver`]'s.

use std::collections::HashMap;
use std::net::TcpStream;
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use crate::wait::PATIENCE;

/// How long the socket is listened to before commands are looked for.
const TURN: Duration = Duration::from_millis(5);

/// The line to the browser. Closing it ends the thread that serves it.
#[derive(Debug)]
pub struct DevTools {
    commands: Sender<Command>,
    heard: Arc<Heard>,
}

/// One thing that the browser did or said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A request went out, from a tab or worker.
    Request(String),
    /// An error or warning on the console, or an exception that nobody caught.
    Console(String),
    /// Something broke the Content-Security-Policy.
    Violation(String),
    /// A download is finished; the name that the page gave it.
    Downloaded(String),
    /// A download was given up.
    DownloadFailed(String),
}

/// A worker of some tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    session: String,
    target: String,
}

#[derive(Debug, Default)]
struct Heard {
    record: Mutex<Record>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Record {
    events: Vec<Event>,
    answers: HashMap<u64, Value>,
    workers: Vec<Worker>,
    /// Names of downloads on their way, by the browser's id.
    downloads: HashMap<String, String>,
    next: u64,
    ended: bool,
}

#[derive(Debug)]
struct Command {
    id: u64,
    session: Option<String>,
    method: &'static str,
    parameters: Value,
}

impl DevTools {
    /// Listens at a browser whose DevTools are at this address of this machine, as `host:port`.
    ///
    /// # Errors
    /// That the line could not be opened.
    pub fn open(address: &str) -> anyhow::Result<DevTools> {
        let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
        let version: Value =
            agent.get(format!("http://{address}/json/version")).call()?.body_mut().read_json()?;
        let url = version["webSocketDebuggerUrl"].as_str().context("the browser names its DevTools")?;
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let (socket, _) = tungstenite::client(url, stream)?;
        socket.get_ref().set_read_timeout(Some(TURN))?;
        let (commands, received) = mpsc::channel();
        let heard = Arc::new(Heard::default());
        let listener = Listener { socket, commands: received, heard: Arc::clone(&heard) };
        thread::spawn(move || listener.run());
        let line = DevTools { commands, heard };
        line.command(None, "Target.setAutoAttach", attach())?;
        Ok(line)
    }

    /// A command for the browser as a whole, or for a worker.
    ///
    /// # Errors
    /// The browser's.
    pub fn command(
        &self,
        worker: Option<&Worker>,
        method: &'static str,
        parameters: Value,
    ) -> anyhow::Result<Value> {
        let id = {
            let mut record = self.heard.lock();
            record.next += 1;
            record.next
        };
        let session = worker.map(|worker| worker.session.clone());
        self.commands.send(Command { id, session, method, parameters })?;
        let mut answer = self.wait(method, PATIENCE, |record| record.answers.remove(&id))?;
        match answer.get("error") {
            Some(error) => bail!("{method}: {error}"),
            None => Ok(answer["result"].take()),
        }
    }

    /// The workers that live now, oldest first.
    #[must_use]
    pub fn workers(&self) -> Vec<Worker> {
        self.heard.lock().workers.clone()
    }

    /// What happened since the last call.
    #[must_use]
    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.heard.lock().events)
    }

    /// Waits for a finished download and takes it out of the record; its name.
    ///
    /// # Errors
    /// That a download failed, or none was finished in time.
    pub fn downloaded(&self) -> anyhow::Result<String> {
        let done = self.wait("a download to be finished", PATIENCE, |record| {
            let place = record
                .events
                .iter()
                .position(|event| matches!(event, Event::Downloaded(_) | Event::DownloadFailed(_)))?;
            Some(record.events.remove(place))
        })?;
        match done {
            Event::Downloaded(name) => Ok(name),
            other => bail!("{other:?}"),
        }
    }

    fn wait<T>(
        &self,
        what: &str,
        patience: Duration,
        mut look: impl FnMut(&mut Record) -> Option<T>,
    ) -> anyhow::Result<T> {
        let deadline = Instant::now() + patience;
        let mut record = self.heard.lock();
        loop {
            if let Some(value) = look(&mut record) {
                return Ok(value);
            }
            if record.ended {
                bail!("the browser closed its DevTools before: {what}");
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                bail!("waited {} s in vain for: {what}", patience.as_secs());
            }
            record = match self.heard.changed.wait_timeout(record, left) {
                Ok((record, _)) => record,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }
}

impl Heard {
    /// The record is plain data: what a panicking thread left of it can be read on.
    fn lock(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Attach to everything, and let nothing run before it is listened to.
fn attach() -> Value {
    json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true })
}

struct Listener {
    socket: WebSocket<TcpStream>,
    commands: Receiver<Command>,
    heard: Arc<Heard>,
}

impl Listener {
    fn run(mut self) {
        while self.turn().is_ok() {}
        self.heard.lock().ended = true;
        self.heard.changed.notify_all();
    }

    /// Sends what there is to send, and listens for a moment. An error ends the line.
    fn turn(&mut self) -> anyhow::Result<()> {
        loop {
            match self.commands.try_recv() {
                Ok(Command { id, session, method, parameters }) => {
                    self.send(id, session.as_deref(), method, &parameters)?;
                }
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => bail!("nobody listens any more"),
            }
        }
        match self.socket.read() {
            Ok(Message::Text(text)) => self.receive(&serde_json::from_str(&text)?),
            Ok(_) => Ok(()),
            Err(tungstenite::Error::Io(error))
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::WouldBlock
                        | std::io::ErrorKind::TimedOut
                        | std::io::ErrorKind::Interrupted
                ) =>
            {
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    fn send(
        &mut self,
        id: u64,
        session: Option<&str>,
        method: &str,
        parameters: &Value,
    ) -> anyhow::Result<()> {
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        Ok(self.socket.send(Message::text(message.to_string()))?)
    }

    fn receive(&mut self, message: &Value) -> anyhow::Result<()> {
        let parameters = &message["params"];
        match message["method"].as_str() {
            Some("Target.attachedToTarget") => self.attached(parameters)?,
            Some(method) => {
                let mut record = self.heard.lock();
                match method {
                    "Target.detachedFromTarget" => {
                        let session = parameters["sessionId"].as_str().unwrap_or_default();
                        record.workers.retain(|worker| worker.session != session);
                    }
                    "Browser.downloadWillBegin" => {
                        let name = text(&parameters["suggestedFilename"]);
                        record.downloads.insert(text(&parameters["guid"]), name);
                    }
                    "Browser.downloadProgress" => record.progress(parameters),
                    _ => record.events.extend(event(method, parameters)),
                }
            }
            None => {
                if let Some(id) = message["id"].as_u64().filter(|id| *id > 0) {
                    self.heard.lock().answers.insert(id, message.clone());
                }
            }
        }
        self.heard.changed.notify_all();
        Ok(())
    }

    /// A new tab or worker: listened to before it may go on.
    fn attached(&mut self, parameters: &Value) -> anyhow::Result<()> {
        let session = text(&parameters["sessionId"]);
        let target = &parameters["targetInfo"];
        if target["type"] == "worker" {
            let worker = Worker { session: session.clone(), target: text(&target["targetId"]) };
            self.heard.lock().workers.push(worker);
        }
        for (method, parameters) in [
            ("Network.enable", json!({})),
            ("Log.enable", json!({})),
            ("Runtime.enable", json!({})),
            ("Audits.enable", json!({})),
            ("Target.setAutoAttach", attach()),
            ("Runtime.runIfWaitingForDebugger", json!({})),
        ] {
            // not every kind of target knows every domain; the answers, all with the id 0, are not looked at
            self.send(0, Some(&session), method, &parameters)?;
        }
        Ok(())
    }
}

impl Record {
    fn progress(&mut self, parameters: &Value) {
        let done = match parameters["state"].as_str() {
            Some("completed") => Event::Downloaded,
            Some("canceled") => Event::DownloadFailed,
            _ => return,
        };
        let name = self.downloads.remove(&text(&parameters["guid"])).unwrap_or_default();
        self.events.push(done(name));
    }
}

fn event(method: &str, parameters: &Value) -> Option<Event> {
    match method {
        "Network.requestWillBeSent" => {
            let url = text(&parameters["request"]["url"]);
            // the browser's own furniture; a page cannot ask for it (the browser refuses, on the console)
            (!url.starts_with("chrome://")).then_some(Event::Request(url))
        }
        "Runtime.exceptionThrown" => {
            let details = &parameters["exceptionDetails"];
            Some(Event::Console(format!(
                "{} {}",
                text(&details["text"]),
                text(&details["exception"]["description"])
            )))
        }
        "Runtime.consoleAPICalled"
            if ["error", "warning", "assert"].contains(&parameters["type"].as_str()?) =>
        {
            let words = parameters["args"].as_array()?.iter();
            let words = words.map(|word| {
                text(if word["value"].is_null() { &word["description"] } else { &word["value"] })
            });
            Some(Event::Console(words.collect::<Vec<_>>().join(" ")))
        }
        "Log.entryAdded" => {
            let entry = &parameters["entry"];
            let level = entry["level"].as_str()?;
            let said = format!("{level}: {} {}", text(&entry["text"]), text(&entry["url"]));
            ["error", "warning"].contains(&level).then_some(Event::Console(said))
        }
        "Audits.issueAdded" => {
            let issue = &parameters["issue"];
            (issue["code"] == "ContentSecurityPolicyIssue")
                .then(|| Event::Violation(issue["details"]["contentSecurityPolicyIssueDetails"].to_string()))
        }
        _ => None,
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}
