//! What can be said of a configuration that can be used: how serious it is, where, and two sentences.

use core::net::SocketAddr;
use std::path::PathBuf;

use pki::moment::Moment;
use serde::Serialize;
use text::gateway_check as say;
use text::{Lang, Message};

use super::Level;
use crate::config::Fault;
use crate::listen::ListenError;

/// One thing to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the values that the sentences name")]
pub enum Remark {
    /// A certificate of the gateway's is over.
    ServerEnded { file: PathBuf, subject: String, end: Moment },
    /// It has not begun.
    ServerNotYetValid { file: PathBuf, subject: String, start: Moment },
    /// It ends soon.
    ServerEndsSoon { file: PathBuf, end: Moment, days: i64 },
    /// It is of version 1.
    ServerVersion { file: PathBuf },
    /// It is for clients alone.
    ServerPurpose { file: PathBuf },
    /// The certificates of a file do not follow each other.
    ChainOrder { file: PathBuf, subject: String },
    /// A name that the certificate does not bear.
    NameNotCovered { file: PathBuf, name: String },
    /// A name that an earlier server has too, which gets all its callers.
    NameTaken { file: PathBuf, name: String },
    /// A key that everybody on the machine may read.
    KeyReadable { file: PathBuf },
    /// An authority is over or has not begun; its callers may be let in all the same.
    AuthorityNotValid { file: PathBuf, subject: String, end: Moment, accepted: bool },
    /// It ends soon.
    AuthorityEndsSoon { file: PathBuf, subject: String, end: Moment, days: i64 },
    /// There is no revocation list at all.
    NoLists { file: PathBuf },
    /// An authority has none.
    ListMissing { file: PathBuf, subject: String },
    /// The newest list of an authority is over; its callers may be let in all the same.
    ListEnded { file: PathBuf, issuer: String, end: Moment, accepted: bool },
    /// It ends soon.
    ListEndsSoon { file: PathBuf, issuer: String, end: Moment, days: i64 },
    /// An authority of the backend's is over or has not begun.
    BackendAuthorityNotValid { file: PathBuf, subject: String, end: Moment },
    /// It ends soon.
    BackendAuthorityEndsSoon { file: PathBuf, subject: String, end: Moment, days: i64 },
    /// A certificate that is shown to the backend is over.
    ShownEnded { file: PathBuf, subject: String, end: Moment },
    /// It has not begun.
    ShownNotYetValid { file: PathBuf, subject: String, start: Moment },
    /// It ends soon.
    ShownEndsSoon { file: PathBuf, subject: String, end: Moment, days: i64 },
    /// No rule lets anybody in.
    NobodyMayEnter { file: PathBuf },
    /// A rule for all paths lets in callers without a certificate.
    EverybodyMayEnter { file: PathBuf },
    /// A choice that lets in whom nobody can vouch for.
    Dangerous { file: PathBuf, key: &'static str },
    /// The secrets of connections are written down.
    KeyLog { file: PathBuf },
    /// The system does not give an address: something listens there already, this gateway or another program, or it is not to be had.
    Address { address: SocketAddr, why: ListenError },
    /// The backend does not answer.
    BackendUnreachable { address: String, reason: String },
    /// The backend answers, and TLS with it fails.
    BackendTls { address: String, reason: String },
}

/// A remark in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// How serious it is.
    pub level: Level,
    /// The name that programs know it by.
    pub code: &'static str,
    /// Where.
    pub place: String,
    /// What is wrong.
    pub problem: String,
    /// What to try.
    pub remedy: String,
}

impl Said {
    /// A fault in words.
    #[must_use]
    pub fn of_fault(fault: &Fault, lang: Lang) -> Said {
        let Message { problem, remedy } = fault.problem.message(lang);
        Said {
            level: Level::Fault,
            code: "configuration_fault",
            place: fault.place.to_string(),
            problem: problem.into_owned(),
            remedy: remedy.into_owned(),
        }
    }
}

