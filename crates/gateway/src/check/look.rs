//! Looks at a configuration that can be used. Pure but for the modes of key files.

use std::path::Path;

use diagnose::gateway::Name;
use pki::certificate::Certificate;
use pki::moment::Moment;
use pki::verify::trust::{List, Unsure};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::Remark;
use crate::config::Config;
use crate::tls::Server;

/// Days before the end of a certificate from which on it is mentioned: a month is enough to get another one.
const SOON: i64 = 30;
/// Days before the end of a revocation list, which lives for a month mostly.
const SOON_FOR_LISTS: i64 = 7;

pub(super) fn remarks(config: &Config, now: Moment) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for server in config.servers.iter() {
        server_remarks(server, now, &mut remarks);
    }
    names_taken(config, &mut remarks);
    authorities(config, now, &mut remarks);
    lists(config, now, &mut remarks);
    backend(config, now, &mut remarks);
    policy(config, &mut remarks);
    dangers(config, &mut remarks);
    remarks
}

/// The configuration itself.
fn file(config: &Config) -> std::path::PathBuf {
    config.files[0].clone()
}

fn server_remarks(server: &Server, now: Moment, remarks: &mut Vec<Remark>) {
    let file = || server.certificate_file.clone();
    for certificate in &server.chain {
        let facts = certificate.facts();
        let subject = facts.subject.clone();
        if facts.not_after < now {
            remarks.push(Remark::ServerEnded { file: file(), subject, end: facts.not_after });
        } else if facts.not_before > now {
            remarks.push(Remark::ServerNotYetValid { file: file(), subject, start: facts.not_before });
        }
    }
    let facts = server.certificate.facts();
    let days = now.days_begun_until(facts.not_after);
    if (1..SOON).contains(&days) {
        remarks.push(Remark::ServerEndsSoon { file: file(), end: facts.not_after, days });
    }
    if X509Certificate::from_der(server.certificate.der()).is_ok_and(|(_, read)| read.version().0 < 2) {
        remarks.push(Remark::ServerVersion { file: file() });
    }
    if facts.for_clients && !facts.for_servers {
        remarks.push(Remark::ServerPurpose { file: file() });
    }
    chain_order(&server.chain, &server.certificate_file, remarks);
    let own = Name::of(&server.certificate);
    for name in &server.names {
        if !own.iter().any(|own| own.covers(name)) {
            remarks.push(Remark::NameNotCovered { file: file(), name: name.to_string() });
        }
    }
    key_modes(&server.key_file, remarks);
}

/// Names that are found at an earlier server, so that the later one is shown to nobody who asks for them.
fn names_taken(config: &Config, remarks: &mut Vec<Remark>) {
    let mut taken: Vec<&Name> = Vec::new();
    for server in config.servers.iter() {
        for name in server.names.iter().filter(|name| taken.contains(name)) {
            remarks.push(Remark::NameTaken { file: server.certificate_file.clone(), name: name.to_string() });
        }
        taken.extend(&server.names);
    }
}

fn chain_order(chain: &[Certificate], file: &Path, remarks: &mut Vec<Remark>) {
    for pair in chain.windows(2) {
        if pair[0].facts().issuer != pair[1].facts().subject {
            let subject = pair[1].facts().subject.clone();
            remarks.push(Remark::ChainOrder { file: file.to_owned(), subject });
        }
    }
}

fn key_modes(key: &Path, remarks: &mut Vec<Remark>) {
    if readable_by_all(key) {
        remarks.push(Remark::KeyReadable { file: key.to_owned() });
    }
}

#[cfg(unix)]
fn readable_by_all(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o004 != 0)
}

#[cfg(not(unix))]
fn readable_by_all(_: &Path) -> bool {
    false
}

fn authorities(config: &Config, now: Moment, remarks: &mut Vec<Remark>) {
    for anchor in config.trust.anchors() {
        let facts = anchor.certificate().facts();
        let subject = facts.subject.clone();
        let days = now.days_begun_until(facts.not_after);
        if facts.not_after < now || facts.not_before > now {
            let accepted = config.trust.choices().ended_authority == Unsure::DangerousAccept;
            remarks.push(Remark::AuthorityNotValid {
                file: file(config),
                subject,
                end: facts.not_after,
                accepted,
            });
        } else if (1..SOON).contains(&days) {
            remarks.push(Remark::AuthorityEndsSoon {
                file: file(config),
                subject,
                end: facts.not_after,
                days,
            });
        }
    }
}

