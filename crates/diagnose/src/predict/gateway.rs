//! What `handfast-gateway` and curl will do with a `gateway.toml`, a command and files at a moment: the verdict of `check`, the
//! handshake, the answer with its words, what the gateway logs, curl's message and exit code, and why. What the gateway decides is
//! decided here by its own code ([`crate::gateway`], `pki::verify::trust`); modelled are the two sides of TLS, rustls and OpenSSL.
//! `crates/gateway/tests/predict_gateway` holds it against the programs themselves.

mod handshake;
mod outcome;
mod reason;

use std::path::{Path, PathBuf};

use deploy::gateway::{Fault, Place, Places, Problem, parse};
use pki::verify::trust::ALGORITHMS;
use rustls_pki_types::SignatureVerificationAlgorithm;

use super::client::{self, Failure};
use super::{Assumption, Backends, Question, address, backend, command, failed_by, proxy, target, unreached};
use crate::curl::{Command, ReadError, Scheme, Url, Written};
use crate::files::Files;
use crate::gateway::{Flaw, Machine, Plain, Refusal, Settled, host, plain_http, settle};
use crate::material::{self, Key};
use crate::nginx::settings::Listen;
use handshake::Met;

pub use outcome::Outcome;
pub use reason::Reason;

/// The gateway whose behaviour this is: the one that is built with it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A configuration with its files as the gateway takes it, or everything that is wrong, as `check` says it.
pub type Taken = Result<Settled<()>, Vec<Fault>>;

/// Says what will happen; [`Question::configuration`] is the path of the `gateway.toml`.
///
/// # Errors
/// [`ReadError`] when the command is none of curl's. One that curl itself refuses is an outcome.
pub fn predict(question: &Question<'_>) -> Result<Outcome, ReadError> {
    predict_taken(question, &taken(question.configuration, question.files))
}

/// The same for a configuration that was [`taken`] before: of several calls.
///
/// # Errors
/// As [`predict`].
pub fn predict_taken(question: &Question<'_>, taken: &Taken) -> Result<Outcome, ReadError> {
    let mut outcome = Outcome::default();
    if let Err(faults) = taken {
        let refuses = |fault: &Fault| Reason::Refuses(Box::new(fault.problem.clone()));
        outcome.reasons.extend(faults.iter().map(refuses));
        outcome.check = Err(faults.clone());
    }
    let command = match command(question.command)? {
        Ok(command) => command,
        Err(failure) => {
            outcome.stops(*failure);
            return Ok(outcome);
        }
    };
    let world = World { question, settled: taken.as_ref().ok(), command: &command };
    if let Err(failure) = world.call(&mut outcome) {
        outcome.stops(*failure);
    }
    if let Some(words) = outcome.http_status.and_then(|status| failed_by(&command, status)) {
        outcome.fails(22, words);
        if !command.keeps_body {
            outcome.body = None;
        }
    }
    if command.head {
        outcome.body = None;
    }
    Ok(outcome)
}

/// The files that the gateway reads beside its configuration, keys among them.
#[must_use]
pub fn named_files(configuration: &str, taken: &Taken) -> Vec<String> {
    let named = taken.iter().flat_map(|settled| &settled.files);
    named.map(|path| path.to_string_lossy().into_owned()).filter(|path| path != configuration).collect()
}

/// A configuration with its files as the gateway would take it.
pub fn taken(configuration: &str, files: &dyn Files) -> Taken {
    let path = PathBuf::from(configuration);
    let machine = Given { files, beside: path.parent() };
    let unreadable = |reason: String| {
        let place = Place { file: path.clone(), line: None };
        vec![Fault { place, problem: Problem::Unreadable { file: path.clone(), reason } }]
    };
    let octets = machine.read(&path).map_err(unreadable)?;
    let text = String::from_utf8(octets).map_err(|_| unreadable("UTF-8".to_owned()))?;
    let places = Places::new(path.clone(), &text);
    let file = parse(&text, &places).map_err(|fault| vec![fault])?;
    settle(&file, &places, &machine)
}

/// In place of a key that nobody handed over.
const KEPT_BACK: &[u8] = b"kept back";

/// Files that somebody hands over, in place of a machine.
struct Given<'a> {
    files: &'a dyn Files,
    /// The folder of the configuration: `deploy`'s unit hands over what stands there.
    beside: Option<&'a Path>,
}

impl Machine for Given<'_> {
    type Key = ();

    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        self.files.read(&path.to_string_lossy()).map_err(|missing| {
            let (number, words) = missing.errno();
            format!("{words} (os error {number})")
        })
    }

    fn read_key(&self, path: &Path) -> Result<Vec<u8>, String> {
        let kept = |words| {
            if self.files.is_kept_back(&path.to_string_lossy()) { Ok(KEPT_BACK.to_vec()) } else { Err(words) }
        };
        self.read(path).or_else(kept)
    }

    fn key(&self, pem: &[u8]) -> Option<((), Option<Vec<u8>>)> {
        if pem == KEPT_BACK {
            return Some(((), None));
        }
        match material::key(pem, &[]) {
            Key::Public(public) => Some(((), Some(public))),
            _ => None,
        }
    }

    fn appends(&self, _: &Path) -> Result<(), String> {
        Ok(())
    }

    fn credentials(&self) -> Option<PathBuf> {
        self.beside.map(Path::to_owned)
    }

    fn algorithms(&self) -> &'static [&'static dyn SignatureVerificationAlgorithm] {
        ALGORITHMS
    }
}

/// Everything that the call goes through.
struct World<'a> {
    question: &'a Question<'a>,
    settled: Option<&'a Settled<()>>,
    command: &'a Command,
}

