//! The configuration as it is used: every value checked, every file read. Nothing is half right here: either all of it can be used,
//! or there is a list of all that is wrong.

mod allow;
mod backend;
mod clients;
mod server;

use core::net::{IpAddr, SocketAddr};
use core::ops::Range;
use core::time::Duration;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deploy::gateway::acl::Policy;
use deploy::gateway::file::{self, File};
use deploy::gateway::{Fault, Places, Problem};
use ipnet::IpNet;
use pki::verify::trust::Trust;
use toml::Spanned;

use crate::clock::Clock;
use crate::pace::Pace;
use crate::tls::Servers;

pub use backend::{Address, Backend, BackendTls, Shown};
pub use clients::Clients;

/// All that the proxy goes by.
pub struct Config {
    /// Where it listens.
    pub listen: Vec<SocketAddr>,
    /// Threads that serve.
    pub workers: usize,
    /// How long requests under way may take at the end.
    pub drain: Duration,
    /// Who announces for whom they speak.
    pub announcers: Vec<IpNet>,
    /// Who it is, by name.
    pub servers: Servers,
    /// Whose certificates are accepted.
    pub trust: Arc<Trust>,
    /// How callers without a good one are met.
    pub clients: Clients,
    /// Who may enter where.
    pub policy: Policy,
    /// What the backend is told.
    pub identity: Identity,
    /// Where requests go.
    pub backend: Backend,
    /// What one caller may take.
    pub limits: file::Limits,
    /// Requests per second, counted for each client.
    pub pace: Option<Pace>,
    /// Where metrics and health are told.
    pub admin: Option<SocketAddr>,
    /// The form of the access log.
    pub access: file::Access,
    /// Its file; the standard output when there is none.
    pub log_file: Option<PathBuf>,
    /// How often files are looked at; `None` for never.
    pub watch: Option<Duration>,
    /// Every file that was read.
    pub files: Vec<PathBuf>,
}

/// What the backend is told of the caller.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The kinds of headers that name the caller.
    pub headers: Vec<file::Headers>,
    /// The kinds of headers that name the connection.
    pub forwarded: Vec<file::Forwarded>,
    /// Further headers that are taken out, lower case, hyphens for everything else.
    pub strip: Vec<String>,
}

impl Config {
    /// Whether a connection from here begins with the address for which it is made.
    #[must_use]
    pub fn announces(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.announcers.iter().any(|network| network.contains(&peer))
    }
}

/// Checks every value and reads every file.
pub(super) fn resolve(file: &File, places: &Places, clock: Clock) -> Result<Config, Vec<Fault>> {
    let mut desk = Desk { places, faults: Vec::new(), files: vec![places.path_of_the_file()] };
    let listen = listen(file, &mut desk);
    let workers = workers(file, &mut desk);
    let announcers = announcers(file, &mut desk);
    let (trust, clients) = clients::resolve(&file.clients, &mut desk);
    let trust = Arc::new(trust);
    let servers = server::resolve(file, &trust, &clients, clock, &mut desk);
    let policy = allow::resolve(file, &mut desk);
    let backend = backend::resolve(&file.backend, &mut desk);
    let identity = identity(&file.identity, &mut desk);
    limits(&file.limits, &mut desk);
    let admin = file.admin.as_ref().and_then(|written| admin(written, &mut desk));
    let log_file = file.log.file.as_ref().map(|named| log_file(named, &mut desk));
    match (backend, desk.faults.is_empty()) {
        (Some(backend), true) => Ok(Config {
            listen,
            workers,
            drain: Duration::from_secs(file.drain_seconds),
            announcers,
            servers,
            trust,
            clients,
            policy,
            identity,
            backend,
            limits: file.limits.clone(),
            pace: Pace::new(file.limits.requests_per_second, file.limits.burst),
            admin,
            access: file.log.access,
            log_file,
            watch: Some(file.reload.watch_seconds).filter(|seconds| *seconds > 0).map(Duration::from_secs),
            files: desk.files,
        }),
        _ => Err(desk.faults),
    }
}

/// Where values are checked: what is wrong so far, and which files were read.
struct Desk<'a> {
    places: &'a Places,
    faults: Vec<Fault>,
    files: Vec<PathBuf>,
}

impl Desk<'_> {
    fn fault(&mut self, span: &Range<usize>, problem: Problem) {
        self.faults.push(Fault { place: self.places.at(span), problem });
    }

    /// The contents of a file that is named; a fault when it cannot be read.
    fn read(&mut self, named: &file::Text) -> Option<(PathBuf, Vec<u8>)> {
        let path = self.path(named);
        // also one that cannot be read now: it is watched until it can
        self.files.push(path.clone());
        match std::fs::read(&path) {
            Ok(octets) => Some((path, octets)),
            Err(error) => {
                let problem = Problem::Unreadable { file: path, reason: error.to_string() };
                self.fault(&named.span(), problem);
                None
            }
        }
    }

    fn path(&self, named: &file::Text) -> PathBuf {
        self.places.path(named.get_ref())
    }
}

