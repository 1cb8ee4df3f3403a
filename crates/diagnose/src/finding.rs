//! What is remarkable about a configuration, though nginx takes it: ways past mutual TLS, refusals that are to come, reasons that
//! nobody will see. Commands of a guide are `commands`'s; single certificates are `pki::inspect`'s.

pub mod commands;
mod covered;
mod guard;
mod material;
mod proxy;
mod reached;
mod server;

use deploy::unwritable::shown;
use pki::moment::Moment;
use text::{Lang, Message};

use crate::files::Files;
use crate::nginx::item::{Item, Loaded};
use crate::nginx::load::load_on;
use crate::nginx::refusal::Cause;
use crate::nginx::settings::Http;
use crate::once::once;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// Somebody comes in who should not, or everybody is refused.
    Danger,
    /// It will go wrong, or hides what goes wrong.
    Warning,
    /// It could be better.
    Note,
}

/// What is remarkable, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Finding {
    /// What.
    pub fault: Fault,
    /// The file and the line; `None` when it is about what is missing.
    pub place: Option<(String, usize)>,
}

/// What can be remarkable about a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words of each stand in `message`")]
pub enum Fault {
    NobodyAsks,
    NotAsked(String),
    OptionalUnchecked(String),
    OptionalPlace(String),
    OptionalForwarded(String),
    OptionalNoAuthority(String),
    AlwaysTrue,
    NoRevocation(String),
    ListMissing { authority: String },
    ListEnded { authority: String, day: Moment },
    ListEndsSoon { authority: String, day: Moment },
    DepthNotSaid,
    DepthTooSmall { depth: usize, between: usize },
    AuthorityEnded { authority: String, day: Moment },
    TrustsMore(String),
    TrustedAlone,
    WeakSuites(String),
    OldVersions(String),
    NoNewest,
    Tickets,
    NoDefaultServer(String),
    NameTaken { name: String, at: String },
    LogHides(String),
    PlainServesToo { plain: String, to: String },
    ResumesElsewhere,
    ByName(String),
    BackendInClear(String),
    BackendOpen(String),
    BackendElsewhere(String),
    BackendUnverified(String),
    NoIdentity(String),
    IdentityLost(String),
    CallersWord(String),
    Underscores,
    KeyReadable { path: String, mode: u32 },
    AuthorityKeyHere(String),
    AllEndTogether(Moment),
    SlowKey(String),
}

impl Fault {
    /// How much it weighs.
    #[must_use]
    pub fn rank(&self) -> Rank {
        match self {
            Fault::NobodyAsks
            | Fault::OptionalUnchecked(_)
            | Fault::OptionalNoAuthority(_)
            | Fault::AlwaysTrue
            | Fault::ListMissing { .. }
            | Fault::ListEnded { .. }
            | Fault::AuthorityEnded { .. }
            | Fault::PlainServesToo { .. }
            | Fault::BackendInClear(_)
            | Fault::BackendOpen(_)
            | Fault::CallersWord(_)
            | Fault::IdentityLost(_)
            | Fault::KeyReadable { .. }
            | Fault::AuthorityKeyHere(_) => Rank::Danger,
            Fault::NotAsked(_)
            | Fault::OptionalPlace(_)
            | Fault::OptionalForwarded(_)
            | Fault::NoRevocation(_)
            | Fault::ListEndsSoon { .. }
            | Fault::DepthTooSmall { .. }
            | Fault::TrustsMore(_)
            | Fault::TrustedAlone
            | Fault::WeakSuites(_)
            | Fault::OldVersions(_)
            | Fault::NoDefaultServer(_)
            | Fault::NameTaken { .. }
            | Fault::LogHides(_)
            | Fault::ResumesElsewhere
            | Fault::BackendElsewhere(_)
            | Fault::BackendUnverified(_)
            | Fault::NoIdentity(_)
            | Fault::Underscores
            | Fault::AllEndTogether(_) => Rank::Warning,
            Fault::DepthNotSaid | Fault::NoNewest | Fault::Tickets | Fault::ByName(_) | Fault::SlowKey(_) => {
                Rank::Note
            }
        }
    }

    /// Whether it tells of a line that is not there.
    fn is_of_what_lacks(&self) -> bool {
        matches!(
            self,
            Fault::NobodyAsks
                | Fault::NotAsked(_)
                | Fault::OptionalUnchecked(_)
                | Fault::OptionalPlace(_)
                | Fault::OptionalForwarded(_)
                | Fault::NoRevocation(_)
                | Fault::DepthNotSaid
                | Fault::TrustedAlone
                | Fault::WeakSuites(_)
                | Fault::OldVersions(_)
                | Fault::NoNewest
                | Fault::Tickets
                | Fault::NoDefaultServer(_)
                | Fault::LogHides(_)
                | Fault::ResumesElsewhere
                | Fault::BackendUnverified(_)
                | Fault::NoIdentity(_)
                | Fault::IdentityLost(_)
        )
    }

