//! `probe`: real handshakes with any server, without and with a client certificate, and what they mean. Each part has a file: whom and
//! what with (`target`, `own`), one connection (`shake`), which connections (`plan`), what they mean (`chain`, `meaning`, `expect`), and how
//! it is printed (`words`, `json`). Only `shake` and `plan` know sockets.

pub mod chain;
pub mod ending;
pub mod expect;
pub mod json;
pub mod kit;
pub mod meaning;
pub mod observed;
pub mod own;
pub mod plan;
pub mod shake;
pub mod target;
pub mod words;

use core::net::SocketAddr;
use core::time::Duration;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use pki::moment::Moment;
use text::gateway_probe as say;
use text::{Lang, Message};

use expect::Expect;
use kit::{Kit, Row};
use meaning::{Known, Report, understand};
use observed::Observed;
use own::{FileError, Own};
use shake::{Accept, Line, Request};
use target::{Elsewhere, Target};

/// What is asked.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The server: HOST, HOST:PORT, [IPv6]:PORT; 443 when no port is named
    #[arg(value_name = "HOST[:PORT]", value_parser = Target::parse)]
    pub target: Target,
    /// Connect there instead, at the server's port unless another is named; names and certificates stay those of the server (as curl's --connect-to)
    #[arg(long, value_name = "HOST[:PORT]", value_parser = Elsewhere::parse)]
    pub connect: Option<Elsewhere>,
    /// Trust these authorities and no others (PEM, DER, PKCS#7); may be given more than once; what this machine trusts when left out
    #[arg(long, value_name = "FILE")]
    pub cacert: Vec<PathBuf>,
    /// The client's certificate with those above it, and its key when --key names no other file (PEM, DER, PKCS#12)
    #[arg(long, value_name = "FILE")]
    pub cert: Option<PathBuf>,
    /// The key of the client's certificate
    #[arg(long, value_name = "FILE", requires = "cert")]
    pub key: Option<PathBuf>,
    /// The passphrase of the key or the .p12, in a file's first line; - is the standard input
    #[arg(long, value_name = "FILE", requires = "cert")]
    pub passphrase_file: Option<PathBuf>,
    /// What is asked for once the handshake is over; / when left out, or the test kit's path
    #[arg(long, value_parser = path)]
    pub path: Option<String>,
    /// How many seconds one connection may take
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = clap::value_parser!(u64).range(1..=600))]
    pub timeout: u64,
    /// What has to be so for exit code 0; may be given more than once
    #[arg(long, value_enum, default_value = "ok")]
    pub expect: Vec<Expect>,
    /// Show each certificate of the page's test kit, unpacked in this folder, and compare what comes of it with what was predicted
    #[arg(long, value_name = "DIR")]
    pub kit: Option<PathBuf>,
    /// Write every octet of every connection into this file as pcapng, with the secrets that open them: keep it as you would keep a key
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// The day, or day and second in UTC, at which certificates are judged (2026-11-23, 2026-11-23T14:05:00Z); now when left out
    #[arg(long, value_parser = crate::moment::read)]
    pub at: Option<Moment>,
    /// Print JSON for programs
    #[arg(long)]
    pub json: bool,
}

/// A path with its query (RFC 9110 section 7.1).
fn path(text: &str) -> Result<String, String> {
    let wrong = || say::path_wrong(crate::language::of_the_terminal(), &text).to_string();
    if is_path(text) { Ok(text.to_owned()) } else { Err(wrong()) }
}

fn is_path(text: &str) -> bool {
    text.starts_with('/') && text.parse::<hyper::Uri>().is_ok_and(|uri| uri.host().is_none())
}

/// Why there is no report.
#[derive(Debug)]
pub enum Failure {
    /// A file is of no use.
    File(FileError),
    /// The folder is no kit.
    Kit(kit::KitError),
    /// Something is expected of a certificate, and none is given.
    NoCertificate(Expect),
    /// The recording cannot be written.
    Record(PathBuf, std::io::Error),
    /// The system gives no runtime.
    Runtime(std::io::Error),
    /// rustls does not take its own settings.
    Tls(tokio_rustls::rustls::Error),
}

