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
use super::{Assumption, Backends, Question, address, command, failed_by, target, unreached};
use crate::curl::{Command, ReadError, Scheme, Url};
use crate::files::Files;
use crate::gateway::{Flaw, Machine, Plain, Refusal, Settled, plain_http, settle};
use crate::material::{self, Key};
use crate::nginx::settings::Listen;
use handshake::Met;

pub use outcome::Outcome;
pub use reason::Reason;

/// The gateway whose behaviour this is: the one that is built with it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Says what will happen; [`Question::configuration`] is the path of the `gateway.toml`.
///
/// # Errors
/// [`ReadError`] when the command is none of curl's. One that curl itself refuses is an outcome.
pub fn predict(question: &Question<'_>) -> Result<Outcome, ReadError> {
    let mut outcome = Outcome::default();
    let settled = match settled(question.configuration, question.files) {
        Ok(settled) => Some(settled),
        Err(faults) => {
            let refuses = |fault: &Fault| Reason::Refuses(Box::new(fault.problem.clone()));
            outcome.reasons.extend(faults.iter().map(refuses));
            outcome.check = Err(faults);
            None
        }
    };
    let command = match command(question.command)? {
        Ok(command) => command,
        Err(failure) => {
            outcome.stops(*failure);
            return Ok(outcome);
        }
    };
    let world = World { question, settled: settled.as_ref(), command: &command };
    if let Err(failure) = world.call(&mut outcome) {
        outcome.stops(*failure);
    }
    if let Some(words) = outcome.http_status.and_then(|status| failed_by(&command, status)) {
        outcome.fails(22, words);
        outcome.body = None;
    }
    if command.head {
        outcome.body = None;
    }
    Ok(outcome)
}

/// The files that the gateway reads beside its configuration, keys among them.
#[must_use]
pub fn named_files(configuration: &str, files: &dyn Files) -> Vec<String> {
    let named = settled(configuration, files).map(|settled| settled.files).unwrap_or_default();
    let named = named.into_iter().map(|path| path.to_string_lossy().into_owned());
    named.filter(|path| path != configuration).collect()
}

/// A configuration with its files as the gateway would take it.
///
/// # Errors
/// Everything that is wrong, as `check` says it.
pub fn settled(configuration: &str, files: &dyn Files) -> Result<Settled<()>, Vec<Fault>> {
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
        if self.command.urls.len() > 1 {
            outcome.assumptions.push(Assumption::FirstAddressAlone);
        }
        let url = address(self.command)?;
        if self.command.proxy.is_some() {
            outcome.assumptions.push(Assumption::NoProxy);
        }
        let reached = target::of(&url, self.command, self.question.caller).map_err(Box::new)?;
        if reached.assumed {
            outcome.assumptions.push(Assumption::AddressIsThisMachine(reached.host.clone()));
        }
        let listens: Vec<Listen> =
            self.settled.iter().flat_map(|settled| &settled.listen).map(listen).collect();
        let (Some(settled), Some(_)) = (self.settled, target::socket(&reached, &listens)) else {
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
        let client = client::prepare(self.command, self.question.caller).map_err(Box::new)?;
        if let Some(met) = self.handshake(settled, &url, &client, outcome) {
            match self.request(settled, &url, &met) {
                Ok(()) => self.pass(settled, &met, outcome),
                Err(refusal) => self.refuse(settled, refusal, outcome),
            }
        }
        Ok(())
    }

    /// Whether the request may pass: what `proxy::request` asks, in its order.
    fn request(&self, settled: &Settled<()>, url: &Url, met: &Met<'_>) -> Result<(), Refusal> {
        met.standing.suffices(settled.clients.need).map_err(Refusal::Certificate)?;
        let method = self.command.method.clone().unwrap_or_else(|| {
            let usual = match () {
                () if self.command.head => "HEAD",
                () if self.command.body => "POST",
                () => "GET",
            };
            usual.to_owned()
        });
        if ["CONNECT", "TRACE"].contains(&method.as_str()) {
            return Err(Refusal::Request(Flaw::Method));
        }
        let host = match self.header("host") {
            None => url.host.clone(),
            Some(written) => host(&written).map_err(Refusal::Request)?,
        };
        let path = without_dots(url.path.split('?').next().unwrap_or_default());
        let plain = Plain::parse(&path).map_err(|_| Refusal::Request(Flaw::Path))?;
        if !met.server.answers_to(host.strip_suffix('.').unwrap_or(&host)) {
            return Err(Refusal::Request(Flaw::Misdirected));
        }
        let grants = settled.policy.grants(met.standing.certificate());
        met.standing.may(&grants, &method, &plain.compared).map_err(Refusal::Certificate)
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
        let (accept, language) = (self.header("accept"), self.header("accept-language"));
        let page = refusal.page(accept.as_deref(), language.as_deref(), settled.clients.reveal);
        outcome.http_status = Some(refusal.status());
        outcome.body_title = page.media_type.starts_with("text/html").then(|| refusal.title());
        outcome.body = Some(page.body);
        outcome.reason = Some(refusal.code());
        outcome.reasons.push(Reason::Refused(Box::new(refusal)));
    }

    /// What the command writes into a header; nothing where it says nothing of it.
    fn header(&self, name: &str) -> Option<String> {
        self.command.headers.iter().find_map(|line| {
            let (found, value) = line.split_once([':', ';'])?;
            found.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    }
}

fn listen(address: &core::net::SocketAddr) -> Listen {
    Listen {
        address: Some(address.ip()),
        port: address.port(),
        unix: None,
        tls: true,
        default: true,
        http2: true,
        proxy_protocol: false,
    }
}

/// The host of a header without port and brackets, in small letters.
fn host(written: &str) -> Result<String, Flaw> {
    if written.is_empty() {
        return Err(Flaw::HostMissing);
    }
    let (host, port) = match written.strip_prefix('[') {
        Some(inside) => inside.split_once(']').ok_or(Flaw::HostMalformed)?,
        None => written.split_at(written.rfind(':').unwrap_or(written.len())),
    };
    let fits = port.is_empty() || port.strip_prefix(':').is_some_and(|digits| digits.parse::<u16>().is_ok());
    let named = !host.is_empty() && !host.contains(['@', '/', ' ', ':']) || written.starts_with('[');
    if fits && named { Ok(host.to_ascii_lowercase()) } else { Err(Flaw::HostMalformed) }
}

/// A path as curl sends it: dot segments are followed, and those above the root are left out (curl's `dedotdotify`).
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut open_end = false;
    for segment in path.split('/').skip(1) {
        open_end = matches!(segment, "." | "..");
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            other => kept.push(other),
        }
    }
    let end = if open_end && !kept.is_empty() { "/" } else { "" };
    format!("/{}{end}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{Flaw, host, without_dots};

    #[test]
    fn what_curl_sends_is_read_as_the_gateway_reads_it() {
        for (path, sent) in [
            ("/", "/"),
            ("/a/b", "/a/b"),
            ("/a/../b/.", "/b/"),
            ("/../x", "/x"),
            ("/a/..", "/"),
            ("/a/", "/a/"),
        ] {
            assert_eq!(without_dots(path), sent, "{path}");
        }
        for (written, expected) in [
            ("API.example.test:8443", Ok("api.example.test")),
            ("[::1]:443", Ok("::1")),
            ("a", Ok("a")),
            ("", Err(Flaw::HostMissing)),
            ("a:b", Err(Flaw::HostMalformed)),
            ("u@a", Err(Flaw::HostMalformed)),
        ] {
            assert_eq!(host(written), expected.map(str::to_owned), "{written}");
        }
    }
}