impl Remark {
    /// How serious it is.
    #[must_use]
    pub fn level(&self) -> Level {
        match self {
            Self::ServerEnded { .. }
            | Self::ServerNotYetValid { .. }
            | Self::ServerPurpose { .. }
            | Self::ChainOrder { .. }
            | Self::NameNotCovered { .. }
            | Self::AuthorityNotValid { accepted: false, .. }
            | Self::ListMissing { .. }
            | Self::ListEnded { accepted: false, .. }
            | Self::ShownEnded { .. }
            | Self::ShownNotYetValid { .. }
            | Self::NobodyMayEnter { .. }
            | Self::BackendUnreachable { .. }
            | Self::BackendTls { .. } => Level::Wrong,
            Self::ServerEndsSoon { .. }
            | Self::ServerVersion { .. }
            | Self::KeyReadable { .. }
            | Self::AuthorityNotValid { accepted: true, .. }
            | Self::AuthorityEndsSoon { .. }
            | Self::NoLists { .. }
            | Self::ListEnded { accepted: true, .. }
            | Self::ListEndsSoon { .. }
            | Self::BackendAuthorityNotValid { .. }
            | Self::BackendAuthorityEndsSoon { .. }
            | Self::ShownEndsSoon { .. }
            | Self::EverybodyMayEnter { .. }
            | Self::Dangerous { .. }
            | Self::KeyLog { .. }
            | Self::NameTaken { .. }
            | Self::Address { .. } => Level::Remark,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::ServerEnded { .. } => "server_certificate_ended",
            Self::ServerNotYetValid { .. } => "server_certificate_not_yet_valid",
            Self::ServerEndsSoon { .. } => "server_certificate_ends_soon",
            Self::ServerVersion { .. } => "server_certificate_version",
            Self::ServerPurpose { .. } => "server_certificate_purpose",
            Self::ChainOrder { .. } => "chain_order",
            Self::NameNotCovered { .. } => "name_not_covered",
            Self::NameTaken { .. } => "name_taken",
            Self::KeyReadable { .. } => "key_readable",
            Self::AuthorityNotValid { .. } => "authority_not_valid",
            Self::AuthorityEndsSoon { .. } => "authority_ends_soon",
            Self::NoLists { .. } => "no_revocation_lists",
            Self::ListMissing { .. } => "revocation_list_missing",
            Self::ListEnded { .. } => "revocation_list_ended",
            Self::ListEndsSoon { .. } => "revocation_list_ends_soon",
            Self::BackendAuthorityNotValid { .. } => "backend_authority_not_valid",
            Self::BackendAuthorityEndsSoon { .. } => "backend_authority_ends_soon",
            Self::ShownEnded { .. } => "backend_client_certificate_ended",
            Self::ShownNotYetValid { .. } => "backend_client_certificate_not_yet_valid",
            Self::ShownEndsSoon { .. } => "backend_client_certificate_ends_soon",
            Self::NobodyMayEnter { .. } => "nobody_may_enter",
            Self::EverybodyMayEnter { .. } => "everybody_may_enter",
            Self::Dangerous { .. } => "dangerous_choice",
            Self::KeyLog { .. } => "dangerous_key_log",
            Self::Address { why: ListenError::Taken(_), .. } => "address_taken",
            Self::Address { why: ListenError::NotOurs(_), .. } => "address_not_ours",
            Self::Address { why: ListenError::Forbidden(_), .. } => "address_forbidden",
            Self::Address { .. } => "address_unusable",
            Self::BackendUnreachable { .. } => "backend_unreachable",
            Self::BackendTls { .. } => "backend_tls",
        }
    }

    fn place(&self) -> String {
        match self {
            Self::ServerEnded { file, .. }
            | Self::ServerNotYetValid { file, .. }
            | Self::ServerEndsSoon { file, .. }
            | Self::ServerVersion { file }
            | Self::ServerPurpose { file }
            | Self::ChainOrder { file, .. }
            | Self::NameNotCovered { file, .. }
            | Self::NameTaken { file, .. }
            | Self::KeyReadable { file }
            | Self::AuthorityNotValid { file, .. }
            | Self::AuthorityEndsSoon { file, .. }
            | Self::NoLists { file }
            | Self::ListMissing { file, .. }
            | Self::ListEnded { file, .. }
            | Self::ListEndsSoon { file, .. }
            | Self::BackendAuthorityNotValid { file, .. }
            | Self::BackendAuthorityEndsSoon { file, .. }
            | Self::ShownEnded { file, .. }
            | Self::ShownNotYetValid { file, .. }
            | Self::ShownEndsSoon { file, .. }
            | Self::NobodyMayEnter { file }
            | Self::EverybodyMayEnter { file }
            | Self::KeyLog { file }
            | Self::Dangerous { file, .. } => file.display().to_string(),
            Self::Address { address, .. } => address.to_string(),
            Self::BackendUnreachable { address, .. } | Self::BackendTls { address, .. } => address.clone(),
        }
    }

