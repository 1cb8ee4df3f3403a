//! `[[allow]]`: rules, their paths, methods and marks.

use core::ops::Range;

use deploy::gateway::Problem;
use deploy::gateway::acl::{Mark, Policy, Prefix, Rule, UriPattern, Who};
use deploy::gateway::file::{self, File};

use super::{Desk, texts};
use crate::gateway::Machine;

pub(super) fn settle<M: Machine>(file: &File, desk: &mut Desk<'_, M>) -> Policy {
    let mut rules = Vec::new();
    for written in &file.allow {
        let path = path(written, desk);
        let methods = methods(written, desk);
        let who = who(written, file.clients.certificate, desk);
        if let (Some(path), Some(who)) = (path, who) {
            rules.push(Rule { path, methods, who });
        }
    }
    Policy::new(rules)
}

fn path<M: Machine>(written: &file::Allow, desk: &mut Desk<'_, M>) -> Option<Prefix> {
    let Some(path) = &written.path else { return Prefix::parse("/") };
    let parsed = Prefix::parse(path.get_ref());
    if parsed.is_none() {
        desk.fault(&path.span(), Problem::Path { value: path.get_ref().clone() });
    }
    parsed
}

fn methods<M: Machine>(written: &file::Allow, desk: &mut Desk<'_, M>) -> Option<Vec<String>> {
    let listed = written.methods.as_ref()?;
    if listed.get_ref().is_empty() {
        desk.fault(&listed.span(), Problem::Empty { key: "methods" });
    }
    let mut methods = Vec::new();
    for (text, span) in texts(listed) {
        if !text.is_empty() && text.chars().all(|letter| letter.is_ascii_uppercase() || letter == '-') {
            methods.push(text.clone());
        } else {
            desk.fault(&span, Problem::Method { value: text.clone() });
        }
    }
    Some(methods)
}

fn who<M: Machine>(written: &file::Allow, need: file::Need, desk: &mut Desk<'_, M>) -> Option<Who> {
    match (&written.who, &written.clients) {
        (Some(who), None) => match who.get_ref() {
            file::Who::AnyVerified => Some(Who::AnyVerified),
            file::Who::Anyone if need == file::Need::Optional => Some(Who::Anyone),
            file::Who::Anyone => {
                desk.fault(&who.span(), Problem::AnyoneNeedsOptional);
                None
            }
        },
        (None, Some(clients)) => {
            if clients.get_ref().is_empty() {
                desk.fault(&clients.span(), Problem::Empty { key: "clients" });
            }
            Some(Who::Clients(
                clients
                    .get_ref()
                    .iter()
                    .map(|client| marks(client.get_ref(), &client.span(), desk))
                    .collect(),
            ))
        }
        (Some(who), Some(_)) => {
            desk.fault(&who.span(), Problem::WhoOrClients);
            None
        }
        (None, None) => {
            let span = written.path.as_ref().map_or(0..0, toml::Spanned::span);
            desk.fault(&span, Problem::WhoOrClients);
            None
        }
    }
}

fn marks<M: Machine>(client: &file::Client, span: &Range<usize>, desk: &mut Desk<'_, M>) -> Vec<Mark> {
    let text = |written: &Option<file::Text>| written.as_ref().map(|text| text.get_ref().clone());
    let mut marks = Vec::new();
    marks.extend(text(&client.subject).map(Mark::Subject));
    marks.extend(text(&client.common_name).map(Mark::CommonName));
    marks.extend(text(&client.dns).map(Mark::Dns));
    marks.extend(text(&client.email).map(Mark::Email));
    marks.extend(text(&client.issuer).map(Mark::Issuer));
    if let Some(uri) = &client.uri {
        match UriPattern::parse(uri.get_ref()) {
            Some(pattern) => marks.push(Mark::Uri(pattern)),
            None => desk.fault(&uri.span(), Problem::Uri { value: uri.get_ref().clone() }),
        }
    }
    if let Some(sha256) = &client.sha256 {
        match fingerprint(sha256.get_ref()) {
            Some(octets) => marks.push(Mark::Sha256(octets)),
            None => desk.fault(&sha256.span(), Problem::Fingerprint { value: sha256.get_ref().clone() }),
        }
    }
    let written = [
        &client.subject,
        &client.common_name,
        &client.dns,
        &client.email,
        &client.uri,
        &client.sha256,
        &client.issuer,
    ];
    if written.iter().all(|mark| mark.is_none()) {
        desk.fault(span, Problem::NoMark);
    }
    marks
}

/// 32 octets, hexadecimal in either case, colons between them or none.
fn fingerprint(text: &str) -> Option<[u8; 32]> {
    let digits: String = text.chars().filter(|letter| *letter != ':').collect();
    data_encoding::HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()?.try_into().ok()
}
