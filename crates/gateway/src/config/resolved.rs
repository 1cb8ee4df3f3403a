//! The configuration as it is used. What its values mean and what is wrong with them is `diagnose`'s, which checks every value and
//! has every file read; here stands what is made of it: keys that sign, and TLS as rustls has it.

mod backend;
mod machine;
mod server;

use core::net::{IpAddr, SocketAddr};
use core::time::Duration;
use std::path::PathBuf;
use std::sync::Arc;

use deploy::gateway::acl::Policy;
use deploy::gateway::file::{self, File};
use deploy::gateway::{Fault, Places, Problem};
use diagnose::gateway::{Identity, settle};
use ipnet::IpNet;
use pki::verify::trust::Trust;

use crate::clock::Clock;
use crate::pace::Pace;
use crate::tls::Servers;

pub use backend::{Backend, BackendTls};
pub use diagnose::gateway::{Address, Clients, Shown};
pub use machine::{Disk, open_log};

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
    /// Whether the secrets of connections are written down.
    pub key_log: bool,
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

impl Config {
    /// Whether a connection from here begins with the address for which it is made.
    #[must_use]
    pub fn announces(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.announcers.iter().any(|network| network.contains(&peer))
    }
}

/// Checks every value, reads every file, and makes ready what TLS needs.
pub(super) fn resolve(
    file: &File,
    places: &Places,
    clock: Clock,
    disk: &Disk<'_>,
) -> Result<Config, Vec<Fault>> {
    let settled = settle(file, places, disk)?;
    let tls = |words: String| vec![Fault { place: places.of(None), problem: Problem::Tls { words } }];
    let trust = Arc::new(settled.trust);
    let key_log = settled.speech.key_log;
    let servers = server::make(settled.servers, &settled.speech, &trust, &settled.clients, clock);
    Ok(Config {
        listen: settled.listen,
        workers: settled
            .workers
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, core::num::NonZero::get)),
        drain: settled.drain,
        announcers: settled.announcers,
        servers: servers.map_err(|error| tls(error.to_string()))?,
        key_log,
        trust,
        clients: settled.clients,
        policy: settled.policy,
        identity: settled.identity,
        backend: settled.backend.made(backend::make).map_err(|error| tls(error.to_string()))?,
        pace: Pace::new(settled.limits.requests_per_second, settled.limits.burst),
        limits: settled.limits,
        admin: settled.admin,
        access: settled.access,
        log_file: settled.log_file,
        watch: settled.watch,
        files: settled.files,
    })
}
