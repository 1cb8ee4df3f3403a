//! What is allowed and should be known: doubts about a plan that stop nothing. What cannot be is refused at its field.

use serde::{Deserialize, Serialize};
use text::{Lang, Message};

use super::{LOCALHOST, Plan, Upstream};
use crate::choices::{Backend, Layout, PathPrefix, Scheme, Verify, Version};
use crate::service;
use crate::unwritable::shown;

/// What is allowed and should be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// The backend is on another machine and is spoken to without TLS; its address.
    BackendUnencrypted(String),
    /// The backend is on another machine: who reaches it directly is not asked for a certificate. Its address.
    BackendReachable(String),
    /// The backend is `localhost`, which may be ::1 before 127.0.0.1. Its address.
    BackendLocalhost(String),
    /// Requests outside these paths are let in without a certificate.
    OpenPaths(String),
    /// All names are wildcards, so the commands call a made-up one below the first; that one.
    CalledNameMadeUp(String),
    /// Renewals of a public certificate with a wildcard want somebody at each of them; that name.
    PublicWildcard(String),
    /// A partner's authorities can give their callers any name, ours too; the first of them.
    PartnerNames(String),
    /// The system clears the base folder away; that folder.
    FleetingFolder(String),
    /// The firewall lets everybody call; the range that says so.
    EverybodyCalls(String),
    /// Beside other sites, in an nginx whose version says nothing about CVE-2025-23419; that version.
    Resumption(String),
}

impl Plan {
    /// What is allowed and should be known.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let mut notices = Vec::new();
        if let Backend::Own(address) = &self.choices.backend {
            let authority = address.authority();
            if service::in_url(&address.host) == LOCALHOST {
                notices.push(Notice::BackendLocalhost(authority));
            } else if !Upstream::Own(address.clone()).is_loopback() {
                notices.push(match address.scheme {
                    Scheme::Http => Notice::BackendUnencrypted(authority),
                    Scheme::Https => Notice::BackendReachable(authority),
                });
            }
        }
        if let Verify::Paths(paths) = &self.choices.verify {
            let paths: Vec<_> = paths.iter().map(PathPrefix::as_str).collect();
            notices.push(Notice::OpenPaths(paths.join(", ")));
        }
        if self.names.iter().all(service::is_wildcard) {
            notices.push(Notice::CalledNameMadeUp(self.called()));
        }
        if let Some(wildcard) = self.names.iter().find(|name| self.is_public() && service::is_wildcard(name))
        {
            notices.push(Notice::PublicWildcard(service::in_url(wildcard)));
        }
        if let Some(partner) =
            self.choices.partner.as_ref().and_then(|partner| partner.certificates().first())
        {
            notices.push(Notice::PartnerNames(partner.facts().subject.clone()));
        }
        if let Some(all) = self.choices.callers.iter().find(|range| range.ends_with("/0")) {
            notices.push(Notice::EverybodyCalls(all.clone()));
        }
        if let Layout::Alone(base) = &self.choices.layout
            && base.is_fleeting()
        {
            notices.push(Notice::FleetingFolder(base.as_str().to_owned()));
        }
        let version = self.choices.release.version();
        if self.is_beside_others() && version < Version::CHECKS_RESUMED_SESSIONS {
            notices.push(Notice::Resumption(version.to_string()));
        }
        notices
    }
}

impl Notice {
    /// What it is, and what to do about it.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        match self {
            Notice::BackendUnencrypted(authority) => {
                text::deploy::notice_backend_unencrypted(lang, authority)
            }
            Notice::BackendReachable(authority) => text::deploy::notice_backend_reachable(lang, authority),
            Notice::BackendLocalhost(authority) => text::deploy::notice_backend_localhost(lang, authority),
            Notice::OpenPaths(paths) => text::deploy::notice_open_paths(lang, paths),
            Notice::CalledNameMadeUp(name) => text::deploy::notice_called_name(lang, name),
            Notice::PublicWildcard(name) => text::deploy::notice_public_wildcard(lang, name),
            Notice::PartnerNames(subject) => text::deploy::notice_partner_names(lang, &shown(subject)),
            Notice::FleetingFolder(folder) => text::deploy::notice_fleeting_folder(lang, folder),
            Notice::EverybodyCalls(range) => text::deploy::notice_everybody_calls(lang, range),
            Notice::Resumption(version) => text::deploy::notice_resumption(lang, version),
        }
    }
}