impl Failure {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Failure::File(error) => error.message(lang),
            Failure::Kit(error) => error.message(lang),
            Failure::NoCertificate(expect) => say::expect_wants_certificate(lang, &expect.id()),
            Failure::Record(file, error) => say::record_unwritable(lang, &file.display(), error),
            Failure::Runtime(error) => text::gateway::no_runtime(lang, error),
            Failure::Tls(error) => say::stopped(lang, error),
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Probed {
    /// Who was called.
    pub target: String,
    /// The address that answered.
    pub address: Option<String>,
    /// When certificates were judged.
    pub at: Moment,
    /// What it means.
    pub report: Report,
    /// What was expected, and whether it is so.
    pub expected: Vec<Expected>,
    /// What came of each certificate of the kit, when there is one.
    pub kit: Option<Vec<Row>>,
}

/// What was expected, and whether it is so.
#[derive(Debug, Clone, Copy)]
pub struct Expected {
    /// What.
    pub expect: Expect,
    /// Whether.
    pub met: bool,
}

impl Probed {
    /// Whether all is as was expected; `None` where nothing is otherwise, and of some certificates of the kit it cannot be told.
    #[must_use]
    pub fn is_as_expected(&self) -> Option<bool> {
        let expected = self.expected.iter().map(|one| Some(one.met));
        let of_kit = self.kit.iter().flatten().map(|row| row.got.as_predicted());
        let all: Vec<Option<bool>> = expected.chain(of_kit).collect();
        if all.contains(&Some(false)) { Some(false) } else { all.iter().all(Option::is_some).then_some(true) }
    }
}

/// Probes, and gives the report with whether all is as was expected ([`Probed::is_as_expected`]).
///
/// # Errors
/// [`Failure`]: what was asked cannot be done. A server that is not there is a report.
pub fn run(arguments: &Arguments, now: Moment, lang: Lang) -> Result<(String, Option<bool>), Failure> {
    let at = arguments.at.unwrap_or(now);
    let kit = arguments.kit.as_deref().map(Kit::read).transpose().map_err(Failure::Kit)?;
    let own = match own(arguments)? {
        // the kit's good one is what everything else is looked at with
        None => kit.as_ref().and_then(Kit::good).cloned(),
        own => own,
    };
    if let (None, Some(expect)) =
        (&own, arguments.expect.iter().find(|expect| expect.wants_certificate()).copied())
    {
        return Err(Failure::NoCertificate(expect));
    }
    let authorities = if arguments.cacert.is_empty() {
        let kits = arguments.kit.iter().map(|folder| folder.join(kit::AUTHORITY)).collect::<Vec<_>>();
        let mut all = own::authorities(&kits, at).map_err(Failure::File)?;
        all.extend(own::authorities_of_this_machine());
        all
    } else {
        own::authorities(&arguments.cacert, at).map_err(Failure::File)?
    };
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::Runtime)?;
    let (address, observed) = runtime.block_on(observe(arguments, own.as_ref(), kit.as_ref(), lang))?;
    if let Some(file) = &arguments.record {
        record(file, &observed, now).map_err(|error| Failure::Record(file.clone(), error))?;
    }
    let known = Known { target: &arguments.target, own: own.as_ref(), authorities: &authorities, at };
    let report = understand(&observed, known);
    let kit = kit.map(|kit| kit.judge(&observed.shows));
    let mut expects = arguments.expect.clone();
    expects.dedup();
    let expected =
        expects.into_iter().map(|expect| Expected { expect, met: expect.is_met(&report) }).collect();
    let probed = Probed {
        target: arguments.target.to_string(),
        address: address.map(|address| address.to_string()),
        at,
        report,
        expected,
        kit,
    };
    let text = if arguments.json { json::write(&probed, lang) } else { words::write(&probed, lang) };
    Ok((text, probed.is_as_expected()))
}

fn own(arguments: &Arguments) -> Result<Option<Own>, Failure> {
    let Some(certificate) = &arguments.cert else { return Ok(None) };
    let passphrase = match &arguments.passphrase_file {
        Some(file) => first_line(file).map_err(Failure::File)?,
        None => zeroize::Zeroizing::new(String::new()),
    };
    Own::read(certificate, arguments.key.as_deref(), &passphrase).map(Some).map_err(Failure::File)
}

fn first_line(file: &Path) -> Result<zeroize::Zeroizing<String>, FileError> {
    let octets = crate::inspect::contents(file)
        .map(zeroize::Zeroizing::new)
        .map_err(|reason| FileError::Unreadable(file.to_owned(), reason))?;
    let text = zeroize::Zeroizing::new(String::from_utf8_lossy(&octets).into_owned());
    Ok(zeroize::Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}

async fn observe(
    arguments: &Arguments,
    own: Option<&Own>,
    kit: Option<&Kit>,
    lang: Lang,
) -> Result<(Option<SocketAddr>, Observed), Failure> {
    let patience = Duration::from_secs(arguments.timeout);
    let target = &arguments.target;
    let there = arguments.connect.as_ref().map_or_else(|| target.clone(), |elsewhere| elsewhere.of(target));
    let (address, socket) = match plan::find(&there, patience).await {
        Ok(found) => found,
        Err(unreached) => {
            return Ok((None, Observed { unreached: Some(unreached), ..Observed::default() }));
        }
    };
    let spare = Mutex::new(Some(socket));
    let line = Line { address, spare, name: target.name.clone(), patience };
    let path = arguments.path.as_deref().or(kit.map(|kit| kit.path.as_str())).unwrap_or("/");
    let request = Request {
        host: target.authority(),
        path: path.to_owned(),
        accept: Accept::Text,
        language: match lang {
            Lang::En => "en",
            Lang::Ko => "ko",
        },
    };
    let certified = own.map(|own| &own.certified);
    let mut observed = plan::observe(&line, &request, certified).await.map_err(Failure::Tls)?;
    if let (Some(kit), None) = (kit, &observed.unreached) {
        // the gateway's refusals have names in JSON
        let request = Request { accept: Accept::Json, ..request };
        observed.shows = plan::try_kit(&line, &request, kit).await.map_err(Failure::Tls)?;
    }
    Ok((Some(address), observed))
}

/// Writes the recording, for its owner's eyes alone: the secrets that open it are in it.
fn record(file: &Path, observed: &Observed, at: Moment) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(observed.recording(at).expose())
}