impl World<'_> {
    /// curl calls.
    fn call(&self, outcome: &mut Outcome) -> Result<(), Box<Failure>> {
        let url = address(self.command, self.question.caller, &mut outcome.assumptions)?;
        let listens: Vec<Listen> =
            self.settled.iter().flat_map(|settled| &settled.listen).map(listen).collect();
        proxy::check(&url, self.command, self.question.caller, &listens, &mut outcome.assumptions)
            .map_err(Box::new)?;
        let reached = target::of(&url, self.command, self.question.caller).map_err(Box::new)?;
        if reached.assumed {
            outcome.assumptions.push(Assumption::AddressIsThisMachine(reached.host.clone()));
        }
        let (Some(settled), Some(_)) = (self.settled, target::socket(&reached, &listens)) else {
            if self.is_backend(&url, &reached) {
                let place = format!("{}:{}", reached.host, reached.port);
                outcome.http_status = Some(200);
                outcome.assumptions.push(Assumption::BackendAnswers(format!("http://{place}")));
                outcome.reasons.push(Reason::Caller(Box::new(super::Reason::PastMutualTls(place))));
                return Ok(());
            }
            outcome.fails(7, unreached(&reached, &url));
            if outcome.check.is_ok() {
                outcome.reasons.push(Reason::NobodyListens(reached.port));
            }
            return Ok(());
        };
        if url.scheme == Scheme::Http {
            outcome.log("info", "plain HTTP on a port of TLS");
            outcome.http_status = Some(400);
            outcome.body = Some(plain_http());
            outcome.reasons.push(Reason::PlainHttp);
            return Ok(());
        }
        let aside =
            [("--pinnedpubkey", self.command.pinned.is_some()), ("--cert-status", self.command.stapled)];
        let aside = aside.into_iter().filter(|(_, named)| *named);
        outcome.assumptions.extend(aside.map(|(option, _)| Assumption::NotFollowed(option.to_owned())));
        let client = client::prepare(self.command, self.question.caller).map_err(Box::new)?;
        if let Some(met) = self.handshake(settled, &url, &client, outcome) {
            match self.request(settled, &url, &met) {
                Ok(()) => self.pass(settled, &met, outcome),
                Err(refusal) => self.refuse(settled, refusal, outcome),
            }
            outcome.reasons.extend(met.doubt.map(|doubt| Reason::Caller(Box::new(doubt))));
        }
        Ok(())
    }

    /// Whether the call reaches a backend of plain HTTP itself, past the gateway, and that answers.
    fn is_backend(&self, url: &Url, reached: &target::Reached) -> bool {
        let addresses = self.settled.iter().flat_map(|settled| &settled.backend.addresses);
        let places: Vec<String> = addresses.map(ToString::to_string).collect();
        let listens: Vec<Listen> = places.iter().filter_map(|place| backend::plain(place)).collect();
        url.scheme == Scheme::Http
            && self.question.backends == Backends::Answer
            && target::socket(reached, &listens).is_some()
    }

    /// Whether the request may pass: what `proxy::request` asks, in its order.
    fn request(&self, settled: &Settled<()>, url: &Url, met: &Met<'_>) -> Result<(), Refusal> {
        met.standing.suffices(settled.clients.need).map_err(Refusal::Certificate)?;
        let method = self.command.method();
        if ["CONNECT", "TRACE"].contains(&method) {
            return Err(Refusal::Request(Flaw::Method));
        }
        let asked = match self.command.header("host") {
            None => Ok(url.host.strip_suffix('.').unwrap_or(&url.host).to_owned()),
            Some(Written::LeftOut) => Err(Flaw::HostMissing),
            Some(Written::Value(written)) => host(written),
        };
        let asked = asked.map_err(Refusal::Request)?;
        let path = url.path.split('?').next().unwrap_or_default();
        let plain = Plain::parse(path).map_err(|_| Refusal::Request(Flaw::Path))?;
        if !met.server.answers_to(&asked) {
            return Err(Refusal::Request(Flaw::Misdirected));
        }
        let grants = settled.policy.grants(met.standing.certificate());
        met.standing.may(&grants, method, &plain.compared).map_err(Refusal::Certificate)
    }

    /// The request goes on to the backend.
    fn pass(&self, settled: &Settled<()>, met: &Met<'_>, outcome: &mut Outcome) {
        outcome.reasons.push(match met.standing.certificate() {
            Some(certificate) => Reason::Accepted(certificate.facts().subject.clone()),
            None => Reason::WithoutCertificate,
        });
        let to = settled.backend.addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        match self.question.backends {
            Backends::Answer => {
                outcome.assumptions.push(Assumption::BackendAnswers(to));
                outcome.http_status = Some(200);
            }
            Backends::Down => {
                outcome.reasons.clear();
                outcome.log("warn", "the backend cannot be reached");
                self.refuse(settled, Refusal::BackendUnreachable, outcome);
            }
        }
    }

    /// The gateway answers itself.
    fn refuse(&self, settled: &Settled<()>, refusal: Refusal, outcome: &mut Outcome) {
        let header = |name: &str| match self.command.header(name) {
            Some(Written::Value(value)) => Some(value),
            _ => None,
        };
        let page = refusal.page(header("accept"), header("accept-language"), settled.clients.reveal);
        outcome.http_status = Some(refusal.status());
        outcome.body_title = page.media_type.starts_with("text/html").then(|| refusal.title());
        outcome.body = Some(page.body);
        outcome.reason = Some(refusal.code());
        outcome.reasons.push(Reason::Refused(Box::new(refusal)));
    }
}

fn listen(address: &core::net::SocketAddr) -> Listen {
    Listen { tls: true, default: true, http2: true, ..Listen::at(address.ip(), address.port()) }
}