    /// What is remarkable, and what to do about it.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        use text::diagnose as say;
        match self {
            Fault::NobodyAsks => say::nobody_asks(lang),
            Fault::NotAsked(name) => say::one_does_not_ask(lang, &shown(name)),
            Fault::OptionalUnchecked(name) => say::optional_unchecked(lang, &shown(name)),
            Fault::OptionalPlace(place) => say::optional_place(lang, &shown(place)),
            Fault::OptionalForwarded(name) => say::optional_forwarded(lang, &shown(name)),
            Fault::OptionalNoAuthority(name) => say::optional_no_authority(lang, &shown(name)),
            Fault::AlwaysTrue => say::always_true(lang),
            Fault::NoRevocation(name) => say::no_revocation(lang, &shown(name)),
            Fault::ListMissing { authority } => say::list_missing(lang, &shown(authority)),
            Fault::ListEnded { authority, day } => say::list_ended(lang, &shown(authority), &day.day(lang)),
            Fault::ListEndsSoon { authority, day } => {
                say::list_ends_soon(lang, &shown(authority), &day.day(lang))
            }
            Fault::DepthNotSaid => say::depth_not_said(lang),
            Fault::DepthTooSmall { depth, between } => say::depth_too_small(lang, depth, between),
            Fault::AuthorityEnded { authority, day } => {
                say::authority_ended(lang, &shown(authority), &day.day(lang))
            }
            Fault::TrustsMore(path) => say::trusts_more(lang, &shown(path)),
            Fault::TrustedAlone => say::trusted_alone(lang),
            Fault::WeakSuites(names) => say::weak_suites(lang, names),
            Fault::OldVersions(names) => say::old_versions(lang, names),
            Fault::NoNewest => say::no_newest(lang),
            Fault::Tickets => say::tickets(lang),
            Fault::NoDefaultServer(name) => say::no_default_server(lang, &shown(name)),
            Fault::NameTaken { name, at } if name.is_empty() => say::no_name_taken(lang, &shown(at)),
            Fault::NameTaken { name, at } => say::name_taken(lang, &shown(name), &shown(at)),
            Fault::LogHides(name) => say::log_hides(lang, &shown(name)),
            Fault::PlainServesToo { plain, to } => say::plain_serves_too(lang, &shown(plain), &shown(to)),
            Fault::ResumesElsewhere => say::resumes_elsewhere(lang),
            Fault::ByName(to) => say::by_name(lang, &shown(to)),
            Fault::BackendInClear(to) => say::backend_in_clear(lang, &shown(to)),
            Fault::BackendOpen(to) => say::backend_open(lang, &shown(to)),
            Fault::BackendElsewhere(to) => say::backend_elsewhere(lang, &shown(to)),
            Fault::BackendUnverified(to) => say::backend_unverified(lang, &shown(to)),
            Fault::NoIdentity(to) => say::no_identity(lang, &shown(to)),
            Fault::IdentityLost(name) => say::identity_lost(lang, &shown(name)),
            Fault::CallersWord(name) => say::callers_word(lang, &shown(name)),
            Fault::Underscores => say::underscores(lang),
            Fault::KeyReadable { path, mode } => {
                say::key_readable(lang, &shown(path), &format_args!("{:04o}", mode & 0o7777))
            }
            Fault::AuthorityKeyHere(path) => say::authority_key_here(lang, &shown(path)),
            Fault::AllEndTogether(day) => say::all_end_together(lang, &day.day(lang)),
            Fault::SlowKey(path) => say::slow_key(lang, &shown(path)),
        }
    }
}

/// What is remarkable about the configuration whose main file has this path, the most serious first.
#[must_use]
pub fn of_configuration(path: &str, files: &dyn Files, at: Moment) -> Vec<Finding> {
    let loaded = load_on(path, files);
    let Some(http) = Http::of(&loaded) else { return Vec::new() };
    let mut search = Search {
        loaded: &loaded,
        http: &http,
        files,
        at,
        found: Vec::new(),
        identity_set: None,
        read: material::Read::default(),
    };
    search.servers();
    search.proxies();
    search.materials();
    let mut found = search.found;
    // what stands behind a brace or a quote that is never closed is not known
    if loaded.refusal.as_ref().is_some_and(|refusal| matches!(refusal.cause, Cause::Syntax(_))) {
        found.retain(|finding| !finding.fault.is_of_what_lacks());
    }
    found.sort_by_key(|finding| finding.fault.rank());
    once(found)
}

/// The names that the servers with TLS of a configuration have.
#[must_use]
pub fn served_names(path: &str, files: &dyn Files) -> Vec<String> {
    let loaded = load_on(path, files);
    let Some(http) = Http::of(&loaded) else { return Vec::new() };
    let with_tls =
        http.servers.iter().filter(|server| server.listens.iter().any(|listen| http.speaks_tls(listen)));
    let names = with_tls.flat_map(|server| &server.names);
    names.filter(|name| !name.starts_with('~') && name.len() > 1).cloned().collect()
}

struct Search<'a> {
    loaded: &'a Loaded,
    http: &'a Http<'a>,
    files: &'a dyn Files,
    at: Moment,
    found: Vec<Finding>,
    /// The first header that tells a backend who the client is, once it was looked for.
    identity_set: Option<Option<&'a Item>>,
    /// What was read already: many servers name the same files.
    read: material::Read,
}

impl Search<'_> {
    fn tell(&mut self, fault: Fault, item: Option<&Item>) {
        let place = item.map(|item| (self.loaded.files[item.file].clone(), item.start.line));
        self.found.push(Finding { fault, place });
    }
}