fn lists(config: &Config, now: Moment, remarks: &mut Vec<Remark>) {
    let lists = config.trust.lists();
    let choices = config.trust.choices();
    if lists.is_empty() {
        remarks.push(Remark::NoLists { file: file(config) });
        return;
    }
    for anchor in config.trust.anchors() {
        let theirs = |list: &&List| list.is_of(anchor.certificate());
        let mut begun = lists.iter().filter(theirs).filter(|list| list.start() <= now);
        // the newest comes first
        let Some(newest) = begun.next() else {
            let early = lists.iter().any(|list| theirs(&list));
            let choice = if early { choices.future_list } else { choices.missing_list };
            // where it lets callers in, `dangers` says so
            if choice == Unsure::Refuse {
                let subject = anchor.certificate().facts().subject.clone();
                remarks.push(Remark::ListMissing { file: file(config), subject });
            }
            continue;
        };
        let Some(end) = newest.end() else { continue };
        let issuer = newest.issuer_text().to_owned();
        let days = now.days_begun_until(end);
        if end <= now {
            let accepted = choices.ended_list == Unsure::DangerousAccept;
            remarks.push(Remark::ListEnded { file: file(config), issuer, end, accepted });
        } else if days < SOON_FOR_LISTS {
            remarks.push(Remark::ListEndsSoon { file: file(config), issuer, end, days });
        }
    }
}

/// What is between the gateway and a backend that speaks TLS.
fn backend(config: &Config, now: Moment, remarks: &mut Vec<Remark>) {
    let Some(tls) = &config.backend.tls else { return };
    for authority in &tls.authorities {
        let facts = authority.facts();
        let subject = facts.subject.clone();
        let days = now.days_begun_until(facts.not_after);
        if facts.not_after < now || facts.not_before > now {
            remarks.push(Remark::BackendAuthorityNotValid {
                file: file(config),
                subject,
                end: facts.not_after,
            });
        } else if (1..SOON).contains(&days) {
            remarks.push(Remark::BackendAuthorityEndsSoon {
                file: file(config),
                subject,
                end: facts.not_after,
                days,
            });
        }
    }
    let Some(shown) = &tls.shown else { return };
    let file = || shown.certificate_file.clone();
    for certificate in &shown.chain {
        let facts = certificate.facts();
        let subject = facts.subject.clone();
        let days = now.days_begun_until(facts.not_after);
        if facts.not_after < now {
            remarks.push(Remark::ShownEnded { file: file(), subject, end: facts.not_after });
        } else if facts.not_before > now {
            remarks.push(Remark::ShownNotYetValid { file: file(), subject, start: facts.not_before });
        } else if (1..SOON).contains(&days) {
            remarks.push(Remark::ShownEndsSoon { file: file(), subject, end: facts.not_after, days });
        }
    }
    chain_order(&shown.chain, &shown.certificate_file, remarks);
    key_modes(&shown.key_file, remarks);
}

fn policy(config: &Config, remarks: &mut Vec<Remark>) {
    if config.policy.is_empty() {
        remarks.push(Remark::NobodyMayEnter { file: file(config) });
    } else if config.policy.opens_everything() {
        remarks.push(Remark::EverybodyMayEnter { file: file(config) });
    }
}

fn dangers(config: &Config, remarks: &mut Vec<Remark>) {
    if config.key_log {
        remarks.push(Remark::KeyLog { file: file(config) });
    }
    let choices = config.trust.choices();
    for (key, choice) in [
        ("missing_list", choices.missing_list),
        ("ended_list", choices.ended_list),
        ("future_list", choices.future_list),
        ("ended_authority", choices.ended_authority),
    ] {
        if choice == Unsure::DangerousAccept {
            remarks.push(Remark::Dangerous { file: file(config), key });
        }
    }
}