fn listen(file: &File, desk: &mut Desk<'_>) -> Vec<SocketAddr> {
    if file.listen.get_ref().is_empty() {
        desk.fault(&file.listen.span(), Problem::Empty { key: "listen" });
    }
    let mut found: Vec<SocketAddr> = Vec::new();
    for written in file.listen.get_ref() {
        let value = || written.get_ref().clone();
        match written.get_ref().parse::<SocketAddr>() {
            Ok(address) if address.port() != 0 && found.contains(&address) => {
                desk.fault(&written.span(), Problem::Twice { value: value() });
            }
            Ok(address) => found.push(address),
            Err(_) => desk.fault(&written.span(), Problem::Address { value: value() }),
        }
    }
    found
}

fn announcers(file: &File, desk: &mut Desk<'_>) -> Vec<IpNet> {
    let Some(written) = &file.proxy_protocol else { return Vec::new() };
    if written.from.get_ref().is_empty() {
        desk.fault(&written.from.span(), Problem::Empty { key: "from" });
    }
    let mut networks = Vec::new();
    for (text, span) in texts(&written.from) {
        match text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from)) {
            Some(network) => networks.push(network),
            None => desk.fault(&span, Problem::Network { value: text.clone() }),
        }
    }
    networks
}

/// More threads than this serve nobody better on any machine of today.
const MOST_WORKERS: usize = 1_024;

fn workers(file: &File, desk: &mut Desk<'_>) -> usize {
    match &file.workers {
        None => std::thread::available_parallelism().map_or(1, core::num::NonZero::get),
        Some(written) => {
            within("workers", *written.get_ref() as u64, 1, MOST_WORKERS as u64, &written.span(), desk);
            *written.get_ref()
        }
    }
}

fn within(key: &'static str, value: u64, least: u64, most: u64, span: &Range<usize>, desk: &mut Desk<'_>) {
    if !(least..=most).contains(&value) {
        desk.fault(span, Problem::OutOfRange { key, least, most });
    }
}

fn admin(written: &file::Admin, desk: &mut Desk<'_>) -> Option<SocketAddr> {
    let value = || written.listen.get_ref().clone();
    match written.listen.get_ref().parse::<SocketAddr>() {
        Ok(address) if address.ip().is_loopback() || written.dangerous_beyond_loopback => {
            return Some(address);
        }
        Ok(_) => desk.fault(&written.listen.span(), Problem::BeyondLoopback { value: value() }),
        Err(_) => desk.fault(&written.listen.span(), Problem::Address { value: value() }),
    }
    None
}

fn identity(written: &file::Identity, desk: &mut Desk<'_>) -> Identity {
    let mut strip = Vec::new();
    for name in &written.strip {
        let text = name.get_ref();
        if text.is_empty() || !text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
            desk.fault(&name.span(), Problem::Header { value: text.clone() });
        }
        strip.push(text.to_ascii_lowercase());
    }
    Identity {
        headers: written.headers.clone().unwrap_or_else(|| vec![file::Headers::Rfc9440]),
        forwarded: written.forwarded.clone().unwrap_or_else(|| vec![file::Forwarded::XForwarded]),
        strip,
    }
}

fn limits(written: &file::Limits, desk: &mut Desk<'_>) {
    let top = 0..0;
    // hyper needs a first read of this size
    within("header_octets", written.header_octets as u64, 8_192, 16 * 1024 * 1024, &top, desk);
    within("connections", written.connections as u64, 1, u64::from(u32::MAX), &top, desk);
    within("streams", u64::from(written.streams), 1, u64::from(u32::MAX), &top, desk);
    within("body_octets_per_second", written.body_octets_per_second, 0, u64::from(u32::MAX), &top, desk);
    within("header_lines", written.header_lines as u64, 1, 10_000, &top, desk);
    for (key, seconds) in [
        ("handshake_seconds", written.handshake_seconds),
        ("header_seconds", written.header_seconds),
        ("body_idle_seconds", written.body_idle_seconds),
        ("answer_idle_seconds", written.answer_idle_seconds),
        ("tunnel_idle_seconds", written.tunnel_idle_seconds),
    ] {
        within(key, seconds, 1, A_DAY, &top, desk);
    }
}

/// The longest that anything waits.
const A_DAY: u64 = 86_400;

/// Whether a log can be written, tried by opening it.
fn log_file(named: &file::Text, desk: &mut Desk<'_>) -> PathBuf {
    let path = desk.path(named);
    if let Err(error) = open_log(&path) {
        let problem = Problem::Log { file: path.clone(), reason: error.to_string() };
        desk.fault(&named.span(), problem);
    }
    path
}

/// Opens a log for adding to it.
///
/// # Errors
/// The system's own.
pub fn open_log(path: &Path) -> std::io::Result<std::fs::File> {
    std::fs::OpenOptions::new().append(true).create(true).open(path)
}

/// The texts of a list with their places.
fn texts(list: &Spanned<Vec<file::Text>>) -> impl Iterator<Item = (&String, Range<usize>)> {
    list.get_ref().iter().map(|text| (text.get_ref(), text.span()))
}
