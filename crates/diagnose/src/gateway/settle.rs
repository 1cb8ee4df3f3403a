//! From the configuration as it is written to the one that is used: every value checked, every file read. Nothing is half right
//! here: either all of it can be used, or there is a list of all that is wrong.

mod allow;
mod backend;
mod clients;
mod server;

use core::net::{IpAddr, SocketAddr};
use core::ops::Range;
use core::time::Duration;
use std::path::{Path, PathBuf};

use deploy::gateway::acl::Policy;
use deploy::gateway::file::{self, File};
use deploy::gateway::{Fault, Places, Problem};
use ipnet::IpNet;
use pki::verify::trust::Trust;
use toml::Spanned;

use super::{Machine, Server};

pub use backend::{Address, Backend, BackendTls, Shown};
pub use clients::Clients;
pub use server::Speech;

/// A configuration that can be used.
pub struct Settled<K> {
    /// Where it listens.
    pub listen: Vec<SocketAddr>,
    /// Threads that serve; as many as the machine has cores when nothing is said.
    pub workers: Option<usize>,
    /// How long requests under way may take at the end.
    pub drain: Duration,
    /// Who announces for whom they speak.
    pub announcers: Vec<IpNet>,
    /// Who it is, by name.
    pub servers: Vec<Server<K>>,
    /// What is agreed on in a handshake.
    pub speech: Speech,
    /// Whose certificates are accepted.
    pub trust: Trust,
    /// How callers without a good one are met.
    pub clients: Clients,
    /// Who may enter where.
    pub policy: Policy,
    /// What the backend is told.
    pub identity: Identity,
    /// Where requests go.
    pub backend: Backend<BackendTls<K>>,
    /// What one caller may take.
    pub limits: file::Limits,
    /// Where metrics and health are told.
    pub admin: Option<SocketAddr>,
    /// The form of the access log.
    pub access: file::Access,
    /// Its file; the standard output when there is none.
    pub log_file: Option<PathBuf>,
    /// How often files are looked at; `None` for never.
    pub watch: Option<Duration>,
    /// Every file that was read, the configuration first.
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

/// Checks every value and reads every file.
///
/// # Errors
/// Everything that is wrong.
pub fn settle<M: Machine>(file: &File, places: &Places, machine: &M) -> Result<Settled<M::Key>, Vec<Fault>> {
    let mut desk = Desk { places, machine, faults: Vec::new(), files: vec![places.path_of_the_file()] };
    let listen = listen(file, &mut desk);
    let workers = workers(file, &mut desk);
    let announcers = announcers(file, &mut desk);
    let (trust, clients) = clients::settle(&file.clients, &mut desk);
    let (servers, speech) = server::settle(file, &mut desk);
    let policy = allow::settle(file, &mut desk);
    let backend = backend::settle(&file.backend, &mut desk);
    let identity = identity(&file.identity, &mut desk);
    limits(&file.limits, &mut desk);
    within("drain_seconds", file.drain_seconds, 0, A_DAY, &(0..0), &mut desk);
    let admin = file.admin.as_ref().and_then(|written| admin(written, &listen, &mut desk));
    let log_file = file.log.file.as_ref().map(|named| log_file(named, &mut desk));
    match (backend, desk.faults.is_empty()) {
        (Some(backend), true) => Ok(Settled {
            listen,
            workers,
            drain: Duration::from_secs(file.drain_seconds),
            announcers,
            servers,
            speech,
            trust,
            clients,
            policy,
            identity,
            backend,
            limits: file.limits.clone(),
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
struct Desk<'a, M> {
    places: &'a Places,
    machine: &'a M,
    faults: Vec<Fault>,
    files: Vec<PathBuf>,
}

impl<M: Machine> Desk<'_, M> {
    fn fault(&mut self, span: &Range<usize>, problem: Problem) {
        self.faults.push(Fault { place: self.places.at(span), problem });
    }

    /// The contents of a file that is named; a fault when it cannot be read.
    fn read(&mut self, named: &file::Text) -> Option<(PathBuf, Vec<u8>)> {
        self.read_by(named, M::read)
    }

    /// The same of a file with a private key.
    fn read_key(&mut self, named: &file::Text) -> Option<(PathBuf, Vec<u8>)> {
        self.read_by(named, M::read_key)
    }

    fn read_by(
        &mut self,
        named: &file::Text,
        read: fn(&M, &Path) -> Result<Vec<u8>, String>,
    ) -> Option<(PathBuf, Vec<u8>)> {
        if let Some(Err(problem)) = self.credential(named.get_ref()) {
            self.fault(&named.span(), problem);
            return None;
        }
        let path = self.path(named);
        // also one that cannot be read now: it is watched until it can
        self.files.push(path.clone());
        match read(self.machine, &path) {
            Ok(octets) => Some((path, octets)),
            Err(reason) => {
                let problem = Problem::Unreadable { file: path, reason };
                self.fault(&named.span(), problem);
                None
            }
        }
    }

    fn path(&self, named: &file::Text) -> PathBuf {
        match self.credential(named.get_ref()) {
            Some(Ok(path)) => path,
            Some(Err(_)) | None => self.places.path(named.get_ref()),
        }
    }

    /// Where a file stands that systemd hands over under a name of its own (`credential:server.key`; systemd.exec(5),
    /// `LoadCredential=`): one that the account of the service could not open otherwise. `None` for other names.
    fn credential(&self, named: &str) -> Option<Result<PathBuf, Problem>> {
        let name = named.strip_prefix("credential:")?;
        let plain = !name.is_empty() && name != "." && name != ".." && !name.contains('/');
        let folder = self.machine.credentials().filter(|_| plain);
        Some(
            folder
                .map(|folder| folder.join(name))
                .ok_or_else(|| Problem::Credential { name: name.to_owned() }),
        )
    }
}

fn listen<M: Machine>(file: &File, desk: &mut Desk<'_, M>) -> Vec<SocketAddr> {
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

fn announcers<M: Machine>(file: &File, desk: &mut Desk<'_, M>) -> Vec<IpNet> {
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

fn workers<M: Machine>(file: &File, desk: &mut Desk<'_, M>) -> Option<usize> {
    let written = file.workers.as_ref()?;
    within("workers", *written.get_ref() as u64, 1, MOST_WORKERS as u64, &written.span(), desk);
    Some(*written.get_ref())
}

fn within<M: Machine>(
    key: &'static str,
    value: u64,
    least: u64,
    most: u64,
    span: &Range<usize>,
    desk: &mut Desk<'_, M>,
) {
    if !(least..=most).contains(&value) {
        let place = desk.places.of_key(span, key);
        desk.faults.push(Fault { place, problem: Problem::OutOfRange { key, least, most } });
    }
}

fn admin<M: Machine>(
    written: &file::Admin,
    listen: &[SocketAddr],
    desk: &mut Desk<'_, M>,
) -> Option<SocketAddr> {
    let value = || written.listen.get_ref().clone();
    match written.listen.get_ref().parse::<SocketAddr>() {
        Ok(address) if address.port() != 0 && listen.contains(&address) => {
            desk.fault(&written.listen.span(), Problem::Twice { value: value() });
        }
        Ok(address) if address.ip().is_loopback() || written.dangerous_beyond_loopback => {
            return Some(address);
        }
        Ok(_) => desk.fault(&written.listen.span(), Problem::BeyondLoopback { value: value() }),
        Err(_) => desk.fault(&written.listen.span(), Problem::Address { value: value() }),
    }
    None
}

fn identity<M: Machine>(written: &file::Identity, desk: &mut Desk<'_, M>) -> Identity {
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

fn limits<M: Machine>(written: &file::Limits, desk: &mut Desk<'_, M>) {
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

/// Whether a log can be written.
fn log_file<M: Machine>(named: &file::Text, desk: &mut Desk<'_, M>) -> PathBuf {
    let path = desk.path(named);
    if let Err(reason) = desk.machine.appends(&path) {
        desk.fault(&named.span(), Problem::Log { file: path.clone(), reason });
    }
    path
}

/// The texts of a list with their places.
fn texts(list: &Spanned<Vec<file::Text>>) -> impl Iterator<Item = (&String, Range<usize>)> {
    list.get_ref().iter().map(|text| (text.get_ref(), text.span()))
}