    fn message(&self, lang: Lang) -> Message {
        let day = |moment: &Moment| moment.day(lang);
        let count = |days: &i64| usize::try_from(*days).unwrap_or(0);
        match self {
            Self::ServerEnded { subject, end, .. } => say::server_ended(lang, subject, &day(end)),
            Self::ServerNotYetValid { subject, start, .. } => {
                say::server_not_yet_valid(lang, subject, &day(start))
            }
            Self::ServerEndsSoon { end, days, .. } => say::server_ends_soon(lang, count(days), &day(end)),
            Self::ServerVersion { .. } => say::server_version(lang),
            Self::ServerPurpose { .. } => say::server_purpose(lang),
            Self::ChainOrder { subject, .. } => say::chain_order(lang, subject),
            Self::NameNotCovered { name, .. } => say::name_not_covered(lang, name),
            Self::NameTaken { name, .. } => say::name_taken(lang, name),
            Self::KeyReadable { .. } => say::key_readable(lang),
            Self::AuthorityNotValid { subject, end, accepted: false, .. } => {
                say::authority_not_valid(lang, subject, &day(end))
            }
            Self::AuthorityNotValid { subject, end, accepted: true, .. } => {
                say::authority_not_valid_accepted(lang, subject, &day(end))
            }
            Self::AuthorityEndsSoon { subject, end, days, .. } => {
                say::authority_ends_soon(lang, subject, count(days), &day(end))
            }
            Self::NoLists { .. } => say::no_lists(lang),
            Self::ListMissing { subject, .. } => say::list_missing(lang, subject),
            Self::ListEnded { issuer, end, accepted: false, .. } => say::list_ended(lang, issuer, &day(end)),
            Self::ListEnded { issuer, end, accepted: true, .. } => {
                say::list_ended_accepted(lang, issuer, &day(end))
            }
            Self::ListEndsSoon { issuer, end, days, .. } => {
                say::list_ends_soon(lang, issuer, count(days), &day(end))
            }
            Self::BackendAuthorityNotValid { subject, end, .. } => {
                say::backend_authority_not_valid(lang, subject, &day(end))
            }
            Self::BackendAuthorityEndsSoon { subject, end, days, .. } => {
                say::backend_authority_ends_soon(lang, subject, count(days), &day(end))
            }
            Self::ShownEnded { subject, end, .. } => say::shown_ended(lang, subject, &day(end)),
            Self::ShownNotYetValid { subject, start, .. } => {
                say::shown_not_yet_valid(lang, subject, &day(start))
            }
            Self::ShownEndsSoon { subject, end, days, .. } => {
                say::shown_ends_soon(lang, subject, count(days), &day(end))
            }
            Self::NobodyMayEnter { .. } => say::nobody_may_enter(lang),
            Self::EverybodyMayEnter { .. } => say::everybody_may_enter(lang),
            Self::Dangerous { key, .. } => say::dangerous(lang, key),
            Self::KeyLog { .. } => say::key_log(lang),
            Self::Address { address, why: ListenError::Taken(_) } => say::taken(lang, address),
            Self::Address { why, .. } => why.message(lang),
            Self::BackendUnreachable { reason, .. } => say::backend_unreachable(lang, reason),
            Self::BackendTls { reason, .. } => say::backend_tls(lang, reason),
        }
    }

    /// In words.
    #[must_use]
    pub fn said(&self, lang: Lang) -> Said {
        let Message { problem, remedy } = self.message(lang);
        Said {
            level: self.level(),
            code: self.code(),
            place: self.place(),
            problem: problem.into_owned(),
            remedy: remedy.into_owned(),
        }
    }
}
